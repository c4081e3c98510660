"""The explorer: pages for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import HTMLResponse
from starlette.routing import Route

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from kg.web.source import Source

__all__ = ["routes", "show_error", "show_thing"]


def routes(source: Source, base: str) -> list[Route]:
    """The routes of the pages; ``/editor?query=…`` is where the endpoint sends browsers."""

    async def home(_: Request) -> Response:
        rows = await source.select("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
        return HTMLResponse(f"<p>{base}: {rows[0]['n'].value}</p>")

    return [Route("/", home)]


async def show_thing(request: Request, source: Source, iri: str, base: str) -> Response:
    """The page of one thing that the graph speaks of; linked_data.py has found that it exists."""
    del request, source, base
    return HTMLResponse(f"<p>{iri}</p>")


def show_error(request: Request, status: int, message: str) -> Response:
    """A page for a browser that asked for something that is not there or went wrong."""
    del request
    return HTMLResponse(f"<p>{message}</p>", status_code=status)

"""The SPARQL 1.1 Protocol, for queries: https://www.w3.org/TR/sparql11-protocol/."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import StreamingResponse
from starlette.routing import Route

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from kg.web.source import Source

__all__ = ["routes"]


def routes(source: Source) -> list[Route]:
    """The routes of the endpoint."""

    async def sparql(request: Request) -> Response:
        answer = await source.query(request.query_params["query"])
        return StreamingResponse(answer.body, media_type=answer.media_type)

    return [Route("/sparql", sparql, methods=["GET", "POST"])]

"""Every IRI of ours answers: a page for people, RDF for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.routing import Route

    from kg.web.source import Source

__all__ = ["local_path", "routes"]


def local_path(iri: str, base: str) -> str:
    """Where this server shows a thing of ours, percent-encoded; an IRI that is not ours is left as it is."""
    return f"/id/{iri.removeprefix(base)}" if iri.startswith(base) else iri


def routes(source: Source, base: str) -> list[Route]:
    """The routes of things: ``/id/…``."""
    del source, base
    return []

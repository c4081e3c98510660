"""The web application: the SPARQL endpoint, linked data and the explorer as one ASGI callable."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from starlette.applications import Starlette

from kg.namespaces import BASE
from kg.web import linked_data, pages, protocol

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from kg.web.source import Source

__all__ = ["create_app"]


def create_app(source: Source, *, base: str = BASE) -> Starlette:
    """An application that answers from a source; it starts and stops the source."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with source:
            yield

    routes = [*protocol.routes(source), *linked_data.routes(source, base), *pages.routes(source, base)]
    return Starlette(routes=routes, lifespan=lifespan)

"""The web application: the SPARQL endpoint, linked data and the explorer as one ASGI callable."""

from __future__ import annotations

import asyncio
import contextlib
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import PlainTextResponse

from kg.errors import KgError
from kg.namespaces import BASE
from kg.negotiation import choose
from kg.web import linked_data, pages, protocol
from kg.web.bounds import Bounds

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from kg.model import Document
    from kg.web.source import Source

__all__ = ["create_app"]


def create_app(
    source: Source,
    *,
    base: str = BASE,
    document: Document | None = None,
    hosts: Sequence[str] = ("*",),
    cors: bool = False,
) -> Starlette:
    """An application that answers from a source; it starts and stops the source.

    Args:
        source: what answers queries.
        base: where IRIs of the dataset begin.
        document: the user's copy of the text, from which pages quote.
        hosts: names under which the server may be asked; others are refused, so that a page elsewhere cannot reach
            a server of this machine through a name of its own.
        cors: whether pages elsewhere may read the answers.

    """

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with source:
            reading = asyncio.create_task(_read_names(explorer))
            yield
            reading.cancel()
            await asyncio.wait({reading})

    middleware = [Middleware(Bounds), Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False)]
    if cors:
        exposed = ["X-SPARQL-MaxRows", "X-SPARQL-MaxBytes", "X-SPARQL-Cut", "Retry-After"]
        middleware.append(
            Middleware(
                CORSMiddleware,
                allow_origins=["*"],
                allow_methods=["GET", "POST"],
                allow_headers=["Content-Type"],
                expose_headers=exposed,
            )
        )
    explorer = pages.Explorer(source, base, document)
    app = Starlette(
        routes=[*protocol.routes(source), *pages.routes(explorer), *linked_data.routes(source, base)],
        middleware=middleware,
        exception_handlers={KgError: _explain, HTTPException: _explain},
        lifespan=lifespan,
    )
    app.state.explorer = explorer
    return app


async def _read_names(explorer: pages.Explorer) -> None:
    """Read the names ahead of the first page, which would wait for them; if that fails, the page will say why."""
    with contextlib.suppress(KgError):
        await explorer.directory()


async def _explain(request: Request, error: Exception) -> Response:
    """An error as a page for people, as one sentence for programs."""
    status, message, headers = protocol.explain(error)
    accept = ",".join(request.headers.getlist("accept"))
    if request.url.path != "/sparql" and choose(accept, ("text/plain", "text/html")) == "text/html":
        response = await pages.show_error(request, status, message)
        response.headers.update(headers)
        return response
    return PlainTextResponse(f"{message}\n", status, headers=headers)

"""The SPARQL 1.1 Protocol, for queries: https://www.w3.org/TR/sparql11-protocol/.

Errors are plain sentences: 400 for a query that is refused or cannot be parsed, 406 where the answer does not come in
an accepted type, 503 with Retry-After where too many wait, 504 for a query that ran into a limit.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode

from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, RedirectResponse, StreamingResponse
from starlette.routing import Route

from kg.errors import BusyError, DatasetError, FormatError, InputError, StoppedError
from kg.negotiation import choose
from kg.sparql import MAX_QUERY
from kg.triplestore import GRAPH_TYPES, RESULT_TYPES
from kg.web.service_description import describe_service
from kg.web.source import GraphNames

if TYPE_CHECKING:
    from collections.abc import Coroutine, Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from kg.web.source import Answer, Source

__all__ = ["explain", "routes"]

_FORM = "application/x-www-form-urlencoded"
_DIRECT = "application/sparql-query"
_MAX_BODY = 12 * MAX_QUERY
"""Bytes of a request: a character beyond the first plane takes twelve once it is percent-encoded."""


def routes(source: Source) -> list[Route]:
    """The route of the endpoint, ``/sparql``."""

    async def sparql(request: Request) -> Response:
        parameters, text = await _read(request)
        if text is None:
            if request.method in ("GET", "HEAD") and not parameters:
                return _describe(request)
            message = "there must be one query; see https://www.w3.org/TR/sparql11-protocol/#query-operation"
            raise HTTPException(400, message)
        if (
            request.method == "GET"
            and choose(_accept(request), (*RESULT_TYPES, *GRAPH_TYPES, "text/html")) == "text/html"
        ):
            return RedirectResponse(f"/editor?{urlencode({'query': text})}", 303, headers={"Vary": "Accept"})
        graphs = GraphNames(
            tuple(parameters.get("default-graph-uri", ())), tuple(parameters.get("named-graph-uri", ()))
        )
        asking = source.query(text, graphs=graphs, accept=_accept(request))
        return respond(await _unless_gone(request, asking))

    return [Route("/sparql", sparql, methods=["GET", "POST"])]


def respond(answer: Answer) -> Response:
    """An answer as a response that says which limits stood."""
    limits = {"X-SPARQL-MaxRows": str(answer.max_rows), "X-SPARQL-MaxBytes": str(answer.max_bytes)}
    headers = {**limits, "Vary": "Accept", "Cache-Control": "no-cache"}
    if answer.cut:
        headers["X-SPARQL-Cut"] = f"this answer stops at the limit of {answer.max_rows} rows; there may be more"
    if answer.size is not None:
        headers["Content-Length"] = str(answer.size)
    return StreamingResponse(answer.body, media_type=answer.media_type, headers=headers)


def explain(error: Exception) -> tuple[int, str, dict[str, str]]:
    """The status, the sentence and the headers that tell a client of an error."""
    match error:
        case HTTPException():
            return error.status_code, error.detail, dict(error.headers or {})
        case FormatError():
            return 406, str(error), {}
        case BusyError():
            return 503, str(error), {"Retry-After": str(error.retry_after)}
        case StoppedError():
            return 504, str(error), {}
        case InputError() if not isinstance(error, DatasetError):
            return 400, str(error), {}
    return 500, str(error), {}


async def _read(request: Request) -> tuple[Mapping[str, list[str]], str | None]:
    """The parameters of a request and its query, wherever the protocol lets them stand."""
    parameters = _parse(request.scope["query_string"])
    direct = None
    if request.method == "POST":
        media_type, _, options = request.headers.get("content-type", "").partition(";")
        match media_type.strip().lower():
            case "application/x-www-form-urlencoded":
                parameters = _merge(parameters, _parse(await _body(request)))
            case "application/sparql-query":
                if "charset" in options.lower() and "utf-8" not in options.lower():
                    raise HTTPException(415, "a query is UTF-8")
                direct = _decode(await _body(request))
            case "application/sparql-update":
                raise HTTPException(403, "updates are refused: the dataset is only read here")
            case other:
                message = f"a query is posted as {_FORM} or {_DIRECT}, not as {other or 'nothing in particular'}"
                raise HTTPException(415, message)
    if "update" in parameters:
        raise HTTPException(403, "updates are refused: the dataset is only read here")
    texts = [*parameters.get("query", []), *([] if direct is None else [direct])]
    return parameters, texts[0] if len(texts) == 1 else None


def _parse(encoded: bytes) -> dict[str, list[str]]:
    try:
        return parse_qs(encoded.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=100)
    except ValueError as error:
        raise HTTPException(400, f"parameters are UTF-8, at most 100 of them: {error}") from error


def _merge(one: Mapping[str, list[str]], other: Mapping[str, list[str]]) -> dict[str, list[str]]:
    return {name: [*one.get(name, []), *other.get(name, [])] for name in {**one, **other}}


def _decode(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise HTTPException(400, f"a query is UTF-8: {error}") from error


def _accept(request: Request) -> str:
    return ",".join(request.headers.getlist("accept"))


def _describe(request: Request) -> Response:
    media_type = choose(_accept(request), (*GRAPH_TYPES, "text/html"))
    if media_type is None:
        raise HTTPException(406, f"the service description comes as {', '.join(GRAPH_TYPES)}")
    if media_type == "text/html":
        return RedirectResponse("/editor", 303, headers={"Vary": "Accept"})
    content = describe_service(str(request.url.replace(query="")), media_type)
    return PlainTextResponse(content, media_type=media_type, headers={"Vary": "Accept"})


async def _body(request: Request) -> bytes:
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > _MAX_BODY:
            raise HTTPException(
                413, f"a request of more than {_MAX_BODY:,} bytes; a query has {MAX_QUERY:,} characters at most"
            )
    return bytes(content)


async def _unless_gone(request: Request, asking: Coroutine[None, None, Answer]) -> Answer:
    """An answer; if the client hangs up while it waits, the query is stopped."""
    task = asyncio.ensure_future(asking)
    watching = asyncio.ensure_future(_hang_up(request))
    try:
        await asyncio.wait({task, watching}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise HTTPException(499, "the client hung up")
        return await task
    finally:
        task.cancel()
        watching.cancel()


async def _hang_up(request: Request) -> None:
    """Return when the client has gone."""
    while (await request.receive())["type"] != "http.disconnect":
        pass

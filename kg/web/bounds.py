"""What no client may do, whatever it asks for: dawdle, pretend to be on another host, or load foreign content."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["Bounds"]

_LOG = logging.getLogger("kg.web")

_HEADERS = {
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"same-origin",
    b"x-frame-options": b"DENY",
    b"content-security-policy": (
        b"default-src 'self'; img-src 'self' data:; style-src 'self'; object-src 'none'; base-uri 'none'; "
        b"form-action 'self'; frame-ancestors 'none'"
    ),
}


class Bounds:
    """ASGI middleware: bounds the time that a client takes to send and to read, sets headers, logs a line a request.

    Args:
        app: the application.
        receive_seconds: for the whole body of a request.
        send_seconds: for one piece of the answer.

    """

    def __init__(self, app: ASGIApp, *, receive_seconds: float = 10.0, send_seconds: float = 20.0) -> None:
        self._app = app
        self._receive_seconds = receive_seconds
        self._send_seconds = send_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        loop = asyncio.get_running_loop()
        begin = loop.time()
        status, size, complete, started = 503, 0, False, False

        async def receive_in_time() -> Message:
            nonlocal complete
            if complete:  # what comes now is that the client hangs up, at any time
                return await receive()
            try:
                async with asyncio.timeout_at(begin + self._receive_seconds):
                    message = await receive()
            except TimeoutError:
                raise HTTPException(408, f"the request took more than {self._receive_seconds:g} seconds") from None
            complete = not message.get("more_body", False)
            return message

        async def send_in_time(message: Message) -> None:
            nonlocal status, size, started
            if message["type"] == "http.response.start":
                status, started = message["status"], True
                present = {name.lower() for name, _ in message["headers"]}
                added = [(name, value) for name, value in _HEADERS.items() if name not in present]
                message = {**message, "headers": [*message["headers"], *added]}
            else:
                size += len(message.get("body", b""))
            try:
                async with asyncio.timeout(self._send_seconds):
                    await send(message)
            except TimeoutError:
                raise _SlowReaderError from None

        try:
            await self._app(scope, receive_in_time, send_in_time)
        except _SlowReaderError:
            status = 499
        except asyncio.CancelledError:  # the server stops, and has waited long enough
            if not started:
                await PlainTextResponse("not answered: the server is stopping\n", 503)(scope, receive, send)
        finally:
            target = scope["raw_path"] + (b"?" + scope["query_string"] if scope["query_string"] else b"")
            shown = target[:200].decode("ascii", "backslashreplace")
            milliseconds = (loop.time() - begin) * 1000
            _LOG.info("%s %s %s %s %d %.1f ms", _now(), scope["method"], shown, status, size, milliseconds)


class _SlowReaderError(Exception):
    """A client that does not read what it asked for; nothing more can be told to it."""


def _now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S%z")

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
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        exchange = _Exchange(receive, send, self._receive_seconds, self._send_seconds)
        try:
            await self._app(scope, exchange.receive, exchange.send)
        except _SlowReaderError:
            exchange.status = 499
        except asyncio.CancelledError:  # the server stops, and has waited long enough
            if not exchange.started:
                await PlainTextResponse("not answered: the server is stopping\n", 503)(scope, receive, exchange.send)
        finally:
            exchange.log(scope)


class _Exchange:
    """One request and its response."""

    def __init__(self, receive: Receive, send: Send, receive_seconds: float, send_seconds: float) -> None:
        self._receive = receive
        self._send = send
        self._receive_seconds = receive_seconds
        self._send_seconds = send_seconds
        self._begin = asyncio.get_running_loop().time()
        self._complete = False
        self._size = 0
        self.started = False
        self.status = 500

    async def receive(self) -> Message:
        """What the client sends next, in time."""
        if self._complete:  # what comes now is that the client hangs up, at any time
            return await self._receive()
        try:
            async with asyncio.timeout_at(self._begin + self._receive_seconds):
                message = await self._receive()
        except TimeoutError:
            raise HTTPException(408, f"the request took more than {self._receive_seconds:g} seconds") from None
        self._complete = not message.get("more_body", False)
        return message

    async def send(self, message: Message) -> None:
        """Send a piece of the response, in time."""
        if message["type"] == "http.response.start":
            self.status, self.started = message["status"], True
            present = {name.lower() for name, _ in message["headers"]}
            added = [(name, value) for name, value in _HEADERS.items() if name not in present]
            message = {**message, "headers": [*message["headers"], *added]}
        else:
            self._size += len(message.get("body", b""))
        try:
            async with asyncio.timeout(self._send_seconds):
                await self._send(message)
        except TimeoutError:
            raise _SlowReaderError from None

    def log(self, scope: Scope) -> None:
        """Write the line of this request; no byte of the client's can look like another line."""
        target = scope["raw_path"] + (b"?" + scope["query_string"] if scope["query_string"] else b"")
        shown = repr(target[:200].decode("ascii", "backslashreplace"))[1:-1]
        milliseconds = (asyncio.get_running_loop().time() - self._begin) * 1000
        moment = time.strftime("%Y-%m-%dT%H:%M:%S%z")
        _LOG.info("%s %s %s %s %d %.1f ms", moment, scope["method"], shown, self.status, self._size, milliseconds)


class _SlowReaderError(Exception):
    """A client that does not read what it asked for; nothing more can be told to it."""

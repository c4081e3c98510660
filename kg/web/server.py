"""The application behind a socket: uvicorn, made to lose patience with clients that send slowly."""

from __future__ import annotations

import logging
import os
import re
import socket
from typing import TYPE_CHECKING, Any

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from kg.errors import InputError

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from starlette.types import ASGIApp

__all__ = ["bind", "run"]

_HEAD_SECONDS = 10.0
_CONNECTIONS = 1000
_RAW = re.compile(rb"[\x80-\xff]")


class _Protocol(H11Protocol):
    """HTTP/1.1 with a time limit for the head of a request, and Chinese in the request line as curl sends it."""

    _line_complete = False
    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        # asyncio does so only for sockets that were made with the number of TCP; without it each answer waits 40 ms.
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._timer = self.loop.call_later(_HEAD_SECONDS, self._give_up)

    def data_received(self, data: bytes) -> None:
        if self.conn.their_state is h11.IDLE and not self._line_complete:
            line, newline, rest = data.partition(b"\n")
            data = _RAW.sub(lambda found: b"%%%02X" % found[0][0], line) + newline + rest
            self._line_complete = bool(newline)
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE:
            self._line_complete = False
            self._stop_timer()
        elif self._timer is None:
            self._timer = self.loop.call_later(_HEAD_SECONDS, self._give_up)

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_timer()
        super().connection_lost(exc)

    def _stop_timer(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None

    def _give_up(self) -> None:
        if self.conn.their_state is h11.IDLE and not self.transport.is_closing():
            self.transport.close()


def bind(host: str, port: int) -> socket.socket:
    """A socket that listens; port 0 takes a free one.

    Raises:
        InputError: if the address or the port cannot be had.

    """
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        return socket.create_server((str(address[0]), port), family=family, backlog=512)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno and error.errno > 0 else str(error)
        message = f"{host}:{port}: {reason}; choose another address with --host and --port"
        raise InputError(message) from error


def run(app: ASGIApp, listener: socket.socket, ready: Callable[[], None]) -> None:
    """Serve until the process is asked to stop (Ctrl+C or SIGTERM); requests under way get three seconds.

    ``ready`` is called when the first request can be answered; a line of log goes to the standard error per request.
    """
    log = logging.getLogger("kg.web")
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(message)s"))
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    config: dict[str, Any] = {
        "http": _Protocol,
        "access_log": False,
        "limit_concurrency": _CONNECTIONS,
        "log_level": "warning",
        "server_header": False,
        "timeout_graceful_shutdown": 3,
        "timeout_keep_alive": 15,
        "ws": "none",
    }
    server = _Server(uvicorn.Config(app, **config))
    server.ready = ready
    server.run(sockets=[listener])


class _Server(uvicorn.Server):
    ready: Callable[[], None]

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self.ready()

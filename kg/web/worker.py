"""A process that answers one query at a time from a store, and may be killed at any moment.

Run as ``python -m kg.web.worker``; :mod:`kg.web.pool` starts it. It reads jobs from its standard input and writes
replies to its standard output, each a length and that many bytes of JSON; an answer that is not spooled follows its
reply. A large answer goes to a file, so that no reader, however slow, keeps a worker from its next query.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import io
import json
import math
import os
import signal
import sys
import time
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

from kg.errors import DatasetError, KgError, StoppedError
from kg.sparql import has_rows
from kg.triplestore import answer, open_store

if TYPE_CHECKING:
    import pyoxigraph

try:
    import resource
except ImportError:  # Windows has no limits of this kind
    resource = None  # type: ignore[assignment]

__all__ = ["INLINE", "Sink", "main"]

INLINE = 1 << 16
"""Bytes up to which an answer travels through the pipe: as many as it holds, beyond which a file is faster."""


class Sink(io.RawIOBase):
    """Takes an answer: in memory while it is small, in a file when it is not, and no more than allowed."""

    def __init__(self, spool: Path, max_bytes: int) -> None:
        super().__init__()
        self._spool = spool
        self._max_bytes = max_bytes
        self._stream: IO[bytes] = io.BytesIO()
        self.size = 0
        self.spooled = False

    def writable(self) -> bool:
        """Yes."""
        return True

    def write(self, data: Any, /) -> int:  # noqa: ANN401 - any buffer
        """Take a piece.

        Raises:
            StoppedError: if the answer grows beyond what is allowed.

        """
        piece = bytes(data)
        self.size += len(piece)
        if self.size > self._max_bytes:
            message = f"stopped: the answer is larger than {self._max_bytes:,} bytes; ask for less, or add LIMIT"
            raise StoppedError(message)
        if self.size > INLINE and not self.spooled:
            memory, self._stream, self.spooled = self._stream, self._spool.open("wb"), True
            memory.seek(0)
            self._stream.write(memory.read())
        self._stream.write(piece)
        return len(piece)

    def flush(self) -> None:
        """Hand on what is still held back, so that a reader of the file finds all of it."""
        if not self._stream.closed:
            self._stream.flush()

    def content(self) -> bytes:
        """What was written."""
        self.flush()
        if self.spooled:
            return self._spool.read_bytes()
        self._stream.seek(0)
        return self._stream.read()

    def close(self) -> None:
        """Close the file, if there is one."""
        self._stream.close()
        super().close()


def main() -> None:
    """Answer the jobs of the standard input until it ends."""
    source, target = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not look like a reply
    settings = json.loads(_read(source) or b"{}")
    _die_with_parent()
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_DATA, (settings["max_memory"], settings["max_memory"]))
    try:
        store = open_store(Path(settings["store"]))
    except DatasetError as error:
        _write(target, {"error": type(error).__name__, "message": str(error)})
        return
    _write(target, {})
    while text := _read(source):
        job = {**settings, **json.loads(text)}
        _bound_time(job["timeout"])
        _answer(store, job, target)


def _die_with_parent() -> None:
    """Let the kernel kill this process when the server is killed, where it can (Linux)."""
    with contextlib.suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG: prctl(2)


def _bound_time(seconds: float) -> None:
    """Let the kernel end this process after so much more work: one that nobody kills does not go on for ever either."""
    if resource is not None:
        allowed = math.ceil(time.process_time() + seconds) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (allowed, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _answer(store: pyoxigraph.Store, job: dict[str, Any], target: IO[bytes]) -> None:
    max_rows = job["max_rows"]
    with Sink(Path(job["spool"]), job["max_bytes"]) as sink:
        try:
            result = answer(
                store,
                job["text"],
                cast("IO[bytes]", sink),
                default_graphs=job["default_graphs"],
                named_graphs=job["named_graphs"],
                accept=job["accept"],
                max_rows=max_rows,
                prefixes=job["prefixes"],
            )
            sink.flush()
            cut = result.cut
            # The shortest row of all takes two bytes: most answers need no counting.
            if result.form == "SELECT" and 0 < 2 * max_rows < sink.size:
                cut = has_rows(sink.content(), result.media_type, max_rows)
            sink.flush()
        except KgError as error:
            _write(target, {"error": type(error).__name__, "message": str(error)})
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
                refusal = {"error": "StoppedError", "message": f"stopped: no room for a large answer: {error}"}
            else:
                refusal = _damaged(error)
            _write(target, refusal)
        except Exception as error:  # noqa: BLE001 - whatever a query sets off, the worker answers and goes on
            damaged = str(error).startswith("Corruption")  # RocksDB checks what it reads
            refusal = {"error": "QueryError", "message": f"the query failed: {error}"}
            _write(target, _damaged(error) if damaged else refusal)
        else:
            content = b"" if sink.spooled else sink.content()
            reply = {"media_type": result.media_type, "cut": cut, "size": sink.size, "spooled": sink.spooled}
            _write(target, reply, content)


def _damaged(error: Exception) -> dict[str, str]:
    print(f"kg: {error}", file=sys.stderr)  # noqa: T201 - for who runs the server, not for who asks
    return {
        "error": "DatasetError",
        "message": "the store is damaged; whoever runs this server must delete it, or run `kg build`",
    }


def _read(source: IO[bytes]) -> bytes:
    return source.read(int.from_bytes(source.read(4), "big"))


def _write(target: IO[bytes], reply: dict[str, Any], content: bytes = b"") -> None:
    head = json.dumps(reply, ensure_ascii=False).encode()
    target.write(len(head).to_bytes(4, "big") + head + content)
    target.flush()


if __name__ == "__main__":
    main()

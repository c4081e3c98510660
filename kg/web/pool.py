"""Worker processes that answer queries from a store, within limits that hold whatever the query does.

A query that cannot be interrupted from Python is stopped by killing its process. A query that has used more processor
time than a short slice goes on at lower priority, and only one at a time: the others are paused, or turned away once
too many wait. Times are of the monotonic clock.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from kg import errors
from kg.errors import BusyError, DatasetError, StoppedError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping
    from typing import IO

    from kg.errors import KgError

__all__ = ["Limits", "Pool", "Reply"]

_ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query, and all together, may take."""

    timeout: float = 60.0
    """Seconds from the start of a query to its end."""
    max_rows: int = 100_000
    """Rows or triples in an answer."""
    max_bytes: int = 64 << 20
    """Bytes of an answer."""
    max_memory: int = 2 << 30
    """Bytes that a worker may allocate."""
    time_slice: float = 0.1
    """Seconds of processor time after which a query counts as expensive."""
    workers: int = max(4, os.cpu_count() or 4)
    """Queries that run at once."""
    queue: int = 200
    """Queries that may wait for a worker."""
    expensive_queue: int = 4
    """Expensive queries that may wait for the one that runs."""


@dataclass(slots=True)
class Reply:
    """The answer of a worker: small ones as bytes, large ones in a file that has no name any more."""

    media_type: str
    cut: bool
    size: int
    content: bytes | IO[bytes]


class _Worker:
    """One process and its pipes."""

    def __init__(self, process: asyncio.subprocess.Process, spool: Path) -> None:
        self._process = process
        self._niced = self._owes = False
        self.spool = spool
        self.paused = False

    @property
    def reusable(self) -> bool:
        """Whether it may take another query: an ordinary user cannot take a lower priority back."""
        return not self._niced and not self._owes and self._process.returncode is None

    @property
    def is_alive(self) -> bool:
        """Whether the process runs; asked of the system, which knows before we are told."""
        if self._process.returncode is not None:
            return False
        try:
            return os.waitid(os.P_PID, self._process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None
        except ChildProcessError:
            return False
        except AttributeError:  # a system without waitid
            return True

    async def send(self, job: Mapping[str, Any]) -> None:
        """Give it a job."""
        self._owes = True
        stream = self._process.stdin
        assert stream is not None  # noqa: S101 - it was opened with a pipe
        data = json.dumps(job, ensure_ascii=False).encode()
        stream.write(len(data).to_bytes(4, "big") + data)
        await stream.drain()

    async def receive(self) -> tuple[dict[str, Any], bytes]:
        """Its reply, and the answer if that follows; raises IncompleteReadError if the process has died."""
        stream = self._process.stdout
        assert stream is not None  # noqa: S101 - it was opened with a pipe
        length = int.from_bytes(await stream.readexactly(4), "big")
        reply = json.loads(await stream.readexactly(length))
        content = await stream.readexactly(0 if reply.get("spooled", True) else reply["size"])
        self._owes = False
        return reply, content

    def processor_seconds(self) -> float | None:
        """Processor time used so far, where the system tells (Linux)."""
        try:
            return int(Path(f"/proc/{self._process.pid}/schedstat").read_bytes().split()[0]) / 1e9
        except (OSError, ValueError, IndexError):
            return None

    def lower_priority(self) -> None:
        """Let everybody else go first, from now on."""
        self._niced = True
        if hasattr(os, "setpriority"):
            with contextlib.suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, self._process.pid, 19)

    def pause(self) -> None:
        """Stand still, where the system can."""
        if hasattr(signal, "SIGSTOP"):
            self.paused = True
            self._process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Go on."""
        if self.paused:
            self.paused = False
            self._process.send_signal(signal.SIGCONT)

    async def stop(self) -> None:
        """Kill the process, and leave nothing of it."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()
        self.spool.unlink(missing_ok=True)


class Pool:
    """The workers of one store."""

    def __init__(self, store: Path, limits: Limits, prefixes: Mapping[str, str]) -> None:
        self._settings = {"store": str(store), "prefixes": dict(prefixes), **asdict(limits)}
        self._limits = limits
        self._slots = asyncio.Semaphore(limits.workers)
        self._waiting = 0
        self._lane = asyncio.Lock()
        self._expensive = 0
        self._idle: list[_Worker] = []
        self._busy: set[_Worker] = set()
        self._closed = False
        self._folder = tempfile.TemporaryDirectory(prefix="kg-answers-", ignore_cleanup_errors=True)
        self._started = 0
        self._starting: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        """Start a first worker, so that a store that cannot be read is known at once."""
        self._idle.append(await self._start())

    async def close(self) -> None:
        """Stop idle workers; busy ones finish their query and stop then."""
        self._closed = True
        await asyncio.gather(*self._starting)
        while self._idle:
            await self._idle.pop().stop()
        self._tidy()

    def _tidy(self) -> None:
        if self._closed and not self._busy and not self._waiting:
            self._folder.cleanup()

    async def run(self, job: Mapping[str, Any]) -> Reply:
        """Answer one query.

        Raises:
            KgError: what the worker raised.
            StoppedError: if the query ran into a limit.
            BusyError: if too many wait.

        """
        if self._waiting >= self._limits.queue:
            _turn_away("too many queries are waiting", 2)
        self._waiting += 1
        try:
            async with asyncio.timeout(self._limits.timeout):
                await self._slots.acquire()
        except TimeoutError:
            _turn_away("all workers were busy", 5)
        finally:
            self._waiting -= 1
        with contextlib.ExitStack() as slot:
            slot.callback(self._slots.release)
            async with self._worker() as worker:
                return await self._run(worker, {**self._settings, **job, "spool": str(worker.spool)}, slot)

    async def _run(self, worker: _Worker, job: dict[str, Any], slot: contextlib.ExitStack) -> Reply:
        limits = self._limits
        before = worker.processor_seconds()
        receiving = asyncio.create_task(worker.receive())
        try:
            async with asyncio.timeout(limits.timeout):
                await worker.send(job)
                if not await self._is_short(worker, before, receiving):
                    await self._finish_slowly(worker, receiving, slot)
                reply, content = await receiving
        except TimeoutError:
            if worker.paused:
                _turn_away("other expensive queries were running", 30)
            message = f"stopped after {limits.timeout:g} seconds; narrow the query, or add LIMIT"
            raise StoppedError(message) from None
        except (asyncio.IncompleteReadError, OSError):
            message = "stopped: the query needs more memory, or is nested deeper, than is allowed; write it simpler"
            raise StoppedError(message) from None
        finally:
            receiving.cancel()
        if "error" in reply:
            worker.spool.unlink(missing_ok=True)
            raise _error(reply)
        return Reply(
            reply["media_type"], reply["cut"], reply["size"], _take(worker.spool) if reply["spooled"] else content
        )

    async def _is_short(self, worker: _Worker, before: float | None, receiving: asyncio.Task[Any]) -> bool:
        """Whether the answer comes within the slice: of processor time, so that a busy machine makes none expensive."""
        used = 0.0
        while True:
            await asyncio.wait({receiving}, timeout=max(self._limits.time_slice - used, 0.01))
            if receiving.done():
                return True
            now = worker.processor_seconds()
            if before is None or now is None or now - before >= self._limits.time_slice:
                return False
            used = now - before

    async def _finish_slowly(self, worker: _Worker, receiving: asyncio.Task[Any], slot: contextlib.ExitStack) -> None:
        """Let an expensive query go on when it is its turn; its place goes to the next query."""
        if self._expensive > self._limits.expensive_queue:
            _turn_away("too many expensive queries are waiting", 30)
        self._expensive += 1
        try:
            worker.lower_priority()
            slot.close()
            self._replenish()
            if self._expensive > 1:  # the lane may look free while one that waits for it has not yet been woken
                worker.pause()
            async with self._lane:
                worker.resume()
                await asyncio.wait({receiving})
        finally:
            self._expensive -= 1

    @contextlib.asynccontextmanager
    async def _worker(self) -> AsyncIterator[_Worker]:
        worker = await self._take() or await self._start()
        self._busy.add(worker)
        try:
            yield worker
        finally:
            self._busy.discard(worker)
            if worker.reusable and not self._closed:
                self._idle.append(worker)
            else:
                await asyncio.shield(worker.stop())
                self._replenish()
            self._tidy()

    async def _take(self) -> _Worker | None:
        """An idle worker, if there is one that somebody has not killed meanwhile."""
        while self._idle:
            worker = self._idle.pop()
            if worker.is_alive:
                return worker
            await worker.stop()
        return None

    def _replenish(self) -> None:
        """Start a worker ahead of need in place of one that is gone."""

        async def start() -> None:
            with contextlib.suppress(DatasetError, OSError):  # the next query will say what is wrong
                worker = await self._start()
                if self._closed:
                    await worker.stop()
                else:
                    self._idle.append(worker)

        if not self._closed and not self._idle and not self._starting:
            task = asyncio.create_task(start())
            self._starting.add(task)
            task.add_done_callback(self._starting.discard)

    async def _start(self) -> _Worker:
        self._started += 1
        spool = Path(self._folder.name) / str(self._started)  # before anything is awaited: two may start at once
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "kg.web.worker"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(_ROOT), os.environ.get("PYTHONPATH", "")])},
            # In a group of its own Ctrl+C does not reach it; a paused one is ended by the kernel if we are killed.
            process_group=0,
        )
        worker = _Worker(process, spool)
        try:
            await worker.send(self._settings)
            reply, _ = await worker.receive()
        except (asyncio.IncompleteReadError, OSError) as error:
            await worker.stop()
            message = "a worker process did not start; see the messages above"
            raise DatasetError(message) from error
        if "error" in reply:
            await worker.stop()
            raise _error(reply)
        return worker


def _take(spool: Path) -> IO[bytes]:
    stream = spool.open("rb")
    spool.unlink()
    return stream


def _turn_away(reason: str, seconds: int) -> NoReturn:
    message = f"not answered: {reason}; try again in {seconds} seconds"
    raise BusyError(message, seconds)


def _error(reply: Mapping[str, str]) -> KgError:
    kind: type[KgError] = getattr(errors, reply["error"])
    return kind(reply["message"])

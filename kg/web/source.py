"""Where the answers come from: the store of this machine, or any SPARQL 1.1 endpoint.

Pages, protocol and linked data know only :class:`Source`. Both kinds refuse what reaches outside the dataset before
they ask, and say why a query was refused or stopped by an error of :mod:`kg.errors`.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any, Protocol, Self

import httpx

from kg.errors import BusyError, DatasetError, FormatError, KgError, QueryError, StoppedError
from kg.facts import source as facts
from kg.facts.source import Row, rows_of_json
from kg.namespaces import BASE, PREFIXES
from kg.sparql import Term, limit_rows, outline
from kg.triplestore import index
from kg.web.pool import Limits, Pool, Reply

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping
    from pathlib import Path

__all__ = ["JSON", "Answer", "GraphNames", "LocalSource", "RemoteSource", "Row", "Source", "Term"]

JSON = "application/sparql-results+json"

_CHUNK = 1 << 18
_LOG = logging.getLogger("kg.web")


@dataclass(frozen=True, slots=True)
class GraphNames:
    """The dataset that a request names (``default-graph-uri``, ``named-graph-uri``); empty means: all graphs."""

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


_ALL = GraphNames()


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a query, as it goes over the wire.

    ``cut`` says that there may be more rows than the ``max_rows`` that were allowed; ``max_bytes`` it has at most.
    ``size`` is in bytes, None if it is not known yet. The body can be read once.
    """

    media_type: str
    body: AsyncIterator[bytes]
    max_rows: int
    max_bytes: int
    cut: bool = False
    size: int | None = None


class Source(facts.Source, Protocol):
    """Something that answers SPARQL queries of any form, once it was entered as an async context manager."""

    @property
    def limits(self) -> Limits:
        """What a query may take."""

    async def query(
        self, text: str, *, graphs: GraphNames = _ALL, accept: str = "", max_rows: int | None = None
    ) -> Answer:
        """Answer a query of any form, in the type that ``accept`` (as in HTTP) likes best.

        Raises:
            QueryError: if it cannot be parsed or is refused.
            FormatError: if the answer does not come in a type that is accepted.
            StoppedError: if it ran into a limit.
            BusyError: if too many are waiting.

        """

    async def refresh(self) -> None:
        """See whether there is a newer version, and take it."""

    async def __aenter__(self) -> Self:
        """Start what answers."""

    async def __aexit__(self, *_: object) -> None:
        """Stop it."""


class LocalSource:
    """The dataset of a build folder, through its embedded store; a new build is seen by the queries after it."""

    def __init__(self, dataset: Path, *, limits: Limits | None = None, base: str = BASE) -> None:
        self.limits = limits or Limits()
        self.version = ""
        self._dataset = dataset
        self._prefixes = {**PREFIXES, "entity": f"{base}entity/"}
        self._pool: Pool | None = None
        self._store: Path | None = None
        self._seen: tuple[int, int, int] | None = None
        self._reloading: asyncio.Task[None] | None = None

    @property
    def most_rows(self) -> int:
        """How many rows an answer may have."""
        return self.limits.max_rows

    async def query(
        self, text: str, *, graphs: GraphNames = _ALL, accept: str = "", max_rows: int | None = None
    ) -> Answer:
        """See :meth:`Source.query`."""
        await self.refresh()
        rows = min(max_rows or self.limits.max_rows, self.limits.max_rows)
        job = {
            "text": text,
            "default_graphs": graphs.default,
            "named_graphs": graphs.named,
            "accept": accept,
            "max_rows": rows,
        }
        reply = await self._run(job)
        return Answer(
            reply.media_type, _stream(reply.content), rows, self.limits.max_bytes, cut=reply.cut, size=reply.size
        )

    async def select(self, text: str) -> list[Row]:
        """See :meth:`kg.facts.source.Source.select`."""
        return await _rows(await self.query(text, accept=JSON))

    async def select_each(self, *texts: str) -> list[list[Row]]:
        """See :meth:`kg.facts.source.Source.select_each`."""
        return await asyncio.gather(*map(self.select, texts))

    async def refresh(self) -> None:
        """See :meth:`Source.refresh`; until a new build can be read, the one before it answers."""
        with contextlib.suppress(FileNotFoundError):
            if self._signature() != self._seen and (self._reloading is None or self._reloading.done()):
                self._reloading = asyncio.create_task(self._reload())
        if self._reloading and not self._reloading.done():
            await asyncio.wait({self._reloading}, timeout=_PATIENCE)

    async def __aenter__(self) -> Self:
        """Index the dataset if need be, and start the workers."""
        await self._load()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop the workers."""
        if self._reloading:
            await asyncio.wait({self._reloading})
        if self._pool:
            await self._pool.close()

    async def _run(self, job: dict[str, Any]) -> Reply:
        """Run a job; again if a new build has taken away the store that a worker was about to open."""
        tries = 0
        while True:
            tries += 1
            assert self._pool is not None  # noqa: S101 - the source was entered
            pool, store = self._pool, self._store
            try:
                return await pool.run(job)
            except DatasetError:
                if tries > _BUILDS_IN_A_ROW or store is None or (store / _CURRENT).exists():
                    raise
                if self._pool is pool and (self._reloading is None or self._reloading.done()):
                    self._reloading = asyncio.create_task(self._reload())
                if self._reloading:
                    await asyncio.wait({self._reloading})

    async def _reload(self) -> None:
        try:
            await self._load()
        except (KgError, OSError) as error:
            _LOG.error("%s; answering from the dataset before it", error)
        else:
            _LOG.info("loaded %s, version %s", self._dataset, self.version)

    async def _load(self) -> None:
        self._seen = self._signature() if self._dataset.is_file() else None
        store = await asyncio.to_thread(index, self._dataset)
        pool = Pool(store, self.limits, self._prefixes)
        await pool.open()
        before, self._pool, self.version = self._pool, pool, store.name.removeprefix("store-")
        self._store = store
        if before:
            await before.close()

    def _signature(self) -> tuple[int, int, int]:
        status = self._dataset.stat()
        return status.st_ino, status.st_mtime_ns, status.st_size


_BUILDS_IN_A_ROW = 5
"""How often a query is tried again because a build has replaced the store under it."""
_CURRENT = "CURRENT"
"""The file by which RocksDB knows a store: a folder without it is none."""
_PATIENCE = 1.0
"""Seconds that a query waits for a dataset that was just built."""


class RemoteSource:
    """Any SPARQL 1.1 endpoint; ``transport`` is how to reach it, if not through a socket."""

    version = ""

    def __init__(
        self,
        url: str,
        *,
        limits: Limits | None = None,
        base: str = BASE,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self.limits = limits or Limits()
        self._url = url
        self._prefixes = {**PREFIXES, "entity": f"{base}entity/"}
        self._client = httpx.AsyncClient(timeout=self.limits.timeout, trust_env=False, transport=transport)

    @property
    def most_rows(self) -> int:
        """How many rows an answer may have."""
        return self.limits.max_rows

    async def query(
        self, text: str, *, graphs: GraphNames = _ALL, accept: str = "", max_rows: int | None = None
    ) -> Answer:
        """See :meth:`Source.query`."""
        query = await asyncio.to_thread(outline, text, self._prefixes)
        rows = min(max_rows or self.limits.max_rows, self.limits.max_rows)
        declared = "".join(f"PREFIX {prefix} <{name}> " for prefix, name in query.undeclared.items()) + text
        form: dict[str, str | list[str]] = {
            "query": limit_rows(declared, rows) if query.form == "SELECT" else declared,
            "default-graph-uri": list(graphs.default),
            "named-graph-uri": list(graphs.named),
        }
        try:
            async with asyncio.timeout(self.limits.timeout):
                return await self._ask(form, accept or "*/*", rows)
        except (TimeoutError, httpx.TimeoutException):
            message = f"stopped after {self.limits.timeout:g} seconds; narrow the query, or add LIMIT"
            raise StoppedError(message) from None
        except httpx.HTTPError as error:
            message = f"not answered: {self._url} cannot be reached ({error}); try again later"
            raise BusyError(message, 10) from error

    async def _ask(self, form: Mapping[str, str | list[str]], accept: str, rows: int) -> Answer:
        content = bytearray()
        async with self._client.stream("POST", self._url, data=form, headers={"Accept": accept}) as response:
            async for chunk in response.aiter_bytes(_CHUNK):
                content += chunk
                if len(content) > self.limits.max_bytes:
                    message = f"stopped: the answer is larger than {self.limits.max_bytes:,} bytes; add LIMIT"
                    raise StoppedError(message)
        if response.is_error:
            message = f"{self._url}: {response.status_code}: {content.decode(errors='replace').strip()[:500]}"
            match response.status_code:
                case httpx.codes.NOT_ACCEPTABLE:
                    raise FormatError(message)
                case httpx.codes.TOO_MANY_REQUESTS | httpx.codes.SERVICE_UNAVAILABLE:
                    raise BusyError(message, 10)
                case httpx.codes.REQUEST_TIMEOUT | httpx.codes.GATEWAY_TIMEOUT:
                    raise StoppedError(message)
            raise QueryError(message)
        media_type = response.headers.get("content-type", "application/octet-stream")
        return Answer(media_type, _stream(bytes(content)), rows, self.limits.max_bytes, size=len(content))

    async def refresh(self) -> None:
        """There is nothing to see: every answer is of now."""

    async def select(self, text: str) -> list[Row]:
        """See :meth:`kg.facts.source.Source.select`."""
        return await _rows(await self.query(text, accept=JSON))

    async def select_each(self, *texts: str) -> list[list[Row]]:
        """See :meth:`kg.facts.source.Source.select_each`."""
        return await asyncio.gather(*map(self.select, texts))

    async def __aenter__(self) -> Self:
        """Open connections when they are needed."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close the connections."""
        await self._client.aclose()


async def _stream(content: bytes | IO[bytes]) -> AsyncIterator[bytes]:
    if isinstance(content, bytes):
        yield content
        return
    with content:
        while chunk := content.read(_CHUNK):
            yield chunk


async def _rows(answer: Answer) -> list[Row]:
    if answer.cut:
        message = f"stopped: more than {answer.max_rows:,} rows; narrow the query, or add LIMIT"
        raise StoppedError(message)
    return rows_of_json(b"".join([chunk async for chunk in answer.body]))

"""Where the answers come from: the store of this machine, or any SPARQL 1.1 endpoint.

Pages, protocol and linked data know only :class:`Source`. Both kinds refuse what reaches outside the dataset before
they ask, and say why a query was refused or stopped by an error of :mod:`kg.errors`.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol, Self

import httpx

from kg.errors import QueryError
from kg.triplestore import index, open_store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path
    from types import TracebackType

__all__ = ["JSON", "Answer", "GraphNames", "LocalSource", "RemoteSource", "Row", "Source", "Term"]

JSON = "application/sparql-results+json"


class Term(NamedTuple):
    """An RDF term as the SPARQL 1.1 results formats have it."""

    value: str
    type: str = "uri"
    """``uri``, ``literal`` or ``bnode``."""
    lang: str = ""
    datatype: str = ""


Row = dict[str, Term]
"""The bound variables of one solution."""


@dataclass(frozen=True, slots=True)
class GraphNames:
    """The dataset that a request names (``default-graph-uri``, ``named-graph-uri``); empty means: all graphs."""

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a query, as it goes over the wire."""

    media_type: str
    body: AsyncIterator[bytes]
    headers: dict[str, str] = field(default_factory=dict)


class Source(Protocol):
    """Something that answers SPARQL queries; used as an async context manager."""

    @property
    def version(self) -> str:
        """A token that changes when the data change; empty if that cannot be known."""

    async def query(
        self, text: str, *, graphs: GraphNames = GraphNames(), accept: str = JSON, max_rows: int | None = None
    ) -> Answer:
        """Answer a query of any form, in the first of the ``accept`` types that the form of the query has.

        Raises:
            QueryError: if it cannot be parsed or is refused.
            StoppedError: if it ran into a limit.
            BusyError: if too many are waiting.

        """

    async def select(self, text: str) -> list[Row]:
        """The solutions of a SELECT, in full.

        An unbound variable is missing from its row.
        """

    async def __aenter__(self) -> Self:
        """Start what answers."""

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop it."""


async def _rows(answer: Answer) -> list[Row]:
    found = json.loads(b"".join([chunk async for chunk in answer.body]))
    return [
        {
            name: Term(term["value"], term["type"], term.get("xml:lang", ""), term.get("datatype", ""))
            for name, term in binding.items()
        }
        for binding in found["results"]["bindings"]
    ]


async def _once(content: bytes) -> AsyncIterator[bytes]:
    yield content


class LocalSource:
    """The dataset of a build folder, through its embedded store."""

    def __init__(self, dataset: Path, *, timeout: float = 60.0) -> None:
        self.timeout = timeout
        folder = index(dataset)
        self.version = folder.name.removeprefix("store-")
        self._store = open_store(folder)

    async def query(
        self, text: str, *, graphs: GraphNames = GraphNames(), accept: str = JSON, max_rows: int | None = None
    ) -> Answer:
        """See :meth:`Source.query`."""
        import pyoxigraph

        def run() -> bytes:
            try:
                found = self._store.query(text, use_default_graph_as_union=True)
                return found.serialize(format=pyoxigraph.QueryResultsFormat.JSON)
            except SyntaxError as error:
                message = f"not a SPARQL query: {error}"
                raise QueryError(message) from error

        return Answer(JSON, _once(await asyncio.to_thread(run)))

    async def select(self, text: str) -> list[Row]:
        """See :meth:`Source.select`."""
        return await _rows(await self.query(text))

    async def __aenter__(self) -> Self:
        """Start nothing."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop nothing."""


class RemoteSource:
    """Any SPARQL 1.1 endpoint."""

    version = ""

    def __init__(self, url: str, *, timeout: float = 60.0) -> None:
        self._url = url
        self._client = httpx.AsyncClient(timeout=timeout)

    async def query(
        self, text: str, *, graphs: GraphNames = GraphNames(), accept: str = JSON, max_rows: int | None = None
    ) -> Answer:
        """See :meth:`Source.query`."""
        form = {"query": text, "default-graph-uri": list(graphs.default), "named-graph-uri": list(graphs.named)}
        response = await self._client.post(self._url, data=form, headers={"Accept": accept})
        if response.is_error:
            message = f"{self._url}: {response.status_code}: {response.text.strip()[:500]}"
            raise QueryError(message)
        return Answer(response.headers["content-type"].partition(";")[0], _once(response.content))

    async def select(self, text: str) -> list[Row]:
        """See :meth:`Source.select`."""
        return await _rows(await self.query(text))

    async def __aenter__(self) -> Self:
        """Open connections when they are needed."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close the connections."""
        await self._client.aclose()

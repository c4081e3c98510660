"""What answers queries; its rows as plain texts, which is all that most readers need, and as quads to reason with."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Protocol, TypeVar

from rdflib import Literal, URIRef

from kg.namespaces import BASE, PREFIXES, TIS
from kg.sparql import Term

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterable
    from pathlib import Path
    from typing import Any

    import pyoxigraph
    from rdflib import Dataset

    Record = dict[str, str]
    Quad = tuple[URIRef, URIRef, URIRef | Literal, URIRef]

__all__ = [
    "Row",
    "Source",
    "StoreSource",
    "local",
    "now",
    "read",
    "read_all",
    "read_each",
    "read_quads",
    "rows_of_json",
]

_T = TypeVar("_T")

Row = dict[str, Term]
"""The bound variables of one solution."""

_AT_ONCE = 8
"""Predicates that one query asks for: short queries stay within the limits that others share."""


class Source(Protocol):
    """Something that answers SELECT: a store in this process, a pool of workers, an endpoint elsewhere."""

    @property
    def version(self) -> str:
        """A token that changes when the data change; empty if that cannot be known."""

    @property
    def most_rows(self) -> int:
        """How many rows an answer may have."""

    async def select(self, text: str) -> list[Row]:
        """Give all solutions of a SELECT; an unbound variable is missing from its row.

        Raises:
            QueryError: if it cannot be parsed or is refused.
            StoppedError: if it ran into a limit, also of rows.
            BusyError: if too many are waiting.

        """

    async def select_each(self, *texts: str) -> list[list[Row]]:
        """Give the solutions of several, side by side where that is possible."""


class StoreSource:
    """An Oxigraph store in this process, without limits; its answers need no event loop (see :func:`now`)."""

    most_rows = 1 << 30

    def __init__(self, store: pyoxigraph.Store, *, version: str = "", base: str = BASE) -> None:
        self.version = version
        self._store = store
        self._prefixes = {**PREFIXES, "entity": f"{base}entity/"}

    @classmethod
    def of_file(cls, path: Path, base: str = BASE) -> StoreSource:
        """Open the store of a built dataset, which is indexed beside it.

        Raises:
            DatasetError: if there is no such file, or it is damaged.

        """
        from kg.triplestore import index, open_store  # noqa: PLC0415 - not needed for what answers elsewhere

        folder = index(path)
        return cls(open_store(folder), version=folder.name.removeprefix("store-"), base=base)

    @classmethod
    def of_dataset(cls, dataset: Dataset, base: str = BASE) -> StoreSource:
        """Copy an rdflib dataset, as it is now, into a store in memory."""
        from kg.store import dump_nquads  # noqa: PLC0415 - not needed for what answers elsewhere
        from kg.triplestore import store_of  # noqa: PLC0415

        return cls(store_of(dump_nquads(dataset)), base=base)

    async def select(self, text: str) -> list[Row]:
        """See :meth:`Source.select`."""
        from kg.triplestore import answer  # noqa: PLC0415 - not needed for what answers elsewhere

        out = io.BytesIO()
        answer(self._store, text, out, accept="application/sparql-results+json", prefixes=self._prefixes)
        return rows_of_json(out.getvalue())

    async def select_each(self, *texts: str) -> list[list[Row]]:
        """See :meth:`Source.select_each`: one after the other."""
        return [await self.select(text) for text in texts]


def now(coroutine: Coroutine[Any, Any, _T]) -> _T:
    """Run what waits for nothing but a :class:`StoreSource`, which answers at once, without an event loop."""
    try:
        coroutine.send(None)
    except StopIteration as done:
        result: _T = done.value
        return result
    coroutine.close()
    message = "this source does not answer at once; await it in an event loop"
    raise RuntimeError(message)


def rows_of_json(content: bytes) -> list[Row]:
    """The rows of an answer in SPARQL's JSON."""
    return [
        {
            name: Term(term["value"], term["type"], term.get("xml:lang", ""), term.get("datatype", ""))
            for name, term in binding.items()
        }
        for binding in json.loads(content)["results"]["bindings"]
    ]


async def read(source: Source, text: str) -> list[Record]:
    """Read the rows of a SELECT. What is unbound is missing from its row."""
    return [{name: term.value for name, term in row.items()} for row in await source.select(text)]


async def read_each(source: Source, *texts: str) -> list[list[Record]]:
    """Read the rows of several SELECTs."""
    found = await source.select_each(*texts)
    return [[{name: term.value for name, term in row.items()} for row in rows] for rows in found]


async def read_all(source: Source, text: str) -> list[Row]:
    """Read the rows of a SELECT, however many, in as many queries as the source's limit of rows asks for.

    The pages follow the order in which the source finds rows, which is the same as long as its data are: sorting
    30,000 rows takes Oxigraph 6 seconds, finding them 0.4.
    """
    step = source.most_rows - 1  # an answer that reaches the limit counts as cut
    rows: list[Row] = []
    while True:
        page = await source.select(f"{text} LIMIT {step} OFFSET {len(rows)}")
        rows += page
        if len(page) < step:
            return rows


async def read_quads(source: Source, base: str, predicates: Iterable[URIRef], where: str = "") -> list[Quad]:
    """Read all quads (``?s ?p ?o`` in graph ``?g``) about our own things that have one of some predicates.

    ``where`` is a pattern that they have to fit, too.
    """
    wanted = sorted(predicate.n3() for predicate in set(predicates))
    rows: list[Row] = []
    for start in range(0, len(wanted), _AT_ONCE):
        values = " ".join(wanted[start : start + _AT_ONCE])
        pattern = f'VALUES ?p {{ {values} }} {where} GRAPH ?g {{ ?s ?p ?o }} FILTER (STRSTARTS(STR(?s), "{base}"))'
        rows += await read_all(source, f"SELECT ?s ?p ?o ?g WHERE {{ {pattern} }}")
    return [(URIRef(row["s"].value), URIRef(row["p"].value), _node(row["o"]), URIRef(row["g"].value)) for row in rows]


def local(iri: str) -> str:
    """Cut a term of the ontology to its local name; any other IRI stays whole."""
    return iri.removeprefix(str(TIS))


def _node(term: Term) -> URIRef | Literal:
    if term.type == "uri":
        return URIRef(term.value)
    if term.lang:
        return Literal(term.value, lang=term.lang)
    return Literal(term.value, datatype=URIRef(term.datatype) if term.datatype else None)

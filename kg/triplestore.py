"""The dataset as an Oxigraph store on disk: an index of ``dataset.nq``, written once and then only read.

The folder's name carries the digest of the file that it was made from: a store that is there is whole and up to
date. It is made beside its place and moved in, so a crash leaves none. Readers take no lock, and go on reading a
store whose folder has been replaced. This module knows no rdflib: a process that only answers queries starts in 70 ms.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import pyoxigraph
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, QueryResultsFormat, RdfFormat

from kg.errors import DatasetError, FormatError, QueryError
from kg.files import replaced_directory
from kg.negotiation import choose
from kg.sparql import Term, limit_rows, outline

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path
    from typing import IO, Any

__all__ = ["GRAPH_TYPES", "RESULT_TYPES", "Result", "answer", "index", "open_store", "store_of", "write_quads"]

RESULT_TYPES = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "application/xml": QueryResultsFormat.XML,
    "text/xml": QueryResultsFormat.XML,
    "text/csv": QueryResultsFormat.CSV,
    "text/tab-separated-values": QueryResultsFormat.TSV,
}
"""Media types for the answers of SELECT and ASK; the first is the usual one."""

GRAPH_TYPES = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/json": RdfFormat.JSON_LD,
    "application/trig": RdfFormat.TRIG,
    "application/n-quads": RdfFormat.N_QUADS,
}
"""Media types for the answers of CONSTRUCT and DESCRIBE; the first is the usual one."""


@dataclass(frozen=True, slots=True)
class Result:
    """What was written: the form of the query, its media type, and whether triples beyond the limit were left out."""

    form: str
    media_type: str
    cut: bool


def index(path: Path) -> Path:
    """The store of an N-Quads file, made beside it if it is missing or of another content.

    Raises:
        DatasetError: if there is no such file, or it is not N-Quads.

    """
    if not path.is_file():
        message = f"{path}: no built dataset here; run `kg build` first, or name its folder with --build"
        raise DatasetError(message, zh=f"{path}：这里没有建好的图；请先运行 `kg build`，或用 --build 指明目录")
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    store = path.with_name(f"store-{digest[:16]}")
    if store.is_dir():
        return store
    try:
        with replaced_directory(store) as fresh:
            pyoxigraph.Store(fresh).bulk_load(path=path, format=RdfFormat.N_QUADS)
    except (SyntaxError, UnicodeDecodeError) as error:
        message = f"{path}: damaged ({error}); run `kg build` again"
        raise DatasetError(message) from error
    for old in path.parent.glob("store-*"):
        if old != store:
            shutil.rmtree(old, ignore_errors=True)
    return store


def open_store(folder: Path) -> pyoxigraph.Store:
    """A store, only to be read; any number of processes may read it.

    Raises:
        DatasetError: if it is damaged.

    """
    try:
        return pyoxigraph.Store.read_only(str(folder))
    except (OSError, RuntimeError) as error:
        message = f"{folder}: damaged ({error}); delete this folder and start again, or run `kg build`"
        raise DatasetError(message) from error


def store_of(content: bytes) -> pyoxigraph.Store:
    """N-Quads as a store in memory."""
    store = pyoxigraph.Store()
    store.bulk_load(content, format=RdfFormat.N_QUADS)
    return store


def answer(  # noqa: PLR0913 - a protocol request has these parts
    store: pyoxigraph.Store,
    text: str,
    output: IO[bytes],
    *,
    default_graphs: Sequence[str] = (),
    named_graphs: Sequence[str] = (),
    accept: str = "",
    max_rows: int = 0,
    prefixes: Mapping[str, str] | None = None,
) -> Result:
    """Answer a query of any form into a file.

    Unless the query or the arguments name a dataset, the default graph is the union of all graphs. What the
    arguments name goes before what the query names, as the protocol wants.

    Args:
        store: where to look.
        text: the query.
        output: takes the answer.
        default_graphs: names of the graphs whose union is the default graph.
        named_graphs: names of the graphs that GRAPH sees.
        accept: which media types may come back, as in the header of HTTP.
        max_rows: how many rows or triples to give at most; 0 for all.
        prefixes: prefixes that the query need not declare.

    Raises:
        QueryError: if it is refused or cannot be parsed.
        FormatError: if its form has no answer in a type that is accepted.

    """
    prefixes = dict(prefixes or {})
    query = outline(text, prefixes)
    types = RESULT_TYPES if query.form in ("SELECT", "ASK") else GRAPH_TYPES
    media_type = choose(accept, tuple(types))
    if media_type is None:
        message = f"no answer to {query.form} comes as {accept}; there are {', '.join(types)}"
        raise FormatError(message)
    default: list[Any] = [NamedNode(name) for name in default_graphs or ([] if named_graphs else query.default_graphs)]
    named: list[Any] = [NamedNode(name) for name in named_graphs or ([] if default_graphs else query.named_graphs)]
    given = bool(default or named)
    for name in (*default, *named):
        if not store.contains_named_graph(name):
            message = f"no graph is called {name}: nothing is fetched; see SELECT DISTINCT ?g {{ GRAPH ?g {{}} }}"
            raise QueryError(message)
    limited = limit_rows(text, max_rows) if max_rows and query.form == "SELECT" else text
    dataset: dict[str, Any] = {
        "use_default_graph_as_union": not given,
        "default_graph": default if given else None,
        "named_graphs": named if given else None,
        "prefixes": prefixes,
    }
    try:
        found = store.query(limited, **dataset)
    except (SyntaxError, ValueError) as error:
        raise _unparsed(store, text, error, dataset) from error
    if isinstance(found, pyoxigraph.QueryTriples):
        triples = islice(found, max_rows) if max_rows else found
        pyoxigraph.serialize(triples, output, format=GRAPH_TYPES[media_type], prefixes=prefixes)
        return Result(query.form, GRAPH_TYPES[media_type].media_type, cut=next(found, None) is not None)
    found.serialize(output, format=RESULT_TYPES[media_type])
    return Result(query.form, RESULT_TYPES[media_type].media_type, cut=False)


def _unparsed(store: pyoxigraph.Store, text: str, error: Exception, dataset: Mapping[str, Any]) -> QueryError:
    """What is wrong with a query, at its place in the text as written: the limit set into it moves what follows."""
    try:
        store.query(text, **dataset)
    except (SyntaxError, ValueError) as plain:
        error = plain
    return QueryError(f"not a SPARQL query: {_shorten(' '.join(str(error).split()))}")


def _shorten(message: str) -> str:
    """A parser's message without the classes of characters, and with no more than a few of what it expected."""
    place, expected, listed = message.partition("expected one of ")
    if not expected:
        return message[:300]
    tokens = [found[0].strip() for found in _EXPECTED.finditer(listed) if not found[0].startswith("[")]
    shown = ", ".join(tokens[:_MOST_EXPECTED]) + (", …" if len(tokens) > _MOST_EXPECTED else "")
    return f"{place}expected one of {shown}" if tokens else f"{place}this is not expected"


_EXPECTED = re.compile(r""""(?:\\.|[^"\\])*"|\[(?:'[^']*'|[^'\]])*\]|[A-Za-z_][A-Za-z_ ]*""")
_MOST_EXPECTED = 8


def write_quads(rows: Iterable[Mapping[str, Term]], media_type: str, prefixes: Mapping[str, str]) -> bytes:
    """Quads that a SELECT of ?g ?s ?p ?o found, in a media type of :data:`GRAPH_TYPES`, in a stable order.

    Where the type has no graphs, the triples of all are written once; a row without ?g is of the default graph.
    """
    quads = {
        Quad(_term(row["s"]), _term(row["p"]), _term(row["o"]), _term(row["g"]) if "g" in row else DefaultGraph())
        for row in rows
    }
    target = GRAPH_TYPES[media_type]
    if target.supports_datasets:
        found: list[Any] = sorted(quads, key=lambda quad: (str(quad.graph_name), str(quad.triple)))
    else:
        found = sorted({quad.triple for quad in quads}, key=str)
    return pyoxigraph.serialize(found, format=target, prefixes=dict(prefixes)) or b""


def _term(term: Term) -> Any:  # noqa: ANN401 - a place for names takes no literal, and none stands there
    match term.type:
        case "uri":
            return NamedNode(term.value)
        case "bnode":
            return BlankNode(term.value)
    datatype = NamedNode(term.datatype) if term.datatype else None
    return Literal(term.value, datatype=datatype, language=term.lang or None)

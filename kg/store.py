"""Graphs and files, through Oxigraph: fast parsers, canonical blank nodes, sorted dumps.

This module is the only one that knows Oxigraph.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph
from rdflib import BNode, Dataset, Graph, Literal, URIRef

from kg.errors import DatasetError, OntologyError
from kg.files import write_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rdflib.term import Node

__all__ = ["FORMATS", "dump_nquads", "find_all", "read_dataset", "read_graph", "serialize", "write_dataset"]

FORMATS = {
    "jsonld": pyoxigraph.RdfFormat.JSON_LD,
    "nquads": pyoxigraph.RdfFormat.N_QUADS,
    "ntriples": pyoxigraph.RdfFormat.N_TRIPLES,
    "rdfxml": pyoxigraph.RdfFormat.RDF_XML,
    "trig": pyoxigraph.RdfFormat.TRIG,
    "turtle": pyoxigraph.RdfFormat.TURTLE,
}
"""RDF formats by the names that the command line uses; those without graphs hold the union of all."""


def read_graph(paths: Iterable[Path]) -> Graph:
    """Turtle files as one graph whose blank nodes carry RDFC-1.0 labels, alike on every load."""
    dataset = pyoxigraph.Dataset()
    for path in paths:
        try:
            for quad in pyoxigraph.parse(path=path, format=pyoxigraph.RdfFormat.TURTLE, rename_blank_nodes=True):
                dataset.add(quad)
        except SyntaxError as error:
            message = f"{path}: {error}; mend the Turtle and try again"
            raise OntologyError(message) from error
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    graph = Graph()
    for quad in dataset:
        graph.add((_term(quad.subject), _term(quad.predicate), _term(quad.object)))
    return graph


def read_dataset(path: str | Path) -> Dataset:
    """An N-Quads file as a dataset whose default graph is the union of all graphs.

    Raises:
        DatasetError: if there is no such file, or it is not N-Quads.

    """
    path = Path(path)
    if not path.is_file():
        message = f"{path}: no built dataset here; run `kg build` first, or name its folder with --build"
        raise DatasetError(message, zh=f"{path}：这里没有建好的图；请先运行 `kg build`，或用 --build 指明目录")
    dataset = Dataset(default_union=True)
    graphs: dict[str, Graph] = {}
    try:
        for quad in pyoxigraph.parse(path=path, format=pyoxigraph.RdfFormat.N_QUADS):
            name = quad.graph_name.value if isinstance(quad.graph_name, pyoxigraph.NamedNode) else ""
            if name not in graphs:
                graphs[name] = dataset.graph(URIRef(name)) if name else dataset.default_graph
            graphs[name].add((_term(quad.subject), _term(quad.predicate), _term(quad.object)))
    except (SyntaxError, UnicodeDecodeError) as error:
        message = f"{path}: damaged ({error}); run `kg build` again"
        raise DatasetError(message) from error
    return dataset


def dump_nquads(dataset: Dataset) -> bytes:
    """All quads, one a line, sorted: the same dataset always gives the same bytes."""
    written: dict[Node, str] = {}

    def write(term: Node | None) -> str:
        if term is None:  # the default graph has no name
            return ""
        if term not in written:
            written[term] = f"{_n3(term)} "
        return written[term]

    lines = sorted(f"{write(s)}{write(p)}{write(o)}{write(g)}.\n" for s, p, o, g in dataset.quads())
    return "".join(lines).encode()


def serialize(dataset: Dataset, format_: str, prefixes: Mapping[str, str]) -> bytes:
    """A dataset in one of :data:`FORMATS`, in the same order every time."""
    quads = pyoxigraph.parse(dump_nquads(dataset), format=pyoxigraph.RdfFormat.N_QUADS)
    target = FORMATS[format_]
    if target.supports_datasets:
        ordered = sorted(quads, key=lambda quad: (str(quad.graph_name), str(quad.triple)))
        content = pyoxigraph.serialize(ordered, format=target, prefixes=dict(prefixes))
    else:
        triples = {str(quad.triple): quad.triple for quad in quads}
        ordered_triples = [triples[key] for key in sorted(triples)]
        content = pyoxigraph.serialize(ordered_triples, format=target, prefixes=dict(prefixes))
    return content or b""


def write_dataset(dataset: Dataset, path: str | Path) -> int:
    """Write a dataset as sorted N-Quads, atomically; the number of quads."""
    content = dump_nquads(dataset)
    write_bytes(Path(path), content)
    return content.count(b"\n")


def _term(term: object) -> Node:
    match term:
        case pyoxigraph.NamedNode():
            return URIRef(term.value)
        case pyoxigraph.BlankNode():
            return BNode(term.value)
        case pyoxigraph.Literal():
            if term.language:
                return Literal(term.value, lang=term.language)
            datatype = term.datatype.value
            plain = datatype == "http://www.w3.org/2001/XMLSchema#string"
            return Literal(term.value, datatype=None if plain else URIRef(datatype))
    message = f"a term of a kind that is not expected here: {term!r}"
    raise TypeError(message)


def _n3(term: Node) -> str:
    """N-Triples form: rdflib's n3() would write numbers and multi-line strings as Turtle does."""
    if not isinstance(term, Literal):
        return term.n3()
    quoted = '"' + str(term).translate(_ESCAPES) + '"'
    if term.language:
        return f"{quoted}@{term.language}"
    return quoted if term.datatype is None else f"{quoted}^^<{term.datatype}>"


_ESCAPES = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n", "\r": r"\r"})


def find_all(dataset: Dataset, update: str, queries: Mapping[str, str]) -> dict[str, list[URIRef]]:
    """The ``?focus`` of each SELECT, on the union of all graphs after an update; the dataset is not changed.

    This runs on Oxigraph: some of the queries compare every pair of figures.
    """
    store = pyoxigraph.Store()
    union = pyoxigraph.parse(serialize(dataset, "ntriples", {}), format=pyoxigraph.RdfFormat.N_TRIPLES)
    store.extend(quad for quad in union)
    store.update(update)
    found: dict[str, list[URIRef]] = {}
    for name, query in queries.items():
        solutions = store.query(query)
        if not isinstance(solutions, pyoxigraph.QuerySolutions):
            message = f"{name}: a constraint is a SELECT of ?focus"
            raise TypeError(message)
        found[name] = sorted(URIRef(solution["focus"].value) for solution in solutions)
    return found

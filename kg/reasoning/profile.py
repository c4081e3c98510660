"""What of an ontology has no rule: constructs outside OWL 2 RL, and those that speak of literals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rdflib import BNode

from kg.namespaces import OWL, RDF, RDFS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib import Graph
    from rdflib.term import Node

__all__ = ["Note", "notes_on"]


@dataclass(frozen=True, slots=True)
class Note:
    """A construct that has no rule: which axiom, what it would mean, and what becomes of it."""

    construct: str
    subject: str
    meaning: str

    def __str__(self) -> str:
        return f"{self.subject}: {self.construct} is ignored: {self.meaning}"


def notes_on(graph: Graph) -> tuple[Note, ...]:
    """The constructs of an ontology that have no rule, in order."""
    return tuple(sorted({*_plain(graph), *_counts(graph), *_superclasses(graph)}, key=str))


_IGNORED = {
    OWL.minCardinality: "it would demand a value, which RL never makes up",
    OWL.cardinality: "it would demand an exact number of values, which RL never makes up",
    OWL.minQualifiedCardinality: "it would demand a value of a class, which RL never makes up",
    OWL.qualifiedCardinality: "it would demand an exact number of values of a class, which RL never makes up",
    OWL.hasSelf: "it would link things to themselves",
    OWL.disjointUnionOf: "it would say that every instance is of exactly one of the parts",
    OWL.onDatatype: "it would restrict literals, of which nothing is inferred here",
    OWL.targetValue: "it would forbid a literal, of which nothing is inferred here",
}


def _plain(graph: Graph) -> Iterator[Note]:
    for key, meaning in _IGNORED.items():
        for node in graph.subjects(key):
            yield Note(f"owl:{_local(key)}", _home(graph, node), meaning)
    for p in graph.subjects(RDF.type, OWL.ReflexiveProperty):
        yield Note("owl:ReflexiveProperty", _home(graph, p), "it would link everything to itself")


def _counts(graph: Graph) -> Iterator[Note]:
    for key in (OWL.maxCardinality, OWL.maxQualifiedCardinality):
        for node, number in graph.subject_objects(key):
            if str(number) not in ("0", "1"):
                yield Note(f"owl:{_local(key)} {number}", _home(graph, node), "RL counts no further than 1")


def _superclasses(graph: Graph) -> Iterator[Note]:
    for sub, sup in graph.subject_objects(RDFS.subClassOf):
        for key in (OWL.unionOf, OWL.oneOf, OWL.someValuesFrom):
            if isinstance(sup, BNode) and (sup, key, None) in graph:
                meaning = "it would say that one of several holds, or that something exists"
                yield Note(f"owl:{_local(key)} as a superclass", _home(graph, sub), meaning)
        if sub == OWL.Thing:
            yield Note("owl:Thing as a subclass", "owl:Thing", "it would make everything an instance of a class")


def _home(graph: Graph, node: Node) -> str:
    """The named term that an anonymous expression belongs to."""
    seen: set[Node] = set()
    while isinstance(node, BNode) and node not in seen:
        seen.add(node)
        node = min(graph.subjects(None, node), key=str, default=node)
    return "the ontology" if isinstance(node, BNode) else _local(node)


def _local(term: Node) -> str:
    return str(term).rsplit("#", 1)[-1]

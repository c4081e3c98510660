"""What of an ontology has no rule: constructs outside OWL 2 RL, and those that speak of literals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rdflib import OWL, RDF, RDFS, BNode, Literal

from kg.reasoning.schema import members

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
    return tuple(sorted({*_plain(graph), *_counts(graph), *_misplaced(graph)}, key=str))


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
    for node, value in graph.subject_objects(OWL.hasValue):
        if isinstance(value, Literal):
            yield Note(
                "owl:hasValue of a literal",
                _home(graph, node),
                "it is about literals, of which nothing is inferred here",
            )
    for p in graph.subjects(RDF.type, OWL.ReflexiveProperty):
        yield Note("owl:ReflexiveProperty", _home(graph, p), "it would link everything to itself")


def _counts(graph: Graph) -> Iterator[Note]:
    for key in (OWL.maxCardinality, OWL.maxQualifiedCardinality):
        for node, number in graph.subject_objects(key):
            if str(number) not in ("0", "1"):
                yield Note(f"owl:{_local(key)} {number}", _home(graph, node), "RL counts no further than 1")


_NOT_ABOVE = {
    OWL.unionOf: "it would say that one of several holds",
    OWL.oneOf: "it would say that it is one of several things",
    OWL.someValuesFrom: "it would say that something exists",
}
"""What RL does not allow as a superclass."""

_NOT_BELOW = {
    OWL.complementOf: "it would conclude from what is not a member, which is never known",
    OWL.allValuesFrom: "it would conclude from all values, which are never all known",
    OWL.maxCardinality: "it would conclude from the number of values, which is never known",
    OWL.maxQualifiedCardinality: "it would conclude from the number of values, which is never known",
}
"""What RL does not allow as a subclass."""


def _misplaced(graph: Graph) -> Iterator[Note]:
    """Class expressions on the side of an axiom where RL does not allow them, however deep in others."""
    seen: set[tuple[Node, bool]] = set()
    todo = list(_sides(graph))
    while todo:
        node, is_above = todo.pop()
        if node == OWL.Thing and not is_above:
            yield Note("owl:Thing as a subclass", "owl:Thing", "it would make everything an instance of a class")
        if not isinstance(node, BNode) or (node, is_above) in seen:
            continue
        seen.add((node, is_above))
        for key, meaning in (_NOT_ABOVE if is_above else _NOT_BELOW).items():
            if (node, key, None) in graph:
                side = "superclass" if is_above else "subclass"
                yield Note(f"owl:{_local(key)} as a {side}", _home(graph, node), meaning)
        for key in (OWL.intersectionOf, OWL.unionOf):
            for list_ in graph.objects(node, key):
                todo += [(each, is_above) for each in members(graph, list_, f"owl:{_local(key)}") if each != OWL.Thing]
        for key in (OWL.someValuesFrom, OWL.allValuesFrom, OWL.onClass):
            todo += [(each, is_above) for each in graph.objects(node, key) if each != OWL.Thing]
        todo += [(each, not is_above) for each in graph.objects(node, OWL.complementOf)]


def _sides(graph: Graph) -> Iterator[tuple[Node, bool]]:
    """The classes of axioms, each with whether it stands above (as a superclass) or below."""
    for sub, sup in graph.subject_objects(RDFS.subClassOf):
        yield from ((sub, False), (sup, True))
    for pair in graph.subject_objects(OWL.equivalentClass):
        yield from ((each, is_above) for each in pair for is_above in (False, True))
    for key in (RDFS.domain, RDFS.range, RDF.type):
        yield from ((class_, True) for class_ in graph.objects(None, key))
    for pair in graph.subject_objects(OWL.disjointWith):
        yield from ((each, False) for each in pair)


def _home(graph: Graph, node: Node) -> str:
    """The named term that an anonymous expression belongs to."""
    seen: set[Node] = set()
    while isinstance(node, BNode) and node not in seen:
        seen.add(node)
        node = min(graph.subjects(None, node), key=str, default=node)
    return "the ontology" if isinstance(node, BNode) else _local(node)


def _local(term: Node) -> str:
    return str(term).rsplit("#", 1)[-1]

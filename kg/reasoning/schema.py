"""What follows about an ontology's own classes, as far as its rules for data do not give it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from rdflib import OWL, RDFS, URIRef
from rdflib.collection import Collection

from kg.errors import OntologyError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib import Graph
    from rdflib.term import Node

    Restriction = tuple[Node, Node, Node]  # the class, its property, its filler

__all__ = ["derived_subclasses", "members"]


def members(graph: Graph, head: Node, where: str) -> list[Node]:
    """The items of an RDF list.

    Raises:
        OntologyError: if it is no list, is empty, or bites its own tail.

    """
    try:
        items = list(Collection(graph, URIRef(str(head)) if isinstance(head, URIRef) else head))
    except ValueError as error:  # rdflib's word for a circular list
        message = f"{where}: its list is circular; end it with rdf:nil"
        raise OntologyError(message) from error
    if not items:
        message = f"{where}: its list is empty or broken; give at least one member"
        raise OntologyError(message)
    return items


def derived_subclasses(graph: Graph) -> set[tuple[Node, Node]]:
    """What table 9 of the profile derives between restrictions: ``scm-hv``, ``scm-svf1/2``, ``scm-avf1/2``.

    The rest of table 9 only shortens derivations that the rules for data make anyway.
    """
    classes, properties = _class_order(graph), _Order(graph, RDFS.subPropertyOf, OWL.equivalentProperty)
    keys = (OWL.someValuesFrom, OWL.allValuesFrom, OWL.hasValue)
    pairs = [
        (key, one, other)
        for key in keys
        for entries in [list(_restrictions(graph, key))]
        for one in entries
        for other in entries
        if one[0] != other[0]
    ]
    found: set[tuple[Node, Node]] = set()
    before = -1
    while len(found) > before:
        before = len(found)
        for key, (c1, p1, y1), (c2, p2, y2) in pairs:
            narrower = key != OWL.hasValue and p1 == p2 and y1 != y2 and classes.holds(y1, y2)
            special = p1 != p2 and y1 == y2 and properties.holds(p1, p2)
            if narrower or special:
                pair = (c2, c1) if special and key == OWL.allValuesFrom else (c1, c2)
                found.add(pair)
                classes.add(*pair)
    return found


def _restrictions(graph: Graph, key: URIRef) -> Iterator[Restriction]:
    for class_, filler in graph.subject_objects(key):
        for p in graph.objects(class_, OWL.onProperty):
            yield class_, p, filler


def _class_order(graph: Graph) -> _Order:
    order = _Order(graph, RDFS.subClassOf, OWL.equivalentClass)
    for key in (OWL.intersectionOf, OWL.unionOf):
        for class_, list_ in graph.subject_objects(key):
            for part in members(graph, list_, "owl:intersectionOf or owl:unionOf"):
                order.add(*((class_, part) if key == OWL.intersectionOf else (part, class_)))
    return order


class _Order:
    """A reflexive and transitive order, grown pair by pair."""

    def __init__(self, graph: Graph, below: URIRef, alike: URIRef) -> None:
        self._above: dict[Node, set[Node]] = defaultdict(set)
        for low, high in graph.subject_objects(below):
            self.add(low, high)
        for one, other in graph.subject_objects(alike):
            self.add(one, other)
            self.add(other, one)

    def add(self, low: Node, high: Node) -> None:
        self._above[low].add(high)

    def holds(self, low: Node, high: Node) -> bool:
        seen, todo = {low}, [low]
        while todo:
            each = todo.pop()
            if each == high:
                return True
            fresh = self._above.get(each, set()) - seen
            seen |= fresh
            todo += fresh
        return False

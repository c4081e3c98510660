"""Why something holds, and by which ways one participant supports another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rdflib import URIRef

from kg.errors import UnknownNameError
from kg.evidence import rows_of
from kg.explanations import prove
from kg.facts.source import local
from kg.facts.values import Words
from kg.namespaces import TIS, term
from kg.reasoning.paths import paths, reach
from kg.reasoning.proofs import minimal_proofs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rdflib.term import Node

    from kg.facts.directory import Directory
    from kg.facts.values import Place
    from kg.reasoning import Reasoned
    from kg.reasoning.paths import Path
    from kg.reasoning.proofs import Proof

    Triple = tuple[Node, Node, Node]

__all__ = ["Link", "Reached", "Reason", "Search", "Way", "explain", "find_ways"]

_MOST: Final = 30
"""Proofs or paths that a page shows."""
_LONGEST: Final = 4


# ── why ────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a statement holds: where it is stated, or the rule that gives it and the reasons of its premises."""

    subject: str
    predicate: str
    object: str
    rule: Words | None
    places: tuple[Place, ...]
    rows: tuple[str, ...]
    premises: tuple[Reason, ...]

    @property
    def steps(self) -> int:
        """How many rules were used."""
        return 0 if self.rule is None else 1 + sum(premise.steps for premise in self.premises)


def explain(reasoned: Reasoned, directory: Directory, given: tuple[str, str, str], lang: str) -> tuple[Reason, ...]:
    """All the ways in which a statement follows, the shortest first.

    Args:
        reasoned: facts and what follows from them.
        directory: the names in the graph.
        given: IRI of the subject, local name of the property, IRI of the object.
        lang: the language of an error.

    Raises:
        UnprovenError: if it does not hold; the message says what is missing.
        UnknownNameError: if there is no such property or thing.

    """
    subject, predicate, object_ = given
    if f"{TIS}{predicate}" not in directory.terms or not {subject, object_} <= set(directory.things):
        message = "没有这样的陈述" if lang == "zh" else "there is no such statement"
        raise UnknownNameError(message)
    triple = (URIRef(subject), term(predicate), URIRef(object_))
    prove(reasoned, triple, lang)
    found = minimal_proofs(reasoned.closure, triple, limit=_MOST)
    return tuple(_reason(reasoned, directory, proof) for proof in found.proofs)


def _reason(reasoned: Reasoned, directory: Directory, proof: Proof) -> Reason:
    subject, predicate, object_ = map(str, proof.triple)
    if proof.rule is None:
        places, rows = _stated(reasoned, directory, proof.triple)
        return Reason(subject, local(predicate), object_, None, places, rows, ())
    premises = tuple(_reason(reasoned, directory, premise) for premise in proof.premises)
    rule = Words(proof.rule.zh or proof.rule.name, proof.rule.en or proof.rule.name)
    return Reason(subject, local(predicate), object_, rule, (), (), premises)


def _stated(reasoned: Reasoned, directory: Directory, triple: Triple) -> tuple[tuple[Place, ...], tuple[str, ...]]:
    graphs = {str(graph) for _, _, _, graph in reasoned.dataset.quads((*triple, None))}
    places = {place for graph in graphs for place in directory.places_of(graph)}
    return tuple(sorted(places)), rows_of(reasoned.dataset, triple)


# ── paths ──────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Link:
    """One step of a way: from a participant to the next, by a property that may be read backwards."""

    source: str
    target: str
    words: Words
    backwards: bool
    places: tuple[Place, ...]
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """A way from a supporter to a supported one; ``group`` if the latter is only eligible through it."""

    links: tuple[Link, ...]
    strength: int
    group: str


@dataclass(frozen=True, slots=True)
class Reached:
    """Somebody at the other end, and the best way there."""

    other: str
    way: Way


@dataclass(frozen=True, slots=True)
class Search:
    """What was found between two names, or around one; ``more`` tells how many ways are not shown."""

    source: str
    target: str
    ways: tuple[Way, ...] = ()
    reached: tuple[Reached, ...] = ()
    more: int = 0


def find_ways(reasoned: Reasoned, directory: Directory, source: str, target: str) -> Search:
    """The ways from one thing to another, ranked; around one of them if the other is empty.

    Raises:
        UnknownNameError: if a name stands for nothing.

    """
    if source and target:
        found = paths(reasoned, source, target, longest=_LONGEST)
        ways = tuple(_way(reasoned, directory, path) for path in found[:_MOST])
        return Search(source, target, ways, more=max(len(found) - _MOST, 0))
    around = reach(reasoned, source=source, target=target, longest=_LONGEST)
    reached = tuple(
        Reached(str(each.target if source else each.source), _way(reasoned, directory, each.best)) for each in around
    )
    return Search(source, target, reached=reached)


def _way(reasoned: Reasoned, directory: Directory, path: Path) -> Way:
    links = []
    nodes: Sequence[Node] = path.nodes
    for here, there, step in zip(nodes, nodes[1:], path.steps, strict=False):
        property_ = step.triple[1]
        words = directory.words(str(property_)) or _BROADER
        places, rows = _stated(reasoned, directory, step.triple)
        links.append(Link(str(here), str(there), words, step.backwards, places, rows))
    return Way(tuple(links), path.strength, str(path.group or ""))


_BROADER = Words("属于更大的类", "is a kind of")
"""How ``skos:broader`` reads, which has no label in the ontology."""

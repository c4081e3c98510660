"""The ways by which one participant supports another.

A *path* is a walk from supporter to supported, each step one direct link: a statement that is stated, or that follows
from one statement by hierarchy or inversion alone. The ontology decides which walks are support: a walk of one step is
a path if it is ``supports``; a longer one, if the property chains (and transitive properties) of the ontology make
``indirectlySupports`` of its steps. So a path is the spine of a proof, and every path has one.

- No path visits a participant twice: a cycle adds length and no reach.
- Support does not pass from a group to its members or to narrower groups. Such a one may be *eligible*: the path then
  leads to the group, is marked with it, and ranks behind every real one.
- Paths are ranked by length, then by the evidence of their weakest step (how many sentences state it; what a reader
  supplied counts after what is stated), then by name.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from kg.errors import InputError
from kg.evidence import Evidence, evidence_of, sentence_of
from kg.namespaces import RDFS, SKOS, TIS
from kg.ontology import load_ontology
from kg.reasoning.names import participants_of
from kg.reasoning.proofs import leaves, why

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib.term import Node

    from kg.reasoning.closure import Reasoned
    from kg.reasoning.proofs import Proof
    from kg.reasoning.protocol import Reasoner
    from kg.reasoning.rules import Rule

    Triple = tuple[Node, Node, Node]

__all__ = ["Path", "Prospect", "Reach", "Step", "paths", "prospects", "reach"]

SUPPORT = (TIS.supports, TIS.indirectlySupports)
_DOWNWARD = (TIS.memberOf, TIS.subgroupOf, SKOS.broader)
"""Properties that lead from a member or a narrower group up to its group, and are read backwards here."""

_FACTUAL = (TIS.asserted, TIS.trial)
"""The modalities of what counts as support."""

_MOST = 10_000
"""Walks that are looked at between two participants before the search for more ends."""


@dataclass(frozen=True, slots=True)
class Step:
    """One direct link on a path: the statement as stated, read ``backwards`` if it leads from object to subject.

    ``proof`` leads from the statement to the link that the path needs (that whoever lends to somebody supports it).
    """

    triple: Triple
    backwards: bool
    proof: Proof
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Path:
    """A way by which ``source`` supports ``target``; ``group`` is set where the target is only eligible through it."""

    source: Node
    target: Node
    steps: tuple[Step, ...]
    group: Node | None = None

    @property
    def nodes(self) -> tuple[Node, ...]:
        """The participants in the order of the walk."""
        return (self.source, *(step.triple[0] if step.backwards else step.triple[2] for step in self.steps))

    @property
    def strength(self) -> int:
        """How many sentences state the weakest step; what a reader supplied counts for none.

        The last steps of an eligible path, from the group down, are classification and are not counted.
        """
        counts = [
            sum(1 for each in step.evidence if not each.supplied)
            for step in self.steps
            if step.triple[1] not in _DOWNWARD
        ]
        return min(counts, default=0)


@dataclass(frozen=True, slots=True)
class Reach:
    """Somebody who is reached, through whom, and the best path."""

    source: Node
    target: Node
    through: tuple[Node, ...]
    best: Path


def paths(reasoned: Reasoned, source: str, target: str, *, longest: int = 4, eligible: bool = True) -> tuple[Path, ...]:
    """The paths between two names, ranked; a name may be a thing, a group, a class or a service function.

    Raises:
        UnknownNameError: if a name stands for nothing.

    """
    starts, ends = participants_of(reasoned, source), participants_of(reasoned, target)
    found = [
        path for a in starts for b in ends if a != b for path in between(reasoned, a, b, longest, eligible=eligible)
    ]
    return tuple(sorted(found, key=_rank))


def reach(reasoned: Reasoned, *, source: str = "", target: str = "", longest: int = 4) -> tuple[Reach, ...]:
    """Whom a participant supports (``source``), or who supports it (``target``), directly or not, and through whom.

    Raises:
        InputError: unless one of the two is given.
        UnknownNameError: if the name stands for nothing.

    """
    if bool(source) == bool(target):
        message = "give a source or a target; the ways between two are what kg.paths finds"
        raise InputError(message)
    closure = reasoned.closure
    given = participants_of(reasoned, source or target)
    pairs = {
        (start, end)
        for each in given
        for predicate in SUPPORT
        for other in (closure.objects(each, predicate) if source else closure.subjects(predicate, each))
        for start, end in [(each, other) if source else (other, each)]
        if start != end
    }
    found = []
    for start, end in pairs:
        ways = sorted(between(reasoned, start, end, longest, eligible=False), key=_rank)
        if ways:
            through = dict.fromkeys(node for way in ways for node in way.nodes[1:-1])
            found.append(Reach(start, end, tuple(through), ways[0]))
    return tuple(sorted(found, key=lambda each: _rank(each.best)))


@dataclass(frozen=True, slots=True)
class Prospect:
    """Support that the text speaks of and does not state as a fact: planned, an aim, permitted. No step of any path."""

    triple: Triple
    modality: Node
    evidence: tuple[Evidence, ...]


def prospects(reasoned: Reasoned, *, source: str = "", target: str = "") -> tuple[Prospect, ...]:
    """The support for ``target``, or, if none is named, by ``source``, that is no fact: what a search passes over.

    Raises:
        UnknownNameError: if a name stands for nothing.

    """
    dataset, end = reasoned.dataset, TIS.factObject if target else TIS.factSubject
    kinds = set(load_ontology().transitive_subjects(RDFS.subPropertyOf, TIS.supports))
    found: dict[tuple[Triple, Node], set[Evidence]] = {}
    for fact in {fact for each in participants_of(reasoned, target or source) for fact in dataset.subjects(end, each)}:
        keys = (TIS.factSubject, TIS.factProperty, TIS.factObject, TIS.modality)
        subject, predicate, object_, modality = (each for key in keys for each in dataset.objects(fact, key))
        if predicate in kinds and modality not in _FACTUAL:
            places = {sentence_of(dataset, place, reasoned.base) for place in dataset.objects(fact, TIS.statedAt)}
            found.setdefault(((subject, predicate, object_), modality), set()).update(places)
    every = (Prospect(triple, modality, tuple(sorted(where))) for (triple, modality), where in found.items())
    return tuple(sorted(every, key=lambda each: (each.evidence, each.triple, each.modality)))


def between(reasoned: Reasoned, source: Node, target: Node, longest: int, *, eligible: bool) -> Iterator[Path]:
    """The paths between two participants, in no order."""
    yield from _walks(reasoned, source, target, longest)
    if eligible:
        for group, climb in _above(reasoned.closure, target).items():
            if group != source:
                steps = tuple(_step(reasoned, triple, triple[2]) for triple in climb)
                for path in _walks(reasoned, source, group, longest):
                    if target not in path.nodes:
                        yield Path(source, target, (*path.steps, *steps), group)


def _walks(reasoned: Reasoned, source: Node, target: Node, longest: int) -> Iterator[Path]:
    seen: set[tuple[Triple, ...]] = set()
    for predicate in SUPPORT:
        for spine in islice(_spines(reasoned.closure, (source, predicate, target), longest), _MOST):
            nodes = _visited(spine, source)
            if len(set(nodes)) == len(nodes):
                steps = tuple(_step(reasoned, triple, node) for triple, node in zip(spine, nodes, strict=False))
                stated = tuple(step.triple for step in steps)
                if stated not in seen:
                    seen.add(stated)
                    yield Path(source, target, steps)


def _rank(path: Path) -> tuple[object, ...]:
    weakest = min(len(step.evidence) for step in path.steps)
    return path.group is not None, len(path.steps), -path.strength, -weakest, path.nodes, [s.triple for s in path.steps]


def _visited(spine: tuple[Triple, ...], source: Node) -> list[Node]:
    nodes = [source]
    for subject, _, object_ in spine:
        nodes.append(object_ if subject == nodes[-1] else subject)
    return nodes


def _step(reasoned: Reasoned, triple: Triple, here: Node) -> Step:
    """The step that starts from a participant along a direct link."""
    proof = why(reasoned.closure, triple)
    stated = min(leaves(proof))
    evidence = evidence_of(reasoned.dataset, stated, reasoned.base)
    return Step(stated, stated[0] != here, proof, evidence)


def _above(closure: Reasoner, target: Node) -> dict[Node, tuple[Triple, ...]]:
    """The groups that a participant belongs to, directly or by being narrower, each with the way down from it."""
    found: dict[Node, tuple[Triple, ...]] = {}
    todo: list[tuple[Node, tuple[Triple, ...]]] = [(target, ())]
    while todo:
        node, climb = todo.pop(0)
        for predicate in _DOWNWARD:
            for group in closure.objects(node, predicate):
                if group not in found and group != target:
                    found[group] = ((node, predicate, group), *climb)
                    todo.append((group, found[group]))
    return found


def _spines(
    closure: Reasoner, triple: Triple, longest: int, above: frozenset[Triple] = frozenset()
) -> Iterator[tuple[Triple, ...]]:
    """The walks along direct links that make a triple, of at most so many steps.

    ``above`` are the triples that this one was reached from by renaming and turning round alone.
    """
    if longest < 1:
        return
    if _is_direct(closure, triple):
        yield (triple,)
    for derivation in closure.derivations(triple):
        if _is_chain(derivation.rule):
            yield from _joined(closure, derivation.premises, longest)
        elif len(derivation.premises) == 1:
            (premise,) = derivation.premises
            if premise not in above and not _is_direct(closure, premise):
                for walk in _spines(closure, premise, longest, above | {triple}):
                    yield walk if premise[0] == triple[0] else walk[::-1]


def _joined(closure: Reasoner, premises: tuple[Triple, ...], longest: int) -> Iterator[tuple[Triple, ...]]:
    if not premises:
        yield ()
        return
    for first in _spines(closure, premises[0], longest - len(premises) + 1):
        for others in _joined(closure, premises[1:], longest - len(first)):
            yield (*first, *others)


def _is_direct(closure: Reasoner, triple: Triple) -> bool:
    """Whether a triple is stated, or follows from one that is by renaming or turning it round."""
    seen, todo = {triple}, [triple]
    while todo:
        each = todo.pop()
        if closure.asserts(each):
            return True
        for derivation in closure.derivations(each):
            if len(derivation.premises) == 1 and derivation.premises[0] not in seen:
                seen.add(derivation.premises[0])
                todo.append(derivation.premises[0])
    return False


def _is_chain(rule: Rule) -> bool:
    """Whether a body leads step by step from the subject of its head to the object."""
    if rule.head is None or len(rule.body) < 2:  # noqa: PLR2004 - a chain has two links at least
        return False
    here = rule.head.subject
    for atom in rule.body:
        if atom.subject != here:
            return False
        here = atom.object
    return here == rule.head.object

"""Why a triple holds: the shortest proof, all minimal proofs, and what is missing where there is none.

A proof is a tree: a triple, the rule that gives it, and a proof of each premise, down to stated facts. Its size is the
number of rule applications. The shortest one is found by iterative deepening on that size, over derivations that the
engine lists lazily (Korf 1985, "Depth-first iterative-deepening"). Minimal proofs are those whose stated facts are
minimal under inclusion (justifications; Kalyanpur et al. 2007, "Finding all justifications of OWL DL entailments"):
a hitting-set tree (Reiter 1987, "A theory of diagnosis from first principles") asks again and again for a shortest
proof that avoids a fact of each proof found so far.
"""

from __future__ import annotations

import heapq
import time
from collections import defaultdict, deque
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from rdflib import RDF, Variable

from kg.errors import UnprovenError
from kg.reasoning.matching import put, unify

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from rdflib.term import Node

    from kg.reasoning.protocol import Derivation, Reasoner
    from kg.reasoning.rules import Atom, Rule

    Triple = tuple[Node, Node, Node]
    Binding = dict[Node, Node]

__all__ = ["Missing", "Proof", "Proofs", "leaves", "minimal_proofs", "missing", "replay", "why"]


@dataclass(frozen=True)
class Proof:
    """Why a triple holds; without a rule, because it is stated."""

    triple: Triple
    rule: Rule | None = None
    premises: tuple[Proof, ...] = ()

    @cached_property
    def size(self) -> int:
        """How many times a rule is applied."""
        return 0 if self.rule is None else 1 + sum(premise.size for premise in self.premises)


@dataclass(frozen=True, slots=True)
class Proofs:
    """Minimal proofs, the shortest first, and the bound that ended the search: ``""``, ``number`` or ``time``."""

    proofs: tuple[Proof, ...]
    ended_by: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """The nearest that a rule comes to a triple that does not hold: which premises hold, and which one fails."""

    rule: Rule
    held: tuple[Triple, ...]
    failed: Atom


def leaves(proof: Proof) -> frozenset[Triple]:
    """The stated facts that a proof rests on."""
    if proof.rule is None:
        return frozenset([proof.triple])
    return frozenset(fact for premise in proof.premises for fact in leaves(premise))


def why(closure: Reasoner, triple: Triple) -> Proof:
    """The shortest proof of a triple.

    Raises:
        UnprovenError: if it does not hold.

    """
    if triple not in closure:
        message = "it does not hold; there is nothing to prove"
        raise UnprovenError(message)
    proof = _Search(closure).shortest(triple, None)
    assert proof is not None  # noqa: S101 - what is in the closure has a proof
    return proof


def minimal_proofs(closure: Reasoner, triple: Triple, limit: int = 100, seconds: float = 2.0) -> Proofs:
    """All minimal proofs of a triple, the shortest first, within bounds.

    Raises:
        UnprovenError: if it does not hold.

    """
    first = why(closure, triple)
    deadline = time.monotonic() + seconds
    cone = _Cone(closure, triple, deadline)
    found: dict[frozenset[Triple], Proof] = {}
    todo: deque[frozenset[Triple]] = deque([frozenset()])
    seen = set(todo)
    while todo and len(found) < limit:
        if time.monotonic() > deadline or not cone.complete:
            return _ordered(found or {leaves(first): first}, "time")
        avoided = todo.popleft()
        support = next((facts for facts in found if not facts & avoided), None)
        if support is None:
            proof = cone.minimal(avoided)
            if proof is None:
                continue
            support = leaves(proof)
            found[support] = proof
        for fact in sorted(support):
            branch = avoided | {fact}
            if branch not in seen:
                seen.add(branch)
                todo.append(branch)
    return _ordered(found, "number" if todo and len(found) >= limit else "")


def _ordered(found: Mapping[frozenset[Triple], Proof], ended_by: str) -> Proofs:
    return Proofs(tuple(sorted(found.values(), key=lambda proof: (proof.size, sorted(leaves(proof))))), ended_by)


def replay(proof: Proof, is_stated: Callable[[Triple], bool]) -> bool:
    """Whether every step of a proof is an application of its rule, and every leaf is stated."""
    if proof.rule is None:
        return not proof.premises and is_stated(proof.triple)
    if proof.rule.head is None or len(proof.premises) != len(proof.rule.body):
        return False
    binding: Binding = {}
    steps = [*zip(proof.rule.body, (premise.triple for premise in proof.premises), strict=True)]
    fits = all(unify(atom, triple, binding) for atom, triple in [*steps, (proof.rule.head, proof.triple)])
    return fits and all(replay(premise, is_stated) for premise in proof.premises)


def missing(closure: Reasoner, triple: Triple) -> Missing | None:
    """How near the rules come to a triple that does not hold; None if no rule could ever give it."""
    best: Missing | None = None
    for rule in sorted(closure.rules, key=lambda each: (-len(each.body), each.name)):
        binding: Binding = {}
        if rule.head is None or not rule.body or not unify(rule.head, triple, binding):
            continue
        if any(isinstance(atom.predicate, Variable) for atom in rule.body):
            continue
        held, failed = _furthest(closure, rule.body, binding)
        if failed is not None and (best is None or len(held) > len(best.held)):
            best = Missing(rule, held, failed)
    return best


def _furthest(closure: Reasoner, body: tuple[Atom, ...], binding: Binding) -> tuple[tuple[Triple, ...], Atom | None]:
    """The longest beginning of a body that holds, and the atom where it ends, as far as bound."""
    if not body:
        return (), None
    best: tuple[tuple[Triple, ...], Atom | None] = ((), put(body[0], binding))
    for triple in _matches(closure, put(body[0], binding)):
        extended = dict(binding)
        unify(body[0], triple, extended)
        held, failed = _furthest(closure, body[1:], extended)
        if failed is None or 1 + len(held) > len(best[0]):
            best = ((triple, *held), failed)
        if failed is None:
            break
    return best


def _matches(closure: Reasoner, atom: Atom) -> Iterator[Triple]:
    subject, predicate, object_ = atom
    if not isinstance(subject, Variable) and not isinstance(object_, Variable):
        if atom in closure:
            yield subject, predicate, object_
    elif predicate == RDF.type:
        yield from ((each, predicate, object_) for each in closure.instances(object_))
    elif not isinstance(subject, Variable):
        yield from ((subject, predicate, each) for each in closure.objects(subject, predicate))
    elif not isinstance(object_, Variable):
        yield from ((each, predicate, object_) for each in closure.subjects(predicate, object_))


class _Search:
    """Iterative deepening; ``least`` holds for each triple the size below which it is known to have no proof."""

    def __init__(self, closure: Reasoner) -> None:
        self.closure = closure
        self.least: dict[Triple, int] = {}
        self.found: dict[Triple, Proof] = {}

    def shortest(self, triple: Triple, most: int | None) -> Proof | None:
        """The shortest proof of at most so many steps."""
        if triple in self.found:
            proof = self.found[triple]
            return proof if most is None or proof.size <= most else None
        size = self._least(triple)
        while most is None or size <= most:
            found = self._of_size(triple, size)
            if found is not None:
                self.found[triple] = found
                return found
            size += 1
            self.least[triple] = size
        return None

    def _least(self, triple: Triple) -> int:
        if triple not in self.least:
            self.least[triple] = 0 if self.closure.asserts(triple) else 1
        return self.least[triple]

    def _of_size(self, triple: Triple, size: int) -> Proof | None:
        if size == 0:
            return Proof(triple)
        for derivation in self.closure.derivations(triple):
            premises = self._premises(derivation, size - 1)
            if premises is not None:
                return Proof(triple, derivation.rule, premises)
        return None

    def _premises(self, derivation: Derivation, most: int) -> tuple[Proof, ...] | None:
        rest = sum(map(self._least, derivation.premises))
        proofs = []
        for premise in derivation.premises:
            rest -= self._least(premise)
            proof = self.shortest(premise, most - rest) if most >= rest else None
            if proof is None:
                return None
            most -= proof.size
            proofs.append(proof)
        return tuple(proofs)


class _Cone:
    """All derivations below a triple; ``complete`` is False if the deadline came first."""

    def __init__(self, closure: Reasoner, triple: Triple, deadline: float) -> None:
        self.goal = triple
        self.stated: set[Triple] = set()
        self.derivations: list[tuple[Triple, Derivation]] = []
        self.complete = True
        self.uses: dict[Triple, list[int]] = defaultdict(list)
        todo, seen = [triple], {triple}
        while todo:
            if time.monotonic() > deadline:
                self.complete = False
                return
            head = todo.pop()
            if closure.asserts(head):
                self.stated.add(head)
            for derivation in closure.derivations(head):
                for premise in dict.fromkeys(derivation.premises):
                    self.uses[premise].append(len(self.derivations))
                    if premise not in seen:
                        seen.add(premise)
                        todo.append(premise)
                self.derivations.append((head, derivation))

    def minimal(self, avoided: Collection[Triple]) -> Proof | None:
        """A proof that avoids facts and whose own facts are minimal: without any one of them it fails."""
        proof = self._shortest(self.stated.difference(avoided))
        if proof is None:
            return None
        facts = set(leaves(proof))
        for fact in sorted(facts):
            smaller = self._shortest(facts - {fact}) if fact in facts else None
            if smaller is not None:
                proof, facts = smaller, set(leaves(smaller))
        return proof

    def _shortest(self, facts: Collection[Triple]) -> Proof | None:
        """The shortest proof from given facts (Knuth 1977, "A generalization of Dijkstra's algorithm")."""
        done: dict[Triple, Proof] = {}
        waiting = [len(set(derivation.premises)) for _, derivation in self.derivations]
        heap = [(0, index, fact, -1) for index, fact in enumerate(sorted(facts))]
        order = len(heap)
        while heap:
            _, _, triple, by = heapq.heappop(heap)
            if triple in done:
                continue
            if by < 0:
                done[triple] = Proof(triple)
            else:
                derivation = self.derivations[by][1]
                done[triple] = Proof(triple, derivation.rule, tuple(done[each] for each in derivation.premises))
            if triple == self.goal:
                return done[triple]
            for index in self.uses[triple]:
                waiting[index] -= 1
                head, derivation = self.derivations[index]
                if not waiting[index] and head not in done:
                    size = 1 + sum(done[premise].size for premise in derivation.premises)
                    order += 1
                    heapq.heappush(heap, (size, order, head, index))
        return None

"""Triples in an index, and the bodies of rules matched against them one atom after another.

An engine that only closes can be explained by this: its derivations are found backwards in what it closed.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from rdflib import Variable

from kg.reasoning.protocol import Derivation
from kg.reasoning.rules import Atom

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from rdflib.term import Node

    from kg.reasoning.rules import Rule

    Triple = tuple[Node, Node, Node]
    Binding = dict[Node, Node]

__all__ = ["Index", "derivations_of", "put", "satisfied", "unify"]


class Index:
    """A set of triples that can be asked by any of their parts."""

    def __init__(self, triples: Iterable[Triple] = ()) -> None:
        self.triples: dict[Triple, None] = {}
        self._found: dict[tuple[Node | None, Node | None, Node | None], list[Triple]] = defaultdict(list)
        self.update(triples)

    def update(self, triples: Iterable[Triple]) -> list[Triple]:
        """Add triples; those that were not known are returned."""
        fresh = [triple for triple in dict.fromkeys(triples) if triple not in self.triples]
        for triple in fresh:
            self.triples[triple] = None
            subject, predicate, object_ = triple
            for key in ((None, predicate, None), (subject, predicate, None), (None, predicate, object_)):
                self._found[key].append(triple)
            self._found[subject, None, None].append(triple)
            self._found[None, None, object_].append(triple)
        return fresh

    def find(self, atom: Atom) -> Iterable[Triple]:
        """The triples that may fit an atom; the caller unifies."""
        subject, predicate, object_ = (None if isinstance(term, Variable) else term for term in atom)
        if subject is not None and predicate is not None and object_ is not None:
            return (atom,) if tuple(atom) in self.triples else ()
        if predicate is None:
            if subject is not None:
                return self._found.get((subject, None, None), ())
            return self.triples if object_ is None else self._found.get((None, None, object_), ())
        return self._found.get((subject, predicate, object_), ())


def unify(atom: Atom, triple: Triple, binding: Binding) -> bool:
    """Bind an atom's variables so that it is the triple; False if it cannot be."""
    for pattern, term in zip(atom, triple, strict=True):
        if isinstance(pattern, Variable):
            if binding.setdefault(pattern, term) != term:
                return False
        elif pattern != term:
            return False
    return True


def put(atom: Atom, binding: Mapping[Node, Node]) -> Atom:
    """An atom with its bound variables replaced by what they are bound to."""
    return Atom(*(binding.get(term, term) for term in atom))


def satisfied(index: Index, body: tuple[Atom, ...], binding: Binding) -> Iterator[tuple[Binding, tuple[Triple, ...]]]:
    """The ways in which a body holds: what its variables are bound to, and its triples in order."""
    if not body:
        yield binding, ()
        return
    for triple in list(index.find(put(body[0], binding))):
        extended = dict(binding)
        if unify(body[0], triple, extended):
            subject, predicate, object_ = triple
            for final, others in satisfied(index, body[1:], extended):
                yield final, ((subject, predicate, object_), *others)


def derivations_of(index: Index, rules: Iterable[Rule], triple: Triple) -> Iterator[Derivation]:
    """Every way in which one application of a rule gives a triple."""
    for rule in rules:
        binding: Binding = {}
        if rule.head is not None and rule.body and unify(rule.head, triple, binding):
            for _, premises in satisfied(index, rule.body, binding):
                yield Derivation(rule, premises)

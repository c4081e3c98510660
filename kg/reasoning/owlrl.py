"""The reference engine: the OWL 2 RL/RDF rules by the ``owlrl`` package.

This module is the only one that knows owlrl. It runs the rules on a graph of its own and uses
the rule engine directly: the package's front door switches rdflib's literal handling for the
whole process.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from owlrl.OWLRL import OWLRL_Semantics
from rdflib import RDF, Graph, Variable

from kg.reasoning.matching import Index, derivations_of, put, satisfied
from kg.reasoning.protocol import Derivation
from kg.reasoning.rules import Atom, Rule
from kg.reasoning.statements import useful

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rdflib.term import Node

    Triple = tuple[Node, Node, Node]

__all__ = ["Reference", "close"]


def close(axioms: Iterable[Triple], facts: Iterable[Triple]) -> tuple[set[Triple], list[str]]:
    """Close facts under axioms.

    Returns:
        Everything in the closure that was not given (with all the noise that the rules make),
        and the contradictions, in the words of owlrl.

    """
    given = {*axioms, *facts}
    graph = Graph()
    for triple in given:
        graph.add(triple)
    semantics = OWLRL_Semantics(graph, axioms=False, daxioms=False, rdfs=False)
    semantics.closure()
    errors = sorted({str(message) for message in semantics.error_messages})
    return {triple for triple in graph if triple not in given}, errors


class Reference:
    """A closure by owlrl behind the protocol of :class:`kg.reasoning.protocol.Reasoner`.

    owlrl does the axioms; rules of users are applied to what it closes, and it is asked again until nothing new comes.
    It can neither explain nor retract: derivations are found backwards by the compiled rules, and a change closes
    anew. What no rule of ours derives (that everything is itself, what it says of the vocabulary) is left out.
    """

    def __init__(self, axioms: Iterable[Triple], rules: Iterable[Rule], facts: Iterable[Triple] = ()) -> None:
        self.rules = tuple(rules)
        self._axioms = tuple(axioms)
        # compiled axioms that are facts (the members of an enumeration) are given, not derived
        heads = (rule.head for rule in self.rules if not rule.body)
        self._always = tuple(_triple(head) for head in heads if head is not None)
        self._users = tuple(rule for rule in self.rules if rule.code == "user")
        self._stated: dict[Triple, None] = dict.fromkeys([*self._always, *facts])
        self._index, self._messages = self._close()

    def _close(self) -> tuple[Index, list[str]]:
        index = Index(self._stated)
        while True:
            new, messages = close(self._axioms, index.triples)
            index.update(sorted(useful(new)))
            made = [
                _triple(put(rule.head, binding))
                for rule in self._users
                if rule.head is not None
                for binding, _ in satisfied(index, rule.body, {})
            ]
            if not index.update(made):
                return index, messages

    @property
    def contradictions(self) -> tuple[Derivation, ...]:
        """The satisfied bodies of rules without a head; in owlrl's words and without premises if no rule has any."""
        found = [
            Derivation(rule, premises)
            for rule in self.rules
            if rule.head is None
            for _, premises in satisfied(self._index, rule.body, {})
        ]
        said = (Derivation(Rule(f"owlrl: {each}", "owlrl", None, (), en=each), ()) for each in self._messages)
        return tuple(dict.fromkeys(found or said))

    def __contains__(self, triple: object) -> bool:
        return triple in self._index.triples

    def asserts(self, triple: Triple) -> bool:
        """Whether a triple was given, not derived."""
        return triple in self._stated

    def triples(self) -> Iterator[Triple]:
        """All triples."""
        return iter(self._index.triples)

    def derived(self) -> Iterator[Triple]:
        """The triples that were not given."""
        return (triple for triple in self._index.triples if triple not in self._stated)

    def objects(self, subject: Node, predicate: Node) -> Sequence[Node]:
        """What a thing is linked to by a predicate."""
        return [object_ for _, _, object_ in self._index.find(Atom(subject, predicate, Variable("o")))]

    def subjects(self, predicate: Node, object_: Node) -> Sequence[Node]:
        """What is linked to a thing by a predicate."""
        return [subject for subject, _, _ in self._index.find(Atom(Variable("s"), predicate, object_))]

    def instances(self, class_: Node) -> Sequence[Node]:
        """The members of a class."""
        return self.subjects(RDF.type, class_)

    def derivations(self, triple: Triple) -> Iterator[Derivation]:
        """Every way in which one application of a rule gives a triple that holds."""
        return derivations_of(self._index, self.rules, triple) if triple in self else iter(())

    def add(self, facts: Iterable[Triple]) -> list[Triple]:
        """Add facts; whatever holds now and did not before is returned, the facts included."""
        before = self._index
        self._stated.update(dict.fromkeys(facts))
        self._index, self._messages = self._close()
        return [triple for triple in self._index.triples if triple not in before.triples]

    def retract(self, facts: Iterable[Triple]) -> list[Triple]:
        """Take facts away; whatever no longer holds is returned."""
        before, gone = self._index, set(facts).difference(self._always)
        self._stated = {triple: None for triple in self._stated if triple not in gone}
        self._index, self._messages = self._close()
        return [triple for triple in before.triples if triple not in self._index.triples]

    def affected(self, facts: Iterable[Triple]) -> list[Triple]:
        """The derived triples that some proof makes from any of these facts."""
        hit = {triple for triple in facts if triple in self._stated}
        given, size = set(hit), -1
        while len(hit) > size:
            size = len(hit)
            for triple in self.derived():
                if triple not in hit and any(hit.intersection(each.premises) for each in self.derivations(triple)):
                    hit.add(triple)
        return [triple for triple in self.derived() if triple in hit and triple not in given]


def _triple(atom: Atom) -> Triple:
    return atom.subject, atom.predicate, atom.object

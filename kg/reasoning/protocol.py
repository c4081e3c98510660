"""What proofs, paths and impact ask of an engine; whichever answers this can stand behind them.

Terms are RDF terms: a literal differs from an IRI or from a blank node with the same text, and from a literal with
another datatype or language. ``tests/reasoning/test_engine_contract.py`` holds every engine to what is said here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rdflib.term import Node

    from kg.reasoning.rules import Rule

    Triple = tuple[Node, Node, Node]

__all__ = ["Derivation", "Reasoner"]


@dataclass(frozen=True, slots=True)
class Derivation:
    """One application of a rule: the head follows from the premises."""

    rule: Rule
    premises: tuple[Triple, ...]


class Reasoner(Protocol):
    """Facts, and all that follows from them under rules."""

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that derivations apply."""

    @property
    def contradictions(self) -> tuple[Derivation, ...]:
        """The satisfied bodies of rules without a head."""

    def __contains__(self, triple: object) -> bool:
        """Whether a triple holds."""

    def asserts(self, triple: Triple) -> bool:
        """Whether a triple was given, not derived."""

    def triples(self) -> Iterator[Triple]:
        """All triples."""

    def derived(self) -> Iterator[Triple]:
        """The triples that were not given."""

    def objects(self, subject: Node, predicate: Node) -> Sequence[Node]:
        """What a thing is linked to by a predicate other than ``rdf:type``."""

    def subjects(self, predicate: Node, object_: Node) -> Sequence[Node]:
        """What is linked to a thing by a predicate other than ``rdf:type``."""

    def instances(self, class_: Node) -> Sequence[Node]:
        """The members of a class."""

    def derivations(self, triple: Triple) -> Iterator[Derivation]:
        """Every way in which one application of a rule gives a triple that holds."""

    def add(self, facts: Iterable[Triple]) -> list[Triple]:
        """Add facts; whatever holds now and did not before is returned, the facts included."""

    def retract(self, facts: Iterable[Triple]) -> list[Triple]:
        """Take facts away; whatever no longer holds is returned."""

    def affected(self, facts: Iterable[Triple]) -> list[Triple]:
        """The derived triples that some proof makes from any of these facts."""

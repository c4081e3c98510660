"""The reference reasoner: OWL 2 RL/RDF rules by the ``owlrl`` package, which knows no rules beside the ontology.

This module is the only one that knows owlrl. It runs the rules on a graph of its own and uses
the rule engine directly: the package's front door switches rdflib's literal handling for the
whole process.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from owlrl.OWLRL import OWLRL_Semantics
from rdflib import Graph

from kg.errors import InconsistencyError
from kg.model import Problem
from kg.namespaces import BASE
from kg.reasoning.closure import axioms_of_ontology, facts_of_dataset, with_inferred

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rdflib import Dataset
    from rdflib.term import Node

    Triple = tuple[Node, Node, Node]

__all__ = ["close", "derive", "infer"]


def infer(dataset: Dataset, base: str = BASE) -> Dataset:
    """As :func:`kg.reasoning.closure.infer`, by owlrl."""
    return with_inferred(dataset, derive(dataset, base), base)


def derive(dataset: Dataset, base: str = BASE) -> Iterable[Triple]:
    """As :func:`kg.reasoning.closure.derive`, by owlrl.

    Raises:
        InconsistencyError: if facts contradict the ontology or each other, in the words of owlrl.

    """
    new, contradictions = close(axioms_of_ontology(), facts_of_dataset(dataset, base))
    if contradictions:
        message = "the facts contradict the ontology"
        raise InconsistencyError(message, [Problem("ontology", None, each) for each in contradictions])
    return new


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

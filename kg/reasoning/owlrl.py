"""The reference reasoner: OWL 2 RL/RDF rules by the ``owlrl`` package.

This module is the only one that knows owlrl. It runs the rules on a graph of its own and uses
the rule engine directly: the package's front door switches rdflib's literal handling for the
whole process.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from owlrl.OWLRL import OWLRL_Semantics
from rdflib import Graph

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rdflib.term import Node

    Triple = tuple[Node, Node, Node]

__all__ = ["close"]


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

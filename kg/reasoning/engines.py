"""The engines by name, and :func:`close`, which puts facts, an ontology and rules before one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import InputError
from kg.reasoning.engine import Closure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from rdflib.term import Node

    from kg.reasoning.protocol import Reasoner
    from kg.reasoning.rules import Rule

    Triple = tuple[Node, Node, Node]
    Engine = Callable[[Iterable[Triple], Iterable[Rule], Iterable[Triple]], Reasoner]

__all__ = ["ENGINES", "close"]


def _native(_: Iterable[Triple], rules: Iterable[Rule], facts: Iterable[Triple]) -> Reasoner:
    return Closure(rules, facts)


def _owlrl(axioms: Iterable[Triple], rules: Iterable[Rule], facts: Iterable[Triple]) -> Reasoner:
    from kg.reasoning.owlrl import Reference  # noqa: PLC0415 - 150 ms that only its users pay

    return Reference(axioms, rules, facts)


ENGINES: Mapping[str, Engine] = {"native": _native, "owlrl": _owlrl}
"""Each makes a closure of axioms, rules (compiled from the axioms, and the user's) and facts."""


def close(axioms: Iterable[Triple], rules: Iterable[Rule], facts: Iterable[Triple], engine: str = "native") -> Reasoner:
    """Close facts.

    Args:
        axioms: The ontology, for engines that read it themselves.
        rules: The ontology as :func:`kg.reasoning.rules.compile_rules` compiles it, and rules beside it.
        facts: What is stated.
        engine: A key of :data:`ENGINES`.

    Raises:
        InputError: if there is no such engine.

    """
    if engine not in ENGINES:
        message = f"no engine is called {engine!r}; there are {' and '.join(sorted(ENGINES))}"
        raise InputError(message, zh=f"没有名为 {engine!r} 的推理引擎；可用的是 {'、'.join(sorted(ENGINES))}")
    return ENGINES[engine](axioms, rules, facts)

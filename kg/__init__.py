"""A knowledge graph of a city's technology-innovation service system.

The road, from tables to answers::

    import kg

    tables = kg.read_tables("data/shanghai-2012")
    dataset = kg.build(tables)
    closed = kg.infer(dataset)
    for row in kg.select(closed, "who_supports", actor="科技型中小企业"):
        print(row["supporter"], row["how"], row["evidence"])

    reasoned = kg.reason(dataset)
    print(kg.argue(reasoned, kg.why(reasoned, "上海市科技创业服务中心", "indirectlySupports", "科技型中小企业"), "zh"))

Names are imported when they are first used, so that a command loads only what it needs.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.descriptions import describe
    from kg.drafting import extract
    from kg.errors import KgError
    from kg.evidence import label_of
    from kg.explanations import argue, proofs, whatif, why
    from kg.facts.resolution import find
    from kg.mapping import build
    from kg.networks import centralities, project
    from kg.publication import export
    from kg.queries import ask, construct, list_questions, select
    from kg.reasoning import infer, reason
    from kg.reasoning.impact import critical
    from kg.reasoning.paths import paths, reach
    from kg.store import read_dataset, write_dataset
    from kg.tables import read_tables, write_tables
    from kg.text.decoding import read_document
    from kg.validation import validate
    from kg.verification import verify
    from kg.visualization import draw

__version__ = "0.1.0"

_HOMES = {
    "KgError": "kg.errors",
    "argue": "kg.explanations",
    "ask": "kg.queries",
    "build": "kg.mapping",
    "centralities": "kg.networks",
    "construct": "kg.queries",
    "critical": "kg.reasoning.impact",
    "describe": "kg.descriptions",
    "draw": "kg.visualization",
    "export": "kg.publication",
    "extract": "kg.drafting",
    "find": "kg.facts.resolution",
    "infer": "kg.reasoning",
    "label_of": "kg.evidence",
    "list_questions": "kg.queries",
    "paths": "kg.reasoning.paths",
    "project": "kg.networks",
    "proofs": "kg.explanations",
    "reach": "kg.reasoning.paths",
    "read_dataset": "kg.store",
    "read_document": "kg.text.decoding",
    "read_tables": "kg.tables",
    "reason": "kg.reasoning",
    "select": "kg.queries",
    "validate": "kg.validation",
    "verify": "kg.verification",
    "whatif": "kg.explanations",
    "why": "kg.explanations",
    "write_dataset": "kg.store",
    "write_tables": "kg.tables",
}

__all__ = [
    "KgError",
    "argue",
    "ask",
    "build",
    "centralities",
    "construct",
    "critical",
    "describe",
    "draw",
    "export",
    "extract",
    "find",
    "infer",
    "label_of",
    "list_questions",
    "paths",
    "project",
    "proofs",
    "reach",
    "read_dataset",
    "read_document",
    "read_tables",
    "reason",
    "select",
    "validate",
    "verify",
    "whatif",
    "why",
    "write_dataset",
    "write_tables",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - a module attribute may be anything
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    message = f"module 'kg' has no attribute {name!r}"
    raise AttributeError(message)


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])

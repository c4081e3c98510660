"""A knowledge graph of a city's technology-innovation service system.

The road, from tables to answers::

    import kg

    tables = kg.read_tables("data/shanghai-2012")
    dataset = kg.build(tables)
    closed = kg.infer(dataset)
    for row in kg.select(closed, "who_supports", actor="科技型中小企业"):
        print(row["supporter"], row["how"], row["evidence"])

Names are imported when they are first used, so that a command loads only what it needs.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.descriptions import describe
    from kg.errors import KgError
    from kg.labels import find
    from kg.mapping import build
    from kg.networks import centralities, project
    from kg.publication import export
    from kg.queries import ask, construct, list_questions, select
    from kg.reasoning import infer
    from kg.store import read_dataset, write_dataset
    from kg.tables import read_tables, write_tables
    from kg.text.decoding import read_document
    from kg.validation import validate
    from kg.verification import verify
    from kg.visualization import draw

__version__ = "0.1.0"

_HOMES = {
    "KgError": "kg.errors",
    "ask": "kg.queries",
    "build": "kg.mapping",
    "centralities": "kg.networks",
    "construct": "kg.queries",
    "describe": "kg.descriptions",
    "draw": "kg.visualization",
    "export": "kg.publication",
    "find": "kg.labels",
    "infer": "kg.reasoning",
    "list_questions": "kg.queries",
    "project": "kg.networks",
    "read_dataset": "kg.store",
    "read_document": "kg.text.decoding",
    "read_tables": "kg.tables",
    "select": "kg.queries",
    "validate": "kg.validation",
    "verify": "kg.verification",
    "write_dataset": "kg.store",
    "write_tables": "kg.tables",
}

__all__ = [
    "KgError",
    "ask",
    "build",
    "centralities",
    "construct",
    "describe",
    "draw",
    "export",
    "find",
    "infer",
    "list_questions",
    "project",
    "read_dataset",
    "read_document",
    "read_tables",
    "select",
    "validate",
    "verify",
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

"""Rows of a source as plain texts, which is all that pages need: languages and datatypes are asked for in the query."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.namespaces import PREFIXES, TIS

if TYPE_CHECKING:
    from kg.web.source import Source

    Record = dict[str, str]

__all__ = ["PROLOGUE", "local", "read"]

PROLOGUE = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in PREFIXES.items())
"""The prefixes that every query of ours may use."""


async def read(source: Source, text: str) -> list[Record]:
    """Read the rows of a SELECT that may use our prefixes. What is unbound is missing from its row."""
    rows = await source.select(PROLOGUE + text)
    return [{name: term.value for name, term in row.items()} for row in rows]


def local(iri: str) -> str:
    """Cut a term of the ontology to its local name; any other IRI stays whole."""
    return iri.removeprefix(str(TIS))

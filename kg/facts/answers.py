"""Answers of queries as tables that a person can read."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from kg.facts.values import Words

if TYPE_CHECKING:
    from kg.facts.directory import Directory
    from kg.facts.source import Row, Source
    from kg.sparql import Term

__all__ = ["Table", "ask", "cell", "number_of", "numeric"]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of an answer under their heads, without the columns that are empty in every row."""

    heads: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The columns that have something in them."""
        return tuple(head for head in self.heads if any(head in row for row in self.rows))


async def ask(source: Source, query: str) -> Table:
    """Ask a SELECT."""
    rows = await source.select(query)
    heads = dict.fromkeys(name for row in rows for name in row)
    return Table(tuple(heads), tuple(rows))


def cell(term: Term | None, directory: Directory, lang: str) -> str:
    """A term as a reader sees it: a name, the place of a sentence, a number with thousands apart, or its text."""
    if term is None:
        return ""
    if term.type == "uri":
        places = directory.places_of(term.value)
        return "; ".join(str(place) for place in places) if places else directory.name(term.value, lang)
    if term.datatype.endswith("#boolean"):
        return _BOOLEANS[term.value in {"true", "1"}].of(lang)
    number = number_of(term)
    return f"{number:,f}" if number is not None and "." not in term.value else term.value


def numeric(table: Table, name: str) -> bool:
    """Whether a column holds numbers, and nothing else, in every row."""
    return all(number_of(row.get(name)) is not None for row in table.rows)


def number_of(term: Term | None) -> Decimal | None:
    """The number that a term is; None if it is none."""
    if term is None or term.datatype.rpartition("#")[2] not in _NUMERIC:
        return None
    try:
        found = Decimal(term.value)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


_BOOLEANS = (Words("否", "no"), Words("是", "yes"))
_NUMERIC = frozenset(
    {"integer", "decimal", "double", "float", "int", "long", "nonNegativeInteger", "positiveInteger", "short"}
)

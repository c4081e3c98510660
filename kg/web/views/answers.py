"""Answers of queries as tables that a page can show."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from kg.facts.values import Words
from kg.web.charts import bar_chart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.facts.directory import Directory
    from kg.facts.source import Row, Source
    from kg.sparql import Term
    from kg.web.charts import BarChart

__all__ = ["Table", "ask", "cell", "charts", "numeric"]

_MOST_BARS = 30


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
    number = _number(term)
    return f"{number:,f}" if number is not None and "." not in term.value else term.value


def numeric(table: Table, name: str) -> bool:
    """Whether a column holds numbers, and nothing else, in every row."""
    return all(_number(row.get(name)) is not None for row in table.rows)


def charts(table: Table, directory: Directory, lang: str) -> tuple[tuple[str, BarChart], ...]:
    """Chart an answer of names and numbers, under the unit if a column tells it: what has another is not compared."""
    names = table.names
    numbers = [name for name in names if numeric(table, name)]
    labels = [name for name in names if name not in numbers]
    if not numbers or not labels or len(table.rows) > _MOST_BARS:
        return ()
    by_unit: dict[str, list[Row]] = {}
    for row in table.rows:
        units = (term.value for term in row.values() if _is_unit(term, directory))
        by_unit.setdefault(next(units, ""), []).append(row)
    drawn = (
        (directory.name(unit, lang), _bars(rows, labels[0], numbers[-1], directory, lang))
        for unit, rows in by_unit.items()
    )
    return tuple((unit, chart) for unit, chart in drawn if chart)


def _bars(rows: Sequence[Row], label: str, value: str, directory: Directory, lang: str) -> BarChart | None:
    return bar_chart(
        [
            (
                cell(row.get(label), directory, lang),
                cell(row[value], directory, lang),
                _number(row[value]) or Decimal(0),
                row[label].value if label in row and row[label].type == "uri" else "",
                False,
            )
            for row in rows
        ]
    )


def _is_unit(term: Term, directory: Directory) -> bool:
    thing = directory.things.get(term.value) if term.type == "uri" else None
    return thing is not None and thing.class_ == "Unit"


def _number(term: Term | None) -> Decimal | None:
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

"""Answers as bars."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from kg.facts.answers import cell, number_of, numeric
from kg.web.charts import bar_chart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.facts.answers import Table
    from kg.facts.directory import Directory
    from kg.facts.source import Row
    from kg.sparql import Term
    from kg.web.charts import BarChart

__all__ = ["cell", "charts", "numeric"]

_MOST_BARS: Final = 30


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
                number_of(row[value]) or Decimal(0),
                row[label].value if label in row and row[label].type == "uri" else "",
                False,
            )
            for row in rows
        ]
    )


def _is_unit(term: Term, directory: Directory) -> bool:
    thing = directory.things.get(term.value) if term.type == "uri" else None
    return thing is not None and thing.class_ == "Unit"

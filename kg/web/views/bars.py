"""Figures as bars: what can be compared, by unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.facts.figures import unit_words
from kg.web.charts import BarChart, bar_chart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.facts.directory import Directory
    from kg.facts.figure_lists import FiguresPage
    from kg.facts.figures import Figure
    from kg.facts.values import Words

__all__ = ["chart_by_unit", "chart_page"]

_MOST_BARS: Final = 24


def _chart_of(figures: Sequence[Figure], directory: Directory, lang: str, label: str = "indicator") -> BarChart | None:
    """Chart figures of one unit; none if the units differ, or there are too few or too many to compare."""
    if len({figure.unit for figure in figures}) != 1 or len(figures) > _MOST_BARS:
        return None
    return bar_chart(
        [
            (
                _label(figure, directory, lang, label),
                figure.format_number(directory, lang),
                figure.size,
                figure.iri,
                figure.hedged,
            )
            for figure in figures
        ]
    )


def chart_page(page: FiguresPage, directory: Directory, lang: str) -> list[tuple[Words, BarChart]]:
    """Chart the figures of a page that has them all: in their order if of one unit, else what can be compared."""
    if page.pages > 1:
        return []
    whole = _chart_of(page.figures, directory, lang, "indicator" if "subject" in page.chosen else "subject")
    if whole:
        return [(unit_words(page.figures[0].unit, directory), whole)]
    return chart_by_unit(page.figures, directory, lang) if len(page.figures) <= _MOST_BARS else []


def chart_by_unit(figures: Sequence[Figure], directory: Directory, lang: str) -> list[tuple[Words, BarChart]]:
    """Chart what can be compared: figures that have a unit in common, for each unit; changes and shares apart."""
    by_unit: dict[tuple[str, bool], list[Figure]] = {}
    for figure in figures:
        if not figure.modality:
            by_unit.setdefault((figure.unit, bool(figure.change or figure.whole)), []).append(figure)
    charts = []
    for (unit, _), members in by_unit.items():
        chart = _chart_of(sorted(members, key=lambda each: -each.size), directory, lang)
        if chart:
            charts.append((unit_words(unit, directory), chart))
    return sorted(charts, key=lambda each: -len(each[1].bars))[:2]


def _label(figure: Figure, directory: Directory, lang: str, label: str) -> str:
    period = directory.name(figure.period, lang)
    if label == "subject":
        return f"{directory.name(figure.subject, lang)} · {period}"
    return f"{directory.name(figure.indicator, lang)} · {period}"

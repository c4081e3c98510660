"""Which year an expression without a year means, by the section that it stands in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.text.temporal import find_times

if TYPE_CHECKING:
    from datetime import date

    from kg.model import TimeExpression

__all__ = ["anchor_of", "resolve_times"]

_TRIAL_YEARS = (2000, 2013)
"""Two years: what reads the same from both needs no year to be understood."""


def anchor_of(first: date | None, last: date | None, base_year: int | None, report_year: int | None) -> int | None:
    """The year that 年底 or 3月 means in a section.

    Args:
        first: the first day that the section is about, None if unknown.
        last: its last day, None if the section has no period of its own.
        base_year: the year that the document looks back on.
        report_year: the year in which it speaks.

    Returns:
        The section's year; of a section about several years the year of the report if they are to come, else the one
        looked back on. None if no year is known.

    """
    if last is None:
        return base_year
    if first is not None and first.year == last.year:
        return last.year
    if report_year is not None and base_year is not None and last.year > base_year:
        return report_year
    return base_year if base_year is not None else last.year


def resolve_times(
    text: str, anchor: int | None, base_year: int | None, report_year: int | None
) -> tuple[TimeExpression, ...]:
    """The temporal expressions of a paragraph.

    Args:
        text: the paragraph.
        anchor: what :func:`anchor_of` says; without it only expressions that name their year are resolved.
        base_year: the year that the document looks back on.
        report_year: the year in which it speaks, and which 今年 means, if it is a later one.

    """
    if anchor is None:
        readings = [find_times(text, year) for year in _TRIAL_YEARS]
        return tuple(each for each in readings[0] if each in readings[1])
    return find_times(text, anchor, speaking_year=None if report_year == base_year else report_year)

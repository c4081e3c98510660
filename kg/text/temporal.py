"""Temporal expressions, resolved against the year that a document is about."""

from __future__ import annotations

import calendar
import re
from datetime import date
from typing import TYPE_CHECKING

from kg.model import TimeExpression
from kg.text.numerals import CHINESE, parse_numeral
from kg.text.shadow import shadow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Precision

    Interval = tuple[date | None, date]

__all__ = ["find_times"]

_RELATIVE_YEARS = {"今年": 0, "本年": 0, "当年": 0, "全年": 0, "去年": -1, "上年": -1, "上一年": -1, "前年": -2}
_PLANS = {"": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6}
_FIRST_PLAN_OF_TEN = 2001
"""The first year of the tenth five-year plan; plan n begins at 1951 + 5 (n - 0)."""

_YEAR = r"(?:19|20)\d\d|[一二][零九][零一二三四五六七八九]{2}"
_MONTH = r"1[0-2]|0?[1-9]"
_DAY = r"3[01]|[12]\d|0?[1-9]"
_SMALL = rf"\d{{1,2}}|{CHINESE}"
_TIME = re.compile(
    rf"(?P<until>截至|截止到?|至今年|累计至)?"
    rf"(?:"
    rf"(?P<from_year>{_YEAR})年?(?:-|至|到)(?P<to_year>{_YEAR})年(?:度)?"
    rf"|(?:(?P<range_year>{_YEAR})年)?(?P<from_month>{_MONTH})月?(?:-|至|到)(?P<to_month>{_MONTH})月"
    rf"|(?:(?P<year>{_YEAR})年)?(?P<month>{_MONTH})月(?:(?P<day>{_DAY})日|(?P<month_end>底|末)|(?P<month_same>同期))?"
    rf"|(?:(?P<half_year>{_YEAR})年|(?P<half_relative>今年|去年|上年))?(?:(?P<half>[上下])半年|第?(?P<quarter>[一二三四1-4])季度)"
    rf"|(?P<whole_year>{_YEAR})年(?:度)?(?:(?P<year_end>底|末)|(?P<year_begin>初)|(?P<year_same>同期))?"
    rf"|(?P<relative>今年|本年|当年|全年|去年|上一年|上年|前年)(?:度)?(?:(?P<relative_end>底|末)|(?P<relative_begin>初)|(?P<relative_same>同期))?"
    rf"|(?P<bare_end>年底|年末)|(?P<bare_begin>年初)"
    rf"|(?:最近|过去|近)(?P<last_years>{_SMALL})年(?:来|内|间)?"
    rf"|(?P<years_past>{_SMALL})年(?:以来|来)"
    rf"|\"?十(?P<plan>[一二三四五六]?)五\"?(?:规划|计划)?(?:期间|时期)"
    rf"|(?P<same>同期)"
    rf")"
    rf"(?P<since>以来|起)?"
)


def find_times(text: str, base_year: int, previous: Interval | None = None) -> tuple[TimeExpression, ...]:
    """All temporal expressions of a text, in order; offsets are those of the text given.

    The span leaves out a cue before it (截至). A month without a year takes the document's year, or that of an
    expression with which it is coordinated; 同期 is one year before the expression in force (``previous`` at
    first), or the year before if there is none.
    """
    return tuple(_find(shadow(text), base_year, previous))


def _find(text: str, base_year: int, previous: Interval | None) -> Iterator[TimeExpression]:
    year, last_end = base_year, -1
    for match in _TIME.finditer(text):
        if _is_part_of_number(text, match):
            continue
        joined = last_end >= 0 and re.fullmatch(r"[、和及与,]", text[last_end : match.start()])
        resolved = _resolve(match, year if joined else base_year, base_year, previous)
        if resolved is None:
            continue
        (first, last), precision, instant = resolved
        kind = "asOf" if instant else "during"
        if match["until"]:
            first, kind = None, "cumulativeUntil"
        elif match["since"] and first is not None:
            last, kind = max(last, date(base_year, 12, 31)), "since"
        begin = match.start() + len(match["until"] or "")
        end = match.end() - (len("起") if match["since"] == "起" else 0)
        yield TimeExpression(begin, end, first, last, precision, kind)
        year, last_end = last.year, match.end()
        previous = (first, last)


def _is_part_of_number(text: str, match: re.Match[str]) -> bool:
    """Whether the digits belong to a longer number, as in 12012年 or 3.5月."""
    begin = match.start() + len(match["until"] or "")
    return begin > 0 and text[begin].isdigit() and text[begin - 1] in ".0123456789"


def _resolve(
    match: re.Match[str], year: int, base_year: int, previous: Interval | None
) -> tuple[Interval, Precision, bool] | None:
    """The days that an expression covers, how precisely it was written, and whether it is a point in time."""
    found = match.groupdict()
    if found["from_year"]:
        return (date(_year(found["from_year"]), 1, 1), date(_year(found["to_year"]), 12, 31)), "year", False
    if found["from_month"]:
        of = _year(found["range_year"]) if found["range_year"] else year
        return (date(of, int(found["from_month"]), 1), _month_end(of, int(found["to_month"]))), "month", False
    if found["month"]:
        return _resolve_month(found, year)
    if found["half"] or found["quarter"]:
        return _resolve_part(found, year), "month", False
    return _resolve_years(found, base_year, previous)


def _resolve_years(
    found: dict[str, str], base_year: int, previous: Interval | None
) -> tuple[Interval, Precision, bool]:
    """What is said in whole years, or only in relation to another period."""
    if found["whole_year"] or found["relative"] or found["bare_end"] or found["bare_begin"]:
        return _resolve_year(found, base_year, previous)
    if found["last_years"] or found["years_past"]:
        count = int(parse_numeral(found["last_years"] or found["years_past"]))
        return (date(base_year - count + 1, 1, 1), date(base_year, 12, 31)), "year", False
    if found["plan"] is not None:
        begin = _FIRST_PLAN_OF_TEN + 5 * _PLANS[found["plan"]]
        return (date(begin, 1, 1), date(begin + 4, 12, 31)), "year", False
    return _year_before(previous, base_year - 1), "year", False


def _resolve_month(found: dict[str, str], year: int) -> tuple[Interval, Precision, bool] | None:
    of, month = _year(found["year"]) if found["year"] else year, int(found["month"])
    if found["day"]:
        day = int(found["day"])
        if day > calendar.monthrange(of, month)[1]:
            return None
        return (date(of, month, day), date(of, month, day)), "day", False
    last = _month_end(of, month)
    if found["month_end"]:
        return (last, last), "month", True
    if found["month_same"]:
        return _year_before((date(of, month, 1), last), of - 1), "month", False
    return (date(of, month, 1), last), "month", False


def _resolve_part(found: dict[str, str], year: int) -> Interval:
    """A half or a quarter of a year."""
    if found["half_year"]:
        year = _year(found["half_year"])
    elif found["half_relative"]:
        year += _RELATIVE_YEARS[found["half_relative"]]
    if found["half"]:
        first, last = (1, 6) if found["half"] == "上" else (7, 12)
    else:
        number = "一二三四".find(found["quarter"]) + 1 or int(found["quarter"])
        first, last = 3 * number - 2, 3 * number
    return date(year, first, 1), _month_end(year, last)


def _resolve_year(found: dict[str, str], base_year: int, previous: Interval | None) -> tuple[Interval, Precision, bool]:
    year = _year(found["whole_year"]) if found["whole_year"] else base_year + _RELATIVE_YEARS.get(found["relative"], 0)
    if found["year_end"] or found["relative_end"] or found["bare_end"]:
        return (date(year, 12, 31), date(year, 12, 31)), "year", True
    if found["year_begin"] or found["relative_begin"] or found["bare_begin"]:
        return (date(year, 1, 1), date(year, 1, 1)), "year", True
    if found["year_same"] or found["relative_same"]:
        return _year_before(previous, year), "year", False
    return (date(year, 1, 1), date(year, 12, 31)), "year", False


def _year_before(interval: Interval | None, year: int) -> Interval:
    """The same days in another year; the whole year if no interval is in force."""
    if interval is None:
        return date(year, 1, 1), date(year, 12, 31)
    first, last = interval
    shift = last.year - year
    return (_in_year(first, first.year - shift) if first else None), _in_year(last, year)


def _in_year(day: date, year: int) -> date:
    """The day in another year; the last day of a month stays the last."""
    length = calendar.monthrange(day.year, day.month)[1]
    return _month_end(year, day.month) if day.day == length else date(year, day.month, day.day)


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _year(form: str) -> int:
    return int(parse_numeral(form))

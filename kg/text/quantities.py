"""Quantities: numbers and ranges with their units, and how exactly they are meant.

Which forms are units is data (``data/lexicon/base/units.csv``); which words make a number approximate is a
table below. A number without unit counts only if it has a scale (75.7亿), and then its unit is ``1``.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from kg.errors import InputError
from kg.model import Quantity
from kg.resources import data_path
from kg.text.numerals import ARABIC, CHINESE, SCALE, parse_numeral
from kg.text.shadow import shadow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["UNIT_LEFT_OUT", "Units", "base_units", "find_quantities", "is_decline", "load_units"]

UNIT_LEFT_OUT = "1"
"""The unit of a number whose unit the text leaves out."""

# What stands directly before a number (the longer first), and directly behind its unit.
_BEFORE = (
    ("atMost", "最高不超过|不超过|不高于|不大于|不多于|最高|最多|至多|上限为?|控制在"),
    ("atLeast", "不低于|不少于|不小于|至少|最少|最低|起码"),
    ("nearly", "接近|将近|近|不足"),
    ("about", "大约|约|大概|左右约"),
    ("moreThan", "超过|突破|高于|大于|多于|超|逾"),
)
_BEHIND = (
    ("atLeast", "(?:及)?以上|起"),
    ("atMost", "(?:及)?以下|以内|之内"),
    ("about", "左右|上下"),
    ("moreThan", "多"),
)
_WINDOW = 16
_LINK = r"(?:了|为|到|达|达到|有)?"
# 不超过销售额的10%: the limit stands before the whole, not before the number.
_OF_WHOLE = r"[^，。；、：\d]{1,8}的"
_BEFORE_PATTERNS = tuple(
    (
        approximation,
        re.compile(
            rf"(?:{cues})(?:{_LINK}|{_OF_WHOLE})$" if approximation in ("atMost", "atLeast") else rf"(?:{cues}){_LINK}$"
        ),
    )
    for approximation, cues in _BEFORE
)
_BEHIND_PATTERNS = tuple((approximation, re.compile(cues)) for approximation, cues in _BEHIND)
_DECLINE = re.compile(r"(?:下降|减少|降低|下滑|回落|下跌|缩减|负增长)(?:了|到|幅度)?(?:约|近|超过)?$")


@dataclass(frozen=True)
class Units:
    """Units by the forms in which they are written: (unit id, factor to the base unit, whether it counts)."""

    forms: dict[str, tuple[str, Decimal, bool]]

    @cached_property
    def ids(self) -> frozenset[str]:
        """All unit ids."""
        return frozenset(unit for unit, _, _ in self.forms.values())

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """A number or range with its unit, as it stands in a text's shadow."""
        unit = "|".join(re.escape(form) for form in sorted(self.forms, key=lambda form: (-len(form), form)))
        counter = "|".join(
            re.escape(form)
            for form, (_, _, counts) in sorted(self.forms.items(), key=lambda item: (-len(item[0]), item[0]))
            if counts
        )
        number = rf"{ARABIC}(?:个(?=[万亿]))?(?:{SCALE})?"
        first = rf"(?P<first>{number})(?P<first_unit>{unit})?"
        return re.compile(
            rf"(?<![A-Za-z\d.,第])(?:"
            rf"{first}(?:-|至|到)(?P<last>{number})(?P<last_unit>{unit})"
            rf"|(?P<arabic>{ARABIC})(?P<more>[多余来])?(?P<gap>个(?=[万亿]))?(?P<scale>{SCALE})?(?P<more2>[多余])?(?P<unit>{unit})?"
            rf"|百分之(?P<percent>{ARABIC}|{CHINESE})"
            rf"|(?<![一二两三四五六七八九十百千万亿数几第])(?P<chinese>{CHINESE})(?P<more3>[多余来])?(?P<counter>{counter})"
            rf")"
        )


@lru_cache(maxsize=1)
def base_units() -> Units:
    """The units of ``data/lexicon/base``."""
    return load_units(data_path("lexicon", "base", "units.csv"))


def load_units(*paths: Path) -> Units:
    """Units from CSV files with the columns ``form,unit,factor,kind`` (kind: measure or counter).

    Raises:
        InputError: if a row is not of that form; it names file and row.

    """
    forms: dict[str, tuple[str, Decimal, bool]] = {}
    for path in paths:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            for number, row in enumerate(csv.DictReader(stream), 2):
                try:
                    forms[shadow(row["form"])] = (row["unit"], Decimal(row["factor"]), row["kind"] == "counter")
                except (KeyError, TypeError, ArithmeticError) as error:
                    message = f"{path}, row {number}: expected form,unit,factor,kind ({error})"
                    raise InputError(message) from error
    return Units(forms)


def find_quantities(text: str, units: Units | None = None) -> tuple[Quantity, ...]:
    """All quantities of a text, in order; offsets are those of the text given.

    Dates and times hold none: 年, 月 and 日 are no units. 一 before a counter is an article (一个, 一批), 二 an
    ordinal (二级); a number behind 第 is an ordinal too.
    """
    return tuple(_find(shadow(text), units or base_units()))


def is_decline(text: str, quantity: Quantity) -> bool:
    """Whether the verb directly before a quantity says that something fell."""
    return bool(_DECLINE.search(text, max(0, quantity.begin - _WINDOW), quantity.begin))


def _find(text: str, units: Units) -> Iterator[Quantity]:
    for match in units.pattern.finditer(text):
        found = _read(match, units)
        if found is not None:
            yield replace(found, approximation=_approximation(text, match))


def _read(match: re.Match[str], units: Units) -> Quantity | None:
    """A quantity from what matched, without its approximation; None if it is no quantity after all."""
    begin, end = match.span()
    if match["last"]:
        unit, factor, _ = units.forms[match["last_unit"]]
        first_factor = units.forms[match["first_unit"]][1] if match["first_unit"] else factor
        lower, upper = _number(match["first"]) * first_factor, _number(match["last"]) * factor
        if not match["first_unit"] and not re.search(SCALE, match["first"]):
            scale = re.sub(rf"^{ARABIC}个?", "", match["last"])
            lower = _number(match["first"] + scale) * factor
        return Quantity(begin, end, None, lower, upper, unit, "exactly")
    if match["percent"]:
        return Quantity(begin, end, parse_numeral(match["percent"]), None, None, "percent", "exactly")
    if match["chinese"]:
        if match["chinese"] in ("一", "二"):
            return None
        unit, factor, _ = units.forms[match["counter"]]
        return Quantity(begin, end, parse_numeral(match["chinese"]) * factor, None, None, unit, "exactly")
    if not match["unit"] and not match["scale"]:
        return None
    value = _number(match["arabic"] + (match["scale"] or ""))
    unit, factor, _ = units.forms[match["unit"]] if match["unit"] else (UNIT_LEFT_OUT, Decimal(1), True)
    return Quantity(begin, end, value * factor, None, None, unit, "exactly")


def _number(form: str) -> Decimal:
    return parse_numeral(form.replace("个", ""))


def _approximation(text: str, match: re.Match[str]) -> str:
    begin, end = match.span()
    before = text[max(0, begin - _WINDOW) : begin]
    for approximation, pattern in _BEFORE_PATTERNS:
        if pattern.search(before):
            return approximation
    if match["more"] in ("多", "余") or match["more2"] or match["more3"] in ("多", "余"):
        return "moreThan"
    for approximation, pattern in _BEHIND_PATTERNS:
        if pattern.match(text, end):
            return approximation
    return "exactly"

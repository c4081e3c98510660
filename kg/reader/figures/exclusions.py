"""Quantities that count nothing: parts of names, slogans, levels, what is only counted to list it."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from kg.reader.figures.drafts import SHARES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.model import Quantity
    from kg.reader.figures.measures import MeasureWords
    from kg.reader.values import Mention

__all__ = ["why_no_figure"]

_QUOTED = 12
_RHETORICAL_UNITS = frozenset(
    {"个", "大", "项", "种", "类", "条", "支", "层", "级", "大类", "层面", "层次", "位", "方"}
)
_RHETORICAL_MOST = 20
_COLLECTIVE = frozenset({"市", "地", "区", "县", "省", "国", "校"})
_REACH = re.compile(r"(?:覆盖|辐射|涉及|联动|遍及|分布在|横跨)[^，。；]{0,16}$")
_FEW = 9
_LEVELS = "级"
_TERM = re.compile(r"[一二三]次(?:产业|能源|创业|供电|电池)")
_NAMES = frozenset({"name", "title", "quoted", "short"})
_PHASES = 9
_NOUN_BEFORE = re.compile(r"[\u4e00-\u9fff](?<![办开举行班次了共约近第])$")
_LISTED = re.compile(r"[、，。；等和及]|工程|项目|建设|建成|投|开工|完工|竣工|基本|主体")
_STEPS = frozenset({"期", "步", "批", "类", "个"})


def why_no_figure(
    text: str,
    quantity: Quantity,
    mentions: Sequence[Mention],
    quoted: Sequence[tuple[int, int]],
    words: MeasureWords,
) -> str:
    """The reason why a quantity is no figure; "" if it is one."""
    if _is_phase(text, quantity) or any(_names(each, quantity) for each in mentions):
        return "part of a name"
    if _is_quoted(quantity, quoted):
        return "slogan"
    if _TERM.match(text, quantity.begin):
        return "part of a term"
    if quantity.unit == _LEVELS:
        return "levels, not a count"
    if quantity.unit in _COLLECTIVE and not _counts_places(text, quantity):
        return "names summed up, not a count"
    return "rhetorical count" if _is_rhetorical(text, quantity, words) else ""


def _names(mention: Mention, quantity: Quantity) -> bool:
    """Whether a quantity is a part of a name; the rate in the name of a policy is a figure all the same."""
    inside = mention.begin <= quantity.begin and quantity.end <= mention.end
    return inside and mention.kind in _NAMES and quantity.unit not in SHARES


def _is_phase(text: str, quantity: Quantity) -> bool:
    """Whether a quantity says which phase of a project is meant: 马村港三期, not 举办培训班3期."""
    if quantity.unit != "期" or quantity.value is None or quantity.value > _PHASES:
        return False
    written = text[quantity.begin : quantity.end]
    named = _NOUN_BEFORE.search(text, max(0, quantity.begin - 2), quantity.begin)
    return not any(each.isdigit() for each in written) and bool(named) and bool(_LISTED.match(text, quantity.end))


def _is_quoted(quantity: Quantity, quoted: Sequence[tuple[int, int]]) -> bool:
    """Whether a quantity stands in a short quotation: “3个10亿”."""
    index = bisect_left(quoted, (quantity.begin + 1, 0)) - 1
    if index < 0:
        return False
    begin, end = quoted[index]
    return begin < quantity.begin and quantity.end <= end and end - begin <= _QUOTED


def _is_rhetorical(text: str, quantity: Quantity, words: MeasureWords) -> bool:
    """Whether what is counted is only counted to list it: 两个方面, 分三期."""
    if text.startswith("分", quantity.begin - 1) and quantity.unit in _STEPS:
        return True
    few = quantity.value is not None and quantity.value <= _RHETORICAL_MOST and quantity.unit in _RHETORICAL_UNITS
    return few and bool(words.rhetorical.match(text, quantity.end))


def _counts_places(text: str, quantity: Quantity) -> bool:
    """Whether a number of places counts them (覆盖沪苏两地, 三区联动); else it stands for their names (两市共有)."""
    if quantity.value is None or quantity.value > _FEW or text.startswith("联动", quantity.end):
        return True
    return bool(_REACH.search(text, max(0, quantity.begin - 24), quantity.begin))

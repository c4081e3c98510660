"""Quantities that count nothing: parts of names, slogans, levels, what is only counted to list it."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from kg.extraction.drafts import SHARES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.extraction.measures import MeasureWords
    from kg.extraction.values import Mention
    from kg.model import Quantity

__all__ = ["why_no_figure"]

_QUOTED = 12
_RHETORICAL_UNITS = frozenset(
    {"个", "大", "项", "种", "类", "条", "支", "层", "级", "大类", "层面", "层次", "位", "方"}
)
_RHETORICAL_MOST = 20
_COLLECTIVE = frozenset({"市", "地", "区", "县", "省", "国", "校"})
_REACH = re.compile(r"(?:覆盖|辐射|涉及|联动|遍及|分布在|横跨)[^，。；]{0,16}$")
_FEW = 9


def why_no_figure(
    text: str,
    quantity: Quantity,
    mentions: Sequence[Mention],
    quoted: Sequence[tuple[int, int]],
    words: MeasureWords,
) -> str:
    """The reason why a quantity is no figure; "" if it is one."""
    begin, end = quantity.begin, quantity.end
    for each in mentions:
        if each.begin <= begin and end <= each.end and each.kind in ("name", "title", "quoted", "short"):
            if quantity.unit in SHARES:
                continue
            return "part of a name"
    index = bisect_left(quoted, (begin + 1, 0)) - 1
    if index >= 0 and quoted[index][0] < begin and end < quoted[index][1] + 1 and _is_short(quoted[index]):
        return "slogan"
    if quantity.unit == "级":
        return "levels, not a count"
    if quantity.unit in _COLLECTIVE and not _counts_places(text, quantity):
        return "names summed up, not a count"
    if text[begin - 1 : begin] == "分" and quantity.unit in ("期", "步", "批", "类", "个"):
        return "rhetorical count"
    few = quantity.value is not None and quantity.value <= _RHETORICAL_MOST
    if few and quantity.unit in _RHETORICAL_UNITS and words.rhetorical.match(text, end):
        return "rhetorical count"
    return ""


def _counts_places(text: str, quantity: Quantity) -> bool:
    """Whether a number of places counts them (覆盖沪苏两地, 三区联动), rather than stands for their names (两市共有)."""
    if quantity.value is None or quantity.value > _FEW or text.startswith("联动", quantity.end):
        return True
    return bool(_REACH.search(text, max(0, quantity.begin - 24), quantity.begin))


def _is_short(span: tuple[int, int]) -> bool:
    return span[1] - span[0] <= _QUOTED

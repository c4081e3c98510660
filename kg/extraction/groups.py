"""Groups: so many members of a kind (15家银行, 企业20家), and kinds that a determiner makes a group (各类机构)."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from kg.extraction.mentions import Scan
    from kg.extraction.values import Head
    from kg.model import Quantity

__all__ = ["Group", "find_groups"]

_MEMBERS = frozenset("家 个 所 名 人 位 户 支 只 大 座 批".split())
"""Units that count members."""
_STRETCH = 22
_MODIFIER = 10
_MARKS = re.compile(r"[，。；：！？\n\r]")
_BETWEEN = re.compile(r"(?:已|共|总数|数|总|累计|已经|达到|达|突破|超过|超|近|约|逾|为|有){0,3}$")


@dataclass(frozen=True, slots=True)
class Group:
    """A span that stands for unnamed members, their kind (a concept of the kind scheme), and how many they are."""

    begin: int
    end: int
    kind: str
    rule: str
    size: Decimal | None = None
    approximation: str | None = None


def find_groups(found: Scan) -> tuple[Group, ...]:
    """The groups of a text, in order; they do not overlap."""
    heads = [each for each in found.heads if each[2].group]
    groups = [*_find_sized(found, heads), *_find_determined(found, heads)]
    kept: list[Group] = []
    for group in sorted(groups, key=lambda each: (each.begin, -each.end)):
        if not kept or group.begin >= kept[-1].end:
            kept.append(group)
    return tuple(kept)


def _find_sized(found: Scan, heads: list[tuple[int, int, Head]]) -> Iterator[Group]:
    begins = [begin for begin, _, _ in heads]
    by_end = {end: (begin, head) for begin, end, head in heads}
    starts = sorted(each.begin for each in found.quantities)
    for quantity in found.quantities:
        if quantity.unit not in _MEMBERS or quantity.value is None:
            continue
        behind = _head_behind(found, quantity, heads, begins, starts)
        if behind:
            yield _sized(quantity, quantity.begin, behind[1], behind[2], "sized")
            continue
        gap = _BETWEEN.search(found.text, max(0, quantity.begin - 8), quantity.begin)
        before = by_end.get(gap.start()) if gap else None
        if before:
            begin, head = before
            floor = found.floor(begin)
            floor = max([floor, *(end for _, end in found.joins_between(floor, begin))])
            start = floor if 0 <= begin - floor <= _MODIFIER else begin
            yield _sized(quantity, start, quantity.end, head, "listed-size")


def _sized(quantity: Quantity, begin: int, end: int, head: Head, rule: str) -> Group:
    return Group(begin, end, head.group, f"{rule}:{head.form}", quantity.value, quantity.approximation)


def _head_behind(
    found: Scan, quantity: Quantity, heads: list[tuple[int, int, Head]], begins: list[int], starts: list[int]
) -> tuple[int, int, Head] | None:
    """The head that a quantity counts: the first behind it, in the same phrase."""
    mark = _MARKS.search(found.text, quantity.end, quantity.end + _STRETCH)
    limit = mark.start() if mark else quantity.end + _STRETCH
    following = bisect_left(starts, quantity.end)
    if following < len(starts):
        limit = min(limit, starts[following])
    for index in range(bisect_left(begins, quantity.end), len(heads)):
        begin, end, head = heads[index]
        if end > limit:
            return None
        between = found.text[quantity.end : begin]
        plain = between.rpartition("的")[2]
        if len(plain) <= _MODIFIER and not found.joins_between(begin - len(plain), begin):
            return begin, end, head
        return None
    return None


def _find_determined(found: Scan, heads: list[tuple[int, int, Head]]) -> Iterator[Group]:
    determiners = tuple(sorted(found.lexicon.cues.get("determiner", ()), key=len, reverse=True))
    for begin, end, head in heads:
        window = max(0, begin - _MODIFIER)
        for determiner in determiners:
            place = found.text.rfind(determiner, window, begin)
            if (
                place >= 0
                and found.floor(begin) <= place + len(determiner)
                and not _MARKS.search(found.text, place, begin)
            ):
                yield Group(place, end, head.group, f"determined:{determiner}")
                break

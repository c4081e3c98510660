"""Groups: so many members of a kind (15家银行, 企业20家), and kinds that stand for unnamed members (各类机构, 银行).

Which nouns are kinds, and of what, is data: the column ``group`` of ``heads.csv``. A noun that a pack lists as a
target group (科技型中小企业) is one, unless a number makes it a group.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal

    from kg.model import Quantity
    from kg.reader.names.scanning import Scan
    from kg.reader.values import Head

    Headed = tuple[int, int, Head]

__all__ = ["Group", "find_groups"]

_MEMBERS = {
    "家": "organisationKind", "个": "", "所": "", "座": "", "支": "", "大": "", "户": "organisationKind",
    "名": "personKind", "人": "personKind", "位": "personKind",
}  # fmt: skip
"""Units that count members, and the kind of what each counts by itself, where it can."""
_STRETCH = 22
_MODIFIER = 10
_ACTS = re.compile(
    r"(?:累计|重点|共|新|积极|大力|统筹)?(?:引导|鼓励|支持|推动|促进|抓好|动员|激励|培养|培训|引进|扶持|资助|组织|帮助|走访|吸引|招聘|选派|培育|投资(?!机构|企业|公司|基金|银行|管理))(?:了)?"
)
"""What is done with a group is no part of what it is called: 培训企业20家."""
_MARKS = re.compile(r"[，。；：！？\n\r]")
_LISTED = re.compile(r"[，。；：！？、）)\n\r]")
_VERBS_OF_SIZE = re.compile(r"(?:已|共|总数|数|总|累计|已经|达到|达|突破|超过|超|近|约|逾|为|有){0,3}$")
_WINDOW = 8
_LEVELS = re.compile(r"^(?:国家级|部委级|省部级|世界级|[省部市区县]级|(?:中央|部|省|市|区)属|以上|首批|、|及|和|新)+")
"""Levels that stand before a counted noun: 12家市级研发中心."""


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
    """The groups of a text, in order; they do not overlap. Those with a size go first."""
    heads = [each for each in found.heads if each[2].group]
    sized = _disjoint(_find_sized(found, heads))
    unsized = _disjoint([*_find_determined(found, heads), *_find_kinds(found, heads)])
    return _disjoint([*sized, *_find_elided(found, sized), *unsized])


def _disjoint(groups: Iterable[Group]) -> tuple[Group, ...]:
    """Of groups that overlap those with a size, then those that come first, then the longest."""
    kept: dict[int, Group] = {}
    ordered = sorted(groups, key=lambda each: (each.size is None, each.begin, -each.end))
    covered = bytearray(max((each.end for each in ordered), default=0))
    for group in ordered:
        if covered.find(1, group.begin, group.end) < 0:
            covered[group.begin : group.end] = b"\1" * (group.end - group.begin)
            kept[group.begin] = group
    return tuple(kept[begin] for begin in sorted(kept))


def _find_sized(found: Scan, heads: list[Headed]) -> Iterator[Group]:
    """A number and the noun behind it that it counts, or the noun before it: 15家银行, 银行15家."""
    begins = [begin for begin, _, _ in heads]
    by_end = {end: (begin, head) for begin, end, head in heads}
    starts = [each.begin for each in found.quantities]
    for index, quantity in enumerate(found.quantities):
        if quantity.unit not in _MEMBERS or quantity.value is None:
            continue
        following = starts[index + 1] if index + 1 < len(starts) else len(found.text)
        behind = _head_behind(found, quantity, heads, begins, following)
        if behind:
            yield _sized(quantity, quantity.begin, behind[1], behind[2], "counted")
            continue
        gap = _VERBS_OF_SIZE.search(found.text, max(0, quantity.begin - _WINDOW), quantity.begin)
        before = by_end.get(gap.start()) if gap else None
        if before:
            yield _sized(quantity, _phrase_begin(found, before[0]), quantity.end, before[1], "listed")


def _sized(quantity: Quantity, begin: int, end: int, head: Head, rule: str) -> Group:
    return Group(begin, end, head.group, f"{rule}:{head.form}", quantity.value, quantity.approximation)


def _phrase_begin(found: Scan, begin: int) -> int:
    """Where the noun phrase with a head begins: behind the last word or mark that ends or joins phrases.

    全区, which opens a clause, is no part of it, nor is the verb behind it: 全区引进博士….
    """
    floor = found.floor(begin)
    floor = max([floor, *(end for _, end in found.joins_between(floor, begin))])
    whole = _opened_by(found, "place_district", floor)
    if whole:
        floor = min(floor + whole, begin)
        floor = min(floor + _opened_by(found, "leading", floor), begin)
    acts = _ACTS.match(found.text, floor, begin)
    floor = acts.end() if acts else floor
    return floor if begin - floor <= _MODIFIER else begin


def _opened_by(found: Scan, cue: str, place: int) -> int:
    """How long the word of a cue is that stands at a place; 0 if none does."""
    return max((len(word) for word in found.lexicon.cues.get(cue, ()) if found.text.startswith(word, place)), default=0)


def _head_behind(
    found: Scan, quantity: Quantity, heads: list[Headed], begins: list[int], following: int
) -> Headed | None:
    """The noun that a number counts: the first kind behind it, in the same phrase or behind a 的."""
    mark = _MARKS.search(found.text, quantity.end, quantity.end + _STRETCH)
    limit = min(mark.start() if mark else quantity.end + _STRETCH, following)
    for index in range(bisect_left(begins, quantity.end), len(heads)):
        begin, end, head = heads[index]
        if end > limit:
            return None
        plain = found.text[quantity.end : begin].rpartition("的")[2]
        start = begin - len(_LEVELS.sub("", plain))
        if begin - start <= _MODIFIER and found.floor(begin) <= start and not found.joins_between(start, begin):
            return begin, end, head
        return None
    return None


def _find_elided(found: Scan, sized: Iterable[Group]) -> Iterator[Group]:
    """A number that counts members of the kind named before it: 企业20家，其中12家上市."""
    groups = sorted(sized, key=lambda each: each.begin)
    begins = [each.begin for each in groups]
    for quantity in found.quantities:
        if not _MEMBERS.get(quantity.unit) or quantity.value is None:
            continue
        behind = found.text[quantity.end : quantity.end + 1]
        if quantity.end not in found.break_set or (behind and not _LISTED.match(behind)):
            continue
        index = bisect_left(begins, quantity.begin) - 1
        own = _MEMBERS[quantity.unit]
        kind = groups[index].kind if index >= 0 and own == "organisationKind" else own
        yield Group(quantity.begin, quantity.end, kind, "elided", quantity.value, quantity.approximation)


def _find_determined(found: Scan, heads: list[Headed]) -> Iterator[Group]:
    """各类机构, 其他银行."""
    determiners = tuple(sorted(found.lexicon.cues.get("determiner", ()), key=len, reverse=True))
    targets = _targets(found)
    for begin, end, head in heads:
        floor = found.floor(begin)
        first = max(0, floor - 4)
        if not found.text.endswith(determiners, first, floor):
            continue
        determiner = next(each for each in determiners if found.text.endswith(each, first, floor))
        if begin - floor <= _MODIFIER and targets.find(1, begin, end) < 0:
            yield Group(floor - len(determiner), end, head.group, f"determined:{determiner}")


def _find_kinds(found: Scan, heads: list[Headed]) -> Iterator[Group]:
    """A kind that is a phrase by itself: 为企业提供, 银行、担保公司."""
    targets = _targets(found)
    for begin, end, head in heads:
        start = _phrase_begin(found, begin)
        enumerated = "、" in {found.text[start - 1 : start], found.text[end : end + 1]}
        if head.shape != "group" and (begin != start or not enumerated):
            continue
        whole = end in found.break_set or end in found.join_begins or bool(_LISTED.match(found.text, end))
        opens = start in found.break_set and start not in found.counted
        if whole and opens and targets.find(1, start, end) < 0:
            yield Group(start, end, head.group, f"kind:{head.form}")


def _targets(found: Scan) -> bytearray:
    """Each place of a text: 1 if it is one of listed target groups and other names."""
    marked = bytearray(len(found.text))
    for each in found.listed:
        marked[each.begin : each.end] = b"\1" * (each.end - each.begin)
    return marked

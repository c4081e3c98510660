"""Sentences in which each participant, or several in coordination, is one sign: what patterns are matched on."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.reader.packs.patterns import FIRST, LAST, TIME
from kg.text.shadow import shadow

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.model import Sentence, TimeExpression
    from kg.reader.values import Mention

__all__ = ["CONCEPTS", "PLACES", "Item", "Masked", "mask", "uniform"]

PLACES = frozenset({"City", "District", "Province", "Region", "Country", "Place"})
_TITLE = "Designation"
_MEASURES = frozenset({"PolicyMeasure", "Programme", "Project", "PilotProgramme", "Award"})
CONCEPTS = frozenset({"Field", "Designation"})
_SIGNS = ord(LAST) - ord(FIRST)
_UNKNOWN = r"(?:、[^，；。：、的了“”《》（）]{1,9}){0,3}"
_AND = re.compile(
    rf"[”』」]?(?:（[^（）]*）)?{_UNKNOWN}(?:、|和|以及|及|或|暨|、以及|，以及)"
    r"(?:其他|其它)?(?:各类|各|相关|有关|全部|一批)?[“『「]?"
)
_JUXTAPOSED = re.compile(r"[”』」]、?[“『「]|》、?《|(?<=》)、?(?=《)")
_SUCH_AS = re.compile(r"[”』」]?(?:（[^（）]*）)?等(?:一批|多家|若干|一系列|各类|首批|多个)?[“『「]?")
_NAMELY = re.compile(rf"([{FIRST}-{LAST}])，?(?:分别|依次)(?:是|为)([{FIRST}-{LAST}])")
# Between a place and what it qualifies: 上海重点扶持的, 全市首批.
_OF_PLACE = re.compile(
    r"的|各|各有关|有关|各类|首批|第[一二三四五六七八九十\d]+批|[^，。；：、为向与和对在是有共\d]{0,8}的"
)
_NOTHING = ("", "“", "”")
_REACH = 60
"""Characters that may stand between two participants in a list, with others between that are not known."""
_LONGEST = 100
"""Participants that one list may have."""
_LISTING = re.compile(r"(?:单位|成员|会员)(?:主要)?(?:包括|由|从)")
_BRACKET = re.compile(r"[（(][^（）()]{0,8}")
_TOTALLING = re.compile(r"[^，。；：、]{0,4}共(?:计)?")
_KEPT = re.compile("[“”‘’「」『』—]+")
_MARKS = {",": "，", ".": "。", ";": "；", ":": "：", "(": "（", ")": "）"}
_ASCII = re.compile(r"[;()]|(?<!\d)[,:]|[,:](?!\d)|\.$")
"""Half-width punctuation, but what stands within a number or a time of day."""
_SKIPPED = re.compile(r"[\"'“”‘’『』「」《》\s]|[（(][^（）()]*[）)]")


@dataclass(frozen=True, slots=True)
class Item:
    """Participants that share a place in a clause: one, or several in coordination.

    ``listed`` are those of ``members`` that a following group sums up (甲、乙等3家企业), ``whole`` is that group.
    ``modifiers`` stand directly before (上海 of 上海高校), ``inner`` within (the fields of a group).
    """

    begin: int
    end: int
    members: tuple[Mention, ...]
    listed: tuple[Mention, ...] = ()
    whole: Mention | None = None
    modifiers: tuple[tuple[Mention, Mention], ...] = ()
    inner: tuple[tuple[Mention, Mention], ...] = ()


@dataclass(frozen=True, slots=True)
class Masked:
    """A sentence with signs for participants and times, and where each of its characters stands in the document."""

    text: str
    begins: tuple[int, ...]
    ends: tuple[int, ...]
    items: tuple[Item, ...]
    times: tuple[TimeExpression, ...]

    def item(self, sign: str) -> Item:
        """The participants that a sign stands for."""
        return self.items[ord(sign) - ord(FIRST)]

    def span(self, begin: int, end: int) -> tuple[int, int]:
        """The span of the document that a stretch of the masked text covers."""
        return self.begins[begin], self.ends[end - 1]


def uniform(text: str) -> str:
    """The text as patterns read it, of the same length: simplified characters, Chinese punctuation."""
    even = _ASCII.sub(lambda mark: _MARKS[mark[0]], shadow(text))
    pieces, place = [], 0
    for kept in _KEPT.finditer(text):
        pieces += [even[place : kept.start()], kept[0]]
        place = kept.end()
    return "".join([*pieces, even[place:]])


def mask(text: str, sentence: Sentence, mentions: Sequence[Mention], times: Sequence[TimeExpression]) -> Masked:
    """Mask a sentence of a :func:`uniform` text; ``mentions`` and ``times`` are those in it, in order.

    Quotation marks are left out, and brackets that hold no participant. Mentions within another are its ``inner`` ones.
    """
    items = _coordinate(text, list(_outermost(mentions, text)))[:_SIGNS]
    signs: list[tuple[int, int, str]] = [(item.begin, item.end, chr(ord(FIRST) + n)) for n, item in enumerate(items)]
    starts = [begin for begin, _, _ in signs]
    kept_times = []
    for time in times:
        place = bisect_left(starts, time.end)
        if not any(begin < time.end and end > time.begin for begin, end, _ in signs[max(0, place - 1) : place]):
            signs.append((time.begin, time.end, TIME))
            kept_times.append(time)
    signs.sort()
    pieces: list[str] = []
    begins: list[int] = []
    ends: list[int] = []
    place = sentence.begin
    for begin, end, sign in [*signs, (sentence.end, sentence.end, "")]:
        for first, last in _plain(text, place, begin):
            pieces.append(text[first:last])
            begins.extend(range(first, last))
            ends.extend(range(first + 1, last + 1))
        if sign:
            pieces.append(sign)
            begins.append(begin)
            ends.append(end)
        place = max(place, end)
    masked = "".join(pieces)
    return Masked(
        masked,
        tuple(begins),
        tuple(ends),
        _with_appositions(masked, items),
        tuple(kept_times),
    )


def _plain(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches between two places, without quotation marks and brackets."""
    place = begin
    for skipped in _SKIPPED.finditer(text, begin, end):
        if place < skipped.start():
            yield place, skipped.start()
        place = skipped.end()
    if place < end:
        yield place, end


def _outermost(mentions: Sequence[Mention], text: str) -> Iterator[Item]:
    """Mentions that no other holds, each with those that it holds."""
    ordered = sorted(_without_aliases(mentions, text), key=lambda each: (each.begin, -each.end))
    index = 0
    while index < len(ordered):
        outer = ordered[index]
        index += 1
        inner = []
        while index < len(ordered) and ordered[index].begin < outer.end:
            inner.append((outer, ordered[index]))
            index += 1
        listed = tuple(each for _, each in inner) if outer.kind == "group" and _enumerates(outer, inner) else ()
        yield Item(outer.begin, outer.end, (outer, *listed), listed, outer if listed else None, inner=tuple(inner))


def _without_aliases(mentions: Sequence[Mention], text: str) -> Iterator[Mention]:
    """Mentions but those that a bracket gives as another name of the one before: 江城银行（以下简称“江行”）.

    Nor are the words that introduce a list of members a participant: 成员单位包括….
    """
    last: Mention | None = None
    for each in sorted(mentions, key=lambda each: (each.begin, -each.end)):
        if _LISTING.match(text, max(each.begin, each.end - 2)) and each.size is None:
            continue
        if last is None or each.entity != last.entity or not _BRACKET.fullmatch(text, last.end, each.begin):
            yield each
            last = each


def _enumerates(outer: Mention, inner: Sequence[tuple[Mention, Mention]]) -> bool:
    """Whether a group begins with the names of its members: 浦东、嘉定等区县."""
    return (
        len(inner) > 1
        and inner[0][1].begin == outer.begin
        and all(each.class_ not in CONCEPTS for _, each in inner)
        and all(after.begin - before.end == 1 for (_, before), (_, after) in pairwise(inner))
    )


def _coordinate(text: str, items: list[Item]) -> list[Item]:
    """Join what is listed, what sums a list up, and what stands directly before a name."""
    joined: list[Item] = []
    for item in items:
        current = item
        while joined:
            together = _join(text, joined[-1], current)
            if together is None:
                break
            joined.pop()
            current = together
        joined.append(current)
    return joined


def _join(text: str, left: Item, right: Item) -> Item | None:
    """Two neighbours as one item; None if what stands between does not join them."""
    if right.begin - left.end > _REACH or len(left.members) > _LONGEST:
        return None
    gap = text[left.end : right.begin]
    if _are_titles(text, left, right):
        return _merge(left, right, left.members, ())
    if not gap and _confers(left, right):
        return None
    if _sums_up(gap, left, right):
        return _sum_up(left, right)
    if left.whole is None and (gap in _NOTHING or (left.members[-1].class_ in PLACES and _OF_PLACE.fullmatch(gap))):
        return _qualify(left, right)
    listed = (
        _AND.fullmatch(gap)
        or _JUXTAPOSED.fullmatch(text, left.end, right.begin)
        or (gap == "与" and text[left.begin - 1 : left.begin] == "由")
        or (len(left.members) > 1 and right.members[0].kind == "group" and _TOTALLING.fullmatch(gap))
    )
    return _merge(left, right, left.members, ()) if listed and _same_sort(left, right) else None


def _are_titles(text: str, left: Item, right: Item) -> bool:
    """Whether two titles stand side by side: 《甲办法》《乙细则》."""
    return left.end == right.begin and text[left.end - 1 : left.end + 1] == "》《"


def _confers(left: Item, right: Item) -> bool:
    """Whether a title of honour stands behind who gets it: 授予甲园国家级基地称号."""
    return right.members[0].class_ == _TITLE and left.members[-1].class_ not in PLACES


def _sums_up(gap: str, left: Item, right: Item) -> bool:
    """Whether a group, or what measures are called, sums up what is listed before it: 甲、乙等3家企业, 甲、乙2家."""
    last = right.members[0]
    several = not gap and len(left.members) > 1 and last.kind == "group"
    such_as = _SUCH_AS.fullmatch(gap) and (last.kind in ("group", "target") or _is_kind_of(left, right))
    return bool(several or such_as) and _same_sort(left, right)


def _qualify(left: Item, right: Item) -> Item:
    """What stands directly before a name as its modifier; of a list, all if they are places, else the last."""
    places = all(each.class_ in PLACES for each in left.members)
    count = 0 if places else len(left.members) - 1
    modifiers = tuple((each, right.members[0]) for each in left.members[count:])
    return _merge(left, right, left.members[:count], modifiers)


def _same_sort(left: Item, right: Item) -> bool:
    """Whether two items may be listed together: a field or a title of honour is no participant."""
    return (left.members[-1].class_ in CONCEPTS) == (right.members[0].class_ in CONCEPTS)


def _is_kind_of(left: Item, right: Item) -> bool:
    """Whether measures are summed up by what they all are: 甲、乙等惠企政策."""
    return all(each.class_ in _MEASURES for each in (*left.members, right.members[0]))


def _merge(
    left: Item, right: Item, members: tuple[Mention, ...], modifiers: tuple[tuple[Mention, Mention], ...]
) -> Item:
    return Item(
        left.begin,
        right.end,
        (*members, *right.members),
        (*left.listed, *right.listed),
        right.whole or left.whole,
        (*left.modifiers, *right.modifiers, *modifiers),
        (*left.inner, *right.inner),
    )


def _sum_up(left: Item, right: Item) -> Item:
    merged = _merge(left, right, left.members, ())
    return Item(
        merged.begin,
        merged.end,
        merged.members,
        left.members,
        right.members[0],
        merged.modifiers,
        merged.inner,
    )


def _with_appositions(masked: str, items: list[Item]) -> tuple[Item, ...]:
    """Items, each with the names that a clause like 分别是甲、乙 gives to it."""
    found = list(items)
    for match in _NAMELY.finditer(masked):
        group, names = (ord(match[n]) - ord(FIRST) for n in (1, 2))
        if len(found[group].members) == 1:
            whole = found[group].members[0]
            found[group] = Item(
                found[group].begin,
                found[group].end,
                (whole, *found[names].members),
                (),
                None,
                found[group].modifiers,
                found[group].inner,
            )
    return tuple(found)

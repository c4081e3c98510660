"""Candidates for mentions: names that packs list, 《titles》, “quoted” names, and shapes of names by their heads.

A shape ends in a head (银行, 研究所 …) and begins at an anchor: a place, an organisation, a level; where there is none,
and its head allows it, behind the nearest word that ends a phrase. Candidates may overlap; the longest is kept later.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from kg.extraction.scanning import Candidate, Index

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kg.extraction.scanning import Scan, Span
    from kg.extraction.values import Head, Lexicon

__all__ = ["find_candidates"]

_AND_SO_ON = re.compile(
    r"等(?:(?:[0-9]+多?余?|多|数|[一二三四五六七八九十]+)(?:家|所|个)[^，。；：、]{0,8}|一批[^，。；：、]{0,6})?$"
)
_LIST_BREAK = re.compile(r"[，。；：！？\n\r]")
_LIST_MARK = re.compile(r"[、和及与]")
_REACH_OF_LIST = 16
_LONGEST_LIST = 120
_LONGEST_ITEM = 12
_CLOSING = re.compile(r"[、，。；和与及等]|$")
_BRAND = range(2, 4)
"""How many characters a brand has before its trade: 以岭药业."""
_LONGEST_NAME = 40
_LONGEST_OPEN = 24
_LONGEST_PRODUCT = 12
_SHORTEST_POLICY = 4
_LONG_POLICY = 8
_SHORTEST_QUOTED = 4
_TELLING = 4
"""A head of so many characters makes a name with a place alone: 上海市技术市场."""
_LEVELLED = frozenset({"GovernmentBody", "Programme", "Fund", "Award"})
"""Classes whose names may begin with the mere level: 市财政局, 省科技进步奖."""
_FOREIGN = frozenset({"University", "Company", "InvestmentCompany", "FinancialInstitution", "Bank"})
"""Classes whose names a country before them is no part of: 德国X公司."""
_PARENTS = frozenset({"Bank", "University", "Company", "ResearchInstitute", "Park", "UniversitySciencePark"})
"""Classes whose names begin the names of what belongs to them: X大学Y中心."""
_TOPICAL = frozenset(
    {
        "ResearchFacility",
        "ResearchInstitute",
        "Platform",
        "ServiceAgency",
        "Cluster",
        "Alliance",
        "Association",
        "University",
    }
)
"""Classes whose names say what they are about, and so may hold 与: X与Y研究中心."""
_LONGEST_DETERMINER = 4
_SHORTEST_MODIFIER = 2
_PRODUCT_ALONE = 5
_BRANCHES = frozenset({"ResearchInstitute", "Bank", "University", "GovernmentBody"})
"""Classes whose heads make a name with a body alone: X院分院."""
_SLOGANS = frozenset({"Programme", "PolicyDocument", "PolicyMeasure", "FinancialProduct", "Project", "Fund"})
_MARKED = 6
"""A quoted phrase of at most so many characters keeps its marks."""
_BARE_CLASSES = frozenset({"Park", "GovernmentBody", "Bank", "University"})
"""Classes of which a place and a head alone make a name: 上海银行, but not 上海公司."""


def find_candidates(found: Scan) -> tuple[Candidate, ...]:
    """All candidates for names, listed ones included; they may overlap."""
    return (
        *found.listed,
        *_find_titles(found),
        *_find_quoted(found),
        *_find_shapes(found),
        *_find_enumerated(found),
    )


def _find_enumerated(found: Scan) -> Iterator[Candidate]:
    """Names that only their list tells: A、B和C等5家企业."""
    generic = _alternatives((*found.lexicon.cues.get("generic", ()), *(head.form for head in found.lexicon.heads)))
    kinds = {head.form for head in found.lexicon.heads}
    for begin, _, head in found.heads:
        if head.shape != "group" or head.class_ in {"", "Organisation"}:  # what any 单位 may be called tells nothing
            continue
        stretch = found.text[max(0, begin - _REACH_OF_LIST) : begin]
        match = _AND_SO_ON.search(stretch)
        if match is None:
            continue
        last = begin - len(stretch) + match.start()
        first = max(0, last - _LONGEST_LIST)
        first = max([first, *(mark.end() for mark in _LIST_BREAK.finditer(found.text, first, last))])
        for place, end in _items(found, first, last):
            item = found.text[place:end]
            if _SHORTEST_MODIFIER <= len(item) <= _LONGEST_ITEM and item not in kinds and not generic.fullmatch(item):
                yield Candidate(place, end, head.class_, "name", f"enumerated:{head.form}", 0.5)


def _items(found: Scan, first: int, last: int) -> Iterator[Span]:
    """The items of a list between two places; the first begins behind the last word that ends a phrase."""
    text = found.text[first:last]
    place = first
    for match in _LIST_MARK.finditer(text + "、"):
        end = first + match.start()
        begin = max(place, found.floor(end - 1))
        countries = [each.end for each in found.anchors_between(begin, end) if each.class_ == "Country"]
        yield _behind_verbs(found, countries[-1] if countries else begin, end), end
        place = first + match.end()


def _find_titles(found: Scan) -> Iterator[Candidate]:
    heads = {head.form: head for head in found.lexicon.heads if head.shape == "title"}
    for begin, end in found.titles:
        inner = re.sub(r"[（(][^（）()]*[）)]$", "", found.text[begin + 1 : end - 1])
        head = next((heads[inner[at:]] for at in range(len(inner)) if inner[at:] in heads), None)
        if inner:
            yield Candidate(begin, end, head.class_ if head else "Publication", "title", "title", 0.9 if head else 0.6)


def _find_quoted(found: Scan) -> Iterator[Candidate]:
    """“X”工程, with a place directly before it; “X工程”, with its marks if it is short and never stands without."""
    by_begin = {begin: (end, head) for begin, end, head in found.heads}
    by_end = {end: (begin, head) for begin, end, head in found.heads}
    anchors = {each.end: each.begin for each in found.anchors}
    bare = _stand_without_marks(found)
    for begin, end in found.quotations:
        behind = by_begin.get(end)
        if behind is None or behind[1].shape in {"group", "none"}:  # “X”人才资助
            for gap in range(end + 1, min(end + 5, len(found.text))):
                if gap in found.break_set:
                    break
                behind = by_begin.get(gap, behind)
        if behind and behind[1].class_ and behind[1].shape not in {"group", "none"}:
            yield Candidate(anchors.get(begin, begin), behind[0], behind[1].class_, "quoted", "quoted", 0.85)
        within = by_end.get(end - 1)
        named = within and within[1].class_ and within[1].shape not in {"group", "none"} and within[0] > begin + 1
        if within and named and end - begin - 2 >= _SHORTEST_QUOTED - (within[1].shape in {"product", "quoted"}):
            inner = found.text[begin + 1 : end - 1]
            marks = (
                inner not in bare
                and (len(inner) <= _MARKED or within[1].form == "研究")
                and within[1].class_ in _SLOGANS
            )
            yield Candidate(begin + (not marks), end - (not marks), within[1].class_, "quoted", "quoted", 0.8)


def _stand_without_marks(found: Scan) -> frozenset[str]:
    """The quoted phrases that the text also has without quotation marks."""
    inner = {found.text[begin + 1 : end - 1] for begin, end in found.quotations} - {""}
    return frozenset(
        form
        for begin, end, form in Index({form: form for form in inner}).find(found.text)
        if begin == 0 or found.text[begin - 1] != '"' or found.text[end : end + 1] != '"'
    )


def _find_shapes(found: Scan) -> Iterator[Candidate]:
    kinds = _Kinds(found.lexicon)
    determiners = tuple(word for word in found.lexicon.cues.get("determiner", ()) if word.startswith("各"))
    for begin, end, head in found.heads:
        if not _may_be_name(found, begin, end, head):
            continue
        floor = max(found.floor(begin), begin - _LONGEST_NAME)
        if found.text.endswith(determiners, max(0, floor - _LONGEST_DETERMINER), floor):
            continue
        start = None if head.shape in _NEVER_ANCHORED else _anchor(found, floor, begin, head)
        if start is not None:
            if _is_more_than_a_place(found, start, begin, head):
                class_ = _class_of(found, start, begin, head)
                yield Candidate(start, end, class_, "name", f"anchored:{head.form}", 0.85)
        elif head.shape in _UNANCHORED:
            start = _open_begin(found, floor, begin, head)
            is_name, confidence = _UNANCHORED[head.shape]
            if start not in found.counted and is_name(_Phrase(found, start, begin, end, head), kinds):
                yield Candidate(start, end, head.class_, "name", f"{head.shape}:{head.form}", confidence)


def _may_be_name(found: Scan, begin: int, end: int, head: Head) -> bool:
    """Whether a head is a word by itself there: 行业 has no 行, 13所 counts, 浦南区 is a place."""
    if not head.class_ or head.shape in {"group", "none", "quoted"} or begin in found.counted or end in found.counted:
        return False
    trade = found.text[end : end + 1] == "业" and head.class_ != "Cluster"
    return not trade and end not in found.place_ends


@dataclass(frozen=True)
class _Kinds:
    """Patterns of modifiers that make a kind, not a name."""

    lexicon: Lexicon

    @cached_property
    def generic(self) -> re.Pattern[str]:
        return _alternatives(self.lexicon.cues.get("generic", ()))

    @cached_property
    def product(self) -> re.Pattern[str]:
        cues = self.lexicon.cues
        return _alternatives((*cues.get("generic_product", ()), *cues.get("generic", ())))


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A head, and where the phrase begins that it ends."""

    found: Scan
    start: int
    begin: int
    end: int
    head: Head

    @property
    def modifier(self) -> str:
        return self.found.text[self.start : self.begin]

    @property
    def size(self) -> int:
        return self.end - self.start


def _is_brand(phrase: _Phrase, kinds: _Kinds) -> bool:
    found, end = phrase.found, phrase.end
    closed = end in found.break_set or end in found.join_begins or bool(_CLOSING.match(found.text, end))
    return closed and len(phrase.modifier) in _BRAND and not kinds.generic.fullmatch(phrase.modifier)


def _is_product(phrase: _Phrase, kinds: _Kinds) -> bool:
    named = len(phrase.modifier) >= _SHORTEST_MODIFIER and not kinds.product.fullmatch(phrase.modifier)
    alone = not phrase.modifier and phrase.size >= _PRODUCT_ALONE
    return phrase.size <= _LONGEST_PRODUCT and (named or alone)


def _is_policy(phrase: _Phrase, kinds: _Kinds) -> bool:
    long_enough = len(phrase.modifier) >= _SHORTEST_POLICY or (bool(phrase.modifier) and phrase.size >= _LONG_POLICY)
    plain = len(phrase.head.form) < _TELLING and kinds.generic.fullmatch(phrase.modifier)
    return long_enough and phrase.size <= _LONGEST_OPEN and not plain


def _is_open(phrase: _Phrase, kinds: _Kinds) -> bool:
    return phrase.size <= _LONGEST_OPEN and _is_telling(phrase.modifier, phrase.head, kinds.generic)


_NEVER_ANCHORED = frozenset({"product", "brand"})
_UNANCHORED: dict[str, tuple[Callable[[_Phrase, _Kinds], bool], float]] = {
    "brand": (_is_brand, 0.55),
    "product": (_is_product, 0.6),
    "policy": (_is_policy, 0.6),
    "open": (_is_open, 0.65),
}
"""By shape: when a phrase without anchor is a name, and how sure that is."""


def _is_telling(modifier: str, head: Head, generic: re.Pattern[str]) -> bool:
    """Whether what stands before a head names one thing, and not just a kind."""
    if not modifier:
        return head.class_ == "Park" and len(head.form) > _TELLING
    if head.class_ == "Park" and len(head.form) >= _TELLING:
        return True
    if generic.fullmatch(modifier):
        return head.class_ in {"Fund", "Project"} and len(modifier) >= _SHORTEST_POLICY
    return len(modifier) >= _SHORTEST_MODIFIER


def _class_of(found: Scan, anchored: int, begin: int, head: Head) -> str:
    """The class of a name: 国家X基地 without a place is what places are recognised as."""
    nameless = found.text.startswith("国家", anchored) and next(found.anchors_between(anchored, begin), None) is None
    return (
        "Designation"
        if nameless and head.class_ in {"Park", "IndustrialBase", "UniversitySciencePark"}
        else head.class_
    )


def _alternatives(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})+")


def _is_more_than_a_place(found: Scan, anchored: int, begin: int, head: Head) -> bool:
    """Whether an anchor and a head make a name: 上海银行 and X大学分院 do, 上海公司 does not."""
    if anchored < begin:
        first = next((each for each in found.anchors_between(anchored, begin) if each.begin == anchored), None)
        if first is None or first.end < begin:
            return True
        if first.class_ not in found.lexicon.cues.get("place_classes", ()) and head.class_ in _BRANCHES:
            return True
    return head.class_ in _BARE_CLASSES or len(head.form) >= _TELLING


def _anchor(found: Scan, floor: int, begin: int, head: Head) -> int | None:
    """Where a name with a head that begins at ``begin`` starts, if there is an anchor for it."""
    joins = found.joins_between(floor, begin)
    start = joins[-1][1] if joins else floor
    while True:
        first = next(
            (
                _start_of(found, start, each)
                for each in found.anchors_between(start, begin)
                if _may_begin(found, each, head)
            ),
            None,
        )
        first = first if first is not None else _body_before(found, start, begin)
        level = _level(found, start, head)
        if first is not None or level is not None:
            return min(place for place in (first, level) if place is not None)
        if not joins or joins[-1][0] in found.ends:
            return None
        joins.pop()
        start = joins[-1][1] if joins else floor


def _start_of(found: Scan, start: int, anchor: Candidate) -> int:
    """Where a name with an anchor begins: at it, or before it where it stands in a bracket: X（上海）有限公司."""
    return start if found.text[anchor.begin - 1 : anchor.begin] in {"（", "("} else anchor.begin


def _body_before(found: Scan, start: int, begin: int) -> int | None:
    """Where a body begins that no pack lists, but whose own head stands before a head: X银行 in X银行Y分行."""
    for index in range(bisect_right(found.head_ends, start), bisect_right(found.head_ends, begin)):
        place, _, head = found.heads[index]
        if head.shape == "open" and head.class_ in _PARENTS and place - start >= _SHORTEST_MODIFIER:
            return _behind_verbs(found, start, place)
    return None


def _may_begin(found: Scan, anchor: Candidate, head: Head) -> bool:
    foreign = anchor.class_ == "Country" and not found.text.startswith("中", anchor.begin)
    return not (foreign and head.class_ in _FOREIGN)


def _level(found: Scan, start: int, head: Head) -> int | None:
    for level in found.lexicon.cues.get("level", ()):
        if found.text.startswith(level, start) and (len(level) > 1 or head.class_ in _LEVELLED):
            return start
    return None


def _open_begin(found: Scan, floor: int, begin: int, head: Head) -> int:
    """Where a name without anchor starts: behind the last joining word, unless what it joins is but half a name."""
    joins = found.joins_between(floor, begin)
    start = joins[-1][1] if joins else floor
    if (
        head.class_ in _TOPICAL
        and joins
        and found.text[joins[-1][0] : joins[-1][1]] in {"与", "及"}
        and joins[-1][0] not in found.ends
    ):
        before = joins[-2][1] if len(joins) > 1 else floor
        if joins[-1][0] - before >= _SHORTEST_MODIFIER:
            start = before
    product = head.shape in {"product", "brand"}
    countries = [each.end for each in found.anchors_between(start, begin) if product or each.class_ == "Country"]
    return _behind_verbs(found, countries[-1] if countries else start, begin)


def _behind_verbs(found: Scan, start: int, limit: int) -> int:
    """Behind the verbs that stand at the start of a phrase, though names may hold them: 引进, 协调."""
    leading = found.lexicon.cues.get("leading", ())
    while found.text.startswith(leading, start):
        length = max(len(word) for word in leading if found.text.startswith(word, start))
        if start + length == limit - 1 or start + length > limit:
            break
        start += length
    return start

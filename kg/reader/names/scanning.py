"""A text with what the lexicon knows in it: listed names, heads, and where phrases end.

Matching runs on the text's shadow, so that offsets are those of the text. Which words end a phrase, and which only join
two, is data (``words.csv``); the rest follows from marks, numbers and listed names.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from kg.reader.names.boundaries import Boundaries
from kg.reader.names.doubts import stand_alone
from kg.reader.names.values import Candidate
from kg.reader.packs.index import Index
from kg.text.quantities import find_quantities
from kg.text.segmentation import quotations, titles
from kg.text.shadow import shadow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.model import Quantity
    from kg.reader.values import DocumentContext, Head, Lexicon, MentionKind, Name, Place

__all__ = ["Candidate", "Scan", "Span", "keep_longest", "scan"]

Span = tuple[int, int]

_PUNCTUATION = re.compile(
    r"[^\w（）()·&.-]|_|-{2,}"
    r"|[0-9]+(?:年度?|月份?|日|季度)[底初末]?|(?<![0-9A-Za-z])(?!(?:863|973|985|211)[^0-9年月万亿]|[3-6]G|[23]D|[48]K)[0-9]+%?(?![0-9]*(?:研究|[所院厂]))"
    r"|[（(][一二三四五六七八九十0-9]{1,3}[）)]|第[一二三四五六七八九十百0-9]{1,4}[批届期轮次章节]"
)
"""What no name reaches across: marks, dates and numbers, ordinals, the numbers of headings."""


_BRACKET = re.compile(r"[（(][^（）()]{2,24}[）)]")
_GROUNDS = frozenset({"Park", "UniversitySciencePark", "IndustrialBase", "Place"})
"""Classes of places that act as bodies do: X高新区引进…."""
_LEVELS = ("国家", "省级", "市级")
_SCHEMES = frozenset({"Programme", "Fund"})
_WHOLE = frozenset({"open", "anchored", "house", "brand"})
_PROJECT = len("项目")
_PROJECTS = re.compile(r"项目[0-9]")
"""What stands behind a programme whose projects are counted: X计划项目9项."""
_TELLS = re.compile(r"[0-9零一二两三四五六七八九十百千万半近约超逾成到标能产不]|[\"“]")
"""What stands behind 达 where it is a word: 达40家; not in 信达生物, 达安基因."""


@dataclass(frozen=True)
class Scan:
    """A text with what the lexicon knows in it: listed names, where phrases end, heads, quantities.

    ``own_report`` is whether a government speaks in it itself: there quoted phrases name what it carries out.
    """

    text: str
    lexicon: Lexicon
    listed: tuple[Candidate, ...]
    breaks: tuple[int, ...]
    joins: tuple[Span, ...]
    heads: tuple[tuple[int, int, Head], ...]
    quantities: tuple[Quantity, ...]
    titles: tuple[Span, ...]
    quotations: tuple[Span, ...]
    own_report: bool = False

    @cached_property
    def boundaries(self) -> Boundaries:
        """What divides the text into words."""
        return Boundaries(self.lexicon.frequencies)

    @cached_property
    def anchors(self) -> tuple[Candidate, ...]:
        """Listed places and organisations: what a name may begin with. 全市 is a place, but begins no name."""
        cues = self.lexicon.cues
        classes = {*cues.get("place_classes", ()), *cues.get("organisation_classes", ())}
        ours = {form for key, forms in cues.items() if key.startswith("place_") for form in forms}
        return tuple(
            each for each in self.listed if each.class_ in classes and self.text[each.begin : each.end] not in ours
        )

    @cached_property
    def anchor_begins(self) -> list[int]:
        """Where anchors begin."""
        return [each.begin for each in self.anchors]

    @cached_property
    def ends(self) -> frozenset[int]:
        """Where a name may be whole: behind a head that makes one, or a listed place or organisation."""
        whole = {end for _, end, head in self.heads if head.class_ and head.shape in _WHOLE}
        return frozenset(whole | {each.end for each in self.anchors})

    @cached_property
    def place_ends(self) -> frozenset[int]:
        """Where listed places end: their last characters are no heads."""
        return frozenset(each.end for each in self.listed if each.rule in {"place", "afar"})

    @cached_property
    def listed_begins(self) -> Mapping[int, int]:
        """By its end, where each listed name begins."""
        return {each.end: each.begin for each in self.listed}

    @cached_property
    def scheme_ends(self) -> frozenset[int]:
        """Where the heads of programmes and funds end: a verb that stands there is none (X基金资助31项)."""
        return frozenset(end for _, end, head in self.heads if head.class_ in {*_SCHEMES, "Award"})

    @cached_property
    def head_ends(self) -> list[int]:
        """Where heads end."""
        return [end for _, end, _ in self.heads]

    @cached_property
    def join_begins(self) -> frozenset[int]:
        """Where joining words begin."""
        return frozenset(begin for begin, _ in self.joins)

    @cached_property
    def counted(self) -> frozenset[int]:
        """Where quantities end: what stands there is counted, not named."""
        return frozenset(each.end for each in self.quantities)

    @cached_property
    def break_set(self) -> frozenset[int]:
        """Where a phrase may begin."""
        return frozenset(self.breaks) | {end for _, end in self.joins}

    def floor(self, place: int) -> int:
        """The end of the last word or mark before a place that no name reaches across."""
        index = bisect_right(self.breaks, place)
        return self.breaks[index - 1] if index else 0

    def anchors_between(self, begin: int, end: int) -> Iterator[Candidate]:
        """The anchors that lie between two places."""
        for index in range(bisect_left(self.anchor_begins, begin), len(self.anchors)):
            anchor = self.anchors[index]
            if anchor.begin >= end:
                return
            if anchor.end <= end:
                yield anchor

    def joins_between(self, begin: int, end: int) -> list[Span]:
        """The joining words that lie between two places."""
        low = bisect_left(self.joins, (begin, 0))
        return [join for join in self.joins[low : bisect_left(self.joins, (end, 0))] if join[1] <= end]


def scan(
    text: str, names: Index[Name], places: Mapping[str, Place], context: DocumentContext, lexicon: Lexicon
) -> Scan:
    """Find what is listed in a document with that context. ``places`` are the forms of places that count in it."""
    home, own_report = context.place, bool(context.kind)
    matched = shadow(text)
    taken = tuple(titles(text))
    quoted = tuple(quotations(text))
    quantities = find_quantities(text, lexicon.units)
    levels = tuple(level for level in lexicon.cues.get("level", ()) if len(level) == 1)
    found = list(_find_names(matched, names, lexicon, frozenset(each.end for each in quantities)))
    found += _find_places(matched, places, lexicon, home)
    found = list(stand_alone(matched, found, lexicon, home, quoted))
    halves = {each.end - 1 for each in found if each.rule in {"place", "afar"}}
    listed = keep_longest(
        (each for each in found if not (each.begin in halves and matched.startswith(levels, each.begin))), len(text)
    )
    heads = tuple(_find_heads(matched, lexicon, own_report=own_report))
    breaks, joins = _find_breaks(matched, lexicon, listed, heads, quantities)
    edges = frozenset(breaks) | {end for _, end in joins} | {each.end for each in listed}
    boundaries = Boundaries(lexicon.frequencies)
    kept = tuple(
        each
        for each in listed
        if each.begin in edges
        or not (each.rule == "afar" or matched.startswith(levels, each.begin))
        or (each.rule != "afar" and boundaries.ends_before(matched, each.begin))
    )
    return Scan(matched, lexicon, kept, breaks, joins, heads, quantities, taken, quoted, own_report)


def _find_names(text: str, names: Index[Name], lexicon: Lexicon, counted: frozenset[int]) -> Iterator[Candidate]:
    """Listed names, where they stand by themselves.

    A trade gives way to its shorter form: 生物医药 in 生物医药产业基地. What is counted is no designation: 国家级孵化器
    22家. Whom a compound is for is not addressed by it (科技企业孵化器), nor is that a field which only says what sort
    of thing is meant (农业合作社, 激光器件).
    """
    compounds = lexicon.cues.get("target_goes_on", ())
    modified = lexicon.cues.get("field_goes_on", ())
    goes_on = lexicon.cues.get("trade_goes_on", ())
    for begin, forms in names.all(text).items():
        while forms and forms[-1][1].class_ == "Field" and text.startswith(goes_on, forms[-1][0] - len("产业")):
            forms.pop()
        if not forms:
            continue
        end, name = forms[-1]
        if name.class_ == "TargetGroup" and text.startswith(compounds, end):
            continue
        if name.class_ == "Field" and text.startswith(modified, end):
            continue
        levelled = name.class_ == "Designation" and text.startswith(_LEVELS, begin)
        if levelled and (begin in counted or text[end : end + 1].isdigit()):
            continue
        kind: MentionKind = "name" if name.kind == "full" else "short"
        yield Candidate(begin, end, name.class_, kind, "listed", 0.95, name.entity)


def _find_places(text: str, places: Mapping[str, Place], lexicon: Lexicon, home: Place | None) -> Iterator[Candidate]:
    """Places; one that ends within a word gives way to its short form: 杨浦 in 杨浦区域.

    Those of the rule *afar* are counties and districts of other provinces, which many words look like.
    """
    province = home.code[:2] if home else ""
    words = lexicon.cues.get("place_words", ())
    for begin, forms in Index(places).all(text).items():
        while forms and text.startswith(words, forms[-1][0] - 1):
            forms.pop()
        if not forms:
            continue
        end, place = forms[-1]
        if text[begin : begin + 1] == "中" and text[begin - 1 : begin] in {"其", "当", "集", "展"}:  # 其中国家级…
            continue
        afar = bool(place.code) and not place.code.endswith("00") and not place.code.startswith(province)
        yield Candidate(begin, end, place.class_, "name", "afar" if afar else "place", 0.95, place.zh)


@lru_cache(maxsize=8)
def _heads(lexicon: Lexicon, *, own_report: bool) -> tuple[Mapping[str, Head], Index[Head]]:
    """The heads of names by their forms, and what finds them."""
    heads = (replace(head, shape=head.reported) if own_report else head for head in lexicon.heads)
    forms = {head.form: head for head in heads if head.shape not in {"", "title"}}
    return forms, Index(forms)


@lru_cache(maxsize=8)
def _words(lexicon: Lexicon) -> Index[str]:
    return Index(lexicon.words)


def _find_heads(text: str, lexicon: Lexicon, *, own_report: bool) -> Iterator[tuple[int, int, Head]]:
    """Heads in a text, the longest of those that share an end, in order of their ends."""
    forms, index = _heads(lexicon, own_report=own_report)
    best: dict[int, tuple[int, Head]] = {}
    blocked: set[int] = set()
    for begin, last, longest in index.find(text):
        end, head = last, longest
        counted = _PROJECTS.match(text, end - _PROJECT) if head.shape == "none" else None
        if counted and head.form[:-_PROJECT] in forms:
            end, head = end - _PROJECT, forms[head.form[:-_PROJECT]]
        if not text.startswith(head.unless, end) or (head.class_ in _SCHEMES and _PROJECTS.match(text, end)):
            if head.shape != "brand" or end not in blocked:
                best.setdefault(end, (begin, head))
        else:
            blocked.add(end)  # X铁路局 holds no street
    for end in sorted(best):
        begin, head = best[end]
        yield begin, end, head


def _find_breaks(
    text: str,
    lexicon: Lexicon,
    listed: Sequence[Candidate],
    heads: Sequence[tuple[int, int, Head]],
    quantities: Iterable[Quantity],
) -> tuple[tuple[int, ...], tuple[Span, ...]]:
    """Where phrases end (before and behind the marks and words that end them), and the spans of joining words.

    Words are matched from the left, the longest first, around listed names and heads, whose characters are no words.
    """
    breaks = {0, *(match.end() for match in _PUNCTUATION.finditer(text)), *(each.end for each in quantities)}
    breaks |= _ends_of_names(text, lexicon, listed, heads)
    skip = {each.begin: each.end for each in listed}
    for begin, end, _ in heads:
        if end - begin > 1:
            skip[begin] = max(end, skip.get(begin, 0))
    words = _words(lexicon).all(text)
    joins = []
    begins = [*(each.begin for each in listed), len(text)]
    reached, following = 0, 0
    for place in sorted(words.keys() | skip.keys()):
        if place < reached:
            continue
        while begins[following] <= place:
            following += 1
        found = next((each for each in reversed(words.get(place, ())) if each[0] <= begins[following]), None)
        if found is None or found[0] <= skip.get(place, 0):
            reached = skip.get(place, place)
            continue
        reached, kind = found
        if text[place:reached] == "达" and not _TELLS.match(text, reached):
            continue
        if kind == "break":
            breaks |= {place, reached}
        elif kind == "join":
            joins.append((place, reached))
    return tuple(sorted(breaks)), tuple(joins)


def _ends_of_names(
    text: str, lexicon: Lexicon, listed: Iterable[Candidate], heads: Iterable[tuple[int, int, Head]]
) -> set[int]:
    """Where listed names end a phrase: 全市, which begins no name, and a body that acts (市科技局联合…)."""
    cues = lexicon.cues
    bodies = frozenset(cues.get("organisation_classes", ()))
    acts = cues.get("acts", ())
    ours = {form for key, forms in cues.items() if key.startswith("place_") for form in forms}
    found = {each.end for each in listed if text[each.begin : each.end] in ours}
    ends = {each.end for each in listed if each.class_ in bodies} | {
        end for _, end, head in heads if head.class_ in bodies
    }
    ends -= {begin for begin, _, head in heads if head.class_ in bodies}
    ends |= {bracket.end() for bracket in (_BRACKET.match(text, end) for end in ends) if bracket}  # X公司（Y）联合Z
    places = {each.end for each in listed if each.rule in {"place", "afar"}}
    places |= {end for _, end, head in heads if head.class_ in _GROUNDS}
    named = cues.get("named_so", ())
    for verbs, whole in ((acts, ends), (cues.get("acts_of_places", ()), places)):
        for end in whole:
            if text.startswith(verbs, end) and not text.startswith(named, end):
                found |= {end, end + max(len(word) for word in verbs if text.startswith(word, end))}
    return found


def keep_longest(candidates: Iterable[Candidate], size: int) -> tuple[Candidate, ...]:
    """Of candidates that overlap the longest; of equally long ones the surest, then the first. In order of the text."""
    taken = bytearray(size)
    kept = []
    for each in sorted(candidates, key=lambda each: (each.begin - each.end, -each.confidence, each.begin, each.rule)):
        if taken.find(1, each.begin, each.end) < 0:
            taken[each.begin : each.end] = b"\1" * (each.end - each.begin)
            kept.append(each)
    return tuple(sorted(kept, key=lambda each: each.begin))

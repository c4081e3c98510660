"""One noun phrase: what it names by its last word, where it ends, and what behind it belongs to the verb."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.reader.packs.valency import Noun
from kg.reader.relations.line import CLOSING, SHORTEST, Phrase, is_count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.model import Quantity
    from kg.reader.relations.line import Line
    from kg.reader.values import Mention

__all__ = ["FIELD", "Headed", "behind_light", "ending_of", "framed", "head_of", "summary_of"]

FIELD = "field"
_NAMED, _NOTHING, _TITLE, _DOCUMENT = "named", "none", "award", "document"
_COUNTED = "counted"
_HEADS_OF = frozenset({"人", "户", "人次", "件", "次", "项", "款", "种", "天", "年", "个月"})
"""Units that do not count what stands somewhere."""
_QUOTED = "”』」"
_LIGHT = re.compile(
    r"(?:了|好|对(?![外口标俄台内])|起|出|完)*(?:\s|一批批?|一大批|一系列|更多|更好|若干|各项|各类|各种|一个个?|一座|一支|一条|多个"
    r"|多项|一项|这些|所有|部分|有关|相关|新一轮|一揽子|具体|这项|那些)*的?"
)
"""What stands before a noun phrase and tells nothing of it."""
_AROUND = re.compile(r"(?:约|近|超过|超|逾|共|累计|共计|各|总数|以上|余)*$")
_NOTE = re.compile(r"(?:[［\[]\d+[］\]]|（[^（）]*）|\([^()]*\)|等|\s)$")
_FOLLOWS = re.compile(r"[在向到以于从进参走做成加提扩创增入上赴就投办返来回转兴]")
"""What may begin a predicate behind a noun phrase, besides verbs and what stands before them."""
_EMPTY = re.compile(
    r"(?:各项?|有关|相关|重大|重要|一系列|具体|全部|这些|系列|配套|其他|上述|多项|全面|深化|的|重点|关键|主要|国家|各级|创新|工作"
    r"|新的?|好|有效|得力|改革|发展|建设)*"
)
"""Modifiers that do not tell which programme, policy or document is meant."""
_DEFINITE = frozenset({"programme", "works", "policy", "document", "system", "mechanism", "service", "technology"})
"""Sorts of things that only a noun with a modifier tells: 推进改革 names none."""
_MADE = frozenset({"document", "technology"})
"""Sorts of things that a long noun tells by itself: 研究出台扶持政策."""
_WHO = frozenset({"people", "actors"})
_BUILT = frozenset({"facility", "zone", "road", "housing", "people", "team"})
"""Sorts of things that a quotation does not name by its last word: “百村万里路” is a campaign."""
_VAGUE = frozenset({"改革", "体系", "机制", "任务", "攻关", "治理"})
"""Nouns that need a longer modifier to tell what is meant."""
_LOOSE = frozenset({"体系", "机制"})
_TELLING, _TELLING_MORE = 4, 7
_OF_WHOM = frozenset({"service", "training", "team"})
"""Endings that are no longer the verb's behind 的: 保障甲的权益 does not say that 甲 is supported."""
_QUOTE = 4
"""Characters that a quotation with its marks has at most that is no name: “三农”."""
_LONGEST = 64
_PIVOTS = frozenset({"support", "encourage", "attract", "benefit", "drive"})
"""Groups of verbs behind whose objects may stand what these do: 支持甲研发乙."""
_URGING = frozenset({"support", "encourage", "drive"})
_DOERS = frozenset({"actors", "people", "organisation", "zone", "place", "city", "team"})


@dataclass(frozen=True, slots=True)
class Headed:
    """A stretch whose last word is known: a :class:`~kg.reader.relations.line.Phrase` before a verb has taken it.

    ``nouns`` are what it may name, ``ending`` is what was cut off behind it, ``last`` where a number behind it ends.
    """

    begin: int
    end: int
    nouns: tuple[Noun, ...]
    ending: str
    mention: Mention | None
    counted: Quantity | None
    last: int


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A stretch without what tells nothing of it at both ends, the number that counts it, where that one ends."""

    begin: int
    end: int
    counted: Quantity | None
    last: int


def head_of(line: Line, begin: int, end: int, verbs: Sequence[str] = (), *, whole: bool = True) -> Headed | None:
    """What a stretch names that one of some verbs takes; without verbs, what it names at all.

    If not ``whole``, a predicate may follow behind it.
    """
    stretch = _bare(line, begin, end)
    if not SHORTEST <= stretch.end - stretch.begin <= _LONGEST:
        return None
    if not _URGING.isdisjoint(verbs):
        pivot = _pivot(line, stretch, verbs)
        if pivot:
            return pivot
    options = list(_options(line, stretch))
    fitting = next((each for each in options if _fits(line, each, verbs)), None)
    if fitting:
        return fitting
    followed = _followed(line, stretch, verbs) if verbs or not whole else None
    return followed or next(iter(options), None)


def _fits(line: Line, head: Headed, verbs: Sequence[str]) -> bool:
    """Whether one of some verbs takes a stretch; without verbs, whether it names anything."""
    return any(framed(line, head, verbs)) if verbs else head.nouns[0].sort != _NOTHING


def summary_of(line: Line, begin: int, end: int) -> Headed | None:
    """What sums up a list: 道路 of 甲路、乙路等道路."""
    return head_of(line, begin, end, whole=False) if begin < end else None


def ending_of(line: Line, begin: int, end: int) -> str:
    """What kind of ending a stretch is, if nothing but adverbials stands before it: 有序发展."""
    place = line.behind_adverbials(begin, end)
    for first in (begin, place):
        found = line.valency.endings.values.get(line.text[first:end])
        if found:
            return found[0]
    return ""


def behind_light(line: Line, begin: int, end: int) -> int:
    """Where a noun phrase begins behind what tells nothing of it."""
    light = _LIGHT.match(line.text, begin, end)
    return light.end() if light else begin


def framed(line: Line, head: Headed, verbs: Sequence[str], inherited: str = "") -> Iterator[Phrase]:
    """A stretch as a phrase that the verb takes; with the ending of the last one of its list if it has none."""
    nouns = tuple(noun for noun in head.nouns if _is_told(line, head, noun))
    for ending in dict.fromkeys((head.ending or inherited, head.ending)):
        found = line.valency.frame(verbs, nouns, ending)
        if found:
            end = max(head.end, head.last) if head.counted else head.end
            yield Phrase(head.begin, end, found[1], found[0], head.mention, head.counted)
            return


# ── both ends ──────────────────────────────────────────────────────────────────────────────


def _bare(line: Line, begin: int, end: int) -> _Stretch:
    first, counted = _skip(line, begin, end)
    last, behind = _trim(line, first, end)
    if behind is None:
        return _Stretch(first, last, counted, last)
    return _Stretch(first, last, counted or (behind if is_count(behind) else None), behind.end)


def _skip(line: Line, begin: int, end: int) -> tuple[int, Quantity | None]:
    """Where a phrase begins behind what tells nothing of it and a measure, and the number of what it names."""
    place = behind_light(line, begin, end)
    found = line.quantity_at(place)
    if found is None or found.end >= end:
        return place, None
    if is_count(found):
        return place, found
    return found.end + (line.text[found.end] == "的"), None


def _trim(line: Line, begin: int, end: int) -> tuple[int, Quantity | None]:
    """Where a phrase ends before notes, 等 and a quantity behind it; and that quantity."""
    found: Quantity | None = None
    while end > begin + 1:
        note = _NOTE.search(line.text, begin, end)
        if note:
            end = note.start()
            continue
        quantity = line.quantity_before(end)
        if quantity is None or quantity.begin <= begin + 1 or found:
            break
        found = quantity
        around = _AROUND.search(line.text, begin, quantity.begin)
        end = around.start() if around else quantity.begin
    return end, found


# ── the last word ──────────────────────────────────────────────────────────────────────────


def _options(line: Line, stretch: _Stretch, ending: str = "") -> Iterator[Headed]:
    """The ways to read a stretch: by the word that it ends with, then without an ending that belongs to the verb."""
    head = _named(line, stretch, ending)
    if head:
        yield head
    if ending:
        return
    endings = line.valency.endings
    text, end = line.text, stretch.end
    for size in endings.sizes_before(text, end, stretch.begin + 1):
        owned = text[end - size - 1] == "的"
        for value in endings.values[text[end - size : end]]:
            if not (owned and value in _OF_WHOM):
                yield from _options(line, replace(stretch, end=end - size - owned), value)


def _named(line: Line, stretch: _Stretch, ending: str = "") -> Headed | None:
    begin, end = stretch.begin, stretch.end
    if end - begin < SHORTEST:
        return None
    closed = line.text[end - 1] in CLOSING
    mention = line.mention_before(end, begin) or (line.mention_before(end - 1, begin) if closed else None)
    quoted = line.text[end - 1] in _QUOTED
    nouns = tuple(noun for noun in _nouns(line, begin, end - closed) if not quoted or noun.sort not in _BUILT)
    if mention:
        nouns += tuple(Noun("", sort, "") for sort in line.sorts_of(mention))
    if quoted and end - begin > _QUOTE:
        nouns += (Noun("", _NAMED, "projectKind"),)
    elif line.text[end - 1] == "》":
        nouns += (Noun("", _DOCUMENT, "documentKind"),)
    elif not nouns and stretch.counted and stretch.counted.unit not in _HEADS_OF:
        nouns = (Noun("", _COUNTED, "facilityKind"),)
    return Headed(begin, end, nouns, ending, mention, stretch.counted, stretch.last) if nouns else None


def _nouns(line: Line, begin: int, end: int) -> tuple[Noun, ...]:
    """What the words that end at a place name, the longest first: 综合试点, then 试点."""
    found: list[Noun] = []
    for size in line.valency.nouns.sizes_before(line.text, end, begin):
        found += line.valency.sorts[line.text[end - size : end]]
        if found[-1].sort == _NOTHING:
            break
    return tuple(found)


def _is_told(line: Line, head: Headed, noun: Noun) -> bool:
    """Whether a phrase tells which thing it means, where its last word alone does not."""
    if head.mention or head.counted or noun.sort in {_NAMED, _TITLE}:
        return True
    closed = line.text[head.end - 1] in CLOSING
    modifier = line.text[head.begin : head.end - len(noun.form) - closed]
    if noun.form in _VAGUE:
        return len(modifier) >= (_TELLING_MORE if noun.form in _LOOSE else _TELLING)
    if noun.sort in _DEFINITE:
        made = noun.sort in _MADE and len(noun.form) >= _TELLING
        return made or (len(modifier) >= SHORTEST and _EMPTY.fullmatch(modifier) is None)
    if noun.sort == FIELD and len(noun.form) <= SHORTEST:
        return len(modifier) >= SHORTEST or (len(noun.form) == 1 and bool(modifier))
    return bool(modifier) or len(noun.form) > SHORTEST or head.last > head.end or noun.sort in _WHO


# ── what a predicate follows ───────────────────────────────────────────────────────────────


def _followed(line: Line, stretch: _Stretch, verbs: Sequence[str]) -> Headed | None:
    """The first phrase behind which a predicate begins: 甲实验室 of 支持甲实验室进入…."""
    pivot = not verbs or not _PIVOTS.isdisjoint(verbs)
    for head in _within(line, stretch, stretch.end - 1):
        if _is_predicate(line, head.end, stretch.end, pivot=pivot) and (not verbs or any(framed(line, head, verbs))):
            return head
    return None


def _pivot(line: Line, stretch: _Stretch, verbs: Sequence[str]) -> Headed | None:
    """Who is helped or urged, if what they do follows with a verb and an object: 企业 in 支持企业引进人才."""
    for head in _within(line, stretch, stretch.end - _TELLING + 1):
        place = line.behind_adverbials(head.end, stretch.end)
        size = line.verb_at(place, stretch.end)
        rest = place + size
        if not size or rest + 1 >= stretch.end:
            continue
        if _DOERS.intersection(noun.sort for noun in head.nouns) and any(framed(line, head, verbs)):
            return head
    return None


def _within(line: Line, stretch: _Stretch, limit: int) -> Iterator[Headed]:
    """The phrases that a stretch begins with, the shortest first."""
    for place in range(stretch.begin + SHORTEST, limit):
        if line.text[place - 1] not in _QUOTED and line.depth(stretch.begin, place):
            continue
        head = _named(line, _Stretch(stretch.begin, place, stretch.counted, place))
        if head:
            yield head


def _is_predicate(line: Line, place: int, end: int, *, pivot: bool) -> bool:
    """Whether a predicate begins at a place: what happens, or behind who is helped or urged, what these do."""
    words = line.valency
    if words.happenings.size_at(line.text, place, end) >= SHORTEST:
        return True
    return pivot and bool(
        any(forms.size_at(line.text, place, end) >= SHORTEST for forms in (words.verbs, words.adverbials))
        or (_FOLLOWS.match(line.text, place, end) and words.nouns.size_at(line.text, place, end) < SHORTEST)
    )

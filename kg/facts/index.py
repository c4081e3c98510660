"""Search by name: Chinese in either script, English, pinyin and initials, with room for a slip of the finger.

The index holds every form of every name, folded: width, case, script, spaces and punctuation do not count.
A form is as good as the way in which it matches (whole, from its beginning, from the beginning of a
word or syllable, inside, in pieces, nearly), and a thing is as good as its best form; among equals
the one that more is said about comes first.

What a search costs is bounded, whoever asks: a query is cut, forms are looked up by the characters and pairs of
characters that they hold, and no more than so many of them are compared in full.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import Enum
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from kg.facts.values import Words
from kg.text.folding import fold, is_chinese

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from kg.facts.values import Thing

__all__ = ["LONGEST", "Hit", "How", "Index", "Kind", "build_index"]

LONGEST: Final = 100
"""Characters of a query that are looked for; no name is longer."""
_MOST_WORDS: Final = 8
"""Words of a query that may stand in a name in any order."""
_MOST_SCORED: Final = 5000
"""Forms that are scored for one query, those of the best known things first."""
_MOST_COMPARED: Final = 48
"""Forms that are compared with a query letter by letter."""
_MOST_COUNTED: Final = 20_000
"""Places that are counted to choose these; the rarer pairs of characters come first."""
_ENOUGH: Final = 3
"""With fewer hits than this, near misses are looked for."""
_SHORTEST_SLIP: Final = 4
"""Letters that a query needs before a slip in it is forgiven; two for Chinese, where a character is a word."""
_SHORTEST_INSIDE: Final = 3
"""Letters that a query needs to be looked for inside words and syllables."""
_SHORTEST_SHARED: Final = 3
"""Chinese characters in a row that say enough to be looked for when the whole query is nowhere."""
_SIMILAR: Final = 0.72
"""How alike a form has to be to count as nearly the query, from 0 to 1."""
_PART: Final = 0.9
"""What being like a part of a form counts, against being like the whole."""


class Kind(Enum):
    """What sort of form of a name matched."""

    NAME = Words("名称", "name")
    OTHER = Words("别名", "other name")
    PINYIN = Words("拼音", "pinyin")
    INITIALS = Words("首字母", "initials")


class How(Enum):
    """How a query matched a form, and how well (0 to 100)."""

    WHOLE = (100, Words("相同", "the same"))
    BEGINNING = (90, Words("以此开头", "begins with it"))
    WORD = (80, Words("其中一词以此开头", "a word of it begins with it"))
    INSIDE = (70, Words("包含", "contains it"))
    WORDS = (65, Words("包含各词", "contains its words"))
    PIECES = (60, Words("依次包含各字", "contains its characters"))
    NEARLY = (50, Words("相近", "nearly the same"))
    SOUND = (49, Words("读音相同", "sounds the same"))
    SHARED = (48, Words("有一部分相同", "shares a part"))

    @property
    def score(self) -> int:
        """How good such a match is."""
        return self.value[0]

    @property
    def words(self) -> Words:
        """What a reader is told."""
        return self.value[1]


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that a query finds, how well (0 to 100), the form of its name that matched, and in which way."""

    thing: Thing
    score: int
    form: str
    kind: Kind = Kind.NAME
    how: How = How.WHOLE

    @property
    def guessed(self) -> bool:
        """Whether the query does not stand in the name: it is like it, or shares something with it."""
        return self.how in (How.NEARLY, How.SOUND, How.SHARED)

    @property
    def reason(self) -> Words:
        """Why the thing was found."""
        kind, how = self.kind.value, self.how.words
        return Words(f"{kind.zh}{how.zh}", f"{kind.en}: {how.en}")


@dataclass(frozen=True, slots=True)
class _Form:
    """One form of a name: as written and folded, where its words begin, and what sort of form it is."""

    written: str
    folded: str
    starts: frozenset[int]
    thing: int
    kind: Kind


@dataclass(frozen=True)
class Index:
    """Forms of names, ready to be searched. Make one with :func:`build_index`."""

    things: tuple[Thing, ...]
    forms: tuple[_Form, ...]
    grams: Mapping[str, Sequence[int]] = field(repr=False)
    """Where each character, and each pair of characters, stands: the numbers of forms, ascending."""

    def find(self, query: str, limit: int = 20, keep: Callable[[Thing], bool] | None = None) -> list[Hit]:
        """Find the best hits for a query, best first; none for an empty query.

        Args:
            query: what is looked for; what goes beyond :data:`LONGEST` characters is not.
            limit: how many hits to give at most.
            keep: tells which things are wanted at all.

        """
        query = query.strip()[:LONGEST]
        wanted = fold(query)[:LONGEST]
        if not wanted or not any(map(str.isalnum, wanted)):
            return []
        best: dict[int, Hit] = {}
        words = [fold(word) for word in query.split()][:_MOST_WORDS]
        for place in self._candidates(wanted, words):
            form = self.forms[place]
            if how := _match(form, wanted, words):
                self._offer(best, form, how.score, how, keep)
        if len(best) < _ENOUGH and len(wanted) >= (2 if is_chinese(wanted) else _SHORTEST_SLIP):
            for place, likeness, how in self._near(wanted):
                self._offer(best, self.forms[place], int(how.score * likeness), how, keep)
        if not best:
            for place, share in self._sharing_words(words):
                self._offer(best, self.forms[place], int(How.SHARED.score * share), How.SHARED, keep)
        return sorted(best.values(), key=_rank)[:limit]

    def _offer(
        self, best: dict[int, Hit], form: _Form, score: int, how: How, keep: Callable[[Thing], bool] | None
    ) -> None:
        known = best.get(form.thing)
        if known is None or score > known.score:
            thing = self.things[form.thing]
            if keep is None or keep(thing):
                best[form.thing] = Hit(thing, score, form.written, form.kind, how)

    def _candidates(self, wanted: str, words: Sequence[str]) -> Sequence[int]:
        """The forms that may hold the query, its words, or its characters in order; no more than can be scored."""
        found = set(self._holding(wanted))
        if len(words) > 1:
            found |= set.intersection(*(set(self._holding(word)) for word in words))
        if len(wanted) > 1 and is_chinese(wanted):
            found |= set(self._with_all(set(wanted)))
        return sorted(found)[:_MOST_SCORED]

    def _holding(self, wanted: str) -> Iterable[int]:
        """The forms that have all pairs of characters of a text: whatever holds it is among them."""
        return self._with_all({wanted} if len(wanted) == 1 else {first + second for first, second in pairwise(wanted)})

    def _with_all(self, grams: set[str]) -> Iterable[int]:
        found: Sequence[int] | None = None
        for places in sorted((self.grams.get(gram, ()) for gram in grams), key=len):
            found = places if found is None else [place for place in found if _has(places, place)]
            if not found:
                return ()
        return found or ()

    def _near(self, wanted: str) -> Iterator[tuple[int, float, How]]:
        """Forms that are nearly the query, and how nearly (0 to 1).

        They are like it as wholes, or a part of them is; or, in Chinese, they sound like it (an input method offers
        the wrong characters of a sound), or hold at least half of it in one piece.
        """
        matcher = SequenceMatcher(autojunk=False)
        matcher.set_seq2(wanted)  # what it prepares for the second text, it keeps
        for place in self._alike(wanted):
            form = self.forms[place].folded
            if len(form) >= len(wanted) - 1:
                matcher.set_seq1(form)
                likeness = _likeness(matcher, len(form), len(wanted))
                if likeness >= _SIMILAR:
                    yield place, likeness, How.NEARLY
        if is_chinese(wanted):
            yield from self._sounding(wanted)
            yield from self._sharing(wanted)

    def _alike(self, wanted: str) -> list[int]:
        """The forms that share the most pairs of characters with a query, in both their lengths."""
        pairs = {first + second for first, second in pairwise(wanted)}
        shared: Counter[int] = Counter()
        counted = 0
        for places in sorted((self.grams.get(pair, ()) for pair in pairs), key=len):
            counted += len(places)
            if counted > _MOST_COUNTED and shared:
                break
            shared.update(places[:_MOST_COUNTED])

        def unlike(place: int) -> tuple[float, int]:
            return -shared[place] / (len(wanted) + min(len(self.forms[place].folded), 2 * len(wanted))), place

        return sorted(shared, key=unlike)[:_MOST_COMPARED]

    def _sounding(self, wanted: str) -> Iterator[tuple[int, float, How]]:
        sound = "".join(_syllables(wanted))
        for place in list(self._holding(sound))[:_MOST_SCORED]:
            form = self.forms[place]
            how = None if form.kind is Kind.INITIALS else _match(form, sound, [])
            if how and how.score >= How.WORD.score:
                yield place, how.score / 100, How.SOUND

    def _sharing(self, wanted: str) -> Iterator[tuple[int, float, How]]:
        """The forms that hold the longest piece of the query that any form holds."""
        low, high = max(len(wanted) // 2, _SHORTEST_SHARED), len(wanted) - 1
        best: tuple[int, list[int]] = (0, [])
        while low <= high:  # what holds a piece holds the shorter ones in it
            length = (low + high) // 2
            found = self._holding_piece(wanted, length)
            if found:
                best, low = (length, found), length + 1
            else:
                high = length - 1
        yield from ((place, best[0] / len(wanted), How.SHARED) for place in best[1])

    def _sharing_words(self, words: Sequence[str]) -> Iterator[tuple[int, float]]:
        """The forms that hold some words of a query, and which share of them; rarer words count more."""
        rarity: dict[str, float] = {}
        holders: dict[int, float] = defaultdict(float)
        for word in {word.removesuffix("s") for word in words if len(word) >= _SHORTEST_SLIP}:
            found = [place for place in list(self._holding(word))[:_MOST_SCORED] if word in self.forms[place].folded]
            rarity[word] = 1 / (len(found) + 1)
            for place in found:
                holders[place] += rarity[word]
        for place in sorted(holders, key=lambda place: (-holders[place], place))[:_MOST_COMPARED]:
            yield place, holders[place] / sum(rarity.values())

    def _holding_piece(self, wanted: str, length: int) -> list[int]:
        pieces = {wanted[begin : begin + length] for begin in range(len(wanted) - length + 1)}
        return [
            place
            for piece in sorted(pieces)
            for place in list(self._holding(piece))[:_MOST_COMPARED]
            if piece in self.forms[place].folded
        ]


def build_index(things: Iterable[Thing]) -> Index:
    """Index the names of things, with their pinyin by syllables, and what keys the graph gives beside."""
    ordered = tuple(sorted(things, key=lambda thing: -thing.weight))
    forms = tuple(form for place, thing in enumerate(ordered) for form in _forms(place, thing))
    grams: dict[str, list[int]] = defaultdict(list)
    for number, form in enumerate(forms):
        for gram in {*form.folded, *(first + second for first, second in pairwise(form.folded))}:
            grams[gram].append(number)
    return Index(ordered, forms, dict(grams))


def _rank(hit: Hit) -> tuple[int, int, int, str]:
    return -hit.score, -hit.thing.weight, len(hit.thing.words.zh), hit.thing.iri


def _forms(place: int, thing: Thing) -> Iterator[_Form]:
    seen: set[str] = set()
    preferred = [*filter(None, (thing.words.zh, thing.words.en))]
    for kind, names in ((Kind.NAME, preferred), (Kind.OTHER, thing.names)):
        for name in names:
            yield from _form(name, name.split(), place, seen, kind)
    for name in (thing.words.zh, *thing.names):
        if is_chinese(name):
            syllables = _syllables("".join(char for char in unicodedata.normalize("NFKC", name) if char.isalnum()))
            yield from _form(name, syllables, place, seen, Kind.PINYIN)
            yield from _form(name, [syllable[:1] for syllable in syllables], place, seen, Kind.INITIALS)
    for key in thing.keys:  # after what is computed, which knows where syllables begin
        yield from _form(key, [key], place, seen, Kind.PINYIN)


def _syllables(name: str) -> list[str]:
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 - its dictionaries take long to load

    return list(lazy_pinyin(name, style=Style.NORMAL))


def _form(written: str, words: Sequence[str], place: int, seen: set[str], kind: Kind) -> Iterator[_Form]:
    parts = [fold(word) for word in words]
    folded = "".join(parts)
    if not folded or folded in seen:
        return
    seen.add(folded)
    starts, at = set(), 0
    for part in parts:
        starts.add(at)
        at += len(part)
    if is_chinese(folded):
        starts.update(range(len(folded)))
    yield _Form(written, folded, frozenset(starts), place, kind)


def _match(form: _Form, wanted: str, words: Sequence[str]) -> How | None:
    at = form.folded.find(wanted)
    if at == 0:
        return How.WHOLE if len(wanted) == len(form.folded) else How.BEGINNING
    while at > 0:
        if at in form.starts:
            return How.WORD
        at = form.folded.find(wanted, at + 1)
        if at < 0 and len(wanted) >= _SHORTEST_INSIDE:
            return How.INSIDE
    if len(words) > 1 and all(word in form.folded for word in words):
        return How.WORDS
    if len(wanted) > 1 and is_chinese(wanted) and _in_order(wanted, form.folded):
        return How.PIECES
    return None


def _in_order(wanted: str, text: str) -> bool:
    """Whether the characters of a query stand in a text, in their order, at not too great a distance."""
    at, places = -1, []
    for char in wanted:
        at = text.find(char, at + 1)
        if at < 0:
            return False
        places.append(at)
    return all(second - first <= len(wanted) + 4 for first, second in pairwise(places))


def _likeness(matcher: SequenceMatcher[str], length: int, wanted: int) -> float:
    """How alike two texts are, as wholes or in the part of the longer where they agree."""
    if matcher.real_quick_ratio() < _SIMILAR * _SIMILAR:
        return 0.0
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    if not blocks:
        return 0.0
    agreed = 2 * sum(block.size for block in blocks)
    span = blocks[-1].a + blocks[-1].size - blocks[0].a
    return max(agreed / (length + wanted), _PART * agreed / (span + wanted))


def _has(places: Sequence[int], place: int) -> bool:
    at = bisect_left(places, place)
    return at < len(places) and places[at] == place

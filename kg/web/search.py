"""Search by name: Chinese, English, pinyin and initials, with room for a slip of the finger.

The index holds every form of every name, folded: width, case, spaces and punctuation do not count.
A form is as good as the way in which it matches (whole, from its beginning, from the beginning of a
word or syllable, inside, in pieces, nearly), and a thing is as good as its best form; among equals
the one that more is said about comes first.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from pypinyin import Style, lazy_pinyin
from rapidfuzz import fuzz, process

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.web.directory import Thing

__all__ = ["Hit", "Index", "build_index", "fold"]

_WHOLE, _BEGINNING, _WORD, _INSIDE, _PIECES, _NEARLY = 100, 90, 80, 70, 60, 50
_ENOUGH = 3
"""With fewer hits than this, near misses are looked for."""
_SHORTEST_SLIP = 4
"""Letters that a query needs before a slip in it is forgiven; two for Chinese, where a character is a word."""
_SHORTEST_INSIDE = 3
"""Letters that a query needs to be looked for inside words and syllables."""
_SHORTEST_SHARED = 3
"""Chinese characters in a row that say enough to be looked for when the whole query is nowhere."""
_SIMILAR = 72.0
"""How alike a form has to be to count as nearly the query, from 0 to 100."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that a query finds, how well (0 to 100), and the form of its name that matched."""

    thing: Thing
    score: int
    form: str


@dataclass(frozen=True, slots=True)
class _Form:
    """One form of a name: as written and folded, where its words begin, and whether it is only initials."""

    written: str
    folded: str
    starts: frozenset[int]
    thing: int
    initials: bool


@dataclass(frozen=True)
class Index:
    """Forms of names, ready to be searched. Make one with :func:`build_index`."""

    things: tuple[Thing, ...]
    forms: tuple[_Form, ...]
    choices: tuple[str, ...]

    def find(self, query: str, limit: int = 20) -> list[Hit]:
        """Find the best hits for a query, best first; none for an empty query."""
        wanted = fold(query)
        if not wanted:
            return []
        best: dict[int, tuple[int, str]] = {}
        words = [fold(word) for word in query.split()]
        for form in self.forms:
            score = _score(form, wanted, words)
            if score > best.get(form.thing, (0, ""))[0]:
                best[form.thing] = (score, form.written)
        if len(best) < _ENOUGH and len(wanted) >= (2 if _is_chinese(wanted) else _SHORTEST_SLIP):
            for place, ratio in self._near(wanted):
                form = self.forms[place]
                score = int(_NEARLY * ratio / 100)
                if score > best.get(form.thing, (0, ""))[0]:
                    best[form.thing] = (score, form.written)
        hits = [Hit(self.things[thing], score, form) for thing, (score, form) in best.items()]
        return sorted(hits, key=_rank)[:limit]

    def exact(self, name: str) -> list[Thing]:
        """The things that bear a name, in any of its forms."""
        wanted = fold(name)
        found = {form.thing for form in self.forms if form.folded == wanted}
        return [self.things[place] for place in sorted(found)]

    def _near(self, wanted: str) -> Iterator[tuple[int, float]]:
        """Forms that are nearly the query, and how nearly (0 to 100).

        They are like it as wholes, or a part of them is; or, in Chinese, they sound like it (an input method offers
        the wrong characters of a sound), or hold at least half of it in one piece.
        """
        for scorer, weight in ((fuzz.ratio, 1.0), (fuzz.partial_ratio, 0.9)):
            found = process.extract(wanted, self.choices, scorer=scorer, score_cutoff=_SIMILAR / weight, limit=50)
            for choice, ratio, place in found:
                if len(choice) >= len(wanted) - 1:
                    yield place, ratio * weight
        if _is_chinese(wanted):
            yield from self._sounding(wanted)
            yield from self._sharing(wanted)

    def _sounding(self, wanted: str) -> Iterator[tuple[int, float]]:
        sound = "".join(lazy_pinyin(wanted, style=Style.NORMAL))
        for place, form in enumerate(self.forms):
            score = 0 if form.initials else _score(form, sound, [])
            if score >= _WORD:
                yield place, float(score)

    def _sharing(self, wanted: str) -> Iterator[tuple[int, float]]:
        for length in range(len(wanted) - 1, max(len(wanted) // 2, _SHORTEST_SHARED) - 1, -1):
            pieces = [wanted[begin : begin + length] for begin in range(len(wanted) - length + 1)]
            found = [place for place, choice in enumerate(self.choices) if any(piece in choice for piece in pieces)]
            yield from ((place, 100.0 * length / len(wanted)) for place in found)
            if found:
                return


def build_index(things: Iterable[Thing]) -> Index:
    """Index the names of things, with their pinyin by syllables, and what keys the graph gives beside."""
    ordered = tuple(things)
    forms = tuple(form for place, thing in enumerate(ordered) for form in _forms(place, thing))
    return Index(ordered, forms, tuple(form.folded for form in forms))


def fold(text: str) -> str:
    """A name without what does not count: NFKC, lower case, letters and digits only."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return unicodedata.normalize("NFKC", "".join(char for char in plain if char.isalnum()))


def _rank(hit: Hit) -> tuple[int, int, int, str]:
    return -hit.score, -hit.thing.weight, len(hit.thing.words.zh), hit.thing.iri


def _forms(place: int, thing: Thing) -> Iterator[_Form]:
    seen: set[str] = set()
    chinese = [name for name in (thing.words.zh, *thing.names) if _is_chinese(name)]
    written = [*filter(None, (thing.words.zh, thing.words.en)), *thing.names]
    for name in written:
        yield from _form(name, name.split(), place, seen)
    for name in chinese:
        plain = "".join(char for char in unicodedata.normalize("NFKC", name) if char.isalnum())
        syllables = lazy_pinyin(plain, style=Style.NORMAL)
        yield from _form(name, syllables, place, seen)
        yield from _form(name, [syllable[:1] for syllable in syllables], place, seen, initials=True)
    for key in thing.keys:  # behind what is computed, which knows where syllables begin
        yield from _form(key, [key], place, seen)


def _form(written: str, words: Sequence[str], place: int, seen: set[str], *, initials: bool = False) -> Iterator[_Form]:
    parts = [fold(word) for word in words]
    folded = "".join(parts)
    if not folded or folded in seen:
        return
    seen.add(folded)
    starts, at = set(), 0
    for part in parts:
        starts.add(at)
        at += len(part)
    if _is_chinese(folded):
        starts.update(range(len(folded)))
    yield _Form(written, folded, frozenset(starts), place, initials)


def _score(form: _Form, wanted: str, words: Sequence[str]) -> int:
    at = form.folded.find(wanted)
    if at == 0:
        return _WHOLE if len(wanted) == len(form.folded) and not form.initials else _BEGINNING
    while at > 0:
        if at in form.starts:
            return _WORD
        at = form.folded.find(wanted, at + 1)
        if at < 0 and len(wanted) >= _SHORTEST_INSIDE:
            return _INSIDE
    if len(words) > 1 and all(word in form.folded for word in words):
        return _PIECES + 5
    if len(wanted) > 1 and _is_chinese(wanted) and _in_order(wanted, form.folded):
        return _PIECES
    return 0


def _in_order(wanted: str, text: str) -> bool:
    """Whether the characters of a query stand in a text, in their order, at not too great a distance."""
    at, places = -1, []
    for char in wanted:
        at = text.find(char, at + 1)
        if at < 0:
            return False
        places.append(at)
    return all(second - first <= len(wanted) + 4 for first, second in pairwise(places))


def _is_chinese(text: str) -> bool:
    return any("\u3400" <= char <= "\u9fff" for char in text)

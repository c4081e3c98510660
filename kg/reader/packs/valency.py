"""What verbs take: tables of packs, in plain words.

``verbs.csv``
    a verb and the group that it ``governs`` objects with (``设立,found``); it may belong to several;
``happenings.csv``
    a verb that says of its subject what somebody did with it (``投入使用,built``);
``nouns.csv``
    the last word of a noun phrase, the ``sort`` of thing that it names, and the ``kind`` of a group so called;
``endings.csv``
    what may stand behind a noun phrase and belongs to the verb rather than to the thing (``建设,building``);
``adverbials.csv``
    what may stand before a verb, and at the end of what happens;
``classes.csv``
    the sorts of things that mentions of a class name;
``frames.csv``
    which relation it is that a verb of a group takes a thing of a sort, with an ending or without.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.model import Schema
    from kg.reader.values import Lexicon

__all__ = ["Frame", "Noun", "Valency", "compile_valency"]


@dataclass(frozen=True, slots=True)
class Noun:
    """The last word of a noun phrase: what sort of thing it names, and of what kind a group so called is."""

    form: str
    sort: str
    kind: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What it says that a verb takes something: a property of the ontology, and how far that is to be trusted."""

    property: str
    confidence: float


@dataclass(frozen=True, slots=True)
class _Forms:
    """Words with what they stand for, looked up at a place of a text or before it; the longest counts.

    ``openings`` are the sizes of the words that begin with a character, the longest first, ``closings`` of those that
    end with one.
    """

    values: Mapping[str, tuple[str, ...]]
    openings: Mapping[str, tuple[int, ...]]
    closings: Mapping[str, tuple[int, ...]]

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]]) -> _Forms:
        found: dict[str, tuple[str, ...]] = {}
        for form, value in pairs:
            found[form] = (*found.get(form, ()), value)
        return cls(found, _sizes(found, 0), _sizes(found, -1))

    def size_at(self, text: str, place: int, limit: int) -> int:
        """How long the word is that begins at a place and ends before a limit; 0 if none does."""
        for size in self.openings.get(text[place : place + 1], ()):
            if place + size <= limit and text[place : place + size] in self.values:
                return size
        return 0

    def size_before(self, text: str, place: int, floor: int) -> int:
        """How long the word is that ends at a place; 0 if none does."""
        return next(self.sizes_before(text, place, floor), 0)

    def sizes_before(self, text: str, place: int, floor: int) -> Iterator[int]:
        """How long the words are that end at a place, the longest first."""
        for size in self.closings.get(text[place - 1 : place], ()):
            if place - size >= floor and text[place - size : place] in self.values:
                yield size


def _sizes(forms: Iterable[str], end: int) -> dict[str, tuple[int, ...]]:
    """By the character at one end of words, how long they are, the longest first."""
    found: dict[str, set[int]] = defaultdict(set)
    for form in forms:
        found[form[end]].add(len(form))
    return {character: tuple(sorted(sizes, reverse=True)) for character, sizes in found.items()}


@dataclass(frozen=True, slots=True)
class Valency:
    """The tables, ready to be looked up."""

    verbs: _Forms
    happenings: _Forms
    nouns: _Forms
    endings: _Forms
    adverbials: _Forms
    sorts: Mapping[str, tuple[Noun, ...]]
    classes: Mapping[str, tuple[str, ...]]
    frames: Mapping[tuple[str, str, str], Frame]

    def frame(self, verbs: Iterable[str], nouns: Iterable[Noun], ending: str) -> tuple[Frame, Noun] | None:
        """The first frame that a verb of some groups has for one of the things that a noun may name."""
        for noun in nouns:
            for verb in verbs:
                found = self.frames.get((verb, noun.sort, ending))
                if found:
                    return found, noun
        return None


@lru_cache(maxsize=8)
def compile_valency(lexicon: Lexicon, schema: Schema) -> Valency:
    """The tables of a lexicon.

    Raises:
        InputError: if a frame has a property that the ontology does not have, or a confidence that is no number.

    """
    tables = lexicon.tables
    sorts: dict[str, list[Noun]] = defaultdict(list)
    for row in tables.get("nouns", ()):
        sorts[row["form"]].append(Noun(row["form"], row["sort"], row["kind"]))
    return Valency(
        verbs=_Forms.of((row["form"], row["governs"]) for row in tables.get("verbs", ())),
        happenings=_Forms.of((row["form"], row["governs"]) for row in tables.get("happenings", ())),
        nouns=_Forms.of((row["form"], row["sort"]) for row in tables.get("nouns", ())),
        endings=_Forms.of((row["form"], row["ending"]) for row in tables.get("endings", ())),
        adverbials=_Forms.of((row["form"], "") for row in tables.get("adverbials", ())),
        sorts={form: tuple(nouns) for form, nouns in sorts.items()},
        classes=_Forms.of((row["class"], row["sort"]) for row in tables.get("classes", ())).values,
        frames={(row["governs"], row["sort"], row["ending"]): _frame(row, schema) for row in tables.get("frames", ())},
    )


def _frame(row: Mapping[str, str], schema: Schema) -> Frame:
    if row["property"] not in schema.domain:
        message = f"{row['source']}: no relation {row['property']!r} in the ontology"
        raise InputError(message)
    try:
        return Frame(row["property"], float(row["confidence"]))
    except ValueError as error:
        message = f"{row['source']}: confidence {row['confidence']!r} is no number"
        raise InputError(message) from error

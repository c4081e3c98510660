"""What a person should look at to write a pack: unseen names, numbers that no row covers, references left open.

Named-entity recognisers may add to the proposals, and only to them: a package offers one under the entry point
``tis_kg.recognisers``, a function from a text to triples of begin, end and label. No table ever depends on it.
"""

from __future__ import annotations

import csv
import io
import json
from bisect import bisect_right
from dataclasses import dataclass
from importlib.metadata import entry_points
from itertools import chain
from typing import TYPE_CHECKING, Protocol

from kg.text.numerals import find_numerals

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from kg.model import Tables
    from kg.reader.values import Reading

    Span = tuple[int, int]
    Recogniser = Callable[[str], Iterable[tuple[int, int, str]]]

__all__ = ["RECOGNISERS", "Proposal", "draft_pack", "installed_recognisers", "propose"]

RECOGNISERS = "tis_kg.recognisers"
"""The entry points that may offer a recogniser."""

_CONTEXT = 12
_MOST_CONTEXTS = 3
_SEEN = ("listed", "place", "afar", "alias", "subsequence", "bare-head", "that")
"""Rules whose mentions need no proposal: packs have the name, or it follows from another."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A form to decide on, why, what it may be, how often it stands, and up to three contexts.

    ``kind`` is *name* (a shape that no pack lists), *digits* (a number in no row), *anaphor* or *short* (left open), or
    *recognised* (only a recogniser found it). ``guess`` is a class, the names that a short form could stand for, or "".
    """

    kind: str
    form: str
    guess: str
    count: int
    contexts: tuple[str, ...]


def installed_recognisers() -> dict[str, Recogniser]:
    """The recognisers that installed packages offer, by name."""
    return {each.name: each.load() for each in entry_points(group=RECOGNISERS)}


def propose(
    reading: Reading, tables: Tables, recognisers: Mapping[str, Recogniser] | None = None
) -> tuple[Proposal, ...]:
    """List what to decide on, by kind, the most frequent first.

    ``tables`` are those that were extracted: their rows tell which numbers are covered.
    """
    text = reading.document.text
    spans: dict[tuple[str, str, str], list[Span]] = {}
    found = [
        *_unseen_names(reading),
        *_uncovered_digits(reading, tables),
        *_open_references(reading),
        *_recognised(reading, recognisers or {}),
    ]
    for kind, guess, begin, end in found:
        spans.setdefault((kind, text[begin:end], guess), []).append((begin, end))
    proposals = [
        Proposal(kind, form, guess, len(places), tuple(_context(text, *place) for place in places[:_MOST_CONTEXTS]))
        for (kind, form, guess), places in spans.items()
    ]
    return tuple(sorted(proposals, key=lambda each: (each.kind, -each.count, each.form)))


Found = tuple[str, str, int, int]


def _unseen_names(reading: Reading) -> Iterator[Found]:
    for each in reading.mentions:
        if each.kind != "group" and each.rule.removeprefix("repeated:") not in _SEEN:
            yield "name", each.class_, each.begin, each.end


def _uncovered_digits(reading: Reading, tables: Tables) -> Iterator[Found]:
    text = reading.document.text
    rows: tuple[_Placed, ...] = (
        *tables.figures,
        *tables.groups,
        *tables.mentions,
        *tables.exclusions,
        *chain(*reading.times),
    )
    covered = _Cover((row.begin, row.end) for row in rows)
    for each in find_numerals(text):
        if text[each.begin].isdecimal() and not covered.holds(each.begin, each.end):
            yield "digits", "", each.begin, each.end


def _open_references(reading: Reading) -> Iterator[Found]:
    for each in reading.unresolved:
        yield each.kind, "|".join(each.could_be), each.begin, each.end


def _recognised(reading: Reading, recognisers: Mapping[str, Recogniser]) -> Iterator[Found]:
    text = reading.document.text
    known = _Cover((each.begin, each.end) for each in reading.mentions)
    for name, recognise in sorted(recognisers.items()):
        for begin, end, label in recognise(text):
            if 0 <= begin < end <= len(text) and not known.touches(begin, end):
                yield "recognised", f"{label} ({name})", begin, end


def _context(text: str, begin: int, end: int) -> str:
    before = text[max(0, begin - _CONTEXT) : begin].rpartition("\n")[2]
    behind = text[end : end + _CONTEXT].partition("\n")[0]
    return f"{before}[{text[begin:end]}]{behind.rstrip()}"


class _Placed(Protocol):
    @property
    def begin(self) -> int: ...
    @property
    def end(self) -> int: ...


class _Cover:
    """Spans, asked whether they hold or touch another; overlapping ones count as one."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._merged: list[Span] = []
        for begin, end in sorted(spans):
            if self._merged and begin < self._merged[-1][1]:
                self._merged[-1] = (self._merged[-1][0], max(end, self._merged[-1][1]))
            else:
                self._merged.append((begin, end))
        self._begins = [begin for begin, _ in self._merged]

    def holds(self, begin: int, end: int) -> bool:
        index = bisect_right(self._begins, begin) - 1
        return index >= 0 and end <= self._merged[index][1]

    def touches(self, begin: int, end: int) -> bool:
        index = bisect_right(self._begins, end - 1) - 1
        return index >= 0 and begin < self._merged[index][1]


def draft_pack(proposals: Iterable[Proposal], name: str) -> dict[str, str]:
    """The files of a pack that lists the unseen names, by file name: for a person to prune and correct."""
    rows = [("entity", "form", "class", "kind")]
    rows += [(each.form, each.form, each.guess, "full") for each in proposals if each.kind == "name"]
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return {"pack.toml": f"name = {json.dumps(name, ensure_ascii=False)}\n", "names.csv": stream.getvalue()}

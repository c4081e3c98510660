"""Whether a statement is so, or planned, aimed at, tried, prepared, allowed: one view for figures and relations.

The cues are rows ``[[cue]]`` of ``modality.toml``. ``words`` and ``forms`` (regular expressions)
are sought before the statement in its clause, ``anywhere`` in it if the row says so;
``unless_behind`` must not follow. One that ``holds`` goes on in the clauses behind, up to a
semicolon. ``unless_over`` leaves out what its period has already proven, ``only`` limits a row to
figures or relations, ``not_before_participant`` names a word that is another part of speech
directly before a name (将企业纳入…). A cue within a name or an expression of time is none.

Where no cue speaks, the statement's own time does (after the year looked back on), and then the section that it
stands in: below the heading of a plan everything is planned, unless its own words (``[[past]]``) or time say that
it has happened.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.errors import InputError
from kg.text.temporal import find_times

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from kg.model import Sentence, TimeExpression
    from kg.reader.sentence.times import Clause
    from kg.reader.values import Lexicon, Mention, Scope

__all__ = ["ASSERTED", "FIGURES", "PLANNED", "RELATIONS", "Cues", "Judge", "compile_cues"]

ASSERTED, PLANNED, TRIAL = "asserted", "planned", "trial"
FIGURES, RELATIONS = "figures", "relations"
_WINDOW = 80
"""Characters before a statement in which a cue may stand."""
_TRIAL_YEAR = 2000
_QUOTED = re.compile(r"[\"“][^\"“”]{1,16}[\"”]")


@dataclass(frozen=True, slots=True)
class Cue:
    """One row, compiled."""

    value: str
    regex: re.Pattern[str]
    holds: bool
    anywhere: bool
    unless_over: bool
    only: str
    not_before_participant: str


@dataclass(frozen=True, slots=True)
class Cues:
    """All rows of a lexicon, in order; ``past`` says that a thing is so, ``any`` finds any cue at all."""

    cues: tuple[Cue, ...]
    past: re.Pattern[str]
    any: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Hit:
    """A cue where it stands."""

    cue: Cue
    rank: int
    begin: int
    part: int
    clause: int


@lru_cache(maxsize=8)
def compile_cues(lexicon: Lexicon) -> Cues:
    """Compile the cues of a lexicon.

    Raises:
        InputError: if a row is incomplete, a form is no regular expression, or a word is hidden by an expression of
            time, which is read before.

    """
    rows = lexicon.patterns.get("cue", ())
    cues = tuple(_compile(row) for row in rows)
    past = [form for row in lexicon.patterns.get("past", ()) for form in row["forms"]]
    never = r"(?!)"
    return Cues(
        cues,
        re.compile("|".join(past) or never),
        re.compile("|".join(f"(?:{cue.regex.pattern})" for cue in cues) or never),
    )


def _compile(row: Mapping[str, object]) -> Cue:
    words = _words(row, "words")
    hidden = [word for word in words if find_times(f"{word}设立", _TRIAL_YEAR)]
    if hidden:
        message = f"{row['source']}: {'、'.join(hidden)} is read as an expression of time before cues are; leave it out"
        raise InputError(message)
    behind = f"(?!{row['unless_behind']})" if "unless_behind" in row else ""
    pattern = "|".join([*map(re.escape, words), *_words(row, "forms")])
    try:
        regex = re.compile(f"(?:{pattern}){behind}", re.MULTILINE)
        return Cue(
            str(row["value"]),
            regex,
            bool(row.get("holds")),
            bool(row.get("anywhere")),
            bool(row.get("unless_over")),
            str(row.get("only", "")),
            str(row.get("not_before_participant", "")),
        )
    except (KeyError, re.error) as error:
        message = f"{row['source']}: a cue needs value, and words or forms that are regular expressions ({error})"
        raise InputError(message) from error


def _words(row: Mapping[str, object], key: str) -> list[str]:
    found = row.get(key, [])
    return [str(each) for each in found] if isinstance(found, list) else []


class Judge:
    """Tells the modality of what a sentence states."""

    def __init__(  # noqa: PLR0913, PLR0917 - what a sentence is judged by
        self,
        text: str,
        sentence: Sentence,
        clauses: Sequence[Clause],
        mentions: Sequence[Mention],
        times: Sequence[TimeExpression],
        scope: Scope,
        base_year: int | None,
        cues: Cues,
    ) -> None:
        self._text = text
        self._sentence = sentence
        self._clauses = clauses
        self._begins = [clause.begin for clause in clauses]
        self._times = times
        self._scope = scope
        self._base_year = base_year
        self._cues = cues
        self._anew = tuple(self._begin_anew(mentions))
        self._hits = tuple(self._find(mentions)) if cues.any.search(text, sentence.begin, sentence.end) else ()

    def _begin_anew(self, mentions: Sequence[Mention]) -> Iterator[int]:
        """The clauses that begin with who or what has a name: what was planned of others before does not hold there."""
        named = {each.begin for each in mentions if each.kind == "name"}
        for index, clause in enumerate(self._clauses):
            if clause.begin in named:
                yield index

    def _find(self, mentions: Sequence[Mention]) -> Iterator[_Hit]:
        named = [(each.begin, each.end) for each in mentions if each.kind not in {"group", "target"}]
        begins = {each.begin for each in mentions}
        taken = [*named, *((each.begin, each.end) for each in self._times)]
        taken += [match.span() for match in _QUOTED.finditer(self._text, self._sentence.begin, self._sentence.end)]
        for index, clause in enumerate(self._clauses):
            written = self._text[clause.begin : clause.end]
            for rank, cue in enumerate(self._cues.cues):
                for match in cue.regex.finditer(written):
                    begin, end = clause.begin + match.start(), clause.begin + match.end()
                    within = any(first <= begin and end <= last and last - first > end - begin for first, last in taken)
                    disposes = cue.not_before_participant == match[0] and end in begins
                    if not within and not disposes:
                        yield _Hit(cue, rank, begin, clause.part, index)

    def modality_of(self, begin: int, end: int, last: date | None, kind: str) -> str:
        """Tell the modality of a statement.

        Args:
            begin: where its words begin: a quantity, or the stretch that says a relation.
            end: where they end.
            last: the last day of its period, None if it has none of its own.
            kind: ``figures`` or ``relations``.

        Returns:
            The local name of a ``tis:modality``.

        """
        index = max(0, bisect_left(self._begins, end) - 1)
        part = self._clauses[index].part if self._clauses else 0
        over = last is not None and self._base_year is not None and last.year <= self._base_year
        fitting = [hit for hit in self._hits if hit.cue.only in {"", kind} and not (hit.cue.unless_over and over)]
        here = [
            hit
            for hit in fitting
            if hit.clause == index and (hit.cue.anywhere or (hit.begin < end and hit.begin >= begin - _WINDOW))
        ]
        if here:
            value = min(here, key=lambda hit: hit.rank).cue.value
            return PLANNED if value == TRIAL and self._is_to_come(index, over=over) else value
        since = max((each for each in self._anew if each <= index), default=0)
        held = [hit for hit in fitting if hit.cue.holds and hit.part == part and since <= hit.clause < index]
        if held and not self._is_past(index):
            return held[-1].cue.value
        to_come = last is not None and self._base_year is not None and last.year > self._base_year
        if to_come:
            return ASSERTED if self._is_past(index) else PLANNED
        return PLANNED if self._is_to_come(index, over=over) else ASSERTED

    def _is_to_come(self, index: int, *, over: bool) -> bool:
        """Whether a clause stands where plans are spoken of, and does not say itself that it has happened."""
        return self._scope.planned and not self._is_past(index) and not (over and self._is_dated(index))

    def _is_past(self, index: int) -> bool:
        """Whether a clause says itself that what it states is so."""
        if not self._clauses:
            return False
        clause = self._clauses[index]
        return bool(self._cues.past.search(self._text, clause.begin, clause.end))

    def _is_dated(self, index: int) -> bool:
        """Whether an expression of time stands in a clause or before it in its part."""
        clause = self._clauses[index]
        begin = next(each.begin for each in self._clauses if each.part == clause.part)
        return any(begin <= each.begin < clause.end for each in self._times)

"""Sentences, clause by clause: what the patterns that fit a clause say, and what it leaves for those behind it."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.reader.packs.patterns import FIRST, LAST, find_triggers, slot
from kg.reader.relations import clauses
from kg.reader.relations.agents import BRINGING, subject_of
from kg.reader.relations.clauses import Clause
from kg.reader.relations.links import PASSING, Link, Subject, event_id, fits

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.model import Quantity, Schema, TimeExpression
    from kg.reader.packs.patterns import Grammar, Pattern
    from kg.reader.relations.links import Context
    from kg.reader.relations.masking import Masked
    from kg.reader.relations.openers import Opener
    from kg.reader.values import Mention

__all__ = ["Said", "read_sentence"]

_URGING = re.compile(r"(?:鼓励|允许|准许|倡导|委托)(?:[和与并、]|支持|引导|鼓励|推动)*")
_NEGATION = re.compile(r"难以|未能|尚未|暂未|无法|没有|不能|不再|从未|并未|不得")
_REACH = 6
"""Characters before a match in which a word may stand that denies it."""
_ONWARD = 120
"""Characters behind a clause that a pattern of whole sentences may read."""
_WINDOW = 80
"""Characters before a match in which a cue of its modality may stand."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a sentence states, whom one behind it without a subject is about, what it brings forth, its clauses."""

    links: tuple[Link, ...]
    spoken: tuple[Mention, ...]
    made: tuple[Mention, ...]
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class _State:
    """What the clauses read so far leave for the next one; see :class:`~kg.reader.relations.clauses.Clause`."""

    carried: tuple[Mention, ...] = ()
    fresh: tuple[Mention, ...] = ()
    recent: tuple[Mention, ...] = ()
    handed: tuple[Mention, ...] = ()
    opener: Opener | None = None


def read_sentence(
    masked: Masked,
    before: tuple[Subject, ...],
    money: Sequence[Quantity],
    context: Context,
    product: tuple[Mention, ...] = (),
) -> Said:
    """What the patterns find in a sentence.

    ``before`` are the candidates for a subject that the sentence does not name, ``money`` the amounts in it,
    ``product`` what the sentence before brought forth to lend with.
    """
    patterns = context.grammar.patterns
    found_triggers = find_triggers(masked.text, context.grammar) if masked.items else []
    triggers = [each for each in found_triggers if not patterns[each[1]].whole]
    onward = [each for each in found_triggers if patterns[each[1]].whole]
    spans = clauses.find_spans(masked)
    own = [clauses.leading(masked, *span, context) for span in spans]
    ahead = clauses.next_named(own)
    state = _State()
    read: list[Clause] = []
    links: list[Link] = []
    made: list[tuple[Mention, ...]] = []
    for number, (begin, end) in enumerate(spans):
        text = masked.text[begin:end]
        subjects = _subjects(text, (own[number], ahead[number]), state, before)
        behind = _behind(state, before)
        state = _entered(text, own[number], state, context)
        clause = Clause(masked, begin, end, subjects, behind, state.fresh, state.recent, money, state.opener, product)
        read.append(clause)
        for_later = clauses.is_purpose(text) and not own[number]
        found = [] if for_later else _read_clause(clause, triggers, context)
        links += found
        made.append(_brought_forth(found, clause))
        state = _left(clause, state, made=None if for_later else made[-1])
    for number, clause in enumerate(read):
        if clauses.is_purpose(clause.text) and not own[number]:
            links += _read_clause(replace(clause, fresh=_made_behind(made, number)), triggers, context)
    links += [link for clause in read if onward for link in _read_onward(clause, onward, context)]
    return Said(tuple(links), clauses.spoken_of(masked, spans, own), state.fresh, tuple(read))


def _behind(state: _State, before: tuple[Subject, ...]) -> tuple[Subject, ...]:
    """Who was spoken of before a clause."""
    return (Subject(state.carried, "", 0.9), *before) if state.carried else before


def _subjects(
    text: str, named: tuple[tuple[Mention, ...], tuple[Mention, ...]], state: _State, before: tuple[Subject, ...]
) -> tuple[Subject, ...]:
    """Whom a clause may be about: whom it begins with, was handed to, comes behind it, or was spoken of.

    ``named`` are those whom it begins with, and those whom the next clause with a subject does.
    """
    own, ahead = named
    if own:
        return (Subject(own, "", 1.0),)
    if state.handed and clauses.is_taken_over(text):
        return (Subject(state.handed, "", 0.8), *before)
    if state.carried:
        return _behind(state, before)[:1]
    if ahead and clauses.is_about_what_follows(text):
        return (Subject(ahead, "", 0.8), *before)
    return before


def _entered(text: str, own: tuple[Mention, ...], state: _State, context: Context) -> _State:
    """The state in which a clause is read: a subject of its own ends what was said of another."""
    if not own:
        opener = clauses.opener_of(text, state.opener, context)
        return state if opener is state.opener else replace(state, opener=opener)
    if clauses.is_aside(text, own, state.carried):
        return replace(state, fresh=(), opener=None)
    return _State(carried=own, recent=state.recent, handed=state.handed)


def _left(clause: Clause, state: _State, *, made: tuple[Mention, ...] | None) -> _State:
    """The state that a clause leaves behind; ``made`` is None for one of purpose, which is read later."""
    handed = clauses.handed_on(clause.masked, clause.text)
    return _State(state.carried, made or state.fresh, made or (), handed, state.opener)


def _read_clause(clause: Clause, triggers: Sequence[tuple[int, int]], context: Context) -> list[Link]:
    """What the patterns of clauses find in one."""
    return [
        link
        for match in _matches(clause, _between(triggers, clause), context.grammar)
        for link in _link(*match, clause, context)
    ]


def _read_onward(clause: Clause, triggers: Sequence[tuple[int, int]], context: Context) -> Iterator[Link]:
    """What the patterns of whole sentences find that begins in a clause."""
    end = min(len(clause.masked.text), clause.end + _ONWARD)
    here = triggers[bisect_left(triggers, (clause.begin, -1)) : bisect_left(triggers, (end, -1))]
    onward = replace(clause, end=end) if here else clause
    for pattern, match in _matches(onward, here, context.grammar):
        if clause.begin + match.start() < clause.end:
            yield from _link(pattern, match, onward, context)


def _made_behind(made: Sequence[tuple[Mention, ...]], number: int) -> tuple[Mention, ...]:
    """What the clauses behind a clause of purpose bring forth: whose purpose it is."""
    return next((each for each in made[number + 1 :] if each), ())


def _brought_forth(links: Sequence[Link], clause: Clause) -> tuple[Mention, ...]:
    """What a clause says was set up, offered or launched: the clauses behind it may be about that."""
    made = {link.object for link in links if link.property in BRINGING}
    return tuple(
        member
        for sign in (clause.text if made else "")
        if FIRST <= sign <= LAST
        for member in clause.masked.item(sign).members
        if member.entity in made and member.kind not in PASSING
    )


def _between(triggers: Sequence[tuple[int, int]], clause: Clause) -> Sequence[tuple[int, int]]:
    """The triggers that stand in a clause."""
    first, last = (bisect_left(triggers, (place, -1)) for place in (clause.begin, clause.end))
    return triggers[first:last]


def _matches(
    clause: Clause, triggers: Sequence[tuple[int, int]], grammar: Grammar
) -> Iterator[tuple[Pattern, re.Match[str]]]:
    """The patterns that fit a stretch in which one of their triggers stands, in their order."""
    text = clause.text
    for index in sorted({index for _, index in triggers}):
        pattern = grammar.patterns[index]
        for match in pattern.regex.finditer(text):
            yield pattern, match


def _link(pattern: Pattern, match: re.Match[str], clause: Clause, context: Context) -> Iterator[Link]:
    """The relations that a match of a pattern states, each subject with each object."""
    masked = clause.masked
    first, last = clause.begin + match.start(), clause.begin + match.end()
    time = _time_of(masked, last)
    slots = (slot(match, "S"), slot(match, "O"))
    if any(each and clauses.is_partial(masked, clause.begin + each[1] + 1, context) for each in slots):
        return
    if _NEGATION.search(match.string, max(0, match.start() - _REACH), match.end()):
        return
    embedding = _embedding(match, context.grammar)
    if embedding is None and slot(match, "S") is None and _is_urged(match):
        return
    subject = subject_of(pattern, match, embedding[1] if embedding else "", clause, context.schema)
    if subject is None or (pattern.of_period and time is None):
        return
    actors, reading = subject.members, subject.reading
    objects = () if pattern.of_period else _objects_of(pattern, match, subject, clause, context.schema)
    if pattern.swap:
        actors, objects, reading = objects, actors, reading.replace("subject", "object")
    begin, end = masked.span(first, last)
    amount = _amount_of(clause, begin, end) if pattern.amount else None
    end = max(end, amount.end) if amount else end
    for each, target in _pairs(actors, objects, masked.times, time if pattern.of_period else None):
        yield Link(
            each,
            pattern.property,
            target,
            begin,
            end,
            pattern.name,
            confidence=pattern.confidence * subject.certainty,
            modality=embedding[0] if embedding else pattern.modality,
            reading=reading,
            period=None if pattern.of_period else time,
            last=time.last if time else None,
            amount=amount,
            role=_role_of(pattern, match, clause, context),
        )


def _objects_of(
    pattern: Pattern, match: re.Match[str], subject: Subject, clause: Clause, schema: Schema
) -> tuple[Mention, ...]:
    """Who stands at the other end; a form without one links the first subject to those listed with it."""
    sign = slot(match, "S" if pattern.swap else "O")
    if sign is None:
        return subject.members[1:]
    classes = pattern.subject if pattern.swap else pattern.object
    acting = {each.entity for each in subject.members}
    members = clause.masked.item(sign[0]).members
    return tuple(each for each in members if fits(each, classes, schema) and each.entity not in acting)


def _pairs(
    subjects: Sequence[Mention],
    objects: Sequence[Mention],
    times: Sequence[TimeExpression],
    time: TimeExpression | None,
) -> list[tuple[Mention, str]]:
    """Each subject with each object; or with its time, one each if as many are listed (4月、6月先后发布甲、乙)."""
    if time is None:
        return [(subject, each.entity) for subject in subjects for each in objects]
    until = times.index(time) + 1
    listed = times[until - len(subjects) : until] if 1 < len(subjects) <= until else ()
    if len(listed) == len(subjects) and all(after.begin - before.end <= 1 for before, after in pairwise(listed)):
        return [(subject, event_id(each)) for subject, each in zip(subjects, listed, strict=True)]
    return [(subject, event_id(time)) for subject in subjects]


# ── what qualifies a relation ──────────────────────────────────────────────────────────────


def _embedding(match: re.Match[str], grammar: Grammar) -> tuple[str, str] | None:
    """The modality of a clause within the clause, and the sign of who acts in it: 银行 of 鼓励银行向企业放贷."""
    own = slot(match, "S")
    until = match.start() + 1
    for cue in grammar.modalities:
        found = cue.regex.search(match.string, max(0, until - _WINDOW), until)
        if found and found.end() <= (own[1] + 1 if own else until):
            return cue.modality, found[0][-1]
    return None


def _is_urged(match: re.Match[str]) -> bool:
    """Whether a match says what somebody is to do who was not read: 鼓励在蓉银行设立…."""
    cue = _URGING.search(match.string, max(0, match.start() - _WINDOW), match.start())
    return cue is not None and cue.end() < match.start()


def _time_of(masked: Masked, place: int) -> TimeExpression | None:
    """The time that holds at a place: the last one before it in the sentence."""
    before = bisect_left(masked.times, masked.ends[place - 1], key=lambda time: time.begin)
    return masked.times[before - 1] if before else None


def _amount_of(clause: Clause, begin: int, end: int) -> Quantity | None:
    """The money that a clause names within or behind what a pattern matched."""
    last = clause.masked.ends[clause.end - 1]
    return next((each for each in clause.money if begin <= each.begin and each.end <= max(end, last)), None)


def _role_of(pattern: Pattern, match: re.Match[str], clause: Clause, context: Context) -> str:
    if not match.groupdict().get("role"):
        return pattern.role
    begin, end = clause.masked.span(clause.begin + match.start("role"), clause.begin + match.end("role"))
    return context.reading.document.text[begin:end]

"""Sentences, clause by clause: who each is about, and what the patterns that fit it say."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.extraction.links import Link, Subject, event_id, fits
from kg.extraction.masking import CONCEPTS
from kg.extraction.patterns import FIRST, LAST, LEAD, find_triggers, slot

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.extraction.links import Context
    from kg.extraction.masking import Masked
    from kg.extraction.patterns import Grammar, Pattern
    from kg.extraction.values import Mention
    from kg.model import Quantity, Schema, TimeExpression

__all__ = ["PASSING", "read_sentence"]

_ITEM = f"[{FIRST}-{LAST}]"
_CLAUSE = re.compile(r"[^，；：。！？]+")
_SUBJECT = re.compile(
    rf"{LEAD}*(?:(?:由|作为|位于|来自|地处|在孵|在建|新建|坐落于|落户|总部设在)[^，]{{0,40}}的|由|(?:充分|积极|有效)?发挥(?={_ITEM}[^，]{{0,12}}(?:作用|优势|功能|职能)))?"
    rf"({_ITEM}(?:的?{_ITEM})*)(?!的|等的|[、/])"
)
_JOINT = re.compile(
    rf"{LEAD}*({_ITEM})[^{FIRST}-{LAST}，]{{0,2}}(?:与|和|同|会同|联合|携手)({_ITEM})"
    r"[^，]{0,6}(?:联合|共同|合作|共建|携手|签|联手|合力|协同|$)"
)
_JOINING = re.compile(
    rf"{LEAD}*({_ITEM})[^{FIRST}-{LAST}，]{{0,2}}(?:会同|联合|携手|联手)({_ITEM})"
    r"[^，]{0,16}(?:印发|出台|制定|发布|下发|召开|推出|设立|成立|共同|开发|举办|主办|签|组建|建设|研发)"
)
# A clause of purpose or means before the subject: 为解决…，甲公司…; its own subject is the one that follows.
_AHEAD = re.compile(rf"{LEAD}*(?:为|以|通过|依托|根据|按照|围绕|作为|借助|针对|结合|经|随着)")
_PART = re.compile(rf"{LEAD}*其中")
_ONWARD = 120
"""Characters behind a clause that a pattern of whole sentences may read."""
_WINDOW = 80
"""Characters before a match in which a cue of its modality may stand."""

PASSING = frozenset({"group", "target"})
"""Kinds of mentions that are spoken of in one sentence only: a later one without subject is not about them."""
_BRINGING = frozenset({"establishes", "offers", "issues", "implements", "develops"})
_MEANS = frozenset({"Mechanism", "PublicService", "InformationSystem", "Publication"})
"""What an actor uses rather than what acts."""
_HELPING = frozenset({"supports", "benefits", "encourages"})
_OF_PLACES = frozenset({"hosts", "incubates"})


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause and whom it may be about.

    ``subjects`` are the candidates, the likeliest first; ``behind`` those if what it begins with is what something
    happens to; ``fresh`` what the clauses before brought forth; ``held`` a modality that goes on.
    """

    masked: Masked
    begin: int
    end: int
    subjects: tuple[Subject, ...]
    behind: tuple[Subject, ...]
    fresh: tuple[Mention, ...]
    held: str
    money: Sequence[Quantity]

    @property
    def text(self) -> str:
        return self.masked.text[self.begin : self.end]


def read_sentence(
    masked: Masked, before: tuple[Subject, ...], money: Sequence[Quantity], context: Context
) -> tuple[list[Link], tuple[Mention, ...]]:
    """What the patterns find in a sentence, and whom a sentence behind it without subject would be about.

    ``before`` are the candidates for a subject that the sentence does not name, ``money`` the amounts in it.
    """
    read = []
    triggers = find_triggers(masked.text, context.grammar)
    spans = [match.span() for match in _CLAUSE.finditer(masked.text)]
    own = [_leading(masked, *span) for span in spans]
    ahead = _next_named(own)
    links: list[Link] = []
    carried: tuple[Mention, ...] = ()
    fresh: tuple[Mention, ...] = ()
    held = ""
    for number, (begin, end) in enumerate(spans):
        text = masked.text[begin:end]
        behind = (Subject(carried, "", 0.9), *before) if carried else before
        subjects = behind[:1] if carried else before
        if own[number]:
            subjects, fresh = (Subject(own[number], "", 1.0),), ()
            if not _is_aside(text, own[number], carried):
                carried, held = own[number], ""
        elif not carried and _AHEAD.match(text):
            subjects = (Subject(ahead[number], "", 0.8), *before) if ahead[number] else before
        clause = _Clause(masked, begin, end, subjects, behind, fresh, held, money)
        read.append(clause)
        found = [
            link
            for match in _matches(clause, triggers, context.grammar, whole=False)
            for link in _link(*match, clause, context)
        ]
        links += found
        fresh = _brought_forth(found, clause) or fresh
        held = next((cue.modality for cue in context.grammar.modalities if cue.holds and cue.regex.search(text)), held)
    for clause in read if any(context.grammar.patterns[index].whole for _, index in triggers) else ():
        onward = replace(clause, end=min(len(masked.text), clause.end + _ONWARD))
        for pattern, match in _matches(onward, triggers, context.grammar, whole=True):
            if clause.begin + match.start() < clause.end:
                links += _link(pattern, match, onward, context)
    lasting = (tuple(each for each in members if each.kind not in PASSING) for members in own)
    return links, next((members for members in lasting if members), ())


def _next_named(own: Sequence[tuple[Mention, ...]]) -> list[tuple[Mention, ...]]:
    """For each clause whom the next one with a subject begins with."""
    found: list[tuple[Mention, ...]] = []
    members: tuple[Mention, ...] = ()
    for each in reversed(own):
        members = each or members
        found.append(members)
    return found[::-1]


def _leading(masked: Masked, begin: int, end: int) -> tuple[Mention, ...]:
    """The participants that a clause begins with."""
    joint = _JOINT.match(masked.text, begin, end) or _JOINING.match(masked.text, begin, end)
    if joint:
        return (*masked.item(joint[1]).members, *masked.item(joint[2]).members)
    match = _SUBJECT.match(masked.text, begin, end)
    members = masked.item(match[1][-1]).members if match else ()
    return tuple(member for member in members if member.class_ not in CONCEPTS)


def _is_aside(text: str, own: tuple[Mention, ...], carried: tuple[Mention, ...]) -> bool:
    """Whether a clause has a subject of its own that the next does not take over: 其中3家…, some of a group."""
    named = carried and carried[0].kind not in PASSING
    return bool(_PART.match(text) or (named and own[0].kind in PASSING))


def _brought_forth(links: Sequence[Link], clause: _Clause) -> tuple[Mention, ...]:
    """What a clause says was set up, offered or launched: the clauses behind it may be about that."""
    made = {link.object for link in links if link.property in _BRINGING}
    return tuple(
        member
        for sign in (clause.text if made else "")
        if FIRST <= sign <= LAST
        for member in clause.masked.item(sign).members
        if member.entity in made and member.kind not in PASSING and member.class_ not in _MEANS
    )


def _matches(
    clause: _Clause, triggers: Sequence[tuple[int, int]], grammar: Grammar, *, whole: bool
) -> Iterator[tuple[Pattern, re.Match[str]]]:
    """The patterns, of clauses or of whole sentences, that fit a stretch in which one of their triggers stands."""
    first, last = (bisect_left(triggers, (place, -1)) for place in (clause.begin, clause.end))
    text = clause.text
    for index in sorted({index for _, index in triggers[first:last]}):
        pattern = grammar.patterns[index]
        if pattern.whole == whole:
            for match in pattern.regex.finditer(text):
                yield pattern, match


def _link(pattern: Pattern, match: re.Match[str], clause: _Clause, context: Context) -> Iterator[Link]:
    """The relations that a match of a pattern states, each subject with each object."""
    masked = clause.masked
    first, last = clause.begin + match.start(), clause.begin + match.end()
    time = _time_of(masked, last)
    embedding = _embedding(match, context.grammar)
    subject = _subject_of(pattern, match, embedding, clause, context.schema)
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
            modality=embedding[0] if embedding else _modality(pattern, match, clause.held, context.grammar),
            reading=reading,
            period=None if pattern.of_period else time,
            amount=amount,
            role=_role_of(pattern, match, clause, context),
        )


# ── the ends of a relation ─────────────────────────────────────────────────────────────────


def _subject_of(
    pattern: Pattern, match: re.Match[str], embedding: tuple[str, str] | None, clause: _Clause, schema: Schema
) -> Subject | None:
    """The first candidate that the pattern allows: who stands in its form, acts within the clause, or is spoken of."""
    own, other = slot(match, "S"), slot(match, "O")
    item = clause.masked.item
    if pattern.swap:
        spoken_of = (*clause.subjects, *clause.behind)
        candidates = tuple(each for each in spoken_of if own and item(own[0]).members != each.members)
        return _choose(candidates, pattern.object, pattern.object, schema)
    candidates = clause.subjects
    if own:
        candidates = (Subject(item(own[0]).members, "", 1.0),)
    elif embedding:
        candidates = (Subject(item(embedding[1]).members, "", 0.8),)
    elif clause.fresh and _helps(pattern.property, schema):
        candidates = (Subject(clause.fresh, "", 0.7), *clause.subjects)
    elif other and clause.subjects and item(other[0]).members == clause.subjects[0].members:
        candidates = clause.behind
    elif clause.fresh and clause.subjects and not clause.subjects[0].reading:
        candidates = (*clause.subjects, Subject(clause.fresh, "", 0.7))
    return _choose(candidates, pattern.subject, pattern.inherit, schema)


def _choose(
    candidates: Sequence[Subject], named: frozenset[str], inherited: frozenset[str], schema: Schema
) -> Subject | None:
    """The first candidate with a member of the classes, less its other members."""
    for each in candidates:
        classes = inherited if each.reading else named
        fitting = tuple(member for member in each.members if fits(member, classes, schema))
        if fitting:
            return Subject(fitting, each.reading, each.certainty)
    return None


def _helps(property_: str, schema: Schema) -> bool:
    return property_ not in _OF_PLACES and (property_ in _HELPING or "supports" in schema.above.get(property_, ()))


def _objects_of(
    pattern: Pattern, match: re.Match[str], subject: Subject, clause: _Clause, schema: Schema
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
        found = cue.regex.search(match.string, max(0, until - _WINDOW), until) if cue.embeds else None
        if found and found.end() <= (own[1] + 1 if own else until):
            return cue.modality, found[0][-1]
    return None


def _modality(pattern: Pattern, match: re.Match[str], held: str, grammar: Grammar) -> str:
    """The modality of a match: of a cue before its end, of one that holds on, else the pattern's own."""
    for cue in grammar.modalities:
        if not cue.embeds and cue.regex.search(match.string, max(0, match.start() - _WINDOW), match.end()):
            return cue.modality
    return held if held and pattern.modality == "asserted" else pattern.modality


def _time_of(masked: Masked, place: int) -> TimeExpression | None:
    """The time that holds at a place: the last one before it in the sentence."""
    before = bisect_left(masked.times, masked.ends[place - 1], key=lambda time: time.begin)
    return masked.times[before - 1] if before else None


def _amount_of(clause: _Clause, begin: int, end: int) -> Quantity | None:
    """The money that a clause names within or behind what a pattern matched."""
    last = clause.masked.ends[clause.end - 1]
    return next((each for each in clause.money if begin <= each.begin and each.end <= max(end, last)), None)


def _role_of(pattern: Pattern, match: re.Match[str], clause: _Clause, context: Context) -> str:
    if not match.groupdict().get("role"):
        return pattern.role
    begin, end = clause.masked.span(clause.begin + match.start("role"), clause.begin + match.end("role"))
    return context.reading.document.text[begin:end]

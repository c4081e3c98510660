"""Relations by trigger patterns over typed mentions, to the properties of the ontology.

A sentence is read clause by clause. In each clause participants and times are single signs (:mod:`kg.extraction.masking`),
so that a pattern (:mod:`kg.extraction.patterns`) is a regular expression over what stands between them. A clause's subject
is the participant that it begins with; one without takes that of the clauses before in the sentence, else, flagged as
inherited, that of the sentence before in the paragraph, the item that the paragraph is about, or the place that the
document is about. Both ends must be of classes that the pattern, and the ontology, allow.

Trigger patterns with typed slots are the method of FASTUS (Hobbs et al., 1997) and of TokensRegex (Chang and Manning, 2014).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from kg.extraction.masking import Masked, mask
from kg.extraction.patterns import FIRST, LAST, TIME, slot
from kg.model import PeriodRow, RelationRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.extraction.patterns import Grammar, Pattern
    from kg.extraction.values import Mention, Reading
    from kg.model import Quantity, Schema, Sentence, TimeExpression

__all__ = ["read_relations"]

_ITEM = f"[{FIRST}-{LAST}]"
_CLAUSE = re.compile(r"[^，；：。！？]+")
# What may stand before the subject of a clause: times, and words that link or date the clause.
_LEAD = (
    rf"(?:{TIME}|年?度|同时|此外|另外|其中|目前|至此|至今|截至|截止|随后|当年|全年|年内|当日|据统计|据悉|近年来|多年来"
    r"|一方面|另一方面|因此|由此|并且|并|而|另|先后|期间|以来|来|在|于|到|◎|\s|◆|●|[一二三四五六七八九十]+是)"
)
_SUBJECT = re.compile(rf"{_LEAD}*(?:由)?({_ITEM}(?:的?{_ITEM})*)(?!的|等的|[、/])")
_JOINT = re.compile(
    rf"{_LEAD}*({_ITEM})[^{FIRST}-{LAST}，]{{0,2}}(?:与|和|同|会同|联合|携手)({_ITEM})"
    r"[^，]{0,6}(?:联合|共同|合作|共建|携手|签|联手|合力|协同|$)"
)
# A clause of purpose or means before the subject: 为解决…，甲公司…; its own subject is the one that follows.
_AHEAD = re.compile(rf"{_LEAD}*(?:为|以|通过|依托|根据|按照|围绕|作为|借助|针对|结合|经|随着)")
_CURRENCIES = frozenset({"CNY", "USD", "EUR", "HKD", "JPY", "GBP"})


@dataclass(frozen=True, slots=True)
class _Subject:
    """Who a clause is about; ``reading`` says how that is known, "" if the sentence says it."""

    members: tuple[Mention, ...]
    reading: str
    certainty: float


@dataclass(frozen=True, slots=True)
class _Context:
    """What holds of the sentences around: the participants that were last spoken of, the likeliest first."""

    reading: Reading
    schema: Schema
    grammar: Grammar
    place: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class _Link:
    """A relation before it becomes a row."""

    subject: Mention
    property: str
    object: str
    begin: int
    end: int
    modality: str
    reading: str
    period: TimeExpression | None
    amount: Quantity | None
    role: str
    rule: str
    confidence: float


def read_relations(
    reading: Reading,
    times: Sequence[TimeExpression],
    quantities: Sequence[Quantity],
    grammar: Grammar,
    schema: Schema,
) -> tuple[tuple[RelationRow, ...], tuple[PeriodRow, ...]]:
    """The relations that a document states, in order of the text, and the periods that they name.

    ``times`` and ``quantities`` are those of the whole document, in order. A clause that no pattern fits yields nothing.
    """
    rows: list[RelationRow] = []
    periods: dict[str, PeriodRow] = {}
    text = reading.document.text
    taken: dict[str, int] = defaultdict(int)
    for sentence, links in _read_document(reading, times, quantities, grammar, schema):
        said = set()
        for link in sorted(links, key=lambda each: (each.begin, each.end)):
            key = (link.subject.entity, link.property, link.object)
            if key in said or link.subject.entity == link.object:
                continue
            said.add(key)
            span = f"{link.begin}-{link.end}"
            taken[span] += 1
            if link.period is not None:
                row = _period_row(link.period, text)
                periods.setdefault(row.id, row)
            rows.append(_row(link, span if taken[span] == 1 else f"{span}-{taken[span]}", sentence))
    return tuple(rows), tuple(periods[id_] for id_ in sorted(periods))


def _row(link: _Link, id_: str, sentence: Sentence) -> RelationRow:
    return RelationRow(
        id=id_,
        sentence=f"{sentence.begin}-{sentence.end}",
        subject=link.subject.entity,
        property=link.property,
        object=link.object,
        begin=link.begin,
        end=link.end,
        modality=link.modality,
        reading=link.reading or None,
        period=_period_id(link.period) if link.period else None,
        amount=link.amount.value if link.amount else None,
        currency=link.amount.unit if link.amount else None,
        role=link.role or None,
        condition=None,
        note=None,
        rule=link.rule,
        confidence=Decimal(f"{link.confidence:.2f}"),
    )


def _period_id(time: TimeExpression) -> str:
    return f"{time.first or ''}--{time.last}"


def _period_row(time: TimeExpression, text: str) -> PeriodRow:
    return PeriodRow(_period_id(time), time.first, time.last, time.precision, text[time.begin : time.end])


# ── sentences ──────────────────────────────────────────────────────────────────────────────


def _read_document(
    reading: Reading,
    times: Sequence[TimeExpression],
    quantities: Sequence[Quantity],
    grammar: Grammar,
    schema: Schema,
) -> Iterator[tuple[Sentence, list[_Link]]]:
    by_sentence: dict[int, list[Mention]] = defaultdict(list)
    for mention in reading.mentions:
        if mention.entity:
            by_sentence[mention.sentence].append(mention)
    place = tuple(each for each in reading.mentions if each.entity and each.entity == reading.place)[:1]
    context = _Context(reading, schema, grammar, place)
    text = reading.document.text
    starts = [time.begin for time in times]
    amounts = [each for each in quantities if each.unit in _CURRENCIES]
    amount_starts = [each.begin for each in amounts]
    item: tuple[Mention, ...] = ()
    topic: tuple[Mention, ...] = ()
    paragraph = -1
    named: set[str] = set()
    for index, sentence in enumerate(reading.sentences):
        mentions = by_sentence.get(index, [])
        if sentence.kind == "heading":
            item = ()
        if sentence.kind == "item":
            item = tuple(each for each in mentions if schema.ancestors.get(each.class_, frozenset()) & {"Participant"})[:1]
        if sentence.paragraph != paragraph:
            topic, paragraph = (), sentence.paragraph
        if not mentions and not topic and not item and not place:
            continue
        inside = times[bisect_left(starts, sentence.begin) : bisect_left(starts, sentence.end)]
        money = amounts[bisect_left(amount_starts, sentence.begin) : bisect_left(amount_starts, sentence.end)]
        masked = mask(text, sentence, mentions, inside)
        before = tuple(
            _Subject(members, "subject:inherited", certainty)
            for members, certainty in ((topic, 0.75), (item, 0.75), (place, 0.6))
            if members
        )
        links: list[_Link] = []
        spoken = _read_sentence(masked, before, money, context, links)
        links += _read_lists(masked, context)
        links += _read_names(mentions, named, context)
        topic = spoken or topic
        if links:
            yield sentence, links


def _read_sentence(
    masked: Masked,
    before: tuple[_Subject, ...],
    money: Sequence[Quantity],
    context: _Context,
    links: list[_Link],
) -> tuple[Mention, ...]:
    """Read the clauses of a sentence; what it says is added to ``links``, whom it was about is returned."""
    spans = [match.span() for match in _CLAUSE.finditer(masked.text)]
    own = [_leading(masked, *span) for span in spans]
    carried: tuple[Mention, ...] = ()
    held = ""
    for number, (begin, end) in enumerate(spans):
        clause = masked.text[begin:end]
        if own[number]:
            carried, held = own[number], ""
        subjects = before
        if carried:
            subjects = (_Subject(carried, "", 1.0 if own[number] else 0.9),)
        elif _AHEAD.match(clause):
            ahead = next((members for members in own[number:] if members), ())
            subjects = (_Subject(ahead, "", 0.8), *before) if ahead else before
        held = _read_clause(masked, begin, end, subjects, held, money, context, links)
    return next((members for members in reversed(own) if members), ()) if any(own) else ()


def _leading(masked: Masked, begin: int, end: int) -> tuple[Mention, ...]:
    """The participants that a clause begins with."""
    joint = _JOINT.match(masked.text, begin, end)
    if joint:
        return (*masked.item(joint[1]).members, *masked.item(joint[2]).members)
    match = _SUBJECT.match(masked.text, begin, end)
    if match is None or masked.text[match.end() : match.end() + 1] in ("以", "") and match.end() >= len(masked.text):
        return ()
    return masked.item(match[1][-1]).members


# ── clauses ────────────────────────────────────────────────────────────────────────────────


def _read_clause(  # noqa: PLR0913, PLR0917 - what a clause is read against
    masked: Masked,
    begin: int,
    end: int,
    subjects: tuple[_Subject, ...],
    held: str,
    money: Sequence[Quantity],
    context: _Context,
    links: list[_Link],
) -> str:
    """Match the patterns whose triggers the clause has; returns the modality that holds on behind it."""
    grammar = context.grammar
    clause = masked.text[begin:end]
    wanted = {
        index for match in grammar.trigger.finditer(masked.text, begin, end) for index in grammar.by_trigger[match[1]]
    }
    for index in sorted(wanted):
        pattern = grammar.patterns[index]
        for match in pattern.regex.finditer(clause):
            links += _link(pattern, match, masked, begin, subjects, held, money, context)
    for cue in grammar.modalities:
        if cue.holds and cue.regex.search(clause):
            return cue.modality
    return held


def _link(  # noqa: PLR0913, PLR0917 - what a clause is read against
    pattern: Pattern,
    match: re.Match[str],
    masked: Masked,
    offset: int,
    subjects: tuple[_Subject, ...],
    held: str,
    money: Sequence[Quantity],
    context: _Context,
) -> Iterator[_Link]:
    own, other = slot(match, "S"), slot(match, "O")
    time = _time_of(masked, offset + match.end())
    subject = _choose(pattern, own and own[0], masked, subjects, context.schema)
    if subject is None or (pattern.of_period and time is None):
        return
    span = masked.span(offset + match.start(), offset + match.end())
    modality = _modality(pattern, match, own and own[1], held, context.grammar)
    role = pattern.role
    if match.groupdict().get("role"):
        first, last = masked.span(offset + match.start("role"), offset + match.end("role"))
        role = context.reading.document.text[first:last]
    amount = next((each for each in money if span[0] <= each.begin <= span[1] + 20), None) if pattern.amount else None
    objects = [] if pattern.of_period else _objects(pattern, other and other[0], masked, subject, context.schema)
    targets = [_period_id(time)] if pattern.of_period and time else [each.entity for each in objects]
    for each in subject.members:
        for target in targets:
            yield _Link(
                each,
                pattern.property,
                target,
                *span,
                modality,
                subject.reading,
                time,
                amount,
                role,
                pattern.name,
                pattern.confidence * subject.certainty,
            )


def _choose(
    pattern: Pattern, sign: str | None, masked: Masked, subjects: tuple[_Subject, ...], schema: Schema
) -> _Subject | None:
    """The subject of a match: the one in its form, else the first of the clause's candidates that the pattern allows."""
    candidates = (_Subject(masked.item(sign).members, "", 1.0),) if sign else subjects
    for each in candidates:
        if pattern.own_subject and each.reading:
            continue
        fitting = tuple(member for member in each.members if _fits(member, pattern.subject, schema))
        if fitting:
            return _Subject(fitting, each.reading, each.certainty)
    return None


def _objects(
    pattern: Pattern, sign: str | None, masked: Masked, subject: _Subject, schema: Schema
) -> tuple[Mention, ...]:
    """The objects of a match; a pattern without one links the first subject to the others."""
    if sign is None:
        return subject.members[1:]
    return tuple(
        member
        for member in masked.item(sign).members
        if _fits(member, pattern.object, schema) and member.entity not in {each.entity for each in subject.members}
    )


def _fits(mention: Mention, classes: frozenset[str], schema: Schema) -> bool:
    ancestors = schema.ancestors.get(mention.class_, frozenset())
    if mention.kind == "group":
        return any("Participant" in schema.ancestors[class_] for class_ in classes)
    return bool(ancestors & classes)


def _modality(pattern: Pattern, match: re.Match[str], own: int | None, held: str, grammar: Grammar) -> str:
    """The modality of a match: of a cue before its end, of one that holds on, else the pattern's own."""
    clause = match.string
    for cue in grammar.modalities:
        found = cue.regex.search(clause, 0, match.end())
        if found and (not cue.embeds or (own is not None and found.end() <= own)):
            return cue.modality
    return held if held and pattern.modality == "asserted" else pattern.modality


def _time_of(masked: Masked, place: int) -> TimeExpression | None:
    """The time that holds at a place: the last one before it in the sentence."""
    until = masked.ends[place - 1]
    before = [time for time in masked.times if time.begin < until]
    return before[-1] if before else None


# ── lists and names ────────────────────────────────────────────────────────────────────────


def _read_lists(masked: Masked, context: _Context) -> Iterator[_Link]:
    """What lists and adjacent names say: 甲、乙等3家企业, 上海高校, the fields of a group."""
    schema = context.schema
    for item in masked.items:
        for each in item.listed:
            if item.whole is not None and item.whole.kind == "group":
                yield _plain_link(each, "partOf", item.whole, (each.begin, item.end), "list")
        for modifier, head in item.modifiers:
            property_ = _of_neighbours(modifier, head, schema)
            if property_:
                yield _plain_link(head, property_, modifier, (modifier.begin, head.end), "neighbours")
        for outer, inner in item.inner:
            if outer.kind != "group":
                continue
            ancestors = schema.ancestors.get(inner.class_, frozenset())
            if "Field" in ancestors:
                yield _plain_link(outer, "targetsField", inner, (outer.begin, outer.end), "within")
            elif "Designation" in ancestors:
                yield _plain_link(outer, "recognisedAs", inner, (outer.begin, outer.end), "within")
            elif "Place" in ancestors:
                yield _plain_link(outer, "locatedIn", inner, (outer.begin, outer.end), "within")


def _of_neighbours(modifier: Mention, head: Mention, schema: Schema) -> str:
    """What it says that one name stands directly before another."""
    before, after = (schema.ancestors.get(each.class_, frozenset()) for each in (modifier, head))
    if "Place" in before and (head.kind == "group" or "Organisation" in after):
        return "locatedIn"
    if "Organisation" in before and "Organisation" in after:
        return "partOf"
    return ""


def _read_names(mentions: Sequence[Mention], named: set[str], context: _Context) -> Iterator[_Link]:
    """What the names say that are mentioned for the first time: the field of an alliance, the university of a centre."""
    schema = context.schema
    for mention in mentions:
        if mention.entity in named or mention.kind == "group":
            continue
        named.add(mention.entity)
        full = mention.entity
        ancestors = schema.ancestors.get(mention.class_, frozenset())
        for part in context.grammar.parts:
            if not ancestors & part.whole:
                continue
            inner = _name_within(full, part.part, part.at_begin, context)
            if inner:
                yield _Link(
                    mention, part.property, inner, mention.begin, mention.end, "asserted", "", None, None, "", part.name, 0.8
                )


def _name_within(full: str, classes: frozenset[str], at_begin: bool, context: _Context) -> str:
    """The longest known name of some classes within a name."""
    best = ("", "")
    for row in context.reading.entities:
        if row.zh != full and context.schema.ancestors.get(row.class_, frozenset()) & classes:
            found = full.startswith(row.zh) if at_begin else row.zh in full
            if found and len(row.zh) > len(best[0]):
                best = (row.zh, row.id)
    return best[1]


def _plain_link(subject: Mention, property_: str, object_: Mention, span: tuple[int, int], rule: str) -> _Link:
    return _Link(subject, property_, object_.entity, *span, "asserted", "", None, None, "", rule, 0.8)

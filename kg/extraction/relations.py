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
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.extraction.masking import CONCEPTS, Item, Masked, mask
from kg.extraction.values import Mention
from kg.extraction.patterns import FIRST, LAST, LEAD, slot
from kg.model import PeriodRow, RelationRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.extraction.patterns import Grammar, Pattern
    from kg.extraction.values import Reading
    from kg.model import Quantity, Schema, Sentence, TimeExpression

__all__ = ["read_relations"]

_ITEM = f"[{FIRST}-{LAST}]"
_CLAUSE = re.compile(r"[^，；：。！？]+")
_SUBJECT = re.compile(
    rf"{LEAD}*(?:作为[^，]{{2,40}}的|由|(?:充分|积极|有效)?发挥(?={_ITEM}[^，]{{0,12}}(?:作用|优势|功能|职能)))?({_ITEM}(?:的?{_ITEM})*)(?!的|等的|[、/])"
)
_HELPING = frozenset({"supports", "benefits", "encourages"})
_OF_PLACES = frozenset({"hosts", "incubates"})
_MEANS = frozenset({"Mechanism", "PublicService", "InformationSystem", "Publication"})
"""What an actor uses rather than what acts."""
_BRINGING = frozenset({"establishes", "offers", "issues", "implements", "develops"})
_PART = re.compile(rf"{LEAD}*其中")
_JOINT = re.compile(
    rf"{LEAD}*({_ITEM})[^{FIRST}-{LAST}，]{{0,2}}(?:与|和|同|会同|联合|携手)({_ITEM})"
    r"[^，]{0,6}(?:联合|共同|合作|共建|携手|签|联手|合力|协同|$)"
)
# A clause of purpose or means before the subject: 为解决…，甲公司…; its own subject is the one that follows.
_AHEAD = re.compile(rf"{LEAD}*(?:为|以|通过|依托|根据|按照|围绕|作为|借助|针对|结合|经|随着)")
# Who is spoken of in one sentence only: a later sentence without subject is not about them.
_PASSING = frozenset({"group", "target"})
# What a word that fits two patterns says if the more telling one fits.
_SPECIAL = {
    "relievesTaxOf": ("benefits",),
    "appliesFor": ("participatesIn",),
    "develops": ("establishes", "offers"),
    "offers": ("establishes",),
    "facilitatesFinancingFor": ("supports",),
}
_CURRENCIES = frozenset({"CNY", "USD", "EUR", "HKD", "JPY", "GBP"})


@dataclass(frozen=True, slots=True)
class _Subject:
    """Who a clause is about; ``reading`` says how that is known, "" if the sentence says it."""

    members: tuple[Mention, ...]
    reading: str
    certainty: float


@dataclass(frozen=True, slots=True)
class _Context:
    """What a document is read against; ``kinds`` are those of its groups, ``helping`` the ways to help."""

    reading: Reading
    schema: Schema
    grammar: Grammar
    kinds: Mapping[str, str]
    helping: frozenset[str]


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
        for link in sorted(_most_specific(links, schema), key=lambda each: (each.begin, each.end)):
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


def _most_specific(links: Sequence[_Link], schema: Schema) -> list[_Link]:
    """Links without those that another link of the sentence implies."""
    implied = {
        (link.subject.entity, property_, link.object)
        for link in links
        for property_ in (*schema.above.get(link.property, ()), *_SPECIAL.get(link.property, ()))
    }
    return [link for link in links if (link.subject.entity, link.property, link.object) not in implied]


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
    place = tuple(
        Mention(0, 0, 0, row.class_, row.id, "name", "place", 1.0) for row in reading.entities if row.id == reading.place
    )
    helping = frozenset({name for name, above in schema.above.items() if "supports" in above} | _HELPING) - _OF_PLACES
    context = _Context(reading, schema, grammar, {row.id: row.kind for row in reading.groups}, helping)
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
        links += _read_lists(masked, before, context)
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
    named = False
    fresh: tuple[Mention, ...] = ()
    for number, (begin, end) in enumerate(spans):
        clause = masked.text[begin:end]
        behind = (_Subject(carried, "", 0.9), *before) if carried else before
        passing = own[number] and (_PART.match(clause) or (named and own[number][0].kind in _PASSING))
        if own[number] and not passing:
            carried, held = own[number], ""
            named = own[number][0].kind not in _PASSING
        subjects = before
        if own[number]:
            subjects = (_Subject(own[number], "", 1.0),)
        elif carried:
            subjects = (_Subject(carried, "", 0.9),)
        elif _AHEAD.match(clause):
            ahead = next((members for members in own[number:] if members), ())
            subjects = (_Subject(ahead, "", 0.8), *before) if ahead else before
        if own[number]:
            fresh = ()
        known = len(links)
        held = _read_clause(masked, begin, end, subjects, behind, fresh, held, money, context, links)
        fresh = _brought_forth(links[known:], masked, begin, end) or fresh
    for pattern, match in _matches(masked, 0, len(masked.text), context.grammar, whole=True):
        links += _link(pattern, match, masked, 0, before, before, (), "", money, context)
    lasting = (tuple(each for each in members if each.kind not in _PASSING) for members in own)
    return next((members for members in lasting if members), ())


def _brought_forth(links: Sequence[_Link], masked: Masked, begin: int, end: int) -> tuple[Mention, ...]:
    """What a clause says was set up, offered or launched: the clauses behind it may be about that."""
    made = {link.object for link in links if link.property in _BRINGING}
    first, last = masked.span(begin, end)
    return tuple(
        member
        for item in masked.items
        if first <= item.begin < last
        for member in item.members
        if member.entity in made and member.kind not in _PASSING and member.class_ not in _MEANS
    )


def _leading(masked: Masked, begin: int, end: int) -> tuple[Mention, ...]:
    """The participants that a clause begins with."""
    joint = _JOINT.match(masked.text, begin, end)
    if joint:
        return (*masked.item(joint[1]).members, *masked.item(joint[2]).members)
    match = _SUBJECT.match(masked.text, begin, end)
    members = masked.item(match[1][-1]).members if match else ()
    return tuple(member for member in members if member.class_ not in CONCEPTS)


# ── clauses ────────────────────────────────────────────────────────────────────────────────


def _read_clause(  # noqa: PLR0913, PLR0917 - what a clause is read against
    masked: Masked,
    begin: int,
    end: int,
    subjects: tuple[_Subject, ...],
    before: tuple[_Subject, ...],
    fresh: tuple[Mention, ...],
    held: str,
    money: Sequence[Quantity],
    context: _Context,
    links: list[_Link],
) -> str:
    """Match the patterns whose triggers the clause has; returns the modality that holds on behind it."""
    clause = masked.text[begin:end]
    for pattern, match in _matches(masked, begin, end, context.grammar, whole=False):
        links += _link(pattern, match, masked, begin, subjects, before, fresh, held, money, context)
    for cue in context.grammar.modalities:
        if cue.holds and cue.regex.search(clause):
            return cue.modality
    return held


def _matches(
    masked: Masked, begin: int, end: int, grammar: Grammar, *, whole: bool
) -> Iterator[tuple[Pattern, re.Match[str]]]:
    """The patterns, of clauses or of whole sentences, that fit a stretch in which one of their triggers stands."""
    wanted = {
        index for match in grammar.trigger.finditer(masked.text, begin, end) for index in grammar.by_trigger[match[1]]
    }
    stretch = masked.text[begin:end]
    for index in sorted(wanted):
        pattern = grammar.patterns[index]
        if pattern.whole == whole:
            for match in pattern.regex.finditer(stretch):
                yield pattern, match


def _link(  # noqa: PLR0913, PLR0917 - what a clause is read against
    pattern: Pattern,
    match: re.Match[str],
    masked: Masked,
    offset: int,
    subjects: tuple[_Subject, ...],
    before: tuple[_Subject, ...],
    fresh: tuple[Mention, ...],
    held: str,
    money: Sequence[Quantity],
    context: _Context,
) -> Iterator[_Link]:
    own, other = slot(match, "S"), slot(match, "O")
    time = _time_of(masked, offset + match.end())
    candidates = subjects
    embedding = _embedding(match, context.grammar)
    if own and not pattern.swap:
        candidates = (_Subject(masked.item(own[0]).members, "", 1.0),)
    elif embedding:
        candidates = (_Subject(masked.item(embedding[1]).members, "", 0.8),)
    elif pattern.swap:
        candidates = tuple(each for each in subjects if not own or masked.item(own[0]).members != each.members)
    elif pattern.property in context.helping and fresh:
        candidates = (_Subject(fresh, "", 0.7), *subjects)
    elif other and subjects and masked.item(other[0]).members == subjects[0].members:
        candidates = before  # what the clause begins with is what something happened to
    subject = _choose(pattern, candidates, context.schema)
    if pattern.swap and subject and own:
        actors = tuple(each for each in masked.item(own[0]).members if _fits(each, pattern.subject, context.schema))
        swapped = subject
        subject = _Subject(actors, subject.reading.replace("subject", "object"), subject.certainty) if actors else None
    if subject is None or (pattern.of_period and time is None):
        return
    span = masked.span(offset + match.start(), offset + match.end())
    modality = embedding[0] if embedding else _modality(pattern, match, held, context.grammar)
    role = pattern.role
    if match.groupdict().get("role"):
        first, last = masked.span(offset + match.start("role"), offset + match.end("role"))
        role = context.reading.document.text[first:last]
    amount = next((each for each in money if span[0] <= each.begin <= span[1] + 20), None) if pattern.amount else None
    objects = swapped.members if pattern.swap else () if pattern.of_period else _objects(pattern, other and other[0], masked, subject, context.schema)
    for each, target in _pairs(subject.members, objects, masked.times, time if pattern.of_period else None):
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


def _pairs(
    subjects: Sequence[Mention], objects: Sequence[Mention], times: Sequence[TimeExpression], time: TimeExpression | None
) -> list[tuple[Mention, str]]:
    """Each subject with each object; or with its time, one each if as many are listed (4月、6月先后发布甲、乙)."""
    if time is None:
        return [(subject, each.entity) for subject in subjects for each in objects]
    until = times.index(time) + 1
    listed = times[until - len(subjects) : until] if 1 < len(subjects) <= until else ()
    if len(listed) == len(subjects) and all(b.begin - a.end <= 1 for a, b in pairwise(listed)):
        return [(subject, _period_id(each)) for subject, each in zip(subjects, listed, strict=True)]
    return [(subject, _period_id(time)) for subject in subjects]


def _embedding(match: re.Match[str], grammar: Grammar) -> tuple[str, str] | None:
    """The modality of a clause within the clause, and the sign of who acts in it: 银行 of 鼓励银行向企业放贷."""
    for cue in grammar.modalities:
        found = cue.regex.search(match.string, 0, match.start() + 1) if cue.embeds else None
        if found and found.end() <= (slot(match, "S") or ("", match.start() + 1))[1] + 1:
            return cue.modality, found[0][-1]
    return None


def _choose(pattern: Pattern, candidates: tuple[_Subject, ...], schema: Schema) -> _Subject | None:
    """The first of the candidates that the pattern allows, less those of its members that it does not."""
    for each in candidates:
        classes = pattern.object if pattern.swap else pattern.inherit if each.reading else pattern.subject
        fitting = tuple(member for member in each.members if _fits(member, classes, schema))
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
    return bool(schema.ancestors.get(mention.class_, frozenset()) & classes)


def _modality(pattern: Pattern, match: re.Match[str], held: str, grammar: Grammar) -> str:
    """The modality of a match: of a cue before its end, of one that holds on, else the pattern's own."""
    clause = match.string
    for cue in grammar.modalities:
        if not cue.embeds and cue.regex.search(clause, 0, match.end()):
            return cue.modality
    return held if held and pattern.modality == "asserted" else pattern.modality


def _time_of(masked: Masked, place: int) -> TimeExpression | None:
    """The time that holds at a place: the last one before it in the sentence."""
    until = masked.ends[place - 1]
    before = [time for time in masked.times if time.begin < until]
    return before[-1] if before else None


# ── lists and names ────────────────────────────────────────────────────────────────────────


def _read_lists(masked: Masked, before: tuple[_Subject, ...], context: _Context) -> Iterator[_Link]:
    """What lists and adjacent names say: 甲、乙等3家企业, 上海高校, the fields of a group."""
    schema = context.schema
    for item in masked.items:
        for each in item.listed:
            if item.whole is not None and context.kinds.get(item.whole.entity, _ANY) != _ANY:
                yield _plain_link(each, "partOf", item.whole, (each.begin, item.end), "list")
        for modifier, head in item.modifiers:
            property_ = _of_neighbours(modifier, head, context)
            if property_:
                yield _plain_link(head, property_, modifier, (modifier.begin, head.end), "neighbours")
        for outer, inner in item.inner:
            if outer.kind != "group":
                continue
            ancestors = schema.ancestors.get(inner.class_, frozenset())
            property_ = next((found for class_, found in _WITHIN if class_ in ancestors), "")
            if property_ and inner not in item.members:
                yield _plain_link(outer, property_, inner, (outer.begin, outer.end), "within")
        yield from _read_membership(item, before, context)


def _read_membership(item: Item, before: tuple[_Subject, ...], context: _Context) -> Iterator[_Link]:
    """Members that are counted without a word on whose they are: those of the network that is spoken of."""
    heads = {head.entity for _, head in item.modifiers}
    for member in item.members:
        if context.kinds.get(member.entity) != "memberOrganisationKind" or member.entity in heads:
            continue
        for subject in before:
            for network in subject.members:
                if _fits(network, _NETWORKS, context.schema):
                    span = (member.begin, member.end)
                    yield replace(_plain_link(member, "memberOf", network, span, "members"), reading="object:inherited")


def _of_neighbours(modifier: Mention, head: Mention, context: _Context) -> str:
    """What it says that one name stands directly before another."""
    before, after = (context.schema.ancestors.get(each.class_, frozenset()) for each in (modifier, head))
    if "Place" in before and context.kinds.get(head.entity) in _AREAS:
        return "partOf"
    if "Place" in before and (head.kind == "group" or "Organisation" in after):
        return "locatedIn"
    if before & _NETWORKS and head.kind == "group":
        return "memberOf"
    if "Organisation" in before and after & {"Organisation", "Platform"}:
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
            inner = _name_within(full, part.part, part.place, context)
            if inner:
                yield _Link(
                    mention,
                    part.property,
                    inner,
                    mention.begin,
                    mention.end,
                    "asserted",
                    part.reading,
                    None,
                    None,
                    "",
                    part.name,
                    0.8,
                )


def _name_within(full: str, classes: frozenset[str], place: str, context: _Context) -> str:
    """The longest known name of some classes within a name."""
    best = ("", "")
    for row in context.reading.entities:
        if row.zh != full and context.schema.ancestors.get(row.class_, frozenset()) & classes:
            found = {"begin": full.startswith, "end": full.endswith}.get(place, full.__contains__)
            if found(row.zh) and len(row.zh) > len(best[0]):
                best = (row.zh, row.id)
    return best[1]


_WITHIN = (
    ("Field", "targetsField"),
    ("Designation", "recognisedAs"),
    ("Programme", "participatesIn"),
    ("Place", "locatedIn"),
)
"""What it says of a group that a thing of some class stands within it."""
_NETWORKS = frozenset({"InnovationNetwork", "Association", "Platform", "ServiceNetwork"})
_ANY = "organisationKind"
"""A group of 3家单位 says nothing of its members."""
_AREAS = frozenset({"districtKind", "provinceKind"})


def _plain_link(subject: Mention, property_: str, object_: Mention, span: tuple[int, int], rule: str) -> _Link:
    return _Link(subject, property_, object_.entity, *span, "asserted", "", None, None, "", rule, 0.8)

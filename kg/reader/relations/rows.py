"""Relations by trigger patterns over typed mentions, to the properties of the ontology.

A sentence is read clause by clause (:mod:`kg.reader.relations.clauses`, :mod:`kg.reader.relations.statements`). In
it participants and times are single signs (:mod:`kg.reader.relations.masking`), so that a pattern
(:mod:`kg.reader.packs.patterns`) is a regular expression over what stands between them. A clause's subject
(:mod:`kg.reader.relations.agents`) is the participant that it begins with; one without takes that of the clauses
before in the sentence, else, flagged as inherited, that of the sentence before in the paragraph, the item that the
paragraph is about, or, for public acts, the place that the document is about. A clause that begins with a name
nobody has read (:mod:`kg.reader.relations.openers`) takes none of them. Both ends must be of classes that the
pattern, and the ontology, allow.

Trigger patterns with typed slots are the method of FASTUS (Hobbs et al., 1997) and of TokensRegex (Chang and Manning,
2014).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from kg.model import RelationRow
from kg.reader.packs.valency import compile_valency
from kg.reader.relations.compounds import network_of, read_lists, read_names
from kg.reader.relations.described import Described
from kg.reader.relations.governed import read_governed
from kg.reader.relations.line import Line, Phrase
from kg.reader.relations.links import PASSING, Context, Link, Subject, beginning, fits, period_id
from kg.reader.relations.masking import mask, uniform
from kg.reader.relations.statements import read_sentence
from kg.reader.sentence.modality import ASSERTED, RELATIONS, Judge, compile_cues
from kg.reader.sentence.times import Period, find_clauses, period_rows
from kg.reader.values import Mention, Related

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from kg.model import Quantity, Schema, Sentence, TimeExpression
    from kg.reader.packs.patterns import Grammar
    from kg.reader.relations.clauses import Clause
    from kg.reader.values import Reading

__all__ = ["read_relations"]

_TITLED = frozenset({"Park", "IndustrialBase", "InnovationNetwork", "Service", "ServiceAgency", "ResearchFacility"})
"""What bears the designation that its heading names; a body that only acts there does not."""
_BEARING, _TAKING_PART = "recognisedAs", "participatesIn"
_PROGRAMME = "Programme"
_TOPIC = "targetsField"
_PRODUCT = "FinancialProduct"
_NUMBER = re.compile(r"[◎●◆（(]?(?:第?[一二三四五六七八九十百\d.．]+[章节）)、.．]?)?\s*")
"""What may stand before the words of a heading."""
_CURRENCIES = frozenset({"CNY", "USD", "EUR", "HKD", "JPY", "GBP"})
# What a word that fits two patterns says if the more telling one fits.
_SPECIAL = {
    "relievesTaxOf": ("benefits",),
    "appliesFor": ("participatesIn",),
    "develops": ("establishes", "offers"),
    "offers": ("establishes",),
    "facilitatesFinancingFor": ("supports",),
    "funds": ("implements",),
    "investsIn": ("funds",),
    "hasMember": ("covers", "hosts"),
    "hosts": ("reliesOn",),
    "leads": ("implements", "participatesIn"),
    "recognisedAs": ("participatesIn",),
}


def read_relations(reading: Reading, grammar: Grammar, schema: Schema) -> Related:
    """Read the relations that a document states; a clause that no pattern and no verb fits yields none."""
    rows: list[RelationRow] = []
    taken: dict[str, int] = defaultdict(int)
    context = Context.of(reading, grammar, schema)
    described = Described(reading, schema)
    for sentence, links in _read_document(context, described):
        said = set()
        home = f"{sentence.begin}-{sentence.end}"
        for link in sorted(_most_specific(links, schema), key=lambda each: (each.begin, each.end)):
            key = (link.subject.entity, link.property, link.object)
            if key in said or link.subject.entity == link.object:
                continue
            said.add(key)
            if link.property in schema.inverse:  # the other direction says no more
                said.add((link.object, schema.inverse[link.property], link.subject.entity))
            span = f"{link.begin}-{link.end}"
            taken[span] += 1
            rows.append(_row(link, span if taken[span] == 1 else f"{span}-{taken[span]}", home))
    used = {row.object for row in rows} | {row.subject for row in rows}
    named = used | {row.period for row in rows}
    times = tuple(chain(*reading.times))
    dated = [time for time in (*times, *map(beginning, times)) if period_id(time) in named]
    return Related(
        tuple(rows),
        period_rows(Period(time.first, time.last) for time in dated),
        tuple(row for key, row in described.groups.items() if key in used),
        tuple(row for key, row in described.entities.items() if key in used),
        tuple(row for row in described.names if row.entity in used),
        tuple(each for each in described.mentions.values() if each.entity in used),
    )


def _most_specific(links: Sequence[Link], schema: Schema) -> list[Link]:
    """Links without those that another link of the sentence implies."""
    implied = {
        (link.subject.entity, property_, link.object)
        for link in links
        for property_ in (*schema.above.get(link.property, ()), *_SPECIAL.get(link.property, ()))
    }
    return [link for link in links if (link.subject.entity, link.property, link.object) not in implied]


def _row(link: Link, id_: str, home: str) -> RelationRow:
    return RelationRow(
        id=id_,
        sentence=home,
        subject=link.subject.entity,
        property=link.property,
        object=link.object,
        begin=link.begin,
        end=link.end,
        modality=link.modality,
        reading=link.reading or None,
        period=period_id(link.period) if link.period else None,
        amount=link.amount.value if link.amount else None,
        currency=link.amount.unit if link.amount else None,
        role=link.role or None,
        condition=None,
        note=None,
        rule=link.rule,
        confidence=_rounded(link.confidence),
    )


@lru_cache(maxsize=128)
def _rounded(confidence: float) -> Decimal:
    """One number for all rows that share it: rules give but a few."""
    return Decimal(f"{confidence:.2f}")


@dataclass(frozen=True, slots=True)
class _Topics:
    """What the sentences so far leave open.

    Whom paragraph and item are about, the designation that a heading names, what was brought forth to lend with, and
    whose members are counted.
    """

    paragraph: int = -1
    spoken: tuple[Mention, ...] = ()
    product: tuple[Mention, ...] = ()
    network: str = ""
    item: tuple[Mention, ...] = ()
    heading: Mention | None = None
    title: Mention | None = None


def _read_document(context: Context, described: Described) -> Iterator[tuple[Sentence, list[Link]]]:
    """The links of each sentence, in order, with what the sentences before leave open for those behind."""
    reading = context.reading
    text = uniform(reading.document.text)
    by_sentence: dict[int, list[Mention]] = defaultdict(list)
    for mention in reading.mentions:
        if mention.entity:
            by_sentence[mention.sentence].append(mention)
    place = tuple(
        Mention(0, 0, 0, row.class_, row.id, "name", "place", 1.0)
        for row in reading.entities
        if row.id == reading.place
    )
    money = [each for each in reading.quantities if each.unit in _CURRENCIES]
    topics = _Topics()
    named: set[str] = set()
    own_report = _is_own(reading)
    valency, cues = compile_valency(reading.lexicon, context.schema), compile_cues(reading.lexicon)
    for index, (sentence, times) in enumerate(zip(reading.sentences, reading.times, strict=True)):
        mentions = by_sentence.get(index, [])
        opens = sentence.paragraph != topics.paragraph
        topics = _entered(topics, sentence, mentions, text)
        if not mentions and not own_report:
            continue
        masked = mask(text, sentence, mentions, times)
        spoken = () if own_report else ((topics.spoken, 0.75), (topics.item, 0.75))
        before = tuple(
            Subject(members, "subject:inherited", certainty, is_place=members is place)
            for members, certainty in (*spoken, (place, 0.6))
            if members
        )
        said = read_sentence(masked, before, _inside(money, sentence), context, topics.product)
        now = (Subject(said.spoken, "", 1.0), *before) if said.spoken else before
        lists = read_lists(masked, now, topics.network, context)
        links = [*said.links, *lists, *read_names(mentions, named, context)]
        if own_report and place and sentence.kind == "sentence":
            quantities = _inside(reading.quantities, sentence)
            line = Line(text, mentions, quantities, valency, context.schema)
            links = [link for link in links if not _is_passed_on(link, text, context)]
            here = _Here(index, line, times, before[-1])
            governed = list(_read_governed(said.clauses, here, links, described))
            links = [*_not_superseded(links, governed, here, described), *governed]
        if any(not link.modality for link in links):
            parts = find_clauses(reading.document.text, sentence)
            scope, base = reading.scopes[index], reading.context.base_year
            judge = Judge(text, sentence, parts, mentions, times, scope, base, cues)
            links = list(_judged(links, judge, scope.last))
        if opens:
            links += _bear_title(sentence, topics, said.spoken, links, context)
        topics = replace(
            topics,
            spoken=said.spoken or topics.spoken,
            product=tuple(each for each in (*said.spoken, *said.made) if each.class_ == _PRODUCT) or topics.product,
            network=network_of(lists) or (topics.network if masked.text.startswith("其中") else ""),
        )
        yield sentence, links


def _is_passed_on(link: Link, text: str, context: Context) -> bool:
    """Whether what a report's government does is taken to be what a programme named before does.

    So what it builds on in the next clause, and all that stands behind a semicolon.
    """
    between = text[link.subject.end : link.begin]
    class_ = link.subject.class_
    programme = class_ == _PROGRAMME or _PROGRAMME in context.schema.ancestors.get(class_, ())
    return (link.property == _TOPIC and "，" in between) or (programme and "；" in between)


def _judged(links: Sequence[Link], judge: Judge, last: date | None) -> Iterator[Link]:
    """Links with the modality of their sentence, but for those that have their own.

    ``last`` is the last day of what the section is about, which holds where the sentence names no time.
    """
    for link in links:
        modality = link.modality or judge.modality_of(link.begin, link.end, link.last or last, RELATIONS)
        yield replace(link, modality=modality)


def _is_own(reading: Reading) -> bool:
    """Whether a government speaks in a document itself: there it acts where nobody else is named."""
    if reading.context.kind:
        return True
    return any(word in reading.document.text for word in reading.lexicon.cues.get("own_report", ()))


@dataclass(frozen=True, slots=True)
class _Here:
    """A sentence in which verbs are looked for: its number, what is known of it, who acts in it."""

    index: int
    line: Line
    times: Sequence[TimeExpression]
    place: Subject


def _read_governed(
    clauses: Sequence[Clause], here: _Here, links: Sequence[Link], described: Described
) -> Iterator[Link]:
    """What verbs take in the clauses of a sentence, unless a pattern has found it already."""
    inside = here.line.mentions
    told = {(link.property, link.object) for link in links}
    spans = [
        (link.property, each)
        for link in links
        for each in inside
        if each.entity == link.object and each.rule != "elided"
    ]
    for found in chain.from_iterable(read_governed(each, here.line, here.times, here.place) for each in clauses):
        phrase, property_ = found.phrase, found.phrase.frame.property
        if any(property_ == known and each.begin < phrase.end and phrase.begin < each.end for known, each in spans):
            continue
        object_ = described.participant(phrase, here.index, inside)
        if not object_ or (property_, object_) in told:
            continue
        time = next((each for each in reversed(here.times) if each.begin < found.end), None)
        for member, reading, certainty in _who(found.subject, here, described):
            if member.entity != object_:
                yield Link(
                    member,
                    property_,
                    object_,
                    found.begin,
                    found.end,
                    found.rule,
                    confidence=phrase.frame.confidence * certainty,
                    modality=found.modality,
                    reading=reading,
                    last=time.last if time else None,
                )


def _not_superseded(
    links: Sequence[Link], governed: Sequence[Link], here: _Here, described: Described
) -> Iterator[Link]:
    """Links of the place but those to a mere part of what a verb takes: 12家 of 智能工厂12家, 甲园 of 甲园项目."""
    whole = [described.groups[link.object] for link in governed if link.object in described.groups]
    place = {member.entity for member in here.place.members}
    bearing = [link for link in governed if link.property == _BEARING]
    for link in links:
        if link.property == _TAKING_PART and any(_is_of(link, each) for each in bearing):
            continue
        parts = [each for each in here.line.mentions if each.entity == link.object]
        within = any(row.begin <= each.begin and each.end <= row.end for each in parts for row in whole)
        if link.subject.entity not in place or not within:
            yield link


def _is_of(link: Link, other: Link) -> bool:
    """Whether two links are said of the same by the same words."""
    return link.subject.entity == other.subject.entity and link.begin < other.end and other.begin < link.end


def _who(subject: Subject | Phrase, here: _Here, described: Described) -> Iterator[tuple[Mention, str, float]]:
    """Who acts, how that is known and how certain it is; a phrase becomes a participant."""
    if isinstance(subject, Subject):
        yield from ((member, subject.reading, subject.certainty) for member in subject.members)
        return
    id_ = described.bearer(subject, here.index, here.line.mentions)
    if id_:
        yield Mention(subject.begin, subject.end, here.index, "ActorGroup", id_, "group", "taken", 0.7), "", 0.8


def _entered(topics: _Topics, sentence: Sentence, mentions: Sequence[Mention], text: str) -> _Topics:
    """The topics in which a sentence is read: a new paragraph forgets who was spoken of, an item names another."""
    if sentence.kind != "sentence":
        title = _title_of(sentence, mentions, text)
        heading = title if sentence.kind == "heading" else topics.heading
        topics = replace(topics, item=_item_of(sentence, mentions), heading=heading, title=title or heading)
    if sentence.paragraph != topics.paragraph:
        topics = replace(topics, paragraph=sentence.paragraph, spoken=(), product=(), network="")
    return topics


def _item_of(sentence: Sentence, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """Whom the paragraphs under an item (◎) are about; a heading is about nobody."""
    return tuple(each for each in mentions if each.kind not in PASSING)[:1] if sentence.kind == "item" else ()


def _title_of(sentence: Sentence, mentions: Sequence[Mention], text: str) -> Mention | None:
    """The designation that a heading or an item consists of: what stands below it bears it."""
    begin, end = sentence.begin, sentence.end
    return next(
        (
            each
            for each in mentions
            if each.class_ == "Designation" and _NUMBER.fullmatch(text, begin, each.begin) and each.end == end
        ),
        None,
    )


def _bear_title(
    sentence: Sentence, topics: _Topics, spoken: Sequence[Mention], links: Sequence[Link], context: Context
) -> Iterator[Link]:
    """That whom a paragraph under a designation opens with bears it, unless the paragraph says so itself."""
    title = topics.title
    if title is None or sentence.kind == "heading":
        return
    told = {link.subject.entity for link in links if link.property == "recognisedAs"}
    for each in (topics.item if sentence.kind == "item" else spoken)[:1]:
        if fits(each, _TITLED, context.schema) and each.entity not in told:
            yield Link(
                each,
                "recognisedAs",
                title.entity,
                each.begin,
                each.end,
                "title",
                confidence=0.7,
                modality=ASSERTED,
                reading="object:inherited",
            )


def _inside(found: Sequence[Quantity], sentence: Sentence) -> Sequence[Quantity]:
    """What of a document stands in a sentence."""
    first, last = (bisect_left(found, place, key=lambda each: each.begin) for place in (sentence.begin, sentence.end))
    return found[first:last]

"""Relations by trigger patterns over typed mentions, to the properties of the ontology.

A sentence is read clause by clause (:mod:`kg.extraction.clauses`). In it participants and times are single signs
(:mod:`kg.extraction.masking`), so that a pattern (:mod:`kg.extraction.patterns`) is a regular expression over what
stands between them. A clause's subject is the participant that it begins with; one without takes that of the clauses
before in the sentence, else, flagged as inherited, that of the sentence before in the paragraph, the item that the
paragraph is about, or the place that the document is about. Both ends must be of classes that the pattern, and the
ontology, allow.

Trigger patterns with typed slots are the method of FASTUS (Hobbs et al., 1997) and of TokensRegex (Chang and Manning,
2014).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

from kg.extraction.clauses import PASSING, read_sentence
from kg.extraction.compounds import network_of, read_lists, read_names
from kg.extraction.links import Context, Subject, beginning, period_id
from kg.extraction.masking import mask
from kg.extraction.times import Period, period_rows
from kg.extraction.values import Mention
from kg.model import RelationRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.extraction.links import Link
    from kg.extraction.patterns import Grammar
    from kg.extraction.values import Reading
    from kg.model import PeriodRow, Quantity, Schema, Sentence, TimeExpression

__all__ = ["read_relations"]

_Spanned = TypeVar("_Spanned", "TimeExpression", "Quantity")

_CURRENCIES = frozenset({"CNY", "USD", "EUR", "HKD", "JPY", "GBP"})
# What a word that fits two patterns says if the more telling one fits.
_SPECIAL = {
    "relievesTaxOf": ("benefits",),
    "appliesFor": ("participatesIn",),
    "develops": ("establishes", "offers"),
    "offers": ("establishes",),
    "facilitatesFinancingFor": ("supports",),
}


def read_relations(
    reading: Reading,
    times: Sequence[TimeExpression],
    quantities: Sequence[Quantity],
    grammar: Grammar,
    schema: Schema,
) -> tuple[tuple[RelationRow, ...], tuple[PeriodRow, ...]]:
    """The relations that a document states, in order of the text, and the periods that they name.

    ``times`` and ``quantities`` are those of the whole document, in order. A clause that no pattern fits yields none.
    """
    rows: list[RelationRow] = []
    taken: dict[str, int] = defaultdict(int)
    context = Context.of(reading, grammar, schema)
    for sentence, links in _read_document(context, times, quantities):
        said = set()
        for link in sorted(_most_specific(links, schema), key=lambda each: (each.begin, each.end)):
            key = (link.subject.entity, link.property, link.object)
            if key in said or link.subject.entity == link.object:
                continue
            said.add(key)
            span = f"{link.begin}-{link.end}"
            taken[span] += 1
            rows.append(_row(link, span if taken[span] == 1 else f"{span}-{taken[span]}", sentence))
    named = {row.period for row in rows} | {row.object for row in rows}
    dated = [time for time in (*times, *map(beginning, times)) if period_id(time) in named]
    return tuple(rows), period_rows(Period(time.first, time.last) for time in dated)


def _most_specific(links: Sequence[Link], schema: Schema) -> list[Link]:
    """Links without those that another link of the sentence implies."""
    implied = {
        (link.subject.entity, property_, link.object)
        for link in links
        for property_ in (*schema.above.get(link.property, ()), *_SPECIAL.get(link.property, ()))
    }
    return [link for link in links if (link.subject.entity, link.property, link.object) not in implied]


def _row(link: Link, id_: str, sentence: Sentence) -> RelationRow:
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
        period=period_id(link.period) if link.period else None,
        amount=link.amount.value if link.amount else None,
        currency=link.amount.unit if link.amount else None,
        role=link.role or None,
        condition=None,
        note=None,
        rule=link.rule,
        confidence=Decimal(f"{link.confidence:.2f}"),
    )


def _read_document(
    context: Context, times: Sequence[TimeExpression], quantities: Sequence[Quantity]
) -> Iterator[tuple[Sentence, list[Link]]]:
    """The links of each sentence, in order, with what the sentences before leave open for those behind."""
    reading = context.reading
    by_sentence: dict[int, list[Mention]] = defaultdict(list)
    for mention in reading.mentions:
        if mention.entity:
            by_sentence[mention.sentence].append(mention)
    place = tuple(
        Mention(0, 0, 0, row.class_, row.id, "name", "place", 1.0)
        for row in reading.entities
        if row.id == reading.place
    )
    money = [each for each in quantities if each.unit in _CURRENCIES]
    item: tuple[Mention, ...] = ()
    topic: tuple[Mention, ...] = ()
    paragraph = -1
    named: set[str] = set()
    network = ""
    for index, sentence in enumerate(reading.sentences):
        mentions = by_sentence.get(index, [])
        if sentence.kind != "sentence":
            item = _item_of(sentence, mentions)
        if sentence.paragraph != paragraph:
            topic, paragraph, network = (), sentence.paragraph, ""
        if not mentions:
            continue
        masked = mask(reading.document.text, sentence, mentions, _inside(times, sentence))
        before = tuple(
            Subject(members, "subject:inherited", certainty)
            for members, certainty in ((topic, 0.75), (item, 0.75), (place, 0.6))
            if members
        )
        links, spoken = read_sentence(masked, before, _inside(money, sentence), context)
        now = (Subject(spoken, "", 1.0), *before) if spoken else before
        lists = read_lists(masked, now, network, context)
        links += lists
        network = network_of(lists) or (network if masked.text.startswith("其中") else "")
        links += read_names(mentions, named, context)
        topic = spoken or topic
        yield sentence, links


def _item_of(sentence: Sentence, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """Whom the paragraphs under an item (◎) are about; a heading is about nobody."""
    return tuple(each for each in mentions if each.kind not in PASSING)[:1] if sentence.kind == "item" else ()


def _inside(found: Sequence[_Spanned], sentence: Sentence) -> Sequence[_Spanned]:
    """What of a document stands in a sentence."""
    first, last = (bisect_left(found, place, key=lambda each: each.begin) for place in (sentence.begin, sentence.end))
    return found[first:last]

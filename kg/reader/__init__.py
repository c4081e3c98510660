"""Text -> tables, step by step.

:func:`read` is the front door; :data:`STEPS` lists what it does, in order, and what each step looks at and sets. The
rooms:

=============  =================================================================================
``packs``      what is known beforehand, as data: words, names, places, patterns, what verbs take
``document``   whose document it is, which years it speaks of, how its sections divide it
``names``      who and what is mentioned, and which mentions mean the same
``sentence``   when a sentence holds, and whether it says what is so or what is planned
``figures``    what the quantities measure, of whom
``relations``  what one participant is said to do to another
=============  =================================================================================
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kg.errors import InputError
from kg.model import ConceptRow, ContextRow, DocumentRow, MentionRow, PeriodRow, SentenceRow, Tables
from kg.offsets import running_document, to_file
from kg.reader.confidence import calibrate
from kg.reader.packs.lexicon import choose_packs, load_packs
from kg.reader.sentence.times import UNKNOWN, period_of, period_rows
from kg.reader.steps import NAMING, STEPS, Step
from kg.reader.values import WHOLE, Bound, Options, Reading, Related
from kg.text.characters import without_unfit
from kg.text.decoding import fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from kg.model import Document, RelationRow, Sentence
    from kg.reader.values import Mention, Scope

Row = TypeVar("Row", PeriodRow, ConceptRow)
_CHINESE = re.compile(r"[一-鿿]+")
_TORN = re.compile(r"(?<=[一-鿿])[ \u3000]+(?=[一-鿿])")
_ADDRESSES = ("：", ":", "，", "！")
_TORN_AT_LEAST = 5
_TORN_AT_MOST = 20
"""Headings and items have a few spaces; one behind every twentieth character is none of the author's."""

__all__ = ["STEPS", "read", "read_mentions", "tabulate", "unread_sentences"]


def read(
    document: Document,
    packs: Sequence[str | Path] = (),
    base_year: int | None = None,
    *,
    place: str | None = None,
    published: date | None = None,
) -> Tables:
    """Read a document into tables, each row with its place, the rule that made it and its confidence.

    What is read is the running text (:mod:`kg.text.layout`); places are those of the document. See
    :func:`kg.drafting.draft` for the arguments; it proves what is read here.
    """
    options = Options(place, base_year, published)
    return to_file(tabulate(read_mentions(running_document(document), packs, options)), document)


def read_mentions(document: Document, packs: Sequence[str | Path] = (), options: Options | None = None) -> Reading:
    """Read who and what a document mentions, with packs as :func:`read` takes them."""
    _refuse_spaced(document)
    reading = Reading(document, options or Options(), load_packs(packs or choose_packs(document.text)))
    return _carry_out(NAMING, reading)


def _carry_out(steps: Iterable[Step], reading: Reading) -> Reading:
    for step in steps:
        reading = step.run(reading)
    return reading


def _refuse_spaced(document: Document) -> None:
    """Refuse scanned text in which spaces tear words and numbers apart: what is read from it would be wrong."""
    spaces = sum(1 for _ in _TORN.finditer(document.text))
    if spaces >= _TORN_AT_LEAST and spaces * _TORN_AT_MOST > len(document.text) - len(_CHINESE.sub("", document.text)):
        message = (
            f"{document.name}: {spaces:,} spaces stand between Chinese characters, as scanning leaves them; "
            "take them out first, since a space ends a word"
        )
        raise InputError(message)


def tabulate(reading: Reading) -> Tables:
    """Read figures and relations on the mentions of a chapter, and put all into tables."""
    document = reading.document
    reading = _carry_out(STEPS[len(NAMING) :], reading)
    figures, related = reading.figures or Bound(), reading.related or Related()
    name = _fit(Path(document.name).stem) or "document"
    every = zip(reading.sentences, reading.scopes, strict=True)
    sentences = tuple(_sentence_row(each, scope, name, document.text) for each, scope in every)
    tables = Tables(
        name=name,
        documents=(_document_row(reading, name),),
        context=tuple(_context_rows(reading, name)),
        sentences=sentences,
        entities=(*reading.entities, *related.entities),
        names=(*reading.names, *related.names),
        mentions=tuple(_mention_rows(reading, related.mentions)),
        groups=tuple(sorted((*reading.groups, *related.groups), key=lambda row: (row.begin, row.end))),
        relations=related.relations,
        figures=figures.figures,
        periods=_union(figures.periods, related.periods, _scope_periods(reading)),
        indicators=figures.indicators,
        units=_union(figures.units, (ConceptRow(unit, unit, unit, None) for unit in _currencies(related.relations))),
        conditions=figures.conditions,
        exclusions=figures.exclusions,
        metadata=(("dc:language", "zh"), ("dc:title", _title(reading))),
    )
    return calibrate(tables, reading.lexicon)


def _union(*tables: Iterable[Row]) -> tuple[Row, ...]:
    """The rows of several tables in order of their ids, each id once."""
    rows = {row.id: row for table in reversed(tables) for row in table}
    return tuple(rows[key] for key in sorted(rows))


def _scope_periods(reading: Reading) -> tuple[PeriodRow, ...]:
    """The periods that sections are about."""
    scopes = {scope for scope in reading.scopes if scope.rule != WHOLE}
    return period_rows(period for period in map(period_of, scopes) if period != UNKNOWN)


def _currencies(relations: Iterable[RelationRow]) -> list[str]:
    return sorted({row.currency for row in relations if row.currency})


def unread_sentences(tables: Tables) -> tuple[SentenceRow, ...]:
    """The sentences of prose that neither a figure nor a relation was read from: kept, for a person to look at."""
    read = {row.sentence for row in tables.figures} | {row.sentence for row in tables.relations}
    return tuple(row for row in tables.sentences if row.kind == "sentence" and row.id not in read)


def _title(reading: Reading) -> str:
    """What the text calls itself: its first heading that is no address (各位代表：), else the name of the file."""
    text = reading.document.text
    headings = (text[each.begin : each.end] for each in reading.sentences if each.kind == "heading")
    first = _fit(next(headings, ""))
    return first if first and not first.endswith(_ADDRESSES) else _fit(Path(reading.document.name).stem) or "document"


def _fit(text: str) -> str:
    """A title without what no cell may hold; a spreadsheet would carry out one that begins with =."""
    return without_unfit(text).strip().lstrip("=@+- ")


def _document_row(reading: Reading, name: str) -> DocumentRow:
    document, context = reading.document, reading.context
    return DocumentRow(
        id=name,
        title=_title(reading),
        length=len(document.text),
        sha256=document.sha256,
        base_year=context.base_year,
        place=reading.place or None,
        kind=context.kind or None,
        report_year=context.report_year,
        published=context.published,
    )


def _context_rows(reading: Reading, name: str) -> Iterable[ContextRow]:
    """What was found out about the document, and on which words; of one rule the first."""
    seen = set()
    for each in reading.context.findings:
        if (each.field, each.rule) not in seen:
            seen.add((each.field, each.rule))
            yield ContextRow(name, each.field, each.value, each.begin, each.end, each.rule)


def _sentence_row(sentence: Sentence, scope: Scope, document: str, text: str) -> SentenceRow:
    period = period_of(scope)
    own = scope.rule != WHOLE and period != UNKNOWN
    return SentenceRow(
        id=f"{sentence.begin}-{sentence.end}",
        document=document,
        section=sentence.section,
        paragraph=sentence.paragraph,
        kind=sentence.kind,
        begin=sentence.begin,
        end=sentence.end,
        sha256=fingerprint(text[sentence.begin : sentence.end]),
        period=period.id if own else None,
        modality=("planned" if scope.planned else "asserted") if scope.rule != WHOLE else None,
    )


def _mention_rows(reading: Reading, described: Iterable[Mention]) -> Iterable[MentionRow]:
    """Rows for what is mentioned by name or by what points back; groups have a table of their own."""
    sentences = [f"{each.begin}-{each.end}" for each in reading.sentences]
    for each in sorted((*_named(reading.mentions), *described), key=lambda each: (each.begin, each.end)):
        yield MentionRow(
            f"{each.begin}-{each.end}",
            each.entity,
            sentences[each.sentence],
            each.begin,
            each.end,
            each.rule,
            _rounded(each.confidence),
        )


@lru_cache(maxsize=128)
def _rounded(confidence: float) -> Decimal:
    """One number for all rows that share it: rules give but a few."""
    return Decimal(str(confidence))


def _named(mentions: Iterable[Mention]) -> Iterable[Mention]:
    return (each for each in mentions if each.kind != "group" and each.entity)

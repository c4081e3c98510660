"""What the steps that read relations share: a relation before it is a row, and what a document is read against."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.reader.relations.nametopics import NameTopics
from kg.reader.relations.openers import Nouns

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from kg.model import Quantity, Schema, TimeExpression
    from kg.reader.packs.patterns import Grammar
    from kg.reader.values import Mention, Reading

__all__ = ["PASSING", "Context", "Link", "Subject", "beginning", "event_id", "fits", "period_id"]

PASSING = frozenset({"group", "target"})
"""Kinds of mentions that are spoken of in one sentence only: a later one without subject is not about them."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a document is read against.

    ``kinds`` are those of its groups; ``parts`` the full names of entities that may stand within others, with their
    ids, for each :class:`~kg.reader.packs.patterns.Part` by its name; ``nouns`` the words that a noun phrase is known
    by; ``topics`` what is needed to tell the topic of a name.
    """

    reading: Reading
    schema: Schema
    grammar: Grammar
    kinds: Mapping[str, str]
    parts: Mapping[str, Mapping[str, str]]
    nouns: Nouns
    topics: NameTopics

    @classmethod
    def of(cls, reading: Reading, grammar: Grammar, schema: Schema) -> Context:
        """The context of a document."""
        return cls(
            reading,
            schema,
            grammar,
            {row.id: row.kind for row in reading.groups},
            {
                part.name: {
                    row.zh: row.id
                    for row in reading.entities
                    if schema.ancestors.get(row.class_, frozenset()) & part.part
                }
                for part in grammar.parts
            },
            Nouns.of(reading.lexicon, grammar),
            NameTopics.of(reading),
        )


@dataclass(frozen=True, slots=True)
class Subject:
    """Who a clause is about; ``reading`` says how that is known, "" if the sentence says it.

    ``is_place`` marks the place that the document is about, who acts where nobody else is spoken of.
    """

    members: tuple[Mention, ...]
    reading: str
    certainty: float
    is_place: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A relation before it becomes a row; ``object`` is the id of a participant or of a period.

    ``modality`` is "" until the sentence is judged, unless what states the relation has its own; ``last`` is the last
    day of the time that holds for it.
    """

    subject: Mention
    property: str
    object: str
    begin: int
    end: int
    rule: str
    confidence: float = 0.8
    modality: str = ""
    reading: str = ""
    period: TimeExpression | None = None
    last: date | None = None
    amount: Quantity | None = None
    role: str = ""


def fits(mention: Mention, classes: frozenset[str], schema: Schema) -> bool:
    """Whether a mention is of one of the classes, or of a class below one."""
    return bool(schema.ancestors.get(mention.class_, frozenset()) & classes)


def period_id(time: TimeExpression) -> str:
    """The id of the period that a time expression names."""
    return f"{time.first or ''}--{time.last}"


def event_id(time: TimeExpression) -> str:
    """The id of the period in which something began that a time expression dates: the first day of 7月1日起."""
    return period_id(beginning(time))


def beginning(time: TimeExpression) -> TimeExpression:
    """The first day of what holds since then; any other time as it is."""
    return replace(time, last=time.first) if time.kind == "since" and time.first else time

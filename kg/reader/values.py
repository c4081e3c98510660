"""The values that the stages of the reader exchange. All are frozen; none does any work."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from decimal import Decimal

    from kg.model import (
        ConceptRow,
        Document,
        EntityRow,
        ExclusionRow,
        FigureRow,
        GroupRow,
        NameRow,
        PeriodRow,
        Quantity,
        RelationRow,
        Sentence,
        TimeExpression,
    )
    from kg.text.quantities import Units

__all__ = [
    "WHOLE",
    "Bound",
    "DocumentContext",
    "Finding",
    "Head",
    "Lexicon",
    "Mention",
    "MentionKind",
    "Name",
    "Options",
    "Place",
    "Reading",
    "Related",
    "Scope",
    "Section",
    "Unresolved",
]

MentionKind = Literal["name", "title", "quoted", "short", "group", "target", "anaphor"]


# ── what packs hold ────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Name:
    """A form that a pack lists (``names.csv``) and what it stands for.

    ``entity`` is the id of the entity, ``full`` its full name; ``kind`` says what the form is to the entity.
    """

    form: str
    entity: str
    full: str
    class_: str
    kind: str
    en: str = ""
    function: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """An administrative area or region (``places.csv``), with its code of GB/T 2260 if it has one.

    ``forms`` are other names that mean it anywhere, ``local`` those that mean it only in texts about its own area.
    """

    code: str
    zh: str
    en: str
    class_: str
    forms: tuple[str, ...]
    local: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Head:
    """The last word of a name shape or of a group (``heads.csv``): 银行 ends the names of banks.

    ``class_`` is the class of an entity so named, ``group`` the kind (``bankKind``) of a group so called, each
    "" if there is none. ``shape`` says how a name with this head is bounded on the left: ``lexicon.SHAPES``.
    ``reported`` is the shape in a government's own report, which speaks of policies and loans in general where a
    yearbook names one; a head without ``shape`` is one only there. It is no head where one of ``unless`` follows.
    ``example`` is a text in which ``expect`` is to be found.
    """

    form: str
    class_: str
    group: str
    shape: str
    en: str = ""
    unless: tuple[str, ...] = ()
    example: str = ""
    expect: str = ""
    reported: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """Packs, stacked: a row of a later pack replaces one with the same key of an earlier pack.

    ``words`` say of common words whether they may stand within a name (``words.csv``), ``frequencies`` how common words
    are (``frequencies.csv``), ``leading`` which of those are verbs or adverbs. ``cues`` are lists of words by what they
    cue (``[cues]`` of ``pack.toml``), ``patterns`` the raw tables of other TOML files by their name
    (``[[relation]]`` → ``"relation"``), ``tables`` the rows of each further CSV file of a pack by its stem
    (``indicators.csv`` → ``"indicators"``). Every raw row has ``"source"``: file and row, for messages. A lexicon is
    only equal to itself, so that what is compiled from it is compiled once.
    """

    packs: tuple[str, ...]
    names: tuple[Name, ...]
    places: tuple[Place, ...]
    words: Mapping[str, str]
    heads: tuple[Head, ...]
    units: Units
    cues: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    patterns: Mapping[str, tuple[Mapping[str, Any], ...]] = field(default_factory=dict)
    tables: Mapping[str, tuple[Mapping[str, str], ...]] = field(default_factory=dict)
    frequencies: Mapping[str, int] = field(default_factory=dict)
    leading: frozenset[str] = frozenset()


# ── what the document as a whole says ──────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Options:
    """What a user says of a document beforehand: it comes before what the text says.

    ``place`` is the name of the place whose document it is, ``year`` the year that it looks back on, ``published`` the
    day on which it was given or published.
    """

    place: str | None = None
    year: int | None = None
    published: date | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found out about a document: which field, its value, on which words, by which rule.

    ``begin`` and ``end`` are offsets into the decoded text; both are 0 where the words are not in it.
    """

    field: str
    value: str
    begin: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class DocumentContext:
    """Whose document it is, of which kind, which year it looks back on and in which year it speaks.

    ``base_year`` and ``report_year`` are the same where a document speaks of the year in which it was written, and None
    where nothing tells. ``planned`` says that the document as a whole is a plan.
    """

    kind: str = ""
    place: Place | None = None
    base_year: int | None = None
    report_year: int | None = None
    published: date | None = None
    planned: bool = False
    findings: tuple[Finding, ...] = ()


WHOLE = "document"
"""The rule of a scope that no section decided: what holds for the document as a whole."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What holds in a stretch of a document: the days that it is about, and whether it says what is or what is to be.

    ``first`` and ``last`` are inclusive days, both None where the period is not known; ``rule`` names the form that
    decided.
    """

    first: date | None
    last: date | None
    planned: bool
    rule: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what is below it.

    ``begin`` and ``end`` bound the section, heading included; ``level`` is 1 for the uppermost.
    """

    begin: int
    end: int
    level: int
    scope: Scope


# ── what the naming half finds ─────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Mention:
    """A span of the text that refers to a participant (or to a concept such as a field).

    ``begin`` and ``end`` are offsets into the decoded text, ``sentence`` is an index into ``Reading.sentences``.
    ``class_`` is the local name of a class of the ontology, "" if unknown. ``entity`` is what the mention refers
    to: the id of an entity, or of a group; "" if unresolved. ``rule`` names what found it, ``confidence`` is
    between 0 and 1, ``size`` is that of a group.
    """

    begin: int
    end: int
    sentence: int
    class_: str
    entity: str
    kind: MentionKind
    rule: str
    confidence: float
    size: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A span that refers to something, but nobody can tell to what.

    ``kind`` is ``"anaphor"`` (该平台, and no platform before it) or ``"short"`` (a form that could stand for each of
    ``could_be``).
    """

    begin: int
    end: int
    kind: str
    could_be: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bound:
    """What is known of the figures of a document, as rows of the tables."""

    figures: tuple[FigureRow, ...] = ()
    periods: tuple[PeriodRow, ...] = ()
    indicators: tuple[ConceptRow, ...] = ()
    units: tuple[ConceptRow, ...] = ()
    conditions: tuple[ConceptRow, ...] = ()
    exclusions: tuple[ExclusionRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Related:
    """The relations that a document states, in order of the text, and the rows that they need.

    ``periods`` are those that they name; ``groups``, ``entities``, ``names`` and ``mentions`` are of participants that
    the text only describes.
    """

    relations: tuple[RelationRow, ...] = ()
    periods: tuple[PeriodRow, ...] = ()
    groups: tuple[GroupRow, ...] = ()
    entities: tuple[EntityRow, ...] = ()
    names: tuple[NameRow, ...] = ()
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A document with all that has been read from it so far; each step returns one that knows more.

    ``mentions`` are disjoint, apart from groups, which may hold names (``3家中国银行分行``). The rows of
    ``entities``, ``names`` and ``groups`` are those of the tables; an entity's row is found by ``Mention.entity``.
    ``scopes`` are what holds for each sentence by the section that it stands in, ``times`` the temporal expressions of
    each sentence, ``quantities`` those of the whole document, the last two with offsets into the decoded text.
    """

    document: Document
    options: Options
    lexicon: Lexicon
    sentences: tuple[Sentence, ...] = ()
    context: DocumentContext = field(default_factory=DocumentContext)
    sections: tuple[Section, ...] = ()
    scopes: tuple[Scope, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    mentions: tuple[Mention, ...] = ()
    entities: tuple[EntityRow, ...] = ()
    names: tuple[NameRow, ...] = ()
    groups: tuple[GroupRow, ...] = ()
    unresolved: tuple[Unresolved, ...] = ()
    times: tuple[tuple[TimeExpression, ...], ...] = ()
    figures: Bound | None = None
    related: Related | None = None

    @property
    def place(self) -> str:
        """The entity that the whole document is about (``上海市``), "" if none can be told."""
        return self.context.place.zh if self.context.place else ""

"""The values that stages exchange. All are frozen; none does any work.

Names that end in ``Row`` are rows of the tables (the waist, see ``docs/annotation.md``);
the others belong to the text side. Offsets are 0-based characters of the decoded text, the
end exclusive. Numbers are :class:`~decimal.Decimal`, in base units.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from decimal import Decimal

SentenceKind = Literal["heading", "item", "sentence"]
Precision = Literal["year", "month", "day"]


# ── the text side ──────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Document:
    """A chapter as read: its decoded text, and the SHA-256 of that text in UTF-8."""

    name: str
    text: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A unit of evidence: a heading, a ◎ item or a sentence of prose."""

    begin: int
    end: int
    kind: SentenceKind
    section: int
    paragraph: int


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as written, without unit: ``1.76亿``, ``二十三``, ``10``."""

    begin: int
    end: int
    value: Decimal


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number or a range with its unit, and how exactly it is meant.

    The span covers the number (or both ends of the range) and the unit; what surrounds it
    (``约``, ``超过``, ``以上``) is not in the span but decides the approximation.
    """

    begin: int
    end: int
    value: Decimal | None
    lower: Decimal | None
    upper: Decimal | None
    unit: str
    approximation: str


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A temporal expression, resolved. ``first`` is missing where the beginning is unknown.

    ``first`` and ``last`` are inclusive days; ``kind`` is the local name of a ``tis:periodKind``.
    """

    begin: int
    end: int
    first: date | None
    last: date
    precision: Precision
    kind: str


@dataclass(frozen=True, slots=True, eq=False)
class Schema:
    """What the ontology says of classes and relations, as local names: enough to check a row without RDF.

    ``ancestors`` are all superclasses of a class, itself included. ``domain`` and ``range`` hold the class that a
    property demands ("" for a period), ``inverse`` a property's inverse, a symmetric one being its own, ``above`` all
    properties that one implies.
    """

    ancestors: Mapping[str, frozenset[str]]
    domain: Mapping[str, str]
    range: Mapping[str, str]
    inverse: Mapping[str, str]
    above: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong, said so that it can be found and mended."""

    file: str
    row: int | None
    message: str

    def __str__(self) -> str:
        place = self.file if self.row is None else f"{self.file}, row {self.row}"
        return f"{place}: {self.message}"


# ── the waist: one class for each table ────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class DocumentRow:
    id: str
    title: str
    length: int
    sha256: str
    base_year: int | None
    place: str | None
    kind: str | None = None
    report_year: int | None = None
    published: date | None = None


@dataclass(frozen=True, slots=True)
class ContextRow:
    document: str
    field: str
    value: str
    begin: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class SentenceRow:
    id: str
    document: str
    section: int
    paragraph: int
    kind: str
    begin: int
    end: int
    sha256: str
    period: str | None = None
    modality: str | None = None


@dataclass(frozen=True, slots=True)
class EntityRow:
    id: str
    class_: str
    zh: str
    en: str
    function: str | None
    code: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class NameRow:
    entity: str
    form: str
    lang: str
    kind: str


@dataclass(frozen=True, slots=True)
class MentionRow:
    id: str
    entity: str
    sentence: str
    begin: int
    end: int
    rule: str | None = None
    confidence: Decimal | None = None


@dataclass(frozen=True, slots=True)
class GroupRow:
    id: str
    kind: str
    size: Decimal | None
    approximation: str | None
    subgroup_of: str | None
    sentence: str
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class RelationRow:
    id: str
    sentence: str
    subject: str
    property: str
    object: str
    begin: int
    end: int
    modality: str
    reading: str | None
    period: str | None
    amount: Decimal | None
    currency: str | None
    role: str | None
    condition: str | None
    note: str | None
    rule: str | None = None
    confidence: Decimal | None = None


@dataclass(frozen=True, slots=True)
class FigureRow:
    id: str
    sentence: str
    begin: int
    end: int
    entity: str
    indicator: str
    value: Decimal | None
    lower: Decimal | None
    upper: Decimal | None
    unit: str
    approximation: str
    period: str
    period_kind: str
    change_kind: str | None
    comparison_period: str | None
    compared_with: str | None
    whole_entity: str | None
    whole_indicator: str | None
    share_of: str | None
    condition: str | None
    modality: str
    reading: str | None
    note: str | None
    rule: str | None = None
    confidence: Decimal | None = None


@dataclass(frozen=True, slots=True)
class PeriodRow:
    id: str
    begin: date | None
    end: date
    precision: str
    zh: str


@dataclass(frozen=True, slots=True)
class ConceptRow:
    """A row of ``indicators``, ``units`` or ``conditions``."""

    id: str
    zh: str
    en: str
    code: str | None


@dataclass(frozen=True, slots=True)
class ExclusionRow:
    begin: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Tables:
    """The facts of a chapter as a person reviews them.

    ``metadata`` holds what the CSVW description says of the whole (title, dates, licence).
    """

    name: str
    documents: tuple[DocumentRow, ...] = ()
    context: tuple[ContextRow, ...] = ()
    sentences: tuple[SentenceRow, ...] = ()
    entities: tuple[EntityRow, ...] = ()
    names: tuple[NameRow, ...] = ()
    mentions: tuple[MentionRow, ...] = ()
    groups: tuple[GroupRow, ...] = ()
    relations: tuple[RelationRow, ...] = ()
    figures: tuple[FigureRow, ...] = ()
    periods: tuple[PeriodRow, ...] = ()
    indicators: tuple[ConceptRow, ...] = ()
    units: tuple[ConceptRow, ...] = ()
    conditions: tuple[ConceptRow, ...] = ()
    exclusions: tuple[ExclusionRow, ...] = ()
    metadata: tuple[tuple[str, str], ...] = field(default=())

"""What the readers of figures share: a sentence with all that was found in it, and a figure not yet finished."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.model import ConceptRow
from kg.reader.figures.measures import Measure

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.model import Quantity, Sentence, TimeExpression
    from kg.reader.figures.bearers import Bearers
    from kg.reader.figures.measures import MeasureWords
    from kg.reader.figures.subjects import Topics
    from kg.reader.sentence.times import Clause, Period, Timed
    from kg.reader.values import Mention

__all__ = ["LISTED", "RATES", "SHARES", "Case", "Draft", "Phrase", "find_group", "make_id", "read_lead"]

RATES = frozenset({"percent", "permille", "percentagePoint", "倍", "番"})
SHARES = frozenset({"percent", "permille"})
LISTED = re.compile(r"^ ?(?:以上|以下|左右|多|余)?(?:、|和|及|与|以及)(?:约|近|超过|逾)?$")


_NO_MEASURE = Measure("", "", "")
_NO_INDICATOR = ConceptRow("", "", "", None)


@dataclass(frozen=True, slots=True)
class Draft:
    """A quantity with what has been found out about it."""

    quantity: Quantity
    clause: Clause
    timed: Timed
    entity: str = ""
    measure: Measure = _NO_MEASURE
    indicator: ConceptRow = _NO_INDICATOR
    rule: str = ""
    ellipted: bool = True
    condition: str = ""
    change: str = ""
    comparison: Period | None = None
    compared_with: str = ""
    whole_entity: str = ""
    whole_indicator: ConceptRow | None = None
    share_of: str = ""
    modality: str = "asserted"
    nested: bool = False
    measure_read: bool = True
    measure_guessed: bool = False
    bracketed: bool = False
    subject_by: str = ""
    takes_over: bool = False
    """Whether what it describes is also the subject of what follows."""

    @property
    def is_plain(self) -> bool:
        """Whether it is neither a change nor a share, nor compares two things."""
        return not self.change and self.whole_indicator is None and self.rule not in ("ratio", "difference")

    def stands_for(self, other: Draft) -> bool:
        """Whether what follows may be about it: what is in a bracket is not what follows the bracket."""
        return self.is_plain and (not self.bracketed or other.bracketed)


@dataclass(frozen=True, slots=True)
class Case:
    """One sentence with all that was found in it."""

    text: str
    sentence: Sentence
    clauses: tuple[Clause, ...]
    quantities: tuple[Quantity, ...]
    timed: tuple[Timed, ...]
    times: tuple[TimeExpression, ...]
    mentions: tuple[Mention, ...]
    words: MeasureWords
    topics: Topics
    before: tuple[Draft, ...] = field(default=())
    """The figures of the sentence before, if it is of the same paragraph."""
    classes: Mapping[str, str] = field(default_factory=dict)
    """The class of each entity that the document mentions."""
    bearers: Bearers | None = None
    """What can bear figures in a document of its kind; None if their subjects are read otherwise."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A quantity with the words around it, as each kind of figure reads them.

    ``lead`` is the text before it that says what is measured, ``tail`` that behind it up to the next number or the end
    of the clause; ``listed`` is whether it continues a list; ``drafts`` are the figures of the sentence before it.
    """

    draft: Draft
    lead: str
    tail: str
    listed: bool
    drafts: tuple[Draft, ...]

    @property
    def last(self) -> Draft | None:
        """The figure before it in the same clause."""
        return self.drafts[-1] if self.drafts and self.drafts[-1].clause == self.draft.clause else None

    @property
    def plain(self) -> list[Draft]:
        """The figures before it that it may be a change or a share of."""
        return [each for each in self.drafts if each.stands_for(self.draft)]


def find_group(case: Case, quantity: Quantity) -> Mention | None:
    """The group whose size a quantity may be."""
    return next(
        (
            each
            for each in case.mentions
            if each.kind == "group" and each.begin <= quantity.begin and quantity.end <= each.end
        ),
        None,
    )


def read_lead(case: Case, begin: int, end: int) -> str:
    """The text between two places, behind the last expression of time in it."""
    for each in case.times:
        if begin <= each.begin and each.end <= end and not _is_compared(case.text, each.begin):
            begin = max(begin, each.end)
    return case.text[begin:end]


def _is_compared(text: str, place: int) -> bool:
    return text[max(0, place - 1) : place] in ("比", "较", "与", "同", "占")


def make_id(draft: Draft) -> str:
    """The id of a figure's row."""
    return f"{draft.quantity.begin}-{draft.quantity.end}"

"""Who or what a figure describes: the actor of its clause, one named before, the topic, the whole place.

An actor stands at the head of a clause, behind words that only open it (其中, 目前, an expression of time). Where none
stands there, the one before holds on: that of the clause before, then that of the sentence before, then the topic of
the paragraph, of the heading above it, and at last the place that the document is about.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

    from kg.extraction.times import Clause
    from kg.extraction.values import Mention
    from kg.model import TimeExpression

__all__ = ["Topics", "clause_actor", "object_before"]

_NO_ACTORS = frozenset({"Field", "Designation", "Technology", "ServiceFunction", "Award"})
PLACES = frozenset({"City", "Country", "Province", "Region", "District"})
_THINGS = frozenset(
    {
        "Programme", "PolicyDocument", "PolicyMeasure", "Fund", "PilotProgramme", "Project", "Award", "Service",
        "Platform", "InformationSystem", "ServiceNetwork", "Market", "FinancialProduct", "PublicService", "Mechanism",
        "Publication", "Team",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Topics:
    """What holds on: the actor of the sentence before, the topics of paragraph and heading, the document's place."""

    running: str = ""
    paragraph: str = ""
    heading: str = ""
    place: str = ""

    @property
    def current(self) -> str:
        """Who an ellipted subject stands for."""
        return self.running or self.paragraph or self.heading or self.place

    def in_new_paragraph(self) -> Topics:
        """The topics at the beginning of a paragraph."""
        return replace(self, running="", paragraph="")


def clause_actor(
    text: str,
    clause: Clause,
    mentions: Sequence[Mention],
    times: Sequence[TimeExpression],
    opener: re.Pattern[str],
) -> Mention | None:
    """The mention at the head of a clause, if one stands there; ``mentions`` and ``times`` are those of the sentence."""
    place = clause.begin
    while True:
        time = next((each for each in times if each.begin <= place < each.end or each.begin == place), None)
        opening = opener.match(text, place, clause.end)
        mention = next((each for each in mentions if each.begin == place and each.end <= clause.end), None)
        if mention is not None and mention.class_ not in _NO_ACTORS and mention.size is None and mention.entity:
            return mention
        if time is not None and time.end > place:
            place = time.end
        elif opening and opening.end() > place:
            place = opening.end()
        else:
            return None


def object_before(text: str, begin: int, mentions: Sequence[Mention]) -> Mention | None:
    """The thing that stands directly before a number and is counted by it: 举办软科学沙龙5期."""
    for each in mentions:
        if each.end <= begin <= each.end + 4 and each.class_ in _THINGS and "，" not in text[each.end : begin]:
            return each
    return None

"""Who or what a figure describes: the actor of its clause, one named before, the topic, the whole place.

An actor stands at the head of a clause, behind words that only open it (其中, 目前, an expression of time). Where none
stands there, the one before holds on: that of the clause before, then that of the sentence before, then the topic of
the paragraph, of the heading above it, and at last the place that the document is about.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.model import TimeExpression
    from kg.reader.sentence.times import Clause
    from kg.reader.values import Mention

__all__ = ["PLACES", "Topics", "clause_actor", "is_thing", "is_topic", "object_before"]

_AS = "作为"
_IN_OFFICE = re.compile(r"等?(?:[^，。；]{0,4}单位)?(?:担任|任|当选)")
_LINKED = 6
_LOCAL = ("本地", "本土")
_JOINT = re.compile(r"(?:[（(][^（）()]*[）)])?[^，。；：、0-9]{0,4}?(?:、|和|及|与)")
_SUMMED_UP = re.compile(
    r"(?:[（(][^（）()]*[）)])?(?:[^，。；：、从由]{0,8}?等[^，。；：、从由]{0,4}?|[^，。；：、从由]{0,2}?)"
    r"[0-9一二两三四五六七八九十]+(?:余|多)?[个家所项名位]"
)
# A place that begins the first of several names: 意大利甲集团、加拿大乙集团等17家企业.
_NAMES_LISTED = re.compile(
    r"[^，。；：、0-9]{2,16}、[^，。；：0-9]{2,60}等[0-9一二两三四五六七八九十]+(?:余|多)?[个家所项名位]"
)
_JOINED = ("以及", "及", "和", "与", "或", "、", "以", "对", "向", "为")
_NO_ACTORS = frozenset({"Field", "Designation", "Technology", "ServiceFunction", "Award"})
_NO_TOPICS = _NO_ACTORS | {"TargetGroup", "ActorGroup", ""}
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

    @property
    def named(self) -> str:
        """Who the members of a group belong to."""
        return self.paragraph or self.heading or self.place

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
    """The mention at the head of a clause, if one stands there; ``mentions`` and ``times`` are the sentence's."""
    place = clause.begin
    if text.startswith(_JOINED, place):
        return None
    if text.startswith(_AS, place):  # 作为…的浦东新区，
        last = next(
            (each for each in mentions if each.end == clause.end and each.begin > place and is_topic(each)), None
        )
        if last is not None:
            return last
    while True:
        time = next((each for each in times if each.begin <= place < each.end or each.begin == place), None)
        opening = opener.match(text, place, clause.end)
        here = [each for each in mentions if each.begin == place and each.end <= clause.end and each.entity]
        mention = max(here, key=lambda each: (each.size is None, each.end, each.kind == "group"), default=None)
        if mention is not None and mention.class_ in PLACES and text.startswith(_LOCAL, mention.end):
            return None  # 其中厦门本地项目128个
        if mention is not None and mention.class_ not in _NO_ACTORS and mention.size is None:
            if _is_listed(text, mention, mentions, clause):
                return None
            return _apposed(text, mention.end, mentions, clause) or _named(mention, mentions)
        if time is not None and time.end > place:
            place = time.end
        elif opening and opening.end() > place:
            place = opening.end()
        else:
            return _apposed(text, clause.begin, mentions, clause)


def _is_listed(text: str, mention: Mention, mentions: Sequence[Mention], clause: Clause) -> bool:
    """Whether a mention is the first of those that a number sums up: A、B和C等3家单位, A、B2家."""
    end, several = mention.end, False
    if mention.class_ in PLACES and _NAMES_LISTED.match(text, end, clause.end):
        return True
    while True:
        joint = _JOINT.match(text, end, clause.end)
        follower = next(
            (each for each in mentions if each.begin == (joint.end() if joint else end) and each.end > end), None
        )
        if joint is None or follower is None or follower.size is not None:
            summed = _SUMMED_UP.match(text, end, clause.end)
            if _IN_OFFICE.match(text, end, clause.end):
                return True
            return summed is not None and (several or "等" in summed.group())
        end, several = follower.end, True


def _apposed(text: str, begin: int, mentions: Sequence[Mention], clause: Clause) -> Mention | None:
    """The name behind a dash that says who is meant: 西南地区第一家科技支行——某某支行."""
    place = text.find("--", begin, clause.end)
    if place < 0:
        return None
    return next((each for each in mentions if each.begin == place + 2 and is_topic(each)), None)


def _named(mention: Mention, mentions: Sequence[Mention]) -> Mention:
    """The thing that a group without size consists of: 市、区两级驿站."""
    if mention.kind != "group":
        return mention
    return next((each for each in mentions if each.end == mention.end and each != mention and is_thing(each)), mention)


def is_topic(mention: Mention) -> bool:
    """Whether what a mention names can be what later sentences are about."""
    return bool(mention.entity) and mention.class_ not in _NO_TOPICS


def is_thing(mention: Mention) -> bool:
    """Whether a mention names a programme, service or team: what is counted of it describes it."""
    return bool(mention.entity) and mention.class_ in _THINGS


def object_before(text: str, begin: int, mentions: Sequence[Mention], link: re.Pattern[str]) -> Mention | None:
    """The thing that stands directly before a number and is counted by it: 举办软科学沙龙5期."""
    for each in mentions:
        between = text[each.end : begin] if each.end <= begin <= each.end + _LINKED else "等"
        if is_thing(each) and "等" not in between and not link.sub("", between):
            return each
    return None

"""Clauses: where one begins and ends, whom it begins with, and whom it may be about if it names nobody."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.reader.packs.patterns import FIRST, LAST, LEAD, RELATIVE
from kg.reader.relations.links import PASSING
from kg.reader.relations.masking import CONCEPTS, PLACES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.model import Quantity
    from kg.reader.relations.links import Context, Subject
    from kg.reader.relations.masking import Masked
    from kg.reader.relations.openers import Opener
    from kg.reader.values import Mention

__all__ = [
    "ITEM",
    "Clause",
    "find_spans",
    "handed_on",
    "is_about_what_follows",
    "is_aside",
    "is_partial",
    "is_purpose",
    "is_taken_over",
    "leading",
    "next_named",
    "opener_of",
    "spoken_of",
]

ITEM = f"[{FIRST}-{LAST}]"
_NAMED = re.compile(ITEM)
_OTHER = f"[^，{FIRST}-{LAST}]"
_CLAUSE = re.compile(r"[^，；：。！？]+")
# What a clause begins with before its subject: 已建成的, 位于东区的, 由 unless it only approves, 发挥…的作用.
_BEFORE = (
    rf"(?:(?:已|正在|现有|最早|曾){_OTHER}{{1,12}}的)?"
    r"(?:(?:由|作为|位于|来自|地处|在孵|在建|新建|坐落于|落户|总部设在)[^，]{0,40}的"
    rf"|由(?!{ITEM}[^，]{{0,6}}(?:批准|批复|审批|认定|授予|核准|命名))"
    rf"|(?:充分|积极|有效)?发挥(?={ITEM}[^，]{{0,12}}(?:作用|优势|功能|职能)))?"
)
_SUBJECT = re.compile(
    rf"{LEAD}*{_BEFORE}"
    rf"({ITEM}(?:(?:的|内的?|[^，、{FIRST}-{LAST}]{{0,6}}(?:{RELATIVE})的)?{ITEM})*)"
    r"(?!的|等的|[、/])"
)
_RELATED = re.compile(rf"[^，、{FIRST}-{LAST}]{{0,6}}(?:{RELATIVE})的(?!{ITEM})")
"""What makes a participant one that only tells of whom the clause is about: 甲所研制的新装备."""
_SITED = re.compile(rf"{LEAD}*(?:位于|地处|来自|坐落于|坐落在|总部设在|总部位于)({ITEM})(?!的)")
"""What a clause begins with that says first where its subject is: 位于东区的甲公司."""
_JOINT = re.compile(
    rf"{LEAD}*({ITEM}){_OTHER}{{0,2}}(?:与|和|同|会同|联合|携手)({ITEM})"
    r"[^，]{0,6}(?:联合|共同|合作|共建|携手|签|联手|合力|协同|$)"
)
_JOINING = re.compile(
    rf"{LEAD}*({ITEM}){_OTHER}{{0,2}}(?:会同|联合|携手|联手)({ITEM})"
    r"[^，]{0,16}(?:印发|出台|制定|发布|下发|召开|推出|设立|成立|共同|开发|举办|主办|签|组建|建设|研发)"
)
# A clause of purpose or means before the subject: 为解决…，甲公司…; its own subject is the one that follows.
_AHEAD = re.compile(rf"{LEAD}*(?:为|以|通过|依托|依靠|凭借|根据|按照|围绕|作为|借助|针对|结合|经|随着)")
_PURPOSE = re.compile(rf"{LEAD}*为(?!{ITEM})")
# Who does what the next clause says, though the clause is about somebody else: 甲由乙牵头，联合…; 选派专家10名，服务….
_HANDED = re.compile(
    rf"(?:由({ITEM})[^，]{{0,4}}牵头|(?:选派|派出|委派|派驻|抽调){_OTHER}{{0,10}}({ITEM})[^，]{{0,4}})$"
)
_TAKEN = re.compile(r"(?:联合|会同|携手|依托|服务|进驻|深入|帮助|指导|走访|覆盖)")
_GRANTING = re.compile(rf"{ITEM}{_OTHER}{{0,4}}(?:批准|批复|核准|同意|授予)")
"""Who approves is not who is spoken of afterwards."""
_AGENT = re.compile(rf"{LEAD}*由{ITEM}[^，]{{0,8}}$")
_PART = re.compile(rf"{LEAD}*其中")


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause and whom it may be about.

    ``subjects`` are the candidates, the likeliest first; ``behind`` those if what it begins with is what something
    happens to. ``fresh`` is what the clauses before brought forth, ``recent`` what the one directly before did,
    ``product`` the loan that the sentence before brought forth. ``opener`` is the noun phrase that the clause, or one
    before it, begins with, if that is no mention.
    """

    masked: Masked
    begin: int
    end: int
    subjects: tuple[Subject, ...]
    behind: tuple[Subject, ...]
    fresh: tuple[Mention, ...]
    recent: tuple[Mention, ...]
    money: Sequence[Quantity]
    opener: Opener | None
    product: tuple[Mention, ...]

    @property
    def text(self) -> str:
        """The masked text of the clause."""
        return self.masked.text[self.begin : self.end]

    @property
    def is_ellipted(self) -> bool:
        """Whether the sentence names nobody whom it may be about."""
        return bool(self.subjects) and bool(self.subjects[0].reading)


def find_spans(masked: Masked) -> list[tuple[int, int]]:
    """Where the clauses of a sentence stand in its masked text."""
    return [match.span() for match in _CLAUSE.finditer(masked.text)]


def leading(masked: Masked, begin: int, end: int, context: Context) -> tuple[Mention, ...]:
    """The participants that a clause begins with."""
    if not _NAMED.search(masked.text, begin, end):
        return ()
    joint = _JOINT.match(masked.text, begin, end) or _JOINING.match(masked.text, begin, end)
    if joint:
        return (*masked.item(joint[1]).members, *masked.item(joint[2]).members)
    sited = _SITED.match(masked.text, begin, end)
    if sited and masked.item(sited[1]).modifiers:
        return masked.item(sited[1]).members
    match = _SUBJECT.match(masked.text, begin, end)
    if match is None or is_partial(masked, match.end(1), context) or _RELATED.match(masked.text, match.end(1), end):
        return ()
    return tuple(member for member in masked.item(match[1][-1]).members if member.class_ not in CONCEPTS)


def is_partial(masked: Masked, end: int, context: Context) -> bool:
    """Whether a place's name, whose sign ends there, only begins a longer one that was not read: 东城 of 东城研究院."""
    item = masked.item(masked.text[end - 1])
    return item.members[-1].class_ in PLACES and context.nouns.goes_on(masked.text, end)


def is_aside(text: str, own: tuple[Mention, ...], carried: tuple[Mention, ...]) -> bool:
    """Whether a clause has a subject of its own that the next does not take over: 其中3家…, 由甲公司牵头."""
    named = carried and carried[0].kind not in PASSING
    return bool(_PART.match(text) or (named and (own[0].kind in PASSING or _AGENT.match(text))))


def is_purpose(text: str) -> bool:
    """Whether a clause says what for: 为解决融资难."""
    return _PURPOSE.match(text) is not None


def is_about_what_follows(text: str) -> bool:
    """Whether a clause without a subject is of purpose or means, so that its subject comes behind it."""
    return _AHEAD.match(text) is not None


def is_taken_over(text: str) -> bool:
    """Whether a clause says what somebody does to whom the clause before handed on."""
    return _TAKEN.match(text) is not None


def handed_on(masked: Masked, text: str) -> tuple[Mention, ...]:
    """Who acts in the clause behind one, if it ends with naming them: 由甲牵头; 选派专家10名."""
    match = _HANDED.search(text)
    return masked.item(match[1] or match[2]).members if match else ()


def opener_of(text: str, before: Opener | None, context: Context) -> Opener | None:
    """The noun phrase that a clause without a subject that was read is about: its own, or that of the clause before."""
    found = context.nouns.opener(text)
    return found or (replace(before, end=0) if before and before.end else before)


def next_named(own: Sequence[tuple[Mention, ...]]) -> list[tuple[Mention, ...]]:
    """For each clause whom the next one with a subject begins with."""
    found: list[tuple[Mention, ...]] = []
    members: tuple[Mention, ...] = ()
    for each in reversed(own):
        members = each or members
        found.append(members)
    return found[::-1]


def spoken_of(
    masked: Masked, spans: Sequence[tuple[int, int]], own: Sequence[tuple[Mention, ...]]
) -> tuple[Mention, ...]:
    """Whom a later sentence without a subject is about: the first that a clause begins with and that lasts."""
    lasting = (
        tuple(each for each in members if each.kind not in PASSING)
        for members, span in zip(own, spans, strict=True)
        if not _GRANTING.search(masked.text, *span)
    )
    return next((members for members in lasting if members), ())

"""Who leads or backs those whom a clause is about: 甲在乙、丙的坚强领导下, 在丁的监督和支持下，甲…."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.reader.packs.valency import Frame, Noun
from kg.reader.relations.line import Phrase
from kg.reader.relations.objects import read_phrases

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.reader.relations.line import Line
    from kg.reader.values import Mention

__all__ = ["read_leaders"]

_UNDER = re.compile(
    r"在([^，。；：]{2,40}?)的?(?:正确|坚强|有力|统一|集中|直接|亲切|大力|关心|监督|帮助|指导|和|、)*"
    r"(领导|带领|支持)(?:和(?:支持|帮助|指导|关怀|关心))*下"
)
"""Under whom a clause says that something is done, and how they take part in it."""
_SAYS = {
    "领导": Frame("leads", 0.8),
    "带领": Frame("leads", 0.8),
    "支持": Frame("supports", 0.7),
}
_BODY = "Organisation"
_NEARBY = 1
"""Characters between a clause and the next one."""


def read_leaders(line: Line, begin: int, end: int) -> Iterator[tuple[Mention, Phrase, int, int]]:
    """Who leads or backs whom in a stretch, and where the words stand that say so."""
    found: Phrase | None = None
    for match in _UNDER.finditer(line.text, begin, end + _NEARBY):
        frame = _SAYS[match[2]]
        found = _led(line, begin, match.start(), match.end(), frame) or (
            Phrase(found.begin, found.end, found.noun, frame, found.mention) if found else None
        )
        for each in line.mentions:
            inside = match.start(1) <= each.begin and each.end <= match.end(1)
            if found and inside and _BODY in line.schema.ancestors.get(each.class_, ()):
                yield each, found, match.start(), match.end()


def _led(line: Line, begin: int, until: int, behind: int, frame: Frame) -> Phrase | None:
    """Who is led: whoever stands before the words, or behind them where they begin the clause."""
    before = line.mention_before(until, begin)
    after = next((each for each in line.mentions if each.begin == behind + _NEARBY), None) if until == begin else None
    who = before or after
    if who and _BODY not in line.schema.ancestors.get(who.class_, ()):
        return None
    if who:
        return Phrase(who.begin, who.end, Noun("", "actors", ""), frame, who)
    phrases, last = read_phrases(line, begin, until, ("act",))
    if len(phrases) == 1 and last == until:
        each = phrases[0]
        return Phrase(each.begin, each.end, each.noun, frame, each.mention)
    return None

"""Where the names of programmes begin: behind 实施 or 开展, though with a verb, and with the round they are in."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.reader.names.scanning import Scan
    from kg.reader.names.values import Candidate

__all__ = ["CARRIED_OUT", "begin_carried_out", "with_rounds"]

CARRIED_OUT = ("实施", "开展", "启动", "深化")
"""What stands before the whole name of a programme, which may begin with a verb."""
_VERB = 2
_PLAIN = frozenset(
    {"实施", "落实", "推进", "推动", "开展", "健全", "做实", "启动", "深化", "执行", "完善", "做好", "抓好"}
)
"""Verbs that carry out a programme, too, and begin no name: 启动实施X行动."""
_REACH = 18
_ONE_PHRASE = re.compile(r"(?![好了和与及并])(?:(?![的了等])[\u4e00-\u9fff]){2,}")
"""What one phrase is made of."""
_SHORTEST = 2
"""Characters on the left of a joining word that are half a name."""
_ROUND = re.compile(r"第[一二三四五六七八九十]{1,2}[期轮]$")
_LONGEST_ROUND = 5
_ROUNDS = frozenset({"Programme", "PilotProgramme", "Project"})


def begin_carried_out(found: Scan, start: int, begin: int) -> int:
    """Where the name of a programme begins, which is found to begin at ``start``; its head begins at ``begin``.

    Behind a verb that carries it out it is whole: 实施优化X行动, 实施A和B提升工程, 深化美好X三年行动.
    """
    verb = found.text[start - _VERB : start]
    if (
        verb not in _PLAIN
        and found.lexicon.words.get(verb) == "break"
        and found.text.endswith(CARRIED_OUT, 0, start - _VERB)
    ):
        return start - _VERB
    whole = _begin_of_all(found, start)
    if whole is not None:
        return whole
    floor = found.floor(begin)
    if floor >= start or not found.text.endswith(CARRIED_OUT, 0, floor):
        return start
    joins = found.joins_between(floor, begin)
    halves = all(join[0] - floor >= _SHORTEST and join[0] not in found.scheme_ends for join in joins)
    return floor if halves and len(joins) <= 1 else start


def _begin_of_all(found: Scan, start: int) -> int | None:
    """Where the phrase begins that goes on to ``start`` from what carries it out: 实施整顿和规范X行动."""
    first = max(0, start - _REACH)
    verb = max((found.text.rfind(word, first, start) for word in CARRIED_OUT), default=-1)
    place = verb + _VERB
    if verb < 0 or not _ONE_PHRASE.fullmatch(found.text, place, start):
        return None
    within = range(place, start + 1)
    if not found.scheme_ends.isdisjoint(within) or not found.counted.isdisjoint(within):
        return None
    return None if found.text[place : place + _VERB] in _PLAIN else place


def with_rounds(found: Scan, names: Iterable[Candidate]) -> Iterator[Candidate]:
    """Programmes with the round that they are in: 第二轮X试点."""
    for each in names:
        if each.class_ in _ROUNDS:
            ordinal = _ROUND.search(found.text, max(0, each.begin - _LONGEST_ROUND), each.begin)
            if ordinal:
                yield replace(each, begin=ordinal.start(), kind="name", entity="", rule=f"round:{each.rule}")

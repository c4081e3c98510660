"""Relations by what verbs take: 设立…, 支持…, 实施… with any noun phrase behind them, and 甲工程开工 without one.

A clause is read from its beginning. Behind who acts, times and adverbials comes a verb; behind it, what it takes
(:mod:`kg.reader.relations.objects`); behind that, a further verb, if 、 or 并 joins it on. Where anything else stands
before the verb, somebody acts who has not been read, and nothing is said. What happens (``happenings.csv``) closes its
clause, and what stands before it is what somebody did it to.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.reader.relations.links import PASSING
from kg.reader.relations.objects import Line, Phrase, read_phrases

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.model import TimeExpression
    from kg.reader.relations.clauses import Clause
    from kg.reader.relations.links import Subject
    from kg.reader.values import Mention

__all__ = ["Governed", "read_governed"]

_JOIN = re.compile(r"[、和与及]|以及|并且?|还|又|同时")
_MARK = re.compile(r"[\s◎●◆—－（）()\d一二三四五六七八九十]*[.．、）)]?\s*")
_SETTING = re.compile(
    r"(?:在|以|按照?|围绕|聚焦|通过|依托|根据|针对|为|对|立足|结合|坚持|突出|随着|面向|瞄准|用|把|将)[^，。；：、]{1,24}?"
    r"(?:上|中|下|内|里|前|后|为[^，。；：]{1,10}|基础|方面|领域|抓手|契机|区域|重点|原则|要求|思路)(?:[，、])?"
)
"""A phrase that says where, when or how, before the verb."""
_UNKNOWN = 4
"""Characters before a verb that may be an adverbial which is not listed."""
_NO_ADVERBIAL = re.compile(r"[，。；：、“”《》（）\d]|政府|企业|部门|公司|群众|干部|单位|组织|各级|各地|大家|同志|代表|委员|[市区县省院校局委厅会]$")
_OPENS = re.compile(r"(?:总?投资\d+(?:\.\d+)?[万亿]?元|占地[^，的]{1,12}|位于[^，的]{1,12}|一批|备受关注|人民群众关心)的?")
_SHORTEST = 2
_KEPT = frozenset({"support", "encourage"})
"""Groups of verbs that say more than a verb directly behind them: 支持建设…."""
_ACTING = frozenset({"GovernmentBody", "Company", "University", "Organisation", "Association", "City", "District", "Province"})
"""Who goes on acting in the clauses behind the one that names them."""


@dataclass(frozen=True, slots=True)
class Governed:
    """That somebody does with something what a verb says: who, with what, and where verb and phrase stand."""

    subject: Subject
    phrase: Phrase
    rule: str
    begin: int
    end: int
    clause: Clause


def read_governed(clause: Clause, line: Line, times: Sequence[TimeExpression], place: Subject | None) -> list[Governed]:
    """What the verbs of a clause take, and what happens in it."""
    begin, end = clause.masked.span(clause.begin, clause.end)
    subject, start = _subject(clause, begin, place)
    stops = {each.begin: each.end for each in times}
    found = list(_verb_phrases(clause, line, stops, (start, end), subject)) if subject else []
    if not found and place is not None and not _is_urging(line, stops, start, end):
        found = list(_happening(clause, line, stops, (begin, end), place))
    return found


def _subject(clause: Clause, begin: int, place: Subject | None) -> tuple[Subject | None, int]:
    """Who acts in a clause, and where what it says of them begins."""
    first = clause.subjects[0] if clause.subjects else None
    if first is None:
        return None, begin
    own = first.members[-1]
    if not first.reading and first.certainty == 1.0 and begin <= first.members[0].begin and own.end > begin:
        return first, own.end
    if place and (first.reading or first.members[0].kind in PASSING or not _acts(first.members[0])):
        return place, begin
    return first, begin


def _acts(mention: Mention) -> bool:
    return mention.class_ in _ACTING


def _verb_phrases(
    clause: Clause, line: Line, times: dict[int, int], span: tuple[int, int], subject: Subject
) -> Iterator[Governed]:
    place, end = span
    place = _before_verb(line, times, place, end)
    while place < end:
        groups, behind = _verbs(line, place, end)
        if not groups:
            return
        phrases, stop = read_phrases(line, behind, end, groups)
        for each in phrases:
            yield Governed(subject, each, f"governed:{line.text[place:behind]}", place, each.end, clause)
        joint = _JOIN.match(line.text, stop, end)
        if joint is None:
            return
        place = _before_verb(line, times, joint.end(), end)


def _before_verb(line: Line, times: dict[int, int], begin: int, end: int) -> int:
    """Where the verb of a clause stands: behind times, adverbials and what says where and how; the end if none does."""
    mark = _MARK.match(line.text, begin, end)
    place = mark.end() if mark and not any(start <= mark.end() - 1 < stop for start, stop in times.items()) else begin
    words = line.valency
    while place < end:
        if place in times:
            place = times[place]
            continue
        verb = words.verbs.size_at(line.text, place, end)
        adverbial = words.adverbials.size_at(line.text, place, end)
        if adverbial >= verb and adverbial and _goes_on(line, place + adverbial, end):
            place += adverbial
            continue
        if verb:
            return place
        if adverbial:
            place += adverbial
            continue
        setting = _SETTING.match(line.text, place, end)
        if setting:
            place = setting.end()
            continue
        if line.text[place] in "，, 　地":
            place += 1
            continue
        return _unlisted(line, place, end)
    return end


def _goes_on(line: Line, place: int, end: int) -> bool:
    """Whether a verb or a further adverbial follows an adverbial that is a verb, too: 加快 in 加快建设."""
    words = line.valency
    return bool(words.verbs.size_at(line.text, place, end) or words.adverbials.size_at(line.text, place, end))


def _unlisted(line: Line, begin: int, end: int) -> int:
    """Where the verb stands behind an adverbial that is not listed; the end if what stands there may be who acts."""
    for place in range(begin + _SHORTEST, min(begin + _UNKNOWN, end) + 1):
        before = line.text[begin:place]
        if _NO_ADVERBIAL.search(before) or any(each.begin < place and each.end > begin for each in line.mentions):
            return end
        if line.valency.verbs.size_at(line.text, place, end) >= _SHORTEST:
            return end if line.valency.nouns.size_before(line.text, place, begin) >= _SHORTEST else place
    return end


def _verbs(line: Line, begin: int, end: int) -> tuple[tuple[str, ...], int]:
    """The groups of the verb that stands at a place and of those that it is joined with, and where they end."""
    size = line.valency.verbs.size_at(line.text, begin, end)
    if not size:
        return (), begin
    if line.valency.nouns.size_at(line.text, begin, end) > size:  # 服务业 begins with no verb
        return (), begin
    groups = line.valency.verbs.values[line.text[begin : begin + size]]
    behind = begin + size
    joint = re.compile("、|和|并|与|及").match(line.text, behind, end)
    place = joint.end() if joint else behind
    while more := line.valency.adverbials.size_at(line.text, place, end):
        if line.valency.verbs.size_at(line.text, place, end) >= more:
            break
        place += more
    further = line.valency.verbs.size_at(line.text, place, end)
    if further < _SHORTEST or place + further >= end:
        return groups, behind
    last, stop = _verbs(line, place, end)
    if not last:
        return groups, behind
    if not joint and _KEPT.issuperset(groups):
        return groups, stop
    return (tuple(dict.fromkeys((*groups, *last))) if joint else last), stop


def _is_urging(line: Line, times: dict[int, int], begin: int, end: int) -> bool:
    """Whether a clause begins with a verb that says what is to happen: 推动项目开工."""
    place = _before_verb(line, times, begin, end)
    size = line.valency.verbs.size_at(line.text, place, end) if place < end else 0
    groups = line.valency.verbs.values[line.text[place : place + size]] if size >= _SHORTEST else ()
    return "advance" in groups or "support" in groups


def _happening(
    clause: Clause, line: Line, times: dict[int, int], span: tuple[int, int], place: Subject
) -> Iterator[Governed]:
    """What a clause says that something underwent: 甲工程开工, 乙中心投入使用."""
    begin, end = span
    text, words = line.text, line.valency
    while more := words.adverbials.size_at(text, begin, end):
        begin += more
    size = words.happenings.size_before(text, end, begin + _SHORTEST)
    if not size:
        return
    groups = words.happenings.values[text[end - size : end]]
    stop = end - size
    while more := words.adverbials.size_before(text, stop, begin + _SHORTEST):
        stop -= more
    for start, last in sorted(times.items()):
        if start == begin:
            begin = last
        if last == stop:
            stop = start
    opens = _OPENS.match(text, begin, stop)
    begin = opens.end() if opens else begin
    if stop - begin < _SHORTEST:
        return
    phrases, last = read_phrases(line, begin, stop, groups)
    if last < stop:
        return
    for each in phrases:
        yield Governed(place, each, f"happening:{text[end - size : end]}", each.begin, end, clause)

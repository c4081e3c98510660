"""Where the verb of a clause stands, and which group of verbs it is of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.reader.relations.line import SHORTEST

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.reader.relations.line import Line

__all__ = ["before_adverbials", "behind_times", "find_verb", "verbs_at"]

_MARK = re.compile(r"(?:[\s◎●◆—－]|[（(]?[\d一二三四五六七八九十]{1,3}[）)、.．](?!\d))*")
_SETTING = re.compile(
    r"(?:在|以|按照?|围绕|通过|依托|根据|针对|为|对|立足|结合|随着|面向|瞄准|用|把|将)[^，。；：、]{1,24}?"
    r"(?:上|中|下|内|里|前|后|为[^，。；：]{1,10}|基础上?|方面|领域|抓手|契机|区域|重点|原则|要求|思路)(?:[，、])?"
    r"|(?:通过|采取|采用|综合运用)[^，。；：]{2,40}?等?(?:措施|方式|办法|途径|手段|形式)[，、]?"
    r"|(?:筹措|安排|投入|总?投资|拨付|统筹)[^，。；：\d]{0,8}\d[\d.]*[万亿]*元(?:资金)?"
)
"""A phrase that says where, when, how, with what money, before the verb."""
_UNLISTED = 4
"""Characters before a verb that may be an adverbial which is not listed."""
_NO_ADVERBIAL = re.compile(
    r"[，。；：、“”《》（）\d]|^[向对为把将以由这那]|是|政府|企业|部门|公司|群众|干部|单位|组织|各级|各地|大家|同志|代表|委员|[市区县省院校局委厅会]$"
)
_NOUN_LIKE = frozenset({"发展", "建设", "服务", "开发", "保障", "改造", "运营", "保护", "培训", "管理"})
"""Verbs that are as often nouns: behind what is not known, they are taken to be one."""
_AND = re.compile("、|和|并|与|及")
_REFINING = frozenset({"strengthen", "better"})
"""Groups of verbs that add nothing to what one has been said to set up: 建立和完善."""
_FURTHERING = frozenset({"advance", "strengthen", "secure", "support", "encourage"})
"""Groups of verbs that may only further what the verb directly behind says: 加快建设."""
_KEPT = frozenset({"support", "encourage"})
"""Those of them that say more than the verb behind: 支持建设."""
_SHORT = "已均也都再又全将"
_OFTEN = re.compile(r"连续[\d一二三四五六七八九十]+[年次届](?:成功)?$")


def find_verb(line: Line, times: Mapping[int, int], begin: int, end: int) -> int:
    """Where the verb stands: behind times, adverbials and what says where and how; the end if none does.

    ``times`` are where expressions of time begin, each with where it ends.
    """
    words, text = line.valency, line.text
    mark = _MARK.match(text, begin, end)
    place = mark.end() if mark and not any(start < mark.end() <= stop for start, stop in times.items()) else begin
    while place < end:
        verb = words.verbs.size_at(text, place, end)
        adverbial = words.adverbials.size_at(text, place, end)
        setting = _SETTING.match(text, place, end)
        if place in times:
            place = times[place]
        elif adverbial and (not verb or (adverbial >= verb and _goes_on(line, place + adverbial, end))):
            place += adverbial
        elif verb:
            return place
        elif setting:
            place = setting.end()
        elif text[place] == "向" and (whom := next((each for each in line.mentions if each.begin == place + 1), None)):
            place = whom.end
        elif text[place] in "，, \u3000地":
            place += 1
        else:
            return _behind_unlisted(line, place, end)
    return end


def _goes_on(line: Line, place: int, end: int) -> bool:
    """Whether a verb or a further adverbial follows an adverbial that is a verb, too: 加快 in 加快建设."""
    words = line.valency
    if words.verbs.size_at(line.text, place, end):
        return True
    size = words.adverbials.size_at(line.text, place, end)
    return size >= SHORTEST or (size > 0 and bool(words.verbs.size_at(line.text, place + size, end)))


def _behind_unlisted(line: Line, begin: int, end: int) -> int:
    """Where the verb stands behind an adverbial that is not listed; the end if what stands there may be who acts."""
    for place in range(begin + SHORTEST, min(begin + _UNLISTED, end) + 1):
        before = line.text[begin:place]
        if _NO_ADVERBIAL.search(before) or any(each.begin < place and each.end > begin for each in line.mentions):
            return end
        size = line.valency.verbs.size_at(line.text, place, end)
        if size >= SHORTEST:
            if line.text[place : place + size] in _NOUN_LIKE:
                return end
            return end if line.valency.nouns.size_before(line.text, place, begin) >= SHORTEST else place
    return end


def verbs_at(line: Line, begin: int, end: int) -> tuple[list[tuple[str, ...]], int]:
    """The groups of the verb that stands at a place, then of those that it is joined with, and where they end.

    Of a verb that only furthers what the one directly behind it says, the other counts: 加快建设.
    """
    words, text = line.valency, line.text
    size = words.verbs.size_at(text, begin, end)
    if not size or words.nouns.size_at(text, begin, end) > size:  # 服务业 begins with no verb
        return [], begin
    groups = words.verbs.values[text[begin : begin + size]]
    behind = begin + size
    joint = _AND.match(text, behind, end)
    place = joint.end() if joint else behind
    while (more := words.adverbials.size_at(text, place, end)) > words.verbs.size_at(text, place, end):
        place += more
    further = words.verbs.size_at(text, place, end)
    if further < SHORTEST or place + further >= end or not (joint or _FURTHERING.intersection(groups)):
        return [groups], behind
    others, stop = verbs_at(line, place, end)
    if not others:
        return [groups], behind
    if joint:
        return ([groups] if _REFINING.issuperset(others[0]) else [groups, *others]), stop
    return ([groups] if _KEPT.issuperset(groups) else others), stop


def behind_times(line: Line, times: Mapping[int, int], begin: int, end: int) -> int:
    """Where what stands behind times and adverbials begins."""
    place = begin
    while place < end:
        step = times.get(place, place + line.valency.adverbials.size_at(line.text, place, end))
        if step == place:
            break
        place = step
    return place


def before_adverbials(line: Line, begin: int, end: int) -> int:
    """Where a noun phrase ends before the adverbials of the predicate behind it: 成功 of 甲会成功举办."""
    while True:
        often = _OFTEN.search(line.text, begin + SHORTEST, end)
        more = line.valency.adverbials.size_before(line.text, end, begin + SHORTEST)
        if more == 1 and line.text[end - 1] not in _SHORT:  # 会 ends the names of fairs
            more = 0
        if not (often or more):
            return end
        end = often.start() if often else end - more

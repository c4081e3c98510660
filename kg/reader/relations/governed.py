"""Relations by what verbs take: 设立…, 支持…, 实施… with any noun phrase behind them, and 甲工程开工 without one.

A clause is read from its beginning. Behind who acts, times and adverbials comes a verb; behind it, what it takes
(:mod:`kg.reader.relations.objects`); behind that, a further verb, if 、 or 并 joins it on. Where anything else stands
before the verb, somebody acts who has not been read, and nothing is said. What happens (``happenings.csv``) closes its
clause, and what stands before it is what somebody did it to.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.reader.relations.links import PASSING, Subject
from kg.reader.relations.objects import Line, Phrase, read_main_fields, read_phrases, read_topics

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.model import TimeExpression
    from kg.reader.relations.clauses import Clause
    from kg.reader.values import Mention

__all__ = ["Governed", "read_governed"]

_JOIN = re.compile(r"[、和与及]|以及|并且?|还|又|同时")
_MARK = re.compile(r"(?:[\s◎●◆—－]|[（(]?[\d一二三四五六七八九十]{1,3}[）)、.．](?!\d))*")
_SETTING = re.compile(
    r"(?:在|以|按照?|围绕|通过|依托|根据|针对|为|对|立足|结合|随着|面向|瞄准|用|把|将)[^，。；：、]{1,24}?"
    r"(?:上|中|下|内|里|前|后|为[^，。；：]{1,10}|基础上?|方面|领域|抓手|契机|区域|重点|原则|要求|思路)(?:[，、])?"
    r"|(?:筹措|安排|投入|总?投资|拨付|统筹)[^，。；：\d]{0,8}\d[\d.]*[万亿]*元(?:资金)?"
)
"""A phrase that says where, when or how, before the verb."""
_UNKNOWN = 4
"""Characters before a verb that may be an adverbial which is not listed."""
_NO_ADVERBIAL = re.compile(
    r"[，。；：、“”《》（）\d]|政府|企业|部门|公司|群众|干部|单位|组织|各级|各地|大家|同志|代表|委员|[市区县省院校局委厅会]$"
)
_OPENS = re.compile(
    r"(?:总?投资\d+(?:\.\d+)?[万亿]?元|占地[^，的]{1,12}|位于[^，的]{1,12}|一批|备受关注|人民群众关心)的?"
)
_SHORTEST = 2
_OFTEN = re.compile(r"连续[\d一二三四五六七八九十]+[年次届](?:成功)?$")
_DOER = 20
"""Characters that may stand before the verb of somebody without a name."""
_URGED = "permittedOrEncouraged"
_LISTED = re.compile(r"[、和与及]|以及")
_WITH = re.compile(
    r"(?:与|同|和)([^，。；：]{2,40}?)(?:的|开展|在[^，。；：]{1,12}|等地区?|之间的?|深化|进行)*"
    r"(?:多领域|各领域|科技|文化|产业|人文|区域|全方位|全面|深度|领域|经济|贸易|教育|地方|国际)*((?:友好|交流|务实|经贸|战略)*(?:合作|协作|优势互补|联动发展|战略对接|对接联动|友好往来|高层往来|结对))"
)
"""Whom one works with, and what that is called."""
_BEARS = re.compile(
    "被?(?:命名为|认定为|评为|授予|列为|列入|确定为)|荣?获(?:评|得)?|入选|获批|入围|跻身|晋升为|晋级|升格为?|夺取|夺得|摘得"
)
_URGING = frozenset({"support", "encourage"})
"""Groups of verbs behind whose object may stand what these do: 支持甲引进乙."""
_ACTORS = frozenset(
    {"GovernmentBody", "Company", "University", "Organisation", "Association", "City", "District", "Province", "Park"}
    | {"Region", "ActorGroup", "ResearchInstitute", "ResearchFacility", "Place", "Country"}
)
"""Who may act, or bear a title, where a clause begins with them."""
_FURTHERING = frozenset({"advance", "strengthen", "secure", "support", "encourage"})
_AND = re.compile("、|和|并|与|及")
_KEPT = frozenset({"support", "encourage"})
"""Groups of verbs that say more than a verb directly behind them: 支持建设…."""
_ACTING = frozenset(
    {"GovernmentBody", "Company", "University", "Organisation", "Association", "City", "District", "Province"}
)
"""Who goes on acting in the clauses behind the one that names them."""


@dataclass(frozen=True, slots=True)
class Governed:
    """That somebody does with something what a verb says: who, with what, and where verb and phrase stand.

    ``modality`` is that of what somebody is supported or urged to do; "" if the clause decides.
    """

    subject: Subject | Phrase
    phrase: Phrase
    rule: str
    begin: int
    end: int
    clause: Clause
    modality: str = ""


def read_governed(clause: Clause, line: Line, times: Sequence[TimeExpression], place: Subject | None) -> list[Governed]:
    """What the verbs of a clause take, and what happens in it.

    ``place`` is who acts where nobody else does, if the document is a government's own report.
    """
    begin, end = clause.masked.span(clause.begin, clause.end)
    stops = {each.begin: each.end for each in times}
    subject, start = _subject(clause, line, stops, (begin, end), place)
    found = list(_verb_phrases(clause, line, stops, (start, end), subject)) if subject else []
    found += _partners(clause, line, (start, end), subject) if subject else []
    if subject:
        found += [
            Governed(subject, each, "main-field", begin, each.end, clause)
            for each in read_main_fields(line, start, end)
        ]
    if not found and place is not None and subject is place:
        found = list(_described_doer(clause, line, stops, (begin, end)))
    found += [
        Governed(each.phrase, topic, "topic", topic.begin, topic.end, clause)
        for each in found
        for topic in read_topics(line, each.phrase)
    ]
    if not found and place is not None and not _is_urging(line, stops, start, end):
        found = list(_happening(clause, line, stops, (begin, end), place))
        found = found or list(_borne(clause, line, stops, (begin, end)))
    return found


def _subject(
    clause: Clause, line: Line, times: dict[int, int], span: tuple[int, int], place: Subject | None
) -> tuple[Subject | None, int]:
    """Who acts in a clause, and where what it says of them begins."""
    begin, end = span
    first = clause.subjects[0] if clause.subjects else None
    if first and not first.reading and first.certainty == 1.0 and begin <= first.members[0].begin < end:
        return first, first.members[-1].end
    named = _named_first(line, times, begin, end)
    if named:
        return Subject(named, "", 0.9), named[-1].end
    if first is None:
        return None, begin
    if place and (first.reading or first.members[0].kind in PASSING or first.members[0].class_ not in _ACTING):
        return place, begin
    return first, begin


def _named_first(line: Line, times: dict[int, int], begin: int, end: int) -> tuple[Mention, ...]:
    """Who is named behind times and adverbials at the beginning of a clause, with those named along with them."""
    place = begin
    while place < end:
        step = times.get(place, place + line.valency.adverbials.size_at(line.text, place, end))
        if step == place:
            break
        place = step
    found: list[Mention] = []
    while True:
        here = [each for each in line.mentions if each.begin == place and each.class_ in _ACTORS and each.end < end]
        if not here:
            return tuple(found) if found and line.text[found[-1].end] not in "的、" else ()
        found.append(max(here, key=lambda each: each.end))
        joint = _LISTED.match(line.text, found[-1].end, end)
        place = joint.end() if joint else -1


def _verb_phrases(
    clause: Clause,
    line: Line,
    times: dict[int, int],
    span: tuple[int, int],
    subject: Subject | Phrase,
    urged: str = "",
) -> Iterator[Governed]:
    """What the verbs of a stretch take, one after the other; ``urged`` is the modality of what is urged."""
    place, end = span
    place = _before_verb(line, times, place, end)
    while place < end:
        verbs, behind = _verbs(line, place, end)
        stop = behind
        rule = f"governed:{line.text[place:behind]}"
        phrases: list[Phrase] = []
        for groups in verbs:
            phrases, stop = read_phrases(line, behind, end, groups)
            for who, each in _distributed(line, subject, phrases, place):
                yield Governed(who, each, rule, place, each.end, clause, urged)
        if not urged and phrases and not _URGING.isdisjoint(verbs[-1]) and phrases[-1].end < stop:
            for doer in phrases:
                yield from _verb_phrases(clause, line, times, (phrases[-1].end, stop), doer, _URGED)
        joint = _JOIN.match(line.text, stop, end) if verbs else None
        if joint is None:
            return
        place = _before_verb(line, times, joint.end(), end)


def _distributed(
    line: Line, subject: Subject | Phrase, phrases: Sequence[Phrase], place: int
) -> Iterator[tuple[Subject | Phrase, Phrase]]:
    """Who does it with what: each with each, or one with one if the clause says so (甲、乙分别获评丙、丁)."""
    singly = (
        isinstance(subject, Subject)
        and line.text[max(0, place - 2) : place] == "分别"
        and len(subject.members) == len(phrases)
    )
    for number, phrase in enumerate(phrases):
        if singly and isinstance(subject, Subject):
            yield replace(subject, members=subject.members[number : number + 1]), phrase
        else:
            yield subject, phrase


def _partners(clause: Clause, line: Line, span: tuple[int, int], subject: Subject) -> Iterator[Governed]:
    """With whom somebody works together: 加强与甲、乙的合作."""
    begin, end = span
    match = _WITH.search(line.text, begin, end)
    if match is None or not match[1]:
        return
    phrases, _ = read_phrases(line, match.start(1), match.end(1), ("cooperate",))
    for each in phrases:
        yield Governed(subject, each, f"governed:{match[2]}", match.start(), match.end(), clause)


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


def _verbs(line: Line, begin: int, end: int) -> tuple[list[tuple[str, ...]], int]:
    """The groups of the verb that stands at a place, then of those that it is joined with, and where they end.

    Of a verb that only furthers what the one directly behind it says, the other counts: 加快建设.
    """
    size = line.valency.verbs.size_at(line.text, begin, end)
    if not size or line.valency.nouns.size_at(line.text, begin, end) > size:  # 服务业 begins with no verb
        return [], begin
    groups = line.valency.verbs.values[line.text[begin : begin + size]]
    behind = begin + size
    joint = _AND.match(line.text, behind, end)
    place = joint.end() if joint else behind
    while more := line.valency.adverbials.size_at(line.text, place, end):
        if line.valency.verbs.size_at(line.text, place, end) >= more:
            break
        place += more
    further = line.valency.verbs.size_at(line.text, place, end)
    if further < _SHORTEST or place + further >= end or not (joint or _FURTHERING.intersection(groups)):
        return [groups], behind
    others, stop = _verbs(line, place, end)
    if not others:
        return [groups], behind
    if joint:
        return [groups, *others], stop
    return ([groups] if _KEPT.issuperset(groups) else others), stop


def _described_doer(clause: Clause, line: Line, times: dict[int, int], span: tuple[int, int]) -> Iterator[Governed]:
    """What somebody does whom the clause begins with and who has no name: 各级政府落实…, 财政资金用于…."""
    begin, end = span
    for place in range(begin + _SHORTEST, min(begin + _DOER, end - _SHORTEST)):
        size = line.valency.verbs.size_at(line.text, place, end)
        if size < _SHORTEST or line.valency.nouns.size_at(line.text, place, end) > size:
            continue
        stop = place
        while more := line.valency.adverbials.size_before(line.text, stop, begin):
            stop -= more
        first = begin
        while (
            first < stop
            and (step := times.get(first, first + line.valency.adverbials.size_at(line.text, first, stop))) > first
        ):
            first = step
        if stop - first < _SHORTEST or line.valency.verbs.size_at(line.text, first, stop) >= _SHORTEST:
            return
        who, until = read_phrases(line, first, stop, ("act",))
        if not who or until < stop or who[-1].end < stop:
            continue
        for doer in who:
            yield from _verb_phrases(clause, line, times, (stop, end), doer, urged="")
        return


def _borne(clause: Clause, line: Line, times: dict[int, int], span: tuple[int, int]) -> Iterator[Governed]:
    """That what a clause begins with, though it has no name, bears a title: 甲校被命名为乙."""
    begin, end = span
    for match in _BEARS.finditer(line.text, begin + _SHORTEST, end - _SHORTEST):
        verbs, behind = _verbs(line, match.start(), end)
        stop = match.start()
        stop = _trimmed(line, begin, stop)
        for start, last in times.items():
            stop = start if last == stop else stop
        who, until = read_phrases(line, begin, stop, ("bear",))
        if not verbs or "recognise" not in verbs[-1] or not who or until < stop:
            continue
        titles, _ = read_phrases(line, behind, end, verbs[-1])
        singly = line.text[match.start() - 2 : match.start()] == "分别" and len(who) == len(titles)
        for number, each in enumerate(titles):
            for bearer in who[number : number + 1] if singly else who:
                yield Governed(bearer, each, f"governed:{match[0]}", match.start(), each.end, clause)
        return


def _is_urging(line: Line, times: dict[int, int], begin: int, end: int) -> bool:
    """Whether a clause begins with a verb that says what is to happen: 推动项目开工."""
    place = _before_verb(line, times, begin, end)
    size = line.valency.verbs.size_at(line.text, place, end) if place < end else 0
    groups = line.valency.verbs.values[line.text[place : place + size]] if size >= _SHORTEST else ()
    return "advance" in groups or "support" in groups


def _trimmed(line: Line, begin: int, end: int) -> int:
    """Where a noun phrase ends before the adverbials of the predicate behind it."""
    while True:
        often = _OFTEN.search(line.text, begin + _SHORTEST, end)
        more = line.valency.adverbials.size_before(line.text, end, begin + _SHORTEST)
        if not (often or more):
            return end
        end = often.start() if often else end - more


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
    stop = _trimmed(line, begin, stop)
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

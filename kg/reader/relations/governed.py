"""Relations by what verbs take: 设立…, 支持…, 实施… with any noun phrase behind them, and 甲工程开工 without one.

A clause is read from its beginning. Behind who acts, times and adverbials comes a verb
(:mod:`kg.reader.relations.verbs`); behind it, what it takes (:mod:`kg.reader.relations.objects`);
behind that, a further verb, if 、 or 并 joins it on, or what those do whom the verb helps or urges.
Where anything else stands before the verb, somebody acts who has not been read, and nothing is said,
unless it is a noun phrase that may act. What happens (``happenings.csv``) closes its clause, and what
stands before it is what somebody did it to.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.reader.relations.circumstances import read_leaders
from kg.reader.relations.line import SHORTEST, Phrase
from kg.reader.relations.links import PASSING, Subject
from kg.reader.relations.objects import read_main_fields, read_phrases, read_topics
from kg.reader.relations.purposes import read_purposes
from kg.reader.relations.verbs import before_adverbials, behind_times, find_verb, verbs_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.model import TimeExpression
    from kg.reader.relations.clauses import Clause
    from kg.reader.relations.line import Line
    from kg.reader.values import Mention

__all__ = ["Governed", "read_governed"]

_JOIN = re.compile(r"[、和与及]|以及|并且?|还|又|同时")
_OPENS = re.compile(
    r"(?:总?投资\d+(?:\.\d+)?[万亿]?元|占地[^，的]{1,12}|位于[^，的]{1,12}|一批|备受关注|人民群众关心)的?"
)
_RELATING = re.compile("[为把将对向以由在从按给让使与同被]")
"""What a noun phrase begins with that does not act."""
_SPENT = re.compile("(?:还|也|又|再|将|共|已|先后)?(?:安排|拨付|投入|筹措|下达|列支)")
"""What a doer does first with money: 市财政还安排专项资金支持…."""
_CLAUSAL = re.compile("必须|应当|不得|不能|仍然")
"""What stands in no noun phrase: 做好工作必须…."""
_DOER = 20
"""Characters that may stand before the verb of somebody without a name."""
_URGED = "permittedOrEncouraged"
_URGING = frozenset({"support", "encourage", "drive"})
"""Groups of verbs behind whose object may stand what these do: 支持甲引进乙."""
_PRIVATE = frozenset({"invest"})
"""Groups of verbs that say in a report what others do than the government: 投资5亿元的…."""
_DIRECTING = frozenset({"advance", "support"})
"""Groups of verbs that say what is to happen: 推动项目开工."""
_LISTED = re.compile(r"[、和与及]|以及")
_WITH = re.compile(
    r"(?:与|同)([^，。；：]{2,40}?)(?:的|开展|在[^，。；：]{1,12}|等地区?|之间的?|深化|进行)*"
    r"(?:多领域|各领域|科技|文化|产业|人文|区域|全方位|全面|深度|领域|经济|贸易|教育|地方|国际)*"
    r"((?:友好|交流|务实|经贸|战略|共赢|与|和|、|全方位|多领域|对接)*(?:合作|对接|协作|优势互补|联动发展|战略对接|对接联动|友好往来|高层往来|结对|关系))(?!模式|项目|协议)"
)
"""Whom one works with, and what that is called."""
_TIES = "关系"
_KEEPING = re.compile("(?:发展|加强|深化|巩固|改善|拓展|密切)了?$")
"""What a government does for its ties with others."""
_BEARS = re.compile(
    "被?(?:命名为|认定为|评为|授予|列为|列入|确定为)|荣?获(?:评|得)?|入选|获批|入围|跻身|晋升为|晋级|升格为?|夺取|夺得|摘得"
)
_SINGLY = "分别"
_ACTING = frozenset(
    {"GovernmentBody", "Company", "University", "Organisation", "Association", "City", "District", "Province"}
)
"""Who goes on acting in the clauses behind the one that names them."""
_ABLE = _ACTING | {"Park", "Region", "ActorGroup", "ResearchInstitute", "ResearchFacility", "Place", "Country"}
"""Who may act, or bear a title, where a clause begins with them."""


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
    modality: str = ""


def read_governed(clause: Clause, line: Line, times: Sequence[TimeExpression], place: Subject) -> list[Governed]:
    """What the verbs of a clause take, and what happens in it; ``place`` acts where nobody else does."""
    begin, end = line.quoted(*clause.masked.span(clause.begin, clause.end))
    stops = {each.begin: each.end for each in times}
    subject, start = _subject(clause, line, stops, (begin, end), place)
    verb = find_verb(line, stops, start, end)
    found = [
        *_verb_phrases(line, stops, (verb, end), subject),
        *_partners(line, (start, end), subject),
        *(Governed(subject, each, "main-field", start, each.end) for each in read_main_fields(line, start, end)),
    ]
    if subject is place and verb == end:
        found = found or list(_described_doer(line, stops, (begin, end)))
    if not found and not _is_directing(line, verb, end):
        found = list(_happening(line, stops, (begin, end), place)) or list(_borne(line, stops, (begin, end)))
    found += [
        Governed(subject, each, f"purpose:{name}", first, last)
        for each, name, first, last in read_purposes(line, start, end)
        if subject is place
    ]
    found += [
        Governed(Subject((who,), "", 1.0), whom, "under", first, last)
        for who, whom, first, last in read_leaders(line, begin, end)
    ]
    topics = [
        Governed(each.phrase, topic, "topic", topic.begin, topic.end)
        for each in found
        for topic in read_topics(line, each.phrase)
    ]
    return [*found, *topics]


# ── who acts ───────────────────────────────────────────────────────────────────────────────


def _subject(
    clause: Clause, line: Line, times: Mapping[int, int], span: tuple[int, int], place: Subject
) -> tuple[Subject, int]:
    """Who acts in a clause, and where what it says of them begins."""
    begin, end = span
    first = clause.subjects[0] if clause.subjects else place
    own = not first.reading and first.certainty == 1.0 and begin <= first.members[0].begin < end
    named = _named_first(line, times, begin, end)
    if named and not (own and first.members[0].begin <= named[0].begin):
        return Subject(named, "", 0.9), named[-1].end
    if own:
        return first, first.members[-1].end
    passing = first.members[0].kind in PASSING or first.members[0].class_ not in _ACTING
    return (place if first.reading or passing else first), begin


def _named_first(line: Line, times: Mapping[int, int], begin: int, end: int) -> tuple[Mention, ...]:
    """Who is named behind times and adverbials at the beginning of a clause, with those named along with them."""
    place = behind_times(line, times, begin, end)
    found: list[Mention] = []
    if line.valency.verbs.size_before(line.text, place, begin) >= SHORTEST:
        return ()  # 加快甲机场建设: whom the verb takes
    while True:
        here = [each for each in line.mentions if each.begin == place and each.class_ in _ABLE and each.end < end]
        if not here:
            return tuple(found) if found and line.text[found[-1].end] not in "的、" else ()
        found.append(max(here, key=lambda each: each.end))
        joint = _LISTED.match(line.text, found[-1].end, end)
        place = joint.end() if joint else -1


def _described_doer(line: Line, times: Mapping[int, int], span: tuple[int, int]) -> Iterator[Governed]:
    """What somebody does whom the clause begins with and who has no name: 各级政府落实…, 财政资金用于…."""
    begin, end = span
    for place in range(begin + SHORTEST, min(begin + _DOER, end - SHORTEST)):
        if not line.verb_at(place, end):
            continue
        stop = before_adverbials(line, begin, place)
        first = behind_times(line, times, begin, stop)
        if (
            stop - first < SHORTEST
            or _RELATING.match(line.text, first)
            or line.valency.verbs.size_at(line.text, first, stop) >= SHORTEST
        ):
            return
        spent = _SPENT.search(line.text, first + SHORTEST, stop)
        stop = spent.start() if spent else stop
        who, until = read_phrases(line, first, stop, ("act",))
        if who and until == stop == who[-1].end:
            for doer in who:
                yield from _verb_phrases(line, times, (find_verb(line, times, place, end), end), doer)
            return


# ── what they do ───────────────────────────────────────────────────────────────────────────


def _verb_phrases(
    line: Line, times: Mapping[int, int], span: tuple[int, int], subject: Subject | Phrase, urged: str = ""
) -> Iterator[Governed]:
    """What the verbs of a stretch take, the first of which begins it; ``urged`` is the modality of what is urged."""
    place, end = span
    while place < end:
        verbs, behind = verbs_at(line, place, end)
        stop = behind
        phrases: list[Phrase] = []
        for groups in verbs:
            phrases, stop = read_phrases(line, behind, end, groups)
            if isinstance(subject, Subject) and subject.is_place and _PRIVATE.issuperset(groups):
                continue
            phrases = [each for each in phrases if not _CLAUSAL.search(line.text, each.begin, each.end)]
            for who, each in _distributed(line, subject, phrases, place):
                yield Governed(who, each, f"governed:{line.text[place:behind]}", place, each.end, urged)
        if not urged and phrases and not _URGING.isdisjoint(verbs[-1]) and phrases[-1].end < stop:
            for doer in phrases:
                verb = find_verb(line, times, phrases[-1].end, stop)
                yield from _verb_phrases(line, times, (verb, stop), doer, _URGED)
        joint = _JOIN.match(line.text, stop, end) if verbs else None
        if joint is None:
            return
        place = find_verb(line, times, joint.end(), end)


def _distributed(
    line: Line, subject: Subject | Phrase, phrases: Sequence[Phrase], place: int
) -> Iterator[tuple[Subject | Phrase, Phrase]]:
    """Who does it with what: each with each, or one with one if the clause says so (甲、乙分别获评丙、丁)."""
    if isinstance(subject, Subject) and line.text.endswith(_SINGLY, 0, place) and len(subject.members) == len(phrases):
        for member, phrase in zip(subject.members, phrases, strict=True):
            yield replace(subject, members=(member,)), phrase
        return
    for phrase in phrases:
        yield subject, phrase


def _partners(line: Line, span: tuple[int, int], subject: Subject) -> Iterator[Governed]:
    """With whom somebody works together: 加强与甲、乙的合作."""
    match = _WITH.search(line.text, *span)
    tied = match is not None and (match[2] != _TIES or _KEEPING.search(line.text, span[0], match.start()))
    if match and tied:
        phrases, _ = read_phrases(line, *match.span(1), ("cooperate",))
        place = find_verb(line, {}, span[0], match.start())
        _, behind = verbs_at(line, place, match.start())
        own, until = read_phrases(line, behind, match.start(), ("act",)) if behind < match.start() else ([], 0)
        for each in phrases:
            for who in own if until == match.start() and own else [subject]:
                yield Governed(who, each, f"governed:{match[2]}", *match.span())


# ── what happens ───────────────────────────────────────────────────────────────────────────


def _is_directing(line: Line, place: int, end: int) -> bool:
    """Whether the verb of a clause says what is to happen: 推动项目开工."""
    size = line.valency.verbs.size_at(line.text, place, end) if place < end else 0
    groups = line.valency.verbs.values[line.text[place : place + size]] if size >= SHORTEST else ()
    return not _DIRECTING.isdisjoint(groups)


def _happening(line: Line, times: Mapping[int, int], span: tuple[int, int], place: Subject) -> Iterator[Governed]:
    """What a clause says that something underwent: 甲工程开工, 乙中心投入使用."""
    begin, end = line.behind_adverbials(*span), span[1]
    text, words = line.text, line.valency
    size = words.happenings.size_before(text, end, begin + SHORTEST)
    if not size:
        return
    stop = before_adverbials(line, begin, end - size)
    begin = times.get(begin, begin)
    stop = next((start for start, last in times.items() if last == stop), stop)
    opens = _OPENS.match(text, begin, stop)
    begin = opens.end() if opens else begin
    if stop - begin < SHORTEST:
        return
    happening = text[end - size : end]
    phrases, last = read_phrases(line, begin, stop, words.happenings.values[happening])
    for each in phrases if last == stop else ():
        yield Governed(place, each, f"happening:{happening}", each.begin, end)


def _borne(line: Line, times: Mapping[int, int], span: tuple[int, int]) -> Iterator[Governed]:
    """That what a clause begins with, though it has no name, bears a title: 甲校被命名为乙."""
    begin, end = line.behind_adverbials(*span), span[1]
    for match in _BEARS.finditer(line.text, begin + SHORTEST, end - SHORTEST):
        verbs, behind = verbs_at(line, match.start(), end)
        stop = before_adverbials(line, begin, match.start())
        stop = next((start for start, last in times.items() if last == stop), stop)
        who, until = read_phrases(line, begin, stop, ("bear",))
        if not verbs or "recognise" not in verbs[-1] or not who or until < stop:
            continue
        titles, _ = read_phrases(line, behind, end, verbs[-1])
        singly = line.text.endswith(_SINGLY, 0, match.start()) and len(who) == len(titles)
        for number, each in enumerate(titles):
            for bearer in who[number : number + 1] if singly else who:
                yield Governed(bearer, each, f"governed:{match[0]}", match.start(), each.end)
        return

"""Names that only their list tells: A、B和C等5家企业, 甲、乙等灌区; and what lists address or are about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.reader.names.phrases import SHORTEST_MODIFIER, alternatives, behind_verbs
from kg.reader.names.values import Candidate
from kg.text.numerals import parse_numeral

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.reader.names.scanning import Scan, Span

__all__ = ["find_addressed", "find_enumerated", "find_enumerated_places", "find_enumerated_projects", "find_trades"]

_NUMBER = r"(?:[0-9]+|[两二三四五六七八九十]{1,2})"
_AND_SO_ON = re.compile(
    rf"等(?P<counted>(?:{_NUMBER}多?余?|多|数)(?:家|所|个)[^，。；：、]{{0,8}}|一批[^，。；：、]{{0,6}})$"
    r"|等(?P<sort>[^，。；：、的等0-9]{0,8})$"
    rf"|(?<![、，。；：0-9])(?P<number>{_NUMBER})(?:家|所)[^，。；：、的]{{0,8}}$"
)
"""What stands between a list and the noun that says what its items are: 等3家, 等知名; and 3家, if they are three."""
_LIST_BREAK = re.compile(r"[，。；：！？\n\r]")
_LIST_MARK = re.compile(r"[、和及与]")
_DECLARED = re.compile(
    r"[把将以](?P<list>[^，。；：把将以为]{4,60}?)"
    r"(?:(?:作为|列为|确定为)(?:主攻方向|[^，。；、]{0,4}产业)|为(?:主导|支柱|特色)(?:产业)?(?=[，。；的]))"
)
"""What declares a list of trades: 把光伏、风电列为主攻方向, 以光伏、风电为主导."""
_COUNTED = re.compile(r"(?:近|约|超过|共|达)?[0-9]")
_REACH_OF_LIST = 16
_LONGEST_LIST = 120
_LONGEST_ITEM = 12
_TRADES = tuple("业器料品化车机电药材能技算链网济流商经型贸游养工造")
"""What trades end in, and coined names of companies seldom."""
_LONGEST_TRADE = 10
_LONGEST_SITE = 4
_LABORATORIES = re.compile(
    r"(?:(?<=[，。；：\n])|^|建设|推动|支持|推进)"
    r"(?P<list>[\u4e00-\u9fff、]{2,60}?)等(?:省)?(?:重点|创新)?实验室"
)
"""Laboratories that are called by their first words only: 钟山、太湖等实验室."""
_PROJECTS = re.compile(r"等(?:[0-9一二三四五六七八九十]+[个项])?(?:重大|重点|大|入园|产业)?项目")
_STAGE = re.compile(r"(?:技改|扩建|迁建|[一二三四五]期)$")
_SHORTEST_WORK = 5
_LONGEST_WORK = 16
_LONGEST_SHORT_NAME = 4
"""Characters of a company's short name that only a list tells."""


def find_trades(found: Scan) -> Iterator[Candidate]:
    """The trades of a list: 在油茶、花卉苗木等领域, 把光伏、风电列为主攻方向."""
    ends = sorted(found.lexicon.cues.get("trades", ()), key=len, reverse=True)
    generic = alternatives((*found.lexicon.cues.get("generic", ()), *(head.form for head in found.lexicon.heads)))
    number = "[一二两三四五六七八九十几多0-9]"
    whole = rf"(?:等{number}{{0,3}}(?:大|个|类)?|{number}{{1,2}}(?:大|个|类))(?:{'|'.join(ends)})"
    spans = [(each.start("list"), each.end("list")) for each in _DECLARED.finditer(found.text)]
    for match in re.finditer(whole, found.text):
        first = max(0, match.start() - _LONGEST_LIST)
        breaks = _LIST_BREAK.finditer(found.text, first, match.start())
        spans.append((max([first, *(mark.end() for mark in breaks)]), match.start()))
    for first, last in spans:
        items = tuple(_items(found, first, last))
        for place, end in items if len(items) > 1 else ():
            item = found.text[place:end]
            if SHORTEST_MODIFIER <= len(item) <= _LONGEST_TRADE and not generic.fullmatch(item):
                yield Candidate(place, end, "Field", "name", "trade", 0.5)


def find_addressed(found: Scan) -> Iterator[Candidate]:
    """Kinds of actors that a text addresses: 面向在孵企业和大学生创业者. What is counted is a group, not addressed."""
    cues = found.lexicon.cues
    fields = [name.form for name in found.lexicon.names if name.class_ == "Field"]
    kinds = alternatives((*cues.get("target_kind", ()), *fields)).pattern
    member = "|".join(sorted(map(re.escape, cues.get("target_member", ())), key=len, reverse=True))
    if not member:
        return
    onward = (*cues.get("target_goes_on", ()), *cues.get("member_goes_on", ()))
    address = "|".join(cues.get("addresses", ()))
    item = re.compile(rf"{kinds}(?:{member})")
    other = re.compile(rf"[^，。；：、和与及0-9]{{1,{_LONGEST_ITEM}}}(?=[、和与及])")
    for match in re.finditer(rf"(?:{address})(?:[^，。；：、0-9为对向]{{0,{_LONGEST_ITEM}}}的)?", found.text):
        place = match.end()
        while True:
            named = item.match(found.text, place)
            if named and not found.text.startswith(onward, named.end()) and not _COUNTED.match(found.text, named.end()):
                yield Candidate(place, named.end(), "TargetGroup", "name", "addressed", 0.6)
            passed = named or other.match(found.text, place)
            mark = _LIST_MARK.match(found.text, passed.end()) if passed else None
            if mark is None:
                break
            place = mark.end()


def find_enumerated(found: Scan) -> Iterator[Candidate]:
    """Names that only their list tells: A、B和C等5家企业.

    Without a number the list may be one of trades (机械、化工等企业): then one item has to be known for a name.
    What any 单位 may be called tells little: its list needs a known name, too.
    """
    generic = alternatives((*found.lexicon.cues.get("generic", ()), *(head.form for head in found.lexicon.heads)))
    kinds = {head.form for head in found.lexicon.heads}
    ends = _ends_of_bodies(found)
    for begin, _, head in found.heads:
        if head.shape != "group" or not head.class_:
            continue
        stretch = found.text[max(0, begin - _REACH_OF_LIST) : begin]
        match = _AND_SO_ON.search(stretch)
        if match is None:
            continue
        last = begin - len(stretch) + match.start()
        first = max(0, last - _LONGEST_LIST)
        first = max([first, *(mark.end() for mark in _LIST_BREAK.finditer(found.text, first, last))])
        items = tuple(_items(found, first, last))
        if match["number"] and (len(items) < SHORTEST_MODIFIER or len(items) != int(parse_numeral(match["number"]))):
            continue
        coined = head.class_ == "Company" and _are_coined(found, items)
        if match["sort"] and not generic.fullmatch(match["sort"]) and not coined:
            continue
        sure = coined or not ends.isdisjoint(end for _, end in items)
        if (not match["counted"] or head.class_ == "Organisation") and not sure:
            continue
        for place, end in items:
            item = found.text[place:end]
            if place in found.counted:  # 日产500吨熟料生产线
                continue
            if SHORTEST_MODIFIER <= len(item) <= _LONGEST_ITEM and item not in kinds and not generic.fullmatch(item):
                yield Candidate(place, end, head.class_, "name", f"enumerated:{head.form}", 0.5)


def _are_coined(found: Scan, items: Sequence[Span]) -> bool:
    """Whether items are short, half of them no words, and none a trade: 远盛、麦禾等加工企业."""
    forms = [found.text[begin:end] for begin, end in items]
    known = {found.text[each.begin : each.end] for each in found.listed}
    strange = [form for form in forms if form not in found.lexicon.frequencies]
    return (
        len(forms) > 1
        and len(strange) * 2 >= len(forms)
        and all(SHORTEST_MODIFIER <= len(form) <= _LONGEST_SHORT_NAME for form in forms)
        and not any(form in known or form.endswith(_TRADES) for form in forms)
    )


def find_enumerated_places(found: Scan) -> Iterator[Candidate]:
    """Waters, roads and works that only their list tells: A、B等灌区. Items that are words are none."""
    kinds = "|".join(map(re.escape, found.lexicon.cues.get("place_lists", ())))
    if not kinds:
        return
    words = found.lexicon.frequencies
    for match in re.finditer(rf"等(?:{_NUMBER}(?:个|座|条|处|大))?(?:{kinds})", found.text):
        first = max(0, match.start() - _LONGEST_LIST)
        first = max([first, *(mark.end() for mark in _LIST_BREAK.finditer(found.text, first, match.start()))])
        for place, end in _items(found, first, match.start()):
            item = found.text[place:end]
            if SHORTEST_MODIFIER <= len(item) <= _LONGEST_SITE and item not in words:
                yield Candidate(place, end, "Place", "name", "enumerated", 0.5)
    for match in _LABORATORIES.finditer(found.text):
        items = tuple(_items(found, *match.span("list")))
        for place, end in items if len(items) > 1 else ():
            if SHORTEST_MODIFIER <= end - place <= _LONGEST_SITE:
                yield Candidate(place, end, "ResearchFacility", "name", "enumerated", 0.96)


def find_enumerated_projects(found: Scan) -> Iterator[Candidate]:
    """Works that only their list tells: A公司动力电池、B芯片三期等项目. One of them has to be known for one."""
    companies = {each.begin for each in found.listed if each.class_ == "Company"}
    places = {each.begin for each in found.anchors} - companies
    grounds = [end for _, end, head in found.heads if head.class_ in {"Park", "Place"}]
    for match in _PROJECTS.finditer(found.text):
        first = max(0, match.start() - _LONGEST_LIST)
        first = max([first, *(mark.end() for mark in _LIST_BREAK.finditer(found.text, first, match.start()))])
        items = tuple(_items(found, first, match.start()))
        known = any(begin in companies or _STAGE.search(found.text, begin, end) for begin, end in items)
        for begin, end in items if known and len(items) > 1 else ():
            item = found.text[begin:end]
            strange = begin in companies or any(len(word) == 1 for word in found.boundaries.words(item)[:1])
            placed = begin in places or begin in found.counted or any(begin < ground < end for ground in grounds)
            if strange and not placed and _SHORTEST_WORK <= len(item) <= _LONGEST_WORK:
                yield Candidate(begin, end, "Project", "name", "enumerated:项目", 0.5)


def _ends_of_bodies(found: Scan) -> frozenset[int]:
    """Where names of bodies end: listed ones, and what has the head of one behind two characters or more."""
    bodies = frozenset(found.lexicon.cues.get("organisation_classes", ()))
    shaped = {
        end
        for begin, end, head in found.heads
        if head.class_ in bodies and head.shape not in {"group", "none"} and begin - found.floor(begin) > 1
    }
    return frozenset(shaped | {each.end for each in found.anchors if each.class_ in bodies})


def _items(found: Scan, first: int, last: int) -> Iterator[Span]:
    """The items of a list between two places; the first begins behind the last word that ends a phrase."""
    text = found.text[first:last]
    place = first
    for match in _LIST_MARK.finditer(text + "、"):
        end = first + match.start()
        end -= found.text[end - 1 : end] == '"'
        begin = max(place, found.floor(end - 1))
        if place > first and begin == place + 1:  # 达晨创投: a name may begin like a word
            begin = place
        countries = [each.end for each in found.anchors_between(begin, end) if each.class_ == "Country"]
        yield behind_verbs(found, countries[-1] if countries else begin, end), end
        place = first + match.end()

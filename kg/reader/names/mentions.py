"""Candidates for mentions: names that packs list, 《titles》, “quoted” names, and shapes of names by their heads.

A shape ends in a head (银行, 研究所 …) and begins at an anchor: a place, an organisation, a level; where there is none,
and its head allows it, behind the nearest word that ends a phrase. Candidates may overlap; the longest is kept later.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from kg.reader.names.listing import (
    find_addressed,
    find_enumerated,
    find_enumerated_places,
    find_enumerated_projects,
    find_trades,
)
from kg.reader.names.phrases import SHORTEST_MODIFIER, alternatives, behind_adverbs, behind_verbs
from kg.reader.names.schemes import CARRIED_OUT, begin_carried_out, with_rounds
from kg.reader.names.slogans import find_campaigns, find_slogans, with_modifiers
from kg.reader.names.surroundings import is_of_phrase, with_reaches
from kg.reader.names.values import Candidate
from kg.reader.packs.index import Index

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from kg.reader.names.scanning import Scan, Span
    from kg.reader.values import Head, Lexicon

__all__ = ["find_candidates"]

_DISTRICT_IN_LIST = re.compile(
    r"(?<=[县市区旗])、([\u4e00-\u9fff]{1,3}(?<![各全本该和及等])[县区旗])(?=[、和与及，。；等0-9])"
)
_FIRSTS = r"(?:台|款|套|个|颗|条|辆|架|艘|种|例|代|块|枚|部|株|只)"
_INVENTED = re.compile(
    r"(?:研制|研发|开发|试制|发明)(?:成功|完成|出|了|的|并投产)+"
    rf"(?:(?:国内|国际|全国|世界|全球|全省|我国|亚洲|国产|全市)?(?:首|第一)(?:{_FIRSTS}(?:（套）|\(套\))?)?"
    rf"|[一两三四五六七八九十]{_FIRSTS}|新型|新一代|(?:具有|拥有)[^，。；、的]{{0,8}}知识产权的|系列|的)*"
)
_INVENTION_ENDS = re.compile(r"[^\w·.+-]|等|_")
_SHORTEST_INVENTION = 6
_LISTED = re.compile(r"[、和与及等]")
_OPENED = re.compile(r"[（(][^（）()]*$")
_CLOSING = re.compile(r"[、，。；和与及等至0-9-]|$")
_MONEY = frozenset("元")
_BRAND = range(2, 4)
"""How many characters a brand has before its trade: 以岭药业."""
_IN_COMPANIES = frozenset("都同共均经达")
_AREAS = frozenset("省市县区")
_LIKE_WORDS = frozenset({"、以", "、同", "、达", "、都", "、共", "、向", "、均"})
"""What a brand in a list may begin with, though it is a word that ends phrases: 、以岭药业."""
_LONGEST_NAME = 40
_LONGEST_OPEN = 24
_LONGEST_PRODUCT = 12
_SHORTEST_POLICY = 4
_LONG_POLICY = 8
_SHORTEST_QUOTED = 4
_REACH_OF_QUOTE = 8
"""Characters between a quoted phrase and the head of the name that it begins: “十百千万”科技特派员行动计划."""
_REACH_OF_ACTION = 14
"""And if none is so near, the head of an action or plan: “X”产业体系补短板技术攻关专项行动."""
_TELLING = 4
"""A head of so many characters makes a name with a place alone: 上海市技术市场."""
_LEVELLED = frozenset({"GovernmentBody", "Programme", "Fund", "Award"})
"""Classes whose names may begin with the mere level: 市财政局, 省科技进步奖."""
_LAUNCHES = re.compile(
    r"(?:设立|推出|创设|首创|开办)了?(?P<name>(?:(?!的)[\u4e00-\u9fff]){2,8}?(?P<kind>基金|创新券|服务券|专项资金|资金池|贷款))"
    r"(?=，(?:总|首期|初始|资金)?(?:规模|额度|面向|专门|当年|同年|累计|截至|至今|主要|支持|用于|已|到|[0-9]))"
)
_SUM_OF = re.compile(
    r"(?:总数|数量|累计|已|共|共有|就有|仅有|达|达到|增至|增加到|发展到|超过|突破){1,3}[0-9]+(?:多|余)?[家个]"
)
_LAUNCHED_CLASSES = {"基金": "Fund", "专项资金": "Fund", "资金池": "Fund"}
_BARE_LEVELS = frozenset({"", "国家", "省", "市", "全国"})
_LEVELLED_ALONE = frozenset({"GovernmentBody", "Award", "ResearchInstitute", "Association", "Organisation"})
"""Classes of which a level and a head make a name: 省农科院, 市妇联."""
_TWO_LEVELS = ("区县", "县区", "市县", "省市", "县市")
_LOCAL = frozenset({"ServiceAgency", "Association", "Organisation", "ResearchInstitute"})
"""Classes whose names may begin so if they say more than what every town has: 省生产力促进中心."""
_TOWN = re.compile(r"([\u4e00-\u9fff]{2,3})(?:镇|乡|苏木|街道)(?=[\u4e00-\u9fff]{2})")
_PROVINCES = re.compile(r"[京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川黔滇藏陕甘青宁新]{3,6}")
_GROUNDS = frozenset({"Region", "Place", "Park"})
_IN_TOWNS = frozenset({"Place", "Park", "IndustrialBase", "Programme", "Project", "Organisation", "Region"})
"""Classes whose names may begin with a town."""
_FOREIGN = frozenset({"University", "Company", "InvestmentCompany", "FinancialInstitution", "Bank"})
"""Classes whose names a country before them is no part of: 德国X公司."""
_DIRECTIONS = frozenset("东西南北新大环泛")
"""What stands before the name of a place as a part of a name: 西太湖科技产业园."""
_PREFIXED = frozenset({"Company", "Bank", "ResearchInstitute"})
"""Classes whose names may begin with the short name of a group before that of a town."""
_PARENTS = frozenset({"Bank", "University", "Company", "ResearchInstitute", "Park", "UniversitySciencePark"})
"""Classes whose names begin the names of what belongs to them: X大学Y中心."""
_TOPICAL = frozenset(
    {
        "ResearchFacility",
        "ResearchInstitute",
        "Platform",
        "ServiceAgency",
        "Cluster",
        "Alliance",
        "Association",
        "University",
    }
)
"""Classes whose names say what they are about, and so may hold 与: X与Y研究中心."""
_SEATS = frozenset({"ResearchInstitute", "ResearchFacility", "Organisation", "Award", "Region", "Place"})
_SEATED = frozenset({"University", "ResearchFacility", "ResearchInstitute"})
_SHORTEST_SEAT = 3
"""A head of these classes with so many characters makes a name with a place alone: 广东省科学院, 广州日报社."""
_KIND_OF_LABORATORY = re.compile(r"(?:国家|全国|省|市|省级|国家级)(?:重点|创新|级|工程|联合|技术)*")
"""What stands before a laboratory and only says of which rank it is."""
_LONGEST_DETERMINER = 4
_PRODUCT_ALONE = 5
_BRANCHES = frozenset({"ResearchInstitute", "Bank", "University", "GovernmentBody", "Place"})
"""Classes whose heads make a name with a body alone: X院分院, X公司旗舰店."""
_COMMON = frozenset({"Bank", "Company", "InvestmentCompany", "Team"})
"""Classes whose names have a word of their own, so that common words only tell of a kind (but 农业发展银行)."""
_SLOGANS = frozenset({"Programme", "PolicyDocument", "PolicyMeasure", "FinancialProduct", "Project", "Fund"})
_SESSION = re.compile(r"(?:第?[一二三四五六七八九十]{1,3}[届次]){1,2}[^，。；、]{0,6}会")
"""What stands behind a body whose session is meant: 区委十届三次全会."""
_EVENT = re.compile(r"第[一二三四五六七八九十百0-9]{1,4}届[^，。；、：0-9]{2,30}?(?:会(?!议|员|同)|展览|联赛|足协杯)")
"""An event of a series; what its name holds is not meant by itself."""
_COUNTS = re.compile(r'"(?:[0-9一两二三四五六七八九十]|[^"]*、)')
_MARKED, _MARKED_ELSEWHERE = 24, 6
"""A quoted phrase of at most so many characters keeps its marks, in a government's report and elsewhere."""
_SCHEMES = frozenset({"Programme", "PilotProgramme"})
_BODIES_AND_PLACES = frozenset({"Bank", "InvestmentCompany", "FinancialInstitution", "Place"})
_BARE_CLASSES = frozenset({"Park", "GovernmentBody", "Bank", "University"})
"""Classes of which a place and a head alone make a name: 上海银行, but not 上海公司."""


def find_candidates(found: Scan) -> tuple[Candidate, ...]:
    """All candidates for names, listed ones included; they may overlap."""
    shaped = tuple(_find_shapes(found))
    quoted = (*_find_quoted(found), *(find_slogans(found) if found.own_report else ()))
    candidates = (
        *found.listed,
        *_find_titles(found),
        *quoted,
        *(with_modifiers(found, quoted) if found.own_report else ()),
        *shaped,
        *_find_seats(found, (*found.listed, *shaped)),
        *find_enumerated(found),
        *find_enumerated_places(found),
        *find_enumerated_projects(found),
        *(find_campaigns(found) if found.own_report else ()),
        *_find_inventions(found),
        *_find_districts(found),
        *_find_launched(found),
        *find_trades(found),
        *find_addressed(found),
    )
    candidates = (*candidates, *with_reaches(found, candidates))
    candidates = (*candidates, *with_rounds(found, candidates))
    events = [match.span() for match in _EVENT.finditer(found.text)]
    begins = [begin for begin, _ in events]
    return tuple(
        each
        for each in candidates
        if not (_is_of_event(found.text, each, events, begins) or is_of_phrase(found.text, each))
    )


def _is_of_event(text: str, name: Candidate, events: Sequence[Span], begins: Sequence[int]) -> bool:
    """Whether a name is but a part of what a session or an event is called."""
    index = bisect_right(begins, name.begin) - 1
    return bool(_SESSION.match(text, name.end)) or (index >= 0 and name.end < events[index][1])


def _find_seats(found: Scan, names: Iterable[Candidate]) -> Iterator[Candidate]:
    """Universities and laboratories with their seats: X大学（威海）."""
    places = {each.begin: each.end for each in found.listed if each.rule in {"place", "afar"}}
    for each in names:
        if each.class_ in _SEATED and found.text[each.end : each.end + 1] in {"（", "("}:
            end = places.get(each.end + 1, 0)
            if end and found.text[end : end + 1] in {"）", ")"}:
                yield replace(each, end=end + 1, kind="name", entity="", rule=f"seat:{each.rule}")


def _find_districts(found: Scan) -> Iterator[Candidate]:
    """Districts that no pack lists, in a list with one that is known: 江油市、安县."""
    for match in _DISTRICT_IN_LIST.finditer(found.text):
        if match.start() in found.place_ends:
            yield Candidate(*match.span(1), "District", "name", "district", 0.6)


def _find_inventions(found: Scan) -> Iterator[Candidate]:
    """What was invented: 研制出国内首台X机, 自主研发的X系统; a phrase that says more than its kind."""
    generic = alternatives((*found.lexicon.cues.get("generic", ()), *found.lexicon.cues.get("generic_product", ())))
    kinds = found.lexicon.cues.get("invention", ())
    for match in _INVENTED.finditer(found.text):
        begin = match.end()
        index = bisect_right(found.breaks, begin)
        end = found.breaks[index] if index < len(found.breaks) else len(found.text)
        mark = _INVENTION_ENDS.search(found.text, begin, end)
        end = mark.start() if mark else end
        kind = next((kind for kind in kinds if found.text.endswith(kind, begin, end)), "")
        modifier = found.text[begin : end - len(kind)]
        if kind and _LONGEST_NAME > end - begin >= _SHORTEST_INVENTION and modifier and not generic.fullmatch(modifier):
            yield Candidate(begin, end, "Technology", "name", "invention", 0.5)


def _find_launched(found: Scan) -> Iterator[Candidate]:
    """Funds and products that a clause launches and the text then speaks of: 设立天使基金，规模….

    The kind alone (设立专项资金) is no name; other places of the name count, too.
    """
    names: dict[str, str] = {}
    for match in _LAUNCHES.finditer(found.text):
        names.setdefault(match["name"], _LAUNCHED_CLASSES.get(match["kind"], "FinancialProduct"))
    for begin, end, name in Index({name: name for name in names}).find(found.text):
        yield Candidate(begin, end, names[name], "name", "launched", 0.5)


def _find_titles(found: Scan) -> Iterator[Candidate]:
    heads = {head.form: head for head in found.lexicon.heads if head.shape == "title"}
    for begin, end in found.titles:
        inner = re.sub(r"[（(][^（）()]*[）)]$", "", found.text[begin + 1 : end - 1])
        head = next((heads[inner[at:]] for at in range(len(inner)) if inner[at:] in heads), None)
        if inner:
            yield Candidate(begin, end, head.class_ if head else "Publication", "title", "title", 0.9 if head else 0.6)


def _find_quoted(found: Scan) -> Iterator[Candidate]:
    """“X”工程, with a place directly before it; “X工程”, with its marks if it is short and never stands without."""
    by_begin = {begin: (end, head) for begin, end, head in found.heads}
    by_end = {end: (begin, head) for begin, end, head in found.heads}
    anchors = {each.end: each.begin for each in found.anchors}
    quoted = {end: begin for begin, end in found.quotations}
    bare = _stand_without_marks(found)
    gives = frozenset(found.lexicon.cues.get("gives", ()))
    never = found.lexicon.cues.get("slogan_never", ())
    for begin, end in (span for span in found.quotations if found.text[span[0] + 1 : span[1] - 1] not in never):
        behind = by_begin.get(end)
        if behind and behind[1].form in gives and not _CLOSING.match(found.text, behind[0]):
            behind = None  # “X计划”资助青年教师
        if behind is None or behind[1].shape in _NOT_QUOTED:  # “X”人才资助
            for gap in range(end + 1, min(end + _REACH_OF_QUOTE, len(found.text))):
                if gap in found.break_set:
                    break
                further = by_begin.get(gap)
                whole = behind and behind[1].shape not in _NOT_QUOTED and gap >= behind[0]  # “X”计划资助
                if further and not (whole and further[1].form in gives):
                    behind = further
        behind = behind or _find_action(found, end, by_begin)
        within = by_end.get(end - 1)
        if behind and behind[1].class_ and behind[1].shape not in _NOT_QUOTED:
            first = begin
            while first in quoted:  # “A”“B”计划
                first = quoted[first]
            yield Candidate(anchors.get(first, first), behind[0], behind[1].class_, "quoted", "quoted", 0.85)
        long_enough = end - begin - 2 >= _SHORTEST_QUOTED - bool(within and within[1].shape in {"product", "quoted"})
        if within and long_enough and _is_named_within(found, begin, within):
            inner = found.text[begin + 1 : end - 1]
            marks = (
                inner not in bare
                and (len(inner) <= (_MARKED if found.own_report else _MARKED_ELSEWHERE) or within[1].form == "研究")
                and within[1].class_ in _SLOGANS
            )
            placed = begin in found.place_ends and within[1].class_ != "FinancialProduct"  # X省“Y计划”
            first = (anchors.get(begin, begin) if placed else begin) if marks else begin + 1
            yield Candidate(first, end - (not marks), within[1].class_, "quoted", "quoted", 0.8)


def _find_action(found: Scan, end: int, heads: Mapping[int, tuple[int, Head]]) -> tuple[int, Head] | None:
    """The head of an action or plan some way behind a quoted phrase, in the same phrase."""
    for place in range(end + _REACH_OF_QUOTE, min(end + _REACH_OF_ACTION, len(found.text))):
        if not found.break_set.isdisjoint(range(end + 1, place + 1)):
            return None
        if place in heads and heads[place][1].class_ in _SCHEMES:
            return heads[place]
    return None


def _is_named_within(found: Scan, begin: int, within: tuple[int, Head]) -> bool:
    """Whether the head at the end of a quoted phrase makes a name of it; “三园一城” counts, and names no town."""
    place, head = within
    if not head.class_ or head.shape in {"group", "none"} or place <= begin + 1:
        return False
    return head.class_ in _SLOGANS or not (len(head.form) == 1 or _COUNTS.match(found.text, begin))


def _stand_without_marks(found: Scan) -> frozenset[str]:
    """The quoted phrases that the text also has without quotation marks."""
    inner = {found.text[begin + 1 : end - 1] for begin, end in found.quotations} - {""}
    return frozenset(
        form
        for begin, end, form in Index({form: form for form in inner}).find(found.text)
        if begin == 0 or found.text[begin - 1] != '"' or found.text[end : end + 1] != '"'
    )


def _find_shapes(found: Scan) -> Iterator[Candidate]:
    kinds = _Kinds(found.lexicon)
    determiners = tuple(word for word in found.lexicon.cues.get("determiner", ()) if word.startswith("各"))
    for begin, end, head in found.heads:
        if not _may_be_name(found, begin, end, head):
            continue
        floor = max(_floor(found, begin, head), begin - _LONGEST_NAME)
        if found.text.endswith(determiners, max(0, floor - _LONGEST_DETERMINER), floor):
            continue
        start = None if head.shape in _NEVER_ANCHORED else _anchor(found, floor, begin, head, kinds)
        if start is not None:
            if not _only_counts(found, start, begin, end) and _is_more_than_a_place(found, start, begin, head):
                class_ = _class_of(found, start, begin, head)
                extended = head.shape in {"policy", "programme"} or head.class_ == "Place"
                if extended and _is_kind_of(found, start, begin, kinds):
                    continue
                start = begin_carried_out(found, start, begin) if class_ in _SCHEMES else start
                yield Candidate(start, end, class_, "name", f"anchored:{head.form}", 0.85)
        elif head.shape in _UNANCHORED:
            start = _open_begin(found, floor, begin, head, kinds)
            if head.shape == "brand" and head.class_ == "Place":
                start = max(start, found.text.rfind("-", start, begin) + 1)  # A路-B路
            is_name, confidence = _UNANCHORED[head.shape]
            if not _is_counted(found, start, head) and is_name(_Phrase(found, start, begin, end, head), kinds):
                start = begin_carried_out(found, start, begin) if head.class_ in _SCHEMES else start
                yield Candidate(start, end, head.class_, "name", f"{head.shape}:{head.form}", confidence)


def _is_counted(found: Scan, start: int, head: Head) -> bool:
    """Whether what begins there is so many of a kind; what so much money makes is one: 设立2亿元产业发展引导基金."""
    return start in found.counted and not (head.class_ == "Fund" and found.text[start - 1] in _MONEY)


def _floor(found: Scan, begin: int, head: Head) -> int:
    """Where the phrase begins that a head ends; a company with its formal name may hold what else is a word.

    In 山东齐都药业有限公司 都 ends no phrase: a place stands just before it. A head in a bracket ends nothing that
    stands before that: X高新技术产业开发区（高新区）.
    """
    floor = found.floor(begin)
    opened = _OPENED.search(found.text, floor, begin)
    if opened:
        return opened.start() + 1
    if head.form.endswith("公司") and found.text[floor - 1 : floor] in _IN_COMPANIES:
        before = found.floor(floor - 1 - 1)
        anchors = list(found.anchors_between(before, floor))
        if anchors and 0 < floor - 1 - anchors[-1].end < SHORTEST_MODIFIER:
            return anchors[-1].begin
    return floor


def _may_be_name(found: Scan, begin: int, end: int, head: Head) -> bool:
    """Whether a head is a word by itself there: 行业 has no 行, 13所 counts, 浦南区 is a place."""
    counts = end in found.counted and head.class_ != "Project"  # X港三期
    if not head.class_ or head.shape in {"group", "none", "quoted"} or begin in found.counted or counts:
        return False
    follows = begin in found.scheme_ends
    if follows and (head.form == "项目" or found.text.startswith(found.lexicon.cues.get("gives", ()), begin)):
        return False
    trade = found.text[end : end + 1] == "业" and head.class_ != "Cluster"
    return not trade and end not in found.place_ends


@dataclass(frozen=True)
class _Kinds:
    """Patterns of modifiers that make a kind, not a name."""

    lexicon: Lexicon

    @cached_property
    def generic(self) -> re.Pattern[str]:
        return alternatives(self.lexicon.cues.get("generic", ()))

    @cached_property
    def selecting(self) -> re.Pattern[str]:
        return alternatives(self.lexicon.cues.get("selecting", ()))

    @cached_property
    def trade(self) -> re.Pattern[str]:
        cues = self.lexicon.cues
        return alternatives((*cues.get("generic_brand", ()), *cues.get("generic", ())))

    @cached_property
    def product(self) -> re.Pattern[str]:
        cues = self.lexicon.cues
        return alternatives((*cues.get("generic_product", ()), *cues.get("generic", ())))


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A head, and where the phrase begins that it ends."""

    found: Scan
    start: int
    begin: int
    end: int
    head: Head

    @property
    def modifier(self) -> str:
        return self.found.text[self.start : self.begin]

    @property
    def size(self) -> int:
        return self.end - self.start

    @property
    def is_closed(self) -> bool:
        """Whether a mark or a word that ends or joins phrases stands behind the head."""
        found, end = self.found, self.end
        return end in found.break_set or end in found.join_begins or bool(_CLOSING.match(found.text, end))


_SUFFIX = re.compile("[性型化级类式]")
"""What makes an adjective of a word: 竞争性企业集团."""


def _only_tells(phrase: _Phrase) -> bool:
    """Whether what stands before a head in a report only tells of which kind it is, or is a verb.

    So 大型煤炭集团 and 改变银行.
    """
    if not phrase.found.own_report or phrase.head.class_ not in _COMMON:
        return False
    words = phrase.found.boundaries.words(phrase.modifier)
    known = phrase.found.boundaries.frequencies
    acts = bool(words) and len(words[0]) > 1 and words[0] in phrase.found.lexicon.leading
    plain = all(word in known and (len(word) > 1 or _SUFFIX.fullmatch(word)) for word in words)
    return acts or (plain and phrase.head.class_ != "Bank")


def _is_brand(phrase: _Phrase, kinds: _Kinds) -> bool:
    cues = kinds.lexicon.cues
    behind = (*cues.get("acts", ()), *(cues.get("beside", ()) if phrase.head.class_ == "Place" else ()))
    closed = phrase.is_closed or phrase.found.text.startswith(behind, phrase.end)
    shortest = _BRAND.start - (phrase.head.class_ == "Place")  # 练江
    longest = _BRAND.stop + (phrase.head.class_ == "Place")  # 乌兰察布路
    named = shortest <= len(phrase.modifier) < longest and '"' not in phrase.modifier
    if _only_tells(phrase):
        return False
    return closed and named and not kinds.trade.fullmatch(phrase.modifier)


def _is_member(phrase: _Phrase, kinds: _Kinds) -> bool:
    """A brand in a list: 平安科技、迈瑞医疗. By itself 民生科技 is as good a kind as a name."""
    text = phrase.found.text
    listed = _LISTED.match(text, phrase.end) or text[max(0, phrase.start - 1) : phrase.start] == "、"
    return bool(listed) and _is_brand(phrase, kinds)


def _is_product(phrase: _Phrase, kinds: _Kinds) -> bool:
    if phrase.modifier.endswith("可"):
        return False  # 单家企业最高可贷
    named = len(phrase.modifier) >= SHORTEST_MODIFIER and not kinds.product.fullmatch(phrase.modifier)
    alone = not phrase.modifier and phrase.size >= _PRODUCT_ALONE
    return phrase.size <= _LONGEST_PRODUCT and (named or alone)


def _is_policy(phrase: _Phrase, kinds: _Kinds) -> bool:
    long_enough = len(phrase.modifier) >= _SHORTEST_POLICY or (bool(phrase.modifier) and phrase.size >= _LONG_POLICY)
    plain = len(phrase.head.form) < _TELLING and kinds.generic.fullmatch(phrase.modifier)
    counted = phrase.found.text[phrase.end : phrase.end + 1].isdigit()
    acts = phrase.head.form in kinds.lexicon.cues.get("gives", ()) and not (phrase.is_closed or counted)
    return long_enough and phrase.size <= _LONGEST_OPEN and not plain and not acts


def _is_open(phrase: _Phrase, kinds: _Kinds) -> bool:
    if _only_tells(phrase):
        return False
    if phrase.head.class_ == "Fund" and phrase.found.listed_begins.get(phrase.begin) == phrase.start:
        return True  # its field says which: 大数据发展专项资金
    if phrase.head.class_ == "ResearchFacility" and _KIND_OF_LABORATORY.fullmatch(phrase.modifier):
        return False
    if phrase.found.own_report and phrase.head.form in kinds.lexicon.cues.get("plain_zones", ()):
        words = phrase.found.boundaries.words(phrase.modifier)
        common = kinds.lexicon.frequencies
        if all(len(word) > 1 and (word in common or kinds.generic.fullmatch(word)) for word in words):
            return False  # 美丽城市先行区
    return phrase.size <= _LONGEST_OPEN and _is_telling(phrase.modifier, phrase.head, kinds.generic)


_NOT_QUOTED = frozenset({"group", "none", "brand", "member", "house"})
"""Shapes of heads that a quoted phrase before them is no part of."""
_NEVER_ANCHORED = frozenset({"product", "brand", "member"})
_UNANCHORED: dict[str, tuple[Callable[[_Phrase, _Kinds], bool], float]] = {
    "brand": (_is_brand, 0.55),
    "house": (_is_brand, 0.55),
    "member": (_is_member, 0.55),
    "product": (_is_product, 0.6),
    "policy": (_is_policy, 0.6),
    "open": (_is_open, 0.65),
}
"""By shape: when a phrase without anchor is a name, and how sure that is."""


def _is_telling(modifier: str, head: Head, generic: re.Pattern[str]) -> bool:
    """Whether what stands before a head names one thing, and not just a kind."""
    if not modifier:
        return head.class_ == "Park" and len(head.form) > _TELLING
    if head.class_ == "Park" and len(head.form) >= _TELLING:
        return True
    if generic.fullmatch(modifier):
        return head.class_ in {"Fund", "Project"} and len(modifier) >= _SHORTEST_POLICY
    return len(modifier) >= SHORTEST_MODIFIER


def _class_of(found: Scan, anchored: int, begin: int, head: Head) -> str:
    """The class of a name: 国家X基地 without a place is what places are recognised as."""
    nameless = found.text.startswith("国家", anchored) and next(found.anchors_between(anchored, begin), None) is None
    return (
        "Designation"
        if nameless and head.class_ in {"Park", "IndustrialBase", "UniversitySciencePark"}
        else head.class_
    )


def _is_kind_of(found: Scan, start: int, begin: int, kinds: _Kinds) -> bool:
    """Whether a phrase is the name of a body or park with a mere kind behind it: X研究院改革试点, X产业园核心区."""
    for index in range(bisect_right(found.head_ends, start), bisect_right(found.head_ends, begin)):
        _, end, head = found.heads[index]
        named = head.shape in {"open", "anchored"} and head.class_ in _PARENTS
        if named and (end == begin or kinds.generic.fullmatch(found.text, end, begin)):
            return True
    return False


def _is_more_than_a_place(found: Scan, anchored: int, begin: int, head: Head) -> bool:
    """Whether an anchor and a head make a name: 上海银行 and X大学分院 do, 上海公司 does not."""
    modifier = found.text[anchored:begin]
    if head.class_ == "ResearchFacility" and _KIND_OF_LABORATORY.fullmatch(modifier):
        return False
    if modifier in found.lexicon.cues.get("level", ()) and begin not in found.place_ends:  # 国家项目 is a kind
        return head.class_ in _LEVELLED_ALONE or len(head.form) >= _TELLING
    if head.class_ in _SEATS and len(head.form) >= _SHORTEST_SEAT:
        return True
    if anchored < begin:
        first = next((each for each in found.anchors_between(anchored, begin) if each.begin == anchored), None)
        if first is None or first.end < begin:
            return True
        if first.class_ not in found.lexicon.cues.get("place_classes", ()) and head.class_ in _BRANCHES:
            return True
    return head.class_ in _BARE_CLASSES or len(head.form) >= _TELLING


def _anchor(found: Scan, floor: int, begin: int, head: Head, kinds: _Kinds) -> int | None:
    """Where a name with a head that begins at ``begin`` starts, if there is an anchor for it.

    It reaches across a joining word where no anchor stands behind that, unless a mere kind does: X与国内外大学.
    """
    joins = found.joins_between(floor, begin)
    start = joins[-1][1] if joins else floor
    while True:
        first = next(
            (
                _start_of(found, start, each)
                for each in found.anchors_between(start, begin)
                if _may_begin(found, each, head)
            ),
            None,
        )
        first = _with_parent(found, start, first, begin, head)
        level = _level(found, start, begin, head)
        if level is None and first is None:
            level = _town(found, start, begin, head)
        if first is not None or level is not None:
            return min(place for place in (first, level) if place is not None)
        listed = found.listed_begins.get(begin + len(head.form), 0)
        if not joins or joins[-1][0] in found.ends or listed >= joins[-1][1]:
            return None
        if kinds.selecting.fullmatch(found.text, joins[-1][1], begin):
            return None
        joins.pop()
        start = joins[-1][1] if joins else floor


def _start_of(found: Scan, start: int, anchor: Candidate) -> int:
    """Where a name with an anchor begins: at it, or before it where it stands in a bracket: X（上海）有限公司."""
    return start if found.text[anchor.begin - 1 : anchor.begin] in {"（", "("} else anchor.begin


def _with_parent(found: Scan, start: int, anchor: int | None, begin: int, head: Head) -> int | None:
    """Where a name begins: at its anchor, or with what stands directly before that and belongs to the name.

    That is a body with a head of its own (X大学 in X大学南京研究院), or the short name of a group (中车青岛…有限公司).
    """
    body = _body_before(found, start, begin)
    if anchor is None:
        return body[0] if body else None
    if body and body[1] == anchor:
        return body[0]
    prefixed = head.class_ in _PREFIXED and found.text[start:anchor] in found.lexicon.cues.get("company_prefix", ())
    beside = anchor - start == 1 and found.text[start] in _DIRECTIONS
    return start if prefixed or beside else anchor


def _body_before(found: Scan, start: int, begin: int) -> Span | None:
    """The span of a body that no pack lists, but whose own head stands before a head: X银行 in X银行Y分行."""
    for index in range(bisect_right(found.head_ends, start), bisect_right(found.head_ends, begin)):
        place, end, head = found.heads[index]
        if head.shape == "open" and head.class_ in _PARENTS and place - start >= SHORTEST_MODIFIER:
            return behind_verbs(found, start, place), end
    return None


def _may_begin(found: Scan, anchor: Candidate, head: Head) -> bool:
    foreign = anchor.class_ == "Country" and not found.text.startswith("中", anchor.begin)
    return not (foreign and head.class_ in _FOREIGN)


def _level(found: Scan, start: int, begin: int, head: Head) -> int | None:
    """Where a name begins that begins with a level; with the mere 省 or 市 only those of some classes, or long ones."""
    levels = found.lexicon.cues.get("level", ())
    if not found.text.startswith(levels, start) or found.text.startswith(_TWO_LEVELS, start):
        return None
    if any(len(level) > 1 and found.text.startswith(level, start) for level in levels):
        return start
    return start if head.class_ in _LEVELLED or _is_local(found, start, begin, head) else None


def _town(found: Scan, start: int, begin: int, head: Head) -> int | None:
    """Where a name begins that begins with a town which no pack lists, or with provinces: X镇生态产业基地."""
    if head.class_ in _GROUNDS and _PROVINCES.match(found.text, start, begin):
        return start  # 晋冀鲁豫交界地区
    town = _TOWN.match(found.text, start, begin)
    if town is None or head.class_ not in _IN_TOWNS or town[1] in found.lexicon.frequencies:
        return None
    generic = {*found.lexicon.cues.get("generic_brand", ()), *found.lexicon.cues.get("generic", ())}
    return None if town[1] in generic else start


def _is_local(found: Scan, start: int, begin: int, head: Head) -> bool:
    """Whether a body may have the mere 省 or 市 before its name: it says more than what every town has, and is one."""
    end = begin + len(head.form)
    telling = begin - start > SHORTEST_MODIFIER or len(head.form) > _TELLING
    word = found.text.startswith(found.lexicon.cues.get("place_words", ()), start)
    return telling and head.class_ in _LOCAL and not word and not found.text[end : end + 1].isdigit()


def _only_counts(found: Scan, start: int, begin: int, end: int) -> bool:
    """Whether a level or place and a kind only say what is counted: 省工程中心12家, 甲区众创空间达到14家."""
    if found.text[end : end + 1].isdigit() and found.text[start:begin] in _BARE_LEVELS:
        return True
    return begin in found.place_ends and found.listed_begins[begin] == start and bool(_SUM_OF.match(found.text, end))


def _open_begin(found: Scan, floor: int, begin: int, head: Head, kinds: _Kinds) -> int:
    """Where a name without anchor starts: behind the last joining word, unless what it joins is but half a name."""
    joins = found.joins_between(floor, begin)
    start = joins[-1][1] if joins else floor
    if (
        head.class_ in _TOPICAL
        and joins
        and found.text[joins[-1][0] : joins[-1][1]] in {"与", "及"}
        and joins[-1][0] not in found.ends
        and not kinds.selecting.fullmatch(found.text, start, begin)
    ):
        before = joins[-2][1] if len(joins) > 1 else floor
        if joins[-1][0] - before >= SHORTEST_MODIFIER:
            start = before
    product = head.shape in _NEVER_ANCHORED
    anchors = [each for each in found.anchors_between(start, begin) if product or each.class_ == "Country"]
    if anchors and anchors[-1].end == begin and head.class_ == "Place" and found.text[begin - 1] not in _AREAS:
        return anchors[-1].begin  # 南澳岛
    countries = [each.end for each in anchors]
    if product and not countries and found.text[start - 2 : start] in _LIKE_WORDS:
        return start - 1
    if head.class_ in _SCHEMES and not countries and found.text.endswith(CARRIED_OUT, 0, start):
        return start  # 实施培育…行动
    start = behind_verbs(found, countries[-1] if countries else start, begin)
    return behind_adverbs(found, start, begin) if head.class_ in _BODIES_AND_PLACES else start

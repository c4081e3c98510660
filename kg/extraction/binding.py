"""Quantities -> figures: each with whom it describes, what it measures, when, and what it is compared with.

The sentence is read from left to right, clause by clause. What a clause leaves out (subject, measure, period) is taken
from what stands before it, and marked in ``reading``. The conventions are those of ``docs/annotation.md``.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from kg.extraction.measures import MONEY, PERSONS, Measure, MeasureWords, measure_words, tidy, used
from kg.extraction.subjects import PLACES, Topics, clause_actor, is_thing, is_topic, object_before
from kg.extraction.times import Clause, Period, Timed, find_clauses, find_document_times, period_rows, time_figures
from kg.model import ConceptRow, ExclusionRow, FigureRow, PeriodRow
from kg.text.quantities import UNIT_LEFT_OUT, find_quantities, is_decline
from kg.text.segmentation import quotations
from kg.text.shadow import shadow

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.extraction.values import Mention, Reading
    from kg.model import Quantity, Sentence, TimeExpression

__all__ = ["Bound", "bind"]


@dataclass(frozen=True, slots=True)
class Bound:
    """What is known of the figures of a document, as rows of the tables."""

    figures: tuple[FigureRow, ...] = ()
    periods: tuple[PeriodRow, ...] = ()
    indicators: tuple[ConceptRow, ...] = ()
    units: tuple[ConceptRow, ...] = ()
    conditions: tuple[ConceptRow, ...] = ()
    exclusions: tuple[ExclusionRow, ...] = ()


# ── cues ───────────────────────────────────────────────────────────────────────────────────

_RATES = frozenset({"percent", "permille", "percentagePoint", "倍", "番"})
_SHARES = frozenset({"percent", "permille"})
_ADVERBS = r"(?:[又再净均各也将已仅共都还累计总]|分别|大幅|快速|稳步|平均|名义|实际|同步)*"
_UP = r"增长|增加|上升|提高|提升|扩大|增|涨|多|高|高出|攀升|递增|加快"
_DOWN = r"下降|减少|降低|下滑|回落|下跌|缩减|压减|缩短|收窄|萎缩|负增长|少|低"
_DEGREE = r"增幅|增速|升幅|降幅|涨幅|跌幅|减幅"
_COMPARED = r"同比|环比|(?:比|较)(?![重例快好大高强为])[^，。；、]{0,14}?|(?:与|同|和)[^，。；]{1,20}?(?:相比|比较)"
_HOW_MUCH = r"(?:幅度|速度|率)?(?:了|为|达到|达|约|近|超过|逾|高达|至少|不低于|超|接近|将近|不足|在|的|过| )*"
_CHANGE = re.compile(
    rf"^(?P<what>.*?)(?P<base>{_COMPARED}|年(?=[增下]))?{_ADVERBS}(?P<direction>{_UP}|{_DOWN}|{_DEGREE}|翻){_HOW_MUCH}$"
)
_CHANGE_BEHIND = re.compile(r"(?:以上|左右|以内|多)?的?(?:同比|速度|年均)?(?:正?增长(?!率)|增幅|增速|降幅|涨幅|下降|提升)")
_GROWTH_RATE = re.compile(r"年均|平均每年|平均增|年平均|年复合|复合增")
_LISTED = re.compile(r"^ ?(?:以上|以下|左右|多|余)?(?:、|和|及|与|以及)(?:约|近|超过|逾)?$")
_LIST_ITEM = re.compile(r" ?(?:以上|以下|左右|多|余)?[^，。；、]{0,12}?(?:、|和|及|与|以及)")
_SHARE = re.compile(
    r"^(?P<what>.*?)(?<![侵抢])占(?!地|用|有|领|据)(?:到|了)?(?P<whole>[^，。；]*?)(?:的)?(?:比重|比例|比|份额|份)?"
    r"(?:的|为|达到|达|约|近|超过|逾|高达|仅|已|接近|将近|不足|超|在|左右| )*$"
)
_PART_OF = re.compile(
    r"^(?P<what>.*?)(?:为|达到|达|不超过|不高于|不得高于|不得超过|不低于|不得低于|不少于|相当于|按|给予|按照|是|超过|高达)+"
    r"(?P<whole>[^，。；为达占]{2,16})的(?:约|近|超过|逾)?$"
)
_AMONG = re.compile(r"其中|包括|含(?![量义])|分别是")
_DISTRIBUTED = re.compile(r"分布(?:情况|看|来看)|构成(?:情况|看|来看)|按[^，。；]{1,10}(?:划分|分(?:类|布)?|来看|看)")
_RESPECTIVELY = re.compile(r"分别")
_FROM = re.compile(r"[从由](?P<what>[^，。；]{0,10}?)$")
_TO = re.compile(r"(?:到|至|为)(?:约|近|超过)?$")
_BATCH = re.compile(r"首批|第 ?[0-9一二三四五六七八九十]+ ?批")
_EXCEPT = re.compile(r"除(?P<what>[^，。；]{2,16}?)(?:以?外)")
_FOR_THOSE = re.compile(r"(?:对于?|凡|针对)(?P<what>[^，。；]{4,40}?)的")
_EACH = re.compile(r"每(?:满|增加?|新增|引进|完成)[^，。；]{0,12}$")
# What those do whom a programme serves: the numbers that follow describe the programme.
_AVERAGE = re.compile(r"，(?:平均|户均|人均|家均|单家|每家)")
_REPORTS = re.compile(r"(?:还|并|明确|进一步)?(?:规定|提出|要求|指出|明确|鼓励)")
_BENEFITS = re.compile(
    r"(?:共|累计|先后|已|分别|成功|通过[^，。；]{1,12}|以[^，。；]{1,16}|凭[^，。；]{1,16}){0,3}"
    r"(?:获得|获|享受|得到|取得|领取|投保|参保|参加|参与|参展|报名|入驻|进驻|挂牌|毕业|受益|注册|签约|落户|申报|申请|入选)"
)
_COMPARING = re.compile(r"[比较][^，。；、]{0,12}$")
_OBLIQUE = re.compile(r"(?:[与同为对向给占从由比较到至]|、)$")
_CONTINUED = ("、", "和", "及", "中")
_MEMBERS = re.compile(r"(?:共|合计|总计|约|近|逾|超过|平均| )*")
_WITH_VERB = re.compile(r"(?:与|同|和|联合|会同|携手)$")
_COOPERATE = re.compile(r"建立|签订|签署|合作|开展|达成|联合|共建|结成")
_MODALITIES = (
    ("inPreparation", re.compile(r"筹建|筹备")),
    ("aim", re.compile(r"力争|争取|旨在|目标|为了|以期|确保|努力|规划到|有望")),
    ("planned", re.compile(r"(?<![大干名健老少上中武])将(?![近领军士])|拟(?!人)|计划(?=[新在到投于引建培])|预计|未来|今后|到20[0-9]{2}年")),
    ("trial", re.compile(r"试点(?!城|单|企|区|园|工|项|地)|试运行|试行|尝试")),
    ("permittedOrEncouraged", re.compile(r"允许|鼓励|可以?(?:享受|申请|获|给予)")),
)
_TOTAL = re.compile(r"全部|所有|总数|总量|总额|总计|其|总|的|各类|全体|整个|当年|同期|全年|数量|数|额")
_BEHIND_UNIT = re.compile(r"(?:[（(]含[）)])?(?:以上|以下|左右|以内|上下|之多|之内|起|封顶|多|余|来)")
_OF_PLACE = re.compile(r"(?:每万人|全社会|万人|人均地区|地区生产总值)")
_OF_WHAT = re.compile(r"[^，。；、的]{0,4}的")
_LEVEL = frozenset({"大", "级", "大类"})
_CURRENCY = "CNY"
_QUOTED = 12
_LONG_CONDITION = 24
_RHETORICAL_UNITS = frozenset({"个", "大", "项", "种", "类", "条", "支", "层", "级", "大类", "层面", "层次", "位", "方"})
_RHETORICAL_MOST = 20

_SURE, _LIKELY, _GUESS = Decimal("0.9"), Decimal("0.7"), Decimal("0.5")


# ── a figure while its sentence is read ────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Draft:
    """A quantity with what has been found out about it."""

    quantity: Quantity
    clause: Clause
    timed: Timed
    entity: str
    measure: Measure
    indicator: ConceptRow
    rule: str
    ellipted: bool
    condition: str = ""
    change: str = ""
    comparison: Period | None = None
    compared_with: str = ""
    whole_entity: str = ""
    whole_indicator: ConceptRow | None = None
    share_of: str = ""
    modality: str = "asserted"
    nested: bool = False
    measure_read: bool = True
    bracketed: bool = False
    takes_over: bool = False
    """Whether what it describes is also the subject of what follows."""

    @property
    def is_plain(self) -> bool:
        """Whether it is neither a change nor a share."""
        return not self.change and self.whole_indicator is None

    def stands_for(self, other: _Draft) -> bool:
        """Whether what follows may be about it: what is in a bracket is not what follows the bracket."""
        return self.is_plain and (not self.bracketed or other.bracketed)


@dataclass(frozen=True, slots=True)
class _Case:
    """One sentence with all that was found in it."""

    text: str
    sentence: Sentence
    clauses: tuple[Clause, ...]
    quantities: tuple[Quantity, ...]
    timed: tuple[Timed, ...]
    times: tuple[TimeExpression, ...]
    mentions: tuple[Mention, ...]
    words: MeasureWords
    topics: Topics
    before: tuple[_Draft, ...] = field(default=())
    """The figures of the sentence before, if it is of the same paragraph."""


def bind(reading: Reading) -> Bound:
    """Read the figures of a document: rows of ``figures`` and of the tables that they refer to, and exclusions."""
    text = shadow(reading.document.text)
    words = measure_words(reading.lexicon)
    all_times = find_document_times(reading.document.text, reading.sentences, reading.base_year)
    by_sentence: list[list[Mention]] = [[] for _ in reading.sentences]
    for mention in reading.mentions:
        by_sentence[mention.sentence].append(mention)
    quoted = quotations(reading.document.text)
    figures: list[FigureRow] = []
    drafts: list[_Draft] = []
    exclusions: list[ExclusionRow] = []
    topics = Topics(place=reading.place)
    before: tuple[_Draft, ...] = ()
    carried: TimeExpression | None = None
    paragraph = -1
    quantities = find_quantities(reading.document.text, reading.lexicon.units)
    starts = [each.begin for each in quantities]
    for sentence, times, mentions in zip(reading.sentences, all_times, by_sentence, strict=True):
        if sentence.paragraph != paragraph:
            paragraph, carried, before, topics = sentence.paragraph, None, (), topics.in_new_paragraph()
        if sentence.kind != "sentence":
            topic = _heading(sentence, mentions)
            topics = replace(topics, heading=topic, paragraph=topic if sentence.kind == "item" else "")
            continue
        inside = quantities[bisect_left(starts, sentence.begin) : bisect_left(starts, sentence.end)]
        kept = []
        for each in inside:
            reason = _why_no_figure(text, each, mentions, quoted, words)
            if reason:
                exclusions.append(ExclusionRow(each.begin, each.end, reason))
            else:
                kept.append(each)
        parts = find_clauses(reading.document.text, sentence)
        timed, carried = time_figures(text, parts, times, kept, carried, reading.base_year)
        case = _Case(
            text, sentence, parts, tuple(kept), tuple(timed), times, tuple(mentions), words, topics, before
        )
        found, topics = _read_sentence(case)
        rows = list(_rows(case, found))
        figures += rows
        drafts += found
        before = tuple(found) or before
    return Bound(
        figures=tuple(figures),
        periods=period_rows(_periods(drafts)),
        indicators=used(_indicators(drafts)),
        units=used(ConceptRow(each.quantity.unit, each.quantity.unit, each.quantity.unit, None) for each in drafts),
        conditions=used(ConceptRow(each.condition, each.condition, each.condition, None) for each in drafts if each.condition),
        exclusions=tuple(exclusions),
    )


def _periods(drafts: Sequence[_Draft]) -> Iterator[Period]:
    for each in drafts:
        yield each.timed.period
        if each.comparison:
            yield each.comparison


def _indicators(drafts: Sequence[_Draft]) -> Iterator[ConceptRow]:
    for each in drafts:
        yield each.indicator
        if each.whole_indicator:
            yield each.whole_indicator


def _heading(sentence: Sentence, mentions: Sequence[Mention]) -> str:
    """The entity that a heading consists of, apart from a number or a mark."""
    longest = max(mentions, key=lambda each: each.end - each.begin, default=None)
    if longest is None or not is_topic(longest) or (longest.end - longest.begin) * 2 < sentence.end - sentence.begin:
        return ""
    return longest.entity


# ── what is no figure ──────────────────────────────────────────────────────────────────────


def _why_no_figure(
    text: str,
    quantity: Quantity,
    mentions: Sequence[Mention],
    quoted: Sequence[tuple[int, int]],
    words: MeasureWords,
) -> str:
    """The reason why a quantity is no figure; "" if it is one."""
    begin, end = quantity.begin, quantity.end
    for each in mentions:
        if each.begin <= begin and end <= each.end and each.kind in ("name", "title", "quoted", "short"):
            if quantity.unit in _SHARES:
                continue
            return "part of a name"
    index = bisect_left(quoted, (begin + 1, 0)) - 1
    if index >= 0 and quoted[index][0] < begin and end < quoted[index][1] + 1 and _is_short(quoted[index]):
        return "slogan"
    if quantity.unit == "级":
        return "levels, not a count"
    if quantity.unit in _COLLECTIVE and not _counts_places(text, quantity):
        return "names summed up, not a count"
    if text[begin - 1 : begin] == "分" and quantity.unit in ("期", "步", "批", "类", "个"):
        return "rhetorical count"
    few = quantity.value is not None and quantity.value <= _RHETORICAL_MOST
    if few and quantity.unit in _RHETORICAL_UNITS and words.rhetorical.match(text, end):
        return "rhetorical count"
    return ""


_COLLECTIVE = frozenset({"市", "地", "区", "县", "省", "国", "校"})
_REACH = re.compile(r"(?:覆盖|辐射|涉及|联动|遍及|分布在|横跨)[^，。；]{0,16}$")


def _counts_places(text: str, quantity: Quantity) -> bool:
    """Whether a number of places counts them (覆盖沪苏两地, 三区联动), rather than stands for their names (两市共有)."""
    if quantity.value is None or quantity.value > _FEW or text.startswith("联动", quantity.end):
        return True
    return bool(_REACH.search(text, max(0, quantity.begin - 24), quantity.begin))


_FEW = 9


def _is_short(span: tuple[int, int]) -> bool:
    return span[1] - span[0] <= _QUOTED


# ── one sentence ───────────────────────────────────────────────────────────────────────────


def _read_sentence(case: _Case) -> tuple[list[_Draft], Topics]:
    drafts: list[_Draft] = []
    owner, actor, first, initial = "", "", "", ""
    groups: list[str] = []
    lent = ""
    part = 0
    for clause in case.clauses:
        if clause.part != part:
            part, owner, actor = clause.part, first, initial or first
        head = clause_actor(case.text, clause, case.mentions, case.times, case.words.opener)
        if head is not None and _REPORTS.match(case.text, head.end):
            actor = owner = ""
        elif head is not None and _is_subject(case, clause, head):
            actor = head.entity
            if head.kind == "group":
                groups.append(actor)
            else:
                owner = actor
                first = first or actor
        else:
            theme = _relative_head(case, clause) or _theme(case, clause, actor)
            if theme is not None:
                owner = actor = theme.entity
                first = first if first and first != case.topics.place else owner
                head = theme
        if lent and actor == lent and head is None:
            actor = owner
        lent = ""
        beneficiary = _beneficiary(case, clause)
        for number, quantity in enumerate(case.quantities):
            if not clause.begin <= quantity.begin < clause.end:
                continue
            group = _group_at(case, quantity)
            subject = group is not None and _acts(case, clause, group, quantity, head)
            if group is not None and group.begin == quantity.begin and owner in ("", case.topics.place):
                policy = _enjoyed(case, clause, group)
                if policy is not None:
                    owner = actor = policy.entity
                    subject = False
            entity = beneficiary or _entity(case, owner, actor, subject=subject)
            draft = _read_quantity(case, clause, quantity, case.timed[number], drafts, entity, head, explicit=actor or owner)
            drafts.append(draft)
            if draft.takes_over:
                owner = actor = draft.entity
                first = first if first and first != case.topics.place else owner
            if subject and group is not None and owner in ("", case.topics.place):
                actor = group.entity
                groups.append(actor)
                lasts = owner == case.topics.place or case.topics.named == case.topics.place
                lent = "" if lasts or _AVERAGE.match(case.text, clause.end) else actor
                initial = initial or ("" if lent else actor)
        if beneficiary:
            owner = actor = beneficiary
        launched = _launched(case, clause.begin, clause.end)
        if launched:
            owner = actor = launched
            initial = ""
            first = launched
    drafts = _share_out(case, drafts)
    return drafts, _next_topics(case, first, groups, drafts)


_FAVOURED = re.compile(r"(?<![针面核相应])对于?(?![外接口])")
_FAVOURS = re.compile(r"给予|奖励|补贴|补助|资助|奖补|减免|返还|贴息|补偿|扶持")


def _beneficiary(case: _Case, clause: Clause) -> str:
    """Whom a clause promises money to: 对首次认定的高新技术企业奖励20万元."""
    part = [each for each in case.clauses if each.part == clause.part]
    follows = next((each for each in part if each.begin > clause.begin), clause)
    if not _FAVOURS.search(case.text, clause.begin, follows.end):
        return ""
    favoured = _FAVOURED.search(case.text, clause.begin, clause.end)
    if favoured is None:
        return ""
    for each in case.mentions:
        if each.begin >= favoured.end() and each.end <= clause.end and each.entity:
            if each.class_ in _NO_BENEFICIARIES:
                continue
            return each.entity
    return ""


_NO_BENEFICIARIES = frozenset({"Field", "Designation", "Technology", "City", "Country", "Province", "Region"})


def _entity(case: _Case, owner: str, actor: str, *, subject: bool) -> str:
    """Who a quantity describes; the size of a group that acts describes what the group belongs to."""
    if not subject:
        return actor or owner or case.topics.current
    among = case.text.startswith("其中", case.sentence.begin)
    return owner or (case.topics.current if among else case.topics.named)


_ENJOYS = re.compile(r"[^，。；]{0,4}?(?:享受|获得|得到|领取)了?[^，。；]{0,8}$")
_POLICIES = frozenset({"PolicyMeasure", "PolicyDocument", "Fund", "Programme", "PilotProgramme"})


def _enjoyed(case: _Case, clause: Clause, group: Mention) -> Mention | None:
    """The policy that a group benefits from, which the numbers then describe: N家企业享受…政策，减免….."""
    for each in case.mentions:
        if group.end <= each.begin and each.end <= clause.end and each.class_ in _POLICIES:
            return each if each.begin == group.end or _ENJOYS.fullmatch(case.text, group.end, each.begin) else None
    return None


_BEHIND_HEAD = re.compile(r"(?:[（(][^）)]*[）)])?(?=$|[，；]|已|累计|共|全年|现|实现|完成|拥有|新增|达|于|年)")


def _relative_head(case: _Case, clause: Clause) -> Mention | None:
    """The subject behind a long modifier: 位于南海的金融服务区累计引进…, 某公司开发的淬火技术，."""
    quantity = next((each for each in case.quantities if clause.begin <= each.begin < clause.end), None)
    end = quantity.begin if quantity else clause.end
    for each in case.mentions:
        if clause.begin < each.begin and each.end <= end and each.entity and each.kind not in ("group", "target"):
            modified = case.text[each.begin - 1] == "的" and each.class_ not in PLACES | {"Field", "Designation"}
            if modified and _BEHIND_HEAD.match(case.text, each.end, end):
                lead = case.text[clause.begin : each.begin]
                return None if case.words.verb.match(lead) or case.words.preposition.match(lead) else each
    return None


def _theme(case: _Case, clause: Clause, actor: str) -> Mention | None:
    """What a clause without subject sets out to do something with: 加强联络员队伍建设, 带动国家创新基金立项."""
    quantity = next((each for each in case.quantities if clause.begin <= each.begin < clause.end), None)
    if actor and (quantity is None or actor != case.topics.place):
        return None
    end = quantity.begin if quantity else clause.end
    inside = [each for each in case.mentions if clause.begin < each.begin and each.end <= end and is_topic(each)]
    if not inside or inside[0].class_ in PLACES:
        return None
    theme = inside[0]
    lead = case.words.core(case.text[clause.begin : theme.begin])
    listed = bool(_LIST_GOES_ON.match(case.text, theme.end))
    if not 1 < len(lead) <= _VERB_LENGTH or listed or case.words.preposition.match(lead):
        return None
    if quantity is not None and object_before(case.text, quantity.begin, case.mentions, case.words.link) is not None:
        return None
    return theme if is_thing(theme) or quantity is not None else None


_VERB_LENGTH = 4
_LIST_GOES_ON = re.compile(r"[”\"》]?(?:[、和及]|等)")


def _next_topics(case: _Case, first: str, groups: Sequence[str], drafts: Sequence[_Draft]) -> Topics:
    topics = case.topics
    if case.text.startswith("其中", case.sentence.begin):
        return topics
    paragraph = topics.paragraph
    if not paragraph and first and first != topics.place:
        paragraph = first
    classes = {each.entity: each.class_ for each in case.mentions}
    running = topics.running
    if drafts:
        own = first if first != topics.place else ""
        if classes.get(own) in _OFFICES and (topics.paragraph or topics.heading):
            own = ""
        running = own or (groups[0] if len(set(groups)) == 1 else "") or (running if not first and not groups else "")
    else:
        running = first if first and first != topics.place and first == paragraph else ""
    if classes.get(paragraph) == "PolicyDocument" and topics.heading:
        paragraph = topics.heading
    return replace(topics, running=running, paragraph=paragraph)


_OFFICES = frozenset({"GovernmentBody", "PolicyDocument"})
_LAUNCH = re.compile(r"(?:推出|开发|设立|成立|组建|创建|启动|建立|搭建|开通|创设|首创|出台|印发|制定|发布|签署|召开|举行|新建|共建)了?(?!.*(?:包括|包含|以及))[^，。；、的]{0,16}$|(?:建设|筹建|打造)了?$")


_LAUNCHED = frozenset(
    {
        "FinancialProduct", "Platform", "Fund", "Market", "InformationSystem", "ServiceNetwork", "PilotProgramme",
        "PolicyDocument", "PolicyMeasure", "Programme", "Project", "Alliance", "Publication", "Team", "Park",
        "IndustrialBase", "ResearchFacility", "ServiceAgency", "ResearchInstitute", "Mechanism",
    }
)  # fmt: skip


def _launched(case: _Case, begin: int, end: int) -> str:
    """The service, programme or paper that a clause brings in, if it does: what follows is about it."""
    for each in case.mentions:
        if begin <= each.begin and each.end <= end and each.class_ in _LAUNCHED:
            if _LAUNCH.search(case.text, max(begin, each.begin - _LAUNCH_WINDOW), each.begin):
                listed = _LIST_GOES_ON.match(case.text, each.end)
                return "" if listed else each.entity
    return ""


_LAUNCH_WINDOW = 20


def _is_subject(case: _Case, clause: Clause, head: Mention) -> bool:
    """Whether the mention at the head of a clause is its subject, rather than what is counted there."""
    quantity = next((each for each in case.quantities if clause.begin <= each.begin < clause.end), None)
    if quantity is None or quantity.begin < head.end:
        return True
    between = case.text[head.end : quantity.begin]
    if case.words.core(between):
        return True
    return is_topic(head)


def _group_at(case: _Case, quantity: Quantity) -> Mention | None:
    return next(
        (
            each
            for each in case.mentions
            if each.kind == "group" and each.begin <= quantity.begin and quantity.end <= each.end
        ),
        None,
    )


def _acts(case: _Case, clause: Clause, group: Mention, quantity: Quantity, head: Mention | None) -> bool:
    """Whether a group is the subject of what follows: 上海共有13所高校完成…项目497个, not 帮助227家企业获得…."""
    if group.begin != quantity.begin or group.end >= clause.end or _COMPARING.search(case.text, clause.begin, quantity.begin):
        return False
    begin = head.end if head is not None and head.end <= group.begin else clause.begin
    among = next((each for each in case.mentions if each.kind == "group" and case.text.startswith("中", each.end)), None)
    if among is not None and begin < among.end <= group.begin:
        begin = among.end
    lead = _lead(case, begin, group.begin)
    bare = lead.rstrip(" 约近")
    if lead.startswith("的") or _OBLIQUE.search(bare) or case.text[group.end : group.end + 1] in _CONTINUED:
        return False
    opening = case.words.opener.match(lead)
    if case.words.preposition.match(lead, opening.end() if opening else 0):
        return False
    if _BENEFITS.match(case.text, group.end):
        return False
    verb, noun = case.words.split(case.words.core(lead))
    return not (verb or noun) or bool(re.search(r"的$", bare) and not case.words.verb.match(bare[-2:]))


def _lead(case: _Case, begin: int, end: int) -> str:
    """The text between two places, behind the last expression of time in it."""
    for each in case.times:
        if begin <= each.begin and each.end <= end and not _is_compared(case.text, each.begin):
            begin = max(begin, each.end)
    return case.text[begin:end]


def _is_compared(text: str, place: int) -> bool:
    return text[max(0, place - 1) : place] in ("比", "较", "与", "同", "占")


def _read_quantity(
    case: _Case,
    clause: Clause,
    quantity: Quantity,
    timed: Timed,
    drafts: Sequence[_Draft],
    entity: str,
    head: Mention | None,
    *,
    explicit: str,
) -> _Draft:
    """Everything about one quantity that can be read from left to right."""
    begin, opened = _begin(case, clause, quantity)
    last = drafts[-1] if drafts and drafts[-1].clause == clause else None
    listed = last is not None and bool(_LIST_ITEM.match(case.text, last.quantity.end, quantity.begin))
    lead = _lead(case, begin, quantity.begin)
    if head is not None and begin <= head.begin and head.end <= quantity.begin:
        rest = _lead(case, head.end, quantity.begin)
        lead = rest if case.words.core(rest.removeprefix("的")) or not _is_thing(head) else lead
        lead = lead.removeprefix("的")
    limit = min([each.begin for each in case.quantities if each.begin >= quantity.end] + [clause.end])
    tail = case.text[quantity.end : limit]
    nested = opened or _is_nested(case, clause, quantity, drafts)
    draft = _Draft(
        quantity, clause, timed, entity, Measure("", "", ""), ConceptRow("", "", "", None), "", ellipted=not explicit or explicit == case.topics.place,
        modality=_modality(case, clause, quantity), nested=nested, bracketed=opened,
    )  # fmt: skip
    for reader in (_read_change, _read_share, _read_plain):
        found = reader(case, draft, lead, tail, drafts, listed=listed)
        if found is not None:
            return found
    return draft


def _is_thing(head: Mention) -> bool:
    return head.kind == "group" or head.class_ == ""


def _is_nested(case: _Case, clause: Clause, quantity: Quantity, drafts: Sequence[_Draft]) -> bool:
    """Whether a number is a part of one before it: 其中, and what is listed behind it."""
    before = case.text[clause.begin : quantity.begin]
    if _AMONG.search(before) or _AMONG.fullmatch(case.text[: clause.begin].rstrip("，, ")[-2:]):
        return True
    whole = case.text.startswith("其中", case.sentence.begin)
    if _DISTRIBUTED.search(case.text, case.sentence.begin, clause.begin):
        return True
    last = next((each for each in reversed(drafts) if each.is_plain), None)
    if last is None or not last.nested:
        return False
    if last.clause.part != clause.part and not whole:
        return False
    verb, _ = case.words.split(case.words.core(before))
    return last.clause == clause or whole or (not verb and last.quantity.unit == quantity.unit)


def _begin(case: _Case, clause: Clause, quantity: Quantity) -> tuple[int, bool]:
    """Where the phrase of a quantity begins: behind the quantity before it, and inside its bracket."""
    begin = clause.begin
    for each in case.quantities:
        if clause.begin <= each.begin and each.end <= quantity.begin:
            group = _group_at(case, each)
            begin = max(each.end, group.end if group is not None and group.end <= quantity.begin else 0)
            more = _BEHIND_UNIT.match(case.text, begin, quantity.begin)
            begin = more.end() if more else begin
    opened = max(case.text.rfind("（", clause.begin, quantity.begin), case.text.rfind("(", clause.begin, quantity.begin))
    closed = max(case.text.rfind("）", clause.begin, quantity.begin), case.text.rfind(")", clause.begin, quantity.begin))
    if opened > closed:
        return max(begin, opened + 1), True
    summed = any(opened < each.begin < closed for each in case.quantities)
    return (closed + 1 if summed and closed >= begin else begin), False


def _modality(case: _Case, clause: Clause, quantity: Quantity) -> str:
    begin = next(each.begin for each in case.clauses if each.part == clause.part)
    before = case.text[max(begin, quantity.begin - 60) : quantity.begin]
    for modality, cue in _MODALITIES:
        if cue.search(before):
            return modality
    return "asserted"


# ── changes ────────────────────────────────────────────────────────────────────────────────


def _read_change(
    case: _Case, draft: _Draft, lead: str, tail: str, drafts: Sequence[_Draft], *, listed: bool
) -> _Draft | None:
    unit = draft.quantity.unit
    joined = drafts and drafts[-1].change and _LISTED.match(case.text[drafts[-1].quantity.end : draft.quantity.begin])
    if joined and (drafts[-1].quantity.unit == unit or drafts[-1].change == "absoluteChange"):
        last = drafts[-1]
        return _as_change(draft, last, last.change, "", draft.timed.period, last.comparison)
    match = _CHANGE.match(lead)
    behind = unit in _RATES and _CHANGE_BEHIND.match(tail)
    if (not match and not behind) or tail.startswith(("的部分", "以上的部分", "以上部分")):
        return None
    if match and (len(match["direction"]) == 1 or match["base"]) and not _in_time(case, draft, match):
        return None
    if match and unit not in _RATES and not match["base"] and not _is_level_change(case, match):
        return None
    if _GROWTH_RATE.search(lead[-8:]) or (unit == "倍" and match and match["direction"] == "扩大"):
        return None
    what = match["what"] if match else lead
    base = (match["base"] or "") if match else ""
    kind = "relativeChange" if unit in _RATES and unit != "percentagePoint" else "absoluteChange"
    of = _measured_before(case, draft, what, drafts)
    comparison = _comparison(case, draft, base)
    stated = _stated_base(case, draft, lead, drafts)
    if stated is not None:
        of = stated
    return replace(_as_change(draft, of, kind, what, draft.timed.period, comparison), compared_with=_id(stated) if stated else "")


def _in_time(case: _Case, draft: _Draft, match: re.Match[str]) -> bool:
    """Whether the comparison of a change is with another time, rather than with another thing (比全行平均水平高)."""
    base = match["base"] or ""
    if base in ("同比", "环比", "年") or match["direction"] == "翻":
        return True
    if not base:
        return match["direction"] == "增"
    begin = draft.clause.begin
    return bool(_TIMELY.search(base)) or any(begin <= each.begin and each.end <= draft.quantity.begin for each in case.times)


_TIMELY = re.compile(r"年|月|季|同期|期初|成立|此前|之前|原来|以往|预期|计划|目标|前")


def _is_level_change(case: _Case, match: re.Match[str]) -> bool:
    """Whether an amount without comparison is a change of what is named before it: 成本下降320元."""
    core = case.words.core(match["what"])
    if match["direction"] == "增" and match["what"].endswith("净"):
        return True
    return len(match["direction"]) > 1 and bool(core) and bool(case.words.head.search(core))


def _id(draft: _Draft) -> str:
    return f"{draft.quantity.begin}-{draft.quantity.end}"


def _as_change(
    draft: _Draft, of: _Draft | None, kind: str, what: str, period: Period, comparison: Period | None
) -> _Draft:
    comparison = comparison or period.a_year_before()
    if comparison.last >= period.last:
        comparison = period.a_year_before()
    if of is None:
        return replace(draft, change=kind, comparison=comparison, rule="change")
    return replace(
        draft,
        change=kind,
        comparison=comparison,
        entity=of.entity,
        measure=of.measure,
        indicator=of.indicator,
        condition=of.condition,
        ellipted=of.ellipted,
        measure_read=of.measure_read,
        rule="change",
    )


def _measured_before(case: _Case, draft: _Draft, what: str, drafts: Sequence[_Draft]) -> _Draft | None:
    """The figure whose measure changed: one that the phrase names, else the one before."""
    core = case.words.core(what)
    verb, noun = case.words.split(core)
    known = [each for each in (*case.before, *drafts) if each.stands_for(draft)]
    name = noun or verb
    if name and len(name) > 1:
        for each in reversed(known[-12:]):
            if each.measure.label in (core, case.words.make(verb, noun, each.quantity.unit).label):
                return replace(each, entity=draft.entity, ellipted=draft.ellipted)
        for each in reversed(known[-6:]):
            if each.measure.noun and _similar(each.measure.label, name):
                return replace(each, entity=draft.entity, ellipted=draft.ellipted)
        unit = "" if case.words.head.search(core) else "个"
        measure = Measure(verb, noun, core) if not unit else case.words.make(verb, noun, unit)
        return replace(
            draft, measure=measure, indicator=case.words.concept(measure.label), measure_read=True
        )
    here = [each for each in drafts if each.stands_for(draft)]
    return here[-1] if here else (known[-1] if known else None)


def _similar(label: str, name: str) -> bool:
    """Whether a phrase names a measure again, in short: 合同数 after 认定登记技术合同数."""
    return label.endswith(name) or (len(name) > 2 and label.endswith(name[:-1]))


def _comparison(case: _Case, draft: _Draft, base: str) -> Period | None:
    """The period that a change refers to: the expression in the comparison, the period before, a year before."""
    if base.startswith("环比"):
        return draft.timed.period.before()
    begin = draft.clause.begin
    inside = [each for each in case.times if begin <= each.begin and each.end <= draft.quantity.begin]
    if base and base != "同比" and inside and inside[-1].kind in ("during", "asOf"):
        time = inside[-1]
        if case.text[time.begin : time.end] in base:
            return Period(time.first, time.last)
    return None


def _stated_base(case: _Case, draft: _Draft, lead: str, drafts: Sequence[_Draft]) -> _Draft | None:
    """The figure that a change is compared with, where it stands in the comparison: 比2010年75.7亿增长24.8%."""
    if not drafts or drafts[-1].clause != draft.clause or drafts[-1].change:
        return None
    last = drafts[-1]
    before = case.text[draft.clause.begin : last.quantity.begin]
    return last if last.rule == "base" and re.search(r"[比较]", before) and case.words.core(lead) != "" else None


# ── shares ─────────────────────────────────────────────────────────────────────────────────


def _read_share(
    case: _Case, draft: _Draft, lead: str, tail: str, drafts: Sequence[_Draft], *, listed: bool
) -> _Draft | None:
    if draft.quantity.unit not in _SHARES:
        return None
    match = _SHARE.match(lead)
    part_of = None if match else _PART_OF.match(lead)
    if match is None and part_of is None:
        return None
    found = match or part_of
    what, whole = found["what"], found["whole"]
    if part_of and not re.search(r"额|数|量|值|价|收入|经费|投入|资金|资本|费|支出|率|总", whole):
        return None
    plain = [each for each in drafts if each.stands_for(draft)]
    part = _part_of_share(case, draft, what, plain)
    whole_entity, noun = _whole_entity(case, draft, found, whole)
    figure = _whole_figure(case, part, noun, plain)
    if figure is not None:
        indicator = figure.indicator
        whole_entity = whole_entity or figure.entity
    elif _TOTAL.sub("", noun):
        core = case.words.core(noun)
        verb, rest = case.words.split(core)
        indicator = case.words.concept(
            core if case.words.head.search(core) else case.words.make(verb, rest, "个").label
        )
    else:
        indicator = part.indicator
    if not indicator.id:
        return None
    return replace(
        draft,
        entity=part.entity,
        measure=part.measure,
        indicator=part.indicator,
        condition=part.condition,
        ellipted=part.ellipted,
        whole_entity=whole_entity or part.entity,
        whole_indicator=indicator,
        share_of=_id(figure) if figure is not None and figure in plain else "",
        rule="share",
    )


def _part_of_share(case: _Case, draft: _Draft, what: str, plain: Sequence[_Draft]) -> _Draft:
    core = case.words.core(what)
    begin = max(draft.clause.begin, draft.quantity.begin - 60)
    named = [each for each in case.mentions if begin <= each.begin and each.end <= draft.quantity.begin and is_topic(each)]
    named = [each for each in named if case.text[each.begin : each.end] in what]
    if named:
        rest = what[what.rfind(case.text[named[-1].begin : named[-1].end]) + named[-1].end - named[-1].begin :]
        core = case.words.core(rest) or core
        draft = replace(draft, entity=named[-1].entity)
    if core:
        verb, noun = case.words.split(core)
        measure = Measure(verb, noun, core) if case.words.head.search(core) else case.words.make(verb, noun, "个")
        return replace(draft, measure=measure, indicator=case.words.concept(measure.label))
    if plain:
        return plain[-1]
    known = [each for each in case.before if each.is_plain]
    return known[-1] if known else replace(draft, measure=Measure("", "", "占比"), indicator=case.words.concept("占比"))


def _whole_entity(case: _Case, draft: _Draft, found: re.Match[str], whole: str) -> tuple[str, str]:
    """The entity that a share's whole names (占全省工业总产值的…), and the phrase without it."""
    begin = draft.quantity.begin - len(found.string) + found.start("whole")
    for each in case.mentions:
        if begin <= each.begin and each.end <= begin + len(whole) and each.entity and each.class_ not in ("Field", "TargetGroup"):
            return each.entity, case.text[each.end : begin + len(whole)]
    return "", whole


def _whole_figure(case: _Case, part: _Draft, noun: str, plain: Sequence[_Draft]) -> _Draft | None:
    """The figure that states the whole, if one does: the one that a nested part belongs to, or one of that name."""
    stem = _TOTAL.sub("", noun)
    others = [each for each in plain if each.quantity != part.quantity and _commensurable(each, part)]
    if stem:
        named = [each for each in (*case.before, *others) if each.is_plain and stem[:2] in each.measure.label and each.quantity != part.quantity]
        return next((each for each in reversed(named) if not each.nested or len(named) == 1), None)
    return next((each for each in reversed(others) if not each.nested), None) if part.nested or not noun.strip("的其") == "" else None


def _commensurable(one: _Draft, other: _Draft) -> bool:
    return one.quantity.unit == other.quantity.unit or {one.quantity.unit, other.quantity.unit} <= {"项", "个", "家", "件"}


# ── plain figures ──────────────────────────────────────────────────────────────────────────


def _read_plain(
    case: _Case, draft: _Draft, lead: str, tail: str, drafts: Sequence[_Draft], *, listed: bool
) -> _Draft:
    words, quantity = case.words, draft.quantity
    unit = quantity.unit
    last = drafts[-1] if drafts else None
    group = _group_at(case, quantity)
    core = words.core(lead)
    verb, noun = words.split(core)
    more = _BEHIND_UNIT.match(tail)
    behind = tail[more.end() :] if more else tail
    counted = ""
    if group is not None and group.begin == quantity.begin and group.end > quantity.end:
        counted = case.text[quantity.end : group.end]
    elif group is None and not (noun and words.head.search(noun)) and not behind.startswith(("）", ")")):
        counted = words.noun_behind(behind)
    rule = "noun-before"
    if counted:
        rule = "noun-behind"
        counted = counted[counted.rfind("的") + 1 :]
        verb, noun = _verb_around(case, draft, lead, core, tidy(counted), listed, last)
    elif listed and last is not None and not verb:
        verb = last.measure.verb
    elif draft.nested and last is not None and not verb and noun and last.quantity.unit == unit and not words.head.search(noun):
        verb = last.measure.verb
    members = _members(case, draft)
    if members is not None and not noun and unit not in PERSONS:
        noun = tidy(case.text[case.text.find("的", members.begin, members.end) + 1 or members.begin : members.end])
        noun = re.sub(r"^[0-9.万亿零一二两三四五六七八九十百千]+(?:多|余)?[个家所项名位只条]", "", noun)
    condition = _condition(case, draft, lead)
    measure = words.make(verb, noun, unit)
    if counted and unit in PERSONS and behind.startswith("的"):
        measure = replace(measure, verb="", label=f"{noun}人数")
    if not noun and (not verb or unit not in ("人次", "场次")):
        measure, condition, rule = _carry(case, draft, lead, verb, measure, condition, drafts)
    entity, takes_over = _described(case, draft, group, behind)
    base = re.search(r"(?:比|较)[^，。；、]{0,12}$", case.text[draft.clause.begin : quantity.begin])
    if base and last is not None and lead.startswith(("比", "较")):
        measure, rule = last.measure, "base"
        entity = last.entity
    if draft.nested and noun:
        measure, condition = _as_part(case, drafts, unit, noun, measure, condition)
    if unit == UNIT_LEFT_OUT:
        like = next((each for each in reversed(drafts) if each.measure == measure and each.quantity.unit != unit), None)
        unit = like.quantity.unit if like else _CURRENCY if words.head.search(measure.label) else unit
        draft = replace(draft, quantity=replace(quantity, unit=unit))
    return replace(
        draft,
        entity=entity,
        takes_over=takes_over,
        measure=measure,
        indicator=words.concept(measure.label),
        condition=condition,
        rule=rule,
        measure_read=rule != "carried",
    )


def _members(case: _Case, draft: _Draft) -> Mention | None:
    """The group directly before a number that describes it: 4个基地约13万平方米."""
    for each in case.mentions:
        if each.kind == "group" and each.size is not None and draft.clause.begin <= each.begin and each.end <= draft.quantity.begin:
            if _MEMBERS.fullmatch(case.text, each.end, draft.quantity.begin):
                return each
    return None


def _described(case: _Case, draft: _Draft, group: Mention | None, behind: str) -> tuple[str, bool]:
    """Who a plain figure describes, and whether it is also the subject of what follows.

    100余人的专员队伍 says something of the team; 举办沙龙5期, without a subject, of the salon.
    """
    end = draft.quantity.end + len(case.text[draft.quantity.end : draft.clause.end]) - len(behind)
    around = next(
        (
            each
            for each in case.mentions
            if each.kind == "group" and each.begin < draft.quantity.begin and draft.quantity.end < each.end
        ),
        None,
    )
    if around is not None:
        return around.entity, False
    founded = re.match(r"(?:资金)?(?:用于)?(?:建立|设立|组建|成立|共建|投资)", behind)
    if founded:
        place = end + founded.end()
        for each in case.mentions:
            if place <= each.begin <= place + 2 and each.end <= draft.clause.end and is_thing(each):
                return each.entity, True
    if _OF_PLACE.match(case.text, max(draft.clause.begin, draft.quantity.begin - 20), draft.quantity.begin):
        return case.topics.place, False
    owned = _OF_WHAT.match(behind)
    if owned:
        sized = next((each for each in case.mentions if each.kind == "group" and each.begin == end + len("的")), None)
        if sized is not None and behind.startswith("的"):
            return sized.entity, False
        place = draft.clause.end
        for each in case.mentions:
            if each.begin >= draft.quantity.end and each.end <= draft.clause.end and each.class_ not in PLACES and each.entity and each.kind != "group":
                if each.begin <= draft.quantity.end + len(owned.group()) + 3:
                    return each.entity, False
    inside = [each for each in case.mentions if each.begin >= draft.clause.begin]
    members = _members(case, draft)
    if members is not None:
        return members.entity, False
    thing = object_before(case.text, draft.quantity.begin, inside, case.words.link)
    if not draft.ellipted:
        funded = thing is not None and thing.class_ in _POLICIES and draft.quantity.unit in MONEY
        return (thing.entity, True) if thing is not None and funded else (draft.entity, False)
    if group is not None and group.begin == draft.quantity.begin:
        thing = next((each for each in case.mentions if group.begin <= each.begin and each.end == group.end and is_thing(each)), None)
        if thing is not None:
            return thing.entity, False
    if thing is None and group is None:
        thing = next((each for each in case.mentions if each.begin == draft.quantity.end and is_thing(each)), None)
    return (thing.entity, True) if thing is not None else (draft.entity, False)


def _verb_around(
    case: _Case, draft: _Draft, lead: str, core: str, counted: str, listed: bool, last: _Draft | None
) -> tuple[str, str]:
    """The verb and the noun of what is counted behind its number: 集聚企业, 挂牌企业, 完成验收的联盟."""
    words = case.words
    rest = case.text[draft.quantity.end : draft.clause.end]
    if _WITH_VERB.search(lead.rstrip(" 约近")) and _COOPERATE.search(rest):
        return "合作", counted
    place = next((each for each in case.mentions if each.class_ in PLACES and each.end == draft.quantity.begin), None)
    if place is not None:
        core = core.removesuffix(case.text[place.begin : place.end])
    verb = words.ending_verb(core)
    if listed and last is not None and not verb:
        return last.measure.verb, counted
    if verb or listed:
        return verb, counted
    return _predicate(words, rest, counted)


def _predicate(words: MeasureWords, behind: str, counted: str) -> tuple[str, str]:
    """The verb behind a counted noun, put before it: 19家企业挂牌 → 挂牌企业, 20个联盟完成验收 → 完成验收的联盟."""
    place = behind.find(counted)
    rest = re.sub(r"^(?:共|已|均|都|是|被|分别|先后|成功|正式|现|将)+", "", behind[place + len(counted) :]) if place >= 0 else ""
    rest = re.split(r"[，。；：、]", rest)[0]
    if _WON.match(rest):
        return "获奖", counted
    if re.match(r"建立.{0,8}合作|签(?:订|署).{0,8}协议|开展.{0,6}合作", rest):
        return "合作", counted
    verb = words.verb.match(rest) or words.light.match(rest + "。")
    if not verb or not rest or len(rest) > _PREDICATE_LENGTH or re.search(r"[0-9]", rest):
        return "", counted
    return (rest, counted) if len(rest) <= _VERB_LENGTH else ("", f"{rest.rstrip('的')}的{counted}")


_WON = re.compile(r"(?:荣?获得?|夺得|斩获)[^，。；]{2,24}奖")
_PREDICATE_LENGTH = 8


def _carry(
    case: _Case, draft: _Draft, lead: str, verb: str, measure: Measure, condition: str, drafts: Sequence[_Draft]
) -> tuple[Measure, str, str]:
    """The measure of a number without one: that of a figure before it, with another verb if there is one."""
    known = [each for each in (*case.before, *drafts) if each.stands_for(draft) and each.measure.label]
    same = [each for each in known if each.quantity.unit == draft.quantity.unit]
    if not same and not verb:
        same = known
    if not same:
        return measure, condition, "noun-before" if verb else "carried"
    of = same[-1]
    if verb and of.measure.noun and draft.quantity.unit not in ("CNY", "USD", "percent"):
        return case.words.make(verb, of.measure.noun, draft.quantity.unit), condition, "carried"
    if verb:
        return measure, condition, "noun-before"
    if of.quantity.unit != draft.quantity.unit and draft.quantity.unit not in MONEY | _RATES:
        return case.words.make(of.measure.verb, of.measure.noun, draft.quantity.unit), condition, "carried"
    return of.measure, condition or of.condition, "carried"


def _as_part(
    case: _Case, drafts: Sequence[_Draft], unit: str, noun: str, measure: Measure, condition: str
) -> tuple[Measure, str]:
    """The measure of a part: that of the whole with a condition (技术开发合同 of 技术合同), or like it (成员企业 of 成员单位)."""
    whole = next((each for each in reversed((*case.before, *drafts)) if each.is_plain and not each.nested), None)
    if whole is None or not whole.measure.noun or noun == whole.measure.noun:
        return measure, condition
    if whole.quantity.unit == unit and noun[-2:] == whole.measure.noun[-2:]:
        return whole.measure, noun
    kind = _KINDRED.match(whole.measure.noun)
    if kind and unit in _COUNTED_BODIES and not noun.startswith(kind.group()) and not measure.verb:
        return case.words.make("", kind.group() + noun, unit), condition
    return measure, condition


_KINDRED = re.compile(r"成员|会员|加盟|合作|在孵|入驻|共建|签约|注册")
_COUNTED_BODIES = frozenset({"家", "个", "所", "户"})


def _condition(case: _Case, draft: _Draft, lead: str) -> str:
    clause, quantity = draft.clause, draft.quantity
    before = case.text[clause.begin : quantity.begin]
    batch = _BATCH.search(lead) or _BATCH.match(case.text[quantity.end : quantity.end + 6])
    if batch:
        return batch.group().replace(" ", "")
    excepted = _EXCEPT.search(before)
    if excepted:
        return f"除{excepted['what']}外"
    start = _FROM.search(before)
    if start and re.match(r"[^，。；]{0,8}?(?:到|至|为)", case.text[quantity.end : quantity.end + 12]):
        return "变动前"
    begin = next(each.begin for each in case.clauses if each.part == clause.part)
    those = _FOR_THOSE.search(case.text[begin : clause.begin])
    if those and quantity.approximation in ("atMost", "atLeast") and len(those["what"]) <= _LONG_CONDITION:
        return those["what"]
    return ""


# ── 分别 ───────────────────────────────────────────────────────────────────────────────────


def _share_out(case: _Case, drafts: list[_Draft]) -> list[_Draft]:
    """Deal what is said respectively: the n-th of the numbers to the n-th of the measures or names before them."""
    found = list(drafts)
    for index, first in enumerate(drafts):
        run = _run_from(case, drafts, index)
        before = case.text[first.clause.begin : first.quantity.begin]
        if len(run) < 2 or not _RESPECTIVELY.search(before):
            continue
        if first.change:
            sources = _sources(drafts, index, run)
            if sources:
                for place, source in zip(run, sources, strict=True):
                    old = found[place]
                    found[place] = _as_change(old, source, old.change, "", source.timed.period, None)
                continue
        items = _items(case, first)
        if len(items) == len(run):
            for place, item in zip(run, items, strict=True):
                found[place] = _with_item(case, found[place], item)
    return found


def _sources(drafts: Sequence[_Draft], index: int, run: Sequence[int]) -> list[_Draft]:
    """The figures that changed by the numbers of a run, in order; empty if they cannot be told."""
    plain = [each for each in drafts[:index] if each.is_plain]
    units = [drafts[place].quantity.unit for place in run]
    if len(set(units)) == 1 and units[0] in _RATES:
        return plain[-len(run) :] if len(plain) >= len(run) else []
    waiting = {unit: [each for each in plain if each.quantity.unit == unit][-units.count(unit) :] for unit in set(units)}
    if any(len(waiting[unit]) < units.count(unit) for unit in waiting):
        return []
    return [waiting[unit].pop(0) for unit in units]


def _run_from(case: _Case, drafts: Sequence[_Draft], index: int) -> list[int]:
    run = [index]
    for place in range(index + 1, len(drafts)):
        between = case.text[drafts[place - 1].quantity.end : drafts[place].quantity.begin]
        if drafts[place].clause != drafts[index].clause or not _LISTED.match(between):
            break
        run.append(place)
    return run


def _items(case: _Case, first: _Draft) -> list[tuple[int, int]]:
    """The coordinated phrases before 分别: spans of the text."""
    begin = first.clause.begin
    end = case.text.rfind("分别", begin, first.quantity.begin)
    if end <= begin:
        index = case.clauses.index(first.clause)
        if index == 0:
            return []
        begin, end = case.clauses[index - 1].begin, case.clauses[index - 1].end
    opening = case.words.opener.match(case.text, begin, end)
    begin = opening.end() if opening and opening.end() < end else begin
    for each in case.times:
        if begin <= each.begin and each.end < end:
            begin = each.end
    spans, start = [], begin
    for match in re.finditer(r"、|和|及|与|以及", case.text[begin:end]):
        spans.append((start, begin + match.start()))
        start = begin + match.end()
    return [*spans, (start, end)]


_BORNE = re.compile(r"分别(?:承担|出资|奖励|给予|资助|补贴|补助|负担|分担)")


def _with_item(case: _Case, draft: _Draft, span: tuple[int, int]) -> _Draft:
    """A figure about the n-th of several names or measures."""
    named = next((each for each in case.mentions if span[0] <= each.begin and each.end <= span[1] and each.entity), None)
    rest = case.text[named.end : span[1]] if named is not None else case.text[span[0] : span[1]]
    core = case.words.core(rest)
    if named is not None and named.class_ != "Field" and not _BORNE.search(case.text, span[0], draft.quantity.begin):
        draft = replace(draft, entity=named.entity, ellipted=False)
        if not core:
            return draft
    verb, noun = case.words.split(core)
    measure = case.words.make(verb, noun, draft.quantity.unit)
    if draft.change or not core:
        return draft
    return replace(draft, measure=measure, indicator=case.words.concept(measure.label), measure_read=True)


# ── rows ───────────────────────────────────────────────────────────────────────────────────


def _rows(case: _Case, drafts: Sequence[_Draft]) -> Iterator[FigureRow]:
    present = {each.entity for each in case.mentions}
    for each in drafts:
        quantity = each.quantity
        sign = -1 if each.change and is_decline(case.text, quantity) else 1
        marks = []
        if each.entity not in present:
            marks.append("entity:inherited")
        if not each.measure_read:
            marks.append("indicator:inherited")
        if not each.timed.stated:
            marks.append("period:inherited")
        yield FigureRow(
            id=_id(each),
            sentence=f"{case.sentence.begin}-{case.sentence.end}",
            begin=quantity.begin,
            end=quantity.end,
            entity=each.entity,
            indicator=each.indicator.id,
            value=None if quantity.value is None else quantity.value * sign,
            lower=quantity.lower,
            upper=quantity.upper,
            unit=quantity.unit,
            approximation=quantity.approximation,
            period=each.timed.period.id,
            period_kind=each.timed.kind,
            change_kind=each.change or None,
            comparison_period=each.comparison.id if each.comparison else None,
            compared_with=each.compared_with or None,
            whole_entity=each.whole_entity or None if each.whole_indicator else None,
            whole_indicator=each.whole_indicator.id if each.whole_indicator else None,
            share_of=each.share_of or None,
            condition=each.condition or None,
            modality=each.modality,
            reading=" ".join(marks) or None,
            note=None,
            rule=each.rule,
            confidence=_SURE if not marks else _LIKELY if len(marks) == 1 else _GUESS,
        )

"""Who acts, clause by clause: actors, groups that act, whom money is promised to, what is launched.

The rules are those of the genre. A programme's figures follow the clause that launches it, and no longer mean the
office that did; the size of a group describes whom it belongs to; a group that is served yields to who serves it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.reader.figures.drafts import find_group, read_lead
from kg.reader.figures.subjects import PLACES, is_thing, is_topic, object_before

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.model import Quantity
    from kg.reader.figures.drafts import Case, Draft
    from kg.reader.figures.subjects import Topics
    from kg.reader.sentence.times import Clause
    from kg.reader.values import Mention

__all__ = [
    "POLICIES",
    "VERB_LENGTH",
    "Actors",
    "advance_topics",
    "choose_entity",
    "enter_clause",
    "find_acting",
    "leave_clause",
    "pass_figure",
    "yield_to_policy",
]

_AVERAGE = re.compile(r"，(?:平均|户均|人均|家均|单家|每家)")
_REPORTS = re.compile(r"(?:还|并|明确|进一步)?(?:规定|提出|要求|指出|明确|鼓励)")
# What those do whom a programme serves: the numbers that follow describe the programme.
_BENEFITS = re.compile(
    r"(?:共|累计|先后|已|分别|成功|通过[^，。；]{1,12}|以[^，。；]{1,16}|凭[^，。；]{1,16}){0,3}"
    r"(?:获得|获|享受|得到|取得|领取|投保|参保|参加|参与|参展|报名|入驻|进驻|挂牌|毕业|受益|注册|签约|落户|申报|申请|入选)"
)
_COMPARING = re.compile(r"[比较][^，。；、]{0,12}$")
_OBLIQUE = re.compile(r"(?:[与同为对向给占从由比较到至]|、)$")
_CONTINUED = ("、", "和", "及", "中")
# A clause that sums up what was paid, behind those that say to whom it is promised.
_SUMS_UP = re.compile(
    r"(?:全年|年内|至年末|截至|当年|累计|已累计|共)+[^，。；]{0,6}(?:兑现|发放|拨付|落实|核定|奖补|补贴)"
)
_ALLOWS = re.compile(r"允许|鼓励(?![和、])")
_AMONG = re.compile(r"其中|[，, ]*其中")
_MADE = re.compile(r"(?:开发|研发|研制|承建|建设|共建|合建|创办|设立|组建|投资|运营|管理|生产)的$")
_NEAR = 4
_FAVOURED = re.compile(r"(?<![针面核相应])对于?(?![外接口])")
_FAVOURS = re.compile(r"给予|奖励|补贴|补助|资助|奖补|减免|返还|贴息|补偿|扶持")
_NO_BENEFICIARIES = frozenset({"Field", "Designation", "Technology", "City", "Country", "Province", "Region"})
_ENJOYS = re.compile(r"[^，。；]{0,4}?(?:享受|获得|得到|领取|办理|落实|兑现)了?[^，。；]{0,8}$")
POLICIES = frozenset({"PolicyMeasure", "PolicyDocument", "Fund", "Programme", "PilotProgramme"})
_BEHIND_HEAD = re.compile(
    r"(?:[（(][^）)]*[）)])?(?=$|[，；]|已|累计|共|全年|现|实现|完成|拥有|新增|达|于|年|将|拟|预计|计划|力争|正式|成功|落户|入驻|研制|开发|推出"
    r"|获|启动|建成|成立|投|揭牌|开业|开工|竣工|运行|开通|集聚|聚集|引进|培育|服务|举办|开展)"
)
# A modifier whose first word is a verb or preposition, and which still only modifies: 由甲大学组建的…, 在孵的….
_MODIFYING = re.compile(
    r"由[^，]+(?:组建|共建|合建|联建|合办|建设|设立|成立|创办|研发|开发|研制|承建|运营|管理|投资|主办|牵头)[^，]{0,2}的|[与同][^，]{1,8}(?:相邻|毗邻|相连|相对|配套)的|(?:目前|现)?(?:在孵|在建|在研|新建|新设|获批|位于|坐落于|来自|首家)[^，]{0,16}的"
)
VERB_LENGTH = 4
"""No verb of this prose is longer."""
_LIST_GOES_ON = re.compile(r"[”\"》]?(?:[、和及]|等)")
_BUDGET = re.compile(r"(?:性|科技|一般|公共|预算)*(?:支出|拨款|收入|经费)")
"""What a treasury's money is called: 市级财政科技支出 is the city's."""
_PEOPLE = re.compile(r"(?:专家|人才|人选|入选者|学者|获得者)(?![^，。；]{0,2}(?:政策|基金|工程|计划))")
"""Who a programme is named to tell the kind of: 引进“甲计划”专家46名 is no figure of the programme."""
_STAFF = ("从业人员", "从业人数", "员工", "职工")
"""Words for the people of those who are counted just before: 服务机构86家，从业人员近3000人."""
_MAY_GET = re.compile(r"[，,]?(?:还|均|都|即)?可(?:以)?(?:得到|获|享受|申请|申领|领取)")
_AREAS = frozenset({"District", "Park", "IndustrialBase"})
_WHOLES = {
    "全区": _AREAS,
    "全县": frozenset({"District"}),
    "全园": frozenset({"Park", "UniversitySciencePark"}),
    "全校": frozenset({"University"}),
    "市本级": frozenset({"City"}),
}
"""What a whole is called, and the classes of what it may be."""
_WHOLE = re.compile("|".join(_WHOLES))
_MODALS = ("须", "应", "需", "可", "不得", "要", "将")
_OFFICES = frozenset({"GovernmentBody", "PolicyDocument"})
_LAUNCH = re.compile(
    r"(?:推出|开发|设立|成立|组建|创建|启动|建立|搭建|开通|创设|首创|出台|印发|制定|发布|签署|召开|举行|新建|共建)了?"
    r"(?!.*(?:包括|包含|以及))[^，。；、的]{0,16}$|(?:建设|筹建)了?$"
)
_LAUNCHED = frozenset(
    {
        "FinancialProduct", "Platform", "Fund", "Market", "InformationSystem", "ServiceNetwork", "PilotProgramme",
        "PolicyDocument", "PolicyMeasure", "Programme", "Project", "Alliance", "Publication", "Team", "Park",
        "IndustrialBase", "ResearchFacility", "ServiceAgency", "ResearchInstitute", "Mechanism",
    }
)  # fmt: skip
_LAUNCH_WINDOW = 20


@dataclass(frozen=True, slots=True)
class Actors:
    """Who acts at a point of a sentence.

    ``owner`` is the named actor, ``actor`` who acts (the owner, or a group), ``first`` the first named actor of the
    sentence, ``initial`` a group that acts from its beginning on, ``lent`` a group that acts in one clause
    only; ``part`` counts semicolons.
    """

    owner: str = ""
    actor: str = ""
    first: str = ""
    initial: str = ""
    lent: str = ""
    groups: tuple[str, ...] = ()
    part: int = 0

    def taken_over_by(self, entity: str, place: str) -> Actors:
        """The actors once an entity is the subject of what follows."""
        first = self.first if self.first and self.first != place else entity
        return replace(self, owner=entity, actor=entity, first=first)


def enter_clause(case: Case, clause: Clause, actors: Actors, head: Mention | None) -> tuple[Actors, Mention | None]:
    """The actors at the beginning of a clause, and the mention that is its subject; ``head`` stands at its head."""
    if clause.part != actors.part:
        actors = replace(actors, part=clause.part, owner=actors.first, actor=actors.initial or actors.first)
    whole = _find_whole(case, clause) if head is None else ""
    if whole:
        return actors.taken_over_by(whole, case.topics.place), None
    staffed = _find_staffed(case, clause)
    if staffed:
        return replace(actors, actor=staffed), None
    head = _find_made(case, clause, head) or head
    if head is None and _REPORTS.match(case.text, clause.begin):
        actors = replace(actors, owner="", actor="")
    elif head is None or not (_REPORTS.match(case.text, head.end) or _is_subject(case, clause, head)):
        head = (None if actors.actor else _find_relative_head(case, clause)) or _find_theme(case, clause, actors.actor)
        if head is not None:
            actors = actors.taken_over_by(head.entity, case.topics.place)
        elif actors.lent and actors.actor == actors.lent:
            actors = replace(actors, actor=actors.owner)
    elif _REPORTS.match(case.text, head.end):
        actors = replace(actors, owner="", actor="")
    elif head.kind == "group":
        actors = replace(actors, actor=head.entity)
    else:
        actors = replace(actors, owner=head.entity, actor=head.entity, first=actors.first or head.entity)
    return _address(case, clause, _sum_up(case, clause, actors), head), head


def _address(case: Case, clause: Clause, actors: Actors, head: Mention | None) -> Actors:
    """The actors of a clause that promises or allows something to someone, or is about some of a group."""
    favoured = _find_beneficiary(case, clause)
    if favoured:
        actors = replace(actors, owner=favoured, actor=favoured, initial=favoured)
    allowed = _find_allowed(case, clause)
    if allowed:
        actors = replace(actors, actor=allowed)
    some = head is not None and head.kind == "group" and _AMONG.match(case.text, clause.begin)
    lent = allowed or (head.entity if head is not None and some else "")
    return actors if actors.lent == lent else replace(actors, lent=lent)


def _find_whole(case: Case, clause: Clause) -> str:
    """Whom a clause opens with as a whole: 全区 is the park or district that heading or title name, 市本级 the city."""
    found = _WHOLE.search(case.text, clause.begin, clause.end)
    if found is None:
        return ""
    before = case.text[clause.begin : found.start()]
    opening = case.words.opener.match(before)
    dated = any(clause.begin <= each.begin and each.end == found.start() for each in case.times)
    if before and not dated and not (opening and opening.end() == len(before)):
        return ""
    wanted = _WHOLES[found[0]]
    place = case.topics.place
    named = (case.topics.paragraph, case.topics.heading, place)
    return next((each for each in named if case.classes.get(each, "City" if each == place else "") in wanted), "")


def _find_staffed(case: Case, clause: Clause) -> str:
    """The counted bodies whose people a clause behind them counts."""
    if not case.text.startswith(_STAFF, clause.begin):
        return ""
    return next((each.entity for each in case.mentions if each.size is not None and each.end == clause.begin - 1), "")


def _sum_up(case: Case, clause: Clause, actors: Actors) -> Actors:
    """The actors of a clause that sums up what was paid, behind those that promise it to someone."""
    if actors.initial and actors.initial not in actors.groups and _SUMS_UP.match(case.text, clause.begin):
        return replace(actors, owner=actors.first, actor=actors.first, initial="")
    return actors


def _find_made(case: Case, clause: Clause, head: Mention | None) -> Mention | None:
    """What a clause without a number only names, with who made it before it: 甲公司与乙大学开发的某技术，…."""
    if head is None or any(clause.begin <= each.begin < clause.end for each in case.quantities):
        return None
    for each in case.mentions:
        if each.end == clause.end and head.end < each.begin and case.text[each.begin - 1] == "的" and each.entity:
            return each if _MADE.search(case.text, head.end, each.begin) else None
    return None


def _find_allowed(case: Case, clause: Clause) -> str:
    """Whom a clause allows or encourages to do something: 允许担保公司按…开展业务."""
    for match in _ALLOWS.finditer(case.text, clause.begin, clause.end):
        for each in case.mentions:
            near = match.end() <= each.begin <= match.end() + _NEAR and each.end < clause.end
            if near and each.entity and each.class_ not in _NO_BENEFICIARIES and each.size is None:
                return each.entity
    return ""


def yield_to_policy(case: Case, clause: Clause, group: Mention | None, quantity: Quantity, actors: Actors) -> Actors:
    """The actors where a group only enjoys a policy, which the numbers then describe: N家企业享受…政策."""
    office = case.classes.get(actors.owner) == "GovernmentBody"
    if group is None or group.begin != quantity.begin or not (office or actors.owner in {"", case.topics.place}):
        return actors
    for each in case.mentions:
        if group.end <= each.begin and each.end <= clause.end and each.class_ in POLICIES:
            enjoyed = each.begin == group.end or _ENJOYS.fullmatch(case.text, group.end, each.begin)
            return replace(actors, owner=each.entity, actor=each.entity) if enjoyed else actors
    return actors


def choose_entity(case: Case, actors: Actors, *, acting: bool) -> str:
    """Who a quantity describes; the size of a group that acts describes what the group belongs to."""
    if not acting:
        return actors.actor or actors.owner or case.topics.current
    among = case.text.startswith("其中", case.sentence.begin)
    return actors.owner or (case.topics.current if among else case.topics.named)


def pass_figure(case: Case, clause: Clause, draft: Draft, acting: Mention | None, actors: Actors) -> Actors:
    """The actors behind a figure; ``acting`` is the group that it is the size of, if that acts."""
    place = case.topics.place
    if draft.takes_over:
        actors = actors.taken_over_by(draft.entity, place)
    if acting is None or actors.owner not in {"", place}:
        return actors
    lasts = (
        place in {actors.owner, case.topics.named}
        or not case.words.verb.match(case.text, acting.end)
        or _AVERAGE.match(case.text, clause.end)
    )
    group = acting.entity
    groups = (*actors.groups, group)
    if lasts:
        return replace(actors, actor=group, groups=groups, initial=actors.initial or group)
    return replace(actors, actor=group, groups=groups, lent=group)


def leave_clause(case: Case, clause: Clause, actors: Actors) -> Actors:
    """The actors behind a clause: what it launches, if it does."""
    for each in case.mentions:
        if not (clause.begin <= each.begin and each.end <= clause.end and each.class_ in _LAUNCHED):
            continue
        if _LAUNCH.search(case.text, max(clause.begin, each.begin - _LAUNCH_WINDOW), each.begin):
            launched = each.entity
            listed = _LIST_GOES_ON.match(case.text, each.end)
            return actors if listed else replace(actors, owner=launched, actor=launched, first=launched, initial="")
    return actors


def find_acting(case: Case, clause: Clause, quantity: Quantity, head: Mention | None) -> Mention | None:
    """The group that a quantity is the size of, if it is the subject of what follows.

    上海共有13所高校完成…项目497个: the second number is theirs; 帮助227家企业获得…: it is not.
    """
    group = find_group(case, quantity)
    if group is None or group.begin != quantity.begin or group.end >= clause.end:
        return None
    begin = head.end if head is not None and head.end <= group.begin else clause.begin
    begin = max([begin, *(each.end for each in case.mentions if _is_whole(case, each, begin, group))])
    lead = read_lead(case, begin, group.begin)
    opening = case.words.opener.match(lead)
    oblique = (
        lead.startswith("的")
        or _OBLIQUE.search(lead.rstrip(" 约近"))
        or case.words.preposition.match(lead, opening.end() if opening else 0)
        or _COMPARING.search(case.text, clause.begin, quantity.begin)
    )
    if oblique or case.text.startswith(_CONTINUED, group.end) or _BENEFITS.match(case.text, group.end):
        return None
    return group if lead.rstrip(" 约近").endswith("的") or not any(case.words.split(case.words.core(lead))) else None


def _is_whole(case: Case, mention: Mention, begin: int, group: Mention) -> bool:
    """Whether a group is what another is taken from: 29家公司中24家."""
    return mention.kind == "group" and begin < mention.end <= group.begin and case.text.startswith("中", mention.end)


def advance_topics(case: Case, actors: Actors, drafts: Sequence[Draft]) -> Topics:
    """The topics behind a sentence: what runs on in the next, and what the paragraph is about."""
    topics = case.topics
    if case.text.startswith("其中", case.sentence.begin):
        return topics
    named = actors.first if actors.first != topics.place else ""
    paragraph = topics.paragraph or named
    classes = {each.entity: each.class_ for each in case.mentions}
    if drafts:
        office = classes.get(named) in _OFFICES and (topics.paragraph or topics.heading)
        group = actors.groups[0] if len(set(actors.groups)) == 1 else ""
        running = ("" if office else named) or group or ("" if actors.first or actors.groups else topics.running)
    else:
        running = named if named == paragraph else ""
    if classes.get(paragraph) == "PolicyDocument" and topics.heading:
        paragraph = topics.heading
    return replace(topics, running=running, paragraph=paragraph)


def _find_beneficiary(case: Case, clause: Clause) -> str:
    """Whom a clause promises money to: 对首次认定的高新技术企业奖励20万元, 民参军企业，可得到30万元."""
    inside = [each for each in case.mentions if clause.begin <= each.begin and each.end <= clause.end and each.entity]
    for each in inside:
        if each.class_ not in _NO_BENEFICIARIES and each.size is None and _MAY_GET.match(case.text, each.end):
            return each.entity
    favoured = _FAVOURED.search(case.text, clause.begin, clause.end)
    if favoured is None:
        return ""
    follows = next((each for each in case.clauses if each.begin > clause.begin and each.part == clause.part), clause)
    if not _FAVOURS.search(case.text, clause.begin, follows.end):
        return ""
    behind = (each for each in inside if favoured.end() <= each.begin)
    return next((each.entity for each in behind if each.class_ not in _NO_BENEFICIARIES), "")


def _find_relative_head(case: Case, clause: Clause) -> Mention | None:
    """The subject behind a long modifier: 位于南海的金融服务区累计引进…, 某公司开发的淬火技术，."""
    quantity = next((each for each in case.quantities if clause.begin <= each.begin < clause.end), None)
    end = quantity.begin if quantity else clause.end
    for each in case.mentions:
        if clause.begin < each.begin and each.end <= end and each.entity and each.kind not in ("group", "target"):
            modified = case.text[each.begin - 1] == "的" and each.class_ not in PLACES | {"Field", "Designation"}
            if modified and _BEHIND_HEAD.match(case.text, each.end, end):
                lead = case.text[clause.begin : each.begin]
                object_ = case.words.verb.match(lead) or case.words.preposition.match(lead)
                return None if object_ and not _MODIFYING.fullmatch(lead) else each
    return None


def _find_theme(case: Case, clause: Clause, actor: str) -> Mention | None:
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
    if not 1 < len(lead) <= VERB_LENGTH or _OBLIQUE.search(lead) or listed or case.words.preposition.match(lead):
        return None
    if quantity is not None and object_before(case.text, quantity.begin, case.mentions, case.words.link) is not None:
        return None
    if _PEOPLE.match(case.text, theme.end, end):
        return None
    return theme if is_thing(theme) or quantity is not None else None


def _is_subject(case: Case, clause: Clause, head: Mention) -> bool:
    """Whether the mention at the head of a clause is its subject, rather than what is counted there."""
    if case.text.endswith("财政", head.begin, head.end) and _BUDGET.match(case.text, head.end):
        return False
    if _begins_a_name(case, clause, head) or (head.class_ in PLACES and case.text.startswith("方", head.end)):
        return False
    quantity = next((each for each in case.quantities if clause.begin <= each.begin < clause.end), None)
    if quantity is None or quantity.begin < head.end:
        return True
    rest = case.text[head.end : quantity.begin]
    return bool(case.words.core(rest)) or rest.startswith(_MODALS) or is_topic(head)


def _begins_a_name(case: Case, clause: Clause, head: Mention) -> bool:
    """Whether a kind of actors at the head of a clause only begins a longer name: 科技企业债权融资风险池."""
    if head.kind != "target" or head.end == clause.end:
        return False
    words = case.words
    if any(each.match(case.text, head.end, clause.end) for each in (words.cut, words.verb, words.light, words.opener)):
        return False
    quantity = next((each for each in case.quantities if head.end <= each.begin < clause.end), None)
    return quantity is None or not words.head.search(words.core(case.text[head.end : quantity.begin]))

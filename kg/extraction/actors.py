"""Who a figure describes, clause by clause: actors, groups that act, whom money is promised to, what is launched.

The rules are those of the genre: a programme's figures follow the sentence that launches it, the office that launched it
is no longer meant; the size of a group describes whom the group belongs to.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.extraction.drafts import Case, Draft, read_lead
from kg.extraction.measures import MONEY
from kg.extraction.subjects import PLACES, Topics, is_thing, is_topic, object_before

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.extraction.times import Clause
    from kg.extraction.values import Mention
    from kg.model import Quantity

__all__ = [
    "AVERAGE",
    "REPORTS",
    "VERB_LENGTH",
    "advance_topics",
    "choose_described",
    "choose_entity",
    "find_beneficiary",
    "find_launched",
    "find_members",
    "find_policy",
    "find_relative_head",
    "find_theme",
    "is_acting",
    "is_subject",
]

# What those do whom a programme serves: the numbers that follow describe the programme.
AVERAGE = re.compile(r"，(?:平均|户均|人均|家均|单家|每家)")
REPORTS = re.compile(r"(?:还|并|明确|进一步)?(?:规定|提出|要求|指出|明确|鼓励)")
_BENEFITS = re.compile(
    r"(?:共|累计|先后|已|分别|成功|通过[^，。；]{1,12}|以[^，。；]{1,16}|凭[^，。；]{1,16}){0,3}"
    r"(?:获得|获|享受|得到|取得|领取|投保|参保|参加|参与|参展|报名|入驻|进驻|挂牌|毕业|受益|注册|签约|落户|申报|申请|入选)"
)
_COMPARING = re.compile(r"[比较][^，。；、]{0,12}$")
_OBLIQUE = re.compile(r"(?:[与同为对向给占从由比较到至]|、)$")
_CONTINUED = ("、", "和", "及", "中")
_MEMBERS = re.compile(r"(?:共|合计|总计|约|近|逾|超过|平均| )*")
_OF_PLACE = re.compile(r"(?:每万人|全社会|万人|人均地区|地区生产总值)")
_OF_WHAT = re.compile(r"[^，。；、的]{0,4}的")
_FAVOURED = re.compile(r"(?<![针面核相应])对于?(?![外接口])")
_FAVOURS = re.compile(r"给予|奖励|补贴|补助|资助|奖补|减免|返还|贴息|补偿|扶持")
_NO_BENEFICIARIES = frozenset({"Field", "Designation", "Technology", "City", "Country", "Province", "Region"})
_ENJOYS = re.compile(r"[^，。；]{0,4}?(?:享受|获得|得到|领取)了?[^，。；]{0,8}$")
_POLICIES = frozenset({"PolicyMeasure", "PolicyDocument", "Fund", "Programme", "PilotProgramme"})
_BEHIND_HEAD = re.compile(r"(?:[（(][^）)]*[）)])?(?=$|[，；]|已|累计|共|全年|现|实现|完成|拥有|新增|达|于|年)")
VERB_LENGTH = 4
_LIST_GOES_ON = re.compile(r"[”\"》]?(?:[、和及]|等)")
_OFFICES = frozenset({"GovernmentBody", "PolicyDocument"})
_LAUNCH = re.compile(
    r"(?:推出|开发|设立|成立|组建|创建|启动|建立|搭建|开通|创设|首创|出台|印发|制定|发布|签署|召开|举行|新建|共建)了?(?!.*(?:包括|包含|以及))[^，。；、的]{0,16}$|(?:建设|筹建|打造)了?$"
)
_LAUNCHED = frozenset(
    {
        "FinancialProduct", "Platform", "Fund", "Market", "InformationSystem", "ServiceNetwork", "PilotProgramme",
        "PolicyDocument", "PolicyMeasure", "Programme", "Project", "Alliance", "Publication", "Team", "Park",
        "IndustrialBase", "ResearchFacility", "ServiceAgency", "ResearchInstitute", "Mechanism",
    }
)  # fmt: skip
_LAUNCH_WINDOW = 20


def find_beneficiary(case: Case, clause: Clause) -> str:
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


def choose_entity(case: Case, owner: str, actor: str, *, subject: bool) -> str:
    """Who a quantity describes; the size of a group that acts describes what the group belongs to."""
    if not subject:
        return actor or owner or case.topics.current
    among = case.text.startswith("其中", case.sentence.begin)
    return owner or (case.topics.current if among else case.topics.named)


def find_policy(case: Case, clause: Clause, group: Mention) -> Mention | None:
    """The policy that a group benefits from, which the numbers then describe: N家企业享受…政策，减免….."""
    for each in case.mentions:
        if group.end <= each.begin and each.end <= clause.end and each.class_ in _POLICIES:
            return each if each.begin == group.end or _ENJOYS.fullmatch(case.text, group.end, each.begin) else None
    return None


def find_relative_head(case: Case, clause: Clause) -> Mention | None:
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


def find_theme(case: Case, clause: Clause, actor: str) -> Mention | None:
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
    if not 1 < len(lead) <= VERB_LENGTH or listed or case.words.preposition.match(lead):
        return None
    if quantity is not None and object_before(case.text, quantity.begin, case.mentions, case.words.link) is not None:
        return None
    return theme if is_thing(theme) or quantity is not None else None


def advance_topics(case: Case, first: str, groups: Sequence[str], drafts: Sequence[Draft]) -> Topics:
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


def find_launched(case: Case, begin: int, end: int) -> str:
    """The service, programme or paper that a clause brings in, if it does: what follows is about it."""
    for each in case.mentions:
        if begin <= each.begin and each.end <= end and each.class_ in _LAUNCHED:
            if _LAUNCH.search(case.text, max(begin, each.begin - _LAUNCH_WINDOW), each.begin):
                listed = _LIST_GOES_ON.match(case.text, each.end)
                return "" if listed else each.entity
    return ""


def is_subject(case: Case, clause: Clause, head: Mention) -> bool:
    """Whether the mention at the head of a clause is its subject, rather than what is counted there."""
    quantity = next((each for each in case.quantities if clause.begin <= each.begin < clause.end), None)
    if quantity is None or quantity.begin < head.end:
        return True
    between = case.text[head.end : quantity.begin]
    if case.words.core(between):
        return True
    return is_topic(head)


def is_acting(case: Case, clause: Clause, group: Mention, quantity: Quantity, head: Mention | None) -> bool:
    """Whether a group is the subject of what follows: 上海共有13所高校完成…项目497个, not 帮助227家企业获得…."""
    if (
        group.begin != quantity.begin
        or group.end >= clause.end
        or _COMPARING.search(case.text, clause.begin, quantity.begin)
    ):
        return False
    begin = head.end if head is not None and head.end <= group.begin else clause.begin
    among = next(
        (each for each in case.mentions if each.kind == "group" and case.text.startswith("中", each.end)), None
    )
    if among is not None and begin < among.end <= group.begin:
        begin = among.end
    lead = read_lead(case, begin, group.begin)
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


def find_members(case: Case, draft: Draft) -> Mention | None:
    """The group directly before a number that describes it: 4个基地约13万平方米."""
    for each in case.mentions:
        if (
            each.kind == "group"
            and each.size is not None
            and draft.clause.begin <= each.begin
            and each.end <= draft.quantity.begin
        ):
            if _MEMBERS.fullmatch(case.text, each.end, draft.quantity.begin):
                return each
    return None


def choose_described(case: Case, draft: Draft, group: Mention | None, behind: str) -> tuple[str, bool]:
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
            if (
                each.begin >= draft.quantity.end
                and each.end <= draft.clause.end
                and each.class_ not in PLACES
                and each.entity
                and each.kind != "group"
            ):
                if each.begin <= draft.quantity.end + len(owned.group()) + 3:
                    return each.entity, False
    inside = [each for each in case.mentions if each.begin >= draft.clause.begin]
    members = find_members(case, draft)
    if members is not None:
        return members.entity, False
    thing = object_before(case.text, draft.quantity.begin, inside, case.words.link)
    if not draft.ellipted:
        funded = thing is not None and thing.class_ in _POLICIES and draft.quantity.unit in MONEY
        return (thing.entity, True) if thing is not None and funded else (draft.entity, False)
    if group is not None and group.begin == draft.quantity.begin:
        thing = next(
            (each for each in case.mentions if group.begin <= each.begin and each.end == group.end and is_thing(each)),
            None,
        )
        if thing is not None:
            return thing.entity, False
    if thing is None and group is None:
        thing = next((each for each in case.mentions if each.begin == draft.quantity.end and is_thing(each)), None)
    return (thing.entity, True) if thing is not None else (draft.entity, False)

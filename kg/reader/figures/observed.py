"""Who a plain figure describes, where that is not the actor: what a number belongs to, what is counted itself.

100余人的专员队伍 says something of the team, 4个基地约13万平方米 of the sites; 举办沙龙5期, without
a subject, of the salon.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.reader.figures.actors import POLICIES
from kg.reader.figures.measures import MONEY
from kg.reader.figures.subjects import PLACES, is_thing, object_before

if TYPE_CHECKING:
    from kg.reader.figures.drafts import Case, Draft
    from kg.reader.values import Mention

__all__ = ["choose_observed", "find_members"]

_MEMBERS = re.compile(r"(?:共|合计|总计|约|近|逾|超过|平均| )*")
_OF_PLACE = re.compile(r"(?:每万人|全社会|万人|人均地区|地区生产总值)")
_REACHING = frozenset({"涉及", "覆盖", "服务", "带动", "参与", "帮助"})
"""Verbs whose object is not what the sentence tells of."""
_WITH_PEOPLE = PLACES | {"Park", "IndustrialBase"}
_GIVEN = re.compile(r"(?:发放|兑现|拨付|投放|下达|核发|下拨)了?$")
# What is won or joined is not what the sentence tells of: 获国家科学技术奖9项.
_WON = re.compile(r"(?:荣?获得?|入选|列入|申报|参加)了?$")
_OF_WHAT = re.compile(r"[^，。；、的]{0,4}的")
_FOUNDS = re.compile(r"(?:资金)?(?:用于)?(?:建立|设立|组建|成立|共建|投资)")
_NEAR = 3
_PLACE_WINDOW = 20


def choose_observed(case: Case, draft: Draft, group: Mention | None, behind: str) -> tuple[str, bool]:
    """Who a plain figure describes, and whether that is also the subject of what follows.

    ``group`` is the group whose size the figure is; ``behind`` the rest of the clause behind number and unit.
    """
    begin, end = draft.quantity.begin, draft.quantity.end
    owner = _find_owner(case, draft, behind) or _find_possessor(case, begin)
    if owner is not None:
        return owner.entity, False
    founded = _find_founded(case, draft, behind)
    if founded is not None:
        return founded.entity, True
    if _OF_PLACE.match(case.text, max(draft.clause.begin, begin - _PLACE_WINDOW), begin):
        return draft.entity if case.classes.get(draft.entity) in _WITH_PEOPLE else case.topics.place, False
    inside = [each for each in case.mentions if each.begin >= draft.clause.begin]
    thing = object_before(case.text, begin, inside, case.words.link)
    if thing is not None and _WON.search(case.text, draft.clause.begin, thing.begin):
        thing = None
    if thing is not None and (draft.ellipted or (_is_funded(case, thing) and draft.quantity.unit in MONEY)):
        return thing.entity, True
    last = group.end if group is not None and group.begin == begin else None
    counted = [each for each in inside if each.begin == end and is_thing(each) and last in {None, each.end}]
    done = case.words.ending_verb(case.words.core(case.text[draft.clause.begin : begin]))
    if draft.ellipted and thing is None and counted and done not in _REACHING:
        return counted[0].entity, group is None
    return draft.entity, False


def _find_possessor(case: Case, begin: int) -> Mention | None:
    """The name directly before a number and its 的: 某中心的3个基地."""
    if case.text[begin - 1 : begin] != "的":
        return None
    named = (each for each in case.mentions if each.end == begin - 1 and each.kind not in ("group", "target"))
    return next((each for each in named if each.entity and each.class_ not in PLACES), None)


def _find_founded(case: Case, draft: Draft, behind: str) -> Mention | None:
    """What money is given to found: 出资2000万元设立风险补偿资金."""
    founded = _FOUNDS.match(behind)
    if founded is None:
        return None
    whole = behind.endswith(case.text[draft.clause.end - 1])
    place = draft.clause.end - len(behind) + founded.end() if whole else draft.quantity.end
    return next((each for each in case.mentions if place <= each.begin <= place + 2 and is_thing(each)), None)


def _is_funded(case: Case, thing: Mention) -> bool:
    """Whether the money before which a name stands is its own: a policy's, or that of a voucher or loan given out."""
    given = thing.class_ == "FinancialProduct" and _GIVEN.search(case.text, max(0, thing.begin - _NEAR), thing.begin)
    return thing.class_ in POLICIES or bool(given)


def find_members(case: Case, draft: Draft) -> Mention | None:
    """The group directly before a number that describes it: 4个基地约13万平方米."""
    for each in case.mentions:
        sized = each.kind == "group" and each.size is not None
        if sized and draft.clause.begin <= each.begin and each.end <= draft.quantity.begin:
            if not _MEMBERS.fullmatch(case.text, each.end, draft.quantity.begin):
                continue
            return each
    return None


def _find_owner(case: Case, draft: Draft, behind: str) -> Mention | None:
    """What a number belongs to as a part of its name: 年销售收入过亿元的企业, 100余人的队伍, 4个基地约13万平方米."""
    begin, end = draft.quantity.begin, draft.quantity.end
    places = {(each.begin, each.end) for each in case.mentions if each.class_ in PLACES}
    for each in case.mentions:
        if each.kind == "group" and each.begin < begin and end < each.end and (each.begin, begin) not in places:
            return each
    owned = _OF_WHAT.match(behind)
    if owned:
        place = case.text.find("的", end, draft.clause.end) + 1
        for each in case.mentions:
            if end <= each.begin <= place + _NEAR and each.end <= draft.clause.end and each.entity:
                if each.kind == "group":
                    if each.begin == place and behind.startswith("的"):
                        return each
                elif each.class_ not in PLACES:
                    return each
    return find_members(case, draft)

"""Plain figures: what is counted or weighed, before its number or behind it, and under what condition."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.extraction.actors import VERB_LENGTH, choose_described, find_members
from kg.extraction.drafts import RATES, Case, Draft, find_group
from kg.extraction.measures import MONEY, PERSONS, Measure, MeasureWords, tidy
from kg.extraction.subjects import PLACES
from kg.text.quantities import UNIT_LEFT_OUT

if TYPE_CHECKING:
    from collections.abc import Sequence


__all__ = ["BEHIND_UNIT", "read_condition", "read_plain"]

_FROM = re.compile(r"[从由](?P<what>[^，。；]{0,10}?)$")
_BATCH = re.compile(r"首批|第 ?[0-9一二三四五六七八九十]+ ?批")
_EXCEPT = re.compile(r"除(?P<what>[^，。；]{2,16}?)(?:以?外)")
_FOR_THOSE = re.compile(r"(?:对于?|凡|针对)(?P<what>[^，。；]{4,40}?)的")
_WITH_VERB = re.compile(r"(?:与|同|和|联合|会同|携手)$")
_COOPERATE = re.compile(r"建立|签订|签署|合作|开展|达成|联合|共建|结成")
BEHIND_UNIT = re.compile(r"(?:[（(]含[）)])?(?:以上|以下|左右|以内|上下|之多|之内|起|封顶|多|余|来)")
_CURRENCY = "CNY"
_LONG_CONDITION = 24
_FOR = re.compile(r"(?:为|向|给)(?:全[市省区县国])?$")
_SERVES = re.compile(r"(?:提供|开展)[^，。；]{0,14}(?:服务|咨询|辅导)|服务")
_WON = re.compile(r"(?:荣?获得?|夺得|斩获)[^，。；]{2,24}奖")
_PREDICATE_LENGTH = 8
_KINDRED = re.compile(r"成员|会员|加盟|合作|在孵|入驻|共建|签约|注册")
_COUNTED_BODIES = frozenset({"家", "个", "所", "户"})


def read_plain(case: Case, draft: Draft, lead: str, tail: str, drafts: Sequence[Draft], *, listed: bool) -> Draft:
    words, quantity = case.words, draft.quantity
    unit = quantity.unit
    last = drafts[-1] if drafts else None
    group = find_group(case, quantity)
    core = words.core(lead)
    verb, noun = words.split(core)
    more = BEHIND_UNIT.match(tail)
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
    elif listed and last is not None and last.measure.verb and not words.is_act(verb):
        verb, noun = last.measure.verb, verb + noun
    elif (
        draft.nested
        and last is not None
        and not verb
        and noun
        and last.quantity.unit == unit
        and not words.head.search(noun)
    ):
        verb = last.measure.verb
    members = find_members(case, draft)
    if members is not None and not noun and unit not in PERSONS:
        noun = tidy(case.text[case.text.find("的", members.begin, members.end) + 1 or members.begin : members.end])
        noun = re.sub(r"^[0-9.万亿零一二两三四五六七八九十百千]+(?:多|余)?[个家所项名位只条]", "", noun)
    condition = read_condition(case, draft, lead)
    measure = words.make(verb, noun, unit)
    if counted and unit in PERSONS and behind.startswith("的"):
        measure = replace(measure, verb="", label=f"{noun}人数")
    if not noun and (not verb or unit not in ("人次", "场次")):
        measure, condition, rule = _carry(case, draft, lead, verb, measure, condition, drafts)
    entity, takes_over = choose_described(case, draft, group, behind)
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


def _verb_around(
    case: Case, draft: Draft, lead: str, core: str, counted: str, listed: bool, last: Draft | None
) -> tuple[str, str]:
    """The verb and the noun of what is counted behind its number: 集聚企业, 挂牌企业, 完成验收的联盟."""
    words = case.words
    rest = case.text[draft.quantity.end : draft.clause.end]
    if _FOR.search(lead.rstrip(" 约近")) and _SERVES.search(rest):
        return "服务", counted
    if _WITH_VERB.search(lead.rstrip(" 约近")) and _COOPERATE.search(rest):
        return "合作", counted
    place = next((each for each in case.mentions if each.class_ in PLACES and each.end == draft.quantity.begin), None)
    if place is not None:
        core = core.removesuffix(case.text[place.begin : place.end])
    verb = words.ending_verb(core)
    if listed and last is not None and not verb:
        return last.measure.verb, counted
    if verb or listed or draft.quantity.unit in MONEY | RATES:
        return verb, counted
    return _predicate(words, rest, counted)


def _predicate(words: MeasureWords, behind: str, counted: str) -> tuple[str, str]:
    """The verb behind a counted noun, put before it: 19家企业挂牌 → 挂牌企业, 20个联盟完成验收 → 完成验收的联盟."""
    place = behind.find(counted)
    rest = (
        re.sub(r"^(?:共|已|均|都|是|被|分别|先后|成功|正式|现|将)+", "", behind[place + len(counted) :])
        if place >= 0
        else ""
    )
    rest = re.split(r"[，。；：、]", rest)[0]
    if _WON.match(rest):
        return "获奖", counted
    if re.match(r"建立.{0,8}合作|签(?:订|署).{0,8}协议|开展.{0,6}合作", rest):
        return "合作", counted
    verb = words.verb.match(rest) or words.light.match(rest + "。")
    if not verb or not rest or len(rest) > _PREDICATE_LENGTH or re.search(r"[0-9]", rest):
        return "", counted
    return (rest, counted) if len(rest) <= VERB_LENGTH else ("", f"{rest.rstrip('的')}的{counted}")


def _carry(
    case: Case, draft: Draft, lead: str, verb: str, measure: Measure, condition: str, drafts: Sequence[Draft]
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
    if of.quantity.unit != draft.quantity.unit and draft.quantity.unit not in MONEY | RATES:
        return case.words.make(of.measure.verb, of.measure.noun, draft.quantity.unit), condition, "carried"
    return of.measure, condition or of.condition, "carried"


def _as_part(
    case: Case, drafts: Sequence[Draft], unit: str, noun: str, measure: Measure, condition: str
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


def read_condition(case: Case, draft: Draft, lead: str) -> str:
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

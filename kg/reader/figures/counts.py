"""Plain figures: what is counted or weighed, before its number or behind it, and under what condition."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.reader.figures.actors import VERB_LENGTH
from kg.reader.figures.conditions import read_condition, split_level
from kg.reader.figures.drafts import RATES, SHARES, Case, Draft, Phrase, find_group
from kg.reader.figures.incomplete import GENERAL_BODIES, read_incomplete
from kg.reader.figures.measures import MONEY, PERSONS, Measure, MeasureWords, quoted, tidy
from kg.reader.figures.observed import choose_observed, find_members
from kg.reader.figures.parts import BODIES, read_part
from kg.reader.figures.subjects import PLACES
from kg.text.quantities import UNIT_LEFT_OUT

if TYPE_CHECKING:
    from kg.reader.values import Mention

__all__ = ["BEHIND_UNIT", "read_plain"]

_COMPARING = re.compile(r"[比较]")
_ADDED = ("新", "净增")
_SUM = re.compile(r"累计|总数|总量|共有|合计")
_BESIDE = re.compile(r" ?[、，和]?(?:共|共计|合计|约|近|总计| )*")
_COMPLETE = frozenset({"立项", "结题", "获奖"})
"""Verbs with their object in them: their number needs no noun."""
_TELLING = frozenset({"人次", "场次"})
_TASKS = frozenset({"项", "个", "件", "条"})
"""Units in which tasks themselves are counted, rather than those whom a task is about: 30项建设任务."""
_DAILY = re.compile(r"日(?:处理|产|供水|供)$")
_GRADED = frozenset({"吨", "瓦", "伏", "米"})
"""Units by which things are graded: 20万吨级泊位."""
_OUTLAY = re.compile(r"投资$")
_SIZE = re.compile(r"^[0-9.万亿零一二两三四五六七八九十百千]+[多余]?[个家所项名位只条]")
_WITH_VERB = re.compile(r"(?:与|同|和|联合|会同|携手)$")
_COOPERATE = re.compile(r"建立|签订|签署|合作|开展|达成|联合|共建|结成")
BEHIND_UNIT = re.compile(r"(?:[（(]含[）)])?(?:以上|以下|左右|以内|上下|之多|之内|起|封顶|多|余|来)")
_FOR = re.compile(r"(?:为|向|给)(?:全[市省区县国])?$")
_SERVES = re.compile(r"(?:提供|开展)[^，。；]{0,14}(?:服务|咨询|辅导)|服务")
_DONE_FOR = re.compile(r"(?:共|累计|已|直接)*(?P<act>[^，。；、的0-9]{2,8}?)(?=[约近超逾]?[0-9]|[，。；]|$)")
_MORE = re.compile(r"^(?:以上|以下|左右|多|余)")
_FOUNDING = frozenset({"设立", "成立", "组建", "建立", "发起", "筹建", "创建"})
_MONEYS = ("资金", "基金")
_SIZES = frozenset({"规模", "总规模", "规模额", "总规模额"})
_GIVEN_OUT = re.compile(r"(?:补贴|奖励|补助|奖补|奖金|资助|(?:创新|科技|服务|人才)?券)$")
_AREAS = frozenset({"平方米", "平方公里", "亩", "公顷"})
_OF_THEM = re.compile(r"[^，。；]{2}的(?:有|约|近|超过|逾|达|共| )*$")
_ENJOYED = re.compile(r"(?:享受|享有)了?[^，。；]{0,30}(?:政策|优惠|减免|扣除)")
_REACHED = re.compile(r"(?:预计|力争|将|可|约|总[量额]|平均|已)*(?:达到?|突破|超过?|升至|增[至到]|为)+(?:约|近)?")
"""What leads from a change to the value that it brings: 增长8%，达到…."""
_CHANGED = re.compile(
    r"(?P<what>[^，。；]{2,24}?)(?:逐年|不断|稳步|持续|大幅|明显|显著|进一步|继续|快速|较快|同步|稳定|再)+"
    r"(?:提高|提升|增长|增加|上升|扩大|下降|降低|减少|改善|上涨)"
)
_WON = re.compile(r"(?:荣?获得?|夺得|斩获)[^，。；]{2,24}奖")
_JOINED = re.compile(r"建立.{0,8}合作|签(?:订|署).{0,8}协议|开展.{0,6}合作")
_DEEDS = ((_WON, "获奖"), (_ENJOYED, "享受政策"), (_JOINED, "合作"))
"""What is said of those counted, and the verb that says it in short."""
_LISTED_AS = re.compile(
    r"(?:[^，。；、的0-9]{2,6}?(?=列入|评为|认定为))?"
    r"(?P<what>(?:入选|入围|列入|纳入|进入|获评|跻身|评为|认定为|获(?![得奖批]))[^，。；、的0-9]{3,16})(?:[。；，、]|$)"
)
"""What some were chosen for, which says which ones are counted: 6所高校入选强校计划."""
_SPENT = frozenset({"投资", "投入", "完成投资"})
_PURPOSE = re.compile(
    r"(?:以上|左右|余|多)?，?(?:重点|统筹|主要|全力|先后)*(?:用于|实施|推进|支持|建设|开展)了?"
    r"(?P<what>[^，。；、0-9（(的了]{2,14}?(?:工程|行动|改造|建设|项目|计划))(?=[，。；、和等])"
)
_HEADED = 3
_PREDICATE_LENGTH = 8


def read_plain(case: Case, phrase: Phrase) -> Draft:
    """The figure that a phrase makes of its quantity: what it counts or weighs, and whom that describes."""
    draft, words, unit = phrase.draft, case.words, phrase.draft.quantity.unit
    more = BEHIND_UNIT.match(phrase.tail)
    behind = phrase.tail[more.end() :] if more else phrase.tail
    group = find_group(case, draft.quantity)
    verb, noun = words.split(words.core(phrase.lead))
    counted = _read_counted(case, phrase, group, noun, behind)
    if counted:
        rule = "noun-behind"
        verb, noun = _read_around(case, phrase, counted)
    else:
        rule = "noun-before"
        verb, noun = _continue_list(case, phrase, verb, noun)
        noun = noun if unit in _TASKS else words.tasks.sub(r"\g<deed>", noun)
        noun = noun or _read_members(case, draft)
    level, noun = split_level(noun) if unit not in MONEY | RATES else ("", noun)
    measure = words.make(verb, noun, unit) if noun or not level else words.make("", level, unit)
    if counted and unit in PERSONS and behind.startswith("的"):
        measure = replace(measure, verb="", label=f"{noun}人数")
    condition = read_condition(case, phrase) or (level if noun else "")
    entity, takes_over = choose_observed(case, draft, group, behind)
    completed = None if counted and counted not in GENERAL_BODIES else read_incomplete(case, phrase, measure, behind)
    if _COMPARING.match(phrase.lead) and phrase.drafts:
        measure, rule, entity = phrase.drafts[-1].measure, "base", phrase.drafts[-1].entity
    elif completed is not None:
        measure, condition = completed[0], completed[1] or condition
    elif not measure.noun and (not verb or unit not in _TELLING) and not _is_of_them(case, draft):
        measure, condition, rule = _carry(case, phrase, measure, condition)
    else:
        measure, condition = read_part(case, phrase, measure, condition)
    measure = _with_purpose(case, draft, _without_name(case, measure, entity, unit))
    return replace(
        _with_unit(phrase, measure),
        entity=entity,
        takes_over=takes_over,
        measure=measure,
        indicator=words.concept(measure.label),
        condition=condition,
        rule=rule,
        measure_read=rule != "carried",
    )


def _is_of_them(case: Case, draft: Draft) -> bool:
    """Whether a number counts those of a whole that a clause describes: 其中收入过亿元的137家."""
    return draft.nested and bool(_OF_THEM.search(case.text, draft.clause.begin, draft.quantity.begin))


def _without_name(case: Case, measure: Measure, entity: str, unit: str) -> Measure:
    """A measure without the name of what it describes: 拨付补贴 of the subsidy, 规模 of the fund."""
    lent = measure.verb == "发放" and measure.noun in {"", "金额"}
    if lent and case.classes.get(entity) == "FinancialProduct":
        return case.words.make("发放", "贷款", unit)
    if unit not in MONEY:
        return measure
    if case.classes.get(entity) == "Fund" and measure.label in _SIZES:
        return case.words.make("", f"基金{measure.noun}", unit)
    if case.classes.get(entity) == "Fund" and measure.verb in _FOUNDING and measure.noun.endswith(_MONEYS):
        return case.words.make("", f"{measure.noun[-2:]}规模", unit)
    given = _GIVEN_OUT.search(measure.noun)
    here = {each.end - each.begin for each in case.mentions if each.entity == entity}
    if given is None or not measure.verb or len(measure.noun) not in here or given.start() == 0:
        return measure
    return case.words.make(measure.verb, given.group(), unit)


def _read_counted(case: Case, phrase: Phrase, group: Mention | None, noun: str, behind: str) -> str:
    """What stands behind the number and is counted by it: the rest of a group, else a noun; "" if nothing is."""
    quantity = phrase.draft.quantity
    found = ""
    if behind.startswith("的") and quantity.unit in MONEY and _OUTLAY.search(case.words.core(phrase.lead)):
        return ""
    if quantity.unit == "吨" and _DAILY.search(phrase.lead):
        return ""
    if group is not None:
        if group.begin == quantity.begin:
            found = _lengthen(case, _MORE.sub("", case.text[quantity.end : group.end]), behind)
    elif not (noun and case.words.head.search(noun)) and not behind.startswith(("）", ")")):
        found = case.words.noun_behind(behind)
    found = tidy(found[found.rfind("的") + 1 :])
    if found.startswith("级") and quantity.unit in _GRADED:
        return f"{found.removeprefix('级')}等级"
    return found if quantity.unit in _TASKS else case.words.tasks.sub(r"\g<deed>", found)


def _lengthen(case: Case, found: str, behind: str) -> str:
    """The noun of a group, up to the body that it ends with: 企业实训基地 of 8个企业实训基地."""
    noun = case.words.noun_behind(behind)
    return noun if noun.startswith(found) and noun != found and noun.endswith(BODIES) else found


def _continue_list(case: Case, phrase: Phrase, verb: str, noun: str) -> tuple[str, str]:
    """The verb and noun of an item of a list, which takes the verb of the item before: 集聚机构12个、检测中心5个."""
    last = phrase.last
    if not noun and not verb and last is not None and _is_amount_beside(last, phrase):
        return verb, noun
    weighed = bool(noun) and case.words.head.search(noun) and phrase.draft.quantity.unit in MONEY
    if phrase.listed and last is not None and last.measure.verb and not case.words.is_act(verb):
        if weighed and last.quantity.unit not in MONEY:
            return verb, noun
        return case.words.deed(last.measure), verb + noun
    before = phrase.drafts[-1] if phrase.drafts else None
    if before is None or not phrase.draft.nested or verb or not noun or case.words.head.search(noun):
        return verb, noun
    return (before.measure.verb if before.quantity.unit == phrase.draft.quantity.unit else ""), noun


def _is_amount_beside(last: Draft, phrase: Phrase) -> bool:
    """Whether an amount stands beside a count: 发放贷款260笔、11.8亿元."""
    return phrase.draft.quantity.unit in MONEY and last.quantity.unit not in MONEY


def _read_members(case: Case, draft: Draft) -> str:
    """What a group that a number describes consists of: 基地 of 4个基地约13万平方米."""
    members = find_members(case, draft)
    if members is None or draft.quantity.unit in PERSONS:
        return ""
    begin = case.text.find("的", members.begin, members.end) + 1 or members.begin
    return _SIZE.sub("", tidy(case.text[begin : members.end]))


def _with_unit(phrase: Phrase, measure: Measure) -> Draft:
    """The figure with the unit that the text left out: that of the same measure before; none is invented."""
    quantity = phrase.draft.quantity
    if quantity.unit != UNIT_LEFT_OUT:
        return phrase.draft
    like = [
        each.quantity.unit for each in phrase.drafts if each.measure == measure and each.quantity.unit != quantity.unit
    ]
    unit = like[-1] if like else quantity.unit
    return replace(phrase.draft, quantity=replace(quantity, unit=unit))


def _read_around(case: Case, phrase: Phrase, counted: str) -> tuple[str, str]:
    """The verb and the noun of what is counted behind its number: 集聚企业, 挂牌企业, 完成验收的联盟."""
    words, draft = case.words, phrase.draft
    rest = case.text[draft.quantity.end : draft.clause.end]
    place = next((each for each in case.mentions if each.class_ in PLACES and each.end == draft.quantity.begin), None)
    bare = phrase.lead.rstrip(" 约近")
    if place is not None:
        bare = bare.removesuffix(case.text[place.begin : place.end])
    if _FOR.search(bare) and _SERVES.search(rest):
        return "服务", counted
    if _WITH_VERB.search(bare) and _COOPERATE.search(rest):
        return "合作", counted
    done = _DONE_FOR.match(rest.partition(counted)[2]) if _FOR.search(bare) else None
    if done and words.verb.match(done["act"]):
        return done["act"], counted
    core = words.core(phrase.lead)
    if place is not None:
        core = core.removesuffix(case.text[place.begin : place.end])
    verb = words.ending_verb(core)
    if phrase.listed and phrase.last is not None and not verb:
        return phrase.last.measure.verb, counted
    if verb or phrase.listed or draft.quantity.unit in MONEY | RATES:
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
    deed = next((deed for pattern, deed in _DEEDS if pattern.match(rest)), "")
    if deed:
        return deed, counted
    listed = _LISTED_AS.match(rest)
    if listed:
        return "", quoted(f"{listed['what']}的{counted}")
    verb = words.verb.match(rest) or words.light.match(rest + "。")
    if words.tasks.search(rest) and len(rest) <= _PREDICATE_LENGTH:
        return "", counted + words.tasks.sub(r"\g<deed>", rest)
    if not verb or not rest or len(rest) > _PREDICATE_LENGTH or re.search(r"[0-9]", rest):
        return "", counted
    return (rest, counted) if len(rest) <= VERB_LENGTH else ("", f"{rest.rstrip('的')}的{counted}")


def _carry(case: Case, phrase: Phrase, measure: Measure, condition: str) -> tuple[Measure, str, str]:
    """The measure of a number without one: that of a figure before it, with another verb if there is one."""
    draft, verb, unit = phrase.draft, measure.verb, phrase.draft.quantity.unit
    if verb in _COMPLETE or (verb and unit in _AREAS):
        return measure, condition, "noun-before"
    known = [each for each in (*case.before, *phrase.drafts) if each.stands_for(draft) and each.measure.label]
    same = [each for each in known if each.quantity.unit == unit] or (
        [] if verb else [each for each in known if each in phrase.drafts]
    )
    before = "" if verb or case.words.core(phrase.lead) else _changed_before(case, phrase)
    if before:
        return case.words.make(*case.words.split(before), unit), condition, "noun-before"
    if not verb and _REACHED.fullmatch(phrase.lead):
        same = [each for each in phrase.drafts[-1:] if _is_step(each, unit)] or same
    if not same:
        return measure, condition, "noun-before" if verb else "carried"
    if not draft.nested:
        same = [each for each in same if not each.nested] or same
    of = _beside(case, phrase) or same[-1]
    if verb and (not of.measure.noun or unit in MONEY | SHARES):
        return measure, condition, "noun-before"
    return *_take_over(case, phrase, verb, of, condition), "carried"


def _is_step(last: Draft, unit: str) -> bool:
    """Whether what a change comes to may follow it: a value behind a percentage, a percentage behind points."""
    stepped = last.quantity.unit == "percentagePoint" if unit in RATES else last.quantity.unit in RATES
    return bool(last.change) and stepped


def _with_purpose(case: Case, draft: Draft, measure: Measure) -> Measure:
    """A measure that only says that money is spent, with what it is for: 筹措3亿元实施安居工程."""
    spent = not measure.noun or measure.label in _SPENT
    purpose = _PURPOSE.match(case.text, draft.quantity.end) if spent and draft.quantity.unit in MONEY else None
    if purpose is None or not (measure.label in _SPENT or measure.label.endswith("资金")):
        return measure
    return replace(measure, label=quoted(purpose["what"] + measure.label))


def _changed_before(case: Case, phrase: Phrase) -> str:
    """The measure that the clause before only names, or says to have changed: 参保率稳步提高，达到….; "" if none."""
    begin = phrase.draft.clause.begin
    if phrase.last is not None:
        return ""
    clause = next((each for each in case.clauses if each.end + 1 == begin), None)
    if clause is None or any(clause.begin <= each.begin < clause.end for each in case.quantities):
        return ""
    text = case.text[clause.begin : clause.end].strip("，, ")
    changed = _CHANGED.fullmatch(text) if _REACHED.fullmatch(phrase.lead) else None
    core = case.words.core(changed["what"] if changed else text)
    return core if changed or (case.words.head.search(core) and len(core) > _HEADED) else ""


def _take_over(case: Case, phrase: Phrase, verb: str, of: Draft, condition: str) -> tuple[Measure, str]:
    """The measure of another figure for a number without one, and its condition; ``verb`` is the number's own."""
    unit, other = phrase.draft.quantity.unit, phrase.draft.quantity.unit != of.quantity.unit
    summed = not verb and of.measure.noun and of.measure.verb.startswith(_ADDED) and _SUM.search(phrase.lead)
    if summed:
        return case.words.make("", of.measure.noun, unit), ""
    weighed = unit in RATES or (unit in MONEY and not of.measure.verb)
    if verb or (other and not weighed):
        return case.words.make(verb or of.measure.verb, of.measure.noun, unit), condition
    return of.measure, condition or ("" if of.condition.endswith("前") else of.condition)


def _beside(case: Case, phrase: Phrase) -> Draft | None:
    """The figure just before an amount without a measure, if no amount of the sentence has one: 放贷29笔1.08亿元."""
    last, unit = phrase.last, phrase.draft.quantity.unit
    if (
        last is None
        or unit not in MONEY
        or not last.is_plain
        or any(each.quantity.unit == unit for each in phrase.drafts)
    ):
        return None
    between = case.text[last.quantity.end : phrase.draft.quantity.begin]
    counted = last.measure.noun if last.rule == "noun-behind" else ""
    return last if _BESIDE.fullmatch(between.removeprefix(counted)) else None

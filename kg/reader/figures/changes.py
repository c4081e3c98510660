"""Changes (同比增长8%), with what they are compared with, and numbers said respectively (分别)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.reader.figures.drafts import LISTED, RATES, Case, Draft, Phrase, make_id
from kg.reader.figures.measures import GROWTH_RATE, Measure, stem_of
from kg.reader.sentence.times import Period
from kg.text.quantities import is_decline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.reader.values import Mention

__all__ = ["read_change", "share_out"]

_ADVERBS = r"(?:[又再净均各也将已仅共都还累计总]|分别|大幅|快速|稳步|平均|名义|实际|同步)*"
_UP = r"增长|增加|上升|上涨|回升|提高|提升|扩大|增|涨|多|高|高出|攀升|递增|加快"
_DOWN = (
    r"下降|减少|降低|下滑|回落|下跌|缩减|压减|缩短|收窄|萎缩|负增长|压缩|精简|削减|裁减|压降|下调|调减|缩小"
    r"|(?<![升增涨])[降减跌]|少|低"
)
_ALONE = frozenset("增降减跌")
"""Single characters that mean a change in time without a comparison; 比…高 may compare two things."""
_DEGREE = r"增幅|增速|升幅|降幅|涨幅|跌幅|减幅"
_COMPARED = (
    r"同比|环比|(?<![占对同环])(?:比|较)(?![重例快好大高强为])[^，。；、]{0,14}?"
    r"|(?:与|同|和)[^，。；]{1,20}?(?:相比|比较)"
)
_HOW_MUCH = r"(?:幅度|速度|率)?(?:了|为|达到|达|约|近|超过|逾|高达|至少|不低于|超|接近|将近|不足|在|的|过| )*"
_CHANGE = re.compile(
    rf"^(?P<what>.*?)(?P<base>{_COMPARED}|(?<![一二三四五六七八九十两])年(?=[增下]))?{_ADVERBS}(?P<direction>{_UP}|{_DOWN}|{_DEGREE}|翻){_HOW_MUCH}$"
)
_CHANGE_BEHIND = re.compile(
    r"(?:以上|左右|以内|多)?的?(?:同比|速度|年均)?(?:正?增长(?!率)|增幅|增速|降幅|涨幅|下降|提升)"
)
_GROWTH_RATE = re.compile(r"年均(?!浓度)|平均每年|平均增|年平均|年复合|复合增")
_ABOVE = ("的部分", "以上的部分", "以上部分")
_RESPECTIVELY = re.compile(r"分别")
_TIMELY = re.compile(r"年|月|季|同期|期初|成立|此前|之前|原来|以往|预期|计划|目标|前")
_BROUGHT = re.compile(r"^.*(?:带动|拉动|推动)")
_TOWN_AND_COUNTRY = ("城镇", "农村")
_BORNE = re.compile(r"分别(?:承担|出资|奖励|给予|资助|补贴|补助|负担|分担)")


def read_change(case: Case, phrase: Phrase) -> Draft | None:
    """The figure that a phrase makes of its quantity if it says how something changed; else None."""
    draft, drafts, unit = phrase.draft, phrase.drafts, phrase.draft.quantity.unit
    if drafts and _continues(case, drafts[-1], draft):
        return _as_change(draft, drafts[-1], drafts[-1].change, drafts[-1].comparison)
    match = _CHANGE.match(phrase.lead)
    behind = unit in RATES and _CHANGE_BEHIND.match(phrase.tail)
    if not (match or behind) or phrase.tail.startswith(_ABOVE) or (match and not _is_change(case, draft, match)):
        return None
    if _GROWTH_RATE.search(phrase.lead[-8:]) or (unit == "倍" and match and match["direction"] == "扩大"):
        return None
    what, base = (match["what"], match["base"] or "") if match else (phrase.lead, "")
    kind = "relativeChange" if unit in RATES and unit != "percentagePoint" else "absoluteChange"
    stated = _find_stated_base(case, phrase)
    of = stated or _find_measured(case, phrase, what)
    change = _as_change(draft, of, kind, _find_comparison(case, draft, base))
    return replace(change, compared_with=make_id(stated) if stated else "")


def _continues(case: Case, last: Draft, draft: Draft) -> bool:
    """Whether a quantity goes on with the changes before it: 增长6%和13%, 增加57名和33家."""
    if not last.change or not LISTED.match(case.text[last.quantity.end : draft.quantity.begin]):
        return False
    return last.quantity.unit == draft.quantity.unit or last.change == "absoluteChange"


def _is_change(case: Case, draft: Draft, match: re.Match[str]) -> bool:
    """Whether a word of change before a quantity means one in time."""
    if (len(match["direction"]) == 1 or match["base"]) and not _in_time(case, draft, match):
        return False
    fell = is_decline(case.text, draft.quantity)
    return draft.quantity.unit in RATES or bool(match["base"]) or fell or _is_level_change(case, match)


def _in_time(case: Case, draft: Draft, match: re.Match[str]) -> bool:
    """Whether the comparison of a change is with another time, rather than with another thing (比全行平均水平高)."""
    base = match["base"] or ""
    if base in ("同比", "环比", "年") or match["direction"] == "翻":
        return True
    if not base:
        return match["direction"] in _ALONE
    begin = draft.clause.begin
    return bool(_TIMELY.search(base)) or any(
        begin <= each.begin and each.end <= draft.quantity.begin for each in case.times
    )


def _is_level_change(case: Case, match: re.Match[str]) -> bool:
    """Whether an amount without comparison is a change of what is named before it: 成本下降320元."""
    core = case.words.core(match["what"])
    if match["direction"] == "增" and match["what"].endswith("净"):
        return True
    return len(match["direction"]) > 1 and bool(core) and bool(case.words.head.search(core))


def _as_change(draft: Draft, of: Draft | None, kind: str, comparison: Period | None) -> Draft:
    """A quantity as the change of what another figure measures, by default against the year before."""
    period = draft.timed.period
    if comparison is None or comparison.last >= period.last:
        comparison = period.a_year_before()
    changed = replace(draft, change=kind, comparison=comparison, rule="change")
    if of is None:
        return changed
    return replace(
        changed,
        entity=of.entity,
        measure=of.measure,
        indicator=of.indicator,
        condition=of.condition,
        ellipted=of.ellipted,
        measure_read=of.measure_read,
    )


def _find_measured(case: Case, phrase: Phrase, what: str) -> Draft | None:
    """The figure whose measure changed: one that the phrase names, else the one before."""
    draft = phrase.draft
    core = case.words.core(what)
    verb, noun = case.words.split(core)
    known = [each for each in (*case.before, *phrase.drafts) if each.stands_for(draft)]
    name = noun or verb
    share = next((each for each in reversed(phrase.drafts) if each.whole_indicator is not None), None)
    if share is not None and (name in _RATIOS or (not name and share is phrase.drafts[-1] and _is_points(draft))):
        return share
    if name and len(name) > 1:
        for each in reversed(known[-_MEMORY:]):
            if each.measure.label in (core, case.words.make(verb, noun, each.quantity.unit).label):
                return replace(each, entity=draft.entity, ellipted=draft.ellipted)
        for each in reversed(known[-_SHORT_MEMORY:]):
            if each.measure.noun and _similar(each.measure.label, name):
                return replace(each, entity=draft.entity, ellipted=draft.ellipted)
        measure = case.words.name(f"{core}增长" if name in _UNMEASURED else core)
        return replace(draft, measure=measure, indicator=case.words.concept(measure.label), measure_read=True)
    here = phrase.plain or known
    return here[-1] if here else None


_UNMEASURED = frozenset({"经济", "国民经济"})
"""What grows and is no measure by itself."""
_RATIOS = frozenset({"占比", "比重", "比例", "占比例", "所占比重", "所占比例"})


def _is_points(draft: Draft) -> bool:
    return draft.quantity.unit == "percentagePoint"


_MEMORY, _SHORT_MEMORY = 12, 6
"""How many figures back a measure may be named again, in full and in short."""


def _similar(label: str, name: str) -> bool:
    """Whether a phrase names a measure again, in short: 合同数 after 认定登记技术合同数."""
    return label.endswith(name) or (len(name) > len("数量") and label.endswith(name[:-1]))


def _find_comparison(case: Case, draft: Draft, base: str) -> Period | None:
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


def _find_stated_base(case: Case, phrase: Phrase) -> Draft | None:
    """The figure that a change is compared with, where it stands in the comparison: 比2010年75.7亿增长24.8%."""
    last = phrase.last
    return last if last is not None and last.rule == "base" and case.words.core(phrase.lead) else None


def share_out(case: Case, drafts: list[Draft]) -> list[Draft]:
    """Deal what is said respectively: the n-th of the numbers to the n-th of the measures or names before them."""
    found = list(drafts)
    for index, first in enumerate(drafts):
        run = _run_from(case, drafts, index)
        if len(run) > 1 and _RESPECTIVELY.search(case.text, first.clause.begin, first.quantity.begin):
            for place, dealt in zip(run, _deal(case, found, drafts, run), strict=False):
                found[place] = dealt
    return found


def _deal(case: Case, found: Sequence[Draft], drafts: Sequence[Draft], run: Sequence[int]) -> list[Draft]:
    """The figures of a run, each with the one of the things before it that it is about; empty if they are not told."""
    first = drafts[run[0]]
    old = [found[place] for place in run]
    own = _own_measures(case, first, len(run)) if first.change else []
    if own:
        return [_with_measure(case, each, measure) for each, measure in zip(old, own, strict=True)]
    sources = _sources(drafts, run[0], run)
    if first.change and sources:
        return [_as_change(each, of, each.change, None) for each, of in zip(old, sources, strict=True)]
    if first.whole_indicator is not None:
        return [_as_share(each, of, first) for each, of in zip(old, sources, strict=False)]
    if first.rule == "ratio":
        base = first.measure.label.rpartition("与")[2]
        return [_as_ratio(case, each, of, base) for each, of in zip(old, sources, strict=False)]
    items = _items(case, first)
    if len(items) == len(run):
        common = _common_measure(case, items)
        cores = [case.words.core(case.text[slice(*each)]) for each in items]
        shared = "" if common or not all(cores) else _shared_head(case, cores)
        shared += GROWTH_RATE if first.measure.label.endswith(GROWTH_RATE) else ""
        dealt = [_with_item(case, each, item, common, shared) for each, item in zip(old[:-1], items, strict=False)]
        grown = GROWTH_RATE if shared.endswith(GROWTH_RATE) else ""
        return [*dealt, _with_item(case, old[-1], items[-1], common, grown)]
    before = _named_before(found, run[0], len(run))
    return [replace(each, entity=of.entity, ellipted=False) for each, of in zip(old, before, strict=False)]


def _own_measures(case: Case, first: Draft, count: int) -> list[Measure]:
    """The measures before 分别, each with its change: 粮食、蔬菜产量分别增长2%和3%; empty if there are not as many."""
    begin = first.clause.begin
    if case.text.rfind("分别", begin, first.quantity.begin) <= begin:
        return []
    items = _items(case, first)
    if any(_is_bearer(case, _name_in(case, each)) for each in items):
        return []
    cores = [case.words.core(_BROUGHT.sub("", case.text[slice(*each)])) for each in items]
    if len(cores) == 1 and count == len(_TOWN_AND_COUNTRY) and cores[0].startswith("城乡"):
        cores = [each + cores[0].removeprefix("城乡") for each in _TOWN_AND_COUNTRY]
    if len(cores) != count or not all(cores):
        return []
    shared = _shared_head(case, cores)
    return [case.words.name(each + shared) for each in cores[:-1]] + [case.words.name(cores[-1])]


def _is_bearer(case: Case, named: Mention | None) -> bool:
    """Whether a figure may describe what is named: in a report only some things do."""
    return named is not None and (case.bearers is None or case.bearers.may_bear(named))


def _shared_head(case: Case, cores: Sequence[str]) -> str:
    """The noun behind the last of several phrases that is said of each: 产量 of 粮食、蔬菜产量; "" if there is none."""
    head = case.words.shared_head
    shared = head.search(cores[-1])
    return shared.group() if shared and shared.start() and not any(map(head.search, cores[:-1])) else ""


def _with_measure(case: Case, draft: Draft, measure: Measure) -> Draft:
    return replace(draft, measure=measure, indicator=case.words.concept(measure.label), condition="", measure_read=True)


def _as_ratio(case: Case, draft: Draft, of: Draft, base: str) -> Draft:
    """A multiple as the ratio of another figure to what a run is compared with: 分别为上年的1.3倍和1.5倍."""
    label = f"{stem_of(of.measure.label)}与{base}"
    measure = Measure("", label, label)
    return replace(draft, entity=of.entity, measure=measure, indicator=case.words.concept(label), rule="ratio")


def _as_share(draft: Draft, of: Draft, first: Draft) -> Draft:
    """A percentage as the share that another figure has of the whole of the first of them: 分别占总数的38%和3%."""
    return replace(
        draft,
        entity=of.entity,
        measure=of.measure,
        indicator=of.indicator,
        condition=of.condition,
        whole_entity=first.whole_entity,
        whole_indicator=of.indicator if first.whole_indicator == first.indicator else first.whole_indicator,
        share_of=first.share_of,
        rule="share",
    )


def _named_before(drafts: Sequence[Draft], index: int, count: int) -> Sequence[Draft]:
    """The figures just before, if as many were dealt to different names: 产值分别为3亿元和5亿元，增速分别为8%和12%."""
    before = drafts[max(0, index - count) : index]
    dealt = len({each.entity for each in before}) == count and len({each.measure.label for each in before}) == 1
    return before if dealt else ()


def _common_measure(case: Case, items: Sequence[tuple[int, int]]) -> str:
    """What stands behind the last of several names and is said of each: 甲区、乙区的产值分别为…."""
    rests = [_behind_name(case, item) for item in items]
    return rests[-1].removeprefix("的") if rests[-1].startswith("的") and not any(rests[:-1]) else ""


def _behind_name(case: Case, span: tuple[int, int]) -> str:
    named = _name_in(case, span)
    return case.text[named.end : span[1]] if named is not None else case.text[span[0] : span[1]]


def _name_in(case: Case, span: tuple[int, int]) -> Mention | None:
    inside = (each for each in case.mentions if span[0] <= each.begin and each.end <= span[1])
    return next((each for each in inside if each.entity), None)


def _sources(drafts: Sequence[Draft], index: int, run: Sequence[int]) -> list[Draft]:
    """The figures that changed by the numbers of a run, in order; empty if they cannot be told."""
    plain = [each for each in drafts[:index] if each.is_plain]
    units = [drafts[place].quantity.unit for place in run]
    if len(set(units)) == 1 and units[0] in RATES:
        return plain[-len(run) :] if len(plain) >= len(run) else []
    waiting = {
        unit: [each for each in plain if each.quantity.unit == unit][-units.count(unit) :] for unit in set(units)
    }
    if any(len(waiting[unit]) < units.count(unit) for unit in waiting):
        return []
    return [waiting[unit].pop(0) for unit in units]


def _run_from(case: Case, drafts: Sequence[Draft], index: int) -> list[int]:
    run = [index]
    for place in range(index + 1, len(drafts)):
        between = case.text[drafts[place - 1].quantity.end : drafts[place].quantity.begin]
        if drafts[place].clause != drafts[index].clause or not LISTED.match(between):
            break
        run.append(place)
    return run


def _items(case: Case, first: Draft) -> list[tuple[int, int]]:
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
        if begin <= each.begin and each.end <= end:
            begin = each.end
    if begin == end:  # what is coordinated are times: 2011年和2012年分别…
        return []
    spans, start = [], begin
    for match in re.finditer(r"、|和|及|与|以及", case.text[begin:end]):
        spans.append((start, begin + match.start()))
        start = begin + match.end()
    return [*spans, (start, end)]


def _with_item(case: Case, draft: Draft, span: tuple[int, int], common: str, shared: str = "") -> Draft:
    """A figure about the n-th of several names or measures."""
    named = _name_in(case, span)
    core = case.words.core(common or _behind_name(case, span))
    if shared.endswith(GROWTH_RATE):
        core = core.removesuffix("年均").removesuffix("平均每年")
    if named is not None and named.class_ != "Field" and not _BORNE.search(case.text, span[0], draft.quantity.begin):
        draft = replace(draft, entity=named.entity, ellipted=False)
        if not core:
            return draft
    verb, noun = case.words.split(core)
    measure = case.words.make(verb, noun + shared, draft.quantity.unit)
    if draft.change or not core:
        return draft
    return replace(draft, measure=measure, indicator=case.words.concept(measure.label), measure_read=True)

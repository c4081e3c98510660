"""Measures that lean on a figure before them: 户均…, 金额…, and numbers of which only is said what became of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.reader.figures.conditions import split_level
from kg.reader.figures.drafts import RATES
from kg.reader.figures.measures import GROWTH_RATE, MONEY, Measure, stem_of, tidy

if TYPE_CHECKING:
    from kg.reader.figures.drafts import Case, Draft, Phrase

__all__ = ["GENERAL_BODIES", "read_incomplete"]

GENERAL_BODIES = frozenset({"机构", "单位", "企业", "公司", "项目", "家企业", "团队"})
_AVERAGE = re.compile(
    r"(?:平均)?(?P<each>单[户个家项](?:企业|项目)?(?:每年)?|每[家户](?:企业)?|每人|[户人家场项年月日亩单笔]均|平均?每[户家项人场年月日笔]|每[户家项人场年月日笔]平均)(?:额|数)?"
)
_AMOUNT = re.compile(r"(?:合计|共计|总计)?(?P<amount>总?金额|总额|总量|原值|总?价值|总值|总价)(?:合计|共计|总计)?")
_AMONG = re.compile(r"中(?:已|共|现)?有?$")
_GROSS = frozenset({"总量", "总额"})
_TOTAL = frozenset({"总数", "总量", "数量", "总人数"})
_BECAME = re.compile(
    r"(?:先后|均|已|成功|被|新|正式)*(?:(?:成长|发展|壮大|升级|转变)(?:为|成)|成为|[评认]定为|评为|入选|列入|跻身)(?P<noun>[^，。；、（(0-9]{2,18})"
)
_NAMED = re.compile(r"(?:成|为)")
_BATCH = re.compile(r"(?P<batch>首[批期]|第[0-9一二三四五六七八九十]+[批期])")
_LISTED_ON = re.compile(r"(?:先后|均|已|成功)*在[^，。；]{1,12}?(?P<verb>挂牌|上市)")
_LONGEST = 8
_HEAD = 2
_BARE = {"家": "企业", "户": "企业", "人": "人员", "名": "人员"}


def read_incomplete(case: Case, phrase: Phrase, measure: Measure, behind: str) -> tuple[Measure, str] | None:
    """The measure and condition that a phrase completes from a figure before it; None if it needs none."""
    stem = measure.verb + measure.noun
    unit = phrase.draft.quantity.unit
    if _leans(case, phrase, measure):
        return _read_leaning(case, phrase, measure)
    average = _AVERAGE.fullmatch(stem)
    if average:
        of = _find(phrase, same=True)
        return _read_average(phrase, average["each"], of)
    if stem in _TOTAL and not _read_grown(phrase, stem):
        of = next((each for each in reversed(phrase.drafts) if each.quantity.unit == unit and each.measure.noun), None)
        return (case.words.make("", of.measure.noun, unit), "") if of and of.measure.noun else None
    amount = _AMOUNT.fullmatch(measure.noun if phrase.listed else stem)
    if amount and unit in MONEY:
        of = _find(phrase, same=False)
        if of is None:
            return _read_grown(phrase, stem)
        of_deed = of.measure.verb + of.measure.noun
        bought = of_deed if amount["amount"].endswith("额") else of.measure.noun or of_deed
        return Measure(of.measure.verb, bought, bought + amount["amount"]), of.condition
    return _read_fate(case, phrase, measure, behind)


def _read_grown(phrase: Phrase, stem: str) -> tuple[Measure, str] | None:
    """The measure that the percentage before has grown: 财政收入增长3%，总额突破…."""
    last, unit = next(reversed(phrase.drafts), None), phrase.draft.quantity.unit
    grown = last is not None and bool(last.change) and last.quantity.unit in RATES and stem in _GROSS and unit in MONEY
    return (last.measure, last.condition) if last is not None and grown else None


def _leans(case: Case, phrase: Phrase, measure: Measure) -> bool:
    """Whether a measure only says something of what the figure before it is about: 年均增长, 产量."""
    grown = measure.label == GROWTH_RATE and "率" not in phrase.lead
    return grown or measure.verb + measure.noun in case.words.words.get("leaning", ())


def _read_leaning(case: Case, phrase: Phrase, measure: Measure) -> tuple[Measure, str] | None:
    """The measure of what the figure before is about: 蔬菜面积…，产量…, 产值由3亿元增加到5亿元，年均增长…."""
    of, unit = next(reversed(phrase.drafts), None), phrase.draft.quantity.unit
    if of is None or of.whole_indicator is not None or of.clause.part != phrase.draft.clause.part:
        return None
    if measure.label == GROWTH_RATE:
        noun = of.measure.label.removesuffix(GROWTH_RATE)
        noun = noun.removesuffix("数") or noun
        return (case.words.make("", noun + GROWTH_RATE, unit), "") if noun else None
    noun = case.words.head.sub("", stem_of(of.measure.noun)).removesuffix("总产")
    return (case.words.make("", noun + measure.verb + measure.noun, unit), of.condition) if len(noun) > 1 else None


def _read_average(phrase: Phrase, each: str, of: Draft | None) -> tuple[Measure, str] | None:
    """The average of the amount before it, or the limit of what a rate before it pays: 按…给予补助，单个项目不超过…."""
    if of is not None:
        return Measure(each, of.measure.noun, each + of.measure.label), ""
    rate = next((draft for draft in reversed(phrase.drafts) if draft.rule == "rate"), None)
    if rate is None or phrase.draft.quantity.unit not in MONEY:
        return None
    paid = rate.measure.noun.removesuffix("比例")
    return Measure(each, paid, f"{each}{paid}额"), ""


def _find(phrase: Phrase, *, same: bool) -> Draft | None:
    """The last plain figure of the sentence in the same unit, or in another."""
    unit = phrase.draft.quantity.unit
    known = (each for each in reversed(phrase.drafts) if each.stands_for(phrase.draft) and each.measure.label)
    return next((each for each in known if (each.quantity.unit == unit) == same), None)


def _read_fate(case: Case, phrase: Phrase, measure: Measure, behind: str) -> tuple[Measure, str] | None:
    """What became of those that a number counts: 26家成长为瞪羚企业, 4家在新三板挂牌, 18个晋级总决赛."""
    words, unit = case.words, phrase.draft.quantity.unit
    general = measure.noun in GENERAL_BODIES and not measure.verb
    among = bool(_AMONG.search(phrase.lead)) and measure.noun.endswith(tuple(_BARE.values()))
    if among:
        measure = Measure("", "", "")
    if unit in MONEY or not (general or not measure.verb + measure.noun):
        return None
    rest = behind.partition(measure.noun)[2] if measure.noun else behind
    became = _BECAME.match(rest)
    if became:
        batch, (level, noun) = _BATCH.match(became["noun"]), split_level(tidy(became["noun"]))
        if batch or level or _NAMED.search(became.group()[: became.start("noun") - became.start()]):
            return words.make("", noun, unit), batch["batch"] if batch else level
    if measure.noun:
        return None
    listed = _LISTED_ON.match(rest)
    rest = re.split(r"[，。；：、（(0-9]", rest)[0]
    verb = listed["verb"] if listed else rest if words.verb.match(rest) and len(rest) <= _LONGEST else ""
    of = _find(phrase, same=True)
    if not verb or rest != rest.rstrip("的"):
        return None
    head = stem_of(of.measure.label)[-_HEAD:] if of is not None else _BARE.get(unit, "")
    return (words.make(verb, head, unit), "") if head else None

"""Shares (占总数的12%): the part, the whole, and the figure that states the whole."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.reader.figures.conditions import name_part, read_condition
from kg.reader.figures.drafts import RATES, SHARES, Case, Draft, Phrase, find_group, make_id
from kg.reader.figures.measures import MONEY, TRADED, Measure, stem_of
from kg.reader.figures.parts import is_part
from kg.reader.figures.subjects import is_topic

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.model import ConceptRow


__all__ = ["read_share"]

_SHARE = re.compile(
    r"^(?P<what>.*?)(?<![侵抢税])占(?!地(?![区方])|用|有|领|据)(?:到|了)?(?P<whole>[^，。；]*?)(?:的)?(?:比重|比例|比|份额|份)?"
    r"(?:的|为|达到|达|约|近|超过|逾|高达|仅|已|接近|将近|不足|超|在|左右| )*$"
)
_PART_OF = re.compile(
    r"^(?P<what>.*?)(?:为|达到|达|不超过|不高于|不得高于|不得超过|不低于|不得低于|不少于|相当于|按|给予|按照|是|超过|高达)+"
    r"(?P<whole>[^，。；为达占]{2,16})的(?:约|近|超过|逾)?$"
)
_MEASURED = re.compile(r"额|数|量|值|价|收入|经费|投入|资金|资本|费|支出|率|总")
_PAYMENT = r"奖励|奖补|补贴|补助|资助|贴息|补偿|返还|贴补"
_PAID_FROM = re.compile(r"(?:按照?|给予|不超过|最高)(?P<whole>[^，。；、按]{2,24}?)的?(?:最高|不超过)?$")
_PAID_FOR = re.compile(r"对(?P<whole>[^，。；的按]{2,20})按照?(?:最高|不超过)?$")
_PAID_BEFORE = re.compile(rf"(?P<what>{_PAYMENT})(?P<whole>[^，。；、]{{2,20}}?)的(?:最高|不超过)?$")
_PAID_BEHIND = re.compile(
    rf"(?:以内|以上)?(?:的(?:比例|标准)?)?(?:，)?(?:给予|予以|进行|享受)?(?:一次性)?[^，。；的]{{0,4}}?(?P<what>{_PAYMENT})(?!给)"
)
_BODY = re.compile(r"(?:园区|开发区|高新区|新区|示范区|园|基地|全区|全县|全市|全省|全国|集团|行业|产业|领域)的?$")
_OF_PART = re.compile(r"^(?:其中|含|，|,| )+|(?<=[^读作])者$|(?:合计|总计|共计|共|均|仅|约)$")
_GROWN = re.compile(r"(?:提高|上升|下降|增加|提升|降低|减少|回落|扩大)(?:到|至|为)(?:约|近)?")
_NO_WHOLES = frozenset({"Field", "TargetGroup"})
_COUNTS = frozenset({"项", "个", "家", "件"})
_STEM, _LONG_STEM = 2, 3
_TOTAL = re.compile(r"全部|所有|总数|总量|总额|总计|其|总|的|各类|全体|整个|当年|同期|全年|数量|数|额")


def read_share(case: Case, phrase: Phrase) -> Draft | None:
    """The figure that a phrase makes of its quantity if it says what part of a whole something is; else None."""
    draft, last = phrase.draft, phrase.last
    if last is not None and last.whole_indicator is not None and _GROWN.fullmatch(phrase.lead):
        return _as_share_of(draft, last)
    rewarded = _read_reward(case, phrase)
    if rewarded is not None:
        return rewarded
    found = (_SHARE.match(phrase.lead) or _match_part(phrase.lead)) if draft.quantity.unit in SHARES else None
    if found is None:
        return _read_share_of_group(case, phrase)
    plain = phrase.plain
    part = _read_part(case, draft, found["what"], plain)
    whole_entity, noun = _read_whole_entity(case, draft, found)
    figure = _find_whole(case, part, noun, plain)
    if figure is not None:
        indicator, whole_entity = figure.indicator, whole_entity or figure.entity
    else:
        indicator = part.indicator if _names_body(noun) else _name_measure(case, noun).indicator
        if not whole_entity and case.topics.paragraph.endswith(noun.rstrip("的") or "-"):
            whole_entity = case.topics.paragraph
    if not indicator.id:
        return None
    return replace(
        draft,
        entity=part.entity,
        measure=part.measure,
        indicator=part.indicator,
        condition=part.condition or read_condition(case, phrase),
        ellipted=part.ellipted,
        whole_entity=whole_entity or part.entity,
        whole_indicator=indicator,
        share_of=make_id(figure) if figure is not None and figure in plain else _stated_whole(part, plain),
        rule="share",
    )


def _stated_whole(part: Draft, plain: Sequence[Draft]) -> str:
    """The figure of a whole of which only a share tells a part; "" if the part is a figure itself."""
    return next(
        (
            make_id(each)
            for each in plain
            if each.quantity == part.quantity and part.condition and each.condition != part.condition
        ),
        "",
    )


def _as_share_of(draft: Draft, of: Draft) -> Draft:
    """A percentage as what the share before it grew to: 占比由31%提高到48%."""
    return replace(
        draft,
        entity=of.entity,
        measure=of.measure,
        indicator=of.indicator,
        whole_entity=of.whole_entity,
        whole_indicator=of.whole_indicator,
        rule="share",
    )


def _read_reward(case: Case, phrase: Phrase) -> Draft | None:
    """The rate at which a policy pays for something: 按投入增量的10%给予奖补, 补贴保费的60%; None if it is none."""
    draft = phrase.draft
    if draft.quantity.unit not in SHARES:
        return None
    behind = _PAID_BEHIND.match(phrase.tail)
    before = (
        (_PAID_FROM.search(phrase.lead) or _PAID_FOR.search(case.text[draft.clause.begin : draft.quantity.begin]))
        if behind
        else _PAID_BEFORE.search(phrase.lead)
    )
    if before is None:
        return None
    label = f"{behind['what'] if behind else before['what']}比例"
    whole = before["whole"].removeprefix("其")
    named = _name_measure(case, whole)
    if not named.indicator.id:
        return None
    return replace(
        draft,
        measure=Measure("", label, label),
        indicator=case.words.concept(label),
        condition=read_condition(case, phrase),
        whole_entity=draft.entity,
        whole_indicator=named.indicator,
        rule="rate",
    )


def _read_share_of_group(case: Case, phrase: Phrase) -> Draft | None:
    """The share of what a group has: 9家企业的收入占24家公司收入的57%."""
    draft, last = phrase.draft, phrase.last
    if draft.quantity.unit not in SHARES or last is None or not phrase.lead.endswith("的"):
        return None
    before = case.text[draft.clause.begin : last.quantity.begin]
    group = find_group(case, last.quantity)
    if not before.endswith("占") or group is None or not case.words.core(phrase.lead):
        return None
    named = _name_measure(case, phrase.lead)
    return replace(
        draft,
        measure=named.measure,
        indicator=named.indicator,
        whole_entity=group.entity,
        whole_indicator=named.indicator,
        rule="share",
    )


def _match_part(lead: str) -> re.Match[str] | None:
    """额度不超过销售额的20%: a percentage of something that is itself measured."""
    found = _PART_OF.match(lead)
    return found if found and _MEASURED.search(found["whole"]) else None


@dataclass(frozen=True, slots=True)
class _Named:
    measure: Measure
    indicator: ConceptRow


def _name_measure(case: Case, text: str) -> _Named:
    """The measure that a phrase names by itself, without a number."""
    core = case.words.core(text)
    verb, noun = case.words.split(core)
    measure = Measure(verb, noun, core) if case.words.head.search(core) else case.words.name(core)
    return _Named(measure, case.words.concept(measure.label))


def _read_part(case: Case, draft: Draft, what: str, plain: Sequence[Draft]) -> Draft:
    """What the share is of the whole: what stands before 占, else the figure before."""
    rest = what
    for each in () if TRADED.match(what) else case.mentions:
        form = case.text[each.begin : each.end]
        if draft.clause.begin <= each.begin and each.end <= draft.quantity.begin and is_topic(each) and form in what:
            rest = what[what.rfind(form) + len(form) :]
            draft = replace(draft, entity=each.entity)
    group = next((each for each in case.mentions if each.kind == "group" and each.begin == draft.clause.begin), None)
    if group is not None and not _OF_PART.sub("", case.text[group.end : draft.quantity.begin].partition("占")[0]):
        of = next(reversed(plain), None)
        if of is not None:
            return replace(of, entity=group.entity, condition="")
    partial = _read_partial(case, draft, what, plain)
    if partial is not None:
        return partial
    if case.words.core(rest) or case.words.core(what):
        named = _name_measure(case, rest if case.words.core(rest) else what)
        return replace(draft, measure=named.measure, indicator=named.indicator)
    known = plain or [each for each in case.before if each.is_plain]
    if known:
        return known[-1]
    return replace(draft, measure=Measure("", "", "占比"), indicator=case.words.concept("占比"))


def _read_partial(case: Case, draft: Draft, what: str, plain: Sequence[Draft]) -> Draft | None:
    """The part that only its share tells of: 其中博士占11% of 人才1.9万人; None if what it names is itself measured."""
    if not draft.nested:
        return None
    noun = _OF_PART.sub("", what)
    core = case.words.core(noun)
    if not core or case.words.head.search(core) or any(each.measure.noun == core for each in plain):
        return None
    counted = [each for each in plain if each.quantity.unit not in MONEY | RATES]
    alike = [each for each in counted if is_part(core, each, each.quantity.unit)]
    whole = next(reversed(alike or counted), None)
    if whole is None:
        return None
    name = noun.removesuffix("的") if noun.endswith("的") else name_part(noun, stem_of(whole.measure.label))
    return replace(whole, condition=name)


def _read_whole_entity(case: Case, draft: Draft, found: re.Match[str]) -> tuple[str, str]:
    """The entity that a share's whole names (占全省工业总产值的…), and the phrase without it."""
    begin = draft.quantity.begin - len(found.string) + found.start("whole")
    end = begin + len(found["whole"])
    for each in case.mentions:
        if begin <= each.begin and each.end <= end and each.entity and each.class_ not in _NO_WHOLES:
            return each.entity, case.text[each.end : end]
    return "", found["whole"]


def _find_whole(case: Case, part: Draft, noun: str, plain: Sequence[Draft]) -> Draft | None:
    """The figure that states the whole, if one does: the one that a nested part belongs to, or one of that name."""
    stem = _TOTAL.sub("", noun)
    others = [each for each in plain if each.quantity != part.quantity and _is_commensurable(each, part)]
    if part.nested and part.quantity.unit in SHARES and not stem:
        ends = part.measure.label[-_STEM:]
        return next((each for each in reversed(plain) if not each.nested and each.measure.label.endswith(ends)), None)
    if not stem:
        tops = [each for each in others if not each.nested]
        alike = [each for each in tops if each.measure.label[-_STEM - 1 :] == part.measure.label[-_STEM - 1 :]]
        return (alike or tops)[-1] if tops and (part.nested or noun.strip("的其")) else None
    known = [each for each in (*case.before, *others) if each.is_plain and each.quantity != part.quantity]
    named = [each for each in known if _is_named(stem, each.measure.label)]
    return next((each for each in reversed(named) if not each.nested or len(named) == 1), None)


def _names_body(noun: str) -> bool:
    """Whether the phrase for a whole names no measure: nothing but 全部, or a place or body (占开发区的三成)."""
    return not _TOTAL.sub("", noun) or bool(_BODY.search(noun))


def _is_named(stem: str, label: str) -> bool:
    """Whether the phrase for a whole names a measure: 公共预算支出 is no 科技支出, though both are spending."""
    begins, ends = stem[:_STEM] in label, stem[-_STEM:] in label
    if len(stem) <= _LONG_STEM:
        return begins or ends
    return (begins and ends) or stem[-_LONG_STEM - 1 :] in label


def _is_commensurable(one: Draft, other: Draft) -> bool:
    units = {one.quantity.unit, other.quantity.unit}
    return len(units) == 1 or units <= _COUNTS

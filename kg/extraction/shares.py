"""Shares (占总数的12%): the part, the whole, and the figure that states the whole."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.extraction.counts import read_condition
from kg.extraction.drafts import SHARES, Case, Draft, make_id
from kg.extraction.measures import Measure
from kg.extraction.subjects import is_topic

if TYPE_CHECKING:
    from collections.abc import Sequence


__all__ = ["read_share"]

_SHARE = re.compile(
    r"^(?P<what>.*?)(?<![侵抢])占(?!地|用|有|领|据)(?:到|了)?(?P<whole>[^，。；]*?)(?:的)?(?:比重|比例|比|份额|份)?"
    r"(?:的|为|达到|达|约|近|超过|逾|高达|仅|已|接近|将近|不足|超|在|左右| )*$"
)
_PART_OF = re.compile(
    r"^(?P<what>.*?)(?:为|达到|达|不超过|不高于|不得高于|不得超过|不低于|不得低于|不少于|相当于|按|给予|按照|是|超过|高达)+"
    r"(?P<whole>[^，。；为达占]{2,16})的(?:约|近|超过|逾)?$"
)
_TOTAL = re.compile(r"全部|所有|总数|总量|总额|总计|其|总|的|各类|全体|整个|当年|同期|全年|数量|数|额")


def read_share(
    case: Case, draft: Draft, lead: str, tail: str, drafts: Sequence[Draft], *, listed: bool
) -> Draft | None:
    if draft.quantity.unit not in SHARES:
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
        condition=part.condition or read_condition(case, draft, lead),
        ellipted=part.ellipted,
        whole_entity=whole_entity or part.entity,
        whole_indicator=indicator,
        share_of=make_id(figure) if figure is not None and figure in plain else "",
        rule="share",
    )


def _part_of_share(case: Case, draft: Draft, what: str, plain: Sequence[Draft]) -> Draft:
    core = case.words.core(what)
    begin = max(draft.clause.begin, draft.quantity.begin - 60)
    named = [
        each for each in case.mentions if begin <= each.begin and each.end <= draft.quantity.begin and is_topic(each)
    ]
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


def _whole_entity(case: Case, draft: Draft, found: re.Match[str], whole: str) -> tuple[str, str]:
    """The entity that a share's whole names (占全省工业总产值的…), and the phrase without it."""
    begin = draft.quantity.begin - len(found.string) + found.start("whole")
    for each in case.mentions:
        if (
            begin <= each.begin
            and each.end <= begin + len(whole)
            and each.entity
            and each.class_ not in ("Field", "TargetGroup")
        ):
            return each.entity, case.text[each.end : begin + len(whole)]
    return "", whole


def _whole_figure(case: Case, part: Draft, noun: str, plain: Sequence[Draft]) -> Draft | None:
    """The figure that states the whole, if one does: the one that a nested part belongs to, or one of that name."""
    stem = _TOTAL.sub("", noun)
    others = [each for each in plain if each.quantity != part.quantity and _commensurable(each, part)]
    if stem:
        named = [
            each
            for each in (*case.before, *others)
            if each.is_plain and stem[:2] in each.measure.label and each.quantity != part.quantity
        ]
        return next((each for each in reversed(named) if not each.nested or len(named) == 1), None)
    return (
        next((each for each in reversed(others) if not each.nested), None)
        if part.nested or not noun.strip("的其") == ""
        else None
    )


def _commensurable(one: Draft, other: Draft) -> bool:
    return one.quantity.unit == other.quantity.unit or {one.quantity.unit, other.quantity.unit} <= {
        "项",
        "个",
        "家",
        "件",
    }

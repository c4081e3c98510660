"""Differences between things (高于全国平均水平3个百分点) and ratios of them (是上年的2.3倍).

A difference has the measure of the thing; what it is compared with is a condition. A ratio is a measure of its own.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.reader.figures.measures import Measure, stem_of

if TYPE_CHECKING:
    from kg.reader.figures.drafts import Case, Draft, Phrase

__all__ = ["read_difference", "read_ratio"]

_BASE = r"(?P<base>[^，；比]{1,14}?(?:平均(?:水平|值|数|增速)?|均值|水平|增速|平均线)|全[国省市区县])"
_FIRST = re.compile(
    rf"^(?P<what>.*?)(?P<way>高于|低于|快于|慢于|多于|少于|优于|高出|低出|超出|超过|领先|落后)于?{_BASE}(?:约|近|了)*$"
)
_SECOND = re.compile(rf"^(?P<what>.*?)[比较]{_BASE}(?P<way>高|低|快|慢|多|少)(?:出|了|约|近)*$")
_RATIO = re.compile(
    r"(?P<what>[^，；：]*?)(?:是|为|达到?|相当于)(?P<base>[^，；是为达]{1,14}?(?:平均(?:水平|值|数)?|均值)"
    r"|(?:上一?年|去年|上年度|上一年度)(?:全年|同期)?)的(?:近|约|超过|逾)*$"
)
_TAME = re.compile(r"(?:水平|全年|同期)$")
_LESS = frozenset("低慢少落")
_IN_TIME = re.compile(r"年|同期|上月|季度|期初")


def read_difference(case: Case, phrase: Phrase) -> Draft | None:
    """The figure that says by how much something differs from an average or the like; None if it says no such thing."""
    found = _FIRST.match(phrase.lead) or _SECOND.match(phrase.lead)
    if found is None or _IN_TIME.search(found["base"]):
        return None
    draft = phrase.draft
    way = "低于" if found["way"][0] in _LESS else "高于"
    differing = replace(draft, condition=way + found["base"].removeprefix("的"), rule="difference")
    core = case.words.core(found["what"])
    if not core:
        last = next(reversed(phrase.drafts), None)
        if last is None:
            return None
        return replace(differing, entity=last.entity, measure=last.measure, indicator=last.indicator)
    measure = Measure(*case.words.split(core), core)
    return replace(differing, measure=measure, indicator=case.words.concept(core))


def read_ratio(case: Case, phrase: Phrase) -> Draft | None:
    """The ratio of something to an average or to the year before (是全国平均水平的3倍); None if there is none."""
    draft = phrase.draft
    if draft.quantity.unit not in ("倍", "percent"):
        return None
    found = _RATIO.search(case.text[draft.clause.begin : draft.quantity.begin])
    if found is None:
        return None
    core = case.words.core(found["what"])
    last = next((each for each in reversed(phrase.drafts) if each.is_plain), None)
    stem = core or (stem_of(last.measure.label) if last is not None else "")
    if not stem:
        return None
    base = _TAME.sub("", found["base"]).replace("去年", "上年").replace("上一年", "上年").removesuffix("度")
    label = f"{stem}与{base}之比"
    entity = draft.entity if core or last is None else last.entity
    return replace(
        draft, entity=entity, measure=Measure("", label, label), indicator=case.words.concept(label), rule="ratio"
    )

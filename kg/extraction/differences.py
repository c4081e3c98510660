"""Differences between things (高于全国平均水平3个百分点): the measure is that of the thing, what it is compared with a condition."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.extraction.measures import Measure

if TYPE_CHECKING:
    from kg.extraction.drafts import Case, Draft, Phrase

__all__ = ["read_difference"]

_BASE = r"(?P<base>[^，；比]{1,14}?(?:平均(?:水平|值|数|增速)?|均值|水平|增速|平均线))"
_FIRST = re.compile(
    rf"^(?P<what>.*?)(?P<way>高于|低于|快于|慢于|多于|少于|优于|高出|低出|超出|超过|领先|落后)于?{_BASE}(?:约|近|了)*$"
)
_SECOND = re.compile(rf"^(?P<what>.*?)[比较]{_BASE}(?P<way>高|低|快|慢|多|少)(?:出|了|约|近)*$")
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

"""The steps of the reader do what they say."""

from __future__ import annotations

from dataclasses import fields

from support.names import LEXICON

from kg.model import Document
from kg.reader import STEPS
from kg.reader.values import Options, Reading
from kg.text.decoding import fingerprint

TEXT = (
    "2016年江城市政府工作报告\n一、2015年工作回顾\n全市新增企业20家，增长5%。江城大学与甲公司合作。\n"
    "二、2016年工作安排\n支持中小企业，实施“百企登高”行动。\n"
)
GIVEN = {"document", "options", "lexicon"}


def test_each_step_sets_what_it_says_and_nothing_else() -> None:
    reading = Reading(Document("t", TEXT, fingerprint(TEXT)), Options(), LEXICON)
    for step in STEPS:
        after = step.run(reading)
        changed = {
            each.name for each in fields(Reading) if getattr(after, each.name) is not getattr(reading, each.name)
        }
        assert changed <= set(step.writes), step.run.__name__
        reading = after
    assert reading.figures is not None
    assert reading.figures.figures
    assert reading.related is not None
    assert reading.related.relations


def test_a_step_only_looks_at_what_is_set_before_it() -> None:
    known = set(GIVEN)
    for step in STEPS:
        assert set(step.reads) <= known, step.run.__name__
        known |= set(step.writes)


def test_a_step_does_not_need_what_it_does_not_say_that_it_reads() -> None:
    reading = Reading(Document("t", TEXT, fingerprint(TEXT)), Options(), LEXICON)
    for step in STEPS:
        poor = Reading(
            **{
                each.name: getattr(reading, each.name)
                for each in fields(Reading)
                if each.name in GIVEN or each.name in step.reads
            }
        )
        richer = step.run(reading)
        for name in step.writes:
            assert getattr(step.run(poor), name) == getattr(richer, name), (step.run.__name__, name)
        reading = richer

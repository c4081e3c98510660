"""Sections: what holds below a heading, on prose of our own."""

from __future__ import annotations

import pytest

from kg.drafting import draft
from kg.model import Document, FigureRow
from kg.text.decoding import fingerprint

HEAD = "——2026年1月26日在青海省第十四届人民代表大会第四次会议上\n各位代表：\n我代表省人民政府向大会报告工作。\n"


def figures_of(body: str, head: str = HEAD) -> dict[str, FigureRow]:
    text = head + body
    rows = draft(Document("report", text, fingerprint(text))).tables.figures
    return {text[row.begin : row.end]: row for row in rows}


BODY = (
    "一、“十四五”时期和2025年工作回顾\n"
    "新建学校31所。\n"
    "——交通改善。五年新增公路32公里。\n"
    "刚刚过去的2025年，新增企业33家。\n"
    "（一）产业发展\n"
    "新增园区34个，比上年增加35个。\n"
    "二、“十五五”时期主要目标\n"
    "新建医院36所。\n"
    "三、2026年重点工作\n"
    "新建车站37座。目前已建成车站38座。去年新增车站39座。力争新增就业41万人。\n"
    "四、加强政府自身建设\n"
    "整治问题42个。\n"
)


@pytest.mark.parametrize(
    ("written", "period", "planned"),
    [
        ("31所", "2021-01-01--2025-12-31", False),
        ("33家", "2025-01-01--2025-12-31", False),
        ("34个", "2025-01-01--2025-12-31", False),
        ("36所", "2026-01-01--2030-12-31", True),
        ("37座", "2026-01-01--2026-12-31", True),
        ("39座", "2025-01-01--2025-12-31", False),
        ("41万人", "2026-01-01--2026-12-31", True),
        ("42个", "2026-01-01--2026-12-31", True),
    ],
)
def test_below_a_heading_hold_its_period_and_its_modality(written: str, period: str, planned: bool) -> None:  # noqa: FBT001
    row = figures_of(BODY)[written]
    assert row.period == period
    assert (row.modality != "asserted") == planned


def test_what_is_there_by_now_is_a_fact_also_below_the_heading_of_a_plan() -> None:
    assert figures_of(BODY)["38座"].modality == "asserted"


def test_this_year_is_the_year_in_which_a_report_speaks() -> None:
    rows = figures_of("一、2025年工作回顾\n今年一季度新增企业21家。去年新增企业22家。\n")
    assert rows["22家"].period == "2025-01-01--2025-12-31"
    assert rows["21家"].period.startswith("2026-01-01")


def test_a_heading_that_calls_to_action_begins_the_plan_of_a_report() -> None:
    rows = figures_of("一、2025年工作回顾\n新增企业21家。\n二、继续扩大内需\n新建市场22个。\n")
    assert [rows[each].modality for each in ("21家", "22个")] == ["asserted", "planned"]


def test_a_figure_is_the_places_unless_its_clause_says_otherwise() -> None:
    rows = figures_of(
        "一、2025年工作回顾\n柴达木产业园落户企业21家，投资22亿元；新增就业23万人。创业扶持政策落实，发放贷款24亿元。\n"
    )
    assert [rows[each].entity for each in ("21家", "22亿元")] == ["柴达木产业园"] * 2
    assert [rows[each].entity for each in ("23万人", "24亿元")] == ["青海省"] * 2
    assert (rows["24亿元"].rule or "").endswith("subject by document")


@pytest.mark.parametrize(
    "introduction", ["五年来，我们开拓进取。", "“十四五”的五年，我们开拓进取。", "一年来，我们开拓进取。"]
)
@pytest.mark.parametrize(
    "items",
    [
        "——交通改善。新增公路{}公里。\n——能源充足。新建电站{}座。\n",
        "（一）交通改善。新增公路{}公里。\n（二）能源充足。新建电站{}座。\n",
    ],
)
def test_what_a_paragraph_comes_to_say_holds_for_the_list_that_it_introduces(introduction: str, items: str) -> None:
    rows = figures_of(
        "一、2025年和“十四五”时期工作回顾\n2025年是很不平凡的一年。\n新增企业21家。\n"
        f"各位代表！我们干完了“十四五”。{introduction}\n{items.format(32, 33)}二、2026年重点工作\n"
    )
    years = "2025" if introduction.startswith("一") else "2021"
    assert [rows[each].period[:4] for each in ("21家", "32公里", "33座")] == ["2025", years, years]


def test_progress_that_a_plan_wants_is_no_review() -> None:
    rows = figures_of("二、“十五五”时期主要目标\n（一）产业建设取得新进展。\n新建园区21个。\n")
    assert (rows["21个"].period[:4], rows["21个"].modality) == ("2026", "planned")


def test_notes_behind_a_plan_are_no_plan() -> None:
    rows = figures_of("三、2026年重点工作\n新建园区21个。\n名词解释\n“双十工程”：建成渔港22个。\n")
    assert [rows[each].modality for each in ("21个", "22个")] == ["planned", "asserted"]

"""What becomes of numbers in figures: their sign, unit and year, and that what nothing tells is left out."""

from __future__ import annotations

import pytest

from kg import extract, verify
from kg.model import Document, Tables
from kg.text.decoding import fingerprint


def read(prose: str) -> tuple[Document, Tables]:
    text = f"武汉市渔业概况\n{prose}"
    document = Document("memory.txt", text, fingerprint(text))
    return document, extract(document, base_year=2023)


def figures(prose: str) -> list[tuple[str, str, str, str]]:
    document, tables = read(prose)
    assert verify(tables, document).problems == ()
    return [
        (
            document.text[row.begin : row.end],
            f"{row.value:f}" if row.value is not None else f"{row.lower:f}..{row.upper:f}",
            row.unit,
            row.period[:4],
        )
        for row in tables.figures
    ]


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        ("武汉市审批事项压缩70%、精简80%。", [("70%", "-70"), ("80%", "-80")]),
        ("武汉市渔行利润为−200万元，出口增长负3.9%。", [("−200万元", "-2000000"), ("负3.9%", "-3.9")]),
        ("武汉市进出口下降0.5—1个百分点。", [("0.5—1个百分点", "-1..-0.5")]),
        ("武汉市审批时限压缩一半以上。", [("一半", "-50")]),
        ("武汉市渔民减少12万人。", [("12万人", "-120000")]),
        ("武汉市平均资费再降10%。", [("10%", "-10")]),
        ("武汉市渔港尘埃年均浓度下降9.1%。", [("9.1%", "-9.1")]),
        ("武汉市渔获年均下降3%。", [("3%", "3")]),
    ],
)
def test_what_fell_or_is_negative_is_below_zero(prose: str, expected: list[tuple[str, str]]) -> None:
    assert [found[:2] for found in figures(prose)] == expected


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        ("武汉市到位外资港币2亿元。", [("港币2亿元", "HKD")]),
        ("武汉市有9万劳动力。", [("9万", "人")]),
        ("武汉市渔港面积5.2万m2。", [("5.2万m2", "平方米")]),
    ],
)
def test_a_unit_is_that_which_is_written(prose: str, expected: list[tuple[str, str]]) -> None:
    assert [(form, unit) for form, _, unit, _ in figures(prose)] == expected


def test_no_unit_is_invented_where_the_text_leaves_it_out() -> None:
    _, tables = read("武汉市贷款余额75.7亿，惠及5万纳税人。")
    assert tables.figures == ()
    assert [row.reason for row in tables.exclusions] == ["unit left out"] * 2


@pytest.mark.parametrize(
    ("prose", "years"),
    [
        ("2011年、2012年，武汉市分别新增渔行20家、35家。", ["2011", "2012"]),
        ("武汉市2011年和2012年分别新增渔行20家和35家，同比分别增长5%和8%。", ["2011", "2012"] * 2),
        ("2011年、2012年、2013年，武汉市出口分别为3亿元、4亿元和5亿元。", ["2011", "2012", "2013"]),
        ("武汉市连续5年新增渔行20家。", ["2019"]),
    ],
)
def test_each_of_several_years_has_its_own_number(prose: str, years: list[str]) -> None:
    assert [year for *_, year in figures(prose)] == years


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        ("武汉市渔业产值增长12.\n5%。", ["12.\n5%"]),
        ("武汉市有5个渔港。（30个渔港在建）。", ["5个", "30个"]),
        ("武汉市有渔行2\u200b0家;其中新增5家,同比增长3%.", ["2\u200b0家", "5家", "3%"]),
    ],
)
def test_torn_numbers_and_sentences_that_are_all_bracket_are_read(prose: str, expected: list[str]) -> None:
    assert [form for form, *_ in figures(prose)] == expected

from __future__ import annotations

import pytest

from kg.text.formats.grids import Caption, read_caption, sentences_of


def lines(*rows: str, caption: str = "") -> list[str]:
    return list(sentences_of([row.split("|") for row in rows], read_caption(caption)))


def test_a_figure_says_what_its_row_and_its_column_say() -> None:
    assert lines(
        "指标|2011年|2012年|比上年增长（%）", "渔业产值（亿元）|21.3|23.4|9.9", "船舶数（艘）|1,250|1,130|-9.6"
    ) == [
        "2011年，渔业产值为21.3亿元。",
        "2012年，渔业产值为23.4亿元。",
        "2012年，渔业产值比上年增长9.9%。",
        "2011年，船舶数为1,250艘。",
        "2012年，船舶数为1,130艘。",
        "2012年，船舶数比上年下降9.6%。",
    ]


@pytest.mark.parametrize(
    ("rows", "caption", "expected"),
    [
        (["地区|渔业产值（亿元）", "云港县|2.5"], "", ["云港县渔业产值为2.5亿元。"]),
        (
            ["渔业产值|云港县|云山县", "2012|2.5|3.1"],
            "单位：亿元",
            ["2012年，云港县渔业产值为2.5亿元。", "2012年，云山县渔业产值为3.1亿元。"],
        ),
        (["指标|单位|2012", "盐产量|万吨|3.5"], "", ["2012年，盐产量为3.5万吨。"]),
        (["序号|指标|数值", "1|船舶数|35艘"], "", ["船舶数为35艘。"]),
        (
            ["指标|全年", "一、渔业产值|3.5", "  其中：养殖|1.5"],
            "表1 2012年渔业 单位：亿元",
            ["全年，渔业产值为3.5亿元。", "全年，养殖为1.5亿元。"],
        ),
        (
            ["指标|渔业|渔业", "指标|产值（亿元）|增速", "云港县|2.5|8.1%"],
            "",
            ["云港县渔业产值为2.5亿元。", "云港县渔业比上年增长8.1%。"],
        ),
        (["指标|数值", "渔业产值|—", "盐业产值（亿元）|1.2"], "", ["渔业产值，—", "盐业产值为1.2亿元。"]),
        (["渔业产值|2.5亿元", "盐业产值|1.2亿元"], "", ["渔业产值为2.5亿元。", "盐业产值为1.2亿元。"]),
        (["指标|2012年1-6月", "渔业产值（亿元）|2.5"], "", ["2012年1-6月，渔业产值为2.5亿元。"]),
        (
            ["指标|2012年|备注", "渔业产值（亿元）|2.5|初步数"],
            "",
            ["2012年，渔业产值为2.5亿元。", "渔业产值（亿元），备注：初步数"],
        ),
    ],
)
def test_heads_are_put_in_the_order_of_a_sentence(rows: list[str], caption: str, expected: list[str]) -> None:
    assert lines(*rows, caption=caption) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["名称|承担单位", "渔船改造|云港船厂"], ["名称：渔船改造，承担单位：云港船厂。"]),
        (["渔船进港。", "货轮出港。"], ["渔船进港。", "货轮出港。"]),
        (["渔船进港。|货轮出港。"], ["渔船进港。", "货轮出港。"]),
        ([""], []),
        ([], []),
        (["|", " | "], []),
    ],
)
def test_a_table_without_numbers_is_read_line_by_line(rows: list[str], expected: list[str]) -> None:
    assert lines(*rows) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("表1 2012年主要指标 单位：亿元", Caption("亿元", "2012年")),
        ("2011年、2012年主要指标", Caption()),
        ("单位：亿元、%", Caption()),
        ("（单位：万吨）", Caption("万吨")),
    ],
)
def test_the_caption_gives_the_unit_and_the_year_if_there_is_one(line: str, expected: Caption) -> None:
    assert read_caption(line) == expected


def test_a_ragged_table_is_read() -> None:
    assert lines("指标|2012年", "渔业产值（亿元）", "盐业产值（亿元）|1.2|3") == [
        "渔业产值（亿元）",
        "2012年，盐业产值为1.2亿元。",
        "盐业产值为3亿元。",
    ]

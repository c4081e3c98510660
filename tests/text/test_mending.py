from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text.mending import mend, torn_line_ends
from kg.text.shadow import shadow


@pytest.mark.parametrize(
    ("torn", "whole"),
    [
        ("产值7 4 7 亿元", "产值747 亿元"),
        ("增长8 ．8 ％", "增长8.8 %"),
        ("1 9 9 7 年", "1997 年"),
        ("19 97年", "1997年"),
        ("1 2 月2 0 日", "12 月20 日"),
        ("渔获12 .5%", "渔获12.5%"),
        ("运量74 772吨", "运量74772吨"),
        ("渔船2\u200b0艘", "渔船20艘"),
        ("渔船\ufeff20\u00ad艘", "渔船20艘"),
        ("增长12.\n5%", "增长12.5%"),
        ("增长12\r\n.5%", "增长12.5%"),
        ("增长12.5\n%", "增长12.5%"),
        ("产值7.4\n\u200b\n亿元", "产值7.4亿元"),
        ("渔船1\n20艘，增加3\n万人", "渔船1\n20艘，增加3万人"),
        ("港口小，渔行共有1\n20家", "港口小，渔行共有120家"),
        ("占$80 \\%$", "占80%"),
        ("约$1 2 . 5 \\%$的船", "约12.5%的船"),
        ("约$3 \\sim 5$家", "约3-5家"),
        ("装机$2 \\times 35$万千瓦", "装机2×35万千瓦"),
        ("面积$5 \\mathrm { k m } ^ { 2 }$", "面积5km2"),
        ("占80\\%", "占80%"),
        ("产值1，234.5亿元", "产值1,234.5亿元"),
        ("利润−200万元", "利润−200万元"),
        ("利润为-200万元", "利润为−200万元"),
        ("增长－3%", "增长−3%"),
        ("增长14·1％", "增长14.1%"),
    ],
)
def test_what_tears_a_number_is_taken_out(torn: str, whole: str) -> None:
    assert mend(torn).text == whole


@pytest.mark.parametrize(
    "text",
    [
        "渔船 12 艘",
        "一览表\n3 5 8\n2 4 6",
        "目录\n1. 5家渔港",
        "附件2\n3家渔港",
        "港口经济2\n3家渔港",
        "第1\n20家",
        "2014年2015\n20家",
        "1\n2\n3",
        "港口3。\n5家",
        "2012-2015年",
        "3%-5%",
        "3万元-5万元",
        "泊位A-3",
        "7·20洪水",
        "5，30家",
        "US$3亿，HK$5亿",
    ],
)
def test_what_is_not_torn_stays(text: str) -> None:
    assert mend(text).text == shadow(text)


@pytest.mark.parametrize(("text", "plain"), [("2011年−2014年", "2011年-2014年"), ("3%−5%", "3%-5%")])
def test_a_minus_sign_between_two_ends_of_a_range_is_a_dash(text: str, plain: str) -> None:
    assert mend(text).text == plain


def test_places_are_those_of_the_text_as_given() -> None:
    text = "渔船1 2 \u200b0艘"
    mended = mend(text)
    begin = mended.text.index("120")
    assert text[mended.begin(begin) : mended.end(begin + 4)] == "1 2 \u200b0艘"


def test_only_line_ends_within_a_number_or_before_its_unit_are_torn() -> None:
    text = "港口经济\n产值增长12.\n5%，渔船20\n艘，码头3\n座。\n2015年"
    assert [text[begin - 1 : end + 1] for begin, end in torn_line_ends(text)] == [".\n5"]


@given(st.text(alphabet="0123456789０．.,， \n\u200b$\\%％−-万亿元家年月日约为", max_size=60))
def test_each_character_has_its_place_and_they_follow_each_other(text: str) -> None:
    mended = mend(text)
    places = [mended.begin(place) for place in range(len(mended.text))]
    assert places == sorted(set(places))
    assert all(place < len(text) for place in places)


@pytest.mark.parametrize("unit", ["1 ", "1\n", "1，234", "$1", "-1", "\u200b1", "1.\n"])
def test_a_long_text_of_tears_is_mended(unit: str) -> None:
    assert mend(unit * (200_000 // len(unit)) + "完").text.endswith("完")

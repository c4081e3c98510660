from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InputError
from kg.text.quantities import base_units, find_quantities, is_decline, load_units

if TYPE_CHECKING:
    from pathlib import Path


def read(text: str) -> list[tuple[str, str, str, str]]:
    found = []
    for each in find_quantities(text):
        value = f"{each.value.normalize():f}" if each.value is not None else f"{each.lower:f}..{each.upper:f}"
        found.append((text[each.begin : each.end], value, each.unit, each.approximation))
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("设立12家中心", ("12家", "12", "家", "exactly")),
        ("投入2.5亿元", ("2.5亿元", "250000000", "CNY", "exactly")),
        ("出口３０万美元", ("３０万美元", "300000", "USD", "exactly")),
        ("增长18.4%", ("18.4%", "18.4", "percent", "exactly")),
        ("提高3个百分点", ("3个百分点", "3", "percentagePoint", "exactly")),
        ("服务300多项", ("300多项", "300", "项", "moreThan")),
        ("有60余人", ("60余人", "60", "人", "moreThan")),
        ("培训2000多万人次", ("2000多万人次", "20000000", "人次", "moreThan")),
        ("接近500条", ("500条", "500", "条", "nearly")),
        ("近20亿元左右", ("20亿元", "2000000000", "CNY", "nearly")),
        ("约30家", ("30家", "30", "家", "about")),
        ("30家左右", ("30家", "30", "家", "about")),
        ("突破了40万家", ("40万家", "400000", "家", "moreThan")),
        ("超过200万元", ("200万元", "2000000", "CNY", "moreThan")),
        ("通过1个平台", ("1个", "1", "个", "exactly")),
        ("80家以上", ("80家", "80", "家", "atLeast")),
        ("不少于5所", ("5所", "5", "所", "atLeast")),
        ("最高不超过50万元", ("50万元", "500000", "CNY", "atMost")),
        ("额度不超过投资额的30%", ("30%", "30", "percent", "atMost")),
        ("10家以内", ("10家", "10", "家", "atMost")),
        ("达到7次", ("7次", "7", "次", "exactly")),
        ("收入5000万元—2亿元", ("5000万元—2亿元", "50000000..200000000", "CNY", "exactly")),
        ("占10%～15%", ("10%～15%", "10..15", "percent", "exactly")),
        ("3至5家", ("3至5家", "3..5", "家", "exactly")),
        ("3—5万元", ("3—5万元", "30000..50000", "CNY", "exactly")),
        ("设备101台（套）", ("101台（套）", "101", "台（套）", "exactly")),
        ("三所高校", ("三所", "3", "所", "exactly")),
        ("十余家", ("十余家", "10", "家", "moreThan")),
        ("百分之二十", ("百分之二十", "20", "percent", "exactly")),
        ("去年9.5亿增长", ("9.5亿", "950000000", "1", "exactly")),
        ("每满3个亿", ("3个亿", "300000000", "1", "exactly")),
    ],
)  # fmt: skip
def test_a_quantity_has_its_value_unit_and_approximation(text: str, expected: tuple[str, str, str, str]) -> None:
    assert read(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "2015年",
        "3月5日",
        "近3年",
        "第4批",
        "一个平台",
        "一批企业",
        "二级市场",
        "数十家",
        "几十个",
        "“863”计划",
        "进一步",
        "统一",
        "A12个",
    ],
)
def test_dates_ordinals_articles_and_words_are_no_quantities(text: str) -> None:
    assert read(text) == []


def test_quantities_stand_in_the_order_of_the_text() -> None:
    assert [form for form, *_ in read("15家银行、8家公司共23家，投放1.2亿元")] == ["15家", "8家", "23家", "1.2亿元"]


@pytest.mark.parametrize(
    ("text", "falls"), [("成本下降8%", True), ("减少了约3家", True), ("增长8%", False), ("8%", False)]
)
def test_a_verb_before_the_number_says_that_it_fell(text: str, falls: bool) -> None:  # noqa: FBT001 - a table
    assert is_decline(text, find_quantities(text)[0]) is falls


@given(st.text(alphabet="0123456789.,万亿千百十一二三两多余个家元%—至约近超过以上年月日第（）套台", max_size=40))
def test_quantities_stand_where_they_say(text: str) -> None:
    end = 0
    for each in find_quantities(text):
        assert end <= each.begin < each.end <= len(text)
        assert (each.value is None) == (each.lower is not None) == (each.upper is not None)
        end = each.end


def test_a_long_text_of_digits_is_read_without_blowing_up() -> None:
    assert len(find_quantities("1" * 200_000 + "家")) <= 1
    assert len(find_quantities("一" * 100_000)) <= 1
    assert len(find_quantities("12家" * 50_000)) == 50_000


def test_units_can_be_added_by_a_table(tmp_path: Path) -> None:
    path = tmp_path / "units.csv"
    path.write_text("form,unit,factor,kind\n箱,箱,1,counter\n", encoding="utf-8")
    (found,) = find_quantities("三箱", load_units(path))
    assert (found.value, found.unit) == (Decimal(3), "箱")
    assert "CNY" in base_units().ids


def test_a_bad_table_of_units_is_named_with_its_row(tmp_path: Path) -> None:
    path = tmp_path / "units.csv"
    path.write_text("form,unit,factor,kind\n箱,箱,many,counter\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"units\.csv, row 2"):
        load_units(path)

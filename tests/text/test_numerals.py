from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text.numerals import find_numerals, parse_numeral


@pytest.mark.parametrize(
    ("form", "value"),
    [
        ("0", 0),
        ("90210", 90210),
        ("1,234,567.5", Decimal("1234567.5")),
        ("７．２５亿", 725000000),
        ("3万", 30000),
        ("1.2千万", 12000000),
        ("6百", 600),
        ("2万亿", 2 * 10**12),
        ("4亿3000万", 430000000),
        ("3万5千", 35000),
        ("十", 10),
        ("十七", 17),
        ("二十三", 23),
        ("一百零五", 105),
        ("一百五", 150),
        ("一百一十", 110),
        ("两", 2),
        ("两千零二十", 2020),
        ("三万五", 35000),
        ("三万零五", 30005),
        ("三千六百万", 36000000),
        ("一万二千亿", 1200000000000),
        ("二〇一二", 2012),
        ("二○一二", 2012),
        ("一九九八", 1998),
        ("壹拾万叁仟肆佰伍拾叁", 103453),
        ("叁佰万", 3000000),
        ("贰拾伍", 25),
        ("壹萬貳仟", 12000),
        ("廿五", 25),
        ("卅", 30),
        ("八点八万", 88000),
        ("一点五七", Decimal("1.57")),
        ("零点五", Decimal("0.5")),
        ("十二点五亿", 1250000000),
        ("1千零20", 1020),
        ("3万4000", 34000),
        ("2万5千", 25000),
        ("3亿零500万", 305000000),
        ("1 2 ．5亿", 1250000000),
        ("1，234.5", Decimal("1234.5")),
        ("2\u200b0", 20),
    ],
)
def test_numeral_has_its_value(form: str, value: int | Decimal) -> None:
    assert parse_numeral(form) == value


@pytest.mark.parametrize(
    "form",
    ["", "家", "3家", "1.2.3", "百十千", "五百千", "一二百", "十十", "数十", "3万5亿", "亿亿", "一" * 25, "9" * 16],
)
def test_what_is_no_numeral_is_an_error_that_shows_it(form: str) -> None:
    with pytest.raises(ValueError, match=f"'{form}' is not a number"):
        parse_numeral(form)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("渔船120艘，产值5.78亿元", [("120", 120), ("5.78亿", 578000000)]),
        ("十余处、二十多人", [("十", 10), ("二十", 20)]),
        ("数十家、几十人、好几百户、千家万户", []),
        ("第四届，1,200人", [("四", 4), ("1,200", 1200)]),
        ("“十二五”末", []),
        ("３千米", [("３", 3)]),
        ("水深三千米", [("三", 3)]),
        ("电站三千千瓦", [("三千", 3000)]),
        ("收拾渔网，大陆架", []),
        ("三点五十分靠港", [("三", 3), ("五十", 50)]),
        ("渔民 1 2 0 人", [("1 2 0", 120)]),
        ("渔船1\u200b2艘", [("1\u200b2", 12)]),
        ("码头1，200米", [("1，200", 1200)]),
    ],
)
def test_numerals_are_found_with_their_places(text: str, expected: list[tuple[str, int]]) -> None:
    found = find_numerals(text)
    assert [(text[each.begin : each.end], int(each.value)) for each in found] == expected


def written(number: int) -> str:
    """A number in Chinese, as a school grammar writes it."""
    digits = "零一二三四五六七八九"
    if number < 10:
        return digits[number]
    for scale, name in ((10**8, "亿"), (10**4, "万"), (1000, "千"), (100, "百"), (10, "十")):
        if number >= scale:
            high, low = divmod(number, scale)
            gap = "零" if low and low < scale // 10 else ""
            return written(high) + name + gap + (written(low) if low else "")
    raise AssertionError(number)


@given(st.integers(0, 10**12))
def test_chinese_numerals_up_to_a_million_million_round_trip(number: int) -> None:
    assert parse_numeral(written(number)) == number


@given(st.integers(10, 19))
def test_teens_may_leave_out_the_one(number: int) -> None:
    assert parse_numeral(written(number).removeprefix("一")) == number


@given(st.decimals(0, 10**9, places=4), st.sampled_from([("", 1), ("万", 10**4), ("亿", 10**8), ("千万", 10**7)]))
def test_arabic_numerals_round_trip_with_their_scale(value: Decimal, scale: tuple[str, int]) -> None:
    assert parse_numeral(f"{value:f}{scale[0]}") == value * scale[1]


@given(st.integers(0, 10**12))
def test_thousands_separators_change_nothing(number: int) -> None:
    assert parse_numeral(f"{number:,}") == number


@given(st.text(alphabet="0123456789.,１，零〇一两三十百千万亿数几第家 ", max_size=60))
def test_numerals_found_are_in_order_disjoint_and_have_the_value_of_their_form(text: str) -> None:
    end = 0
    for each in find_numerals(text):
        assert end <= each.begin < each.end <= len(text)
        assert parse_numeral(text[each.begin : each.end]) == each.value
        end = each.end


@pytest.mark.parametrize("unit", ["1", "1,234", "一", "万", "3万", "1."])
def test_a_long_text_of_digits_is_read(unit: str) -> None:
    text = unit * (300_000 // len(unit)) + "，渔船7艘"
    assert find_numerals(text)[-1].value == 7

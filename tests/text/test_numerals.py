from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text.numerals import find_numerals, parse_numeral
from kg.text.shadow import shadow

DIGITS = "零一二三四五六七八九"


def chinese(number: int) -> str:
    """A number below 10^12 as it is written in Chinese."""
    if number == 0:
        return "零"
    parts: list[str] = []
    for scale, name in ((10**8, "亿"), (10**4, "万"), (1, "")):
        section, number = divmod(number, scale)
        if section:
            gap = parts and section < 1000
            parts.append(("零" if gap else "") + below_ten_thousand(section) + name)
    return "".join(parts)


def below_ten_thousand(number: int) -> str:
    said = ""
    for scale, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, scale)
        if digit:
            said += DIGITS[digit] + name
        elif said and number and not said.endswith("零"):
            said += "零"
    return said


@pytest.mark.parametrize(
    ("form", "value"),
    [
        ("12", "12"), ("1,234", "1234"), ("３６", "36"), ("0.5", "0.5"), ("2.5亿", "250000000"), ("3千万", "30000000"),
        ("12万", "120000"), ("1万亿", "1000000000000"), ("十", "10"), ("十二", "12"), ("二十", "20"), ("两", "2"),
        ("一百零五", "105"), ("三千六百万", "36000000"), ("二〇一五", "2015"), ("一九九八", "1998"),
        ("两亿五千万", "250000000"),
    ],
)  # fmt: skip
def test_a_number_has_the_value_that_it_says(form: str, value: str) -> None:
    assert parse_numeral(form) == Decimal(value)


@pytest.mark.parametrize("form", ["", "甲", "百万富翁", "12家", "-"])
def test_what_is_no_number_is_a_value_error(form: str) -> None:
    with pytest.raises(ValueError, match="is not a number"):
        parse_numeral(form)


@given(st.integers(min_value=0, max_value=10**12 - 1))
def test_every_number_in_chinese_is_read_back(number: int) -> None:
    assert parse_numeral(chinese(number)) == number


@given(st.text(alphabet="0123456789.,十百千万亿一二两三零甲年", max_size=30))
def test_numerals_stand_where_they_say(text: str) -> None:
    end = 0
    for each in find_numerals(text):
        assert end <= each.begin < each.end <= len(text)
        assert parse_numeral(text[each.begin : each.end]) == each.value
        end = each.end


@given(st.text(max_size=50))
def test_the_shadow_of_a_text_is_as_long_as_the_text(text: str) -> None:
    assert len(shadow(text)) == len(text)
    assert shadow(shadow(text)) == shadow(text)

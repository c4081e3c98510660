from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text.shadow import shadow


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("ＡＢｃ１２．５％＋", "ABc12.5%+"),
        ("3–5—6－7―8~9～0−1", "3-5-6-7-8-9-0-1"),
        ("“甲”「乙」‘丙’", '"甲""乙"\'丙\''),
        ("二〇一五 二○一五", "二零一五 二零一五"),
        ("甲\u3000乙\u00a0丙", "甲 乙 丙"),
        ("，。；：！？（）《》、", "，。；：！？（）《》、"),
        ("船,车;港:旧!真?", "船，车；港：旧！真？"),
        ("增长5%,其中", "增长5%，其中"),
        ("1,234 9:30 SCI,EI a;b", "1,234 9:30 SCI,EI a;b"),
    ],
)
def test_what_looks_alike_becomes_alike_and_punctuation_is_kept(written: str, plain: str) -> None:
    assert shadow(written) == plain


@given(st.text())
def test_shadow_has_the_length_of_the_text_and_is_its_own_shadow(text: str) -> None:
    assert len(shadow(text)) == len(text)
    assert shadow(shadow(text)) == shadow(text)

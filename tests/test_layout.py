from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from kg.layout import GAP, widths, wrap

WORDS = st.text("ab -（）12[,)市政府，“”", max_size=40)


def test_columns_are_as_wide_as_their_cells_where_there_is_room() -> None:
    assert widths([["name", "n"], ["a bank", "12"]], 80) == [6, 2]


def test_missing_room_is_taken_from_the_widest_column() -> None:
    rows = [["a long cell of many short words", "two words"]]
    assert widths(rows, 31) == [20, 9]


def test_a_table_without_room_for_its_longest_words_has_no_widths() -> None:
    rows = [["commercialisation", "guaranteed"]]
    assert widths(rows, len("commercialisation") + GAP + len("guaranteed")) == [17, 10]
    assert widths(rows, len("commercialisation") + GAP + len("guaranteed") - 1) is None


def test_a_line_ends_at_a_blank_or_after_a_hyphen() -> None:
    assert wrap("a performance-guaranteed loan", 14) == ["a performance-", "guaranteed", "loan"]


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("共有企业（193）", 8, ["共有企业", "（193）"]),
        ("销售额5000万元", 8, ["销售额", "5000万元"]),
        ("专项资金，奖励资金", 8, ["专项资", "金，奖励", "资金"]),
    ],
)
def test_chinese_is_wrapped_neither_before_a_closing_mark_nor_within_a_number(
    text: str, width: int, lines: list[str]
) -> None:
    assert wrap(text, width) == lines


def test_offsets_stay_together() -> None:
    assert wrap("§1 ¶13 [2051, 2123)", 12) == ["§1 ¶13", "[2051, 2123)"]


@given(WORDS, st.integers(2, 30))
def test_wrapping_loses_nothing_but_blanks_and_keeps_to_the_width(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(cell_len(line) <= width for line in lines)
    assert re.sub(r"\s", "", "".join(lines)) == re.sub(r"\s", "", text)


@given(st.lists(WORDS, min_size=1, max_size=4), st.integers(5, 60))
def test_no_piece_is_cut_within_the_widths_that_are_found(cells: list[str], room: int) -> None:
    found = widths([cells], room)
    if found is not None:
        assert sum(found) + GAP * (len(found) - 1) <= room
        for cell, width in zip(cells, found, strict=True):
            runs = re.findall(r"[ab12]+", cell)
            assert all(any(run in line for line in wrap(cell, width)) for run in runs)

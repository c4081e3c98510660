from __future__ import annotations

from decimal import Decimal

import pytest

from kg.web.charts import bar_chart, clip, neighbourhood, wrap


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("short", ("short",)),
        ("two words here", ("two words", "here")),
        ("unhyphenatedword", ("unhyphenat", "edword")),
        ("seed-loan product", ("seed-loan", "product")),
        ("known-in-part only", ("known-in-", "part only")),
        ("江城市科技金融平台", ("江城市科技", "金融平台")),
        ("江城市科技金融信息服务平台", ("江城市科技", "金融信息服…")),
    ],
)
def test_a_name_stands_in_two_lines_and_is_broken_between_words_where_it_can(text: str, lines: tuple[str, ...]) -> None:
    assert wrap(text, 10) == lines


def test_a_text_that_fits_is_not_cut() -> None:
    assert clip("江城银行", 8) == "江城银行"
    assert clip("江城银行", 7) == "江城银…"


def test_neighbours_stand_on_the_side_from_which_the_tie_comes_and_none_is_outside_the_picture() -> None:
    one = ("银行", "/a", "支持", False, "supporters")
    picture = neighbourhood("平台", [one] * 3, [one] * 20)
    assert picture
    assert picture.left_out == 9
    for each in picture.neighbours:
        assert 0 < each.y < picture.height
        assert (each.x < picture.x - picture.box[0] / 2) is each.towards
        assert each.towards or each.x > picture.x + picture.box[0] / 2
    assert neighbourhood("平台", [], []) is None


def test_bars_share_a_scale_with_zero_and_one_bar_is_none() -> None:
    rows = [("a", "2", Decimal(2), "", False), ("b", "-1", Decimal(-1), "", False)]
    chart = bar_chart(rows)
    assert chart
    assert [bar.length for bar in chart.bars] == pytest.approx(
        [2 * bar.length for bar in (chart.bars[1],)] + [chart.bars[1].length], abs=0.02
    )
    assert chart.bars[0].start == pytest.approx(chart.zero)
    assert bar_chart(rows[:1]) is None

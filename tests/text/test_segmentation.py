from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text.segmentation import clauses, quotations, segment, titles

PROSE = st.text(alphabet="甲乙丙。！？；，：“”‘’《》（）◎ \n\r第一节0", max_size=80)


def pieces(text: str) -> list[tuple[str, str]]:
    return [(each.kind, text[each.begin : each.end]) for each in segment(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("滨海设中心。港城设园区！", [("sentence", "滨海设中心。"), ("sentence", "港城设园区！")]),
        ("中心成立；园区挂牌。", [("sentence", "中心成立；园区挂牌。")]),
        ("他说“好。再来。”然后走了。", [("sentence", "他说“好。再来。”然后走了。")]),
        ("见《办法。试行》。完。", [("sentence", "见《办法。试行》。"), ("sentence", "完。")]),
        ("“来吧！”园区说。", [("sentence", "“来吧！”园区说。")]),
        ("开头“没有结尾。第二句。", [("sentence", "开头“没有结尾。"), ("sentence", "第二句。")]),
        ("创新平台", [("heading", "创新平台")]),
        ("◎绿色港口", [("item", "◎绿色港口")]),
        ("◎绿色港口 加快建设。再建设。", [("item", "◎绿色港口"), ("sentence", "加快建设。"), ("sentence", "再建设。")]),
        ("◎滨海园区加快建设。", [("sentence", "◎滨海园区加快建设。")]),
        ("甲。乙", [("sentence", "甲。"), ("sentence", "乙")]),
        ("  甲。 \r\n\r\n 乙。", [("sentence", "甲。"), ("sentence", "乙。")]),
        ("", []),
    ],
)
def test_a_text_falls_into_its_units(text: str, expected: list[tuple[str, str]]) -> None:
    assert pieces(text) == expected


def test_sections_and_paragraphs_are_counted() -> None:
    text = "第三章 总论\n引言。\n第一节 甲\n内容。\n第二节 乙\n内容。又。"
    assert [(each.section, each.paragraph) for each in segment(text)] == [
        (0, 1),
        (0, 2),
        (1, 3),
        (1, 4),
        (2, 5),
        (2, 6),
        (2, 6),
    ]


@given(PROSE)
def test_units_never_overlap_and_cover_all_but_white_space(text: str) -> None:
    end = 0
    for each in segment(text):
        assert end <= each.begin < each.end <= len(text)
        assert not text[end : each.begin].strip()
        assert text[each.begin : each.end].strip() == text[each.begin : each.end]
        end = each.end
    assert not text[end:].strip()


def test_clauses_end_at_commas_outside_titles_and_brackets() -> None:
    text = "滨海（含甲，乙），发布《一，二》；完成。"
    (sentence,) = segment(text)
    assert [text[b:e] for b, e in clauses(text, sentence)] == ["滨海（含甲，乙）", "发布《一，二》", "完成。"]


def test_titles_and_quotations_are_found_with_their_marks() -> None:
    text = "“港湾”计划与《港湾办法》"
    assert [text[b:e] for b, e in titles(text)] == ["《港湾办法》"]
    assert [text[b:e] for b, e in quotations(text)] == ["“港湾”"]

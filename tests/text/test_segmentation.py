from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text.layout import read_flow
from kg.text.segmentation import clauses, protected_spans, quotations, segment, titles


def parts(text: str) -> list[tuple[str, str]]:
    return [(each.kind, text[each.begin : each.end]) for each in segment(text)]


def written(text: str, spans: tuple[tuple[int, int], ...]) -> list[str]:
    return [text[begin:end] for begin, end in spans]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("港口经济", [("heading", "港口经济")]),
        (
            "货轮进港。吊车卸货！谁来验收？",
            [("sentence", "货轮进港。"), ("sentence", "吊车卸货！"), ("sentence", "谁来验收？")],
        ),
        ("船进港；车出港。", [("sentence", "船进港；车出港。")]),
        ("他问：“船呢？在哪！”没人答。", [("sentence", "他问：“船呢？在哪！”没人答。")]),
        ("见《船？》和（旧港。）一文。完。", [("sentence", "见《船？》和（旧港。）一文。"), ("sentence", "完。")]),
        ("「一。二」‘三。四’五。", [("sentence", "「一。二」‘三。四’五。")]),
        ("船到了。）”车来了。", [("sentence", "船到了。）”"), ("sentence", "车来了。")]),
        ("真的？！好。", [("sentence", "真的？！"), ("sentence", "好。")]),
        ("船到了。未完", [("sentence", "船到了。"), ("sentence", "未完")]),
        ("题目“一。二”", [("heading", "题目“一。二”")]),
        (" \r\n\u3000", []),
        ("", []),
    ],
)
def test_sentence_ends_at_its_mark_outside_quotes_titles_and_brackets(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert parts(text) == expected


@pytest.mark.parametrize(
    "text",
    ["“船到了。车来了。", "船到了。车来了”。", "《船到了。车来了。", "“船“小”到了。车来了。", "”船到了。车来了“。"],
)
def test_mark_without_partner_swallows_no_sentence_end(text: str) -> None:
    assert [part.translate({ord(mark): None for mark in "“”《"}) for _, part in parts(text)] in (
        ["船到了。", "车来了。"],
        ["船小到了。", "车来了。"],
    )


def test_quotation_does_not_reach_over_a_line_end() -> None:
    assert [part for _, part in parts("“船到了。\n车来了。走。”")] == ["“船到了。", "车来了。", "走。”"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("◎渔港联盟", [("item", "◎渔港联盟")]),
        ("◎渔港联盟 船进港。车出港。", [("item", "◎渔港联盟"), ("sentence", "船进港。"), ("sentence", "车出港。")]),
        ("◎渔港联盟\u3000船进港。", [("item", "◎渔港联盟"), ("sentence", "船进港。")]),
        ("◎ 渔港联盟 船进港。", [("item", "◎ 渔港联盟"), ("sentence", "船进港。")]),
        ("◎渔港联盟船进港。 车出港。", [("sentence", "◎渔港联盟船进港。"), ("sentence", "车出港。")]),
    ],
)
def test_circled_name_is_an_item_only_where_a_space_or_the_line_end_follows(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert parts(text) == expected


def test_sections_count_section_headings_and_paragraphs_count_lines_with_text() -> None:
    text = "第二章 海洋\r\n\r\n前言。\r\n第一节 渔业\r\n  船。\r\n第一节课很好。\r\n第１２节港口\r\n◎渔港 船。"
    found = [(each.section, each.paragraph, each.kind, text[each.begin : each.end]) for each in segment(text)]
    assert found == [
        (0, 1, "heading", "第二章 海洋"),
        (0, 2, "sentence", "前言。"),
        (1, 3, "heading", "第一节 渔业"),
        (1, 4, "sentence", "船。"),
        (1, 5, "sentence", "第一节课很好。"),
        (2, 6, "heading", "第１２节港口"),
        (2, 7, "item", "◎渔港"),
        (2, 7, "sentence", "船。"),
    ]


def test_prose_that_begins_like_a_section_heading_opens_no_section() -> None:
    assert {each.section for each in segment("第三节 说的是渔业。\n船。")} == {0}


def test_clauses_part_at_comma_semicolon_and_colon_outside_quotes() -> None:
    text = "题。渔民说：“船，车；港”，两船（一大，一小）进港；三车出港。"
    sentence = segment(text)[1]
    assert written(text, clauses(text, sentence)) == ["渔民说", "“船，车；港”", "两船（一大，一小）进港", "三车出港。"]


def test_clauses_keep_thousands_together() -> None:
    text = "产值1,500万元，增长。"
    assert written(text, clauses(text, segment(text)[0])) == ["产值1,500万元", "增长。"]


def test_titles_and_quotations_are_found_with_their_marks() -> None:
    text = "据《渔港“十年”规划》和“蓝海”“「深」潜”，《未完"
    assert written(text, titles(text)) == ["《渔港“十年”规划》"]
    assert written(text, quotations(text)) == ["“十年”", "“蓝海”", "“「深」潜”"]
    assert written(text, protected_spans(text)) == ["《渔港“十年”规划》", "“蓝海”", "“「深」潜”"]


def test_outermost_of_nested_titles_counts() -> None:
    text = "《关于〈船〉的《旧》说明》与《港》"
    assert written(text, titles(text)) == ["《关于〈船〉的《旧》说明》", "《港》"]


def test_unpaired_quotation_mark_does_not_reach_the_next_pair() -> None:
    assert written("“船和“港”", quotations("“船和“港”")) == ["“港”"]


GENRE = st.text(alphabet="船港车。！？，；：“”‘’《》（）「」◎ \t\u3000\r\n第一2节章", max_size=80)


@given(GENRE)
def test_segmentation_covers_all_text_in_order_without_overlap(text: str) -> None:
    found = segment(text)
    covered = set[int]()
    end = 0
    for each in found:
        assert end <= each.begin < each.end <= len(text)
        assert text[each.begin : each.end] == text[each.begin : each.end].strip()
        covered.update(range(each.begin, each.end))
        end = each.end
    assert all(place in covered for place, character in enumerate(text) if not character.isspace())
    assert [each.paragraph for each in found] == sorted(each.paragraph for each in found)


@given(GENRE)
def test_no_sentence_spans_a_line_end_of_the_running_text(text: str) -> None:
    running = read_flow(text).text
    assert all(not set("\r\n") & set(running[each.begin : each.end]) for each in segment(running))


@given(GENRE)
def test_clauses_lie_in_their_sentence_and_leave_out_only_marks_and_space(text: str) -> None:
    for sentence in segment(text):
        spans = clauses(text, sentence)
        assert list(spans) == sorted(spans)
        inside = {place for begin, end in spans for place in range(begin, end)}
        outside = set(range(sentence.begin, sentence.end)) - inside
        assert all(text[place].isspace() or text[place] in "，；：" for place in outside)


@given(GENRE)
def test_protected_spans_are_disjoint_and_hold_all_titles_and_quotations(text: str) -> None:
    spans = protected_spans(text)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    for inner in (*titles(text), *quotations(text)):
        assert any(begin < inner[1] and inner[0] < end for begin, end in spans)


@pytest.mark.parametrize("unit", ["“", "（“", "。", "》", "船，", "船到了。\n"])
def test_a_long_text_of_marks_is_segmented(unit: str) -> None:
    text = unit * (200_000 // len(unit)) + "完。"
    assert text[slice(*max((each.begin, each.end) for each in segment(text)))].endswith("完。")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("产值增长12.\n5%。船到了。", ["产值增长12.\n5%。", "船到了。"]),
        ("渔船有20\r\n家，港口小。", ["渔船有20\r\n家，港口小。"]),
        ("产值达7.4\n\u200b\n亿元。", ["产值达7.4\n\u200b\n亿元。"]),
        ("港口经济2\n3家渔行进港。", ["港口经济2", "3家渔行进港。"]),
        ("\u200b\n船到了。\u200b", ["船到了。"]),
        ("船到了.车来了.", ["船到了.", "车来了."]),
        ("船到了!车来了?真的.", ["船到了!", "车来了?", "真的."]),
        ("一.总则", ["一.总则"]),
        ("船到了。卡尔.马来了。", ["船到了。", "卡尔.马来了。"]),
        ("增长3.5倍", ["增长3.5倍"]),
    ],
)
def test_line_ends_within_numbers_and_half_width_marks_are_what_they_mean(text: str, expected: list[str]) -> None:
    assert [part for _, part in parts(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("渔船20艘,渔民30人;码头3座:旧。", ["渔船20艘", "渔民30人", "码头3座", "旧。"]),
        ("增长5%,其中渔业3%。", ["增长5%", "其中渔业3%。"]),
        ("产值1，234.5亿元，增长。", ["产值1，234.5亿元", "增长。"]),
        ("自9:30起,SCI,EI收录。", ["自9:30起", "SCI,EI收录。"]),
    ],
)
def test_clauses_part_at_half_width_marks_beside_chinese_but_not_within_numbers(text: str, expected: list[str]) -> None:
    assert written(text, clauses(text, segment(text)[0])) == expected


def test_titles_reach_over_a_line_end_within_a_number() -> None:
    assert written("《产值12.\n5%》", titles("《产值12.\n5%》")) == ["《产值12.\n5%》"]

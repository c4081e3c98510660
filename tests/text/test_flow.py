from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.resources import data_path
from kg.text.layout import Flow, furniture, read_flow
from kg.text.radicals import RADICALS
from kg.text.segmentation import segment

PROSE = (
    "云州港去年吞吐量达到1234.5万吨，比上年增长12.5%，其中集装箱运量86.4万标箱，连续三年居全省第一位。港务集团与三所高校共建"
    "航运技术研究中心，投入资金2.35亿元，引进专业人才120名。\n"
    "市政府出台了支持临港产业发展的意见，设立规模为10亿元的引导基金，带动社会资本投入超过35亿元，新开工项目56个。全年完成工业"
    "投资412.7亿元，增长9.8%。\n"
    "二、民生改善\n"
    "城镇居民人均可支配收入达到36542元，增长8.1%；农村居民人均可支配收入18230元，增长9.4%。新建改建学校14所，新增学位9600个，"
    "建成社区养老服务站32处，让更多老人在家门口享受到服务！"
)


def read(text: str) -> list[tuple[str, str]]:
    running = read_flow(text).text
    return [(each.kind, running[each.begin : each.end]) for each in segment(running)]


def wrap(text: str, width: int, gap: str = "\n", indent: str = "") -> str:
    lines = []
    for line in text.split("\n"):
        written = indent + line
        lines.append("\n".join(written[place : place + width] for place in range(0, len(written), width)))
    return gap.join(lines)


# ── wrapped lines ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("width", range(18, 46, 3))
@pytest.mark.parametrize(("gap", "indent"), [("\n", ""), ("\n\n", ""), ("\n", "\u3000\u3000"), ("\r\n\r\n", "    ")])
def test_wrapped_text_is_read_as_the_text_that_was_wrapped(width: int, gap: str, indent: str) -> None:
    assert read(wrap(PROSE, width, gap, indent)) == read(PROSE)


def test_lines_of_letters_and_digits_are_as_wide_as_they_look() -> None:
    lines = [""]
    columns = 0
    for character in PROSE.replace("\n", ""):
        wide = 1 if character.isascii() else 2
        if columns + wide > 50:
            lines.append("")
            columns = 0
        lines[-1] += character
        columns += wide
    assert read_flow("\n".join(lines)).text == PROSE.replace("\n", "")


def test_places_are_those_of_the_text_given() -> None:
    text = wrap(PROSE, 30)
    flow = read_flow(text)
    for each in segment(text):
        assert flow.origin(*flow.place(each.begin, each.end)) == (each.begin, each.end)
        assert text[each.begin : each.end].replace("\n", "") in PROSE


def test_a_number_torn_by_a_line_end_stays_in_its_sentence() -> None:
    assert read("全市用电量增长12.\n5%。") == [("sentence", "全市用电量增长12.5%。")]
    assert read("全市用电量增长12\n亿千瓦时。") == [("sentence", "全市用电量增长12亿千瓦时。")]
    assert read("工作任务\n1.\n5个项目开工。")[0] == ("heading", "工作任务")


@pytest.mark.parametrize(
    ("torn", "whole"),
    [
        ("修订了《\n港口条例\n》，印发各县。", "修订了《港口条例》，印发各县。"),
        ("渔船进港\n，货轮出港。", "渔船进港，货轮出港。"),
        ("渔船进港，\n货轮出港。", "渔船进港，货轮出港。"),
    ],
)
def test_a_line_that_cannot_end_or_begin_there_goes_on(torn: str, whole: str) -> None:
    assert read(torn) == [("sentence", whole)]


def test_prose_that_stops_without_an_end_goes_on_where_blank_lines_part_paragraphs() -> None:
    text = "一、港口\n\n渔船进港。细颗粒物PM\n2.5\n下降了。\n\n货轮出港。\n\n吊车卸货。"
    assert [part for _, part in read(text)] == [
        "一、港口", "渔船进港。", "细颗粒物PM2.5下降了。", "货轮出港。", "吊车卸货。",
    ]  # fmt: skip


def test_lines_of_a_list_are_not_joined() -> None:
    items = "主要目标是：\n——生产总值增长8%左右，\n——居民收入增长9%；\n——新增就业5万人\n——深化改革，扩大开放\n——2014年2月在大会上"
    assert read(items) == [
        ("heading", "主要目标是："),
        ("sentence", "——生产总值增长8%左右，"),
        ("sentence", "——居民收入增长9%；"),
        ("sentence", "——新增就业5万人"),
        ("sentence", "——深化改革，扩大开放"),
        ("heading", "——2014年2月在大会上"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "港口概况\n渔业概况\n盐业概况\n船舶概况",
        "云州港研究所\n云州船研究所\n云州盐研究所\n云州鱼研究所\n云州蟹研究所",
        "渔船进港。\n货轮出港。\n吊车卸货。",
        "一、港口\n渔船进港，满载而归。\n二、渔业\n渔民出海，风平浪静。",
    ],
)
def test_lines_that_their_author_ended_stay(text: str) -> None:
    assert read_flow(text) == Flow(text)


# ── page furniture ─────────────────────────────────────────────────────────────────────────


def _patterns() -> list[dict[str, str]]:
    with data_path("lexicon", "base", "furniture.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("row", _patterns(), ids=lambda row: row["example"])
def test_each_pattern_of_furniture_finds_its_example(row: dict[str, str]) -> None:
    assert furniture()[row["use"]].fullmatch(row["example"])
    kinds: dict[str, list[tuple[str, str]]] = {
        "alone": [],
        "page": [],
        "beside": [("heading", row["example"])],
        "break": [("heading", row["example"])],
    }
    assert read(row["example"]) == kinds[row["use"]]


def test_what_surrounds_a_page_on_the_web_is_no_part_of_the_text() -> None:
    text = "下载\n打印\n【字号：\n加大\n还原\n减小\n】\n政府工作报告\n来源：云州日报\n时间：2014-02-06\n渔船进港。\n相关报道：\n"
    assert read(text) == [("heading", "政府工作报告"), ("sentence", "渔船进港。")]


@pytest.mark.parametrize(
    "line", ["大", "中国制造", "来源", "时间紧，任务重。", "2014年", "30", "打印机产量", "编辑部：主任室，编务室"]
)
def test_lines_of_the_text_are_not_taken_for_furniture(line: str) -> None:
    assert read_flow(f"港口\n{line}\n渔业").text == f"港口\n{line}\n渔业"


@pytest.mark.parametrize("foot", ["— 3 —", "第3页 共20页", "Page 3 of 20"])
def test_the_end_of_a_page_does_not_end_a_sentence(foot: str) -> None:
    torn = wrap(PROSE, 30).split("\n")
    text = "\n".join([*torn[:2], "", foot, "", *torn[2:]])
    assert read(text) == read(PROSE)
    assert segment(text)[1].begin < text.index(foot) < segment(text)[1].end


def test_heads_that_return_on_each_page_are_left_out() -> None:
    pages = [f"云州市年鉴\n渔船{number}进港。\n货轮{number}出港。\n{number}\n" for number in range(31, 36)]
    parts = [part for _, part in read("\f".join(pages))]
    assert parts[:4] == ["云州市年鉴", "渔船31进港。", "货轮31出港。", "渔船32进港。"]
    assert parts.count("云州市年鉴") == 1


# ── characters ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("given", "running"),
    [
        ("渔\u200b船\ufeff进港。", "渔船进港。"),
        ("政 府 工 作 报 告", "政府工作报告"),
        ("前\u3000言", "前言"),
        ("云州市 政 府 工 作 报 告", "云州市 政府工作报告"),
        ("云州 王某 李某", "云州 王某 李某"),
        ("增长10.1%;渔业,盐业增长.货轮!出港?好", "增长10.1%；渔业，盐业增长。货轮！出港？好"),
        ("1.全面推进", "1.全面推进"),
        ("一.总体要求", "一.总体要求"),
        ("（二）.总体要求", "（二）.总体要求"),
        ("共1,234.5万元,增长3:2", "共1,234.5万元，增长3:2"),
        ("任务完成.", "任务完成。"),
        ("port,harbour.ship:1", "port,harbour.ship:1"),
    ],
)
def test_running_text_has_whole_words_and_wide_marks(given: str, running: str) -> None:
    assert read_flow(given).text == running


def test_a_half_width_stop_between_chinese_characters_ends_a_sentence() -> None:
    assert [part for _, part in read("渔船进港.货轮出港!")] == ["渔船进港。", "货轮出港！"]


# ── laws ───────────────────────────────────────────────────────────────────────────────────

DIRTY = st.text(alphabet="船港 车。，,.;《》\n\r\f\u200b\u30001２%下载打印—— 一、（二）第页：来源", max_size=60)
WRAPPED = st.builds(wrap, st.just(PROSE), st.integers(3, 60), st.sampled_from(["\n", "\n\n", "\r\n"]))


@given(st.one_of(DIRTY, WRAPPED))
def test_running_text_is_its_own_running_text(text: str) -> None:
    running = read_flow(text).text
    assert read_flow(running) == Flow(running)


@given(st.one_of(DIRTY, WRAPPED))
def test_running_text_adds_nothing_and_leaves_out_no_prose(text: str) -> None:
    flow = read_flow(text)
    wide = str.maketrans(",;:!?.\f", "，；：！？。\n")
    for place, character in enumerate(flow.text):
        begin, end = flow.origin(place, place + 1)
        assert end == begin + 1
        assert character in (text[begin], text[begin].translate(wide))
        assert flow.place(begin, end) == (place, place + 1)


@pytest.mark.parametrize(
    "unit", ["船", "船\n", "船，\n", "1\n", "\u200b\n", "下载\n", "政 ", ".", "船.", "。\n\n", "　船\n"]
)
def test_a_long_text_is_laid_out(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    assert len(read_flow(text).text) <= len(text)


def test_rare_line_ends_are_line_ends() -> None:
    assert [part for _, part in read("渔船进港。\u2028货轮出港。\x0b吊车卸货。")] == [
        "渔船进港。",
        "货轮出港。",
        "吊车卸货。",
    ]


def test_radicals_that_a_font_gives_for_characters_are_read_as_these() -> None:
    flow = read_flow("云州港⽣产总值增⻓7.1%，新建渔港3座。")
    assert flow.text == "云州港生产总值增长7.1%，新建渔港3座。"
    assert flow.is_plain


def test_every_radical_is_one_character_that_is_none() -> None:
    assert len(RADICALS) > 250
    assert all(len(whole) == 1 and ord(whole) not in RADICALS for whole in RADICALS.values())

"""Whose document it is and which years it speaks of, on prose of our own."""

from __future__ import annotations

from datetime import date

import pytest
from support.names import LEXICON

from kg.errors import InputError
from kg.model import Document
from kg.reader.document.context import find_context
from kg.reader.values import DocumentContext, Options
from kg.text.decoding import fingerprint
from kg.text.segmentation import segment


def context_of(text: str, name: str = "text", **options: object) -> DocumentContext:
    document = Document(name, text, fingerprint(text))
    return find_context(document, segment(text), LEXICON, Options(**options))  # type: ignore[arg-type]


NATION = "各位代表：\n我代表国务院向大会报告去年做成的事。\n一、2014年工作回顾\n我国经济平稳增长，香港、台湾同胞往来增多。\n二、2015年工作总体部署\n今年要稳增长。"
PROVINCE = "2026年青海省政府工作报告\n——2026年1月26日在青海省第十四届人民代表大会第四次会议上\n青海省省长 某某\n各位代表：\n我代表省人民政府作报告。\n一、工作回顾\n全省经济增长4%。"
DISTRICT = "政 府 工 作 报 告\n——2018年3月7日在长沙市岳麓区第五届人民代表大会第二次会议上\n岳麓区人民政府区长 某某\n一、2017年工作回顾\n全区新增企业20家。\n二、2018年工作安排\n加快建设。"


@pytest.mark.parametrize(
    ("text", "place", "base_year", "report_year"),
    [
        (NATION, "中国", 2014, 2015),
        (PROVINCE, "青海省", 2025, 2026),
        (DISTRICT, "岳麓区", 2017, 2018),
        (PROVINCE.replace("2026年1月26日", "二〇二六年一月二十六日").replace("2026年青", "青"), "青海省", 2025, 2026),
        (
            "政府工作报告\n一、1 9 9 8 年工作回顾\n我国经济增长，我国粮食丰收，全国就业稳定，我国进步。",
            "中国",
            1998,
            1999,
        ),
        ("我代表国务院向第十届全国人民代表大会第一次会议报告过去五年的工作。", "中国", 2002, 2003),
        ("第十三届全国人民代表大会第四次会议关于政府工作报告的决议\n会议批准这个报告。", "中国", 2020, 2021),
        ("我代表国务院向第一届全国人民代表大会第四次会议作政府工作报告。", "中国", 1956, 1957),
        (
            "我受国务院的委托，向大会提出关于国民经济的报告。\n我国、我国、我国1979年丰收，1979年增产。",
            "中国",
            1979,
            1980,
        ),
        ("政府工作报告\n广州市市长 某某\n一、2021年工作回顾\n全市新增企业20家。", "广州市", 2021, 2022),
        (
            "政府工作报告\n——2023年1月5日在广西壮族自治区第十四届\n人民代表大会第一次会议上\n我代表自治区人民政府作报告。",
            "广西壮族自治区",
            2022,
            2023,
        ),
        ("云阳市2014年统计公报\n全市新增企业20家。", "云阳市", 2014, None),
        ("云州市2014年统计公报\n全市新增企业20家。", "云州市", 2014, None),
        ("政府工作报告\n云州市市长 某某\n一、2021年工作回顾\n全市新增企业20家。", "云州市", 2021, 2022),
        ("绍兴市2014年国民经济和社会发展统计公报\n全市新增企业20家。", "绍兴市", 2014, None),
    ],
)
def test_a_document_is_known_by_its_head_and_headings(
    text: str, place: str, base_year: int, report_year: int | None
) -> None:
    found = context_of(text)
    assert found.place is not None
    assert (found.place.zh, found.base_year, found.report_year) == (place, base_year, report_year)


def test_a_session_that_time_is_counted_from_is_not_the_documents_own() -> None:
    text = "我代表国务院作政府工作报告。\n从第七届全国人民代表大会第一次会议，到这次大会，已经五年。"
    assert context_of(text).report_year is None
    assert context_of(text, "report-1993").report_year == 1993


def test_findings_that_agree_outweigh_one_that_does_not() -> None:
    text = "我代表国务院向第九届全国人民代表大会第二次会议作政府工作报告。\n一、1996年情况回顾\n我国稳定。"
    assert context_of(text, "report-1999").report_year == 1999
    assert context_of(text, "report-1999", year=1995).base_year == 1995


@pytest.mark.parametrize(("prose", "year"), [("一九七三年，全国丰收。", 1973), ("1973年，全国丰收。", 1973)])
def test_a_year_that_a_long_text_names_once_is_not_its_own(prose: str, year: int) -> None:
    assert context_of(prose).base_year == year
    assert context_of("我们总结经验，继续前进。" * 1000 + "\n" + prose).base_year is None


def test_each_answer_stands_on_words_of_the_text() -> None:
    found = context_of(PROVINCE)
    session = next(each for each in found.findings if each.rule == "session-date")
    assert (session.field, session.value) == ("report_year", "2026")
    assert "2026年1月26日" in PROVINCE[session.begin : session.end]


def test_what_nothing_says_stays_open() -> None:
    found = context_of("新增企业20家，投资5亿元。园区建成。")
    assert (found.place, found.base_year, found.report_year) == (None, None, None)


def test_a_place_that_is_named_once_owns_no_document() -> None:
    assert context_of("2015年，企业赴苏州市参展，签约20家。").place is None


def test_no_place_is_made_of_a_verb() -> None:
    assert context_of("加强县域经济。加强县域经济。加强县城建设。加强县级医院。").place is None


def test_what_the_user_says_comes_first() -> None:
    found = context_of(PROVINCE, place="甘肃省", year=2020, published=date(2021, 2, 1))
    assert found.place is not None
    assert (found.place.zh, found.base_year, found.report_year) == ("甘肃省", 2020, 2021)
    assert found.published == date(2021, 2, 1)


def test_a_place_that_nobody_knows_is_refused_by_name() -> None:
    with pytest.raises(InputError, match="--place 某某局"):
        context_of(PROVINCE, place="某某局")


def test_the_name_of_a_file_tells_what_the_text_does_not() -> None:
    found = context_of("政府工作报告\n各位代表：\n经济平稳增长。", "fujian-2019.txt")
    assert found.place is not None
    assert (found.place.zh, found.base_year, found.report_year) == ("福建省", 2018, 2019)

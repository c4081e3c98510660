from __future__ import annotations

import pytest

from kg.drafting import extract
from kg.model import Document
from kg.offsets import running_document, to_file, to_running_text
from kg.text.decoding import fingerprint
from kg.verification import verify

TEXT = (
    "下载\n打印\n云州市科技创新报告\n"
    "2012年，云州市共有高新技术企业128家，比上年增加16家；全市技\n"
    "术合同成交额达到45.6亿元，增长12.\n"
    "5%。云州市科学技术委员会与云州大学共建了云州纳米技术研究院，\n"
    "投入资金3,200万元。\n"
)
"""A wrapped text between the furniture of its page."""
GENERAL_PACKS = ("base", "cn-st")


def document(text: str) -> Document:
    return Document("yunzhou.txt", text, fingerprint(text))


def test_rows_of_a_wrapped_text_stand_where_they_say() -> None:
    given = document(TEXT)
    tables = extract(given, GENERAL_PACKS)
    report = verify(tables, given)
    assert not report.problems
    assert [(TEXT[row.begin : row.end], row.unit) for row in tables.figures if row.unit == "percent"] == [
        ("12.\n5%", "percent")
    ]
    assert TEXT[tables.sentences[0].begin : tables.sentences[0].end] == "云州市科技创新报告"


def test_a_wrapped_text_yields_what_the_same_text_in_one_line_does() -> None:
    given = document(TEXT)
    running = running_document(given)
    wrapped, plain = extract(given, GENERAL_PACKS), extract(running, GENERAL_PACKS)
    assert to_running_text(wrapped, given).figures == plain.figures
    assert to_running_text(wrapped, given).relations == plain.relations
    assert to_running_text(wrapped, given).mentions == plain.mentions
    assert to_file(plain, given).figures == wrapped.figures
    assert [row.value for row in plain.figures]


@pytest.mark.parametrize("text", ["渔船进港。\n", "渔船进港;货轮出港。"])
def test_a_text_without_line_ends_in_its_sentences_keeps_its_places(text: str) -> None:
    given = document(text)
    assert to_running_text(extract(given, GENERAL_PACKS), given) == extract(given, GENERAL_PACKS)
    assert not verify(extract(given, GENERAL_PACKS), given).problems


def test_a_spaced_heading_makes_no_scanned_text() -> None:
    given = document("政 府 工 作 报 告\n2012年，无锡市共有高新技术企业128家。\n")
    tables = extract(given, GENERAL_PACKS)
    assert tables.documents[0].title == "政府工作报告"
    assert not verify(tables, given).problems

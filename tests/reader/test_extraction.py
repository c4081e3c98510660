from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from kg.drafting import extract
from kg.errors import InputError
from kg.model import Document
from kg.reader import unread_sentences
from kg.reader.packs.lexicon import GENERAL_PACKS
from kg.resources import data_path
from kg.tables import read_tables, write_tables
from kg.text.decoding import fingerprint, read_document
from kg.verification import verify

if TYPE_CHECKING:
    from pathlib import Path

CHAPTER = """第三章 科技服务

2014年，绍兴市以企业为主体，加快建设科技服务体系。绍兴市纺织机械技术服务中心（以下简称“纺机中心”）为35家企业提供检测。

第一节 科技金融

市科技局与越州商业银行签订协议，推出“科易贷”。《绍兴市科技贷款贴息办法》出台。《贴息办法》规定，柯桥区财政给予补贴。

◎纺机中心 全年服务企业120家。该中心还与浙江理工大学共建联合实验室。
"""


def document(text: str) -> Document:
    return Document("shaoxing-2014.txt", text, fingerprint(text))


@pytest.mark.parametrize(
    "text",
    [
        CHAPTER,
        CHAPTER.replace("\n", "\r\n"),
        CHAPTER.replace("\n\n", "\n　　"),
        CHAPTER.replace("\n", ""),
        "指标\t2013\t2014\n绍兴市\t12\t15\n企业数（家）\t3\t4\n",
        "。",
    ],
    ids=["plain", "crlf", "indented", "one line", "a pasted table", "a mark"],
)
def test_what_is_extracted_is_verified(text: str, tmp_path: Path) -> None:
    source = document(text)
    write_tables(extract(source, GENERAL_PACKS), tmp_path / "read")
    report = verify(read_tables(tmp_path / "read"), source)
    assert report.problems == ()


def test_extraction_is_deterministic(tmp_path: Path) -> None:
    for name in ("first", "second"):
        write_tables(extract(document(CHAPTER), GENERAL_PACKS), tmp_path / name)
    for path in (tmp_path / "first").iterdir():
        assert path.read_bytes() == (tmp_path / "second" / path.name).read_bytes()


def test_every_mention_says_its_rule_and_confidence() -> None:
    tables = extract(document(CHAPTER), GENERAL_PACKS)
    assert all(row.rule and row.confidence and 0 < row.confidence <= 1 for row in tables.mentions)


def test_the_document_is_about_its_place_and_year() -> None:
    (row,) = extract(document(CHAPTER), GENERAL_PACKS).documents
    assert (row.id, row.place, row.base_year, row.title) == ("shaoxing-2014", "绍兴市", 2014, "第三章 科技服务")


def test_a_thing_gets_the_function_of_its_section() -> None:
    tables = extract(document(CHAPTER), GENERAL_PACKS)
    functions = {row.id: row.function for row in tables.entities}
    assert functions["《绍兴市科技贷款贴息办法》"] == "techFinance"


def test_sentences_that_nothing_was_read_from_are_listed() -> None:
    tables = extract(document(CHAPTER), GENERAL_PACKS)
    prose = {row.id for row in tables.sentences if row.kind == "sentence"}
    assert {row.id for row in unread_sentences(tables)} <= prose


def test_traditional_characters_are_read_as_simplified_ones_are() -> None:
    with data_path("lexicon", "base", "characters.csv").open(encoding="utf-8", newline="") as stream:
        traditional = {ord(row["simplified"]): row["traditional"] for row in csv.DictReader(stream)}
    plain, other = (extract(document(text), GENERAL_PACKS) for text in (CHAPTER, CHAPTER.translate(traditional)))
    for table in ("mentions", "groups", "figures"):
        spans = [{(row.begin, row.end) for row in getattr(tables, table)} for tables in (plain, other)]
        assert spans[0] == spans[1], table


def test_scanned_text_with_spaces_between_its_characters_is_refused() -> None:
    with pytest.raises(
        InputError, match=r"shaoxing-2014\.txt: \d+ spaces stand between Chinese characters.*take them out"
    ):
        extract(document(" ".join(CHAPTER)), GENERAL_PACKS)


def test_gbk_is_read_as_utf8_is(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(CHAPTER.encode("gbk", "ignore"))
    (tmp_path / "b.txt").write_bytes(CHAPTER.encode("gbk", "ignore").decode("gbk").encode())
    first = extract(read_document(tmp_path / "a.txt"), GENERAL_PACKS)
    second = extract(read_document(tmp_path / "b.txt"), GENERAL_PACKS)
    assert first.mentions == second.mentions

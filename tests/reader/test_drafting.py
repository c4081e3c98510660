"""What is drafted holds: on generated documents, and when the reader errs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.drafting import draft, prove
from kg.mapping import build
from kg.model import Document
from kg.tables import read_tables, write_tables
from kg.text.decoding import fingerprint
from kg.verification import verify

if TYPE_CHECKING:
    from pathlib import Path

_PIECES = st.sampled_from(
    [
        "2025年", "五年来", "截至2025年底", "“十五五”时期", "力争", "今年", "全省", "我国", "江城大学", "甲县", "“百企登高”行动",
        "《江城市科技条例》", "高新技术企业", "新增", "建成", "实施", "支持", "获批", "投资", "下降", "分别增长", "达到", "超过",
        "20家", "3.5亿元", "12%", "1.2万公里", "3000多人", "百分之五", "2×35万千瓦", "5G", "−200万元", "３万４０００人",
        "，", "。", "；", "、", "（", "）", "\n", "一、", "（一）", "——", "其中", "比上年", "和", "的", "园区", "！", " ", "：",
    ]
)  # fmt: skip


def document(text: str) -> Document:
    return Document("generated", text, fingerprint(text))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=st.lists(_PIECES, min_size=3, max_size=60))
def test_whatever_is_read_verifies_and_builds(pieces: list[str]) -> None:
    text = "".join(pieces)
    if not text.strip():
        return
    source = document(text)
    made = draft(source)
    assert not verify(made.tables, source).problems
    build(made.tables, "https://example.org/")


@pytest.mark.slow
@settings(max_examples=2000, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=st.lists(_PIECES, min_size=3, max_size=50))
def test_thousands_of_generated_documents_verify(pieces: list[str]) -> None:
    source = document("".join(pieces) + "。")
    assert not verify(draft(source).tables, source).problems


def test_what_is_written_reads_back(tmp_path: Path) -> None:
    source = document("2025年江城市政府工作报告\n一、2024年工作回顾\n全市新增企业20家，增长5%。实施“百企登高”行动。\n")
    tables = draft(source).tables
    write_tables(tables, tmp_path / "tables")
    assert read_tables(tmp_path / "tables").figures == tables.figures


def test_a_row_that_does_not_hold_is_left_out_and_the_rest_stays() -> None:
    source = document("2012年，全市新增企业20家，新增专利30件。")
    tables = draft(source, base_year=2012, place="苏州市").tables
    first, *others = tables.figures
    made = prove(
        replace(tables, figures=(replace(first, value=first.value + 1 if first.value else None), *others)), source
    )
    assert [each.file for each in made.left_out] == ["figures.csv"]
    assert [row.id for row in made.tables.figures] == [row.id for row in others]


def test_what_nothing_accounts_for_is_counted_by_kind_and_listed() -> None:
    made = draft(document("2012年，甲园建成。编号7。春风拂面，万物生长。"), base_year=2012)
    assert made.unread_by_kind["sentence"] >= 1
    assert made.listing.splitlines()[0] == "kind,begin,end,reason"
    assert len(made.listing.splitlines()) == 1 + len(made.unread) + len(made.left_out)


@pytest.mark.parametrize("name", ["x\ue000y.txt", "=cmd.txt", "x.txt"])
@pytest.mark.parametrize(
    "text",
    [
        "标题\t年\n江阴市2024年新增企业20家。\n",
        "=cmd|calc\n江阴市新增企业20家。\n",
        "@江阴市统计公报\n江阴市2024年新增企业20家，支持“+\ufe0f互联网”行动。\n",
        "江阴市\ue001渔网公司新增企业20家。",
    ],
)
def test_no_character_of_a_text_or_its_name_makes_a_draft_that_is_refused(name: str, text: str, tmp_path: Path) -> None:
    tables = draft(Document(name, text, fingerprint(text))).tables
    write_tables(tables, tmp_path / "tables")
    assert read_tables(tmp_path / "tables").sentences == tables.sentences

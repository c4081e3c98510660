"""A confidence is a share of rows that were right."""

from __future__ import annotations

from decimal import Decimal

import pytest
from support.names import LEXICON

from kg.model import Document
from kg.reader import read
from kg.reader.confidence import Calibration
from kg.text.decoding import fingerprint

COUNTS = {
    ("mentions", "*"): (60, 100),
    ("mentions", "common"): (45, 50),
    ("mentions", "rare"): (0, 1),
    ("mentions", "unseen"): (30, 100),
}


@pytest.mark.parametrize(
    ("sort", "share"),
    [
        ("common", (45 + 6) / 60),
        ("rare", (0 + 6) / 11),
        ("never seen", 0.6),
    ],
)
def test_a_share_is_drawn_towards_its_table_and_scaled_by_what_is_unseen(sort: str, share: float) -> None:
    found = Calibration(COUNTS).confidence("mentions", sort)
    assert found is not None
    assert float(found) == pytest.approx(share * 0.5, abs=0.006)


def test_nothing_is_known_of_a_table_without_counts() -> None:
    assert Calibration(COUNTS).confidence("figures", "common") is None


def test_rows_of_a_report_have_measured_confidences() -> None:
    text = "2016年江城市政府工作报告\n一、2015年工作回顾\n江城大学建成实验室3个。全市新增企业20家。\n"
    tables = read(Document("t", text, fingerprint(text)))
    calibration = Calibration.of(LEXICON)
    for row in tables.figures:
        assert row.rule
        assert row.confidence != Decimal("0.9")
        assert Decimal(0) < (row.confidence or Decimal(0)) <= 1
    assert calibration.confidence("figures", "*") is not None

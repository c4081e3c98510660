"""All real texts go the whole road: read, written, read back, verified, built, checked against the shapes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from conftest import ROOT

CORPUS = Path(os.environ.get("KG_CORPUS") or ROOT.parent / "shared" / "corpus")


@pytest.mark.slow
@pytest.mark.skipif(not CORPUS.is_dir(), reason="needs the real texts")
def test_every_real_text_goes_the_whole_road_and_says_whose_and_when() -> None:
    from real_evaluation import walk  # noqa: PLC0415 - a script
    from real_texts import index  # noqa: PLC0415

    for name, row in index().items():
        road = walk(name)
        assert not road.refused, (name, road.refused)
        assert (road.place, road.base_year) == (row["place"], row["base_year"]), name

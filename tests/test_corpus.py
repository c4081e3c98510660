from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import ROOT, load_script

from kg.mapping import build
from kg.reasoning import infer
from kg.tables import read_tables
from kg.text.decoding import read_document
from kg.validation import check_cube, validate
from kg.verification import verify

if TYPE_CHECKING:
    from pathlib import Path

CORPUS = ROOT / "tests" / "corpus"
TEXTS = sorted(path for path in CORPUS.iterdir() if path.is_dir())


@pytest.mark.parametrize("folder", TEXTS, ids=lambda folder: folder.name)
def test_every_row_stands_in_its_text_and_every_number_name_and_quotation_is_accounted_for(folder: Path) -> None:
    report = verify(read_tables(folder / "tables"), read_document(folder / "chapter.txt"))
    assert not report.problems
    assert not report.gaps


@pytest.mark.slow
@pytest.mark.parametrize("folder", TEXTS, ids=lambda folder: folder.name)
def test_the_tables_make_a_graph_without_contradiction_that_fits_the_shapes(folder: Path) -> None:
    closed = infer(build(read_tables(folder / "tables")))
    assert not validate(closed)
    assert not check_cube(closed)


def test_each_text_belongs_to_one_part_and_the_evaluation_shows_every_part() -> None:
    parts = load_script("update_corpus").read_halves()
    assert sorted(parts) == [folder.name for folder in TEXTS]
    assert set(parts.values()) == set(load_script("update_evaluation").PARTS)


def test_the_counts_in_the_readme_are_those_of_the_tables() -> None:
    """Run `python scripts/update_corpus.py` if this fails."""
    page = (CORPUS / "README.md").read_text(encoding="utf-8")
    assert page == load_script("update_corpus").update(page)

"""The real texts that annotations are of: where they are, and what the reader makes of them."""

from __future__ import annotations

import csv
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from kg.drafting import extract
from kg.text.decoding import read_document

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.model import Document, Tables

__all__ = ["ROOT", "corpus", "index", "read_corpus"]

ROOT = Path(__file__).resolve().parent.parent


def corpus() -> Path:
    """The folder of the real texts."""
    folder = Path(os.environ.get("KG_CORPUS") or ROOT.parent / "shared" / "corpus")
    if not folder.is_dir():
        sys.exit(f"{folder}: no such folder; say where the real texts are: KG_CORPUS=DIR")
    return folder


def index() -> dict[str, dict[str, str]]:
    """What is known of each text, by its file: whose report it is, when it was given, which year it looks back on."""
    with (corpus() / "index.csv").open(encoding="utf-8-sig", newline="") as stream:
        return {row["file"]: row for row in csv.DictReader(stream)}


def read_corpus(files: Iterable[str]) -> tuple[dict[str, Document], dict[str, Tables]]:
    """Some of the texts, and the tables that the reader makes of them with default options."""
    names = sorted(files)
    documents = {name: read_document(corpus() / name) for name in names}
    with ProcessPoolExecutor() as pool:
        tables = dict(zip(names, pool.map(extract, documents.values()), strict=True))
    return documents, tables

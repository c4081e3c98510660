"""Count which sorts of rows were right on the development sentences; write ``data/lexicon/base/confidence.csv``.

Of the test sentences only the totals of each table are counted: how much less is right where no rule was tuned.

Usage: ``python scripts/update_confidence.py`` (or ``make calibration``); the texts are looked for at
``../shared/corpus``, or where KG_CORPUS says.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path

from real_texts import ROOT, read_corpus

from kg.annotations import judge_rows, read_annotations
from kg.reader.confidence import UNSEEN, sort_of

TABLE = ROOT / "data" / "lexicon" / "base" / "confidence.csv"
_AT_LEAST = 8
"""Rows of a sort that are worth a line; rarer sorts have the share of their table."""
_RARE = "rare"


def main() -> None:
    every = read_annotations(ROOT / "tests" / "real")
    sentences = [each for each in every if each.half != "test"]
    documents, tables = read_corpus({each.file for each in every})
    rows: Counter[tuple[str, str]] = Counter()
    right: Counter[tuple[str, str]] = Counter()
    for table, row, is_right in judge_rows(sentences, tables, documents):
        key = table, sort_of(table, row)
        rows[key] += 1
        right[key] += is_right
    for key in [key for key, count in rows.items() if count < _AT_LEAST]:
        rare = key[0], _RARE
        rows[rare] += rows.pop(key)
        right[rare] += right.pop(key, 0)
    for table, _, is_right in judge_rows([each for each in every if each.half == "test"], tables, documents):
        rows[table, UNSEEN] += 1
        right[table, UNSEEN] += is_right
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(["table", "sort", "right", "rows"])
    writer.writerows([table, sort, right[table, sort], count] for (table, sort), count in sorted(rows.items()))
    TABLE.write_text(stream.getvalue(), encoding="utf-8", newline="")
    print(f"{TABLE.relative_to(Path.cwd()) if TABLE.is_relative_to(Path.cwd()) else TABLE}: {len(rows)} sorts")  # noqa: T201


if __name__ == "__main__":
    main()

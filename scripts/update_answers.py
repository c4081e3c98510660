"""Write the expected answers of the named questions anew; review the difference before you commit it.

Usage: ``python scripts/update_answers.py``
"""

from __future__ import annotations

import csv
from pathlib import Path

from kg.evidence import label_of
from kg.mapping import build
from kg.queries import list_questions, select
from kg.reasoning import infer
from kg.resources import data_path
from kg.tables import read_tables

ANSWERS = Path(__file__).resolve().parent.parent / "tests" / "questions"
LISTINGS = {"entities", "indicators"}  # whole tables: a test counts them in the tables instead


def main() -> None:
    closed = infer(build(read_tables(data_path("shanghai-2012"))))
    for question in list_questions():
        if question.name not in LISTINGS:
            rows = select(closed, question.name)
            with (ANSWERS / f"{question.name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
                writer.writeheader()
                writer.writerows({name: label_of(closed, term, "zh") for name, term in row.items()} for row in rows)


if __name__ == "__main__":
    main()

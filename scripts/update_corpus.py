"""Count the texts of ``tests/corpus`` and write the counts into its README.

Usage: ``python scripts/update_corpus.py``; ``tests/test_corpus.py`` keeps the counts current.
"""

from __future__ import annotations

import csv
from pathlib import Path

from kg.tables import read_tables

CORPUS = Path(__file__).resolve().parent.parent / "tests" / "corpus"
BEGIN, END = "<!-- counts -->\n", "<!-- /counts -->"
COLUMNS = ("sentences", "mentions", "entities", "groups", "figures", "relations")


def read_halves() -> dict[str, str]:
    """The part of each text (development or blind), in the order of ``halves.csv``."""
    with (CORPUS / "halves.csv").open(encoding="utf-8", newline="") as stream:
        return {row["text"]: row["half"] for row in csv.DictReader(stream)}


def count(text: str) -> tuple[int, ...]:
    """One number for each of COLUMNS; headings and items are not counted as sentences."""
    tables = read_tables(CORPUS / text / "tables")
    prose = sum(row.kind == "sentence" for row in tables.sentences)
    return (prose, *(len(getattr(tables, name)) for name in COLUMNS[1:]))


def show_counts() -> str:
    """A table with a line for each text, and one for each part."""
    rows = [(text, part, count(text)) for text, part in read_halves().items()]
    for part in dict.fromkeys(part for _, part, _ in rows):
        members = [numbers for _, other, numbers in rows if other == part]
        rows.append(("all", part, tuple(map(sum, zip(*members, strict=True)))))
    lines = [f"| text | part | {' | '.join(COLUMNS)} |", "|---|---|" + "---:|" * len(COLUMNS)]
    lines += [f"| {text} | {part} | {' | '.join(map(str, numbers))} |" for text, part, numbers in rows]
    return "\n".join(lines)


def update(page: str) -> str:
    """The page with the counts between its marks."""
    head, rest = page.split(BEGIN)
    return f"{head}{BEGIN}{show_counts()}\n{END}{rest.split(END)[1]}"


if __name__ == "__main__":
    readme = CORPUS / "README.md"
    readme.write_text(update(readme.read_text(encoding="utf-8")), encoding="utf-8")

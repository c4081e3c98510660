"""Write a pack's ``indicators.csv``: the indicators of reviewed tables, with the forms in which their text names them.

    python scripts/make_indicator_pack.py data/shanghai-2012 CHAPTER data/lexicon/shanghai-2012

The reader is run with the general packs; the forms of an indicator are the normal forms that it makes where the
reviewed tables have that indicator. A form is left out if it stands for several, or if it shares less than two
characters with the label. Run it again when the tables or the rules changed.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from kg.drafting import extract
from kg.reader.packs.lexicon import GENERAL_PACKS, load_packs
from kg.tables import read_tables
from kg.text.decoding import read_document

if TYPE_CHECKING:
    from kg.model import ConceptRow, Tables


def find_forms(found: Tables, gold: Tables) -> dict[str, list[str]]:
    reviewed = {(row.begin, row.end): row.indicator for row in gold.figures}
    labels = {row.id: row.zh for row in found.indicators}
    meant = defaultdict(set)
    for row in found.figures:
        if (row.begin, row.end) in reviewed:
            meant[labels[row.indicator]].add(reviewed[row.begin, row.end])
    forms: dict[str, list[str]] = defaultdict(list)
    zh = {row.id: row.zh for row in gold.indicators}
    for label, ids in meant.items():
        (indicator, *others) = ids
        if not others and label != zh[indicator] and len(set(label[:-1]) & set(zh[indicator][:-1])) > 1:
            forms[indicator].append(label)
    return forms


def is_needed(row: ConceptRow, forms: list[str], known: dict[str, str]) -> bool:
    return bool(forms) or known.get(row.id) != row.zh


def main(tables: str, chapter: str, pack: str) -> None:
    gold = read_tables(tables)
    forms = find_forms(extract(read_document(chapter), GENERAL_PACKS, gold.documents[0].base_year), gold)
    known = {row["id"]: row["zh"] for row in load_packs(GENERAL_PACKS).tables["indicators"]}
    with (Path(pack) / "indicators.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("id", "zh", "en", "forms"))
        for row in gold.indicators:
            if is_needed(row, forms[row.id], known):
                writer.writerow((row.id, row.zh, row.en, " ".join(forms[row.id])))


if __name__ == "__main__":
    main(*sys.argv[1:])

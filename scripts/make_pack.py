"""Make a pack of names from reviewed tables: ``python scripts/make_pack.py data/shanghai-2012``.

The pack goes to ``data/lexicon/<name of the tables>``. A form that stands for several entities is left out:
nothing in the pack could tell which is meant; but a field gives way to what is named after it. Places that the
base pack has by their code are left out too.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from pathlib import Path

from kg.tables import read_tables
from kg.text.places import known_places

LEXICON = Path(__file__).resolve().parent.parent / "data" / "lexicon"


def main() -> None:
    tables = read_tables(sys.argv[1])
    entities = {row.id: row for row in tables.entities}
    bearers: dict[str, set[str]] = defaultdict(set)
    for name in tables.names:
        bearers[name.form].add(name.entity)
    for form, known in bearers.items():
        named = {each for each in known if entities[each].class_ != "Field"}
        if len(known) > 1 and len(named) == 1:
            bearers[form] = named
    rows = []
    for name in tables.names:
        entity = entities[name.entity]
        if name.lang == "zh" and entity.code not in known_places() and bearers[name.form] == {name.entity}:
            english = entity.en if name.kind == "full" else ""
            rows.append([name.entity, name.form, entity.class_, name.kind, english, entity.function or ""])
    folder = LEXICON / tables.name
    folder.mkdir(exist_ok=True)
    with (folder / "names.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["entity", "form", "class", "kind", "en", "function"])
        writer.writerows(rows)


if __name__ == "__main__":
    main()

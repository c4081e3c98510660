"""Write the expected graphs of ``tests/golden`` anew; read the difference before you commit it.

Usage: ``python scripts/update_golden.py``
"""

from __future__ import annotations

from pathlib import Path

from rdflib import URIRef

from kg.mapping import build
from kg.namespaces import mint
from kg.store import write_dataset
from kg.tables import read_tables


def main() -> None:
    for case in sorted((Path(__file__).resolve().parent.parent / "tests" / "golden").iterdir()):
        if case.is_dir():
            dataset = build(read_tables(case / "tables"))
            dataset.remove_graph(URIRef(mint("https://w3id.org/tis/id/", "graph", "ontology")))
            write_dataset(dataset, case / "expected.nq")


if __name__ == "__main__":
    main()

"""Write ``kg/terms.py`` from the ontology: run it after every change of ``ontology/*.ttl``.

Usage: ``python scripts/generate_terms.py`` (or ``make terms``).
"""

from __future__ import annotations

from pathlib import Path

from kg.ontology import load_ontology, render_terms


def main() -> None:
    target = Path(__file__).resolve().parent.parent / "kg" / "terms.py"
    target.write_text(render_terms(load_ontology()), encoding="utf-8")


if __name__ == "__main__":
    main()

"""Administrative areas by their codes (GB/T 2260), as the packs of ``data/lexicon`` list them."""

from __future__ import annotations

import csv
from functools import lru_cache

from kg.resources import data_path

__all__ = ["known_places"]


@lru_cache(maxsize=1)
def known_places() -> dict[str, str]:
    """The standard name of each code that a pack lists in its ``places.csv`` (columns ``code,zh,en``)."""
    found: dict[str, str] = {}
    for path in sorted(data_path("lexicon").glob("*/places.csv")):
        with path.open(encoding="utf-8-sig", newline="") as stream:
            found |= {row["code"]: row["zh"] for row in csv.DictReader(stream) if row["code"]}
    return found

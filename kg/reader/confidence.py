"""How sure a row is: the share of rows of its sort that were right on annotated sentences of real documents.

A sort is the rule that made a row and, of a figure, how its subject and its period were decided. The shares are
data (``confidence.csv`` of a pack, made by ``make calibration`` from the development sentences): ``right`` of
``rows`` were right, and the confidence is that share, drawn towards the share of all rows of the table where there
are few (a beta prior with the weight of :data:`PRIOR` rows). A sort that was never seen has the share of its table.
Sentences that rules were tuned on flatter, so each share is scaled by how the table as a whole fares on sentences that
nobody looked at (the line ``unseen``). Where a table has no shares, rows keep the confidence of their rule.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.model import FigureRow, MentionRow, RelationRow, Tables
    from kg.reader.values import Lexicon

    Row = TypeVar("Row", FigureRow, MentionRow, RelationRow)

__all__ = ["PRIOR", "UNSEEN", "Calibration", "calibrate", "sort_of"]

PRIOR = 10
"""Rows that the share of a whole table counts for beside those of a sort."""
UNSEEN = "unseen"
"""The sort of the line that has the counts of a whole table on sentences that no rule was tuned on."""
_ALL = "*"
_HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Calibration:
    """Of each sort of rows of each table, how many were right of how many; ``*`` is the table as a whole."""

    counts: Mapping[tuple[str, str], tuple[int, int]]

    @classmethod
    def of(cls, lexicon: Lexicon) -> Calibration:
        """The counts of a lexicon; a later pack adds to an earlier one."""
        counts: dict[tuple[str, str], tuple[int, int]] = {}
        for row in lexicon.tables.get("confidence", ()):
            for sort in (row["sort"], _ALL) if row["sort"] != UNSEEN else (UNSEEN,):
                right, rows = counts.get((row["table"], sort), (0, 0))
                counts[row["table"], sort] = (right + int(row["right"]), rows + int(row["rows"]))
        return cls(counts)

    def confidence(self, table: str, sort: str) -> Decimal | None:
        """The confidence of a sort of rows; None if nothing is known of its table."""
        right_of_all, all_rows = self.counts.get((table, _ALL), (0, 0))
        if not all_rows:
            return None
        right, rows = self.counts.get((table, sort), (0, 0))
        overall = Decimal(right_of_all) / all_rows
        share = (right + PRIOR * overall) / (rows + PRIOR)
        right_unseen, unseen = self.counts.get((table, UNSEEN), (0, 0))
        discount = Decimal(right_unseen) / unseen / overall if unseen and overall else Decimal(1)
        return min(share * discount, Decimal(1)).quantize(_HUNDREDTH, ROUND_HALF_UP)


def sort_of(table: str, row: FigureRow | MentionRow | RelationRow) -> str:
    """The sort of a row: its rule; of a figure, how its subject and its period were decided."""
    rule = row.rule or ""
    if table != "figures":
        return rule
    _, _, subject = rule.partition("; ")
    if not subject:
        return ""
    marks = dict(mark.split(":") for mark in (getattr(row, "reading", None) or "").split() if ":" in mark)
    return f"{subject}, period {marks.get('period', 'stated')}"


def calibrate(tables: Tables, lexicon: Lexicon) -> Tables:
    """The tables with a confidence for each row that was measured; see the module."""
    calibration = Calibration.of(lexicon)
    known = lru_cache(maxsize=1024)(calibration.confidence)

    def sure(table: str, row: Row) -> Row:
        sort = sort_of(table, row)
        confidence = known(table, sort) if sort else None
        return row if confidence is None else replace(row, confidence=confidence)

    return replace(
        tables,
        figures=tuple(sure("figures", row) for row in tables.figures),
        relations=tuple(sure("relations", row) for row in tables.relations),
        mentions=tuple(sure("mentions", row) for row in tables.mentions),
    )

"""Drafts: what a text was read into, proven against it row by row; a row that does not hold is left out and listed.

What is drafted reads back, verifies and builds. The reader is right by construction in nearly every case; this is the
net below it, so that one wrong row costs that row and not the document. What no row accounts for is listed too.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from kg.errors import InputError
from kg.reader import read, unread_sentences
from kg.tables import unfit_cells
from kg.verification import verify

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date
    from pathlib import Path

    from kg.model import Document, Problem, Tables
    from kg.verification import Report

__all__ = ["Draft", "Unread", "draft", "extract", "prove"]

_ROUNDS = 8
"""Proofs in a row: taking out one row may leave another without what it rests on."""
_GAP = re.compile(r"\[(?P<begin>\d+), (?P<end>\d+)\) (?P<kind>numeral|Chinese numeral|title|quotation)")
_HEADER = 2
"""The number of the first row below the header, as problems count."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A place that nothing accounts for, and its kind: sentence, numeral, Chinese numeral, title or quotation."""

    kind: str
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Draft:
    """Tables that hold, the rows that were left out with their reasons, and what no row accounts for."""

    tables: Tables
    left_out: tuple[Problem, ...]
    unread: tuple[Unread, ...]

    @property
    def listing(self) -> str:
        """What was left out and what nothing accounts for, as CSV: kind, begin, end, reason."""
        stream = io.StringIO(newline="")
        rows = csv.writer(stream, lineterminator="\n")
        rows.writerow(["kind", "begin", "end", "reason"])
        rows.writerows(["left out", "", "", str(each)] for each in self.left_out)
        rows.writerows([each.kind, each.begin, each.end, ""] for each in self.unread)
        return stream.getvalue()

    @property
    def unread_by_kind(self) -> dict[str, int]:
        """How many places of each kind nothing accounts for."""
        return dict(Counter(each.kind for each in self.unread))


def extract(
    document: Document,
    packs: Sequence[str | Path] = (),
    base_year: int | None = None,
    *,
    place: str | None = None,
    published: date | None = None,
) -> Tables:
    """Read a document into tables that hold; see :func:`draft` for the arguments, and for what was left out."""
    return draft(document, packs, base_year, place=place, published=published).tables


def draft(
    document: Document,
    packs: Sequence[str | Path] = (),
    base_year: int | None = None,
    *,
    place: str | None = None,
    published: date | None = None,
) -> Draft:
    """Read a document into tables, prove every row against it, and list what was left out.

    Args:
        document: the text, as :func:`kg.read_document` gives it.
        packs: names or folders of packs; without, the general ones, and those that know the text by its words.
        base_year: the year that the document looks back on; without, what its title, headings and words say.
        place: the name of the place whose document it is; without, as the text says.
        published: the day on which it was given or published.

    Raises:
        InputError: if there is no such pack or place, or a pack cannot be read; if the text is torn apart by spaces.
        TableError: if rows of a pack are not as expected.

    """
    return prove(read(document, packs, base_year, place=place, published=published), document)


def prove(tables: Tables, document: Document) -> Draft:
    """Leave out the rows that do not hold in the text, and those that rest on them.

    Raises:
        InputError: if rows remain that do not hold, which is a fault of the reader's.

    """
    left_out: list[Problem] = []
    for _ in range(_ROUNDS):
        report = verify(tables, document)
        problems = (*report.problems, *unfit_cells(tables))
        if not problems:
            return Draft(tables, tuple(left_out), _unread(tables, report))
        left_out += problems
        tables = _tidy(_without(tables, problems))
    message = f"{document.name}: {len(problems)} rows do not hold, such as {problems[0]}; report this"
    raise InputError(message)


def _unread(tables: Tables, report: Report) -> tuple[Unread, ...]:
    sentences = [Unread("sentence", row.begin, row.end) for row in unread_sentences(tables)]
    found = (_GAP.search(gap) for gap in report.gaps)
    places = [Unread(gap["kind"], int(gap["begin"]), int(gap["end"])) for gap in found if gap]
    return tuple(sorted([*sentences, *places], key=lambda each: (each.begin, each.end, each.kind)))


def _without(tables: Tables, problems: Iterable[Problem]) -> Tables:
    """Tables without the rows that problems are about; an entity whose name is wrong goes with it."""
    wrong: dict[str, set[int]] = {}
    for each in problems:
        if each.row is not None:
            wrong.setdefault(each.file.removesuffix(".csv"), set()).add(each.row)
    changes: dict[str, Any] = {}
    for table, numbers in wrong.items():
        rows = enumerate(getattr(tables, table), _HEADER)
        changes[table] = tuple(row for number, row in rows if number not in numbers)
    kept = replace(tables, **changes)
    named = {row.entity for row in kept.names if row.kind == "full"}
    return replace(kept, entities=tuple(row for row in kept.entities if row.id in named))


def _tidy(tables: Tables) -> Tables:
    """Tables without rows that refer to what is no longer there, and without what nothing refers to any more."""
    before: Tables | None = None
    while before != tables:
        before = tables
        tables = _drop_dangling(tables)
        tables = _drop_unused(tables)
    return tables


def _ids(rows: Iterable[Any]) -> set[str]:
    return {row.id for row in rows}


def _drop_dangling(tables: Tables) -> Tables:
    entities, sentences = _ids(tables.entities), _ids(tables.sentences)
    groups, periods, figures = _ids(tables.groups), _ids(tables.periods), _ids(tables.figures)
    indicators, conditions = _ids(tables.indicators), _ids(tables.conditions)
    units = _ids(tables.units)
    participants = entities | groups

    def keep(rows: tuple[Any, ...], *checks: tuple[str, set[str]]) -> tuple[Any, ...]:
        return tuple(
            row
            for row in rows
            if all(getattr(row, column) is None or getattr(row, column) in known for column, known in checks)
        )

    return replace(
        tables,
        names=keep(tables.names, ("entity", entities)),
        mentions=keep(tables.mentions, ("entity", entities), ("sentence", sentences)),
        groups=keep(tables.groups, ("subgroup_of", groups), ("sentence", sentences)),
        relations=keep(
            tables.relations,
            ("subject", participants),
            ("object", participants | periods),
            ("period", periods),
            ("condition", conditions),
            ("sentence", sentences),
        ),
        figures=keep(
            tables.figures,
            ("entity", participants),
            ("indicator", indicators),
            ("whole_entity", participants),
            ("whole_indicator", indicators),
            ("compared_with", figures),
            ("share_of", figures),
            ("period", periods),
            ("comparison_period", periods),
            ("condition", conditions),
            ("unit", units),
            ("sentence", sentences),
        ),
    )


def _drop_unused(tables: Tables) -> Tables:
    mentioned = {row.entity for row in tables.mentions} | {row.place for row in tables.documents}
    used: Callable[[str], set[str | None]] = lambda column: {  # noqa: E731 - one line for three tables
        getattr(row, column, None) for row in (*tables.figures, *tables.relations)
    }
    indicators, conditions = used("indicator") | used("whole_indicator"), used("condition")
    units = used("unit") | used("currency")
    return replace(
        tables,
        entities=tuple(row for row in tables.entities if row.id in mentioned),
        indicators=tuple(row for row in tables.indicators if row.id in indicators),
        conditions=tuple(row for row in tables.conditions if row.id in conditions),
        units=tuple(row for row in tables.units if row.id in units),
    )

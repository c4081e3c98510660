"""What the reader makes of real documents: the tables that ``docs/evaluation.md`` begins with.

Usage: ``python scripts/real_evaluation.py`` (or ``make real``) prints them; ``make evaluation`` writes them into
the page. The texts are looked for at ``../shared/corpus``, or where KG_CORPUS says. ``--examples MEASURE`` lists
what is wrong on the development half; the test half is only counted.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from real_texts import ROOT, corpus, index, read_corpus

from kg.annotations import PLANNED, agree, judge_rows, read_annotations, score, score_constants
from kg.drafting import draft
from kg.errors import KgError
from kg.mapping import build
from kg.reasoning.closure import add_inferred, derive
from kg.settings import Settings
from kg.tables import read_tables, write_tables
from kg.text.decoding import read_document
from kg.validation import validate
from kg.verification import verify

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.annotations import Annotated, Score
    from kg.model import Document, FigureRow, Tables

REAL = ROOT / "tests" / "real"
HALVES = {"development": ("development", "extra", "fresh"), "test": ("test",)}
"""The parts of the sample, and the halves of ``sentences.csv`` that each consists of."""
TARGETS = {
    ("value and unit", "recall"): 0.96,
    ("value and unit", "precision"): 0.97,
    ("period", "recall"): 0.90,
    ("subject", "recall"): 0.90,
    ("measure", "recall"): 0.75,
    ("modality of figures", "recall"): 0.95,
    ("organisation", "f1"): 0.75,
    ("organisation, overlapping", "f1"): 0.90,
    ("place", "f1"): 0.75,
    ("place, overlapping", "f1"): 0.90,
    ("programme", "f1"): 0.55,
    ("programme, overlapping", "f1"): 0.75,
    ("relations, named subject", "recall"): 0.5,
    ("relations, dropped agent", "recall"): 0.6,
    ("relations", "precision"): 0.85,
    ("modality of relations", "recall"): 0.95,
}
WORDS = {"f1": "F1", "precision": "precision", "recall": "recall"}
_TAGGED = {"nt": "organisation", "ORG": "organisation", "ns": "place", "LOC": "place"}


class Road(NamedTuple):
    """What became of one text on the road from file to graph."""

    file: str
    refused: str
    place: str
    base_year: str
    left_out: int
    numerals: int
    unread: int


# ── the whole road ─────────────────────────────────────────────────────────────────────────


def walk(name: str) -> Road:
    """Read a text with default options, write and read back its tables, verify, build and check the shapes."""
    document = read_document(corpus() / name)
    base = Settings().base
    try:
        made = draft(document)
        with TemporaryDirectory() as place:
            write_tables(made.tables, Path(place) / "tables")
            tables = read_tables(Path(place) / "tables")
        report = verify(tables, document)
        dataset = build(tables, base)
        add_inferred(dataset, derive(dataset, base), base)
        refused = "; ".join(map(str, (*report.problems, *validate(dataset, base))))
    except KgError as error:
        return Road(name, str(error), "", "", 0, 0, 0)
    row = tables.documents[0]
    covered, total = (sum(line.counts[0][side] for line in report.coverage) for side in (0, 1))
    return Road(name, refused, row.place or "", str(row.base_year or ""), len(made.left_out), total, total - covered)


def show_road() -> str:
    known = index()
    with ProcessPoolExecutor() as pool:
        roads = list(pool.map(walk, known))
    refused = [each for each in roads if each.refused]
    places = sum(each.place != known[each.file]["place"] for each in roads)
    years = sum(each.base_year != known[each.file]["base_year"] for each in roads)
    numerals, unread = sum(each.numerals for each in roads), sum(each.unread for each in roads)
    share = 100 * unread / max(numerals, 1)
    lines = [
        f"| of {len(roads)} texts, with default options | |",
        "|---|---:|",
        f"| drafts that the product refuses (read back, verify, build, shapes) | {len(refused)} |",
        f"| place of the document wrong | {places} |",
        f"| year that it looks back on wrong | {years} |",
        f"| rows left out of drafts, with their reasons | {sum(each.left_out for each in roads)} |",
        f"| numerals in digits that no row and no exclusion accounts for | {unread} of {numerals}, {share:.1f} % |",
    ]
    lines += [f"| refused: {each.file} | {each.refused[:120]} |" for each in refused]
    return "\n".join(lines)


# ── annotated sentences ────────────────────────────────────────────────────────────────────


def show_scores(columns: Mapping[str, Sequence[Score]], constants: Mapping[str, Sequence[Score]]) -> str:
    names = list(columns)
    heads = " | ".join(f"{name} | constant" for name in names)
    lines = [f"| measure | target | {heads} |", f"|---|---:|{'---:|' * 2 * len(names)}"]
    found = {name: {each.name: each for each in scores} for name, scores in columns.items()}
    plain = {name: {each.name: each for each in scores} for name, scores in constants.items()}
    for (measure, field), target in TARGETS.items():
        cells = []
        for name in names:
            value = getattr(found[name][measure], field)
            mark = "" if value is None else " ✓" if value >= target else " ✗"
            cells.append("–" if value is None else f"{value:.3f}{mark}")
            constant = plain[name].get(measure)
            cells.append(f"{getattr(constant, field):.3f}" if constant and constant.expected else "")
        lines.append(f"| {measure}, {WORDS[field]} | ≥ {target:g} | {' | '.join(cells)} |")
    return "\n".join(lines)


def show_kinds(sentences: Sequence[Annotated], tables: Mapping[str, Tables], documents: Mapping[str, Document]) -> str:
    """The scores of the test half by the kind of document."""
    kinds = sorted({each.kind for each in sentences})
    columns = {
        kind: {each.name: each for each in score([s for s in sentences if s.kind == kind], tables, documents)}
        for kind in kinds
    }
    lines = [f"| test half | {' | '.join(kinds)} |", f"|---|{'---:|' * len(kinds)}"]
    for measure, field in TARGETS:
        values = [getattr(columns[kind][measure], field) for kind in kinds]
        cells = " | ".join("–" if value is None else f"{value:.3f}" for value in values)
        lines.append(f"| {measure}, {WORDS[field]} | {cells} |")
    return "\n".join(lines)


def show_agreement() -> str:
    first, second = (
        [each for each in read_annotations(REAL, reader) if each.half in {"development", "test"}] for reader in "AB"
    )
    lines = ["| what two independent readers agree on | A | B | F1 |", "|---|---:|---:|---:|"]
    for each in agree(first, second):
        value = each.f1
        lines.append(f"| {each.name} | {each.found} | {each.expected} | {'–' if value is None else f'{value:.3f}'} |")
    return "\n".join(lines)


def show_tagger(sentences: Sequence[Annotated], documents: Mapping[str, Document]) -> str:
    """Organisations and places by an off-the-shelf tagger, jieba's; it is of the extra ``bench``."""
    try:
        from jieba import posseg  # noqa: PLC0415 - of an extra
    except ImportError:
        return "jieba is not installed (`pip install -e .[bench]`), so no tagger was run."
    counts: dict[str, list[int]] = {"organisation": [0, 0, 0], "place": [0, 0, 0]}
    for sentence in sentences:
        begin, end = sentence.span
        place = begin
        found: dict[str, set[tuple[int, int]]] = defaultdict(set)
        for word, flag in posseg.cut(documents[sentence.file].text[begin:end]):
            if flag in _TAGGED:
                found[_TAGGED[flag]].add((place, place + len(word)))
            place += len(word)
        for kind, count in counts.items():
            gold = {each.span for each in sentence.names if each.kind == kind}
            count[0] += len(gold & found[kind])
            count[1] += len(found[kind])
            count[2] += len(gold)
    lines = ["| jieba.posseg, test half, exact | precision | recall | F1 |", "|---|---:|---:|---:|"]
    for kind, (right, found_, gold_) in counts.items():
        lines.append(
            f"| {kind} | {right / max(found_, 1):.3f} | {right / max(gold_, 1):.3f} | "
            f"{2 * right / max(found_ + gold_, 1):.3f} |"
        )
    return "\n".join(lines)


def show_reliability(
    sentences: Sequence[Annotated], tables: Mapping[str, Tables], documents: Mapping[str, Document]
) -> str:
    """Of the rows at each confidence, how many are right."""
    bins: dict[tuple[str, int], list[tuple[Decimal, bool]]] = defaultdict(list)
    for table, row, right in judge_rows(sentences, tables, documents):
        if row.confidence is not None:
            bins[table, min(9, int(row.confidence * 10))].append((row.confidence, right))
    lines = ["| rows | confidence | number | mean confidence | right |", "|---|---|---:|---:|---:|"]
    for (table, tenth), rows in sorted(bins.items()):
        mean = sum(float(confidence) for confidence, _ in rows) / len(rows)
        share = sum(right for _, right in rows) / len(rows)
        lines.append(
            f"| {table} | {tenth / 10:.1f} to {tenth / 10 + 0.1:.1f} | {len(rows)} | {mean:.2f} | {share:.2f} |"
        )
    return "\n".join(lines)


# ── the national series ────────────────────────────────────────────────────────────────────


def show_series(tables: Mapping[str, Tables]) -> str:
    """The points of the national series: growth and new jobs, achieved and aimed at."""
    with (REAL / "series.csv").open(encoding="utf-8", newline="") as stream:
        points = list(csv.DictReader(stream))
    right: dict[str, int] = defaultdict(int)
    for point in points:
        held = _held(point, tables[point["file"]])
        for name, holds in held.items():
            right[name] += holds
    lines = [f"| of {len(points)} points of four national series | right |", "|---|---:|"]
    lines += [f"| {name} | {count} |" for name, count in right.items()]
    return "\n".join(lines)


def _held(point: Mapping[str, str], tables: Tables) -> dict[str, bool]:
    """Which parts of a point a draft holds."""
    begin, end = int(point["begin"]), int(point["end"])
    wanted = tuple(Decimal(point[key]) if point[key] else None for key in ("value", "lower", "upper"))
    rows = [row for row in tables.figures if row.begin < end and begin < row.end]
    row = next((row for row in rows if (row.value, row.lower, row.upper) == wanted), None)
    parts = {"value": row is not None} | {part: row is not None and held for part, held in _parts(row, point, tables)}
    return parts | {"all": all(parts.values())}


def _parts(row: FigureRow | None, point: Mapping[str, str], tables: Tables) -> Iterable[tuple[str, bool]]:
    if row is None:
        return [("plan or fact", False), ("period", False), ("bearer", False)]
    first, _, last = point["period"].partition("--")
    periods = {each.id: (each.begin, each.end) for each in tables.periods}
    return [
        ("plan or fact", (row.modality in PLANNED) == (point["modality"] == "plan")),
        ("period", periods[row.period] == (date.fromisoformat(first) if first else None, date.fromisoformat(last))),
        ("bearer", row.entity == tables.documents[0].place),
    ]


def measure() -> dict[str, str]:
    """All parts of the page, by the name of their place in it."""
    every = read_annotations(REAL)
    documents, tables = read_corpus(index())
    years = {name: int(row["base_year"]) for name, row in index().items()}
    parts = {name: [each for each in every if each.half in halves] for name, halves in HALVES.items()}
    columns = {name: score(sentences, tables, documents) for name, sentences in parts.items()}
    constants = {name: score_constants(sentences, years) for name, sentences in parts.items()}
    return {
        "road": show_road(),
        "real": show_scores(columns, constants),
        "kinds": show_kinds(parts["test"], tables, documents),
        "series": show_series(tables),
        "tagger": show_tagger(parts["test"], documents),
        "agreement": show_agreement(),
        "reliability": show_reliability(parts["test"], tables, documents),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "--examples", metavar="MEASURE", help="list what is wrong in a measure, on the development half"
    )
    asked = parser.parse_args().examples
    if asked:
        sentences = [each for each in read_annotations(REAL) if each.half in HALVES["development"]]
        documents, tables = read_corpus({each.file for each in sentences})
        scores = {each.name: each for each in score(sentences, tables, documents)}
        if asked not in scores:
            sys.exit(f"no measure {asked!r}; one of {', '.join(scores)}")
        sys.stdout.write("\n".join(scores[asked].wrong) + "\n")
        return
    sys.stdout.write("\n\n".join(measure().values()) + "\n")


if __name__ == "__main__":
    main()

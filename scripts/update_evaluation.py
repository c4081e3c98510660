"""Score the reader on annotated real sentences and on texts with reviewed tables; write ``docs/evaluation.md``.

Usage: ``KG_CHAPTER=chapter.txt python scripts/update_evaluation.py`` (or ``make evaluation``); without KG_CHAPTER the
text is looked for at ``../shared/chapter/chapter.txt``. The chapter itself is not part of the project.
"""

from __future__ import annotations

import csv
import os
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from blocks import fill
from real_evaluation import measure as measure_real

from kg.drafting import extract
from kg.evaluation import Measure, evaluate
from kg.mapping import build
from kg.ontology import schema
from kg.queries import list_questions, select
from kg.reader.packs.lexicon import load_packs
from kg.reader.packs.patterns import compile_grammar
from kg.reader.relations.rows import read_relations
from kg.reader.steps import date_sentences, outline_sections
from kg.reader.values import DocumentContext, Mention, Options, Place, Reading
from kg.reasoning import infer
from kg.tables import read_tables
from kg.text.decoding import read_document
from kg.text.quantities import find_quantities
from kg.text.segmentation import segment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.model import Document, Tables

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "evaluation.md"
GOLD = ROOT / "data" / "shanghai-2012"
CORPUS = ROOT / "tests" / "corpus"
GENERAL = ("base", "cn-st")
ALL = (*GENERAL, "shanghai-2012")
TARGETS: tuple[tuple[str, str, float, float | None], ...] = (
    ("figures", "f1", 0.995, 0.99),
    ("figures.period", "f1", 0.93, 0.90),
    ("figures.entity", "f1", 0.88, None),
    ("figures.indicator", "f1", 0.85, None),
    ("times", "f1", 0.98, 0.98),
    ("organisations", "f1", 0.97, 0.80),
    ("places", "f1", 0.97, 0.95),
    ("programmes", "f1", 0.95, 0.75),
    ("facts", "precision", 0.90, None),
    ("facts", "recall", 0.70, None),
)
"""Measure, score, target with all packs, target without the pack of the city."""
WORDS = {"f1": "F1", "precision": "precision", "recall": "recall"}
PARTS = {
    "development": "other cities, development",
    "blind": "other cities, blind",
}
"""The parts of the corpus, as ``halves.csv`` names them, and as the page does."""
COLUMNS = ("chapter, all packs", "chapter, without its pack", *PARTS.values())
KINDS_SHOWN = 6

Scores = dict[str, Measure]


def find_chapter() -> Document:
    """The user's copy of the chapter."""
    path = Path(os.environ.get("KG_CHAPTER") or ROOT.parent / "shared" / "chapter" / "chapter.txt")
    if not path.is_file():
        sys.exit(f"{path}: no such file; say where your copy of the chapter is: KG_CHAPTER=chapter.txt make evaluation")
    return replace(read_document(path), name=GOLD.name)


def texts_of(part: str) -> list[tuple[Document, Tables]]:
    """The texts of one part of the corpus, with their reviewed tables."""
    with (CORPUS / "halves.csv").open(encoding="utf-8", newline="") as stream:
        names = [row["text"] for row in csv.DictReader(stream) if row["half"] == part]
    return [
        (replace(read_document(CORPUS / name / "chapter.txt"), name=name), read_tables(CORPUS / name / "tables"))
        for name in names
    ]


def total(scores: Sequence[tuple[Measure, ...]]) -> Scores:
    """The scores of several texts as one: counts are added, so that every row counts the same."""
    return {
        measures[0].name: replace(
            measures[0],
            matched=sum(each.matched for each in measures),
            found=sum(each.found for each in measures),
            expected=sum(each.expected for each in measures),
            disagreements=tuple(error for each in measures for error in each.disagreements),
        )
        for measures in zip(*scores, strict=True)
    }


def score(texts: Sequence[tuple[Document, Tables]], packs: Sequence[str]) -> Scores:
    return total([evaluate(extract(document, packs, gold.documents[0].base_year), gold) for document, gold in texts])


def score_given_mentions(texts: Sequence[tuple[Document, Tables]]) -> Measure:
    """How well relations are read if the mentions and groups are those of the reviewed tables."""
    return total([evaluate(relate(document, gold), gold) for document, gold in texts])["facts"]


def relate(document: Document, gold: Tables) -> Tables:
    """Reviewed tables with the relations that the reader finds between what they mention."""
    lexicon = load_packs(GENERAL)
    sentences = segment(document.text)
    place = {f"{each.begin}-{each.end}": index for index, each in enumerate(sentences)}
    classes = {row.id: row.class_ for row in gold.entities}
    mentions = [
        Mention(
            row.begin,
            row.end,
            place[row.sentence],
            classes[row.entity],
            row.entity,
            "target" if classes[row.entity] == "TargetGroup" else "name",
            "reviewed",
            1.0,
        )
        for row in gold.mentions
    ]
    mentions += [
        Mention(row.begin, row.end, place[row.sentence], "ActorGroup", row.id, "group", "reviewed", 1.0, row.size)
        for row in gold.groups
    ]
    ordered = tuple(sorted(mentions, key=lambda each: (each.begin, -each.end)))
    row = gold.documents[0]
    home = Place("", row.place, row.place, classes.get(row.place, "City"), ()) if row.place else None
    reading = Reading(
        document,
        Options(),
        lexicon,
        sentences,
        DocumentContext(place=home, base_year=row.base_year),
        mentions=ordered,
        entities=gold.entities,
        names=gold.names,
        groups=gold.groups,
        quantities=find_quantities(document.text, lexicon.units),
    )
    reading = date_sentences(outline_sections(reading))
    return replace(gold, relations=read_relations(reading, compile_grammar(lexicon, schema()), schema()).relations)


# ── what is shown ──────────────────────────────────────────────────────────────────────────


def show_targets(columns: Sequence[Scores]) -> str:
    lines = [
        f"| measure | target, all packs | {COLUMNS[0]} | target, without | {' | '.join(COLUMNS[1:])} |",
        f"|---|{'---:|' * (len(COLUMNS) + 2)}",
    ]
    for name, field, target, without in TARGETS:
        values = [getattr(column[name], field) for column in columns]
        cells = [show_value(values[0], target), *(show_value(value, without) for value in values[1:])]
        targets = [f"≥ {target:g}", f"≥ {without:g}" if without else "report"]
        lines.append(
            f"| {columns[0][name].en.lstrip('· ')}, {WORDS[field]} | {targets[0]} | {cells[0]} | {targets[1]} | "
            f"{' | '.join(cells[1:])} |"
        )
    return "\n".join(lines)


def show_value(value: float | None, target: float | None) -> str:
    if value is None:
        return "–"
    missed = target is not None and value < target
    return f"{value:.3f}" + (" ✗" if missed else " ✓" if target is not None else "")


def show_all(columns: Sequence[Scores]) -> str:
    lines = [
        f"| measure | {' | '.join(COLUMNS)} |",
        f"|---|{'---:|' * len(COLUMNS)}",
    ]
    for name, measure in columns[0].items():
        label = f"&nbsp;&nbsp;{measure.en}" if measure.en.startswith("·") else measure.en
        lines.append(f"| {label} | {' | '.join(show_triple(column[name]) for column in columns)} |")
    return "\n".join(lines)


def show_triple(measure: Measure) -> str:
    values = (measure.precision, measure.recall, measure.f1)
    return " / ".join("–" if value is None else f"{value:.2f}" for value in values)


def show_given(measures: Sequence[Measure]) -> str:
    lines = [
        "| same pair and property, between the reviewed mentions | precision | recall | F1 |",
        "|---|---:|---:|---:|",
    ]
    names = ("chapter", *PARTS.values())
    for name, each in zip(names, measures, strict=True):
        values = " | ".join(show_value(value, None) for value in (each.precision, each.recall, each.f1))
        lines.append(f"| {name} | {values} |")
    return "\n".join(lines)


def show_errors(column: Scores) -> str:
    """The commonest kinds of error behind each target that the chapter misses with all packs."""
    lines = []
    for name, field, target, _ in TARGETS:
        measure = column[name]
        value = getattr(measure, field)
        if value is None or value >= target:
            continue
        sides = {"precision": ("found",), "recall": ("expected",)}.get(field, ("expected", "found"))
        kinds = Counter(kind_of(name, error.expected, error.found, sides) for error in measure.disagreements)
        kinds.pop("", None)
        shown = "; ".join(f"{kind} ({count})" for kind, count in sorted(kinds.items(), key=by_count)[:KINDS_SHOWN])
        label = f"{measure.en.lstrip('· ')}, {WORDS[field]} {value:.3f}"
        lines.append(f"- **{label}** ({sum(kinds.values())} errors): {shown}")
    return "\n".join(lines) or "No target is missed."


def by_count(item: tuple[str, int]) -> tuple[int, str]:
    return -item[1], item[0]


def kind_of(name: str, expected: str, found: str, sides: Sequence[str]) -> str:
    """What sort of error one is: a relation by its property, a name by whether it was missed, a field as it is."""
    if name == "facts":
        side = expected if sides == ("expected",) else found
        return side.split(" ")[1] if side else ""
    if "." in name:
        return f"{expected or '–'} → {found or '–'}"
    return "missed" if not found else "not one, or another span"


def show_questions(found: Tables, gold: Tables) -> str:
    """Of the named questions, how many are answered as from the reviewed tables, and which rows are in both."""
    sides = [infer(build(tables)) for tables in (found, gold)]
    lines = ["| question | rows, reviewed | rows, read | in both |", "|---|---:|---:|---:|"]
    same = 0
    for question in list_questions():
        names = [parameter.name for parameter in question.parameters]
        rows = [
            {tuple(sorted((key, str(value)) for key, value in row.items())) for row in select(side, question.name)}
            for side in sides
        ]
        same += rows[0] == rows[1]
        label = f"`{question.name}`" + (f" ({', '.join(names)})" if names else "")
        lines.append(f"| {label} | {len(rows[1])} | {len(rows[0])} | {len(rows[0] & rows[1])} |")
    count = len(lines) - 2
    return f"{same} of {count} questions give exactly the reviewed answer.\n\n" + "\n".join(lines)


def main() -> None:
    chapter = [(find_chapter(), read_tables(GOLD))]
    parts = [texts_of(part) for part in PARTS]
    columns = [score(chapter, ALL), score(chapter, GENERAL), *(score(part, GENERAL) for part in parts)]
    made = measure_real() | {
        "targets": show_targets(columns),
        "given": show_given([score_given_mentions(texts) for texts in (chapter, *parts)]),
        "errors": show_errors(columns[0]),
        "measures": show_all(columns),
        "questions": show_questions(extract(chapter[0][0], ALL), chapter[0][1]),
    }
    PAGE.write_text(fill(PAGE.read_text(encoding="utf-8"), made), encoding="utf-8")


if __name__ == "__main__":
    main()

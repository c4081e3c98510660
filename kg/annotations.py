"""Annotated sentences of real documents, and how well tables agree with them.

An annotation is offsets, values and names; it holds no text. ``sentences.csv`` draws the sample, with the half that a
sentence belongs to; ``figures.csv``, ``names.csv`` and ``relations.csv`` say what each reader found in them (A and B,
who worked independently, and ``gold``, what a third decided). Scores are micro-averages over the sentences.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from operator import eq
from typing import TYPE_CHECKING, Any

from kg.errors import InputError
from kg.ontology import schema
from kg.text.decoding import fingerprint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from kg.model import Document, FigureRow, MentionRow, RelationRow, Tables

    _At = Callable[[str], "Score"]

__all__ = [
    "DROPPED",
    "Annotated",
    "AnnotatedFigure",
    "AnnotatedName",
    "AnnotatedRelation",
    "Score",
    "agree",
    "judge_rows",
    "read_annotations",
    "score",
    "score_constants",
]

Span = tuple[int, int]

DROPPED = "document"
"""The subject of a figure about the document's place, and of a relation whose agent, its government, is not named."""
FAMILIES = {
    "organisation": ("Organisation", "InnovationNetwork"),
    "place": ("Place",),
    "programme": ("Programme", "FinancialProduct"),
}
"""The kinds of names that are scored, and the classes of the ontology that they stand for."""
PLANNED = frozenset({"planned", "aim", "inPreparation", "permittedOrEncouraged"})
"""The modalities that say that something is not yet so."""
_SAME_UNITS = {"元": "CNY", "美元": "USD", "港元": "HKD", "欧元": "EUR", "日元": "JPY"}


@dataclass(frozen=True, slots=True)
class AnnotatedFigure:
    """A quantity as a reader understands it; ``subject`` is :data:`DROPPED` or a name."""

    span: Span
    value: Decimal | None
    lower: Decimal | None
    upper: Decimal | None
    unit: str
    subject: str
    measure: str
    first: date | None
    last: date
    planned: bool


@dataclass(frozen=True, slots=True)
class AnnotatedName:
    """A proper name and its kind: organisation, place, programme, other, deictic."""

    span: Span
    kind: str


@dataclass(frozen=True, slots=True)
class AnnotatedRelation:
    """A stated relation; ``subject`` is :data:`DROPPED` or a name, ``object`` the span of the noun phrase."""

    subject: str
    property: str
    object: Span
    planned: bool


@dataclass(frozen=True, slots=True)
class Annotated:
    """A sentence of the sample with what one reader found in it."""

    file: str
    kind: str
    half: str
    span: Span
    sha256: str
    figures: tuple[AnnotatedFigure, ...] = ()
    names: tuple[AnnotatedName, ...] = ()
    relations: tuple[AnnotatedRelation, ...] = ()


@dataclass(slots=True)
class Score:
    """Counts of one measure.

    ``right`` of the ``expected`` were found, ``right_found`` of the ``found`` are right: one name that is found may
    overlap two. ``wrong`` says which were not.
    """

    name: str
    right: float = 0
    right_found: float = 0
    found: int = 0
    expected: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float | None:
        """The share of what was found that is right; None if nothing was found."""
        return self.right_found / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        """The share of what was expected that was found; None if nothing was expected."""
        return self.right / self.expected if self.expected else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall; None if there is nothing on either side."""
        both = self.precision, self.recall
        if None in both or not any(both):
            return None if both == (None, None) else 0.0
        return 2 / sum(1 / each for each in both if each) if all(both) else 0.0

    def add(self, *, right: float, found: int = 1, expected: int = 1, wrong: str = "") -> None:
        """Count one comparison."""
        self.right += right
        self.right_found += right if found else 0
        self.found += found
        self.expected += expected
        if wrong and not right:
            self.wrong.append(wrong)


# ── reading ────────────────────────────────────────────────────────────────────────────────


def read_annotations(folder: Path, reader: str = "gold") -> tuple[Annotated, ...]:
    """Read the sample with the annotations of one reader, in the order of ``sentences.csv``.

    Args:
        folder: holds ``sentences.csv``, ``figures.csv``, ``names.csv`` and ``relations.csv``.
        reader: ``A``, ``B`` or ``gold``.

    Raises:
        InputError: if a file is missing.

    """
    figures = _by_sentence(folder / "figures.csv", reader)
    names = _by_sentence(folder / "names.csv", reader)
    relations = _by_sentence(folder / "relations.csv", reader)
    return tuple(
        Annotated(
            file=row["file"],
            kind=row["kind"],
            half=row["half"],
            span=(int(row["begin"]), int(row["end"])),
            sha256=row["sha256"],
            figures=tuple(_figure(each) for each in figures[row["id"]]),
            names=tuple(AnnotatedName(_span(each), each["class"]) for each in names[row["id"]]),
            relations=tuple(_relation(each) for each in relations[row["id"]]),
        )
        for row in _rows(folder / "sentences.csv")
    )


def _rows(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))
    except OSError as error:
        message = f"{path}: cannot be read ({error.strerror}); expected a table of annotations"
        raise InputError(message) from error


def _by_sentence(path: Path, reader: str) -> Mapping[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in _rows(path):
        if row["reader"] == reader:
            found[row["sentence"]].append(row)
    return found


def _span(row: Mapping[str, str]) -> Span:
    return int(row["begin"]), int(row["end"])


def _figure(row: Mapping[str, str]) -> AnnotatedFigure:
    first, _, last = row["period"].partition("--")
    value, lower, upper = (Decimal(row[key]) if row[key] else None for key in ("value", "lower", "upper"))
    return AnnotatedFigure(
        _span(row),
        value,
        lower,
        upper,
        row["unit"],
        row["subject"],
        row["measure"],
        date.fromisoformat(first) if first else None,
        date.fromisoformat(last),
        row["modality"] == "plan",
    )


def _relation(row: Mapping[str, str]) -> AnnotatedRelation:
    return AnnotatedRelation(row["subject"], row["property"], _span(row), row["modality"] == "plan")


# ── scoring ────────────────────────────────────────────────────────────────────────────────


def score(
    annotated: Iterable[Annotated], tables: Mapping[str, Tables], documents: Mapping[str, Document]
) -> list[Score]:
    """Score tables against annotated sentences.

    Args:
        annotated: the sentences with what is right.
        tables: what was read from each file, by its name.
        documents: the files themselves; a sentence whose hash does not fit is an error.

    Returns:
        Measures in a fixed order. Figures match by overlapping spans with the same value and unit, and their fields are
        scored over those that match; ``measure`` is the share of character bigrams in common (Dice). Names match by
        exact span, or (``overlapping``) by any overlap. A relation matches if the property is the same, the object
        overlaps, and the subject is the same: the document's place or a body of its government where the agent is
        dropped.

    Raises:
        InputError: if a document is not the annotated one.

    """
    scores: dict[str, Score] = {}

    def at(name: str) -> Score:
        return scores.setdefault(name, Score(name))

    for name in _MEASURES:
        at(name)
    views = {name: _View(each, documents[name].text) for name, each in tables.items()}
    for sentence in annotated:
        text = documents[sentence.file].text
        if fingerprint(text[slice(*sentence.span)]) != sentence.sha256:
            message = f"{sentence.file}: not the text that was annotated, at {sentence.span[0]}"
            raise InputError(message)
        view = views[sentence.file]
        _score_figures(sentence, view, at)
        _score_names(sentence, view, at)
        _score_relations(sentence, view, at)
    return list(scores.values())


_MEASURES = (
    "value and unit",
    "period",
    "subject",
    "measure",
    "modality of figures",
    *(f"{kind}{how}" for kind in FAMILIES for how in ("", ", overlapping")),
    "relations, named subject",
    "relations, dropped agent",
    "relations",
    "modality of relations",
)


class _View:
    """Tables by place in the text."""

    def __init__(self, tables: Tables, text: str) -> None:
        self.tables = tables
        self.text = text
        self.place = tables.documents[0].place or ""
        self.periods = {row.id: (row.begin, row.end) for row in tables.periods}
        self.measures = {row.id: row.zh for row in tables.indicators}
        self.classes = {row.id: row.class_ for row in tables.entities}
        self.names: dict[str, set[str]] = defaultdict(set)
        for row in tables.names:
            self.names[row.entity].add(row.form)
        self.groups = {row.id: (row.begin, row.end) for row in tables.groups}
        self.mentions: dict[str, list[Span]] = defaultdict(list)
        for each in tables.mentions:
            self.mentions[each.entity].append((each.begin, each.end))

    def forms(self, participant: str) -> set[str]:
        if participant in self.groups:
            return {self.text[slice(*self.groups[participant])]}
        return {participant.partition("--")[0], *self.names.get(participant, ())}

    def is_same(self, participant: str, name: str) -> bool:
        """Whether a participant is what an annotator calls by a name, or by a part of it."""
        if name == DROPPED:
            return self._is_government(participant)
        return any(
            form == name or (len(form) > 1 and (form in name or name in form)) for form in self.forms(participant)
        )

    def _is_government(self, participant: str) -> bool:
        return participant == self.place or any(
            form.endswith("政府") or form == "国务院" for form in self.forms(participant)
        )

    def spans(self, participant: str, within: Span) -> list[Span]:
        if participant in self.groups:
            return [self.groups[participant]]
        return [span for span in self.mentions.get(participant, ()) if _overlap(span, within)]


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _score_figures(sentence: Annotated, view: _View, at: _At) -> None:
    rows = [row for row in view.tables.figures if sentence.span[0] <= row.begin < sentence.span[1]]
    waiting = list(rows)
    for gold in sentence.figures:
        row = next(
            (row for row in waiting if _overlap((row.begin, row.end), gold.span) and _same_value(row, gold)), None
        )
        where = f"{sentence.file}:{gold.span[0]}-{gold.span[1]}"
        if row is None:
            at("value and unit").add(right=0, found=0, wrong=f"{where} missed {gold.value or gold.lower} {gold.unit}")
            continue
        waiting.remove(row)
        at("value and unit").add(right=1)
        period = view.periods[row.period]
        right = period == (gold.first, gold.last)
        at("period").add(right=right, wrong=f"{where} {gold.first}--{gold.last} found {row.period} ({row.rule})")
        right = row.entity == view.place if gold.subject == DROPPED else view.is_same(row.entity, gold.subject)
        at("subject").add(right=right, wrong=f"{where} {gold.subject} found {row.entity} ({row.rule})")
        likeness = _dice(view.measures.get(row.indicator, ""), gold.measure)
        at("measure").add(right=likeness, wrong=f"{where} {gold.measure} found {view.measures.get(row.indicator)}")
        right = (row.modality in PLANNED) == gold.planned
        at("modality of figures").add(right=right, wrong=f"{where} planned={gold.planned} found {row.modality}")
    for row in waiting:
        where = f"{sentence.file}:{row.begin}-{row.end}"
        at("value and unit").add(right=0, expected=0, wrong=f"{where} not one: {row.value or row.lower} {row.unit}")


def _same_value(row: FigureRow, gold: AnnotatedFigure) -> bool:
    unit = _SAME_UNITS.get(gold.unit, gold.unit)
    return (row.value, row.lower, row.upper) == (gold.value, gold.lower, gold.upper) and row.unit == unit


def _dice(one: str, other: str) -> float:
    left, right = ({text[i : i + 2] for i in range(len(text) - 1)} for text in (one, other))
    return 2 * len(left & right) / (len(left) + len(right)) if left or right else float(one == other)


def _score_names(sentence: Annotated, view: _View, at: _At) -> None:
    pointing = {each.span for each in sentence.names if each.kind == "deictic"}
    here = [
        row
        for row in view.tables.mentions
        if sentence.span[0] <= row.begin < sentence.span[1]
        and (row.begin, row.end) not in pointing
        and view.text[row.begin : row.end] not in _DEICTIC
    ]
    for kind, roots in FAMILIES.items():
        found = [(row.begin, row.end) for row in here if _is_a(view.classes[row.entity], roots)]
        gold = [each.span for each in sentence.names if each.kind == kind]
        for how, same in (("", eq), (", overlapping", _overlap)):
            missed = [span for span in gold if not any(same(span, each) for each in found)]
            invented = [span for span in found if not any(same(span, each) for each in gold)]
            measure = at(f"{kind}{how}")
            measure.right += len(gold) - len(missed)
            measure.right_found += len(found) - len(invented)
            measure.found += len(found)
            measure.expected += len(gold)
            measure.wrong += [f"{sentence.file}:{begin}-{end} missed" for begin, end in missed]
            measure.wrong += [f"{sentence.file}:{begin}-{end} not one" for begin, end in invented]


def _is_a(class_: str, roots: Iterable[str]) -> bool:
    return not schema().ancestors.get(class_, frozenset()).isdisjoint(roots) or class_ in roots


_DEICTIC = frozenset(
    ["全省", "全市", "全区", "全县", "全国", "我省", "我市", "我区", "我县", "我国", "本省", "本市", "本区", "全自治区"]
)


def _score_relations(sentence: Annotated, view: _View, at: _At) -> None:
    waiting = [row for row in view.tables.relations if sentence.span[0] <= row.begin < sentence.span[1]]
    total = at("relations")
    total.found += len(waiting)
    for gold in sentence.relations:
        kind = at("relations, dropped agent" if gold.subject == DROPPED else "relations, named subject")
        row = next((row for row in waiting if _same_relation(row, gold, sentence.span, view)), None)
        where = f"{sentence.file}:{gold.object[0]}-{gold.object[1]}"
        total.expected += 1
        kind.add(right=row is not None, found=0, wrong=f"{where} missed {gold.subject} {gold.property}")
        if row is None:
            total.wrong.append(f"{where} missed {gold.subject} {gold.property}")
            continue
        waiting.remove(row)
        total.right += 1
        total.right_found += 1
        at("modality of relations").add(
            right=(row.modality in PLANNED) == gold.planned, wrong=f"{where} planned={gold.planned}, {row.modality}"
        )
    total.wrong += [
        f"{sentence.file}:{row.begin}-{row.end} not one: {row.subject} {row.property} {row.object} ({row.rule})"
        for row in waiting
    ]


def _same_relation(row: RelationRow, gold: AnnotatedRelation, within: Span, view: _View) -> bool:
    ways = [(row.subject, row.property, row.object)]
    inverse = schema().inverse.get(row.property)
    if inverse:
        ways.append((row.object, inverse, row.subject))
    return any(
        property_ == gold.property
        and view.is_same(subject, gold.subject)
        and any(_overlap(span, gold.object) for span in view.spans(object_, within))
        for subject, property_, object_ in ways
    )


# ── row by row ─────────────────────────────────────────────────────────────────────────────


def judge_rows(
    annotated: Iterable[Annotated], tables: Mapping[str, Tables], documents: Mapping[str, Document]
) -> Iterator[tuple[str, FigureRow | MentionRow | RelationRow, bool]]:
    """Tell of each row that stands in an annotated sentence whether it is right.

    A figure is right if its value, unit, period and subject are, and whether it is a plan or a fact; a relation as in
    :func:`score`, with its modality; a mention of a scored kind if a name of that kind has its exact span.

    Args:
        annotated: the sentences with what is right.
        tables: what was read from each file, by its name.
        documents: the files themselves.

    Yields:
        The table's name, the row, and whether it is right.

    """
    views = {name: _View(each, documents[name].text) for name, each in tables.items()}
    for sentence in annotated:
        view, (begin, end) = views[sentence.file], sentence.span
        for figure in view.tables.figures:
            if begin <= figure.begin < end:
                yield "figures", figure, _is_right_figure(figure, sentence, view)
        for relation in view.tables.relations:
            if begin <= relation.begin < end:
                yield "relations", relation, _is_right_relation(relation, sentence, view)
        for mention in view.tables.mentions:
            if begin <= mention.begin < end:
                right = _is_right_mention(mention, sentence, view)
                if right is not None:
                    yield "mentions", mention, right


def _is_right_figure(row: FigureRow, sentence: Annotated, view: _View) -> bool:
    return any(
        _overlap((row.begin, row.end), gold.span)
        and _same_value(row, gold)
        and view.periods[row.period] == (gold.first, gold.last)
        and (row.entity == view.place if gold.subject == DROPPED else view.is_same(row.entity, gold.subject))
        and (row.modality in PLANNED) == gold.planned
        for gold in sentence.figures
    )


def _is_right_relation(row: RelationRow, sentence: Annotated, view: _View) -> bool:
    return any(
        _same_relation(row, gold, sentence.span, view) and (row.modality in PLANNED) == gold.planned
        for gold in sentence.relations
    )


def _is_right_mention(row: MentionRow, sentence: Annotated, view: _View) -> bool | None:
    """Whether a mention is right; None for what is not scored: other kinds, and what only points at the place."""
    kind = next((kind for kind, roots in FAMILIES.items() if _is_a(view.classes[row.entity], roots)), None)
    pointing = any(each.span == (row.begin, row.end) for each in sentence.names if each.kind == "deictic")
    if kind is None or pointing or view.text[row.begin : row.end] in _DEICTIC:
        return None
    return any(each.span == (row.begin, row.end) and each.kind == kind for each in sentence.names)


# ── baselines and agreement ────────────────────────────────────────────────────────────────


def score_constants(annotated: Sequence[Annotated], base_years: Mapping[str, int]) -> list[Score]:
    """Score what needs no reading: the year before the report, the document's place, *fact*.

    Args:
        annotated: the sentences with what is right.
        base_years: the year that each file looks back on.

    """
    scores = {name: Score(name) for name in ("period", "subject", "modality of figures")}
    for sentence in annotated:
        year = base_years[sentence.file]
        for gold in sentence.figures:
            scores["period"].add(right=(gold.first, gold.last) == (date(year, 1, 1), date(year, 12, 31)))
            scores["subject"].add(right=gold.subject == DROPPED)
            scores["modality of figures"].add(right=not gold.planned)
    return list(scores.values())


def agree(one: Sequence[Annotated], other: Sequence[Annotated]) -> list[Score]:
    """Compare two readers' annotations of the same sentences; fields of figures over the spans that both have."""
    scores: dict[str, Score] = {}

    def at(name: str) -> Score:
        return scores.setdefault(name, Score(name))

    for left, right in zip(one, other, strict=True):
        theirs = {each.span: each for each in right.figures}
        at("figures: span").found += len(left.figures)
        at("figures: span").expected += len(right.figures)
        for mine in left.figures:
            if mine.span in theirs:
                _agree_on_figure(mine, theirs[mine.span], at)
        _agree_on(at("names: span, kind"), [*left.names], [*right.names])
        _agree_on(at("relations: subject, property, object"), [*left.relations], [*right.relations])
        pairs = [[(each.subject, each.object) for each in side.relations] for side in (left, right)]
        _agree_on(at("relations: subject, object"), *pairs)
    return list(scores.values())


def _agree_on_figure(mine: AnnotatedFigure, theirs: AnnotatedFigure, at: _At) -> None:
    at("figures: span").right += 1
    at("figures: span").right_found += 1
    at("· value, unit").add(
        right=(mine.value, mine.lower, mine.upper, mine.unit) == (theirs.value, theirs.lower, theirs.upper, theirs.unit)
    )
    at("· period").add(right=(mine.first, mine.last) == (theirs.first, theirs.last))
    at("· subject").add(right=mine.subject == theirs.subject)
    at("· measure, shared bigrams").add(right=_dice(mine.measure, theirs.measure))
    at("· plan or fact").add(right=mine.planned == theirs.planned)


def _agree_on(measure: Score, mine: list[Any], theirs: list[Any]) -> None:
    both = sum((Counter(mine) & Counter(theirs)).values())
    measure.right += both
    measure.right_found += both
    measure.found += len(mine)
    measure.expected += len(theirs)

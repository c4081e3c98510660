"""How well one set of tables agrees with another: precision, recall and F1, per kind of row and per field.

Every score is a micro-average: rows of all sentences are counted together. For a *kind* of row, a found row
counts as matched if the other set has a row with the same key, each row serving once (see :func:`evaluate`
for the keys). For a *field*, only rows that match are looked at; a cell that is empty counts for neither side,
so precision is over the cells that the found tables fill, recall over those that the gold tables fill; for a field
that no row may leave empty both are the share of matched rows that agree.

The shape, one score a kind with what it counted, is that of ``spacy.scorer``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, fields
from itertools import zip_longest
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

from kg.ontology import schema

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence

    from kg.model import ConceptRow, FigureRow, MentionRow, RelationRow, Tables

__all__ = ["Difference", "Disagreement", "Measure", "compare", "evaluate", "same_measure"]

Row = TypeVar("Row")
Span = tuple[int, int]

_FAMILIES = {
    "organisations": ("Organisation", "InnovationNetwork"),
    "places": ("Place",),
    "programmes": ("Programme", "FinancialProduct", "Technology", "Publication"),
    "services": ("Service",),
    "target-groups": ("TargetGroup",),
    "fields": ("Field", "Designation"),
}
"""Kinds of names, by the class that their entity has; the first family that fits counts."""

_LABELS = {
    "sentences": ("sentences: span, kind", "句子：位置、类型"),
    "times": ("times: sentence, both ends", "时间：句子、起止"),
    "mentions": ("mentions: span", "提及：位置"),
    "mentions.entity": ("· entity", "· 所指"),
    "organisations": ("organisations: exact span", "组织：位置"),
    "places": ("places: exact span", "地点：位置"),
    "programmes": ("policies, programmes, products: exact span", "政策、计划、产品：位置"),
    "services": ("platforms and services: exact span", "平台与服务：位置"),
    "target-groups": ("target groups: exact span", "对象群体：位置"),
    "fields": ("fields and designations: exact span", "领域与称号：位置"),
    "groups": ("groups: overlapping span", "群体：位置重叠"),
    "groups.kind": ("· kind", "· 类别"),
    "groups.size": ("· size", "· 规模"),
    "figures": ("figures: span, value, unit", "数据：位置、数值、单位"),
    "figures.approximation": ("· approximation", "· 近似程度"),
    "figures.period": ("· period", "· 时期"),
    "figures.period_kind": ("· kind of period", "· 时期类型"),
    "figures.entity": ("· subject", "· 对象"),
    "figures.indicator": ("· measure", "· 指标"),
    "figures.change_kind": ("· kind of change", "· 变化类型"),
    "figures.comparison_period": ("· comparison period", "· 比较时期"),
    "figures.compared_with": ("· compared with", "· 比较对象"),
    "figures.whole_entity": ("· whole of a share", "· 整体对象"),
    "figures.whole_indicator": ("· measure of the whole", "· 整体指标"),
    "figures.share_of": ("· share of", "· 占比之整体"),
    "figures.condition": ("· condition", "· 条件"),
    "figures.modality": ("· modality", "· 情态"),
    "facts": ("relations: same pair and property", "关系：双方、属性"),
    "relations.pair": ("relations: same sentence and pair", "关系：句子、双方"),
    "relations": ("relations: same sentence, pair, property", "关系：句子、双方、属性"),
    "relations.modality": ("· modality", "· 情态"),
    "relations.period": ("· period", "· 时期"),
    "relations.amount": ("· amount", "· 金额"),
}


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One error: where it is, what the gold tables have there and what was found, each "" if nothing."""

    begin: int
    end: int
    expected: str
    found: str


@dataclass(frozen=True, slots=True)
class Measure:
    """How often two sets of tables agree in one respect: counts, and each disagreement in order of the text.

    ``name`` is a kind of row, or a kind and a field of it (``figures.period``).
    """

    name: str
    en: str
    zh: str
    matched: int
    found: int
    expected: int
    disagreements: tuple[Disagreement, ...]

    @property
    def precision(self) -> float | None:
        """The share of what was found that is right; None if nothing was found."""
        return self.matched / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        """The share of what was expected that was found; None if nothing was expected."""
        return self.matched / self.expected if self.expected else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall; None if there is nothing on either side."""
        total = self.found + self.expected
        return 2 * self.matched / total if total else None


@dataclass(frozen=True, slots=True)
class Difference:
    """One way in which two sets of tables differ: a row that only one has, or a field that they fill differently.

    ``field`` is "" where a whole row is missing on one side; its side then is "".
    """

    table: str
    row: str
    field: str
    left: str
    right: str


# ── scoring ────────────────────────────────────────────────────────────────────────────────


def evaluate(found: Tables, gold: Tables) -> tuple[Measure, ...]:
    """Score ``found`` against ``gold``, both read from the same text; measures in a fixed order.

    What has to be the same for a row to match:

    - *sentences*: span and kind.
    - *times*: the sentence and both days of a period that a figure or relation of the sentence has; a period that
      is inherited from outside the sentence (``period:inherited``) does not count.
    - *mentions*, and *organisations*, *places*, … among them: the exact span; the latter only count mentions whose
      entity has a class of that family, on each side.
    - *groups*: overlapping spans.
    - *figures*: exact span, value or bounds, unit.
    - *facts*: subject, object and property of a relation, wherever it is said: what is stated twice counts once.
    - *relations*: the sentence as well, so that each place where a fact is stated counts.

    Of relations, rows that say the same count once; a property and its inverse, and the two directions of a symmetric
    one, are the same; a property and one below it (``supports``, ``funds``) are not.

    Entities are the same if their ids are; else if their full Chinese names are, apart from quotation marks; else if
    the full name of one is a name of only one entity in the other set. Groups are the same if their spans overlap; a
    group and a ``TargetGroup`` that is mentioned at an overlapping place of the sentence are, too. Indicators are the
    same if their ids are, or their Chinese labels by :func:`same_measure`; conditions if their ids or labels are;
    periods by their two days, other figures (``compared_with``, ``share_of``) by their spans.
    """
    return tuple(_measures(found, gold))


def _measures(found: Tables, gold: Tables) -> Iterator[Measure]:
    yield _match("sentences", found.sentences, gold.sentences, lambda row: (row.begin, row.end, row.kind))[0]
    yield _match("times", _times(found), _times(gold), lambda time: time)[0]
    same = _Identity.between(found, gold)
    yield from _measure_mentions(found, gold, same)
    yield from _measure_groups(found, gold)
    yield from _measure_figures(found, gold, same)
    yield from _measure_relations(found, gold, same)


def _match(
    name: str,
    found: Sequence[Row],
    gold: Sequence[Row],
    key: Callable[[Row], Hashable],
    gold_key: Callable[[Row], Hashable] | None = None,
) -> tuple[Measure, list[tuple[Row, Row]]]:
    """Pair rows with the same key, each once, in order; the measure, and the pairs (found, gold)."""
    waiting: dict[Hashable, list[Row]] = defaultdict(list)
    for row in gold:
        waiting[(gold_key or key)(row)].append(row)
    pairs = []
    unexpected = []
    for row in found:
        candidates = waiting[key(row)]
        if candidates:
            pairs.append((row, candidates.pop(0)))
        else:
            unexpected.append(row)
    missing = [row for rows in waiting.values() for row in rows]
    return _measure(name, len(pairs), unexpected, missing), pairs


def _measure(name: str, matched: int, unexpected: Sequence[Any], missing: Sequence[Any]) -> Measure:
    errors = [
        *(Disagreement(*_span(row), "", _describe(row)) for row in unexpected),
        *(Disagreement(*_span(row), _describe(row), "") for row in missing),
    ]
    en, zh = _LABELS[name]
    ordered = tuple(sorted(errors, key=attrgetter("begin", "end", "expected", "found")))
    return Measure(name, en, zh, matched, matched + len(unexpected), matched + len(missing), ordered)


def _measure_field(
    name: str,
    pairs: Sequence[tuple[Row, Row]],
    read: Callable[[Row], Any],
    agree: Callable[[Any, Any, Row, Row], bool] = lambda found, gold, *_: bool(found == gold),
) -> Measure:
    """How often the two rows of a pair agree in a field; see the module for what an empty cell counts."""
    matched = filled = expected = 0
    errors = []
    for left, right in pairs:
        here, there = read(left), read(right)
        filled += here is not None
        expected += there is not None
        if here is None and there is None:
            continue
        if here is not None and there is not None and agree(here, there, left, right):
            matched += 1
        else:
            errors.append(Disagreement(*_span(right), _text(there), _text(here)))
    en, zh = _LABELS[name]
    return Measure(name, en, zh, matched, filled, expected, tuple(errors))


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _span(row: Any) -> Span:  # noqa: ANN401 - a row of any table, or a time
    if isinstance(row, tuple):
        first, last = str(row[0]).split("-")
        return int(first), int(last)
    return row.begin, row.end


def _describe(row: Any) -> str:  # noqa: ANN401 - a row of any table, or a time
    if isinstance(row, tuple):
        return str(row[1])
    names = {
        "SentenceRow": ("kind",),
        "MentionRow": ("entity",),
        "GroupRow": ("kind", "size"),
        "FigureRow": ("value", "lower", "upper", "unit"),
        "RelationRow": ("subject", "property", "object"),
    }[type(row).__name__]
    return " ".join(str(getattr(row, name)) for name in names if getattr(row, name) is not None)


def _times(tables: Tables) -> list[tuple[str, str]]:
    """The periods that the rows of each sentence state themselves: sentence and period, each pair once."""
    known = {period.id for period in tables.periods}
    rows: tuple[FigureRow | RelationRow, ...] = (*tables.figures, *tables.relations)
    cells = [
        *((row.sentence, row.period, row.reading or "", "period:") for row in rows),
        *((row.sentence, row.object, row.reading or "", "object:") for row in tables.relations),
    ]
    supplied = ("inherited", "supplied")
    return sorted(
        {
            (sentence, period)
            for sentence, period, reading, mark in cells
            if period in known and mark not in reading and reading not in supplied
        }
    )


# ── who is the same ────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Identity:
    """Which gold participants a found one may be, at a place in the text."""

    entities: Mapping[str, str]
    groups: Mapping[str, tuple[str, ...]]
    addressed: Mapping[tuple[str, str], tuple[str, ...]]

    @classmethod
    def between(cls, found: Tables, gold: Tables) -> _Identity:
        gold_groups, gold_targets = _by_sentence(gold.groups), _by_sentence(_target_mentions(gold))
        groups = {
            row.id: (
                *(group.id for group in _overlapping(row, gold_groups)),
                *(mention.entity for mention in _overlapping(row, gold_targets)),
            )
            for row in found.groups
        }
        addressed: dict[tuple[str, str], tuple[str, ...]] = {}
        for mention in _target_mentions(found):
            place = (mention.entity, mention.sentence)
            addressed[place] = (
                *addressed.get(place, ()),
                *(group.id for group in _overlapping(mention, gold_groups)),
            )
        return cls(_aligned(found, gold), groups, addressed)

    def of(self, participant: str, sentence: str) -> tuple[str, ...]:
        """The ids of the gold tables that a participant of the found tables may be, the likeliest first."""
        if participant in self.groups:
            return self.groups[participant]
        named = self.entities.get(participant, participant)
        return (named, *self.addressed.get((participant, sentence), ()))


def _aligned(found: Tables, gold: Tables) -> dict[str, str]:
    """The gold entity of each found one that has one."""
    known = {row.id for row in gold.entities}
    full = _unique((_bare(row.zh), row.id) for row in gold.entities)
    named = _unique((_bare(row.form), row.entity) for row in gold.names if row.lang == "zh")
    forms: dict[str, list[str]] = defaultdict(list)
    for name in found.names:
        forms[name.entity].append(_bare(name.form))
    aligned = {}
    for row in found.entities:
        guesses = [
            row.id if row.id in known else None,
            full.get(_bare(row.zh)),
            named.get(_bare(row.zh)),
            *(full.get(form) for form in forms[row.id]),
        ]
        hit = next((guess for guess in guesses if guess is not None), None)
        if hit is not None:
            aligned[row.id] = hit
    return aligned


def _bare(name: str) -> str:
    """A name without quotation marks, which are no part of it."""
    return name.strip('“”"《》')


def _unique(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The value of each key that has only one."""
    values: dict[str, set[str]] = defaultdict(set)
    for key, value in pairs:
        values[key].add(value)
    return {key: next(iter(found)) for key, found in values.items() if len(found) == 1}


def _target_mentions(tables: Tables) -> list[MentionRow]:
    targets = {row.id for row in tables.entities if row.class_ == "TargetGroup"}
    return [row for row in tables.mentions if row.entity in targets]


def _overlap(left: Any, right: Any) -> int:  # noqa: ANN401 - rows of any two tables with spans
    return int(max(0, min(left.end, right.end) - max(left.begin, right.begin)))


def _overlapping(row: Any, others: Mapping[str, list[Row]]) -> list[Row]:  # noqa: ANN401 - a row of any table with spans
    """The rows of the same sentence that overlap, the most overlapping first."""
    near = [other for other in others.get(row.sentence, ()) if _overlap(row, other)]
    return sorted(near, key=lambda other: -_overlap(row, other))


def _by_sentence(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[attrgetter("sentence")(row)].append(row)
    return found


# ── kinds of rows ──────────────────────────────────────────────────────────────────────────


def _measure_mentions(found: Tables, gold: Tables, same: _Identity) -> Iterator[Measure]:
    whole, pairs = _match("mentions", found.mentions, gold.mentions, lambda row: (row.begin, row.end))
    yield whole
    yield _measure_field(
        "mentions.entity", pairs, attrgetter("entity"), lambda here, there, row, _: there in same.of(here, row.sentence)
    )
    families = [{row.id: _family(row.class_) for row in tables.entities} for tables in (found, gold)]
    for family in _FAMILIES:
        here, there = (
            [row for row in tables.mentions if of_entity.get(row.entity) == family]
            for tables, of_entity in zip((found, gold), families, strict=True)
        )
        yield _match(family, here, there, lambda row: (row.begin, row.end))[0]


def _family(class_: str) -> str | None:
    above = schema().ancestors.get(class_, frozenset())
    return next((family for family, roots in _FAMILIES.items() if above.intersection(roots)), None)


def _measure_groups(found: Tables, gold: Tables) -> Iterator[Measure]:
    """Each found group is paired with the gold group that it overlaps most, if no other has it yet."""
    free = {row.id: row for row in gold.groups}
    near = _by_sentence(gold.groups)
    pairs = []
    unexpected = []
    for row in found.groups:
        hit = next((other for other in _overlapping(row, near) if other.id in free), None)
        if hit is None:
            unexpected.append(row)
        else:
            pairs.append((row, free.pop(hit.id)))
    yield _measure("groups", len(pairs), unexpected, list(free.values()))
    yield _measure_field("groups.kind", pairs, attrgetter("kind"))
    yield _measure_field("groups.size", pairs, attrgetter("size"))


def _measure_figures(found: Tables, gold: Tables, same: _Identity) -> Iterator[Measure]:
    whole, pairs = _match("figures", found.figures, gold.figures, _figure_key)
    yield whole
    indicators = _labels(found.indicators, gold.indicators, same_measure)
    conditions = _labels(found.conditions, gold.conditions)
    spans = [{row.id: _span(row) for row in tables.figures} for tables in (found, gold)]

    def same_participant(here: str, there: str, row: FigureRow, _: FigureRow) -> bool:
        return there in same.of(here, row.sentence)

    def same_figure(here: str, there: str, *_: FigureRow) -> bool:
        return spans[0].get(here) == spans[1].get(there)

    special: dict[str, Callable[[Any, Any, FigureRow, FigureRow], bool]] = {
        "entity": same_participant,
        "whole_entity": same_participant,
        "indicator": indicators,
        "whole_indicator": indicators,
        "condition": conditions,
        "compared_with": same_figure,
        "share_of": same_figure,
    }
    for name in _LABELS:
        kind, _, field = name.partition(".")
        if kind == "figures" and field:
            yield _measure_field(name, pairs, attrgetter(field), *([special[field]] if field in special else []))


def _figure_key(row: FigureRow) -> Hashable:
    return row.begin, row.end, row.value, row.lower, row.upper, row.unit


def _labels(
    found: Sequence[ConceptRow], gold: Sequence[ConceptRow], same: Callable[[str, str], bool] = str.__eq__
) -> Callable[..., bool]:
    here, there = ({row.id: row.zh for row in rows} for rows in (found, gold))
    return lambda left, right, *_: left == right or same(here.get(left, left), there.get(right, right))


_SAID_BY_UNIT = re.compile(
    r"(?:总?(?:数量|数额|(?:(?<![资奖保租基佣])|(?<=[融投出注增募]资))金额|[数量额])|(?:[件项家户人次笔批]|场次|人次|家次|批次)数|[场人家批]次)$"
)
_LIGHT = re.compile(r"^(?:实现|拥有|累计|共有?)(?=..)")
_BETWEEN_WORDS = re.compile(r"[的、“”\"《》（）()\s]")


def same_measure(left: str, right: str) -> bool:
    """Whether two Chinese labels name the same indicator, of figures whose units are the same.

    They do if nothing but these differs: what only says that something is counted or is an amount, which the unit says
    too (专利申请数 and 专利申请量, 发放贷款 and 发放贷款额); a verb that only says that it was reached (实现融资额);
    particles and quotation marks; and whether the verb stands before or behind its object (申请专利, 专利申请). Any
    other word makes another indicator.
    """
    return _normal(left) == _normal(right)


def _normal(label: str) -> list[str]:
    plain = _LIGHT.sub("", _BETWEEN_WORDS.sub("", label))
    return sorted(_SAID_BY_UNIT.sub("", plain) or plain)


def _measure_facts(found: Tables, gold: Tables, same: _Identity) -> Measure:
    """Relations without regard to the sentence; of the found rows that may mean a gold one, the first counts."""
    waiting = {_fact(row, row.subject, row.object): row for row in reversed(gold.relations)}
    hits: dict[Hashable, RelationRow] = {}
    unexpected: dict[Hashable, RelationRow] = {}
    for row in found.relations:
        keys = [
            _fact(row, subject, object_)
            for subject in same.of(row.subject, row.sentence)
            for object_ in same.of(row.object, row.sentence)
        ]
        hit = next((key for key in keys if key in waiting), None)
        if hit is None:
            unexpected.setdefault(next(iter(keys), _fact(row, row.subject, row.object)), row)
        else:
            hits.setdefault(hit, row)
    missing = [row for key, row in waiting.items() if key not in hits]
    return _measure("facts", len(hits), list(unexpected.values()), missing)


def _measure_relations(found: Tables, gold: Tables, same: _Identity) -> Iterator[Measure]:
    yield _measure_facts(found, gold, same)
    for name in ("relations.pair", "relations"):
        by_property = name == "relations"
        waiting = _once(gold.relations, by_property=by_property)
        found_rows = _once(found.relations, by_property=by_property)
        pairs = []
        unexpected = []
        for row in found_rows.values():
            keys = (
                _link(row, subject, object_, by_property=by_property)
                for subject in same.of(row.subject, row.sentence)
                for object_ in same.of(row.object, row.sentence)
            )
            hit = next((key for key in keys if key in waiting), None)
            if hit is None:
                unexpected.append(row)
            else:
                pairs.append((row, waiting.pop(hit)))
        yield _measure(name, len(pairs), unexpected, list(waiting.values()))
    for field in ("modality", "period", "amount"):
        yield _measure_field(f"relations.{field}", pairs, attrgetter(field))


def _once(rows: Sequence[RelationRow], *, by_property: bool) -> dict[Hashable, RelationRow]:
    """Rows that say the same, once."""
    found: dict[Hashable, RelationRow] = {}
    for row in rows:
        found.setdefault(_link(row, row.subject, row.object, by_property=by_property), row)
    return found


def _link(row: RelationRow, subject: str, object_: str, *, by_property: bool) -> Hashable:
    """What a row says, whichever way round it says it."""
    if not by_property:
        return row.sentence, frozenset((subject, object_))
    return (row.sentence, *_fact(row, subject, object_))


def _fact(row: RelationRow, subject: str, object_: str) -> tuple[str, str, str]:
    """Property and ends, the same for a property and its inverse."""
    inverse = schema().inverse.get(row.property)
    forward, backward = (row.property, subject, object_), (inverse or "", object_, subject)
    return min(forward, backward) if inverse else forward


# ── row by row ─────────────────────────────────────────────────────────────────────────────

_KEYS = {
    "names": ("entity", "form", "lang"),
    "mentions": ("begin", "end"),
    "groups": ("begin", "end"),
    "relations": ("sentence", "subject", "property", "object"),
    "figures": ("begin", "end"),
    "exclusions": ("begin", "end"),
}
_IDS_FROM_KEYS = frozenset(_KEYS)
_HOW = frozenset({"rule", "confidence"})
_TABLES = (
    "documents",
    "sentences",
    "entities",
    "names",
    "mentions",
    "groups",
    "relations",
    "figures",
    "periods",
    "indicators",
    "units",
    "conditions",
    "exclusions",
)


def compare(left: Tables, right: Tables) -> tuple[Difference, ...]:
    """What two sets of tables disagree on, row by row, in the order of the tables and of ``left``.

    Rows are the same by id; names, mentions, groups, relations, figures and exclusions by what they are about (span, or
    sentence, subject, property and object), so that a row that another shifted keeps its partner. How a row was found
    (``rule``, ``confidence``) is not compared.
    """
    return tuple(difference for table in _TABLES for difference in _compare_table(table, left, right))


def _compare_table(table: str, left: Tables, right: Tables) -> Iterator[Difference]:
    key = attrgetter(*_KEYS.get(table, ("id",)))
    sides = (_by_key(getattr(left, table), key), _by_key(getattr(right, table), key))
    for each in dict.fromkeys((*sides[0], *sides[1])):
        name = " ".join(map(str, each)) if isinstance(each, tuple) else str(each)
        for here, there in zip_longest(sides[0].get(each, ()), sides[1].get(each, ())):
            if here is None or there is None:
                yield Difference(table, name, "", _cells(here, table), _cells(there, table))
                continue
            for field in _fields(here, table):
                old, new = getattr(here, field), getattr(there, field)
                if old != new:
                    yield Difference(table, name, field.rstrip("_"), _text(old), _text(new))


def _by_key(rows: Sequence[Row], key: Callable[[Row], Hashable]) -> dict[Hashable, list[Row]]:
    found: dict[Hashable, list[Row]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return found


def _fields(row: Any, table: str) -> list[str]:  # noqa: ANN401 - a row of any table
    """The fields of a row but how it was found, and an id that only numbers rows with the same place."""
    return [
        field.name
        for field in fields(row)
        if field.name not in _HOW and (field.name != "id" or table not in _IDS_FROM_KEYS)
    ]


def _cells(row: Any, table: str) -> str:  # noqa: ANN401 - a row of any table, or none
    if row is None:
        return ""
    return " ".join(str(getattr(row, field)) for field in _fields(row, table) if getattr(row, field) is not None)

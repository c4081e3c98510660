"""Every row against the text: that it stands where it says it stands, and what no row covers."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from kg.errors import InputError
from kg.model import Problem, Sentence
from kg.offsets import running_document, to_running_text
from kg.text.anchors import anchor_of, resolve_times
from kg.text.decoding import fingerprint
from kg.text.layout import read_flow
from kg.text.places import known_places
from kg.text.quantities import as_change, base_units, find_quantities, is_decline
from kg.text.segmentation import clauses, quotations, segment, titles
from kg.text.shadow import shadow
from kg.text.temporal import deal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import (
        ConceptRow,
        Document,
        DocumentRow,
        FigureRow,
        GroupRow,
        MentionRow,
        Quantity,
        RelationRow,
        SentenceRow,
        Tables,
        TimeExpression,
    )
    from kg.text.layout import Flow

__all__ = ["Coverage", "Report", "verify"]

_NUMERAL = re.compile(r"\d+(?:\.\d+)?", re.ASCII)
_ELIDED = "1"
"""The unit of a number whose unit the text leaves out."""
# What an expression before a number is, if it does not date it: 比2011年, 由2010年的, 按其上年度, 有效期至2017年底 …
_BASE = re.compile(
    r"(?:比|较|相较于?|对比|[高低多少快优]于)[^，。；、0-9]{0,4}$|(?:[由从自]|按照?其?|有效期[至到]?|期限[至到]?)$"
)
_BASE_WITH = re.compile(r"[与同和跟]$")
_COMPARED = re.compile(r"[^，。；]{0,16}?(?:相比|比较|持平)")
# … 是2010年的2.6倍, 为上年决算数的104%, and the same period of another year.
_OF = re.compile(r"(?:[是为达占]|达到|相当于)$")
_RATIO = re.compile(r"[^，。；0-9]{0,12}的 ?(?:近|约|逾|超过)?[0-9零一二两三四五六七八九十百.]+ ?(?:%|倍|成|分之)")
_SAME = re.compile("同期")
_ON_BEFORE = re.compile("在$")
_ON = re.compile(r"[^，。；0-9]{0,16}基础上")  # 在上年增产的基础上
_BASE_WINDOW = 12
# A rate of decline by the year is measured as such, above zero: 年均下降3%.
_YEARLY = re.compile(r"年均(?!浓度)|年平均|平均每年")
_GROWN = re.compile(r"[由从](?:[0-9]{4}年)?[^，。；0-9]{0,16}(?:[0-9.]+[^，。；0-9]{0,4}[、和])?$")
# What something grew to is the number of the last of several years: 五年来，企业由38家发展到112家.
_GROWN_TO = re.compile(r"[增扩发提上攀跃减降][^，。；、0-9]{0,3}(?:到|至|为)(?:近|约|了)?$")
_PART = re.compile("[；;]")
_BESIDE = re.compile(r"度?的?(?:[约近超为])?")


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a section is accounted for: (covered, total) of numerals, Chinese numerals, titles, quotations."""

    section: int
    counts: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What verification found: rows that do not hold, coverage by section, and each place not covered."""

    rows: int
    problems: tuple[Problem, ...]
    coverage: tuple[Coverage, ...]
    gaps: tuple[str, ...]


def verify(tables: Tables, document: Document) -> Report:
    """Check tables against the text that they were made from.

    Raises:
        InputError: if it is another text.

    """
    row = tables.documents[0]
    if (row.sha256, row.length) != (document.sha256, len(document.text)):
        message = (
            f"{document.name}: not the text that the tables of {tables.name} were made from "
            f"({len(document.text):,} characters, expected {row.length:,}); give that text, or make new tables"
        )
        raise InputError(message)
    case = _Case(to_running_text(tables, document), running_document(document), read_flow(document.text))
    problems = [
        *_check_ids(tables),
        *_check_context(tables, document),
        *_check_sentences(tables, document),
        *_check_names(case),
        *_check_mentions(case),
        *_check_groups(case),
        *_check_relations(case),
        *_check_figures(case),
        *_check_periods(case),
        *_check_concepts(case),
        *_check_exclusions(case),
    ]
    coverage, gaps = _cover(case)
    rows = sum(len(getattr(tables, field.name)) for field in fields(tables) if field.name not in ("name", "metadata"))
    return Report(rows, tuple(problems), coverage, gaps)


@dataclass(frozen=True)
class _Case:
    """Tables and running text with the indexes that the checks share, and the way back to the file."""

    tables: Tables
    document: Document
    flow: Flow

    def at(self, begin: int, end: int) -> str:
        """Where a span stands in the file."""
        first, last = self.flow.origin(begin, end)
        return f"[{first}, {last})"

    @cached_property
    def text(self) -> str:
        return shadow(self.document.text)

    @cached_property
    def about(self) -> DocumentRow:
        return self.tables.documents[0]

    @cached_property
    def sentences(self) -> dict[str, SentenceRow]:
        return {row.id: row for row in self.tables.sentences}

    @cached_property
    def periods(self) -> dict[str, tuple[date | None, date]]:
        return {row.id: (row.begin, row.end) for row in self.tables.periods}

    @cached_property
    def present(self) -> dict[str, set[str]]:
        """For each sentence, the entities that it mentions and the groups that it forms."""
        found: dict[str, set[str]] = {}
        for mention in self.tables.mentions:
            found.setdefault(mention.sentence, set()).add(mention.entity)
        for group in self.tables.groups:
            found.setdefault(group.sentence, set()).add(group.id)
        return found

    @cached_property
    def forms(self) -> dict[str, set[str]]:
        """The Chinese names of each entity, as matched."""
        found: dict[str, set[str]] = {}
        for name in self.tables.names:
            if name.lang == "zh":
                found.setdefault(name.entity, set()).add(shadow(name.form))
        return found

    @cached_property
    def quantities(self) -> dict[tuple[int, int], Quantity]:
        return {(each.begin, each.end): each for each in find_quantities(self.document.text)}

    @cached_property
    def accountable(self) -> tuple[list[tuple[int, int]], ...]:
        """The spans that a row or an exclusion must account for: one list for each of _KINDS."""
        text = self.document.text
        numerals = [match.span() for match in _NUMERAL.finditer(self.text)]  # full-width digits, too
        chinese = [span for span in self.quantities if not _NUMERAL.search(self.text, *span)]
        return numerals, chinese, list(titles(text)), list(quotations(text))

    @cached_property
    def counted(self) -> frozenset[int]:
        """Where numbers with their units end."""
        return frozenset(end for _, end in self.quantities)

    def quantities_between(self, begin: int, end: int) -> list[Quantity]:
        return [each for each in self.quantities.values() if begin <= each.begin and each.end <= end]

    @cached_property
    def times(self) -> tuple[TimeExpression, ...]:
        """All temporal expressions, each resolved within its paragraph by its section; offsets of the document."""
        return tuple(
            replace(each, begin=each.begin + begin, end=each.end + begin)
            for begin, end, anchor in self._paragraphs()
            for each in resolve_times(
                self.document.text[begin:end], anchor, self.about.base_year, self.about.report_year
            )
        )

    def _paragraphs(self) -> Iterator[tuple[int, int, int | None]]:
        """Where each paragraph begins and ends, and the year that its section is about."""
        spans: dict[int, tuple[int, int, int | None]] = {}
        for row in self.tables.sentences:
            known = spans.get(row.paragraph)
            anchor = known[2] if known else self._anchor(row)
            begin, end = (min(known[0], row.begin), max(known[1], row.end)) if known else (row.begin, row.end)
            spans[row.paragraph] = (begin, end, anchor)
        yield from spans.values()

    def _anchor(self, row: SentenceRow) -> int | None:
        first, last = self.periods.get(row.period or "", (None, None))
        return anchor_of(first, last, self.about.base_year, self.about.report_year)

    def times_between(self, begin: int, end: int) -> list[TimeExpression]:
        return [each for each in self.times if begin <= each.begin and each.end <= end]

    @cached_property
    def by_sentence(self) -> dict[str, list[Quantity]]:
        """The quantities of each sentence, in order."""
        found: dict[str, list[Quantity]] = {row.id: [] for row in self.tables.sentences}
        rows = sorted(self.tables.sentences, key=lambda row: row.begin)
        starts = [row.begin for row in rows]
        for each in self.quantities.values():
            if place := bisect_right(starts, each.begin):
                found[rows[place - 1].id].append(each)
        return found

    @cached_property
    def units_written(self) -> dict[int, set[str]]:
        """For each paragraph, the units that stand in it."""
        found: dict[int, set[str]] = {}
        for row in self.tables.sentences:
            found.setdefault(row.paragraph, set()).update(each.unit for each in self.by_sentence[row.id])
        return found

    @cached_property
    def dealt(self) -> dict[tuple[int, int], TimeExpression]:
        """The times that sentences deal to their numbers respectively, by the places of these."""
        found: dict[tuple[int, int], TimeExpression] = {}
        for row in self.tables.sentences:
            numbers = self.by_sentence[row.id]
            if len(numbers) > 1:
                times = self.times_between(row.begin, row.end)
                dealt = deal(self.text, times, numbers)
                found |= {(numbers[index].begin, numbers[index].end): time for index, time in dealt.items()}
        return found

    def times_of(self, row: FigureRow) -> list[TimeExpression]:
        """The expressions that may date a number: those before it in its clause, else in the nearest one of its part.

        Where its part, between semicolons, has none, also those with which the sentence begins. A row that is marked as
        inheriting its period is only held to its own clause.
        """
        home = self.sentences[row.sentence]
        starts = [begin for begin, _ in self.clauses_of(row.sentence) if begin <= row.begin] or [home.begin]
        before = [each for each in self.times_between(home.begin, row.begin) if not self._is_base(each, row)]
        own = [each for each in before if each.begin >= starts[-1]]
        if own or not before or "period" in _marks(row.reading):
            return own
        clauses_of = [bisect_right(starts, each.begin) for each in before]
        held = {clauses_of[-1]} | ({clauses_of[0]} if _PART.search(self.text, before[-1].end, row.begin) else set())
        return [each for each, clause in zip(before, clauses_of, strict=True) if clause in held]

    def is_start(self, row: FigureRow) -> bool:
        """Whether a number is what something grew from, which an expression of the comparison dates."""
        return bool(_GROWN.search(self.text, self.sentences[row.sentence].begin, row.begin))

    def is_reached(self, row: FigureRow) -> bool:
        """Whether a number is what something grew to, in the last of the years that an expression spans."""
        return bool(_GROWN_TO.search(self.text, max(0, row.begin - _BASE_WINDOW), row.begin))

    def _is_base(self, time: TimeExpression, row: FigureRow) -> bool:
        """Whether an expression says what a number is compared with, or grew from, and does not stand beside it."""
        low = max(0, time.begin - _BASE_WINDOW)
        counted = time.begin in self.counted  # 13个2012年新立项目: what is counted bears the year
        if counted or _SAME.search(self.text, time.begin, time.end) or self._is_in_title(time):
            return True
        around = ((_ON_BEFORE, _ON), (_BASE_WITH, _COMPARED), (_OF, _RATIO))
        if any(
            before.search(self.text, low, time.begin) and behind.match(self.text, time.end) for before, behind in around
        ):
            return True
        if time.kind == "since" or _BESIDE.fullmatch(self.text, time.end, row.begin):
            return False
        return bool(_BASE.search(self.text, low, time.begin))

    def _is_in_title(self, time: TimeExpression) -> bool:
        place = bisect_right(self.titles, (time.begin, len(self.text)))
        return place > 0 and time.end <= self.titles[place - 1][1]

    @cached_property
    def titles(self) -> tuple[tuple[int, int], ...]:
        return titles(self.document.text)

    def clauses_of(self, sentence: str) -> tuple[tuple[int, int], ...]:
        row = self.sentences[sentence]
        return clauses(self.document.text, Sentence(row.begin, row.end, "sentence", row.section, row.paragraph))


# ── rows ───────────────────────────────────────────────────────────────────────────────────


def _check_ids(tables: Tables) -> Iterator[Problem]:
    for table in ("sentences", "mentions", "groups", "relations", "figures"):
        for number, row in enumerate(getattr(tables, table), 2):
            stem = f"{row.begin}-{row.end}"
            if row.id != stem and not re.fullmatch(rf"{stem}-\d+", row.id):
                yield Problem(f"{table}.csv", number, f"id {row.id!r} does not say its place; expected {stem}")


_FIELDS = frozenset({"kind", "place", "base_year", "report_year", "published"})
"""What a row of ``context.csv`` may be about."""


def _check_context(tables: Tables, document: Document) -> Iterator[Problem]:
    for number, row in enumerate(tables.context, 2):
        if row.field not in _FIELDS:
            yield Problem("context.csv", number, f"field {row.field!r} is none of {', '.join(sorted(_FIELDS))}")
        if row.end > len(document.text):
            yield Problem("context.csv", number, f"[{row.begin}, {row.end}) lies outside the text")


def _check_sentences(tables: Tables, document: Document) -> Iterator[Problem]:
    expected = {(each.begin, each.end): each for each in segment(document.text)}
    for number, row in enumerate(tables.sentences, 2):
        found = expected.pop((row.begin, row.end), None)
        if found is None:
            yield Problem("sentences.csv", number, f"no sentence stands at [{row.begin}, {row.end})")
            continue
        if (row.kind, row.section, row.paragraph) != (found.kind, found.section, found.paragraph):
            where = f"{found.kind} in section {found.section}, paragraph {found.paragraph}"
            yield Problem("sentences.csv", number, f"is described wrongly; the text has a {where}")
        if row.sha256 != fingerprint(document.text[row.begin : row.end]):
            yield Problem("sentences.csv", number, f"the hash is not that of the text at [{row.begin}, {row.end})")
    for begin, end in expected:
        yield Problem("sentences.csv", None, f"the sentence at [{begin}, {end}) is missing")


def _check_names(case: _Case) -> Iterator[Problem]:
    full = {name.entity: name.form for name in case.tables.names if name.kind == "full" and name.lang == "zh"}
    mentioned = {mention.entity for mention in case.tables.mentions}
    for number, entity in enumerate(case.tables.entities, 2):
        own = entity.id == case.about.place  # a document need not name whose it is: 国务院 speaks for 中国
        if full.get(entity.id) != entity.zh:
            yield Problem("entities.csv", number, f"{entity.zh!r} is not the full name that names.csv gives")
        if entity.id not in (entity.zh, *(f"{entity.zh}--{entity.id.partition('--')[2]}",)):
            yield Problem("entities.csv", number, f"id {entity.id!r} is not the name, or the name and a --qualifier")
        if known_places().get(entity.code or "", entity.zh) != entity.zh:
            yield Problem("entities.csv", number, f"code {entity.code} is that of {known_places()[entity.code or '']}")
        if entity.id not in mentioned and not own:
            yield Problem("entities.csv", number, f"{entity.zh} is mentioned nowhere; add a mention or remove it")
    standard_names = {entity.id: known_places().get(entity.code or "") for entity in case.tables.entities}
    for number, name in enumerate(case.tables.names, 2):
        standard = name.form == standard_names.get(name.entity)  # 某某区 by its code, where the text has 某某
        own = name.entity == case.about.place and name.entity not in mentioned
        if name.lang == "zh" and not (standard or own) and shadow(name.form) not in case.text:
            yield Problem("names.csv", number, f"{name.form!r} does not occur in the text")


def _check_mentions(case: _Case) -> Iterator[Problem]:
    named: set[str] = set()
    for number, row in sorted(enumerate(case.tables.mentions, 2), key=lambda item: item[1].begin):
        written = case.text[row.begin : row.end]
        if written in case.forms.get(row.entity, ()):
            named.add(row.entity)
        elif not _is_head(case, row, written):
            yield Problem("mentions.csv", number, f"the text has {written!r} there, which is no name of {row.entity}")
        elif row.entity not in named:
            yield Problem("mentions.csv", number, f"{written!r} cannot stand for {row.entity} before it is named")


def _is_head(case: _Case, row: MentionRow, written: str) -> bool:
    """Whether a form is the bare head of a name of the entity: 平台 for …服务平台."""
    return any(form.endswith(written) and form != written for form in case.forms.get(row.entity, ()))


def _check_groups(case: _Case) -> Iterator[Problem]:
    for number, row in enumerate(case.tables.groups, 2):
        if row.size is None:
            continue
        found = case.quantities_between(row.begin, row.end)
        if not any(each.value == row.size and each.approximation == row.approximation for each in found):
            yield Problem("groups.csv", number, f"size {_say(row)} is not what the text says there{_hint(found)}")


def _say(row: GroupRow) -> str:
    return f"{row.approximation} {row.size}"


def _check_relations(case: _Case) -> Iterator[Problem]:
    for number, row in enumerate(case.tables.relations, 2):
        file = "relations.csv"
        marked = _marks(row.reading)
        if row.property == "skos:broader":
            continue
        for field, thing in (("subject", row.subject), ("object", row.object)):
            if field in marked:
                continue
            if thing in case.periods:
                if not _is_stated(case, row.sentence, thing):
                    yield Problem(
                        file, number, f"the sentence does not state the period {thing}; mark object:inherited"
                    )
            elif thing not in case.present.get(row.sentence, ()):
                yield Problem(file, number, f"{field} {thing} is not mentioned in the sentence; mark {field}:inherited")
        if row.period:
            yield from _check_period(case, row, file, number)
        if row.amount is not None and not _has_amount(case, row):
            yield Problem(file, number, f"no amount of {row.amount:f} {row.currency} stands in the span of the row")


def _has_amount(case: _Case, row: RelationRow) -> bool:
    found = case.quantities_between(row.begin, row.end)
    return any(each.value == row.amount and _has_unit(case, row, each, row.currency) for each in found)


def _has_unit(case: _Case, row: RelationRow | FigureRow, found: Quantity, unit: str | None) -> bool:
    """Whether a quantity has a unit; one left out may be that of another number of the paragraph, and no other."""
    return found.unit == unit or (
        found.unit == _ELIDED and unit in case.units_written[case.sentences[row.sentence].paragraph]
    )


def _check_figures(case: _Case) -> Iterator[Problem]:
    file = "figures.csv"
    for number, row in enumerate(case.tables.figures, 2):
        found = case.quantities.get((row.begin, row.end))
        written = case.document.text[row.begin : row.end]
        if found is None:
            yield Problem(file, number, f"{written!r} at {case.at(row.begin, row.end)} is not a number with its unit")
        else:
            yield from _compare(case, row, found, number)
        marked = _marks(row.reading)
        if "entity" not in marked and row.entity not in case.present.get(row.sentence, ()):
            yield Problem(file, number, f"entity {row.entity} is not mentioned in the sentence; mark entity:inherited")
        yield from _check_period(case, row, file, number)
        yield from _check_year(case, row, number)
        if row.comparison_period:
            yield from _check_comparison(case, row, row.comparison_period, number)
        if (row.change_kind is None) != (row.comparison_period is None):
            yield Problem(file, number, "a change has both change_kind and comparison_period")
        if (row.whole_entity is None) != (row.whole_indicator is None):
            yield Problem(file, number, "a share has both whole_entity and whole_indicator")


def _compare(case: _Case, row: FigureRow, found: Quantity, number: int) -> Iterator[Problem]:
    """A figure with the quantity that stands in its place."""
    yearly = _YEARLY.search(case.text, max(0, row.begin - _BASE_WINDOW), row.begin)
    if is_decline(case.document.text, found) and not row.change_kind and not yearly:
        yield Problem("figures.csv", number, "the text says that it fell; a change has change_kind and is below zero")
    found = as_change(case.document.text, found) if row.change_kind else found
    if (row.value, row.lower, row.upper) != (found.value, found.lower, found.upper):
        yield Problem("figures.csv", number, f"the value is not what the text says there{_hint([found])}")
    if not _has_unit(case, row, found, row.unit):
        yield Problem("figures.csv", number, f"the unit is not {row.unit}{_hint([found])}")
    if row.approximation != found.approximation:
        yield Problem("figures.csv", number, f"the approximation is not {row.approximation}{_hint([found])}")


def _check_period(case: _Case, row: RelationRow | FigureRow, file: str, number: int) -> Iterator[Problem]:
    period = row.period
    if period is None or _is_stated(case, row.sentence, period):
        return
    if "period" not in _marks(row.reading):
        yield Problem(file, number, f"the sentence does not state the period {period}; mark period:inherited")
    elif "supplied" not in (row.reading or "") and not _is_inheritable(case, row, period):
        yield Problem(file, number, f"nothing before the sentence states the period {period}; mark period:supplied")


def _check_comparison(case: _Case, row: FigureRow, comparison: str, number: int) -> Iterator[Problem]:
    """What a change is compared with: the year before, the period just before, or one that the sentence states."""
    (first, last), (begin, end) = case.periods[row.period], case.periods[comparison]
    if end >= last:
        yield Problem("figures.csv", number, f"compares with {comparison}, which is not before {row.period}")
        return
    year_before = end.year == last.year - 1 and (begin is None) == (first is None)
    just_before = first is not None and (first - end).days == 1
    of_document = end.year == case.about.base_year
    if not (year_before or just_before or of_document or _is_stated(case, row.sentence, comparison)):
        yield Problem("figures.csv", number, f"the sentence compares with no {comparison}")


def _check_year(case: _Case, row: FigureRow, number: int) -> Iterator[Problem]:
    """A figure against the expressions that stand before its number: of two years of a sentence, one is its own."""
    period = case.periods[row.period]
    dealt = case.dealt.get((row.begin, row.end))
    if dealt is not None:
        if not _same(dealt, period):
            yield Problem("figures.csv", number, f"the period is not {row.period}; respectively, it is {_days(dealt)}")
        return
    said = case.times_of(row)
    if case.is_start(row) and _is_stated(case, row.sentence, row.period):
        return
    if said and not (
        _fits(said, period) or (case.is_reached(row) and _ends(said, period)) or _counts_from(case, row, said)
    ):
        stands = ", ".join(map(_days, said))
        yield Problem("figures.csv", number, f"the period is not {row.period}; before the number stands {stands}")


def _days(time: TimeExpression) -> str:
    return f"{time.first or ''}--{time.last}"


def _fits(times: list[TimeExpression], period: tuple[date | None, date]) -> bool:
    """Whether a period is one of some expressions, or reaches from one to another."""
    first, last = period
    ends = any(each.last == last for each in times)
    return ends and (first is None or any(each.first in (first, None) for each in times))


def _ends(times: list[TimeExpression], period: tuple[date | None, date]) -> bool:
    """Whether a period is the last year of one of some expressions."""
    first, last = period
    return first is not None and first.year == last.year and any(each.last == last for each in times)


def _counts_from(case: _Case, row: FigureRow, said: list[TimeExpression]) -> bool:
    """Whether a period is that of a change: from the end of a year that it is compared with to one that is said."""
    first, last = case.periods[row.period]
    home = case.sentences[row.sentence]
    before = case.times_between(home.begin, row.begin)
    return (
        row.change_kind is not None
        and first is not None
        and any(each.last == last for each in said)
        and any(each.last == first - date.resolution for each in before)
    )


def _is_stated(case: _Case, sentence: str, period: str) -> bool:
    """Whether an expression in the sentence resolves to the period."""
    bounds = case.sentences[sentence]
    return any(_same(each, case.periods[period]) for each in case.times_between(bounds.begin, bounds.end))


def _is_inheritable(case: _Case, row: RelationRow | FigureRow, period: str) -> bool:
    """Whether the period is that of the section or the document, is named earlier, or is that of an earlier row."""
    first, last = case.periods[period]
    home = case.sentences[row.sentence]
    years = {case.about.base_year, case.about.report_year}
    whole = first is not None and (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)
    if home.period == period or (whole and first and first.year == last.year and first.year in years):
        return True
    if any(_same(each, (first, last)) for each in case.times_between(0, home.begin)):
        return True
    earlier: tuple[FigureRow | RelationRow, ...] = (*case.tables.figures, *case.tables.relations)
    return any(
        each.period == period and each.begin < row.begin and case.sentences[each.sentence].paragraph == home.paragraph
        for each in earlier
    )


def _same(expression: TimeExpression, period: tuple[date | None, date]) -> bool:
    return (expression.first, expression.last) == period


def _check_periods(case: _Case) -> Iterator[Problem]:
    for number, row in enumerate(case.tables.periods, 2):
        expected = f"{row.begin.isoformat() if row.begin else ''}--{row.end.isoformat()}"
        if row.id != expected:
            yield Problem("periods.csv", number, f"id {row.id!r} does not say its days; expected {expected}")


def _check_concepts(case: _Case) -> Iterator[Problem]:
    tables = case.tables
    used = {
        "indicators": {row.indicator for row in tables.figures} | {row.whole_indicator for row in tables.figures},
        "units": {row.unit for row in tables.figures} | {row.currency for row in tables.relations},
        "conditions": {row.condition for row in tables.figures} | {row.condition for row in tables.relations},
    }
    for table, ids in used.items():
        concepts: tuple[ConceptRow, ...] = getattr(tables, table)
        for number, row in enumerate(concepts, 2):
            if row.id not in ids:
                yield Problem(f"{table}.csv", number, f"{row.id} is used by no row; remove it")
    known = base_units().ids
    for number, unit in enumerate(tables.units, 2):
        if unit.id not in known:
            yield Problem("units.csv", number, f"{unit.id} is not a unit of data/lexicon/base/units.csv; add it there")


def _check_exclusions(case: _Case) -> Iterator[Problem]:
    for number, row in enumerate(case.tables.exclusions, 2):
        if row.end > len(case.text) or not any(
            row.begin < end and begin < row.end for kind in case.accountable for begin, end in kind
        ):
            yield Problem("exclusions.csv", number, f"{case.at(row.begin, row.end)} holds nothing that needs a reason")


def _marks(reading: str | None) -> set[str]:
    """The fields that a reader supplied; all of them for a bare mark."""
    parts = (reading or "").split()
    if any(":" not in part for part in parts):
        return {"subject", "object", "entity", "indicator", "period", "condition"}
    return {part.partition(":")[0] for part in parts}


def _hint(found: list[Quantity]) -> str:
    if not found:
        return "; it has no number"
    said = ", ".join(
        f"{each.approximation} {each.value if each.value is not None else f'{each.lower}–{each.upper}'} {each.unit}"
        for each in found
    )
    return f"; it says {said}"


# ── coverage ───────────────────────────────────────────────────────────────────────────────

_KINDS = ("numeral", "Chinese numeral", "title", "quotation")


def _cover(case: _Case) -> tuple[tuple[Coverage, ...], tuple[str, ...]]:
    figures = [(row.begin, row.end) for row in case.tables.figures]
    figures += [(row.begin, row.end) for row in case.tables.groups]
    known = set(case.periods.values())
    dated = [(each.begin, each.end) for each in case.times if (each.first, each.last) in known]
    names = [(row.begin, row.end) for row in case.tables.mentions]
    names += [(row.begin, row.end) for row in case.tables.exclusions]
    starts = [row.begin for row in case.tables.sentences]
    sections = {row.section for row in case.tables.sentences}
    counts = {section: [[0, 0] for _ in _KINDS] for section in sorted(sections)}
    gaps = []
    for index, (kind, spans) in enumerate(zip(_KINDS, case.accountable, strict=True)):
        for begin, end in spans:
            home = case.tables.sentences[max(0, bisect_right(starts, begin) - 1)]
            if kind in ("title", "quotation"):
                done = any((b <= begin and end <= e) or (begin <= b and e <= end) for b, e in names)
            else:
                done = any(b <= begin and end <= e for b, e in (*figures, *names, *dated))
            counts[home.section][index][0] += done
            counts[home.section][index][1] += 1
            if not done:
                written = case.document.text[begin:end]
                gaps.append(f"§{home.section} ¶{home.paragraph} {case.at(begin, end)} {kind} {written}")
    lines = tuple(Coverage(section, tuple((done, total) for done, total in pairs)) for section, pairs in counts.items())
    return lines, tuple(gaps)

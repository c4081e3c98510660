"""Figures: read from a source by subject, measure, period and unit, said in words, sorted, charted."""

from __future__ import annotations

import asyncio
import csv
import io
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from rdflib import Literal, URIRef

from kg.descriptions import format_number
from kg.errors import UnknownNameError
from kg.namespaces import TIS
from kg.web.charts import BarChart, bar_chart
from kg.web.directory import Words
from kg.web.reading import local, read, read_all

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.web.directory import Directory, Place
    from kg.web.reading import Record
    from kg.web.source import Source

__all__ = [
    "FACETS",
    "ORDERS",
    "Choice",
    "Figure",
    "FiguresPage",
    "chart_by_unit",
    "figures_of",
    "figures_query",
    "read_chosen",
    "read_figures",
    "read_page",
    "to_csv",
]

FACETS: Final = {
    "subject": "tis:observedEntity",
    "indicator": "tis:indicator",
    "period": "tis:period",
    "unit": "sdmx-attribute:unitMeasure",
}
"""What figures can be filtered by, and the property behind it."""

_WHEN: Final = {
    "asOf": Words("截至{}", "as of {}"),
    "cumulativeUntil": Words("累计至{}", "until {}, in all"),
    "since": Words("自{}以来", "since {}"),
}
"""How a period is said for each of its kinds; what simply belongs to a period needs no word."""

PAGE: Final = 50
"""Figures on one page of the table; the CSV has them all."""
_MOST_BARS = 24


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure, as stated; IRIs where a page makes links of them."""

    iri: str
    subject: str
    indicator: str
    value: Decimal | None
    lower: Decimal | None
    upper: Decimal | None
    unit: str
    approximation: str
    period: str
    period_kind: str
    change: str
    condition: str
    modality: str
    whole: str
    whole_indicator: str
    place: Place | None
    span: tuple[int, int]
    row: str
    note: str
    supplied: bool

    @property
    def size(self) -> Decimal:
        """What it is sorted by: the value, or the middle of a range."""
        if self.value is not None:
            return self.value
        return ((self.lower or Decimal(0)) + (self.upper or Decimal(0))) / 2

    @property
    def hedged(self) -> bool:
        """Whether the text gives it only approximately, or as a range."""
        return self.approximation != "exactly" or self.value is None

    def say(self, directory: Directory, lang: str) -> str:
        """The value with its unit and how exact it is, in words."""
        unit = say_unit(directory, self.unit, lang)
        space = "" if lang == "zh" or unit == "%" else " "
        return f"{self.format_number(directory, lang)}{space}{unit}"

    def format_number(self, directory: Directory, lang: str) -> str:
        """The value and how exact it is, without its unit."""
        hedge = "" if self.approximation == "exactly" else directory.term(self.approximation, lang)
        if self.value is not None:
            number = format_number(Literal(self.value), lang)
        else:
            number = f"{format_number(Literal(self.lower), lang)}–{format_number(Literal(self.upper), lang)}"
        return f"{hedge}{number}" if lang == "zh" else f"{hedge} {number}".strip()

    def remarks(self, directory: Directory, lang: str) -> tuple[str, ...]:
        """What qualifies it: a change or share of what, under which condition, and whether it is a fact."""
        whole = " ".join(filter(None, (directory.name(self.whole, lang), directory.name(self.whole_indicator, lang))))
        share = f"占{whole}" if lang == "zh" else f"of {whole}"
        return tuple(
            filter(
                None,
                (
                    directory.term(self.change, lang) if self.change else "",
                    share if whole else "",
                    directory.name(self.condition, lang) if self.condition else "",
                    directory.term(self.modality, lang) if self.modality else "",
                ),
            )
        )

    def when(self, directory: Directory, lang: str) -> str:
        """Its period, and how it relates to it unless it is simply of that period."""
        period = directory.name(self.period, lang)
        form = _WHEN.get(self.period_kind)
        if form is None:
            return period
        bare = period.removeprefix("截至") if lang == "zh" else period.removeprefix("until ")
        return form.of(lang).format(bare)


@dataclass(frozen=True, slots=True)
class Choice:
    """What a filter offers: a thing, and how many figures it leaves."""

    iri: str
    count: int


def say_unit(directory: Directory, unit: str, lang: str) -> str:
    """The name of a unit; in English without the Chinese counter behind it."""
    name = directory.name(unit, lang)
    return name if lang == "zh" else re.sub(r"\s*\([^()]*[\u4e00-\u9fff][^()]*\)$", "", name)


def figures_query(pattern: str) -> str:
    """Build the query for the figures that a pattern binds to ``?figure``."""
    return f"""
SELECT DISTINCT ?figure ?subject ?indicator ?value ?lower ?upper ?unit ?approximation ?period ?periodKind ?change
       ?condition ?modality ?whole ?wholeIndicator ?place ?begin ?end ?row ?note ?reading WHERE {{
  {pattern}
  ?figure tis:observedEntity ?subject ; tis:indicator ?indicator ; tis:period ?period ; tis:modality ?modality ;
          tis:approximation ?approximation ; sdmx-attribute:unitMeasure ?unit ; tis:statedAt ?mention .
  ?mention nif:beginIndex ?begin ; nif:endIndex ?end ; dcterms:isPartOf ?place .
  OPTIONAL {{ ?figure sdmx-measure:obsValue ?value }}
  OPTIONAL {{ ?figure tis:lowerBound ?lower ; tis:upperBound ?upper }}
  OPTIONAL {{ ?figure tis:periodKind ?periodKind }} OPTIONAL {{ ?figure tis:changeKind ?change }}
  OPTIONAL {{ ?figure tis:condition ?condition }} OPTIONAL {{ ?figure tis:wholeEntity ?whole }}
  OPTIONAL {{ ?figure tis:wholeIndicator ?wholeIndicator }} OPTIONAL {{ ?figure tis:tableRow ?row }}
  OPTIONAL {{ ?figure tis:note ?note }} OPTIONAL {{ ?figure tis:reading ?reading }}
}}"""


def filters(chosen: dict[str, str]) -> str:
    """Build the pattern of the figures that fit all chosen facets."""
    triples = (f"?figure {FACETS[key]} {URIRef(iri).n3()} ." for key, iri in sorted(chosen.items()) if iri)
    return " ".join(triples) or "?figure a qb:Observation ."


async def read_figures(source: Source, directory: Directory, chosen: dict[str, str]) -> list[Figure]:
    """Read the figures that fit all chosen facets, in the order of the text."""
    return figures_of(await read(source, figures_query(filters(chosen))), directory)


def figures_of(rows: Iterable[Record], directory: Directory) -> list[Figure]:
    """Turn the rows of a figures query into figures, in the order of the text."""
    found: dict[str, Figure] = {}
    for row in rows:
        found.setdefault(row["figure"], _figure(row, directory))
    return sorted(found.values(), key=lambda each: (each.place is None, each.place, each.span, each.iri))


async def read_choices(source: Source, facet: str, chosen: dict[str, str]) -> list[Choice]:
    """Read what a facet offers under the other facets that are chosen, the most frequent first."""
    others = {key: iri for key, iri in chosen.items() if key != facet}
    pattern = f"{filters(others)} ?figure {FACETS[facet]} ?choice"
    query = f"SELECT ?choice (COUNT(DISTINCT ?figure) AS ?count) WHERE {{ {pattern} }} GROUP BY ?choice"
    rows = await read(source, query)
    choices = [Choice(row["choice"], int(row["count"])) for row in rows if "choice" in row]
    return sorted(choices, key=lambda each: (-each.count, each.iri))


ORDERS: Final = ("text", "value", "subject", "indicator", "period")
"""What figures can be sorted by."""


@dataclass(frozen=True, slots=True)
class FiguresPage:
    """A page of the figures that a reader chose, in the order asked for, with what the filters offer and charts."""

    chosen: dict[str, str]
    problems: dict[str, Words]
    choices: dict[str, list[Choice]]
    by: str
    descending: bool
    figures: tuple[Figure, ...]
    charts: tuple[tuple[Words, BarChart], ...]
    total: int
    number: int

    @property
    def pages(self) -> int:
        """How many pages the table has."""
        return max(-(-self.total // PAGE), 1)


async def read_page(source: Source, directory: Directory, asked: Mapping[str, str], lang: str) -> FiguresPage:
    """Read a page of figures for what a reader asked: facets by name or IRI, an order such as ``-value``, a page."""
    chosen, problems = _chosen(directory, asked)
    ordered, offered = await asyncio.gather(
        _read_order(source, directory, chosen, asked, lang),
        asyncio.gather(*(read_choices(source, facet, chosen) for facet in FACETS)),
    )
    pages = max(-(-len(ordered) // PAGE), 1)
    number = max(min(int(asked["page"]), pages), 1) if asked.get("page", "")[:6].isdecimal() else 1
    figures = await _read_these(source, directory, ordered[(number - 1) * PAGE : number * PAGE])
    by, descending = _order(asked)
    return FiguresPage(
        chosen=chosen,
        problems=problems,
        choices=dict(zip(FACETS, offered, strict=True)),
        by=by,
        descending=descending,
        figures=figures,
        charts=tuple(_charts(figures, directory, lang, "indicator" if "subject" in chosen else "subject"))
        if pages == 1
        else (),
        total=len(ordered),
        number=number,
    )


async def read_chosen(source: Source, directory: Directory, asked: Mapping[str, str], lang: str) -> list[Figure]:
    """Read all figures that a reader asked for, in the order asked for."""
    chosen, _ = _chosen(directory, asked)
    ordered = await _read_order(source, directory, chosen, asked, lang)
    found = {figure.iri: figure for figure in await read_figures(source, directory, chosen)}
    return [found[iri] for iri in ordered]


def _order(asked: Mapping[str, str]) -> tuple[str, bool]:
    by = asked.get("sort", "").removeprefix("-")
    return (by, asked["sort"].startswith("-")) if by in ORDERS else ("text", False)


async def _read_order(
    source: Source, directory: Directory, chosen: dict[str, str], asked: Mapping[str, str], lang: str
) -> list[str]:
    """Read the figures that fit all chosen facets, in the order asked for: no more than what they are sorted by."""
    query = f"""
SELECT ?figure ?subject ?indicator ?period ?unit ?value ?lower ?begin WHERE {{
  {filters(chosen)}
  ?figure tis:observedEntity ?subject ; tis:indicator ?indicator ; tis:period ?period ;
          sdmx-attribute:unitMeasure ?unit ; tis:statedAt ?mention .
  ?mention nif:beginIndex ?begin .
  OPTIONAL {{ ?figure sdmx-measure:obsValue ?value }} OPTIONAL {{ ?figure tis:lowerBound ?lower }}
}}"""
    by, descending = _order(asked)
    rows = [{name: term.value for name, term in row.items()} for row in await read_all(source, query)]
    ordered = sorted(rows, key=lambda row: (row["figure"].rpartition("/figure/")[0], int(row["begin"]), row["figure"]))
    ordered.sort(key=lambda row: _key(row, by, directory, lang), reverse=descending)
    return [row["figure"] for row in ordered]


def _key(row: Record, by: str, directory: Directory, lang: str) -> tuple[str, Decimal]:
    """What a figure is sorted by; those that are equal stay in the order of the text."""
    if by == "text":
        return ("", Decimal(0))
    if by == "value":
        return (directory.name(row["unit"], lang), Decimal(row.get("value") or row.get("lower") or 0))
    if by == "period":
        return ("|".join(row["period"].rpartition("/")[2].split("--")[::-1]), Decimal(0))
    return (directory.name(row[by], lang).casefold(), Decimal(0))


async def _read_these(source: Source, directory: Directory, iris: Sequence[str]) -> tuple[Figure, ...]:
    """Read some figures, in the order given."""
    if not iris:
        return ()
    values = " ".join(URIRef(iri).n3() for iri in iris)
    found = figures_of(await read(source, figures_query(f"VALUES ?figure {{ {values} }}")), directory)
    place = {iri: number for number, iri in enumerate(iris)}
    return tuple(sorted(found, key=lambda figure: place[figure.iri]))


def _charts(figures: Sequence[Figure], directory: Directory, lang: str, label: str) -> list[tuple[Words, BarChart]]:
    """One chart in the order of the figures if they have one unit, else what can be compared among a few."""
    whole = chart_of(figures, directory, lang, label)
    if whole:
        return [(_unit(figures[0].unit, directory), whole)]
    return chart_by_unit(figures, directory, lang) if len(figures) <= _MOST_BARS else []


def _unit(unit: str, directory: Directory) -> Words:
    return Words(say_unit(directory, unit, "zh"), say_unit(directory, unit, "en"))


def _chosen(directory: Directory, asked: Mapping[str, str]) -> tuple[dict[str, str], dict[str, Words]]:
    chosen: dict[str, str] = {}
    problems: dict[str, Words] = {}
    for facet in FACETS:
        given = asked.get(facet, "").strip()
        if given in directory.things:
            chosen[facet] = given
        elif given and facet == "subject":
            try:
                chosen[facet] = directory.resolve(given, "Participant")
            except UnknownNameError as error:
                problems[facet] = Words(*error.args)
    return chosen, problems


_COLUMNS = (
    *("subject", "indicator", "value", "lower", "upper", "unit", "approximation", "period", "period_kind", "remarks"),
    *("section", "paragraph", "begin", "end", "table_row", "iri"),
)


def to_csv(figures: Sequence[Figure], directory: Directory, lang: str) -> str:
    """Write figures as CSV: names in the reader's language, values in base units, and where each is stated."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for each in figures:
        numbers = ("" if number is None else f"{number:f}" for number in (each.value, each.lower, each.upper))
        place = each.place
        writer.writerow(
            [
                directory.name(each.subject, lang),
                directory.name(each.indicator, lang),
                *numbers,
                directory.name(each.unit, lang),
                directory.term(each.approximation, lang),
                directory.name(each.period, lang),
                directory.term(each.period_kind, lang) if each.period_kind else "",
                "; ".join(each.remarks(directory, lang)),
                *((place.section, place.paragraph, place.begin, place.end) if place else ("",) * 4),
                each.row,
                each.iri,
            ]
        )
    return out.getvalue()


def chart_of(figures: Sequence[Figure], directory: Directory, lang: str, label: str = "indicator") -> BarChart | None:
    """Chart figures of one unit; none if the units differ, or there are too few or too many to compare."""
    if len({figure.unit for figure in figures}) != 1 or len(figures) > _MOST_BARS:
        return None
    return bar_chart(
        [
            (
                _label(figure, directory, lang, label),
                figure.format_number(directory, lang),
                figure.size,
                figure.iri,
                figure.hedged,
            )
            for figure in figures
        ]
    )


def chart_by_unit(figures: Sequence[Figure], directory: Directory, lang: str) -> list[tuple[Words, BarChart]]:
    """Chart what can be compared: figures that have a unit in common, for each unit; changes and shares apart."""
    by_unit: dict[tuple[str, bool], list[Figure]] = {}
    for figure in figures:
        if not figure.modality:
            by_unit.setdefault((figure.unit, bool(figure.change or figure.whole)), []).append(figure)
    charts = []
    for (unit, _), members in by_unit.items():
        chart = chart_of(sorted(members, key=lambda each: -each.size), directory, lang)
        if chart:
            charts.append((_unit(unit, directory), chart))
    return sorted(charts, key=lambda each: -len(each[1].bars))[:2]


def _label(figure: Figure, directory: Directory, lang: str, label: str) -> str:
    period = directory.name(figure.period, lang)
    if label == "subject":
        return f"{directory.name(figure.subject, lang)} · {period}"
    return f"{directory.name(figure.indicator, lang)} · {period}"


def _figure(row: Record, directory: Directory) -> Figure:
    modality, condition = local(row["modality"]), row.get("condition", "")
    return Figure(
        iri=row["figure"],
        subject=row["subject"],
        indicator=row["indicator"],
        value=_decimal(row.get("value")),
        lower=_decimal(row.get("lower")),
        upper=_decimal(row.get("upper")),
        unit=row["unit"],
        approximation=local(row["approximation"]),
        period=row["period"],
        period_kind=local(row.get("periodKind", "")),
        change=local(row.get("change", "")),
        condition="" if condition == str(TIS.unconditional) else condition,
        modality="" if modality == "asserted" else modality,
        whole=row.get("whole", ""),
        whole_indicator=row.get("wholeIndicator", ""),
        place=directory.places.get(row["place"]),
        span=(int(row["begin"]), int(row["end"])),
        row=row.get("row", ""),
        note=row.get("note", ""),
        supplied="reading" in row,
    )


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)

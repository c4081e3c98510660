"""The figures that a reader chose: by subject, measure, period and unit, in an order, page by page, and as CSV."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from rdflib import URIRef

from kg.facts.figures import (
    FACETS,
    Figure,
    figures_of,
    figures_query,
    filters,
    read_figures,
)
from kg.facts.resolution import Resolution, resolve
from kg.facts.source import read, read_all, read_each

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.facts.directory import Directory
    from kg.facts.source import Record, Source

__all__ = ["ORDERS", "PAGE", "Choice", "FiguresPage", "read_chosen", "read_page", "to_csv", "understand"]

PAGE: Final = 50
"""Figures on one page of the table; the CSV has them all."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a filter offers: a thing, and how many figures it leaves."""

    iri: str
    count: int


def _choices_query(facet: str, chosen: Mapping[str, str]) -> str:
    """Build the query for what a facet offers under the other facets that are chosen."""
    others = {key: iri for key, iri in chosen.items() if key != facet}
    pattern = f"{filters(others)} ?figure {FACETS[facet]} ?choice"
    return f"SELECT ?choice (COUNT(DISTINCT ?figure) AS ?count) WHERE {{ {pattern} }} GROUP BY ?choice"


def _choices_of(rows: Iterable[Record]) -> list[Choice]:
    """What a facet offers, the most frequent first."""
    choices = [Choice(row["choice"], int(row["count"])) for row in rows if "choice" in row]
    return sorted(choices, key=lambda each: (-each.count, each.iri))


ORDERS: Final = ("text", "value", "subject", "indicator", "period")
"""What figures can be sorted by."""


@dataclass(frozen=True, slots=True)
class FiguresPage:
    """A page of the figures that a reader chose, in the order asked for, with what the filters offer."""

    chosen: dict[str, str]
    meant: Mapping[str, Resolution]
    choices: dict[str, list[Choice]]
    by: str
    descending: bool
    figures: tuple[Figure, ...]
    total: int
    number: int

    @property
    def pages(self) -> int:
        """How many pages the table has."""
        return max(-(-self.total // PAGE), 1)


async def read_page(
    source: Source, directory: Directory, meant: Mapping[str, Resolution], asked: Mapping[str, str], lang: str
) -> FiguresPage:
    """Read a page of the figures of what was meant (see :func:`understand`), in the order and with the number asked."""
    chosen = _chosen(meant)
    ordered = await _read_order(source, directory, meant, asked, lang)
    offered = await read_each(source, *(_choices_query(facet, chosen) for facet in FACETS))
    pages = max(-(-len(ordered) // PAGE), 1)
    number = max(min(int(asked["page"]), pages), 1) if asked.get("page", "")[:6].isdecimal() else 1
    figures = await _read_these(source, directory, ordered[(number - 1) * PAGE : number * PAGE])
    by, descending = _order(asked)
    return FiguresPage(
        chosen=chosen,
        meant=meant,
        choices=dict(zip(FACETS, map(_choices_of, offered), strict=True)),
        by=by,
        descending=descending,
        figures=figures,
        total=len(ordered),
        number=number,
    )


async def read_chosen(
    source: Source, directory: Directory, meant: Mapping[str, Resolution], asked: Mapping[str, str], lang: str
) -> list[Figure]:
    """Read all figures of what was meant, in the order asked for."""
    ordered = await _read_order(source, directory, meant, asked, lang)
    found = {figure.iri: figure for figure in await read_figures(source, directory, _chosen(meant))}
    return [found[iri] for iri in ordered]


def _order(asked: Mapping[str, str]) -> tuple[str, bool]:
    by = asked.get("sort", "").removeprefix("-")
    return (by, asked["sort"].startswith("-")) if by in ORDERS else ("text", False)


async def _read_order(
    source: Source, directory: Directory, meant: Mapping[str, Resolution], asked: Mapping[str, str], lang: str
) -> list[str]:
    """Read the figures that fit all chosen facets, in the order asked for: no more than what they are sorted by."""
    chosen = _chosen(meant)
    if len(chosen) < len(meant):  # what was asked for means nothing that we know: no figure fits
        return []
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


def understand(directory: Directory, asked: Mapping[str, str]) -> dict[str, Resolution]:
    """What the reader means by each facet that was given."""
    given = {facet: asked.get(facet, "").strip() for facet in FACETS}
    return {facet: resolve(directory, text, _KINDS[facet]) for facet, text in given.items() if text}


_KINDS: Final = {"subject": "Participant", "indicator": "Indicator", "period": "", "unit": "Unit"}
"""The class that each facet asks for."""


def _chosen(meant: Mapping[str, Resolution]) -> dict[str, str]:
    """The things that the facets name, as far as they do."""
    return {facet: each.thing.iri for facet, each in meant.items() if each.thing}


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

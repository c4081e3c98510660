"""Figures: read from a source, said in words, charted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from rdflib import Literal, URIRef

from kg.facts.numbers import format_number
from kg.facts.source import local, read
from kg.facts.values import Words
from kg.namespaces import TIS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.facts.directory import Directory
    from kg.facts.source import Record, Source
    from kg.facts.values import Place

__all__ = [
    "FACETS",
    "Figure",
    "figures_of",
    "figures_query",
    "filters",
    "read_figures",
    "unit_words",
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


def unit_words(unit: str, directory: Directory) -> Words:
    """The name of a unit in both languages."""
    return Words(say_unit(directory, unit, "zh"), say_unit(directory, unit, "en"))


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

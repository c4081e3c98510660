"""What there is in a source, by service function."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rdflib import Literal

from kg.facts.source import local, read, read_each
from kg.facts.values import Words
from kg.namespaces import SKOS, TIS, term
from kg.ontology import load_ontology

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.facts.directory import Directory
    from kg.facts.source import Record, Source
    from kg.facts.values import Thing

__all__ = ["Function", "Overview", "functions", "read_overview", "read_supported"]

_FUNCTIONS = (
    TIS.techFinance,
    TIS.researchAndTransfer,
    TIS.priorityAreas,
    TIS.policySupport,
    TIS.collaborativeInnovation,
)
_SHOWN = 4
_CLASSES_SHOWN = 3
_GROUPS_SHOWN = 6
_COUNTS = """
SELECT ?kind (COUNT(DISTINCT ?stated) AS ?count) WHERE {
  { ?stated tis:factProperty ?any BIND ("statements" AS ?kind) }
  UNION { ?stated tis:indicator ?any BIND ("figures" AS ?kind) }
} GROUP BY ?kind"""
_SUPPORTED = """
SELECT ?group (COUNT(DISTINCT ?supporter) AS ?count) WHERE {
  ?supporter tis:supports|tis:indirectlySupports ?group . ?group a tis:TargetGroup
} GROUP BY ?group"""


@dataclass(frozen=True, slots=True)
class Function:
    """A service function: what it is, how many things belong to it, of which classes, and the best known of them."""

    key: str
    definition: Words
    count: int
    classes: tuple[tuple[str, int], ...]
    members: tuple[Thing, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """How much there is, and of what; ``supported`` are the target groups with the most supporters."""

    functions: tuple[Function, ...]
    supported: tuple[tuple[str, int], ...]
    named: int
    groups: int
    statements: int
    figures: int
    sentences: int


async def read_overview(source: Source, directory: Directory) -> Overview:
    """Read the numbers for the first page; members come from the directory."""
    counts, helped = await read_each(source, _COUNTS, _SUPPORTED)
    supported = _supported_of(helped, directory)
    count = {row["kind"]: int(row["count"]) for row in counts if "kind" in row}
    participants = [directory.things[iri] for iri in directory.participants]
    groups = sum(thing.class_ == "ActorGroup" for thing in participants)
    ranked = sorted(participants, key=lambda thing: (-thing.weight, thing.iri))
    stated = {place for places in directory.sources.values() for place in places if place in directory.places}
    return Overview(
        functions=tuple(_function(key, ranked) for key in functions()),
        supported=supported,
        named=sum(iri.startswith(f"{directory.base}entity/") for iri in directory.things),
        groups=groups,
        statements=count.get("statements", 0),
        figures=count.get("figures", 0),
        sentences=len(stated),
    )


async def read_supported(source: Source, directory: Directory) -> tuple[tuple[str, int], ...]:
    """Read which target groups have the most supporters, direct or indirect, and how many."""
    return _supported_of(await read(source, _SUPPORTED), directory)


def _supported_of(rows: Iterable[Record], directory: Directory) -> tuple[tuple[str, int], ...]:
    helped = [(row["group"], int(row["count"])) for row in rows if row.get("group") in directory.things]
    return tuple(sorted(helped, key=lambda each: (-each[1], each[0]))[:_GROUPS_SHOWN])


def functions() -> tuple[str, ...]:
    """The service functions, as local names."""
    return tuple(local(term) for term in _FUNCTIONS)


def _function(key: str, ranked: list[Thing]) -> Function:
    members = [thing for thing in ranked if thing.function == key]
    classes = Counter(thing.class_ for thing in members)
    definitions = load_ontology().objects(term(key), SKOS.definition)
    texts = {text.language: str(text) for text in definitions if isinstance(text, Literal)}
    return Function(
        key=key,
        definition=Words(texts.get("zh", ""), texts.get("en", "")),
        count=len(members),
        classes=tuple(classes.most_common(_CLASSES_SHOWN)),
        members=tuple(members[:_SHOWN]),
    )

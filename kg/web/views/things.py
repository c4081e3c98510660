"""The page of one thing: a participant, a fact, a figure, a sentence, or anything else that has an IRI."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rdflib import URIRef

from kg.facts.source import read
from kg.web.charts import Neighbourhood, neighbourhood
from kg.web.views.documents import Document, read_document
from kg.web.views.figures import Figure, chart_by_unit, figures_of, figures_query, read_figures
from kg.web.views.statements import (
    Group,
    Statement,
    arrange,
    read_inferred,
    read_rows,
    read_statements,
    say_property,
    statements_query,
)
from kg.web.views.vocabulary import Vocabulary, read_vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kg.facts.directory import Directory
    from kg.facts.source import Source
    from kg.facts.values import Place, Thing, Words
    from kg.web.charts import BarChart

__all__ = ["Participant", "Sentence", "Single", "Triples", "read_thing"]

_MOST = 200
"""Places that a page lists where a thing is used."""
_BEFORE = ("supporters", "behind")
_AFTER = ("supported", "meant", "work")


@dataclass(frozen=True, slots=True)
class Participant:
    """All that a page says of a named thing."""

    thing: Thing
    note: str
    code: str
    size: str
    within: str
    groups: tuple[Group, ...]
    figures: tuple[Figure, ...]
    facet: str
    charts: tuple[tuple[Words, BarChart], ...]
    picture: Neighbourhood | None
    mentions: tuple[Place, ...]
    row: str


@dataclass(frozen=True, slots=True)
class Single:
    """One fact or one figure, with all that is known of it."""

    statement: Statement | None
    figure: Figure | None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: where it stands, what it names, and what it states."""

    place: Place
    statements: tuple[Statement, ...]
    figures: tuple[Figure, ...]
    mentioned: tuple[str, ...]
    before: Place | None
    after: Place | None


@dataclass(frozen=True, slots=True)
class Triples:
    """What the graph says of anything else, statement by statement; ``holds`` triples if it is a graph."""

    iri: str
    outgoing: tuple[tuple[str, str, bool], ...]
    incoming: tuple[tuple[str, str], ...]
    holds: int
    more: bool


async def read_thing(
    source: Source, directory: Directory, iri: str, lang: str, link: Callable[[str], str]
) -> Participant | Single | Sentence | Document | Vocabulary | Triples:
    """Read what the page of a thing shows; ``link`` makes the links of its pictures."""
    below = iri.removeprefix(directory.base)
    place = directory.places.get(iri) or next(iter(directory.places_of(iri)), None)
    if iri in directory.things:
        return await _read_participant(source, directory, iri, lang, link)
    if below in directory.titles:
        return await read_document(source, directory, below)
    if below == "graph/ontology":
        return read_vocabulary(directory)
    if place:
        return await _read_sentence(source, directory, place)
    return await _read_other(source, directory, iri)


async def _read_other(source: Source, directory: Directory, iri: str) -> Single | Triples:
    term = URIRef(iri).n3()
    facts, figures = await asyncio.gather(
        read(source, statements_query(f"VALUES ?fact {{ {term} }}")),
        read(source, figures_query(f"VALUES ?figure {{ {term} }}")),
    )
    if facts:
        return Single(read_rows(facts, directory)[0], None)
    if figures:
        return Single(None, figures_of(figures, directory)[0])
    return await _read_triples(source, iri)


_ABOUT = """
SELECT ?key ?value ?place WHERE {{
  {{ VALUES ?key {{ skos:notation tis:note tis:size tis:subgroupOf tis:tableRow }} {thing} ?key ?value }}
  UNION {{ ?value tis:mentionOf {thing} . ?value dcterms:isPartOf ?place BIND (tis:mentionOf AS ?key) }}
  UNION {{ {thing} tis:statedAt ?value . ?value dcterms:isPartOf ?place BIND (tis:mentionOf AS ?key) }}
}}"""


async def _read_participant(
    source: Source, directory: Directory, iri: str, lang: str, link: Callable[[str], str]
) -> Participant:
    facet = _facet(directory, iri)
    about, stated, inferred, figures = await asyncio.gather(
        read(source, _ABOUT.format(thing=URIRef(iri).n3())),
        read_statements(source, directory, iri),
        read_inferred(source, directory, iri),
        read_figures(source, directory, {facet: iri}),
    )
    known = {row["key"].rpartition("#")[2]: row["value"] for row in about if "place" not in row}
    places = {directory.places[row["place"]] for row in about if row.get("place") in directory.places}
    groups = arrange([*stated, *inferred])
    return Participant(
        thing=directory.things[iri],
        note=known.get("note", ""),
        code=known.get("notation", ""),
        size=known.get("size", ""),
        within=known.get("subgroupOf", ""),
        groups=groups,
        figures=tuple(figures),
        facet=facet,
        charts=tuple(chart_by_unit(figures, directory, lang)) if facet == "subject" else (),
        picture=_picture(directory, iri, groups, lang, link),
        mentions=tuple(sorted(places)),
        row=known.get("tableRow", ""),
    )


def _facet(directory: Directory, iri: str) -> str:
    """What a thing is to the figures on its page: mostly their subject."""
    if iri.startswith(f"{directory.base}period/"):
        return "period"
    return {"Indicator": "indicator", "Unit": "unit"}.get(directory.things[iri].class_, "subject")


def _picture(
    directory: Directory, iri: str, groups: Sequence[Group], lang: str, link: Callable[[str], str]
) -> Neighbourhood | None:
    sides: list[list[tuple[str, str, str, bool, str]]] = []
    for keys in (_BEFORE, _AFTER):
        found: dict[str, tuple[str, str, str, bool, str]] = {}
        for group in groups:
            if group.theme.key not in keys:
                continue
            for statement in (*(each for _, members in group.stated for each in members), *group.inferred):
                words = say_property(statement.predicate, forward=statement.forward)
                label = directory.name(statement.other, lang)
                found.setdefault(
                    statement.other, (label, link(statement.other), words.of(lang), statement.inferred, group.theme.key)
                )
        sides.append(sorted(found.values(), key=lambda each: each[3]))
    return neighbourhood(directory.name(iri, lang), *sides)


async def _read_sentence(source: Source, directory: Directory, place: Place) -> Sentence:
    term = URIRef(place.iri).n3()
    facts, figures, mentions = await asyncio.gather(
        read(source, statements_query(f"?fact tis:statedAt ?mention . ?mention dcterms:isPartOf {term} .")),
        read(source, figures_query(f"?figure tis:statedAt ?mention . ?mention dcterms:isPartOf {term} .")),
        read(
            source,
            f"SELECT DISTINCT ?thing ?begin WHERE {{ ?span dcterms:isPartOf {term} ; tis:mentionOf ?thing ;"
            " nif:beginIndex ?begin }",
        ),
    )
    siblings = sorted(each for each in directory.places.values() if each.document == place.document)
    at = siblings.index(place)
    ordered = sorted(mentions, key=lambda row: int(row["begin"]))
    return Sentence(
        place=place,
        statements=tuple(read_rows(facts, directory)),
        figures=tuple(figures_of(figures, directory)),
        mentioned=tuple(dict.fromkeys(row["thing"] for row in ordered)),
        before=siblings[at - 1] if at else None,
        after=siblings[at + 1] if at + 1 < len(siblings) else None,
    )


async def _read_triples(source: Source, iri: str) -> Triples:
    term = URIRef(iri).n3()
    outgoing, incoming, held = await asyncio.gather(
        read(source, f"SELECT DISTINCT ?key ?value (isIRI(?value) AS ?link) WHERE {{ {term} ?key ?value }} LIMIT 500"),
        read(source, f"SELECT DISTINCT ?key ?other WHERE {{ ?other ?key {term} }} ORDER BY ?key ?other LIMIT {_MOST}"),
        read(source, f"SELECT (COUNT(*) AS ?count) WHERE {{ GRAPH {term} {{ ?s ?p ?o }} }}"),
    )
    return Triples(
        iri,
        tuple(sorted((row["key"], row["value"], row["link"] in {"true", "1"}) for row in outgoing)),
        tuple((row["key"], row["other"]) for row in incoming if "other" in row),
        holds=int(held[0]["count"]),
        more=len(incoming) == _MOST,
    )

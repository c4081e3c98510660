"""What a source says of one thing: a participant, a fact, a figure, a sentence, or anything else with an IRI."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rdflib import URIRef

from kg.facts.documents import Document, read_document
from kg.facts.figures import Figure, figures_of, figures_query, filters
from kg.facts.source import read_each
from kg.facts.statements import (
    Statement,
    inferred_of,
    inferred_query,
    stated_of,
    stated_query,
    statements_query,
    unstated,
)
from kg.facts.vocabulary import Vocabulary, read_vocabulary

if TYPE_CHECKING:
    from kg.facts.directory import Directory
    from kg.facts.source import Source
    from kg.facts.values import Place, Thing

__all__ = ["About", "Sentence", "Single", "Triples", "read_about", "read_thing"]

_MOST = 200
"""Places that are listed where a thing is used."""


@dataclass(frozen=True, slots=True)
class About:
    """All that is said of a named thing: ``facet`` is what it is to its figures, ``within`` the group it is part of."""

    thing: Thing
    note: str
    code: str
    size: str
    within: str
    stated: tuple[Statement, ...]
    inferred: tuple[Statement, ...]
    figures: tuple[Figure, ...]
    facet: str
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
    source: Source, directory: Directory, iri: str
) -> About | Single | Sentence | Document | Vocabulary | Triples:
    """Read what a source says of a thing, whatever it is."""
    below = iri.removeprefix(directory.base)
    place = directory.places.get(iri) or next(iter(directory.places_of(iri)), None)
    if iri in directory.things:
        return await read_about(source, directory, iri)
    if below in directory.titles:
        return await read_document(source, directory, below)
    if below == "graph/ontology":
        return read_vocabulary(directory)
    if place:
        return await _read_sentence(source, directory, place)
    return await _read_other(source, directory, iri)


async def _read_other(source: Source, directory: Directory, iri: str) -> Single | Triples:
    term = URIRef(iri).n3()
    facts, figures = await read_each(
        source, statements_query(f"VALUES ?fact {{ {term} }}"), figures_query(f"VALUES ?figure {{ {term} }}")
    )
    if facts:
        return Single(stated_of(facts, directory)[0], None)
    if figures:
        return Single(None, figures_of(figures, directory)[0])
    return await _read_triples(source, iri)


_ABOUT = """
SELECT ?key ?value ?place WHERE {{
  {{ VALUES ?key {{ skos:notation tis:note tis:size tis:subgroupOf tis:tableRow }} {thing} ?key ?value }}
  UNION {{ ?value tis:mentionOf {thing} . ?value dcterms:isPartOf ?place BIND (tis:mentionOf AS ?key) }}
  UNION {{ {thing} tis:statedAt ?value . ?value dcterms:isPartOf ?place BIND (tis:mentionOf AS ?key) }}
}}"""


async def read_about(source: Source, directory: Directory, iri: str) -> About:
    """Read all that is said of a named thing."""
    facet = _facet(directory, iri)
    about, stated, inferred, figures = await read_each(
        source,
        _ABOUT.format(thing=URIRef(iri).n3()),
        stated_query(iri),
        inferred_query(iri, directory.base),
        figures_query(filters({facet: iri})),
    )
    known = {row["key"].rpartition("#")[2]: row["value"] for row in about if "place" not in row}
    places = {directory.places[row["place"]] for row in about if row.get("place") in directory.places}
    facts = stated_of(stated, directory, iri)
    return About(
        thing=directory.things[iri],
        note=known.get("note", ""),
        code=known.get("notation", ""),
        size=known.get("size", ""),
        within=known.get("subgroupOf", ""),
        stated=tuple(facts),
        inferred=tuple(unstated(inferred_of(inferred, directory, iri), facts)),
        figures=tuple(figures_of(figures, directory)),
        facet=facet,
        mentions=tuple(sorted(places)),
        row=known.get("tableRow", ""),
    )


def _facet(directory: Directory, iri: str) -> str:
    """What a thing is to the figures on its page: mostly their subject."""
    if iri.startswith(f"{directory.base}period/"):
        return "period"
    return {"Indicator": "indicator", "Unit": "unit"}.get(directory.things[iri].class_, "subject")


async def _read_sentence(source: Source, directory: Directory, place: Place) -> Sentence:
    term = URIRef(place.iri).n3()
    facts, figures, mentions = await read_each(
        source,
        statements_query(f"?fact tis:statedAt ?mention . ?mention dcterms:isPartOf {term} ."),
        figures_query(f"?figure tis:statedAt ?mention . ?mention dcterms:isPartOf {term} ."),
        f"SELECT DISTINCT ?thing ?begin WHERE {{ ?span dcterms:isPartOf {term} ; tis:mentionOf ?thing ;"
        " nif:beginIndex ?begin }",
    )
    siblings = sorted(each for each in directory.places.values() if each.document == place.document)
    at = siblings.index(place)
    ordered = sorted(mentions, key=lambda row: int(row["begin"]))
    return Sentence(
        place=place,
        statements=tuple(stated_of(facts, directory)),
        figures=tuple(figures_of(figures, directory)),
        mentioned=tuple(dict.fromkeys(row["thing"] for row in ordered)),
        before=siblings[at - 1] if at else None,
        after=siblings[at + 1] if at + 1 < len(siblings) else None,
    )


async def _read_triples(source: Source, iri: str) -> Triples:
    term = URIRef(iri).n3()
    outgoing, incoming, held = await read_each(
        source,
        f"SELECT DISTINCT ?key ?value (isIRI(?value) AS ?link) WHERE {{ {term} ?key ?value }} LIMIT 500",
        f"SELECT DISTINCT ?key ?other WHERE {{ ?other ?key {term} }} ORDER BY ?key ?other LIMIT {_MOST}",
        f"SELECT (COUNT(*) AS ?count) WHERE {{ GRAPH {term} {{ ?s ?p ?o }} }}",
    )
    return Triples(
        iri,
        tuple(sorted((row["key"], row["value"], row["link"] in {"true", "1"}) for row in outgoing)),
        tuple((row["key"], row["other"]) for row in incoming if "other" in row),
        holds=int(held[0]["count"]),
        more=len(incoming) == _MOST,
    )

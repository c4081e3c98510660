"""The names of everything in a graph, held in memory: for search, for completion, and for every label on a page.

A page then asks the source only for statements, and no query has to join labels. The directory is
read once for each version of the source.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from rdflib import Literal, URIRef

from kg.errors import UnknownNameError
from kg.labels import shorten
from kg.namespaces import RDFS, SKOS, TIS
from kg.ontology import load_ontology
from kg.web.reading import local, read_all
from kg.web.search import Index, build_index

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.web.reading import Record
    from kg.web.source import Source

__all__ = ["Directory", "Place", "Thing", "Words", "read_directory", "vocabulary"]

_BOUND = re.compile(r"(.+)/\w+/(\d+)-\d+(?:-\d+)?")
"""What is bound to a place: `{chapter}/{kind}/{begin}-{end}[-n]`."""

_UNSOUGHT = frozenset({"Unit", "Condition"})
"""Classes whose members nobody looks for by name."""


@dataclass(frozen=True, slots=True)
class Words:
    """The same in Chinese and in English."""

    zh: str
    en: str

    def of(self, lang: str) -> str:
        """What a reader of a language sees; the other language if there is nothing in theirs."""
        return (self.zh or self.en) if lang == "zh" else (self.en or self.zh)


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A sentence of a document; offsets are characters, the end exclusive."""

    document: str
    begin: int
    end: int
    section: int
    paragraph: int
    sha256: str
    iri: str
    kind: str = "sentence"

    def __str__(self) -> str:
        return f"§{self.section} ¶{self.paragraph} [{self.begin}, {self.end})"


@dataclass(frozen=True, slots=True)
class Thing:
    """A participant, or another thing of a chapter that has a name.

    Attributes:
        iri: what identifies it.
        words: its preferred names.
        names: its other names.
        keys: forms that only a search uses, such as pinyin.
        class_: its class, as a local name of the ontology; empty if it has none of ours.
        function: the service function it belongs to, as a local name; empty if none.
        weight: how many statements and figures are about it.

    """

    iri: str
    words: Words
    names: tuple[str, ...]
    keys: tuple[str, ...]
    class_: str
    function: str
    weight: int


@dataclass(frozen=True)
class Directory:
    """Everything that has a name, and where sentences stand."""

    base: str
    things: Mapping[str, Thing]
    participants: frozenset[str]
    places: Mapping[str, Place]
    sources: Mapping[str, tuple[str, ...]]
    titles: Mapping[str, str]
    terms: Mapping[str, Words] = field(repr=False)

    @classmethod
    def empty(cls, base: str) -> Directory:
        """A directory in which only the terms of the ontology have names."""
        return cls(base, {}, frozenset(), {}, {}, {}, vocabulary())

    @cached_property
    def index(self) -> Index:
        """What search looks in: everything of a chapter that has a page worth finding."""
        return build_index(thing for thing in self.things.values() if thing.class_ and thing.class_ not in _UNSOUGHT)

    def name(self, iri: str | None, lang: str) -> str:
        """What a reader calls a thing or a term; its short form if it has no name."""
        if not iri:
            return ""
        words = self.words(iri)
        if words is None:
            place = self.places.get(iri)
            return str(place) if place else shorten(URIRef(iri)).removeprefix(self.base)
        return words.of(lang)

    def words(self, iri: str) -> Words | None:
        """The names of a term or a thing in both languages; None if it has none."""
        thing = self.things.get(iri)
        return self.terms.get(iri) or (thing.words if thing else None)

    def class_name(self, iri: str, lang: str) -> str:
        """The name of the class of a thing."""
        thing = self.things.get(iri)
        return self.term(thing.class_, lang) if thing and thing.class_ else ""

    def term(self, local: str, lang: str) -> str:
        """The name of a term of ours by its local name."""
        return self.name(f"{TIS}{local}", lang)

    def resolve(self, given: str, kind: str = "") -> str:
        """The thing that a reader means by an IRI or a name: the one that bears it, or the best hit of a search.

        Args:
            given: an IRI, a name, or something like a name.
            kind: the class that it has to have; ``Participant`` for any participant.

        Raises:
            UnknownNameError: if nothing is found.

        """
        if given in self.things:
            return given
        named = [thing.iri for thing in self.index.exact(given) if self.is_a(thing.iri, kind)]
        if named:
            return max(named, key=lambda iri: (self.things[iri].weight, iri))
        for hit in self.index.find(given, 200):
            if self.is_a(hit.thing.iri, kind):
                return hit.thing.iri
        zh = f"没有找到“{given}”，请换一个名称，或从列表中选择"
        en = f"nothing is called “{given}”; try another name, or choose from the list"
        raise UnknownNameError(en, zh=zh)

    def is_a(self, iri: str, kind: str) -> bool:
        """Whether a thing is of a class; ``Participant`` stands for all participants, an empty kind for all things."""
        return not kind or self.things[iri].class_ == kind or (kind == "Participant" and iri in self.participants)

    def place_of(self, iri: str) -> Place | None:
        """The sentence in which something stands that is bound to a place, such as a group; its IRI tells where."""
        found = _BOUND.fullmatch(iri.removeprefix(self.base))
        if not found:
            return None
        places = self._by_document.get(found[1], [])
        at = bisect_right(places, int(found[2]), key=lambda place: place.begin) - 1
        return places[at] if at >= 0 and int(found[2]) < places[at].end else None

    @cached_property
    def _by_document(self) -> dict[str, list[Place]]:
        found: dict[str, list[Place]] = {}
        for place in sorted(self.places.values()):
            found.setdefault(place.document, []).append(place)
        return found

    def places_of(self, graph: str) -> tuple[Place, ...]:
        """The sentences from which an evidence or reading graph was derived."""
        return tuple(sorted(self.places[each] for each in self.sources.get(graph, ()) if each in self.places))


_NAMES = """
SELECT ?thing ?key ?name (LANG(?name) AS ?lang) WHERE {{
  VALUES ?key {{ skos:prefLabel skos:altLabel skos:hiddenLabel rdfs:label }}
  ?thing ?key ?name . FILTER (STRSTARTS(STR(?thing), "{base}"))
}}"""
_TYPES = """
SELECT ?thing ?class ?function WHERE {{
  GRAPH ?catalogue {{ ?thing a ?class . OPTIONAL {{ ?thing tis:serviceFunction ?function }} }}
  FILTER (STRSTARTS(STR(?catalogue), "{base}graph/catalogue/"))
}}"""
_WEIGHTS = """
SELECT ?thing (COUNT(?stated) AS ?count) WHERE {{
  VALUES ?role {{ tis:factSubject tis:factObject tis:observedEntity }}
  ?stated ?role ?thing
}} GROUP BY ?thing"""
_PLACES = """
SELECT ?place ?document ?begin ?end ?section ?paragraph ?hash ?kind WHERE {{
  ?place a nif:Sentence ; nif:referenceContext ?document ; nif:beginIndex ?begin ; nif:endIndex ?end ;
         tis:section ?section ; tis:paragraph ?paragraph ; tis:sentenceHash ?hash ; tis:sentenceKind ?kind
}}"""
_SOURCES = """
SELECT ?graph ?place WHERE {{
  ?graph prov:wasDerivedFrom ?place . FILTER (STRSTARTS(STR(?graph), "{base}graph/"))
}}"""
_TITLES = """
SELECT ?document ?title WHERE {{ ?document a nif:Context ; dcterms:title ?title }}"""


async def read_directory(source: Source, base: str) -> Directory:
    """Read the directory of a source, one query at a time: long ones of other readers find a place between them."""
    queries = (_NAMES, _TYPES, _WEIGHTS, _PLACES, _SOURCES, _TITLES)
    names, types, weights, places, sources, titles = [await _read(source, text.format(base=base)) for text in queries]
    things = _things(names, types, {row["thing"]: int(row["count"]) for row in weights if "thing" in row})
    return Directory(
        base=base,
        things=things,
        participants=frozenset(iri for iri, thing in things.items() if thing.class_ in participant_classes()),
        places={row["place"]: _place(row, base) for row in places},
        sources=_grouped(sources, "graph", "place"),
        titles={row["document"].removeprefix(base): row["title"] for row in titles},
        terms=vocabulary(),
    )


async def _read(source: Source, text: str) -> list[Record]:
    return [{name: term.value for name, term in row.items()} for row in await read_all(source, text)]


@lru_cache(maxsize=1)
def vocabulary() -> Mapping[str, Words]:
    """The labels of every term that the ontology names."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    ontology = load_ontology()
    for key in (RDFS.label, SKOS.prefLabel):
        for term, text in ontology.subject_objects(key):
            if isinstance(text, Literal) and text.language:
                found[str(term)][text.language] = str(text)
    return {term: Words(words.get("zh", ""), words.get("en", "")) for term, words in found.items()}


@lru_cache(maxsize=1)
def participant_classes() -> frozenset[str]:
    """The local names of the classes of participants."""
    below = load_ontology().transitive_subjects(RDFS.subClassOf, TIS.Participant)
    return frozenset(str(term).removeprefix(str(TIS)) for term in below)


def _things(names: Iterable[Record], types: Iterable[Record], weights: Mapping[str, int]) -> dict[str, Thing]:
    preferred: dict[str, dict[str, str]] = defaultdict(dict)
    other: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in names:
        thing, key, name = row["thing"], row["key"].rpartition("#")[2], row["name"]
        if key in {"prefLabel", "label"}:
            preferred[thing][row["lang"] or "zh"] = name
        else:
            other[thing, key].add(name)
    classes: dict[str, set[str]] = defaultdict(set)
    functions: dict[str, str] = {}
    for row in types:
        thing = row["thing"]
        if row["class"].startswith(str(TIS)):
            classes[thing].add(local(row["class"]))
        if row.get("function"):
            functions[thing] = local(row["function"])
    return {
        iri: Thing(
            iri=iri,
            words=Words(words.get("zh", ""), words.get("en", "")),
            names=tuple(sorted(other[iri, "altLabel"])),
            keys=tuple(sorted(other[iri, "hiddenLabel"])),
            class_=min(classes[iri], default=""),
            function=functions.get(iri, ""),
            weight=weights.get(iri, 0),
        )
        for iri, words in sorted(preferred.items())
    }


def _place(row: Record, base: str) -> Place:
    return Place(
        document=row["document"].removeprefix(base),
        begin=int(row["begin"]),
        end=int(row["end"]),
        section=int(row["section"]),
        paragraph=int(row["paragraph"]),
        sha256=row["hash"],
        iri=row["place"],
        kind=row["kind"],
    )


def _grouped(rows: Iterable[Record], key: str, value: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        found[row[key]].add(row[value])
    return {each: tuple(sorted(values)) for each, values in found.items()}

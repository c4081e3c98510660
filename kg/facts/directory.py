"""The names of everything in a graph, held in memory: for search, for completion, and for every label on a page.

A page then asks the source only for statements, and no query has to join labels. The directory is
read once for each version of the source.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from rdflib import Literal, URIRef

from kg.facts.index import Index, build_index
from kg.facts.source import local, read_all
from kg.facts.values import Place, Thing, Words
from kg.labels import shorten
from kg.namespaces import BASE, DCTERMS, NIF, PROV, RDF, RDFS, SKOS, TIS
from kg.ontology import load_ontology
from kg.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from rdflib import Dataset

    from kg.facts.source import Record, Source

__all__ = ["Directory", "directory_of", "participant_classes", "read_directory", "vocabulary"]

_BOUND = re.compile(r"(.+)/\w+/(\d+)-\d+(?:-\d+)?")
"""What is bound to a place: `{chapter}/{kind}/{begin}-{end}[-n]`."""

_UNSOUGHT = frozenset({"Unit", "Condition"})
"""Classes whose members nobody looks for by name."""


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
        """What names are looked up in: everything of a chapter that has a name."""
        entities = f"{self.base}entity/"
        return build_index(thing for thing in self.things.values() if thing.class_ or thing.iri.startswith(entities))

    @cached_property
    def bearers(self) -> Mapping[str, tuple[tuple[Thing, str], ...]]:
        """The things that bear each name, folded, each with the name as it is written: what needs no pinyin."""
        found: dict[str, dict[str, tuple[Thing, str]]] = defaultdict(dict)
        for thing in self.things.values():
            for name in filter(None, (thing.words.zh, thing.words.en, *thing.names)):
                found[fold(name)].setdefault(thing.iri, (thing, name))
        return {name: tuple(bearers.values()) for name, bearers in found.items()}

    def is_term(self, given: str) -> bool:
        """Whether a term of the ontology has a name, or is written so: a class, a property, a function."""
        wanted = fold(given.removeprefix("tis:"))
        return any(wanted in (fold(words.zh), fold(words.en), fold(local(iri))) for iri, words in self.terms.items())

    def is_sought(self, thing: Thing) -> bool:
        """Whether a reader may look for a thing: it has a page worth finding."""
        return bool(thing.class_) and thing.class_ not in _UNSOUGHT

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
    names, types, weights, places, sources, titles = [
        [{name: term.value for name, term in row.items()} for row in await read_all(source, text.format(base=base))]
        for text in queries
    ]
    counts = {row["thing"]: int(row["count"]) for row in weights if "thing" in row}
    return _assemble(base, names, types, counts, places, sources, titles)


def directory_of(dataset: Dataset, base: str = BASE) -> Directory:
    """Make the directory of an rdflib dataset as it is now."""

    def pairs(*predicates: URIRef) -> Iterator[tuple[str, URIRef, Any, str]]:
        for predicate in predicates:
            for subject, _, value, graph in dataset.quads((None, predicate, None, None)):
                if isinstance(subject, URIRef) and subject.startswith(base):
                    yield str(subject), predicate, value, str(graph)

    names = [
        {"thing": thing, "key": str(key), "name": str(name), "lang": getattr(name, "language", None) or ""}
        for thing, key, name, _ in pairs(SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel, RDFS.label)
    ]
    functions = {thing: str(function) for thing, _, function, _ in pairs(TIS.serviceFunction)}
    types = [
        {"thing": thing, "class": str(class_), "function": functions.get(thing, "")}
        for thing, _, class_, graph in pairs(RDF.type)
        if graph.startswith(f"{base}graph/catalogue/")
    ]
    roles = {(str(value), s, p) for s, p, value, _ in pairs(TIS.factSubject, TIS.factObject, TIS.observedEntity)}
    known = (NIF.referenceContext, NIF.beginIndex, NIF.endIndex, TIS.section, TIS.paragraph, TIS.sentenceHash)
    fields = dict(zip(known, ("document", "begin", "end", "section", "paragraph", "hash"), strict=True))
    rows: dict[str, Record] = {}
    for place, _, kind, _ in pairs(TIS.sentenceKind):
        rows[place] = {"place": place, "kind": str(kind)}
    for place, key, value, _ in pairs(*known):
        if place in rows:
            rows[place][fields[key]] = str(value)
    sources = [{"graph": s, "place": str(v)} for s, _, v, _ in pairs(PROV.wasDerivedFrom)]
    contexts = {str(document) for document in dataset.subjects(RDF.type, NIF.Context)}
    titles = [{"document": s, "title": str(v)} for s, _, v, _ in pairs(DCTERMS.title) if s in contexts]
    weights = Counter(thing for thing, _, _ in roles)
    return _assemble(base, names, types, weights, rows.values(), sources, titles)


def _assemble(  # noqa: PLR0913, PLR0917 - what a directory is made of
    base: str,
    names: Iterable[Record],
    types: Iterable[Record],
    weights: Mapping[str, int],
    places: Iterable[Record],
    sources: Iterable[Record],
    titles: Iterable[Record],
) -> Directory:
    things = _things(names, types, weights)
    below = f"{base}graph/"
    return Directory(
        base=base,
        things=things,
        participants=frozenset(iri for iri, thing in things.items() if thing.class_ in participant_classes()),
        places={row["place"]: _place(row, base) for row in places},
        sources=_grouped((row for row in sources if row["graph"].startswith(below)), "graph", "place"),
        titles={row["document"].removeprefix(base): row["title"] for row in titles},
        terms=vocabulary(),
    )


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

"""The terms of the ontology as a page: what each means, what stands above it, and how many things it has."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from rdflib import OWL, RDF, RDFS, SKOS, Literal, URIRef

from kg.facts.source import local
from kg.facts.values import Words
from kg.namespaces import TIS
from kg.ontology import load_ontology

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rdflib import Graph
    from rdflib.term import Node

    from kg.facts.directory import Directory

__all__ = ["Chapter", "Entry", "Vocabulary", "define", "read_vocabulary"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One term.

    Attributes:
        name: its local name.
        words: its labels.
        definition: what it means.
        depth: how far below the first term of its branch it stands.
        above: local names of the terms right above it.
        domain: local name of the class of its subjects, for a property.
        range: local name of the class of its objects, for a property.
        inverse: local name of the property that reads the other way.
        count: how many things of the data are of this class.

    """

    name: str
    words: Words
    definition: Words
    depth: int = 0
    above: tuple[str, ...] = ()
    domain: str = ""
    range: str = ""
    inverse: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class Chapter:
    """Terms that belong together."""

    key: str
    words: Words
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All terms of the ontology, by kind."""

    chapters: tuple[Chapter, ...]


def read_vocabulary(directory: Directory) -> Vocabulary:
    """Read all terms: classes from the general to the special, properties likewise, then the coded values."""
    return _read(frozenset(Counter(thing.class_ for thing in directory.things.values()).items()))


@lru_cache(maxsize=2)
def _read(counted: frozenset[tuple[str, int]]) -> Vocabulary:
    ontology, counts = load_ontology(), Counter(dict(counted))
    classes = _branches(ontology, RDFS.subClassOf, _ours(ontology, OWL.Class))
    links = _branches(ontology, RDFS.subPropertyOf, _ours(ontology, OWL.ObjectProperty))
    values = _branches(ontology, RDFS.subPropertyOf, _ours(ontology, OWL.DatatypeProperty))
    chapters = [
        Chapter("classes", Words("类", "Classes"), _entries(ontology, classes, RDFS.subClassOf, counts)),
        Chapter("links", Words("关系", "Relations"), _entries(ontology, links, RDFS.subPropertyOf, counts)),
        Chapter("values", Words("属性", "Attributes"), _entries(ontology, values, RDFS.subPropertyOf, counts)),
        *(_codes(ontology, scheme) for scheme in _ours(ontology, SKOS.ConceptScheme)),
    ]
    return Vocabulary(tuple(chapter for chapter in chapters if chapter.entries))


def define(name: str) -> Words:
    """The definition of a term by its local name; empty if it has none."""
    return _texts(load_ontology(), URIRef(f"{TIS}{name}"), SKOS.definition)


def _ours(ontology: Graph, kind: URIRef) -> list[URIRef]:
    return sorted(URIRef(str(term)) for term in ontology.subjects(RDF.type, kind) if str(term).startswith(str(TIS)))


def _branches(ontology: Graph, upwards: URIRef, terms: list[URIRef]) -> list[tuple[URIRef, int]]:
    """Terms with their depth, each behind the one above it, the largest branch first, and none told twice."""
    below: dict[Node, list[URIRef]] = {}
    for term in terms:
        parents = [each for each in ontology.objects(term, upwards) if each in terms and each != term]
        below.setdefault(min(parents, key=str, default=OWL.Thing), []).append(term)

    def branch(term: URIRef, depth: int) -> list[tuple[URIRef, int]]:
        return [(term, depth), *(each for child in below.get(term, []) for each in branch(child, depth + 1))]

    roots = [branch(term, 0) for term in below.get(OWL.Thing, [])]
    return [each for root in sorted(roots, key=lambda each: (-len(each), each[0])) for each in root]


def _entries(
    ontology: Graph, terms: Iterable[tuple[URIRef, int]], upwards: URIRef, counts: Counter[str]
) -> tuple[Entry, ...]:
    return tuple(
        Entry(
            name=local(term),
            words=_texts(ontology, term, RDFS.label),
            definition=_texts(ontology, term, SKOS.definition),
            depth=depth,
            above=_locals(ontology.objects(term, upwards)),
            domain="".join(_locals(ontology.objects(term, RDFS.domain))[:1]),
            range="".join(_locals(ontology.objects(term, RDFS.range))[:1]),
            inverse="".join(
                _locals([*ontology.objects(term, OWL.inverseOf), *ontology.subjects(OWL.inverseOf, term)])[:1]
            ),
            count=counts[local(term)],
        )
        for term, depth in terms
    )


def _codes(ontology: Graph, scheme: URIRef) -> Chapter:
    concepts = sorted(URIRef(str(term)) for term in ontology.subjects(SKOS.inScheme, scheme))
    entries = (
        Entry(local(term), _texts(ontology, term, SKOS.prefLabel), _texts(ontology, term, SKOS.definition))
        for term in concepts
    )
    return Chapter(local(scheme), _texts(ontology, scheme, RDFS.label, SKOS.prefLabel), tuple(entries))


def _locals(terms: Iterable[Node]) -> tuple[str, ...]:
    return tuple(sorted({local(str(term)) for term in terms if str(term).startswith(str(TIS))}))


def _texts(ontology: Graph, term: URIRef, *keys: URIRef) -> Words:
    found = {
        text.language: str(text) for key in keys for text in ontology.objects(term, key) if isinstance(text, Literal)
    }
    return Words(found.get("zh", ""), found.get("en", ""))

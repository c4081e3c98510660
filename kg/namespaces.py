"""Vocabularies, prefixes, and :func:`mint`, the only place where an IRI of ours is made."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote_to_bytes

from rdflib import DCTERMS, FOAF, OWL, PROV, QB, RDF, RDFS, SKOS, TIME, VOID, XSD, Namespace, URIRef
from rdflib.namespace import ORG, DefinedNamespace

from kg.terms import TIS

if TYPE_CHECKING:
    from rdflib import Graph

__all__ = [
    "BASE",
    "DCTERMS",
    "NIF",
    "OWL",
    "PREFIXES",
    "PROV",
    "QB",
    "RDF",
    "RDFS",
    "SD",
    "SDMX_ATTRIBUTE",
    "SDMX_MEASURE",
    "SKOS",
    "TIME",
    "TIS",
    "XSD",
    "bind_prefixes",
    "from_wire",
    "mint",
    "term",
    "to_wire",
]

BASE = "https://w3id.org/tis/id/"
"""Where things live unless the user says otherwise."""


class NIF(DefinedNamespace):
    """The terms of the NLP Interchange Format that evidence uses."""

    _fail = True
    _NS = Namespace("http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#")

    Context: URIRef
    Phrase: URIRef
    Sentence: URIRef
    beginIndex: URIRef
    endIndex: URIRef
    referenceContext: URIRef


class SDMX_ATTRIBUTE(DefinedNamespace):  # noqa: N801 - named as rdflib names its namespaces
    """The attribute concepts of SDMX that figures use."""

    _fail = True
    _NS = Namespace("http://purl.org/linked-data/sdmx/2009/attribute#")

    unitMeasure: URIRef


class SDMX_MEASURE(DefinedNamespace):  # noqa: N801 - named as rdflib names its namespaces
    """The measure concepts of SDMX that figures use."""

    _fail = True
    _NS = Namespace("http://purl.org/linked-data/sdmx/2009/measure#")

    obsValue: URIRef


class SD(DefinedNamespace):
    """The terms of SPARQL 1.1 Service Description that the endpoint uses of itself."""

    _fail = True
    _NS = Namespace("http://www.w3.org/ns/sparql-service-description#")

    Dataset: URIRef
    Graph: URIRef
    SPARQL11Query: URIRef
    Service: URIRef
    UnionDefaultGraph: URIRef
    defaultDataset: URIRef
    defaultGraph: URIRef
    endpoint: URIRef
    feature: URIRef
    resultFormat: URIRef
    supportedLanguage: URIRef


PREFIXES: dict[str, str] = {
    "tis": str(TIS),
    "cpsv": "http://purl.org/vocab/cpsv#",
    "cv": "http://data.europa.eu/m8g/",
    "dcterms": str(DCTERMS),
    "eli": "http://data.europa.eu/eli/ontology#",
    "foaf": str(FOAF),
    "frapo": "http://purl.org/cerif/frapo/",
    "nif": str(NIF),
    "org": str(ORG),
    "owl": str(OWL),
    "prov": str(PROV),
    "qb": str(QB),
    "rdf": str(RDF),
    "rdfs": str(RDFS),
    "sdmx-attribute": str(SDMX_ATTRIBUTE),
    "sdmx-measure": str(SDMX_MEASURE),
    "skos": str(SKOS),
    "time": str(TIME),
    "void": str(VOID),
    "xsd": str(XSD),
}

# What an IRI may not hold (RFC 3987), and what would split a path segment or end it early.
_FORBIDDEN = re.compile(r"[<>\"{}|\\^`%/?#\[\] \x00-\x1f]")


@lru_cache(maxsize=1 << 14)
def mint(base: str, *segments: str) -> URIRef:
    """Make the IRI of a thing: ``base`` and segments, NFC, with what an IRI may not hold percent-encoded.

    Chinese characters stay as they are: the result is an IRI, encoded only on the wire.
    """
    return URIRef(base + "/".join(map(_escape, segments)))


def from_wire(base: str, path: bytes) -> URIRef:
    """The IRI of ours that a path below ``base`` stands for, as a client sent it: percent-encoded or raw.

    Each segment is decoded once and minted again, so that every spelling of an IRI reaches the same one.

    Raises:
        UnicodeDecodeError: if it is not UTF-8.

    """
    return mint(base, *(unquote_to_bytes(segment).decode("utf-8") for segment in path.split(b"/")))


def to_wire(base: str, iri: str) -> str:
    """The path below ``base`` of an IRI of ours, percent-encoded: what :func:`from_wire` reads."""
    return quote(iri.removeprefix(base), safe="/%:@!$&'()*+,;=~")


def term(name: str) -> URIRef:
    """The term of ours that a checked table cell names; code itself says ``TIS.name``."""
    return URIRef(f"{TIS}{name}")


def bind_prefixes(graph: Graph, base: str = BASE) -> None:
    """Bind the usual prefixes, and those of our things, on a graph."""
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace, replace=True)
    graph.bind("entity", f"{base}entity/", replace=True)


@lru_cache(maxsize=10_000)  # a chapter names the same few thousand things over and over
def _escape(segment: str) -> str:
    return _FORBIDDEN.sub(lambda found: f"%{ord(found[0]):02X}", unicodedata.normalize("NFC", segment))

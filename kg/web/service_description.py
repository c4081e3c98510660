"""What the endpoint can do, in the words of https://www.w3.org/TR/sparql11-service-description/."""

from __future__ import annotations

from rdflib import BNode, Dataset, URIRef

from kg.namespaces import PREFIXES, RDF, SD
from kg.store import FORMATS, serialize
from kg.triplestore import GRAPH_TYPES

__all__ = ["describe_service"]

_FORMATS = (
    *("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"),
    *("Turtle", "N-Triples", "RDF_XML", "JSON-LD", "TriG", "N-Quads"),
)


def describe_service(endpoint: str, media_type: str) -> bytes:
    """The description of an endpoint, in a media type of :data:`kg.triplestore.GRAPH_TYPES`."""
    description = Dataset()
    service, dataset, graph = URIRef(endpoint), BNode("dataset"), BNode("graph")
    description.add((service, RDF.type, SD.Service))
    description.add((service, SD.endpoint, service))
    description.add((service, SD.supportedLanguage, SD.SPARQL11Query))
    description.add((service, SD.feature, SD.UnionDefaultGraph))
    description.add((service, SD.defaultDataset, dataset))
    description.add((dataset, RDF.type, SD.Dataset))
    description.add((dataset, SD.defaultGraph, graph))
    description.add((graph, RDF.type, SD.Graph))
    for name in _FORMATS:
        description.add((service, SD.resultFormat, URIRef(f"http://www.w3.org/ns/formats/{name}")))
    format_ = next(name for name, each in FORMATS.items() if each == GRAPH_TYPES[media_type])
    return serialize(description, format_, {**PREFIXES, "sd": str(SD)})

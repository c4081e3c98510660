"""What the endpoint can do, in the words of https://www.w3.org/TR/sparql11-service-description/."""

from __future__ import annotations

from kg.namespaces import RDF, SD
from kg.sparql import Term
from kg.triplestore import write_quads

__all__ = ["describe_service"]

_FORMATS = (
    *("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"),
    *("Turtle", "N-Triples", "RDF_XML", "JSON-LD", "TriG", "N-Quads"),
)


def describe_service(endpoint: str, media_type: str) -> bytes:
    """The description of an endpoint, in a media type of :data:`kg.triplestore.GRAPH_TYPES`."""
    service, dataset, graph = Term(endpoint), Term("dataset", "bnode"), Term("graph", "bnode")
    triples = [
        (service, RDF.type, Term(str(SD.Service))),
        (service, SD.endpoint, service),
        (service, SD.supportedLanguage, Term(str(SD.SPARQL11Query))),
        (service, SD.feature, Term(str(SD.UnionDefaultGraph))),
        (service, SD.defaultDataset, dataset),
        (dataset, RDF.type, Term(str(SD.Dataset))),
        (dataset, SD.defaultGraph, graph),
        (graph, RDF.type, Term(str(SD.Graph))),
        *((service, SD.resultFormat, Term(f"http://www.w3.org/ns/formats/{name}")) for name in _FORMATS),
    ]
    rows = [{"s": subject, "p": Term(str(predicate)), "o": object_} for subject, predicate, object_ in triples]
    return write_quads(rows, media_type, {"rdf": str(RDF), "sd": str(SD)})

"""The network as a picture: the ties of a source, drawn once for each version of it."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from typing import TYPE_CHECKING, Final

import networkx as nx
from rdflib import Dataset, Literal, URIRef

from kg.namespaces import DCTERMS, NIF, PROV, RDF, RDFS, SKOS, TIS
from kg.networks import TIES, project
from kg.ontology import load_ontology
from kg.visualization import render
from kg.web.reading import PROLOGUE

if TYPE_CHECKING:
    from kg.web.source import Row, Source, Term

__all__ = ["MOST_NODES", "draw", "policy", "read_network"]

MOST_NODES: Final = 1200
"""Nodes that a picture can hold; of a larger network the most strongly tied are drawn."""

_DESCRIBING = (
    *(RDF.type, SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel, TIS.serviceFunction),
    *(PROV.wasDerivedFrom, NIF.beginIndex, NIF.endIndex, NIF.referenceContext, TIS.section, TIS.paragraph),
    *(TIS.sentenceHash, TIS.factSubject, TIS.factProperty, TIS.factObject, TIS.modality, DCTERMS.isPartOf),
)


async def read_network(source: Source, base: str) -> nx.Graph:
    """Read the ties between participants and what a picture says of them, cut to what can be drawn."""
    ontology = load_ontology()
    ties = {URIRef(str(below)) for tie in TIES for below in ontology.transitive_subjects(RDFS.subPropertyOf, tie)}
    properties = " ".join(sorted(term.n3() for term in {*ties, *_DESCRIBING}))
    rows = await source.select(
        f"{PROLOGUE} SELECT ?s ?p ?o ?g WHERE {{ VALUES ?p {{ {properties} }} GRAPH ?g {{ ?s ?p ?o }}"
        f' FILTER (STRSTARTS(STR(?s), "{base}")) }}'
    )
    network = project(_dataset(rows), base=base)
    if len(network) <= MOST_NODES:
        return network
    strengths = dict(network.degree(weight="weight"))
    strongest = sorted(network, key=lambda node: (-strengths[node], node))[:MOST_NODES]
    return nx.Graph(network.subgraph(strongest))


def draw(network: nx.Graph, lang: str) -> str:
    """Draw a network as one page that needs no other file."""
    return render(network, lang=lang)


def policy(page: str) -> str:
    """Make the Content-Security-Policy of a page of our own making: it may run what is in it, and nothing else."""
    scripts = " ".join(_digests(page, "script"))
    return (
        f"default-src 'none'; script-src {scripts}; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'self'; sandbox allow-scripts allow-top-navigation-by-user-activation"
    )


def _digests(page: str, element: str) -> list[str]:
    contents = re.findall(rf"<{element}>(.*?)</{element}>", page, flags=re.DOTALL)
    return [f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'" for content in contents]


def _dataset(rows: list[Row]) -> Dataset:
    dataset = Dataset(default_union=True)
    graphs = {row["g"].value: dataset.graph(URIRef(row["g"].value)) for row in rows}
    for row in rows:
        graphs[row["g"].value].add((URIRef(row["s"].value), URIRef(row["p"].value), _node(row["o"])))
    return dataset


def _node(term: Term) -> URIRef | Literal:
    if term.type == "uri":
        return URIRef(term.value)
    return Literal(
        term.value, lang=term.lang or None, datatype=URIRef(term.datatype) if term.datatype and not term.lang else None
    )

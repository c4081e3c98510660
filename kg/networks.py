"""RDF -> networkx: who is tied to whom, how strongly, and who stands between.

The network is undirected and simple: one edge for a pair, weighted by the number of distinct
sentences that state a tie between the two, with every fact kept on the edge (eigenvector
centrality and k-cores are not defined for multigraphs).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import networkx as nx
from rdflib import URIRef

from kg.errors import InputError
from kg.evidence import evidence_of, is_inferred
from kg.labels import label
from kg.namespaces import BASE, DCTERMS, NIF, RDF, RDFS, SKOS, TIS
from kg.ontology import load_ontology

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from rdflib import Dataset, Graph
    from rdflib.term import Node

__all__ = ["COLLABORATION", "MEASURES", "TIES", "Centrality", "centralities", "flatten", "project"]

COLLABORATION = (TIS.collaboratesWith,)
"""Ties of the collaboration network in the narrow sense."""

TIES = (
    TIS.supports,
    TIS.collaboratesWith,
    TIS.operates,
    TIS.leads,
    TIS.offers,
    TIS.establishes,
    TIS.issues,
    TIS.benefits,
    TIS.encourages,
    TIS.reliesOn,
    TIS.memberOf,
    TIS.participatesIn,
    TIS.implements,
    TIS.partOf,
    TIS.covers,
)
"""Ties of the network by default: every direct relation between participants, and shared membership or work."""

_GROUPS = (TIS.ActorGroup, TIS.TargetGroup, TIS.Actor, TIS.Service, TIS.Programme, TIS.Place)
"""Classes by which a network is coloured, the more telling first."""


def project(dataset: Dataset, ties: Iterable[URIRef] = TIES, base: str = BASE) -> nx.Graph:
    """The network of participants.

    Args:
        dataset: a dataset, closed or not; inferred ties are marked.
        ties: properties whose statements are ties, with their sub-properties.
        base: where the IRIs of things begin.

    Returns:
        A graph whose nodes are IRIs as strings, with ``zh``, ``en``, ``names``, ``class_`` and more;
        edges have ``weight`` (distinct sentences; 1 if the tie is only inferred), ``inferred`` (no
        sentence states it) and ``facts``. The graph's ``source`` is the titles of the documents.

    """
    documents = dataset.subjects(RDF.type, NIF.Context)
    titles = sorted(str(title) for document in documents for title in dataset.objects(document, DCTERMS.title))
    network = nx.Graph(source="；".join(titles))
    for subject, predicate, object_ in sorted(_ties(dataset, tuple(ties), base)):
        for node in (subject, object_):
            if node not in network:
                network.add_node(node, **_describe(dataset, URIRef(node)))
        facts, sentences = (
            (network[subject][object_]["facts"], network[subject][object_]["sentences"])
            if network.has_edge(subject, object_)
            else ((), frozenset())
        )
        fact, evidence = _fact(dataset, (URIRef(subject), URIRef(predicate), URIRef(object_)), base)
        sentences |= evidence
        network.add_edge(
            subject,
            object_,
            facts=(*facts, fact),
            sentences=sentences,
            weight=max(1, len(sentences)),
            inferred=not sentences,
        )
    return network


def flatten(network: nx.Graph) -> nx.Graph:
    """A network whose attributes are all text, numbers or truth values, as formats for networks want them.

    What is a list on a node or an edge becomes text, joined by semicolons; facts keep their direction.
    """
    flat = nx.Graph()
    for node, data in network.nodes(data=True):
        kept = {key: data[key] for key in ("class_zh", "class_en", "group", "function", "function_zh", "function_en")}
        names = {"label": data["zh"], "label_en": data["en"], "other_names": "; ".join(data["names"])}
        flat.add_node(node, **names, **{"class": data["class_"]}, **kept)
    for one, other, data in network.edges(data=True):
        flat.add_edge(
            one,
            other,
            weight=data["weight"],
            inferred=data["inferred"],
            properties="; ".join(sorted({fact["property"] for fact in data["facts"]})),
            facts_zh="; ".join(_say(network, fact, "zh") for fact in data["facts"]),
            facts_en="; ".join(_say(network, fact, "en") for fact in data["facts"]),
            evidence="; ".join(sorted({place for fact in data["facts"] for place in fact["evidence"]})),
        )
    return flat


def _say(network: nx.Graph, fact: Mapping[str, Any], lang: str) -> str:
    subject, object_ = (network.nodes[fact[end]][lang] for end in ("subject", "object"))
    return f"{subject} → {fact[f'property_{lang}']} → {object_}"


@dataclass(frozen=True, slots=True)
class Centrality:
    """A participant's place in the network: its value by the measure that ranks, and by each one asked for."""

    rank: int
    node: str
    zh: str
    en: str
    class_: str
    function: str
    value: float
    values: Mapping[str, float]


def centralities(network: nx.Graph, by: str | None = None, top: int | None = None) -> tuple[Centrality, ...]:
    """Participants ranked by a measure of :data:`MEASURES`; ties in rank are broken by IRI.

    Betweenness, closeness and degree are networkx's, unweighted (a tie is a tie, however often
    it is stated); ``strength`` is the weighted degree; PageRank and eigenvector use the weight.

    Args:
        network: as :func:`project` makes it.
        by: the measure; without one, all are computed, and betweenness ranks.
        top: how many to return; all, if it is not given.

    Raises:
        InputError: if there is no such measure.

    """
    if by is not None and by not in MEASURES:
        message = f"no measure is called {by!r}; there are {', '.join(MEASURES)}"
        raise InputError(message, zh=f"没有名为 {by!r} 的指标；可用：{'、'.join(MEASURES)}")
    if not network:
        return ()
    measured = {name: measure(network) for name, measure in MEASURES.items() if by in {None, name}}
    values = measured[by or "betweenness"]
    ranked = sorted(values, key=lambda node: (-round(values[node], 12), node))
    return tuple(
        Centrality(
            rank=rank,
            node=node,
            **{key: network.nodes[node][key] for key in ("zh", "en", "class_", "function")},
            value=round(float(values[node]), 6),
            values={name: round(float(found[node]), 6) for name, found in measured.items()},
        )
        for rank, node in enumerate(ranked[:top], 1)
    )


_LEAST_FOR_ARPACK = 3
"""Nodes that networkx's solver needs."""


def _eigenvector(network: nx.Graph) -> dict[str, float]:
    """Eigenvector centrality of the largest component; the others get 0, where it is not defined."""
    largest = max(nx.connected_components(network), key=lambda nodes: (len(nodes), min(nodes)))
    if len(largest) < _LEAST_FOR_ARPACK:
        alike = len(largest) ** -0.5 if len(largest) > 1 else 0.0  # of a pair, each is as central as the other
        return {node: alike if node in largest else 0.0 for node in network}
    found: dict[str, float] = nx.eigenvector_centrality_numpy(network.subgraph(sorted(largest)), weight="weight")
    return {node: abs(found.get(node, 0.0)) for node in network}


MEASURES: dict[str, Callable[[nx.Graph], dict[str, float]]] = {
    "degree": nx.degree_centrality,
    "betweenness": nx.betweenness_centrality,
    "closeness": nx.closeness_centrality,
    "eigenvector": _eigenvector,
    "pagerank": lambda network: nx.pagerank(network, weight="weight"),
    "strength": lambda network: dict(network.degree(weight="weight")),
}


def _ties(dataset: Dataset, ties: tuple[URIRef, ...], base: str) -> Iterator[tuple[str, str, str]]:
    """Statements that tie two participants: the most specific property that holds, once a pair."""
    ontology = load_ontology()
    found: dict[tuple[str, str], set[URIRef]] = {}
    for tie in ties:
        for predicate in _below(ontology, RDFS.subPropertyOf, tie):
            for subject, object_ in dataset.subject_objects(predicate):
                if not _is_thing(subject, base) or not _is_thing(object_, base) or subject == object_:
                    continue
                pair = (str(subject), str(object_))
                if predicate == TIS.collaboratesWith:  # symmetric: one direction is enough
                    pair = (min(pair), max(pair))
                found.setdefault(pair, set()).add(predicate)
    for (source, target), predicates in found.items():
        for predicate in predicates:
            if not (_below(ontology, RDFS.subPropertyOf, predicate) - {predicate}) & predicates:
                yield source, str(predicate), target


def _below(ontology: Graph, relation: URIRef, term: URIRef) -> set[URIRef]:
    """A term and all that lies below it."""
    return {URIRef(str(each)) for each in ontology.transitive_subjects(relation, term)}


def _is_thing(node: Node, base: str) -> bool:
    return isinstance(node, URIRef) and node.startswith(base) and "/period/" not in node


def _fact(
    dataset: Dataset, triple: tuple[URIRef, URIRef, URIRef], base: str
) -> tuple[dict[str, Any], frozenset[tuple[str, int]]]:
    """A fact for an edge, and the sentences that state it (in either direction, if symmetric)."""
    ontology = load_ontology()
    subject, predicate, object_ = triple
    directions = [triple]
    if predicate == TIS.collaboratesWith:
        directions.append((object_, predicate, subject))
    evidence = sorted({each for direction in directions for each in evidence_of(dataset, direction, base)})
    fact = {
        "subject": str(subject),
        "object": str(object_),
        "property": predicate.removeprefix(str(TIS)),
        "property_zh": label(ontology, predicate, "zh"),
        "property_en": label(ontology, predicate, "en"),
        "inferred": all(is_inferred(dataset, direction, base) for direction in directions if direction in dataset),
        "modality": _modality(dataset, triple),
        "evidence": tuple(str(each) for each in evidence),
    }
    return fact, frozenset((each.document, each.begin) for each in evidence)


def _modality(dataset: Dataset, triple: tuple[URIRef, URIRef, URIRef]) -> str:
    subject, predicate, object_ = triple
    for fact in sorted(URIRef(str(node)) for node in dataset.subjects(TIS.factSubject, subject)):
        if (fact, TIS.factProperty, predicate) in dataset and (fact, TIS.factObject, object_) in dataset:
            return str(dataset.value(fact, TIS.modality) or "").removeprefix(str(TIS))
    return ""


def _describe(dataset: Dataset, node: URIRef) -> dict[str, Any]:
    """What a picture needs to know of a participant."""
    ontology = load_ontology()
    class_ = _class(dataset, node)
    ancestors = set(ontology.transitive_objects(class_, RDFS.subClassOf))
    group = next((candidate for candidate in _GROUPS if candidate in ancestors), TIS.Participant)
    function = dataset.value(node, TIS.serviceFunction)
    return {
        "zh": label(dataset, node, "zh"),
        "en": label(dataset, node, "en"),
        "names": tuple(sorted({str(name) for name in dataset.objects(node, SKOS.altLabel)})),
        "pinyin": tuple(sorted({str(name) for name in dataset.objects(node, SKOS.hiddenLabel)})),
        "class_": class_.removeprefix(str(TIS)),
        "class_zh": label(ontology, class_, "zh"),
        "class_en": label(ontology, class_, "en"),
        "group": group.removeprefix(str(TIS)),
        "group_zh": label(ontology, group, "zh"),
        "group_en": label(ontology, group, "en"),
        "function": str(function or "").removeprefix(str(TIS)),
        "function_zh": label(ontology, function, "zh") if function else "",
        "function_en": label(ontology, function, "en") if function else "",
    }


def _class(dataset: Dataset, node: URIRef) -> URIRef:
    """The most specific class of ours that the node has."""
    ontology = load_ontology()
    types = {URIRef(str(type_)) for type_ in dataset.objects(node, RDF.type) if str(type_).startswith(str(TIS))}
    specific = [type_ for type_ in types if not (_below(ontology, RDFS.subClassOf, type_) - {type_}) & types]
    return min(specific, default=TIS.Participant)

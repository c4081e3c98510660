"""The ontology as loaded: its graph, and the closed vocabulary that code may use."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from rdflib import OWL, RDF, RDFS, Graph, URIRef

from kg.model import Schema
from kg.resources import ontology_path
from kg.store import read_graph

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rdflib.term import Node

__all__ = ["NAMESPACE", "load_ontology", "load_shapes", "render_terms", "schema", "vocabulary"]

NAMESPACE = "https://w3id.org/tis/ontology#"
_FILES = ("tis.ttl", "schemes.ttl", "cube.ttl", "alignments.ttl")


@lru_cache(maxsize=1)
def load_ontology() -> Graph:
    """The ontology, schemes, cube structure and alignments as one graph.

    Blank nodes carry RDFC-1.0 labels, so that every load names them alike. The graph is shared:
    treat it as read-only.
    """
    return read_graph(ontology_path(name) for name in _FILES)


@lru_cache(maxsize=1)
def load_shapes() -> Graph:
    """The SHACL shapes. The graph is shared: treat it as read-only."""
    return read_graph([ontology_path("shapes.ttl")])


@lru_cache(maxsize=1)
def vocabulary() -> Mapping[str, frozenset[str]]:
    """What table cells may hold, by kind of cell, as local names: a new term needs no change of code."""
    graph = load_ontology()
    codes = {
        class_: frozenset(_local(graph.subjects(RDF.type, URIRef(NAMESPACE + class_))))
        for class_ in (
            "Approximation",
            "ChangeKind",
            "Kind",
            "Modality",
            "PeriodKind",
            "Reading",
            "ServiceFunction",
        )
    }
    classes = _descendants(graph, "Participant") - {"ActorGroup"} | {"Designation", "Field"}
    return {**codes, "class": frozenset(classes), "property": frozenset(_relations(graph))}


@lru_cache(maxsize=1)
def schema() -> Schema:
    """What the ontology demands of the two ends of a relation, as plain values for the text side."""
    graph = load_ontology()
    properties = {name: URIRef(NAMESPACE + name) for name in sorted(_relations(graph))}
    inverse = {name: _local(graph.objects(term, OWL.inverseOf)) for name, term in properties.items()}
    pairs = {(name, other) for name, others in inverse.items() for other in others}
    symmetric = {name for name, term in properties.items() if (term, RDF.type, OWL.SymmetricProperty) in graph}
    return Schema(
        ancestors={
            name: frozenset(_local(graph.transitive_objects(URIRef(NAMESPACE + name), RDFS.subClassOf)))
            for name in sorted(_local(graph.subjects(RDF.type, OWL.Class)))
        },
        domain={name: _end(graph, term, RDFS.domain) for name, term in properties.items()},
        range={name: _end(graph, term, RDFS.range) for name, term in properties.items()},
        above={
            name: frozenset(_local(graph.transitive_objects(term, RDFS.subPropertyOf))) - {name}
            for name, term in properties.items()
        },
        inverse=dict(sorted({*pairs, *((b, a) for a, b in pairs), *((name, name) for name in symmetric)})),
    )


def render_terms(graph: Graph) -> str:
    """The source of ``kg/terms.py``: every term of ours."""
    classes = _local(graph.subjects(RDF.type, OWL.Class))
    properties = _local(graph.subjects(RDF.type, OWL.ObjectProperty)) | _local(
        graph.subjects(RDF.type, OWL.DatatypeProperty)
    )
    annotations = _local(graph.subjects(RDF.type, OWL.AnnotationProperty))
    named = {subject for subject in graph.subjects() if isinstance(subject, URIRef)}
    everything = _local(named)
    groups = (
        ("classes", classes),
        ("properties", properties),
        ("annotation properties", annotations),
        ("coded values and structures", everything - classes - properties - annotations),
    )
    lines = [
        '"""The closed vocabulary. Generated from the ontology by ``scripts/generate_terms.py``; do not edit."""',
        "",
        "from __future__ import annotations",
        "",
        "from rdflib import Namespace, URIRef",
        "from rdflib.namespace import DefinedNamespace",
        "",
        "",
        "class TIS(DefinedNamespace):",
        '    """The terms of the technology-innovation service ontology; a misspelt one is an AttributeError."""',
        "",
        "    _fail = True",
        f'    _NS = Namespace("{NAMESPACE}")',
    ]
    for title, names in groups:
        lines += ["", f"    # {title}", *(f"    {name}: URIRef" for name in sorted(names))]
    return "\n".join(lines) + "\n"


def _local(terms: Iterable[Node | None]) -> set[str]:
    return {str(term)[len(NAMESPACE) :] for term in terms if str(term).startswith(NAMESPACE)}


def _descendants(graph: Graph, name: str) -> set[str]:
    return _local(graph.transitive_subjects(RDFS.subClassOf, URIRef(NAMESPACE + name)))


def _end(graph: Graph, term: URIRef, side: URIRef) -> str:
    """The class of ours that a property demands at one end, its own or that of the nearest property above it."""
    for above in graph.transitive_objects(term, RDFS.subPropertyOf):
        for class_ in _local(graph.objects(above, side)):
            return class_
    return ""


def _relations(graph: Graph) -> set[str]:
    """Properties that a row of ``relations.csv`` may state: their domain lies among the participants."""
    participants = {URIRef(NAMESPACE + name) for name in _descendants(graph, "Participant")}
    direct: set[Node | None] = {
        subject
        for subject in graph.subjects(RDF.type, OWL.ObjectProperty)
        if participants.intersection(graph.objects(subject, RDFS.domain))
    }
    inherited = {below for each in direct for below in graph.transitive_subjects(RDFS.subPropertyOf, each)}
    only_inferred = {"indirectlySupports", "supportsTogetherWith"}
    groups_only = {"kind", "subgroupOf"}
    return _local(direct | inherited) - only_inferred - groups_only

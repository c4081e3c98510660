"""What follows from a dataset: trimmed to new statements about our own things.

The engine may add whatever its rules say; what is kept is decided here, alike for every engine:

- the subject is a thing of ours (not a graph, not a term of a vocabulary, not a literal);
- the predicate is a property of the ontology, ``rdf:type``, ``skos:broader`` or ``owl:sameAs``;
- a type is a named class of the ontology or of an alignment, not of RDF, RDFS or OWL;
- nothing is the same as itself, collaborates with itself or indirectly supports itself.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rdflib import Dataset, Literal, URIRef

from kg.errors import InconsistencyError
from kg.labels import label
from kg.model import Problem
from kg.namespaces import BASE, OWL, RDF, RDFS, SKOS, TIS, bind_prefixes, mint
from kg.ontology import load_ontology
from kg.reasoning import owlrl

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib.term import Node

    Triple = tuple[Node, Node, Node]

__all__ = ["infer"]

_IRREFLEXIVE = frozenset({OWL.sameAs, TIS.collaboratesWith, TIS.indirectlySupports})
_BUILT_IN = (str(RDF), str(RDFS), str(OWL))


def infer(dataset: Dataset, base: str = BASE) -> Dataset:
    """The dataset with one more graph, ``{base}graph/inferred``, that holds what follows from it.

    Raises:
        InconsistencyError: if facts contradict the ontology or each other; it names the rows.

    """
    facts = set(_facts(dataset, base))
    new, contradictions = owlrl.close(_axioms(), facts)
    if contradictions:
        raise _explain(dataset, contradictions, base)
    closed = Dataset(default_union=True)
    bind_prefixes(closed, base)
    known: set[Triple] = set()
    for subject, predicate, object_, name in dataset.quads():
        target = closed.default_graph if name is None else closed.graph(name)
        target.add((subject, predicate, object_))
        known.add((subject, predicate, object_))
    inferred = closed.graph(mint(base, "graph", "inferred"))
    for triple in new:
        if _is_useful(triple, base) and triple not in known:
            inferred.add(triple)
    return closed


def _axioms() -> Iterator[Triple]:
    """The axioms of the ontology, and the coded values that they speak of."""
    for subject, predicate, object_ in load_ontology():
        if isinstance(object_, Literal):
            continue
        if str(predicate).startswith(_BUILT_IN) or predicate == SKOS.broader:
            yield subject, predicate, object_


def _facts(dataset: Dataset, base: str) -> Iterator[Triple]:
    """Statements of the chapters from which something can follow: links between things, and their types.

    Literals, places in the text and codes (modality, approximation …) are left out: nothing follows from them that
    the check of the tables does not see.
    """
    skipped = {mint(base, "graph", name) for name in ("metadata", "ontology", "inferred", "analysis")}
    for subject, predicate, object_, name in dataset.quads():
        if name in skipped or predicate == TIS.statedAt or not _is_ours(predicate):
            continue
        if predicate in (RDF.type, TIS.serviceFunction) or str(object_).startswith(base):
            yield subject, predicate, object_


def _is_ours(predicate: Node) -> bool:
    return str(predicate).startswith(str(TIS)) or predicate in (RDF.type, SKOS.broader, OWL.sameAs)


def _is_useful(triple: Triple, base: str) -> bool:
    subject, predicate, object_ = triple
    if not isinstance(subject, URIRef) or not subject.startswith(base) or not isinstance(object_, URIRef):
        return False
    if not _is_ours(predicate) or (subject == object_ and predicate in _IRREFLEXIVE):
        return False
    return predicate != RDF.type or not str(object_).startswith(_BUILT_IN)


def _explain(dataset: Dataset, contradictions: list[str], base: str) -> InconsistencyError:
    problems = sorted(
        {
            problem
            for message in contradictions
            for problem in _premises(dataset, message, [URIRef(iri) for iri in _IRI.findall(message)], base)
        },
        key=lambda problem: (problem.file, problem.message),
    )
    return InconsistencyError("the facts contradict the ontology", problems)


_IRI = re.compile(r"https?://[^\s,()'<>]+")


def _premises(dataset: Dataset, message: str, iris: list[URIRef], base: str) -> Iterator[Problem]:
    """The contradiction in words, once for each table that states a premise."""
    ontology = load_ontology()
    words = message
    for iri in sorted(iris, key=len, reverse=True):
        known = label(ontology if iri.startswith(str(TIS)) else dataset, iri, "en")
        words = words.replace(iri, f"“{known}”")
    things = [iri for iri in iris if iri.startswith(base)]
    for thing in things:
        types = sorted(label(ontology, type_, "en") for type_ in dataset.objects(thing, RDF.type))
        rows = sorted(
            {
                str(row)
                for predicate in (TIS.factSubject, TIS.factObject, TIS.observedEntity)
                for fact in dataset.subjects(predicate, thing)
                for row in dataset.objects(fact, TIS.tableRow)
            }
            | {str(row) for row in dataset.objects(thing, TIS.tableRow)}
        )
        name = label(dataset, thing, "zh")
        stated = f"; it is stated in {', '.join(rows)}" if rows else ""
        kinds = f" (stated to be: {', '.join(types)})" if types else ""
        yield Problem("entities.csv", None, f"{name}{kinds}: {words}{stated}")
    if not things:
        yield Problem("ontology", None, words)

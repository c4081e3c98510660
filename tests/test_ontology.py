from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Literal, URIRef
from rdflib.collection import Collection

from kg.namespaces import TIS
from kg.ontology import NAMESPACE, load_ontology
from kg.queries import list_questions

if TYPE_CHECKING:
    from rdflib import Dataset

ONTOLOGY = load_ontology()
KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
OURS = sorted(
    {URIRef(str(s)) for kind in KINDS for s in ONTOLOGY.subjects(RDF.type, kind) if str(s).startswith(NAMESPACE)}
)
CODES = sorted({URIRef(str(s)) for s in ONTOLOGY.subjects(SKOS.inScheme) if str(s).startswith(NAMESPACE)})
CHAINS = sorted(
    (
        (URIRef(str(head)), list(Collection(ONTOLOGY, body)), body)
        for head, body in ONTOLOGY.subject_objects(OWL.propertyChainAxiom)
    ),
    key=str,  # tests in parallel need one order
)


def languages(term: URIRef, predicate: URIRef) -> list[str]:
    return sorted(str(text.language) for text in ONTOLOGY.objects(term, predicate) if isinstance(text, Literal))


@pytest.mark.parametrize("term", OURS, ids=lambda term: term.removeprefix(NAMESPACE))
def test_each_term_has_one_label_and_one_definition_in_each_language(term: URIRef) -> None:
    assert languages(term, RDFS.label) == ["en", "zh"]
    assert languages(term, SKOS.definition) == ["en", "zh"]


@pytest.mark.parametrize("term", CODES, ids=lambda term: term.removeprefix(NAMESPACE))
def test_each_code_has_one_label_in_each_language(term: URIRef) -> None:
    assert languages(term, SKOS.prefLabel) == ["en", "zh"]


def test_the_ontology_has_the_agreed_core() -> None:
    for name in (
        "Participant Actor Service Programme Place Organisation PublicService ActorGroup TargetGroup Figure "
        "supports indirectlySupports collaboratesWith partOf memberOf operates leads reliesOn locatedIn covers "
        "targetsField benefits issuedBy approvedBy recognisedAs serviceFunction modality reading size subgroupOf "
        "observedEntity indicator period condition statedAt approximation changeKind comparisonPeriod comparedWith "
        "wholeEntity wholeIndicator shareOf periodKind lowerBound upperBound sentenceHash unconditional asserted "
        "planned trial aim inherited supplied KindScheme ServiceFunctionScheme"
    ).split():
        assert (URIRef(NAMESPACE + name), None, None) in ONTOLOGY, name


@pytest.mark.parametrize("name", ["supports", "indirectlySupports", "collaboratesWith", "operates", "leads"])
def test_relations_of_participants_have_participants_at_both_ends(name: str) -> None:
    assert ONTOLOGY.value(TIS[name], RDFS.domain) == TIS.Participant
    assert ONTOLOGY.value(TIS[name], RDFS.range) == TIS.Participant


def test_the_four_kinds_of_participants_are_not_disjoint() -> None:
    four = {TIS.Actor, TIS.Service, TIS.Programme, TIS.Place}
    for axiom in ONTOLOGY.subjects(RDF.type, OWL.AllDisjointClasses):
        members = set(Collection(ONTOLOGY, ONTOLOGY.value(axiom, OWL.members)))  # type: ignore[arg-type]
        assert len(members & four) < 2, members


def test_direct_support_is_never_a_kind_of_indirect_support() -> None:
    assert TIS.indirectlySupports not in set(ONTOLOGY.transitive_objects(TIS.supports, RDFS.subPropertyOf))


def test_at_least_twelve_chains_lead_to_indirect_support() -> None:
    assert sum(head == TIS.indirectlySupports for head, _, _ in CHAINS) >= 12


@pytest.mark.parametrize(
    "chain", CHAINS, ids=lambda chain: " o ".join(str(p).removeprefix(NAMESPACE) for p in chain[1])
)
def test_each_chain_has_a_reading_in_each_language(chain: tuple[URIRef, list[URIRef], URIRef]) -> None:
    axioms = list(ONTOLOGY.subjects(OWL.annotatedTarget, chain[2]))
    assert len(axioms) == 1
    assert ONTOLOGY.value(axioms[0], OWL.annotatedSource) == chain[0]
    assert languages(axioms[0], RDFS.label) == ["en", "zh"]  # type: ignore[arg-type]


def test_no_property_of_a_chain_is_restricted_in_a_way_that_makes_it_irregular() -> None:
    """OWL 2, section 11.2: composite properties are never functional, irreflexive, asymmetric or disjoint."""
    composite = {head for head, _, _ in CHAINS} | set(ONTOLOGY.subjects(RDF.type, OWL.TransitiveProperty))
    above = {each for head in composite for each in ONTOLOGY.transitive_objects(head, RDFS.subPropertyOf)}
    for kind in (
        OWL.FunctionalProperty,
        OWL.InverseFunctionalProperty,
        OWL.IrreflexiveProperty,
        OWL.AsymmetricProperty,
    ):
        assert not above & set(ONTOLOGY.subjects(RDF.type, kind))
    assert not above & set(ONTOLOGY.subjects(OWL.propertyDisjointWith)) | (
        above & set(ONTOLOGY.objects(None, OWL.propertyDisjointWith))
    )


def test_each_term_is_used_by_the_data_or_a_question_or_says_why_not(dataset: Dataset) -> None:
    used = {
        node
        for subject, predicate, object_, graph in dataset.quads()
        if not str(graph).endswith("graph/ontology")
        for node in (subject, predicate, object_)
    }
    for question in list_questions():
        used |= {URIRef(NAMESPACE + name) for name in re.findall(r"\btis:(\w+)", question.text)}
    for term in OURS:
        family = {
            *ONTOLOGY.transitive_subjects(RDFS.subClassOf, term),
            *ONTOLOGY.transitive_subjects(RDFS.subPropertyOf, term),
            *ONTOLOGY.objects(term, OWL.inverseOf),
            *ONTOLOGY.subjects(OWL.inverseOf, term),
        }
        ranged = set(ONTOLOGY.subjects(RDFS.range, term))
        assert family & used or ranged & used or (term, SKOS.scopeNote, None) in ONTOLOGY, term


def test_no_axiom_names_a_datatype_outside_owl_2() -> None:
    assert URIRef("http://www.w3.org/2001/XMLSchema#date") not in set(ONTOLOGY.objects())

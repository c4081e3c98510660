from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import rdflib.term
from rdflib import OWL, RDF, Dataset, Literal, URIRef
from rdflib.collection import Collection

from kg.errors import InconsistencyError
from kg.mapping import build
from kg.namespaces import BASE, SKOS, TIS
from kg.ontology import load_ontology
from kg.reasoning import infer

if TYPE_CHECKING:
    from kg.model import Tables

ENTITY = f"{BASE}entity/"
INFERRED = URIRef(f"{BASE}graph/inferred")
A, B, C, D = (URIRef(f"{ENTITY}{name}") for name in "甲乙丙丁")
CHAINS = sorted(
    (URIRef(str(head)), tuple(URIRef(str(step)) for step in Collection(load_ontology(), body)))
    for head, body in load_ontology().subject_objects(OWL.propertyChainAxiom)
)


def closure(*triples: tuple[URIRef, URIRef, URIRef]) -> set[tuple[object, object, object]]:
    """What follows from facts, without types."""
    dataset = Dataset(default_union=True)
    graph = dataset.graph(URIRef(f"{BASE}graph/evidence/x/0-1"))
    for triple in triples:
        graph.add(triple)
    return {triple for triple in infer(dataset).graph(INFERRED) if triple[1] != RDF.type}


def ends(number: int) -> tuple[URIRef, ...]:
    """Things of their own for each chain, so that one closure serves all."""
    return tuple(URIRef(f"{ENTITY}{name}{number}") for name in "甲乙丙丁")


@pytest.fixture(scope="module")
def all_chains() -> set[tuple[object, object, object]]:
    facts: list[tuple[URIRef, URIRef, URIRef]] = []
    for number, (_, (first, second)) in enumerate(CHAINS):
        a, b, c, d = ends(number)
        facts += [(a, first, b), (b, second, c), (d, second, b)]
    return closure(*facts)


@pytest.mark.parametrize(
    "number", range(len(CHAINS)), ids=lambda number: "-".join(str(p).rsplit("#")[-1] for p in CHAINS[number][1])
)
def test_each_chain_gives_its_link_and_only_forwards(
    number: int, all_chains: set[tuple[object, object, object]]
) -> None:
    head, _ = CHAINS[number]
    a, _, c, d = ends(number)
    assert (a, head, c) in all_chains
    assert (a, head, d) not in all_chains


def test_support_passes_through_any_number_of_steps() -> None:
    found = closure((A, TIS.operates, B), (B, TIS.lendsTo, C), (C, TIS.trains, D))
    assert {(A, TIS.indirectlySupports, C), (B, TIS.indirectlySupports, D)} <= found


def test_a_cycle_of_support_ends_and_nobody_supports_himself_indirectly() -> None:
    found = closure((A, TIS.funds, B), (B, TIS.funds, A))
    assert not [triple for triple in found if triple[0] == triple[2]]


def test_support_for_a_group_is_not_support_for_its_members_or_narrower_groups() -> None:
    found = closure((A, TIS.lendsTo, B), (C, TIS.memberOf, B), (D, SKOS.broader, B), (D, TIS.subgroupOf, B))
    supported = {object_ for _, predicate, object_ in found if predicate in (TIS.supports, TIS.indirectlySupports)}
    assert supported == {B}


def test_members_of_the_same_body_collaborate_but_not_with_themselves() -> None:
    found = closure((A, TIS.memberOf, C), (B, TIS.memberOf, C))
    assert {(s, o) for s, p, o in found if p == TIS.collaboratesWith} == {(A, B), (B, A)}


def test_only_new_statements_about_our_things_are_kept(closed: Dataset) -> None:
    inferred = closed.graph(INFERRED)
    asserted = {(s, p, o) for s, p, o, g in closed.quads() if g != INFERRED}
    assert len(inferred) > 0
    for subject, predicate, object_ in inferred:
        assert (subject, predicate, object_) not in asserted
        assert isinstance(subject, URIRef)
        assert isinstance(object_, URIRef)
        assert subject.startswith(BASE)
        assert predicate == RDF.type or str(predicate).startswith(str(TIS))
        assert not str(object_).startswith((str(OWL), "http://www.w3.org/2000/01/rdf-schema#"))
        assert subject != object_


def test_asserted_graphs_stay_as_they_were(dataset: Dataset, closed: Dataset) -> None:
    assert {quad for quad in closed.quads() if quad[3] != INFERRED} == set(dataset.quads())


def test_inferring_twice_adds_nothing(small_closed: Dataset) -> None:
    assert set(infer(small_closed).quads()) == set(small_closed.quads())


def test_plans_never_become_support(small: Tables) -> None:
    rows = tuple(replace(row, modality="planned") for row in small.relations)
    inferred = infer(build(replace(small, relations=rows))).graph(INFERRED)
    assert not list(inferred.subject_objects(TIS.supports))
    assert not list(inferred.subject_objects(TIS.indirectlySupports))


def test_rdflib_reads_literals_as_before(small: Tables) -> None:
    before = dict(rdflib.term._toPythonMapping)  # noqa: SLF001 - what owlrl's front door would change
    infer(build(small))
    assert rdflib.term._toPythonMapping == before  # noqa: SLF001 - see above
    assert Literal("2012-01-01", datatype=URIRef("http://www.w3.org/2001/XMLSchema#date")).value.year == 2012


def test_a_contradiction_is_an_error_that_names_the_thing_and_its_rows(small: Tables) -> None:
    relation = replace(small.relations[0], subject="江城银行", property="targetsField", object="江城大学")
    with pytest.raises(InconsistencyError) as caught:
        infer(build(replace(small, relations=(*small.relations[1:], relation))))
    message = str(caught.value)
    assert "江城大学" in message
    assert f"relations.csv#{relation.id}" in message
    assert "classification concept" in message


def test_a_thing_of_two_disjoint_classes_is_a_contradiction() -> None:
    dataset = Dataset(default_union=True)
    graph = dataset.graph(URIRef(f"{BASE}graph/catalogue/x"))
    graph.add((A, RDF.type, TIS.Bank))
    graph.add((A, RDF.type, TIS.University))
    with pytest.raises(InconsistencyError, match="university"):
        infer(dataset)


def test_the_reference_engine_infers_the_same_from_a_small_chapter(small: Tables) -> None:
    dataset = build(small)
    assert set(infer(dataset, engine="owlrl").graph(INFERRED)) == set(infer(dataset).graph(INFERRED))


def test_the_reference_engine_also_finds_contradictions() -> None:
    dataset = Dataset(default_union=True)
    graph = dataset.graph(URIRef(f"{BASE}graph/catalogue/x"))
    graph.add((A, RDF.type, TIS.Bank))
    graph.add((A, RDF.type, TIS.University))
    with pytest.raises(InconsistencyError):
        infer(dataset, engine="owlrl")

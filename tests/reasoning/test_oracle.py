"""Our closure equals owlrl's on small random ontologies and facts, after the documented trimming."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st
from rdflib import OWL, RDF, RDFS, BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection

from kg.ontology import load_ontology
from kg.reasoning import owlrl
from kg.reasoning.closure import axioms_of_ontology, facts_of_dataset, trim
from kg.reasoning.engine import Closure
from kg.reasoning.rules import compile_rules

if TYPE_CHECKING:
    from collections.abc import Callable

    from rdflib import Dataset
    from rdflib.term import Node

    Triple = tuple[Node, Node, Node]

EX = Namespace("https://example.org/")
CLASSES = [EX[f"C{number}"] for number in range(4)]
PROPERTIES = [EX[f"p{number}"] for number in range(4)]
THINGS = [EX[f"i{number}"] for number in range(5)]

classes, properties, things = (st.sampled_from(each) for each in (CLASSES, PROPERTIES, THINGS))


def listed(graph: Graph, members: list[URIRef]) -> BNode:
    return BNode(str(Collection(graph, BNode(), list(members)).uri))


def restriction(graph: Graph, key: URIRef, p: URIRef, filler: Node) -> BNode:
    node = BNode()
    graph += [(node, RDF.type, OWL.Restriction), (node, OWL.onProperty, p), (node, key, filler)]
    return node


def add_class(graph: Graph, key: URIRef, filler: Node) -> BNode:
    node = BNode()
    graph.add((node, key, filler))
    return node


def add_expression(graph: Graph, kind: str, classes: tuple[URIRef, URIRef, URIRef], p: URIRef, i: URIRef) -> None:
    """An axiom that RL allows, with a class expression on the side where RL allows it."""
    below, (c, d, e) = RDFS.subClassOf, classes
    axioms: dict[str, Callable[[], Triple]] = {
        "some": lambda: (restriction(graph, OWL.someValuesFrom, p, d), below, c),
        "some thing": lambda: (restriction(graph, OWL.someValuesFrom, p, OWL.Thing), below, c),
        "all": lambda: (c, below, restriction(graph, OWL.allValuesFrom, p, d)),
        "has": lambda: (c, OWL.equivalentClass, restriction(graph, OWL.hasValue, p, i)),
        "none": lambda: (c, below, restriction(graph, OWL.maxCardinality, p, Literal(0))),
        "one": lambda: (c, below, restriction(graph, OWL.maxCardinality, p, Literal(1))),
        "one of": lambda: (restriction(graph, OWL.maxQualifiedCardinality, p, Literal(1)), OWL.onClass, d),
        "and": lambda: (c, OWL.equivalentClass, add_class(graph, OWL.intersectionOf, listed(graph, [d, e]))),
        "or": lambda: (add_class(graph, OWL.unionOf, listed(graph, [d, e])), below, c),
        "not": lambda: (c, below, add_class(graph, OWL.complementOf, d)),
        "enumeration": lambda: (add_class(graph, OWL.oneOf, listed(graph, [i])), below, c),
        "key": lambda: (c, OWL.hasKey, listed(graph, [p])),
    }
    axiom = axioms[kind]()
    graph.add(axiom)
    if kind == "one of":
        graph.add((c, below, axiom[0]))


EXPRESSIONS = ["some", "some thing", "all", "has", "none", "one", "one of", "and", "or", "not", "enumeration"]
"""Keys are left out: see the test on them."""
CHARACTERISTICS = [
    OWL.SymmetricProperty,
    OWL.TransitiveProperty,
    OWL.FunctionalProperty,
    OWL.InverseFunctionalProperty,
    OWL.IrreflexiveProperty,
    OWL.AsymmetricProperty,
]


@st.composite
def ontologies(draw: Callable[..., object]) -> Graph:
    graph = Graph()
    axiom = st.one_of(
        st.tuples(classes, st.sampled_from([RDFS.subClassOf, OWL.equivalentClass, OWL.disjointWith]), classes),
        st.tuples(
            properties,
            st.sampled_from([RDFS.subPropertyOf, OWL.equivalentProperty, OWL.inverseOf, OWL.propertyDisjointWith]),
            properties,
        ),
        st.tuples(properties, st.sampled_from([RDFS.domain, RDFS.range]), classes),
        st.tuples(properties, st.just(RDF.type), st.sampled_from(CHARACTERISTICS)),
    )
    for triple in draw(st.lists(axiom, max_size=7)):  # type: ignore[attr-defined]
        graph.add(triple)
    for body in draw(st.lists(st.tuples(properties, st.lists(properties, min_size=2, max_size=3)), max_size=2)):  # type: ignore[attr-defined]
        graph.add((body[0], OWL.propertyChainAxiom, listed(graph, body[1])))
    expression = st.tuples(st.sampled_from(EXPRESSIONS), st.tuples(classes, classes, classes), properties, things)
    for each in draw(st.lists(expression, max_size=3)):  # type: ignore[attr-defined]
        add_expression(graph, *each)
    return graph


facts_lists = st.lists(
    st.one_of(
        st.tuples(things, properties, things),
        st.tuples(things, st.just(RDF.type), classes),
        st.tuples(things, st.sampled_from([OWL.sameAs, OWL.differentFrom]), things),
    ),
    max_size=9,
)


def useful(triples: set[Triple]) -> set[Triple]:
    """What is compared: links and types of things; nobody is told that a thing is the same as itself."""
    return {
        (s, p, o)
        for s, p, o in triples
        if s in THINGS
        and (p in PROPERTIES or (p == RDF.type and o in CLASSES) or (p == OWL.sameAs and s != o and o in THINGS))
    }


def compare(graph: Graph, facts: list[Triple]) -> None:
    note(graph.serialize(format="turtle"))
    axioms = set(graph)
    new, contradictions = owlrl.close(axioms, facts)
    closure = Closure(compile_rules(graph).rules, facts)
    assert bool(closure.contradictions) == bool(contradictions), (closure.contradictions, contradictions)
    if not contradictions:
        ours, theirs = useful(set(closure.triples())), useful({*new, *facts})
        note(f"only ours: {ours - theirs}; only theirs: {theirs - ours}")
        assert ours == theirs


@settings(max_examples=150)
@given(ontologies(), facts_lists)
def test_our_closure_equals_that_of_owlrl(graph: Graph, facts: list[Triple]) -> None:
    compare(graph, facts)


@pytest.mark.slow
@settings(max_examples=2000)
@given(ontologies(), facts_lists)
def test_our_closure_equals_that_of_owlrl_on_thousands(graph: Graph, facts: list[Triple]) -> None:
    compare(graph, facts)


@pytest.mark.slow
def test_our_closure_of_the_chapter_equals_that_of_owlrl(dataset: Dataset) -> None:
    """Without the rules beside the ontology, which owlrl does not know."""
    facts = list(facts_of_dataset(dataset))
    closure = Closure(compile_rules(load_ontology()).rules, facts)
    new, contradictions = owlrl.close(axioms_of_ontology(), facts)
    assert not contradictions
    assert set(trim(closure.derived())) == set(trim(new))


def test_keys_identify_only_those_that_have_a_value_in_common() -> None:
    """Rule prp-key asks both for the same value; owlrl also joins those of which one has none."""
    graph = Graph()
    add_expression(graph, "key", (CLASSES[0], CLASSES[1], CLASSES[2]), PROPERTIES[0], THINGS[0])
    one, other, third, value, without = THINGS
    facts = [(each, RDF.type, CLASSES[0]) for each in (one, other, without)]
    facts += [(one, PROPERTIES[0], value), (other, PROPERTIES[0], value)]
    closure = Closure(compile_rules(graph).rules, [*facts, (third, RDF.type, CLASSES[1])])
    assert (one, OWL.sameAs, other) in closure
    assert (one, OWL.sameAs, without) not in closure
    assert (one, OWL.sameAs, without) in owlrl.close(set(graph), facts)[0]

"""Our closure equals owlrl's on small random ontologies and facts, after the documented trimming."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import OWL, RDF, RDFS, BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection

from kg.reasoning import owlrl
from kg.reasoning.engine import Closure
from kg.reasoning.rules import compile_rules

if TYPE_CHECKING:
    from collections.abc import Callable

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


def add_expression(graph: Graph, kind: str, c: URIRef, d: URIRef, e: URIRef, p: URIRef, i: URIRef) -> None:
    """An axiom that RL allows, with a class expression on the side where RL allows it."""
    below = RDFS.subClassOf
    match kind:
        case "some":
            graph.add((restriction(graph, OWL.someValuesFrom, p, d), below, c))
        case "some thing":
            graph.add((restriction(graph, OWL.someValuesFrom, p, OWL.Thing), below, c))
        case "all":
            graph.add((c, below, restriction(graph, OWL.allValuesFrom, p, d)))
        case "has":
            graph.add((c, OWL.equivalentClass, restriction(graph, OWL.hasValue, p, i)))
        case "none":
            graph.add((c, below, restriction(graph, OWL.maxCardinality, p, Literal(0))))
        case "one":
            graph.add((c, below, restriction(graph, OWL.maxCardinality, p, Literal(1))))
        case "one of":
            node = restriction(graph, OWL.maxQualifiedCardinality, p, Literal(1))
            graph += [(node, OWL.onClass, d), (c, below, node)]
        case "and":
            node = BNode()
            graph += [(node, OWL.intersectionOf, listed(graph, [d, e])), (c, OWL.equivalentClass, node)]
        case "or":
            node = BNode()
            graph += [(node, OWL.unionOf, listed(graph, [d, e])), (node, below, c)]
        case "not":
            node = BNode()
            graph += [(node, OWL.complementOf, d), (c, below, node)]
        case "enumeration":
            node = BNode()
            graph += [(node, OWL.oneOf, listed(graph, [i])), (node, below, c)]
        case "key":
            graph.add((c, OWL.hasKey, listed(graph, [p])))


EXPRESSIONS = ["some", "some thing", "all", "has", "none", "one", "one of", "and", "or", "not", "enumeration", "key"]
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
    expression = st.tuples(st.sampled_from(EXPRESSIONS), classes, classes, classes, properties, things)
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
    axioms = set(graph)
    new, contradictions = owlrl.close(axioms, facts)
    closure = Closure(compile_rules(graph).rules, facts)
    assert bool(closure.contradictions) == bool(contradictions), (closure.contradictions, contradictions)
    if not contradictions:
        assert useful(set(closure.triples())) == useful({*new, *facts})


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ontologies(), facts_lists)
def test_our_closure_equals_that_of_owlrl(graph: Graph, facts: list[Triple]) -> None:
    compare(graph, facts)


@pytest.mark.slow
@settings(max_examples=3000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ontologies(), facts_lists)
def test_our_closure_equals_that_of_owlrl_on_thousands(graph: Graph, facts: list[Triple]) -> None:
    compare(graph, facts)

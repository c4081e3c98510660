"""Axioms become the rules of the specification; what has no rule is named; what cannot be a rule is an error."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rdflib import OWL, RDF, Graph, Namespace

from kg.errors import OntologyError
from kg.namespaces import TIS
from kg.ontology import load_ontology
from kg.reasoning.closure import read_own_rules
from kg.reasoning.engine import Closure
from kg.reasoning.profile import notes_on
from kg.reasoning.rules import compile_rules

if TYPE_CHECKING:
    from pathlib import Path

EX = Namespace("https://example.org/")
A, B, C = EX.a, EX.b, EX.c
PREFIXES = """@prefix : <https://example.org/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def ontology(turtle: str) -> Graph:
    return Graph().parse(data=PREFIXES + turtle, format="turtle")


def close(turtle: str, *facts: tuple[object, object, object]) -> Closure:
    return Closure(compile_rules(ontology(turtle)).rules, facts)  # type: ignore[arg-type]


CONSISTENCY = {
    "eq-diff2": (":x a owl:AllDifferent ; owl:members ( :a :b ) .", [(A, OWL.sameAs, B)]),
    "prp-irp": (":p a owl:IrreflexiveProperty .", [(A, EX.p, A)]),
    "prp-asyp": (":p a owl:AsymmetricProperty .", [(A, EX.p, B), (B, EX.p, A)]),
    "prp-pdw": (":p owl:propertyDisjointWith :q .", [(A, EX.p, B), (A, EX.q, B)]),
    "prp-adp": ("[] a owl:AllDisjointProperties ; owl:members ( :p :q :r ) .", [(A, EX.q, B), (A, EX.r, B)]),
    "prp-npa1": (
        """[] a owl:NegativePropertyAssertion ;
        owl:sourceIndividual :a ; owl:assertionProperty :p ; owl:targetIndividual :b .""",
        [(A, EX.p, B)],
    ),
    "cls-nothing2": ("", [(A, RDF.type, OWL.Nothing)]),
    "cls-com": (":C owl:complementOf :D .", [(A, RDF.type, EX.C), (A, RDF.type, EX.D)]),
    "cls-maxc1": (
        ":C rdfs:subClassOf [ owl:onProperty :p ; owl:maxCardinality 0 ] .",
        [(A, RDF.type, EX.C), (A, EX.p, B)],
    ),
    "cls-maxqc1": (
        ":C rdfs:subClassOf [ owl:onProperty :p ; owl:maxQualifiedCardinality 0 ; owl:onClass :D ] .",
        [(A, RDF.type, EX.C), (A, EX.p, B), (B, RDF.type, EX.D)],
    ),
    "cax-dw": (":C owl:disjointWith :D .", [(A, RDF.type, EX.C), (A, RDF.type, EX.D)]),
    "cax-adc": ("[] a owl:AllDisjointClasses ; owl:members ( :C :D :E ) .", [(A, RDF.type, EX.C), (A, RDF.type, EX.E)]),
}


@pytest.mark.parametrize("code", CONSISTENCY)
def test_a_contradiction_is_found_by_its_rule_and_only_with_all_premises(code: str) -> None:
    turtle, facts = CONSISTENCY[code]
    assert code in {each.rule.code for each in close(turtle, *facts).contradictions}
    for left_out in facts:
        assert not close(turtle, *(fact for fact in facts if fact != left_out)).contradictions


def test_nothing_is_different_from_itself() -> None:
    assert close("", (A, OWL.differentFrom, A)).contradictions


OUTSIDE = {
    "owl:minCardinality": ":C rdfs:subClassOf [ owl:onProperty :p ; owl:minCardinality 1 ] .",
    "owl:cardinality": ":C rdfs:subClassOf [ owl:onProperty :p ; owl:cardinality 2 ] .",
    "owl:qualifiedCardinality": (
        ":C rdfs:subClassOf [ owl:onProperty :p ; owl:qualifiedCardinality 1 ; owl:onClass :D ] ."
    ),
    "owl:maxCardinality 2": ":C rdfs:subClassOf [ owl:onProperty :p ; owl:maxCardinality 2 ] .",
    "owl:hasSelf": ":C rdfs:subClassOf [ owl:onProperty :p ; owl:hasSelf true ] .",
    "owl:disjointUnionOf": ":C owl:disjointUnionOf ( :D :E ) .",
    "owl:ReflexiveProperty": ":p a owl:ReflexiveProperty .",
    "owl:someValuesFrom as a superclass": ":C rdfs:subClassOf [ owl:onProperty :p ; owl:someValuesFrom :D ] .",
    "owl:unionOf as a superclass": ":C rdfs:subClassOf [ owl:unionOf ( :D :E ) ] .",
    "owl:Thing as a subclass": "owl:Thing rdfs:subClassOf :C .",
    "owl:oneOf as a superclass": ":C owl:equivalentClass [ owl:oneOf ( :a :b ) ] .",
    "owl:complementOf as a subclass": "[ owl:complementOf :D ] rdfs:subClassOf :C .",
    "owl:allValuesFrom as a subclass": ":C owl:equivalentClass [ owl:onProperty :p ; owl:allValuesFrom :D ] .",
    "owl:maxCardinality as a subclass": "[ owl:onProperty :p ; owl:maxCardinality 1 ] rdfs:subClassOf :C .",
    "owl:hasValue of a literal": ':C rdfs:subClassOf [ owl:onProperty :p ; owl:hasValue "x" ] .',
}


@pytest.mark.parametrize("construct", OUTSIDE)
def test_a_construct_outside_rl_is_named_with_what_it_would_mean(construct: str) -> None:
    found = {note.construct: note for note in notes_on(ontology(OUTSIDE[construct]))}
    assert construct in found
    assert "is ignored: " in str(found[construct])
    assert found[construct].meaning


@pytest.mark.parametrize(
    "turtle",
    [
        ":p rdfs:domain [ owl:unionOf ( :D :E ) ] .",
        ":C owl:equivalentClass [ owl:unionOf ( :D :E ) ] .",
        ":C rdfs:subClassOf [ owl:intersectionOf ( :D [ owl:unionOf ( :E :F ) ] ) ] .",
        ":C rdfs:subClassOf [ owl:onProperty :p ; owl:allValuesFrom [ owl:unionOf ( :D :E ) ] ] .",
        ":a a [ owl:unionOf ( :D :E ) ] .",
    ],
)
def test_a_union_above_is_named_wherever_it_stands(turtle: str) -> None:
    assert {note.construct for note in notes_on(ontology(turtle))} == {"owl:unionOf as a superclass"}


@pytest.mark.parametrize(
    "turtle",
    [
        "[ owl:unionOf ( :D :E ) ] rdfs:subClassOf :C .",
        ":C rdfs:subClassOf [ owl:complementOf [ owl:unionOf ( :D :E ) ] ] .",
        ":C owl:equivalentClass [ owl:intersectionOf ( :D [ owl:onProperty :p ; owl:hasValue :a ] ) ] .",
        ":C rdfs:subClassOf [ owl:onProperty :p ; owl:allValuesFrom :D ] .",
        "[ owl:onProperty :p ; owl:someValuesFrom owl:Thing ] rdfs:subClassOf :C .",
    ],
)
def test_what_rl_allows_is_not_named(turtle: str) -> None:
    assert notes_on(ontology(turtle)) == ()


def test_an_intersection_of_everything_makes_no_rule_without_a_body() -> None:
    closure = close(":C owl:equivalentClass [ owl:intersectionOf ( owl:Thing ) ] .", (A, EX.p, B))
    assert closure.instances(EX.C) == []
    assert all(rule.body for rule in closure.rules)


def test_our_ontology_has_a_rule_for_everything_it_says() -> None:
    assert compile_rules(load_ontology()).notes == ()


@pytest.mark.parametrize(
    ("turtle", "message"),
    [
        (":p owl:propertyChainAxiom _:l . _:l rdf:first :q ; rdf:rest _:l .", "circular"),
        (":p owl:propertyChainAxiom :q .", "empty or broken"),
        (":C owl:intersectionOf rdf:nil .", "empty or broken"),
    ],
)
def test_a_broken_list_is_an_error_that_names_its_axiom(turtle: str, message: str) -> None:
    with pytest.raises(OntologyError, match=message):
        compile_rules(ontology(turtle))


def test_a_chain_that_mentions_its_own_property_ends() -> None:
    closure = close(":p owl:propertyChainAxiom ( :p :p ) .", (A, EX.p, B), (B, EX.p, C), (C, EX.p, A))
    assert (A, EX.p, A) in closure


def test_names_of_rules_are_unique_and_those_of_our_ontology_say_what_they_mean() -> None:
    rules = compile_rules(load_ontology()).rules
    assert len({rule.name for rule in rules}) == len(rules)
    for rule in rules:
        if rule.code.startswith(("prp", "cax")):
            assert rule.zh, rule.name
            assert rule.en, rule.name


def rule_file(folder: Path, text: str) -> list[Path]:
    path = folder / "mine.rq"
    path.write_text(text, encoding="utf-8")
    return [path]


def test_a_rule_of_the_user_is_compiled_with_its_name_and_words(tmp_path: Path) -> None:
    text = "# zh: 示例\n# en: an example\nCONSTRUCT { ?a tis:funds ?c } WHERE { ?a tis:operates ?b . ?b tis:funds ?c }"
    (rule,) = read_own_rules(rule_file(tmp_path, text))
    assert (rule.name, rule.zh, rule.en) == ("user: mine", "示例", "an example")
    assert (A, TIS.funds, C) in Closure([rule], [(A, TIS.operates, B), (B, TIS.funds, C)])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("CONSTRUCT { ?a tis:funds ?d } WHERE { ?a tis:operates ?b }", r"\?d, which the pattern does not bind"),
        ("CONSTRUCT { ?a tis:fundz ?b } WHERE { ?a tis:operates ?b }", "no term tis:fundz"),
        ("CONSTRUCT { ?a ?p ?b } WHERE { ?a tis:operates ?b ; ?p ?b }", "must be named"),
        ("CONSTRUCT { ?a a ?c } WHERE { ?a tis:operates ?b ; a ?c }", "must be named"),
        ("CONSTRUCT { ?a tis:funds ?b } WHERE { ?a tis:operates ?b FILTER(?a != ?b) }", "plain triples"),
        ("CONSTRUCT { ?a tis:funds ?b } WHERE { ?a tis:operates+ ?b }", "must be named"),
        ("SELECT ?a WHERE { ?a tis:operates ?b }", "CONSTRUCT"),
        ("CONSTRUCT { ?a tis:note 'x' } WHERE { ?a tis:operates ?b }", "neither an IRI nor a variable"),
        ("CONSTRUCT { ?a rdfs:seeAlso ?b } WHERE { ?a tis:operates ?b }", "not reasoned over"),
        ("when it rains", "not SPARQL"),
    ],
)
def test_what_is_no_rule_is_an_error_that_names_the_file(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(OntologyError, match=message) as caught:
        read_own_rules(rule_file(tmp_path, text))
    assert "mine.rq" in str(caught.value)

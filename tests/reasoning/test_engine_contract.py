"""What every engine owes: each test of this file runs with each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import ROOT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import OWL, RDF, XSD, BNode, Graph, Literal, Namespace, URIRef, Variable

import kg
from kg.errors import InconsistencyError, InputError, OntologyError
from kg.reasoning.engines import ENGINES, close
from kg.reasoning.proofs import leaves, minimal_proofs, missing, replay, why
from kg.reasoning.rules import Atom, Rule, compile_rules

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from rdflib.term import Node

    from kg.reasoning.protocol import Reasoner

    Triple = tuple[Node, Node, Node]

EX = Namespace("https://example.org/")
A, B, C, D = EX.a, EX.b, EX.c, EX.d
X, Y, Z = (Variable(name) for name in "xyz")
HEALTH = """
@prefix : <https://example.org/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:Hospital rdfs:subClassOf :Provider ; owl:disjointWith :Person .
:refers rdfs:subPropertyOf :helps ; rdfs:domain :Provider .
:runs owl:inverseOf :runBy . :near a owl:SymmetricProperty . :within a owl:TransitiveProperty .
:registration a owl:InverseFunctionalProperty .
:reaches owl:propertyChainAxiom ( :runs :refers ) ; rdfs:label "reaches"@en .
:City owl:oneOf ( :riverton ) .
"""
"""An ontology that has nothing to do with ours."""
USER = Rule("user: neighbours", "user", Atom(X, EX.covers, Z), (Atom(X, EX.within, Y), Atom(Y, EX.near, Z)))
FACTS: tuple[Triple, ...] = (
    (A, EX.runs, B),
    (B, EX.refers, C),
    (C, RDF.type, EX.Person),
    (A, EX.within, B),
    (B, EX.within, D),
    (D, EX.near, C),
)


def health() -> Graph:
    return Graph().parse(data=HEALTH, format="turtle")


def world(engine: str, facts: Iterable[Triple] = FACTS, rules: tuple[Rule, ...] = (USER,)) -> Reasoner:
    ontology = health()
    return close(ontology, (*compile_rules(ontology).rules, *rules), facts, engine)


def all_of(closure: Reasoner) -> set[Triple]:
    """All triples but those that only say that a thing is itself, which engines may hold or not."""
    return {each for each in closure.triples() if not (each[1] == OWL.sameAs and each[0] == each[2])}


@pytest.fixture(params=sorted(ENGINES))
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_what_follows_holds_and_what_does_not_is_absent(engine: str) -> None:
    closure = world(engine)
    new = {
        (B, EX.runBy, A),
        (B, RDF.type, EX.Provider),
        (B, EX.helps, C),
        (A, EX.reaches, C),
        (A, EX.within, D),
        (C, EX.near, D),
        (A, EX.covers, C),
        (B, EX.covers, C),
    }
    assert {each for each in closure.derived() if each[1] != OWL.sameAs} == new
    assert all_of(closure) == {*FACTS, *new, (EX.riverton, RDF.type, EX.City)}
    assert all(each in closure for each in all_of(closure))
    assert (C, EX.reaches, A) not in closure
    assert (EX.nobody, EX.helps, EX.nothing) not in closure


def test_what_is_given_is_asserted_and_what_follows_is_not(engine: str) -> None:
    closure = world(engine)
    assert all(closure.asserts(each) for each in FACTS)
    assert not any(closure.asserts(each) for each in closure.derived())


def test_neighbours_and_members_agree_with_the_triples(engine: str) -> None:
    closure = world(engine)
    every = all_of(closure)
    for predicate in {p for _, p, _ in every} - {RDF.type, OWL.sameAs}:
        for thing in (A, B, C, D):
            assert set(closure.objects(thing, predicate)) == {o for s, p, o in every if (s, p) == (thing, predicate)}
            assert set(closure.subjects(predicate, thing)) == {s for s, p, o in every if (p, o) == (predicate, thing)}
    assert set(closure.instances(EX.Provider)) == {B}
    assert list(closure.objects(EX.nobody, EX.helps)) == list(closure.instances(EX.Nothing)) == []


def test_every_derived_triple_has_a_derivation_from_what_holds_and_a_proof_that_replays(engine: str) -> None:
    closure = world(engine)
    for triple in closure.derived():
        derivations = list(closure.derivations(triple))
        assert derivations
        assert all(premise in closure for each in derivations for premise in each.premises)
        proof = why(closure, triple)
        assert replay(proof, closure.asserts)
        assert leaves(proof) <= set(FACTS)
    assert list(closure.derivations((C, EX.reaches, A))) == []


def test_proofs_are_those_of_the_native_engine(engine: str) -> None:
    mine, native = world(engine), world("native")
    for triple in native.derived():
        ours, theirs = minimal_proofs(mine, triple), minimal_proofs(native, triple)
        assert [(each.size, leaves(each)) for each in ours.proofs] == [
            (each.size, leaves(each)) for each in theirs.proofs
        ]
    assert missing(mine, (A, EX.reaches, D)) == missing(native, (A, EX.reaches, D)) is not None


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sets(st.sampled_from(FACTS), min_size=1))
def test_a_change_returns_the_difference_and_leaves_what_a_fresh_closure_holds(engine: str, gone: set[Triple]) -> None:
    closure = world(engine)
    before = all_of(closure)
    affected = set(closure.affected(gone))
    lost = set(closure.retract(gone))
    fresh = all_of(world(engine, [each for each in FACTS if each not in gone]))
    assert all_of(closure) == fresh == before - lost
    assert {each for each in lost - gone if each[1] != OWL.sameAs} <= affected <= before - gone
    back = set(closure.add(gone))
    assert all_of(closure) == before
    assert back >= gone
    assert all(closure.asserts(each) for each in FACTS)


def test_a_contradiction_carries_its_rule_and_premises_and_goes_with_them(engine: str) -> None:
    wrong = (C, RDF.type, EX.Hospital)
    closure = world(engine, (*FACTS, wrong))
    found = [each for each in closure.contradictions if each.rule.code == "cax-dw"]
    assert {premise for each in found for premise in each.premises} == {wrong, (C, RDF.type, EX.Person)}
    closure.retract([wrong])
    assert closure.contradictions == ()


DIFFERENT = {
    "a number and its text": (Literal(123), Literal("123")),
    "a text that reads as an IRI": (Literal(str(B)), B),
    "a text and the same in a language": (Literal("bank"), Literal("bank", lang="en")),
    "two languages": (Literal("bank", lang="en"), Literal("bank", lang="de")),
    "two datatypes": (Literal("2012", datatype=XSD.gYear), Literal("2012", datatype=XSD.string)),
    "a plain text and a typed one": (Literal("x", datatype=EX.code), Literal("x")),
    "a blank node and an IRI": (BNode("b"), URIRef("b")),
    "a blank node and a text": (BNode("b"), Literal("b")),
}


@pytest.mark.parametrize("kind", DIFFERENT)
def test_terms_are_told_apart_as_rdf_terms_and_not_by_their_text(engine: str, kind: str) -> None:
    one, other = DIFFERENT[kind]
    only_of_one = Rule("user: one", "user", Atom(X, EX.hasOne, B), (Atom(X, EX.value, one),))
    closure = world(engine, [(A, EX.value, one), (C, EX.value, other), (A, EX.registration, one)], (only_of_one,))
    assert set(closure.objects(A, EX.value)) == {one}
    assert set(closure.objects(C, EX.value)) == {other}
    assert list(closure.subjects(EX.value, other)) == [C]
    assert (A, EX.value, other) not in closure
    assert (A, EX.hasOne, B) in closure
    assert (C, EX.hasOne, B) not in closure
    joined = world(engine, [(A, EX.registration, one), (C, EX.registration, other), (D, EX.registration, one)])
    assert (A, OWL.sameAs, D) in joined
    assert (A, OWL.sameAs, C) not in joined


@pytest.mark.parametrize("kind", DIFFERENT)
def test_what_was_given_comes_out_as_it_went_in(engine: str, kind: str) -> None:
    facts = [(A, EX.value, each) for each in DIFFERENT[kind]]
    closure = world(engine, facts)
    assert all(type(o) is type(given) for given in DIFFERENT[kind] for o in closure.objects(A, EX.value) if o == given)
    assert {each for each in all_of(closure) if each[1] == EX.value} == set(facts)
    closure.retract(facts[:1])
    assert {each for each in all_of(closure) if each[1] == EX.value} == set(facts[1:])


def test_reason_takes_any_ontology_and_rules_beside_it(engine: str, tmp_path: Path) -> None:
    (tmp_path / "health.ttl").write_text(HEALTH, encoding="utf-8")
    rule = tmp_path / "neighbours.rq"
    rule.write_text(
        "# en: who lies near it is covered\nPREFIX : <https://example.org/>\n"
        "CONSTRUCT { ?x :covers ?z } WHERE { ?x :within ?y . ?y :near ?z }",
        encoding="utf-8",
    )
    data = Graph()
    for triple in FACTS:
        data.add(triple)
    from_values = kg.reason(data, ontology=health(), rules=[USER], engine=engine)
    for rules in (rule, tmp_path, [rule]):
        from_files = kg.reason(data, ontology=tmp_path / "health.ttl", rules=rules, engine=engine)
        assert all_of(from_files.closure) == all_of(from_values.closure)
    argued = str(kg.argue(from_files, kg.why(from_files, A, EX.covers, C), "en"))
    assert "who lies near it is covered" in argued
    assert "reaches" in str(kg.argue(from_files, kg.why(from_files, A, EX.reaches, C), "en"))
    closed = kg.infer(from_files.dataset, ontology=health(), rules=rule, engine=engine)
    inferred = {(s, p, o) for s, p, o, name in closed.quads() if str(name).endswith("graph/inferred")}
    assert inferred == {each for each in from_files.closure.derived() if each[1] != OWL.sameAs}
    assert {quad[:3] for quad in closed.quads()} >= set(FACTS)


def test_inferring_twice_under_an_ontology_adds_nothing(engine: str) -> None:
    data = Graph()
    for triple in (*FACTS, (A, EX.value, Literal(1))):
        data.add(triple)
    once = kg.infer(data, ontology=health(), engine=engine)
    assert set(kg.infer(once, ontology=health(), engine=engine).quads()) == set(once.quads())


def test_a_contradiction_under_any_ontology_is_an_error_that_names_its_premises(engine: str) -> None:
    data = health() + Graph()
    data.add((A, RDF.type, EX.Hospital))
    data.add((A, RDF.type, EX.Person))
    with pytest.raises(InconsistencyError, match="Hospital and Person") as caught:
        kg.reason(data, ontology=data, engine=engine)
    assert "https://example.org/a is a https://example.org/Person" in str(caught.value)


def test_one_graph_may_hold_ontology_and_facts(engine: str) -> None:
    data = health()
    data.add((A, EX.refers, B))
    assert (A, EX.helps, B) in kg.reason(data, ontology=data, engine=engine).closure


def test_an_engine_that_does_not_exist_is_an_error_that_names_those_that_do() -> None:
    with pytest.raises(InputError, match="native and owlrl"):
        kg.reason(Graph(), ontology=health(), engine="magic")


def test_a_missing_ontology_or_rule_and_a_rule_about_a_blank_node_are_errors(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        kg.reason(Graph(), ontology=tmp_path / "none.ttl")
    with pytest.raises(InputError, match="no such file or folder"):
        kg.reason(Graph(), ontology=health(), rules=tmp_path / "none.rq")
    (tmp_path / "blank.rq").write_text("CONSTRUCT { _:b a tis:Bank } WHERE { ?x a tis:Bank }", encoding="utf-8")
    with pytest.raises(OntologyError, match="use a variable"):
        kg.reason(Graph(), ontology=health(), rules=tmp_path)


def test_axioms_of_two_vocabularies_with_the_same_local_names_are_both_kept(engine: str) -> None:
    """Rules are named after local names; none may push out another."""
    other = Namespace("https://example.net/")
    ontology = Graph()
    ontology += [(EX.p, RDF.type, OWL.SymmetricProperty), (other.p, RDF.type, OWL.SymmetricProperty)]
    rules = compile_rules(ontology).rules
    assert len({rule.name for rule in rules}) == len(rules)
    closure = close(ontology, rules, [(A, EX.p, B), (A, other.p, C)], engine)
    assert {(B, EX.p, A), (C, other.p, A)} <= set(closure.triples())


def test_the_program_of_the_page_on_reasoning_runs(capsys: pytest.CaptureFixture[str]) -> None:
    page = (ROOT / "docs" / "reasoning.md").read_text(encoding="utf-8")
    program = page.split("## Any ontology, any rules")[1].split("```python\n")[1].split("```")[0]
    exec(compile(program, "reasoning.md", "exec"), {})  # noqa: S102 - our own page
    assert "reaches" in capsys.readouterr().out


def test_an_engine_is_one_entry_and_is_found_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a new backend must change: the list of engines, from which this file takes its parameter."""
    asked: list[str] = []

    def third(axioms: Iterable[Triple], rules: Iterable[Rule], facts: Iterable[Triple]) -> Reasoner:
        asked.append("third")
        return ENGINES["native"](axioms, rules, facts)

    monkeypatch.setattr("kg.reasoning.engines.ENGINES", {**ENGINES, "third": third})
    assert (A, EX.reaches, C) in world("third")
    assert asked == ["third"]

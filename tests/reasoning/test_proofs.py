from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import URIRef, Variable
from support.rule_worlds import RULES, facts

from kg.errors import UnprovenError
from kg.namespaces import BASE, RDF, TIS
from kg.reasoning.engine import Closure
from kg.reasoning.proofs import Proof, leaves, minimal_proofs, missing, replay, why
from kg.reasoning.rules import Atom, Rule

if TYPE_CHECKING:
    from collections.abc import Callable

    from rdflib.term import Node

    from kg.reasoning import Reasoned

    Triple = tuple[Node, Node, Node]

A, B, C, D, E = (URIRef(f"{BASE}entity/{name}") for name in "甲乙丙丁戊")


def test_every_inferred_triple_of_the_chapter_has_a_proof_that_replays(reasoned: Reasoned) -> None:
    closure = reasoned.closure
    derived = list(closure.derived())
    assert len(derived) > 1000
    for triple in derived:
        proof = why(closure, triple)
        assert proof.triple == triple
        assert proof.size > 0
        assert replay(proof, closure.asserts)


def test_a_forged_proof_does_not_replay(world: Callable[..., Reasoned]) -> None:
    closure = world((A, TIS.operates, B), (B, TIS.lendsTo, C)).closure
    proof = why(closure, (A, TIS.indirectlySupports, C))
    assert replay(proof, closure.asserts)
    assert not replay(replace(proof, triple=(A, TIS.indirectlySupports, D)), closure.asserts)
    assert not replay(replace(proof, premises=proof.premises[::-1]), closure.asserts)
    assert not replay(replace(proof, premises=proof.premises[:1]), closure.asserts)
    assert not replay(replace(proof, rule=None), closure.asserts)
    assert not replay(Proof((A, TIS.operates, C)), closure.asserts)


def test_the_shortest_proof_is_taken(world: Callable[..., Reasoned]) -> None:
    closure = world((A, TIS.funds, B), (B, TIS.funds, C), (C, TIS.funds, D), (A, TIS.supports, C)).closure
    proof = why(closure, (A, TIS.indirectlySupports, D))
    assert leaves(proof) == {(A, TIS.supports, C), (C, TIS.funds, D)}


def test_a_stated_triple_proves_itself(world: Callable[..., Reasoned]) -> None:
    closure = world((A, TIS.funds, B)).closure
    assert why(closure, (A, TIS.funds, B)) == Proof((A, TIS.funds, B))


def test_what_does_not_hold_has_no_proof(world: Callable[..., Reasoned]) -> None:
    with pytest.raises(UnprovenError):
        why(world((A, TIS.funds, B)).closure, (B, TIS.supports, A))


def test_the_rule_that_comes_nearest_is_named_with_the_premise_that_fails(world: Callable[..., Reasoned]) -> None:
    closure = world((A, TIS.operates, B), (C, TIS.lendsTo, D)).closure
    found = missing(closure, (A, TIS.indirectlySupports, D))
    assert found is not None
    assert found.held == ((A, TIS.operates, B),)
    assert found.failed in [(B, TIS.supports, D), (B, TIS.benefits, D)]
    assert missing(closure, (A, TIS.note, D)) is None


def test_minimal_proofs_are_all_ways_and_none_contains_another(world: Callable[..., Reasoned]) -> None:
    closure = world(
        (A, TIS.funds, B),
        (B, TIS.funds, D),
        (A, TIS.funds, C),
        (C, TIS.funds, D),
        (A, TIS.operates, E),
        (E, TIS.benefits, D),
    ).closure
    found = minimal_proofs(closure, (A, TIS.indirectlySupports, D))
    assert found.ended_by == ""
    assert {leaves(proof) for proof in found.proofs} == {
        frozenset({(A, TIS.funds, B), (B, TIS.funds, D)}),
        frozenset({(A, TIS.funds, C), (C, TIS.funds, D)}),
        frozenset({(A, TIS.operates, E), (E, TIS.benefits, D)}),
    }


def test_the_search_for_proofs_says_which_bound_ended_it(world: Callable[..., Reasoned]) -> None:
    others = [URIRef(f"{BASE}entity/中{number}") for number in range(6)]
    closure = world(*((A, TIS.funds, each) for each in others), *((each, TIS.funds, B) for each in others)).closure
    triple = (A, TIS.indirectlySupports, B)
    assert minimal_proofs(closure, triple, limit=3).ended_by == "number"
    assert len(minimal_proofs(closure, triple, limit=3).proofs) == 3
    late = minimal_proofs(closure, triple, seconds=0)
    assert late.ended_by == "time"
    assert len(late.proofs) == 1
    assert len(minimal_proofs(closure, triple).proofs) == 6


def test_a_short_proof_from_more_facts_gives_way_to_a_longer_one_from_fewer() -> None:
    x, y = Variable("x"), Variable("y")
    short = Rule("short", "user", Atom(x, TIS.supports, y), (Atom(x, TIS.funds, y), Atom(x, TIS.trains, y)))
    first = Rule("first", "user", Atom(x, TIS.hosts, y), (Atom(x, TIS.funds, y),))
    second = Rule("second", "user", Atom(x, TIS.supports, y), (Atom(x, TIS.hosts, y),))
    closure = Closure([short, first, second], [(A, TIS.funds, B), (A, TIS.trains, B)])
    assert why(closure, (A, TIS.supports, B)).rule == short
    (only,) = minimal_proofs(closure, (A, TIS.supports, B)).proofs
    assert leaves(only) == {(A, TIS.funds, B)}


@settings(max_examples=25)
@given(st.lists(facts, max_size=6))
def test_minimal_proofs_agree_with_trying_every_set_of_facts(given_facts: list[Triple]) -> None:
    closure = Closure(RULES, given_facts)
    stated = sorted(set(given_facts))
    for triple in sorted(closure.derived())[:4]:
        holding = [
            frozenset(chosen)
            for mask in range(1 << len(stated))
            if triple in Closure(RULES, chosen := [fact for bit, fact in enumerate(stated) if mask >> bit & 1])
        ]
        minimal = {each for each in holding if not any(other < each for other in holding)}
        found = minimal_proofs(closure, triple, seconds=60)
        assert {leaves(proof) for proof in found.proofs} == minimal
        assert all(replay(proof, closure.asserts) for proof in found.proofs)


def test_a_type_is_proved_from_the_link_that_implies_it(world: Callable[..., Reasoned]) -> None:
    proof = why(world((A, TIS.funds, B)).closure, (A, RDF.type, TIS.Participant))
    assert leaves(proof) == {(A, TIS.funds, B)}

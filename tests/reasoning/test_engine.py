"""The closure after any additions and retractions is the closure of what is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import RDF
from support.rule_worlds import CHAIN, CLOSED, EX, RULES, A, B, C, D, facts

from kg.namespaces import TIS
from kg.reasoning.closure import load_rules
from kg.reasoning.engine import Closure

if TYPE_CHECKING:
    from rdflib.term import Node

    from kg.reasoning import Reasoned

    Triple = tuple[Node, Node, Node]


@settings(max_examples=200)
@given(st.lists(facts, max_size=8), st.lists(st.tuples(st.booleans(), st.lists(facts, max_size=3)), max_size=6))
def test_adding_and_retracting_equals_a_fresh_closure(
    start: list[Triple], changes: list[tuple[bool, list[Triple]]]
) -> None:
    closure, stated = Closure(RULES, start), set(start)
    for adds, batch in changes:
        before = set(closure.triples())
        changed = closure.add(batch) if adds else closure.retract(batch)
        stated = stated | set(batch) if adds else stated - set(batch)
        fresh = Closure(RULES, stated)
        assert set(closure.triples()) == set(fresh.triples())
        assert set(closure.derived()) == set(fresh.derived())
        assert set(changed) == (set(closure.triples()) ^ before)
        assert {each.premises for each in closure.contradictions} == {each.premises for each in fresh.contradictions}


@settings(max_examples=100)
@given(st.lists(facts, max_size=9))
def test_every_derived_triple_has_a_derivation_and_no_stated_one_is_called_derived(given_facts: list[Triple]) -> None:
    closure = Closure(RULES, given_facts)
    for triple in closure.derived():
        assert triple not in given_facts
        assert next(closure.derivations(triple), None) is not None
        for derivation in closure.derivations(triple):
            assert all(premise in closure for premise in derivation.premises)
    assert all(closure.asserts(fact) for fact in given_facts)


def test_a_recursive_chain_over_a_cycle_ends() -> None:
    closure = Closure((CHAIN, CLOSED), [(A, EX.p, B), (B, EX.p, C), (C, EX.p, A)])
    assert {(s, o) for s, p, o in closure.triples() if p == EX.q} == {(s, o) for s in (A, B, C) for o in (A, B, C)}


def test_what_is_said_of_one_is_said_of_the_same() -> None:
    closure = Closure(RULES, [(A, EX.one, B), (A, EX.one, C), (B, EX.p, D), (D, EX.p, B), (B, RDF.type, EX.D)])
    assert {(C, EX.p, D), (D, EX.p, C), (C, RDF.type, EX.D), (A, EX.one, C)} <= set(closure.triples())


def test_a_large_neighbourhood_loses_exactly_what_is_retracted() -> None:
    many = [EX[f"n{number}"] for number in range(50)]
    closure = Closure((CHAIN,), [*((A, EX.p, each) for each in many), *((each, EX.p, B) for each in many)])
    closure.retract([(A, EX.p, each) for each in many[:-1]])
    assert (A, EX.q, B) in closure
    assert closure.objects(A, EX.p) == [many[-1]]
    assert closure.retract([(A, EX.p, many[-1])]) == [(A, EX.p, many[-1]), (A, EX.q, B)]


def test_questions_about_the_unknown_are_answered_with_nothing() -> None:
    closure = Closure(RULES, [(A, EX.p, B)])
    assert closure.objects(EX.nobody, EX.p) == closure.subjects(EX.nothing, A) == closure.instances(EX.None_) == []
    assert (A, EX.nothing, B) not in closure
    assert list(closure.derivations((A, EX.nothing, B))) == []
    assert closure.retract([(B, EX.p, A)]) == []


@pytest.mark.parametrize("seed", range(3))
def test_the_chapter_loses_and_regains_exactly_what_hangs_on_facts(seed: int, reasoned: Reasoned) -> None:
    closure = reasoned.closure
    stated = sorted(each for each in closure.triples() if closure.asserts(each))
    gone = stated[seed::37]
    before, derived = set(closure.triples()), set(closure.derived())
    vanished = closure.retract(gone)
    fresh = Closure(load_rules().rules, [each for each in stated if each not in set(gone)])
    assert set(closure.triples()) == set(fresh.triples()) == before - set(vanished)
    closure.add(gone)
    assert set(closure.triples()) == before
    assert set(closure.derived()) == derived


def test_the_closure_of_the_chapter_needs_no_rule_for_what_is_stated(reasoned: Reasoned) -> None:
    closure = reasoned.closure
    operated = [each for each in closure.triples() if each[1] == TIS.operates]
    assert operated
    assert all(closure.asserts(each) for each in operated)

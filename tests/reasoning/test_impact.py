from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rdflib import URIRef

from kg.errors import InputError
from kg.namespaces import BASE, TIS
from kg.reasoning.closure import load_rules
from kg.reasoning.engine import Closure
from kg.reasoning.impact import LINKS, change_without, critical, facts_about
from kg.reasoning.names import facts_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from rdflib.term import Node

    from kg.reasoning import Reasoned
    from kg.reasoning.protocol import Reasoner

    Triple = tuple[Node, Node, Node]

A, B, C, D, E = (URIRef(f"{BASE}entity/{name}") for name in "甲乙丙丁戊")


def links(closure: Reasoner) -> set[Triple]:
    return {each for each in closure.triples() if each[1] in LINKS and each[0] != each[2]}


def from_one_end(link: Triple) -> Triple:
    subject, predicate, object_ = link
    swapped = predicate == TIS.collaboratesWith and str(object_) < str(subject)
    return (object_, predicate, subject) if swapped else link


def without(closure: Reasoner, removed: set[Triple]) -> Closure:
    """A fresh closure of what is left."""
    stated = (each for each in closure.triples() if closure.asserts(each) and each not in removed)
    return Closure(load_rules().rules, list(stated))


def test_what_vanishes_and_what_survives_by_another_proof(world: Callable[..., Reasoned]) -> None:
    reasoned = world((A, TIS.funds, B), (B, TIS.funds, D), (A, TIS.funds, C), (C, TIS.funds, D), (B, TIS.funds, E))
    change = change_without(reasoned, facts_about(reasoned.closure, B))
    assert (A, TIS.indirectlySupports, E) in change.vanished
    assert (A, TIS.indirectlySupports, D) not in change.vanished
    assert (A, TIS.indirectlySupports, D) in {proof.triple for proof in change.survived}


def test_a_link_that_is_taken_away_vanishes_or_survives_like_others(world: Callable[..., Reasoned]) -> None:
    reasoned = world((A, TIS.supports, B), (A, TIS.lendsTo, B), (B, TIS.supports, C))
    assert (B, TIS.supports, C) in change_without(reasoned, [(B, TIS.supports, C)]).vanished
    change = change_without(reasoned, [(A, TIS.supports, B)])
    assert change.vanished == ()
    assert (A, TIS.supports, B) in {proof.triple for proof in change.survived}


def test_collaboration_that_vanishes_is_told_once(world: Callable[..., Reasoned]) -> None:
    reasoned = world((A, TIS.collaboratesWith, B), (B, TIS.funds, C))
    vanished = change_without(reasoned, [(A, TIS.collaboratesWith, B)]).vanished
    assert len([each for each in vanished if each[1] == TIS.collaboratesWith]) == 1


def test_what_if_leaves_the_closure_as_it_was(world: Callable[..., Reasoned]) -> None:
    reasoned = world((A, TIS.funds, B), (B, TIS.funds, C), (D, TIS.funds, E))
    before, derived = set(reasoned.closure.triples()), set(reasoned.closure.derived())
    change_without(reasoned, [(A, TIS.funds, B)])
    assert set(reasoned.closure.triples()) == before
    assert set(reasoned.closure.derived()) == derived


def test_what_if_agrees_with_a_closure_from_scratch_for_every_participant_of_the_chapter(reasoned: Reasoned) -> None:
    closure = reasoned.closure
    named = sorted({each[0] for each in links(closure)}, key=str)[::12]
    assert len(named) > 10
    for thing in named:
        removed = set(facts_about(closure, thing))
        expected = links(closure) - links(without(closure, removed))
        vanished = change_without(reasoned, removed).vanished
        assert len(vanished) == len(set(map(from_one_end, expected)))
        assert set(map(from_one_end, vanished)) == set(map(from_one_end, expected))


def test_what_stands_in_every_proof_is_critical(world: Callable[..., Reasoned]) -> None:
    reasoned = world((A, TIS.funds, B), (B, TIS.funds, C), (B, TIS.funds, D), (A, TIS.funds, E), (E, TIS.funds, D))
    things, facts = critical(reasoned)
    assert {each.item: each.links for each in things} == {B: ((A, TIS.indirectlySupports, C),)}
    assert {each.item for each in facts} == {(A, TIS.funds, B), (B, TIS.funds, C)}


def test_critical_agrees_with_taking_each_fact_and_each_participant_away(reasoned: Reasoned) -> None:
    closure = reasoned.closure
    goals = {each for each in closure.triples() if each[1] == TIS.indirectlySupports and each[0] != each[2]}
    things, facts = critical(reasoned)
    assert len(things) > 10
    assert len(facts) > 10
    for fact in facts[::25]:
        assert set(fact.links) == goals - set(without(closure, {fact.item}).triples())
    for thing in things[::9]:
        lost = goals - set(without(closure, set(facts_about(closure, thing.item))).triples())
        assert set(thing.links) == {each for each in lost if thing.item not in (each[0], each[2])}


def test_taking_away_what_is_not_stated_or_everything_is_refused(world: Callable[..., Reasoned]) -> None:
    reasoned = world((A, TIS.funds, B))
    with pytest.raises(InputError, match="nothing of that is stated"):
        change_without(reasoned, [(A, TIS.funds, C)])
    with pytest.raises(InputError, match="every stated link"):
        change_without(reasoned, facts_about(reasoned.closure, A))


def test_a_row_a_statement_or_a_thing_may_be_taken_away(reasoned: Reasoned) -> None:
    row = next(
        str(o)
        for o in sorted(reasoned.dataset.objects(None, TIS.tableRow), key=str)
        if str(o).startswith("relations.csv#")
    )
    (by_row,) = facts_of(reasoned, [row])
    assert facts_of(reasoned, [row.partition("#")[2]]) == (by_row,)
    assert facts_of(reasoned, [" | ".join(map(str, by_row))]) == (by_row,)
    assert by_row in facts_of(reasoned, [str(by_row[0])])


def test_a_statement_that_only_follows_cannot_be_taken_away_beside_others(world: Callable[..., Reasoned]) -> None:
    reasoned = world((A, TIS.lendsTo, B), (B, TIS.funds, C))
    with pytest.raises(InputError, match="is not stated"):
        facts_of(reasoned, [f"{B} | funds | {C}", f"{A} | supports | {B}"])


def test_a_fact_of_two_rows_goes_only_with_both(reasoned: Reasoned) -> None:
    rows: dict[Triple, list[str]] = {}
    for fact in reasoned.dataset.subjects(TIS.factProperty):
        triple = tuple(reasoned.dataset.value(fact, key) for key in (TIS.factSubject, TIS.factProperty, TIS.factObject))
        rows.setdefault(triple, []).append(str(reasoned.dataset.value(fact, TIS.tableRow)))  # type: ignore[arg-type]
    twice = next(names for triple, names in sorted(rows.items()) if len(names) == 2)
    with pytest.raises(InputError, match="states the same"):
        facts_of(reasoned, twice[:1])
    assert len(facts_of(reasoned, twice)) == 1

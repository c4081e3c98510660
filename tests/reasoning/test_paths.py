from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rdflib import Literal, URIRef

from kg.errors import InputError, UnknownNameError
from kg.namespaces import BASE, NIF, PROV, RDF, SKOS, TIS
from kg.reasoning.paths import between, paths, prospects, reach
from kg.reasoning.proofs import replay

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.reasoning import Reasoned
    from kg.reasoning.paths import Path

A, B, C, D, E = (URIRef(f"{BASE}entity/{name}") for name in "甲乙丙丁戊")


def walks(found: tuple[Path, ...]) -> list[str]:
    """Paths as the last characters of their nodes."""
    return ["".join(str(node)[-1] for node in path.nodes) for path in found]


def test_direct_support_is_a_path_of_one_step_and_comes_first(world: Callable[..., Reasoned]) -> None:
    reasoned = world((A, TIS.funds, B), (A, TIS.operates, C), (C, TIS.lendsTo, B))
    found = paths(reasoned, "甲", "乙")
    assert walks(found) == ["甲乙", "甲丙乙"]
    assert [step.triple[1] for step in found[1].steps] == [TIS.operates, TIS.lendsTo]


def test_a_step_may_be_read_backwards_where_the_ontology_turns_it_round(world: Callable[..., Reasoned]) -> None:
    reasoned = world((B, TIS.reliesOn, A), (B, TIS.trains, C))
    (path,) = paths(reasoned, "甲", "丙")
    assert [step.backwards for step in path.steps] == [True, False]
    assert path.nodes == (A, B, C)


def test_transitive_parts_are_walked_part_by_part(world: Callable[..., Reasoned]) -> None:
    reasoned = world((B, TIS.partOf, A), (C, TIS.partOf, B), (C, TIS.funds, D))
    assert walks(paths(reasoned, "甲", "丁")) == ["甲乙丙丁"]


def test_no_path_visits_anybody_twice_and_cycles_end(world: Callable[..., Reasoned]) -> None:
    reasoned = world((A, TIS.funds, B), (B, TIS.funds, A), (B, TIS.funds, C), (C, TIS.funds, B))
    assert walks(paths(reasoned, "甲", "丙", longest=8)) == ["甲乙丙"]
    assert paths(reasoned, "甲", "甲") == ()


def test_paths_are_no_longer_than_asked_for(world: Callable[..., Reasoned]) -> None:
    reasoned = world((A, TIS.funds, B), (B, TIS.funds, C), (C, TIS.funds, D))
    assert paths(reasoned, "甲", "丁", longest=2) == ()
    assert walks(paths(reasoned, "甲", "丁", longest=3)) == ["甲乙丙丁"]


def test_the_path_with_more_evidence_for_its_weakest_step_ranks_first(world: Callable[..., Reasoned]) -> None:
    reasoned = world((A, TIS.funds, B), (B, TIS.funds, D), (A, TIS.funds, C), (C, TIS.funds, D))
    for number, fact in enumerate([(A, TIS.funds, C), (C, TIS.funds, D)], 90):
        reasoned.dataset.graph(URIRef(f"{BASE}graph/evidence/x/{number}-{number + 1}")).add(fact)
    metadata = reasoned.dataset.graph(URIRef(f"{BASE}graph/metadata"))
    for number, graph in enumerate(sorted({str(quad[3]) for quad in reasoned.dataset.quads()})):
        sentence = URIRef(f"{BASE}x/sentence/{number}")
        metadata.add((URIRef(graph), PROV.wasDerivedFrom, sentence))
        metadata.add((sentence, NIF.beginIndex, Literal(number)))
    found = paths(reasoned, "甲", "丁")
    assert walks(found) == ["甲丙丁", "甲乙丁"]
    assert [path.strength for path in found] == [2, 1]


def test_support_for_a_group_makes_a_member_eligible_and_no_more(world: Callable[..., Reasoned]) -> None:
    reasoned = world((A, TIS.funds, B), (C, TIS.memberOf, B), (D, SKOS.broader, B), (E, TIS.memberOf, D))
    for name in ("丙", "丁", "戊"):
        (path,) = paths(reasoned, "甲", name)
        assert path.group == B
    assert paths(reasoned, "甲", "丙", eligible=False) == ()
    assert (A, TIS.supports, C) not in reasoned.closure


def test_eligibility_ranks_behind_every_real_path(world: Callable[..., Reasoned]) -> None:
    reasoned = world((A, TIS.funds, B), (C, TIS.memberOf, B), (A, TIS.advises, D), (D, TIS.funds, E), (E, TIS.funds, C))
    found = paths(reasoned, "甲", "丙")
    assert [path.group for path in found] == [None, B]


def test_a_class_or_a_function_stands_for_all_that_belong_to_it(world: Callable[..., Reasoned]) -> None:
    reasoned = world(
        (A, RDF.type, TIS.Bank),
        (B, RDF.type, TIS.Bank),
        (A, TIS.lendsTo, C),
        (B, TIS.lendsTo, C),
        (D, TIS.funds, C),
        (D, TIS.serviceFunction, TIS.techFinance),
    )
    assert walks(paths(reasoned, "Bank", "丙")) == ["乙丙", "甲丙"]
    assert walks(paths(reasoned, "银行", "丙")) == ["乙丙", "甲丙"]
    assert walks(paths(reasoned, "科技金融", "丙")) == ["丁丙"]


def test_reach_names_those_through_whom(world: Callable[..., Reasoned]) -> None:
    reasoned = world((A, TIS.advises, B), (B, TIS.lendsTo, C), (C, TIS.trains, D))
    assert {(str(each.target)[-1], len(each.best.steps)) for each in reach(reasoned, source="甲")} == {
        ("乙", 1),
        ("丙", 2),
        ("丁", 3),
    }
    assert [each.through for each in reach(reasoned, target="丁")] == [(), (C,), (B, C)]


def test_what_is_planned_or_an_aim_is_a_prospect_and_no_path(reasoned: Reasoned) -> None:
    for aim in prospects(reasoned, target="生物医药行业内中小微企业"):
        assert aim.modality not in {TIS.asserted, TIS.trial}
        assert aim.evidence
        assert aim.triple not in reasoned.dataset
    assert prospects(reasoned, target="生物医药行业内中小微企业")
    assert paths(reasoned, "市政府", "生物医药行业内中小微企业") == ()


@pytest.mark.parametrize(("source", "target"), [("", ""), ("甲", "乙")])
def test_reach_starts_from_one_end(world: Callable[..., Reasoned], source: str, target: str) -> None:
    with pytest.raises(InputError, match="a source or a target"):
        reach(world((A, TIS.funds, B)), source=source, target=target)


def test_an_unknown_name_is_an_error(world: Callable[..., Reasoned]) -> None:
    with pytest.raises(UnknownNameError, match="class"):
        paths(world((A, TIS.funds, B)), "甲", "无人知晓")


def test_every_indirect_link_of_the_chapter_has_a_path_whose_steps_replay(reasoned: Reasoned) -> None:
    closure = reasoned.closure
    links = [each for each in closure.triples() if each[1] == TIS.indirectlySupports and each[0] != each[2]]
    assert len(links) > 100
    for source, _, target in links:
        found = list(between(reasoned, source, target, 4, eligible=False))
        assert found, (source, target)
        for path in found:
            assert len(set(path.nodes)) == len(path.nodes)
            assert path.nodes[-1] == target
            assert all(replay(step.proof, closure.asserts) and step.evidence for step in path.steps)

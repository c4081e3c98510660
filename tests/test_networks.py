from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import pytest
from rdflib import Dataset

from kg.errors import InputError
from kg.namespaces import BASE
from kg.networks import COLLABORATION, MEASURES, centralities, project

if TYPE_CHECKING:
    from rdflib import Dataset as DatasetType

ENTITY = f"{BASE}entity/"


def test_a_pair_has_one_edge_with_all_its_facts(small_closed: DatasetType) -> None:
    network = project(small_closed)
    assert not network.is_multigraph()
    edge = network[f"{ENTITY}江城银行"][f"{BASE}jiangcheng-2015/group/55-64"]
    assert [fact["property"] for fact in edge["facts"]] == ["lendsTo"]
    assert edge["weight"] == 1
    assert edge["inferred"] is False
    assert edge["facts"][0]["evidence"] == ("jiangcheng-2015 §1 ¶3 [39, 80)",)


def test_the_weight_is_the_number_of_distinct_sentences(closed: DatasetType) -> None:
    network = project(closed)
    edges = network.edges(data=True)
    assert any(data["weight"] > 1 for _, _, data in edges)
    for _, _, data in edges:
        sentences = {place.removesuffix(" (reading)") for fact in data["facts"] for place in fact["evidence"]}
        assert data["weight"] == max(1, len(sentences))


def test_an_edge_that_no_sentence_states_is_marked_inferred(small_closed: DatasetType) -> None:
    edge = project(small_closed)[f"{ENTITY}江城大学"][f"{ENTITY}江城机床厂"]
    assert edge["inferred"] is True
    assert [(fact["property"], fact["inferred"]) for fact in edge["facts"]] == [("collaboratesWith", True)]


def test_indirect_support_is_no_tie(closed: DatasetType) -> None:
    properties = {fact["property"] for _, _, data in project(closed).edges(data=True) for fact in data["facts"]}
    assert "indirectlySupports" not in properties
    assert "lendsTo" in properties
    assert "supports" not in {
        fact["property"] for fact in project(closed)[f"{ENTITY}小巨人信用贷"].values() for fact in fact["facts"]
    }


def test_the_narrow_network_has_only_collaboration(closed: DatasetType) -> None:
    network = project(closed, COLLABORATION)
    assert network.number_of_edges() > 5
    assert {fact["property"] for _, _, data in network.edges(data=True) for fact in data["facts"]} == {
        "collaboratesWith"
    }


def test_nodes_say_what_they_are_in_both_languages(small_closed: DatasetType) -> None:
    node = project(small_closed).nodes[f"{ENTITY}江城银行"]
    assert (node["zh"], node["en"]) == ("江城银行", "Bank of Jiangcheng")
    assert (node["class_"], node["class_zh"], node["group"]) == ("Bank", "银行", "Actor")


@pytest.mark.parametrize("by", MEASURES)
def test_every_measure_ranks_everyone_from_high_to_low(by: str, closed: DatasetType) -> None:
    network = project(closed)
    ranked = centralities(network, by)
    assert [each.rank for each in ranked] == list(range(1, len(network) + 1))
    assert [each.value for each in ranked] == sorted((each.value for each in ranked), reverse=True)


def test_betweenness_finds_the_broker_of_a_star() -> None:
    star = nx.star_graph(["broker", "a", "b", "c"])
    nx.set_node_attributes(star, "名", "zh")
    nx.set_node_attributes(star, "name", "en")
    nx.set_node_attributes(star, "Actor", "class_")
    first, *others = centralities(star, "betweenness")
    assert (first.node, first.value) == ("broker", 1.0)
    assert {each.value for each in others} == {0.0}


def test_betweenness_agrees_with_its_definition(closed: DatasetType) -> None:
    """Freeman 1977: the share of shortest paths between others that run through a node."""
    network = project(closed, COLLABORATION)
    wanted = centralities(network, "betweenness", 1)[0]
    total = 0.0
    others = [node for node in network if node != wanted.node]
    for index, one in enumerate(others):
        for other in others[index + 1 :]:
            if nx.has_path(network, one, other):
                paths = list(nx.all_shortest_paths(network, one, other))
                total += sum(wanted.node in path for path in paths) / len(paths)
    assert wanted.value == pytest.approx(2 * total / ((len(network) - 1) * (len(network) - 2)), abs=1e-5)


def test_an_unknown_measure_is_answered_with_those_there_are(closed: DatasetType) -> None:
    with pytest.raises(InputError, match="betweenness, closeness"):
        centralities(project(closed), "importance")


@pytest.mark.parametrize("by", MEASURES)
def test_an_empty_network_has_no_centre(by: str) -> None:
    assert centralities(project(Dataset(default_union=True)), by) == ()

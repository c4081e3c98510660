from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pytest
from rdflib import Dataset

from kg.errors import InputError
from kg.namespaces import BASE
from kg.networks import COLLABORATION, MEASURES, centralities, flatten, project

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
    nx.set_node_attributes(star, "", "function")
    first, *others = centralities(star, "betweenness")
    assert (first.node, first.value) == ("broker", 1.0)
    assert {each.value for each in others} == {0.0}


@pytest.fixture(scope="module")
def florence() -> nx.Graph:
    """The marriages of fifteen Florentine families (Padgett and Ansell 1993), each stated once."""
    network = nx.florentine_families_graph()
    nx.set_edge_attributes(network, 1, "weight")
    for node, data in network.nodes(data=True):
        data.update(zh=node, en=node, class_="Actor", function="")
    return network


def page_rank(network: nx.Graph, damping: float = 0.85) -> dict[str, float]:
    """Brin and Page 1998, solved as a linear system instead of by iteration."""
    adjacency = nx.to_numpy_array(network)
    count = len(network)
    system = np.eye(count) - damping * (adjacency / adjacency.sum(axis=1, keepdims=True)).T
    return dict(zip(network, np.linalg.solve(system, np.full(count, (1 - damping) / count)).tolist(), strict=True))


def test_all_measures_of_a_known_network_are_the_published_ones(florence: nx.Graph) -> None:
    first, *_ = centralities(florence)
    assert (first.rank, first.node) == (1, "Medici")
    assert first.values == pytest.approx(
        {
            "degree": 6 / 14,
            "betweenness": 0.521978,  # 47.5 of 91 pairs (Jackson 2008, table 2.3)
            "closeness": 0.56,
            "eigenvector": 0.430308,  # Bonacich 1987, normalised to length 1
            "pagerank": page_rank(florence)["Medici"],
            "strength": 6,
        },
        abs=1e-6,
    )


def test_without_a_measure_everyone_has_all_of_them_ranked_by_betweenness(florence: nx.Graph) -> None:
    everyone = centralities(florence)
    assert [each.node for each in everyone] == [each.node for each in centralities(florence, "betweenness")]
    for name in MEASURES:
        alone = {each.node: each.values for each in centralities(florence, name)}
        assert alone == {each.node: {name: each.values[name]} for each in everyone}


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


def test_a_flat_network_has_only_text_numbers_and_truth_values(closed: DatasetType) -> None:
    network = flatten(project(closed))
    values = [value for _, data in network.nodes(data=True) for value in data.values()]
    values += [value for *_, data in network.edges(data=True) for value in data.values()]
    assert {type(value) for value in values} == {str, int, bool}


@pytest.mark.parametrize("by", [None, *MEASURES])
def test_an_empty_network_has_no_centre(by: str | None) -> None:
    assert centralities(project(Dataset(default_union=True)), by) == ()


def _tied(network: nx.Graph) -> nx.Graph:
    """A network with the names that a projection gives to its nodes."""
    for node in network:
        network.nodes[node].update(zh=node, en=node, class_="Organisation", function=None)
    return network


@pytest.mark.parametrize("nodes", [1, 2, 3])
def test_every_measure_of_a_tiny_network_has_a_value(nodes: int) -> None:
    network = _tied(nx.path_graph([f"{ENTITY}{number}" for number in range(nodes)]))
    for name in MEASURES:
        values = [each.values[name] for each in centralities(network, by=name)]
        assert len(values) == nodes
        assert all(np.isfinite(values))


def test_of_a_pair_each_is_as_central_as_the_other() -> None:
    network = _tied(nx.Graph([("a", "b")]))
    assert {each.values["eigenvector"] for each in centralities(network, by="eigenvector")} == {round(2**-0.5, 6)}

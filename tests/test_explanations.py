"""Proofs and paths in words and as JSON, RDF and SVG."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import pytest
from rdflib import Graph, URIRef

from kg.errors import UnknownNameError, UnprovenError
from kg.explanations import argue, path_as_json, proof_as_graph, proof_as_json, proof_as_svg, proofs, whatif, why
from kg.namespaces import BASE, PROV, RDF, TIS
from kg.reasoning import reason
from kg.reasoning.paths import paths

if TYPE_CHECKING:
    from collections.abc import Callable

    from rdflib import Dataset

    from kg.reasoning import Reasoned

A, B, C = (URIRef(f"{BASE}entity/{name}") for name in "甲乙丙")


@pytest.fixture(scope="module")
def town(small_closed: Dataset) -> Reasoned:
    return reason(small_closed)


def test_a_proof_says_rule_premises_sentences_and_rows_in_both_languages(town: Reasoned) -> None:
    proof = why(town, "江城创业中心", "indirectlySupports", "科技小微企业")
    argument = argue(town, proof, "zh")
    assert argument.statement == "江城创业中心 间接支持 科技小微企业"
    assert argument.rule.endswith("。")
    stated = [premise for premise in argument.premises if not premise.premises]
    assert [(premise.rows, len(premise.evidence)) for premise in stated] == [
        (("relations.csv#86-100",), 1),
        (("relations.csv#54-66",), 1),
    ]
    assert str(argument).splitlines()[0] == argument.statement
    assert "§1" in str(argument)
    assert "indirectly supports" in argue(town, proof, "en").statement


def test_names_may_be_chinese_english_prefixed_or_iris(town: Reasoned) -> None:
    ways = [
        ("江城创业中心", "间接支持", "科技小微企业"),
        ("entity:江城创业中心", "tis:indirectlySupports", "entity:科技小微企业"),
        (f"{BASE}entity/江城创业中心", str(TIS.indirectlySupports), f"{BASE}entity/科技小微企业"),
    ]
    assert len({why(town, *way) for way in ways}) == 1
    assert why(town, "江城银行", "a", "Bank").triple == (URIRef(f"{BASE}entity/江城银行"), RDF.type, TIS.Bank)


def test_an_unknown_property_is_answered_with_the_nearest(town: Reasoned) -> None:
    with pytest.raises(UnknownNameError, match="indirectlySupports"):
        why(town, "江城创业中心", "indirectlysupport", "科技小微企业")


@pytest.mark.parametrize(("lang", "word"), [("zh", "缺少"), ("en", "missing")])
def test_what_does_not_hold_is_answered_with_what_is_missing(town: Reasoned, lang: str, word: str) -> None:
    with pytest.raises(UnprovenError, match=word):
        why(town, "科技小微企业", "indirectlySupports", "江城银行", lang=lang)


def test_all_minimal_proofs_are_given_as_values(town: Reasoned) -> None:
    found = proofs(town, "江城创业中心", "indirectlySupports", "科技小微企业")
    assert found.ended_by == ""
    assert found.proofs[0] == why(town, "江城创业中心", "indirectlySupports", "科技小微企业")


def test_json_holds_the_whole_tree(town: Reasoned) -> None:
    found = proof_as_json(town, why(town, "江城创业中心", "indirectlySupports", "科技小微企业"))
    assert found["rule"]["code"] == "prp-spo2"
    leaves = [premise for premise in found["premises"] if "evidence" in premise]
    assert {row for leaf in leaves for row in leaf["rows"]} == {"relations.csv#86-100", "relations.csv#54-66"}
    assert all(leaf["evidence"][0]["sha256"] for leaf in leaves)


def test_prov_leads_from_the_conclusion_to_evidence_graphs(town: Reasoned) -> None:
    graph = proof_as_graph(town, (why(town, "江城创业中心", "indirectlySupports", "科技小微企业"),))
    again = Graph().parse(data=graph.serialize(format="turtle"), format="turtle")
    (goal,) = again.subjects(RDF.predicate, TIS.indirectlySupports)
    reached = set(again.transitive_objects(goal, PROV.wasDerivedFrom))
    assert {str(each) for each in reached if "/graph/evidence/" in str(each)} == {
        f"{BASE}graph/evidence/jiangcheng-2015/80-114",
        f"{BASE}graph/evidence/jiangcheng-2015/39-80",
    }
    activity = again.value(goal, PROV.wasGeneratedBy)
    association = again.value(activity, PROV.qualifiedAssociation)
    assert again.value(association, PROV.hadPlan) is not None


def test_the_picture_is_well_formed_escaped_and_shows_every_statement(world: Callable[..., Reasoned]) -> None:
    evil = URIRef(f"{BASE}entity/<script>&")
    reasoned = world((A, TIS.funds, evil), (evil, TIS.funds, C))
    proof = why(reasoned, "甲", "indirectlySupports", "丙")
    root = ET.fromstring(proof_as_svg(reasoned, proof, "zh"))  # noqa: S314 - our own output
    texts = [text.text or "" for text in root.iter("{http://www.w3.org/2000/svg}text")]
    assert any("<script>" in text for text in texts)
    assert not list(root.iter("{http://www.w3.org/2000/svg}script"))
    assert len(texts) == 2 * 5


def test_a_notebook_shows_an_argument_as_the_same_picture(town: Reasoned) -> None:
    proof = why(town, "江城创业中心", "indirectlySupports", "科技小微企业")
    for lang, stated in (("zh", "原文陈述"), ("en", "stated")):
        picture = argue(town, proof, lang)._repr_svg_()  # the name that Jupyter looks for
        assert picture == proof_as_svg(town, proof, lang)
        assert stated in picture


def test_a_path_as_json_has_its_nodes_steps_and_places(town: Reasoned) -> None:
    (path, *_) = paths(town, "江城创业中心", "科技小微企业")
    found = path_as_json(town, path)
    assert [node["zh"] for node in found["nodes"]] == ["江城创业中心", "种子贷款", "科技小微企业"]
    assert found["steps"][0]["evidence"][0]["begin"] == 80


def test_what_if_takes_names(town: Reasoned) -> None:
    change = whatif(town, "种子贷款")
    assert change.vanished
    assert change == whatif(town, f"{BASE}entity/种子贷款")

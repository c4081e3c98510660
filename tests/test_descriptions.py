from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rdflib import URIRef

from kg.descriptions import describe
from kg.errors import UnknownNameError
from kg.facts.resolution import find
from kg.labels import label
from kg.namespaces import BASE, TIS
from kg.ontology import load_ontology

if TYPE_CHECKING:
    from rdflib import Dataset

LOAN = URIRef(f"{BASE}entity/种子贷款")


def test_a_description_gives_facts_inferences_and_figures_with_evidence(small_closed: Dataset) -> None:
    found = describe(small_closed, LOAN, "en")
    assert (found.name, found.class_, found.function) == ("seed loan", "financial product", "tech finance")
    stated = {(each.property, each.other) for each in found.statements if not each.inferred}
    assert stated == {
        ("is established by", "Jiangcheng"),
        ("is offered by", "Bank of Jiangcheng"),
        ("is operated by", "Jiangcheng Start-up Centre"),
        ("benefits", "technology small and micro enterprises"),
    }
    assert all(each.evidence for each in found.statements if not each.inferred)
    assert {(each.indicator, each.value) for each in found.figures} == {
        ("enterprises that got loans", "40 organisations"),
        ("loans granted", "120 million yuan"),
        ("loans granted", "20 percent"),
    }


def test_a_description_is_in_the_readers_language(small_closed: Dataset) -> None:
    found = describe(small_closed, LOAN, "zh")
    assert found.class_ == "金融产品"
    assert ("由…运营", "江城创业中心") in {(each.property, each.other) for each in found.statements}
    assert "1.2亿元" in {each.value for each in found.figures}


def test_what_is_planned_says_so(small_closed: Dataset) -> None:
    found = describe(small_closed, URIRef(f"{BASE}entity/江城创业中心"), "en")
    (advice,) = (each for each in found.statements if each.property == "advises")
    assert advice.modality == "planned"
    assert "辅导" in advice.qualifiers


def test_inferred_support_is_shown_from_both_sides(small_closed: Dataset) -> None:
    bank = describe(small_closed, URIRef(f"{BASE}entity/江城银行"), "en")
    assert [(e.property, e.other) for e in bank.statements if e.inferred] == [
        ("indirectly supports", "technology small and micro enterprises")
    ]
    group = describe(small_closed, URIRef(f"{BASE}entity/科技小微企业"), "en")
    assert ("… indirectly supports it", "Bank of Jiangcheng") in {(e.property, e.other) for e in group.statements}


@pytest.mark.parametrize("name", ["江城银行", "Bank of Jiangcheng", "bank of JIANGCHENG", f"{BASE}entity/江城银行"])
def test_a_thing_is_found_by_any_of_its_names(name: str, small_closed: Dataset) -> None:
    assert find(small_closed, name) == URIRef(f"{BASE}entity/江城银行")


def test_a_short_name_finds_the_thing(small_closed: Dataset) -> None:
    assert find(small_closed, "联盟") == URIRef(f"{BASE}entity/智能制造联盟")


def test_an_unknown_name_suggests_those_that_contain_it(small_closed: Dataset) -> None:
    with pytest.raises(UnknownNameError, match="江城机床厂"):
        find(small_closed, "机床")


def test_a_term_without_label_is_shown_by_its_prefixed_name() -> None:
    assert label(load_ontology(), TIS.supports, "en") == "supports"
    assert label(load_ontology(), URIRef(f"{TIS}nothing"), "en") == "tis:nothing"


def test_what_is_stated_is_not_listed_as_inferred_as_well(closed: Dataset) -> None:
    found = describe(closed, "上海市科技金融信息服务平台", "en")
    stated = {(each.property, each.other) for each in found.statements if not each.inferred and not each.modality}
    assert any(each.inferred for each in found.statements)
    assert [e for e in found.statements if e.inferred and (e.property, e.other) in stated] == []

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from support.prose import PACKS, marked, read

from kg.errors import InputError
from kg.ontology import schema
from kg.reader.packs.patterns import compile_grammar
from kg.reader.values import Lexicon
from kg.text.quantities import base_units

if TYPE_CHECKING:
    from collections.abc import Mapping

PATTERNS = PACKS.patterns.get("relation", ())


def said(prose: str, property_: str = "", kinds: Mapping[str, str] | None = None) -> list[str]:
    """What is read from prose, as subject > object, with the modality unless asserted."""
    return [
        f"{row.subject} > {row.object}" + ("" if row.modality == "asserted" else f" {row.modality}")
        for row in read(prose, kinds=kinds)
        if not property_ or row.property == property_
    ]


def only(pattern: Mapping[str, Any]) -> Lexicon:
    """The packs with one pattern alone."""
    return Lexicon(
        packs=("test",),
        names=(),
        places=(),
        words={},
        heads=(),
        units=base_units(),
        patterns={**PACKS.patterns, "relation": (pattern,), "in_name": ()},
    )


@pytest.mark.parametrize("pattern", PATTERNS, ids=[row["name"] for row in PATTERNS])
def test_a_pattern_reads_its_own_test(pattern: Mapping[str, Any]) -> None:
    rows = read(pattern["test"], only(pattern))
    found = [
        f"{row.subject} > {row.object}" + ("" if row.modality == "asserted" else f" {row.modality}") for row in rows
    ]
    assert found == pattern["expect"]
    assert {row.rule for row in rows} == {pattern["name"]}
    assert {row.property for row in rows} == {pattern["property"]}


def test_names_of_patterns_are_unique() -> None:
    names = [row["name"] for row in PATTERNS]
    assert len(names) == len(set(names))


def test_coordination_on_both_sides_gives_a_row_for_each_pair() -> None:
    found = said("[甲银行:Bank]、[乙银行:Bank]和[丙银行:Bank]推出[快贷:FinancialProduct]和[慢贷:FinancialProduct]。")
    assert len(found) == 6
    assert "丙银行 > 慢贷" in found


def test_a_subject_holds_on_in_the_clauses_that_follow() -> None:
    prose = "[江城大学:University]成立[江城中试平台:Platform]，牵头[江城光电联盟:Alliance]。"
    rows = read(prose)
    assert {(row.subject, row.property, row.object, row.reading) for row in rows} == {
        ("江城大学", "establishes", "江城中试平台", None),
        ("江城大学", "leads", "江城光电联盟", None),
    }


def test_a_subject_from_the_sentence_before_is_marked_as_inherited() -> None:
    rows = read("[东湖园:Park]位于[东区:District]。集聚[企业80家:ActorGroup]。")
    hosting = next(row for row in rows if row.property == "hosts")
    assert (hosting.subject, hosting.reading) == ("东湖园", "subject:inherited")


def test_without_any_subject_the_place_of_the_document_acts_if_its_class_allows() -> None:
    prose = "[江城市:City]科技概览。\n推进[东湖科学城:Park]建设。"
    row = next(row for row in read(prose) if row.property == "establishes")
    assert (row.subject, row.reading) == ("江城市", "subject:inherited")


def test_a_new_paragraph_forgets_who_was_spoken_of() -> None:
    assert not said("[东湖园:Park]位于[东区:District]。\n集聚[企业80家:ActorGroup]。", "hosts")


@pytest.mark.parametrize(
    ("prose", "modality"),
    [
        ("[甲大学:University]成立[乙平台:Platform]。", "asserted"),
        ("[甲大学:University]将成立[乙平台:Platform]。", "planned"),
        ("[甲大学:University]拟设立[乙平台:Platform]。", "planned"),
        ("[甲大学:University]计划建设[乙平台:Platform]。", "planned"),
        ("[甲大学:University]筹建[乙平台:Platform]。", "inPreparation"),
        ("[甲大学:University]力争建成[乙平台:Platform]。", "aim"),
        ("[甲大学:University]试点建设[乙平台:Platform]。", "trial"),
        ("[丙市:City]鼓励[甲大学:University]建设[乙平台:Platform]。", "permittedOrEncouraged"),
    ],
)
def test_cues_before_the_verb_give_the_modality(prose: str, modality: str) -> None:
    row = next(row for row in read(prose) if row.property == "establishes")
    assert (row.subject, row.modality) == ("甲大学", modality)


def test_a_plan_holds_on_until_somebody_else_is_named() -> None:
    prose = "[甲大学:University]将成立[乙平台:Platform]，牵头[丙联盟:Alliance]，[丁园:Park]集聚[企业9家:ActorGroup]。"
    assert {row.property: row.modality for row in read(prose)} == {
        "establishes": "planned",
        "leads": "planned",
        "hosts": "asserted",
    }


def test_a_clause_of_purpose_is_an_aim_of_what_is_brought_forth_for_it() -> None:
    row = next(
        row
        for row in read("为支持[乙平台:Platform]运行，[甲大学:University]组建[丙队:Team]。")
        if row.object == "乙平台"
    )
    assert (row.subject, row.property, row.modality) == ("丙队", "supports", "aim")


def test_a_clause_of_purpose_is_an_aim_of_who_follows_if_nothing_is_brought_forth() -> None:
    row = next(
        row
        for row in read("为支持[乙平台:Platform]运行，[甲大学:University]与[丁园:Park]合作。")
        if row.object == "乙平台"
    )
    assert (row.subject, row.property, row.modality) == ("甲大学", "supports", "aim")


def test_the_own_time_of_a_clause_comes_before_that_of_the_sentence() -> None:
    prose = "2019年，[甲大学:University]成立[乙平台:Platform]，2020年5月牵头[丙联盟:Alliance]。"
    assert {row.object: row.period for row in read(prose)} == {
        "乙平台": "2019-01-01--2019-12-31",
        "丙联盟": "2020-05-01--2020-05-31",
    }


def test_times_and_policies_that_are_listed_alike_belong_together() -> None:
    prose = "4月、6月先后印发《[甲办法:PolicyDocument]》《[乙办法:PolicyDocument]》。"
    assert said(prose, "issuedIn") == ["甲办法 > 2020-04-01--2020-04-30", "乙办法 > 2020-06-01--2020-06-30"]


def test_money_in_the_clause_is_the_amount_of_a_loan() -> None:
    (row,) = read("[甲银行:Bank]向[乙公司:Company]发放贷款5000万元。")
    assert row.amount == 50_000_000
    assert row.currency == "CNY"


def test_types_decide_who_can_be_meant() -> None:
    assert not said("[甲领域:Field]成立[乙平台:Platform]。")
    assert not said("[甲大学:University]位于[乙大学:University]。", "locatedIn")


def test_members_of_a_summed_up_list_are_part_of_the_group() -> None:
    prose = "[甲公司:Company]、[乙公司:Company]等[17家企业:ActorGroup]入驻[丙园:Park]。"
    assert said(prose, "partOf") == ["甲公司 > 17家企业", "乙公司 > 17家企业"]
    assert said(prose, "hosts") == ["丙园 > 甲公司", "丙园 > 乙公司", "丙园 > 17家企业"]


def test_names_in_apposition_share_what_is_said_of_their_group() -> None:
    prose = "[甲市:City]建设[2个基地:ActorGroup]，分别是[东基地:ResearchFacility]和[西基地:ResearchFacility]。"
    assert said(prose, "establishes") == ["甲市 > 2个基地", "甲市 > 东基地", "甲市 > 西基地"]


def test_a_place_directly_before_a_body_says_where_it_is() -> None:
    assert "甲公司 > 丙国" in said("[丙国:Country][甲公司:Company]入驻[乙园:Park]。", "locatedIn")


def test_the_more_telling_property_is_kept() -> None:
    prose = "[甲园:Park]帮助[企业28家:ActorGroup]获得贷款。"
    assert {row.property for row in read(prose)} == {"facilitatesFinancingFor"}


def test_every_span_is_that_of_its_clause_and_ids_are_unique() -> None:
    prose = "[甲大学:University]、[乙大学:University]共建[丙平台:Platform]、[丁平台:Platform]，依托[戊园:Park]。"
    reading = marked(prose)
    rows = read(prose)
    assert len({row.id for row in rows}) == len(rows)
    for row in rows:
        assert 0 <= row.begin < row.end <= len(reading.document.text)
        assert row.id.startswith(f"{row.begin}-{row.end}")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"property": "suports"}, "no relation 'suports'"),
        ({"subject": ["Universty"]}, "no class 'Universty'"),
        ({"form": "({S}"}, "no regular expression"),
        ({"triggers": []}, "triggers must be words"),
        ({"colour": "red"}, "no key 'colour'"),
        ({"amount": "yes"}, "of the wrong type"),
    ],
)
def test_a_pattern_that_cannot_be_used_is_an_error_that_names_it(change: Mapping[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message) as raised:
        compile_grammar(only({**PATTERNS[0], **change}), schema())
    assert PATTERNS[0]["name"] in str(raised.value)


# ── who acts ───────────────────────────────────────────────────────────────────────────────


def test_the_place_of_the_document_does_public_acts_only() -> None:
    opening = "[江城市:City]科技概览。\n"
    assert said(opening + "组建[技术转移队伍:Team]。") == ["江城市 > 技术转移队伍"]
    for clause in (
        "为[小微企业:TargetGroup]提供咨询服务。",
        "与[甲银行:Bank]签署合作协议。",
        "委托[乙公司:Company]管理。",
    ):
        assert not said(opening + clause)


@pytest.mark.parametrize(
    "clause",
    ["风险池与[乙银行:Bank]签订协议", "共享网将向[丙市:City]延伸", "创新驿站为[企业9家:ActorGroup]提供检测服务"],
)
def test_what_a_name_does_that_was_not_read_is_done_by_nobody_else(clause: str) -> None:
    assert not said(f"[甲大学:University]成立[丁所:ResearchInstitute]，{clause}。", "collaboratesWith")
    assert not said(f"[甲大学:University]位于[东区:District]。{clause}。", "covers")
    assert not said(f"[甲大学:University]位于[东区:District]。{clause}。", "providesServiceTo")


def test_a_noun_phrase_that_may_be_short_for_who_is_spoken_of_is() -> None:
    prose = "[甲产业集群:Cluster]位于[东区:District]。集群现已集聚[企业80家:ActorGroup]。"
    assert said(prose, "hosts") == ["甲产业集群 > 企业80家"]


def test_a_place_that_only_begins_a_name_does_nothing() -> None:
    assert not said("[东城:City]研究院与[乙银行:Bank]签署协议。", "collaboratesWith")
    assert said("[东城:City]与[乙银行:Bank]签署协议。", "collaboratesWith") == ["东城 > 乙银行"]


def test_who_acts_together_with_the_subject_is_a_subject_too() -> None:
    prose = "[甲园:Park]设立[丙站:ServiceAgency]，与[乙银行:Bank]合作推出[快贷:FinancialProduct]。"
    assert said(prose, "offers") == ["甲园 > 快贷", "乙银行 > 快贷"]


def test_a_fund_just_set_up_works_with_others_and_a_park_just_built_hosts_them() -> None:
    fund = "[甲局:GovernmentBody]设立[乙基金:Fund]，与[丙银行:Bank]合作推出[快贷:FinancialProduct]。"
    assert said(fund, "collaboratesWith") == ["乙基金 > 丙银行"]
    park = "[甲市:City]建设[乙园:Park]，引进[企业20家:ActorGroup]。"
    assert said(park, "hosts") == ["乙园 > 企业20家"]


def test_a_park_that_builds_something_goes_on_to_speak_of_itself() -> None:
    assert said("[甲园:Park]建设[乙园:Park]，集聚[企业20家:ActorGroup]。", "hosts") == ["甲园 > 企业20家"]


def test_who_is_urged_but_was_not_read_leaves_the_act_to_nobody() -> None:
    assert not said("[甲办法:PolicyDocument]鼓励在蓉银行设立[乙中心:ServiceAgency]。", "establishes")


def test_lending_without_a_subject_is_done_with_the_loan_just_brought_forth() -> None:
    prose = "[甲银行:Bank]推出[快贷:FinancialProduct]。全年向[企业9家:ActorGroup]发放贷款3亿元。"
    assert said(prose, "lendsTo") == ["快贷 > 企业9家"]


# ── what headings, lists and names say ─────────────────────────────────────────────────────


def test_whom_a_paragraph_under_a_designation_opens_with_bears_it() -> None:
    prose = "一、[国家级示范基地:Designation]\n[甲园:Park]建成投用。\n[乙市:City]加大投入。"
    assert said(prose, "recognisedAs") == ["甲园 > 国家级示范基地"]


def test_an_honour_behind_a_name_is_not_part_of_the_name() -> None:
    prose = "[甲部:GovernmentBody]授予[乙园:Park][国家级示范基地:Designation]称号。"
    assert said(prose, "recognisedAs") == ["乙园 > 国家级示范基地"]


def test_kinds_that_are_listed_are_no_members_of_what_sums_them_up() -> None:
    prose = "[甲园:Park]集聚[研发机构:ActorGroup]、[检测中心:ActorGroup]等[公共平台:ActorGroup]。"
    assert not said(prose, "partOf")


def test_the_areas_before_their_number_are_those_it_counts() -> None:
    prose = "[甲市:City]、[乙市:City][两市:ActorGroup]经济互补。"
    assert said(prose, "partOf", kinds={"两市": "districtKind"}) == ["甲市 > 两市", "乙市 > 两市"]


def test_titles_side_by_side_are_listed() -> None:
    prose = "[甲局:GovernmentBody]出台[《乙办法》:PolicyDocument][《丙细则》:PolicyDocument]。"
    assert said(prose, "issues") == ["甲局 > 《乙办法》", "甲局 > 《丙细则》"]


@pytest.mark.parametrize(
    ("name", "topics"),
    [
        ("江城生物医药产业联盟", ["生物医药"]),
        ("江城大学生物医药研究院", ["生物医药"]),
        ("江城生物医药及新材料产业基地", ["生物医药", "新材料"]),
        ("江城航空新材料检测中心", []),
        ("江城新材料汽车集群", []),
        ("江城高新技术产业开发区", []),
    ],
)
def test_a_name_says_its_field_behind_the_place_and_before_its_head(name: str, topics: list[str]) -> None:
    prose = f"[江城:City]发展[生物医药:Field]、[新材料:Field]和[高新技术产业:Field]。[{name}:Alliance]成立。"
    assert said(prose, "targetsField")[3:] == [f"{name} > {topic}" for topic in topics]


@pytest.mark.parametrize("denial", ["未能", "尚未", "没有", "无法", "不再"])
def test_what_is_denied_is_not_stated(denial: str) -> None:
    assert not said(f"[甲公司:Company]{denial}加入[乙联盟:Alliance]。")
    assert said("[甲公司:Company]加入[乙联盟:Alliance]。") == ["甲公司 > 乙联盟"]


def test_what_somebody_made_but_was_not_read_does_what_follows() -> None:
    assert not said("[甲所:ResearchInstitute]研制的检测装备入选[乙计划:Programme]。", "participatesIn")
    assert said("[甲所:ResearchInstitute]研制的[丙装备:Technology]入选[乙计划:Programme]。", "participatesIn") == [
        "丙装备 > 乙计划"
    ]


def test_a_place_before_an_unread_name_is_not_what_was_founded() -> None:
    assert not said("[南城:City]紫竹创业社区由[甲局:GovernmentBody]建设。", "establishes")


def test_traditional_characters_and_half_width_marks_are_read_alike() -> None:
    prose = "[甲公司:Company],位於[乙區:District],與[丙大學:University]共建[丁中心:ResearchFacility]，投資2億元。"
    assert said(prose, "locatedIn") == ["甲公司 > 乙區"]
    assert said(prose, "establishes") == ["甲公司 > 丁中心", "丙大學 > 丁中心"]

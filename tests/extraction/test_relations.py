from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from kg.errors import InputError
from kg.extraction.lexicon import available_packs, load_packs
from kg.extraction.patterns import compile_grammar
from kg.extraction.relations import read_relations
from kg.extraction.values import Lexicon, Mention, Reading
from kg.model import Document, EntityRow, GroupRow, RelationRow
from kg.ontology import schema
from kg.text.decoding import fingerprint
from kg.text.quantities import base_units, find_quantities
from kg.text.segmentation import segment
from kg.text.temporal import find_times

if TYPE_CHECKING:
    from collections.abc import Mapping

YEAR = 2020
MARK = re.compile(r"\[([^:\]]+):(\w+)\]")
PACKS = load_packs([pack for pack in available_packs() if pack in ("base", "cn-st")])
PATTERNS = PACKS.patterns.get("relation", ())


def marked(prose: str, lexicon: Lexicon = PACKS, kinds: Mapping[str, str] | None = None) -> Reading:
    """A reading of prose in which [name:Class] marks the participants; a City is the place of the document."""
    text, found, place = "", [], 0
    for match in MARK.finditer(prose):
        text += prose[place : match.start()]
        found.append((len(text), len(text) + len(match[1]), match[1], match[2]))
        text += match[1]
        place = match.end()
    text += prose[place:]
    sentences = segment(text)
    mentions = tuple(
        Mention(
            begin,
            end,
            next(n for n, each in enumerate(sentences) if each.begin <= begin < each.end),
            class_,
            name,
            {"ActorGroup": "group", "TargetGroup": "target"}.get(class_, "name"),  # type: ignore[arg-type]
            "test",
            1.0,
        )
        for begin, end, name, class_ in found
    )
    classes = {name: class_ for _, _, name, class_ in found}
    city = next((name for name, class_ in classes.items() if class_ == "City"), "")
    groups = tuple(
        GroupRow(name, (kinds or {}).get(name, "enterpriseKind"), None, None, None, "", 0, 1)
        for name, class_ in classes.items()
        if class_ == "ActorGroup"
    )
    entities = tuple(EntityRow(name, class_, name, "", None, None, None) for name, class_ in classes.items())
    document = Document("test", text, fingerprint(text))
    return Reading(document, YEAR, city, lexicon, sentences, mentions, entities, (), groups)


def read(prose: str, lexicon: Lexicon = PACKS, kinds: Mapping[str, str] | None = None) -> tuple[RelationRow, ...]:
    reading = marked(prose, lexicon, kinds)
    text = reading.document.text
    grammar = compile_grammar(lexicon, schema())
    return read_relations(reading, find_times(text, YEAR), find_quantities(text), grammar, schema())[0]


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
        patterns={"relation": (pattern,), "modality": PACKS.patterns["modality"]},
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


def test_a_clause_of_purpose_is_an_aim_of_who_follows() -> None:
    row = next(
        row
        for row in read("为支持[乙平台:Platform]运行，[甲大学:University]组建[丙队:Team]。")
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

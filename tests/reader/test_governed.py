"""What a government's own report says it does, with whatever noun phrase its verbs take. All prose is invented."""

from __future__ import annotations

from dataclasses import replace

import pytest

import kg
from kg.errors import InputError
from kg.model import Document
from kg.ontology import schema
from kg.reader.packs.lexicon import load_packs
from kg.reader.packs.valency import compile_valency
from kg.text.decoding import fingerprint
from kg.verification import verify

OPENING = "政府工作报告\n——2024年1月15日在江阴市第十八届人民代表大会第三次会议上\n江阴市市长 王某\n各位代表：\n一、2023年工作回顾\n"
PLACE = "江阴市"

TAKEN = {
    "built": ("建成智能工厂12家，新建口袋公园8个。", ["establishes 智能工厂12家", "establishes 口袋公园8个"]),
    "counted before": ("设立3个人才驿站。", ["establishes 3个人才驿站"]),
    "coordinated": ("实施强基工程和育苗计划。", ["implements 强基工程", "implements 育苗计划"]),
    "two verbs for one object": ("制定并实施湿地保护规划。", ["issues 湿地保护规划", "implements 湿地保护规划"]),
    "building is the verb's": ("加快推进滨江码头建设。", ["establishes 滨江码头"]),
    "a field": ("大力发展低空经济。", ["targetsField 低空经济"]),
    "fields in a list": ("培育绿氢、脑机接口等未来产业。", ["targetsField 绿氢", "targetsField 脑机接口"]),
    "a list with one head": ("深化财政、税收等体制改革。", ["implements 财政、税收等体制改革"]),
    "who is helped": ("扶持中小企业发展。", ["supports 中小企业"]),
    "who is urged acts": ("引导民营企业建设绿色工厂。", ["encourages 民营企业"]),
    "an event": ("成功举办首届风筝节暨帆船大赛。", ["hosts 首届风筝节暨帆船大赛"]),
    "documents": ("出台夜间经济扶持办法。", ["issues 夜间经济扶持办法"]),
    "a title": ("荣获全国绿化模范城市称号。", ["recognisedAs 全国绿化模范城市称号"]),
    "happens": ("城南污水处理厂投入使用，长山大桥改造工程全面完工。", ["establishes 城南污水处理厂", "implements 长山大桥改造工程"]),
    "verbs in a list": ("做强特色产业、培育未来产业。", ["targetsField 特色产业", "targetsField 未来产业"]),
    "what belongs to all of a list": (
        "加快东山机场、西山港等前期工作。",
        ["establishes 东山机场", "establishes 西山港"],
    ),
    "known by what sums them up": (
        "加快推进甲光电池、乙微芯片等项目。",
        ["implements 甲光电池", "implements 乙微芯片"],
    ),
    "narrower fields": ("发展生态农业、智慧农业。", ["targetsField 生态农业", "targetsField 智慧农业"]),
    "counted, of whatever kind": ("建成暖棚150栋。", ["establishes 暖棚150栋"]),
    "for whom": ("为中小微企业提供融资平台。", ["supports 中小微企业"]),
    "whose life gets better": ("改善渔民居住条件。", ["benefits 渔民"]),
    "around what": ("围绕临港示范区建设，用好岸线。", ["establishes 临港示范区"]),
    "with whom": ("深化与毗邻地区的交流与合作。", ["collaboratesWith 毗邻地区"]),
    "experience": ("推广北乡经验。", ["uses 北乡经验"]),
    "spending": ("增加医疗卫生支出。", ["funds 医疗卫生"]),
    "a modifier with a list": ("研发面向纺织、印染等领域的大模型。", ["develops 面向纺织、印染等领域的大模型"]),
}  # fmt: skip

NOTHING = {
    "abstractions": "不断提高发展质量，深化改革，增强信心。",
    "vague": "采取有效措施，落实各项政策。",
    "what points back": "做好这项工程。",
    "rights of whom": "保障群众的合法权益。",
    "who acts has not been read": "该局负责人走访调研后推进强基工程。",
    "a noun that begins like a verb": "服务设施达到74个。",
    "what a means only mentions": "通过调整渔船结构、扩大夜市消费等措施，渔民收入稳定增长。",
    "what a policy is for": "坚持扩大内需的战略方针。",
    "a clause behind the verb": "做好渔港工作必须把握好以下原则。",
}


def document_of(text: str, name: str) -> Document:
    return Document(name, text, fingerprint(text))


def found_in(prose: str) -> list[str]:
    """What the reader finds in prose of a report: property and object, of what the document's place does."""
    document = document_of(OPENING + prose + "\n", "report")
    tables = kg.extract(document)
    assert not verify(tables, document).problems
    groups = {row.id: document.text[row.begin : row.end] for row in tables.groups}
    return [f"{row.property} {groups.get(row.object, row.object)}" for row in tables.relations if row.subject == PLACE]


@pytest.mark.parametrize(("prose", "expected"), TAKEN.values(), ids=TAKEN)
def test_a_verb_takes_the_noun_phrases_behind_it(prose: str, expected: list[str]) -> None:
    assert found_in(prose) == expected


@pytest.mark.parametrize("prose", NOTHING.values(), ids=NOTHING)
def test_no_relation_is_better_than_a_wrong_one(prose: str) -> None:
    assert found_in(prose) == []


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        ("市政府在省委、省政府的坚强领导下稳步前进。", ["省委 leads 市政府", "省政府 leads 市政府"]),
        ("在市委领导下，市政府编制了《江阴市水利规划》。", ["市委 leads 市政府"]),
        ("市财政还安排专项资金支持中小企业。", ["市财政 funds 中小企业"]),
        ("实施渔港名牌战略；改善市场环境，支持中小企业转型。", ["江阴市 supports 中小企业"]),
        ("推动规上工业企业设立研发机构。", ["江阴市 encourages 规上工业企业"]),
        ("鼓励外商投资现代农业。", ["江阴市 encourages 外商", "外商 investsIn 现代农业"]),
        ("加强沿江乡镇与山区乡镇合作。", ["沿江乡镇 collaboratesWith 山区乡镇"]),
        ("确保江阴大学入选一流学科名单。", ["江阴大学 recognisedAs 一流学科名单"]),
    ],
)
def test_who_is_named_acts(prose: str, expected: list[str]) -> None:
    document = document_of(OPENING + prose + "\n", "report")
    tables = kg.extract(document)
    assert not verify(tables, document).problems
    groups = {row.id: document.text[row.begin : row.end] for row in tables.groups}
    found = [
        f"{groups.get(row.subject, row.subject)} {row.property} {groups.get(row.object, row.object)}"
        for row in tables.relations
    ]
    assert set(expected) <= set(found)


CUES = {
    "": "asserted",
    "准备": "planned",
    "筹划": "inPreparation",
    "探索": "trial",
    "试用": "trial",
    "先行先试": "trial",
    "着眼于": "aim",
    "力争": "aim",
    "拟": "planned",
    "将": "planned",
    "计划": "planned",
    "规划": "asserted",
    "鼓励": "permittedOrEncouraged",
    "允许": "permittedOrEncouraged",
    "未来三年": "planned",
}


@pytest.mark.parametrize("subject", ["上海市科委", ""])
@pytest.mark.parametrize("cue", CUES)
def test_a_figure_and_a_relation_of_one_sentence_have_one_modality(cue: str, subject: str) -> None:
    for section, planned in (("一、2023年工作回顾", False), ("二、2024年工作安排", True)):
        prose = f"{OPENING.replace('一、2023年工作回顾', section)}{subject}{cue}设立基金5亿元。\n"
        tables = kg.extract(document_of(prose, "report"))
        modalities = {row.modality for row in tables.figures} | {row.modality for row in tables.relations}
        assert tables.figures
        assert len(modalities) == 1
        if not subject and cue not in {"计划", "规划"}:
            assert modalities == {"planned" if planned and CUES[cue] in {"asserted", "trial"} else CUES[cue]}


def test_outside_a_governments_own_report_unnamed_things_are_not_taken() -> None:
    tables = kg.extract(document_of("江阴科技\n江阴市发展迅速。建成智能工厂12家。\n", "yearbook"))
    assert not any((row.rule or "").startswith("governed") for row in tables.relations)


def test_what_is_urged_is_permitted_or_encouraged() -> None:
    tables = kg.extract(document_of(OPENING + "引导民营企业建设绿色工厂。\n", "report"))
    urged = [row for row in tables.relations if row.property == "establishes"]
    assert [(row.subject, row.modality) for row in urged] == [("民营企业", "permittedOrEncouraged")]


def test_what_bears_a_title_needs_no_name() -> None:
    tables = kg.extract(document_of(OPENING + "5所中心小学获评省级绿色学校。\n", "report"))
    assert [row.property for row in tables.relations if (row.rule or "").startswith("governed")] == ["recognisedAs"]


def test_a_frame_needs_a_property_of_the_ontology() -> None:
    lexicon = load_packs(["base"])
    broken = [{**lexicon.tables["frames"][0], "property": "builds"}]
    with pytest.raises(InputError, match="no relation 'builds'"):
        compile_valency(replace(lexicon, tables={**lexicon.tables, "frames": tuple(broken)}), schema())


def test_a_frame_needs_a_confidence_that_is_a_number() -> None:
    lexicon = load_packs(["base"])
    broken = [{**lexicon.tables["frames"][0], "confidence": "high"}]
    with pytest.raises(InputError, match="is no number"):
        compile_valency(replace(lexicon, tables={**lexicon.tables, "frames": tuple(broken)}), schema())


@pytest.mark.parametrize(
    ("heading", "prose", "expected"),
    [
        ("review", "在去年增产的基础上，粮食又增产8万吨，达到90万吨。", [("2023", "2023"), ("2023", "2023")]),
        ("review", "2023年与2018年相比，全市生产总值增长31%。", [("2019", "2023")]),
        ("review", "五年间，港口贸易累计达到70亿元。", [("2019", "2023")]),
        ("plan", "今后五年，全市累计投入60亿元。", [("2024", "2028")]),
        ("plan", "全市已经连续三年增长7%以上。", [("2021", "2023")]),
    ],
)
def test_a_figure_is_of_the_years_that_it_tells_of(heading: str, prose: str, expected: list[tuple[str, str]]) -> None:
    section = "一、2023年工作回顾" if heading == "review" else "二、2024年工作安排"
    document = document_of(f"{OPENING.replace('一、2023年工作回顾', section)}{prose}\n", "report-2024")
    tables = kg.extract(document)
    assert not verify(tables, document).problems
    periods = {row.id: (str(row.begin)[:4], str(row.end)[:4]) for row in tables.periods}
    assert [periods[row.period] for row in tables.figures] == expected


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        ("不仅取消了原来的收费3亿元，还新设基金2亿元。", ["asserted", "planned"]),
        ("全市有渔企24家。", ["asserted"]),
        ("现在已有100个码头加装岸电。", ["asserted"]),
        ("去年报告提出，渔价涨幅要降到10%以内，实际回落到6%。", ["aim", "asserted"]),
        ("虽然做了很大努力，渔价涨幅达到7%。", ["planned"]),
    ],
)
def test_below_a_plans_heading_words_of_their_own_say_what_is_so(prose: str, expected: list[str]) -> None:
    document = document_of(f"{OPENING.replace('一、2023年工作回顾', '二、2024年工作安排')}{prose}\n", "report-2024")
    assert [row.modality for row in kg.extract(document).figures] == expected

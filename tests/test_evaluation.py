from __future__ import annotations

import importlib.util
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from conftest import ROOT
from typer.testing import CliRunner

from kg.cli import app
from kg.evaluation import compare, evaluate, same_measure
from kg.model import EntityRow, FigureRow, GroupRow, MentionRow, NameRow, RelationRow, Tables
from kg.tables import read_tables

if TYPE_CHECKING:
    from kg.evaluation import Measure

GOLDEN = ROOT / "tests" / "golden" / "jiangcheng" / "tables"
SENTENCE = "0-100"


def scores(found: Tables, gold: Tables) -> dict[str, Measure]:
    return {measure.name: measure for measure in evaluate(found, gold)}


def counts(measure: Measure) -> tuple[int, int, int]:
    return measure.matched, measure.found, measure.expected


def entity(name: str, class_: str = "Company") -> EntityRow:
    return EntityRow(name, class_, name.partition("--")[0], "", None, None, None)


def mention(name: str, begin: int, end: int) -> MentionRow:
    return MentionRow(f"{begin}-{end}", name, SENTENCE, begin, end)


def group(begin: int, end: int) -> GroupRow:
    return GroupRow(f"{begin}-{end}", "bankKind", Decimal(3), None, None, SENTENCE, begin, end)


def relation(subject: str, property_: str, object_: str) -> RelationRow:
    return RelationRow("0-9", SENTENCE, subject, property_, object_, 0, 9, "asserted", *([None] * 7))


def figure(value: int, unit: str = "个", **fields: str | None) -> FigureRow:
    empty: dict[str, str | None] = dict.fromkeys(
        (
            "change_kind",
            "comparison_period",
            "compared_with",
            "whole_entity",
            "whole_indicator",
            "share_of",
            "condition",
            "reading",
            "note",
        )
    )
    stated: dict[str, str | None] = {"entity": "甲", "indicator": "labs", "period": "2020", "period_kind": "during"}
    return FigureRow(
        id="3-5",
        sentence=SENTENCE,
        begin=3,
        end=5,
        value=Decimal(value),
        lower=None,
        upper=None,
        unit=unit,
        approximation="exactly",
        modality="asserted",
        **{**empty, **stated, **fields},  # type: ignore[arg-type]
    )


@pytest.fixture(scope="module")
def golden() -> Tables:
    return read_tables(GOLDEN)


def test_tables_agree_with_themselves_in_every_respect(golden: Tables) -> None:
    for measure in evaluate(golden, golden):
        assert measure.matched == measure.found == measure.expected
        assert measure.disagreements == ()


def test_nothing_found_has_no_precision_and_a_recall_of_zero(golden: Tables) -> None:
    figures = scores(Tables(name="empty"), golden)["figures"]
    assert figures.precision is None
    assert figures.recall == figures.f1 == 0
    assert len(figures.disagreements) == len(golden.figures)


def test_a_figure_with_another_value_or_unit_is_both_unexpected_and_missing() -> None:
    gold = Tables(name="gold", figures=(figure(7),))
    for other in (figure(8), figure(7, "家")):
        measure = scores(Tables(name="found", figures=(other,)), gold)["figures"]
        assert counts(measure) == (0, 1, 1)
        assert len(measure.disagreements) == 2


def test_fields_are_scored_over_matching_rows_only_and_empty_cells_do_not_count() -> None:
    gold = Tables(name="gold", figures=(figure(7, period="2019", change_kind="relativeChange"),))
    found = scores(Tables(name="found", figures=(figure(7), figure(9))), gold)
    assert counts(found["figures"]) == (1, 2, 1)
    assert counts(found["figures.period"]) == (0, 1, 1)
    assert counts(found["figures.entity"]) == (1, 1, 1)
    assert counts(found["figures.change_kind"]) == (0, 0, 1)
    assert found["figures.period"].disagreements[0].expected == "2019"


def test_entities_are_the_same_by_id_by_full_name_or_by_a_name_that_only_one_bears() -> None:
    gold = Tables(
        name="gold",
        entities=(entity("江城银行"), entity("区科委--东区", "GovernmentBody"), entity("江城市创业中心")),
        names=(NameRow("江城市创业中心", "创业中心", "zh", "short"),),
        mentions=(mention("江城银行", 0, 4), mention("区科委--东区", 5, 8), mention("江城市创业中心", 9, 13)),
    )
    found = Tables(
        name="found",
        entities=(entity("江城银行"), entity("区科委", "GovernmentBody"), entity("创业中心")),
        mentions=(mention("江城银行", 0, 4), mention("区科委", 5, 8), mention("创业中心", 9, 13)),
    )
    assert counts(scores(found, gold)["mentions.entity"]) == (3, 3, 3)


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("专利申请数", "专利申请量", True),
        ("申请专利数", "专利申请量", True),
        ("发放贷款", "发放贷款额", True),
        ("实现融资金额", "融资额", True),
        ("到位资金", "到位资金额", True),
        ("发放奖金", "发放奖金额", True),
        ("获得融资的项目数", "获得融资项目数", True),
        ("举办活动场次", "举办活动次数", True),
        ("总收入", "收入", False),
        ("入驻企业数", "入驻机构数", False),
        ("技术合同成交额", "技术交易额", False),
        ("建筑面积", "占地面积", False),
        ("新增平台数", "平台数", False),
        ("数", "量", False),
    ],
)
def test_labels_of_a_measure_may_differ_in_what_the_unit_says_too(left: str, right: str, *, same: bool) -> None:
    assert same_measure(left, right) is same


def test_quotation_marks_are_no_part_of_a_name() -> None:
    quoted, plain = entity("“青苗计划”", "Programme"), entity("青苗计划", "Programme")
    here = Tables("here", entities=(quoted,), mentions=(mention("“青苗计划”", 0, 6),))
    there = Tables("there", entities=(plain,), mentions=(mention("青苗计划", 0, 6),))
    assert counts(scores(here, there)["mentions.entity"]) == (1, 1, 1)


def test_a_name_of_two_entities_identifies_neither() -> None:
    names = (NameRow("江城市创业中心", "中心", "zh", "short"), NameRow("江城市检测中心", "中心", "zh", "short"))
    gold = Tables(
        name="gold",
        entities=(entity("江城市创业中心"), entity("江城市检测中心")),
        names=names,
        mentions=(mention("江城市创业中心", 0, 2),),
    )
    found = Tables(name="found", entities=(entity("中心"),), mentions=(mention("中心", 0, 2),))
    assert counts(scores(found, gold)["mentions.entity"]) == (0, 1, 1)


def test_a_name_counts_in_the_family_of_its_class() -> None:
    gold = Tables(name="gold", entities=(entity("江城园", "Park"),), mentions=(mention("江城园", 0, 3),))
    found = Tables(name="found", entities=(entity("江城园", "Company"),), mentions=(mention("江城园", 0, 3),))
    measured = scores(found, gold)
    assert counts(measured["mentions"]) == (1, 1, 1)
    assert counts(measured["places"]) == (0, 0, 1)
    assert counts(measured["organisations"]) == (0, 1, 0)


def test_groups_match_by_overlap_each_once() -> None:
    gold = Tables(name="gold", groups=(group(0, 4),))
    assert counts(scores(Tables(name="found", groups=(group(1, 3), group(2, 4))), gold)["groups"]) == (1, 2, 1)


def test_a_relation_and_its_inverse_say_the_same_and_repetitions_count_once() -> None:
    entities = (entity("甲", "Alliance"), entity("乙"))
    gold = Tables(name="gold", entities=entities, relations=(relation("乙", "memberOf", "甲"),) * 2)
    for row in (relation("乙", "memberOf", "甲"), relation("甲", "hasMember", "乙")):
        found = Tables(name="found", entities=entities, relations=(row,))
        assert counts(scores(found, gold)["relations"]) == (1, 1, 1)


def test_a_fact_that_two_sentences_state_counts_once_and_each_statement_by_itself() -> None:
    entities = (entity("甲", "Alliance"), entity("乙"))
    once = relation("乙", "memberOf", "甲")
    twice = (once, replace(once, id="20-29", sentence="20-30"))
    gold = Tables(name="gold", entities=entities, relations=twice)
    measured = scores(Tables(name="found", entities=entities, relations=twice[1:]), gold)
    assert counts(measured["facts"]) == (1, 1, 1)
    assert counts(measured["relations"]) == (1, 1, 2)
    elsewhere = Tables(name="found", entities=entities, relations=(replace(once, sentence="40-50"),))
    assert counts(scores(elsewhere, gold)["facts"]) == (1, 1, 1)
    assert counts(scores(elsewhere, gold)["relations"]) == (0, 1, 2)


def test_a_fact_with_the_property_above_is_another_fact() -> None:
    entities = (entity("甲"), entity("乙"))
    gold = Tables(name="gold", entities=entities, relations=(relation("甲", "lendsTo", "乙"),))
    found = Tables(name="found", entities=entities, relations=(relation("甲", "supports", "乙"),) * 2)
    assert counts(scores(found, gold)["facts"]) == (0, 1, 1)


def test_the_wrong_direction_or_property_is_an_error_but_the_pair_is_right() -> None:
    entities = (entity("甲"), entity("乙"))
    gold = Tables(name="gold", entities=entities, relations=(relation("甲", "lendsTo", "乙"),))
    for row in (relation("乙", "lendsTo", "甲"), relation("甲", "funds", "乙")):
        measured = scores(Tables(name="found", entities=entities, relations=(row,)), gold)
        assert counts(measured["relations"]) == (0, 1, 1)
        assert counts(measured["relations.pair"]) == (1, 1, 1)


def test_the_directions_of_a_symmetric_relation_say_the_same() -> None:
    entities = (entity("甲"), entity("乙"))
    gold = Tables(name="gold", entities=entities, relations=(relation("甲", "collaboratesWith", "乙"),))
    found = Tables(name="found", entities=entities, relations=(relation("乙", "collaboratesWith", "甲"),))
    assert counts(scores(found, gold)["relations"]) == (1, 1, 1)


def test_a_group_and_a_target_group_at_the_same_place_are_the_same() -> None:
    bank, firms = entity("江城银行", "Bank"), entity("企业", "TargetGroup")
    as_group = Tables(
        name="group", entities=(bank,), groups=(group(5, 9),), relations=(relation("江城银行", "lendsTo", "5-9"),)
    )
    as_target = Tables(
        name="target",
        entities=(bank, firms),
        mentions=(mention("企业", 7, 9),),
        relations=(relation("江城银行", "lendsTo", "企业"),),
    )
    assert counts(scores(as_group, as_target)["relations"]) == (1, 1, 1)
    assert counts(scores(as_target, as_group)["relations"]) == (1, 1, 1)


def test_times_are_those_that_a_sentence_states_itself(golden: Tables) -> None:
    inherited = replace(
        golden, figures=tuple(replace(row, reading="period:inherited") for row in golden.figures), relations=()
    )
    assert scores(inherited, golden)["times"].found == 0
    assert scores(golden, golden)["times"].found > 0


def test_a_comparison_names_the_rows_and_fields_that_differ(golden: Tables) -> None:
    first, *rest = golden.figures
    changed = replace(golden, figures=(replace(first, unit="册"), *rest[:-1]))
    differences = compare(golden, changed)
    assert [(each.table, each.field, each.left, each.right) for each in differences[:1]] == [
        ("figures", "unit", first.unit, "册")
    ]
    assert [(each.field, each.right) for each in differences[1:]] == [("", "")]
    assert compare(golden, golden) == ()


def test_a_row_that_another_renumbered_is_not_a_difference(golden: Tables) -> None:
    renumbered = replace(golden, relations=tuple(replace(row, id=f"{row.id}-9") for row in golden.relations))
    assert compare(golden, renumbered) == ()


@pytest.mark.parametrize("format_", ["table", "json", "csv"])
def test_scores_and_differences_are_printed_in_every_format(format_: str) -> None:
    for command in ("evaluate", "diff"):
        done = CliRunner().invoke(app, [command, str(GOLDEN), str(GOLDEN), "--format", format_])
        assert done.exit_code == 0, done.output
        assert done.output


def script() -> Any:
    spec = importlib.util.spec_from_file_location("update_evaluation", ROOT / "scripts" / "update_evaluation.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_each_target_is_that_of_a_measure(golden: Tables) -> None:
    measures = scores(golden, golden)
    for name, field, *_ in script().TARGETS:
        assert getattr(measures[name], field) is not None


def test_scores_of_several_texts_are_added_row_by_row(golden: Tables) -> None:
    one = evaluate(golden, golden)
    both = script().total([one, evaluate(Tables(name="empty"), golden)])["figures"]
    assert counts(both) == (len(golden.figures), len(golden.figures), 2 * len(golden.figures))


def test_each_line_of_a_table_on_the_page_has_a_cell_for_each_column(golden: Tables) -> None:
    module = script()
    measures = scores(golden, golden)
    columns = [measures] * len(module.COLUMNS)
    shown = [module.show_targets(columns), module.show_all(columns)]
    shown.append(module.show_given([measures["relations"]] * (1 + len(module.PARTS))))
    for table in shown:
        assert len({line.count("|") for line in table.splitlines()}) == 1


@pytest.mark.slow
def test_the_page_shows_what_the_reader_reaches_on_the_corpus() -> None:
    """Run `make evaluation` if this fails, and read the difference: it is what a change of the reader did."""
    module = script()
    page = module.PAGE.read_text(encoding="utf-8")
    parts = [module.score(module.texts_of(part), module.GENERAL) for part in module.PARTS]
    for name, measure in parts[0].items():
        cells = " | ".join(module.show_triple(part[name]) for part in parts)
        assert any(measure.en in line and line.endswith(f"{cells} |") for line in page.splitlines()), name

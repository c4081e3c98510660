from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from kg import extract
from kg.errors import InputError
from kg.model import Document, ExclusionRow
from kg.reader import read
from kg.reader.sentence.times import Period, period_rows
from kg.text.decoding import fingerprint
from kg.text.places import known_places
from kg.verification import verify

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.model import Tables


def moved(row: Any) -> Any:
    """The row one character further, with the id that this place asks for."""
    begin, end = row.begin + 1, row.end + 1
    return replace(row, begin=begin, end=end, id=f"{begin}-{end}")


def reworded(row: Any) -> Any:
    return replace(row, form=row.form + "某")


# For each table, a way to make any one row wrong. A label in English, a code or a remark stands nowhere in the
# text, and cannot be proven by it.
BREAKS: dict[str, Callable[[Any], Any]] = {
    "context": lambda row: replace(row, field="colour"),
    "sentences": lambda row: replace(row, begin=row.begin + 1),
    "entities": lambda row: replace(row, zh=row.zh + "某"),
    "names": reworded,
    "mentions": moved,
    "groups": lambda row: replace(row, size=(row.size or Decimal(0)) + 1, approximation="exactly"),
    "relations": lambda row: replace(row, subject="nobody"),
    "figures": lambda row: replace(row, unit="吨"),
    "periods": lambda row: replace(row, end=row.end + timedelta(days=1)),
    "indicators": lambda row: replace(row, id=row.id + "-x"),
    "conditions": lambda row: replace(row, id=row.id + "-x"),
    "units": lambda row: replace(row, id=row.id + "x"),
    "exclusions": lambda row: replace(row, begin=0, end=1),
}
VALUES: tuple[Callable[[Any], Any], ...] = (
    moved,
    lambda row: replace(row, value=None if row.value is None else row.value + 1, lower=row.lower and row.lower + 1),
    lambda row: replace(row, approximation="about" if row.approximation != "about" else "exactly"),
    lambda row: replace(row, entity="nobody", reading=None),
)


def broken(tables: Tables, table: str, change: Callable[[Any], Any]) -> Iterator[tuple[int, Tables]]:
    rows = getattr(tables, table)
    for index, row in enumerate(rows):
        if table == "names" and row.lang != "zh":
            continue
        if table == "relations" and row.property == "skos:broader":
            continue
        if table == "relations":
            row = replace(row, reading=None)  # noqa: PLW2901 - the mark would excuse any subject
        changes: dict[str, Any] = {table: (*rows[:index], change(row), *rows[index + 1 :])}
        yield index, replace(tables, **changes)


@pytest.mark.parametrize("table", BREAKS)
def test_breaking_any_one_row_is_found(table: str, small: Tables, small_document: Document) -> None:
    assert not verify(small, small_document).problems
    for index, tables in broken(small, table, BREAKS[table]):
        problems = verify(tables, small_document).problems
        assert any(problem.file == f"{table}.csv" for problem in problems), (table, index)


@pytest.mark.parametrize("change", VALUES)
def test_changing_any_one_figure_is_found(
    change: Callable[[Any], Any], small: Tables, small_document: Document
) -> None:
    for index, tables in broken(small, "figures", change):
        problems = verify(tables, small_document).problems
        assert any(problem.file == "figures.csv" for problem in problems), index


def test_every_table_can_be_broken(small: Tables) -> None:
    tables = {field.name for field in fields(small)} - {"name", "metadata", "documents"}
    assert tables == set(BREAKS)


def test_a_row_says_its_file_its_number_and_what_the_text_has(small: Tables, small_document: Document) -> None:
    rows = tuple(replace(row, value=row.value + 1) if row.value else row for row in small.figures)
    problem = verify(replace(small, figures=rows), small_document).problems[0]
    assert str(problem).startswith("figures.csv, row 2: ")
    assert "40" in problem.message


def test_another_text_is_refused_before_anything_is_compared(small: Tables, small_document: Document) -> None:
    text = small_document.text.replace("江城", "河城")
    other = replace(small_document, text=text, sha256=fingerprint(text))
    with pytest.raises(InputError, match="not the text"):
        verify(small, other)


def test_what_no_row_covers_is_listed_with_its_place(small: Tables, small_document: Document) -> None:
    figures = tuple(row for row in small.figures if row.unit != "percent")
    report = verify(replace(small, figures=figures), small_document)
    assert report.gaps == ("§1 ¶3 [76, 78) numeral 20",)
    assert [line.counts[0] for line in report.coverage] == [(0, 0), (5, 6), (1, 1)]


def test_an_exclusion_accounts_for_a_place(small: Tables, small_document: Document) -> None:
    figures = tuple(row for row in small.figures if row.unit != "percent")
    excluded = replace(small, figures=figures, exclusions=(ExclusionRow(76, 79, "for this test"),))
    report = verify(excluded, small_document)
    assert not report.gaps
    assert [problem.file for problem in report.problems] == ["units.csv"]  # percent is used no more


@pytest.mark.parametrize("field", ["subject", "object"])
def test_a_thing_that_the_sentence_does_not_name_must_be_marked(
    field: str, small: Tables, small_document: Document
) -> None:
    change: dict[str, Any] = {field: "江城大学"}
    row = replace(small.relations[0], **change)
    unmarked = verify(replace(small, relations=(row, *small.relations[1:])), small_document)
    assert any(f"mark {field}:inherited" in problem.message for problem in unmarked.problems)
    marked = replace(row, reading=f"{field}:inherited")
    assert not verify(replace(small, relations=(marked, *small.relations[1:])), small_document).problems


def test_an_inherited_period_must_stand_before_the_sentence(small: Tables, small_document: Document) -> None:
    row = next(row for row in small.figures if row.reading)
    for period, known in (("--2015-09-30", True), ("--2014-09-30", False)):
        rows = tuple(replace(each, period=period) if each is row else each for each in small.figures)
        problems = verify(replace(small, figures=rows), small_document).problems
        assert bool(problems) is not known, period


def test_the_reviewed_tables_stand_where_they_say(tables: Tables, document: Document) -> None:
    assert verify(tables, document).problems == ()


def test_the_first_section_is_covered_whole(tables: Tables, document: Document) -> None:
    (section,) = (line for line in verify(tables, document).coverage if line.section == 1)
    assert all(covered == total for covered, total in section.counts)
    assert sum(total for _, total in section.counts) > 80


def test_a_place_has_the_code_of_its_name(small: Tables, small_document: Document) -> None:
    city, *others = small.entities
    coded = replace(small, entities=(replace(city, code="310115"), *others))
    (problem,) = verify(coded, small_document).problems
    assert "310115 is that of 浦东新区" in problem.message


def test_the_districts_and_counties_of_2012_have_their_codes(tables: Tables) -> None:
    """GB/T 2260: seventeen below the municipality, and those abolished before or made since; the chapter's carry theirs."""
    codes = known_places()
    of_2012 = "01 04 05 06 07 08 09 10 12 13 14 15 16 17 18 20".split()
    assert {f"3101{number}" for number in of_2012} | {"310230"} <= codes.keys()
    districts = [row for row in tables.entities if row.class_ == "District"]
    assert districts
    for row in districts:
        assert codes[row.code or ""] == row.zh


# One text with each thing that may be wrong by a hair; a row is planted with another sign, unit, currency or year.
PLANTED = (
    "武汉市渔业概况\n"
    "2011年、2012年，武汉市分别新增渔行20家、35家。\n"
    "2013年，武汉市新增渔船40艘；2014年，新增渔船50艘。\n"
    "武汉市到位外资港币2亿元，渔业利润为−200万元。\n"
    "武汉市审批事项压缩70%，渔业出口同比增长3%，渔民减少12万人。\n"
    "武汉市渔港面积5.2万m2，有9万劳动力，拨付渔业补贴3亿元。"
)


@pytest.fixture(scope="module")
def planted() -> tuple[Document, Tables]:
    document = Document("memory.txt", PLANTED, fingerprint(PLANTED))
    tables = extract(document, base_year=2023)
    assert verify(tables, document).problems == ()
    assert len(tables.figures) == 12
    return document, tables


def negated(row: Any) -> Any:
    return replace(row, value=-row.value)


def with_unit(unit: str) -> Callable[[Any], Any]:
    return lambda row: replace(row, unit="吨" if row.unit == unit else unit)


def moved_by_years(row: Any, field: str, years: int) -> Any:
    begin, end = (date.fromisoformat(day) for day in getattr(row, field).split("--"))
    return replace(row, **{field: f"{begin.replace(year=begin.year + years)}--{end.replace(year=end.year + years)}"})


@pytest.mark.parametrize(
    "change",
    [
        negated,
        with_unit("CNY"),
        with_unit("HKD"),
        with_unit("USD"),
        with_unit("人"),
        with_unit("米"),
        with_unit("平方米"),
        with_unit("percent"),
        with_unit("percentagePoint"),
        lambda row: moved_by_years(row, "period", -1),
        lambda row: moved_by_years(row, "period", 1),
    ],
)
def test_another_sign_unit_currency_or_year_is_found(
    change: Callable[[Any], Any], planted: tuple[Document, Tables]
) -> None:
    document, tables = planted
    for index, tables_with_one in broken(with_periods(tables), "figures", change):
        problems = verify(tables_with_one, document).problems
        assert any(each.file == "figures.csv" and each.row == index + 2 for each in problems), tables.figures[index]


def with_periods(tables: Tables) -> Tables:
    """The tables with all years from 2008 to 2026 to choose from."""
    years = (Period(date(year, 1, 1), date(year, 12, 31)) for year in range(2008, 2027))
    return replace(tables, periods=tuple({row.id: row for row in (*tables.periods, *period_rows(years))}.values()))


@pytest.mark.parametrize("years", [-1, -2])
def test_another_year_of_comparison_is_found(years: int, planted: tuple[Document, Tables]) -> None:
    document, tables = planted
    tables = with_periods(tables)
    changed = [index for index, row in enumerate(tables.figures) if row.comparison_period]
    assert changed
    for index in changed:
        rows = list(tables.figures)
        rows[index] = moved_by_years(rows[index], "comparison_period", years)
        problems = verify(replace(tables, figures=tuple(rows)), document).problems
        assert any(each.row == index + 2 for each in problems), index


def test_a_fall_that_no_row_calls_a_change_is_found(planted: tuple[Document, Tables]) -> None:
    document, tables = planted
    fallen = [index for index, row in enumerate(tables.figures) if row.change_kind and (row.value or 0) < 0]
    assert len(fallen) == 2
    for index in fallen:
        rows = list(tables.figures)
        value = rows[index].value
        rows[index] = replace(rows[index], value=value and -value, change_kind=None, comparison_period=None)
        problems = verify(replace(tables, figures=tuple(rows)), document).problems
        assert any("it fell" in each.message and each.row == index + 2 for each in problems)


@pytest.mark.parametrize(("unit", "known"), [("HKD", False), ("CNY", True)])
def test_a_unit_that_the_text_leaves_out_is_none_but_one_of_the_paragraph(unit: str, known: bool) -> None:  # noqa: FBT001 - a table
    text = "武汉市渔业概况\n武汉市渔业产值2亿元，其中鱼虾产值7亿。"
    document = Document("memory.txt", text, fingerprint(text))
    tables = extract(document, base_year=2023)
    begin = text.index("7亿")
    row = replace(
        tables.figures[0], id=f"{begin}-{begin + 2}", begin=begin, end=begin + 2, value=Decimal(700000000), unit=unit
    )
    problems = verify(replace(tables, figures=(tables.figures[0], row)), document).problems
    assert any("the unit is not" in each.message for each in problems) is not known


def test_the_documents_year_is_not_that_of_a_number_whose_clause_states_another(
    planted: tuple[Document, Tables],
) -> None:
    document, tables = planted
    tables = with_periods(tables)
    stated = [index for index, row in enumerate(tables.figures) if "period" not in (row.reading or "")]
    assert len(stated) == 4
    for index in stated[:2]:
        rows = list(tables.figures)
        rows[index] = replace(rows[index], period="2023-01-01--2023-12-31", reading="period:inherited")
        problems = verify(replace(tables, figures=tuple(rows)), document).problems
        assert any("the period is not" in each.message and each.row == index + 2 for each in problems)


def test_numerals_in_full_width_need_a_row_too() -> None:
    text = "武汉市渔业概况\n武汉市编号１２３的渔船进港。"
    document = Document("memory.txt", text, fingerprint(text))
    report = verify(extract(document, base_year=2023), document)
    assert [gap.rpartition(" ")[2] for gap in report.gaps] == ["１２３"]


@pytest.mark.parametrize(
    "prose",
    [
        "五年来，武汉市渔行由2018年的38家发展到112家。",
        "2021年和2022年，武汉市又新增渔行7家。",
        "武汉市《2016—2020年渔业规划》的46项任务已完成31项。",
        "武汉市渔民收入由上年分别增长5.6%和13.1%。",
        "2022年，武汉市渔获100吨，是2020年的2.6倍，比2021年增长3%。",
        "2022年3月，武汉市申报15个2021年渔港项目，其中6个建在江南。",
    ],
)
def test_years_that_date_no_number_contradict_none(prose: str) -> None:
    text = f"武汉市渔业概况\n{prose}"
    document = Document("memory.txt", text, fingerprint(text))
    tables = read(document, (), 2023)
    assert tables.figures
    assert verify(tables, document).problems == ()

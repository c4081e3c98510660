from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from kg.errors import InputError
from kg.model import ExclusionRow
from kg.text.decoding import fingerprint
from kg.text.places import known_places
from kg.verification import verify

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.model import Document, Tables


def moved(row: Any) -> Any:
    """The row one character further, with the id that this place asks for."""
    begin, end = row.begin + 1, row.end + 1
    return replace(row, begin=begin, end=end, id=f"{begin}-{end}")


def reworded(row: Any) -> Any:
    return replace(row, form=row.form + "某")


# For each table, a way to make any one row wrong. A label in English, a code or a remark stands nowhere in the
# text, and cannot be proven by it.
BREAKS: dict[str, Callable[[Any], Any]] = {
    "context": lambda row: replace(row, field="nothing"),
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

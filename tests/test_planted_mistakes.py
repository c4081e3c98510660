"""Mistakes that a reviewer may make, each caught by OWL or by SHACL, with a message that names the row."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from kg.errors import InconsistencyError
from kg.mapping import build
from kg.reasoning import infer
from kg.validation import validate

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.model import Tables


def first(table: str, **changes: Any) -> Callable[[Tables], Tables]:
    """Change the first row of a table."""

    def plant(tables: Tables) -> Tables:
        row, *others = getattr(tables, table)
        changed: dict[str, Any] = {table: (replace(row, **changes), *others)}
        return replace(tables, **changed)

    return plant


def every(table: str, change: Callable[[Any], Any]) -> Callable[[Tables], Tables]:
    """Change every row of a table."""

    def plant(tables: Tables) -> Tables:
        changed: dict[str, Any] = {table: tuple(change(row) for row in getattr(tables, table))}
        return replace(tables, **changed)

    return plant


def reclassed(entity: str, class_: str) -> Callable[[Tables], Tables]:
    return every("entities", lambda row: replace(row, class_=class_) if row.id == entity else row)


# The mistake, the table that the message names, and a part of what it says.
BY_OWL: dict[str, tuple[Callable[[Tables], Tables], str, str]] = {
    "a university as a field": (
        first("relations", property="targetsField", object="江城大学"),
        "relations.csv#32-38",
        "江城大学",
    ),
    "a bank as a time": (
        first("relations", property="startedIn", object="江城银行"),
        "relations.csv#32-38",
        "江城银行",
    ),
    "a company as a title": (
        first("relations", property="recognisedAs", object="江城机床厂"),
        "relations.csv#32-38",
        "江城机床厂",
    ),
    "a field that lends money": (reclassed("江城银行", "Field"), "relations.csv", "江城银行"),
    "a title that operates a service": (reclassed("江城创业中心", "Designation"), "relations.csv", "江城创业中心"),
    "a field that has figures": (reclassed("种子贷款", "Field"), "figures.csv", "种子贷款"),
}
BY_SHACL: dict[str, tuple[Callable[[Tables], Tables], str, str]] = {
    "an amount without currency": (
        every("relations", lambda row: replace(row, currency=None)),
        "relations.csv",
        "an amount needs a currency",
    ),
    "a negative amount": (
        every("relations", lambda row: replace(row, amount=row.amount and -row.amount)),
        "relations.csv",
        "at least 0",
    ),
    "a change without the period it is measured against": (
        every("figures", lambda row: replace(row, comparison_period=None)),
        "figures.csv",
        "needs the period that it is measured against",
    ),
    "a share without its indicator": (
        first("figures", whole_entity="江城市"),
        "figures.csv",
        "needs the indicator of its whole",
    ),
    "a range upside down": (
        first("figures", value=None, lower=50, upper=40),
        "figures.csv",
        "below the upper",
    ),
    "a service without function": (
        every("entities", lambda row: replace(row, function=None)),
        "entities.csv",
        "has a service function",
    ),
}


@pytest.mark.parametrize("name", BY_OWL)
def test_a_fact_that_cannot_be_contradicts_the_ontology(name: str, small: Tables) -> None:
    plant, row, thing = BY_OWL[name]
    with pytest.raises(InconsistencyError) as caught:
        infer(build(plant(small)))
    assert row in str(caught.value)
    assert thing in str(caught.value)


@pytest.mark.parametrize("name", BY_SHACL)
def test_a_fact_that_is_incomplete_breaks_a_shape(name: str, small: Tables) -> None:
    plant, file, message = BY_SHACL[name]
    problems = validate(infer(build(plant(small))))
    found = [problem for problem in problems if problem.file == file and message in problem.message]
    assert found
    assert all("row with id" in problem.message or file == "entities.csv" for problem in found)


def test_at_least_ten_mistakes_are_planted() -> None:
    assert len(BY_OWL) + len(BY_SHACL) >= 10

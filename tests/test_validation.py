from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from rdflib import Dataset, Literal, URIRef

from kg.mapping import build
from kg.namespaces import BASE, NIF, SDMX_MEASURE, SKOS, TIS
from kg.reasoning import infer
from kg.validation import validate

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.model import Tables


def test_the_reviewed_tables_conform(closed: Dataset) -> None:
    assert validate(closed) == ()


def with_row(tables: Tables, table: str, **changes: Any) -> Tables:
    first, *others = getattr(tables, table)
    rows: dict[str, Any] = {table: (replace(first, **changes), *others)}
    return replace(tables, **rows)


PLANTED: dict[str, tuple[Callable[[Tables], Tables], tuple[str, str]]] = {
    "an amount without currency": (
        lambda t: replace(t, relations=tuple(replace(row, currency=None) for row in t.relations)),
        ("relations.csv", "an amount needs a currency"),
    ),
    "a negative amount": (
        lambda t: replace(t, relations=tuple(replace(row, amount=row.amount and -row.amount) for row in t.relations)),
        ("relations.csv", "at least 0"),
    ),
    "a change without the period it is measured against": (
        lambda t: replace(t, figures=tuple(replace(row, comparison_period=None) for row in t.figures)),
        ("figures.csv", "needs the period that it is measured against"),
    ),
    "a share without its indicator": (
        lambda t: with_row(t, "figures", whole_entity="江城市"),
        ("figures.csv", "needs the indicator of its whole"),
    ),
    "a range upside down": (
        lambda t: with_row(t, "figures", value=None, lower=t.figures[1].value, upper=t.figures[0].value),
        ("figures.csv", "below the upper"),
    ),
    "a programme without function": (
        lambda t: replace(t, entities=tuple(replace(row, function=None) for row in t.entities)),
        ("entities.csv", "has a service function"),
    ),
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_mistake_is_caught_and_its_row_named(name: str, small: Tables) -> None:
    plant, (file, message) = PLANTED[name]
    problems = validate(infer(build(plant(small))))
    assert [problem for problem in problems if problem.file == file and message in problem.message], problems


@pytest.mark.parametrize(
    ("predicate", "message"),
    [(SDMX_MEASURE.obsValue, "one decimal value"), (TIS.period, "one period"), (TIS.statedAt, "one place")],
)
def test_a_second_value_of_a_figure_is_caught(predicate: URIRef, message: str, small_closed: Dataset) -> None:
    dataset = Dataset(default_union=True)
    dataset.addN((s, p, o, dataset.graph(g)) for s, p, o, g in small_closed.quads())
    figure = next(iter(small_closed.subjects(SDMX_MEASURE.obsValue)))
    extra = Literal("7.5", datatype=URIRef("http://www.w3.org/2001/XMLSchema#decimal"))
    dataset.graph(URIRef(f"{BASE}graph/evidence/x")).add((figure, predicate, extra))
    assert [problem for problem in validate(dataset) if message in problem.message and problem.file == "figures.csv"]


def test_a_sentence_that_ends_before_it_begins_is_caught() -> None:
    dataset = Dataset(default_union=True)
    node = URIRef(f"{BASE}x/sentence/9-1")
    graph = dataset.graph(URIRef(f"{BASE}graph/metadata"))
    graph.add((node, URIRef("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), NIF.Sentence))
    natural = URIRef("http://www.w3.org/2001/XMLSchema#nonNegativeInteger")
    graph.add((node, NIF.beginIndex, Literal("9", datatype=natural)))
    graph.add((node, NIF.endIndex, Literal("1", datatype=natural)))
    assert [problem for problem in validate(dataset) if "must begin before it ends" in problem.message]


def test_a_thing_without_an_english_name_is_caught(small: Tables) -> None:
    built = build(small)
    thing = URIRef(f"{BASE}entity/江城银行")
    built.remove((thing, SKOS.prefLabel, Literal("Bank of Jiangcheng", lang="en")))
    assert [problem for problem in validate(built) if problem.file == "entities.csv" and "江城银行" in problem.message]

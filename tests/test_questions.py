"""The named questions on Shanghai 2012: reviewed answers, the same rows on two engines, headers that tell the truth.

``tests/questions`` holds an answer for each question, in labels, as reviewed against the chapter;
``scripts/update_answers.py`` writes them anew.
"""

from __future__ import annotations

import csv
import re
import time
from collections import Counter
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

import pyoxigraph
import pytest
from conftest import ROOT

from kg.evidence import label_of
from kg.labels import label
from kg.namespaces import BASE, RDF, TIS, mint
from kg.ontology import load_ontology
from kg.queries import Question, list_questions, list_topics, read_question, select
from kg.store import dump_nquads

if TYPE_CHECKING:
    from rdflib import Dataset
    from rdflib.term import Node

    from kg.model import Tables

ANSWERS = ROOT / "tests" / "questions"
QUESTIONS = list_questions()
LISTINGS = {"entities", "indicators"}
NEEDING = {
    need: [each.name for each in QUESTIONS if need in each.needs] for need in ("inference", "figures", "evidence")
}

each_question = pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)


class Asked:
    """A dataset that is asked each question once."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self.seconds: dict[str, float] = {}
        self._rows: dict[str, list[dict[str, Node | None]]] = {}

    def __call__(self, name: str) -> list[dict[str, Node | None]]:
        if name not in self._rows:
            start = time.process_time()
            self._rows[name] = select(self.dataset, name)
            self.seconds[name] = time.process_time() - start
        return self._rows[name]

    def labels(self, name: str) -> list[tuple[str, ...]]:
        return [tuple(label_of(self.dataset, term, "zh") for term in row.values()) for row in self(name)]


@pytest.fixture(scope="session")
def asked(closed: Dataset) -> Asked:
    return Asked(closed)


@pytest.fixture(scope="session")
def asked_without_inference(dataset: Dataset) -> Asked:
    return Asked(dataset)


@pytest.fixture(scope="session")
def oxigraph(closed: Dataset) -> pyoxigraph.Store:
    store = pyoxigraph.Store()
    store.bulk_load(dump_nquads(closed), format=pyoxigraph.RdfFormat.N_QUADS)
    return store


# ── answers ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", [each.name for each in QUESTIONS if each.name not in LISTINGS])
def test_a_question_gives_its_reviewed_answer(name: str, asked: Asked) -> None:
    with (ANSWERS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        head, *lines = csv.reader(file)
    assert list(asked(name)[0]) == head
    expected, found = Counter(map(tuple, lines)), Counter(asked.labels(name))
    assert found == expected, _difference(expected, found)


def _difference(expected: Counter[tuple[str, ...]], found: Counter[tuple[str, ...]]) -> str:
    missing = [f"- {' | '.join(row)}" for row in (expected - found).elements()]
    surplus = [f"+ {' | '.join(row)}" for row in (found - expected).elements()]
    return "\n".join(["the answer differs from the reviewed one:", *missing, *surplus])


def test_no_reviewed_answer_is_left_without_its_question() -> None:
    assert {path.stem for path in ANSWERS.glob("*.csv")} == {each.name for each in QUESTIONS} - LISTINGS


def test_the_listing_of_things_has_every_participant_of_the_tables(asked: Asked, tables: Tables) -> None:
    concepts = {"Field", "Designation"}
    expected = {(row.class_, mint(BASE, "entity", row.id)) for row in tables.entities if row.class_ not in concepts}
    assert {(str(row["class"]).rpartition("#")[2], row["entity"]) for row in asked("entities")} == expected


def test_the_listing_of_indicators_counts_the_figures_of_the_tables(asked: Asked, tables: Tables) -> None:
    expected = Counter(mint(BASE, "indicator", row.indicator) for row in tables.figures)
    assert {row["indicator"]: int(str(row["figures"])) for row in asked("indicators")} == expected


# ── engines ────────────────────────────────────────────────────────────────────────────────


@each_question
def test_rdflib_and_oxigraph_give_the_same_rows_in_the_same_order(
    question: Question, asked: Asked, oxigraph: pyoxigraph.Store
) -> None:
    ours = [tuple(_comparable(term) for term in row.values()) for row in asked(question.name)]
    solutions = oxigraph.query(question.text, use_default_graph_as_union=True)
    assert isinstance(solutions, pyoxigraph.QuerySolutions)
    theirs = [tuple(_comparable(row[variable]) for variable in solutions.variables) for row in solutions]
    assert ours == theirs


def _comparable(term: object) -> str | Decimal | None:
    """A term as both engines write it; Oxigraph keeps 0.30 as 0.3."""
    if term is None:
        return None
    text = str(getattr(term, "value", None) if isinstance(term, pyoxigraph.NamedNode | pyoxigraph.Literal) else term)
    try:
        return Decimal(text)
    except InvalidOperation:
        return text


@each_question
def test_a_question_takes_less_than_two_seconds_of_computing_on_rdflib(question: Question, asked: Asked) -> None:
    assert asked(question.name)
    assert asked.seconds[question.name] < 2


# ── headers ────────────────────────────────────────────────────────────────────────────────


def test_there_are_as_many_questions_of_each_sort_as_agreed() -> None:
    assert len(QUESTIONS) >= 40
    assert len(NEEDING["inference"]) >= 10
    assert len(NEEDING["figures"]) >= 10
    assert sum("GRAPH ?evidence" in each.text for each in QUESTIONS) >= 5


@each_question
def test_a_question_says_in_both_languages_what_it_asks_and_takes(question: Question) -> None:
    assert "？" in question.zh
    assert "?" in question.en
    for parameter in question.parameters:
        assert parameter.zh
        assert parameter.en
        assert f"VALUES ?{parameter.name} {{" in question.text


@each_question
def test_every_column_has_a_name_in_both_languages(question: Question, asked: Asked) -> None:
    assert [column.name for column in question.columns] == list(asked(question.name)[0])
    for lang in ("zh", "en"):
        heads = [getattr(column, lang) for column in question.columns]
        assert all(heads)
        assert len(set(heads)) == len(heads)


def test_every_question_has_a_topic_and_every_topic_a_question() -> None:
    assert {each.topic for each in QUESTIONS} == {topic.name for topic in list_topics()}


def test_a_topic_that_is_a_service_function_is_called_as_the_ontology_calls_it() -> None:
    ontology = load_ontology()
    functions = {str(term).rpartition("#")[2]: term for term in ontology.subjects(RDF.type, TIS.ServiceFunction)}
    named = [topic for topic in list_topics() if topic.name in functions]
    assert len(named) == len(functions) == 5
    for topic in named:
        assert label(ontology, functions[topic.name], "zh") == topic.zh
        assert label(ontology, functions[topic.name], "en") == topic.en


@each_question
def test_a_question_needs_inference_if_and_only_if_its_answer_is_another_without_it(
    question: Question, asked: Asked, asked_without_inference: Asked
) -> None:
    same = asked_without_inference(question.name) == asked(question.name)
    assert same == ("inference" not in question.needs)


@pytest.mark.parametrize("name", NEEDING["figures"])
def test_a_question_that_needs_figures_reads_observations(name: str) -> None:
    assert re.search(r"tis:(observedEntity|indicator)\b", read_question(name).text)


@pytest.mark.parametrize("name", NEEDING["evidence"])
def test_a_question_that_needs_evidence_shows_where_each_row_stands(name: str, asked: Asked) -> None:
    for row in asked.labels(name):
        assert any(cell.startswith("§") for cell in row)


@each_question
def test_a_question_names_a_thing_of_the_chapter_only_as_a_default_value(question: Question) -> None:
    code = re.sub(r"VALUES \?\w+ \{[^}]*\}", "", question.text)
    assert BASE not in code
    assert not re.search(r"[\u4e00-\u9fff]", "\n".join(line for line in code.splitlines() if not line.startswith("#")))

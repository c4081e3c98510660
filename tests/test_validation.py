from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pyshacl
import pytest
from rdflib import SH, Dataset, Graph, Literal, URIRef

from kg.mapping import build
from kg.namespaces import BASE, NIF, SDMX_MEASURE, SKOS, TIS
from kg.ontology import load_shapes
from kg.validation import validate

if TYPE_CHECKING:
    from kg.model import Tables


def test_the_reviewed_tables_conform(closed: Dataset) -> None:
    assert validate(closed) == ()


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


def test_shapes_say_the_same_as_those_that_are_nested(small_closed: Dataset) -> None:
    """Every seventh statement is taken away, so that most shapes have something to say."""
    damaged, data = Dataset(default_union=True), Graph()
    for number, (s, p, o, g) in enumerate(sorted(small_closed.quads())):
        if number % 7 and g != URIRef(f"{BASE}graph/ontology"):
            damaged.graph(g).add((s, p, o))
            data.add((s, p, o))
    _, report, _ = pyshacl.validate(data, shacl_graph=load_shapes(), inference="none")
    nested = Counter(str(message) for message in report.objects(None, SH.resultMessage))
    found = Counter(problem.message.partition(": ")[2].partition("; found")[0] for problem in validate(damaged))
    assert found == nested
    assert len(nested) > 15

"""The integrity constraints of the RDF Data Cube recommendation: each is broken once, and found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rdflib import RDF, Dataset, Literal, URIRef

from kg.namespaces import BASE, QB, RDFS, SDMX_ATTRIBUTE, SDMX_MEASURE, TIS
from kg.resources import ontology_path
from kg.validation import check_cube

if TYPE_CHECKING:
    from collections.abc import Callable

ONTOLOGY = URIRef(f"{BASE}graph/ontology")
EXTRA = URIRef(f"{BASE}graph/evidence/extra")


def figures(dataset: Dataset) -> list[URIRef]:
    return sorted(URIRef(str(node)) for node in dataset.subjects(RDF.type, TIS.FigureValue))


def drop(predicate: URIRef) -> Callable[[Dataset], None]:
    def plant(dataset: Dataset) -> None:
        figure = figures(dataset)[0]
        for object_ in list(dataset.objects(figure, predicate)):
            dataset.remove((figure, predicate, object_))

    return plant


def add(*triples: tuple[URIRef, URIRef, URIRef]) -> Callable[[Dataset], None]:
    def plant(dataset: Dataset) -> None:
        for triple in triples:
            dataset.graph(EXTRA).add(triple)

    return plant


def twin(dataset: Dataset) -> None:
    """A second figure with the same value in every dimension."""
    first = figures(dataset)[0]
    for predicate, object_ in list(dataset.predicate_objects(first)):
        dataset.graph(EXTRA).add((URIRef(f"{first}-twin"), predicate, object_))


def second_dataset(dataset: Dataset) -> None:
    dataset.graph(EXTRA).add((figures(dataset)[0], QB.dataSet, URIRef(f"{BASE}jiangcheng-2015/ranges")))


def foreign_code(dataset: Dataset) -> None:
    first = figures(dataset)[0]
    dataset.remove((first, TIS.condition, TIS.unconditional))
    dataset.graph(EXTRA).add((first, TIS.condition, TIS.asserted))


def optional_dimension(dataset: Dataset) -> None:
    dataset.graph(EXTRA).add((TIS.periodComponent, QB.componentRequired, Literal(lexical_or_value=False)))


X = URIRef(f"{BASE}x")
PLANTED: dict[str, Callable[[Dataset], None]] = {
    "IC-1": second_dataset,
    "IC-2": add((X, RDF.type, QB.DataSet)),
    "IC-3": add((X, RDF.type, QB.DataStructureDefinition)),
    "IC-4": add((X, RDF.type, QB.DimensionProperty)),
    "IC-5": add(
        (X, RDF.type, QB.DimensionProperty), (X, RDFS.range, URIRef("http://www.w3.org/2004/02/skos/core#Concept"))
    ),
    "IC-6": optional_dimension,
    "IC-11": drop(TIS.period),
    "IC-12": twin,
    "IC-13": drop(SDMX_ATTRIBUTE.unitMeasure),
    "IC-14": drop(SDMX_MEASURE.obsValue),
    "IC-19": foreign_code,
}


@pytest.fixture
def copy(small_closed: Dataset) -> Dataset:
    dataset = Dataset(default_union=True)
    for subject, predicate, object_, name in small_closed.quads():
        dataset.graph(name).add((subject, predicate, object_))
    return dataset


def test_the_reviewed_figures_are_a_legal_cube(closed: Dataset) -> None:
    assert check_cube(closed) == ()


@pytest.mark.parametrize("constraint", PLANTED)
def test_breaking_a_constraint_is_found(constraint: str, copy: Dataset) -> None:
    PLANTED[constraint](copy)
    broken = {problem.message.split("breaks ")[1].split(":")[0] for problem in check_cube(copy)}
    assert constraint in broken


def test_a_broken_constraint_names_the_row(copy: Dataset) -> None:
    row = str(copy.value(figures(copy)[0], TIS.tableRow)).removeprefix("figures.csv#")
    drop(TIS.period)(copy)
    (problem,) = check_cube(copy)
    assert (problem.file, f"row with id {row}" in problem.message) == ("figures.csv", True)


def test_every_constraint_is_tested() -> None:
    constraints = {path.stem.upper().replace("-0", "-") for path in ontology_path("constraints").glob("ic-*.rq")}
    assert constraints == set(PLANTED)

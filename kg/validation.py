"""SHACL shapes and Data Cube constraints over a built dataset, in a report that names rows.

This module is the only one that knows pySHACL.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyshacl
from rdflib import SH, Graph

from kg.labels import label, shorten
from kg.model import Problem
from kg.namespaces import BASE, RDF, SKOS, TIS
from kg.ontology import load_shapes
from kg.resources import ontology_path
from kg.store import find_all

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib import Dataset
    from rdflib.term import Node

__all__ = ["check_cube", "validate"]


def validate(dataset: Dataset, base: str = BASE) -> tuple[Problem, ...]:
    """What breaks the shapes; nothing if the dataset conforms.

    Classes are taken as the dataset gives them: validate a closed dataset, or types that follow
    from the ontology are not seen.
    """
    shapes = _unnested(load_shapes())
    _, report, _ = pyshacl.validate(dataset, shacl_graph=shapes, inference="none", advanced=False, meta_shacl=False)
    return tuple(sorted(_problems(report, dataset, base), key=lambda problem: (problem.file, problem.message)))


def _unnested(shapes: Graph) -> Graph:
    """The same shapes, each property shape with the targets of its node shape as its own.

    pySHACL checks a property shape with targets for all its nodes at once, a nested one for one node at a time, which
    takes four times as long. It says the same: our node shapes have no constraints beside their properties.
    """
    flat = Graph()
    for triple in shapes:
        if triple[1] != SH.property:
            flat.add(triple)
    for shape, property_ in shapes.subject_objects(SH.property):
        for target in (SH.targetClass, SH.targetSubjectsOf):
            for each in shapes.objects(shape, target):
                flat.add((property_, target, each))
    return flat


def check_cube(dataset: Dataset, base: str = BASE) -> tuple[Problem, ...]:
    """What breaks the integrity constraints of the RDF Data Cube recommendation (section 11) that apply here.

    Each is a query in ``ontology/constraints``; those about slices, measure dimensions and hierarchies are left
    out, since our cubes have none.
    """
    folder = ontology_path("constraints")
    queries = {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("ic-*.rq"))}
    update = (folder / "normalise.ru").read_text(encoding="utf-8")
    problems = []
    for name, nodes in find_all(dataset, update, queries).items():
        rule = queries[name].splitlines()[0].removeprefix("# en: ")
        for node in nodes:
            place, row = _row(dataset, node, base)
            problems.append(Problem(place, None, f"{row}: breaks {rule}"))
    return tuple(sorted(problems, key=lambda problem: (problem.file, problem.message)))


def _problems(report: Graph, dataset: Dataset, base: str) -> Iterator[Problem]:
    for result in report.subjects(RDF.type, SH.ValidationResult):
        focus = report.value(result, SH.focusNode)
        message = report.value(result, SH.resultMessage)
        value = report.value(result, SH.value)
        if focus is None:
            continue
        found = f"; found {shorten(value)}" if value is not None and value != focus else ""
        place, name = _row(dataset, focus, base)
        yield Problem(place, None, f"{name}: {message}{found}")


def _row(dataset: Dataset, focus: Node, base: str) -> tuple[str, str]:
    """The table that a node comes from, and what to call the node there."""
    row = dataset.value(focus, TIS.tableRow)
    if row is not None:
        file, _, key = str(row).partition("#")
        return file, f"row with id {key}"
    if (focus, SKOS.prefLabel, None) in dataset and str(focus).startswith(f"{base}entity/"):
        return "entities.csv", label(dataset, focus, "zh")
    return "dataset", shorten(focus)

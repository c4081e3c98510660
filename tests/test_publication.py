from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rdflib import BNode, Dataset, Graph
from rdflib.compare import isomorphic

from kg.errors import InputError
from kg.publication import export

if TYPE_CHECKING:
    from pathlib import Path

READERS = {"turtle": "turtle", "ntriples": "nt11", "rdfxml": "xml"}
DATASET_READERS = {"nquads": "nquads", "trig": "trig", "jsonld": "json-ld"}


def without_ontology(dataset: Dataset) -> Dataset:
    """The chapter's graphs: they have no blank nodes, so that sets of quads can be compared."""
    found = Dataset(default_union=True)
    for subject, predicate, object_, name in dataset.quads():
        if not str(name).endswith("graph/ontology"):
            found.graph(name).add((subject, predicate, object_))
    return found


@pytest.mark.parametrize("format_", DATASET_READERS)
def test_a_dataset_format_is_read_back_by_rdflib_unchanged(format_: str, small_closed: Dataset, tmp_path: Path) -> None:
    dataset = without_ontology(small_closed)
    export(dataset, tmp_path / "out", format_)
    again = Dataset()
    again.parse(tmp_path / "out", format=DATASET_READERS[format_])
    expected = {quad for quad in dataset.quads() if quad[3] is not None}
    assert {quad for quad in again.quads() if quad[3] is not None} == expected


@pytest.mark.parametrize("format_", READERS)
def test_a_graph_format_is_read_back_by_rdflib_as_the_union(
    format_: str, small_closed: Dataset, tmp_path: Path
) -> None:
    export(small_closed, tmp_path / "out", format_)
    again = Graph().parse(tmp_path / "out", format=READERS[format_])
    union = Graph()
    for triple in small_closed.triples((None, None, None)):
        union.add(triple)
    assert len(again) == len(union)
    assert isomorphic(again, union)
    assert any(isinstance(node, BNode) for triple in again for node in triple)


@pytest.mark.parametrize("format_", [*READERS, *DATASET_READERS])
def test_an_export_has_the_same_bytes_every_time(format_: str, small_closed: Dataset, tmp_path: Path) -> None:
    one = export(small_closed, tmp_path / "one", format_).read_bytes()
    two = export(small_closed, tmp_path / "two", format_).read_bytes()
    assert one == two


def test_turtle_uses_our_prefixes(small_closed: Dataset, tmp_path: Path) -> None:
    text = export(small_closed, tmp_path / "out.ttl", "turtle").read_text(encoding="utf-8")
    assert "@prefix tis:" in text
    assert "tis:lendsTo" in text


def test_the_format_counts_not_the_name_of_the_file(small_closed: Dataset, tmp_path: Path) -> None:
    text = export(small_closed, tmp_path / "out.nt", "turtle").read_text(encoding="utf-8")
    assert "@prefix" in text


def test_an_unknown_format_is_answered_with_those_there_are(small_closed: Dataset, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nquads, ntriples"):
        export(small_closed, tmp_path / "out", "word")
    assert not (tmp_path / "out").exists()

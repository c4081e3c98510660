from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rdflib import Dataset, Literal, URIRef

from kg.errors import DatasetError, OntologyError
from kg.files import replaced_directory, write_bytes
from kg.mapping import build
from kg.reasoning import infer
from kg.store import dump_nquads, read_dataset, read_graph, write_dataset

if TYPE_CHECKING:
    from pathlib import Path

    from kg.model import Tables


def test_a_path_may_be_text(small_closed: Dataset, tmp_path: Path) -> None:
    write_dataset(small_closed, str(tmp_path / "dataset.nq"))
    assert len(read_dataset(str(tmp_path / "dataset.nq"))) == len(small_closed)


def test_two_builds_give_identical_bytes(small: Tables) -> None:
    assert dump_nquads(infer(build(small))) == dump_nquads(infer(build(small)))


def test_a_dataset_survives_writing_and_reading(small_closed: Dataset, tmp_path: Path) -> None:
    write_dataset(small_closed, tmp_path / "d.nq")
    again = read_dataset(tmp_path / "d.nq")
    assert set(again.quads()) == set(small_closed.quads())
    assert dump_nquads(again) == (tmp_path / "d.nq").read_bytes()


@pytest.mark.parametrize("text", ['"quoted"', "back\\slash", "line\nline", "\r", "\t", "中文😀", "\u2028", ""])
def test_every_literal_survives_writing_and_reading(text: str, tmp_path: Path) -> None:
    dataset = Dataset(default_union=True)
    s, p = URIRef("https://example.org/甲"), URIRef("https://example.org/p")
    dataset.graph(URIRef("https://example.org/g")).add((s, p, Literal(text)))
    dataset.graph(URIRef("https://example.org/g")).add((s, p, Literal(text, lang="zh")))
    write_dataset(dataset, tmp_path / "d.nq")
    assert set(read_dataset(tmp_path / "d.nq").quads()) == set(dataset.quads())


def test_a_missing_dataset_says_to_build_it(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="run `kg build` first"):
        read_dataset(tmp_path / "dataset.nq")


def test_a_damaged_dataset_says_to_build_again(tmp_path: Path) -> None:
    (tmp_path / "dataset.nq").write_text("<a> <b> \n", encoding="utf-8")
    with pytest.raises(DatasetError, match="run `kg build` again"):
        read_dataset(tmp_path / "dataset.nq")


def test_blank_nodes_get_the_same_labels_on_every_load(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("@prefix : <urn:x:> . :a :b [ :c ( 1 2 ) ] .", encoding="utf-8")
    assert set(read_graph([tmp_path / "a.ttl"])) == set(read_graph([tmp_path / "a.ttl"]))


def test_broken_turtle_is_an_ontology_error_that_names_the_file(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(":a :b", encoding="utf-8")
    with pytest.raises(OntologyError, match=r"a\.ttl"):
        read_graph([tmp_path / "a.ttl"])


def test_a_failing_write_leaves_the_old_folder(tmp_path: Path) -> None:
    target = tmp_path / "build"
    target.mkdir()
    (target / "old").write_text("old", encoding="utf-8")

    def fail() -> None:
        with replaced_directory(target) as fresh:
            (fresh / "new").write_text("half", encoding="utf-8")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert [path.name for path in target.iterdir()] == ["old"]
    assert [path.name for path in tmp_path.iterdir()] == ["build"]


def test_a_replaced_folder_holds_only_the_new(tmp_path: Path) -> None:
    target = tmp_path / "build"
    for name in ("one", "two"):
        with replaced_directory(target) as fresh:
            (fresh / name).write_text(name, encoding="utf-8")
    assert [path.name for path in target.iterdir()] == ["two"]
    assert [path.name for path in tmp_path.iterdir()] == ["build"]


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "f"
    write_bytes(path, b"old")
    with pytest.raises(TypeError):
        write_bytes(path, "not bytes")  # type: ignore[arg-type]
    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["f"]

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.names import LEXICON, named

from kg.errors import InputError, TableError
from kg.ontology import vocabulary
from kg.reader.packs.lexicon import GENERAL_PACKS, available_packs, choose_packs, load_packs

if TYPE_CHECKING:
    from pathlib import Path


def make_pack(folder: Path, **files: str) -> Path:
    folder.mkdir()
    (folder / "pack.toml").write_text('name = "test"\n', encoding="utf-8")
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text, encoding="utf-8")
    return folder


def test_every_class_and_kind_of_the_packs_is_in_the_ontology() -> None:
    lexicon = load_packs(available_packs())
    known = vocabulary()
    classes = {name.class_ for name in lexicon.names} | {place.class_ for place in lexicon.places}
    classes = (classes | {head.class_ for head in lexicon.heads}) - {""}
    assert classes - known["class"] == set()
    assert {head.group for head in lexicon.heads} - {""} - known["Kind"] == set()
    assert {name.function for name in lexicon.names} - {""} - known["ServiceFunction"] == set()


@pytest.mark.parametrize("head", [head for head in LEXICON.heads if head.example], ids=lambda head: head.form)
def test_a_head_finds_what_its_row_expects(head: object) -> None:
    assert named(head.example).get(head.expect) == head.class_  # type: ignore[attr-defined]


def test_a_later_pack_replaces_a_row_of_an_earlier_one(tmp_path: Path) -> None:
    pack = make_pack(tmp_path / "p", names_csv="entity,form,class,kind\n浙大,浙江大学,Company,alias\n")
    names = {name.form: name for name in load_packs([*GENERAL_PACKS, pack]).names}
    assert (names["浙江大学"].entity, names["浙江大学"].class_) == ("浙大", "Company")


def test_what_a_pack_gets_wrong_is_reported_with_file_and_row(tmp_path: Path) -> None:
    pack = make_pack(
        tmp_path / "p",
        names_csv="entity,form,class,kind\n甲,甲公司,Company,nickname\n,乙公司,Company,full\n",
        heads_csv="form,class,group,shape\n银行,Bank,,long\n",
        words_csv="form,sort\n推进,break\n",
    )
    with pytest.raises(TableError) as caught:
        load_packs([pack])
    problems = [(each.file.rpartition("/")[2], each.row) for each in caught.value.problems]
    assert problems == [("heads.csv", 2), ("names.csv", 2), ("names.csv", 3), ("words.csv", 1)]


def test_a_row_with_too_many_cells_is_reported(tmp_path: Path) -> None:
    pack = make_pack(tmp_path / "p", words_csv="form,kind\n推进,break,x\n")
    with pytest.raises(TableError, match=r"words.csv, row 2: not 2 cells"):
        load_packs([pack])


def test_a_pack_that_does_not_exist_is_an_error_that_lists_those_that_do() -> None:
    with pytest.raises(InputError, match="base, cn-st"):
        load_packs(["nowhere"])


def test_a_broken_pack_file_is_one_clear_error(tmp_path: Path) -> None:
    pack = make_pack(tmp_path / "p")
    (pack / "pack.toml").write_text("name = ", encoding="utf-8")
    with pytest.raises(InputError, match="expected TOML"):
        load_packs([pack])


def test_patterns_and_further_tables_are_kept_with_their_source(tmp_path: Path) -> None:
    pack = make_pack(
        tmp_path / "p", patterns_toml='[[relation]]\ntrigger = "资助"\n', measures_csv="form,id\n产值,output\n"
    )
    lexicon = load_packs([pack])
    assert lexicon.patterns["relation"][0]["trigger"] == "资助"
    assert lexicon.patterns["relation"][0]["source"].endswith("patterns.toml, relation 1")
    assert lexicon.tables["measures"][0]["source"].endswith("measures.csv, row 2")


def test_a_text_gets_the_packs_that_know_it_by_its_words() -> None:
    assert choose_packs("贵阳市2016年大数据发展。") == GENERAL_PACKS

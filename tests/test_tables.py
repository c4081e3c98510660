from __future__ import annotations

import csv
import dataclasses
import io
import json
from typing import TYPE_CHECKING

import pytest
from csvw import TableGroup

from kg.errors import InputError, TableError
from kg.resources import data_path
from kg.tables import METADATA, describe_tables, read_tables, start_tables, write_tables

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kg.model import Tables


def edit(folder: Path, table: str, change: Callable[[list[str]], list[str]]) -> None:
    path = folder / f"{table}.csv"
    path.write_text("\n".join(change(path.read_text(encoding="utf-8").splitlines())) + "\n", encoding="utf-8")


def replace(table: str, row: int, old: str, new: str) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        def change(lines: list[str]) -> list[str]:
            assert old in lines[row - 1], lines[row - 1]
            return [line.replace(old, new, 1) if number == row else line for number, line in enumerate(lines, 1)]

        edit(folder, table, change)

    return damage


def repeat(table: str, row: int) -> Callable[[Path], None]:
    return lambda folder: edit(folder, table, lambda lines: [*lines, lines[row - 1]])


def put(table: str, content: bytes) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        (folder / f"{table}.csv").write_bytes(content)

    return damage


DAMAGES: dict[str, tuple[Callable[[Path], None], tuple[str, ...]]] = {
    "a wrong column": (replace("entities", 1, "note", "remark"), ("entities.csv, row 1", "unknown column 'remark'")),
    "a missing column": (replace("units", 1, ",en", ""), ("units.csv, row 1", "'en' is missing")),
    "a duplicate id": (repeat("entities", 2), ("entities.csv, row 12", "unique")),
    "an unknown class": (
        replace("entities", 3, "Bank", "Bnak"),
        ("entities.csv, row 3", "'Bnak' is not a term", "did you mean Bank"),
    ),
    "an unknown property": (replace("relations", 2, "establishes", "founds"), ("relations.csv, row 2", "'founds'")),
    "a percent sign in a number": (
        replace("figures", 2, ",40,", ",20%,"),
        ("figures.csv, row 2", "'20%' is no number"),
    ),
    "a number that is infinite": (replace("figures", 2, ",40,", ",INF,"), ("figures.csv, row 2", "'INF' is no number")),
    "a number that is none": (replace("figures", 2, ",40,", ",NaN,"), ("figures.csv, row 2", "'NaN' is no number")),
    "a direction override in a name": (
        replace("names", 2, ",", "\u202e,"),
        ("names.csv, row 2", "U+202E (RIGHT-TO-LEFT OVERRIDE)", "take the character out"),
    ),
    "a character of private use in an id": (replace("units", 2, ",", "\ue000,"), ("units.csv, row 2", "U+E000")),
    "a variation selector in a name": (replace("names", 3, ",", "\ufe0f,"), ("names.csv, row 3", "U+FE0F")),
    "a control character of C1": (replace("names", 3, ",", "\x85,"), ("names.csv, row 3", "U+0085")),
    "a line break in a name": (
        put("units", 'id,zh,en,code\n家,"两\n家",household,\n'.encode()),
        ("units.csv, row 2", "U+000A"),
    ),
    "a formula in a name": (
        put("units", "id,zh,en,code\n家,=cmd|'/c calc'!A0,x,\n".encode()),
        ("units.csv, row 2", "formula"),
    ),
    "an unknown unit": (replace("figures", 3, "CNY", "RMB"), ("figures.csv, row 3", "'RMB'", "units.csv")),
    "an unknown modality": (replace("figures", 2, "asserted", "sure"), ("figures.csv, row 2", "modality 'sure'")),
    "an end before its beginning": (
        replace("mentions", 2, "0-11,4,7", "0-11,7,4"),
        ("mentions.csv, row 2", "not after begin"),
    ),
    "a place outside its sentence": (
        replace("mentions", 2, "0-11,4,7", "0-11,4,70"),
        ("mentions.csv, row 2", "outside its sentence"),
    ),
    "a dangling sentence": (replace("groups", 2, "39-80", "39-81"), ("groups.csv, row 2", "'39-81'", "sentences.csv")),
    "a dangling subject": (
        replace("relations", 2, "江城市,", "江城县,"),
        ("relations.csv, row 2", "subject '江城县' is not an id", "did you mean 江城市"),
    ),
    "a reading that is not understood": (
        replace("figures", 5, "period:inherited", "period:guessed"),
        ("figures.csv, row 5", "period:inherited subject:supplied"),
    ),
    "a number that is no number": (replace("figures", 3, "120000000", "1.2亿"), ("figures.csv, row 3", "value")),
    "a date that is no date": (replace("periods", 2, ",2014-09-30,", ",2014-09-31,"), ("periods.csv, row 2", "end")),
    "a figure without value": (replace("figures", 3, "120000000", ""), ("figures.csv, row 3", "value, or both lower")),
    "a required cell left empty": (replace("entities", 2, ",Jiangcheng,", ",,"), ("entities.csv, row 2", "en")),
    "bad UTF-8": (
        put("names", b"entity,form,lang,kind\n\xb0\xb2,a,zh,full\n"),
        ("names.csv, row 2", "save the file as UTF-8"),
    ),
    "an empty file": (put("names", b""), ("names.csv", "empty; expected the header")),
    "a row that is too long": (
        put("exclusions", b"begin,end,reason\n1,2,x,y,z\n"),
        ("exclusions.csv, row 2", "5 cells; the header names 3"),
    ),
    "a cell of 50 MB": (
        put("exclusions", b"begin,end,reason\n1,2," + b"x" * 50_000_000 + b"\n"),
        ("exclusions.csv, row 2", "50,000,000 characters"),
    ),
    "quotes that never close": (put("exclusions", b'begin,end,reason\n1,2,"x\n'), ("exclusions.csv", "not CSV")),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_table_is_reported_with_file_row_and_remedy(name: str, small_folder: Path) -> None:
    damage, expected = DAMAGES[name]
    damage(small_folder)
    with pytest.raises(TableError) as caught:
        read_tables(small_folder)
    message = str(caught.value)
    assert len(message) < 3_000
    for part in expected:
        assert part in message


def test_all_problems_of_all_tables_are_reported_together(small_folder: Path) -> None:
    for name in ("an unknown class", "a dangling subject", "a number that is no number", "bad UTF-8"):
        DAMAGES[name][0](small_folder)
    with pytest.raises(TableError) as caught:
        read_tables(small_folder)
    files = {problem.file for problem in caught.value.problems}
    assert files >= {"entities.csv", "relations.csv", "figures.csv", "names.csv"}


def test_a_missing_table_is_named(small_folder: Path) -> None:
    (small_folder / "periods.csv").unlink()
    with pytest.raises(TableError, match=r"periods\.csv: missing"):
        read_tables(small_folder)


def test_a_missing_folder_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such folder"):
        read_tables(tmp_path / "nowhere")


@pytest.mark.parametrize("content", [b"", b"[]", b"\xff\xfe", b'{"tables": []}'])
def test_a_description_that_is_not_the_agreed_one_is_refused(content: bytes, small_folder: Path) -> None:
    (small_folder / METADATA).write_bytes(content)
    with pytest.raises(InputError, match=r"metadata\.json"):
        read_tables(small_folder)


def test_writing_and_reading_gives_the_same_tables(small: Tables, tmp_path: Path) -> None:
    write_tables(small, tmp_path / small.name)
    assert read_tables(tmp_path / small.name) == small


def test_writing_gives_the_same_bytes(tables: Tables, tmp_path: Path) -> None:
    write_tables(tables, tmp_path / "again")
    for path in sorted(data_path("shanghai-2012").iterdir()):
        assert (tmp_path / "again" / path.name).read_bytes() == path.read_bytes(), path.name


def cells(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def as_excel_saves(rows: list[list[str]]) -> bytes:
    """Excel, “CSV UTF-8”: a byte order mark, CRLF, columns and rows that were once touched, short rows now and then."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    for number, row in enumerate(rows):
        short = number % 2 and not row[-1]
        writer.writerow(row[:-1] if short else [*row, "", ""])
    writer.writerows([[""] * (len(rows[0]) + 2)] * 3)
    return stream.getvalue().encode("utf-8-sig")


def as_libreoffice_saves(rows: list[list[str]]) -> bytes:
    """LibreOffice with “quote all text cells”: everything in quotes, blank lines where rows were emptied."""
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows([*rows, [""] * len(rows[0])])
    return (stream.getvalue() + "\n\n").encode()


def as_windows_saves(rows: list[list[str]]) -> bytes:
    """An editor that turns every line end into CRLF, those in cells too."""
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue().replace("\n", "\r\n").encode("utf-8-sig")


@pytest.mark.parametrize("save", [as_excel_saves, as_libreoffice_saves, as_windows_saves])
def test_tables_survive_a_round_trip_through_a_spreadsheet(
    save: Callable[[list[list[str]]], bytes], small: Tables, tmp_path: Path
) -> None:
    awkward = dataclasses.replace(small.entities[0], note='first line\nsecond, with "quotes" and ；', en="Jiang, cheng")
    marked = dataclasses.replace(awkward, id="#1项目", note=None)
    tables = dataclasses.replace(small, entities=(awkward, *small.entities[1:], marked))
    write_tables(tables, tmp_path / small.name)
    for path in (tmp_path / small.name).glob("*.csv"):
        path.write_bytes(save(cells(path)))
    assert read_tables(tmp_path / small.name) == tables


def test_a_problem_is_reported_with_the_row_that_a_spreadsheet_shows(small_folder: Path) -> None:
    path = small_folder / "entities.csv"
    rows = cells(path)
    rows[1][-1] = "one line\nand another"
    rows[2:2] = [[""] * len(rows[0]), []]
    rows[5][1] = "Bnak"
    rows[6][3] = ""
    rows[9][0] = rows[8][0]
    path.write_bytes(as_windows_saves(rows))
    with pytest.raises(TableError) as caught:
        read_tables(small_folder)
    numbered = {(problem.row, problem.message) for problem in caught.value.problems if problem.file == path.name}
    assert {row for row, message in numbered if "Bnak" in message} == {6}
    assert {row for row, message in numbered if "en" in message and "required" in message} == {7}
    assert {row for row, message in numbered if "unique" in message} == {10}


@pytest.mark.parametrize(
    ("table", "old", "new", "expected"),
    [
        ("groups", "55-64,", "64-Mar,", "is not 55-64, its place"),
        ("figures", "120000000", "1.2E+08", "value"),
        ("periods", "2014-09-30", "2014/9/30", "end"),
    ],
)
def test_what_a_spreadsheet_rewrites_is_noticed(
    table: str, old: str, new: str, expected: str, small_folder: Path
) -> None:
    path = small_folder / f"{table}.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(TableError) as caught:
        read_tables(small_folder)
    assert any(problem.file == path.name and expected in problem.message for problem in caught.value.problems)


@pytest.mark.parametrize("mark", [";", "\t"])
def test_another_separator_is_named_with_the_remedy(mark: str, small_folder: Path) -> None:
    path = small_folder / "units.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",", mark), encoding="utf-8")
    with pytest.raises(TableError, match=r"units\.csv, row 1: the columns are separated by .*commas"):
        read_tables(small_folder)


def test_tables_for_another_chapter_start_empty_and_valid(tmp_path: Path) -> None:
    started = start_tables(tmp_path / "wuhan-2014", "武汉 2014")
    assert read_tables(tmp_path / "wuhan-2014") == started
    assert dict(started.metadata)["dc:title"] == "武汉 2014"
    assert (tmp_path / "wuhan-2014" / "units.csv").read_text(encoding="utf-8") == "id,zh,en,code\n"


def test_tables_are_never_started_over_what_is_there(small: Tables, small_folder: Path) -> None:
    with pytest.raises(InputError, match="something here already"):
        start_tables(small_folder, "new")
    assert read_tables(small_folder) == small


def test_writing_leaves_what_stood_there_when_it_fails(small: Tables, small_folder: Path) -> None:
    before = {path.name: path.read_bytes() for path in small_folder.iterdir()}
    broken = type(small)(name="x", entities=(object(),))  # type: ignore[arg-type]
    with pytest.raises(AttributeError):
        write_tables(broken, small_folder)
    assert {path.name: path.read_bytes() for path in small_folder.iterdir()} == before
    assert [path.name for path in small_folder.parent.iterdir()] == [small_folder.name]


def test_the_description_is_csvw_that_its_reference_reader_accepts(tmp_path: Path, small: Tables) -> None:
    write_tables(small, tmp_path / "t")
    described = json.loads((tmp_path / "t" / METADATA).read_text(encoding="utf-8"))
    assert described["tables"] == describe_tables(())["tables"]
    group = TableGroup.from_file(str(tmp_path / "t" / METADATA))
    group.check_referential_integrity()
    assert len(group.tables) == len(described["tables"])


def test_a_folder_that_holds_anything_but_tables_is_never_replaced(small: Tables, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("irreplaceable", encoding="utf-8")
    with pytest.raises(InputError, match=r"letter\.txt"):
        write_tables(small, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]

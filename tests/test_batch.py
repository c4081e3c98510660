from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from kg.cli import app, batch
from kg.cli.batch import RECORD, Order, find_inputs, read_all, read_one
from kg.errors import InputError
from kg.tables import TEXT, read_tables, write_tables
from kg.text.decoding import read_document
from kg.verification import verify

if TYPE_CHECKING:
    from pathlib import Path

PROSE = "2012年，无锡市共有高新技术企业{}家。全市技术合同成交额45.6亿元。\n"
PAGE = "<html><body><p>2012年，无锡市共有高新技术企业128家。</p></body></html>"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with three texts, the last of them a web page."""
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "a.txt").write_text(PROSE.format(128), encoding="utf-8")
    (folder / "b.txt").write_text(PROSE.format(256), encoding="utf-8")
    (folder / "c.html").write_text(PAGE, encoding="utf-8")
    return folder


def kg(*arguments: str | Path) -> tuple[int, str]:
    done = CliRunner().invoke(app, [*map(str, arguments), "--lang", "en"], env={"COLUMNS": "200"})
    error = f"\n{done.exception}" if isinstance(done.exception, InputError) else ""
    if done.exception and not isinstance(done.exception, InputError | SystemExit):
        raise done.exception
    return done.exit_code, done.output + error


def figures(folder: Path) -> list[str]:
    return [str(row.value) for row in read_tables(folder).figures]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_each_of_many_files_is_read_into_a_folder_of_its_own(place: Path, tmp_path: Path, jobs: str) -> None:
    status, output = kg("extract", place, "-o", tmp_path / "read", "--jobs", jobs)
    assert status == 0, output
    assert [line.split()[0] for line in output.splitlines()] == ["file", "a.txt", "b.txt", "c.html", "wrote"]
    assert [figures(tmp_path / "read" / name)[0] for name in "abc"] == ["128", "256", "128"]


def test_one_file_is_read_into_the_folder_itself(place: Path, tmp_path: Path) -> None:
    assert kg("extract", place / "a.txt", "-o", tmp_path / "read")[0] == 0
    assert figures(tmp_path / "read")[0] == "128"
    assert not (tmp_path / "read" / TEXT).exists()


@pytest.mark.parametrize("inputs", [["c.html"], ["a.txt", "c.html"]])
def test_what_is_no_plain_text_is_written_as_such_beside_its_tables(
    place: Path, tmp_path: Path, inputs: list[str]
) -> None:
    assert kg("extract", *(place / each for each in inputs), "-o", tmp_path / "read", "-j", "1")[0] == 0
    folder = tmp_path / "read" / "c" if len(inputs) > 1 else tmp_path / "read"
    assert not verify(read_tables(folder), read_document(folder / TEXT)).problems
    assert kg("extract", place / "a.txt", "-o", folder)[0] == 0
    assert not (folder / TEXT).exists()


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_file_that_cannot_be_read_stops_no_other(place: Path, tmp_path: Path, jobs: str) -> None:
    (place / "bad.txt").write_bytes(b"%PDF-1.4")
    status, output = kg("extract", place, "-o", tmp_path / "read", "--jobs", jobs)
    assert status != 0
    assert re.search(r"not read: .*bad\.txt: a damaged PDF", output)
    assert "1 of 4 files could not be read; the others were" in output
    assert (tmp_path / "read" / "c").is_dir()
    assert not (tmp_path / "read" / "bad").exists()


def test_on_demand_the_first_error_is_the_last(place: Path, tmp_path: Path) -> None:
    (place / "a.txt").write_bytes(b"")
    assert kg("extract", place, "-o", tmp_path / "read", "-j", "1", "--stop")[0] != 0
    assert not (tmp_path / "read" / "b").exists()


def test_a_mistake_of_the_reader_is_told_with_its_file(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("kg.drafting.verify", fail)
    outcome = read_one(Order(place / "a.txt", tmp_path / "a"))
    assert outcome.error == f"{place / 'a.txt'}: ZeroDivisionError: "


def test_two_files_of_one_name_are_refused_before_any_is_read(place: Path, tmp_path: Path) -> None:
    (tmp_path / "A.txt").write_text(PROSE, encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.txt and .*A\.txt would both be read into .*A; rename one"):
        find_inputs([place, tmp_path / "A.txt"], tmp_path / "read")
    status, output = kg("extract", place, tmp_path / "A.txt", "-o", tmp_path / "read")
    assert status != 0
    assert "would both be read" in output
    assert not (tmp_path / "read").exists()


def test_of_a_folder_what_may_hold_a_report_is_read_and_what_was_written_is_not(place: Path) -> None:
    for name in ("README.md", ".hidden.txt", "~$d.docx", "e.csv", "read/a/text.txt", "deep/f.TXT"):
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text("x", encoding="utf-8")
    assert sorted(find_inputs([place, place / "a.txt"], place / "read")) == ["a", "b", "c", "f"]
    (place / "empty").mkdir()
    with pytest.raises(InputError, match=r"empty: holds no text; expected files that end in \.docx"):
        find_inputs([place / "empty"], place / "read")
    with pytest.raises(InputError, match=r"none\.txt: no such file"):
        find_inputs([place / "none.txt"], place / "read")


# ── reading again ──────────────────────────────────────────────────────────────────────────


def resumed(output: str) -> list[str]:
    return [line.split()[0] for line in output.splitlines() if line.rstrip().endswith("unchanged")]


def test_what_was_read_in_the_same_way_is_not_read_again(place: Path, tmp_path: Path) -> None:
    read: list[str | Path] = ["extract", place, "-o", tmp_path / "read", "-j", "1", "--resume"]
    first = kg(*read)[1]
    assert resumed(first) == []
    again = kg(*read)[1]
    assert resumed(again) == ["a.txt", "b.txt", "c.html"]
    counts = [[line.split()[1:-1] for line in each.splitlines()[1:4]] for each in (first, again)]
    assert counts[0] == counts[1]


def test_what_has_changed_is_read_again(place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str | Path] = ["extract", place, "-o", tmp_path / "read", "-j", "1", "--resume"]
    kg(*read)
    (place / "a.txt").write_text(PROSE.format(64), encoding="utf-8")
    for path in (tmp_path / "read" / "b").iterdir():
        path.unlink()
    assert resumed(kg(*read)[1]) == ["c.html"]
    assert figures(tmp_path / "read" / "a")[0] == "64"
    assert resumed(kg(*read, "--year", "2011")[1]) == []
    assert resumed(kg(*read, "--year", "2011")[1]) == ["a.txt", "b.txt", "c.html"]
    monkeypatch.setattr(batch, "__version__", "0")
    assert resumed(kg(*read, "--year", "2011")[1]) == []


def test_a_pack_that_has_changed_is_another_way_of_reading(place: Path, tmp_path: Path) -> None:
    pack = tmp_path / "mine"
    pack.mkdir()
    (pack / "pack.toml").write_text('name = "mine"\n', encoding="utf-8")
    read: list[str | Path] = [
        "extract",
        place,
        "-o",
        tmp_path / "read",
        "-j",
        "1",
        "--resume",
        "--pack",
        "base",
        "--pack",
        pack,
    ]
    kg(*read)
    assert resumed(kg(*read)[1]) == ["a.txt", "b.txt", "c.html"]
    (pack / "pack.toml").write_text('name = "mine"\nzh = "我"\n', encoding="utf-8")
    assert resumed(kg(*read)[1]) == []


@pytest.mark.parametrize("record", ["", "[]", "not json"])
def test_a_record_that_is_damaged_is_made_anew(place: Path, tmp_path: Path, record: str) -> None:
    (tmp_path / "read").mkdir()
    (tmp_path / "read" / RECORD).write_text(record, encoding="utf-8")
    status, output = kg("extract", place, "-o", tmp_path / "read", "-j", "1", "--resume")
    assert (status, resumed(output)) == (0, [])
    assert sorted(json.loads((tmp_path / "read" / RECORD).read_text(encoding="utf-8"))) == ["a", "b", "c"]


# ── processes ──────────────────────────────────────────────────────────────────────────────


def test_a_process_that_dies_takes_its_file_along_and_no_other(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Future:
        def __init__(self, order: Order) -> None:
            self.order = order

        def result(self) -> batch.Outcome:
            if self.order.path.stem == "b":
                raise BrokenProcessPool
            return batch.Outcome(self.order.path, self.order.folder)

    class Pool:
        def __init__(self, *_: object, **__: object) -> None: ...

        def submit(self, _: object, order: Order) -> Future:
            return Future(order)

        def shutdown(self, **_: object) -> None: ...

    class Ready:
        def __init__(self, done: list[Future]) -> None:
            self.done = done

    monkeypatch.setattr(batch, "ProcessPoolExecutor", Pool)
    monkeypatch.setattr(batch, "wait", lambda running, **_: Ready(list(running)[:1]))
    orders = [Order(path, tmp_path / name) for name, path in find_inputs([place], tmp_path).items()]
    outcomes = {each.path.name: each.error for each in read_all(orders, tmp_path, 2)}
    assert outcomes["a.txt"] == outcomes["c.html"] == ""
    assert "the process that read it was ended" in outcomes["b.txt"]


@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C is a signal")
def test_ctrl_c_ends_all_processes_and_leaves_no_half_of_a_folder(tmp_path: Path) -> None:
    for number in range(40):
        (tmp_path / f"{number}.txt").write_text(PROSE.format(number + 2) * 400, encoding="utf-8")
    command = "from kg.cli import main; main()"
    arguments = ["extract", str(tmp_path), "-o", str(tmp_path / "read"), "--jobs", "2"]
    process = subprocess.Popen([sys.executable, "-c", command, *arguments], start_new_session=True)
    until = time.monotonic() + 60
    while not (tmp_path / "read" / RECORD).exists() and time.monotonic() < until:
        time.sleep(0.1)
    os.killpg(process.pid, signal.SIGINT)
    assert process.wait(timeout=60) == 130
    done = [path for path in (tmp_path / "read").iterdir() if path.is_dir() and not path.name.startswith(".")]
    assert 0 < len(done) < 40
    assert all(read_tables(path).figures for path in done)


def test_tables_with_a_text_beside_them_can_be_replaced(place: Path, tmp_path: Path) -> None:
    assert kg("extract", place / "c.html", "-o", tmp_path / "read")[0] == 0
    tables = read_tables(tmp_path / "read")
    write_tables(tables, tmp_path / "read", {TEXT: "text"})
    assert (tmp_path / "read" / TEXT).read_text(encoding="utf-8") == "text"

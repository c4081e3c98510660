from __future__ import annotations

import io
import os
import random
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from kg.errors import DatasetError
from kg.files import replaced_directory
from kg.triplestore import answer, index, open_store

if TYPE_CHECKING:
    from pathlib import Path

TRIPLE = '<urn:s> <urn:p> "{}" <urn:g> .\n'


def values(store_folder: Path) -> list[str]:
    output = io.BytesIO()
    answer(open_store(store_folder), "SELECT ?o { ?s ?p ?o } ORDER BY ?o", output, accept="text/csv")
    return output.getvalue().decode().split()[1:]


def write(folder: Path, *texts: str) -> Path:
    path = folder / "dataset.nq"
    path.write_text("".join(TRIPLE.format(text) for text in texts), encoding="utf-8")
    return path


def test_a_store_is_made_once_for_each_content(tmp_path: Path) -> None:
    path = write(tmp_path, "old")
    store = index(path)
    made = store.stat().st_ino
    assert values(store) == ["old"]
    assert index(path).stat().st_ino == made
    newer = index(write(tmp_path, "new"))
    assert newer != store
    assert values(newer) == ["new"]
    assert sorted(each.name for each in tmp_path.iterdir()) == ["dataset.nq", newer.name]


def test_a_reader_goes_on_when_its_store_is_replaced(tmp_path: Path) -> None:
    store = open_store(index(write(tmp_path, "old")))
    index(write(tmp_path, "new"))
    output = io.BytesIO()
    answer(store, "SELECT ?o { ?s ?p ?o }", output, accept="text/csv")
    assert output.getvalue() == b"o\r\nold\r\n"


def test_a_damaged_dataset_makes_no_store_and_leaves_the_old_one(tmp_path: Path) -> None:
    store = index(write(tmp_path, "old"))
    (tmp_path / "dataset.nq").write_text("<a> <b>\n", encoding="utf-8")
    with pytest.raises(DatasetError, match=r"damaged .* run `kg build` again"):
        index(tmp_path / "dataset.nq")
    assert values(store) == ["old"]
    assert sorted(each.name for each in tmp_path.iterdir()) == ["dataset.nq", store.name]


def test_a_missing_dataset_says_to_build_it(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="run `kg build` first"):
        index(tmp_path / "dataset.nq")


@pytest.mark.parametrize("damage", ["CURRENT", "MANIFEST-*", "*.sst"])
def test_a_damaged_store_says_how_to_rebuild_it(damage: str, tmp_path: Path) -> None:
    store = index(write(tmp_path, *map(str, range(2000))))
    damaged = list(store.glob(damage))
    assert damaged
    for path in damaged:
        path.write_bytes(b"x" * 100)
    with pytest.raises(DatasetError, match="delete this folder and start again"):
        values(store)


BUILD = """
import sys
from pathlib import Path
from kg.files import replaced_directory
from kg.triplestore import index
build, texts = Path(sys.argv[1]), sys.argv[2:]
for text in texts:
    with replaced_directory(build) as fresh:
        (fresh / "dataset.nq").write_text("".join(f'<urn:s{n}> <urn:p> "{text}" <urn:g> .\\n' for n in range(5000)))
    index(build / "dataset.nq")
    print(text, flush=True)
"""


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="kill -9 is of POSIX")
def test_a_rebuild_that_is_killed_at_any_moment_leaves_the_old_or_the_new(tmp_path: Path) -> None:
    build = tmp_path / "build"
    chance = random.Random(7)  # noqa: S311 - moments, not secrets
    command = [sys.executable, "-c", BUILD, str(build), *(["old", "new"] * 20)]
    for _ in range(40):
        process = subprocess.Popen(command, stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(chance.uniform(0, 0.3))
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        lines = (build / "dataset.nq").read_text(encoding="utf-8").splitlines()
        assert len(lines) == 5000
        found = values(index(build / "dataset.nq"))
        assert len(found) == 5000
        assert set(found) in ({"old"}, {"new"})
        assert f'"{found[0]}"' in lines[0]
    with replaced_directory(build):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["build"], "what killed builds left behind is removed"


@pytest.mark.skipif(sys.platform != "linux", reason="only there a limit of file size stands for a full disk")
def test_a_full_disk_leaves_the_old_store(tmp_path: Path) -> None:
    store = index(write(tmp_path, "old"))
    (tmp_path / "dataset.nq").write_text(
        "".join(f'<urn:s{n}> <urn:p> "{n}{os.urandom(50).hex()}" <urn:g> .\n' for n in range(20_000)), encoding="utf-8"
    )
    program = f"""
import resource
from pathlib import Path
from kg.triplestore import index
resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, 500_000))
try:
    index(Path({str(tmp_path / "dataset.nq")!r}))
except OSError as error:
    print("refused:", error)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert "refused:" in done.stdout, done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dataset.nq", store.name]
    assert values(store) == ["old"]

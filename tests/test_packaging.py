from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest
from conftest import GOLDEN, ROOT

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", folder, ROOT], check=True)
    return next(iter(folder.glob("*.whl")))


def test_ontology_data_and_assets_travel_in_the_wheel(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert "kg/_resources/ontology/tis.ttl" in names
    assert "kg/_resources/ontology/questions/who_supports.rq" in names
    assert "kg/_resources/data/shanghai-2012/figures.csv" in names
    assert "kg/_resources/data/lexicon/base/units.csv" in names
    assert "kg/_assets/network.html" in names
    assert "kg/py.typed" in names
    for built in ("kg/web/static/sparql-editor.js", "kg/web/static/sparql-editor.licences.txt"):  # where npm was there
        assert (built in names) is (ROOT / built).is_file()
    assert not [name for name in names if name.startswith(("tests/", "scripts/"))]


def test_a_wheel_in_an_empty_environment_does_everything_from_another_folder(wheel: Path, tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "venv"], check=True)
    python = tmp_path / "venv" / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "-q", "--disable-pip-version-check", wheel], check=True)
    work = tmp_path / "elsewhere"
    work.mkdir()
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}

    def kg(*arguments: str) -> str:
        done = subprocess.run(
            [tmp_path / "venv" / "bin" / "kg", *arguments],
            cwd=work,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    kg("build")
    assert "上海市科技金融信息服务平台" in kg("query", "who_supports")
    assert "kg verify" not in kg(
        "verify", str(GOLDEN / "jiangcheng" / "tables"), str(GOLDEN / "jiangcheng" / "chapter.txt")
    )
    kg("validate")
    assert kg("questions", "--lang", "en")
    assert kg("show", "投贷宝")
    assert kg("centrality", "--by", "pagerank")
    kg("draw", "-o", "network.html")
    kg("export", "--format", "turtle", "-o", "out.ttl")
    assert sorted(path.name for path in work.iterdir()) == ["build", "network.html", "out.ttl"]

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT

import kg

if TYPE_CHECKING:
    from pathlib import Path


def test_the_public_names_are_few_flat_and_sorted() -> None:
    assert sorted(kg.__all__, key=lambda name: (name != "KgError", name)) == kg.__all__
    assert len(kg.__all__) <= 30
    for name in kg.__all__:
        assert getattr(kg, name) is not None
    assert set(kg.__all__) <= set(dir(kg))


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nonsense"):
        _ = kg.nonsense


def test_the_page_on_python_has_every_public_name_and_no_other() -> None:
    page = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    table = "\n".join(line for line in page.splitlines() if line.startswith("|"))
    assert set(re.findall(r"`kg\.(\w+)", table)) == set(kg.__all__)


def test_the_program_of_the_page_on_python_runs(tmp_path: Path) -> None:
    program = (ROOT / "docs" / "python.md").read_text(encoding="utf-8").split("```python\n")[1].split("```")[0]
    done = subprocess.run(
        [sys.executable, "-c", program.replace('"data/', f'"{ROOT}/data/')],
        capture_output=True,
        encoding="utf-8",
        cwd=tmp_path,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Shanghai Tech-finance Information Service Platform" in done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("page", ["README.md", "README.zh.md"])
def test_ten_lines_tell_the_whole_story(tmp_path: Path, page: str) -> None:
    """The program of a README's first screen, as it stands there."""
    readme = (ROOT / page).read_text(encoding="utf-8")
    program = readme.split("```python\n")[1].split("```")[0]
    program = program.replace('"data/', f'"{ROOT}/data/')
    done = subprocess.run(
        [sys.executable, "-W", "error::UserWarning", "-c", program],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "上海市科技金融信息服务平台" in done.stdout
    assert (tmp_path / "network.html").is_file()


def test_importing_the_package_loads_no_heavy_library() -> None:
    code = "import sys, kg; print([name for name in ('rdflib', 'networkx', 'pyvis', 'owlrl') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

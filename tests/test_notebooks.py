from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from conftest import load_script

if TYPE_CHECKING:
    from pathlib import Path

nbformat = pytest.importorskip("nbformat", reason="the extra `notebooks` is not installed")
notebooks = load_script("update_notebooks")


@pytest.mark.slow
@pytest.mark.parametrize("path", notebooks.NOTEBOOKS, ids=lambda path: path.stem)
def test_what_a_notebook_shows_is_what_its_cells_print(path: Path) -> None:
    """Run `make notebooks` if this fails, and read the difference."""
    committed, executed = nbformat.read(path, as_version=4), notebooks.execute(path)
    for shown, run in zip(committed.cells, executed.cells, strict=True):
        assert shown.get("outputs") == run.get("outputs"), f"{path.name}, {shown.id}"
    assert committed == executed


@pytest.mark.parametrize("path", notebooks.NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_uses_only_the_public_api_and_speaks_both_languages(path: Path) -> None:
    cells: list[Any] = nbformat.read(path, as_version=4).cells
    code = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
    imports = [line for line in code.splitlines() if line.startswith(("import ", "from "))]
    assert set(imports) <= {
        "import kg",
        "import networkx as nx",
        "from IPython.display import Markdown",
        "from IPython.display import SVG, Markdown",
    }
    for cell in cells:
        if cell.cell_type == "markdown":
            assert any("一" <= character <= "鿿" for character in cell.source), cell.id
            assert "*" in cell.source or "![" in cell.source, cell.id
    assert path.stat().st_size < 60_000

"""Run the notebooks, and write what their cells show into them.

Usage: ``python scripts/update_notebooks.py`` (or ``make notebooks``); ``tests/test_notebooks.py`` keeps them current.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = tuple(sorted((ROOT / "notebooks").glob("*.ipynb")))
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
"""What every machine writes alike: no version of Python, no times."""


def execute(path: Path) -> Any:  # noqa: ANN401 - nbformat has no types
    """The notebook as it is after every cell has run, in the folder where it stands and with the package beside it."""
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(notebook, timeout=60, kernel_name="python3", record_timing=False)
    client.execute(cwd=str(path.parent), env={**os.environ, "PYTHONPATH": str(ROOT)})
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = join_streams(cell.outputs)
    notebook.metadata = nbformat.from_dict(METADATA)
    return notebook


def join_streams(outputs: list[Any]) -> list[Any]:
    """What a cell prints as one piece, however many pieces it came in: that depends on how busy the machine is."""
    joined: list[Any] = []
    for output in outputs:
        if output.output_type == "stream" and joined and joined[-1].get("name") == output.name:
            joined[-1].text += output.text
        else:
            joined.append(output)
    return joined


def main() -> None:
    for path in NOTEBOOKS:
        nbformat.write(execute(path), path)


if __name__ == "__main__":
    main()

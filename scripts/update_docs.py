"""Run every command that the READMEs and pages of ``docs`` show, and write what it prints below it.

Usage: ``python scripts/update_docs.py`` (or ``make docs``); ``tests/test_docs.py`` keeps the pages current.

A page is its own list of commands: in a ``console`` block, each line that begins with ``$ `` is run, and what follows
it is made anew. ``$ kg … | head -n N`` shows the first N lines.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from blocks import fill

from kg.tables import read_tables

ROOT = Path(__file__).resolve().parent.parent
READMES = (ROOT / "README.md", ROOT / "README.zh.md")
SYSTEMS = ROOT / "docs" / "systems.md"
GUIDE = ROOT / "docs" / "new-chapter.md"
TABLES = {
    "entities": "具名对象",
    "names": "名称",
    "mentions": "提及",
    "groups": "群体",
    "relations": "关系",
    "figures": "数据",
}

CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def commands_of(text: str) -> list[str]:
    """The commands that a page shows, in their order."""
    return [line[2:] for block in CONSOLE.findall(text) for line in block.splitlines() if line.startswith("$ ")]


def run(command: str, folder: Path) -> str:
    """What a command prints on standard output."""
    command, _, most = command.partition(" | head -n ")
    arguments = ["-W", "ignore", "-c", "from kg.cli import main; main()", *shlex.split(command)[1:]]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=env, capture_output=True, encoding="utf-8", check=False
    )
    if done.returncode:
        message = f"{command}: exit status {done.returncode}\n{done.stderr}"
        raise RuntimeError(message)
    lines = [line.rstrip() for line in done.stdout.splitlines()]
    return "\n".join(lines[: int(most) if most else None]).strip("\n")


def run_commands(text: str, folder: Path) -> str:
    """A page with the answer below each of its commands."""

    def answer(block: re.Match[str]) -> str:
        shown = "\n".join(f"$ {command}\n{run(command, folder)}\n" for command in commands_of(block[0]))
        return f"```console\n{shown}```"

    return CONSOLE.sub(answer, text)


def count_coverage() -> dict[str, str]:
    """What the tables hold, in the words of each README."""
    tables = read_tables(ROOT / "data" / "shanghai-2012")
    counts = {name: f"{len(getattr(tables, name)):,}" for name in TABLES}
    stating = len({row.sentence for row in (*tables.relations, *tables.figures)})
    total = sum(row.kind == "sentence" for row in tables.sentences)
    return {
        "README.md": f"The tables hold {', '.join(f'{number} {name}' for name, number in counts.items())}; {stating} "
        f"of the chapter's {total} sentences (beside its headings and items) have relations or figures.",
        "README.zh.md": f"表格共有{'、'.join(f'{TABLES[name]} {number} 个' for name, number in counts.items())}；"
        f"全章 {total} 个句子（标题与条目除外）中，{stating} 句有关系或数据。",
    }


def pages() -> dict[Path, str]:
    """Each generated page as it should be."""
    made, coverage = {}, count_coverage()
    for readme in READMES:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            for part in ("data", "tests"):
                (folder / part).symlink_to(ROOT / part)
            text = run_commands(readme.read_text(encoding="utf-8"), folder)  # the first command builds the dataset
            made[readme] = fill(text, {"coverage": coverage[readme.name]})
            if SYSTEMS not in made:
                made[SYSTEMS] = run_commands(SYSTEMS.read_text(encoding="utf-8"), folder)
    with tempfile.TemporaryDirectory() as name:
        shutil.copytree(GUIDE.with_suffix(""), name, dirs_exist_ok=True)  # the folder that the guide speaks of
        made[GUIDE] = run_commands(GUIDE.read_text(encoding="utf-8"), Path(name))
    return made


def main() -> None:
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

"""Run the commands that the README shows, and write what they print into it.

Usage: ``python scripts/update_readme.py`` (or ``make readme``); ``tests/test_docs.py`` keeps it current.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from kg.tables import read_tables

ROOT = Path(__file__).resolve().parent.parent
COMMANDS = (
    "kg build --lang en",
    "kg query who_supports --param actor=科技型中小企业 --lang en",
    "kg query whom_does_it_reach --param actor=上海市科技创业服务中心 --lang en",
    "kg query figures_of --param actor=履约贷款",
    "kg show 投贷宝 --lang en",
    "kg centrality --by betweenness --top 5 --lang en",
    "kg export --format turtle -o dataset.ttl --lang en",
)
TABLES = ("entities", "names", "mentions", "groups", "relations", "figures")


def run(command: str, folder: Path) -> str:
    """What a command prints on standard output."""
    arguments = ["-W", "ignore", "-c", "from kg.cli import main; main()", *command.split()[1:]]
    done = subprocess.run([sys.executable, *arguments], cwd=folder, capture_output=True, encoding="utf-8", check=True)
    return "\n".join(line.rstrip() for line in done.stdout.splitlines()).strip("\n")


def show_commands() -> str:
    with tempfile.TemporaryDirectory() as folder:
        shown = [f"```console\n$ {command}\n{run(command, Path(folder))}\n```" for command in COMMANDS]
    return "\n\n".join(shown)


def show_coverage() -> str:
    tables = read_tables(ROOT / "data" / "shanghai-2012")
    counts = ", ".join(f"{len(getattr(tables, name)):,} {name}" for name in TABLES)
    stating = {row.sentence for row in (*tables.relations, *tables.figures)}
    total = sum(row.kind == "sentence" for row in tables.sentences)
    return (
        f"The tables hold {counts}; {len(stating)} of the chapter's {total} sentences (beside its headings and items) "
        "have relations or figures."
    )


def fill(text: str) -> str:
    """The README with everything between its markers made anew."""
    for name, made in (("commands", show_commands()), ("coverage", show_coverage())):
        block = re.compile(rf"(<!-- {name}: [^>]*-->\n).*?(<!-- end -->)", re.DOTALL)
        text = block.sub(lambda found, made=made: f"{found[1]}\n{made}\n\n{found[2]}", text)  # type: ignore[misc]
    return text


def main() -> None:
    readme = ROOT / "README.md"
    readme.write_text(fill(readme.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()

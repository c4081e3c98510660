"""Run the commands that the README and pages of ``docs`` show, and write what they print into them.

Usage: ``python scripts/update_docs.py`` (or ``make docs``); ``tests/test_docs.py`` keeps them current.
"""

from __future__ import annotations

import re
import shutil
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
SYSTEMS = {
    "科技金融 Tech finance": ("上海市科技金融信息服务平台", "上海股权托管交易市场"),
    "研发与转化 R&D and transfer": ("研发公共服务平台", "欧洲企业网中国华东中心"),
    "优先发展区域 Priority areas": ("张江国家自主创新示范区", "复旦大学国家大学科技园"),
    "政策支持 Policy support": ("上海市创新资金", "科技计划项目管理信息系统"),
    "协同创新 Collaborative innovation": ("张江生物医药产业集群", "工业物联网热点"),
}
GUIDE = ROOT / "docs" / "new-chapter.md"
TABLES = ("entities", "names", "mentions", "groups", "relations", "figures")


def run(command: str, folder: Path) -> str:
    """What a command prints on standard output."""
    arguments = ["-W", "ignore", "-c", "from kg.cli import main; main()", *command.split()[1:]]
    done = subprocess.run([sys.executable, *arguments], cwd=folder, capture_output=True, encoding="utf-8", check=True)
    return "\n".join(line.rstrip() for line in done.stdout.splitlines()).strip("\n")


def show(command: str, folder: Path) -> str:
    return f"```console\n$ {command}\n{run(command, folder)}\n```"


def show_commands(folder: Path) -> str:
    return "\n\n".join(show(command, folder) for command in COMMANDS)


def show_coverage() -> str:
    tables = read_tables(ROOT / "data" / "shanghai-2012")
    counts = ", ".join(f"{len(getattr(tables, name)):,} {name}" for name in TABLES)
    stating = {row.sentence for row in (*tables.relations, *tables.figures)}
    total = sum(row.kind == "sentence" for row in tables.sentences)
    return (
        f"The tables hold {counts}; {len(stating)} of the chapter's {total} sentences (beside its headings and items) "
        "have relations or figures."
    )


def show_systems(folder: Path) -> str:
    """What `kg show` says of two systems of each function, in both languages."""
    parts = []
    for function, names in SYSTEMS.items():
        parts.append(f"## {function}")
        parts += [show(f"kg show {name} --lang {lang}", folder) for name in names for lang in ("zh", "en")]
    return "\n\n".join(parts)


def fill(text: str, made: dict[str, str]) -> str:
    """A page with everything between its markers made anew."""
    for name, content in made.items():
        block = re.compile(rf"(<!-- {name}: [^>]*-->\n).*?(<!-- end -->)", re.DOTALL)
        text = block.sub(lambda found, content=content: f"{found[1]}\n{content}\n\n{found[2]}", text)  # type: ignore[misc]
    return text


def run_guide(text: str) -> str:
    """The guide with what its commands print, run one after the other in a copy of the folder that it speaks of."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(GUIDE.with_suffix(""), folder, dirs_exist_ok=True)
        block = re.compile(r"```console\n\$ (kg [^\n]*)\n.*?```", re.DOTALL)
        return block.sub(lambda found: show(found[1], folder), text)


def pages() -> dict[Path, str]:
    """Each generated page as it should be."""
    readme, systems = ROOT / "README.md", ROOT / "docs" / "systems.md"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        commands = show_commands(folder)  # the first of them builds what the others read
        described = show_systems(folder)
    return {
        readme: fill(readme.read_text(encoding="utf-8"), {"commands": commands, "coverage": show_coverage()}),
        systems: fill(systems.read_text(encoding="utf-8"), {"systems": described}),
        GUIDE: run_guide(GUIDE.read_text(encoding="utf-8")),
    }


def main() -> None:
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

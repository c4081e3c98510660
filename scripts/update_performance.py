"""Run the benchmarks, and write what they print into ``docs/performance.md``.

Usage: ``python scripts/update_performance.py [NAME ...]`` (or ``make bench``, which also installs the peers). NAME is
reasoning, building, serving or extraction; without one all run, which takes most of an hour. A benchmark that fails
leaves the page as it is.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from blocks import fill

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "performance.md"
BENCHMARKS = {
    "reasoning": ("reasoning.py", "1", "10", "100", "1000"),
    "building": ("building.py",),
    "serving": ("serving.py", "--chapters", "1", "10", "100"),
    "extraction": ("extraction.py", "10000", "100000", "1000000", "3300000"),  # the last are 10 MB
}


def measure(name: str) -> str:
    """What a benchmark prints, shown as it runs; tables as they are, the rest as it stands."""
    script, *options = BENCHMARKS[name]
    program = [sys.executable, "-W", "ignore", str(ROOT / "benchmarks" / script), *options]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    lines = []
    with subprocess.Popen(program, stdout=subprocess.PIPE, encoding="utf-8", env=environment) as running:
        for line in running.stdout or ():
            sys.stdout.write(line)
            sys.stdout.flush()
            lines.append(line.rstrip())
    if running.returncode:
        sys.exit(f"{name}: exit status {running.returncode}; the page is as it was")
    return "\n".join(lines).strip()


def main() -> None:
    names = sys.argv[1:] or list(BENCHMARKS)
    if unknown := [name for name in names if name not in BENCHMARKS]:
        sys.exit(f"no benchmark {unknown[0]!r}; there are {', '.join(BENCHMARKS)}")
    for name in names:
        printed = measure(name)
        if not printed.startswith("|"):  # columns of text, not a table of Markdown
            printed = f"```text\n{printed}\n```"
        PAGE.write_text(fill(PAGE.read_text(encoding="utf-8"), {name: printed}), encoding="utf-8")


if __name__ == "__main__":
    main()

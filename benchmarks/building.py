"""How long `kg build` takes for the chapter, from a cold start of Python to the written dataset, SHACL included.

    make bench
    python benchmarks/building.py

Seconds on the clock, of a fresh process and folder each time; beside it, the same with the reference engine owlrl.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time

REPEATS = {"native": 7, "owlrl": 3}


def measure(engine: str) -> float:
    """One build."""
    program = [sys.executable, "-W", "ignore", "-c", "from kg.cli import main; main()", "build", "--engine", engine]
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        subprocess.run(
            [*program, "-o", f"{folder}/build"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        return time.perf_counter() - start


def main() -> None:
    """Print the table."""
    print("| engine | median, s | fastest | slowest | builds |\n|---|--:|--:|--:|--:|")
    for engine, repeats in REPEATS.items():
        taken = [measure(engine) for _ in range(repeats)]
        print(f"| {engine} | {statistics.median(taken):.2f} | {min(taken):.2f} | {max(taken):.2f} | {repeats} |")


if __name__ == "__main__":
    main()

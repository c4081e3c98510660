"""Chapters of invented facts, from prose to facts: ``facts/*.txt``, one sentence a line, its facts below it.

``[name]`` has the sort of name behind it, as in ``prose``, with ``t`` for target groups and ``f`` for fields; ``?`` before a
sort or a fact says that the reader does not find it yet. The prose was written, with what an annotator would write, before
the reader was tried on it. Expectations changed afterwards where the convention decides otherwise (a name as the text
writes it; what a number counts is a group; a policy that acts by itself), and facts that the author had not seen were
added.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import pytest

from kg.model import Document
from kg.ontology import schema
from kg.reader import read_mentions, tabulate
from kg.reader.packs.lexicon import GENERAL_PACKS
from kg.reader.values import Options
from kg.text.decoding import fingerprint

CHAPTERS = sorted((Path(__file__).parent / "facts").glob("*.txt"))
SORTS = {
    "o": ("Organisation", "InnovationNetwork"),
    "p": ("Place",),
    "g": ("Programme", "FinancialProduct", "Technology", "Publication", "Designation"),
    "s": ("Service",),
    "t": ("TargetGroup",),
    "f": ("Field",),
}
"""Sorts of names by their letter; the first that fits."""
MARKED = re.compile(r"\[([^\[\]]+)\](\??)([a-z])")

Case = tuple[str, tuple[str, ...]]
Found = tuple[set[tuple[str, str]], set[str]]


def cases_of(path: Path) -> list[Case]:
    """The sentences of a chapter, each with its facts."""
    found: list[tuple[str, list[str]]] = []
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        if line.startswith("  "):
            found[-1][1].append(line.strip())
        else:
            found.append((line, []))
    return [(line, tuple(facts)) for line, facts in found]


def plain(line: str) -> str:
    return MARKED.sub(r"\1", line)


def sort_of(class_: str) -> str:
    above = {class_, *schema().ancestors.get(class_, frozenset())}
    return next((letter for letter, roots in SORTS.items() if above.intersection(roots)), "")


@lru_cache(maxsize=8)
def read_chapter(path: Path) -> dict[str, Found]:
    """The names and the facts that the reader finds in each sentence of a chapter, which it reads as a whole."""
    city, year = path.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ").split()
    sentences = [plain(line) for line, _ in cases_of(path)]
    text = f"{city}科技发展\n" + "\n".join(sentences) + "\n"
    reading = read_mentions(Document("test", text, fingerprint(text)), GENERAL_PACKS, Options(year=int(year)))
    tables = tabulate(reading)
    groups = {row.id: text[row.begin : row.end] for row in tables.groups}
    found: dict[str, Found] = {}
    begin = text.index("\n") + 1
    for sentence in sentences:
        place = f"{begin}-{begin + len(sentence)}"
        found[sentence] = (
            {
                (text[each.begin : each.end], sort_of(each.class_))
                for each in reading.mentions
                if begin <= each.begin < begin + len(sentence) and each.kind != "group" and sort_of(each.class_)
            },
            {
                f"{groups.get(row.subject, row.subject)} {row.property} {groups.get(row.object, row.object)}"
                + ("" if row.modality == "asserted" else f" {row.modality}")
                for row in tables.relations
                if row.sentence == place
            },
        )
        begin += len(sentence) + 1
    return found


SENTENCES = [
    pytest.param(path, case, id=f"{path.stem}-{n}") for path in CHAPTERS for n, case in enumerate(cases_of(path), 1)
]


@pytest.mark.parametrize(("path", "case"), SENTENCES)
def test_a_sentence_of_a_chapter_names_just_what_is_marked(path: Path, case: Case) -> None:
    expected = {(name, sort) for name, missed, sort in MARKED.findall(case[0]) if not missed}
    assert read_chapter(path)[plain(case[0])][0] == expected


@pytest.mark.parametrize(("path", "case"), SENTENCES)
def test_a_sentence_of_a_chapter_states_just_these_facts(path: Path, case: Case) -> None:
    expected = {fact for fact in case[1] if not fact.startswith("?")}
    assert read_chapter(path)[plain(case[0])][1] == expected


def test_most_of_what_an_annotator_writes_is_found() -> None:
    facts = [fact for path in CHAPTERS for _, all_ in cases_of(path) for fact in all_]
    missed = [fact for fact in facts if fact.startswith("?")]
    assert len(facts) >= 100
    assert len(missed) <= len(facts) // 10

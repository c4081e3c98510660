"""Names in the prose of many cities: ``prose/*.txt``, one sentence a line, ``[name]`` and the sort of name behind it."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import groupby
from pathlib import Path

import pytest

from kg.model import Document
from kg.ontology import schema
from kg.reader import read_mentions
from kg.reader.packs.lexicon import GENERAL_PACKS
from kg.reader.values import Options
from kg.text.decoding import fingerprint

PROSE = sorted((Path(__file__).parent / "prose").glob("*.txt"))
SORTS = {
    "o": ("Organisation", "InnovationNetwork"),
    "p": ("Place",),
    "g": ("Programme", "FinancialProduct", "Technology", "Publication"),
    "s": ("Service",),
}
"""Sorts of names by their letter: bodies, places, programmes (with policies, awards, products), services."""
MARKED = re.compile(r"\[([^\[\]]+)\]([a-z])")

Name = tuple[int, int, str]


def sort_of(class_: str) -> str:
    above = schema().ancestors.get(class_, frozenset())
    return next((letter for letter, roots in SORTS.items() if above.intersection(roots)), "")


def unmark(line: str) -> tuple[str, set[Name]]:
    """A sentence without its marks, and the names marked in it."""
    text, names, place = "", set(), 0
    for match in MARKED.finditer(line):
        text += line[place : match.start()]
        names.add((len(text), len(text) + len(match[1]), match[2]))
        text += match[1]
        place = match.end()
    return text + line[place:], names


def chapters() -> list[tuple[str, list[str]]]:
    """The headings of the prose (``# 合肥市 2013``), each with its lines."""
    found: list[tuple[str, list[str]]] = []
    for path in PROSE:
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line]
        for heading, group in groupby(lines, key=lambda line: line.startswith("#")):
            if heading:
                found += [(line.removeprefix("# "), []) for line in group]
            else:
                found[-1][1].extend(group)
    return found


CHAPTERS = dict(chapters())


@lru_cache(maxsize=4)
def read_chapter(heading: str) -> dict[str, set[Name]]:
    """The names that the reader finds in each sentence of a chapter, which it reads as a whole."""
    city, year = heading.split()
    sentences = [unmark(line)[0] for line in CHAPTERS[heading]]
    text = f"{city}科技发展\n" + "\n".join(sentences) + "\n"
    reading = read_mentions(Document("test", text, fingerprint(text)), GENERAL_PACKS, Options(year=int(year)))
    found: dict[str, set[Name]] = {}
    begin = len(city) + len("科技发展\n")
    for sentence in sentences:
        end = begin + len(sentence)
        found[sentence] = {
            (each.begin - begin, each.end - begin, sort_of(each.class_))
            for each in reading.mentions
            if begin <= each.begin < end and each.kind != "group" and sort_of(each.class_)
        }
        begin = end + 1
    return found


@pytest.mark.parametrize(
    ("heading", "line"),
    [
        pytest.param(heading, line, id=f"{heading.split()[0]}-{n}")
        for heading, lines in CHAPTERS.items()
        for n, line in enumerate(lines, 1)
    ],
)
def test_a_sentence_of_any_city_names_just_what_is_marked(heading: str, line: str) -> None:
    text, expected = unmark(line)
    found = read_chapter(heading)[text]
    assert {(text[begin:end], sort) for begin, end, sort in found} == {
        (text[begin:end], sort) for begin, end, sort in expected
    }


def test_the_prose_is_large_enough_to_mean_something() -> None:
    assert len(CHAPTERS) >= 12
    assert sum(len(lines) for lines in CHAPTERS.values()) >= 150

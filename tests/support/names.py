"""Reading short texts with the general packs."""

from __future__ import annotations

from dataclasses import replace

from kg.model import Document
from kg.reader import read_mentions
from kg.reader.packs.lexicon import GENERAL_PACKS, load_packs
from kg.reader.steps import NAMING, find_owner
from kg.reader.values import Options, Reading
from kg.text.decoding import fingerprint

LEXICON = load_packs(GENERAL_PACKS)


def read(text: str) -> Reading:
    return read_mentions(Document("test", text, fingerprint(text)), GENERAL_PACKS, Options(year=2015))


def read_report(text: str) -> Reading:
    """Read a text as part of a government's own report."""
    reading = Reading(Document("test", text, fingerprint(text)), Options(year=2015), LEXICON)
    for step in NAMING:
        reading = step.run(reading)
        if step.run is find_owner:
            reading = replace(reading, context=replace(reading.context, kind="work-report"))
    return reading


def named_in_report(text: str) -> dict[str, str]:
    """The forms that a report mentions, with their classes; see :func:`named`."""
    return _named(read_report(text), ("name", "title", "quoted", "short", "anaphor"))


def named(text: str, *, kinds: tuple[str, ...] = ("name", "title", "quoted", "short", "anaphor")) -> dict[str, str]:
    """The forms of the mentions in a text, with their classes; fields and target groups left out."""
    return _named(read(text), kinds)


def _named(reading: Reading, kinds: tuple[str, ...]) -> dict[str, str]:
    text = reading.document.text
    return {
        text[each.begin : each.end]: each.class_
        for each in reading.mentions
        if each.kind in kinds and each.class_ not in {"Field", "TargetGroup"}
    }

"""Reading short texts with the general packs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.model import Document
from kg.reader import read_mentions
from kg.reader.packs.lexicon import GENERAL_PACKS, load_packs
from kg.reader.values import Options
from kg.text.decoding import fingerprint

if TYPE_CHECKING:
    from kg.reader.values import Reading

LEXICON = load_packs(GENERAL_PACKS)


def read(text: str) -> Reading:
    return read_mentions(Document("test", text, fingerprint(text)), GENERAL_PACKS, Options(year=2015))


def named(text: str, *, kinds: tuple[str, ...] = ("name", "title", "quoted", "short", "anaphor")) -> dict[str, str]:
    """The forms of the mentions in a text, with their classes; fields and target groups left out."""
    return {
        text[each.begin : each.end]: each.class_
        for each in read(text).mentions
        if each.kind in kinds and each.class_ not in {"Field", "TargetGroup"}
    }

"""Characters as texts and names are compared: whatever their width, case and accents, and Simplified."""

from __future__ import annotations

import csv
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.resources import data_path

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["fold", "is_chinese", "plain", "simplified"]


@lru_cache(maxsize=1)
def simplified() -> Mapping[int, str]:
    """The Simplified character of every Traditional one that has one, by code point; for :meth:`str.translate`."""
    with data_path("lexicon", "base", "characters.csv").open(encoding="utf-8", newline="") as stream:
        return {ord(row["traditional"]): row["simplified"] for row in csv.DictReader(stream)}


def plain(text: str) -> str:
    """A text as texts are compared: without regard to width, case and surrounding blanks, in Simplified characters."""
    return unicodedata.normalize("NFKC", text).casefold().strip().translate(simplified())


def fold(name: str) -> str:
    """A name as names are compared: :func:`plain`, and letters and digits only, without accents.

    A name without any (%, ℃) stays as :func:`plain` has it.
    """
    bare = unicodedata.normalize("NFKD", name).casefold()
    folded = unicodedata.normalize("NFKC", "".join(char for char in bare if char.isalnum()))
    return folded.translate(simplified()) or plain(name)


def is_chinese(text: str) -> bool:
    """Whether a text has a Chinese character in it."""
    return any("\u3400" <= char <= "\u9fff" for char in text)

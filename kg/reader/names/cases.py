"""A document as scanned, with what all steps of linking look up."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.model import Sentence
    from kg.reader.names.scanning import Scan
    from kg.reader.values import Lexicon, Name, Place

__all__ = ["Case"]


@dataclass(frozen=True)
class Case:
    """A document as scanned, with what all steps look up."""

    text: str
    found: Scan
    sentences: tuple[Sentence, ...]
    lexicon: Lexicon
    home: Place | None
    places: Mapping[str, Place]
    listed: Mapping[str, Name]

    @cached_property
    def begins(self) -> list[int]:
        """Where sentences begin."""
        return [each.begin for each in self.sentences]

    @cached_property
    def classes(self) -> frozenset[str]:
        """Classes whose names have short forms: bodies and what they run, not fields or target groups."""
        return frozenset({head.class_ for head in self.lexicon.heads if head.class_})

    def sentence_at(self, begin: int, end: int) -> int | None:
        """The index of the sentence that holds a span."""
        index = bisect_right(self.begins, begin) - 1
        return index if index >= 0 and end <= self.sentences[index].end else None

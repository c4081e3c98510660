"""Small steps that several rules for names share."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.reader.names.scanning import Scan

__all__ = ["SHORTEST_MODIFIER", "alternatives", "behind_adverbs", "behind_verbs"]

SHORTEST_MODIFIER = 2
"""Characters before a head that name something at least."""


def alternatives(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern of one or more of some words, the longest first."""
    return re.compile(f"(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})+")


def behind_verbs(found: Scan, start: int, limit: int) -> int:
    """Behind the verbs that stand at the start of a phrase, though names may hold them: 引进, 协调."""
    leading = found.lexicon.cues.get("leading", ())
    while found.text.startswith(leading, start):
        length = max(len(word) for word in leading if found.text.startswith(word, start))
        if start + length == limit - 1 or start + length > limit:
            break
        start += length
    return start


def behind_adverbs(found: Scan, start: int, limit: int) -> int:
    """Behind the plain verbs and adverbs that stand at the start of a phrase before a body or place: 严肃查处, 在建."""
    for word in found.boundaries.words(found.text[start:limit]):
        rest = limit - start - len(word)
        if len(word) < SHORTEST_MODIFIER or word not in found.lexicon.leading or rest < SHORTEST_MODIFIER:
            break
        start += len(word)
    return start

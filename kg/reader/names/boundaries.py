"""Where words end: a short name whose characters belong to the words beside it is none (台中 in 平台中).

The likeliest division of a stretch into words is that whose words are the most common (a unigram model over the
frequencies of a pack); only the characters around a doubtful name are divided.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from math import log
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Boundaries"]

_REACH = 6
"""Characters on either side of a name that are divided with it."""
_LONGEST = 4
_STOPS = re.compile(r"[^\u4e00-\u9fff]")
_TOTAL = 60_000_000
"""About the sum of the frequencies."""
_UNKNOWN = 1
"""How common a character is that stands for no word."""


@dataclass(frozen=True)
class Boundaries:
    """Divides text into words by how common they are."""

    frequencies: Mapping[str, int]

    def divides(self, text: str, begin: int, end: int, common: int) -> bool:
        """Whether the likeliest division has a boundary at both ends of a name that is as common as that.

        Words that hold the whole name are left out: 上海浦东 holds 上海, and is no reason to doubt it.
        """
        if not self._is_crossed(text, begin, end):
            return True
        first, last = self._stretch(text, begin, end)
        stretch, name = text[first:last], (begin - first, end - first)
        form = text[begin:end]
        whole = (
            self._best(stretch[: name[0]])[-1][0]
            + _cost(max(common, self.frequencies.get(form, 0)))
            + self._best(stretch[name[1] :])[-1][0]
        )
        return whole <= self._best(stretch, name)[-1][0]

    def ends_before(self, text: str, place: int) -> bool:
        """Whether a word of two characters or more ends at a place, and none goes on across it."""
        ended = any(text[start:place] in self.frequencies for start in range(max(0, place - _LONGEST), place - 1))
        return ended and not any(
            text[start:stop] in self.frequencies
            for start in range(max(0, place - _LONGEST + 1), place)
            for stop in range(place + 1, min(len(text), start + _LONGEST) + 1)
        )

    def _is_crossed(self, text: str, begin: int, end: int) -> bool:
        """Whether a word begins before a name and ends within it, or begins within it and ends behind it."""
        known = self.frequencies
        return any(
            text[start:place] in known
            for place in range(begin + 1, end)
            for start in range(max(0, place - _LONGEST), begin)
        ) or any(
            text[place:stop] in known
            for place in range(begin + 1, end)
            for stop in range(end + 1, min(len(text), place + _LONGEST) + 1)
        )

    def words(self, text: str) -> list[str]:
        """The likeliest division of a text into words."""
        best = self._best(text)
        place, found = len(text), []
        while place:
            start = best[place][1]
            found.append(text[start:place])
            place = start
        return found[::-1]

    def _stretch(self, text: str, begin: int, end: int) -> tuple[int, int]:
        first, last = max(0, begin - _REACH), min(len(text), end + _REACH)
        stops = [match.end() for match in _STOPS.finditer(text, first, begin)]
        stop = _STOPS.search(text, end, last)
        return stops[-1] if stops else first, stop.start() if stop else last

    def _best(self, text: str, name: tuple[int, int] = (-1, -1)) -> list[tuple[float, int]]:
        """By each place in a text the cost of the best division up to it, and where its last word begins."""
        best = [(0.0, 0)]
        known = self.frequencies
        for end in range(1, len(text) + 1):
            count = known.get(text[end - 1], _UNKNOWN)
            least = best[end - 1][0] + _cost(count), end - 1
            for begin in range(max(0, end - _LONGEST), end - 1):
                count = known.get(text[begin:end], 0)
                if count and not (begin <= name[0] and name[1] <= end):
                    least = min(least, (best[begin][0] + _cost(count), begin))
            best.append(least)
        return best


@lru_cache(maxsize=4096)
def _cost(count: int) -> float:
    return log(_TOTAL / count)

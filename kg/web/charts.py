"""Pictures made on the server, as values that a template turns into SVG.

Nothing here knows HTML: a bar has a place and a size, a node has coordinates. Colours are in the style sheet.
"""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Bar", "BarChart", "Neighbour", "Neighbourhood", "bar_chart", "clip", "neighbourhood", "wrap"]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it stands for, its value as text, and its place in percent of the width."""

    label: str
    text: str
    start: float
    length: float
    href: str = ""
    hedged: bool = False


@dataclass(frozen=True, slots=True)
class BarChart:
    """Bars on one scale that includes zero; ``zero`` is where zero stands, in percent."""

    bars: tuple[Bar, ...]
    zero: float


_SCALE = 68
"""Percent of the width that the longest bar takes; its value stands beside it."""


def bar_chart(rows: Sequence[tuple[str, str, Decimal, str, bool]]) -> BarChart | None:
    """Horizontal bars from label, text, value, link, and whether the value is only approximate.

    None where there is nothing to compare: fewer than two bars.
    """
    if len(rows) < 2:  # noqa: PLR2004 - one bar says nothing
        return None
    low = min(Decimal(0), *(row[2] for row in rows))
    high = max(Decimal(0), *(row[2] for row in rows))
    span = high - low or Decimal(1)
    zero = float(-low / span * _SCALE)
    bars = tuple(
        Bar(
            label,
            text,
            round(float((min(value, Decimal(0)) - low) / span * _SCALE), 2),
            round(max(float(abs(value) / span * _SCALE), 0.4), 2),
            href,
            hedged,
        )
        for label, text, value, href, hedged in rows
    )
    return BarChart(bars, round(zero, 2))


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A thing beside the one in the middle."""

    label: str
    href: str
    relation: str
    x: float
    y: float
    anchor: str
    inferred: bool
    towards: bool
    group: str


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """What is next to a thing: who reaches it on the left, whom it reaches on the right.

    The thing itself is a box around ``x`` and ``y`` with its name in one or two lines.
    """

    width: int
    height: int
    centre: tuple[str, ...]
    box: tuple[int, int]
    x: float
    y: float
    neighbours: tuple[Neighbour, ...]
    left_out: int


_ROW = 30
_WIDTH = 828
_SIDE = 266
"""Room for labels at either side, in pixels."""
_BOX, _LINE = 196, 18
"""The width of the box in the middle in pixels, and of a line of its name in columns."""
_MOST = 11
"""Neighbours on one side; a picture with more is not read."""


def neighbourhood(
    centre: str, before: Sequence[tuple[str, str, str, bool, str]], after: Sequence[tuple[str, str, str, bool, str]]
) -> Neighbourhood | None:
    """Lay out a thing between those that reach it and those that it reaches.

    Each neighbour is a label, a link, the relation, whether it is only inferred, and its kind. None without neighbours.
    """
    if not before and not after:
        return None
    rows = max(min(len(before), _MOST), min(len(after), _MOST), 3)
    height = rows * _ROW + 24
    lines = wrap(centre, _LINE)
    middle = height / 2
    reach = _WIDTH / 2 - _SIDE
    width = _WIDTH if before and after else round(_SIDE + 2 * reach)
    return Neighbourhood(
        width=width,
        height=height,
        centre=lines,
        box=(_BOX, 22 + 18 * len(lines)),
        x=_SIDE + reach if before else reach,
        y=middle,
        neighbours=(
            *_column(before[:_MOST], middle, _SIDE, left=True),
            *_column(after[:_MOST], middle, width - _SIDE, left=False),
        ),
        left_out=max(len(before) - _MOST, 0) + max(len(after) - _MOST, 0),
    )


def _column(
    members: Sequence[tuple[str, str, str, bool, str]], middle: float, edge: float, *, left: bool
) -> list[Neighbour]:
    """One side of the picture, bent around the middle; ``edge`` is where labels begin."""
    top = middle - (len(members) - 1) * _ROW / 2
    placed = []
    for place, (label, href, relation, inferred, group) in enumerate(members):
        y = top + place * _ROW
        bend = 26 * (1 - math.cos(math.pi * (y - middle) / max(middle * 2, 1)))
        x = edge + bend if left else edge - bend
        anchor = "end" if left else "start"
        placed.append(
            Neighbour(clip(label, 34), href, relation, round(x, 1), round(y, 1), anchor, inferred, left, group)
        )
    return placed


def clip(text: str, width: int) -> str:
    """A text cut to a width, in columns of a terminal: a Chinese character takes two."""
    fitting = _fitting(text, width)
    return text if fitting == len(text) else text[:fitting].rstrip() + "…"


def wrap(text: str, width: int) -> tuple[str, ...]:
    """A text in two lines of a width, in columns of a terminal, or in one; cut if that is too little."""
    fitting = _fitting(text, width)
    if fitting == len(text):
        return (text,)
    place = max(text.rfind(" ", 0, fitting + 1), text.rfind("-", 0, fitting) + 1)
    place = place if place > 0 else fitting
    return text[:place].rstrip(), clip(text[place:].lstrip(), width)


def _fitting(text: str, width: int) -> int:
    """How many characters of a text fit into a width."""
    used = 0
    for place, char in enumerate(text):
        used += 2 if unicodedata.east_asian_width(char) in "WF" else 1
        if used > width:
            return place
    return len(text)

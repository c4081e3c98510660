"""How wide the columns of a table are made, and where their cells are wrapped.

A word or a number is never broken where that can be helped: a table that has no room for its longest words is better
told row by row, and :func:`widths` then says so. English is wrapped at blanks and hyphens, Chinese after any character,
but not before a closing mark, nor within a number or a pair of offsets.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.cells import cell_len, chop_cells

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["GAP", "widths", "wrap"]

GAP = 2
"""Blanks between two columns."""

_OPENING, _CLOSING = "“‘（《〈【[(", "”’）》〉】，。、；：！？…%])"
_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
_WORD = rf"[^\s{_WIDE}{re.escape(_OPENING)}]"
_HYPHENED = rf"[^\s{_WIDE}{re.escape(_OPENING)}-]+-(?=[^\W\d_])"
_OFFSETS = r"\[\d+, \d+\)"
_PIECE = re.compile(rf"{_OFFSETS}|\s+|[{re.escape(_OPENING)}]*(?:{_HYPHENED}|{_WORD}+|\S)[{re.escape(_CLOSING)}]*")
_LEAST = 8
"""Cells that a run of Chinese is given at least: four characters."""


def widths(rows: Sequence[Sequence[str]], room: int) -> list[int] | None:
    """A width for each column, none wider than its widest cell; None if the room is too small for the longest words.

    The room that is missing is taken from the widest columns.
    """
    columns = list(zip(*rows, strict=True))
    found = [max((cell_len(line) for cell in column for line in cell.splitlines()), default=0) for column in columns]
    least = [max(map(_least, column), default=0) for column in columns]
    missing = sum(found) + GAP * (len(found) - 1) - room
    while missing > 0:
        able = [index for index, width in enumerate(found) if width > least[index]]
        if not able:
            return None
        widest = max(able, key=lambda index: found[index])
        found[widest] -= 1
        missing -= 1
    return found


def wrap(text: str, width: int) -> list[str]:
    """The lines of a text in so many cells; what is wider than a line by itself is cut."""
    return [line for part in text.splitlines() or [""] for line in _wrap_line(part, width)]


def _wrap_line(text: str, width: int) -> list[str]:
    lines, here = [], ""
    for piece in _PIECE.findall(text):
        if cell_len(here) + cell_len(piece.rstrip()) <= width:
            here += piece
            continue
        if here.strip():
            lines.append(here.rstrip())
        *full, here = chop_cells(piece.lstrip(), width) or [""]
        lines += full
    return [*lines, here.rstrip()]


def _least(cell: str) -> int:
    """The cells that a text needs if no word of it is to be broken."""
    words = cell.split()
    pieces = max((cell_len(piece) for piece in _PIECE.findall(cell) if not piece.isspace()), default=0)
    return max(pieces, min(_LEAST, max(map(cell_len, words), default=0)))

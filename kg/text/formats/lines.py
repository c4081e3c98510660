"""Lines of text, cleaned: what all formats end in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["join_lines"]

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
_SPACES = re.compile(r"[ \t\u00a0]+")


def join_lines(lines: Iterable[str]) -> str:
    """The lines as a text, without control characters and runs of spaces, and without more than one blank line."""
    kept: list[str] = []
    for line in lines:
        for part in _UNPRINTABLE.sub("", line).replace("\r\n", "\n").replace("\r", "\n").split("\n"):
            written = _SPACES.sub(" ", part).rstrip().lstrip(" ")
            if written or (kept and kept[-1]):
                kept.append(written)
    return "\n".join(kept).strip("\n\ufeff") + "\n"

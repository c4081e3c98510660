"""A same-length normalisation for matching: what looks alike becomes alike, offsets stay true."""

from __future__ import annotations

__all__ = ["shadow"]

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_KEPT = {ord(mark) for mark in "，。；：！？（）"}
_ALIKE: dict[int, str] = {code: chr(plain) for code, plain in _FULL_WIDTH.items() if code not in _KEPT}
_ALIKE |= {ord(mark): "-" for mark in "–—－─―~～〜"}
_ALIKE |= {ord(mark): '"' for mark in "“”„‟＂"}
_ALIKE |= {ord(mark): "'" for mark in "‘’‚‛＇"}
_ALIKE |= {ord("　"): " ", ord("〇"): "零"}


def shadow(text: str) -> str:
    """The text with full-width letters and digits, dashes and quotes made uniform; of the same length."""
    return text.translate(_ALIKE)

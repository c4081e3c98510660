"""A same-length normalisation for matching: what looks alike becomes alike, offsets stay true."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.text.folding import simplified

__all__ = ["shadow"]

_FULL_WIDTH = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_KEPT = frozenset(map(ord, "，。；：！？（）"))
_ALIKE = {
    **{code: plain for code, plain in _FULL_WIDTH.items() if code not in _KEPT},
    **dict.fromkeys(map(ord, "‐‑‒–—―−－─﹣~～〜∼"), "-"),
    **dict.fromkeys(map(ord, "“”„‟〝〞「」『』"), '"'),
    **dict.fromkeys(map(ord, "‘’‚‛"), "'"),
    **dict.fromkeys(map(ord, "\u00a0\u2002\u2003\u2009\u202f\u3000"), " "),
    **dict.fromkeys(map(ord, "〇○"), "零"),
    ord("﹪"): "%",
}
_LONG = 4096
_PUNCTUATION = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？"}
_CHINESE = r"[一-鿿“”《》（）]"
_HALF_WIDTH = re.compile(rf"(?<={_CHINESE})[,;:!?]|[,;:!?](?={_CHINESE})")


def shadow(text: str) -> str:
    """The text with letters, digits, dashes, quotes and spaces made uniform; of the same length.

    Full-width letters, digits and signs become half-width, every dash and tilde ``-``, every quotation
    mark ``"`` or ``'``, 〇 and ○ become 零, and Traditional characters Simplified ones. The punctuation
    ，。；：！？（） is kept, and half-width punctuation beside a Chinese character becomes what is meant by it;
    that between digits does not: 1,234 and 9:30.
    """
    return _shadow_of_document(text) if len(text) > _LONG else _make_shadow(text)


@lru_cache(maxsize=2)
def _shadow_of_document(text: str) -> str:
    """The shadow of a long text, kept: a document is looked at many times while it is read."""
    return _make_shadow(text)


def _make_shadow(text: str) -> str:
    plain = text.translate(_table())
    if any(mark in plain for mark in _PUNCTUATION):
        return _HALF_WIDTH.sub(lambda match: _PUNCTUATION[match.group()], plain)
    return plain


@lru_cache(maxsize=1)
def _table() -> dict[int, str]:
    return {**simplified(), **_ALIKE}

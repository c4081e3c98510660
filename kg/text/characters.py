"""Characters that no name, id or label may hold: they cannot be seen, written into XML or an IRI, or mean nothing."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["describe_unfit", "without_unfit"]

_UNFIT = re.compile(
    "["
    "\x00-\x1f\x7f-\x9f"  # control characters, line ends among them
    "\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # invisible; direction overrides
    "\ufe00-\ufe0f\U000e0000-\U000e0fff"  # variation selectors and tags
    "\ue000-\uf8ff\U000f0000-\U0010ffff"  # private use
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"  # surrogates and what is no character
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(1, 15))
    + "]"
)


def describe_unfit(text: str) -> str | None:
    """Describe the first character of a text that a name must not hold; None if it holds none.

    Args:
        text: a name, an id or a label.

    Returns:
        Its code point, its name in Unicode if it has one, and its place, such as
        ``U+202E (RIGHT-TO-LEFT OVERRIDE) at 3``.

    """
    found = _UNFIT.search(text)
    if found is None:
        return None
    name = unicodedata.name(found[0], "")
    return f"U+{ord(found[0]):04X}{f' ({name})' if name else ''} at {found.start()}"


def without_unfit(text: str) -> str:
    """The text with a space for each character that a name must not hold."""
    return _UNFIT.sub(" ", text)

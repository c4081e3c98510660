"""Numbers as people write them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from rdflib import Literal

if TYPE_CHECKING:
    from rdflib.term import Node

__all__ = ["format_number"]

_SCALES = {
    "zh": ((Decimal(10**8), "亿"), (Decimal(10**4), "万")),
    "en": ((Decimal(10**9), " billion"), (Decimal(10**6), " million")),
}


def format_number(number: Node | None, lang: str) -> str:
    """A number for people: in 亿 and 万, or billions and millions; thousands apart, no zeros behind."""
    if not isinstance(number, Literal):
        return ""
    value = Decimal(str(number))
    size, word = next(((size, word) for size, word in _SCALES[lang] if abs(value) >= size), (Decimal(1), ""))
    text = f"{value / size:,f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) + word

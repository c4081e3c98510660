"""Numbers as written, in Arabic and Chinese digits and any mixture with scales: 1.76亿, 二十三, 3千万."""

from __future__ import annotations

import re
from decimal import Decimal

from kg.model import Numeral
from kg.text.shadow import shadow

__all__ = ["ARABIC", "CHINESE", "SCALE", "find_numerals", "parse_numeral"]

_DIGITS = {
    "零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
}  # fmt: skip
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}

ARABIC = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
"""Digits, with thousands apart or not, and decimals; a text's shadow has them in half width."""

SCALE = r"(?:[十百千]?(?:万亿|[万亿])|[百千](?![分米克瓦公]))"
"""What multiplies the digits before it."""

CHINESE = r"(?:[一二两三四五六七八九][一二两三四五六七八九零十百千万亿]*|十[一二三四五六七八九]?(?:[万亿])?)"
"""A number in Chinese digits; 百, 千, 万 alone begin none."""

_ANY = re.compile(rf"(?<![\d.,])(?:{ARABIC}(?:{SCALE})?|{CHINESE})")
_MIXED = re.compile(rf"(?P<digits>{ARABIC})(?P<scale>[十百千万亿]*)")


def find_numerals(text: str) -> tuple[Numeral, ...]:
    """All numerals of a text, whether they quantify anything or not."""
    matched = _ANY.finditer(shadow(text))
    return tuple(Numeral(match.start(), match.end(), parse_numeral(match.group())) for match in matched)


def parse_numeral(form: str) -> Decimal:
    """The value of a number as written.

    Raises:
        ValueError: if the form is no number.

    """
    plain = shadow(form)
    mixed = _MIXED.fullmatch(plain)
    if mixed:
        value = Decimal(mixed["digits"].replace(",", ""))
        for scale in mixed["scale"]:
            value *= {**_SMALL, **_LARGE}[scale]
        return value
    if not plain or any(character not in {*_DIGITS, *_SMALL, *_LARGE} for character in plain):
        message = f"{form!r} is not a number"
        raise ValueError(message)
    if len(plain) > 1 and all(character in _DIGITS for character in plain):
        return Decimal("".join(str(_DIGITS[character]) for character in plain))
    return Decimal(_parse_chinese(plain))


def _parse_chinese(form: str) -> int:
    """The value of a number with scales: sections of up to 9999, each multiplied by 万 or 亿."""
    for scale in ("亿", "万"):
        above, found, below = form.rpartition(scale)
        if found:
            return (_parse_chinese(above) if above else 1) * _LARGE[scale] + (_parse_chinese(below) if below else 0)
    total = digit = 0
    for character in form:
        if character in _DIGITS:
            digit = _DIGITS[character]
        else:
            total += (digit or 1) * _SMALL[character]
            digit = 0
    return total + digit

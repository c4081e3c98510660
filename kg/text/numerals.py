"""Numbers as written, in Arabic and Chinese digits and any mixture with scales: 1.76亿, 二十三, 3千万."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from kg.model import Numeral
from kg.text.shadow import shadow

__all__ = ["ARABIC", "CHINESE", "NUMBER", "SCALE", "find_numerals", "parse_numeral"]

_DIGITS = {
    "零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
}  # fmt: skip
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}
_SCALES = {**_SMALL, **_LARGE}

# All patterns are for a text's shadow. Lengths are bounded: a longer run of digits is no number of this prose.

ARABIC = r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,5}|[0-9]{1,15})(?![0-9])(?:\.[0-9]{1,10}(?![0-9]))?"
"""Digits, with thousands apart or not, and decimals."""

SCALE = r"(?:[十百千]?(?:万亿|[万亿])|[百千](?![分米克瓦伏]))"
"""What multiplies the digits before it; not the 千 of 千米."""

NUMBER = rf"(?:{ARABIC}{SCALE}(?={ARABIC}{SCALE})){{0,2}}{ARABIC}(?:{SCALE})?"
"""Arabic digits with scales: 300, 2.5亿, 3亿5000万."""

CHINESE = rf"[{''.join(_DIGITS)}{''.join(_SCALES)}]{{1,24}}"
"""A run of Chinese digits and scales; whether it is a number, :func:`parse_numeral` decides."""

_BOUNDARY = r"(?<![0-9])(?<![0-9][.,])"
_VAGUE = rf"(?<![数几好{''.join(_DIGITS)}{''.join(_SCALES)}])"
_ANY = re.compile(rf"{_BOUNDARY}{NUMBER}|{_VAGUE}{CHINESE}")
_PART = re.compile(rf"({ARABIC})([十百千万亿]*)")


def find_numerals(text: str) -> tuple[Numeral, ...]:
    """All numerals of a text, in order, whether they quantify anything or not.

    数十 and 几十 have no value and are none; of 十余, the numeral is 十.
    """
    found = []
    for match in _ANY.finditer(shadow(text)):
        value = _parse(match.group())
        if value is not None and match.group() not in _SCALES.keys() - {"十"}:
            found.append(Numeral(match.start(), match.end(), value))
    return tuple(found)


@lru_cache(maxsize=1024)
def parse_numeral(form: str) -> Decimal:
    """The value of a number as written: 23 for 二十三, 2012 for 二〇一二, 578000000 for 5.78亿.

    Raises:
        ValueError: if the form is no number.

    """
    value = _parse(shadow(form))
    if value is None:
        message = f"{form!r} is not a number; expected digits such as 5.78亿 or 二十三"
        raise ValueError(message)
    return value


def _parse(form: str) -> Decimal | None:
    if form[:1].isascii():
        return _parse_arabic(form)
    if not form or len(form) > _LONGEST or not _IS_CHINESE.fullmatch(form):
        return None
    if len(form) > 1 and all(character in _DIGITS for character in form):
        return Decimal("".join(str(_DIGITS[character]) for character in form))
    return _whole(_parse_chinese(form))


_LONGEST = 24
_IS_CHINESE = re.compile(CHINESE)


def _parse_arabic(form: str) -> Decimal | None:
    """The sum of the parts of a number such as 3亿5000万, each smaller than the scale before it."""
    total, place, bound = Decimal(0), 0, None
    while place < len(form):
        part = _PART.match(form, place)
        if not part:
            return None
        scale = 1
        for character in part[2]:
            scale *= _SCALES[character]
        value = Decimal(part[1].replace(",", "")) * scale
        if bound is not None and value >= bound:
            return None
        total, place, bound = total + value, part.end(), scale
    return _plain(total) if form else None


def _plain(value: Decimal) -> Decimal:
    """The value without the zeros that a multiplication leaves: 19080000, not 19080000.00."""
    return Decimal(int(value)) if value == int(value) else value.normalize()


def _whole(value: int | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _parse_chinese(form: str) -> int | None:
    """The value of a number with scales: groups of up to four digits, multiplied by 亿 and 万."""
    total = 0
    for scale, name in ((10**8, "亿"), (10**4, "万")):
        above, found, below = form.rpartition(name)
        if not found:
            continue
        factor = _parse_chinese(above) if name == "亿" and "万" in above else _parse_group(above)
        if not above:
            factor = 1
        if factor is None:
            return None
        total += factor * scale
        form = below
        if len(form) == 1 and form in _DIGITS:  # 三万五 is 35,000
            return total + _DIGITS[form] * scale // 10
    if not form:
        return total
    rest = _parse_group(form)
    return None if rest is None else total + rest


def _parse_group(form: str) -> int | None:
    """The value of a group below 10,000: 三千零二十; None if its scales do not fall or a digit has none."""
    total, digit, bound, gap = 0, None, 10**4, False
    for character in form:
        if character == "零":
            if digit is not None:
                return None
            gap = True
        elif character in _DIGITS:
            if digit is not None:
                return None
            digit = _DIGITS[character]
        else:
            scale = _SMALL.get(character)
            if scale is None or scale >= bound or (digit is None and total and scale != _SMALL["十"]):
                return None
            total += (1 if digit is None else digit) * scale
            digit, bound, gap = None, scale, False
    if digit is None:
        return total
    tail = bound // 10 if total and not gap else 1  # 一百五 is 150, 一百零五 is 105
    return total + digit * tail

"""Numbers as written, in Arabic and Chinese digits and any mixture with scales: 1.76亿, 二十三, 3千万, 八点八."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from kg.model import Numeral
from kg.text.mending import mend

__all__ = ["ARABIC", "CHINESE", "NUMBER", "SCALE", "find_numerals", "parse_numeral"]

_DIGITS = {
    "零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
}  # fmt: skip
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}
_SCALES = {**_SMALL, **_LARGE}
# The characters that cheques are written with, and those for twenty, thirty and forty.
_PLAIN = {
    **dict(zip("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千", strict=True)),
    "廿": "二十", "卅": "三十", "卌": "四十",
}  # fmt: skip
_TO_PLAIN = str.maketrans(_PLAIN)

# All patterns are for a text's shadow. Lengths are bounded: a longer run of digits is no number of this prose.

ARABIC = r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,5}|[0-9]{1,15})(?![0-9])(?:\.[0-9]{1,10}(?![0-9]))?"
"""Digits, with thousands apart or not, and decimals."""

SCALE = r"(?:[十百千]?(?:万亿|[万亿])|[百千](?![分米克瓦伏]))"
"""What multiplies the digits before it; not the 千 of 千米."""

_NEXT_PART = rf"(?={ARABIC}{SCALE})|(?<=[万亿])(?=[0-9]{{2,4}}(?![0-9.,]|年))|零(?=[0-9]{{1,4}}(?![0-9.,]|年))"
NUMBER = rf"(?:{ARABIC}{SCALE}(?:{_NEXT_PART})){{0,3}}{ARABIC}(?:{SCALE})?"
"""Arabic digits with scales: 300, 2.5亿, 3亿5000万, 3万4000, 1千零20."""

_RUN = "".join((*_DIGITS, *_LARGE, *_SMALL))
_UNITS_OF_THOUSANDS = "瓦米克伏帕卡"
_POINT = rf"点[{''.join(_DIGITS)}]{{1,8}}(?![十分半])(?:[百千]?(?:万亿|[万亿]))?"
_FORMAL = r"(?:[壹贰叁肆柒捌玖][拾佰仟万亿]|[伍陆][拾佰仟])[壹贰叁肆伍陆柒捌玖拾佰仟万亿零]{0,22}"
_TENS = r"[廿卅卌][一二三四五六七八九]?(?![日])"
_WHOLE = rf"(?:[{_RUN.replace('千', '')}]|千(?![{_UNITS_OF_THOUSANDS}])){{1,24}}"
CHINESE = rf"(?:{_WHOLE}(?:(?<=[{_RUN.replace('亿', '')}]){_POINT})?|{_FORMAL}|{_TENS})"
"""A run of Chinese digits and scales; whether it is a number, :func:`parse_numeral` decides."""

_BOUNDARY = r"(?<![0-9])(?<![0-9][.,])"
_VAGUE = rf"(?<![数几好{_RUN}])"
_ANY = re.compile(rf"{_BOUNDARY}{NUMBER}|{_VAGUE}{CHINESE}")
_PART = re.compile(rf"({ARABIC})([十百千万亿]*)零?")


def find_numerals(text: str) -> tuple[Numeral, ...]:
    """All numerals of a text, in order, whether they quantify anything or not.

    数十 and 几十 have no value and are none; of 十余, the numeral is 十.
    """
    found = []
    mended = mend(text)
    for match in _ANY.finditer(mended.text):
        value = _parse(match.group())
        if value is not None and match.group() not in _SCALES.keys() - {"十"}:
            found.append(Numeral(mended.begin(match.start()), mended.end(match.end()), value))
    return tuple(found)


@lru_cache(maxsize=1024)
def parse_numeral(form: str) -> Decimal:
    """The value of a number as written: 23 for 二十三, 2012 for 二〇一二, 578000000 for 5.78亿.

    Raises:
        ValueError: if the form is no number.

    """
    value = _parse(mend(form).text)
    if value is None:
        message = f"{form!r} is not a number; expected digits such as 5.78亿 or 二十三"
        raise ValueError(message)
    return value


def _parse(form: str) -> Decimal | None:
    if form[:1].isascii():
        return _parse_arabic(form)
    if not form or len(form) > _LONGEST or not _IS_CHINESE.fullmatch(form):
        return None
    form = form.translate(_TO_PLAIN)
    whole, point, decimals = form.partition("点")
    if point:
        return _parse_with_point(whole, decimals)
    return _parse_whole(form)


def _parse_whole(form: str) -> Decimal | None:
    if len(form) > 1 and all(character in _DIGITS for character in form):
        return Decimal("".join(str(_DIGITS[character]) for character in form))
    value = _parse_chinese(form)
    return None if value is None else Decimal(value)


def _parse_with_point(form: str, decimals: str) -> Decimal | None:
    """八点八, 一点五七, 十二点五亿."""
    whole = _parse_whole(form)
    digits = decimals.rstrip("百千万亿")
    scale = 1
    for character in decimals[len(digits) :]:
        scale *= _SCALES[character]
    if whole is None or not digits:
        return None
    return _plain((whole + Decimal("0." + "".join(str(_DIGITS[digit]) for digit in digits))) * scale)


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

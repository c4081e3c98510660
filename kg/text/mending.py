"""What tears numbers apart, taken out for reading: spaces between digits, line ends, invisible characters, LaTeX.

Files from the web, from scanners and from typesetting hold 7 4 7 7 2 亿元, numbers that a line end parts, zero-width
spaces between digits, and percent signs escaped for LaTeX. :func:`mend` gives the text as it was meant, in its shadow,
and knows where each character stands in the text as given: what is found in the one has its place in the other.
"""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.text.shadow import shadow

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Change = tuple[int, int, str]

__all__ = ["INVISIBLE", "MINUS", "Mended", "mend", "torn_line_ends"]

MINUS = "−"
"""What stands in a mended text for every minus sign, and for nothing else: in the shadow it is a dash like others."""

INVISIBLE = frozenset(chr(code) for code in (0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, 0xFEFF))
"""Characters without width: they are no text, and stand within words and numbers of files from the web."""
_INVISIBLE = "".join(sorted(INVISIBLE))
_CHINESE = "一-鿿"
_UNSEEN = re.compile(f"[{_INVISIBLE}]+")
_BEHIND_NUMBER = rf"(?= ?[{_CHINESE}%‰℃])"

# ── spaces ─────────────────────────────────────────────────────────────────────────────────

_TORN = re.compile(
    # 7 4 7 7 2 亿元, 8 .8 %: every digit by itself; a row of a table has no unit behind it
    rf"(?<![0-9A-Za-z.,])[0-9](?: ?[.,] ?[0-9]| [0-9])+(?![0-9]){_BEHIND_NUMBER}"
    # 74 772亿元: thousands apart
    rf"|(?<![0-9A-Za-z.,])(?<![0-9] )[1-9][0-9]{{0,2}}(?: [0-9]{{3}})+(?![0-9 ]){_BEHIND_NUMBER}"
    # 8 .8%, 12. 5%: but 1. 5家 at the head of a line is the first of a list
    r"|(?<![0-9A-Za-z.,])[0-9]{1,9}(?: \. ?|\. )[0-9]{1,4}(?= ?(?:[%‰万亿倍]|个?百分点))"
    # 20 25年, 199 7年
    r"|(?<![0-9A-Za-z.,])(?:1 ?9|2 ?0) ?[0-9] ?[0-9](?= ?年)"
)
_SPACED = re.compile(r"[0-9.,] [0-9.,]")
_LINE_HEAD = re.compile(r"(?:^|\n)[ \t]*$")
_HEAD_WINDOW = 8

# ── line ends ──────────────────────────────────────────────────────────────────────────────

_LINE_END = rf"[ \t{_INVISIBLE}]*(?:\r?\n[ \t{_INVISIBLE}]*){{1,2}}"
_GOES_ON = r"[%‰℃]|[多余]?[万亿]|[多余]?个百分点|百分点|[多余]?(?:[年月日元家项吨亩倍次]|公里|平方|立方|千瓦)(?![0-9])"
_ENDS_IN_NUMBER = re.compile(rf"[0-9０-９][.,．，]?{_LINE_END}")
_TORN_LINE = re.compile(
    rf"(?<=[0-9])(?P<behind>{_LINE_END})(?={_GOES_ON}|\.[0-9])"
    rf"|(?<=[0-9][.,])(?P<point>{_LINE_END})(?=[0-9]{{1,6}}(?: ?(?:{_GOES_ON})|[^0-9.,:、]))"
    rf"|(?<=[0-9])(?P<digits>{_LINE_END})(?=[0-9]{{1,4}}(?:\.[0-9]+)? ?(?:{_GOES_ON}))"
)
# What stands before the end of a line whose last number goes on: prose, and no number of a table, date or heading.
_GOING_ON = re.compile(
    rf"(?:[{_CHINESE}](?<![表图章节件录号第])|[%、，；（(]) ?[-{MINUS}]?(?P<digits>[0-9][0-9,]*)(?:\.[0-9]*)?[.,]?$"
)
# Two lines with digits at their ends are one number only if the first is prose: it may be a heading, 港口经济2.
_PROSE = re.compile("[，；、]")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_LINE_WINDOW = 24

# ── signs ──────────────────────────────────────────────────────────────────────────────────

_THOUSANDS = re.compile(
    rf"(?<![0-9A-Za-z.,，])[1-9][0-9]{{0,2}}(?:，[0-9]{{3}})+(?![0-9，])(?:(?=\.[0-9])|{_BEHIND_NUMBER})"
)
# A dot in the middle of the line is a decimal point before a unit: 14·1%; not in a date: 7·20洪水.
_MIDDLE_POINT = re.compile(r"(?<=[0-9])[·•・](?=[0-9]{1,4} ?(?:[%‰万亿倍]|个?百分点))")
_NUMBERED = re.compile(r"(?:[第年月、，]|表|图) ?$")
_SIGN = re.compile(r"[-－﹣−](?= ?[0-9０-９])")
# A hyphen is a minus behind what a number follows; behind a name or a number it joins: 2012-2013, A-3.
_MINUS_BEHIND = re.compile(r"(?:[为达是到至于长速幅比率润差额值约近超，、和：:（(]|增加|减少|下降)[了]? ?$")
_JOINS = re.compile(r"(?:[0-9A-Za-z%‰)）-]|[0-9][^，。；、：\s]{0,4})$")
_SIGN_WINDOW = 8

# ── LaTeX ──────────────────────────────────────────────────────────────────────────────────

_FORMULA = re.compile(rf"(?<![A-Za-z])\$(?=[^$\n]*[0-9])[^$\n{_CHINESE}，、]{{1,60}}\$(?![0-9])")
_LATEX = re.compile(
    r"\\(?:sim|times|cdot)(?![a-z])|\\(?:mathrm|mathbf|text|rm|bf)(?![a-z])|\\(?P<kept>[%$#&])|\\[,;! ]|[${}^_~\s\\]"
)
_SIGNS = {
    "\\sim": "-",
    "\\times": "×",
    "\\cdot": "×",
}
_ESCAPED = re.compile(r"\\(?=[%％$#&])")


@dataclass(frozen=True, slots=True)
class Mended:
    """The shadow of a text with its numbers whole; ``places`` are those of its characters in the text as given."""

    text: str
    places: Sequence[int] | None

    def begin(self, place: int) -> int:
        """Where what begins at a place of the mended text begins in the text as given."""
        return place if self.places is None else self.places[place]

    def end(self, place: int) -> int:
        """Where what ends at a place of the mended text ends in the text as given."""
        return place if self.places is None else self.places[place - 1] + 1


def mend(text: str) -> Mended:
    """The shadow of a text with its torn numbers whole and its minus signs told from dashes."""
    plain = shadow(text)
    mended = _apply(Mended(plain, None), _from_signs(text, plain))
    return _apply(mended, _from_layout(mended.text))


def torn_line_ends(text: str) -> tuple[tuple[int, int], ...]:
    """The line ends within a number, or between a number and its unit: those that end no line of prose."""
    return tuple(_torn_line_ends(shadow(text))) if _ENDS_IN_NUMBER.search(text) else ()


def _torn_line_ends(plain: str) -> Iterator[tuple[int, int]]:
    for match in _TORN_LINE.finditer(plain):
        if _is_torn(plain, match):
            yield match.span(match.lastgroup or 0)


def _from_signs(text: str, plain: str) -> Iterator[Change]:
    """Minus signs, invisible characters and LaTeX; most texts have little of them."""
    for match in _SIGN.finditer(text):
        if _is_minus(plain, match):
            yield *match.span(), MINUS
    for match in _MIDDLE_POINT.finditer(plain):
        yield *match.span(), "."
    for match in _UNSEEN.finditer(plain):
        yield *match.span(), ""
    if "$" in plain or "\\" in plain:
        yield from _from_latex(plain)


def _from_layout(plain: str) -> Iterator[Change]:
    """Line ends, spaces and wide commas within numbers; a text is first asked whether it may have any."""
    if _ENDS_IN_NUMBER.search(plain):
        yield from ((begin, end, "") for begin, end in _torn_line_ends(plain))
    if _SPACED.search(plain):
        yield from _from_spaces(plain)
    for match in _THOUSANDS.finditer(plain):
        if not _NUMBERED.search(plain, max(0, match.start() - _SIGN_WINDOW), match.start()):
            yield from (
                (match.start() + n, match.start() + n + 1, ",") for n, c in enumerate(match.group()) if c == "，"
            )


def _from_latex(plain: str) -> Iterator[Change]:
    for formula in _FORMULA.finditer(plain):
        for match in _LATEX.finditer(plain, *formula.span()):
            yield match.start(), match.end() - len(match["kept"] or ""), _SIGNS.get(match.group(), "")
    for match in _ESCAPED.finditer(plain):
        yield *match.span(), ""


def _from_spaces(plain: str) -> Iterator[Change]:
    for match in _TORN.finditer(plain):
        torn = match.group()
        if " " not in torn or (
            ". " in torn and _LINE_HEAD.search(plain, max(0, match.start() - _HEAD_WINDOW), match.start())
        ):
            continue
        yield from ((match.start() + n, match.start() + n + 1, "") for n, c in enumerate(torn) if c == " ")


def _is_torn(plain: str, match: re.Match[str]) -> bool:
    """Whether the line end belongs to a number of prose, not to a table, a date or a heading with a number."""
    begin = match.start()
    line = plain.rfind("\n", 0, begin) + 1
    before = _GOING_ON.search(plain, max(line, begin - _LINE_WINDOW), begin)
    if before is None or not match["digits"]:
        return before is not None
    return not _YEAR.fullmatch(before["digits"]) and bool(_PROSE.search(plain, line, begin))


def _is_minus(plain: str, match: re.Match[str]) -> bool:
    """Whether a sign before digits makes them negative: a minus where nothing before it can be the end of a range."""
    low = max(0, match.start() - _SIGN_WINDOW)
    if match.group() == MINUS and not _JOINS.search(plain, low, match.start()):
        return True
    return bool(_MINUS_BEHIND.search(plain, low, match.start()))


def _apply(mended: Mended, found: Iterator[Change]) -> Mended:
    """The text with what was found replaced, from left to right; of two changes in one place, the first and longest."""
    changes = sorted(found, key=lambda change: (change[0], -change[1]))
    if not changes:
        return mended
    parts, places, place, plain = [], array("l"), 0, mended.text
    for begin, end, new in changes:
        if begin < place:
            continue
        parts += [plain[place:begin], new]
        places.extend(range(place, begin))
        places.extend([begin] * len(new))
        place = end
    parts.append(plain[place:])
    places.extend(range(place, len(plain)))
    known = mended.places
    return Mended("".join(parts), places if known is None else array("l", (known[each] for each in places)))

"""Files as they lie on disk -> running text: wrapped lines joined, page furniture and stray spaces left out.

A report that was printed, scanned or copied from a page is broken where the paper ended, not where its author paused.
:func:`read_flow` gives the text as it is meant to be read, together with the way back, so that every place that a
reader finds can be told as a place of the text that it was given. Nothing is ever added: what is left out are line
ends, spaces and furniture, and what is changed are half-width marks between Chinese characters and radicals that stand
for characters, one for one.

What is furniture is data: ``data/lexicon/base/furniture.csv``.
"""

from __future__ import annotations

import csv
import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from operator import itemgetter
from typing import TYPE_CHECKING

from kg.resources import data_path
from kg.text.mending import torn_line_ends
from kg.text.radicals import RADICALS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    Span = tuple[int, int]

__all__ = ["Flow", "furniture", "read_flow"]

# ── running text, and the way back ─────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Flow:
    """A running text in pieces of the text that it was made from.

    ``starts`` are the places of the running text where pieces begin, ``origins`` where these begin in the given text.
    """

    text: str
    starts: tuple[int, ...] = (0,)
    origins: tuple[int, ...] = (0,)

    @property
    def is_plain(self) -> bool:
        """Whether every place is the same in both texts."""
        return self.starts == self.origins == (0,)

    def origin(self, begin: int, end: int) -> Span:
        """Where a span of the running text stands in the given text."""
        first = self._origin_of(begin)
        return (first, first) if begin == end else (first, self._origin_of(end - 1) + 1)

    def place(self, begin: int, end: int) -> Span:
        """Where a span of the given text stands in the running text; without what was left out at its ends."""
        first, last = self._place_of(begin), self._place_of(end)
        return first, max(first, last)

    def without(self, cuts: Sequence[Span]) -> Flow:
        """The flow with spans of its text left out; ``cuts`` are in order and disjoint."""
        kept = [(begin, end) for begin, end in _between(cuts, len(self.text)) if begin < end]
        starts: list[int] = []
        origins: list[int] = []
        length = 0
        for begin, end in kept:
            index = bisect_right(self.starts, begin) - 1
            starts.append(length)
            origins.append(self.origins[index] + begin - self.starts[index])
            for piece in range(index + 1, bisect_right(self.starts, end - 1)):
                starts.append(length + self.starts[piece] - begin)
                origins.append(self.origins[piece])
            length += end - begin
        text = "".join(self.text[begin:end] for begin, end in kept)
        return Flow(text, tuple(starts) or (0,), tuple(origins) or (0,))

    def _origin_of(self, place: int) -> int:
        index = bisect_right(self.starts, place) - 1
        return self.origins[index] + place - self.starts[index]

    def _place_of(self, origin: int) -> int:
        """The place of a character, or of the first one kept behind it."""
        index = bisect_right(self.origins, origin) - 1
        if index < 0:
            return 0
        end = self.starts[index + 1] if index + 1 < len(self.starts) else len(self.text)
        return min(self.starts[index] + origin - self.origins[index], end)


def _between(cuts: Iterable[Span], length: int) -> Iterator[Span]:
    place = 0
    for begin, end in cuts:
        yield place, begin
        place = end
    yield place, length


@lru_cache(maxsize=8)
def read_flow(text: str) -> Flow:
    """The running text of a text as it lies in a file.

    What is left out: characters without width, page furniture, spaces between single characters (政 府 工 作 报 告),
    and the line ends inside a paragraph, with the indentation behind them. What is changed, one character for one: the
    half-width marks , ; : . ! ? between Chinese characters, radicals that stand for characters (⽣ for 生), and rare
    kinds of line ends. A running text is its own
    running text.
    """
    flow = Flow(text)
    for _ in range(_ROUNDS):
        before = flow.text
        for cuts_of in _CUTS:
            cuts = cuts_of(flow.text)
            flow = flow.without(cuts) if cuts else flow
        widened = _widen_marks(flow.text.translate(RADICALS))
        if widened == before:
            break
        flow = Flow(widened, flow.starts, flow.origins)
    return flow


_ROUNDS = 8
"""What one step leaves out may show another what to do; two rounds do, and a text made to need more stays as it is."""

# ── lines ──────────────────────────────────────────────────────────────────────────────────

_LINE = re.compile(r"[^\r\n]+")
_ENDED = re.compile(r"[。！？!?；;：:…][”’」』）)】》\"']*$")
_PROSE = re.compile(r"[，。；、：！？,;]")
_TAIL = 8


@dataclass(frozen=True, slots=True)
class _Line:
    """A line with text: its span without the white space around it, and what stands before it."""

    text: str
    begin: int
    end: int
    after_blank: bool
    indent: str

    @property
    def is_indented(self) -> bool:
        return bool(self.indent)

    @property
    def columns(self) -> int:
        """How wide it is, a Chinese character counting as two letters."""
        return sum((len(part) + len(part.encode(errors="replace"))) // 2 for part in (self.indent, self.text))

    @property
    def characters(self) -> int:
        """How many characters it has, those of its indentation counted too."""
        return len(self.indent) + len(self.text)

    @property
    def is_ended(self) -> bool:
        return bool(_ENDED.search(self.text[-_TAIL:]))


def _lines(text: str) -> list[_Line]:
    lines: list[_Line] = []
    for found in _LINE.finditer(text):
        written = found[0].strip()
        if written:
            begin = found.start() + found[0].index(written[0])
            blank = bool(lines) and text.count("\n", lines[-1].end, begin) > 1
            lines.append(_Line(written, begin, begin + len(written), blank, text[found.start() : begin]))
    return lines


# ── characters without width, spaced headings ──────────────────────────────────────────────

_NO_WIDTH = "[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]"
_INVISIBLE = re.compile(rf"(?:^[ \t]*{_NO_WIDTH}+[ \t]*(?:\r\n|\r|\n))+|{_NO_WIDTH}+", re.MULTILINE)
"""A line that holds nothing else separates nothing: copying from a page leaves such lines in the middle of words."""
_CJK = "\u4e00-\u9fff〇"
_IN_WORD = re.compile(rf"[{_CJK}0-9A-Za-z]")
_SPACED = re.compile(rf"(?<![^\s])[{_CJK}](?:[ \t\u00a0\u3000]{{1,4}}[{_CJK}])+(?![^\s])")
_SPACE = re.compile(r"[ \t\u00a0\u3000]+")
_SINGLES = 3
"""So many single characters with spaces between them are one word, not several."""
_LONGEST_SPACED = 60
_PHRASE = 20
"""A line with so many characters that such a line follows is no heading: the two tear a word apart."""


def _invisible(text: str) -> list[Span]:
    cuts = []
    for found in _INVISIBLE.finditer(text):
        begin, end = found.span()
        if text[end - 1] in "\r\n":
            above = text[text.rfind("\n", 0, max(begin - 1, 0)) + 1 : begin].rstrip()
            if len(above) >= _PHRASE and _IN_WORD.match(above[-1]) and _IN_WORD.match(text, end):
                begin = begin - len(text[:begin][-_TAIL:]) + len(text[:begin][-_TAIL:].rstrip())
        cuts.append((begin, end))
    return cuts


def _spaces(text: str) -> list[Span]:
    """The spaces of headings such as 政 府 工 作 报 告, and of 前 言 where it is a line of its own.

    Prose that is spaced throughout was scanned: whether its numbers can be trusted is not for the layout to say.
    """
    cuts = []
    for line in _LINE.finditer(text):
        if len(line[0]) > _LONGEST_SPACED:
            continue
        for found in _SPACED.finditer(text, *line.span()):
            if len(_SPACE.sub("", found[0])) >= _SINGLES or found[0] == line[0].strip():
                begin = found.start()
                cuts += [(begin + space.start(), begin + space.end()) for space in _SPACE.finditer(found[0])]
    return cuts


# ── page furniture ─────────────────────────────────────────────────────────────────────────

_LONGEST_FURNITURE = 120
_NUMBER = re.compile(r"[0-9]{1,4}")
_PAGE_BREAKS = "\f"
_LINES_OF_A_PAGE = 8
"""A lone number is a page's if the next page's stands so many lines on, or a page ends beside it."""
_REPEATED = 3
_LONGEST_HEAD = 40


@lru_cache(maxsize=1)
def furniture() -> dict[str, re.Pattern[str]]:
    """What whole lines of furniture look like, by use.

    Those of ``alone`` are furniture wherever they stand; of ``beside``, next to another piece of it; of ``page``, at
    the end of a page, which may fall into the middle of a sentence; of ``break``, too, but only where a page ends.
    """
    patterns: dict[str, list[str]] = {}
    with data_path("lexicon", "base", "furniture.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            patterns.setdefault(row["use"], []).append(row["pattern"])
    return {use: re.compile("|".join(f"(?:{each})" for each in some)) for use, some in patterns.items()}


def _furniture(text: str) -> list[Span]:
    """The lines of furniture, each with the line end behind it; of the end of a page, with the blank lines around."""
    lines = _lines(text)
    kinds = furniture()
    uses = [
        next((use for use, pattern in kinds.items() if pattern.fullmatch(line.text)), "")
        if line.end - line.begin <= _LONGEST_FURNITURE
        else ""
        for line in lines
    ]
    _mark_page_ends(text, lines, uses)
    _mark_neighbours(uses)
    cuts: list[Span] = []
    for index, use in enumerate(uses):
        if use not in ("alone", "page"):
            continue
        begin, end = lines[index].begin, lines[index].end
        follows = lines[index + 1].begin if index + 1 < len(lines) else len(text)
        if use == "page":
            begin, end = (lines[index - 1].end if index else 0), follows
            end -= bool(index and index + 1 < len(lines))  # the lines around it stay two
            end = max(end, lines[index].end)
        else:
            end = next((place + 1 for place in range(end, follows) if text[place] == "\n"), follows)
        cuts.append((max(begin, cuts[-1][1] if cuts else 0), end))
    return cuts


def _mark_neighbours(uses: list[str]) -> None:
    """What is furniture only beside other furniture, from above and from below."""
    for order in (range(1, len(uses)), range(len(uses) - 2, -1, -1)):
        step = 1 if order.step < 0 else -1
        for index in order:
            if uses[index] == "beside" and uses[index + step] == "alone":
                uses[index] = "alone"


def _mark_page_ends(text: str, lines: Sequence[_Line], uses: list[str]) -> None:
    """Numbers of pages that stand alone, and heads that return from page to page."""
    breaks = _ends_of_pages(text, lines)
    numbers = [index for index, line in enumerate(lines) if _NUMBER.fullmatch(line.text)]
    for first, second, third in zip(numbers, numbers[1:], numbers[2:], strict=False):
        run = [int(lines[index].text) for index in (first, second, third)]
        if run == [run[0], run[0] + 1, run[0] + 2] and min(second - first, third - second) >= _LINES_OF_A_PAGE:
            uses[first] = uses[second] = uses[third] = "page"
    for index in breaks:
        if _NUMBER.fullmatch(lines[index].text) or uses[index] == "break":
            uses[index] = "page"
    beside = breaks | {place for index, use in enumerate(uses) if use == "page" for place in (index - 1, index + 1)}
    beside = {index for index in beside if 0 <= index < len(lines)}
    heads = Counter(_NUMBER.sub("", lines[index].text).strip() for index in beside)
    for index in beside:
        line = lines[index]
        repeated = heads[_NUMBER.sub("", line.text).strip()] >= _REPEATED
        if repeated and len(line.text) <= _LONGEST_HEAD and not line.is_ended and not uses[index]:
            uses[index] = "page"


def _ends_of_pages(text: str, lines: Sequence[_Line]) -> set[int]:
    """The first and the last line of each page, where the text says that a page ends."""
    found = set()
    if _PAGE_BREAKS in text:
        for index, line in enumerate(lines):
            before = lines[index - 1].end if index else 0
            if _PAGE_BREAKS in text[before : line.begin]:
                found |= {max(index - 1, 0), index}
    return found


# ── wrapped lines ──────────────────────────────────────────────────────────────────────────

_STARTS = re.compile(
    r"[（(][一二三四五六七八九十0-9]{1,3}[)）]|[一二三四五六七八九十]{1,3}、|[0-9]{1,2}(?:[.．、)](?![0-9])|\.[0-9]\s)"
    rf"|第 ?[一二三四五六七八九十百0-9]{{1,4}} ?[章节条篇](?=[ \u3000]|[{_CJK}]{{2,20}}$)"
    r"|[-—–―─]{2}|[·•●◆■□▪◎○★※*▲►]|各位代表[：:！，,]|附[件：:]|图 ?[0-9]|表 ?[0-9]"
)
_CANNOT_BEGIN = re.compile(r"[，。；、：！？）》】」』”’,;%％‰]")
_CANNOT_END = re.compile(r"[《（“‘「『【(，、,]$")
_ENUMERATING = ("、", "第")
"""What a number in an enumeration stands behind: 第一、二、三产业."""
_UNFINISHED = 40
"""A line with so many characters is no heading: without an end, it goes on."""
_NARROWEST = 20
_SPREAD = 6
_PREVAILING = 0.6
_WIDER = 0.1
_PARTLY = 0.3
_MOSTLY = 0.5
_FEW = 3


@dataclass(frozen=True, slots=True)
class _Page:
    """How wide the lines of a wrapped text are, measured how, and how its paragraphs begin; else 0."""

    width: int
    spread: int
    measure: Callable[[_Line], int]
    blank_parts: bool = True
    has_blanks: bool = False
    has_indents: bool = False

    def is_full(self, line: _Line) -> bool:
        """Whether a line goes as far as the page does."""
        return bool(self.width) and abs(self.measure(line) - self.width) <= self.spread

    def is_exactly_full(self, line: _Line) -> bool:
        """Whether a line has no room for another character."""
        return self.measure(line) >= self.width - min(self.spread, 1)


def _line_ends(text: str) -> list[Span]:
    """The line ends inside paragraphs, with the white space around them."""
    lines = _lines(text)
    page = _page_of(lines)
    torn = {begin for begin, _ in torn_line_ends(text)}
    cuts = []
    begin = 0  # of the paragraph so far
    for above, below in pairwise(lines):
        paragraph = text[begin : above.end] if begin else above.text
        if above.end in torn or _goes_on(paragraph, above, below, page):
            cuts.append((above.end, below.begin))
            begin = begin or above.begin
        else:
            begin = 0
    return cuts


def _goes_on(paragraph: str, above: _Line, below: _Line, page: _Page) -> bool:
    """Whether a paragraph goes on in the next line."""
    if _CANNOT_BEGIN.match(below.text):
        return True
    if (below.after_blank and page.blank_parts) or (
        _STARTS.match(below.text) and not above.text.endswith(_ENUMERATING)
    ):
        return False
    if _CANNOT_END.search(above.text[-1]):
        return True
    if below.is_indented and (above.is_ended or page.has_indents):
        return False
    return _is_stopped_by_the_paper(above, page) or (not above.is_ended and _is_unfinished(paragraph, page))


def _is_stopped_by_the_paper(line: _Line, page: _Page) -> bool:
    """Whether a line is full; one with an end may end a paragraph, unless it is known how these begin."""
    if not page.is_full(line) or not line.is_ended:
        return page.is_full(line)
    return page.has_indents or page.has_blanks or page.is_exactly_full(line)


def _is_unfinished(paragraph: str, page: _Page) -> bool:
    """Whether prose stops without an end, in a text that marks where its paragraphs begin."""
    if page.width or not (page.has_blanks or page.has_indents):
        return False
    if "。" in paragraph:
        return True
    return len(paragraph) > _UNFINISHED and bool(_PROSE.search(paragraph)) and not _STARTS.match(paragraph)


def _page_of(lines: Sequence[_Line]) -> _Page:
    """What most lines that stop without an end have in common: a width, if the text is wrapped."""
    count = max(1, len(lines) - 1)
    blanks = sum(line.after_blank for line in lines) / count
    indents = sum(line.is_indented for line in lines) / count
    unended = [line for line in lines if not line.is_ended]
    by_columns, by_characters = (
        (number, _Page(width, spread, measure))
        for measure, spread in ((_columns, _SPREAD), (_characters, 1))
        for number, width in (_densest([measure(line) for line in unended], spread),)
    )
    page = max(by_characters, by_columns, key=itemgetter(0))[1]
    if not _is_wrapped(lines, unended, page):
        return replace(page, width=0, has_blanks=blanks >= _PARTLY, has_indents=indents >= _PARTLY)
    gaps = [below.after_blank for above, below in pairwise(lines) if page.is_full(above) and not above.is_ended]
    return replace(
        page,
        blank_parts=sum(gaps) <= _MOSTLY * len(gaps),  # else every line is followed by a blank one
        has_blanks=blanks >= _WIDER / 2,
        has_indents=_WIDER / 2 <= indents <= 1 - _WIDER,
    )


def _columns(line: _Line) -> int:
    return line.columns


def _characters(line: _Line) -> int:
    return line.characters


def _densest(widths: Iterable[int], spread: int) -> tuple[int, int]:
    """How many widths lie within a spread at most, and the greatest of these."""
    ordered = sorted(widths)
    best, top, first = 0, 0, 0
    for last, width in enumerate(ordered):
        while ordered[first] < width - spread:
            first += 1
        if last - first + 1 >= best:
            best, top = last - first + 1, width
    return best, top


def _is_wrapped(lines: Sequence[_Line], unended: Sequence[_Line], page: _Page) -> bool:
    """Whether so many lines stop at one width that it was the paper that stopped them."""
    narrowest = _NARROWEST if page.measure is _columns else _NARROWEST // 2
    if page.width < narrowest:
        return False
    long = [line for line in unended if page.measure(line) > page.width / 2]
    full = [line for line in long if page.is_full(line)]
    wider = sum(page.measure(line) > page.width + page.spread for line in lines)
    prose = sum(bool(_PROSE.search(line.text)) for line in full)
    alike = len(full) > 1 and len({page.measure(line) for line in full}) == 1 and page.width >= 2 * narrowest
    return (
        (alike or len(full) >= _FEW)
        and len(full) >= _PREVAILING * len(long)
        and wider <= _WIDER * len(lines)
        and prose >= _MOSTLY * len(full)
    )


# ── half-width marks ───────────────────────────────────────────────────────────────────────

_WIDE = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？"}
_BEHIND_CHINESE = rf"(?<=[{_CJK}％”’》）】」])"
_BEHIND_OTHER = r"(?<=[0-9A-Za-z%)\]])"
_CHINESE_BEHIND = rf"(?= ?[{_CJK}“‘《（【「])"
_HALF = re.compile(rf"{_BEHIND_CHINESE}[,;:!?](?!\.)|{_BEHIND_OTHER}[,;!?]{_CHINESE_BEHIND}")
_STOP = re.compile(rf"(?<=[{_CJK}％”’》）】」%)])\.(?:{_CHINESE_BEHIND}|(?=\s*$))", re.MULTILINE)
_NUMBERING = re.compile(r"[ \t\u3000]*(?:第?[一二三四五六七八九十]{1,3}|[（(][一二三四五六七八九十0-9]{1,3}[)）])\.")
_RARE_END = re.compile("[\v\f\x1c-\x1e\x85\u2028\u2029]")


def _widen_marks(text: str) -> str:
    """The text with full-width marks where half-width ones stand between Chinese characters, and usual line ends."""
    wide = _HALF.sub(lambda found: _WIDE[found[0]], _RARE_END.sub("\n", text))
    return _LINE.sub(_widen_stops, wide) if _STOP.search(wide) else wide


def _widen_stops(line: re.Match[str]) -> str:
    """A line with its full stops in full width; where it has some already, others are part of names: 卡尔.马."""
    if "。" in line[0]:
        return line[0]
    numbering = _NUMBERING.match(line[0])
    start = numbering.end() if numbering else 0
    return line[0][:start] + _STOP.sub("。", line[0][start:])


_CUTS: tuple[Callable[[str], list[Span]], ...] = (_invisible, _spaces, _furniture, _line_ends)

"""Text -> sentences: chapter, sections, headings, ◎ items, paragraphs and sentences, with their places."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.model import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import SentenceKind

__all__ = ["clauses", "quotations", "segment", "titles"]

_LINE = re.compile(r"[^\r\n]+")
_SECTION = re.compile(r"第[〇零一二三四五六七八九十百\d]+节")
_ITEM_HEAD = re.compile(r"◎\s*[^\s。！？]+(?=\s)")
_END = "。！？"
_PAIRS = {"“": "”", "‘": "’", "《": "》", "（": "）", "(": ")", "「": "」", "『": "』"}
_CLOSING = frozenset(_PAIRS.values())


def segment(text: str) -> tuple[Sentence, ...]:
    """All units of evidence of a text, in order; they never overlap, and cover all but white space.

    A sentence ends at 。！？ with the closing marks that follow, but not inside quotation marks, titles
    or brackets, unless these never close on their line. A line without a sentence end is a heading, or
    an item if it begins with ◎. ``section`` counts the headings 第N节, ``paragraph`` the lines with text.
    """
    return tuple(_segment(text))


def _segment(text: str) -> Iterator[Sentence]:
    section = paragraph = 0
    for line in _LINE.finditer(text):
        begin, end = _trim(text, *line.span())
        if begin == end:
            continue
        paragraph += 1
        if _SECTION.match(text, begin, end):
            section += 1
        cuts = _cuts(text, begin, end)
        if not cuts:
            kind: SentenceKind = "item" if text[begin] == "◎" else "heading"
            yield Sentence(begin, end, kind, section, paragraph)
            continue
        head = _ITEM_HEAD.match(text, begin, cuts[0])
        if head:
            yield Sentence(begin, head.end(), "item", section, paragraph)
            begin = head.end()
        for cut in (*cuts, end):
            first, last = _trim(text, begin, cut)
            if first < last:
                yield Sentence(first, last, "sentence", section, paragraph)
            begin = cut


def clauses(text: str, begin: int, end: int) -> tuple[tuple[int, int], ...]:
    """The spans between the ，；： of a stretch of text, outside quotation marks, titles and brackets."""
    found = []
    start = begin
    for place in _outside(text, begin, end, "，；：,;:"):
        found.append((start, place))
        start = place + 1
    found.append((start, end))
    return tuple((first, last) for first, last in (_trim(text, *span) for span in found) if first < last)


def titles(text: str) -> tuple[tuple[int, int], ...]:
    """The spans of 《titles》, brackets included."""
    return tuple(match.span() for match in re.finditer(r"《[^《》\r\n]*》", text))


def quotations(text: str) -> tuple[tuple[int, int], ...]:
    """The spans of “quoted” phrases, marks included."""
    return tuple(match.span() for match in re.finditer(r"“[^“”\r\n]*”", text))


def _cuts(text: str, begin: int, end: int) -> list[int]:
    """Where sentences end within a line: behind the mark and what closes after it."""
    cuts: list[int] = []
    for place in _outside(text, begin, end, _END):
        cut = place + 1
        while cut < end and (text[cut] in _END or text[cut] in _CLOSING):
            cut += 1
        if not cuts or cut > cuts[-1]:
            cuts.append(cut)
    return cuts


def _outside(text: str, begin: int, end: int, marks: str) -> Iterator[int]:
    """The places of marks that lie in no pair; a mark that opens and never closes on the line opens nothing."""
    closes: list[str] = []
    for place in range(begin, end):
        character = text[place]
        if closes and character == closes[-1]:
            closes.pop()
        elif character in _PAIRS and text.find(_PAIRS[character], place, end) >= 0:
            closes.append(_PAIRS[character])
        elif not closes and character in marks:
            yield place


def _trim(text: str, begin: int, end: int) -> tuple[int, int]:
    while begin < end and text[begin].isspace():
        begin += 1
    while begin < end and text[end - 1].isspace():
        end -= 1
    return begin, end

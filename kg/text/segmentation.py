"""Text -> sentences: chapter, sections, headings, ◎ items, paragraphs and sentences, with their places."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.model import Sentence
from kg.text.layout import read_flow
from kg.text.mending import INVISIBLE, torn_line_ends

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import SentenceKind

    Span = tuple[int, int]

__all__ = ["clauses", "protected_spans", "quotations", "segment", "titles"]

_LINE = re.compile(r"[^\r\n]+")
_SECTION = re.compile(r"第\s*[〇零一二三四五六七八九十百\d]+\s*节(?![课点目])")
_ITEM_MARK = "◎"
_ITEM_HEAD = re.compile(r"◎\s*[^\s。！？]+(?=\s)")
_ENDS = frozenset("。！？")
_END = re.compile("[。！？]")
# Half-width punctuation beside a Chinese character is meant as Chinese; a comma before three digits parts thousands.
_HAN = "一-鿿”》）"
_COMMA = re.compile(
    rf"[；：]|，(?!(?<=[0-9０-９]，)[0-9０-９]{{3}}(?![0-9０-９]))|(?<=[{_HAN}])[,;:]|[,;:](?=[{_HAN}“《（])"
)
_HALF_WIDTH_END = re.compile(rf"[。！？]|(?<=[{_HAN}%％0-9])[!?](?=[{_HAN}“《（]|$)")
# A full stop of a line that has none in full width: not that of a decimal, of a list (一.总则) or of a name (卡尔.马).
_STOP_END = re.compile(rf"(?<=[{_HAN}%％])\.(?=[{_HAN}“《（]|\s*$)|{_HALF_WIDTH_END.pattern}")
_NUMBERED = re.compile(r"\s*[（(]?[一二三四五六七八九十]{1,3}$")
_IN_HALF_WIDTH = re.compile(r"[.!?]")
_CLAUSE = re.compile("[，；]")
_BULLET = re.compile(r"[-—–－─]{2}|[·•●◆■□▪*]")
_HEADED = re.compile(
    r"[（(]?(?:[一二三四五六七八九十]{1,3}|[0-9]{1,2})(?:[、)）]|[.．](?![0-9]))|第[^，；]{1,4}[章节条篇]|[图表] ?[0-9]"
)
_AMOUNT = re.compile(
    r"[0-9０-９](?:[,.，．0-9０-９]*[0-9０-９])?(?:[多余来]?[十百千万亿]+[多余]?(?!年)"
    r"|[ ]?(?:[%％‰﹪]|个百分点|美元|元|吨|公里|平方|公顷|亩|千瓦|户|家|件|套|人(?![大民])|人次|张床位|项(?!目))"
    r")"
)
"""A number with a unit that no heading has: the cells of a table, the items of a list."""


class _Pairs:
    """Marks that come in pairs: the opening mark of each closing one, and what finds any of them."""

    def __init__(self, closing: dict[str, str]) -> None:
        self.opening = {close: mark for mark, close in closing.items()}
        self.any_closing = re.compile(f"[{re.escape(''.join(self.opening))}]")
        self.any = re.compile(f"[{re.escape(''.join({**closing, **self.opening}))}]")


_TITLES = {"《": "》"}
_QUOTATIONS = {"“": "”", "「": "」"}
_OF_TITLES, _OF_QUOTATIONS, _OF_NAMES = _Pairs(_TITLES), _Pairs(_QUOTATIONS), _Pairs({**_TITLES, **_QUOTATIONS})
_OF_ALL = _Pairs({**_TITLES, **_QUOTATIONS, "‘": "’", "『": "』", "（": "）", "(": ")"})


def segment(text: str) -> tuple[Sentence, ...]:
    """All units of evidence of a text, in order; they never overlap, and cover all but white space.

    A sentence ends at 。！？ with the closing marks that follow, but not inside quotation marks, titles
    or brackets, unless these have no partner on their line; half-width marks count where they are meant as
    Chinese ones. A line without a sentence end is a heading, or an item if it begins with ◎; where prose
    follows ``◎name`` behind a space, the name is an item of its own. But a line that ends in a comma or
    semicolon, or that says how much there is of something, is prose. A line end within a number is none.
    ``section`` counts the headings 第N节, ``paragraph`` the lines with text.

    Lines are those of the running text (:mod:`kg.text.layout`): what was wrapped is one line, page furniture none. The
    places are those of the text given, so that a sentence may span line ends.
    """
    flow = read_flow(text)
    found = _segment(flow.text)
    if flow.is_plain:
        return tuple(found)
    return tuple(
        Sentence(*flow.origin(each.begin, each.end), each.kind, each.section, each.paragraph) for each in found
    )


def _segment(text: str) -> Iterator[Sentence]:
    section = 0
    lines = (_trim(text, *line) for line in _lines(text))
    for paragraph, (begin, end) in enumerate((span for span in lines if span[0] < span[1]), 1):
        cuts = _cuts(text, begin, end)
        if not cuts:
            section += bool(_SECTION.match(text, begin, end))
            yield Sentence(begin, end, _kind_of(text, begin, end), section, paragraph)
            continue
        start = begin
        head = _ITEM_HEAD.match(text, begin, cuts[0])
        if head:
            yield Sentence(begin, head.end(), "item", section, paragraph)
            start = head.end()
        for cut in (*cuts, end):
            first, last = _trim(text, start, cut)
            if first < last:
                yield Sentence(first, last, "sentence", section, paragraph)
            start = cut


def _kind_of(text: str, begin: int, end: int) -> SentenceKind:
    """What a line without a sentence end is."""
    if text[begin] == _ITEM_MARK:
        return "item"
    line = text[begin:end]
    if line[-1] in "，；,;" or (_BULLET.match(line) and _CLAUSE.search(line)):
        return "sentence"
    return "sentence" if _AMOUNT.search(line) and not _HEADED.match(line) else "heading"


def _lines(text: str) -> Iterator[Span]:
    """The lines of a text; two are one where the end of the first tears a number apart."""
    torn = {place for begin, end in torn_line_ends(text) for place in range(begin, end)}
    begin = -1
    for line in _LINE.finditer(text):
        begin = line.start() if begin < 0 else begin
        if line.end() not in torn:
            yield begin, line.end()
            begin = -1


def clauses(text: str, sentence: Sentence) -> tuple[Span, ...]:
    """The spans between the ，；： of a sentence, outside quotation marks, titles and brackets.

    Half-width marks beside a Chinese character count; a comma that parts thousands does not. Spans carry
    neither the mark nor white space; offsets are those of the text.
    """
    found = []
    start = sentence.begin
    for place in _outside(text, sentence.begin, sentence.end, _COMMA):
        found.append(_trim(text, start, place))
        start = place + 1
    found.append(_trim(text, start, sentence.end))
    return tuple((first, last) for first, last in found if first < last)


def titles(text: str) -> tuple[Span, ...]:
    """The spans of 《titles》, brackets included; of nested ones, the outermost."""
    return _enclosed(text, _OF_TITLES)


def quotations(text: str) -> tuple[Span, ...]:
    """The spans of “quoted” phrases, marks included; of nested ones, the outermost."""
    return _enclosed(text, _OF_QUOTATIONS)


def protected_spans(text: str) -> tuple[Span, ...]:
    """The spans of titles and quoted phrases, the outermost of each nest: what is inside is a name, not prose."""
    return _enclosed(text, _OF_NAMES)


def _enclosed(text: str, pairs: _Pairs) -> tuple[Span, ...]:
    found: list[Span] = []
    for line in _lines(text):
        for begin, end in sorted(_matched(text, *line, pairs)):
            if not found or begin >= found[-1][1]:
                found.append((begin, end))
    return tuple(found)


def _matched(text: str, begin: int, end: int, pairs: _Pairs) -> Iterator[Span]:
    """The pairs of marks between two places; marks without a partner are left out."""
    waiting: list[tuple[str, int]] = []
    count = dict.fromkeys(pairs.opening.values(), 0)
    for found in pairs.any.finditer(text, begin, end):
        character = found[0]
        if character in count:
            waiting.append((character, found.start()))
            count[character] += 1
        elif count[pairs.opening[character]]:
            mark = ""
            while mark != pairs.opening[character]:
                mark, start = waiting.pop()
                count[mark] -= 1
            yield start, found.end()


def _cuts(text: str, begin: int, end: int) -> list[int]:
    """Where sentences end within a line: behind the mark and what closes after it."""
    cuts: list[int] = []
    for place in _outside(text, begin, end, _choose_ends(text, begin, end)):
        if (cuts and place < cuts[-1]) or (text[place] == "." and _NUMBERED.fullmatch(text, begin, place)):
            continue
        cut = place + 1
        while cut < end and (text[cut] in _ENDS or text[cut] in _OF_ALL.opening):
            cut += 1
        cuts.append(cut)
    return cuts


def _choose_ends(text: str, begin: int, end: int) -> re.Pattern[str]:
    """What ends a sentence of a line: also half-width marks, and a full stop where the line has no Chinese one."""
    if not _IN_HALF_WIDTH.search(text, begin, end):
        return _END
    return _HALF_WIDTH_END if text.find("。", begin, end) >= 0 else _STOP_END


def _outside(text: str, begin: int, end: int, marks: re.Pattern[str]) -> Iterator[int]:
    """The places of marks that no pair encloses."""
    enclosed = sorted(_matched(text, begin, end, _OF_ALL)) if _OF_ALL.any_closing.search(text, begin, end) else []
    index, place = 0, begin
    while mark := marks.search(text, place, end):
        while index < len(enclosed) and enclosed[index][1] <= mark.start():
            index += 1
        if index < len(enclosed) and enclosed[index][0] < mark.start():
            place = enclosed[index][1]
            continue
        yield mark.start()
        place = mark.end()


def _trim(text: str, begin: int, end: int) -> Span:
    while begin < end and (text[begin].isspace() or text[begin] in INVISIBLE):
        begin += 1
    while begin < end and (text[end - 1].isspace() or text[end - 1] in INVISIBLE):
        end -= 1
    return begin, end

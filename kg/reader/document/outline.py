"""Headings -> sections: what each is about in time, and whether it says what is so or what is planned.

Headings nest by how they are numbered (一、（一）1.（1）); what has no number is below what has one. A
heading is read by the rows ``[[section]]`` of ``document.toml``; one that none fits takes what the
first paragraphs below it say, and else what holds around it. The first words of a paragraph are
read by ``[[opening]]``: what they say holds up to the end of the section, or, in a list (——), for the
paragraph alone. What a later sentence of a paragraph says so holds for the rest of it, and for the list or the
numbered items that it introduces. Once a report has turned to what is to be done, it does not turn back unless a
heading says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from kg.reader.document.forms import counted, forms_of, year_in
from kg.reader.values import WHOLE, Scope, Section
from kg.text.shadow import shadow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.model import Document, Sentence
    from kg.reader.document.forms import Form
    from kg.reader.values import DocumentContext, Lexicon

__all__ = ["Outline", "find_outline"]

_NUMBERS = r"[一二三四五六七八九十]{1,3}"
_LEVELS = (
    re.compile(rf"第{_NUMBERS}[编章部]"),
    re.compile(rf"{_NUMBERS}、|第{_NUMBERS}节"),
    re.compile(rf"[（(]{_NUMBERS}[）)]"),
    re.compile(r"[0-9]{1,2}(?:[.．、](?![0-9])|[）)])"),
    re.compile(r"[（(][0-9]{1,2}[）)]|[①-⑳]"),
)
"""How headings are numbered, the uppermost first."""
_UNNUMBERED = len(_LEVELS) + 1
_LONGEST = 60
"""A heading without a number is no longer than this; a longer line without a full stop is prose."""
_SPACE = re.compile(r"\s+")
_LIST_ITEM = re.compile(r"[-—–●◆■]+|[一二三四五六七八九十]是")
_LEAD = re.compile(rf"[\s\"]*(?:各位代表[，,:：！!]*)?(?:[（(]?{_NUMBERS}[）)、])?")
_OPENING = 60
"""Characters of a paragraph in which its opening words are looked for."""
_BELOW = 2
"""Paragraphs below a heading that tell what it is about if the heading itself does not."""
_FIRST_PLAN, _YEARS_OF_PLAN = 1951, 5
_SO = "asserted"


@dataclass(frozen=True, slots=True)
class Outline:
    """The sections of a document, and what holds for each of its sentences."""

    sections: tuple[Section, ...]
    scopes: tuple[Scope, ...]


@dataclass(frozen=True, slots=True)
class _Open:
    """A section whose end is not known yet; ``inside`` is what holds in it by now."""

    begin: int
    level: int
    scope: Scope
    inside: Scope
    numbered: bool

    def until(self, end: int) -> Section:
        """The section once its end is known."""
        return Section(self.begin, end, self.level, self.scope)


def find_outline(
    document: Document, sentences: Sequence[Sentence], context: DocumentContext, lexicon: Lexicon
) -> Outline:
    """Find the sections of a document.

    Args:
        document: as read.
        sentences: its units, in order.
        context: its kind and years, by which relative words (今年, 过去五年) are resolved.
        lexicon: holds the forms.

    Returns:
        The sections in order of their beginnings, and the scope of each sentence.

    """
    return _Outliner(shadow(document.text), sentences, context, lexicon).read()


class _Outliner:
    """Reads headings and openings in one pass over the sentences."""

    def __init__(self, text: str, sentences: Sequence[Sentence], context: DocumentContext, lexicon: Lexicon) -> None:
        self._text = text
        self._sentences = sentences
        self._context = context
        self._headings = forms_of(lexicon, "section")
        self._openings = forms_of(lexicon, "opening")
        self._root = Scope(*_year(context.base_year), context.planned, WHOLE)

    def read(self) -> Outline:
        """Read all sections, and what holds for each sentence."""
        stack: list[_Open] = []
        sections: list[Section] = []
        scopes: list[Scope] = []
        root, listed, introduced = self._root, None, None
        paragraph = -1
        for index, sentence in enumerate(self._sentences):
            level = self._level_in(index, stack)
            item = _LIST_ITEM.match(self._text, sentence.begin) is not None
            if sentence.paragraph != paragraph:
                _introduce(stack, introduced, level, listed=item)
                introduced = None
            if level:
                while stack and stack[-1].level >= level:
                    sections.append(stack.pop().until(sentence.begin))
                scope = self._scope_of(index, stack[-1].inside if stack else root, stacked=bool(stack))
                stack.append(_Open(sentence.begin, level, scope, scope, self._level(index) != _UNNUMBERED))
                listed = None
                if level <= _LEVELS_OF_PLAN and scope.planned and self._context.kind:
                    root = Scope(*_year(self._context.report_year), planned=True, rule="after a plan")
            elif sentence.paragraph != paragraph:
                around = stack[-1].inside if stack else root
                opening = self._by_opening(index, around)
                listed = opening if item else None
                if opening is not None and listed is None:
                    if stack:
                        stack[-1] = replace(stack[-1], inside=opening)
                    else:
                        root = opening
            elif sentence.kind == "sentence":  # within a paragraph: for the rest of it
                opening = self._by_opening(index, stack[-1].inside if stack else root)
                listed = opening or listed
                introduced = opening or introduced
            paragraph = sentence.paragraph
            scopes.append(listed or (stack[-1].inside if stack else root))
        sections += [each.until(len(self._text)) for each in stack]
        return Outline(tuple(sorted(sections, key=lambda each: (each.begin, each.level))), tuple(scopes))

    def _level_in(self, index: int, stack: Sequence[_Open]) -> int:
        """The level of a heading; without a number, that of a part of the document if it is worded so."""
        level = self._level(index)
        parts = any(each.numbered and each.level <= _LEVELS_OF_PLAN for each in stack)
        if level == _UNNUMBERED and not parts and self._says(self._line(index)):
            return _LEVELS_OF_PLAN
        return level

    def _level(self, index: int) -> int:
        """The level of the heading that a sentence is; 0 if it is none."""
        sentence = self._sentences[index]
        opens = index == 0 or self._sentences[index - 1].paragraph != sentence.paragraph
        if not opens or sentence.kind == "item":
            return 0
        for level, numbered in enumerate(_LEVELS, 1):
            if numbered.match(self._text, sentence.begin, sentence.end):
                return level
        short = sentence.end - sentence.begin <= _LONGEST
        listed = _LIST_ITEM.match(self._text, sentence.begin)
        return _UNNUMBERED if sentence.kind == "heading" and short and not listed else 0

    def _says(self, line: str) -> bool:
        """Whether a line without a number is worded as the heading of a section."""
        return any(form.regex.search(line) for form in self._headings if not form.says.get("level"))

    def _line(self, index: int) -> str:
        sentence = self._sentences[index]
        return _SPACE.sub("", self._text[sentence.begin : sentence.end])

    def _scope_of(self, index: int, around: Scope, *, stacked: bool) -> Scope:
        """What a heading says, else what the first paragraphs below it say, else what holds around it."""
        line = self._line(index)
        uppermost = self._level(index) <= _LEVELS_OF_PLAN and not stacked
        for form in self._headings:
            if form.says.get("level") and not (uppermost and self._context.kind):
                continue
            match = form.regex.search(line)
            undated = match and not match.groupdict() and not form.says.get("anywhere")
            if undated and stacked and around.planned and form.says.get("modality") == _SO:
                continue  # 产业建设取得新进展 is what a plan wants, below its heading
            scope = self._resolve(form, match, around) if match else None
            if scope is not None:
                return scope
        level, paragraphs = self._level(index), 0
        paragraph = self._sentences[index].paragraph
        for below in range(index + 1, len(self._sentences)):
            if self._sentences[below].paragraph == paragraph:
                continue
            paragraph = self._sentences[below].paragraph
            paragraphs += 1
            if self._level(below) or paragraphs > _BELOW or level > _LEVELS_OF_PLAN:
                break
            scope = self._by_opening(below, around)
            if scope is not None:
                return scope
        return around

    def _by_opening(self, index: int, around: Scope) -> Scope | None:
        """What the first words of a paragraph say."""
        sentence = self._sentences[index]
        lead = _LIST_ITEM.match(self._text, sentence.begin)
        start = lead.end() if lead else sentence.begin
        opened = _LEAD.match(self._text, start)
        line = _SPACE.sub("", self._text[opened.end() if opened else start : sentence.end][:_OPENING])
        if self._text[start : start + 1] == '"':
            line = '"' + line.lstrip('"')
        for form in self._openings:
            match = form.regex.match(line)
            scope = self._resolve(form, match, around) if match else None
            if scope is not None:
                return scope
        return None

    def _resolve(self, form: Form, match: re.Match[str], around: Scope) -> Scope | None:
        """What a form says here; None if it needs a year that is not known."""
        base, report = self._context.base_year, self._context.report_year
        period = form.says.get("period", "")
        number = counted(match)
        days: tuple[date | None, date | None]
        if period == "plan" and number is not None:
            first = _FIRST_PLAN + _YEARS_OF_PLAN * number
            days = _years(first, first + _YEARS_OF_PLAN - 1)
        elif period == "past-five" and report is not None:
            days = _years(report - _YEARS_OF_PLAN, report - 1)
        elif period == "next-five" and report is not None:
            days = _years(report, report + _YEARS_OF_PLAN - 1)
        elif period == "year":
            days = _year(year_in(match))
        elif period == "report":
            days = _year(report)
        elif period == "base":
            days = _year(base)
        else:
            days = (around.first, around.last)
        modality = form.says.get("modality")
        if modality is None:
            if days[1] is None or base is None:
                return None
            return Scope(*days, days[1].year > base, form.name)
        over = period == "year" and days[1] is not None and base is not None and days[1].year <= base
        return Scope(*days, modality == "planned" and not over, form.name)


def _introduce(stack: list[_Open], introduced: Scope | None, level: int, *, listed: bool) -> None:
    """Let what the last paragraph came to say hold for the list, or the headings below, that it introduces."""
    if introduced is not None and stack and (level > stack[-1].level or listed):
        stack[-1] = replace(stack[-1], inside=introduced)


_LEVELS_OF_PLAN = 2
"""Headings of these levels turn a report from what was done to what is to be done."""


def _year(of: int | None) -> tuple[date | None, date | None]:
    return (None, None) if of is None else _years(of, of)


def _years(first: int, last: int) -> tuple[date, date]:
    return date(first, 1, 1), date(last, 12, 31)

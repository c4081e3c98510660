"""What points back: 该平台, 该市, and bare heads that open a clause."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from kg.reader.values import Mention

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.reader.names.cases import Case
    from kg.reader.names.scanning import Scan
    from kg.reader.values import Head

__all__ = ["point_back"]

_TAIL = 2
"""The shortest bare head; longer ones than twice that are names."""
_REACH = 3
"""Paragraphs that a bare head looks back."""
_GROUNDS = frozenset({"Park", "IndustrialBase", "UniversitySciencePark"})
_PLACED = _GROUNDS | {"Cluster"}
"""Classes whose bare head points back wherever it stands as a phrase: 在集群."""


def point_back(case: Case, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Bare heads that stand for the nearest name with that head: 该平台; 平台 at the beginning of a clause.

    One that a demonstrative points back with, but that nothing fits, has no entity.
    """
    found = case.found
    pointing = tuple(case.lexicon.cues.get("demonstrative", ()))
    taken = bytearray(len(case.text))
    for each in mentions:
        taken[each.begin : each.end] = b"\1" * (each.end - each.begin)
    classes = case.classes | set(case.lexicon.cues.get("place_classes", ()))
    named = [each for each in mentions if each.class_ in classes and each.kind != "title"]
    ends = [each.end for each in named]
    yield from _point_by_that(case, named, ends)
    yield from _point_at_policy(case, mentions)
    fields = {each.end for each in mentions if each.class_ == "Field"}
    for begin, end, head in found.heads:
        if (
            head.shape in {"group", "brand", "member"}
            or not head.class_
            or end - begin < _TAIL
            or end - begin > _TAIL + 2
            or taken.find(1, begin, end) >= 0
        ):
            continue
        sentence = case.sentence_at(begin, end)
        pointed = found.text.endswith(pointing, max(0, begin - 3), begin)
        opens = begin not in found.counted and (
            _opens_clause(found, begin, head)
            or _is_phrase(found, begin, end, head)
            or (begin in fields and found.text[end : end + 1].isdigit())  # 电子信息项目104项
        )
        if sentence is None or not (pointed or opens):
            continue
        other = _antecedent(case, named, ends, begin, case.text[begin:end])
        if other is None and pointed:
            yield Mention(begin, end, sentence, "", "", "anaphor", "bare-head", 0.0)
        if other:
            confidence = 0.7 if pointed else 0.55
            yield Mention(begin, end, sentence, other.class_, other.entity, "anaphor", "bare-head", confidence)


def _opens_clause(found: Scan, begin: int, head: Head) -> bool:
    first = begin == 0 or found.text[begin - 1] in "，。；：！？\n\r◎"
    return first and head.shape not in {"programme", "policy", "product"}


def _is_phrase(found: Scan, begin: int, end: int, head: Head) -> bool:
    whole = end in found.break_set or found.text[end : end + 1] in "内外中的"
    return head.class_ in _PLACED and begin in found.break_set and whole


def _point_by_that(case: Case, named: Sequence[Mention], ends: Sequence[int]) -> Iterator[Mention]:
    """该市, 该院: the nearest name that ends in the same character; the form becomes an alias of it."""
    classes = {*case.lexicon.cues.get("place_classes", ()), *case.lexicon.cues.get("organisation_classes", ())}
    pointed = "".join(case.lexicon.cues.get("pointed", ()))
    if not pointed:
        return
    for match in re.finditer(rf"该[{pointed}](?!\w{{0,1}}(?:长|级|域|场))", case.found.text):
        begin, end = match.span()
        sentence = case.sentence_at(begin, end)
        if sentence is None:
            continue
        other = _antecedent(case, named, ends, begin, match[0][-1])
        if other and other.class_ in classes:
            yield Mention(begin, end, sentence, other.class_, other.entity, "short", "that", 0.6)


def _point_at_policy(case: Case, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """新政规定, 《办法》 having been named: a word for a document that opens a clause and lays something down."""
    words, verbs = (case.lexicon.cues.get(key, ()) for key in ("documents", "lays_down"))
    documents = [each for each in mentions if each.class_ == "PolicyDocument"]
    if not (words and verbs and documents):
        return
    taken = {each.begin for each in mentions}
    ends = [each.end for each in documents]
    for match in re.finditer(
        rf"(?<![^，。；：！？\n\r])(?:{'|'.join(words)})(?=(?:还|并|同时)?(?:{'|'.join(verbs)}))", case.found.text
    ):
        begin, end = match.span()
        sentence = case.sentence_at(begin, end)
        index = bisect_right(ends, begin) - 1
        if sentence is None or index < 0 or begin in taken:
            continue
        here, there = case.sentences[sentence], case.sentences[documents[index].sentence]
        if here.section == there.section and here.paragraph - there.paragraph <= 1:
            yield Mention(begin, end, sentence, "PolicyDocument", documents[index].entity, "anaphor", "document", 0.6)


def _antecedent(case: Case, named: Sequence[Mention], ends: Sequence[int], begin: int, form: str) -> Mention | None:
    """The nearest mention before a place, in the same section and not many paragraphs away, that ends in a form.

    园区 stands for a park, whatever its name ends in.
    """
    grounds = _GROUNDS if form in case.lexicon.cues.get("grounds", ()) else frozenset()
    home = case.sentences[bisect_right(case.begins, begin) - 1]
    for index in range(bisect_right(ends, begin) - 1, -1, -1):
        other = named[index]
        where = case.sentences[other.sentence]
        if where.section != home.section or home.paragraph - where.paragraph > _REACH:
            return None
        if case.text[other.begin : other.end].endswith(form) or other.class_ in grounds:
            return other
    return None

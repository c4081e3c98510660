"""Quoted phrases that are carried out: 落实“四个着力”, “三进三退”战略, 农牧区“户户通”工程.

Reports call programmes by such a phrase alone; what is done with it tells that it is one. A phrase that is only put in
quotation marks (发挥“压舱石”作用) is none, nor is one that is a sentence.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.reader.names.values import Candidate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.reader.names.scanning import Scan, Span

__all__ = ["find_campaigns", "find_slogans", "with_modifiers"]

_LONGEST = 28
_SENTENCE = re.compile(r"[，。；：！？是的了在]")
_JOINED = re.compile(r"[、和与及以]{0,2}")
_BEFORE = 8
_WORDS = re.compile(r"[\u4e00-\u9fff]{1,10}")
_STATE = "国家"
_BUILT = "建设"
_SCHEMES = frozenset({"Programme", "Project", "PilotProgramme", "PolicyMeasure", "Platform"})


def find_slogans(found: Scan) -> Iterator[Candidate]:
    """Quoted phrases that name a programme by themselves, or with the kind that stands behind them."""
    cues = found.lexicon.cues
    kinds = _one_of(
        cues.get("slogan_kinds", ()), cues.get("slogan_of", ()), r"(?![的这等])(?:[\u4e00-\u9fff](?![的等])){0,2}"
    )
    verbs = tuple(cues.get("slogan_verbs", ()))
    other = tuple(cues.get("slogan_others", ()))
    bodies = {each.end for each in found.listed if each.class_ == "GovernmentBody"}
    spans = [span for span in found.quotations if _may_be(found, span)]
    taken: set[int] = set()
    for begin, end in spans:
        kind = kinds.match(found.text, end) if kinds else None
        if kind:
            taken.add(end)
            yield Candidate(begin, kind.end(), "Programme", "quoted", "slogan", 0.75)
            continue
        if found.text.startswith(other, end):
            continue
        if (
            found.text[max(0, begin - _BEFORE) : begin].endswith(verbs)
            or begin in bodies
            or _follows(found, begin, taken)
        ):
            taken.add(end)
            yield Candidate(begin, end, "Programme", "quoted", "slogan", 0.6)


def find_campaigns(found: Scan) -> Iterator[Candidate]:
    """What a place is to become: 平安江城建设, “数字江城”建设; in a list without 建设: 平安江城、法治江城建设."""
    epithets = tuple(found.lexicon.cues.get("epithets", ()))
    for each in found.listed:
        before = next((word for word in epithets if found.text.endswith(word, 0, each.begin)), "")
        if each.rule in {"place", "afar"} and before:
            begin = each.begin - len(before)
            listed = found.text[begin - 1 : begin] == "、" or found.text[each.end : each.end + 1] == "、"
            built = found.text.startswith(_BUILT, each.end) and not listed
            if built or listed:
                end = each.end + (len(_BUILT) if built else 0)
                yield Candidate(begin, end, "Programme", "name", "campaign", 0.8)


def _may_be(found: Scan, span: Span) -> bool:
    inner = found.text[span[0] + 1 : span[1] - 1]
    if inner in found.lexicon.cues.get("slogan_never", ()):
        return False
    return 1 < len(inner) <= _LONGEST and not _SENTENCE.search(inner)


def _follows(found: Scan, begin: int, taken: set[int]) -> bool:
    """Whether a phrase goes on a list of such phrases."""
    return any(
        end in taken and _JOINED.fullmatch(found.text, end, begin) for end in range(max(0, begin - 2), begin + 1)
    )


def _one_of(words: Iterable[str], behind_of: Iterable[str], before: str) -> re.Pattern[str] | None:
    longest = sorted(words, key=len, reverse=True)
    if not longest:
        return None
    kinds = f"{before}?(?:{'|'.join(map(re.escape, longest))})"
    of = "|".join(map(re.escape, sorted(behind_of, key=len, reverse=True)))
    return re.compile(f"{kinds}|的(?:{of})" if of else kinds)


def with_modifiers(found: Scan, names: Iterable[Candidate]) -> Iterator[Candidate]:
    """Quoted names with what stands directly before them and says whose or where: 农牧区“户户通”工程."""
    leading = found.lexicon.leading
    generic = frozenset(found.lexicon.cues.get("generic", ()))
    closed = {end for _, end in found.quotations}
    for each in names:
        floor = found.floor(each.begin)
        before = found.text[floor : each.begin]
        if each.class_ not in _SCHEMES or each.begin in found.counted:
            continue
        if before == _STATE:
            yield replace(each, begin=floor, rule=f"{each.rule}, modified")
        elif each.end not in closed and _WORDS.fullmatch(before):
            words = found.boundaries.words(before)
            plain = len(words) == 1 and words[0] in generic
            if not (plain or any(word in leading or word in found.lexicon.words for word in words)):
                yield replace(each, begin=floor, rule=f"{each.rule}, modified")

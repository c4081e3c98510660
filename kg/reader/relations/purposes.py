"""For whom, toward whom and around what something is done: 为甲提供…, 加大对乙的支持力度, 围绕丙建设."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.reader.relations.objects import read_phrases

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.reader.relations.line import Line, Phrase

__all__ = ["read_purposes"]

_FORMS = (
    (
        "for",
        re.compile(
            r"(?:为|给|让|使)(?!了)([^，。；：]{2,30}?)"
            r"(?:更好地?|更多|在[^，。；：]{1,20}?|量身定[制做]|长期|普遍|直接)*"
            r"(?:提供|创造|营造|搭建|打造|受益|得实惠|得到更多|共享|享受|排忧解难|解难|撑腰|送去|办实事|纾困|参与)"
        ),
    ),
    ("granting", re.compile(r"(?:为|给|向)([^，。；：]{2,20}?)(?:及时|足额|累计|按时)*(?:发放|补发|拨付)")),
    (
        "toward",
        re.compile(
            r"对([^，。；：]{2,30}?)的?(?:财政|资金|金融|信贷|政策|技术)*"
            r"(?:支持|扶持|帮扶|救助|扶助|补助|服务|保护|关爱|资助|支持扶助)(?:力度|工作|和[^，。；：]{2,6})?$"
        ),
    ),
    (
        "around",
        re.compile(r"(?:围绕|立足|紧扣|结合|抓住)([^，。；：]{3,40})$"),
    ),
)
"""What a relation is like to whom the words point at, with the words."""
_EARLY = frozenset({"for", "granting"})
_AHEAD = 4
"""Characters before a word that points at somebody; behind a verb it belongs to what that takes."""


def read_purposes(line: Line, begin: int, end: int) -> Iterator[tuple[Phrase, str, int, int]]:
    """Whom or what the words of a stretch point at, each with the form and where it stands."""
    first_word = line.behind_adverbials(begin, end)
    for name, form in _FORMS:
        match = form.search(line.text[begin:end])
        if match is None or (name in _EARLY and begin + match.start() > first_word + _AHEAD):
            continue
        first, last = begin + match.start(1), begin + match.end(1)
        phrases, until = read_phrases(line, first, last, (name,))
        if until == last:
            for each in phrases:
                yield each, name, begin + match.start(), begin + match.end()

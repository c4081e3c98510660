"""What a name says its bearer is about: 光电子 in 江城光电子产业联盟."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.reader.relations.masking import PLACES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.reader.values import Lexicon, Reading

__all__ = ["NameTopics"]

_LEVELS = ("国家", "中国", "全国", "中华", "国际", "省", "市", "区", "县")
_PREFIX = 2
_SHARED = 3
"""So many names in a document that begin alike begin with a name of their own: 张江…, 光谷…."""
_LONGEST_FORM = 12
_ABOUT_NOBODY = frozenset({"Field", "Designation", "TargetGroup", "Technology", "PolicyMeasure", "PublicService"})
_OWNER = re.compile(r".{2,8}?(?:集团|公司|大学|学院|科学院)")
_ADJECTIVES = ("高端", "新型", "国内", "大型", "绿色", "智慧", "先进")
_AND = re.compile(r"[及与和、]")
# What may stand between the topic of a name and its head.
_GOES_ON = re.compile(
    "产业|技术|工程|行业|领域|科技|研究|检测|公共|专业|服务|创新|应用|协同|重点|战略|特色|高新|孵化|研发|成果|试验|测试|示范|发展|促进|联合|共性"
)
_PLAIN = re.compile(r"(?:产业|技术|行业|领域|科技)+$")
_GENERIC = ("高新技术", "战略性", "新兴产业", "现代服务", "传统")


@dataclass(frozen=True, slots=True)
class NameTopics:
    """What tells the topic of a name: what names begin with that says nothing of it, and what ends them."""

    begins: frozenset[str]
    heads: frozenset[str]
    generic: frozenset[str]

    @classmethod
    def of(cls, reading: Reading) -> NameTopics:
        """The beginnings that packs know, and those that several names of the document share."""
        lexicon: Lexicon = reading.lexicon
        here = {row.id for row in reading.entities if row.class_ in PLACES and row.class_ != "Place"}
        shared = Counter(row.zh[:_PREFIX] for row in reading.entities if row.class_ not in _ABOUT_NOBODY)
        return cls(
            frozenset(
                (
                    *_LEVELS,
                    *_ADJECTIVES,
                    *(form for place in lexicon.places for form in (place.zh, *place.forms)),
                    *(row.form for row in reading.names if row.entity in here),
                    *here,
                    *(begin for begin, number in shared.items() if number >= _SHARED),
                )
            ),
            frozenset(head.form for head in lexicon.heads),
            frozenset(lexicon.cues.get("generic", ())),
        )

    def find(self, full: str, known: Mapping[str, str]) -> tuple[str, ...]:
        """The ids of the known names that a longer one is about, several if it joins them."""
        begin = self._behind_places(full, known)
        found: list[str] = []
        while True:
            end = max(
                (begin + size for size in range(2, len(full) - begin) if full[begin : begin + size] in known), default=0
            )
            if not end:
                return tuple(found)
            if not self._is_generic(full[begin:end]):
                found.append(known[full[begin:end]])
            if not _AND.match(full, end):
                return tuple(found) if self._is_whole(full[end:]) else ()
            begin = end + 1

    def _behind_places(self, full: str, known: Mapping[str, str]) -> int:
        """Where what a name says of itself begins: behind places, owners and adjectives."""
        owner = _OWNER.match(full)
        begin = owner.end() if owner and owner.end() < len(full) else 0
        while True:
            if any(full[begin : begin + size] in known for size in range(2, len(full) - begin)):
                return begin
            size = max((n for n in range(1, _LONGEST_FORM) if full[begin : begin + n] in self.begins), default=0)
            if not size:
                return begin
            begin += size

    def _is_whole(self, rest: str) -> bool:
        return bool(_GOES_ON.match(rest)) or any(rest[:size] in self.heads for size in range(1, len(rest) + 1))

    def _is_generic(self, topic: str) -> bool:
        return topic.startswith(_GENERIC) or _PLAIN.sub("", topic) in self.generic

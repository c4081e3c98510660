"""What changes the name of a place that it stands beside: 长江上游 is longer, 江城马拉松 names no place."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.reader.names.scanning import Scan
    from kg.reader.names.values import Candidate

__all__ = ["is_of_phrase", "with_reaches"]

_REACHES = re.compile(r"(?:流域|(?:上|中|下|上中|中上|中下)游)(?:地区)?(?![面内性])")
_WATERS = ("江", "河", "湖", "水系")
_ROADS = ("铁路", "高铁", "高速", "公路", "运河", "专线", "大道", "中线", "东线")
_PLACES = frozenset({"Place", "Region"})
_AREAS = frozenset({"place", "afar"})
_TO_BE = ("新", "现代化")
_BUILT = re.compile(r"(?:现代化)?建设|篇章")
_GATHERING = re.compile(
    r"(?:(?![在的了是和与及对将])[\u4e00-\u9fff]){0,6}?(?:大运会|亚运会|亚残运会|奥运会|残奥会|冬奥会|青奥会|全运会|锦标赛|马拉松|歌剧节|电影节|艺术节"
    r"|文化节|音乐节|戏剧节|(?<!代表)大会(?!堂|议|战))"
)


def with_reaches(found: Scan, names: Iterable[Candidate]) -> Iterator[Candidate]:
    """Rivers, lakes and roads with the reach that is meant: 长江上游, X河流域, X高铁江城段."""
    places = {each.begin: each.end for each in found.listed if each.rule in _AREAS}
    for each in names:
        end = _section(found, each, places)
        if end:
            yield replace(each, end=end, class_="Place", kind="name", entity="", rule=f"reach:{each.rule}")
        if each.class_ in _PLACES and found.text.endswith(_WATERS, each.begin, each.end):
            reach = _REACHES.match(found.text, each.end)
            if reach:
                yield replace(each, end=reach.end(), class_="Region", kind="name", entity="", rule=f"reach:{each.rule}")


def _section(found: Scan, road: Candidate, places: Mapping[int, int]) -> int:
    """Where the section of a road ends that is named behind it (江城段, 江城至海州段); 0 if none is."""
    if road.class_ not in _PLACES or not found.text.endswith(_ROADS, road.begin, road.end):
        return 0
    end = places.get(road.end, 0)
    if end and found.text[end : end + 1] == "至":
        end = places.get(end + 1, 0)
    return end + 1 if end and found.text[end : end + 1] == "段" else 0


def is_of_phrase(text: str, name: Candidate) -> bool:
    """Whether a place is but a word of what is to be built, or of what an event is called."""
    if name.rule not in _AREAS:
        return False
    to_be = text.endswith(_TO_BE, 0, name.begin) and _BUILT.match(text, name.end)
    return bool(to_be or _GATHERING.match(text, name.end))

"""Which place a document is about, and what each form of a place means in it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.reader.packs.index import Index
from kg.reader.values import Place

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from kg.reader.values import Lexicon

__all__ = ["forms_of_places", "home_of"]

_CENTRES = frozenset({"City", "Province", "District"})
_CITY = re.compile(
    r"(?:^|(?<=[\n\r，。；、◎]))([\u4e00-\u9fff]{2,3}(?<![级城各全本我该县区省地都超夜街门菜股楼上])[市县])(?![场值面民])"
)
"""What may be a city at the beginning of a clause; not 省级市, 大城市, 各县市."""
_OFTEN = 3
"""Clauses that begin with the name of an unlisted city if the text is about it."""
_MUNICIPALITIES = ("11", "12", "31", "50")


def home_of(text: str, lexicon: Lexicon) -> Place | None:
    """The city, province or district that a text names most often; of equals, the first.

    ``text`` is a shadow. A name that several places bear (鼓楼区) tells nothing.
    """
    bearers = Counter(place.zh for place in lexicon.places)
    centres = [place for place in lexicon.places if place.class_ in _CENTRES and bearers[place.zh] == 1]
    index = Index({form: place for place in centres for form in (*place.forms, place.zh)})
    counts = Counter(place for _, _, place in index.find(text))
    best, often = counts.most_common(1)[0] if counts else (None, 0)
    unknown = _unlisted_city(text, bearers.keys() | {form for place in lexicon.places for form in place.forms})
    return unknown[0] if unknown and unknown[1] > often else best


def _unlisted_city(text: str, known: AbstractSet[str]) -> tuple[Place, int] | None:
    """A city that no pack lists and that clauses of a text begin with again and again, and how often it is named."""
    opening = Counter(match[1] for match in _CITY.finditer(text) if match[1] not in known)
    zh, often = opening.most_common(1)[0] if opening else ("", 0)
    if often < _OFTEN:
        return None
    class_ = "City" if zh.endswith("市") else "District"
    stem = zh[:-1]
    return Place("", zh, f"{zh} ({class_.lower()})", class_, (stem,)), text.count(stem)


def forms_of_places(text: str, lexicon: Lexicon, home: Place | None) -> dict[str, Place]:
    """Each form of a place that counts in a text, with the place it means there.

    A short form such as 朝阳 counts in texts about the area that the place lies in, and where the full name stands
    too. Of places with one name, the one nearest to the document's own is meant; if none is near, it has no code.
    """
    found: dict[str, Place] = {}
    bearers: dict[str, list[Place]] = {}
    for place in lexicon.places:
        bearers.setdefault(place.zh, []).append(place)
    for zh, places in bearers.items():
        place = _nearest(places, home)
        found[zh] = place
        for form in place.forms:
            found.setdefault(form, place)
    named = {zh for _, _, zh in Index({zh: zh for zh in bearers}).find(text)}
    for place in sorted(lexicon.places, key=lambda place: _distance(place, home)):
        near = _is_near(place, home)
        if found[place.zh].code == place.code and (near or place.zh in named):
            free = [form for form in place.local if form not in found or (near and _gives_way(found[form], home))]
            found |= dict.fromkeys(free, place)
    if home is not None and not home.code:
        found |= dict.fromkeys((home.zh, *home.forms), home)
    return found | _own_forms(lexicon, home)


def _is_near(place: Place, home: Place | None) -> bool:
    """Whether a place lies in the document's own area, or is a town of its province."""
    distance = _distance(place, home)
    return distance == 0 or (place.class_ == "City" and distance == 1)


def _gives_way(place: Place, home: Place | None) -> bool:
    """Whether a form that means a place may mean another that is near."""
    return place.class_ not in _CENTRES or _distance(place, home) > 1


def _own_forms(lexicon: Lexicon, home: Place | None) -> dict[str, Place]:
    """全市 and 全省, which mean the document's own place and its province."""
    if home is None:
        return {}
    found = dict.fromkeys(lexicon.cues.get(f"place_{home.class_.lower()}", ()), home)
    province = next((each for each in lexicon.places if home.code and each.code == f"{home.code[:2]}0000"), None)
    if province and province.class_ == "Province":
        found |= dict.fromkeys(lexicon.cues.get("place_province", ()), province)
    return found


def _nearest(places: list[Place], home: Place | None) -> Place:
    if len(places) == 1:
        return places[0]
    best = min(_distance(place, home) for place in places)
    nearest = [place for place in places if _distance(place, home) == best]
    if best < 2 or len(nearest) == 1:  # noqa: PLR2004 - in the same province
        return nearest[-1]
    return replace(places[0], code="", local=())


def _distance(place: Place, home: Place | None) -> int:
    """0 within the document's city (or province, if it is about one), 1 within its province, 2 elsewhere."""
    if home is None or not place.code or not home.code or place.code[:2] != home.code[:2]:
        return 2
    whole = home.class_ == "Province" or home.code[:2] in _MUNICIPALITIES
    return 0 if whole or place.code[:4] == home.code[:4] else 1

"""Which place a document is about, and what each form of a place means in it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.reader.packs.index import Index
from kg.reader.values import Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from kg.reader.values import Lexicon

__all__ = ["choose_bearer", "forms_of_places", "named_most", "unlisted_place"]

_CENTRES = frozenset({"City", "Province", "District"})
_CITY = re.compile(
    r"(?:^|(?<=[\n\r，。；、◎]))([\u4e00-\u9fff]{2,3}(?<![级城各全本我该县区省地都超夜街门菜股楼上])[市县])(?![场值面民])"
)
"""What may be a city at the beginning of a clause; not 省级市, 大城市, 各县市."""
_ADMINISTRATIVE = re.compile(
    r"(?P<stem>[\u4e00-\u9fff]{1,8}?)(?:自治|开发|高新|新|特别行政)?(?P<end>省|市|县|区|旗|州|盟|镇|乡|街道)"
)
_KIND = re.compile(r"(?:自治|开发|高新|新|特别行政|直辖|行政|园|城|郊|地|[全各本我该])+[省市县区旗州盟]")
"""What only says which kind of place is meant: 自治区, 全省."""
_OF_CITIES = frozenset({"市", "州", "盟"})
_OFTEN = 3
"""Clauses that begin with the name of an unlisted city if the text is about it."""
_MUNICIPALITIES = ("11", "12", "31", "50")


def named_most(text: str, lexicon: Lexicon) -> tuple[Place | None, int]:
    """The city, province or district that a text names most often, and how often; of equals, the first.

    ``text`` is a shadow. A name that several places bear (鼓楼区) tells nothing.
    """
    index, known = _centres(lexicon)
    counts = Counter(place for _, _, place in index.find(text))
    best, often = counts.most_common(1)[0] if counts else (None, 0)
    unknown = _unlisted_city(text, known, lexicon.words)
    return unknown if unknown and unknown[1] > often else (best, often)


@lru_cache(maxsize=8)
def _centres(lexicon: Lexicon) -> tuple[Index[Place], frozenset[str]]:
    """The forms of cities, provinces and districts that only one place bears, and all forms of places."""
    bearers = Counter(place.zh for place in lexicon.places)
    centres = [place for place in lexicon.places if place.class_ in _CENTRES and bearers[place.zh] == 1]
    index = Index({form: place for place in centres for form in (*place.forms, place.zh)})
    return index, frozenset(bearers) | {form for place in lexicon.places for form in place.forms}


def choose_bearer(place: Place, within: Sequence[Place], text: str, lexicon: Lexicon) -> Place:
    """Of the places that bear one name, the one within a place named with it, else the one whose area the text names.

    It has no code if nothing tells which is meant.
    """
    bearers = [each for each in lexicon.places if each.zh == place.zh]
    if len(bearers) == 1:
        return place
    around = [each for each in within if each.code]
    near = [each for each in bearers if any(_is_within(each, other) for other in around)]
    if not near:
        named = Counter({each.code: sum(text.count(form) for form in _areas(each, lexicon)) for each in bearers})
        (first, often), *rest = named.most_common(2)
        near = [each for each in bearers if each.code == first and often and (not rest or often > rest[0][1])]
    return near[0] if len(near) == 1 else replace(place, code="", local=())


def _is_within(place: Place, other: Place) -> bool:
    return place.code.startswith(other.code.removesuffix("00").removesuffix("00"))


def _areas(place: Place, lexicon: Lexicon) -> Iterator[str]:
    """The names of the city and the province that a place lies in."""
    above = {f"{place.code[:4]}00", f"{place.code[:2]}0000"} - {place.code}
    for each in lexicon.places:
        if each.code in above:
            yield from (each.zh, *each.forms)


def unlisted_place(name: str) -> Place | None:
    """A place that no pack lists, by a name that ends as names of places do; None for any other name."""
    match = _ADMINISTRATIVE.fullmatch(name)
    if match is None or _KIND.fullmatch(name):
        return None
    class_ = "Province" if match["end"] == "省" else "City" if match["end"] in _OF_CITIES else "District"
    return Place("", name, f"{name} ({class_.lower()})", class_, (match["stem"],))


def _unlisted_city(text: str, known: AbstractSet[str], words: Mapping[str, str]) -> tuple[Place, int] | None:
    """A city that no pack lists and that clauses of a text begin with again and again, and how often it is named.

    What begins with a word that ends phrases is none: 加强县….
    """
    opening = Counter(
        match[1] for match in _CITY.finditer(text) if match[1] not in known and words.get(match[1][:-1]) != "break"
    )
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
    named = {zh for _, _, zh in _full_names(lexicon).find(text)}
    for place in sorted(lexicon.places, key=lambda place: _distance(place, home)):
        near = _is_near(place, home)
        if found[place.zh].code == place.code and (near or place.zh in named):
            free = [form for form in place.local if form not in found or (near and _gives_way(found[form], home))]
            found |= dict.fromkeys(free, place)
    if home is not None and not home.code:
        found |= dict.fromkeys((home.zh, *home.forms), home)
    return found | _own_forms(lexicon, home)


@lru_cache(maxsize=8)
def _full_names(lexicon: Lexicon) -> Index[str]:
    return Index({place.zh: place.zh for place in lexicon.places})


def _is_near(place: Place, home: Place | None) -> bool:
    """Whether a place lies in the document's own area, or is a town of its province."""
    distance = _distance(place, home)
    return distance == 0 or (place.class_ == "City" and distance == 1)


def _gives_way(place: Place, home: Place | None) -> bool:
    """Whether a form that means a place may mean another that is near."""
    return place.class_ not in _CENTRES or _distance(place, home) > 1


def _own_forms(lexicon: Lexicon, home: Place | None) -> dict[str, Place]:
    """全市, 我县 and 自治区, which mean the document's own place, and 全省, which means its province."""
    if home is None:
        return {}
    cues = lexicon.cues
    last = home.zh[-1]
    own = [*cues.get(f"place_{home.class_.lower()}", ()), *(f"{each}{last}" for each in cues.get("whole", ()))]
    found = dict.fromkeys(own, home)
    province = next((each for each in lexicon.places if home.code and each.code == f"{home.code[:2]}0000"), None)
    if province and province.class_ == "Province" and province != home:
        found |= dict.fromkeys(cues.get("place_province", ()), province)
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

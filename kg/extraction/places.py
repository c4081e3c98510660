"""Which place a document is about, and what each form of a place means in it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.extraction.scanning import Index

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.extraction.values import Lexicon, Place

__all__ = ["forms_of_places", "home_of"]

_CENTRES = frozenset({"City", "Province", "District"})
_MUNICIPALITIES = ("11", "12", "31", "50")


def home_of(text: str, lexicon: Lexicon) -> Place | None:
    """The city, province or district that a text names most often; of equals, the first.

    ``text`` is a shadow. A name that several places bear (鼓楼区) tells nothing.
    """
    bearers = Counter(place.zh for place in lexicon.places)
    centres = [place for place in lexicon.places if place.class_ in _CENTRES and bearers[place.zh] == 1]
    index = Index({form: place for place in centres for form in (*place.forms, place.zh)})
    counts = Counter(place for _, _, place in index.find(text))
    return counts.most_common(1)[0][0] if counts else None


def forms_of_places(text: str, lexicon: Lexicon, home: Place | None) -> dict[str, Place]:
    """Each form of a place that counts in a text, with the place it means there.

    A short form such as 朝阳 counts in texts about the area that the place lies in, and where the full name stands too. Of
    places with one name, the one nearest to the document's own is meant; if none is near, the name has no code.
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
    named = {place.zh for _, _, place in Index({place.zh: place for place in lexicon.places}).find(text)}
    for place in _by_distance(lexicon.places, home):
        near = _distance(place, home) == 0 or (place.class_ == "City" and _distance(place, home) == 1)
        if (near or place.zh in named) and found[place.zh].code == place.code:
            for form in place.local:
                if form not in found or not near:
                    found.setdefault(form, place)
                elif found[form].class_ not in _CENTRES or _distance(found[form], home) > _distance(place, home):
                    found[form] = place
    if home:
        for form in lexicon.cues.get(f"place_{home.class_.lower()}", ()):
            found[form] = home
        province = next((each for each in lexicon.places if home.code and each.code == f"{home.code[:2]}0000"), None)
        if province and province.class_ == "Province":
            for form in lexicon.cues.get("place_province", ()):
                found[form] = province
    return found


def _nearest(places: list[Place], home: Place | None) -> Place:
    if len(places) == 1:
        return places[0]
    best = min(_distance(place, home) for place in places)
    nearest = [place for place in places if _distance(place, home) == best]
    if best < 2 or len(nearest) == 1:  # noqa: PLR2004 - in the same province
        return nearest[-1]
    return replace(places[0], code="", local=())


def _by_distance(places: Iterable[Place], home: Place | None) -> list[Place]:
    return sorted(places, key=lambda place: _distance(place, home))


def _distance(place: Place, home: Place | None) -> int:
    """0 within the document's city (or province, if it is about one), 1 within its province, 2 elsewhere."""
    if home is None or not place.code or not home.code or place.code[:2] != home.code[:2]:
        return 2
    whole = home.class_ == "Province" or home.code[:2] in _MUNICIPALITIES
    return 0 if whole or place.code[:4] == home.code[:4] else 1

"""Finding things: by name, by class and by service function."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.facts.addresses import read_address
from kg.facts.index import LONGEST, Hit

if TYPE_CHECKING:
    from kg.facts.directory import Directory
    from kg.facts.values import Thing

__all__ = ["Findings", "complete", "find"]

_MOST = 60
_MOST_BROWSED = 2000


@dataclass(frozen=True, slots=True)
class Findings:
    """Hits by class, the class of the best hit first; and what the filters offer, with counts.

    ``address`` is the IRI that the query is, if it is one of ours that has no name; ``cut`` is how many characters were
    looked for if the query was longer.
    """

    groups: tuple[tuple[str, tuple[Hit, ...]], ...]
    total: int
    classes: tuple[tuple[str, int], ...]
    functions: tuple[tuple[str, int], ...]
    address: str = ""
    cut: int = 0


def find(directory: Directory, query: str, class_: str = "", function: str = "") -> Findings:
    """Find things that a query names, of a class and a function if they are given; all of them without a query."""
    if query.strip():
        addresses = read_address(query, directory.base)
        named = [directory.things[iri] for iri in addresses if iri in directory.things]
        hits = [Hit(thing, 100, "") for thing in named] or directory.index.find(query, _MOST, directory.is_sought)
        address = "" if named else next((iri for iri in addresses if iri.startswith(directory.base)), "")
    else:
        address = ""
        ranked = sorted(
            filter(directory.is_sought, directory.index.things),
            key=lambda thing: (thing.class_ == "ActorGroup", -thing.weight, thing.iri),
        )
        hits = [Hit(thing, 0, "") for thing in ranked]
    of_function = [hit for hit in hits if not function or hit.thing.function == function]
    of_class = [hit for hit in hits if not class_ or hit.thing.class_ == class_]
    both = [hit for hit in of_function if not class_ or hit.thing.class_ == class_][:_MOST_BROWSED]
    groups: dict[str, list[Hit]] = {}
    for hit in both:
        groups.setdefault(hit.thing.class_, []).append(hit)
    return Findings(
        groups=tuple((name, tuple(members)) for name, members in groups.items()),
        total=len(both),
        classes=tuple(Counter(hit.thing.class_ for hit in of_function).most_common()),
        functions=tuple(Counter(hit.thing.function for hit in of_class if hit.thing.function).most_common()),
        address=address,
        cut=LONGEST if len(query.strip()) > LONGEST and not address else 0,
    )


def complete(directory: Directory, query: str, lang: str, kind: str = "", limit: int = 8) -> list[dict[str, str]]:
    """Complete a name that a reader is typing; ``kind`` narrows to a class, such as Indicator."""
    wanted = (lambda thing: directory.is_a(thing.iri, kind)) if kind else directory.is_sought
    hits = directory.index.find(query, limit, wanted)
    return [
        {
            "iri": hit.thing.iri,
            "name": hit.thing.words.of(lang),
            "class": _kind(directory, hit.thing, lang),
            "also": _also(hit, lang),
            "reason": hit.reason.of(lang),
        }
        for hit in hits
    ]


def _kind(directory: Directory, thing: Thing, lang: str) -> str:
    """The class of a thing; of a group also where it stands, since many are called alike."""
    place = directory.place_of(thing.iri)
    class_ = directory.term(thing.class_, lang)
    return f"{class_} §{place.section} ¶{place.paragraph}" if place else class_


def _also(hit: Hit, lang: str) -> str:
    """Why a thing was found, where its name does not show it."""
    words = hit.thing.words
    return hit.form if hit.form in hit.thing.names else (words.en if lang == "zh" else words.zh)

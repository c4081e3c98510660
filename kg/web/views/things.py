"""The page of a named thing: what is said of it in reading order, with charts and a picture of its neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.facts.statements import Group, arrange, say_property
from kg.web.charts import Neighbourhood, neighbourhood
from kg.web.views.bars import chart_by_unit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kg.facts.directory import Directory
    from kg.facts.things import About
    from kg.facts.values import Words
    from kg.web.charts import BarChart

__all__ = ["Participant", "present"]

_BEFORE = ("supporters", "behind")
_AFTER = ("supported", "meant", "work")


@dataclass(frozen=True, slots=True)
class Participant:
    """What is said of a thing, and how a page arranges it."""

    about: About
    groups: tuple[Group, ...]
    charts: tuple[tuple[Words, BarChart], ...]
    picture: Neighbourhood | None


def present(about: About, directory: Directory, lang: str, link: Callable[[str], str]) -> Participant:
    """Arrange what is said of a thing; ``link`` makes the links of its picture."""
    groups = arrange([*about.stated, *about.inferred])
    return Participant(
        about=about,
        groups=groups,
        charts=tuple(chart_by_unit(about.figures, directory, lang)) if about.facet == "subject" else (),
        picture=_picture(directory, about.thing.iri, groups, lang, link),
    )


def _picture(
    directory: Directory, iri: str, groups: Sequence[Group], lang: str, link: Callable[[str], str]
) -> Neighbourhood | None:
    sides: list[list[tuple[str, str, str, bool, str]]] = []
    for keys in (_BEFORE, _AFTER):
        found: dict[str, tuple[str, str, str, bool, str]] = {}
        for group in groups:
            if group.theme.key not in keys:
                continue
            for statement in (*(each for _, members in group.stated for each in members), *group.inferred):
                words = say_property(statement.predicate, forward=statement.forward)
                label = directory.name(statement.other, lang)
                found.setdefault(
                    statement.other, (label, link(statement.other), words.of(lang), statement.inferred, group.theme.key)
                )
        sides.append(sorted(found.values(), key=lambda each: each[3]))
    return neighbourhood(directory.name(iri, lang), *sides)

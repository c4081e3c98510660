"""What a source says of one thing, in the words of one language, each statement with its evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.evidence import Evidence
from kg.facts.directory import read_directory
from kg.facts.resolution import resolve
from kg.facts.source import StoreSource, now
from kg.facts.statements import say_property
from kg.facts.things import read_about
from kg.namespaces import BASE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rdflib import Dataset

    from kg.facts.directory import Directory
    from kg.facts.figures import Figure
    from kg.facts.things import About
    from kg.facts.values import Place

__all__ = ["Description", "FigureLine", "Statement", "describe", "put_into_words"]


@dataclass(frozen=True, slots=True)
class Statement:
    """One link to another thing, with what qualifies it."""

    property: str
    other: str
    qualifiers: tuple[str, ...]
    modality: str
    inferred: bool
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One figure, in words."""

    indicator: str
    value: str
    period: str
    qualifiers: tuple[str, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Description:
    """What a source says of one thing, with labels in one language."""

    iri: str
    name: str
    other_names: tuple[str, ...]
    class_: str
    function: str
    note: str
    statements: tuple[Statement, ...]
    figures: tuple[FigureLine, ...]


def describe(dataset: Dataset, thing: str, lang: str = "zh", base: str = BASE) -> Description:
    """Say what a dataset states of a thing, then what follows, then its figures.

    Args:
        dataset: where to look.
        thing: its IRI or a name of it.
        lang: ``zh`` or ``en``.
        base: where IRIs of the dataset begin.

    Raises:
        UnknownNameError: if there is no such thing.

    """
    source = StoreSource.of_dataset(dataset, base)
    directory = now(read_directory(source, base))
    found = resolve(directory, thing)
    if found.thing is None or not found.certain:
        raise found.explain()
    return put_into_words(now(read_about(source, directory, found.thing.iri)), directory, lang)


def put_into_words(about: About, directory: Directory, lang: str) -> Description:
    """Put what is said of a thing into the words of a language: facts before plans, statements before conclusions."""
    thing = about.thing
    name = thing.words.of(lang)
    statements = [
        Statement(
            property=say_property(each.predicate, forward=each.forward).of(lang),
            other=directory.name(each.other, lang),
            qualifiers=tuple(filter(None, (words.of(lang) for words in each.qualifiers))),
            modality=directory.term(each.modality, lang) if each.modality else "",
            inferred=each.inferred,
            evidence=_evidence(each.places, supplied=each.supplied),
        )
        for each in (*sorted(about.stated, key=lambda each: bool(each.modality)), *about.inferred)
    ]
    return Description(
        iri=thing.iri,
        name=name,
        other_names=tuple(sorted({thing.words.zh, thing.words.en, *thing.names} - {name, ""})),
        class_=directory.class_name(thing.iri, lang),
        function=directory.term(thing.function, lang) if thing.function else "",
        note=about.note,
        statements=tuple(statements),
        figures=tuple(_line(each, directory, lang) for each in about.figures),
    )


def _line(figure: Figure, directory: Directory, lang: str) -> FigureLine:
    return FigureLine(
        indicator=directory.name(figure.indicator, lang),
        value=figure.say(directory, lang),
        period=figure.when(directory, lang),
        qualifiers=figure.remarks(directory, lang),
        evidence=_evidence((figure.place,) if figure.place else (), supplied=figure.supplied),
    )


def _evidence(places: Iterable[Place], *, supplied: bool) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(place.document, place.section, place.paragraph, place.begin, place.end, place.sha256, supplied)
        for place in places
    )

"""A document as its outline: sections, paragraphs and sentences, and how much each sentence states."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from kg.facts.source import read_all

if TYPE_CHECKING:
    from kg.facts.directory import Directory
    from kg.facts.source import Source
    from kg.facts.values import Place

__all__ = ["Document", "Paragraph", "Section", "read_document"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The sentences of a paragraph, each with the number of facts and figures that it states."""

    number: int
    sentences: tuple[tuple[Place, int], ...]

    @property
    def heading(self) -> bool:
        """Whether it is the heading of something."""
        return all(place.kind == "heading" for place, _ in self.sentences)


@dataclass(frozen=True, slots=True)
class Section:
    """The paragraphs of a section."""

    number: int
    paragraphs: tuple[Paragraph, ...]

    def __len__(self) -> int:
        return sum(count for paragraph in self.paragraphs for _, count in paragraph.sentences)


@dataclass(frozen=True, slots=True)
class Document:
    """A text of which the graph knows where its sentences stand."""

    title: str
    sections: tuple[Section, ...]


_STATED = """
SELECT ?place (COUNT(DISTINCT ?stated) AS ?count) WHERE {
  { ?stated tis:factProperty ?any } UNION { ?stated tis:indicator ?any }
  ?stated tis:statedAt ?words . ?words dcterms:isPartOf ?place
} GROUP BY ?place"""


async def read_document(source: Source, directory: Directory, name: str) -> Document:
    """Read the outline of a document, by its name below the base."""
    rows = await read_all(source, _STATED)
    counts = {row["place"].value: int(row["count"].value) for row in rows if "place" in row}
    places = sorted(place for place in directory.places.values() if place.document == name)
    return Document(
        directory.titles[name],
        tuple(
            Section(
                number,
                tuple(
                    Paragraph(paragraph, tuple((place, counts.get(place.iri, 0)) for place in sentences))
                    for paragraph, sentences in groupby(members, key=lambda place: place.paragraph)
                ),
            )
            for number, members in groupby(places, key=lambda place: place.section)
        ),
    )

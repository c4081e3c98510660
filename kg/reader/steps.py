"""The steps of the reader, in order: each takes a reading and returns one that knows more.

:data:`STEPS` is the whole of it. A step says which fields of a :class:`~kg.reader.values.Reading` it looks at and which
it sets; a test holds it to that.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.model import EntityRow, NameRow
from kg.ontology import schema
from kg.reader.document.context import find_context
from kg.reader.document.outline import find_outline
from kg.reader.figures.binding import bind
from kg.reader.names.linking import read_names
from kg.reader.packs.patterns import compile_grammar
from kg.reader.relations.rows import read_relations
from kg.reader.sentence.times import find_document_times
from kg.text.segmentation import segment

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.reader.values import Reading

__all__ = ["NAMING", "STEPS", "Step", "date_sentences", "divide", "find_owner", "name_participants", "outline_sections"]


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what it does, which fields of a reading it looks at, and which it sets."""

    run: Callable[[Reading], Reading]
    reads: tuple[str, ...]
    writes: tuple[str, ...]


def divide(reading: Reading) -> Reading:
    """Divide the document into sentences, headings and items."""
    return replace(reading, sentences=segment(reading.document.text))


def find_owner(reading: Reading) -> Reading:
    """Find whose document it is, its kind and its years."""
    context = find_context(reading.document, reading.sentences, reading.lexicon, reading.options)
    return replace(reading, context=context)


def outline_sections(reading: Reading) -> Reading:
    """Find the sections, and what holds in each: a period, and whether things are so or planned."""
    outline = find_outline(reading.document, reading.sentences, reading.context, reading.lexicon)
    return replace(reading, sections=outline.sections, scopes=outline.scopes)


def name_participants(reading: Reading) -> Reading:
    """Find who and what is mentioned, and which mentions mean the same."""
    found = read_names(reading.document, reading.sentences, reading.context, reading.lexicon)
    place = reading.context.place
    if place is not None and all(row.id != place.zh for row in found.entities):  # 国务院 speaks for 中国, unnamed
        own = EntityRow(place.zh, place.class_, place.zh, place.en, None, place.code or None, None)
        found = replace(
            found, entities=(own, *found.entities), names=(NameRow(place.zh, place.zh, "zh", "full"), *found.names)
        )
    return replace(
        reading,
        quantities=found.quantities,
        mentions=found.mentions,
        entities=found.entities,
        names=found.names,
        groups=found.groups,
        unresolved=found.unresolved,
    )


def date_sentences(reading: Reading) -> Reading:
    """Resolve the temporal expressions of each sentence by the section that it stands in."""
    times = find_document_times(reading.document.text, reading.sentences, reading.scopes, reading.context)
    return replace(reading, times=times)


def read_figures(reading: Reading) -> Reading:
    """Find what the quantities measure, of whom, and when."""
    return replace(reading, figures=bind(reading))


def relate(reading: Reading) -> Reading:
    """Find what one participant is said to do to another."""
    return replace(reading, related=read_relations(reading, compile_grammar(reading.lexicon, schema()), schema()))


_FOUND = ("document", "lexicon", "context", "sentences", "scopes", "quantities", "mentions", "entities", "times")
NAMING = (
    Step(divide, ("document",), ("sentences",)),
    Step(find_owner, ("document", "options", "lexicon", "sentences"), ("context",)),
    Step(outline_sections, ("document", "lexicon", "sentences", "context"), ("sections", "scopes")),
    Step(
        name_participants,
        ("document", "lexicon", "sentences", "context"),
        ("quantities", "mentions", "entities", "names", "groups", "unresolved"),
    ),
    Step(date_sentences, ("document", "sentences", "scopes", "context"), ("times",)),
)
"""The steps that find who and what a document mentions, and when."""
STEPS = (*NAMING, Step(read_figures, _FOUND, ("figures",)), Step(relate, (*_FOUND, "names", "groups"), ("related",)))
"""All steps."""

"""The steps of the reader, in order: each takes a reading and returns one that knows more.

==============  ==========================================  ==========================================
step            reads                                       writes
==============  ==========================================  ==========================================
divide          document                                    sentences
find_owner      document, sentences, lexicon, options       context
outline         document, sentences, context, lexicon       sections, scopes
name            document, sentences, context, lexicon       mentions, entities, names, groups, quantities
date            document, sentences, scopes, context        times
==============  ==========================================  ==========================================
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.model import EntityRow, NameRow
from kg.reader.document.context import find_context
from kg.reader.document.outline import find_outline
from kg.reader.names.linking import read_names
from kg.reader.sentence.times import find_document_times
from kg.text.segmentation import segment

if TYPE_CHECKING:
    from kg.reader.values import Reading

__all__ = ["date_sentences", "divide", "find_owner", "name_participants", "outline_sections"]


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
    found = read_names(reading.document, reading.sentences, reading.context.place, reading.lexicon)
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

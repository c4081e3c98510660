"""Prose of tests: ``[name:Class]`` marks a participant, so that relations are read of known mentions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.model import Document, EntityRow, GroupRow
from kg.ontology import schema
from kg.reader.packs.lexicon import available_packs, load_packs
from kg.reader.packs.patterns import compile_grammar
from kg.reader.relations.rows import read_relations
from kg.reader.steps import date_sentences, outline_sections
from kg.reader.values import DocumentContext, Mention, Options, Place, Reading
from kg.text.decoding import fingerprint
from kg.text.quantities import find_quantities
from kg.text.segmentation import segment

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.model import RelationRow
    from kg.reader.values import Lexicon

YEAR = 2020
MARK = re.compile(r"\[([^:\]]+):(\w+)\]")
PACKS = load_packs([pack for pack in available_packs() if pack in ("base", "cn-st")])


def marked(prose: str, lexicon: Lexicon = PACKS, kinds: Mapping[str, str] | None = None) -> Reading:
    """A reading of prose in which [name:Class] marks the participants; a City is the place of the document."""
    text, found, place = "", [], 0
    for match in MARK.finditer(prose):
        text += prose[place : match.start()]
        found.append((len(text), len(text) + len(match[1]), match[1], match[2]))
        text += match[1]
        place = match.end()
    text += prose[place:]
    sentences = segment(text)
    mentions = tuple(
        Mention(
            begin,
            end,
            next(n for n, each in enumerate(sentences) if each.begin <= begin < each.end),
            class_,
            name,
            {"ActorGroup": "group", "TargetGroup": "target"}.get(class_, "name"),  # type: ignore[arg-type]
            "test",
            1.0,
        )
        for begin, end, name, class_ in found
    )
    classes = {name: class_ for _, _, name, class_ in found}
    city = next((name for name, class_ in classes.items() if class_ == "City"), "")
    groups = tuple(
        GroupRow(name, (kinds or {}).get(name, "enterpriseKind"), None, None, None, "", 0, 1)
        for name, class_ in classes.items()
        if class_ == "ActorGroup"
    )
    entities = tuple(EntityRow(name, class_, name, "", None, None, None) for name, class_ in classes.items())
    document = Document("test", text, fingerprint(text))
    home = Place("", city, city, "City", ()) if city else None
    reading = Reading(
        document,
        Options(),
        lexicon,
        sentences,
        DocumentContext(place=home, base_year=YEAR, report_year=YEAR),
        mentions=mentions,
        entities=entities,
        groups=groups,
        quantities=find_quantities(text, lexicon.units),
    )
    return date_sentences(outline_sections(reading))


def read(prose: str, lexicon: Lexicon = PACKS, kinds: Mapping[str, str] | None = None) -> tuple[RelationRow, ...]:
    reading = marked(prose, lexicon, kinds)
    return read_relations(reading, compile_grammar(lexicon, schema()), schema()).relations

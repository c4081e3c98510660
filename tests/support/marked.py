"""Short texts in which the mentions are marked, so that only the reading of figures is tested."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.model import Document
from kg.reader.figures.binding import bind
from kg.reader.packs.lexicon import load_packs
from kg.reader.steps import date_sentences, outline_sections
from kg.reader.values import Bound, DocumentContext, Mention, Options, Place, Reading
from kg.text.decoding import fingerprint
from kg.text.quantities import find_quantities
from kg.text.segmentation import segment

if TYPE_CHECKING:
    from kg.reader.values import Lexicon, MentionKind

_MARK = re.compile(r"\{(?P<name>[^|{}]+)\|(?P<class>[A-Za-z]+)\}|<(?P<group>[^<>]+)>")


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    return load_packs(("base", "cn-st"))


def read(marked: str, year: int = 2015) -> tuple[Bound, str]:
    """The figures of a text in which {name|Class} marks a name, and <12家企业> a group."""
    text, spans, place = "", [], 0
    for match in _MARK.finditer(marked):
        text += marked[place : match.start()]
        form = match["name"] or match["group"]
        spans.append((len(text), len(text) + len(form), match["class"] or "ActorGroup", bool(match["group"])))
        text += form
        place = match.end()
    text += marked[place:]
    sentences = segment(text)
    mentions = []
    for begin, end, class_, group in spans:
        sentence = next(index for index, each in enumerate(sentences) if each.begin <= begin < each.end)
        entity = f"{begin}-{end}" if group else text[begin:end]
        sized = Decimal(1) if group and re.search(r"[0-9一二三四五六七八九十]", text[begin:end]) else None
        kind: MentionKind = "group" if group else "name"
        mentions.append(Mention(begin, end, sentence, class_, entity, kind, "given", 1.0, sized))
    document = Document("given", text, fingerprint(text))
    context = DocumentContext(place=Place("", "某市", "City", "City", ()), base_year=year, report_year=year)
    reading = Reading(document, Options(), lexicon(), sentences, context, mentions=tuple(mentions))
    reading = replace(reading, quantities=find_quantities(text, lexicon().units))
    return bind(date_sentences(outline_sections(reading))), text

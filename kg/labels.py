"""Names: from a term to its label in a language; texts that share words."""

from __future__ import annotations

import csv
import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from rdflib import Literal, URIRef

from kg.namespaces import PREFIXES, RDFS, SKOS
from kg.resources import ontology_path
from kg.text.folding import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rdflib import Graph
    from rdflib.term import Node

__all__ = ["kindred", "label", "phrase", "shorten"]

_LABELS = (SKOS.prefLabel, RDFS.label)


def label(graph: Graph, term: Node, lang: str) -> str:
    """The label of a term in a language, else in another, else its short form."""
    labels = {
        text.language: str(text)
        for predicate in _LABELS
        for text in graph.objects(term, predicate)
        if isinstance(text, Literal)
    }
    for language in (lang, "zh", "en", None):
        if language in labels:
            return labels[language]
    return shorten(term)


def shorten(term: Node) -> str:
    """A term as a person would type it: a prefixed name if a prefix fits, a literal's text, or the IRI."""
    text = str(term)
    if isinstance(term, URIRef):
        for prefix, namespace in PREFIXES.items():
            if text.startswith(namespace) and len(text) > len(namespace):
                return f"{prefix}:{text[len(namespace) :]}"
    return text


def phrase(text: str, lang: str) -> str:
    """A short phrase in a chapter's own words (a role, a manner) in the reader's language.

    ``ontology/phrases.csv`` has the English; what is not in it stays as it is.
    """
    return _phrases().get(text, text) if lang == "en" else text


@lru_cache(maxsize=1)
def _phrases() -> Mapping[str, str]:
    with ontology_path("phrases.csv").open(encoding="utf-8", newline="") as file:
        return {row["zh"]: row["en"] for row in csv.DictReader(file)}


def kindred(wanted: str, texts: Mapping[str, str], most: int = 3) -> list[str]:
    """The keys of the texts that share words with what is wanted (pairs of characters, where it is Chinese).

    The rarer what they share, the nearer they are; what stands in half of the texts tells nothing.
    """
    pieces = {key: _pieces(text) for key, text in texts.items()}
    often = Counter(piece for each in pieces.values() for piece in each)
    telling = {piece for piece in _pieces(wanted) if 0 < often[piece] <= max(len(texts) / 2, 1)}
    scores = {key: sum(1 / often[piece] for piece in telling & each) for key, each in pieces.items()}
    return [key for key in sorted(scores, key=lambda key: (-scores[key], len(key), key)) if scores[key]][:most]


def _pieces(text: str) -> set[str]:
    """The words of a text, singular or plural, and the pairs of characters of its Chinese."""
    words = re.findall(r"[a-z0-9]+", plain(text))
    runs = re.findall(r"[\u3400-\u9fff]+", text)
    return {word.removesuffix("s") for word in words} | {
        run[index : index + 2] for run in runs for index in range(len(run) - 1)
    }

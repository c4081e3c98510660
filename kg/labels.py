"""Names: from a term to its label in a language, and from a name to the thing that bears it."""

from __future__ import annotations

import csv
import difflib
import re
import unicodedata
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from rdflib import Literal, URIRef

from kg.errors import UnknownNameError
from kg.namespaces import BASE, PREFIXES, RDFS, SKOS
from kg.resources import ontology_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rdflib import Graph
    from rdflib.term import Node

__all__ = ["find", "fold", "kindred", "label", "phrase", "shorten"]

_LABELS = (SKOS.prefLabel, RDFS.label)
_NAMES = (SKOS.prefLabel, SKOS.altLabel, RDFS.label)


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


def find(graph: Graph, name: str, base: str = BASE) -> URIRef:
    """The thing of ours that bears a name (full, short or alias, in any language), or an IRI given.

    What is no name may be a search key (pinyin or initials).

    Raises:
        UnknownNameError: if nothing bears it (suggests the nearest), or more than one thing does.

    """
    wanted = fold(name)
    if name.startswith(base) and (URIRef(name), None, None) in graph:
        return URIRef(name)
    bearers = _bearers(graph, _NAMES, base)
    for subject in {subject for subjects in bearers.values() for subject in subjects}:
        bearers.setdefault(fold(subject.removeprefix(f"{base}entity/")), set()).add(subject)
    found = sorted(bearers.get(wanted, set()) or _bearers(graph, (SKOS.hiddenLabel,), base).get(wanted, set()))
    if len(found) == 1:
        return found[0]
    if found:
        which = [subject.removeprefix(f"{base}entity/") for subject in found]
        message = f"{name!r} names {len(found)} things; say which: {' or '.join(which)}"
        raise UnknownNameError(message, zh=f"{name!r} 指 {len(found)} 个对象；请说明是哪一个：{'、'.join(which)}")
    near = [_spelling(graph, known, bearers[known]) for known in _near(wanted, bearers)]
    hint = f"did you mean {' or '.join(near)}?" if near else "`kg query entities` lists the names"
    hint_zh = f"是不是 {'、'.join(near)}？" if near else "`kg query entities` 列出全部名称"
    message = f"nothing is called {name!r}; {hint}"
    raise UnknownNameError(message, zh=f"没有名为 {name!r} 的对象；{hint_zh}")


def _near(wanted: str, names: Iterable[str]) -> list[str]:
    """At most three names: the shortest that have all words of what is wanted, then those that look like it.

    If there are none, the names that share the most of its rarer pieces.
    """
    known = sorted(names, key=lambda each: (len(each), each))
    near = [each for each in known if all(word in each for word in wanted.split())][:2]
    near += [each for each in difflib.get_close_matches(wanted, known, n=3, cutoff=0.5) if each not in near]
    return near[:3] or kindred(wanted, {each: each for each in known})


def _spelling(graph: Graph, name: str, bearers: Iterable[URIRef]) -> str:
    """A folded name as one of its bearers spells it."""
    spelt = (str(text) for each in sorted(bearers) for predicate in _NAMES for text in graph.objects(each, predicate))
    return next((text for text in spelt if fold(text) == name), name)


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
    words = re.findall(r"[a-z0-9]+", fold(text))
    runs = re.findall(r"[\u3400-\u9fff]+", text)
    return {word.removesuffix("s") for word in words} | {
        run[index : index + 2] for run in runs for index in range(len(run) - 1)
    }


def _bearers(graph: Graph, predicates: Iterable[URIRef], base: str) -> dict[str, set[URIRef]]:
    """The entities that bear each name."""
    found: dict[str, set[URIRef]] = {}
    for predicate in predicates:
        for subject, text in graph.subject_objects(predicate):
            if isinstance(subject, URIRef) and subject.startswith(f"{base}entity/"):
                found.setdefault(fold(str(text)), set()).add(subject)
    return found


def fold(name: str) -> str:
    """A name as names are compared: without regard to case, width and surrounding blanks."""
    return unicodedata.normalize("NFKC", name).casefold().strip()

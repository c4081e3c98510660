"""Names: from a term to its label in a language, and from a name to the thing that bears it."""

from __future__ import annotations

import difflib
import unicodedata
from typing import TYPE_CHECKING

from rdflib import Literal, URIRef

from kg.errors import UnknownNameError
from kg.namespaces import BASE, PREFIXES, RDFS, SKOS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rdflib import Graph
    from rdflib.term import Node

__all__ = ["find", "fold", "label", "shorten"]

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
        which = " or ".join(subject.removeprefix(f"{base}entity/") for subject in found)
        message = f"{name!r} names {len(found)} things; say which: {which}"
        raise UnknownNameError(message)
    near = [known for known in sorted(bearers, key=len) if all(word in known for word in wanted.split())][:2]
    near += [known for known in difflib.get_close_matches(wanted, list(bearers), n=3, cutoff=0.5) if known not in near]
    hint = f"; did you mean {' or '.join(near[:3])}?" if near else "; `kg query entities` lists the names"
    message = f"nothing is called {name!r}{hint}"
    raise UnknownNameError(message)


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

"""From what a person types to the terms that it means: things, properties, and whole classes or functions."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from rdflib import Literal, URIRef
from rdflib.term import Node

from kg.errors import InputError, UnknownNameError
from kg.evidence import rows_of
from kg.facts.addresses import read_address
from kg.facts.index import LONGEST
from kg.facts.resolution import resolve
from kg.namespaces import BASE, OWL, RDF, RDFS, SKOS, TIS
from kg.ontology import load_ontology
from kg.reasoning.impact import facts_about
from kg.text.folding import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rdflib import Graph

    from kg.reasoning.closure import Reasoned

    Triple = tuple[Node, Node, Node]

__all__ = ["facts_of", "participants_of", "property_of", "statement_of", "thing_of"]


def thing_of(reasoned: Reasoned, name: str) -> URIRef:
    """The thing that a name, a prefixed name or an IRI means; a class may be meant where a type is asked for.

    Raises:
        UnknownNameError: if nothing bears the name, or more than one thing does.

    """
    found = resolve(reasoned.directory, name)
    if found.thing and found.certain:
        return URIRef(found.thing.iri)
    if addresses := read_address(name, reasoned.base):
        return URIRef(addresses[0])
    classes = _labelled(load_ontology(), load_ontology().subjects(RDF.type, OWL.Class), name)
    if len(classes) == 1 and not found.bearers:
        return classes[0]
    raise found.explain()


def property_of(name: str) -> URIRef:
    """The property that a name (``supports``, ``支持``), a prefixed name or an IRI means.

    Raises:
        UnknownNameError: if there is none; it names the nearest.

    """
    if name in ("a", "rdf:type", "type", "类型"):
        return RDF.type
    ontology = load_ontology()
    properties = {URIRef(str(p)) for p in ontology.subjects(RDF.type, OWL.ObjectProperty)} | {SKOS.broader}
    name = name.strip()[:LONGEST]
    found = [each for each in map(URIRef, read_address(name, BASE)) if each in properties] or _labelled(
        ontology, properties, name
    )
    if len(found) == 1:
        return found[0]
    names = sorted(p.removeprefix(str(TIS)) for p in properties if p.startswith(str(TIS)))
    near = difflib.get_close_matches(name.removeprefix("tis:"), names, n=3, cutoff=0.4)
    message = f"no property is called {name!r}; {'did you mean ' + ' or '.join(near) if near else 'e.g. supports'}"
    zh = f"没有名为 {name!r} 的关系；{'是不是 ' + '、'.join(near) + '？' if near else '例如 支持'}"
    raise UnknownNameError(message, zh=zh)


def participants_of(reasoned: Reasoned, name: str) -> tuple[URIRef, ...]:
    """All that a name stands for: one thing, the groups of that name, the members of a class, or of a function.

    Raises:
        UnknownNameError: if it stands for nothing.

    """
    found = resolve(reasoned.directory, name)
    if found.thing and found.certain:
        return (URIRef(found.thing.iri),)
    if found.bearers and not any(each.thing.iri.startswith(f"{reasoned.base}entity/") for each in found.bearers):
        return tuple(sorted(URIRef(each.thing.iri) for each in found.bearers))
    addresses = read_address(name, reasoned.base)
    if addresses and not addresses[0].startswith(str(TIS)):
        return (URIRef(addresses[0]),)
    ontology, closure = load_ontology(), reasoned.closure
    for class_ in _labelled(ontology, ontology.subjects(RDF.type, OWL.Class), name):
        return tuple(sorted(each for each in map(_as_iri, closure.instances(class_)) if each.startswith(reasoned.base)))
    for function in _labelled(ontology, ontology.subjects(RDF.type, TIS.ServiceFunction), name):
        return tuple(sorted(map(_as_iri, closure.subjects(TIS.serviceFunction, function))))
    error = found.explain()
    message = f"{error} A class (Bank) or a service function (tech finance) may be named too"
    raise UnknownNameError(message, zh=f"{error.zh}也可以写类别（银行）或服务功能（科技金融）")


def statement_of(reasoned: Reasoned, subject: str | Node, predicate: str | Node, object_: str | Node) -> Triple:
    """The triple that three names mean; an RDF term means itself.

    Raises:
        UnknownNameError: if a name stands for nothing.

    """
    return (
        subject if isinstance(subject, Node) else thing_of(reasoned, subject),
        predicate if isinstance(predicate, Node) else property_of(predicate),
        object_ if isinstance(object_, Node) else thing_of(reasoned, object_),
    )


def facts_of(reasoned: Reasoned, names: Iterable[str]) -> tuple[Triple, ...]:
    """The stated facts that names stand for: all that mention a thing, a statement (``S | P | O``), or a row.

    A row may be named by its id or as ``relations.csv#id``. A fact that another row states too goes only with both.

    Raises:
        UnknownNameError: if a name stands for nothing.
        InputError: if a statement is not stated, or a fact is also stated by a row that is not named.

    """
    found: set[Triple] = set()
    rows: dict[str, Triple] = {}
    for each in names:
        parts = [part.strip() for part in each.split("|")]
        row = each if "#" in each and not each.startswith("http") else f"relations.csv#{each}"
        fact = reasoned.dataset.value(None, TIS.tableRow, Literal(row))
        if len(parts) == 3:  # noqa: PLR2004 - subject, predicate, object
            statement = statement_of(reasoned, *parts)
            if not reasoned.closure.asserts(statement):
                message = f"{each!r} is not stated, so it cannot be taken away; `kg show NAME` lists what is"
                raise InputError(message)
            found.add(statement)
        elif fact is not None:
            keys = (TIS.factSubject, TIS.factProperty, TIS.factObject)
            subject, predicate, object_ = (_as_iri(reasoned.dataset.value(fact, key)) for key in keys)
            rows[row] = (subject, predicate, object_)
        else:
            found.update(facts_about(reasoned.closure, thing_of(reasoned, each)))
    for row, triple in rows.items():
        others = [other for other in rows_of(reasoned.dataset, triple) if other not in rows]
        if others:
            message = f"{row}: {', '.join(others)} states the same; name it too"
            raise InputError(message)
        found.add(triple)
    return tuple(sorted(found))


def _labelled(graph: Graph, terms: Iterable[object], name: str) -> list[URIRef]:
    """The terms that have a name as their label or local name."""
    wanted = plain(name[:LONGEST].removeprefix("tis:"))
    return sorted(
        term
        for term in map(_as_iri, terms)
        if wanted == plain(term.removeprefix(str(TIS)))
        or any(
            isinstance(text, Literal) and plain(str(text)) == wanted
            for key in (RDFS.label, SKOS.prefLabel, SKOS.altLabel)
            for text in graph.objects(term, key)
        )
    )


def _as_iri(term: object) -> URIRef:
    return URIRef(str(term))

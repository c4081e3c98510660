"""What of a graph speaks of things, and what is an axiom about the vocabulary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdflib import OWL, RDF, RDFS, Literal, URIRef

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rdflib.term import Node

    Triple = tuple[Node, Node, Node]

__all__ = ["is_statement", "statements", "useful"]

_ABOUT_THINGS = frozenset({RDF.type, OWL.sameAs, OWL.differentFrom})
_OF_AXIOMS = frozenset({RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range, RDF.first, RDF.rest})
_BUILT_IN = (str(RDF), str(RDFS), str(OWL))
_DATATYPES = "http://www.w3.org/2001/XMLSchema#"


def is_statement(triple: Triple) -> bool:
    """Whether a triple speaks of a thing: a link, or a type that is no term of RDF, RDFS, OWL or a datatype.

    To be an instance of ``owl:Nothing`` is a statement too: the one that cannot hold.
    """
    _, predicate, object_ = triple
    if predicate == RDF.type:
        return object_ == OWL.Nothing or not str(object_).startswith((*_BUILT_IN, _DATATYPES))
    return predicate in _ABOUT_THINGS or (predicate not in _OF_AXIOMS and not str(predicate).startswith(str(OWL)))


def statements(triples: Iterable[Triple]) -> Iterator[Triple]:
    """The triples that speak of things, in their order."""
    return filter(is_statement, triples)


def useful(triples: Iterable[Triple]) -> Iterator[Triple]:
    """What of a closure is worth keeping: RDF, about things, and not that something is itself."""
    for subject, predicate, object_ in statements(triples):
        if isinstance(subject, Literal) or not isinstance(predicate, URIRef):
            continue
        if predicate != OWL.sameAs or subject != object_:
            yield subject, predicate, object_

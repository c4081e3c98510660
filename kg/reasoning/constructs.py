"""Rules that users write beside the ontology: one SPARQL ``CONSTRUCT`` a file, compiled like the ontology's own.

The pattern is a plain graph pattern (no filters, paths, negation or blank nodes): a Datalog rule. The first lines say
it in words, ``# zh: …`` and ``# en: …``; the file's name is the rule's name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rdflib import URIRef, Variable
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery

from kg.errors import OntologyError
from kg.namespaces import PREFIXES, RDF, SKOS, TIS
from kg.reasoning.rules import Atom, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from rdflib.term import Node

__all__ = ["read_rules"]


def read_rules(paths: Iterable[Path]) -> tuple[Rule, ...]:
    """The rules of files.

    Raises:
        OntologyError: if a file is no such CONSTRUCT, uses a term of ours that does not exist, or concludes about a
            variable that its pattern does not bind; it names the file.

    """
    return tuple(rule for path in sorted(paths) for rule in _read(path))


def _read(path: Path) -> Iterator[Rule]:
    text = path.read_text(encoding="utf-8-sig")
    try:
        query = translateQuery(parseQuery(text), initNs=PREFIXES)
    except Exception as error:  # rdflib raises bare Exception for unknown prefixes, pyparsing its own tree
        message = f"{path}: not SPARQL: {str(error).splitlines()[0]}; expected CONSTRUCT {{ … }} WHERE {{ … }}"
        raise OntologyError(message) from error
    pattern = query.algebra.p
    while pattern is not None and pattern.name in ("Project", "ToMultiSet"):
        pattern = pattern.p
    if query.algebra.name != "ConstructQuery" or pattern is None or pattern.name != "BGP":
        message = (
            f"{path}: a rule is a CONSTRUCT over plain triples; filters, paths, OPTIONAL and UNION are not allowed"
        )
        raise OntologyError(message)
    body = tuple(Atom(*triple) for triple in pattern.triples)
    heads = [Atom(*triple) for triple in query.algebra.template or ()]
    for atom in (*body, *heads):
        _check(path, atom)
    bound = {term for atom in body for term in atom if isinstance(term, Variable)}
    words = {
        lang: found[1] for lang in ("zh", "en") if (found := re.search(rf"^#\s*{lang}:\s*(.+)$", text, re.MULTILINE))
    }
    for number, head in enumerate(heads, 1):
        for term in head:
            if isinstance(term, Variable) and term not in bound:
                message = f"{path}: the conclusion uses ?{term}, which the pattern does not bind; add it to WHERE"
                raise OntologyError(message)
        name = path.stem if len(heads) == 1 else f"{path.stem} ({number})"
        yield Rule(f"user: {name}", "user", head, body, words.get("zh", ""), words.get("en", ""))


def _check(path: Path, atom: Atom) -> None:
    if not isinstance(atom.predicate, URIRef) or (atom.predicate == RDF.type and not isinstance(atom.object, URIRef)):
        said = " ".join(term.n3() for term in atom)
        message = f"{path}: predicates and classes must be named, neither variables nor paths: {said}"
        raise OntologyError(message)
    for term in atom:
        if not isinstance(term, URIRef | Variable):
            message = f"{path}: {term.n3()} is neither an IRI nor a variable; rules speak of things"
            raise OntologyError(message)
        if str(term).startswith(str(TIS)) and not _exists(term):
            message = f"{path}: the ontology has no term tis:{str(term).removeprefix(str(TIS))}; check its spelling"
            raise OntologyError(message)
    if not str(atom.predicate).startswith(str(TIS)) and atom.predicate not in (RDF.type, SKOS.broader):
        message = f"{path}: {atom.predicate.n3()} is not reasoned over; use properties of the ontology"
        raise OntologyError(message)


def _exists(term: Node) -> bool:
    return str(term).removeprefix(str(TIS)) in TIS.__annotations__

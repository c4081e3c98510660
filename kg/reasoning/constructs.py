"""Rules that users write beside an ontology: one SPARQL ``CONSTRUCT`` a file, compiled like the ontology's own.

The pattern is a plain graph pattern (no filters, paths, negation or blank nodes): a Datalog rule. The first lines say
it in words, ``# zh: …`` and ``# en: …``; the file's name is the rule's name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rdflib import RDF, BNode, URIRef, Variable
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery

from kg.errors import OntologyError
from kg.reasoning.rules import Atom, Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    Check = Callable[[Atom], str]  # what is wrong with an atom; "" if nothing is

__all__ = ["read_rules"]


def read_rules(
    paths: Iterable[Path], prefixes: Mapping[str, object] | None = None, check: Check | None = None
) -> tuple[Rule, ...]:
    """Read the rules of files, in the order of their paths.

    Args:
        paths: The files.
        prefixes: What a file may use without declaring it.
        check: Says what else is wrong with an atom, such as a term that the ontology does not have.

    Raises:
        OntologyError: if a file is no such CONSTRUCT, fails the check, or concludes about a variable that its pattern
            does not bind; it names the file.

    """
    return tuple(rule for path in sorted(paths) for rule in _read(path, prefixes or {}, check or _accept))


def _accept(_: Atom) -> str:
    return ""


def _read(path: Path, prefixes: Mapping[str, object], check: Check) -> Iterator[Rule]:
    text = path.read_text(encoding="utf-8-sig")
    try:
        query = translateQuery(parseQuery(text), initNs=dict(prefixes))
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
        if wrong := _structure(atom) or check(atom):
            message = f"{path}: {wrong}"
            raise OntologyError(message)
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


def _structure(atom: Atom) -> str:
    """What keeps an atom from being one of Datalog."""
    if not isinstance(atom.predicate, URIRef) or (atom.predicate == RDF.type and not isinstance(atom.object, URIRef)):
        said = " ".join(term.n3() for term in atom)
        return f"predicates and classes must be named, neither variables nor paths: {said}"
    if any(isinstance(term, BNode) for term in atom):
        return "a rule cannot speak of a blank node; use a variable in its place"
    return ""

"""What follows from a dataset: trimmed to new statements about our own things.

The engine may add whatever its rules say; what is kept is decided here, alike for every engine:

- the subject is a thing of ours (not a graph, not a term of a vocabulary, not a literal);
- the predicate is a property of the ontology, ``rdf:type``, ``skos:broader`` or ``owl:sameAs``;
- a type is a named class of the ontology or of an alignment, not of RDF, RDFS or OWL;
- nothing is the same as itself, and nobody collaborates with himself, supports himself indirectly or together with
  himself.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from rdflib import Dataset, Literal, URIRef

from kg.errors import InconsistencyError
from kg.evidence import rows_of
from kg.facts.directory import directory_of
from kg.labels import label
from kg.model import Problem
from kg.namespaces import BASE, OWL, RDF, RDFS, SKOS, TIS, bind_prefixes, mint
from kg.ontology import load_ontology
from kg.reasoning.constructs import read_rules
from kg.reasoning.engine import Closure
from kg.reasoning.proofs import leaves, minimal_proofs
from kg.reasoning.rules import RuleSet, compile_rules
from kg.resources import ontology_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rdflib import Graph
    from rdflib.term import Node

    from kg.facts.directory import Directory
    from kg.reasoning.engine import Derivation

    Triple = tuple[Node, Node, Node]

__all__ = [
    "Reasoned",
    "add_inferred",
    "axioms_of_ontology",
    "derive",
    "facts_of_dataset",
    "infer",
    "load_rules",
    "reason",
    "trim",
    "with_inferred",
]

_IRREFLEXIVE = frozenset({OWL.sameAs, TIS.collaboratesWith, TIS.indirectlySupports, TIS.supportsTogetherWith})
_PROOFS = 20
"""How many proofs of each premise of a contradiction are looked at for rows to name."""
_BUILT_IN = (str(RDF), str(RDFS), str(OWL))


@lru_cache(maxsize=1)
def load_rules() -> RuleSet:
    """The rules of the ontology, and those that users wrote beside it (``ontology/rules/*.rq``)."""
    compiled = compile_rules(load_ontology())
    return RuleSet((*compiled.rules, *read_rules(ontology_path("rules").glob("*.rq"))), compiled.notes)


@dataclass(frozen=True)
class Reasoned:
    """A dataset with the closure of its facts: what can be asked why, through whom, and what if."""

    dataset: Dataset
    closure: Closure
    base: str = BASE

    @cached_property
    def directory(self) -> Directory:
        """The names of everything in the dataset, read when the first is looked up."""
        return directory_of(self.dataset, self.base)


def reason(dataset: Dataset, base: str = BASE) -> Reasoned:
    """Close the facts of a dataset, which may hold an inferred graph already: that is not a premise.

    Raises:
        InconsistencyError: if facts contradict the ontology or each other; it names premises and rows.

    """
    closure = Closure(load_rules().rules, (*_coded_facts(), *facts_of_dataset(dataset, base)))
    if closure.contradictions:
        raise _explain(dataset, closure)
    return Reasoned(dataset, closure, base)


def infer(dataset: Dataset, base: str = BASE) -> Dataset:
    """The dataset with one more graph, ``{base}graph/inferred``, that holds what follows from it.

    The dataset given is left as it is.

    Raises:
        InconsistencyError: if facts contradict the ontology or each other; it names the rows.

    """
    return with_inferred(dataset, derive(dataset, base), base)


def derive(dataset: Dataset, base: str = BASE) -> Iterable[Triple]:
    """What follows from a dataset, not yet trimmed to what is worth keeping.

    Raises:
        InconsistencyError: if facts contradict the ontology or each other; it names the rows.

    """
    return reason(dataset, base).closure.derived()


def with_inferred(dataset: Dataset, new: Iterable[Triple], base: str) -> Dataset:
    """A copy of a dataset with what is worth keeping of new triples in its inferred graph."""
    closed = Dataset(default_union=True)
    bind_prefixes(closed, base)
    graphs: dict[Node | None, Graph] = {None: closed.default_graph}
    for subject, predicate, object_, name in dataset.quads():
        if name not in graphs:
            graphs[name] = closed.graph(name)
        graphs[name].add((subject, predicate, object_))
    add_inferred(closed, new, base)
    return closed


def add_inferred(dataset: Dataset, new: Iterable[Triple], base: str) -> None:
    """Put what is worth keeping of new triples into a dataset, which is much faster than to copy it for that."""
    wanted = [triple for triple in trim(new, base) if triple not in dataset]
    inferred = dataset.graph(mint(base, "graph", "inferred"))
    for triple in wanted:
        inferred.add(triple)


def trim(triples: Iterable[Triple], base: str = BASE) -> Iterator[Triple]:
    """What is worth keeping of a closure, as the head of this module says."""
    for subject, predicate, object_ in triples:
        if not isinstance(subject, URIRef) or not subject.startswith(base) or not isinstance(object_, URIRef):
            continue
        if not _is_ours(predicate) or (predicate in _IRREFLEXIVE and subject == object_):
            continue
        if predicate != RDF.type or not str(object_).startswith(_BUILT_IN):
            yield subject, predicate, object_


def axioms_of_ontology() -> Iterator[Triple]:
    """The axioms of the ontology, and the coded values that they speak of."""
    for subject, predicate, object_ in load_ontology():
        if isinstance(object_, Literal):
            continue
        if str(predicate).startswith(_BUILT_IN) or predicate == SKOS.broader:
            yield subject, predicate, object_


def _coded_facts() -> Iterator[Triple]:
    """What the ontology says of its own coded values: their classes and order."""
    for subject, predicate, object_ in axioms_of_ontology():
        if predicate == SKOS.broader or (predicate == RDF.type and not str(object_).startswith(_BUILT_IN)):
            yield subject, predicate, object_


def facts_of_dataset(dataset: Dataset, base: str = BASE) -> Iterator[Triple]:
    """Statements of the chapters from which something can follow: links between things, and their types.

    Literals, places in the text and codes (modality, approximation …) are left out: nothing follows from them that
    the check of the tables does not see.
    """
    skipped = {mint(base, "graph", name) for name in ("metadata", "ontology", "inferred", "analysis")}
    for subject, predicate, object_, name in dataset.quads():
        if name in skipped or predicate == TIS.statedAt or not _is_ours(predicate):
            continue
        if predicate in (RDF.type, TIS.serviceFunction) or str(object_).startswith(base):
            yield subject, predicate, object_


def _is_ours(predicate: Node) -> bool:
    return str(predicate).startswith(str(TIS)) or predicate in (RDF.type, SKOS.broader, OWL.sameAs)


def _explain(dataset: Dataset, closure: Closure) -> InconsistencyError:
    problems = {problem for each in closure.contradictions for problem in _premises(dataset, closure, each)}
    ordered = sorted(problems, key=lambda problem: (problem.file, problem.message))
    return InconsistencyError("the facts contradict the ontology", ordered)


def _premises(dataset: Dataset, closure: Closure, contradiction: Derivation) -> Iterator[Problem]:
    """A contradiction in words, once for each stated fact that it rests on."""
    ontology = load_ontology()

    def name(term: Node) -> str:
        return label(ontology if str(term).startswith(str(TIS)) else dataset, term, "zh")

    proofs = (minimal_proofs(closure, premise, limit=_PROOFS) for premise in contradiction.premises)
    facts = {fact for found in proofs for proof in found.proofs for fact in leaves(proof)}
    rule = contradiction.rule.en or contradiction.rule.name
    things = "; ".join(
        sorted(f"{name(s)} {label(ontology, p, 'en') if p != RDF.type else 'is a'} {name(o)}" for s, p, o in facts)
    )
    for fact in facts:
        for row in rows_of(dataset, fact) or (f"entities.csv#{name(fact[0])}",):
            file = row.partition("#")[0]
            yield Problem(file, None, f"{row}: {rule}; yet {things}")

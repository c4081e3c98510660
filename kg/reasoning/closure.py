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
from pathlib import Path
from typing import TYPE_CHECKING

from rdflib import Dataset, Graph, Literal, URIRef, Variable

from kg.errors import InconsistencyError, InputError
from kg.evidence import rows_of
from kg.facts.directory import directory_of
from kg.labels import label
from kg.model import Problem
from kg.namespaces import BASE, OWL, PREFIXES, RDF, RDFS, SKOS, TIS, bind_prefixes, mint
from kg.ontology import load_ontology
from kg.reasoning.constructs import read_rules
from kg.reasoning.engines import close
from kg.reasoning.proofs import leaves, minimal_proofs
from kg.reasoning.rules import Rule, RuleSet, compile_rules
from kg.reasoning.statements import statements, useful
from kg.resources import ontology_path
from kg.store import read_graph

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rdflib.term import Node

    from kg.facts.directory import Directory
    from kg.reasoning.protocol import Derivation, Reasoner
    from kg.reasoning.rules import Atom

    Triple = tuple[Node, Node, Node]
    Rules = str | Path | Rule | Iterable[str | Path | Rule]

__all__ = [
    "Reasoned",
    "add_inferred",
    "axioms_of_ontology",
    "derive",
    "facts_of_dataset",
    "infer",
    "load_rules",
    "read_own_rules",
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
    compiled = compile_rules(load_ontology(), label)
    return RuleSet((*compiled.rules, *read_own_rules(ontology_path("rules").glob("*.rq"))), compiled.notes)


def read_own_rules(paths: Iterable[Path]) -> tuple[Rule, ...]:
    """Read rules that speak of our ontology.

    Raises:
        OntologyError: if a file is no rule, or uses a term that does not exist or is not reasoned over; it names the
            file.

    """
    return read_rules(paths, PREFIXES, _objection)


def _objection(atom: Atom) -> str:
    """What is wrong with an atom of a rule about our ontology."""
    for term in atom:
        if not isinstance(term, URIRef | Variable):
            return f"{term.n3()} is neither an IRI nor a variable; rules speak of things"
        local = str(term).removeprefix(str(TIS))
        if str(term).startswith(str(TIS)) and local not in TIS.__annotations__:
            return f"the ontology has no term tis:{local}; check its spelling"
    if not str(atom.predicate).startswith(str(TIS)) and atom.predicate not in (RDF.type, SKOS.broader):
        return f"{atom.predicate.n3()} is not reasoned over; use properties of the ontology"
    return ""


@dataclass(frozen=True)
class Reasoned:
    """A dataset with the closure of its facts: what can be asked why, through whom, and what if.

    ``ontology`` is the one that the facts were closed under, if it is not ours.
    """

    dataset: Dataset
    closure: Reasoner
    base: str = BASE
    ontology: Graph | None = None

    @cached_property
    def directory(self) -> Directory:
        """The names of everything in the dataset, read when the first is looked up."""
        return directory_of(self.dataset, self.base)


def reason(
    dataset: Dataset | Graph,
    base: str = BASE,
    *,
    ontology: Graph | str | Path | None = None,
    rules: Rules = (),
    engine: str = "native",
) -> Reasoned:
    """Close the facts of a dataset.

    Args:
        dataset: The facts. An inferred graph that it holds already is not a premise.
        base: Where the things of the dataset live.
        ontology: The axioms, as a graph or a Turtle file; the individuals it describes are facts too. Ours if none is
            given, and then only what our tables state is a fact; under another ontology every triple is.
        rules: Rules beside the ontology: files or folders of ``CONSTRUCT`` queries (``*.rq``), or :class:`Rule` values.
        engine: ``native``, or ``owlrl``, the slow reference.

    Raises:
        InconsistencyError: if facts contradict the ontology or each other; it names premises and rows.
        OntologyError: if the ontology or a rule cannot be used.
        InputError: if there is no such engine.

    """
    dataset = _as_dataset(dataset)
    if ontology is None:
        own = (*load_rules().rules, *_read(rules))
        facts = (*_coded_facts(), *facts_of_dataset(dataset, base))
        reasoned = Reasoned(dataset, close(axioms_of_ontology(), own, facts, engine), base)
    else:
        graph = ontology if isinstance(ontology, Graph) else _read_ontology(Path(ontology))
        theirs = (*compile_rules(graph).rules, *_read(rules, graph))
        every = statements((*graph, *_all_triples(dataset, base)))
        reasoned = Reasoned(dataset, close(graph, theirs, every, engine), base, graph)
    if reasoned.closure.contradictions:
        raise _explain(reasoned)
    return reasoned


def _as_dataset(given: Dataset | Graph) -> Dataset:
    if isinstance(given, Dataset):
        return given
    dataset = Dataset(default_union=True)
    for triple in given:
        dataset.add(triple)
    return dataset


def _read_ontology(path: Path) -> Graph:
    if not path.is_file():
        message = f"{path}: no such file; give an ontology in Turtle, or a graph"
        raise InputError(message, zh=f"{path}：没有这个文件；请给出 Turtle 本体文件或图")
    return read_graph([path])


def _all_triples(dataset: Dataset, base: str) -> Iterator[Triple]:
    inferred = mint(base, "graph", "inferred")
    return ((s, p, o) for s, p, o, name in dataset.quads() if name != inferred)


def _read(rules: Rules, ontology: Graph | None = None) -> Iterator[Rule]:
    """Rules as values; about our ontology unless another is given."""
    for each in (rules,) if isinstance(rules, str | Path | Rule) else rules:
        if isinstance(each, Rule):
            yield each
            continue
        path = Path(each)
        if not path.exists():
            message = f"{path}: no such file or folder; give rules as .rq files"
            raise InputError(message, zh=f"{path}：没有这个文件或目录；规则请写成 .rq 文件")
        paths = path.glob("*.rq") if path.is_dir() else (path,)
        if ontology is None:
            yield from read_own_rules(paths)
        else:
            yield from read_rules(paths, {**PREFIXES, **dict(ontology.namespaces())})


def infer(
    dataset: Dataset | Graph,
    base: str = BASE,
    *,
    ontology: Graph | str | Path | None = None,
    rules: Rules = (),
    engine: str = "native",
) -> Dataset:
    """Return the dataset with one more graph, ``{base}graph/inferred``, that holds what follows from it.

    The dataset given is left as it is. The arguments and errors are those of :func:`reason`.
    """
    reasoned = reason(dataset, base, ontology=ontology, rules=rules, engine=engine)
    derived = reasoned.closure.derived()
    return with_inferred(reasoned.dataset, trim(derived, base) if ontology is None else useful(derived), base)


def derive(dataset: Dataset, base: str = BASE, engine: str = "native") -> Iterable[Triple]:
    """What follows from a dataset, not yet trimmed to what is worth keeping.

    Raises:
        InconsistencyError: if facts contradict the ontology or each other; it names the rows.

    """
    return reason(dataset, base, engine=engine).closure.derived()


def with_inferred(dataset: Dataset, new: Iterable[Triple], base: str) -> Dataset:
    """A copy of a dataset with new triples in its inferred graph."""
    closed = Dataset(default_union=True)
    bind_prefixes(closed, base)
    graphs: dict[Node | None, Graph] = {None: closed.default_graph}
    for subject, predicate, object_, name in dataset.quads():
        if name not in graphs:
            graphs[name] = closed.graph(name)
        graphs[name].add((subject, predicate, object_))
    _add(closed, new, base)
    return closed


def add_inferred(dataset: Dataset, new: Iterable[Triple], base: str) -> None:
    """Put what is worth keeping of new triples into a dataset, which is much faster than to copy it for that."""
    _add(dataset, trim(new, base), base)


def _add(dataset: Dataset, new: Iterable[Triple], base: str) -> None:
    wanted = [triple for triple in new if triple not in dataset]
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


def _explain(reasoned: Reasoned) -> InconsistencyError:
    problems = {problem for each in reasoned.closure.contradictions for problem in _premises(reasoned, each)}
    ordered = sorted(problems, key=lambda problem: (problem.file, problem.message))
    return InconsistencyError("the facts contradict the ontology", ordered)


def _premises(reasoned: Reasoned, contradiction: Derivation) -> Iterator[Problem]:
    """A contradiction in words, once for each stated fact that it rests on."""
    ontology, dataset, closure = reasoned.ontology or load_ontology(), reasoned.dataset, reasoned.closure

    def name(term: Node) -> str:
        return label(ontology if (term, None, None) in ontology else dataset, term, "zh")

    proofs = (minimal_proofs(closure, premise, limit=_PROOFS) for premise in contradiction.premises)
    facts = {fact for found in proofs for proof in found.proofs for fact in leaves(proof)}
    rule = contradiction.rule.en or contradiction.rule.name
    things = "; ".join(
        sorted(f"{name(s)} {label(ontology, p, 'en') if p != RDF.type else 'is a'} {name(o)}" for s, p, o in facts)
    )
    if not facts:  # the reference engine says no more
        yield Problem("ontology", None, rule)
    for fact in facts:
        if reasoned.ontology is not None:
            yield Problem("dataset", None, f"{rule}; yet {things}")
            continue
        for row in rows_of(dataset, fact) or (f"entities.csv#{name(fact[0])}",):
            file = row.partition("#")[0]
            yield Problem(file, None, f"{row}: {rule}; yet {things}")

"""Where a statement stands: from triples and graphs back to sentences and offsets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rdflib import Literal, URIRef

from kg.labels import label, phrase
from kg.namespaces import BASE, DCTERMS, NIF, PROV, RDF, TIS, mint

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rdflib import Dataset
    from rdflib.term import Node

    Triple = tuple[Node, Node, Node]

__all__ = [
    "Evidence",
    "evidence_of",
    "is_inferred",
    "label_of",
    "places",
    "rows_of",
    "sentence_of",
    "sentences_of_graph",
]


_YES_NO = {"zh": ("否", "是"), "en": ("no", "yes")}


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """A sentence that states something; offsets are characters of the document, the end exclusive."""

    document: str
    section: int
    paragraph: int
    begin: int
    end: int
    sha256: str
    supplied: bool = False

    def __str__(self) -> str:
        mark = " (reading)" if self.supplied else ""
        return f"{self.document} §{self.section} ¶{self.paragraph} [{self.begin}, {self.end}){mark}"


def evidence_of(dataset: Dataset, triple: Triple, base: str = BASE) -> tuple[Evidence, ...]:
    """The sentences that state a triple, in the order of the text; none for what is inferred."""
    found: set[Evidence] = set()
    for _, _, _, graph in dataset.quads((*triple, None)):
        if graph is not None:
            found.update(sentences_of_graph(dataset, URIRef(graph), base))
    return tuple(sorted(found))


def sentences_of_graph(dataset: Dataset, graph: URIRef, base: str = BASE) -> tuple[Evidence, ...]:
    """The sentences that an evidence or reading graph was derived from."""
    supplied = graph.startswith(f"{base}graph/reading/")
    if not supplied and not graph.startswith(f"{base}graph/evidence/"):
        return ()
    return tuple(
        sorted(
            sentence_of(dataset, node, base, supplied=supplied) for node in dataset.objects(graph, PROV.wasDerivedFrom)
        )
    )


def sentence_of(dataset: Dataset, node: Node, base: str = BASE, *, supplied: bool = False) -> Evidence:
    """The sentence that a node is, or that a mention is part of."""
    home = dataset.value(node, DCTERMS.isPartOf) or node
    context = str(dataset.value(home, NIF.referenceContext) or "")
    return Evidence(
        document=context.removeprefix(base),
        section=_number(dataset, home, TIS.section),
        paragraph=_number(dataset, home, TIS.paragraph),
        begin=_number(dataset, home, NIF.beginIndex),
        end=_number(dataset, home, NIF.endIndex),
        sha256=str(dataset.value(home, TIS.sentenceHash) or ""),
        supplied=supplied,
    )


def rows_of(dataset: Dataset, triple: Triple) -> tuple[str, ...]:
    """The rows of the tables that state a triple, as ``relations.csv#id``; of a type, the row of the thing."""
    subject, predicate, object_ = triple
    rows = {
        str(row)
        for fact in dataset.subjects(TIS.factSubject, subject)
        if (fact, TIS.factProperty, predicate) in dataset and (fact, TIS.factObject, object_) in dataset
        for row in dataset.objects(fact, TIS.tableRow)
    }
    return tuple(sorted(rows or {str(row) for row in dataset.objects(subject, TIS.tableRow)}))


def places(evidence: Iterable[Evidence]) -> str:
    """Sentences as a reader finds them: section, paragraph, first and last character."""
    return "; ".join(f"§{each.section} ¶{each.paragraph} [{each.begin}, {each.end})" for each in evidence)


def label_of(dataset: Dataset, term: Node | None, lang: str = "zh", base: str = BASE) -> str:
    """A term of an answer as a person reads it.

    A thing is its label, a sentence or its evidence graph the place where it stands, nothing "". A literal is its text;
    a phrase of the chapter is said in English where we have it.
    """
    if term is None:
        return ""
    if isinstance(term, Literal):
        if isinstance(term.value, bool):
            return _YES_NO[lang][bool(term.value)]
        return phrase(str(term), lang) if term.language == "zh" else str(term)
    if str(term).startswith(f"{base}graph/"):
        return places(sentences_of_graph(dataset, URIRef(str(term)), base)) or str(term).removeprefix(base)
    if (term, RDF.type, NIF.Sentence) in dataset:
        return places([sentence_of(dataset, term, base)])
    return label(dataset, term, lang).removeprefix(base)


def is_inferred(dataset: Dataset, triple: Triple, base: str = BASE) -> bool:
    """Whether a triple stands in the inferred graph only."""
    graphs = {graph for _, _, _, graph in dataset.quads((*triple, None))}
    return graphs == {mint(base, "graph", "inferred")}


def _number(dataset: Dataset, node: Node, predicate: URIRef) -> int:
    value = dataset.value(node, predicate)
    return int(str(value)) if isinstance(value, Literal) else 0

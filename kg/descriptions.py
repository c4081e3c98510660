"""What the graph says of one thing, in reading order, each statement with its evidence."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from rdflib import Literal, URIRef

from kg.evidence import Evidence, evidence_of, sentence_of
from kg.labels import label, phrase
from kg.namespaces import BASE, OWL, RDF, RDFS, SDMX_ATTRIBUTE, SDMX_MEASURE, SKOS, TIS, mint
from kg.ontology import load_ontology

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib import Dataset, Graph
    from rdflib.term import Node

__all__ = ["Description", "FigureLine", "Statement", "describe", "format_number"]


@dataclass(frozen=True, slots=True)
class Statement:
    """One link to another thing, with what qualifies it."""

    property: str
    other: str
    qualifiers: tuple[str, ...]
    modality: str
    inferred: bool
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One figure, in words."""

    indicator: str
    value: str
    period: str
    qualifiers: tuple[str, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Description:
    """What the graph says of one thing, with labels in one language."""

    iri: str
    name: str
    other_names: tuple[str, ...]
    class_: str
    function: str
    note: str
    statements: tuple[Statement, ...]
    figures: tuple[FigureLine, ...]


def describe(dataset: Dataset, thing: URIRef, lang: str = "zh", base: str = BASE) -> Description:
    """What a dataset says of a thing: stated links first, then what follows, then figures."""
    reader = _Reader(dataset, load_ontology(), lang, base)
    name = label(dataset, thing, lang)
    others = {str(text) for key in (SKOS.prefLabel, SKOS.altLabel) for text in dataset.objects(thing, key)} - {name}
    types = [
        type_
        for _, _, type_, graph in dataset.quads((thing, RDF.type, None, None))
        if "/graph/catalogue/" in str(graph) and str(type_).startswith(str(TIS))
    ]
    function = dataset.value(thing, TIS.serviceFunction)
    statements = [*reader.stated(thing), *reader.inferred(thing)]
    figures = sorted(
        reader.figures(thing),
        key=lambda line: (line.evidence, line.indicator, line.value, line.period, line.qualifiers),
    )
    return Description(
        iri=str(thing),
        name=name,
        other_names=tuple(sorted(others)),
        class_="、".join(sorted(label(reader.ontology, type_, lang) for type_ in types)),
        function=label(reader.ontology, function, lang) if function else "",
        note=str(dataset.value(thing, TIS.note) or ""),
        statements=tuple(statements),
        figures=tuple(figures),
    )


@dataclass(frozen=True)
class _Reader:
    dataset: Dataset
    ontology: Graph
    lang: str
    base: str

    def name(self, term: Node | None) -> str:
        if term is None:
            return ""
        source = self.ontology if str(term).startswith(str(TIS)) else self.dataset
        return label(source, term, self.lang)

    def stated(self, thing: URIRef) -> list[Statement]:
        found = [
            self._fact(URIRef(str(fact)), forward=forward)
            for key, forward in ((TIS.factSubject, True), (TIS.factObject, False))
            for fact in self.dataset.subjects(key, thing)
        ]
        return sorted(
            set(found),
            key=lambda each: (
                each.modality != "",
                each.property,
                each.evidence,
                each.other,
                each.qualifiers,
                each.modality,
            ),
        )

    def _fact(self, fact: URIRef, *, forward: bool) -> Statement:
        value = self.dataset.value
        predicate = value(fact, TIS.factProperty)
        modality = value(fact, TIS.modality)
        amount, currency = value(fact, TIS.amount), value(fact, TIS.currency)
        qualifiers = [
            phrase(str(value(fact, TIS.role) or ""), self.lang),
            f"{format_number(amount, self.lang)} {self.name(currency)}" if amount is not None else "",
            self.name(value(fact, TIS.condition)),
            self.name(value(fact, TIS.period)),
        ]
        return Statement(
            property=self._property(predicate, forward=forward),
            other=self.name(value(fact, TIS.factObject if forward else TIS.factSubject)),
            qualifiers=tuple(filter(None, qualifiers)),
            modality="" if modality == TIS.asserted else self.name(modality),
            inferred=False,
            evidence=self._evidence(fact),
        )

    def _property(self, predicate: Node | None, *, forward: bool) -> str:
        if forward or predicate is None or (predicate, RDF.type, OWL.SymmetricProperty) in self.ontology:
            return self.name(predicate)
        for general in self.ontology.transitive_objects(predicate, RDFS.subPropertyOf):
            inverse = self.ontology.value(general, OWL.inverseOf) or self.ontology.value(None, OWL.inverseOf, general)
            if inverse is not None:
                narrower = "" if general == predicate else f" ({self.name(predicate)})"
                return f"{self.name(inverse)}{narrower}"
        return f"← {self.name(predicate)}"

    def _evidence(self, node: URIRef) -> tuple[Evidence, ...]:
        supplied = any(self.dataset.objects(node, TIS.reading))
        places = self.dataset.objects(node, TIS.statedAt)
        return tuple(sorted(sentence_of(self.dataset, place, self.base, supplied=supplied) for place in places))

    def inferred(self, thing: URIRef) -> Iterator[Statement]:
        graph = self.dataset.graph(mint(self.base, "graph", "inferred"))
        for predicate in (TIS.collaboratesWith, TIS.indirectlySupports):
            for other in sorted(graph.objects(thing, predicate), key=str):
                if not evidence_of(self.dataset, (other, predicate, thing), self.base):
                    yield Statement(self.name(predicate), self.name(other), (), "", inferred=True, evidence=())
        for other in sorted(graph.subjects(TIS.indirectlySupports, thing), key=str):
            yield Statement(
                f"← {self.name(TIS.indirectlySupports)}", self.name(other), (), "", inferred=True, evidence=()
            )

    def figures(self, thing: URIRef) -> Iterator[FigureLine]:
        value = self.dataset.value
        for node in self.dataset.subjects(TIS.observedEntity, thing):
            figure = URIRef(str(node))
            unit = self.name(value(figure, SDMX_ATTRIBUTE.unitMeasure))
            single = value(figure, SDMX_MEASURE.obsValue)
            lower, upper = value(figure, TIS.lowerBound), value(figure, TIS.upperBound)
            number = (
                format_number(single, self.lang)
                if single is not None
                else f"{format_number(lower, self.lang)}–{format_number(upper, self.lang)}"
            )
            approximation = value(figure, TIS.approximation)
            hedge = "" if approximation == TIS.exactly else f"{self.name(approximation)} "
            condition, modality = value(figure, TIS.condition), value(figure, TIS.modality)
            whole = value(figure, TIS.wholeIndicator)
            qualifiers = [
                self.name(value(figure, TIS.changeKind)),
                f"/ {self.name(value(figure, TIS.wholeEntity))} {self.name(whole)}" if whole else "",
                "" if condition == TIS.unconditional else self.name(condition),
                "" if modality == TIS.asserted else self.name(modality),
            ]
            yield FigureLine(
                indicator=self.name(value(figure, TIS.indicator)),
                value=f"{hedge}{number} {unit}",
                period=self.name(value(figure, TIS.period)),
                qualifiers=tuple(filter(None, qualifiers)),
                evidence=self._evidence(figure),
            )


_SCALES = {
    "zh": ((Decimal(10**8), "亿"), (Decimal(10**4), "万")),
    "en": ((Decimal(10**9), " billion"), (Decimal(10**6), " million")),
}


def format_number(number: Node | None, lang: str) -> str:
    """A number for people: in 亿 and 万, or billions and millions; thousands apart, no zeros behind."""
    if not isinstance(number, Literal):
        return ""
    value = Decimal(str(number))
    size, word = next(((size, word) for size, word in _SCALES[lang] if abs(value) >= size), (Decimal(1), ""))
    text = f"{value / size:,f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) + word

"""A dataset as three flat tables that open in a spreadsheet: who takes part, what links them, which figures.

These are for reading and counting. The tables from which a dataset is built, which a person corrects,
are another thing (:mod:`kg.tables`).
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.evidence import is_inferred, sentence_of
from kg.labels import label, phrase
from kg.namespaces import BASE, OWL, QB, RDF, RDFS, SDMX_ATTRIBUTE, SDMX_MEASURE, SKOS, TIS, mint
from kg.ontology import load_ontology

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rdflib import Dataset, Graph
    from rdflib.term import Node

    Row = dict[str, str]

__all__ = ["to_csv"]


def to_csv(dataset: Dataset, base: str = BASE) -> dict[str, bytes]:
    """The content of each file, by its name: UTF-8 with a byte order mark, by which a spreadsheet knows it.

    A link is stated, read (a reader supplied or inherited a part of it) or inferred; what is only
    planned has its modality beside it. An inferred link is left out where a more specific one holds
    for the pair, or where it says the same from the other end.
    """
    reader = _Reader(dataset, load_ontology(), base)
    return {
        "participants.csv": _encode(reader.participants()),
        "links.csv": _encode([*reader.stated(), *reader.inferred()]),
        "figures.csv": _encode(reader.figures()),
    }


def _encode(rows: Iterable[Row]) -> bytes:
    ordered = sorted(rows, key=lambda row: [*row.values()])
    stream = io.StringIO(newline="")
    if ordered:
        writer = csv.DictWriter(stream, list(ordered[0]))
        writer.writeheader()
        writer.writerows(ordered)
    return stream.getvalue().encode("utf-8-sig")


@dataclass(frozen=True)
class _Reader:
    dataset: Dataset
    ontology: Graph
    base: str

    def participants(self) -> Iterator[Row]:
        """Everybody and everything that can take part, named or a group, with class and service function."""
        classes = set(self.ontology.transitive_subjects(RDFS.subClassOf, TIS.Participant))
        for thing, _, class_, graph in self.dataset.quads((None, RDF.type, None, None)):
            if class_ in classes and str(graph).startswith(f"{self.base}graph/catalogue/"):
                names = sorted(str(name) for name in self.dataset.objects(thing, SKOS.altLabel))
                yield {
                    **self._thing("participant", thing),
                    "other_names": "; ".join(names),
                    **self._term("class", class_),
                    **self._concept("function", self.dataset.value(thing, TIS.serviceFunction)),
                    "note": str(self.dataset.value(thing, TIS.note) or ""),
                }

    def stated(self) -> Iterator[Row]:
        """A row for each fact, whatever its modality."""
        for fact in self.dataset.subjects(TIS.factProperty):
            value = self._values(fact)
            yield {
                **self._link(value[TIS.factSubject], value[TIS.factProperty], value[TIS.factObject]),
                "basis": "read" if TIS.reading in value else "stated",
                **self._concept("modality", value.get(TIS.modality)),
                **self._concept("period", value.get(TIS.period)),
                "amount": str(value.get(TIS.amount, "")),
                **self._concept("currency", value.get(TIS.currency)),
                "role": str(value.get(TIS.role, "")),
                "role_en": phrase(str(value.get(TIS.role, "")), "en"),
                **self._concept("condition", value.get(TIS.condition)),
                "evidence": self._evidence(fact),
            }

    def inferred(self) -> Iterator[Row]:
        """A row for each link that follows and is not said otherwise already."""
        empty = dict.fromkeys(next(self.stated(), {}), "")
        for subject, predicate, object_ in self.dataset.graph(mint(self.base, "graph", "inferred")):
            if not (str(subject).startswith(self.base) and str(object_).startswith(self.base)):
                continue
            if not self._is_mirrored(subject, predicate, object_) and not self._is_refined(subject, predicate, object_):
                yield {**empty, **self._link(subject, predicate, object_), "basis": "inferred"}

    def figures(self) -> Iterator[Row]:
        """A row for each figure, in base units."""
        for figure in self.dataset.subjects(RDF.type, QB.Observation):
            value = self._values(figure)
            condition = value.get(TIS.condition)
            yield {
                **self._thing("entity", value[TIS.observedEntity]),
                **self._concept("indicator", value.get(TIS.indicator)),
                "value": str(value.get(SDMX_MEASURE.obsValue, "")),
                "lower": str(value.get(TIS.lowerBound, "")),
                "upper": str(value.get(TIS.upperBound, "")),
                **self._concept("unit", value.get(SDMX_ATTRIBUTE.unitMeasure)),
                **self._concept("approximation", value.get(TIS.approximation)),
                **self._concept("period", value.get(TIS.period)),
                **self._concept("period_kind", value.get(TIS.periodKind)),
                **self._concept("change", value.get(TIS.changeKind)),
                **self._concept("compared_with_period", value.get(TIS.comparisonPeriod)),
                **self._concept("share_of_entity", value.get(TIS.wholeEntity)),
                **self._concept("share_of_indicator", value.get(TIS.wholeIndicator)),
                **self._concept("condition", None if condition == TIS.unconditional else condition),
                **self._concept("modality", value.get(TIS.modality)),
                "evidence": self._evidence(figure),
            }

    def _values(self, node: Node) -> dict[Node, Node]:
        """What is said of a node, one value each, the first in order where there are several."""
        return dict(sorted(self.dataset.predicate_objects(node), reverse=True))

    def _link(self, subject: Node, predicate: Node, object_: Node) -> Row:
        return {
            **self._thing("subject", subject),
            **self._term("property", predicate),
            **self._thing("object", object_),
        }

    def _thing(self, column: str, node: Node) -> Row:
        return {column: str(node), **self._concept(column, node)}

    def _term(self, column: str, node: Node) -> Row:
        return {column: str(node).removeprefix(str(TIS)), **self._concept(column, node)}

    def _concept(self, column: str, node: Node | None) -> Row:
        source = self.ontology if str(node).startswith(str(TIS)) else self.dataset
        return {f"{column}_{lang}": label(source, node, lang) if node is not None else "" for lang in ("zh", "en")}

    def _evidence(self, node: Node) -> str:
        places = sorted(
            sentence_of(self.dataset, place, self.base) for place in self.dataset.objects(node, TIS.statedAt)
        )
        return "; ".join(map(str, places))

    def _is_mirrored(self, subject: Node, predicate: Node, object_: Node) -> bool:
        """Whether the same is said from the other end: stated, more specifically, or by the first name in order."""
        inverses = {*self.ontology.objects(predicate, OWL.inverseOf), *self.ontology.subjects(OWL.inverseOf, predicate)}
        if (predicate, RDF.type, OWL.SymmetricProperty) in self.ontology:
            inverses.add(predicate)
        for inverse in inverses:
            other = (object_, inverse, subject)
            later = (str(predicate), str(subject)) > (str(inverse), str(object_))
            if other in self.dataset and (
                later or self._is_refined(*other) or not is_inferred(self.dataset, other, self.base)
            ):
                return True
        return False

    def _is_refined(self, subject: Node, predicate: Node, object_: Node) -> bool:
        """Whether a more specific property holds for the pair."""
        narrower = set(self.ontology.transitive_subjects(RDFS.subPropertyOf, predicate)) - {predicate}
        return any((subject, each, object_) in self.dataset for each in narrower)

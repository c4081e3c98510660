"""Tables -> a dataset: one evidence graph for each sentence, and what belongs to no sentence apart.

What a sentence states goes to its evidence graph; what a reader inherited or supplied goes to the
reading graph of the same sentence; types, labels and codes go to the chapter's catalogue;
sentences, mentions, data sets and provenance go to the metadata graph. See ``docs/annotation.md``.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from rdflib import Dataset, Literal, URIRef

from kg.errors import InputError
from kg.namespaces import (
    BASE,
    DCTERMS,
    NIF,
    PROV,
    QB,
    RDF,
    RDFS,
    SDMX_ATTRIBUTE,
    SDMX_MEASURE,
    SKOS,
    TIME,
    TIS,
    XSD,
    bind_prefixes,
    mint,
    term,
)
from kg.ontology import load_ontology
from kg.pinyin import search_keys

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from rdflib.term import Node

    from kg.model import ConceptRow, FigureRow, GroupRow, PeriodRow, RelationRow, Tables

    Triple = tuple[Node, Node, Node]
    Quad = tuple[Node, Node, Node, URIRef]

__all__ = ["build"]

_FACTUAL = frozenset({"asserted", "trial"})
"""The modalities under which the plain property holds; what is merely planned is never support."""

_SCHEMES = {"Field": TIS.FieldScheme, "Designation": TIS.DesignationScheme}

_LATIN = "zh-latn"
"""The language of search keys, Chinese in Latin letters; RDF's value space of language tags is lower case."""

_TIME_UNITS = {"year": TIME.unitYear, "month": TIME.unitMonth, "day": TIME.unitDay}


def build(tables: Tables, base: str = BASE) -> Dataset:
    """The asserted dataset of a chapter: evidence, reading, catalogue, metadata and ontology graphs.

    Args:
        tables: checked tables, as :func:`kg.read_tables` gives them.
        base: where the IRIs of things begin.

    Returns:
        A dataset whose default graph is the union of its graphs.

    Raises:
        InputError: if the tables name no document: nothing can be said of no text.

    """
    if not tables.documents:
        message = f"{tables.name}: documents.csv has no row; name the chapter that the tables are about there first"
        zh = f"{tables.name}：documents.csv 还没有一行；请先在其中登记表格所述的那一章"
        raise InputError(message, zh=zh)
    chapter = _Chapter(tables, base)
    dataset = Dataset(default_union=True)
    bind_prefixes(dataset, base)
    quads = [
        *_describe_documents(chapter),
        *_describe_entities(chapter),
        *_describe_groups(chapter),
        *_describe_periods(chapter),
        *_describe_concepts(chapter),
        *_state_relations(chapter),
        *_state_figures(chapter),
    ]
    ontology = chapter.iri("graph", "ontology")
    quads += [(*triple, ontology) for triple in load_ontology()]
    graphs = {name: dataset.graph(name) for name in sorted({quad[3] for quad in quads})}
    for subject, predicate, object_, name in quads:
        graphs[name].add((subject, predicate, object_))
    return dataset


@dataclass(frozen=True)
class _Chapter:
    """Tables with what is needed to name their things."""

    tables: Tables
    base: str

    def iri(self, *segments: str) -> URIRef:
        return mint(self.base, *segments)

    @cached_property
    def documents(self) -> dict[str, str]:
        """The document of each sentence."""
        return {row.id: row.document for row in self.tables.sentences}

    @cached_property
    def things(self) -> dict[str, URIRef]:
        """What a subject, object or entity cell may name: entities, groups and periods."""
        return {
            **{row.id: self.iri("entity", row.id) for row in self.tables.entities},
            **{row.id: self.local("group", row.sentence, row.id) for row in self.tables.groups},
            **{row.id: self.iri("period", row.id) for row in self.tables.periods},
        }

    @cached_property
    def agent(self) -> URIRef:
        """Who prepared the tables."""
        return self.iri("agent", dict(self.tables.metadata).get("dc:creator", "unknown"))

    def local(self, kind: str, sentence: str, key: str) -> URIRef:
        """The IRI of a thing that is bound to a place in the text."""
        return self.iri(self.documents[sentence], kind, key)

    def evidence(self, sentence: str) -> URIRef:
        return self.iri("graph", "evidence", self.documents[sentence], sentence)

    def reading(self, sentence: str) -> URIRef:
        return self.iri("graph", "reading", self.documents[sentence], sentence)

    @property
    def catalogues(self) -> list[URIRef]:
        return [self.iri("graph", "catalogue", row.id) for row in self.tables.documents]

    @property
    def catalogue(self) -> URIRef:
        return self.catalogues[0]

    @property
    def metadata(self) -> URIRef:
        return self.iri("graph", "metadata")


# ── documents, sentences, mentions, provenance ─────────────────────────────────────────────


def _describe_documents(chapter: _Chapter) -> Iterator[Quad]:
    graph = chapter.metadata
    about = dict(chapter.tables.metadata)
    yield chapter.agent, RDF.type, PROV.Agent, graph
    yield chapter.agent, RDFS.label, Literal(about.get("dc:creator", "unknown")), graph
    for document in chapter.tables.documents:
        node = chapter.iri(document.id)
        yield node, RDF.type, NIF.Context, graph
        yield node, DCTERMS.title, Literal(document.title, lang="zh"), graph
        yield node, NIF.beginIndex, _natural(0), graph
        yield node, NIF.endIndex, _natural(document.length), graph
        yield node, TIS.documentHash, Literal(document.sha256), graph
        if document.base_year is not None:
            yield node, TIS.baseYear, Literal(document.base_year), graph
        if document.report_year is not None:
            yield node, TIS.reportYear, Literal(document.report_year), graph
        if document.published is not None:
            yield node, DCTERMS.issued, Literal(document.published), graph
        for name, title in (("values", "单值数据集"), ("ranges", "区间数据集")):
            dataset = chapter.iri(document.id, name)
            structure = TIS.ValueStructure if name == "values" else TIS.RangeStructure
            yield dataset, RDF.type, QB.DataSet, graph
            yield dataset, QB.structure, structure, graph
            yield dataset, DCTERMS.title, Literal(f"{document.title}：{title}", lang="zh"), graph
            yield dataset, PROV.wasDerivedFrom, node, graph
            if "dc:created" in about:
                yield dataset, DCTERMS.issued, Literal(about["dc:created"], datatype=XSD.date), graph
    for catalogue in chapter.catalogues:
        yield catalogue, PROV.wasAttributedTo, chapter.agent, graph
    for sentence in chapter.tables.sentences:
        node = chapter.local("sentence", sentence.id, sentence.id)
        yield node, RDF.type, NIF.Sentence, graph
        yield from _place(chapter, node, sentence.id, sentence.begin, sentence.end)
        yield node, TIS.sentenceHash, Literal(sentence.sha256), graph
        yield node, TIS.sentenceKind, Literal(sentence.kind), graph
        yield node, TIS.section, _natural(sentence.section), graph
        yield node, TIS.paragraph, _natural(sentence.paragraph), graph
    for mention in chapter.tables.mentions:
        node, quads = _mention(chapter, mention.sentence, mention.begin, mention.end)
        yield from quads
        yield node, TIS.mentionOf, chapter.things[mention.entity], graph


def _place(chapter: _Chapter, node: URIRef, sentence: str, begin: int, end: int) -> Iterator[Quad]:
    yield node, NIF.beginIndex, _natural(begin), chapter.metadata
    yield node, NIF.endIndex, _natural(end), chapter.metadata
    yield node, NIF.referenceContext, chapter.iri(chapter.documents[sentence]), chapter.metadata


def _mention(chapter: _Chapter, sentence: str, begin: int, end: int) -> tuple[URIRef, list[Quad]]:
    """A span of text as a node, and what is known of it."""
    node = chapter.local("mention", sentence, f"{begin}-{end}")
    home = chapter.local("sentence", sentence, sentence)
    quads: list[Quad] = [
        (node, RDF.type, NIF.Phrase, chapter.metadata),
        (node, DCTERMS.isPartOf, home, chapter.metadata),
        *_place(chapter, node, sentence, begin, end),
    ]
    return node, quads


def _derive(chapter: _Chapter, sentence: str, quads: Iterable[Quad]) -> Iterator[Quad]:
    """Quads, with the provenance of the evidence and reading graphs that they fill."""
    source = chapter.local("sentence", sentence, sentence)
    named: set[URIRef] = set()
    for quad in quads:
        yield quad
        named.add(quad[3])
    for graph in sorted(named & {chapter.evidence(sentence), chapter.reading(sentence)}):
        yield graph, PROV.wasDerivedFrom, source, chapter.metadata


# ── the catalogue: types, labels, codes ────────────────────────────────────────────────────


def _describe_entities(chapter: _Chapter) -> Iterator[Quad]:
    graph = chapter.catalogue
    for row in chapter.tables.entities:
        node = chapter.things[row.id]
        yield node, RDF.type, term(row.class_), graph
        yield node, SKOS.prefLabel, Literal(row.zh, lang="zh"), graph
        yield node, SKOS.prefLabel, Literal(row.en, lang="en"), graph
        if row.function:
            yield node, TIS.serviceFunction, term(row.function), graph
        if row.code:
            yield node, SKOS.notation, Literal(row.code), graph
        if row.note:
            yield node, TIS.note, Literal(row.note), graph
        if row.class_ in _SCHEMES:
            yield node, SKOS.inScheme, _SCHEMES[row.class_], graph
        yield from _search_keys(node, row.zh, graph)
    for name in chapter.tables.names:
        node = chapter.things[name.entity]
        if name.kind != "full":
            language = name.lang.lower()
            predicate = SKOS.hiddenLabel if language == _LATIN else SKOS.altLabel
            yield node, predicate, Literal(name.form, lang=language), graph
        yield from _search_keys(node, name.form, graph)


def _search_keys(node: URIRef, name: str, graph: URIRef) -> Iterator[Quad]:
    for key in search_keys(name):
        yield node, SKOS.hiddenLabel, Literal(key, lang=_LATIN), graph


def _describe_groups(chapter: _Chapter) -> Iterator[Quad]:
    ontology = load_ontology()
    for row in chapter.tables.groups:
        node = chapter.things[row.id]
        yield node, RDF.type, TIS.ActorGroup, chapter.catalogue
        yield node, TIS.kind, term(row.kind), chapter.catalogue
        for kind in ontology.objects(term(row.kind), SKOS.prefLabel):
            name = _group_label(row, kind)
            yield node, SKOS.prefLabel, name, chapter.catalogue
            yield from _search_keys(node, str(name), chapter.catalogue)
        yield from _derive(chapter, row.sentence, _state_group(chapter, row, node))


def _group_label(row: GroupRow, kind: Node) -> Literal:
    language = kind.language if isinstance(kind, Literal) else None
    if row.size is None:
        return Literal(str(kind), lang=language)
    size = f"{row.size:f}"
    if language == "zh":
        return Literal(f"{kind}（{size}）", lang=language)
    one = row.size == 1  # kinds have their English in the plural
    return Literal(f"{kind} (1)" if one else f"{size} {kind}", lang=language)


def _state_group(chapter: _Chapter, row: GroupRow, node: URIRef) -> Iterator[Quad]:
    graph = chapter.evidence(row.sentence)
    mention, quads = _mention(chapter, row.sentence, row.begin, row.end)
    yield from quads
    yield node, TIS.statedAt, mention, graph
    yield node, TIS.tableRow, Literal(f"groups.csv#{row.id}"), chapter.metadata
    if row.size is not None:
        yield node, TIS.size, Literal(row.size), graph
    if row.approximation:
        yield node, TIS.approximation, term(row.approximation), graph
    if row.subgroup_of:
        yield node, TIS.subgroupOf, chapter.things[row.subgroup_of], graph


def _describe_periods(chapter: _Chapter) -> Iterator[Quad]:
    graph = chapter.catalogue
    for row in chapter.tables.periods:
        node = chapter.things[row.id]
        yield node, RDFS.label, Literal(row.zh, lang="zh"), graph
        yield node, RDFS.label, Literal(_say_period(row), lang="en"), graph
        yield node, TIME.unitType, _TIME_UNITS[row.precision], graph
        if row.begin == row.end:
            yield from _instant(node, row.end, graph)
            continue
        yield node, RDF.type, TIME.ProperInterval, graph
        if row.begin is not None:
            begin = chapter.iri("instant", row.begin.isoformat())
            yield node, TIME.hasBeginning, begin, graph
            yield from _instant(begin, row.begin, graph)
        end = chapter.iri("instant", row.end.isoformat())
        yield node, TIME.hasEnd, end, graph
        yield from _instant(end, row.end, graph)


def _say_period(row: PeriodRow) -> str:
    """A period in English, as precisely as it was written: 2012, April 2012, until October 2012, 2006 to 2011."""
    last = _say_day(row.end, row.precision)
    if row.begin is None:
        return f"until {last}"
    first = _say_day(row.begin, row.precision)
    return last if first == last else f"{first} to {last}"


def _say_day(day: date, precision: str) -> str:
    if precision == "year":
        return str(day.year)
    month = f"{calendar.month_name[day.month]} {day.year}"
    return month if precision == "month" else f"{day.day} {month}"


def _instant(node: URIRef, day: date, graph: URIRef) -> Iterator[Quad]:
    yield node, RDF.type, TIME.Instant, graph
    yield node, TIME.inXSDDate, Literal(day), graph


def _describe_concepts(chapter: _Chapter) -> Iterator[Quad]:
    kinds: tuple[tuple[str, URIRef, URIRef, tuple[ConceptRow, ...]], ...] = (
        ("indicator", TIS.Indicator, TIS.IndicatorScheme, chapter.tables.indicators),
        ("unit", TIS.Unit, TIS.UnitScheme, chapter.tables.units),
        ("condition", TIS.Condition, TIS.ConditionScheme, chapter.tables.conditions),
    )
    graph = chapter.catalogue
    for kind, class_, scheme, rows in kinds:
        for row in rows:
            node = chapter.iri(kind, row.id)
            yield node, RDF.type, class_, graph
            yield node, SKOS.inScheme, scheme, graph
            yield node, SKOS.prefLabel, Literal(row.zh, lang="zh"), graph
            yield node, SKOS.prefLabel, Literal(row.en, lang="en"), graph
            if row.code:
                yield node, SKOS.notation, Literal(row.code), graph


# ── what sentences state ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class _Reading:
    """Where each field of a row belongs: stated by the sentence, or supplied by a reader."""

    evidence: URIRef
    supplied: URIRef
    how: dict[str, str]

    @classmethod
    def of(cls, chapter: _Chapter, row: RelationRow | FigureRow) -> _Reading:
        parts = (row.reading or "").split()
        how = {field or "*": how for field, _, how in (part.rpartition(":") for part in parts)}
        return cls(chapter.evidence(row.sentence), chapter.reading(row.sentence), how)

    def graph(self, *fields: str) -> URIRef:
        """The graph for a triple that rests on these fields."""
        return self.supplied if {"*", *fields} & self.how.keys() else self.evidence

    def marks(self, node: URIRef, metadata: URIRef) -> Iterator[Quad]:
        for how in sorted(set(self.how.values())):
            yield node, TIS.reading, term(how), self.supplied
            yield self.supplied, TIS.reading, term(how), metadata


def _state_relations(chapter: _Chapter) -> Iterator[Quad]:
    for row in chapter.tables.relations:
        yield from _derive(chapter, row.sentence, _state_relation(chapter, row))


def _state_relation(chapter: _Chapter, row: RelationRow) -> Iterator[Quad]:
    reading = _Reading.of(chapter, row)
    subject, object_ = chapter.things[row.subject], chapter.things[row.object]
    if row.property == "skos:broader":
        yield subject, SKOS.broader, object_, reading.graph("subject", "object")
        yield reading.supplied, TIS.reading, TIS.supplied, chapter.metadata
        return
    predicate = term(row.property)
    if row.modality in _FACTUAL:
        yield subject, predicate, object_, reading.graph("subject", "object")
    fact = chapter.local("relation", row.sentence, row.id)
    mention, quads = _mention(chapter, row.sentence, row.begin, row.end)
    yield from quads
    yield fact, RDF.type, _fact_class(predicate), reading.graph()
    yield fact, TIS.factSubject, subject, reading.graph("subject")
    yield fact, TIS.factProperty, predicate, reading.graph()
    yield fact, TIS.factObject, object_, reading.graph("object")
    yield fact, TIS.modality, term(row.modality), reading.graph()
    yield fact, TIS.statedAt, mention, reading.graph()
    yield fact, TIS.tableRow, Literal(f"relations.csv#{row.id}"), chapter.metadata
    yield from reading.marks(fact, chapter.metadata)
    if row.period:
        yield fact, TIS.period, chapter.things[row.period], reading.graph("period")
    if row.amount is not None:
        yield fact, TIS.amount, Literal(row.amount), reading.graph()
    if row.currency:
        yield fact, TIS.currency, chapter.iri("unit", row.currency), reading.graph()
    if row.role:
        yield fact, TIS.role, Literal(row.role, lang="zh"), reading.graph()
    if row.condition:
        yield fact, TIS.condition, chapter.iri("condition", row.condition), reading.graph("condition")
    yield from _describe_row(row, fact, chapter.metadata)


def _fact_class(predicate: URIRef) -> URIRef:
    """The class of the facts that a property states; the most general one if the property names none."""
    found = load_ontology().value(predicate, TIS.factClass)
    return found if isinstance(found, URIRef) else TIS.Fact


def _state_figures(chapter: _Chapter) -> Iterator[Quad]:
    for row in chapter.tables.figures:
        yield from _derive(chapter, row.sentence, _state_figure(chapter, row))


def _state_figure(chapter: _Chapter, row: FigureRow) -> Iterator[Quad]:
    reading = _Reading.of(chapter, row)
    figure = chapter.local("figure", row.sentence, row.id)
    mention, quads = _mention(chapter, row.sentence, row.begin, row.end)
    yield from quads
    document = chapter.documents[row.sentence]
    condition = chapter.iri("condition", row.condition) if row.condition else TIS.unconditional
    core = reading.graph()
    yield figure, RDF.type, QB.Observation, core
    yield figure, TIS.observedEntity, chapter.things[row.entity], reading.graph("entity")
    yield figure, TIS.indicator, chapter.iri("indicator", row.indicator), reading.graph("indicator")
    yield figure, TIS.period, chapter.things[row.period], reading.graph("period")
    yield figure, TIS.periodKind, term(row.period_kind), reading.graph("period")
    yield figure, TIS.condition, condition, reading.graph("condition")
    yield figure, TIS.statedAt, mention, core
    yield figure, SDMX_ATTRIBUTE.unitMeasure, chapter.iri("unit", row.unit), core
    yield figure, TIS.approximation, term(row.approximation), core
    yield figure, TIS.modality, term(row.modality), core
    if row.value is not None:
        yield figure, RDF.type, TIS.FigureValue, core
        yield figure, QB.dataSet, chapter.iri(document, "values"), core
        yield figure, SDMX_MEASURE.obsValue, Literal(row.value), core
    elif row.lower is not None and row.upper is not None:
        yield figure, RDF.type, TIS.FigureRange, core
        yield figure, QB.dataSet, chapter.iri(document, "ranges"), core
        yield figure, TIS.lowerBound, Literal(row.lower), core
        yield figure, TIS.upperBound, Literal(row.upper), core
    yield figure, TIS.tableRow, Literal(f"figures.csv#{row.id}"), chapter.metadata
    yield from reading.marks(figure, chapter.metadata)
    for predicate, value in _comparison(chapter, row):
        yield figure, predicate, value, core
    yield from _describe_row(row, figure, chapter.metadata)


def _comparison(chapter: _Chapter, row: FigureRow) -> Iterator[tuple[URIRef, URIRef]]:
    """What a change is measured against, and what a share is a share of."""
    if row.change_kind:
        yield TIS.changeKind, term(row.change_kind)
    if row.comparison_period:
        yield TIS.comparisonPeriod, chapter.things[row.comparison_period]
    if row.whole_entity:
        yield TIS.wholeEntity, chapter.things[row.whole_entity]
    if row.whole_indicator:
        yield TIS.wholeIndicator, chapter.iri("indicator", row.whole_indicator)
    for predicate, other in ((TIS.comparedWith, row.compared_with), (TIS.shareOf, row.share_of)):
        if other:
            home = next(figure.sentence for figure in chapter.tables.figures if figure.id == other)
            yield predicate, chapter.local("figure", home, other)


def _describe_row(row: RelationRow | FigureRow, node: URIRef, graph: URIRef) -> Iterator[Quad]:
    if row.note:
        yield node, TIS.note, Literal(row.note), graph
    if row.rule:
        yield node, TIS.rule, Literal(row.rule), graph
    if row.confidence is not None:
        yield node, TIS.confidence, Literal(row.confidence), graph


def _natural(number: int) -> Literal:
    return Literal(number, datatype=XSD.nonNegativeInteger)

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from conftest import GOLDEN
from rdflib import BNode, Dataset, Literal, URIRef
from rdflib.compare import isomorphic

from kg.errors import InputError
from kg.facts.resolution import find
from kg.mapping import build
from kg.model import Tables
from kg.namespaces import BASE, NIF, PROV, QB, RDF, SKOS, TIS
from kg.store import read_dataset
from kg.tables import read_tables

if TYPE_CHECKING:
    from pathlib import Path

ENTITY = f"{BASE}entity/"
CASES = sorted(path for path in GOLDEN.iterdir() if path.is_dir())


def things(dataset: Dataset) -> dict[str, set[tuple[object, object, object]]]:
    """The triples of each graph but the ontology's."""
    return {
        str(graph.identifier): set(graph)
        for graph in dataset.graphs()
        if len(graph) and not str(graph.identifier).endswith("graph/ontology")
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_tables_map_to_the_expected_graphs(case: Path) -> None:
    """Regenerate with scripts/update_golden.py, and read the difference."""
    built = build(read_tables(case / "tables"))
    expected = read_dataset(case / "expected.nq")
    assert things(built).keys() == things(expected).keys()
    for name in things(expected):
        assert isomorphic(built.graph(URIRef(name)), expected.graph(URIRef(name))), name


def test_data_graphs_have_no_blank_nodes(dataset: Dataset) -> None:
    for name, triples in things(dataset).items():
        assert not [t for t in triples for node in t if isinstance(node, BNode)], name


def test_an_evidence_graph_holds_what_the_sentence_states_and_names_it(small: Tables) -> None:
    built = build(small)
    graph = URIRef(f"{BASE}graph/evidence/jiangcheng-2015/23-39")
    assert (URIRef(f"{ENTITY}江城市"), TIS.establishes, URIRef(f"{ENTITY}种子贷款")) in built.graph(graph)
    assert not list(built.graph(graph).objects(None, SKOS.prefLabel))
    sentence = built.value(graph, PROV.wasDerivedFrom)
    assert (sentence, RDF.type, NIF.Sentence) in built
    assert built.value(sentence, NIF.beginIndex) == Literal(
        23, datatype=URIRef("http://www.w3.org/2001/XMLSchema#nonNegativeInteger")
    )


@pytest.mark.parametrize("modality", ["planned", "inPreparation", "aim", "permittedOrEncouraged"])
def test_what_is_not_a_fact_has_no_plain_triple(modality: str, small: Tables) -> None:
    rows = tuple(replace(row, modality=modality) for row in small.relations)
    built = build(replace(small, relations=rows))
    stated = {row.property for row in rows}
    assert not [
        (s, p, o)
        for s, p, o, g in built.quads()
        if "/graph/evidence/" in str(g) and str(p).removeprefix(str(TIS)) in stated
    ]
    assert set(built.subjects(TIS.factProperty)) <= set(built.subjects(TIS.modality, TIS[modality]))


@pytest.mark.parametrize("modality", ["asserted", "trial"])
def test_facts_and_trials_have_a_plain_triple(modality: str, small: Tables) -> None:
    rows = tuple(replace(row, modality=modality) for row in small.relations)
    built = build(replace(small, relations=rows))
    for fact in built.subjects(TIS.factProperty):
        triple = (
            built.value(fact, TIS.factSubject),
            built.value(fact, TIS.factProperty),
            built.value(fact, TIS.factObject),
        )
        assert triple in built


def test_what_a_reader_supplies_goes_to_the_reading_graph_marked(small: Tables) -> None:
    row = replace(small.relations[0], reading="subject:supplied")
    built = build(replace(small, relations=(row,)))
    evidence = built.graph(URIRef(f"{BASE}graph/evidence/jiangcheng-2015/{row.sentence}"))
    reading = built.graph(URIRef(f"{BASE}graph/reading/jiangcheng-2015/{row.sentence}"))
    fact = next(built.subjects(TIS.factProperty))
    assert set(reading.predicates()) == {TIS.establishes, TIS.factSubject, TIS.reading}
    assert (fact, TIS.factObject, None) in evidence
    assert (fact, TIS.factSubject, None) not in evidence
    assert (reading.identifier, TIS.reading, TIS.supplied) in built
    assert built.value(reading.identifier, PROV.wasDerivedFrom) is not None


def test_a_bare_reading_mark_moves_the_whole_row(small: Tables) -> None:
    row = replace(small.relations[0], reading="inherited")
    built = build(replace(small, relations=(row,), groups=(), figures=()))
    assert not [g for g in things(built) if "/graph/evidence/" in g]
    fact = next(built.subjects(TIS.factProperty))
    assert (fact, TIS.reading, TIS.inherited) in built


def test_an_inherited_period_leaves_the_value_in_evidence(dataset: Dataset, tables: Tables) -> None:
    row = next(row for row in tables.figures if row.reading == "period:inherited")
    figure = URIRef(f"{BASE}shanghai-2012/figure/{row.id}")
    graphs = {
        str(p).rsplit("#")[-1]: str(g) for _, p, _, g in dataset.quads((figure, None, None, None)) if p != TIS.reading
    }
    assert "/graph/reading/" in graphs["period"]
    assert "/graph/evidence/" in graphs["obsValue"]


def test_every_figure_is_a_complete_observation(dataset: Dataset) -> None:
    figures = set(dataset.subjects(RDF.type, QB.Observation))
    assert figures
    for predicate in (TIS.observedEntity, TIS.indicator, TIS.period, TIS.condition, TIS.statedAt, QB.dataSet):
        for figure in figures:
            assert len(set(dataset.objects(figure, predicate))) == 1, (figure, predicate)


def test_the_base_of_things_is_the_users_to_choose(small: Tables) -> None:
    built = build(small, "https://example.org/kg/")
    names = {str(graph.identifier) for graph in built.graphs() if len(graph)}
    assert all(name.startswith("https://example.org/kg/graph/") for name in names)
    assert not [node for quad in built.quads() for node in quad if str(node).startswith(BASE)]


def test_building_changes_nothing_that_it_was_given(small: Tables) -> None:
    first = build(small)
    count = len(set(first.quads()))
    build(small).graph(URIRef(f"{BASE}graph/ontology")).remove((None, None, None))
    assert len(set(build(small).quads())) == count == len(set(first.quads()))


def test_every_name_is_found_by_pinyin_and_initials(small: Tables) -> None:
    built = build(small)
    catalogue = built.graph(URIRef(f"{BASE}graph/catalogue/jiangcheng-2015"))
    keys = {str(key) for key in catalogue.objects(URIRef(f"{ENTITY}智能制造联盟"), SKOS.hiddenLabel)}
    assert keys == {"zhinengzhizaolianmeng", "znzzlm", "lianmeng", "lm"}
    for name in ("江城大学", "jiangchengdaxue", "jcdx", "JCDX"):
        assert find(built, name) == URIRef(f"{ENTITY}江城大学")


def test_a_name_goes_before_a_search_key_that_looks_the_same(small: Tables) -> None:
    bank, *others = [row for row in small.entities if row.class_ == "Bank"]
    assert not others
    built = build(
        replace(small, entities=tuple(replace(row, en="JCDX") if row == bank else row for row in small.entities))
    )
    assert find(built, "jcdx") == URIRef(f"{ENTITY}{bank.id}")


def test_tables_without_a_document_are_refused() -> None:
    with pytest.raises(InputError, match=r"documents\.csv has no row"):
        build(Tables(name="empty"))


@pytest.mark.parametrize(("size", "name"), [("60", "60 enterprises"), ("1", "enterprises (1)"), (None, "enterprises")])
def test_a_group_is_named_by_its_size_and_kind_and_one_is_no_plural(size: str | None, name: str, small: Tables) -> None:
    (group, *_) = small.groups
    named = replace(group, size=None if size is None else Decimal(size))
    built = build(replace(small, groups=(named,), relations=(), figures=()))
    assert (None, SKOS.prefLabel, Literal(name, lang="en")) in built

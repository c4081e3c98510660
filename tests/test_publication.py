from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import networkx as nx
import pyoxigraph
import pytest
from pyld import jsonld
from rdflib import BNode, Dataset, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from kg.errors import InputError
from kg.mapping import build
from kg.namespaces import BASE, OWL, PREFIXES, RDFS, SKOS, TIS, XSD
from kg.networks import project
from kg.publication import FORMATS, export
from kg.store import dump_nquads

if TYPE_CHECKING:
    from pathlib import Path

    from kg.model import Tables

ENTITY = f"{BASE}entity/"

READERS = {"turtle": "turtle", "ntriples": "nt11", "rdfxml": "xml"}
DATASET_READERS = {"nquads": "nquads", "trig": "trig", "jsonld": "json-ld"}


def without_ontology(dataset: Dataset) -> Dataset:
    """The chapter's graphs: they have no blank nodes, so that sets of quads can be compared."""
    found = Dataset(default_union=True)
    for subject, predicate, object_, name in dataset.quads():
        if not str(name).endswith("graph/ontology"):
            found.graph(name).add((subject, predicate, object_))
    return found


@pytest.mark.parametrize("format_", DATASET_READERS)
def test_a_dataset_format_is_read_back_by_rdflib_unchanged(format_: str, small_closed: Dataset, tmp_path: Path) -> None:
    dataset = without_ontology(small_closed)
    export(dataset, tmp_path / "out", format_)
    again = Dataset()
    again.parse(tmp_path / "out", format=DATASET_READERS[format_])
    expected = {quad for quad in dataset.quads() if quad[3] is not None}
    assert {quad for quad in again.quads() if quad[3] is not None} == expected


@pytest.mark.parametrize("format_", READERS)
def test_a_graph_format_is_read_back_by_rdflib_as_the_union(
    format_: str, small_closed: Dataset, tmp_path: Path
) -> None:
    export(small_closed, tmp_path / "out", format_)
    again = Graph().parse(tmp_path / "out", format=READERS[format_])
    union = Graph()
    for triple in small_closed.triples((None, None, None)):
        union.add(triple)
    assert len(again) == len(union)
    assert isomorphic(again, union)
    assert any(isinstance(node, BNode) for triple in again for node in triple)


@pytest.mark.parametrize("format_", [*READERS, *DATASET_READERS, "gexf", "graphml"])
def test_an_export_has_the_same_bytes_every_time(format_: str, small_closed: Dataset, tmp_path: Path) -> None:
    one = export(small_closed, tmp_path / "one", format_).read_bytes()
    two = export(small_closed, tmp_path / "two", format_).read_bytes()
    assert one == two


def test_turtle_uses_our_prefixes(small_closed: Dataset, tmp_path: Path) -> None:
    text = export(small_closed, tmp_path / "out.ttl", "turtle").read_text(encoding="utf-8")
    assert "@prefix tis:" in text
    assert "tis:lendsTo" in text


def test_the_format_counts_not_the_name_of_the_file(small_closed: Dataset, tmp_path: Path) -> None:
    text = export(small_closed, tmp_path / "out.nt", "turtle").read_text(encoding="utf-8")
    assert "@prefix" in text


@pytest.mark.parametrize(
    ("name", "begin"),
    [("a.ttl", "@prefix"), ("a.NT", "<http"), ("a.jsonld", "{"), ("a.rdf", "<?xml"), ("a.gexf", "<?xml")],
)
def test_without_a_format_the_suffix_decides(name: str, begin: str, small_closed: Dataset, tmp_path: Path) -> None:
    assert export(small_closed, tmp_path / name).read_text(encoding="utf-8").startswith(begin)


@pytest.mark.parametrize("name", ["out", "out.doc"])
def test_a_suffix_of_no_format_is_answered_with_those_there_are(
    name: str, small_closed: Dataset, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=r"\.graphml.*nquads, ntriples"):
        export(small_closed, tmp_path / name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("format_", ["csv", None])
def test_a_file_for_csv_is_answered_with_the_folder_to_name(
    format_: str | None, small_closed: Dataset, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=r"--format csv -o .*out$"):
        export(small_closed, tmp_path / "out.csv", format_)
    assert list(tmp_path.iterdir()) == []


def test_sheets_do_not_take_the_place_of_a_file(small_closed: Dataset, tmp_path: Path) -> None:
    path = tmp_path / "sheets"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="sheets fill a folder"):
        export(small_closed, path, "csv")
    assert path.read_text(encoding="utf-8") == "mine"


def test_an_unknown_format_is_answered_with_those_there_are(small_closed: Dataset, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nquads, ntriples"):
        export(small_closed, tmp_path / "out", "word")
    assert not (tmp_path / "out").exists()


# ── JSON-LD ────────────────────────────────────────────────────────────────────────────────


def canonical(quads: Any) -> pyoxigraph.Dataset:
    dataset = pyoxigraph.Dataset(quads)
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def read_nquads(content: bytes) -> pyoxigraph.Dataset:
    return canonical(pyoxigraph.parse(content, format=pyoxigraph.RdfFormat.N_QUADS))


def read_by_oxigraph(content: bytes) -> pyoxigraph.Dataset:
    return canonical(pyoxigraph.parse(content, format=pyoxigraph.RdfFormat.JSON_LD))


def read_by_pyld(content: bytes) -> pyoxigraph.Dataset:
    return read_nquads(jsonld.to_rdf(json.loads(content), {"format": "application/n-quads"}).encode())


def read_by_rdflib(content: bytes) -> pyoxigraph.Dataset:
    dataset = Dataset()
    dataset.parse(data=content.decode(), format="json-ld")
    return read_nquads(dump_nquads(dataset))


JSONLD_READERS = [read_by_oxigraph, read_by_pyld, read_by_rdflib]


@pytest.mark.parametrize("read", JSONLD_READERS)
def test_three_readers_of_json_ld_find_every_statement(read: Any, small_closed: Dataset, tmp_path: Path) -> None:
    content = export(small_closed, tmp_path / "out.jsonld").read_bytes()
    assert read(content) == read_nquads(dump_nquads(small_closed))


@pytest.mark.slow
@pytest.mark.parametrize("read", JSONLD_READERS)
def test_three_readers_of_json_ld_find_the_whole_chapter(read: Any, closed: Dataset, tmp_path: Path) -> None:
    content = export(closed, tmp_path / "out.jsonld").read_bytes()
    assert read(content) == read_nquads(dump_nquads(closed))


@pytest.mark.parametrize("read", JSONLD_READERS)
def test_values_unlike_the_others_of_their_property_survive(
    read: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rdflib.NORMALIZE_LITERALS", False)  # its reader would make 02012 a 2012
    dataset = Dataset(default_union=True)
    one, other = URIRef(f"{ENTITY}甲"), URIRef(f"{ENTITY}a:b")
    graph = dataset.graph(URIRef(f"{BASE}graph/x"))
    for triple in [
        (one, SKOS.prefLabel, Literal("甲", lang="zh")),
        (one, SKOS.prefLabel, Literal("A", lang="en")),
        (one, SKOS.prefLabel, Literal("Alpha", lang="en")),
        (other, SKOS.prefLabel, Literal("no language")),
        (other, SKOS.prefLabel, one),
        (one, TIS.size, Literal("12.50", datatype=XSD.decimal)),
        (one, TIS.size, Literal("13.00", datatype=XSD.decimal)),
        (other, TIS.size, Literal("many", lang="en")),
        (one, TIS.baseYear, Literal(2012)),
        (other, TIS.baseYear, Literal("02012", datatype=XSD.integer, normalize=False)),
        (one, TIS.condition, TIS.unconditional),
        (other, TIS.condition, URIRef(f"{BASE}condition/x")),
        (one, TIS.modality, TIS.asserted),
        (other, TIS.modality, Literal("asserted")),
        (one, URIRef("https://example.org/a#title"), Literal("one title")),
        (one, URIRef("https://example.org/b#title"), Literal("another title", lang="en")),
        (one, URIRef("https://example.org/b#title"), Literal("a title in no language")),
        (one, URIRef("https://example.org/b#title"), TIS.asserted),
        (one, URIRef("https://example.org/type"), TIS.asserted),
        (one, URIRef("https://example.org/c/size"), Literal("no size of ours")),
        (one, URIRef("https://example.org/d/"), Literal("a property without a local name")),
        (one, URIRef("https://example.org/skos"), Literal("a property named like a prefix")),
        (one, SKOS.related, URIRef(f"{BASE}a:b/c")),
        (one, SKOS.related, URIRef(f"{BASE}a/../b")),
        (one, SKOS.related, URIRef(BASE)),
        (one, SKOS.related, BNode("x")),
        (BNode("x"), RDFS.label, Literal('line one\nline two "quoted"')),
    ]:
        graph.add(triple)
    dataset.graph(URIRef("https://example.org/g")).add((one, OWL.sameAs, other))
    content = export(dataset, tmp_path / "out.jsonld").read_bytes()
    assert set(map(str, read(content))) == set(map(str, read_nquads(dump_nquads(dataset))))


def test_json_ld_reads_well_without_knowing_rdf(small: Tables, tmp_path: Path) -> None:
    document = json.loads(export(build(small), tmp_path / "out.jsonld").read_bytes())
    graphs = {graph["@id"]: {node["@id"]: node for node in graph["@graph"]} for graph in document["@graph"]}
    assert graphs["graph/catalogue/jiangcheng-2015"]["entity/种子贷款"] == {
        "@id": "entity/种子贷款",
        "@type": "FinancialProduct",
        "hiddenLabel": {"zh-latn": ["zhongzidaikuan", "zzdk"]},
        "prefLabel": {"zh": "种子贷款", "en": "seed loan"},
        "serviceFunction": "techFinance",
    }
    evidence = graphs["graph/evidence/jiangcheng-2015/39-80"]
    lent = next(node for node in evidence.values() if node.get("factProperty") == "lendsTo")
    assert lent["amount"] == "120000000"
    assert evidence["entity/江城银行"]["lendsTo"].startswith("jiangcheng-2015/group/")
    sentence = next(node for node in graphs["graph/metadata"].values() if node.get("@type") == "nif:Sentence")
    assert isinstance(sentence["beginIndex"], int)
    context = document["@context"]
    assert context["prefLabel"] == {"@id": "skos:prefLabel", "@container": "@language"}
    assert context["amount"] == {"@id": "tis:amount", "@type": "xsd:decimal"}
    assert PREFIXES.items() <= context.items()


# ── tables for a spreadsheet ───────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def sheets(small_closed: Dataset, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, str]]]:
    folder = export(small_closed, tmp_path_factory.mktemp("work") / "sheets", "csv")
    found = {}
    for path in sorted(folder.iterdir()):
        assert path.read_bytes().startswith(b"\xef\xbb\xbf"), "a spreadsheet knows UTF-8 by its byte order mark"
        with path.open(encoding="utf-8-sig", newline="") as stream:
            found[path.stem] = list(csv.DictReader(stream, strict=True))
    return found


def test_the_sheets_are_participants_links_and_figures(sheets: dict[str, list[dict[str, str]]]) -> None:
    assert sorted(sheets) == ["figures", "links", "participants"]


def test_every_participant_has_a_row_with_class_and_function(
    sheets: dict[str, list[dict[str, str]]], small: Tables
) -> None:
    rows = {row["participant_zh"]: row for row in sheets["participants"]}
    assert len(sheets["participants"]) == len(small.entities) + len(small.groups)
    assert {row.zh for row in small.entities} <= rows.keys()
    loan = rows["种子贷款"]
    assert (loan["participant_en"], loan["class"], loan["function_en"]) == (
        "seed loan",
        "FinancialProduct",
        "tech finance",
    )
    assert rows["智能制造联盟"]["other_names"] == "联盟"


def test_every_fact_has_a_row_with_its_place(sheets: dict[str, list[dict[str, str]]], small: Tables) -> None:
    stated = [row for row in sheets["links"] if row["basis"] != "inferred"]
    facts = [row for row in small.relations if row.property != "skos:broader"]
    assert sorted(row["property"] for row in stated) == sorted(row.property for row in facts)
    lent = next(row for row in stated if row["property"] == "lendsTo")
    assert (lent["subject_zh"], lent["subject_en"], lent["amount"]) == ("江城银行", "Bank of Jiangcheng", "120000000")
    assert lent["evidence"] == "jiangcheng-2015 §1 ¶3 [39, 80)"
    assert {row["modality_en"] for row in stated} >= {"asserted", "planned"}


def test_what_follows_is_a_link_once_and_from_one_end(sheets: dict[str, list[dict[str, str]]]) -> None:
    links = sheets["links"]
    inferred = [row for row in links if row["basis"] == "inferred"]
    ends = {
        frozenset((row["subject_zh"], row["object_zh"])) for row in inferred if row["property"] == "collaboratesWith"
    }
    assert frozenset({"江城大学", "江城机床厂"}) in ends
    assert not [row for row in inferred if row["evidence"]]
    pairs = [(frozenset((row["subject"], row["object"])), row["property"]) for row in inferred]
    assert len(pairs) == len(set(pairs))
    assert not {"supportedBy", "supports"} & {row["property"] for row in inferred}


def test_every_figure_has_a_row_in_words_and_numbers(sheets: dict[str, list[dict[str, str]]], small: Tables) -> None:
    rows = sheets["figures"]
    assert len(rows) == len(small.figures)
    assert sorted(row["value"] for row in rows if row["value"]) == sorted(
        str(row.value) for row in small.figures if row.value is not None
    )
    for row in rows:
        assert row["entity_zh"]
        assert row["indicator_en"]
        assert row["unit_zh"]
        assert row["evidence"].startswith("jiangcheng-2015 §")


def test_the_sheets_have_the_same_bytes_every_time_and_spare_their_neighbours(
    small_closed: Dataset, tmp_path: Path
) -> None:
    (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")
    before = {path.name: path.read_bytes() for path in export(small_closed, tmp_path, "csv").iterdir()}
    assert sorted(before) == ["figures.csv", "letter.txt", "links.csv", "participants.csv"]
    assert {path.name: path.read_bytes() for path in export(small_closed, tmp_path, "csv").iterdir()} == before


# ── networks ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("format_", "read"), [("gexf", nx.read_gexf), ("graphml", nx.read_graphml)])
def test_a_network_is_read_back_with_its_labels_classes_and_weights(
    format_: str, read: Any, small_closed: Dataset, tmp_path: Path
) -> None:
    network = project(small_closed)
    again = read(export(small_closed, tmp_path / "out", format_))
    assert set(again) == set(network)
    assert {frozenset(edge) for edge in again.edges} == {frozenset(edge) for edge in network.edges}
    for node, data in network.nodes(data=True):
        found = again.nodes[node]
        assert (found["label"], found["label_en"]) == (data["zh"], data["en"])
        assert (found["class"], found["function_zh"]) == (data["class_"], data["function_zh"])
    for one, other, data in network.edges(data=True):
        assert (again[one][other]["weight"], again[one][other]["inferred"]) == (data["weight"], data["inferred"])
    bank, group = f"{ENTITY}江城银行", f"{BASE}jiangcheng-2015/group/55-64"
    assert again[bank][group]["facts_en"] == "Bank of Jiangcheng → lends to → 40 enterprises"
    assert again[bank][group]["evidence"] == "jiangcheng-2015 §1 ¶3 [39, 80)"


def test_gexf_bears_the_day_of_the_tables_not_of_today(small_closed: Dataset, tmp_path: Path) -> None:
    assert 'lastmodifieddate="2026-11-24"' in export(small_closed, tmp_path / "a.gexf").read_text(encoding="utf-8")
    undated = export(Dataset(default_union=True), tmp_path / "b.gexf").read_text(encoding="utf-8")
    assert "lastmodifieddate" not in undated


@pytest.mark.parametrize("format_", FORMATS)
def test_a_dataset_without_a_statement_is_exported_too(format_: str, tmp_path: Path) -> None:
    assert export(Dataset(default_union=True), tmp_path / "out", format_).exists()

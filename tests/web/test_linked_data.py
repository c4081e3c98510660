from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from rdflib import Dataset, Graph, URIRef
from starlette.testclient import TestClient

from kg.mapping import build
from kg.namespaces import BASE, TIS, from_wire, mint, to_wire
from kg.reasoning import infer
from kg.store import write_dataset
from kg.web.app import create_app
from kg.web.source import LocalSource

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.model import Tables

BANK = "/id/entity/" + quote("江城银行")
IRI = URIRef(BASE + "entity/江城银行")
FORMATS = {
    "ttl": ("text/turtle", "turtle"),
    "nt": ("application/n-triples", "nt"),
    "rdf": ("application/rdf+xml", "xml"),
    "jsonld": ("application/ld+json", "json-ld"),
    "trig": ("application/trig", "trig"),
    "nq": ("application/n-quads", "nquads"),
}


@pytest.fixture(scope="module")
def client(small_built: Path) -> Iterator[TestClient]:
    with TestClient(create_app(LocalSource(small_built))) as client:
        yield client


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_thing_answers_in_each_format_by_accept_and_by_suffix(suffix: str, client: TestClient) -> None:
    media_type, format_ = FORMATS[suffix]
    by_accept = client.get(BANK, headers={"Accept": media_type})
    by_suffix = client.get(f"{BANK}.{suffix}", headers={"Accept": "text/html"})
    assert by_accept.content == by_suffix.content
    assert by_accept.headers["content-type"].partition(";")[0] == media_type
    assert by_accept.headers["content-location"] == f"{BANK}.{suffix}"
    assert "Accept" in by_accept.headers["vary"]
    found = Dataset(default_union=True)
    found.parse(data=by_accept.text, format=format_)
    assert (IRI, TIS.lendsTo, None) in found


def test_formats_with_graphs_say_where_each_statement_stands(client: TestClient) -> None:
    found = Dataset()
    found.parse(data=client.get(BANK + ".trig").text, format="trig")
    assert URIRef(BASE + "graph/evidence/jiangcheng-2015/39-80") in {graph.identifier for graph in found.graphs()}


def test_a_browser_gets_a_page_and_a_program_that_says_nothing_gets_turtle(client: TestClient) -> None:
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    assert client.get(BANK, headers={"Accept": browser}).headers["content-type"].startswith("text/html")
    assert client.get(BANK, headers={"Accept": "*/*"}).headers["content-type"].startswith("text/turtle")
    assert client.get(BANK + ".html", headers={"Accept": "*/*"}).headers["content-type"].startswith("text/html")


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("text/turtle;q=0.4, application/ld+json;q=0.9", "application/ld+json"),
        ("application/*;q=0.8, application/n-triples;q=0", "application/rdf+xml"),
        ("TEXT/TURTLE", "text/turtle"),
        ("", "text/turtle"),
        ("text/turtle;q=nonsense, application/trig", "application/trig"),
    ],
)
def test_the_accept_header_is_read_as_the_standard_says(accept: str, expected: str, client: TestClient) -> None:
    assert client.get(BANK, headers={"Accept": accept}).headers["content-type"].partition(";")[0] == expected


def test_chinese_reaches_the_same_thing_raw_or_encoded_in_any_normal_form(small_built: Path) -> None:
    with TestClient(create_app(LocalSource(small_built))) as client:
        plain = client.get(BANK + ".nt").content
        assert plain
        for spelling in (BANK.lower(), BANK.replace("entity", "%65ntity"), "/id/entity/江城银行"):
            assert client.get(spelling + ".nt").content == plain, spelling


@pytest.mark.parametrize(
    "name", ["a b", "a/b#c?d", "100%", "50%25", "e\u0301", "“3个10亿”政策", "a+b&c", "x\ny", "..", "😀"]
)
def test_an_iri_survives_the_way_over_the_wire_decoded_once(name: str) -> None:
    iri = mint(BASE, "entity", name)
    path = to_wire(BASE, iri)
    assert path.isascii()
    assert from_wire(BASE, path.encode()) == iri
    assert from_wire(BASE, iri.removeprefix(BASE).encode()) == iri


def test_every_iri_of_the_dataset_below_the_base_answers(client: TestClient, small_built: Path) -> None:
    dataset = Dataset(default_union=True)
    dataset.parse(small_built, format="nquads")
    iris = {str(term) for triple in dataset.triples((None, None, None)) for term in triple if isinstance(term, URIRef)}
    iris |= {str(graph.identifier) for graph in dataset.graphs() if len(graph)}
    ours = sorted(iri for iri in iris if iri.startswith(BASE))
    assert len(ours) > 90
    for iri in ours:
        assert client.get(f"/id/{to_wire(BASE, iri)}", headers={"Accept": "text/turtle"}).status_code == 200, iri


@pytest.mark.parametrize("accept", ["text/turtle", "text/html"])
def test_what_the_graph_does_not_know_is_not_found(accept: str, client: TestClient) -> None:
    for path in ("/id/entity/nobody", "/id/", "/id/entity/", "/id/entity/江城银行/", "/id/entity/江城银行.exe"):
        assert client.get(path, headers={"Accept": accept}).status_code == 404, path


def test_a_type_that_there_is_none_of_is_not_acceptable(client: TestClient) -> None:
    response = client.get(BANK, headers={"Accept": "image/png, text/csv"})
    assert response.status_code == 406
    assert "text/turtle" in response.text


def test_a_client_that_has_this_version_is_told_so(client: TestClient) -> None:
    for suffix in FORMATS:
        tag = client.get(f"{BANK}.{suffix}").headers["etag"]
        for header in (tag, f'"other", W/{tag}', "*"):
            response = client.get(f"{BANK}.{suffix}", headers={"If-None-Match": header})
            assert (response.status_code, response.content) == (304, b"")
            assert response.headers["etag"] == tag
        assert client.get(f"{BANK}.{suffix}", headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_browser_that_has_this_page_is_told_so(client: TestClient) -> None:
    browser = {"Accept": "text/html", "Accept-Language": "en"}
    first = client.get(BANK, headers=browser)
    again = client.get(BANK, headers={**browser, "If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert again.headers["vary"] == first.headers["vary"]
    chinese = client.get(BANK, headers={**browser, "Accept-Language": "zh", "If-None-Match": first.headers["etag"]})
    assert chinese.status_code == 200


def test_only_reading_methods_are_allowed(client: TestClient) -> None:
    assert client.head(BANK).status_code == 200
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert client.request(method, BANK).status_code == 405


@pytest.mark.parametrize("base", ["http://localhost:8000/", "http://localhost:8000/kb/things/"])
def test_with_a_base_on_this_server_iris_are_addresses(base: str, small: Tables, tmp_path: Path) -> None:
    write_dataset(infer(build(small, base), base), tmp_path / "dataset.nq")
    source = LocalSource(tmp_path / "dataset.nq", base=base)
    with TestClient(create_app(source, base=base), base_url="http://localhost:8000") as client:
        iri = mint(base, "entity", "江城银行")
        for address in (str(iri), f"http://localhost:8000/id/{to_wire(base, iri)}"):
            found = Graph().parse(data=client.get(address, headers={"Accept": "text/turtle"}).text)
            assert (iri, TIS.lendsTo, None) in found
        assert client.get("/sparql", params={"query": "ASK {}"}).status_code == 200

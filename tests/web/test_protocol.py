"""The cases of the W3C's SPARQL 1.1 Protocol tests, each under its name there, as far as they ask or must be refused.

https://www.w3.org/2009/sparql/docs/tests/data-sparql11/protocol/ - graphs are those of the invented chapter.
"""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from rdflib import Graph
from starlette.testclient import TestClient

from kg.web.app import create_app
from kg.web.pool import Limits
from kg.web.source import LocalSource

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from httpx import Response

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DIRECT = {"Content-Type": "application/sparql-query"}
JSON = "application/sparql-results+json"
GRAPHS = "https://w3id.org/tis/id/graph/"
LENDING = GRAPHS + "evidence/jiangcheng-2015/39-80"
CATALOGUE = GRAPHS + "catalogue/jiangcheng-2015"
TYPES = "ASK { ?s a tis:Bank }"
LENDS = "ASK { ?s tis:lendsTo ?o }"
NAMED = "ASK { GRAPH ?g { ?s tis:lendsTo ?o } }"


@pytest.fixture(scope="module")
def client(small_built: Path) -> Iterator[TestClient]:
    with TestClient(create_app(LocalSource(small_built, limits=Limits(timeout=10, max_rows=50)), cors=True)) as client:
        yield client


def get(client: TestClient, query: str | list[str], accept: str = JSON, parameters: Any = None) -> Response:
    found: Response = client.get("/sparql", params={"query": query, **(parameters or {})}, headers={"Accept": accept})
    return found


def answer(response: Response) -> bool:
    assert response.status_code == 200, response.text
    return bool(response.json()["boolean"])


def test_query_get(client: TestClient) -> None:
    response = get(client, "ASK {}")
    assert answer(response)
    assert response.headers["content-type"] == JSON


def test_query_post_form(client: TestClient) -> None:
    assert answer(client.post("/sparql", data={"query": "ASK {}"}))


def test_query_post_direct(client: TestClient) -> None:
    assert answer(client.post("/sparql", content="ASK {}", headers=DIRECT))


@pytest.mark.parametrize("graph", [LENDING, CATALOGUE])
def test_query_dataset_default_graph(client: TestClient, graph: str) -> None:
    assert answer(get(client, LENDS, parameters={"default-graph-uri": graph})) is (graph == LENDING)
    assert answer(get(client, TYPES, parameters={"default-graph-uri": graph})) is (graph == CATALOGUE)


def test_query_dataset_default_graphs_get(client: TestClient) -> None:
    both = "ASK { ?s a tis:Bank ; tis:lendsTo ?o }"
    assert answer(get(client, both, parameters={"default-graph-uri": [LENDING, CATALOGUE]}))
    assert not answer(get(client, both, parameters={"default-graph-uri": [LENDING]}))


def test_query_dataset_default_graphs_post(client: TestClient) -> None:
    parameters = {"default-graph-uri": [LENDING, CATALOGUE]}
    query = "ASK { ?s a tis:Bank ; tis:lendsTo ?o }"
    assert answer(client.post("/sparql", data={"query": query, **(parameters or {})}))
    assert answer(client.post("/sparql", params=parameters, content=query, headers=DIRECT))


def test_query_dataset_named_graphs_get(client: TestClient) -> None:
    assert answer(get(client, NAMED, parameters={"named-graph-uri": [LENDING, CATALOGUE]}))
    assert not answer(get(client, NAMED, parameters={"named-graph-uri": [CATALOGUE]}))
    assert not answer(get(client, LENDS, parameters={"named-graph-uri": [LENDING]}))


def test_query_dataset_named_graphs_post(client: TestClient) -> None:
    parameters = {"named-graph-uri": [LENDING, CATALOGUE]}
    assert answer(client.post("/sparql", data={"query": NAMED, **parameters}))
    assert answer(client.post("/sparql", params=parameters, content=NAMED, headers=DIRECT))


def test_query_dataset_full(client: TestClient) -> None:
    query = "ASK { ?s a tis:Bank . GRAPH ?g { ?s tis:lendsTo ?o } }"
    assert answer(get(client, query, parameters={"default-graph-uri": CATALOGUE, "named-graph-uri": LENDING}))
    assert not answer(get(client, query, parameters={"default-graph-uri": LENDING, "named-graph-uri": CATALOGUE}))


def test_query_multiple_dataset(client: TestClient) -> None:
    """What the request names goes before what the query names."""
    query = LENDS.replace("ASK", f"ASK FROM <{LENDING}>")
    assert answer(get(client, query))
    assert not answer(get(client, query, parameters={"default-graph-uri": CATALOGUE}))


def test_query_content_type_select(client: TestClient) -> None:
    for media_type in (JSON, "application/sparql-results+xml", "text/csv", "text/tab-separated-values"):
        response = get(client, "SELECT ?x { VALUES ?x { '中,文' } }", media_type)
        assert response.status_code == 200
        assert response.headers["content-type"].partition(";")[0] == media_type
        assert "中,文" in response.text


def test_query_content_type_ask(client: TestClient) -> None:
    assert json.loads(get(client, "ASK {}").text) == {"head": {}, "boolean": True}
    response = get(client, "ASK {}", "application/sparql-results+xml")
    assert ET.fromstring(response.text)[-1].text == "true"  # noqa: S314 - our own answer


@pytest.mark.parametrize("form", ["DESCRIBE entity:江城银行", "CONSTRUCT WHERE { entity:江城银行 ?p ?o }"])
@pytest.mark.parametrize(
    ("media_type", "format_"),
    [
        ("text/turtle", "turtle"),
        ("application/n-triples", "nt"),
        ("application/rdf+xml", "xml"),
        ("application/ld+json", "json-ld"),
    ],
)
def test_query_content_type_describe_and_construct(
    client: TestClient, form: str, media_type: str, format_: str
) -> None:
    response = get(client, form, media_type)
    assert response.headers["content-type"].partition(";")[0] == media_type
    assert len(Graph().parse(data=response.text, format=format_)) > 3


def test_bad_query_method(client: TestClient) -> None:
    for method in ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"):
        response = client.request(method, "/sparql", params={"query": "ASK {}"})
        assert response.status_code == 405, method
        assert "GET" in response.headers["allow"]


def test_bad_multiple_queries(client: TestClient) -> None:
    assert get(client, ["ASK {}", "SELECT * {}"]).status_code == 400
    assert client.post("/sparql?query=ASK%7B%7D", data={"query": "ASK {}"}).status_code == 400
    assert client.post("/sparql?query=ASK%7B%7D", content="ASK {}", headers=DIRECT).status_code == 400


def test_bad_query_wrong_media_type(client: TestClient) -> None:
    response = client.post("/sparql", content="ASK {}", headers={"Content-Type": "text/plain"})
    assert response.status_code == 415


def test_bad_query_missing_form_type(client: TestClient) -> None:
    assert client.post("/sparql", content="query=ASK%20%7B%7D").status_code == 415


def test_bad_query_missing_direct_type(client: TestClient) -> None:
    assert client.post("/sparql", content="ASK {}").status_code == 415


def test_bad_query_non_utf8(client: TestClient) -> None:
    typed = {"Content-Type": "application/sparql-query; charset=UTF-16"}
    assert client.post("/sparql", content="ASK {}".encode("utf-16"), headers=typed).status_code == 415
    assert client.post("/sparql", content="ASK {} #中".encode("gb18030"), headers=DIRECT).status_code == 400


def test_bad_query_syntax(client: TestClient) -> None:
    response = get(client, "ASK {")
    assert response.status_code == 400
    assert response.text.startswith("not a SPARQL query: error at 1:")


@pytest.mark.parametrize(
    ("query", "place"),
    [("SELECT * {\n ?s ?p ", "2:8"), ("SELECT * {}\nLIMIT x", "2:7"), ("SELECT * { ?s ?p ?o } LIMIT 9999 x", "1:35")],
)
def test_an_error_is_told_where_it_stands_in_the_query_as_it_was_sent(
    client: TestClient, query: str, place: str
) -> None:
    response = get(client, query)
    assert response.status_code == 400
    assert f"error at {place}:" in response.text


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s ?p",
        "SELECT * {\n ?s a tis:Bank ; tis:lendsTo\n}",
        "SELECT",
        "ASK { ?s foo:a ?o }",
        "ASK { FILTER(?x >) }",
    ],
)
def test_what_was_expected_is_told_in_few_words_and_in_no_classes_of_characters(client: TestClient, query: str) -> None:
    message = get(client, query).text
    assert re.search(r"error at \d+:\d+: (expected|this is not expected)", message), message
    assert "..=" not in message
    assert len(message) < 200


def test_a_request_without_a_query_is_answered_with_what_is_missing(client: TestClient) -> None:
    assert client.post("/sparql", data={"quarry": "ASK {}"}).status_code == 400


UPDATE = "INSERT DATA { <urn:a> <urn:b> <urn:c> }"


@pytest.mark.parametrize(
    "name",
    [
        "update_post_form",
        "update_post_direct",
        "update_dataset_default_graph",
        "update_dataset_named_graphs",
        "bad_update_get",
        "bad_multiple_updates",
        "bad_update_missing_form_type",
        "bad_update_wrong_media_type",
        "bad_update_dataset_conflict",
    ],
)
def test_updates_are_refused(name: str, client: TestClient) -> None:
    typed = {"Content-Type": "application/sparql-update"}
    response = {
        "update_post_form": lambda: client.post("/sparql", data={"update": UPDATE}),
        "update_post_direct": lambda: client.post("/sparql", content=UPDATE, headers=typed),
        "update_dataset_default_graph": lambda: client.post(
            "/sparql", data={"update": UPDATE, "using-graph-uri": CATALOGUE}
        ),
        "update_dataset_named_graphs": lambda: client.post(
            "/sparql?using-named-graph-uri=urn:g", content=UPDATE, headers=typed
        ),
        "bad_update_get": lambda: client.get("/sparql", params={"update": UPDATE}),
        "bad_multiple_updates": lambda: client.post("/sparql", data={"update": [UPDATE, UPDATE]}),
        "bad_update_missing_form_type": lambda: client.post("/sparql", content=f"update={UPDATE}"),
        "bad_update_wrong_media_type": lambda: client.post(
            "/sparql", content=UPDATE, headers={"Content-Type": "text/plain"}
        ),
        "bad_update_dataset_conflict": lambda: client.post(
            "/sparql", data={"update": f"WITH <urn:g> {UPDATE}", "using-graph-uri": CATALOGUE}
        ),
    }[name]()
    assert response.status_code in (400, 403, 415)
    assert not answer(get(client, "ASK { <urn:a> ?p ?o }"))


def test_the_endpoint_describes_itself(client: TestClient) -> None:
    for media_type, format_ in (("text/turtle", "turtle"), ("application/rdf+xml", "xml")):
        response = client.get("/sparql", headers={"Accept": media_type})
        description = Graph().parse(data=response.text, format=format_)
        sd = {"sd": "http://www.w3.org/ns/sparql-service-description#"}
        assert description.query(
            "ASK { ?s a sd:Service ; sd:endpoint ?s ; sd:feature sd:UnionDefaultGraph }", initNs=sd
        )


def test_what_the_endpoint_says_of_itself_stands_in_no_graph(client: TestClient) -> None:
    quads = client.get("/sparql", headers={"Accept": "application/n-quads"}).text.splitlines()
    triples = client.get("/sparql", headers={"Accept": "application/n-triples"}).text.splitlines()
    assert sorted(quads) == sorted(triples)
    assert len(triples) > 15


def test_a_browser_is_sent_to_the_editor_with_its_query(client: TestClient) -> None:
    browser = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
    response = client.get("/sparql", params={"query": "ASK { ?城 ?p ?o }"}, headers=browser, follow_redirects=False)
    assert response.status_code == 303
    assert response.headers["location"].startswith("/editor?query=ASK+%7B+%3F%E5%9F%8E")


def test_a_type_that_there_is_none_of_is_not_acceptable(client: TestClient) -> None:
    for query, accept in (("ASK {}", "text/turtle"), ("CONSTRUCT WHERE {}", "text/csv"), ("ASK {}", "image/png")):
        assert get(client, query, accept).status_code == 406


def test_the_limit_of_rows_is_said_and_kept(client: TestClient) -> None:
    response = get(client, "SELECT ?s { ?s ?p ?o }", "text/csv")
    assert len(list(csv.reader(io.StringIO(response.text)))) == 51
    assert response.headers["x-sparql-maxrows"] == "50"
    assert int(response.headers["x-sparql-maxbytes"]) == Limits().max_bytes
    assert "limit of 50 rows" in response.headers["x-sparql-cut"]
    few = get(client, "SELECT ?s { ?s ?p ?o } LIMIT 49")
    assert "x-sparql-cut" not in few.headers
    assert few.headers["x-sparql-maxrows"] == "50"


@pytest.fixture(scope="module")
def unlimited(small_built: Path) -> Iterator[TestClient]:
    """A client of a server with its usual limits."""
    with TestClient(create_app(LocalSource(small_built))) as client:
        yield client


@pytest.mark.parametrize("length", [1, 500, 600, 1_000, 2_000, 6_000, 20_000])
def test_an_answer_of_any_size_is_whole(length: int, unlimited: TestClient) -> None:
    text = "中" * length
    rows = f"{{ SELECT * {{ ?s ?p ?o }} LIMIT 40 }} BIND('{text}' AS ?x)"
    for query, accept in (
        (f"SELECT ?x {{ {rows} }}", JSON),
        (f"CONSTRUCT {{ [] ?s ?x }} {{ {rows} }}", "application/n-triples"),
    ):
        found = unlimited.post("/sparql", data={"query": query}, headers={"Accept": accept})
        assert int(found.headers["content-length"]) == len(found.content) > 120 * length
        assert found.text.count(f'"{text}"') == 40


@pytest.mark.parametrize("accept", [JSON, "application/sparql-results+xml", "text/csv", "text/tab-separated-values"])
def test_reaching_the_limit_of_rows_is_noticed_in_every_format(accept: str, client: TestClient) -> None:
    odd = r'''"a\"},{\r\n<result>\n,\"\\"'''
    for rows, cut in ((49, False), (50, True)):
        query = f"SELECT ?o ?x {{ ?s ?p ?y BIND({odd} AS ?o) }} LIMIT {rows}"
        assert ("x-sparql-cut" in get(client, query, accept).headers) is cut


def test_the_limit_holds_for_triples_too(client: TestClient) -> None:
    response = get(client, "CONSTRUCT WHERE { ?s ?p ?o }", "application/n-triples")
    assert response.text.count("\n") == 50
    assert "x-sparql-cut" in response.headers


def test_pages_elsewhere_may_read_answers_only_when_that_was_asked_for(client: TestClient, small_built: Path) -> None:
    origin = {"Origin": "https://elsewhere.example", "Accept": JSON}
    allowed = client.get("/sparql", params={"query": "ASK {}"}, headers=origin)
    assert allowed.headers["access-control-allow-origin"] == "*"
    with TestClient(create_app(LocalSource(small_built))) as plain:
        assert (
            "access-control-allow-origin"
            not in plain.get("/sparql", params={"query": "ASK {}"}, headers=origin).headers
        )

"""Attacks and faults that one request can carry; each must end in a refusal, or in an answer that does no harm.

After each of them the server answers as before. What needs a socket or a process is in test_faults.py.
"""

from __future__ import annotations

import socket
import threading
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient

from kg.web.app import create_app
from kg.web.pool import Limits
from kg.web.source import LocalSource

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LIMITS = Limits(timeout=1.5, max_rows=5000, max_bytes=2_000_000, max_memory=400 << 20)


class Canary:
    """A server on this machine that nothing may call."""

    def __init__(self) -> None:
        self.calls = 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}/"
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            self.calls += 1
            connection.close()


@pytest.fixture(scope="module")
def canary() -> Iterator[Canary]:
    canary = Canary()
    yield canary
    canary.listener.close()


@pytest.fixture(scope="module")
def client(small_built: Path) -> Iterator[TestClient]:
    app = create_app(LocalSource(small_built, limits=LIMITS), hosts=["testserver"])
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(autouse=True)
def still_well(client: TestClient) -> Iterator[None]:
    yield
    response = client.post("/sparql", data={"query": "ASK { ?s tis:lendsTo ?o }"})
    assert (response.status_code, response.json()["boolean"]) == (200, True)


SERVICE = {
    "plainly": "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "in odd letters": "SELECT * { sErViCe <URL> { ?s ?p ?o } }",
    "silently": "SELECT * { SERVICE SILENT <URL> { ?s ?p ?o } }",
    "without a space": "SELECT * { SERVICESILENT<URL>{ ?s ?p ?o } }",
    "behind a comment that ends with CR": "SELECT * { ?s ?p 1 #\rSERVICE <URL> { ?x ?y ?z }\n }",
    "with a comment between": "SELECT * { SERVICE #<urn:x>\n <URL> { ?s ?p ?o } }",
    "by a variable": "SELECT * { BIND(<URL> AS ?u) SERVICE ?u { ?s ?p ?o } }",
    "by a prefixed name": "PREFIX u: <URL> SELECT * { SERVICE u: { ?s ?p ?o } }",
    "glued to an empty prefix": "PREFIX : <URL> SELECT * { SERVICE:a { ?s ?p ?o } }",
    "under a prefix of that name": "PREFIX SERVICE: <urn:x:> PREFIX : <URL> SELECT * { SERVICE:a { ?s ?p ?o } }",
    "glued to a number": "PREFIX : <URL> SELECT * { ?s ?p 1e5SERVICE:a { ?x ?y ?z } }",
    "glued to a boolean": "PREFIX : <URL> SELECT * { OPTIONAL { ?s ?p trueSERVICE:a { ?x ?y ?z } } }",
    "behind a quote in an IRI": r"SELECT * { OPTIONAL { ?s <http://e/\u0041'> ?a } SERVICE <URL> { ?x ?y ?z } #'"
    "\n }",
    "behind a comparison like an IRI": "SELECT * { BIND(<URL> AS ?v) FILTER(1<2)SERVICE?v#>\n{ ?s ?p ?o } }",
    "by code points": r"SELECT * { \u0053ERVICE <URL> { ?s ?p ?o } }",
    "by long code points": r"SELECT * { \U00000053ERVICE <URL> { ?s ?p ?o } }",
    "in a string that code points close": r"""SELECT * { ?s ?p "\u0022 . SERVICE <URL> { ?x ?y ?z } #" }""",
    "behind an escaped quote": "SELECT * { ?s ?p 'a\\\\'. SERVICE <URL> { ?x ?y ?z } #'\n }",
    "behind a long string": "SELECT * { ?s ?p '''a''b''' . SERVICE <URL> { ?x ?y ?z } #'''\n }",
    "behind an empty string": 'SELECT * { ?s ?p "" . SERVICE <URL> { ?x ?y ?z } #"""\n }',
    "in a subquery": "SELECT * { { SELECT * { SERVICE SILENT <URL> { ?s ?p ?o } } } }",
    "in EXISTS": "ASK { FILTER EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
    "in MINUS": "SELECT * { MINUS { SERVICE <URL> { ?s ?p ?o } } }",
    "in LATERAL": "SELECT * { LATERAL { SERVICE <URL> { ?s ?p ?o } } }",
    "in ORDER BY": "SELECT * { ?s ?p ?o } ORDER BY EXISTS { SERVICE <URL> { ?x ?y ?z } }",
    "in CONSTRUCT": "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <URL> { ?s ?p ?o } }",
    "in DESCRIBE": "DESCRIBE ?s { SERVICE <URL> { ?s ?p ?o } }",
}


@pytest.mark.parametrize("disguise", SERVICE)
def test_no_service_is_called(disguise: str, client: TestClient, canary: Canary) -> None:
    response = client.post("/sparql", data={"query": SERVICE[disguise].replace("URL", canary.url)})
    assert response.status_code == 400
    assert canary.calls == 0


@pytest.mark.parametrize("word", ["'SERVICE'", "?service", "<http://e/service>", "sd:service", "1 #SERVICE\n"])
def test_the_word_alone_is_harmless(word: str, client: TestClient) -> None:
    query = f"PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> SELECT * {{ ?s ?p {word} }}"
    assert client.post("/sparql", data={"query": query}).status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
        "SELECT * FROM <URL> { ?s ?p ?o }",
        "SELECT * FROM NAMED <URL> { GRAPH ?g { ?s ?p ?o } }",
        "PREFIX u: <URL> SELECT * FROM u: { ?s ?p ?o }",
        "BASE <URL> SELECT * FROM <x> { ?s ?p ?o }",
        "PREFIX f: <file:///etc/> SELECT * FROM f:passwd { ?s ?p ?o }",
        "SELECT * # FROM <urn:x>\nFROM<file:///etc/passwd>{ ?s ?p ?o }",
        "LOAD <file:///etc/passwd>",
        "LOAD SILENT <URL> INTO GRAPH <urn:g>",
        "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
        "INSERT { <urn:a> <urn:b> ?o } WHERE { ?s ?p ?o }",
        "DELETE WHERE { ?s ?p ?o }",
        "WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "CLEAR ALL",
        "DROP SILENT GRAPH <urn:g>",
        "CREATE GRAPH <urn:g>",
        "COPY DEFAULT TO <urn:g>",
        "PREFIX select: <urn:x> #SELECT\nCLEAR ALL",
        "SELECT * { ?s ?p ?o } ; DROP ALL",
        "ASK {} INSERT DATA { <urn:a> <urn:b> <urn:c> }",
    ],
)
def test_nothing_is_fetched_or_changed(query: str, client: TestClient, canary: Canary) -> None:
    response = client.post("/sparql", data={"query": query.replace("URL", canary.url)})
    assert response.status_code == 400
    assert len(response.text.splitlines()) == 1
    assert canary.calls == 0
    count = {"query": "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"}
    assert int(client.post("/sparql", data=count).json()["results"]["bindings"][0]["n"]["value"]) > 1000


@pytest.mark.parametrize("parameter", ["default-graph-uri", "named-graph-uri"])
@pytest.mark.parametrize("name", ["file:///etc/passwd", "URL", "relative", "a b", "", "\n"])
def test_a_graph_that_is_not_here_is_not_fetched(parameter: str, name: str, client: TestClient, canary: Canary) -> None:
    response = client.post("/sparql", data={"query": "ASK {}", parameter: name.replace("URL", canary.url)})
    assert response.status_code == 400
    assert canary.calls == 0


HEAVY = {
    "cartesian product": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "cartesian product, sorted": "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f ?a",
    "cartesian product, distinct": "SELECT (COUNT(DISTINCT *) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "deep property path": "SELECT (COUNT(*) AS ?n) { ?a (!<urn:x>|^!<urn:x>)* ?b . ?b (!<urn:y>|^!<urn:y>)* ?c }",
    "nested closures": "SELECT (COUNT(*) AS ?n) { ?a (((!<urn:x>)*/^(!<urn:y>)*)*/(!<urn:z>)+)* ?b }",
    "aggregate of everything": 'SELECT (GROUP_CONCAT(?c; separator="") AS ?x) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }',
    "strings that double": "SELECT (STRLEN(?z) AS ?n) { BIND('xxxxxxxxxxxxxxxx' AS ?a) "
    + " ".join(f"BIND(CONCAT(?{p},?{p},?{p},?{p},?{p},?{p},?{p},?{p}) AS ?{n})" for p, n in zip("abcdefghi", "bcdefghiz", strict=True))
    + " }",
    "filters that hide a product": "ASK { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(STR(?c) = CONCAT(STR(?f), STR(?i), '!')) }",
}  # fmt: skip


@pytest.mark.parametrize("name", HEAVY)
def test_a_query_that_takes_too_much_is_stopped(name: str, client: TestClient) -> None:
    response = client.post("/sparql", data={"query": HEAVY[name]})
    assert response.status_code in (503, 504)
    assert response.text.startswith("stopped")
    assert len(response.text.splitlines()) == 1


def test_a_giant_answer_is_stopped_at_its_size(client: TestClient) -> None:
    query = f"SELECT * {{ ?s ?p ?o BIND('{'x' * 5000}' AS ?x) }}"
    response = client.post("/sparql", data={"query": query})
    assert response.status_code == 504
    assert "larger than 2,000,000 bytes" in response.text


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * {" + "{" * 50_000,
        "SELECT * {" + "OPTIONAL {" * 300 + "}" * 301,
        "SELECT (" + "(" * 40_000 + "1" + ")" * 40_000 + " AS ?x) {}",
        "SELECT (" + "!" * 90_000 + "1 AS ?x) {}",
        "SELECT (" + "-" * 90_000 + "1 AS ?x) {}",
        "SELECT * { ?s " + "^" * 90_000 + "<urn:p> ?o }",
        "SELECT * { ?s <urn:p>" + "/<urn:p>" * 9_000 + " ?o }",
        "SELECT (1" + "+1" * 45_000 + " AS ?x) {}",
        "SELECT * { " + "{} UNION " * 9_000 + "{} }",
        "SELECT * { ?s ?p " + "[ <urn:p> " * 150 + "1" + " ]" * 150 + " }",
        "SELECT * " + "FROM <urn:g> " * 7_000 + "{}",
        "'" + "\\'" * 49_999,
        "SELECT * { ?s ?p " + '"""' + '"' * 90_000,
        "<" * 100_000,
        "ab.-" * 25_000,
        "SELECT * {} #" + "x" * 10_000_000,
        "\x00",
        "SELECT * { ?s ?p '\ud800' }".encode("utf-8", "surrogatepass"),
    ],
    ids=lambda query: f"{len(query)} of {query[10:22]!r}",
)
def test_a_monstrous_text_is_refused_or_answered_in_time(query: str | bytes, client: TestClient) -> None:
    response = client.post("/sparql", content=query, headers={"Content-Type": "application/sparql-query"})
    assert response.status_code in (200, 400, 413, 504)
    assert len(response.text) < 100_000


def test_a_regular_expression_cannot_explode(client: TestClient) -> None:
    for pattern in ("(a+)+$", "(a|a)*b", "(.*a){20}", "a{1000}{1000}", "(" * 500, "((a{100}){100}){100}"):
        query = f"SELECT * {{ BIND('{'a' * 5000}!' AS ?x) FILTER REGEX(?x, '{pattern}') }}"
        assert client.post("/sparql", data={"query": query}).status_code in (200, 504)


REQUESTS: dict[str, tuple[dict[str, Any], set[int]]] = {
    "traversal by dots": ({"url": "/id/../../../etc/passwd"}, {404}),
    "traversal by encoded dots": ({"url": "/id/%2e%2e/%2e%2e/etc/passwd"}, {404}),
    "traversal by encoded slashes": ({"url": "/id/..%2f..%2fetc%2fpasswd"}, {404}),
    "traversal twice encoded": ({"url": "/id/%252e%252e%252fetc%252fpasswd"}, {404}),
    "traversal by backslash": ({"url": "/id/..%5c..%5cetc%5cpasswd.ttl"}, {404}),
    "traversal out of the static files": ({"url": "/static/%2e%2e/%2e%2e/pyproject.toml"}, {404}),
    "absolute path in the static files": ({"url": "/static//etc/passwd"}, {404}),
    "NUL in a path": ({"url": "/id/entity/%00"}, {404}),
    "bytes that are not UTF-8": ({"url": "/id/entity/%ff%fe"}, {400}),
    "overlong UTF-8": ({"url": "/id/entity/%c0%ae%c0%ae%c0%af"}, {400}),
    "a lone surrogate": ({"url": "/id/entity/%ed%a0%80"}, {400}),
    "CR LF in a path": ({"url": "/id/entity/%0d%0aSet-Cookie:%20a=b"}, {404}),
    "CR LF in a query": ({"url": "/sparql?query=ASK%7B%7D%0d%0aSet-Cookie:%20a=b"}, {400}),
    "SPARQL in a path": ({"url": "/id/entity/x%3E%20%3Fp%20%3Fo%20%7D%20%23"}, {404}),
    "SPARQL in a path, with braces": ({"url": "/id/%7D%7D%20DROP%20ALL%20%7B"}, {404}),
    "a format string in a path": ({"url": "/id/{0}%7B0%7D%7B__class__%7D"}, {404}),
    "script in a path": ({"url": "/id/entity/%3Cscript%3Ealert(1)%3C/script%3E", "headers": {"Accept": "text/html"}}, {404}),
    "a very long path": ({"url": "/id/" + "a" * 60_000}, {414}),
    "a page that is not there": ({"url": "/wp-admin/setup.php", "headers": {"Accept": "text/html"}}, {404}),
    "another host": ({"url": "/", "headers": {"Host": "evil.example"}}, {400}),
    "a host with a port of letters": ({"url": "/", "headers": {"Host": "testserver:abc@evil.example"}}, {400}),
    "an Accept header of 10,000 parts": ({"url": "/sparql?query=ASK%7B%7D", "headers": {"Accept": "a/b," * 10_000}}, {406}),
    "an Accept header of rubbish": ({"url": "/sparql?query=ASK%7B%7D", "headers": {"Accept": ";;q=;=,,/,\x01"}}, {406}),
    "an infinite quality": ({"url": "/id/graph/metadata", "headers": {"Accept": "text/turtle;q=inf,image/png;q=nan"}}, {200}),
    "a type of a megabyte": ({"url": "/sparql", "method": "POST", "content": b"ASK {}", "headers": {"Content-Type": "x" * 60_000}}, {415}),
    "1,000 parameters": ({"url": "/sparql?" + "&".join(f"a{n}=b" for n in range(1000))}, {400}),
    "parameters that are not UTF-8": ({"url": "/sparql?query=%ff"}, {400}),
    "a body of 12 MB": ({"url": "/sparql", "method": "POST", "content": b"query=" + b"x" * 12_000_000, "headers": {"Content-Type": "application/x-www-form-urlencoded"}}, {413}),
    "a body that claims to be compressed": ({"url": "/sparql", "method": "POST", "content": b"\x1f\x8b" * 500, "headers": {"Content-Type": "application/sparql-query", "Content-Encoding": "gzip"}}, {400, 415}),
    "a multipart body": ({"url": "/sparql", "method": "POST", "files": {"query": b"ASK {}"}}, {415}),
    "a body with GET": ({"url": "/sparql", "method": "GET", "content": b"query=ASK {}", "headers": {"Accept": "text/turtle"}}, {200}),
    "another method by header": ({"url": "/sparql?query=ASK%7B%7D", "headers": {"X-HTTP-Method-Override": "DELETE"}}, {200}),
    "a forwarded address": ({"url": "/sparql?query=ASK%7B%7D", "headers": {"X-Forwarded-Host": "evil.example"}}, {200}),
    "a range far out": ({"url": "/id/graph/metadata", "headers": {"Range": "bytes=999999999-", "Accept": "text/turtle"}}, {200, 416}),
}  # fmt: skip


@pytest.mark.parametrize("name", REQUESTS)
def test_an_odd_request_does_no_harm(name: str, client: TestClient) -> None:
    request, expected = REQUESTS[name]
    response = client.request(**{"method": "GET", **request})
    assert response.status_code in expected, response.text[:300]
    assert "set-cookie" not in response.headers
    assert "evil.example" not in response.text
    assert "<script>alert" not in response.text
    assert "root:" not in response.text
    assert "Traceback" not in response.text
    assert response.headers["x-content-type-options"] == "nosniff"


def test_no_error_tells_about_this_machine(client: TestClient) -> None:
    for query in ("SELECT", "SELECT * { ?s ?p ?o", "SELECT (" + "!" * 90_000 + "1 AS ?x) {}"):
        text = client.post("/sparql", data={"query": query}).text
        assert "/tmp" not in text  # noqa: S108 - where the store of this test stands
        assert "site-packages" not in text

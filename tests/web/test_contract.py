"""One contract for every way to ask: rdflib in this process, the embedded store, a SPARQL endpoint over HTTP."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import httpx
import pytest

from kg.errors import QueryError
from kg.queries import run
from kg.web.app import create_app
from kg.web.source import LocalSource, RemoteSource

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from rdflib import Dataset

    Ask = Callable[[str], list[tuple[str, ...]]]

EVIDENCE = "https://w3id.org/tis/id/graph/evidence/jiangcheng-2015/39-80"
LENDS = "entity:江城银行 tis:lendsTo ?g"


@pytest.fixture(params=["rdflib", "store", "endpoint"])
def ask(request: pytest.FixtureRequest, small_closed: Dataset, small_built: Path) -> Ask:
    """Ask for the rows of a SELECT, as strings, sorted; "" where a variable is unbound."""

    def ask_rdflib(text: str) -> list[tuple[str, ...]]:
        found = run(small_closed, text)
        rows = [dict(binding) for binding in found.bindings]
        return sorted(tuple(str(row.get(name, "")) for name in found.vars or ()) for row in rows)

    async def ask_source(text: str) -> list[tuple[str, ...]]:
        names = [word[1:] for word in text.partition("{")[0].split() if word.startswith("?")]
        async with LocalSource(small_built) as local:
            transport = httpx.ASGITransport(create_app(local))
            async with RemoteSource("http://test/sparql", transport=transport) as remote:
                rows = await (local if request.param == "store" else remote).select(text)
                return sorted(tuple(row[name].value if name in row else "" for name in names) for row in rows)

    return ask_rdflib if request.param == "rdflib" else lambda text: asyncio.run(ask_source(text))


def test_queries_see_the_union_of_all_graphs(ask: Ask) -> None:
    assert ask(f"SELECT ?x {{ {LENDS} . ?x a nif:Context }}")


def test_a_triple_that_stands_in_two_graphs_is_seen_once(ask: Ask) -> None:
    rows = ask("SELECT ?s ?p ?o { ?s ?p ?o FILTER isIRI(?o) }")
    assert len(rows) == len(set(rows)) > 100


def test_from_makes_that_graph_the_default_graph(ask: Ask) -> None:
    assert len(ask(f"SELECT ?g FROM <{EVIDENCE}> {{ {LENDS} }}")) == 1
    assert not ask(f"SELECT ?x FROM <{EVIDENCE}> {{ ?x a nif:Context }}")


def test_from_leaves_no_named_graph(ask: Ask) -> None:
    assert not ask(f"SELECT ?n FROM <{EVIDENCE}> {{ GRAPH ?n {{ {LENDS} }} }}")


def test_from_named_leaves_an_empty_default_graph(ask: Ask) -> None:
    assert not ask(f"SELECT ?g FROM NAMED <{EVIDENCE}> {{ {LENDS} }}")
    assert ask(f"SELECT ?n FROM NAMED <{EVIDENCE}> {{ GRAPH ?n {{ {LENDS} }} }}") == [(EVIDENCE,)]


def test_two_froms_are_merged(ask: Ask) -> None:
    both = f"FROM <{EVIDENCE}> FROM <https://w3id.org/tis/id/graph/catalogue/jiangcheng-2015>"
    assert ask(f"SELECT ?c {both} {{ {LENDS} . entity:江城银行 a ?c }}")


def test_from_takes_a_prefixed_name(ask: Ask) -> None:
    text = f"PREFIX e: <{EVIDENCE.rpartition('/')[0]}/> SELECT ?g FROM e:39-80 {{ {LENDS} }}"
    assert len(ask(text)) == 1


def test_graph_names_are_those_of_the_dataset(ask: Ask) -> None:
    assert (EVIDENCE,) in ask(f"SELECT ?n {{ GRAPH ?n {{ {LENDS} }} }}")


def test_an_unbound_variable_is_missing(ask: Ask) -> None:
    assert ("", "1") in ask("SELECT ?a ?b { BIND('1' AS ?b) OPTIONAL { ?a tis:lendsTo tis:lendsTo } }")


def test_limit_offset_and_trailing_values_are_kept(ask: Ask) -> None:
    assert len(ask("SELECT ?s { ?s ?p ?o } ORDER BY ?s LIMIT 3 OFFSET 2")) == 3
    assert ask("SELECT ?a ?b { VALUES ?a { 1 2 } } ORDER BY ?a ?b LIMIT 1 VALUES ?b { 3 4 }") == [("1", "3")]
    assert ask("SELECT ?a ?b { BIND(1 AS ?a) } VALUES ?b { 3 4 }") == [("1", "3"), ("1", "4")]


@pytest.mark.parametrize("text", ['"quoted"', "back\\slash", "中文😀", "\t", "<script>alert(1)</script>", "a&b]]>"])
def test_literals_come_back_as_they_are(text: str, ask: Ask) -> None:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")
    assert ask(f'SELECT ?x {{ BIND("{escaped}" AS ?x) }}') == [(text,)]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
        "SELECT * FROM NAMED <http://example.org/> { ?s ?p ?o }",
        "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
        "LOAD <file:///etc/passwd>",
        "SELECT * { ?s ?p",
        "SELECT * { ?s nowhere:p ?o }",
        "",
        "SELECT * {" + "{" * 5000 + "}" * 5001,
    ],
)
def test_what_is_refused_is_refused_everywhere(query: str, ask: Ask) -> None:
    with pytest.raises(QueryError) as error:
        ask(query)
    assert len(str(error.value).splitlines()) == 1

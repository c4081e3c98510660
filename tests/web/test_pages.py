from __future__ import annotations

import contextlib
import csv
import html
import io
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

import pytest
from rdflib import RDF, Dataset, Literal, URIRef
from starlette.testclient import TestClient

from kg.facts.vocabulary import define
from kg.namespaces import BASE, NIF, OWL, SKOS, TIS
from kg.ontology import load_ontology
from kg.queries import list_questions
from kg.reasoning import reason
from kg.reasoning.closure import trim
from kg.store import write_dataset
from kg.triplestore import index
from kg.web.app import create_app
from kg.web.pool import Limits
from kg.web.source import LocalSource, RemoteSource

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Document
    from kg.reasoning import Reasoned
    from kg.web.pages import Explorer

LOAN = "/id/entity/" + quote("种子贷款")
HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>'


@contextmanager
def serve(dataset: Dataset, folder: Path, document: Document | None = None) -> Iterator[TestClient]:
    path = folder / "dataset.nq"
    write_dataset(dataset, path)
    source = LocalSource(path, limits=Limits(timeout=20, workers=2))
    with TestClient(create_app(source, document=document), headers={"Accept": "text/html"}) as client:
        yield client


@pytest.fixture(scope="module")
def client(small_closed: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with serve(small_closed, tmp_path_factory.mktemp("pages")) as found:
        yield found


@pytest.fixture(scope="module")
def quoting(
    small_closed: Dataset, small_document: Document, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[TestClient]:
    with serve(small_closed, tmp_path_factory.mktemp("quoting"), small_document) as found:
        yield found


def page(client: TestClient, path: str, status: int = 200, **parameters: str) -> str:
    response = client.get(path, params=parameters or None)
    assert response.status_code == status, response.text[:500]
    return str(response.text)


def text_of(content: str) -> str:
    """The words of a page, as a reader without a style sheet meets them."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", content)).split())


def thing(name: str) -> str:
    return f"{BASE}entity/{name}"


# ── what all pages have in common ──────────────────────────────────────────────────────────

PATHS = [
    "/",
    "/search",
    "/search?q=jcyh",
    "/questions",
    "/questions/who_supports",
    "/figures",
    "/paths",
    "/network",
    "/editor",
    "/editor?query=" + quote("SELECT ?s WHERE { ?s a tis:Bank }"),
    LOAN,
    "/id/entity/" + quote("江城市"),
    "/id/jiangcheng-2015/sentence/39-80",
    "/id/jiangcheng-2015/relation/54-71",
    "/id/jiangcheng-2015/figure/66-71",
    "/id/jiangcheng-2015/group/55-64",
    "/id/jiangcheng-2015",
    "/id/graph/ontology",
    "/id/graph/inferred",
    "/search?class=Bank",
    "/why?" + urlencode({"s": thing("江城创业中心"), "p": "indirectlySupports", "o": thing("科技小微企业")}),
    "/paths?" + urlencode({"to": "科技小微企业"}),
]


@pytest.mark.parametrize("path", PATHS)
def test_every_page_speaks_both_languages_and_runs_nothing_of_its_own(client: TestClient, path: str) -> None:
    seen = {}
    for lang, declared in (("zh", "zh-Hans"), ("en", "en")):
        response = client.get(path + ("&" if "?" in path else "?") + f"lang={lang}")
        assert response.status_code == 200, response.text[:300]
        assert f'<html lang="{declared}">' in response.text
        policy = response.headers["content-security-policy"]
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
        assert not re.search(r"<script(?![^>]* src=)|<style|\sstyle=|\son\w+=|javascript:", response.text)
        assert not re.search(r'(?:src|action)="(?:https?:)?//', response.text)
        seen[lang] = text_of(re.sub(r"(?s).*<main", "<main", response.text))
    assert seen["zh"] != seen["en"]


def test_the_language_is_the_one_chosen_else_the_first_that_the_browser_accepts(client: TestClient) -> None:
    def language(accepted: str, query: str = "") -> str:
        content = client.get(f"/{query}", headers={"Accept-Language": accepted}).text
        return str(re.findall(r'<html lang="([^"]+)"', content)[0])

    assert language("de, en;q=0.8, zh;q=0.5") == "en"
    assert language("zh-CN,zh;q=0.9,en;q=0.8") == "zh-Hans"
    assert language("fr") == "zh-Hans"
    assert language("zh", "?lang=en") == "en"
    assert language("en;q=broken,zh;q=0.1", "?lang=xx") == "zh-Hans"


def test_a_chosen_language_is_kept_by_every_link_within_the_site(client: TestClient) -> None:
    links = re.findall(r'href="(/(?!static|id/[^"]*\.\w+")[^"]*)"', page(client, LOAN, lang="en"))
    assert len(links) > 10
    assert [link for link in links if "lang=" not in link] == []


def test_a_page_that_is_not_there_says_so_in_the_readers_language(client: TestClient) -> None:
    assert "There is no such page" in page(client, "/id/entity/nobody", 404, lang="en")
    assert "没有这一页" in page(client, "/questions/nothing", 404, lang="zh")


def test_labels_with_markup_stay_text_on_every_page(small_closed: Dataset, tmp_path: Path) -> None:
    hostile = Dataset(default_union=True)
    for subject, predicate, object_, graph in small_closed.quads():
        labelled = predicate in (SKOS.prefLabel, SKOS.altLabel, TIS.role, TIS.note)
        value = Literal(HOSTILE, lang=object_.language) if labelled and isinstance(object_, Literal) else object_
        hostile.graph(URIRef(str(graph))).add((subject, predicate, value))
    with serve(hostile, tmp_path) as client:
        for path in (*PATHS, f"/search?q={quote(HOSTILE)}", f"/paths?from={quote(HOSTILE)}&to={quote(HOSTILE)}"):
            content = client.get(path).text
            assert "<script>alert" not in content, path
            assert "<img src=x" not in content, path
        drawn = client.get("/network/picture").text
        assert "<script>alert" not in drawn


def test_what_is_missing_offers_things_that_are_called_alike(client: TestClient) -> None:
    page(client, "/")  # the names have been read
    content = page(client, "/id/entity/" + quote("江成银行"), 404, lang="en")
    assert f'href="/id/entity/{quote("江城银行")}?lang=en"' in content.split("Did you mean")[1]


# ── the first page, search and completion ──────────────────────────────────────────────────


def test_the_first_page_counts_what_there_is_and_shows_the_five_functions(client: TestClient) -> None:
    words = text_of(page(client, "/", lang="en"))
    assert "10 named things" in re.sub(r"named things 10", "10 named things", words)
    for function in (
        "tech finance",
        "R&D and transfer",
        "priority areas",
        "policy support",
        "collaborative innovation",
    ):
        assert function in words


def test_search_groups_by_class_and_filters(client: TestClient) -> None:
    words = text_of(page(client, "/search", q="jiangcheng", lang="en"))
    assert words.index("Bank of Jiangcheng") < words.index("University")
    narrow = text_of(client.get("/search", params={"q": "jiangcheng", "lang": "en", "class": "University"}).text)
    assert "Jiangcheng University" in narrow.split("found")[1]
    assert "Bank of Jiangcheng" not in narrow.split("found")[1]


def test_the_findings_alone_can_be_asked_for_so_that_search_is_instant(client: TestClient) -> None:
    part = page(client, "/search", q="jcyh", part="findings")
    assert "<html" not in part
    assert "江城银行" in part


def test_completion_gives_names_with_what_tells_them_apart(client: TestClient) -> None:
    rows = client.get("/complete", params={"q": "jcyh", "lang": "en"}).json()
    assert rows[0]["name"] == "Bank of Jiangcheng"
    assert rows[0]["class"] == "bank"
    assert rows[0]["iri"] == thing("江城银行")
    assert client.get("/complete", params={"q": "jcyh", "kind": "Indicator"}).json() == []


def test_groups_that_are_called_alike_are_told_apart_by_where_they_stand(client: TestClient) -> None:
    rows = client.get("/complete", params={"q": "enterprises", "lang": "en"}).json()
    group = next(row for row in rows if row["iri"] == f"{BASE}jiangcheng-2015/group/55-64")
    assert re.fullmatch(r"group of actors §1 ¶\d+", group["class"])
    assert group["class"].removeprefix("group of actors ") in text_of(page(client, "/search", q=group["name"]))


def test_a_class_is_explained_where_its_things_are_listed(client: TestClient) -> None:
    words = text_of(client.get("/search", params={"class": "Bank", "lang": "en"}).text)
    assert define("Bank").en in words


def test_the_first_page_leads_to_those_who_are_supported_most(client: TestClient) -> None:
    content = page(client, "/", lang="en")
    supported = content.split("Most supported")[1].split("Browse all things")[0]
    assert quote("科技小微企业") in supported


# ── the text, the terms, the graphs ────────────────────────────────────────────────────────


def test_the_page_of_a_document_counts_what_each_of_its_sentences_states(
    client: TestClient, small_closed: Dataset
) -> None:
    content = page(client, "/id/jiangcheng-2015", lang="en")
    sentences = {str(s) for s in small_closed.subjects(RDF.type, NIF.Sentence)}
    linked = set(re.findall(r'href="/id/(jiangcheng-2015/sentence/[\d-]+)', content))
    assert {f"{BASE}{each}" for each in linked} == sentences
    stated = len(set(small_closed.subjects(TIS.factProperty))) + len(set(small_closed.subjects(TIS.indicator)))
    counted = re.findall(r'class="qualifier">(\d+) statements?<', content)
    assert sum(map(int, counted)) == stated
    assert "<blockquote" not in content


def test_every_term_of_the_ontology_has_a_place_on_the_page_where_its_iri_leads(client: TestClient) -> None:
    response = client.get("/ontology")
    assert response.url.path == "/id/graph/ontology"
    shown = set(re.findall(r'<div id="(\w+)"', response.text))
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
    terms = {str(term) for kind in kinds for term in load_ontology().subjects(RDF.type, kind)}
    codes = {str(term) for term in load_ontology().subjects(SKOS.inScheme)}
    assert {str(TIS) + name for name in shown} == {term for term in terms | codes if term.startswith(str(TIS))}


def test_the_page_of_a_graph_says_how_much_it_holds_and_where_to_get_it(
    client: TestClient, small_closed: Dataset
) -> None:
    words = text_of(page(client, "/id/graph/inferred", lang="en"))
    assert f"{len(small_closed.graph(URIRef(BASE + 'graph/inferred'))):,} triples" in words
    assert "/id/graph/inferred.ttl" in page(client, "/id/graph/inferred")


# ── one thing ──────────────────────────────────────────────────────────────────────────────


def test_a_statement_shows_its_sentence_its_words_and_the_row_of_its_table(client: TestClient) -> None:
    content = page(client, "/id/entity/" + quote("江城银行"), lang="en")
    words = text_of(content)
    assert "lends to" in words
    assert "relations.csv#54-71" in words
    assert "sentence [39, 80) , words [54, 71)" in words.replace("), words", ") , words")


def test_what_is_only_planned_stands_apart_from_facts(client: TestClient) -> None:
    words = text_of(page(client, "/id/entity/" + quote("江城创业中心"), lang="en"))
    plans = words.rindex("Planned, in preparation, aimed at or permitted")
    assert words.rindex("advises") > plans
    assert words.rindex("operates") < plans


def test_indirect_support_links_to_its_reasons_and_these_to_sentences(client: TestClient) -> None:
    content = page(client, "/id/entity/" + quote("科技小微企业"), lang="en")
    why = [html.unescape(link) for link in re.findall(r'href="(/why\?[^"]+)"', content)]
    assert why
    reasons = text_of(page(client, why[0]))
    assert "it follows" in reasons
    assert "relations.csv#" in reasons


def test_a_sentence_is_quoted_only_from_the_users_own_copy(client: TestClient, quoting: TestClient) -> None:
    path = "/id/jiangcheng-2015/sentence/39-80"
    quotation = r"(?s)<blockquote[^>]*>(.*?)</blockquote>"
    assert re.search(quotation, page(client, path)) is None
    assert len(text_of("".join(re.findall(quotation, page(quoting, path))))) >= 80 - 39 - 4
    marked = re.findall(r"<mark>(.*?)</mark>", page(quoting, "/id/jiangcheng-2015/relation/54-71"))
    assert [len(html.unescape(each)) for each in marked] == [71 - 54]


def test_a_copy_that_is_another_text_is_not_quoted(
    small_closed: Dataset, small_document: Document, tmp_path: Path
) -> None:
    other = type(small_document)(small_document.name, "x" + small_document.text, "")
    with serve(small_closed, tmp_path, other) as client:
        assert "<blockquote" not in page(client, "/id/jiangcheng-2015/sentence/39-80")


def test_figures_of_a_thing_are_in_words_with_what_they_are_compared_to(client: TestClient) -> None:
    words = text_of(page(client, LOAN, lang="en"))
    assert "120 million" in words
    assert "20 percent" in words or "20%" in words
    assert "relative change" in words


def test_a_fact_says_which_row_to_report(client: TestClient) -> None:
    words = text_of(page(client, "/id/jiangcheng-2015/relation/54-71", lang="en"))
    assert "Report this row" in words
    assert "relations.csv#54-71" in words


def test_the_page_of_what_is_not_yet_a_fact_says_so_in_its_heading(client: TestClient, small_closed: Dataset) -> None:
    planned = next(small_closed.subjects(TIS.modality, TIS.planned))
    heading = re.findall(r"(?s)<h1.*?</h1>", page(client, "/id/" + str(planned).removeprefix(BASE), lang="en"))[0]
    assert "planned" in text_of(heading)
    heading = re.findall(r"(?s)<h1.*?</h1>", page(client, "/id/jiangcheng-2015/relation/54-71", lang="en"))[0]
    assert "asserted" not in text_of(heading)


def test_every_thing_of_the_data_has_a_page(client: TestClient, small_closed: Dataset) -> None:
    things = {str(s) for s in small_closed.subjects() if str(s).startswith(BASE)}
    assert len(things) > 60
    for iri in sorted(things):
        path = "/id/" + quote(iri.removeprefix(BASE), safe="/")
        assert client.get(path).status_code == 200, iri


# ── figures ────────────────────────────────────────────────────────────────────────────────


def rows_of(client: TestClient, **parameters: str) -> list[dict[str, str]]:
    content = client.get("/figures.csv", params=parameters).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content)))


def test_figures_are_filtered_by_subject_measure_period_and_unit(client: TestClient) -> None:
    assert len(rows_of(client)) == 5
    assert len(rows_of(client, subject="种子贷款")) == 3
    assert [row["value"] for row in rows_of(client, unit=f"{BASE}unit/percent")] == ["20"]
    assert [row["value"] for row in rows_of(client, indicator=f"{BASE}indicator/borrowers")] == ["40"]
    assert len(rows_of(client, period=f"{BASE}period/2015-01-01--2015-12-31")) == 2


def test_figures_are_sorted_and_keep_base_units_in_csv(client: TestClient) -> None:
    money = rows_of(client, unit=f"{BASE}unit/CNY", sort="-value")
    assert [row["value"] for row in money] == ["120000000", "500000"]
    assert money[0]["table_row"] == "figures.csv#66-71"


def test_the_heads_of_the_table_sort_it_and_say_how_it_is_sorted(client: TestClient) -> None:
    def head(content: str, word: str) -> tuple[str, str]:
        found = re.search(rf'<th scope="col"([^>]*)><a href="([^"]+)">{word}', content)
        assert found
        return found[1], html.unescape(found[2])

    attributes, first = head(page(client, "/figures", lang="en"), "Value")
    assert "aria-sort" not in attributes
    attributes, second = head(page(client, first), "Value")
    assert 'aria-sort="ascending"' in attributes
    attributes, third = head(page(client, second), "Value")
    assert 'aria-sort="descending"' in attributes
    assert third == first


def test_figures_of_one_unit_are_charted(client: TestClient) -> None:
    assert 'class="bars"' in page(client, "/figures", unit=f"{BASE}unit/CNY")


def test_a_subject_that_nothing_is_called_is_said(client: TestClient) -> None:
    assert "nothing is called “火星飞船基地”" in text_of(page(client, "/figures", subject="火星飞船基地", lang="en"))


# ── questions, paths, why ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", [question.name for question in list_questions()])
def test_every_named_question_is_a_form_that_answers(client: TestClient, name: str) -> None:
    content = page(client, f"/questions/{name}", lang="en")
    assert "SELECT" in content
    assert "/editor?query=" in content


def test_an_answer_charts_what_has_another_unit_apart(client: TestClient) -> None:
    content = page(client, "/questions/figures_of", actor="种子贷款", lang="en")
    charts = re.findall(r'(?s)<figure class="bars">.*?</figure>', content)
    bars = [re.findall(r'class="value"[^>]*>([^<]+)<', chart) for chart in charts]
    assert all(len(each) > 1 for each in bars)
    assert not [each for each in bars if {"120,000,000", "40"} <= set(each)]


def test_a_question_takes_a_name_in_any_form(client: TestClient) -> None:
    words = text_of(page(client, "/questions/whom_does_it_reach", actor="jcyh", lang="en"))
    assert "9 technology small and micro" in words or "enterprises" in words
    assert thing("江城银行") in words


def test_the_answer_to_a_question_can_be_taken_away(client: TestClient) -> None:
    content = page(client, "/questions/whom_does_it_reach", actor="江城银行", lang="en")
    link = html.unescape(re.findall(r'href="(/editor/download[^"]+format=csv[^"]*)"', content)[0])
    response = client.get(link)
    assert response.headers["content-disposition"] == 'attachment; filename="answer.csv"'
    rows = list(csv.DictReader(io.StringIO(response.text)))
    assert len(rows) == len(re.findall("<tr>", content)) - 1


def test_a_question_about_nothing_says_so_and_keeps_what_was_typed(client: TestClient) -> None:
    content = page(client, "/questions/who_supports", actor="火星飞船基地", lang="en")
    assert "nothing is called" in content
    assert 'value="火星飞船基地"' in content


def test_why_of_what_is_stated_leads_to_its_sentence(client: TestClient) -> None:
    words = text_of(page(client, "/why", s=thing("江城市"), p="establishes", o=thing("种子贷款"), lang="en"))
    assert "stated in the text" in words
    assert "§1" in words


def test_why_of_what_does_not_hold_says_what_is_missing(client: TestClient) -> None:
    words = text_of(page(client, "/why", 400, s=thing("江城大学"), p="supports", o=thing("江城银行"), lang="en"))
    assert "There is no reason" in words


def test_paths_are_ranked_and_each_step_has_its_evidence(client: TestClient) -> None:
    asked = {"from": "江城创业中心", "to": "科技小微企业", "lang": "en"}
    words = text_of(client.get("/paths", params=asked).text)
    assert "operates" in words
    assert "benefits" in words
    assert "relations.csv#86-100" in words


# ── the editor ─────────────────────────────────────────────────────────────────────────────


def test_a_query_gives_a_table_of_names_that_are_links(client: TestClient) -> None:
    content = page(client, "/editor", query="SELECT ?bank WHERE { ?bank a tis:Bank }", lang="en")
    assert "1 row" in text_of(content)
    assert ">Bank of Jiangcheng</a>" in content


def test_yes_no_and_graphs_are_shown_too(client: TestClient) -> None:
    assert "Yes" in text_of(page(client, "/editor", query="ASK { ?s ?p ?o }", lang="en"))
    assert "tis:Bank" in text_of(page(client, "/editor", query="CONSTRUCT WHERE { ?s a tis:Bank }", lang="en"))


@pytest.mark.parametrize(
    ("query", "status", "message"),
    [
        ("SELEC ?s", 400, "SPARQL"),
        ("SELECT ?s WHERE { SERVICE <http://localhost/> { ?s ?p ?o } }", 400, "SERVICE"),
        ("INSERT DATA { <x:a> <x:b> <x:c> }", 400, ""),
    ],
)
def test_a_refused_query_shows_its_message_and_stays_in_the_editor(
    client: TestClient, query: str, status: int, message: str
) -> None:
    content = page(client, "/editor", status, query=query, lang="en")
    assert message in text_of(content)
    assert html.escape(query) in content.replace("&#34;", '"')


def test_a_refusal_is_explained_in_chinese_too(client: TestClient) -> None:
    words = text_of(page(client, "/editor", 400, query="SELEC ?s", lang="zh"))
    assert "查询有误，或不被允许：not a SPARQL query" in words


def test_an_answer_of_names_and_numbers_is_charted(client: TestClient) -> None:
    query = "SELECT ?class (COUNT(?s) AS ?n) WHERE { ?s a ?class } GROUP BY ?class ORDER BY DESC(?n) LIMIT 5"
    assert 'class="bars"' in page(client, "/editor", query=query)


def test_the_editor_completes_terms_in_both_languages(client: TestClient) -> None:
    terms = {term["name"]: term for term in client.get("/terms").json()}
    assert terms["tis:supports"]["zh"] == "支持"
    assert terms["tis:Bank"]["kind"] == "class"
    assert terms["skos:"] == {"name": "skos:", "kind": "prefix", "iri": str(SKOS), "zh": "", "en": str(SKOS)}
    assert terms["entity:"]["iri"] == f"{BASE}entity/"


def test_a_file_whose_address_changes_with_its_content_need_not_be_asked_for_again(client: TestClient) -> None:
    address = re.findall(r'href="(/static/explorer.css[^"]+)"', page(client, "/"))[0]
    assert "immutable" in client.get(address).headers["cache-control"]
    assert "immutable" not in client.get(address.partition("?")[0]).headers.get("cache-control", "")


# ── what reasoning reads ───────────────────────────────────────────────────────────────────


def test_the_links_that_follow_are_the_same_from_a_source_as_from_the_whole_dataset(
    client: TestClient, small_closed: Dataset
) -> None:
    def links(reasoned: Reasoned) -> set[object]:
        return {triple for triple in trim(reasoned.closure.derived()) if triple[1] != RDF.type}

    explorer: Explorer = client.app.state.explorer  # type: ignore[attr-defined]  # it is the application of create_app
    assert client.portal is not None
    read = client.portal.call(explorer.reasoned)
    assert links(read) == links(reason(small_closed))
    assert len(links(read)) > 10


# ── any other endpoint ─────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def remote(small_built: Path) -> Iterator[TestClient]:
    """The explorer in front of another server: Oxigraph's own, in a process of its own."""
    program = shutil.which("oxigraph", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
    if program is None:
        pytest.skip("needs the oxigraph package")
    with socket.create_server(("127.0.0.1", 0)) as probe:
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    options = ["--location", str(index(small_built)), "--bind", address, "--union-default-graph"]
    with subprocess.Popen([program, "serve-read-only", *options], stderr=subprocess.DEVNULL) as server:
        _wait_for(address)
        source = RemoteSource(f"http://{address}/query", limits=Limits(timeout=20))
        with TestClient(create_app(source), headers={"Accept": "text/html"}) as client:
            yield client
        server.terminate()


def _wait_for(address: str) -> None:
    host, port = address.split(":")
    for _ in range(200):
        with contextlib.suppress(OSError), socket.create_connection((host, int(port)), 1):
            return
        time.sleep(0.05)
    pytest.fail(f"nothing listens at {address}")


@pytest.mark.parametrize("path", [*PATHS, "/figures.csv", "/terms"])
def test_another_endpoint_shows_the_same_pages(client: TestClient, remote: TestClient, path: str) -> None:
    assert remote.get(path).text == client.get(path).text


def test_an_endpoint_that_is_gone_is_said_on_the_page() -> None:
    source = RemoteSource("http://127.0.0.1:9/query", limits=Limits(timeout=5))
    with TestClient(create_app(source), headers={"Accept": "text/html", "Accept-Language": "en"}) as client:
        response = client.get("/")
    assert response.status_code == 503
    assert "cannot be reached" in response.text
    assert "The server is busy" in response.text

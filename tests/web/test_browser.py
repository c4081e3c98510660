"""The explorer in a browser: what only shows when scripts run, styles apply and a keyboard is used."""

from __future__ import annotations

import os
import re
import shutil
import socket
import threading
import time
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

import pytest
import uvicorn
from conftest import ROOT

from kg.namespaces import BASE
from kg.store import write_dataset
from kg.web.app import create_app
from kg.web.pool import Limits
from kg.web.source import LocalSource

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page, Route
    from rdflib import Dataset


pytestmark = pytest.mark.slow

BUILT = ROOT / "kg" / "web" / "static" / "sparql-editor.js"
SUPPORTED = "科技型中小企业"
PLATFORM = "上海市科技金融信息服务平台"
CENTRE = "上海市科技创业服务中心"
SECONDS = 10.0
"""The limit of a query: long enough for the first page on a busy machine, which reads all names."""


@pytest.fixture(scope="module")
def address(closed: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A running server on the whole chapter, with a short time limit."""
    path = tmp_path_factory.mktemp("served") / "dataset.nq"
    write_dataset(closed, path)
    app = create_app(LocalSource(path, limits=Limits(timeout=SECONDS, workers=2)))
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415 - an optional extra
    except ImportError:
        chromium = None
    if chromium is None:
        stop = pytest.fail if os.environ.get("CI") else pytest.skip
        stop("needs playwright (the browser extra) and chromium on the path")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """Open pages; at the end, nothing may have come from elsewhere, and nothing may have complained."""
    visiting = Visit(browser, address)
    yield visiting
    visiting.close()
    assert visiting.foreign == []
    assert visiting.complaints == []


class Visit:
    """Pages of the server, and what they asked for and complained about."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser = browser
        self.address = address
        self.foreign: list[str] = []
        self.complaints: list[str] = []
        self.contexts: list[Page] = []

    def __call__(self, path: str, width: int = 1280, *, refused: int = 0, plain: bool = False) -> Page:
        """Open a page; ``plain`` as where npm has built no editor."""
        page = self.browser.new_page(viewport={"width": width, "height": 900})
        if plain:
            page.route("**/sparql-editor.js*", lambda route: route.fulfill(body="", content_type="text/javascript"))
        page.set_default_timeout(60_000)  # on a busy machine
        page.on("request", self._note)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda message: self._hear(message.type, message.text, refused))
        page.goto(self.address + path)
        self.contexts.append(page)
        return page

    def close(self) -> None:
        for page in self.contexts:
            page.close()

    def _note(self, request: object) -> None:
        url = str(getattr(request, "url", ""))
        if not url.startswith((self.address, "data:")):
            self.foreign.append(url)

    def _hear(self, kind: str, text: str, refused: int) -> None:
        if kind in {"error", "warning"} and not (refused and str(refused) in text):
            self.complaints.append(text)


def thing(name: str) -> str:
    return "/id/entity/" + quote(name)


PAGES = {
    "home": "/",
    "search": "/search?q=zj",
    "thing": thing(PLATFORM),
    "sentence": "/id/shanghai-2012/sentence/1182-1291",
    "fact": "/id/shanghai-2012/relation/1182-1204",
    "indicator": "/figures?" + urlencode({"subject": "履约贷款"}),
    "questions": "/questions",
    "question": "/questions/who_supports",
    "paths": "/paths?" + urlencode({"to": SUPPORTED}),
    "why": "/why?"
    + urlencode({"s": f"{BASE}entity/{CENTRE}", "p": "indirectlySupports", "o": f"{BASE}entity/{SUPPORTED}"}),
    "figures": "/figures",
    "network": "/network",
    "class": "/search?class=Bank",
    "answers": "/questions/figures_of?" + urlencode({"actor": "履约贷款"}),
    "both ends": "/paths?" + urlencode({"from": CENTRE, "to": SUPPORTED}),
    "document": "/id/shanghai-2012",
    "terms": "/id/graph/ontology",
    "graph": "/id/graph/inferred",
    "missing": thing("张将高新"),
    "editor": "/editor?" + urlencode({"query": "SELECT ?bank WHERE { ?bank a tis:Bank }"}),
    "error": "/editor?" + urlencode({"query": "SELECT ?bank WHERE {"}),
}
REFUSED = {"missing": 404, "error": 400}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_no_page_has_an_accessibility_fault_that_is_serious(visit: Visit, name: str, lang: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    for width in (1280, 390):
        address = PAGES[name] + ("&" if "?" in PAGES[name] else "?") + f"lang={lang}"
        page = visit(address, width, refused=REFUSED.get(name, 0))
        found = axe.run(page, options={"iframes": False}).response["violations"]
        serious = [
            (each["id"], [node["target"] for node in each["nodes"]][:3])
            for each in found
            if each["impact"] in {"serious", "critical"}
        ]
        assert serious == [], f"at {width} pixels"


@pytest.mark.parametrize("name", PAGES)
def test_no_page_is_wider_than_a_phone(visit: Visit, name: str) -> None:
    page = visit(PAGES[name], 390, refused=REFUSED.get(name, 0))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("typed", ["张江", "zhangjiang", "zj", "zhangjaing"])
def test_search_finds_while_typing_by_name_pinyin_initials_and_with_a_slip(visit: Visit, typed: str) -> None:
    page = visit("/search?lang=zh")
    page.locator("#q").press_sequentially(typed)
    page.locator("#findings a", has_text="张江").first.wait_for()
    page.wait_for_function("typed => decodeURIComponent(location.search).includes(typed)", arg=typed)
    assert page.locator("#findings a", has_text="张江").count()
    assert page.locator("#findings [role=status]").inner_text().startswith("找到")


def test_a_name_is_completed_and_chosen_by_the_keyboard_alone(visit: Visit) -> None:
    page = visit("/?lang=en")
    page.keyboard.press("/")
    page.keyboard.type("toudaibao")
    page.locator("[role=option]").first.wait_for()
    assert page.locator("#find").get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{thing('投贷宝')}*")
    assert "lang=en" in page.url


def test_a_name_that_was_chosen_stays_chosen_when_the_answer_to_the_last_key_comes_late(visit: Visit) -> None:
    page = visit("/?lang=en")
    page.locator("#find").press_sequentially("toudaib")
    page.locator("[role=option]").first.wait_for()
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/complete?*", hold)
    with page.expect_request("**/complete?*"):
        page.keyboard.type("a")
    page.keyboard.press("ArrowDown")
    page.evaluate("document.querySelector('[role=option]').id = 'before'")
    held[0].continue_()
    page.wait_for_function("() => document.querySelector('[role=option]').id !== 'before'")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{thing('投贷宝')}*")


def test_evidence_opens_and_tells_the_sentence_and_the_row(visit: Visit) -> None:
    page = visit(thing(PLATFORM) + "?lang=en")
    evidence = page.locator("#supported ~ .facts .evidence").first
    assert not evidence.locator(".proof").is_visible()
    evidence.locator("summary").click()
    assert evidence.locator(".proof").is_visible()
    assert re.search(r"relations\.csv#\d+-\d+", evidence.inner_text())


def test_a_newcomer_finds_who_supports_a_named_programme_and_why_in_four_clicks(visit: Visit) -> None:
    page = visit("/?lang=en")
    page.locator("#find").click()  # 1
    page.keyboard.type("technology SMEs")
    page.locator("[role=option]", has_text="technology SMEs").first.click()  # 2
    page.locator("h2#supporters").wait_for()
    assert "Shanghai Tech-finance Information Service Platform" in page.locator(".theme.supporters").inner_text()
    page.locator(".theme.supporters .why").nth(1).click()  # 3
    page.locator(".reasons .evidence summary").first.click()  # 4
    assert "relations.csv#" in page.locator(".reasons .proof").first.inner_text()


EDITORS = [
    pytest.param(False, id="built", marks=pytest.mark.skipif(not BUILT.is_file(), reason="make editor needs npm")),
    pytest.param(True, id="plain"),
]


def write(page: Page, query: str) -> None:
    """Type a query in place of what is there, as a person does."""
    page.locator("#query, .cm-content").locator("visible=true").click()
    page.keyboard.press("Control+a")
    page.keyboard.type(query)


def test_a_newcomer_who_only_clicks_gets_there_too(visit: Visit) -> None:
    page = visit("/?lang=zh")
    page.locator(".ways a", has_text=SUPPORTED).click()  # 1
    page.locator(".theme.supporters .why").first.click()  # 2
    page.locator(".reasons .evidence summary").first.click()  # 3
    assert "relations.csv#" in page.locator(".reasons .proof").first.inner_text()


def test_a_path_is_found_between_two_names_that_are_typed_as_they_sound(visit: Visit) -> None:
    page = visit("/paths?lang=en")
    for field, typed, name in (
        ("#from", "shkjcyfwzx", "Shanghai Technology Entrepreneurship Service Centre"),
        ("#to", "kjxzxqy", "technology SMEs"),
    ):
        page.locator(field).press_sequentially(typed)
        page.locator("[role=option]", has_text=name).first.click()
        page.wait_for_load_state()
        page.wait_for_function("([field, name]) => document.querySelector(field).value === name", arg=[field, name])
    page.locator(".paths .evidence summary").first.click()
    assert "relations.csv#" in page.locator(".paths .proof").first.inner_text()


@pytest.mark.parametrize("plain", EDITORS)
def test_a_query_runs_and_another_is_stopped_at_its_limit_with_a_message(visit: Visit, plain: bool) -> None:  # noqa: FBT001
    page = visit("/editor?lang=en", refused=504, plain=plain)
    write(page, "SELECT ?bank WHERE { ?bank a tis:Bank }")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+Enter")
    page.locator("#outcome table").wait_for()
    assert "Shanghai Pudong Development Bank" in page.locator("#outcome").inner_text()
    endless = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    write(page, endless)
    page.locator("#editor-form button").click()
    page.locator("#outcome .problem").wait_for()
    assert f"stopped after {SECONDS:g} seconds" in page.locator("#outcome .problem").inner_text()
    assert page.locator("#query").input_value() == endless


def test_what_is_typed_when_the_terms_arrive_is_not_lost(visit: Visit) -> None:
    page = visit("/", plain=True)
    held: list[Route] = []
    page.route("**/terms", lambda route: held.append(route))  # noqa: PLW0108 - Playwright asks a handler for its name
    page.goto(visit.address + "/editor?lang=en")
    write(page, "SELECT (COUNT")
    assert page.locator("#query[role=combobox]").count() == 0
    held[0].continue_()
    page.locator("#query[role=combobox]").wait_for()
    page.keyboard.type("(*) AS ?n) { ?s ?p ?o }")
    assert page.locator("#query").input_value() == "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


@pytest.mark.parametrize("plain", EDITORS)
def test_the_editor_completes_terms_by_their_labels_and_inserts_things(visit: Visit, plain: bool) -> None:  # noqa: FBT001
    page = visit("/editor?lang=zh&query=ASK%7B%7D", plain=plain)
    page.wait_for_load_state("networkidle")  # the terms are there
    write(page, "SELECT * { ?s 间接支持")
    page.locator("[role=option]", has_text="tis:indirectlySupports").click()
    page.locator("#insert").press_sequentially("kjxzxqy")
    page.locator("[role=option]", has_text=SUPPORTED).first.click()
    written = page.locator("#query").input_value()
    assert written.startswith("PREFIX tis: <https://w3id.org/tis/ontology#>\nSELECT * { ?s ")
    assert f"tis:indirectlySupports<{BASE}entity/{SUPPORTED}>" in written


needs_npm = pytest.mark.skipif(not BUILT.is_file(), reason="make editor needs npm")


@needs_npm
def test_the_built_editor_completes_prefixes_things_keywords_and_the_variables_of_the_query(visit: Visit) -> None:
    page = visit("/editor?lang=en")
    page.wait_for_load_state("networkidle")
    for typed, offered, expected in (
        ("PREFIX sk", "skos:", "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>"),
        ("SELECT * { entity:toudaibao", "Toudaibao", f"SELECT * {{ <{BASE}entity/投贷宝>}}"),
        ("SELECT ?bank { ?ba", "?bank", "SELECT ?bank { ?bank}"),
        ("SELECT * { OPTI", "OPTIONAL", "SELECT * { OPTIONAL}"),
    ):
        write(page, typed)
        page.locator("[role=option]", has_text=offered).first.click()
        assert page.locator("#query").input_value() == expected


@needs_npm
def test_the_built_editor_marks_the_line_of_an_error_and_offers_nothing_in_strings(visit: Visit) -> None:
    page = visit("/editor?" + urlencode({"lang": "en", "query": "SELECT *\n{ ?s ?p }"}), refused=400)
    marked = page.locator(".cm-lint-marker-error")
    marked.wait_for()
    line = page.locator(".cm-lineNumbers .cm-gutterElement", has_text="2").bounding_box()
    mark = marked.bounding_box()
    assert line
    assert mark
    assert abs(line["y"] - mark["y"]) < line["height"]
    write(page, 'SELECT * { ?s ?p "间接支持')
    page.wait_for_timeout(500)  # longer than the editor waits before it offers anything
    assert page.locator("[role=option]").count() == 0


@needs_npm
def test_the_built_editor_is_left_by_the_tab_key(visit: Visit) -> None:
    page = visit("/editor?lang=en")
    page.locator(".cm-content").click()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Run"


def test_the_picture_runs_under_its_own_policy_and_leads_to_pages(visit: Visit) -> None:
    page = visit("/network?lang=en")
    frame = page.frame_locator("iframe")
    frame.locator("#network canvas").wait_for()
    frame.locator("#search").fill("toudaibao")
    frame.locator("#search").press("Enter")
    frame.locator("#panel h2 a").click()
    page.wait_for_url(f"**{thing('投贷宝')}*")


def test_pages_work_without_javascript(visit: Visit, browser: Browser, address: str) -> None:
    page = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900}).new_page()
    visit.contexts.append(page)
    page.goto(f"{address}/?lang=en")
    page.locator("#find").fill("toudaibao")
    page.locator(".finder button").click()
    page.locator("#findings a").first.click()
    page.locator(".evidence summary").first.click()
    assert page.locator(".proof").first.is_visible()
    page.goto(f"{address}/questions/who_supports?lang=en")
    page.locator("#actor").fill("technology SMEs")
    page.locator(".filters button").click()
    assert page.locator("tbody tr").count() == 3


def test_a_page_prints_without_the_frame_around_it(visit: Visit) -> None:
    page = visit(thing(PLATFORM))
    page.emulate_media(media="print")
    assert not page.locator("header.site").is_visible()
    assert not page.locator(".contents").is_visible()
    assert page.locator(".facts").first.is_visible()

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import networkx as nx
import pytest

from kg.networks import project
from kg.visualization import draw

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page
    from rdflib import Dataset

pytestmark = pytest.mark.slow

BASE = "https://example.org/id/"
HOSTILE = '<img src=x onerror="window.harmed=1"></script><script>window.harmed=1</script>'
GROUPS = {"Actor": ("参与者", "Actors"), "Service": ("服务", "Services")}
FUNCTIONS = {"": ("", ""), "finance": ("金融", "Finance"), "talent": ("人才", "Talent")}
NODES = [
    ("bank", "申江银行", "Shenjiang Bank", "Actor", "", ("shenjiangyinhang", "sjyh")),
    ("loan", "小溪贷款", "Brook Loan", "Service", "finance", ("xiaoxidaikuan",)),
    ("school", "云岭大学", "Yunling University", "Actor", "talent", ("yunlingdaxue",)),
    ("centre", "远山中心", "Far Hills Centre", "Actor", "", ("yuanshanzhongxin",)),
    ("alone", "孤岛公司", "Lone Island Company", "Actor", "", ("gudaogongsi",)),
]
EDGES = [("bank", "loan", False), ("bank", "school", True), ("school", "centre", False)]


def build(bank: str = "申江银行") -> nx.Graph:
    network = nx.Graph(source="某年鉴")
    for key, zh, en, group, function, pinyin in NODES:
        network.add_node(
            BASE + key,
            zh=bank if key == "bank" else zh,
            en=en,
            names=(f"{zh}总部",),
            pinyin=pinyin,
            class_=key.title(),
            class_zh=f"{zh}类",
            class_en=f"{key} class",
            group=group,
            group_zh=GROUPS[group][0],
            group_en=GROUPS[group][1],
            function=function,
            function_zh=FUNCTIONS[function][0],
            function_en=FUNCTIONS[function][1],
        )
    for subject, object_, inferred in EDGES:
        fact = {
            "subject": BASE + subject,
            "object": BASE + object_,
            "property": "supports",
            "property_zh": "支持",
            "property_en": "supports",
            "inferred": inferred,
            "modality": "asserted",
            "evidence": (f"invented §3 [{subject}]", *((f"invented §4 [{subject}] (reading)",) if inferred else ())),
        }
        network.add_edge(BASE + subject, BASE + object_, weight=1, inferred=inferred, facts=(fact,))
    return network


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415 - an optional extra
    except ModuleNotFoundError:
        chromium = None
    if chromium is None:
        stop = pytest.fail if os.environ.get("CI") else pytest.skip
        stop("needs playwright (the browser extra) and chromium on the path")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture
def visit(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """Open the page of a network; at the end, nothing may have been requested or complained about."""
    requests: list[str] = []
    complaints: list[str] = []
    address = (tmp_path / "network.html").as_uri()

    def go(network: nx.Graph, *, lang: str = "zh", width: int = 1400, height: int = 900) -> Page:
        page = browser.new_page(viewport={"width": width, "height": height}, reduced_motion="reduce")
        page.on("request", lambda request: requests.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        draw(network, tmp_path / "network.html", lang=lang)
        page.goto(address)
        return page

    yield go
    for context in browser.contexts:
        context.close()
    assert [url for url in requests if url != "data:,"] == [address]
    assert complaints == []


def number(key: str) -> int:
    return sorted(node[0] for node in NODES).index(key)


def click_node(page: Page, key: str) -> None:
    point = page.evaluate("id => diagram.network.canvasToDOM(diagram.network.getPosition(id))", number(key))
    page.locator("#network canvas").click(position=point)


def shown(page: Page) -> set[int]:
    return set(page.evaluate("[...diagram.nodes.get({filter: (node) => !node.hidden})].map((node) => node.id)"))


def lines(page: Page) -> int:
    count: int = page.evaluate("diagram.edges.get({filter: (edge) => !edge.hidden}).length")
    return count


def test_canvas_is_drawn_and_all_labels_have_room(visit: Callable[..., Page]) -> None:
    page = visit(build())
    colours = """() => {
        const canvas = document.querySelector("#network canvas");
        const {data} = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
        return new Set(new Uint32Array(data.buffer)).size;
    }"""
    assert page.evaluate(colours) > 10
    assert page.evaluate("diagram.labels.length") == len(NODES)


def test_labels_never_lie_on_each_other(visit: Callable[..., Page]) -> None:
    network = build()
    for place in range(60):
        network.add_node(f"{BASE}more/{place}", **(network.nodes[BASE + "centre"] | {"en": f"Centre number {place}"}))
        network.add_edge(BASE + "centre", f"{BASE}more/{place}", weight=1, inferred=False, facts=())
    page = visit(network, lang="en")
    labels = page.evaluate("diagram.labels")
    assert len(labels) > 20
    for place, one in enumerate(labels):
        for other in labels[:place]:
            beside = one["right"] <= other["left"] or other["right"] <= one["left"]
            assert beside or one["bottom"] <= other["top"] or other["bottom"] <= one["top"]


@pytest.mark.parametrize("query", ["xiaoxi", "Brook", "小溪", "小溪贷款总部"])
def test_search_finds_by_pinyin_either_language_and_other_names(visit: Callable[..., Page], query: str) -> None:
    page = visit(build())
    page.locator("#search").fill(query)
    assert page.locator("#results [role=option] span").all_inner_texts() == ["小溪贷款\nBrook Loan"]
    page.keyboard.press("Enter")
    assert page.locator("#panel h2").inner_text() == "小溪贷款"
    assert page.evaluate("diagram.network.getSelectedNodes()") == [number("loan")]


def test_arrow_keys_choose_among_results_and_escape_closes(visit: Callable[..., Page]) -> None:
    page = visit(build(), lang="en")
    page.keyboard.press("Tab")
    page.locator("#search").press_sequentially("l")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    second = page.locator("#results [aria-selected=true] span").inner_text().splitlines()[0]
    page.keyboard.press("Enter")
    assert page.locator("#panel h2").inner_text() == second
    page.keyboard.press("Escape")
    assert page.locator("#panel").is_hidden()


def test_search_that_finds_nothing_says_so(visit: Callable[..., Page]) -> None:
    page = visit(build(), lang="en")
    page.locator("#search").fill("zzz")
    page.keyboard.press("Enter")
    assert page.locator("#results").inner_text() == "Nothing found"


def test_legend_filters_nodes_and_their_edges(visit: Callable[..., Page]) -> None:
    page = visit(build())
    page.get_by_label("服务").filter(has_not=page.locator("option")).first.uncheck()
    assert shown(page) == {number(key) for key in ("alone", "bank", "centre", "school")}
    assert lines(page) == 2
    assert "4 / 5" in page.locator("#note").inner_text()
    page.locator("#reset").click()
    assert len(shown(page)) == 5


def test_function_filter_keeps_its_nodes_and_their_partners(visit: Callable[..., Page]) -> None:
    page = visit(build())
    page.locator("#function").select_option("finance")
    assert shown(page) == {number("loan"), number("bank")}


def test_class_filter_goes_with_the_function_filter_and_the_view_follows(visit: Callable[..., Page]) -> None:
    page = visit(build())
    before = page.evaluate("diagram.network.getViewPosition()")
    page.locator("#class").select_option("School")
    assert shown(page) == {number("bank"), number("school"), number("centre")}
    assert page.evaluate("diagram.network.getViewPosition()") != before
    page.locator("#function").select_option("finance")
    assert shown(page) == set()
    page.locator("#reset").click()
    assert len(shown(page)) == 5
    assert page.locator("#class").input_value() == ""


def test_page_says_what_it_was_made_from_and_what_it_does_not_show(visit: Callable[..., Page]) -> None:
    page = visit(build())
    assert page.locator("#source").inner_text() == "某年鉴"
    assert "不说明谁更有资金" in page.locator("#filters").inner_text()


def test_what_a_reader_supplied_is_said_in_the_readers_language(visit: Callable[..., Page]) -> None:
    page = visit(build())
    click_node(page, "school")
    assert "invented §4 [bank]（据上下文）" in page.locator("#panel").inner_text()
    page.get_by_role("button", name="English").click()
    assert "invented §4 [bank] (from context)" in page.locator("#panel").inner_text()


@pytest.mark.parametrize("query", ["jcdx", "jiangchengda", "江城大", "jiangcheng univ"])
def test_search_finds_what_a_built_dataset_names(visit: Callable[..., Page], small_closed: Dataset, query: str) -> None:
    page = visit(project(small_closed))
    page.locator("#search").fill(query)
    page.keyboard.press("Enter")
    assert page.locator("#panel h2").inner_text() == "江城大学"


def test_diagram_fills_a_phone_in_height_and_width(visit: Callable[..., Page]) -> None:
    network = build()
    for place in range(60):
        network.add_node(f"{BASE}more/{place}", **network.nodes[BASE + "centre"])
        network.add_edge(
            BASE + ("bank", "school", "centre")[place % 3], f"{BASE}more/{place}", weight=1, inferred=False, facts=()
        )
    page = visit(network, width=390, height=844)
    frame = page.evaluate("""() => {
        const places = Object.values(diagram.network.getPositions()).map((place) => diagram.network.canvasToDOM(place));
        return [Math.max(...places.map((p) => p.x)) - Math.min(...places.map((p) => p.x)),
            Math.max(...places.map((p) => p.y)) - Math.min(...places.map((p) => p.y))];
    }""")
    room = page.evaluate("[stage.clientWidth - 2 * MARGIN.x, stage.clientHeight - MARGIN.top - MARGIN.bottom]")
    assert [part > 0.85 * whole for part, whole in zip(frame, room, strict=True)] == [True, True]


@pytest.mark.parametrize(("label", "left"), [("推理得出", 2), ("直接陈述", 1)])
def test_stated_and_inferred_edges_can_be_hidden(visit: Callable[..., Page], label: str, left: int) -> None:
    page = visit(build())
    page.get_by_label(label).uncheck()
    assert lines(page) == left


def test_node_opens_its_facts_with_direction_and_evidence(visit: Callable[..., Page]) -> None:
    page = visit(build())
    click_node(page, "school")
    panel = page.locator("#panel")
    assert panel.locator("h2").inner_text() == "云岭大学"
    assert panel.locator("h3").all_inner_texts() == ["→ 支持\n由此指向", "← 支持\n指向此处"]
    assert "invented §3 [school]" in panel.inner_text()
    assert panel.locator("li.inferred").count() == 1
    panel.get_by_role("button", name="远山中心").click()
    assert panel.locator("h2").inner_text() == "远山中心"


def test_click_on_a_label_selects_its_node(visit: Callable[..., Page]) -> None:
    page = visit(build())
    point = page.evaluate(
        """id => {
            const {left, right, bottom} = diagram.labels.find((label) => label.id === id);
            const origin = diagram.network.canvasToDOM({x: 0, y: 0});
            return {x: origin.x + (left + right) / 2, y: origin.y + bottom - 3};
        }""",
        number("alone"),
    )
    page.locator("#network canvas").click(position=point)
    assert page.locator("#panel h2").inner_text() == "孤岛公司"


def test_edge_opens_the_facts_on_it(visit: Callable[..., Page]) -> None:
    page = visit(build())
    middle = """ends => {
        const [one, other] = ends.map((id) => diagram.network.getPosition(id));
        return diagram.network.canvasToDOM({x: (one.x + other.x) / 2, y: (one.y + other.y) / 2});
    }"""
    point = page.evaluate(middle, [number("bank"), number("loan")])
    page.locator("#network canvas").click(position=point)
    assert page.locator("#panel .facts").inner_text().split("\n") == [
        "申江银行 → 支持 → 小溪贷款",
        "证据：invented §3 [bank]",
    ]


def test_language_switch_changes_page_and_panel(visit: Callable[..., Page]) -> None:
    page = visit(build())
    click_node(page, "bank")
    page.get_by_role("button", name="English").click()
    assert page.locator("#panel h2").inner_text() == "Shenjiang Bank"
    assert page.locator("#panel .other").first.inner_text() == "申江银行"
    assert page.get_by_label("Services").first.is_visible()
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.title() == "Technology-innovation service network"


def test_hidden_node_that_is_searched_for_comes_back(visit: Callable[..., Page]) -> None:
    page = visit(build(), lang="en")
    page.get_by_label("Services").first.uncheck()
    page.locator("#search").fill("brook")
    page.keyboard.press("Enter")
    assert number("loan") in shown(page)
    assert page.get_by_label("Services").first.is_checked()


def test_hostile_label_is_shown_and_does_not_run(visit: Callable[..., Page]) -> None:
    page = visit(build(HOSTILE))
    click_node(page, "bank")
    page.locator("#search").fill("onerror")
    assert page.locator("#panel h2").inner_text() == HOSTILE
    assert page.locator("img").count() == 0
    assert page.evaluate("window.harmed") is None


def test_panel_is_a_bottom_sheet_on_a_phone(visit: Callable[..., Page]) -> None:
    page = visit(build(), width=390, height=844)
    page.locator("#search").fill("sjyh")
    page.keyboard.press("Enter")
    box = page.locator("#panel").bounding_box()
    assert box is not None
    assert (box["x"], box["width"], box["y"] + box["height"]) == (0, 390, 844)
    page.locator("#filters-toggle").click()
    assert page.locator("#groups").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_empty_network_says_that_there_is_nothing_to_draw(visit: Callable[..., Page]) -> None:
    page = visit(nx.Graph(), lang="en")
    assert page.locator("#empty").inner_text() == "There is nothing to draw: the network has no nodes."
    page.locator("#search").fill("x")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")

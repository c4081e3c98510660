from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from kg.errors import InputError
from kg.visualization import draw, render

BASE = "https://example.org/id/"
POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; "
    "base-uri 'none'; form-action 'none'"
)
HOSTILE = "</script><img src=x onerror=alert(1)>\"'\n\u2028&amp;${title}"


def node(zh: str, en: str, group: str = "Actor", function: str = "") -> dict[str, object]:
    return {
        "zh": zh,
        "en": en,
        "names": (),
        "pinyin": (),
        "class_": "Bank",
        "class_zh": "银行",
        "class_en": "Bank",
        "group": group,
        "group_zh": f"{group}类",
        "group_en": group,
        "function": function,
        "function_zh": f"{function}功能" if function else "",
        "function_en": function,
    }


def fact(subject: str, object_: str, *, inferred: bool = False) -> dict[str, object]:
    return {
        "subject": BASE + subject,
        "object": BASE + object_,
        "property": "supports",
        "property_zh": "支持",
        "property_en": "supports",
        "inferred": inferred,
        "modality": "asserted",
        "evidence": (f"invented §1 ¶2 [{len(subject)}, 99)",),
    }


def edge(one: str, other: str, *, inferred: bool = False) -> tuple[str, str, dict[str, object]]:
    return (
        BASE + one,
        BASE + other,
        {"weight": 2, "inferred": inferred, "facts": (fact(one, other, inferred=inferred),)},
    )


NODES = {
    "a": node("申江银行", "Shenjiang Bank", function="finance"),
    "b": node("云岭大学", "Yunling University"),
    "c": node("小溪贷款", "Brook Loan", "Service", "finance"),
    "d": node("远山计划", "Far Hills Programme", "Programme"),
    "e": node("孤岛基金", "Lone Island Fund", "Fund of funds"),
}
EDGES = [edge("a", "b"), edge("c", "b", inferred=True), edge("a", "a")]


def build(nodes: dict[str, dict[str, object]] = NODES, edges: Any = EDGES) -> nx.Graph:
    network = nx.Graph()
    network.add_nodes_from((BASE + key, attributes) for key, attributes in nodes.items())
    network.add_edges_from(edges)
    return network


class Loads(HTMLParser):
    """Collects what a page would load, and its elements by name."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.metas: list[dict[str, str | None]] = []
        self.tags: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in {"src", "href", "srcset", "data", "action"}]
        if tag == "meta":
            self.metas.append(dict(attrs))


def data_of(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


def test_page_refers_to_nothing_that_has_to_be_loaded() -> None:
    page = render(build())
    assert Loads(page).addresses == ["data:,"]
    assert all(url.startswith("data:") for url in re.findall(r"url\(\s*[\"']?([^\"')]*)", page))
    assert "@import" not in page
    assert "sourceMappingURL" not in page


def test_policy_permits_inline_code_and_nothing_else() -> None:
    policies = [meta["content"] for meta in Loads(render(build())).metas if "http-equiv" in meta]
    assert policies == [POLICY]


def test_page_declares_utf_8_and_is_written_in_it(tmp_path: Path) -> None:
    path = draw(build(), tmp_path / "network.html")
    text = path.read_bytes().decode("utf-8")
    assert {"charset": "utf-8"} in Loads(text).metas
    assert "申江银行" in text


def strings(value: object) -> set[str]:
    if isinstance(value, dict):
        return set().union(*map(strings, value.values()), *map(strings, value))
    if isinstance(value, list):
        return set().union(*map(strings, value))
    return {value} if isinstance(value, str) else set()


@pytest.mark.parametrize("key", ["zh", "en", "class_zh", "group_en", "group", "function"])
def test_hostile_text_of_a_node_stays_text(key: str) -> None:
    page = render(build(NODES | {"a": NODES["a"] | {key: HOSTILE}}))
    assert Loads(page).tags == Loads(render(build())).tags
    assert HOSTILE in strings(data_of(page))


def test_hostile_text_of_a_fact_stays_text() -> None:
    hostile = fact("a", "b") | {"property_zh": HOSTILE, "modality": HOSTILE, "evidence": (HOSTILE,)}
    page = render(build(edges=[(BASE + "a", BASE + "b", {"weight": 1, "inferred": False, "facts": (hostile,)})]))
    assert Loads(page).tags == Loads(render(build())).tags
    assert HOSTILE in strings(data_of(page))


def test_hostile_title_stays_text() -> None:
    page = render(build(), title=HOSTILE)
    assert Loads(page).tags == Loads(render(build())).tags
    assert data_of(page)["titles"] == {"zh": HOSTILE, "en": HOSTILE}


def test_unpaired_surrogate_is_no_obstacle(tmp_path: Path) -> None:
    path = draw(build(NODES | {"a": node("半\ud800个", "half")}), tmp_path / "network.html")
    assert "半\ud800个" in strings(data_of(path.read_text(encoding="utf-8")))


def test_same_network_gives_the_same_bytes_whatever_the_order() -> None:
    turned = build(dict(reversed(NODES.items())), [(v, u, data) for u, v, data in reversed(EDGES)])
    assert render(turned) == render(build())


def test_every_node_and_edge_is_on_the_page_with_its_facts() -> None:
    data = data_of(render(build()))
    iris = [detail["iri"] for detail in data["details"]]
    assert iris == sorted(BASE + key for key in NODES)
    assert [shown["id"] for shown in data["nodes"]] == list(range(len(iris)))
    ends = [(iris[line["from"]][-1], iris[line["to"]][-1]) for line in data["edges"]]
    assert ends == [("a", "a"), ("a", "b"), ("b", "c")]
    said = [[(iris[f["subject"]][-1], iris[f["object"]][-1], *f["evidence"]) for f in facts] for facts in data["facts"]]
    assert said == [
        [("a", "a", "invented §1 ¶2 [1, 99)")],
        [("a", "b", "invented §1 ¶2 [1, 99)")],
        [("c", "b", "invented §1 ¶2 [1, 99)")],
    ]


def test_inferred_edges_are_dashed_and_stated_ones_solid() -> None:
    lines = data_of(render(build()))["edges"]
    assert [(line["inferred"], bool(line["dashes"])) for line in lines] == [
        (False, False),
        (False, False),
        (True, True),
    ]


def test_end_of_a_fact_outside_the_network_stays_an_iri() -> None:
    beyond = (BASE + "a", BASE + "b", {"weight": 1, "inferred": False, "facts": (fact("a", "elsewhere"),)})
    assert data_of(render(build(edges=[beyond])))["facts"][0][0]["object"] == BASE + "elsewhere"


def test_each_kind_has_a_colour_and_a_shape_of_its_own() -> None:
    kinds = ["Actor", "Service", "Programme", "Place", "ActorGroup", "TargetGroup", "Policy", "Other", "Another"]
    data = data_of(render(build({kind: node(kind, kind, kind) for kind in kinds}, [])))
    looks = {(look["shape"], look["color"]["background"]) for look in data["options"]["groups"].values()}
    assert len(looks) == len(kinds)
    assert len({shape for shape, _ in looks}) == len({colour for _, colour in looks}) - 1 == 7


def test_known_kind_looks_the_same_in_every_network() -> None:
    alone = data_of(render(build({"d": NODES["d"]}, [])))["options"]["groups"]["0"]
    data = data_of(render(build()))
    place = [group["id"] for group in data["groups"]].index("Programme")
    assert data["options"]["groups"][str(place)] == alone


def test_filters_offer_each_kind_and_function_with_its_count() -> None:
    data = data_of(render(build()))
    assert [(group["id"], group["count"]) for group in data["groups"]] == [
        ("Actor", 2),
        ("Service", 1),
        ("Programme", 1),
        ("Fund of funds", 1),
    ]
    assert [(function["id"], function["count"]) for function in data["functions"]] == [("finance", 2)]
    assert [(class_["id"], class_["label"], class_["count"]) for class_ in data["classes"]] == [
        ("Bank", {"zh": "银行", "en": "Bank"}, 5)
    ]


def test_nodes_keep_apart_and_do_not_move() -> None:
    ring = [edge(str(place), str((place + 1) % 40)) for place in range(40)] + [
        edge(str(100 + place), str(101 + place)) for place in range(0, 20, 2)
    ]
    names = {iri.removeprefix(BASE) for one, other, _ in ring for iri in (one, other)} | {"alone", "lonely"}
    data = data_of(render(build({name: node(name, name) for name in sorted(names)}, ring)))
    assert data["options"]["physics"] == {"enabled": False}
    places = [(shown["x"], shown["y"]) for shown in data["nodes"]]
    nearest = min(max(abs(x - u), abs(y - v)) for i, (x, y) in enumerate(places) for u, v in places[:i])
    assert nearest > 30


def test_network_of_one_kind_of_star_is_laid_out_without_overlap() -> None:
    star = [edge("hub", str(place)) for place in range(30)]
    data = data_of(render(build({key: node(key, key) for key in ["hub", *map(str, range(30))]}, star)))
    assert len({(shown["x"], shown["y"]) for shown in data["nodes"]}) == 31


def test_empty_network_gives_a_page_without_nodes(tmp_path: Path) -> None:
    data = data_of(draw(nx.Graph(), tmp_path / "empty.html").read_text(encoding="utf-8"))
    assert data["nodes"] == data["edges"] == data["groups"] == data["functions"] == []


def test_language_that_the_page_lacks_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"'fr'.*zh, en"):
        draw(build(), tmp_path / "network.html", lang="fr")
    assert list(tmp_path.iterdir()) == []


def test_page_opens_in_the_language_asked_for() -> None:
    page = render(build(), lang="en")
    assert data_of(page)["lang"] == "en"
    assert '<html lang="en">' in page
    assert "<title>Technology-innovation service network</title>" in page


def test_failure_keeps_the_old_file_and_leaves_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "network.html"
    path.write_text("old", encoding="utf-8")

    def refuse(_self: Path, _target: Path) -> Path:
        raise OSError

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OSError):  # noqa: PT011 - our own, without a message
        draw(build(), path)
    assert [(found.name, found.read_text(encoding="utf-8")) for found in tmp_path.iterdir()] == [
        ("network.html", "old")
    ]


def test_drawing_replaces_an_older_page_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "network.html"
    path.write_text("old", encoding="utf-8")
    assert draw(build(), str(path)) == path
    assert path.read_text(encoding="utf-8") == render(build())
    assert list(tmp_path.iterdir()) == [path]

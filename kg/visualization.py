"""A network as one self-contained page: pyvis draws it, and nothing is ever fetched.

Positions come from a seeded layout of our own (physics in the browser stalls at a few hundred
nodes). pyvis supplies the nodes, the edges, the options and the vis-network files of the installed
package; the page around them is ``_assets/network.html`` with its stylesheet and script. All that
touches pyvis is in :func:`_diagram` and :func:`_vendored`.

Data enters the page once, as JSON in which ``<`` is escaped, and the script shows it with
``textContent`` alone, so that no label can become markup.
"""

from __future__ import annotations

import html
import json
import math
import re
from collections import Counter
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any, Final

import networkx as nx
import numpy as np
from pyvis.edge import Edge
from pyvis.network import Network
from pyvis.node import Node
from scipy.linalg import cho_factor, cho_solve
from scipy.sparse.csgraph import shortest_path
from scipy.spatial import KDTree
from scipy.spatial.distance import cdist

from kg.errors import InputError
from kg.files import write_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    Points = NDArray[np.float64]

__all__ = ["draw", "render"]

_LANGUAGES: Final = ("zh", "en")
_TITLES: Final = {"zh": "科技创新服务网络", "en": "Technology-innovation service network"}
_VIS: Final = "lib/vis-9.1.2"  # the vis-network release that pyvis 0.3.2 carries

# How a top-level kind looks: Okabe-Ito colours, which colour-blind readers tell apart, and a shape of its own.
_KINDS: Final = ("Actor", "Service", "Programme", "Place", "ActorGroup", "TargetGroup", "Policy")
_COLOURS: Final = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442", "#8c8c8c")
_BORDERS: Final = ("#00517f", "#a87400", "#006b4e", "#9c4f7a", "#2b7fb3", "#973f00", "#9a8f00", "#5c5c5c")
_INK: Final = "#1f2933"  # the border of what is marked
_SHAPES: Final = ("dot", "square", "triangle", "diamond", "hexagon", "triangleDown", "star")
_SHAPE_SCALE: Final = {"square": 0.88, "triangle": 1.12, "triangleDown": 1.12, "diamond": 1.2, "star": 1.3}

# Layout, in pixels at the scale at which the page opens when all fits.
_SEED: Final = 2012
_EDGE_LENGTH: Final = 92.0
_ROOM: Final = np.array([58.0, 30.0])  # half the width and height that a node and its label ask for
_ASPECT: Final = 1.35  # width to height of the canvas in an ordinary window
_ASPECTS: Final = (0.7, 0.9, 1.1, 1.4)  # that packing tries, as multiples of that one
_GAP: Final = 34.0  # between two components
_STRESS_ROUNDS: Final = 80
_SPREAD_ROUNDS: Final = 80
_NEAR: Final = 0.01  # no push is computed from less
# Where a box can stand beside another: multiples of the other's half size, then of its own.
_BESIDE: Final = np.array(
    [(side, along, side, -along) for side in (1, -1) for along in (-1, 0, 1)]
    + [(along, side, -along, side) for side in (1, -1) for along in (-1, 0, 1)]
)


def draw(network: nx.Graph, path: str | Path, *, lang: str = "zh", title: str | None = None) -> Path:
    """Write the page of a network to ``path`` and return that path.

    The file appears whole or not at all: it is written beside its place and moved in.
    """
    return _write(Path(path), render(network, lang=lang, title=title))


def render(network: nx.Graph, *, lang: str = "zh", title: str | None = None) -> str:
    """Return the page of a network: one HTML document that needs no other file.

    Both languages are in the page; ``lang`` is the one it opens in. Without a ``title`` it has one
    of its own, which follows the language.
    """
    if lang not in _LANGUAGES:
        message = f"the page cannot open in the language {lang!r}; choose one of {', '.join(_LANGUAGES)}"
        raise InputError(message)
    assets = files("kg").joinpath("_assets")
    page = Template(assets.joinpath("network.html").read_text(encoding="utf-8"))
    return page.substitute(
        lang="zh-Hans" if lang == "zh" else lang,
        title=html.escape(title or _TITLES[lang]),
        vendor_style=_vendored("vis-network.css"),
        style=assets.joinpath("network.css").read_text(encoding="utf-8"),
        vendor_script=_vendored("vis-network.min.js"),
        data=_json({"lang": lang, "titles": _titles(title), **_content(network)}),
        script=assets.joinpath("network.js").read_text(encoding="utf-8"),
    )


def _titles(title: str | None) -> Mapping[str, str]:
    return _TITLES if title is None else dict.fromkeys(_LANGUAGES, title)


# ── the file ───────────────────────────────────────────────────────────────────────────────


def _write(path: Path, page: str) -> Path:
    """Write a page; an unpaired surrogate, which UTF-8 refuses, becomes the escape that JSON reads back."""
    write_bytes(path, page.encode("utf-8", errors="backslashreplace"))
    return path


def _json(value: object) -> str:
    """JSON that can stand inside a script element: ``<`` cannot close it, nor U+2028 end a line."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


# ── the content ────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Style:
    """How a top-level kind is drawn."""

    shape: str
    colour: str
    border: str


def _content(network: nx.Graph) -> dict[str, object]:
    """All that the page shows. Nodes are numbered in the order of their IRIs, edges in that of their ends."""
    number = {iri: place for place, iri in enumerate(sorted(network))}
    nodes = [network.nodes[iri] for iri in number]
    edges = sorted(
        ((*sorted((number[one], number[other])), data) for one, other, data in network.edges(data=True)),
        key=lambda edge: edge[:2],
    )
    styles = _styles({node["group"] for node in nodes})
    return {
        "source": network.graph.get("source", ""),
        "groups": _choices(nodes, "group", styles),
        "classes": _choices(nodes, "class", sorted({node["class_"] for node in nodes})),
        "functions": _choices(nodes, "function", sorted({node["function"] for node in nodes} - {""})),
        "details": [_details(iri, node) for iri, node in zip(number, nodes, strict=True)],
        "facts": [_facts(data["facts"], number) for _, _, data in edges],
        **_diagram(network, list(number), edges, styles),
    }


def _styles(kinds: set[str]) -> dict[str, _Style]:
    """Give each kind its look; those that we know keep theirs whatever else is in the network."""
    places = enumerate((*_KINDS, *sorted(kinds - set(_KINDS))))
    return {
        kind: _Style(_SHAPES[place % len(_SHAPES)], _COLOURS[place % len(_COLOURS)], _BORDERS[place % len(_BORDERS)])
        for place, kind in places
        if kind in kinds
    }


def _choices(nodes: Sequence[Mapping[str, Any]], key: str, values: Iterable[str]) -> list[dict[str, object]]:
    """What a filter offers: each value of an attribute, its labels, and how many nodes have it."""
    name = "class_" if key == "class" else key
    counts = Counter(node[name] for node in nodes)
    labels = {node[name]: _labels(node, key) for node in reversed(nodes)}
    return [{"id": value, "label": labels[value], "count": counts[value]} for value in values]


def _labels(attributes: Mapping[str, Any], key: str) -> dict[str, str]:
    return {lang: attributes[f"{key}_{lang}"] for lang in _LANGUAGES}


def _details(iri: str, node: Mapping[str, Any]) -> dict[str, object]:
    """What the panel and the search know of a node; ``href`` is the address of its page, if it has one."""
    return {
        "iri": iri,
        "href": node.get("href", ""),
        "label": {lang: node[lang] for lang in _LANGUAGES},
        "names": list(node["names"]),
        "pinyin": list(node["pinyin"]),
        "class": node["class_"],
        "group": node["group"],
        "function": node["function"],
    }


def _facts(facts: Iterable[Mapping[str, Any]], number: Mapping[str, int]) -> list[dict[str, object]]:
    """Return the facts on an edge, in an order of their own. An end outside the network stays an IRI."""
    rows = [
        {
            "property": fact["property"],
            "label": _labels(fact, "property"),
            "subject": number.get(fact["subject"], fact["subject"]),
            "object": number.get(fact["object"], fact["object"]),
            "inferred": bool(fact["inferred"]),
            "modality": fact["modality"] or "",
            "evidence": list(fact["evidence"]),
        }
        for fact in facts
    ]
    return sorted(rows, key=_json)


# ── the diagram: the only place that knows pyvis ───────────────────────────────────────────


def _diagram(
    network: nx.Graph,
    order: Sequence[str],
    edges: Iterable[tuple[int, int, Mapping[str, Any]]],
    styles: Mapping[str, _Style],
) -> dict[str, object]:
    """Nodes, edges and options as vis-network takes them.

    The lists are handed to pyvis whole: its ``add_node`` and ``add_edge`` search what is there
    already, so that building with them takes quadratic time.
    """
    diagram = Network(cdn_resources="in_line")
    kinds = list(styles)
    strengths = dict(network.degree(weight="weight"))
    strongest = max(strengths.values(), default=0) or 1
    prominence = {iri: math.sqrt(strength / strongest) for iri, strength in strengths.items()}
    places = _positions(network, prominence)
    for place, iri in enumerate(order):
        kind = network.nodes[iri]["group"]
        shape = styles[kind].shape
        size = (7 + 13 * prominence[iri]) * _SHAPE_SCALE.get(shape, 1)
        x, y = places[iri]
        look = {"group": str(kinds.index(kind)), "size": round(size, 1), "x": x, "y": y, "strength": strengths[iri]}
        diagram.nodes.append(Node(place, shape, "", **look).options)
    for place, (one, other, data) in enumerate(edges):
        inferred = bool(data["inferred"])
        width = round(1.2 + 0.7 * math.log2(max(data["weight"], 1)), 2)
        look = {"id": place, "width": min(width, 5), "dashes": [5, 4] if inferred else False, "inferred": inferred}
        diagram.edges.append(Edge(one, other, **look).options)
    diagram.options = _options(styles)
    nodes, lines, _heading, _height, _width, options = diagram.get_network_data()
    return {"nodes": nodes, "edges": lines, "options": json.loads(options)}


def _options(styles: Mapping[str, _Style]) -> dict[str, object]:
    """Options of vis-network: nothing moves by itself, and each kind has its colours."""
    return {
        "physics": {"enabled": False},
        "layout": {"improvedLayout": False},
        "interaction": {
            "hover": True,
            "keyboard": {"enabled": True, "bindToWindow": False, "autoFocus": False},
            "selectConnectedEdges": False,
            "zoomSpeed": 0.6,
        },
        "nodes": {"borderWidth": 1.5, "borderWidthSelected": 4},
        "edges": {"smooth": False, "selectionWidth": 2, "hoverWidth": 1},
        "groups": {str(place): _look(style) for place, style in enumerate(styles.values())},
    }


def _look(style: _Style) -> dict[str, object]:
    marked = {"background": style.colour, "border": _INK}
    colours = {"background": style.colour, "border": style.border, "highlight": marked, "hover": marked}
    return {"shape": style.shape, "color": colours}


def _vendored(name: str) -> str:
    """Return a file of the vis-network that the installed pyvis carries, without the link to its source map."""
    text = files("pyvis").joinpath(_VIS, name).read_text(encoding="utf-8")
    return re.sub(r"^//# sourceMappingURL=.*$", "", text, flags=re.MULTILINE)


# ── the layout ─────────────────────────────────────────────────────────────────────────────


def _positions(network: nx.Graph, prominence: Mapping[str, float]) -> dict[str, tuple[int, int]]:
    """Place every node: each component by itself, then all side by side, the largest in the middle.

    Nodes without a neighbour stand together in a block of their own.
    """
    components = sorted((sorted(members) for members in nx.connected_components(network)), key=lambda m: (-len(m), m))
    alone = [members[0] for members in components if len(members) == 1]
    blocks = [(members, _arrange(network, members, prominence)) for members in components if len(members) > 1]
    blocks += [(alone, _grid(len(alone)))] if alone else []
    centres = _pack([np.ptp(points, axis=0) + 2 * _ROOM + _GAP for _, points in blocks])
    return {
        iri: (round(x), round(y))
        for (members, points), centre in zip(blocks, centres, strict=True)
        for iri, (x, y) in zip(members, _centred(points) + centre, strict=True)
    }


def _arrange(network: nx.Graph, members: Sequence[str], prominence: Mapping[str, float]) -> Points:
    """Place the nodes of one component, wider than high and without overlaps; the prominent get more room."""
    adjacency = nx.to_scipy_sparse_array(network, nodelist=members, weight=None, format="csr")
    hops: Points = shortest_path(adjacency, directed=False, unweighted=True)
    reach = np.array([0.8 + 0.5 * prominence[iri] for iri in members])
    return _spread(_levelled(_stress(hops * _EDGE_LENGTH)), reach)


def _stress(wanted: Points) -> Points:
    """Place points so that their distances come as near to those wanted as a plane allows.

    Stress majorization (Gansner, Koren and North 2004): each round solves one linear system, and
    never makes the fit worse. A pair counts by the inverse square of its distance.
    """
    count = len(wanted)
    weights = np.divide(1, wanted**2, out=np.zeros_like(wanted), where=wanted > 0)
    system = cho_factor(np.diag(weights.sum(axis=1)) - weights + 1 / count)
    points = np.random.default_rng(_SEED).normal(scale=wanted.max() / 2, size=(count, 2))
    for _ in range(_STRESS_ROUNDS):
        distances = cdist(points, points)
        pull = np.divide(weights * wanted, distances, out=np.zeros_like(wanted), where=distances > 0)
        moved: Points = cho_solve(system, (np.diag(pull.sum(axis=1)) - pull) @ points)
        step = np.abs(moved - points).max()
        points = moved
        if step < 1:
            break
    return points


def _levelled(points: Points) -> Points:
    """Turn points about their centre until they extend most from left to right."""
    centred = points - points.mean(axis=0)
    axes: Points = np.linalg.svd(centred, full_matrices=False)[2]
    axes *= np.sign(axes[np.arange(2), np.abs(axes).argmax(axis=1)])[:, None]
    turned: Points = centred @ axes.T
    return turned


def _spread(points: Points, reach: Points) -> Points:
    """Push points apart until each has an ellipse of its own, in which its label fits, as far as the rounds go."""
    units: Points = points / _ROOM
    for _ in range(_SPREAD_ROUNDS):
        one, other = KDTree(units).query_pairs(2 * reach.max(), output_type="ndarray").T
        gaps = units[other] - units[one]
        lengths = np.linalg.norm(gaps, axis=1)
        missing = np.maximum(reach[one] + reach[other] - lengths, 0)
        if missing.max(initial=0) < _NEAR:
            break
        push = gaps * (missing / np.maximum(lengths, _NEAR) / 2)[:, None]
        np.add.at(units, other, push)
        np.subtract.at(units, one, push)
    spread: Points = units * _ROOM
    return spread


def _grid(count: int) -> Points:
    """Return places for nodes without a neighbour, row by row."""
    columns = math.ceil(math.sqrt(count * _ASPECT * _ROOM[1] / _ROOM[0]))
    rows, column = np.divmod(np.arange(count), columns)
    places: Points = np.stack([column, rows], axis=1) * 2 * _ROOM
    return places


def _centred(points: Points) -> Points:
    centred: Points = points - (points.min(axis=0) + points.max(axis=0)) / 2
    return centred


def _pack(sizes: Sequence[Points]) -> Points:
    """Return centres for boxes, packed for the canvas: the best of several ways to grow."""
    halves: Points = np.array(sizes).reshape(-1, 2) / 2
    return min((_packed(halves, aspect * _ASPECT) for aspect in _ASPECTS), key=lambda centres: _extent(centres, halves))


def _packed(halves: Points, aspect: float) -> Points:
    """Put each box beside an earlier one, where the whole stays smallest for an aspect."""
    centres: Points = np.zeros_like(halves)
    for place in range(1, len(halves)):
        done, size, here = centres[:place], halves[:place], halves[place]
        options = (done[:, None] + size[:, None] * _BESIDE[:, :2] + here * _BESIDE[:, 2:]).reshape(-1, 2)
        apart = np.abs(options[:, None] - done) > size + here - 1
        low = np.minimum((done - size).min(axis=0), options - here)
        high = np.maximum((done + size).max(axis=0), options + here)
        extent = ((high - low) / (aspect, 1)).max(axis=1)
        cost = np.where(apart.any(axis=2).all(axis=1), extent + np.hypot(*options.T) / 1000, math.inf)
        centres[place] = options[cost.argmin()]
    return centres


def _extent(centres: Points, halves: Points) -> float:
    """How high a canvas has to be to hold all boxes."""
    if not len(centres):
        return 0
    width, height = (centres + halves).max(axis=0) - (centres - halves).min(axis=0)
    return float(max(width / _ASPECT, height))

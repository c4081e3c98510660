"""The network as a picture, drawn once for each version of the data."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from typing import TYPE_CHECKING, Final

import networkx as nx

from kg.networks import project
from kg.visualization import render
from kg.web.links import local_path

if TYPE_CHECKING:
    from rdflib import Dataset

__all__ = ["MOST_NODES", "draw", "policy"]

MOST_NODES: Final = 1200
"""Nodes that a picture can hold; of a larger network the most strongly tied are drawn."""


def draw(dataset: Dataset, base: str, lang: str) -> str:
    """Draw the ties between participants as one page that needs no other file; each node leads to its page here."""
    network = project(dataset, base=base)
    nx.set_node_attributes(network, {node: local_path(node, base) for node in network}, "href")
    if len(network) > MOST_NODES:
        strengths = dict(network.degree(weight="weight"))
        strongest = sorted(network, key=lambda node: (-strengths[node], node))[:MOST_NODES]
        network = nx.Graph(network.subgraph(strongest))
    return render(network, lang=lang)


def policy(page: str) -> str:
    """Make the Content-Security-Policy of a page of our own making: it may run what is in it, and nothing else."""
    contents = re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL)
    scripts = " ".join(f"'sha256-{b64encode(sha256(each.encode()).digest()).decode()}'" for each in contents)
    return (
        f"default-src 'none'; script-src {scripts}; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'self'; sandbox allow-scripts allow-top-navigation-by-user-activation"
    )

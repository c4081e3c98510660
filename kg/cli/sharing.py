"""Commands that analyse, draw and hand on: centrality, the picture, exports."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import Built, Lang, ListFormat, Narrow, language_of, load, project_network, user_settings

__all__ = ["centrality", "draw", "export"]


def centrality(
    by: Annotated[
        str,
        typer.Option(metavar="MEASURE", help="betweenness, closeness, degree, eigenvector, pagerank or strength. 指标"),
    ] = "betweenness",
    top: Annotated[int, typer.Option(min=1, help="How many to list. 列出的数目")] = 10,
    narrow: Narrow = False,
    format_: Annotated[
        ListFormat, typer.Option("--format", "-f", help="How to write the list. 输出格式")
    ] = ListFormat.TABLE,
    build_folder: Built = None,
    lang: Lang = None,
) -> None:
    """Rank participants by their place in the network of direct links.

    按网络中心性排序。The network joins two participants if a sentence links them directly, or if shared
    membership or joint work follows from what is stated; indirect support is no tie.

    Example: kg centrality --by betweenness --top 5
    """
    from kg.networks import centralities
    from kg.terminal import print_ranking

    settings = user_settings()
    network = project_network(load(build_folder, settings), settings, narrow=narrow)
    print_ranking(network, centralities(network, by, top), by, format_, language_of(lang, settings))


def draw(
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="The page to write. 输出的网页")
    ] = Path("network.html"),
    narrow: Narrow = False,
    build_folder: Built = None,
    lang: Lang = None,
) -> None:
    """Draw the network as one self-contained page.

    把网络画成一个自足的网页。

    Example: kg draw -o network.html --lang en
    """
    from kg.terminal import print_path
    from kg.visualization import draw as draw_page

    settings = user_settings()
    language = language_of(lang, settings)
    network = project_network(load(build_folder, settings), settings, narrow=narrow)
    print_path(draw_page(network, output, lang=language).resolve(), language)


def export(
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="PATH", help="The file to write; for csv, the folder. 输出")
    ],
    format_: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            help="turtle, trig, nquads, ntriples, jsonld, rdfxml; csv (a folder of three tables for a spreadsheet); "
            "graphml, gexf (the network, for Gephi and the like) [default: what the suffix says]. 格式",
        ),
    ] = None,
    build_folder: Built = None,
    lang: Lang = None,
) -> None:
    """Write the dataset in another format: RDF, tables for a spreadsheet, or the network.

    导出为其他格式：RDF、电子表格或网络。

    Example: kg export -o network.gexf, or kg export --format csv -o sheets
    """
    from kg.publication import export as write
    from kg.terminal import print_path

    settings = user_settings()
    dataset = load(build_folder, settings)
    print_path(write(dataset, output, format_, settings.base), language_of(lang, settings))

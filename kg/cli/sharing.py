"""Commands that analyse, draw and hand on: centrality, the picture, exports."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import Built, Lang, ListFormat, Narrow, language_of, load, project_network, user_settings

__all__ = ["centrality", "draw", "export"]


_NETWORK = {
    "en": (
        "The network joins two participants if a sentence links them directly (support, offering, membership, joint "
        "work …) or if they work together by what is stated; degree, betweenness and closeness count ties, the other "
        "measures also weigh them by the sentences that state them. What is planned or indirect is no tie. It shows "
        "who is central in the chapter's account, not who has money, power or success: what the chapter leaves out "
        "is not in it, and what it tells at length stands out."
    ),
    "zh": (
        "网络的联系：有句子直接陈述两者的关系（支持、提供、成员、共同工作等），或由陈述可推知两者合作；"
        "度、介数、接近度只计联系的有无，其余指标还按陈述它的句子数加权。仅属计划的和间接的支持不算联系。"
        "它说明谁在本章的叙述中居于中心，不说明谁更有资金、权力或成效：本章未写的不在其中，着墨多的更显眼。"
    ),
}


def centrality(
    by: Annotated[
        str | None,
        typer.Option(
            metavar="MEASURE",
            help="Rank by one measure: degree, betweenness, closeness, eigenvector, pagerank or strength "
            "[default: show all, betweenness ranks]. 指标",
        ),
    ] = None,
    top: Annotated[int, typer.Option(min=1, help="How many to list. 列出的数目")] = 10,
    narrow: Narrow = False,
    format_: Annotated[
        ListFormat, typer.Option("--format", "-f", help="How to write the list. 输出格式")
    ] = ListFormat.TABLE,
    build_folder: Built = None,
    lang: Lang = None,
) -> None:
    """Rank participants by their place in the network, with class and service function.

    按网络中心性排序。

    {network}

    Example: kg centrality --by betweenness --top 5
    """
    from kg.networks import centralities
    from kg.terminal import print_ranking

    settings = user_settings()
    language = language_of(lang, settings)
    network = project_network(load(build_folder, settings), settings, narrow=narrow)
    print_ranking(network, centralities(network, by, top), format_, language, _NETWORK[language])


centrality.__doc__ = (centrality.__doc__ or "").format(network="\n\n    ".join(_NETWORK.values()))


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
    print_path(draw_page(network, output, lang=language), language)


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

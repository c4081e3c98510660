"""Commands that read raw text: from a chapter to tables."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import Lang, language_of, user_settings

__all__ = ["extract", "propose"]

Packs = Annotated[
    list[str] | None,
    typer.Option(
        "--pack",
        metavar="PACK",
        help="A pack by name or folder, several times; later ones win. Default: the general ones, and those that know "
        "the text. 词库，可重复",
    ),
]
Year = Annotated[
    int | None,
    typer.Option(min=1000, max=9999, help="The year that the text is about [default: as the text says]. 年份"),
]


def extract(
    chapter: Annotated[Path, typer.Argument(metavar="CHAPTER", help="The text of the chapter. 原文文件")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="Where to write. 输出目录")],
    packs: Packs = None,
    year: Year = None,
    lang: Lang = None,
) -> None:
    """Read a chapter into tables for review; each row has its place, its rule and its confidence.

    读取章节原文，生成待审表格；每行附位置、规则与置信度。

    Example: kg extract chapter.txt -o read --pack base --pack cn-st
    """
    from kg.drafting import extract as read
    from kg.reader import unread_sentences
    from kg.tables import write_tables
    from kg.terminal import print_extraction
    from kg.text.decoding import read_document

    tables = read(read_document(chapter), packs or (), year)
    write_tables(tables, output)
    print_extraction(tables, unread_sentences(tables), output, language_of(lang, user_settings()))


def propose(
    chapter: Annotated[Path, typer.Argument(metavar="CHAPTER", help="The text of the chapter. 原文文件")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="DIR", help="Write a draft pack of the names. 词库草稿目录")
    ] = None,
    packs: Packs = None,
    year: Year = None,
    lang: Lang = None,
) -> None:
    """List what to decide on before a chapter is read well: unseen names, numbers in no row, open references.

    列出待定之处：词库未收的名称、未覆盖的数字、未解的指代与简称。A recogniser that another package offers (entry point
    tis_kg.recognisers) adds what only it found.

    Example: kg propose chapter.txt -o mycity && kg extract chapter.txt -o read --pack base --pack cn-st --pack mycity
    """
    from kg.files import replaced_directory
    from kg.reader import read_mentions, tabulate
    from kg.reader.proposals import draft_pack, installed_recognisers
    from kg.reader.proposals import propose as find_proposals
    from kg.reader.values import Options
    from kg.terminal import print_path, print_proposals
    from kg.text.decoding import read_document

    language = language_of(lang, user_settings())
    reading = read_mentions(read_document(chapter), packs or (), Options(year=year))
    proposals = find_proposals(reading, tabulate(reading), installed_recognisers())
    print_proposals(proposals, language)
    if output:
        with replaced_directory(output) as fresh:
            for name, text in draft_pack(proposals, output.name).items():
                (fresh / name).write_text(text, encoding="utf-8", newline="")
        print_path(output, language)

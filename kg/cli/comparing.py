"""Commands that hold two sets of tables against each other."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import ChapterFile, Lang, ListFormat, document_of, language_of, user_settings

__all__ = ["diff", "evaluate"]


def evaluate(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of tables to score. 待评表格目录")],
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="Folder of reviewed tables. 人工审定表格目录")],
    format_: Annotated[
        ListFormat, typer.Option("--format", "-f", help="How to write the scores. 输出格式")
    ] = ListFormat.TABLE,
    examples: Annotated[
        int, typer.Option(min=0, metavar="N", help="Errors to show of each kind. 每类错误的示例数")
    ] = 0,
    chapter: ChapterFile = None,
    lang: Lang = None,
) -> None:
    """Score one set of tables against another: precision, recall and F1 per kind and per field.

    按类别与字段评测一组表格：准确率、召回率、F1。Fields are scored over the rows that match.

    Example: kg evaluate read data/shanghai-2012 --examples 5 --chapter chapter.txt
    """
    from kg.evaluation import evaluate as score
    from kg.tables import read_tables
    from kg.terminal import print_measures

    measures = score(read_tables(folder), read_tables(gold))
    print_measures(measures, format_, examples, language_of(lang, user_settings()), document_of(chapter))


def diff(
    left: Annotated[Path, typer.Argument(metavar="DIR1", help="Folder of tables. 表格目录")],
    right: Annotated[Path, typer.Argument(metavar="DIR2", help="Another folder of tables. 另一表格目录")],
    format_: Annotated[
        ListFormat, typer.Option("--format", "-f", help="How to write the differences. 输出格式")
    ] = ListFormat.TABLE,
    lang: Lang = None,
) -> None:
    """Show what two sets of tables disagree on, row by row and field by field.

    逐行逐栏列出两组表格的不同之处。

    Example: kg diff read data/shanghai-2012
    """
    from kg.evaluation import compare
    from kg.tables import read_tables
    from kg.terminal import print_differences

    differences = compare(read_tables(left), read_tables(right))
    print_differences(differences, format_, language_of(lang, user_settings()))

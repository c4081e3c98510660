"""Commands that read raw text: from a chapter to tables."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from kg.cli.options import Lang, language_of, user_settings
from kg.errors import InputError

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


Place = Annotated[
    str | None,
    typer.Option("--place", metavar="NAME", help="Whose document it is [default: as the text says]. 所属地区"),
]
Published = Annotated[
    datetime | None,
    typer.Option(
        "--published", formats=["%Y-%m-%d"], metavar="DATE", help="The day of publication, as 2013-02-01. 发布日期"
    ),
]
Jobs = Annotated[
    int,
    typer.Option("--jobs", "-j", min=0, metavar="N", help="Processes for many files; 0: one a processor. 并行进程数"),
]


def extract(
    inputs: Annotated[
        list[Path],
        typer.Argument(
            metavar="CHAPTER...", help="Texts, or folders of texts: .txt .md .html .pdf .docx .xlsx. 原文文件或目录"
        ),
    ],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="Where to write. 输出目录")],
    packs: Packs = None,
    year: Year = None,
    place: Place = None,
    published: Published = None,
    jobs: Jobs = 0,
    resume: Annotated[
        bool, typer.Option("--resume", help="Skip files that were read before in the same way. 跳过已读且未变的文件")
    ] = False,
    keep_going: Annotated[
        bool, typer.Option("--keep-going/--stop", help="After a file that cannot be read. 遇错继续或停止")
    ] = True,
    lang: Lang = None,
) -> None:
    """Read a chapter into tables for review; each row has its place, its rule and its confidence.

    读取章节原文，生成待审表格；每行附位置、规则与置信度。Of several files, or of a folder, each is read into a
    folder of its own below DIR. What is no plain text is written as such beside the tables, as text.txt.

    Example: kg extract chapter.txt -o read --pack base --pack cn-st

    Example: kg extract reports/ more.pdf -o read --jobs 4 --resume
    """
    from kg.cli.batch import draft_into
    from kg.terminal import print_extraction

    language = language_of(lang, user_settings())
    given: dict[str, Any] = {"base_year": year, "place": place, "published": published and published.date()}
    if len(inputs) > 1 or inputs[0].is_dir() or resume:
        _extract_all(inputs, output, tuple(packs or ()), given, jobs, language, resume=resume, keep_going=keep_going)
        return
    draft = draft_into(inputs[0], output, packs or (), given)
    print_extraction(draft.tables, draft.unread_by_kind, draft.left_out, output, language)


def _extract_all(
    inputs: Sequence[Path],
    output: Path,
    packs: tuple[str, ...],
    options: Mapping[str, Any],
    jobs: int,
    language: str,
    *,
    resume: bool,
    keep_going: bool,
) -> None:
    from kg.cli.batch import Order, find_inputs, read_all, to_do
    from kg.terminal import Counter, print_path, print_readings

    files = find_inputs(inputs, output)
    orders = [Order(path, output / name, packs, options) for name, path in files.items()]
    left, outcomes = to_do(orders, output) if resume else (orders, [])
    with Counter(len(orders), len(outcomes)) as count:
        reading = read_all(left, output, jobs or os.cpu_count() or 1, keep_going=keep_going)
        try:
            for outcome in reading:
                outcomes.append(outcome)
                count(outcome.path.name)
        except KeyboardInterrupt:
            stopped = True
        else:
            stopped = False
        finally:
            reading.close()
    places = list(files.values())
    outcomes.sort(key=lambda each: places.index(each.path))
    print_readings(
        [each.cells(language) for each in outcomes if not each.error],
        [each.error for each in outcomes if each.error],
        language,
    )
    print_path(output, language)
    failed = sum(bool(each.error) for each in outcomes)
    if stopped:  # at once: the pool's own thread may wait for ever for a process that was ended
        sys.stdout.flush()
        os._exit(130)
    if failed:
        message = f"{failed} of {len(orders)} files could not be read; the others were"
        raise InputError(message, zh=f"{len(orders)} 个文件中有 {failed} 个未能读取，其余已读取")


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
    from kg.offsets import running_document
    from kg.reader import read_mentions, tabulate
    from kg.reader.proposals import draft_pack, installed_recognisers
    from kg.reader.proposals import propose as find_proposals
    from kg.reader.values import Options
    from kg.terminal import print_path, print_proposals
    from kg.text.decoding import read_document

    language = language_of(lang, user_settings())
    reading = read_mentions(running_document(read_document(chapter)), packs or (), Options(year=year))
    proposals = find_proposals(reading, tabulate(reading), installed_recognisers())
    print_proposals(proposals, language)
    if output:
        with replaced_directory(output) as fresh:
            for name, text in draft_pack(proposals, output.name).items():
                (fresh / name).write_text(text, encoding="utf-8", newline="")
        print_path(output, language)

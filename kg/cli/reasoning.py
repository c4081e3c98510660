"""Commands that reason: why something holds, through whom, and what would be lost."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import (
    Built,
    ChapterFile,
    Lang,
    ListFormat,
    document_of,
    language_of,
    load,
    understand,
    user_settings,
)
from kg.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["critical", "paths", "whatif", "why"]


class ProofFormat(StrEnum):
    """How a proof is written."""

    TREE = "tree"
    JSON = "json"
    TTL = "ttl"
    SVG = "svg"


Name = Annotated[
    str, typer.Argument(metavar="NAME", help="A name in Chinese or English, a prefixed name or an IRI. 名称")
]
Longest = Annotated[int, typer.Option("--longest", min=1, max=8, help="Steps that a path may have. 路径最长步数")]


def why(
    subject: Annotated[str, typer.Argument(metavar="SUBJECT", help="A name, a prefixed name or an IRI. 主体")],
    predicate: Annotated[str, typer.Argument(metavar="PREDICATE", help="E.g. supports or 支持. 关系")],
    object_: Annotated[str, typer.Argument(metavar="OBJECT", help="A name, a prefixed name or an IRI. 客体")],
    every: Annotated[
        bool, typer.Option("--all", help="All minimal proofs, up to 100 or 2 seconds. 全部最小证明")
    ] = False,
    format_: Annotated[
        ProofFormat, typer.Option("--format", "-f", help="How to write it. 输出格式")
    ] = ProofFormat.TREE,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to a file. 输出文件")
    ] = None,
    build_folder: Built = None,
    chapter: ChapterFile = None,
    lang: Lang = None,
) -> None:
    """Explain why a statement holds: the shortest proof, down to sentences.

    解释某一陈述为何成立：最短证明，直至原文句子。

    Example: kg why 上海市科技创业服务中心 indirectlySupports 科技型中小企业 --lang en
    """
    from kg.explanations import proof_as_graph, proof_as_json, proof_as_svg, proofs
    from kg.explanations import why as find_proof
    from kg.files import write_bytes
    from kg.reasoning import reason
    from kg.reasoning.proofs import Proofs
    from kg.reports import Wanted, print_proofs
    from kg.terminal import print_path

    settings = user_settings()
    language = language_of(lang, settings)
    reasoned = reason(load(build_folder, settings), settings.base)
    subject, object_ = (understand(reasoned.directory, name, language) for name in (subject, object_))
    proof = find_proof(reasoned, subject, predicate, object_, lang=language)
    found = proofs(reasoned, subject, predicate, object_) if every else Proofs((proof,))
    if format_ is ProofFormat.TREE and output is None:
        print_proofs(reasoned, found, Wanted(language, source=document_of(chapter)))
        return
    if format_ is ProofFormat.TREE:
        message = "--output goes with --format json, ttl or svg"
        raise InputError(message)
    if format_ is ProofFormat.JSON:
        records = [proof_as_json(reasoned, each) for each in found.proofs]
        text = json.dumps({"proofs": records, "ended_by": found.ended_by}, ensure_ascii=False, indent=2) + "\n"
    elif format_ is ProofFormat.TTL:
        text = proof_as_graph(reasoned, found.proofs).serialize(format="turtle")
    else:
        text = proof_as_svg(reasoned, found.proofs[0], language)
    if output is None:
        sys.stdout.write(text)
    else:
        write_bytes(output, text.encode())
        print_path(output, language)


def paths(
    source: Annotated[str | None, typer.Argument(metavar="[A]", help="Who supports. 支持者")] = None,
    target: Annotated[str | None, typer.Argument(metavar="[B]", help="Who is supported. 被支持者")] = None,
    from_: Annotated[
        str | None, typer.Option("--from", metavar="NAME", help="Whom does it reach, and through whom? 可达对象")
    ] = None,
    to: Annotated[
        str | None, typer.Option("--to", metavar="NAME", help="Who reaches it, and through whom? 支持来源")
    ] = None,
    longest: Longest = 4,
    top: Annotated[int, typer.Option(min=1, help="How many to list. 列出的数目")] = 20,
    format_: Annotated[
        ListFormat, typer.Option("--format", "-f", help="table, json or csv. 输出格式")
    ] = ListFormat.TABLE,
    build_folder: Built = None,
    chapter: ChapterFile = None,
    lang: Lang = None,
) -> None:
    """Find and rank the ways by which A supports B, each step with its evidence.

    找出并排列 A 支持 B 的路径，每一步附出处。
    A name may be a thing, a group, a class (Bank) or a service function (科技金融).

    Example: kg paths 上海市科技创业服务中心 科技型中小企业 --lang en
    """
    from kg.reasoning import reason
    from kg.reasoning.paths import paths as find_paths
    from kg.reasoning.paths import prospects, reach
    from kg.reports import Wanted, print_paths, print_prospects, print_reach

    settings = user_settings()
    language = language_of(lang, settings)
    a, b = source or from_, target or to
    if (source and from_) or (target and to) or not (a or b):
        message = "give two names, or --from NAME, or --to NAME; e.g. kg paths --from 上海市科技创业服务中心"
        zh = "请给出两个名称，或 --from 名称，或 --to 名称；例如 kg paths --from 上海市科技创业服务中心"
        raise InputError(message, zh=zh)
    wanted = Wanted(language, format_, top, document_of(chapter))
    reasoned = reason(load(build_folder, settings), settings.base)
    a, b = (understand(reasoned.directory, name, language) if name else "" for name in (a, b))
    found: Sequence[object]
    if a and b:
        found = ways = find_paths(reasoned, a, b, longest=longest)
        print_paths(reasoned, ways, wanted)
    else:
        found = reached = reach(reasoned, source=a or "", target=b or "", longest=longest)
        print_reach(reasoned, reached, wanted, forward=bool(a))
    if not found:
        print_prospects(reasoned, prospects(reasoned, source=a or "", target=b or ""), wanted)


def whatif(
    without: Annotated[
        list[str],
        typer.Option(
            "--without", metavar="WHAT", help="A thing, a row of relations.csv, or 'S | P | O'. 去掉的对象或事实"
        ),
    ],
    format_: Annotated[
        ListFormat, typer.Option("--format", "-f", help="table, json or csv. 输出格式")
    ] = ListFormat.TABLE,
    build_folder: Built = None,
    lang: Lang = None,
) -> None:
    """List the links that vanish without somebody or something stated, and those that survive by other proofs.

    假设去掉某一对象或事实：哪些联系消失，哪些因其他证明仍然成立。

    Example: kg whatif --without 上海市科技金融信息服务平台 --lang en
    """
    from kg.explanations import whatif as compare
    from kg.reasoning import reason
    from kg.reports import Wanted, print_change

    settings = user_settings()
    reasoned = reason(load(build_folder, settings), settings.base)
    change = compare(reasoned, *without)
    print_change(reasoned, change, Wanted(language_of(lang, settings), format_))


def critical(
    top: Annotated[int, typer.Option(min=1, help="How many to list. 列出的数目")] = 10,
    format_: Annotated[
        ListFormat, typer.Option("--format", "-f", help="table, json or csv. 输出格式")
    ] = ListFormat.TABLE,
    build_folder: Built = None,
    lang: Lang = None,
) -> None:
    """List the participants and facts that stand in every proof of most links of indirect support.

    列出间接支持最依赖的参与者与事实（出现于每一个证明）。

    Example: kg critical --top 5 --lang en
    """
    from kg.reasoning import reason
    from kg.reasoning.impact import critical as rank
    from kg.reports import Wanted, print_critical

    settings = user_settings()
    reasoned = reason(load(build_folder, settings), settings.base)
    things, facts = rank(reasoned)
    print_critical(reasoned, things, facts, Wanted(language_of(lang, settings), format_, top))

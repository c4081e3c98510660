"""What the commands that reason print: proofs as trees, paths, reach, and what would be lost."""

from __future__ import annotations

import csv
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.text import Text
from rich.tree import Tree

from kg.evidence import places
from kg.explanations import argue, name, path_as_json, proof_as_json, say, say_step
from kg.terminal import console, print_plain, print_table, quote, write_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rdflib.term import Node

    from kg.evidence import Evidence
    from kg.explanations import Argument
    from kg.model import Document
    from kg.reasoning.closure import Reasoned
    from kg.reasoning.impact import Change, Critical
    from kg.reasoning.paths import Path, Prospect, Reach
    from kg.reasoning.proofs import Proofs

    Triple = tuple[Node, Node, Node]

__all__ = ["Wanted", "print_change", "print_critical", "print_paths", "print_proofs", "print_prospects", "print_reach"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """How the reader wants an answer: language, format (table, json, csv), how many rows, and a text to quote from."""

    lang: str
    format_: str = "table"
    top: int | None = None
    source: Document | None = None


def print_proofs(reasoned: Reasoned, found: Proofs, wanted: Wanted) -> None:
    """Proofs as trees, and the sentences below if the text is given."""
    out, lang = console(), wanted.lang
    places_used: set[Evidence] = set()
    for number, proof in enumerate(found.proofs, 1):
        if len(found.proofs) > 1:
            out.print(f"[bold]{f'Proof {number}' if lang == 'en' else f'证明 {number}'}[/bold]")
        argument = argue(reasoned, proof, lang)
        tree = Tree(Text(argument.statement, style="bold"), guide_style="dim")
        _grow(tree, argument, lang, places_used)
        out.print(tree)
    ends = {
        "number": ("only the first 100 are listed", "仅列出前 100 个"),
        "time": ("two seconds were not enough for all", "两秒内未能列出全部"),
    }
    if len(found.proofs) > 1 or found.ended_by:
        en, zh = ends.get(found.ended_by, ("all minimal proofs", "以上为全部最小证明"))
        out.print(f"[dim]{len(found.proofs)}: {en if lang == 'en' else zh}[/dim]")
    if wanted.source is not None:
        quote(wanted.source, sorted(places_used))


def _grow(tree: Tree, argument: Argument, lang: str, used: set[Evidence]) -> None:
    if not argument.premises:
        used.update(argument.evidence)
        where = places(argument.evidence) or ("; ".join(argument.rows) or ("ontology" if lang == "en" else "本体"))
        word = "stated" if lang == "en" else "原文陈述"
        tree.add(Text(f"{word} {where}", style="dim"))
        return
    tree.add(Text(f"{'because' if lang == 'en' else '因为'} {argument.rule}", style="italic"))
    for premise in argument.premises:
        _grow(tree.add(Text(premise.statement)), premise, lang, used)


def print_prospects(reasoned: Reasoned, found: Sequence[Prospect], wanted: Wanted) -> None:
    """Below a search that found nothing: the support that the text speaks of and does not state as a fact."""
    if found and wanted.format_ == "table":
        lang = wanted.lang
        head = "No fact, and so no step of a path:" if lang == "en" else "以下不是已成的事实，所以不算路径："
        console().print(Text(f"\n{head}"))
        print_plain(
            [
                [*(name(reasoned, term, lang) for term in (*each.triple, each.modality)), places(each.evidence)]
                for each in found
            ]
        )
    if found and wanted.format_ == "table" and wanted.source is not None:
        quote(wanted.source, sorted({place for each in found for place in each.evidence}))


def print_paths(reasoned: Reasoned, every: Sequence[Path], wanted: Wanted) -> None:
    """Ranked paths, a row for each step."""
    lang, found = wanted.lang, every[: wanted.top]
    if wanted.format_ == "json":
        write_json([path_as_json(reasoned, path) for path in found])
        return
    rows = []
    for number, path in enumerate(found, 1):
        for index, (step, node) in enumerate(zip(path.steps, path.nodes[1:], strict=True)):
            head = [str(number), str(path.strength), name(reasoned, path.source, lang)] if index == 0 else ["", "", ""]
            rows.append([*head, say_step(reasoned, step, lang), name(reasoned, node, lang), places(step.evidence)])
        if path.group is not None:
            group = name(reasoned, path.group, lang)
            rows[-1][-1] = f"eligible only, through {group}" if lang == "en" else f"仅有资格，经由{group}"
    heads = (
        ["path", "strength", "from", "step", "to", "evidence"]
        if lang == "en"
        else ["路径", "强度", "自", "步骤", "至", "出处"]
    )
    if not _print(heads, rows, wanted):
        return
    _count(len(found), len(every), ("path", "paths", "条路径"), lang)
    if wanted.source is not None:
        quote(wanted.source, sorted({each for path in found for step in path.steps for each in step.evidence}))


def print_reach(reasoned: Reasoned, every: Sequence[Reach], wanted: Wanted, *, forward: bool) -> None:
    """Who is reached (or who reaches), in how many steps, through whom."""
    lang, found = wanted.lang, every[: wanted.top]
    if wanted.format_ == "json":
        records = [
            {**path_as_json(reasoned, each.best), "through": [name(reasoned, node, lang) for node in each.through]}
            for each in found
        ]
        write_json(records)
        return
    comma = ", " if lang == "en" else "、"
    rows = [
        [
            name(reasoned, each.target if forward else each.source, lang),
            str(len(each.best.steps)),
            comma.join(name(reasoned, node, lang) for node in each.through),
            "; ".join(dict.fromkeys(places(step.evidence) for step in each.best.steps)),
        ]
        for each in found
    ]
    who = ("reached", "可达对象") if forward else ("supporter", "支持者")
    heads = [who[0], "steps", "through", "evidence"] if lang == "en" else [who[1], "步数", "经由", "出处"]
    if not _print(heads, rows, wanted):
        return
    _count(len(found), len(every), ("row", "rows", "行"), lang)


def print_change(reasoned: Reasoned, change: Change, wanted: Wanted) -> None:
    """What vanishes and what survives."""
    lang = wanted.lang
    if wanted.format_ == "json":
        found = {
            "removed": [say(reasoned, each, lang) for each in change.removed],
            "vanished": [dict(zip(("s", "p", "o"), map(str, each), strict=True)) for each in change.vanished],
            "survived": [proof_as_json(reasoned, each) for each in change.survived],
        }
        write_json(found)
        return
    words = {"gone": ("vanishes", "消失"), "left": ("survives", "仍成立")}
    index = 0 if lang == "en" else 1
    rows = [[words["gone"][index], say(reasoned, each, lang)] for each in change.vanished]
    rows += [[words["left"][index], say(reasoned, each.triple, lang)] for each in change.survived]
    heads = ["what", "link"] if lang == "en" else ["结果", "联系"]
    if not _print(heads, rows, wanted):
        return
    removed, vanished, survived = len(change.removed), len(change.vanished), len(change.survived)
    text = (
        f"{removed} stated facts taken away: {vanished} links vanish, {survived} survive by other proofs"
        if lang == "en"
        else f"去掉 {removed} 个陈述的事实：{vanished} 条联系消失，{survived} 条因其他证明仍成立"
    )
    console().print(f"[dim]{text}[/dim]")


def print_critical(
    reasoned: Reasoned, things: Sequence[Critical[Node]], facts: Sequence[Critical[Triple]], wanted: Wanted
) -> None:
    """On whom and on what most links of indirect support rest."""
    lang = wanted.lang
    rows = [["actor", name(reasoned, each.item, lang), str(len(each.links))] for each in things[: wanted.top]]
    rows += [["fact", say(reasoned, each.item, lang), str(len(each.links))] for each in facts[: wanted.top]]
    if wanted.format_ == "json":
        keys = ("kind", "name", "links")
        write_json([dict(zip(keys, (kind, text, int(number)), strict=True)) for kind, text, number in rows])
        return
    if lang == "zh":
        rows = [["参与者" if kind == "actor" else "事实", text, number] for kind, text, number in rows]
    heads = ["kind", "name", "links that rest on it"] if lang == "en" else ["类型", "名称", "所系联系数"]
    _print(heads, rows, wanted)


def _print(heads: Sequence[str], rows: Sequence[Sequence[str]], wanted: Wanted) -> bool:
    """Print a table, or CSV; whether a remark may follow."""
    if wanted.format_ == "csv":
        csv.writer(sys.stdout, lineterminator="\n").writerows([heads, *rows])
    else:
        print_table(heads, rows)
    return wanted.format_ != "csv"


def _count(shown: int, total: int, words: tuple[str, str, str], lang: str) -> None:
    one, many, zh = words
    text = f"{total} {one if total == 1 else many}" if lang == "en" else f"{total} {zh}"
    if shown < total:
        text += f", the first {shown} shown (--top)" if lang == "en" else f"，显示前 {shown}（--top）"
    console().print(f"[dim]{text}[/dim]")

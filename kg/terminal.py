"""What a command prints: progress, tables, rows, descriptions and quotations."""

from __future__ import annotations

import csv
import json
import os
import shlex
import sys
import time
from contextlib import contextmanager
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any, Self, TextIO

from rdflib import BNode, Literal, URIRef
from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from kg.errors import InputError
from kg.evidence import label_of, places, sentence_of, sentences_of_graph
from kg.facts.numbers import format_number
from kg.files import STANDARD_OUTPUT
from kg.layout import GAP, widths, wrap
from kg.namespaces import NIF, QB, RDF, SKOS, TIS, XSD, mint
from kg.text.decoding import fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from rdflib import Dataset
    from rdflib.term import Node

    from kg.descriptions import Description, Statement
    from kg.evaluation import Difference, Disagreement, Measure
    from kg.evidence import Evidence
    from kg.model import Document, Problem, Tables
    from kg.networks import Centrality
    from kg.queries import Caption, Question
    from kg.reader.proposals import Proposal
    from kg.verification import Report


def console() -> Console:
    """A console as wide as the terminal that the reader looks at, though a pipe be between; 120 columns without one."""
    if sys.stdout.isatty():
        return Console(highlight=False)
    return Console(highlight=False, width=_width_behind(sys.stderr) or 120)


def _width_behind(stream: TextIO) -> int:
    """The columns of the terminal that a stream writes to, or 0."""
    return os.get_terminal_size(stream.fileno()).columns if stream.isatty() else 0


class Steps:
    """Progress on standard error: what is being done, and how long it took."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._done = 0

    @contextmanager
    def __call__(self, en: str, zh: str) -> Iterator[None]:
        """Report one step around what it does."""
        self._done += 1
        start = time.monotonic()
        sys.stderr.write(f"[{self._done}/{self._total}] {zh} {en} …")
        sys.stderr.flush()
        try:
            yield
        except BaseException:
            sys.stderr.write("\n")
            raise
        sys.stderr.write(f" {time.monotonic() - start:.1f} s\n")


class Counter:
    """Progress on standard error over many files: how many are done, which was last, and how long it takes."""

    def __init__(self, total: int, done: int = 0) -> None:
        columns = ("{task.completed}/{task.total}", BarColumn(), TimeElapsedColumn(), "{task.description}")
        out = Console(stderr=True, highlight=False)
        self._progress = Progress(*columns, console=out, transient=True, disable=not out.is_terminal)
        self._task = self._progress.add_task("", total=total, completed=done)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def __call__(self, name: str) -> None:
        """One more is done."""
        self._progress.update(self._task, advance=1, description=escape(name))


def print_table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Rows under heads, wrapped to the terminal; a line for each cell where words would have to be broken."""
    out = console()
    found = widths([heads, *rows], out.width)
    if found is None:
        _print_records(out, heads, rows)
        return
    table = Table(box=None, pad_edge=False)
    for head, width in zip(heads, found, strict=True):
        table.add_column("\n".join(wrap(head, width)), width=width)
    for row in rows:
        table.add_row(*(Text("\n".join(wrap(cell, width))) for cell, width in zip(row, found, strict=True)))
    out.print(table)


def _print_records(out: Console, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Each row as lines of head and cell, without its empty cells; a blank line between rows."""
    indent = max(map(cell_len, heads)) + GAP
    for index, row in enumerate(rows):
        if index:
            out.print()
        for head, cell in zip(heads, row, strict=True):
            if cell:
                first, *others = wrap(cell, max(out.width - indent, 1))
                out.print(Text(f"{set_cell_size(head, indent)}", "bold").append(first, "not bold"))
                for line in others:
                    out.print(Text(" " * indent + line))


def print_path(path: Path, lang: str) -> None:
    """Say where something was written, unless it is the standard output itself."""
    if path == STANDARD_OUTPUT:
        return
    console().print(Text(f"{'wrote' if lang == 'en' else '已写入'} {path}"), soft_wrap=True)


def print_ranking(
    network: Any,  # noqa: ANN401 - networkx has no types
    ranked: Sequence[Centrality],
    format_: str,
    lang: str,
    caption: str,
) -> None:
    """A ranking of participants as a table with a caption, or as JSON or CSV in both languages."""
    measures = [*ranked[0].values] if ranked else []
    records = [
        {
            "rank": each.rank,
            "iri": each.node,
            "zh": each.zh,
            "en": each.en,
            "class": each.class_,
            **{key: network.nodes[each.node][key] for key in ("class_zh", "class_en")},
            "function": each.function,
            **{key: network.nodes[each.node][key] for key in ("function_zh", "function_en")},
            **each.values,
        }
        for each in ranked
    ]
    if format_ == "json":
        write_json(records)
    elif format_ == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow([*(records[0] if records else [])])
        writer.writerows([*record.values()] for record in records)
    else:
        english = lang == "en"
        heads = ["rank", "name", "class", "function"] if english else ["名次", "名称", "类别", "服务功能"]
        columns = ["rank", lang, f"class_{lang}", f"function_{lang}"]
        rows = [
            [*(str(record[column]) for column in columns), *(_measure(record[measure]) for measure in measures)]
            for record in records
        ]
        print_table([*heads, *(measure if english else _MEASURES[measure] for measure in measures)], rows)
        nodes, edges = len(network), network.number_of_edges()
        size = f"{nodes} participants, {edges} ties" if english else f"{nodes} 个参与者，{edges} 条联系"
        console().print(Text(f"{size}\n\n{caption}", style="dim"))


_MEASURES = {
    "degree": "度",
    "betweenness": "介数",
    "closeness": "接近度",
    "eigenvector": "特征向量",
    "pagerank": "PageRank",
    "strength": "强度",
}


def _measure(value: float) -> str:
    """A share to four places; a count of sentences as it is."""
    return str(int(value)) if value >= 1 and value == int(value) else f"{value:.4f}"


def print_summary(dataset: Dataset, quads: int, path: Path, base: str, lang: str) -> None:
    """How much a dataset holds, and where it was written."""
    inferred = dataset.graph(mint(base, "graph", "inferred"))
    entities = {s for s in dataset.subjects(SKOS.prefLabel) if str(s).startswith(f"{base}entity/")}
    counts = [
        ("named entities", "具名对象", len(entities)),
        ("groups", "群体", len(set(dataset.subjects(TIS.kind)))),
        ("stated facts", "陈述的事实", len(set(dataset.subjects(TIS.factProperty)))),
        ("figures", "数据", len(set(dataset.subjects(RDF.type, QB.Observation)))),
        (
            "sentences that state something",
            "有陈述的句子",
            sum("/graph/evidence/" in str(g.identifier) for g in dataset.graphs()),
        ),
        ("inferred statements", "推出的陈述", len(inferred)),
        (
            "of these, links of indirect support",
            "其中间接支持",
            len(set(inferred.subject_objects(TIS.indirectlySupports))),
        ),
        ("quads in all", "四元组总数", quads),
    ]
    print_table(["", ""], [[zh if lang == "zh" else en, f"{count:,}"] for en, zh, count in counts])
    print_path(path, lang)


def print_extraction(
    tables: Tables, unread: Mapping[str, int], left_out: Sequence[Problem], path: Path, lang: str
) -> None:
    """What a reader found out about a document and on which rule, how many rows it made, and what it did not read."""
    english = lang == "en"
    print_table(["table", "rows"] if english else ["表", "行数"], _count_rows(tables))
    words = _CONTEXT["en" if english else "zh"]
    document = tables.documents[0]
    found = {row.field: row for row in reversed(tables.context)}
    for field in ("place", "base_year", "report_year", "kind"):
        value = getattr(document, field)
        row = found.get(field)
        where = f" [{row.begin}, {row.end})" if row and row.end else ""
        missing = words["unknown"] if field == "kind" else words["open"]
        how = f"{row.rule}{where}" if row else words["follows"] if value else missing
        console().print(Text(f"{words[field]}: {value or '–'} ({how})"), soft_wrap=True)
    for kind, count in sorted(unread.items()):
        console().print(Text(f"{words['unread']} {words[kind]}: {count:,}"), soft_wrap=True)
    if left_out:
        console().print(Text(f"{words['left_out']}: {len(left_out):,}"), soft_wrap=True)
    print_path(path, lang)


def _count_rows(tables: Tables) -> list[list[str]]:
    kinds = ("sentences", "entities", "names", "mentions", "groups", "figures", "relations")
    return [[kind, f"{len(getattr(tables, kind)):,}"] for kind in kinds]


_CONTEXT = {
    "en": {
        "place": "whose document",
        "base_year": "looks back on",
        "report_year": "speaks in",
        "kind": "kind of document",
        "follows": "follows from the other year",
        "open": "nothing says it; give --place or --year",
        "unknown": "nothing says it",
        "unread": "nothing was read from",
        "sentence": "sentences",
        "numeral": "numerals",
        "Chinese numeral": "Chinese numerals",
        "title": "titles",
        "quotation": "quotations",
        "left_out": "rows left out, with reasons in unread.csv",
    },
    "zh": {
        "place": "所属地区",
        "base_year": "回顾年份",
        "report_year": "报告年份",
        "kind": "文种",
        "follows": "由另一年份推得",
        "open": "文中未说明，可用 --place 或 --year 指定",
        "unknown": "文中未说明",
        "unread": "未读出内容的",
        "sentence": "句子",
        "numeral": "数字",
        "Chinese numeral": "中文数字",
        "title": "书名号标题",
        "quotation": "引号内容",
        "left_out": "未收入的行（原因见 unread.csv）",
    },
}


def print_readings(rows: Sequence[Sequence[str]], errors: Sequence[str], lang: str) -> None:
    """What came of each of many files, and why nothing came of some."""
    heads = {
        "en": ["file", "place", "year", "sentences", "figures", "relations", "unread numerals", "seconds"],
        "zh": ["文件", "地区", "年份", "句子", "数据", "关系", "未读数字", "秒"],
    }[lang]
    if rows:
        print_table(heads, rows)
    for error in errors:
        console().print(Text(f"{'not read' if lang == 'en' else '未读取'}: {error}"), soft_wrap=True)


def print_proposals(proposals: Sequence[Proposal], lang: str) -> None:
    """What to decide on, with one context each."""
    if lang == "en":
        print_table(
            ["kind", "form", "could be", "times", "context"],
            [[each.kind, each.form, each.guess, str(each.count), each.contexts[0]] for each in proposals],
        )
        return
    kinds = {"name": "名称", "digits": "数字", "anaphor": "指代", "short": "简称", "recognised": "识别器"}
    print_table(
        ["类别", "形式", "可能是", "次数", "上下文"],
        [[kinds[each.kind], each.form, each.guess, str(each.count), each.contexts[0]] for each in proposals],
    )


def print_report(report: Report, lang: str) -> None:
    """Coverage by section, what is not covered, and how many rows were verified."""
    heads = {
        "en": ["section", "numerals", "Chinese numerals", "titles", "quoted phrases"],
        "zh": ["节", "数字", "中文数字", "书名号", "引号"],
    }[lang]
    print_table(
        heads,
        [[str(line.section), *(f"{covered}/{total}" for covered, total in line.counts)] for line in report.coverage],
    )
    for gap in report.gaps:
        console().print(Text(f"  {'not covered' if lang == 'en' else '未覆盖'}: {gap}"), soft_wrap=True)
    if not report.problems:
        rows = f"{report.rows:,}"
        console().print(f"{rows} rows verified, no error" if lang == "en" else f"已验证 {rows} 行，没有错误")


def print_measures(
    measures: Sequence[Measure], format_: str, examples: int, lang: str, source: Document | None
) -> None:
    """Scores as a table, JSON or CSV, with some of the disagreements behind each; quoted if the text is given."""
    if format_ == "json":
        records = [
            {
                **{field: getattr(each, field) for field in _SCORE_FIELDS},
                "disagreements": [_quoted(error, source) for error in each.disagreements[:examples]],
            }
            for each in measures
        ]
        write_json(records)
        return
    if format_ == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(_SCORE_FIELDS)
        writer.writerows([[_score(getattr(each, field)) for field in _SCORE_FIELDS] for each in measures])
        return
    english = lang == "en"
    heads = ["", "precision", "recall", "F1", "matched", "found", "expected"]
    if not english:
        heads = ["", "准确率", "召回率", "F1", "一致", "得到", "应有"]
    shown = [each for each in measures if each.found or each.expected]
    print_table(
        heads,
        [
            [each.en if english else each.zh, *(_score(getattr(each, field)) for field in _SCORE_FIELDS[1:])]
            for each in shown
        ],
    )
    for each in shown if examples else ():
        console().print(Text(f"\n{each.name}: {len(each.disagreements)}", style="bold"))
        for error in each.disagreements[:examples]:
            quoted = _quoted(error, source)
            text = f" {quoted['text']}" if source else ""
            line = f"  [{error.begin}, {error.end}){text}: {error.expected or '–'} → {error.found or '–'}"
            console().print(Text(line), soft_wrap=True)


_SCORE_FIELDS = ("name", "precision", "recall", "f1", "matched", "found", "expected")


def _score(value: float | str | None) -> str:
    if value is None:
        return "–"
    return f"{value:.4f}" if isinstance(value, float) else str(value)


def _quoted(error: Disagreement, source: Document | None) -> dict[str, Any]:
    found: dict[str, Any] = {
        "begin": error.begin,
        "end": error.end,
        "expected": error.expected,
        "found": error.found,
    }
    return found if source is None else {**found, "text": source.text[error.begin : error.end]}


def print_differences(differences: Sequence[Difference], format_: str, lang: str) -> None:
    """Row by row what differs, as a table, JSON or CSV."""
    fields = ["table", "row", "field", "left", "right"]
    rows = [[getattr(each, field) for field in fields] for each in differences]
    if not _write_records(fields, rows, format_):
        print_table(fields if lang == "en" else ["表", "行", "栏", "左", "右"], rows)
        count = len(rows)
        console().print(f"[dim]{count} differences[/dim]" if lang == "en" else f"[dim]{count} 处不同[/dim]")


def write_json(value: Any) -> None:  # noqa: ANN401 - whatever json takes
    """Write a value for a script."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def _write_records(fields: Sequence[str], rows: Sequence[Sequence[str]], format_: str) -> bool:
    """Write rows for a script; False if a person is to read them."""
    if format_ == "json":
        records = [dict(zip(fields, row, strict=True)) for row in rows]
        write_json(records)
    elif format_ == "csv":
        csv.writer(sys.stdout, lineterminator="\n").writerows([fields, *rows])
    return format_ in ("json", "csv")


def write_description(found: Description, format_: str) -> None:
    """What is said of a thing, for a script: all of it as one JSON object, its statements and figures as CSV."""
    if format_ == "json":
        record = {
            **asdict(found),
            "statements": [{**asdict(each), "evidence": list(map(str, each.evidence))} for each in found.statements],
            "figures": [{**asdict(each), "evidence": list(map(str, each.evidence))} for each in found.figures],
        }
        write_json(record)
        return
    rows = [
        *(
            (
                "inferred" if each.inferred else "stated",
                each.property,
                each.other,
                "",
                "; ".join(each.qualifiers),
                each.modality,
                "; ".join(map(str, each.evidence)),
            )
            for each in found.statements
        ),
        *(
            (
                "figure",
                each.indicator,
                each.value,
                each.period,
                "; ".join(each.qualifiers),
                "",
                "; ".join(map(str, each.evidence)),
            )
            for each in found.figures
        ),
    ]
    _write_records(("kind", "says", "of", "period", "qualifiers", "modality", "evidence"), rows, format_)


def print_questions(questions: Sequence[Question], topics: Sequence[Caption], lang: str) -> None:
    """Named questions under their topics, each with its parameters."""
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(overflow="fold")
    table.add_column(overflow="fold")
    for topic in topics:
        if any(question.topic == topic.name for question in questions):
            table.add_row(Text(getattr(topic, lang), style="bold"))
        for question in questions:
            if question.topic == topic.name:
                parameters = [f"--param {each.name}=…  {getattr(each, lang)}" for each in question.parameters]
                asked = Text("\n").join([Text(getattr(question, lang)), *(Text(each, "dim") for each in parameters)])
                table.add_row(Text(f"  {question.name}"), asked)
    console().print(table)
    word = "question" if len(questions) == 1 else "questions"
    count = f"{len(questions)} {word if lang == 'en' else '个问题'}"
    console().print(f"[dim]{count}[/dim]")


def write_rows(  # noqa: PLR0913, PLR0917 - what a table needs
    dataset: Dataset,
    heads: Mapping[str, str],
    rows: Sequence[Mapping[Any, Node]],
    format_: str,
    lang: str,
    base: str,
    source: Document | None,
) -> None:
    """The rows of an answer as a table, SPARQL JSON or CSV; quotations follow a table if the text is given.

    ``heads`` has what a table says over each variable. A table leaves out the columns that are empty, or say what goes
    without saying, in every row; JSON and CSV keep them, under the names of the variables.
    """
    named = [{str(variable): term for variable, term in row.items()} for row in rows]
    if format_ == "json":
        bindings = [{name: _json_term(row[name]) for name in heads if row.get(name) is not None} for row in named]
        document = {"head": {"vars": list(heads)}, "results": {"bindings": bindings}}
        write_json(document)
    elif format_ == "csv":
        csv.writer(sys.stdout, lineterminator="\n").writerows(_csv_lines(dataset, list(heads), named, lang, base))
    else:
        shown = [name for name in heads if not named or any(row.get(name) not in _UNMARKED for row in named)]
        cells = [[_cell(dataset, row.get(name), lang, base) for name in shown] for row in named]
        print_table([heads[name] for name in shown], cells)
        word = "row" if len(rows) == 1 else "rows"
        console().print(f"[dim]{len(rows)} {word if lang == 'en' else '行'}[/dim]")
        if source is not None:
            quote(source, _evidence_in(dataset, named, base))


_UNMARKED = (None, TIS.asserted, TIS.exactly, TIS.unconditional)
"""What a cell need not say: nothing, or that a thing is stated as a fact, is so exactly, or without condition."""


def _cell(dataset: Dataset, term: Node | None, lang: str, base: str) -> str:
    if isinstance(term, Literal) and term.datatype == XSD.decimal:
        return format_number(term, lang)
    return label_of(dataset, term, lang, base)


def _csv_lines(
    dataset: Dataset, names: Sequence[str], rows: Sequence[Mapping[str, Node]], lang: str, base: str
) -> Iterator[list[str]]:
    """Head and rows: each column as SPARQL has it, and after it, unless it holds literals, one of labels."""
    literal = {name for name in names for row in rows if isinstance(row.get(name), Literal)}
    labelled = set(names) - literal
    yield [head for name in names for head in ((name, f"{name}_label") if name in labelled else (name,))]
    for row in rows:
        line: list[str] = []
        for name in names:
            term = row.get(name)
            line.append("" if term is None else str(term))
            if name in labelled:
                line.append(label_of(dataset, term, lang, base))
        yield line


def _json_term(term: Node) -> dict[str, str]:
    if isinstance(term, URIRef):
        return {"type": "uri", "value": str(term)}
    if isinstance(term, BNode):
        return {"type": "bnode", "value": str(term)}
    found = {"type": "literal", "value": str(term)}
    if isinstance(term, Literal) and term.language:
        found["xml:lang"] = term.language
    elif isinstance(term, Literal) and term.datatype:
        found["datatype"] = str(term.datatype)
    return found


def _evidence_in(dataset: Dataset, rows: Sequence[Mapping[str, Node]], base: str) -> list[Evidence]:
    found: set[Evidence] = set()
    for term in {term for row in rows for term in row.values() if isinstance(term, URIRef)}:
        if (term, RDF.type, NIF.Sentence) in dataset:
            found.add(sentence_of(dataset, term, base))
        else:
            found.update(sentences_of_graph(dataset, term, base))
    return sorted({replace(each, supplied=False) for each in found})


def print_description(description: Description, lang: str, source: Document | None) -> None:
    """What the graph says of one thing: statements, inferences, figures; then quotations if the text is given."""
    out = console()
    comma = ", " if lang == "en" else "，"
    out.print(Text(description.name, style="bold"))
    facts = [description.class_, description.function, *description.other_names, description.note]
    out.print(Text(" · ".join(filter(None, facts))), soft_wrap=True)
    out.print(Text(description.iri, style="dim"), soft_wrap=True)
    stated = [each for each in description.statements if not each.inferred]
    for title, statements in (
        ("Stated" if lang == "en" else "陈述", [each for each in stated if not each.modality]),
        (
            "Planned, tried, aimed at or permitted" if lang == "en" else "计划、试行、目标或许可",
            [each for each in stated if each.modality],
        ),
        ("Inferred" if lang == "en" else "推出", [each for each in description.statements if each.inferred]),
    ):
        if statements:
            out.print(f"\n[bold]{title}[/bold]")
            print_plain(_gather(statements, lang))
    if any(each.inferred for each in description.statements):
        hint = "explains an inferred link" if lang == "en" else "解释推出的联系"
        out.print(Text(f" kg why {shlex.quote(description.name)} indirectlySupports NAME  {hint}", style="dim"))
    if description.figures:
        out.print(f"\n[bold]{'Figures' if lang == 'en' else '数据'}[/bold]")
        print_plain(
            [
                [each.indicator, each.value, comma.join([each.period, *each.qualifiers]), places(each.evidence)]
                for each in description.figures
            ]
        )
    if source is not None:
        quote(source, sorted(_places_of(description)))


def _gather(statements: Sequence[Statement], lang: str) -> list[list[str]]:
    """Statements as rows: those that say the same of several things are one row."""
    comma, pause = (", ", "; ") if lang == "en" else ("，", "、")
    others: dict[tuple[str, str], list[str]] = {}
    where: dict[tuple[str, str], set[Evidence]] = {}
    for each in statements:
        key = (each.property, comma.join(filter(None, [*each.qualifiers, each.modality])))
        if each.other not in others.setdefault(key, []):
            others[key].append(each.other)
        where.setdefault(key, set()).update(each.evidence)
    return [[key[0], pause.join(names), key[1], places(sorted(where[key]))] for key, names in others.items()]


def _places_of(description: Description) -> set[Evidence]:
    stated = {place for statement in description.statements for place in statement.evidence}
    return stated | {place for figure in description.figures for place in figure.evidence}


def print_plain(rows: Sequence[Sequence[str]]) -> None:
    """Rows without heads, the last column dim."""
    out = console()
    found = widths(rows, out.width - GAP)  # a blank on either side
    table = Table(box=None, pad_edge=True, show_header=False)
    for index in range(len(rows[0])):
        style = "dim" if index == len(rows[0]) - 1 else None
        table.add_column(style=style, overflow="fold", width=found[index] if found else None)
    for row in rows:
        table.add_row(*(Text("\n".join(wrap(cell, found[i])) if found else cell) for i, cell in enumerate(row)))
    out.print(table)


def quote(source: Document, evidence: Sequence[Evidence]) -> None:
    """Quote sentences from the user's own copy, if it is the text that the tables were made from."""
    out = console()
    for each in evidence:
        quotation = source.text[each.begin : each.end]
        if fingerprint(quotation) != each.sha256:
            message = f"{source.name}: not the text that the tables were made from ({each} differs); give that text"
            raise InputError(message, zh=f"{source.name}：不是制表所据的原文（{each} 处不同）；请给出那份原文")
        out.print(Text(f"\n{each}", style="dim"), Text(f"\n  {quotation}"), soft_wrap=True)

"""Commands that ask: queries, named questions, what is said of one thing."""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer

from kg.cli.options import (
    Built,
    ChapterFile,
    Lang,
    ListFormat,
    ResultFormat,
    Seconds,
    dataset_of,
    document_of,
    language_of,
    load,
    parameters_of,
    time_limit,
    understand,
    user_settings,
)
from kg.errors import QueryError

__all__ = ["query", "questions", "show"]


def complete_question(incomplete: str) -> list[tuple[str, str]]:
    """Names of questions for the shell, each with what it asks."""
    from kg.queries import list_questions

    lang = user_settings().lang
    return [(each.name, getattr(each, lang)) for each in list_questions() if each.name.startswith(incomplete)]


def complete_parameter(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Names of the question's parameters for the shell."""
    from kg.queries import list_questions

    lang = user_settings().lang
    typed = {ctx.params.get("text"), *ctx.args}  # before an option is complete, the parser leaves the name in the rest
    asked = [each for each in list_questions() if each.name in typed]
    found = [(f"{each.name}=", getattr(each, lang)) for question in asked for each in question.parameters]
    return [(name, what) for name, what in found if name.startswith(incomplete)]


def query(
    text: Annotated[
        str,
        typer.Argument(
            metavar="SPARQL|FILE|NAME",
            help="SPARQL, a .rq file or a question's name. 查询或问题名",
            autocompletion=complete_question,
        ),
    ],
    param: Annotated[
        list[str] | None,
        typer.Option(
            "--param",
            "-p",
            metavar="K=V",
            help="A parameter of the question. 问题的参数",
            autocompletion=complete_parameter,
        ),
    ] = None,
    format_: Annotated[
        ResultFormat, typer.Option("--format", "-f", help="How to write the answer. 输出格式")
    ] = ResultFormat.TABLE,
    build_folder: Built = None,
    chapter: ChapterFile = None,
    timeout: Seconds = None,
    lang: Lang = None,
) -> None:
    """Ask in SPARQL, or ask a named question (see `kg questions`).

    用 SPARQL 或命名问题查询。

    Example: kg query who_supports --param actor=科技型中小企业 --lang en
    """
    from kg.namespaces import bind_prefixes
    from kg.queries import defaults, fill, prepare, read_heads, unknown_terms
    from kg.terminal import write_rows

    settings = user_settings()
    language = language_of(lang, settings)
    dataset = load(build_folder, settings)
    source = document_of(chapter)
    parameters = parameters_of(param or [])
    prepared = prepare(fill(dataset, text, parameters, settings.base, language), dataset)
    for name, value in defaults(dataset, text, parameters, language).items():
        _warn(
            f"example with {name}={value}; choose your own with --param {name}=…",
            f"以 {name}={value} 为例；用 --param {name}=… 另选",
            language,
        )
    for term, near in unknown_terms(prepared).items():
        _warn(
            f"the ontology has no {term}" + (f"; did you mean {near}?" if near else ""),
            f"本体中没有 {term}" + (f"；是否要写 {near}？" if near else ""),
            language,
        )
    with time_limit(timeout or settings.timeout):
        result = dataset.query(prepared)
        rows = [dict(binding) for binding in result.bindings] if result.type == "SELECT" else []
    if result.graph is not None and result.type in ("CONSTRUCT", "DESCRIBE"):
        bind_prefixes(result.graph, settings.base)
        sys.stdout.write(result.graph.serialize(format="turtle"))
    elif result.type == "ASK":
        answer = bool(result.askAnswer)
        as_json = json.dumps({"head": {}, "boolean": answer})
        sys.stdout.write(f"{as_json if format_ == ResultFormat.JSON else str(answer).lower()}\n")
    elif format_ == ResultFormat.TTL:
        message = "--format ttl goes with CONSTRUCT and DESCRIBE; this query is a SELECT"
        raise QueryError(message)
    else:
        heads = read_heads(text, [str(name) for name in result.vars or ()], language)
        write_rows(dataset, heads, rows, format_, language, settings.base, source)


def questions(
    word: Annotated[str, typer.Argument(metavar="[WORD]", help="Only those about a word. 只列与某词有关的")] = "",
    lang: Lang = None,
) -> None:
    """List the named questions and their parameters.

    列出命名问题及其参数。

    Example: kg questions policy --lang en
    """
    from kg.queries import find_questions, list_topics
    from kg.terminal import print_questions

    print_questions(find_questions(word), list_topics(), language_of(lang, user_settings()))


def show(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name in Chinese or English, or an IRI. 名称")],
    format_: Annotated[
        ListFormat, typer.Option("--format", "-f", help="table, json or csv. 输出格式")
    ] = ListFormat.TABLE,
    build_folder: Built = None,
    chapter: ChapterFile = None,
    lang: Lang = None,
) -> None:
    """Show what the graph says of one thing, with its evidence.

    显示某一对象的事实、数据与出处。

    Example: kg show 上海市科技金融信息服务平台 --lang en
    """
    from kg.descriptions import put_into_words
    from kg.facts.directory import read_directory
    from kg.facts.resolution import resolve
    from kg.facts.source import StoreSource, now
    from kg.facts.things import read_about
    from kg.terminal import print_description, write_description

    settings = user_settings()
    language = language_of(lang, settings)
    source = StoreSource.of_file(dataset_of(build_folder, settings), settings.base)
    document = document_of(chapter)
    directory = now(read_directory(source, settings.base))
    found = resolve(directory, understand(directory, name, language))
    if found.thing is None:
        raise found.explain()
    description = put_into_words(now(read_about(source, directory, found.thing.iri)), directory, language)
    if format_ is ListFormat.TABLE:
        print_description(description, language, document)
    else:
        write_description(description, format_)


def _warn(en: str, zh: str, lang: str) -> None:
    sys.stderr.write(f"{en if lang == 'en' else zh}\n")

"""The command line: one sub-command a stage. Only this module wires stages and catches errors."""

from __future__ import annotations

import json
import signal
import sys
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.errors import CheckError, InputError, KgError, QueryError, ValidationError, VerificationError
from kg.settings import Settings, read_settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rdflib import Dataset

    from kg.model import Document

__all__ = ["app", "main"]

DATASET = "dataset.nq"

app = typer.Typer(
    name="kg",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="A knowledge graph of a city's technology-innovation service system. 城市技术创新服务体系知识图谱",
)


class Language(StrEnum):
    """The reader's language."""

    ZH = "zh"
    EN = "en"


class ResultFormat(StrEnum):
    """How an answer is written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    TTL = "ttl"


class ListFormat(StrEnum):
    """How a list is written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


Lang = Annotated[Language | None, typer.Option("--lang", help="Language of the output [default: zh]. 输出语言")]
Built = Annotated[
    Path | None,
    typer.Option("--build", "-b", metavar="DIR", help="Folder of the built dataset [default: build]. 数据集目录"),
]
ChapterFile = Annotated[
    Path | None,
    typer.Option("--chapter", metavar="FILE", help="Your copy of the chapter, to quote from. 原文，用于引文"),
]
Narrow = Annotated[bool, typer.Option("--collaboration-only", help="Count only collaboration as a tie. 只计合作关系")]


# ── commands ───────────────────────────────────────────────────────────────────────────────


@app.command()
def build(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="Folder of tables [default: data/shanghai-2012]. 表格目录")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="DIR", help="Where to write [default: build]. 输出目录")
    ] = None,
    lang: Lang = None,
) -> None:
    """Build the graph: check tables, state facts, infer, check shapes, write.

    由表格构建图谱：检查、陈述、推理、约束、写入。

    Example: kg build data/shanghai-2012 -o build
    """
    from kg.files import replaced_directory
    from kg.mapping import build as build_dataset
    from kg.reasoning import infer
    from kg.store import write_dataset
    from kg.tables import read_tables
    from kg.terminal import Steps, print_summary
    from kg.validation import validate as find_violations

    settings = _settings()
    source, target = folder or _default_tables(), output or Path(settings.build)
    step = Steps(5)
    with step("checking the tables", "检查表格"):
        tables = read_tables(source)
    with step("stating the facts", "生成事实"):
        dataset = build_dataset(tables, settings.base)
    with step("inferring", "推理"):
        closed = infer(dataset, settings.base)
    with step("checking the shapes", "检查约束"):
        problems = find_violations(closed, settings.base)
        if problems:
            message = f"{source}: {len(problems)} violations of the shapes; nothing was written"
            raise ValidationError(message, problems)
    with step("writing", "写入"), replaced_directory(target) as fresh:
        write_dataset(closed, fresh / DATASET)
    print_summary(closed, target / DATASET, settings.base, _language(lang, settings))


@app.command()
def verify(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of tables. 表格目录")],
    chapter: Annotated[Path, typer.Argument(metavar="CHAPTER", help="The text of the chapter. 原文文件")],
    lang: Lang = None,
) -> None:
    """Prove every row against the text, and report what no row covers.

    对照原文验证每一行，并报告未覆盖之处。

    Example: kg verify data/shanghai-2012 chapter.txt
    """
    from kg.tables import read_tables
    from kg.terminal import print_report
    from kg.text.decoding import read_document
    from kg.verification import verify as check

    report = check(read_tables(folder), read_document(chapter))
    print_report(report, _language(lang, _settings()))
    if report.problems:
        message = f"{folder}: {len(report.problems)} rows do not stand where they say they stand"
        raise VerificationError(message, report.problems)


@app.command()
def validate(build_folder: Built = None, lang: Lang = None) -> None:
    """Check a built dataset against the SHACL shapes and the Data Cube constraints.

    用 SHACL 与数据立方体完整性约束检查数据集。

    Example: kg validate
    """
    from kg.terminal import console
    from kg.validation import check_cube
    from kg.validation import validate as find_violations

    settings = _settings()
    dataset = _load(build_folder, settings)
    problems = (*find_violations(dataset, settings.base), *check_cube(dataset, settings.base))
    if problems:
        message = f"{len(problems)} violations of the shapes and constraints"
        raise ValidationError(message, problems)
    english = _language(lang, settings) == "en"
    console().print(
        "the dataset conforms to its shapes and to the Data Cube constraints" if english else "数据集符合全部约束"
    )


@app.command()
def query(
    text: Annotated[
        str, typer.Argument(metavar="SPARQL|FILE|NAME", help="SPARQL, a .rq file or a question's name. 查询或问题名")
    ],
    param: Annotated[
        list[str] | None, typer.Option("--param", "-p", metavar="K=V", help="A parameter of the question. 问题的参数")
    ] = None,
    format_: Annotated[
        ResultFormat, typer.Option("--format", "-f", help="How to write the answer. 输出格式")
    ] = ResultFormat.TABLE,
    build_folder: Built = None,
    chapter: ChapterFile = None,
    timeout: Annotated[
        float | None, typer.Option(metavar="SECONDS", help="How long it may take [default: 60]. 限时（秒）")
    ] = None,
    lang: Lang = None,
) -> None:
    """Ask in SPARQL, or ask a named question (see `kg questions`).

    用 SPARQL 或命名问题查询。

    Example: kg query who_supports --param actor=科技型中小企业 --lang en
    """
    from kg.namespaces import bind_prefixes
    from kg.queries import defaults, run
    from kg.terminal import write_rows

    settings = _settings()
    dataset = _load(build_folder, settings)
    source = _document(chapter)
    parameters = _parameters(param or [])
    for name, value in defaults(text, parameters).items():
        sys.stderr.write(f"example with {name}={value}; choose your own with --param {name}=…\n")
    with _time_limit(timeout or settings.timeout):
        result = run(dataset, text, base=settings.base, **parameters)
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
        names = [str(name) for name in result.vars or ()]
        write_rows(dataset, names, rows, format_, _language(lang, settings), settings.base, source)


@app.command()
def questions(lang: Lang = None) -> None:
    """List the named questions and their parameters.

    列出命名问题及其参数。

    Example: kg questions --lang en
    """
    from kg.queries import list_questions
    from kg.terminal import print_table

    english = _language(lang, _settings()) == "en"
    rows = []
    for question in list_questions():
        parameters = [f"--param {p.name}=…（{p.en if english else p.zh}）" for p in question.parameters]
        rows.append([question.name, "\n".join([question.en if english else question.zh, *parameters])])
    print_table(["name", "question"] if english else ["名称", "问题"], rows)


@app.command()
def show(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name in Chinese or English, or an IRI. 名称")],
    build_folder: Built = None,
    chapter: ChapterFile = None,
    lang: Lang = None,
) -> None:
    """Show what the graph says of one thing, with its evidence.

    显示某一对象的事实、数据与出处。

    Example: kg show 上海市科技金融信息服务平台 --lang en
    """
    from kg.descriptions import describe
    from kg.labels import find
    from kg.terminal import print_description

    settings = _settings()
    language = _language(lang, settings)
    dataset = _load(build_folder, settings)
    source = _document(chapter)
    thing = find(dataset, name, settings.base)
    print_description(describe(dataset, thing, language, settings.base), language, source)


@app.command()
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

    settings = _settings()
    network = _project(_load(build_folder, settings), settings, narrow=narrow)
    print_ranking(network, centralities(network, by, top), by, format_, _language(lang, settings))


@app.command()
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

    settings = _settings()
    language = _language(lang, settings)
    network = _project(_load(build_folder, settings), settings, narrow=narrow)
    print_path(draw_page(network, output, lang=language).resolve(), language)


@app.command()
def export(
    output: Annotated[Path, typer.Option("--output", "-o", metavar="PATH", help="The file to write. 输出文件")],
    format_: Annotated[
        str, typer.Option("--format", "-f", help="turtle, trig, nquads, ntriples, jsonld or rdfxml. 格式")
    ] = "nquads",
    build_folder: Built = None,
    lang: Lang = None,
) -> None:
    """Write the dataset in another format.

    导出为其他格式。

    Example: kg export --format turtle -o dataset.ttl
    """
    from kg.publication import export as write
    from kg.terminal import print_path

    settings = _settings()
    print_path(write(_load(build_folder, settings), output, format_), _language(lang, settings))


def main() -> None:
    """Run the command line; exit with 1 if a check failed, 2 if the input could not be used."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    try:
        app()
    except CheckError as error:
        _complain(error, 1)
    except (KgError, OSError) as error:
        _complain(error, 2)


# ── wiring ─────────────────────────────────────────────────────────────────────────────────


def _complain(error: Exception, status: int) -> None:
    text = str(error)
    if isinstance(error, OSError) and error.filename:
        text = f"{error.filename}: {error.strerror}"
    sys.stderr.write(f"kg: {text}\n")
    sys.exit(status)


def _settings() -> Settings:
    return read_settings(Path("kg.toml"))


def _language(lang: Language | None, settings: Settings) -> str:
    return lang.value if lang else settings.lang


def _default_tables() -> Path:
    from kg.resources import data_path

    local = Path("data/shanghai-2012")
    return local if local.is_dir() else data_path("shanghai-2012")


def _load(folder: Path | None, settings: Settings) -> Dataset:
    from kg.namespaces import bind_prefixes
    from kg.store import read_dataset

    dataset = read_dataset((folder or Path(settings.build)) / DATASET)
    bind_prefixes(dataset, settings.base)
    return dataset


def _document(path: Path | None) -> Document | None:
    from kg.text.decoding import read_document

    return None if path is None else read_document(path)


def _project(dataset: Dataset, settings: Settings, *, narrow: bool) -> Any:  # noqa: ANN401 - networkx has no types
    from kg.networks import COLLABORATION, TIES, project

    return project(dataset, COLLABORATION if narrow else TIES, settings.base)


def _parameters(pairs: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name.isidentifier() or name in ("dataset", "query", "base"):
            message = f"--param {pair!r} is not of the form name=value; `kg questions` lists the names"
            raise InputError(message)
        found[name] = value
    return found


@contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    """Stop the block after a while, where the system can (POSIX)."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def stop(*_: object) -> None:
        message = f"stopped after {seconds:g} seconds; narrow the query, or allow more with --timeout"
        raise QueryError(message)

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)

"""Commands that make and check a dataset: from tables to a graph."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import DATASET, Built, Lang, default_tables, language_of, load, user_settings
from kg.errors import ValidationError, VerificationError

__all__ = ["build", "init", "validate", "verify"]


class Engine(StrEnum):
    """What infers."""

    NATIVE = "native"
    OWLRL = "owlrl"


def build(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="Folder of tables [default: data/shanghai-2012]. 表格目录")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="DIR", help="Where to write [default: build]. 输出目录")
    ] = None,
    engine: Annotated[Engine, typer.Option("--engine", help="owlrl is the slow reference. 推理引擎")] = Engine.NATIVE,
    lang: Lang = None,
) -> None:
    """Build the graph: check tables, state facts, infer, check shapes, write.

    由表格构建图谱：检查、陈述、推理、约束、写入。

    Example: kg build data/shanghai-2012 -o build
    """
    from kg.mapping import build as build_dataset
    from kg.reasoning.closure import add_inferred, derive, load_rules
    from kg.store import write_dataset
    from kg.tables import read_tables
    from kg.terminal import Steps, print_summary
    from kg.validation import validate as find_violations

    settings = user_settings()
    source, target = folder or default_tables(), output or Path(settings.build)
    step = Steps(5)
    with step("checking the tables", "检查表格"):
        tables = read_tables(source)
    with step("stating the facts", "生成事实"):
        dataset = build_dataset(tables, settings.base)
    with step("inferring", "推理"):
        add_inferred(dataset, derive(dataset, settings.base, engine), settings.base)
    for note in load_rules().notes:
        sys.stderr.write(f"ontology: {note}\n")
    with step("checking the shapes", "检查约束"):
        problems = find_violations(dataset, settings.base)
        if problems:
            message = f"{source}: {len(problems)} violations of the shapes; nothing was written"
            raise ValidationError(message, problems)
    with step("writing", "写入"):
        quads = write_dataset(dataset, target / DATASET)
    print_summary(dataset, quads, target / DATASET, settings.base, language_of(lang, settings))


def init(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name for the chapter, such as wuhan-2014. 名称")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="DIR", help="Where to write [default: NAME]. 输出目录")
    ] = None,
    lang: Lang = None,
) -> None:
    """Start an empty set of tables for another chapter.

    为另一章新建一套空表格。

    Example: kg init wuhan-2014 -o data/wuhan-2014
    """
    from kg.tables import start_tables
    from kg.terminal import console, print_path

    language = language_of(lang, user_settings())
    folder = output or Path(name)
    start_tables(folder, name)
    print_path(folder, language)
    console().print(_FIRST_STEPS[language].format(folder=folder), markup=False)


_FIRST_STEPS = {
    "en": (
        "Next: say who made the tables in metadata.json (dc:creator, dc:license, dc:created), name the chapter in "
        "documents.csv and its sentences in sentences.csv; then entities.csv and names.csv, and what the sentences "
        "state in relations.csv and figures.csv. docs/annotation.md has the conventions.\n"
        "Check as you go: kg verify {folder} CHAPTER.txt, then kg build {folder}"
    ),
    "zh": (
        "接下来：在 metadata.json 中写明制表者（dc:creator、dc:license、dc:created），在 documents.csv 中登记该章，"
        "在 sentences.csv 中登记其句子；再填 entities.csv 与 names.csv，"
        "然后把句子所述填入 relations.csv 与 figures.csv。体例见 docs/annotation.md。\n"
        "边填边查：kg verify {folder} 原文.txt，然后 kg build {folder}"
    ),
}


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
    print_report(report, language_of(lang, user_settings()))
    if report.problems:
        message = f"{folder}: {len(report.problems)} rows do not stand where they say they stand"
        raise VerificationError(message, report.problems)


def validate(build_folder: Built = None, lang: Lang = None) -> None:
    """Check a built dataset against the SHACL shapes and the Data Cube constraints.

    用 SHACL 与数据立方体完整性约束检查数据集。

    Example: kg validate
    """
    from kg.terminal import console
    from kg.validation import check_cube
    from kg.validation import validate as find_violations

    settings = user_settings()
    dataset = load(build_folder, settings)
    problems = (*find_violations(dataset, settings.base), *check_cube(dataset, settings.base))
    if problems:
        message = f"{len(problems)} violations of the shapes and constraints"
        raise ValidationError(message, problems)
    english = language_of(lang, settings) == "en"
    console().print(
        "the dataset conforms to its shapes and to the Data Cube constraints" if english else "数据集符合全部约束"
    )

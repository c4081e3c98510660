"""Options that commands share, and the wiring behind them."""

from __future__ import annotations

import math
import signal
import sys
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.errors import InputError, QueryError
from kg.settings import Settings, read_settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rdflib import Dataset

    from kg.facts.directory import Directory
    from kg.model import Document

__all__ = [
    "DATASET",
    "Built",
    "ChapterFile",
    "Lang",
    "Language",
    "ListFormat",
    "Narrow",
    "ResultFormat",
    "Seconds",
    "dataset_of",
    "default_tables",
    "document_of",
    "language_of",
    "load",
    "parameters_of",
    "project_network",
    "time_limit",
    "understand",
    "user_settings",
]

DATASET = "dataset.nq"
"""The file of a build folder that holds the dataset."""


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


def _check_seconds(given: float | None) -> float | None:
    if given is not None and not 0 < given < math.inf:
        message = f"{given:g} is no time; expected seconds above 0, such as 60（应为大于 0 的秒数）"
        raise typer.BadParameter(message)
    return given


Seconds = Annotated[
    float | None,
    typer.Option(
        "--timeout",
        metavar="SECONDS",
        callback=_check_seconds,
        help="How long a query may take [default: 60]. 限时（秒）",
    ),
]
Narrow = Annotated[bool, typer.Option("--collaboration-only", help="Count only collaboration as a tie. 只计合作关系")]


def user_settings() -> Settings:
    """What the user set in ``kg.toml`` of the current folder."""
    return read_settings(Path("kg.toml"))


def language_of(lang: Language | None, settings: Settings) -> str:
    """The language that the user asked for, or the one of the settings."""
    return lang.value if lang else settings.lang


def default_tables() -> Path:
    """The tables that this project was made for: of the current folder, else of the package."""
    from kg.resources import data_path

    local = Path("data/shanghai-2012")
    return local if local.is_dir() else data_path("shanghai-2012")


def dataset_of(folder: Path | None, settings: Settings) -> Path:
    """The file of the built dataset of a folder."""
    return (folder or Path(settings.build)) / DATASET


def load(folder: Path | None, settings: Settings) -> Dataset:
    """The built dataset of a folder, with the usual prefixes."""
    from kg.namespaces import bind_prefixes
    from kg.store import read_dataset

    dataset = read_dataset(dataset_of(folder, settings))
    bind_prefixes(dataset, settings.base)
    return dataset


def document_of(path: Path | None) -> Document | None:
    """The user's copy of the chapter, if there is one."""
    from kg.text.decoding import read_document

    return None if path is None else read_document(path)


def project_network(dataset: Dataset, settings: Settings, *, narrow: bool) -> Any:  # noqa: ANN401 - networkx has no types
    """The network of a dataset, in the wide or the narrow sense."""
    from kg.networks import COLLABORATION, TIES, project

    return project(dataset, COLLABORATION if narrow else TIES, settings.base)


def parameters_of(pairs: Sequence[str]) -> dict[str, str]:
    """The values of ``--param K=V`` options, by name."""
    found: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name.isidentifier() or name in ("dataset", "query", "base", "lang"):
            message = f"--param {pair!r} is not of the form name=value; `kg questions` lists the names"
            raise InputError(message, zh=f"--param {pair!r} 应写作 参数名=值；`kg questions` 列出参数名")
        found[name] = value
    return found


def understand(directory: Directory, given: str, lang: str) -> str:
    """The IRI of the thing that a text means, with a word on standard error if that had to be inferred.

    A text that means no one thing is given back: whoever looks it up knows what else it may be, or asks back.
    """
    from kg.facts.resolution import resolve

    found = resolve(directory, given)
    if found.thing is None or (not found.certain and directory.is_term(given)):
        return given
    if not found.certain:
        name, reason = found.thing.words.of(lang), found.candidates[0].reason.of(lang)
        shown = f"understood {found.shown!r} as {name} ({reason})" if lang == "en" else ""
        sys.stderr.write(f"{shown or f'将 {found.shown!r} 理解为 {name}（{reason}）'}\n")
    return found.thing.iri


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
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

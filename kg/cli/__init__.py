"""The command line: one sub-command a stage. Only this package wires stages and catches errors."""

from __future__ import annotations

import gc
import re
import sys
from inspect import cleandoc
from typing import Annotated

import typer

from kg import __version__
from kg.cli import asking, comparing, making, reading, reasoning, serving, sharing
from kg.cli.options import user_settings
from kg.errors import CheckError, KgError
from kg.settings import Settings

__all__ = ["app", "main"]


def _print_version(wanted: bool) -> None:  # noqa: FBT001 - typer calls it so
    if wanted:
        sys.stdout.write(f"kg {__version__}\n")
        raise typer.Exit


app = typer.Typer(
    name="kg",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="A knowledge graph of a city's technology-innovation service system. 城市技术创新服务体系知识图谱",
)


@app.callback()
def _describe(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version. 版本")
    ] = False,
) -> None:
    pass


def _in_both_languages(doc: str | None) -> str:
    """What a command does: the first sentence of the second paragraph of its help, Chinese, and the first, English."""
    english, chinese, *_ = cleandoc(doc or "").split("\n\n")
    return " ".join(f"{chinese.partition('。')[0]}。 {english}".split())


for _command in (
    making.init,
    making.build,
    making.verify,
    making.validate,
    reading.extract,
    reading.propose,
    comparing.evaluate,
    comparing.diff,
    asking.query,
    asking.questions,
    asking.show,
    reasoning.why,
    reasoning.paths,
    reasoning.whatif,
    reasoning.critical,
    serving.serve,
    sharing.centrality,
    sharing.draw,
    sharing.export,
):
    app.command(short_help=_in_both_languages(_command.__doc__))(_command)


def main() -> None:
    """Run the command line; exit with 1 if a check failed, 2 if the input could not be used."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    gc.set_threshold(50_000, 20, 20)  # a graph is many small objects and hardly a cycle: the default looks too often
    try:
        app()
    except CheckError as error:
        _complain(error, 1)
    except (KgError, OSError) as error:
        _complain(error, 2)


def _complain(error: Exception, status: int) -> None:
    text = error.say(_language()) if isinstance(error, KgError) else str(error)
    if isinstance(error, OSError) and error.filename:
        text = f"{error.filename}: {error.strerror}"
    sys.stderr.write(f"kg: {text}\n")
    sys.exit(status)


def _language() -> str:
    """The reader's language, as a command would take it; looked up once more, for an error may come before it knows."""
    typed: list[str] = re.findall(r"\0--lang[\0=](zh|en)(?=\0)", "\0".join(["", *sys.argv[1:], ""]))
    if typed:
        return typed[-1]
    try:
        return user_settings().lang
    except KgError:
        return Settings().lang

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from kg import terminal

if TYPE_CHECKING:
    from collections.abc import Callable

HEADS = ["lender", "borrower"]
ROWS = [["a savings bank", "commercialisation projects"], ["a fund", ""]]


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], str]:
    """What the table looks like on a terminal of so many columns."""

    def show(width: int) -> str:
        out = io.StringIO()
        monkeypatch.setattr(terminal, "console", lambda: Console(file=out, width=width, highlight=False))
        terminal.print_table(HEADS, ROWS)
        return "\n".join(line.rstrip() for line in out.getvalue().splitlines())

    return show


def test_a_table_is_wrapped_between_words(printed: Callable[[int], str]) -> None:
    assert printed(34).splitlines()[1:3] == ["a savings bank  commercialisation", "                projects"]


def test_a_table_whose_words_do_not_fit_is_told_row_by_row_without_empty_cells(printed: Callable[[int], str]) -> None:
    assert printed(22).splitlines() == [
        "lender    a savings",
        "          bank",
        "borrower  commercialis",
        "          ation",
        "          projects",
        "",
        "lender    a fund",
    ]


class Screen(io.StringIO):
    """A stream that writes to a terminal."""

    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        return 2


def test_through_a_pipe_a_table_is_as_wide_as_the_terminal_behind_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "get_terminal_size", lambda _: os.terminal_size((64, 24)))
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    monkeypatch.setattr(sys, "stderr", Screen())
    assert terminal.console().width == 64
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    assert terminal.console().width == 120

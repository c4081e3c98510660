from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT, load_script

from kg.cli import app

if TYPE_CHECKING:
    from pathlib import Path

PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")])


@pytest.mark.slow
def test_the_output_that_pages_show_is_what_the_commands_print() -> None:
    """Run `make docs` if this fails, and read the difference."""
    for path, text in load_script("update_docs").pages().items():
        assert text == path.read_text(encoding="utf-8"), path.name


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_that_a_page_names_exists(page: Path) -> None:
    commands = {command.callback.__name__ for command in app.registered_commands if command.callback}
    text = page.read_text(encoding="utf-8")
    named = set(re.findall(r"(?:`|\$ |^)kg ([a-z]+)", text, re.MULTILINE))
    assert named <= commands, named - commands
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    made = set(re.findall(r"(?:`|^)make ([a-z-]+)", text, re.MULTILINE))
    assert made <= targets, made - targets


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_local_link_of_a_page_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
from html import unescape
from itertools import pairwise
from typing import TYPE_CHECKING

import httpx
import pytest
from conftest import ROOT, load_script
from rdflib import OWL, RDF

from kg.cli import app
from kg.cli.options import parameters_of
from kg.facts.resolution import find
from kg.labels import label
from kg.namespaces import TIS
from kg.ontology import load_ontology
from kg.queries import fill, find_questions, prepare

if TYPE_CHECKING:
    from pathlib import Path

    from rdflib import Dataset

READMES = [ROOT / "README.md", ROOT / "README.zh.md"]
PAGES = sorted([*READMES, ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")])
RUN_BY_CI = {"make demo", "make test"}
RUN_BY_TESTS = {"make serve"}


@pytest.mark.slow
def test_the_output_that_pages_show_is_what_the_commands_print() -> None:
    """Run `make docs` if this fails, and read the difference."""
    for path, text in load_script("update_docs").pages().items():
        assert text == path.read_text(encoding="utf-8"), path.name


@pytest.mark.parametrize("page", READMES, ids=lambda page: page.name)
def test_every_command_of_a_readme_is_run(page: Path) -> None:
    """Console blocks by the test above, the Python program by test_public_api, make by .ci/run and the test below."""
    text = page.read_text(encoding="utf-8")
    blocks = re.findall(r"^```(\w+)\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    assert {kind for kind, _ in blocks} == {"console", "python", "sh"}
    typed = {line.partition("#")[0].strip() for kind, block in blocks if kind == "sh" for line in block.splitlines()}
    assert typed == RUN_BY_CI | RUN_BY_TESTS
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert all(command in ci for command in RUN_BY_CI)
    guide = (ROOT / "docs" / "new-chapter.md").read_text(encoding="utf-8")
    run = {command.split()[1] for shown in (text, guide) for command in load_script("update_docs").commands_of(shown)}
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE)
    assert set(re.findall(r"`kg ([a-z]+)", prose)) <= run | {"draw", "serve"}  # by make demo and make serve


@pytest.mark.slow
def test_make_serve_opens_the_explorer() -> None:
    command = ["make", "serve", "ARGS=--port 0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8", start_new_session=True) as made:
        try:
            addresses = (re.search(r"http://127\.0\.0\.1:\d+/", line) for line in made.stdout or ())
            address = next(filter(None, addresses))[0]
            assert httpx.get(address, trust_env=False).status_code == 200
        finally:
            os.killpg(made.pid, signal.SIGTERM)


def test_both_readmes_show_the_same_commands() -> None:
    """In each reader's language: what is asked, and of what, may be named in either."""
    shown = [load_script("update_docs").commands_of(page.read_text(encoding="utf-8")) for page in READMES]
    assert [each.split()[:2] for each in shown[0]] == [each.split()[:2] for each in shown[1]]


@pytest.mark.parametrize("page", READMES, ids=lambda page: page.name)
def test_every_question_and_name_in_the_prose_of_a_readme_is_there(page: Path, closed: Dataset) -> None:
    """Those in console blocks are run by the first test."""
    prose = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    named = [shlex.split(command) for command in re.findall(r"`(kg (?:query|show|questions) [^`]+)`", prose)]
    assert {command for _, command, *_ in named} == {"query", "show", "questions"}
    for _, command, what, *options in named:
        if command == "query":
            given = [value for option, value in pairwise(options) if option == "--param"]
            prepare(fill(closed, what, parameters_of(given)), closed)
        elif command == "show":
            find(closed, what)
        else:
            assert find_questions(what)


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


def test_the_diagram_of_the_model_is_drawn_from_the_ontology() -> None:
    """Run `make docs` if this fails, and look at it."""
    drawing = load_script("draw_ontology")
    assert drawing.draw() == (ROOT / "docs" / "model.svg").read_text(encoding="utf-8")


def test_the_diagram_shows_every_class_and_object_property_in_both_languages() -> None:
    drawing, ontology = load_script("draw_ontology"), load_ontology()
    texts = unescape(drawing.draw())
    for kind in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty):
        for term in ontology.subjects(RDF.type, kind):
            if str(term).startswith(str(TIS)):
                assert f">{label(ontology, term, 'zh')} " in texts or f"⇄ {label(ontology, term, 'zh')}<" in texts, term
                assert label(ontology, term, "en") in texts or (None, OWL.inverseOf, term) in ontology, term

"""Every question of the read side, asked of every kind of source: each gives the same values."""

from __future__ import annotations

import asyncio
import inspect
import pkgutil
from importlib import import_module
from typing import TYPE_CHECKING, Any

import httpx
import pytest

import kg.facts
from kg.descriptions import put_into_words
from kg.facts.answers import ask
from kg.facts.directory import Directory, directory_of, read_directory
from kg.facts.documents import read_document
from kg.facts.figure_lists import read_chosen, read_page, to_csv, understand
from kg.facts.figures import read_figures
from kg.facts.overview import read_overview, read_supported
from kg.facts.premises import gather, read_facts
from kg.facts.resolution import resolve
from kg.facts.search import complete, find
from kg.facts.source import Source, StoreSource, now, read, read_all, read_each, read_quads
from kg.facts.things import read_about, read_thing
from kg.namespaces import BASE, SKOS
from kg.queries import list_questions
from kg.web.app import create_app
from kg.web.pool import Limits
from kg.web.source import LocalSource, RemoteSource

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from rdflib import Dataset

    Question = Callable[[Source, Directory], Awaitable[Any]]

LOAN = f"{BASE}entity/种子贷款"
CHAPTER = f"{BASE}jiangcheng-2015"
SUBJECT = {"subject": "seed loan", "sort": "-value"}


async def _now(value: Any) -> Any:
    return value


async def _about(source: Source, directory: Directory) -> Any:
    return [put_into_words(await read_about(source, directory, LOAN), directory, lang) for lang in ("zh", "en")]


async def _csv(source: Source, directory: Directory) -> Any:
    chosen = await read_chosen(source, directory, understand(directory, SUBJECT), SUBJECT, "en")
    return to_csv(chosen, directory, "en")


async def _questions(source: Source, directory: Directory) -> Any:
    del directory
    tables = {each.name: await ask(source, each.text) for each in list_questions()}
    return {name: (sorted(table.heads), sorted(map(repr, table.rows))) for name, table in tables.items()}


async def _quads(source: Source, directory: Directory) -> Any:
    return sorted(await read_quads(source, directory.base, [SKOS.prefLabel]))


async def _facts(source: Source, directory: Directory) -> Any:
    quads = await read_facts(source, directory.base)
    return sorted(quads), len(gather(quads))


async def _rows(source: Source, directory: Directory) -> Any:
    del directory
    text = "SELECT ?s ?name WHERE { ?s skos:prefLabel ?name }"
    return [sorted(map(repr, rows)) for rows in (await read(source, text), await read_all(source, text))]


QUESTIONS: dict[str, Question] = {
    "names": lambda source, directory: read_directory(source, directory.base),
    "resolution": lambda _, directory: _now(
        [resolve(directory, text) for text in ("种子贷款", "江城", "jcyh", "江成银行", "x", LOAN, "江城銀行")]
    ),
    "search": lambda _, directory: _now([find(directory, "江城"), find(directory, "", class_="Bank")]),
    "completion": lambda _, directory: _now([complete(directory, "jc", lang) for lang in ("zh", "en")]),
    "thing": lambda source, directory: read_thing(source, directory, LOAN),
    "group": lambda source, directory: read_thing(source, directory, f"{CHAPTER}/group/55-64"),
    "fact": lambda source, directory: read_thing(source, directory, f"{CHAPTER}/relation/54-71"),
    "figure": lambda source, directory: read_thing(source, directory, f"{CHAPTER}/figure/66-71"),
    "sentence": lambda source, directory: read_thing(source, directory, f"{CHAPTER}/sentence/39-80"),
    "graph": lambda source, directory: read_thing(source, directory, f"{BASE}graph/inferred"),
    "document": lambda source, directory: read_document(source, directory, "jiangcheng-2015"),
    "terms": lambda source, directory: read_thing(source, directory, f"{BASE}graph/ontology"),
    "nothing": lambda source, directory: read_thing(source, directory, f"{BASE}entity/nothing"),
    "description": _about,
    "figures": lambda source, directory: read_figures(source, directory, {"subject": LOAN}),
    "page of figures": lambda source, directory: read_page(
        source, directory, understand(directory, SUBJECT), SUBJECT, "zh"
    ),
    "page of no figures": lambda source, directory: read_page(
        source, directory, understand(directory, {"subject": "loans"}), {}, "zh"
    ),
    "figures as CSV": _csv,
    "overview": read_overview,
    "most supported": read_supported,
    "named questions": _questions,
    "quads": _quads,
    "premises": _facts,
    "rows": _rows,
}

ASKED = {read_each.__name__: "thing"}
"""What is asked through another question."""


@pytest.fixture(scope="module")
def expected(small_built: Path) -> dict[str, Any]:
    source = StoreSource.of_file(small_built)
    directory = now(read_directory(source, BASE))
    return {name: now(question(source, directory)) for name, question in QUESTIONS.items()}  # type: ignore[arg-type]


@pytest.fixture(scope="module", params=["memory", "pool", "pages of few rows", "endpoint"])
def answers(request: pytest.FixtureRequest, small_closed: Dataset, small_built: Path) -> dict[str, Any]:
    async def ask_all(source: Source) -> dict[str, Any]:
        directory = await read_directory(source, BASE)
        return {name: await question(source, directory) for name, question in QUESTIONS.items()}

    async def ask_pool() -> dict[str, Any]:
        few = Limits(max_rows=700) if request.param == "pages of few rows" else Limits()
        async with LocalSource(small_built, limits=few) as local:
            if request.param != "endpoint":
                return await ask_all(local)
            transport = httpx.ASGITransport(create_app(local))
            async with RemoteSource("http://test/sparql", transport=transport) as remote:
                return await ask_all(remote)

    if request.param == "memory":
        return now(ask_all(StoreSource.of_dataset(small_closed)))
    return asyncio.run(ask_pool())


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_source_answers_every_question_alike(
    name: str, answers: dict[str, Any], expected: dict[str, Any]
) -> None:
    assert answers[name] == expected[name]


def test_the_questions_have_answers(expected: dict[str, Any]) -> None:
    assert [name for name, found in expected.items() if not found] == []
    about = expected["thing"]
    assert (about.thing.words.en, len(about.stated) > 3, bool(about.figures)) == ("seed loan", True, True)
    assert expected["page of figures"].total == len(about.figures)
    assert expected["page of no figures"].total == 0
    assert expected["sentence"].statements
    assert (expected["overview"].statements, expected["overview"].figures) == (9, 5)


def test_an_rdflib_dataset_has_the_same_names(small_closed: Dataset, expected: dict[str, Any]) -> None:
    assert directory_of(small_closed) == expected["names"]


def test_no_question_is_left_out() -> None:
    """Whatever is read from a source stands in the contract: a new question fails here until it is added."""
    modules = [import_module(f"kg.facts.{each.name}") for each in pkgutil.iter_modules(kg.facts.__path__)]
    public = {
        name
        for module in modules
        for name, member in vars(module).items()
        if inspect.iscoroutinefunction(member) and not name.startswith("_") and member.__module__ == module.__name__
    }
    here = inspect.getsource(inspect.getmodule(test_no_question_is_left_out))  # type: ignore[arg-type]
    assert sorted(name for name in public if f"{name}(" not in here and name not in {*ASKED, *_named()}) == []


def _named() -> set[str]:
    return {question.__name__ for question in QUESTIONS.values()}


def test_a_source_that_has_to_be_waited_for_is_not_asked_at_once(small_built: Path) -> None:
    async def wait(source: Source) -> None:
        await asyncio.sleep(0)
        await source.select("SELECT ?s { ?s ?p ?o }")

    with pytest.raises(RuntimeError, match="await it"):
        now(wait(StoreSource.of_file(small_built)))

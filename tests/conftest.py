"""What tests share: the reviewed tables, the dataset built from them once, and the user's text if there is one."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings
from rdflib import Dataset, Literal, URIRef

from kg.mapping import build
from kg.namespaces import BASE, SKOS
from kg.reasoning import infer, reason
from kg.resources import data_path
from kg.store import write_dataset
from kg.tables import read_tables
from kg.text.decoding import read_document

if TYPE_CHECKING:
    from collections.abc import Callable

    from rdflib.term import Node

    from kg.model import Document, Tables
    from kg.reasoning import Reasoned

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = ROOT / "tests" / "golden"

# How long an example takes says how busy the machine is, not whether a rule holds.
settings.register_profile("untimed", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


def load_script(name: str) -> Any:
    """The module of a script in ``scripts``, which is no package."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # where a dataclass looks its annotations up
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def tables() -> Tables:
    return read_tables(data_path("shanghai-2012"))


@pytest.fixture(scope="session")
def dataset(tables: Tables) -> Dataset:
    return build(tables)


@pytest.fixture(scope="session")
def closed(dataset: Dataset) -> Dataset:
    return infer(dataset)


@pytest.fixture(scope="session")
def small() -> Tables:
    """The tables of the invented chapter of tests/golden/jiangcheng."""
    return read_tables(GOLDEN / "jiangcheng" / "tables")


@pytest.fixture(scope="session")
def small_closed(small: Tables) -> Dataset:
    return infer(build(small))


@pytest.fixture(scope="session")
def small_built(small_closed: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built dataset of the invented chapter, as a file."""
    path = tmp_path_factory.mktemp("built") / "dataset.nq"
    write_dataset(small_closed, path)
    return path


@pytest.fixture(scope="session")
def small_document() -> Document:
    return read_document(GOLDEN / "jiangcheng" / "chapter.txt")


@pytest.fixture(scope="session")
def reasoned(dataset: Dataset) -> Reasoned:
    return reason(dataset)


@pytest.fixture
def world() -> Callable[..., Reasoned]:
    """Facts of one sentence each, reasoned over."""

    def make(*facts: tuple[Node, Node, Node]) -> Reasoned:
        facts_of_each = Dataset(default_union=True)
        for number, fact in enumerate(facts):
            facts_of_each.graph(URIRef(f"{BASE}graph/evidence/x/{number}-{number + 1}")).add(fact)
            for term in (fact[0], fact[2]):
                name = Literal(str(term).removeprefix(f"{BASE}entity/"), "zh")
                facts_of_each.graph(URIRef(f"{BASE}graph/catalogue/x")).add((term, SKOS.prefLabel, name))
        return reason(facts_of_each)

    return make


@pytest.fixture
def small_folder(tmp_path: Path) -> Path:
    """A copy of the invented chapter's tables that a test may damage."""
    return Path(shutil.copytree(GOLDEN / "jiangcheng" / "tables", tmp_path / "tables"))


@pytest.fixture(scope="session")
def document() -> Document:
    """The chapter itself: from KG_CHAPTER, else beside the checkout, else the test is skipped."""
    given = os.environ.get("KG_CHAPTER")
    path = Path(given) if given else ROOT.parent / "shared" / "chapter" / "chapter.txt"
    if not given and not path.is_file():
        pytest.skip("the chapter is not part of the project; set KG_CHAPTER to your copy")
    return read_document(path)

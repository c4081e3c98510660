"""Names of classes and properties in the reader's code and packs are those of the ontology: a typo is found here."""

from __future__ import annotations

import ast
import csv
import re
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT

from kg.ontology import schema, vocabulary
from kg.text.quantities import base_units

if TYPE_CHECKING:
    from pathlib import Path

READER = sorted((ROOT / "kg" / "reader").rglob("*.py"))
_CLASS = re.compile(r"[A-Z][a-z]+(?:[A-Z][a-z]+)*")
_PROPERTY = re.compile(r"[a-z]+(?:[A-Z][a-z]+)+")
IN_CODE = {
    node.name
    for path in (ROOT / "kg").rglob("*.py")
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    if isinstance(node, ast.ClassDef)
} | {"MentionKind", "Row", "Span"}
"""Classes and types of the code, which lists of public names hold."""
PROPERTIES = (
    frozenset(schema().domain)
    | {term for terms in vocabulary().values() for term in terms}
    | frozenset(base_units().ids)
)


def constants(source: str) -> list[str]:
    """The string constants of a module, without its docstrings."""
    tree = ast.parse(source)
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs
    ]


@pytest.mark.parametrize("path", READER, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_looks_like_a_class_or_a_property_is_one(path: Path) -> None:
    known = set(schema().ancestors)
    for constant in constants(path.read_text(encoding="utf-8")):
        if _CLASS.fullmatch(constant):
            assert constant in known | IN_CODE, constant
        elif _PROPERTY.fullmatch(constant):
            assert constant in PROPERTIES, constant


@pytest.mark.parametrize(("table", "column"), [("heads", "class"), ("names", "class"), ("places", "class")])
@pytest.mark.parametrize("pack", ["base", "cn-st"])
def test_a_pack_names_classes_of_the_ontology(pack: str, table: str, column: str) -> None:
    path = ROOT / "data" / "lexicon" / pack / f"{table}.csv"
    if not path.exists():
        return
    with path.open(encoding="utf-8", newline="") as stream:
        named = {row[column] for row in csv.DictReader(stream)} - {""}
    assert named <= set(schema().ancestors)

"""Tables moved from one text to another: from the running text that is read to the text in the file, and back."""

from __future__ import annotations

from dataclasses import fields, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from kg.model import Document
from kg.text.decoding import fingerprint
from kg.text.layout import read_flow

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.model import Tables

    Move = Callable[[int, int], tuple[int, int]]

__all__ = ["running_document", "to_file", "to_running_text"]

_REFERENCES = frozenset({
    "compared_with", "entity", "object", "sentence", "share_of", "subgroup_of", "subject", "whole_entity",
})  # fmt: skip
"""The columns that may name a row by its place."""


def running_document(document: Document) -> Document:
    """The document with the text that a reader reads: see :mod:`kg.text.layout`. It may be the same."""
    flow = read_flow(document.text)
    return document if flow.text == document.text else Document(document.name, flow.text, fingerprint(flow.text))


def to_file(tables: Tables, document: Document) -> Tables:
    """Tables that were made from the running text of a document, with the places of the document itself."""
    flow = read_flow(document.text)
    if flow.text == document.text:
        return tables
    moved = tables if flow.is_plain else _moved(tables, flow.origin)
    return replace(
        moved,
        documents=tuple(replace(row, length=len(document.text), sha256=document.sha256) for row in moved.documents),
        sentences=tuple(
            replace(row, sha256=fingerprint(document.text[row.begin : row.end])) for row in moved.sentences
        ),
    )


def to_running_text(tables: Tables, document: Document) -> Tables:
    """Tables of a document with the places of its running text; the hashes stay those of the document."""
    flow = read_flow(document.text)
    return tables if flow.is_plain else _moved(tables, flow.place)


def _moved(tables: Tables, move: Move) -> Tables:
    """The tables with all places moved, and with what is called by its place called by the new one."""
    placed = {field.name: rows for field in fields(tables) if _are_placed(rows := getattr(tables, field.name))}
    ids = {row.id: _moved_id(row, move) for rows in placed.values() for row in rows if hasattr(row, "id")}
    changed: dict[str, Any] = {
        table: tuple(_moved_row(row, move, ids) for row in rows) for table, rows in placed.items()
    }
    return replace(tables, **changed)


def _are_placed(rows: Any) -> bool:  # noqa: ANN401 - of any table
    """Whether rows stand somewhere in the text; a period begins, but on a day."""
    return isinstance(rows, tuple) and bool(rows) and isinstance(getattr(rows[0], "begin", None), int)


def _moved_id(row: Any, move: Move) -> str:  # noqa: ANN401 - of any table
    """``begin-end``, with the number that tells several rows of one place apart."""
    begin, end = move(row.begin, row.end)
    stem = f"{row.begin}-{row.end}"
    return f"{begin}-{end}{row.id.removeprefix(stem)}" if row.id.startswith(stem) else row.id


def _moved_row(row: Any, move: Move, ids: dict[str, str]) -> Any:  # noqa: ANN401 - of any table
    if row.begin == row.end:  # in no place of the text
        return row
    begin, end = move(row.begin, row.end)
    columns, has_id = _columns_of(row.__class__)
    named = {column: ids[value] for column in columns if (value := getattr(row, column)) in ids}
    if (begin, end) == (row.begin, row.end) and all(getattr(row, column) == new for column, new in named.items()):
        return row
    if has_id:
        named["id"] = ids[row.id]
    return replace(row, begin=begin, end=end, **named)


@lru_cache
def _columns_of(kind: Any) -> tuple[tuple[str, ...], bool]:  # noqa: ANN401 - the class of a row
    """The columns of a table that may name a row by its place, and whether its rows have an id."""
    columns = [field.name for field in fields(kind)]
    return tuple(column for column in columns if column in _REFERENCES), "id" in columns

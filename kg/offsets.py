"""Tables moved from one text to another: from the running text that is read to the text in the file, and back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kg.model import Document
from kg.text.decoding import fingerprint
from kg.text.layout import read_flow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kg.model import Tables

    Move = Callable[[int, int], tuple[int, int]]

__all__ = ["running_document", "to_file", "to_running_text"]

_PLACED = ("sentences", "mentions", "groups", "relations", "figures")
"""The tables whose rows are called by their places."""
_REFERENCES = {
    "mentions": ("entity", "sentence"),
    "groups": ("sentence", "subgroup_of"),
    "relations": ("sentence", "subject", "object"),
    "figures": ("sentence", "entity", "whole_entity"),
}
"""The columns that may name such a row."""


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
    ids = {row.id: _moved_id(row.id, *move(row.begin, row.end)) for table in _PLACED for row in getattr(tables, table)}
    changed: dict[str, Any] = {
        table: tuple(_moved_row(row, move, ids, _REFERENCES.get(table, ())) for row in getattr(tables, table))
        for table in _PLACED
    }
    exclusions = tuple(replace(row, begin=begin, end=end) for row, (begin, end) in _spans(tables.exclusions, move))
    return replace(tables, **changed, exclusions=exclusions)


def _spans(rows: Iterable[Any], move: Move) -> Iterable[tuple[Any, tuple[int, int]]]:
    return ((row, move(row.begin, row.end)) for row in rows)


def _moved_id(key: str, begin: int, end: int) -> str:
    """``begin-end``, with the number that tells several rows of one place apart."""
    return "-".join([str(begin), str(end), *key.split("-")[2:]])


def _moved_row(row: Any, move: Move, ids: dict[str, str], references: tuple[str, ...]) -> Any:  # noqa: ANN401 - of any table
    begin, end = move(row.begin, row.end)
    named = {column: ids.get(getattr(row, column), getattr(row, column)) for column in references}
    return replace(row, id=ids[row.id], begin=begin, end=end, **named)

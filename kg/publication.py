"""A dataset in the formats in which others take it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import InputError
from kg.files import write_bytes
from kg.namespaces import PREFIXES
from kg.store import FORMATS, serialize

if TYPE_CHECKING:
    from pathlib import Path

    from rdflib import Dataset

__all__ = ["export"]


def export(dataset: Dataset, path: Path, format_: str) -> Path:
    """Write a dataset in a format of :data:`kg.store.FORMATS`, atomically and in a stable order.

    Raises:
        InputError: if there is no such format.

    """
    if format_ not in FORMATS:
        message = f"no format is called {format_!r}; there are {', '.join(FORMATS)}"
        raise InputError(message)
    write_bytes(path, serialize(dataset, format_, PREFIXES))
    return path

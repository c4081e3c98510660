"""The dataset as an Oxigraph store on disk: an index of ``dataset.nq``, written once and then only read.

The folder's name carries the digest of the file that it was made from: a store that is there is whole and up to
date. It is made beside its place and moved in, so a crash leaves none. Readers take no lock, and go on reading a
store whose folder has been replaced. This module knows no rdflib: a worker that only answers queries starts in 70 ms.
"""

from __future__ import annotations

import hashlib
import shutil
from typing import TYPE_CHECKING

import pyoxigraph

from kg.errors import DatasetError
from kg.files import replaced_directory

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["index", "open_store"]


def index(path: Path) -> Path:
    """The store of an N-Quads file, made beside it if it is missing or of another content.

    Raises:
        DatasetError: if there is no such file, or it is not N-Quads.

    """
    if not path.is_file():
        message = f"{path}: no built dataset here; run `kg build` first, or name its folder with --build"
        raise DatasetError(message)
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    store = path.with_name(f"store-{digest[:16]}")
    if store.is_dir():
        return store
    try:
        with replaced_directory(store) as fresh:
            pyoxigraph.Store(fresh).bulk_load(path=path, format=pyoxigraph.RdfFormat.N_QUADS)
    except (SyntaxError, UnicodeDecodeError) as error:
        message = f"{path}: damaged ({error}); run `kg build` again"
        raise DatasetError(message) from error
    for old in path.parent.glob("store-*"):
        if old != store:
            shutil.rmtree(old, ignore_errors=True)
    return store


def open_store(folder: Path) -> pyoxigraph.Store:
    """A store, only to be read; any number of processes may read it.

    Raises:
        DatasetError: if it is damaged.

    """
    try:
        return pyoxigraph.Store.read_only(str(folder))
    except OSError as error:
        message = f"{folder}: damaged ({error}); delete this folder, or run `kg build` again"
        raise DatasetError(message) from error

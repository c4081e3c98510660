"""A dataset in the formats in which others take it: RDF, tables for a spreadsheet, networks for Gephi."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx

from kg.errors import InputError
from kg.files import write_bytes
from kg.jsonld import to_jsonld
from kg.namespaces import BASE, DCTERMS, PREFIXES
from kg.networks import flatten, project
from kg.spreadsheets import to_csv
from kg.store import FORMATS as RDF_FORMATS
from kg.store import serialize

if TYPE_CHECKING:
    from rdflib import Dataset

__all__ = ["FORMATS", "export"]

FORMATS = tuple(sorted({*RDF_FORMATS, "csv", "gexf", "graphml"}))
"""What :func:`export` writes; ``csv`` is a folder of tables, all others are a file."""

_SUFFIXES = {
    ".gexf": "gexf",
    ".graphml": "graphml",
    ".jsonld": "jsonld",
    ".nq": "nquads",
    ".nt": "ntriples",
    ".owl": "rdfxml",
    ".rdf": "rdfxml",
    ".trig": "trig",
    ".ttl": "turtle",
}


def export(dataset: Dataset, path: str | Path, format_: str | None = None, base: str = BASE) -> Path:
    """Write a dataset in one of :data:`FORMATS`, each file atomically, with the same bytes every time.

    Args:
        dataset: a dataset, closed or not.
        path: the file to write; for ``csv`` the folder, in which other files stay as they are.
        format_: if it is not given, the suffix of ``path`` decides.
        base: where the IRIs of things begin.

    Raises:
        InputError: if there is no such format, or none is given and the suffix is of no format, or a file is named for
            csv, which is several, or stands where its folder would.

    """
    path = Path(path)
    format_ = _choose(path, format_)
    if format_ == "csv":
        if path.is_file():
            message = f"{path}: sheets fill a folder, and this is a file; name a folder, e.g. -o sheets"
            raise InputError(message)
        for name, content in to_csv(dataset, base).items():
            write_bytes(path / name, content)
        return path
    if format_ == "jsonld":
        content = to_jsonld(dataset, base)
    elif format_ in RDF_FORMATS:
        content = serialize(dataset, format_, PREFIXES)
    else:
        content = _network(dataset, format_, base)
    write_bytes(path, content)
    return path


def _choose(path: Path, named: str | None) -> str:
    """The format that is named, else that of the suffix."""
    found = named or _SUFFIXES.get(path.suffix.lower())
    folder = path.with_suffix("")
    known = ", ".join(FORMATS)
    if path.suffix.lower() == ".csv" and found in (None, "csv"):
        message = f"{path}: csv is three files in a folder; write --format csv -o {folder}"
        raise InputError(message, zh=f"{path}：csv 是一个目录里的三个文件；请写 --format csv -o {folder}")
    if found is None:
        message = f"{path}: the name does not say which format; end it in {', '.join(_SUFFIXES)}, or give one: {known}"
        zh = f"{path}：从文件名看不出格式；请用 {'、'.join(_SUFFIXES)} 结尾，或用 --format 指明：{known}"
        raise InputError(message, zh=zh)
    if found not in FORMATS:
        message = f"no format is called {found!r}; there are {known}"
        raise InputError(message, zh=f"没有名为 {found!r} 的格式；可用：{known}")
    return found


def _network(dataset: Dataset, format_: str, base: str) -> bytes:
    """The network of participants as GraphML or GEXF."""
    stream = io.BytesIO()
    write = {"gexf": nx.write_gexf, "graphml": nx.write_graphml_xml}[format_]
    write(flatten(project(dataset, base=base)), stream)
    content = stream.getvalue()
    if format_ == "gexf":  # networkx would put the day of writing here: ours is the day of the tables, if they have one
        issued = max((str(day) for day in dataset.objects(None, DCTERMS.issued)), default="")
        stamp = f' lastmodifieddate="{issued}"' if issued else ""
        content = re.sub(rb' lastmodifieddate="[^"]*"', stamp.encode(), content, count=1)
    return content

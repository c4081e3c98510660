"""Where the ontology and the data lie, in a checkout and in a wheel; no other module knows a path."""

from __future__ import annotations

from pathlib import Path

from kg.errors import InputError

__all__ = ["data_path", "ontology_path"]

_PACKAGE = Path(__file__).resolve().parent
_PACKED = _PACKAGE / "_resources"
_ROOT = _PACKED if _PACKED.is_dir() else _PACKAGE.parent


def ontology_path(*parts: str) -> Path:
    """The path of a file below ``ontology/``."""
    return _existing(_ROOT.joinpath("ontology", *parts))


def data_path(*parts: str) -> Path:
    """The path of a file or folder below ``data/``."""
    return _existing(_ROOT.joinpath("data", *parts))


def _existing(path: Path) -> Path:
    if not path.exists():
        message = f"{path}: missing from this installation; reinstall the package or check out the whole repository"
        raise InputError(message)
    return path

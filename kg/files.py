"""Atomic writes: a reader sees the old or the new, never a half of either."""

from __future__ import annotations

import ctypes
import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["replaced_directory", "write_bytes"]


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file beside its place and move it in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(0o644)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


@contextmanager
def replaced_directory(path: Path) -> Iterator[Path]:
    """Give an empty folder to fill; when the block ends well, it takes the place of ``path``.

    If the block raises, ``path`` stays as it was. On Linux the two change places in one step, so that whoever looks,
    or whatever kills the process, finds the old or the new; elsewhere the swap is two renames. What a killed process
    left behind is removed by the next.
    """
    path = path.absolute()
    path.parent.mkdir(parents=True, exist_ok=True)
    _remove_leftovers(path)
    fresh = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}.{os.getpid()}."))
    try:
        yield fresh
        fresh.chmod(0o755)
        if not path.exists():
            fresh.rename(path)
        elif not _exchange(fresh, path):
            old = Path(tempfile.mkdtemp(dir=path.parent, prefix=fresh.name))
            path.rename(old / path.name)
            fresh.rename(path)
            shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change places in one step; False where the system cannot."""
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    here, exchange = -100, 2  # AT_FDCWD, RENAME_EXCHANGE: renameat2(2)
    return bool(rename(here, os.fsencode(one), here, os.fsencode(other), exchange) == 0)


def _remove_leftovers(path: Path) -> None:
    for found in path.parent.glob(f".{path.name}.*"):
        owner = found.name.removeprefix(f".{path.name}.").partition(".")[0]
        if owner.isdecimal() and not _is_running(int(owner)):
            shutil.rmtree(found, ignore_errors=True)


def _is_running(process: int) -> bool:
    if os.name != "posix":  # elsewhere there is no harmless signal to ask with
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True

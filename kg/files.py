"""Atomic writes: a reader sees the old or the new, never a half of either."""

from __future__ import annotations

import ctypes
import os
import secrets
import shutil
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["STANDARD_OUTPUT", "replaced_directory", "write_bytes"]

STANDARD_OUTPUT = Path("-")
"""What commands take for the standard output where they ask for a file."""


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file beside its place and move it in.

    Args:
        path: where. A symbolic link stays: what it leads to is written. What is no regular file (a pipe, a device) is
            written into. ``-`` is the standard output.
        content: what the file is to hold. A file that is there keeps its mode; a new one gets that of the umask.

    """
    if path == STANDARD_OUTPUT:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    if _is_special(path):
        with path.open("wb") as stream:
            stream.write(content)
        return
    path = _behind_links(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = _beside(path)
    try:
        with temporary.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        if path.exists():
            temporary.chmod(path.stat().st_mode & 0o7777)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


@contextmanager
def replaced_directory(path: Path) -> Iterator[Path]:
    """Give an empty folder to fill; when the block ends well, it takes the place of ``path``.

    If the block raises, ``path`` stays as it was. On Linux the two change places in one step, so that whoever looks,
    or whatever kills the process, finds the old or the new; elsewhere the swap is two renames. What a killed process
    left behind is removed by the next. A symbolic link stays, and so does the mode of a folder that is there.
    """
    path = _behind_links(path.absolute())
    path.parent.mkdir(parents=True, exist_ok=True)
    _remove_leftovers(path)
    fresh = _beside(path)
    fresh.mkdir()
    try:
        yield fresh
        if not path.exists():
            fresh.rename(path)
            return
        fresh.chmod(path.stat().st_mode & 0o7777)
        if not _exchange(fresh, path):
            old = Path(tempfile.mkdtemp(dir=path.parent, prefix=fresh.name))
            path.rename(old / path.name)
            fresh.rename(path)
            shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _is_special(path: Path) -> bool:
    """Whether a path leads to something that is written into, such as a pipe, and not replaced."""
    return path.exists() and (path.is_relative_to("/dev") or not (path.is_file() or path.is_dir()))


def _behind_links(path: Path) -> Path:
    return path.resolve() if path.is_symlink() else path


def _beside(path: Path) -> Path:
    """A name that nothing has, beside a path; the number of the process tells whose it is."""
    return path.parent / f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}"


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

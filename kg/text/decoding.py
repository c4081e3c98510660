"""Bytes -> text: UTF-8 (with or without a mark) or GB18030, never guessed silently."""

from __future__ import annotations

import hashlib
from pathlib import Path

from kg.errors import DecodingError, InputError
from kg.model import Document

__all__ = ["decode", "fingerprint", "read_document"]


def read_document(path: str | Path) -> Document:
    """A chapter from a file.

    Raises:
        InputError: if there is no such file.
        DecodingError: if it holds no text in an encoding that is known.

    """
    path = Path(path)
    if not path.is_file():
        message = f"{path}: no such file; give the text of the chapter"
        raise InputError(message)
    text = decode(path.read_bytes(), str(path))
    return Document(str(path), text, fingerprint(text))


def decode(data: bytes, name: str) -> str:
    """Text from bytes; ``name`` is how errors call them."""
    if not data.strip():
        message = f"{name}: empty; expected the text of a chapter"
        raise DecodingError(message)
    if b"\0" in data:
        message = f"{name}: binary (a NUL at byte {data.index(0)}); expected plain text in UTF-8"
        raise DecodingError(message)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        try:
            return data.decode("gb18030")
        except UnicodeDecodeError:
            message = f"{name}: neither UTF-8 nor GB18030 (byte {error.start}); save the file as UTF-8"
            raise DecodingError(message) from error


def fingerprint(text: str) -> str:
    """The SHA-256 of a text in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()

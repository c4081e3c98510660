"""Bytes -> text: UTF-8 (with or without a mark), GB18030 or Big5, never guessed where all could be wrong."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from kg.errors import DecodingError, InputError
from kg.model import Document

__all__ = ["decode", "fingerprint", "read_document"]

_REMEDY = "save the file as plain text in UTF-8"
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_DAMAGED = 8
"""With so many Chinese characters before the first bad byte, a file is damaged UTF-8, not GB18030."""
_LEGACY = {"gb18030": "GB18030", "big5hkscs": "Big5"}
_COMMON = re.compile(r"[，。、；：的]")
"""What any Chinese prose is full of, and what bytes read in the wrong encoding hardly ever give."""
MAX_BYTES = 64 << 20
"""Five thousand times a chapter; tables of more would not fit in anybody's head, nor in memory."""


def read_document(path: str | Path) -> Document:
    """A chapter from a file; its line ends are kept, so that offsets hold for the decoded text.

    Raises:
        InputError: if there is no such file, or it cannot be read.
        DecodingError: if it holds no text in an encoding that is known.

    """
    path = Path(path)
    if not path.is_file():
        what = "a folder" if path.is_dir() else "no such file"
        message = f"{path}: {what}; give the path of the chapter's text"
        zh = "是一个目录" if path.is_dir() else "没有这个文件"
        raise InputError(message, zh=f"{path}：{zh}；请给出原文文本文件的路径")
    if (size := path.stat().st_size) > MAX_BYTES:
        have, most = f"{size / 1e6:,.0f} MB", f"{MAX_BYTES / 1e6:.0f} MB"
        message = f"{path}: {have}; at most {most} are read, so split it into its chapters"
        raise InputError(message, zh=f"{path}：{have}；最多读取 {most}，请按章拆分")
    try:
        data = path.read_bytes()
    except OSError as error:
        message = f"{path}: cannot be read ({error.strerror}); check who may read it"
        raise InputError(message) from error
    text = decode(data, str(path))
    return Document(str(path), text, fingerprint(text))


def decode(data: bytes, name: str) -> str:
    """Text from bytes, without a byte order mark; ``name`` is how errors call the bytes.

    Raises:
        DecodingError: if they are empty, binary, damaged UTF-8, or in an encoding other than UTF-8, Big5 and
            GB18030 (which GBK and GB2312 are parts of); it gives the offset of the first bad byte.

    """
    if data.startswith(_UTF_16_MARKS):
        message = f"{name}: UTF-16 (a mark at byte 0); {_REMEDY}"
        raise DecodingError(message)
    if b"\0" in data:
        message = f"{name}: binary (a NUL at byte {data.index(0)}); {_REMEDY}"
        raise DecodingError(message)
    text = _decode(data, name)
    if not text.strip():
        message = f"{name}: empty; give the text of a chapter"
        raise DecodingError(message)
    return text


def _decode(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        start = error.start + (len(data) - len(error.object))  # the codec counts from behind the mark
    if len(_CHINESE.findall(data[:start].decode("utf-8", "ignore"))) >= _DAMAGED:
        message = f"{name}: damaged UTF-8 (a bad byte at {start}); get an intact copy, or {_REMEDY}"
        raise DecodingError(message)
    read, problems = _read_legacy(data)
    if not read:
        message = f"{name}: neither UTF-8 (a bad byte at {start}) nor {' nor '.join(problems)}; {_REMEDY}"
        raise DecodingError(message)
    encoding, text = max(read.items(), key=lambda each: len(_COMMON.findall(each[1])) / len(each[1]))
    control = _CONTROL.search(text)
    if control:
        place = len(text[: control.start()].encode(encoding))
        message = f"{name}: binary (a control character at byte {place}); {_REMEDY}"
        raise DecodingError(message)
    return text


def _read_legacy(data: bytes) -> tuple[dict[str, str], list[str]]:
    """The text in each encoding of Chinese before Unicode that it may be in, and why in the others it is not."""
    read, problems = {}, []
    for encoding, called in _LEGACY.items():
        try:
            read[encoding] = data.decode(encoding)
        except UnicodeDecodeError as error:
            problems.append(f"{called} (at {error.start})")
    return read, problems


def fingerprint(text: str) -> str:
    """The SHA-256 of a text in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()

"""Files -> text: plain text in the encodings of Chinese, and the formats that reports come in, by their content."""

from __future__ import annotations

import hashlib
from pathlib import Path

from kg.errors import InputError
from kg.model import Document
from kg.text.encodings import decode_text
from kg.text.formats import format_of, read_format

__all__ = ["SUFFIXES", "decode", "fingerprint", "is_plain", "read_document"]

MAX_BYTES = 64 << 20
"""Five thousand times a chapter; tables of more would not fit in anybody's head, nor in memory."""


SUFFIXES = frozenset({".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".pdf", ".docx", ".xlsx"})
"""What the files of a folder end in that may hold a report."""


def read_document(path: str | Path) -> Document:
    """A chapter from a file; its line ends are kept, so that offsets hold for the decoded text.

    Raises:
        InputError: if there is no such file, or it cannot be read.
        DecodingError: if it holds no text in an encoding that is known, or none that can be taken out of its format.

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

    What they are, their content says: .pdf, .docx, .xlsx and HTML are known by their first bytes whatever the file is
    called; only Markdown, which looks like any text, by the ending of the name.

    Raises:
        DecodingError: if they are empty, binary, damaged UTF-8, or in an encoding other than UTF-8, Big5 and
            GB18030 (which GBK and GB2312 are parts of), and it gives the offset of the first bad byte; if they are in
            a format that holds no text, that is locked, or for which the extra ``formats`` is not installed.

    """
    kind = format_of(data, name)
    return read_format(kind, data, name) if kind else decode_text(data, name)


def is_plain(path: str | Path) -> bool:
    """Whether a file is plain text, so that offsets can be counted in itself."""
    return not format_of(Path(path).read_bytes(), str(path))


def fingerprint(text: str) -> str:
    """The SHA-256 of a text in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()

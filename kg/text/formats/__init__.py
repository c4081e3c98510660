"""Formats that reports come in -> plain text: PDF, Word, Excel, HTML and Markdown.

The plain text is what all offsets count in; ``kg extract`` writes it beside the tables. Headings, paragraphs and list
items are lines; of a table, each figure is a sentence that says what its heads say (:mod:`kg.text.formats.grids`).
Nothing is fetched: what a file only points to is no part of it.

The libraries come with the extra ``formats``.
"""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING

from kg.errors import DecodingError
from kg.text.encodings import REMEDY
from kg.text.formats.markup import read_html, read_markdown
from kg.text.formats.office import name_of_archive, read_docx, read_xlsx
from kg.text.formats.pdf import read_pdf

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["format_of", "read_format"]

_READERS: dict[str, Callable[[bytes, str], str]] = {
    "PDF": read_pdf,
    "Word document": read_docx,
    "Excel workbook": read_xlsx,
    "web page": read_html,
    "Markdown": read_markdown,
}
_NOT_READ = {
    "old Office document": "save it as .docx, .xlsx or plain text",
    "encrypted Office document": "save it without its password",
    "OFD document": "export it as PDF or plain text",
    "OpenDocument file": "save it as .docx, .xlsx or plain text",
    "PowerPoint presentation": "export it as PDF or plain text",
    "RTF document": "save it as .docx or plain text",
    "zip archive": "unpack it and give the files in it",
}
_HEAD = 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_HTML = re.compile(
    rb"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_MARK = b"\xef\xbb\xbf"
_ENDINGS = {".md": "Markdown", ".markdown": "Markdown", ".html": "web page", ".htm": "web page", ".xhtml": "web page"}


def format_of(data: bytes, name: str) -> str:
    """What the bytes of a file are, by their content, and by its name where that does not tell; "" for plain text."""
    head = data[:_HEAD].removeprefix(_MARK).lstrip()
    if head.startswith(b"%PDF-"):
        return "PDF"
    if data.startswith(_ZIP):
        return name_of_archive(data)
    if data.startswith(_OLE):
        return "encrypted Office document" if _ENCRYPTED in data else "old Office document"
    if head.startswith(b"{\\rtf"):
        return "RTF document"
    if _HTML.match(head):
        return "web page"
    return _ENDINGS.get(PurePath(name).suffix.lower(), "")


def read_format(kind: str, data: bytes, name: str) -> str:
    """The text of a file of a format that :func:`format_of` told.

    Raises:
        DecodingError: if it has none, is locked or damaged, or what reads it is not installed.

    """
    if kind in _NOT_READ:
        message = f"{name}: {_article(kind)} {kind}, which is not read; {_NOT_READ[kind]}"
        raise DecodingError(message)
    try:
        text = _READERS[kind](data, name)
    except DecodingError:
        raise
    except ImportError as error:
        message = (
            f"{name}: {_article(kind)} {kind}, and {error.name} is not installed; "
            f"pip install 'tis-kg[formats]', or {REMEDY}"
        )
        zh = f"{name}：读取此格式（{kind}）需要 {error.name}；请 pip install 'tis-kg[formats]'，或另存为 UTF-8 纯文本"
        raise DecodingError(message, zh=zh) from error
    except Exception as error:  # a damaged file breaks the libraries in ways that none of them lists
        message = f"{name}: a damaged {kind} ({type(error).__name__}: {error}); save it again, or {REMEDY}"
        raise DecodingError(message) from error
    if not text.strip():
        message = f"{name}: {_article(kind)} {kind} without text; give the text of a chapter"
        raise DecodingError(message)
    return text


def _article(kind: str) -> str:
    return "an" if kind.startswith(("en", "old", "E", "O", "R")) else "a"

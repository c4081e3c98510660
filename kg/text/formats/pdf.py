"""PDF -> text, by pypdf: pages with a text layer; what was scanned is refused."""

from __future__ import annotations

import logging
import re
import time
from io import BytesIO
from typing import TYPE_CHECKING

from kg.errors import DecodingError
from kg.text.encodings import REMEDY
from kg.text.formats.lines import join_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pypdf import PdfReader

__all__ = ["read_pdf"]

MAX_PAGES = 3_000
MAX_SECONDS = 120.0
MAX_CHARACTERS = 20_000_000
_WRITTEN = re.compile(r"[\u4e00-\u9fffA-Za-z0-9]")
_UNREADABLE = re.compile("[\ufffd\ue000-\uf8ff]|/[gG][0-9]{1,5}|\\(cid:[0-9]+\\)")
_LEAST = 4
"""Fewer characters a page than this is a stamp or a page number, not a text layer."""
_SPOILT = 0.1


def read_pdf(data: bytes, name: str) -> str:
    """The text layer of a PDF, line by line, with a form feed between pages.

    Raises:
        DecodingError: if it is damaged, encrypted, scanned, too long, or its fonts do not say what their signs mean.

    """
    import pypdf

    logging.getLogger(pypdf.__name__).setLevel(logging.CRITICAL)  # it reports each oddity that it could put right
    pages = list(_pages(data, name))
    written = sum(len(_WRITTEN.findall(page)) for page in pages)
    if written < _LEAST * max(1, len(pages)):
        message = (
            f"{name}: a scanned PDF ({len(pages)} pages without a text layer); "
            "recognise its text first (ocrmypdf -l chi_sim), or give the text itself"
        )
        zh = f"{name}：扫描版 PDF（{len(pages)} 页，无文字层）；请先做文字识别（ocrmypdf -l chi_sim），或提供其文本"
        raise DecodingError(message, zh=zh)
    if sum(len(_UNREADABLE.findall(page)) for page in pages) > _SPOILT * written:
        message = f"{name}: a PDF whose fonts do not tell what their characters are; recognise its text, or {REMEDY}"
        raise DecodingError(message)
    return "\f".join(join_lines([page]) for page in pages)


def _pages(data: bytes, name: str) -> Iterator[str]:
    reader = _open(data, name)
    if len(reader.pages) > MAX_PAGES:
        message = f"{name}: {len(reader.pages):,} pages; at most {MAX_PAGES:,} are read, so split it"
        raise DecodingError(message)
    until = time.monotonic() + MAX_SECONDS
    length = 0
    for page in reader.pages:
        text = page.extract_text()
        length += len(text)
        if time.monotonic() > until or length > MAX_CHARACTERS:
            message = f"{name}: a PDF that takes more than {MAX_SECONDS:g} seconds to read; split it, or {REMEDY}"
            raise DecodingError(message)
        yield text


def _open(data: bytes, name: str) -> PdfReader:
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, FileNotDecryptedError

    try:
        reader = PdfReader(BytesIO(data))
        locked = reader.is_encrypted and not reader.decrypt("")
    except (DependencyError, FileNotDecryptedError):
        locked = True
    if locked:
        message = f"{name}: an encrypted PDF; save it without its password (qpdf --decrypt), or {REMEDY}"
        raise DecodingError(
            message, zh=f"{name}：加密的 PDF；请去除密码后另存（qpdf --decrypt），或另存为 UTF-8 纯文本"
        )
    return reader

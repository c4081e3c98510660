"""HTML and Markdown -> text: what a reader of the page sees, without what leads around it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.text.encodings import decode_text
from kg.text.formats.grids import read_caption, sentences_of
from kg.text.formats.lines import join_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.html import HtmlElement
    from markdown_it.token import Token

__all__ = ["read_html", "read_markdown"]

_DROPPED = frozenset({
    "aside", "audio", "button", "canvas", "footer", "form", "head", "iframe", "math", "nav", "noscript", "object",
    "option", "rp", "rt", "script", "select", "style", "svg", "template", "textarea", "video",
})  # fmt: skip
_BLOCKS = frozenset({
    "address", "article", "blockquote", "body", "br", "caption", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "ol",
    "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
_ROLES = frozenset({"banner", "complementary", "contentinfo", "navigation", "search"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_MOST_SPANNED = 200
_SPACE = re.compile(r"[ \t\r\n\f]+")
_SOURCE_LINE = re.compile(r"(?<=[^\x00-\x7f])[ \t]*[\r\n]\s*(?=[^\s])|(?<=[^\s])[ \t]*[\r\n]\s*(?=[^\x00-\x7f])")
"""An end of a line in the source beside a Chinese character is no space."""
_BREAK = "\x1e"
"""Stands for the end of a block until white space is settled."""


# ── HTML ───────────────────────────────────────────────────────────────────────────────────


def read_html(data: bytes, name: str) -> str:
    """The text of a web page: headings, paragraphs and list items as lines, tables as sentences.

    Raises:
        DecodingError: if its bytes are no text.

    """
    from lxml.html import HTMLParser, document_fromstring

    text = decode_text(data, name)
    parser = HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    page = document_fromstring(text.encode(), parser=parser)
    written = "".join(_parts(page))
    return join_lines(_SPACE.sub(" ", _SOURCE_LINE.sub("", line)).strip(" ") for line in written.split(_BREAK))


def _parts(element: HtmlElement) -> Iterator[str]:
    """The text below an element, in pieces; blocks stand between breaks."""
    tag = element.tag if isinstance(element.tag, str) else ""
    if not tag or tag in _DROPPED or _is_hidden(element):
        return
    block = tag in _BLOCKS
    if block:
        yield _BREAK
    if tag == "table" and element.find(".//table") is None:
        yield from (line + _BREAK for line in _table_lines(element))
    elif tag == "pre":
        yield (element.text_content() or "").replace("\n", _BREAK)
    else:
        yield element.text or ""
        for child in element:
            yield from _parts(child)
            yield child.tail or ""
    if block:
        yield _BREAK


def _is_hidden(element: HtmlElement) -> bool:
    style = element.get("style") or ""
    return element.get("hidden") is not None or element.get("role") in _ROLES or bool(style and _HIDDEN.search(style))


def _table_lines(table: HtmlElement) -> Iterator[str]:
    captions = ["".join(_parts(each)).replace(_BREAK, " ").strip() for each in table.findall("caption")]
    yield from captions
    grid: list[list[str]] = []
    below: dict[int, tuple[int, str]] = {}
    for row in table.iter("tr"):
        cells: list[str] = []
        for cell in row:
            if cell.tag not in ("td", "th"):
                continue
            _fill(cells, below)
            written = "".join(_parts(cell)).replace(_BREAK, "\n").strip()
            for _ in range(_span(cell, "colspan")):
                if _span(cell, "rowspan") > 1:
                    below[len(cells)] = (_span(cell, "rowspan") - 1, written)
                cells.append(written)
        _fill(cells, below)
        grid.append(cells)
    yield from sentences_of(grid, read_caption(" ".join(captions)))


def _fill(cells: list[str], below: dict[int, tuple[int, str]]) -> None:
    """Repeat what a cell above spans."""
    while len(cells) in below:
        left, written = below[len(cells)]
        if left > 1:
            below[len(cells)] = (left - 1, written)
        else:
            del below[len(cells)]
        cells.append(written)


def _span(cell: HtmlElement, name: str) -> int:
    written = cell.get(name) or "1"
    return max(1, min(int(written), _MOST_SPANNED)) if written.isascii() and written.isdecimal() else 1


# ── Markdown ───────────────────────────────────────────────────────────────────────────────

_FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n.*?\r?\n(?:---|\.\.\.)[ \t]*\r?\n", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")


def read_markdown(data: bytes, name: str) -> str:
    """The text of a Markdown file without its marks: paragraphs, headings and items as lines, tables as sentences."""
    from markdown_it import MarkdownIt

    text = _FRONT_MATTER.sub("", decode_text(data, name))
    tokens = MarkdownIt("commonmark", {"maxNesting": 50}).enable(["table", "strikethrough"]).parse(text)
    return join_lines(_markdown_lines(tokens))


def _markdown_lines(tokens: Sequence[Token]) -> Iterator[str]:
    grid: list[list[str]] | None = None
    before = ""
    for token in tokens:
        if token.type == "table_open":
            grid = []
        elif token.type == "table_close" and grid is not None:
            yield from sentences_of(grid, read_caption(before))
            grid = None
        elif token.type == "tr_open" and grid is not None:
            grid.append([])
        elif token.type == "inline" and grid is not None:
            grid[-1].append(_inline(token.children or ()))
        elif token.type == "inline":
            before = _inline(token.children or ())
            yield before
        elif token.type in ("fence", "code_block"):
            yield token.content
        elif token.type == "html_block":
            yield _TAG.sub("", token.content)


def _inline(tokens: Sequence[Token]) -> str:
    """The text of a line; the ends of lines in it stay, for the layout to join."""
    parts = []
    for token in tokens:
        if token.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif token.type in ("text", "code_inline"):
            parts.append(token.content)
    return "".join(parts)

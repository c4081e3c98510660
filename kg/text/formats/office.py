"""Word and Excel -> text, by python-docx and openpyxl, from archives that were looked at before they are unpacked."""

from __future__ import annotations

import re
import warnings
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile, ZipFile

from kg.errors import DecodingError
from kg.text.encodings import REMEDY
from kg.text.formats.grids import read_caption, sentences_of
from kg.text.formats.lines import join_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["name_of_archive", "read_docx", "read_xlsx"]

MAX_UNPACKED = 256 << 20
MAX_MARKUP = 64 << 20
MAX_MEMBERS = 10_000
_KINDS = (
    ("word/document.xml", "Word document"),
    ("xl/workbook.xml", "Excel workbook"),
    ("ppt/presentation.xml", "PowerPoint presentation"),
    ("OFD.xml", "OFD document"),
    ("META-INF/manifest.xml", "OpenDocument file"),
)
_DECLARES = (b"<!DOCTYPE", b"<!ENTITY")


# ── archives ───────────────────────────────────────────────────────────────────────────────


def name_of_archive(data: bytes) -> str:
    """What a zip archive is, by what is in it."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (BadZipFile, ValueError, OSError, NotImplementedError):
        return "zip archive"
    return next((kind for part, kind in _KINDS if part in names), "zip archive")


def _check_archive(data: bytes, name: str) -> None:
    """Refuse what would fill the memory, and markup that declares entities, which no Office file does."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
            markup = [each for each in members if each.filename.endswith((".xml", ".rels"))]
            size = sum(each.file_size for each in members)
            if size > MAX_UNPACKED or sum(each.file_size for each in markup) > MAX_MARKUP or len(members) > MAX_MEMBERS:
                message = f"{name}: unpacks to {size / 1e6:,.0f} MB; at most {MAX_MARKUP / 1e6:.0f} MB of text are read"
                raise DecodingError(message)
            for each in markup:
                head = archive.read(each)
                if any(word in head for word in _DECLARES):
                    message = f"{name}: {each.filename} declares entities, which no Office file does; {REMEDY}"
                    raise DecodingError(message)
    except BadZipFile as error:
        message = f"{name}: a damaged Office document ({error}); save it again, or {REMEDY}"
        raise DecodingError(message) from error


# ── Word ───────────────────────────────────────────────────────────────────────────────────

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SKIPPED = frozenset({f"{_W}del", f"{_W}moveFrom", f"{_MC}Fallback", f"{_W}txbxContent", f"{_W}tbl"})
_BREAKS = frozenset({f"{_W}br", f"{_W}cr"})


def read_docx(data: bytes, name: str) -> str:
    """The text of a Word document as it stands with all changes accepted; headers, footers and notes are left out."""
    from docx import Document

    _check_archive(data, name)
    return join_lines(_blocks(Document(BytesIO(data)).element.body, []))


def _blocks(parent: Any, above: list[str]) -> Iterator[str]:  # noqa: ANN401 - an element, of lxml without types
    """Paragraphs and tables in their order; ``above`` gathers the lines that may be a table's caption."""
    for child in parent:
        if child.tag == f"{_W}p":
            line = _text_of(child)
            above[:] = [*above[-1:], line] if line.strip() else above
            yield line
            for box in child.iter(f"{_W}txbxContent"):
                if not any(each.tag == f"{_MC}Fallback" for each in box.iterancestors()):
                    yield from _blocks(box, [])
        elif child.tag == f"{_W}tbl":
            yield from sentences_of(_grid(child), read_caption("\n".join(above)))
            above.clear()
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml", f"{_W}smartTag"):
            yield from _blocks(child, above)


def _text_of(paragraph: Any) -> str:  # noqa: ANN401 - an element, of lxml without types
    parts = []
    for child in paragraph:
        if child.tag == f"{_W}t":
            parts.append(child.text or "")
        elif child.tag == f"{_W}tab":
            parts.append(" ")
        elif child.tag == f"{_W}noBreakHyphen":
            parts.append("-")
        elif child.tag in _BREAKS:
            parts.append("\n")
        elif child.tag not in _SKIPPED:
            parts.append(_text_of(child))
    return "".join(parts)


def _grid(table: Any) -> list[list[str]]:  # noqa: ANN401 - an element, of lxml without types
    rows: list[list[str]] = []
    for row in table.iter(f"{_W}tr"):
        if next(row.iterancestors(f"{_W}tbl")) is not table:
            continue
        cells: list[str] = []
        for cell in row.iter(f"{_W}tc"):
            if next(cell.iterancestors(f"{_W}tr")) is not row:
                continue
            spans = cell.find(f"{_W}tcPr/{_W}gridSpan")
            merged = cell.find(f"{_W}tcPr/{_W}vMerge")
            goes_on = merged is not None and merged.get(f"{_W}val", "continue") == "continue"
            text = (
                rows[-1][len(cells)]
                if goes_on and rows and len(cells) < len(rows[-1])
                else "\n".join(_blocks(cell, []))
            )
            width = spans.get(f"{_W}val", "1") if spans is not None else "1"
            cells += [text] * (min(int(width), 100) if width.isdecimal() else 1)
        rows.append(cells)
    return rows


# ── Excel ──────────────────────────────────────────────────────────────────────────────────

_DECIMALS = re.compile(r"0(?:\.(0+))?%?(?![#0-9.])")


def read_xlsx(data: bytes, name: str) -> str:
    """The text of a workbook: its visible sheets, each figure a sentence; of formulas, the values that were saved."""
    from openpyxl import load_workbook

    _check_archive(data, name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and extensions, which are not read
        book = load_workbook(BytesIO(data), data_only=True, keep_links=False)
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    return join_lines(line for sheet in sheets for line in _sheet(sheet, named=len(sheets) > 1))


def _sheet(sheet: Worksheet, *, named: bool) -> Iterator[str]:
    """The lines of a sheet; a row with one cell is a line, rows with more are a table."""
    if named:
        yield str(sheet.title)
    merged = {
        (row, column): (area.min_row, area.min_col)
        for area in sheet.merged_cells.ranges
        if area.size["rows"] * area.size["columns"] <= MAX_MEMBERS
        for row in range(area.min_row, area.max_row + 1)
        for column in range(area.min_col, area.max_col + 1)
    }
    above: list[str] = [str(sheet.title)]
    grid: list[list[str]] = []
    for row in sheet.iter_rows():
        own = [_written(cell) for cell in row]
        if sum(bool(cell) for cell in own) > 1:
            grid.append(
                [_written(sheet.cell(*merged.get((cell.row, cell.column), (cell.row, cell.column)))) for cell in row]
            )
            continue
        if grid:
            yield from sentences_of(grid, read_caption("\n".join(above)))
            grid, above = [], []
        if any(own):
            above.append(next(cell for cell in own if cell))
            yield above[-1]
    if grid:
        yield from sentences_of(grid, read_caption("\n".join(above)))


def _written(cell: Cell) -> str:
    """What a cell shows."""
    value = cell.value
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, int | float):
        return _shown(Decimal(repr(value)), str(cell.number_format))
    return str(value).strip()


def _shown(value: Decimal, form: str) -> str:
    """A number as its format shows it; without a format, to twelve digits."""
    if not value.is_finite():
        return ""
    percent = "%" if form.endswith("%") else ""
    value = value * 100 if percent else value
    decimals = _DECIMALS.search(form)
    if decimals:
        return f"{value:.{len(decimals[1] or '')}f}{percent}"
    shown = f"{value:.12g}"
    return f"{Decimal(shown):f}{percent}"

"""Tables <-> a folder of CSV files with a CSVW description.

The description (``metadata.json``) says what each column holds and how tables refer to each
other; the ``csvw`` package checks the cells against it. What CSVW cannot say (terms of the
ontology, references that may go to one of several tables, the order of offsets) is checked here.
All problems of all tables are reported together.
"""

from __future__ import annotations

import csv
import io
import json
import logging
import re
import warnings
from collections import Counter
from dataclasses import MISSING, fields
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from csvw import TableGroup

from kg import model
from kg.errors import InputError, TableError
from kg.files import replaced_directory
from kg.model import Problem, Tables
from kg.ontology import vocabulary
from kg.text.characters import describe_unfit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    _Line = tuple[int, list[str]]  # the number of a row as a spreadsheet shows it, and its cells
    _Cells = dict[str, list[tuple[int, dict[str, Any]]]]  # the typed rows of each table, numbered

__all__ = [
    "METADATA",
    "TEXT",
    "UNREAD",
    "describe_tables",
    "read_tables",
    "start_tables",
    "unfit_cells",
    "write_tables",
]

METADATA = "metadata.json"
TEXT = "text.txt"
"""The text that tables were made from, where it was taken out of another format."""
UNREAD = "unread.csv"
"""What a reader left out of the tables, and what no row accounts for."""
MAX_CELL = 100_000
"""Characters that a cell may hold."""

_ROWS: dict[str, type[Any]] = {
    "documents": model.DocumentRow,
    "context": model.ContextRow,
    "sentences": model.SentenceRow,
    "entities": model.EntityRow,
    "names": model.NameRow,
    "mentions": model.MentionRow,
    "groups": model.GroupRow,
    "relations": model.RelationRow,
    "figures": model.FigureRow,
    "periods": model.PeriodRow,
    "indicators": model.ConceptRow,
    "units": model.ConceptRow,
    "conditions": model.ConceptRow,
    "exclusions": model.ExclusionRow,
}
_OPTIONAL = frozenset({"context"})
"""Tables that a folder need not have: those that only a reader fills."""
_PRIMARY = {
    "context": ("document", "field", "rule"),
    "names": ("entity", "form", "lang"),
    "exclusions": ("begin", "end"),
}
_FOREIGN: dict[tuple[str, str], str] = {
    ("context", "document"): "documents",
    ("sentences", "document"): "documents",
    ("sentences", "period"): "periods",
    ("names", "entity"): "entities",
    ("mentions", "entity"): "entities",
    ("mentions", "sentence"): "sentences",
    ("groups", "sentence"): "sentences",
    ("groups", "subgroup_of"): "groups",
    ("relations", "sentence"): "sentences",
    ("relations", "period"): "periods",
    ("relations", "currency"): "units",
    ("relations", "condition"): "conditions",
    ("figures", "sentence"): "sentences",
    ("figures", "indicator"): "indicators",
    ("figures", "whole_indicator"): "indicators",
    ("figures", "unit"): "units",
    ("figures", "period"): "periods",
    ("figures", "comparison_period"): "periods",
    ("figures", "compared_with"): "figures",
    ("figures", "share_of"): "figures",
    ("figures", "condition"): "conditions",
}
# Cells that hold the local name of a term of ours, by the kind of term (see kg.ontology.vocabulary).
_TERMS: dict[tuple[str, str], str] = {
    ("entities", "class"): "class",
    ("entities", "function"): "ServiceFunction",
    ("groups", "kind"): "Kind",
    ("groups", "approximation"): "Approximation",
    ("relations", "property"): "property",
    ("relations", "modality"): "Modality",
    ("sentences", "modality"): "Modality",
    ("figures", "approximation"): "Approximation",
    ("figures", "period_kind"): "PeriodKind",
    ("figures", "change_kind"): "ChangeKind",
    ("figures", "modality"): "Modality",
}
# Cells that hold one of a few words.
_WORDS: dict[tuple[str, str], frozenset[str]] = {
    ("sentences", "kind"): frozenset({"heading", "item", "sentence"}),
    ("names", "kind"): frozenset({"full", "short", "alias"}),
    ("names", "lang"): frozenset({"zh", "en", "zh-Latn"}),
    ("periods", "precision"): frozenset({"year", "month", "day"}),
}
_OTHER_TERMS = {("relations", "property"): frozenset({"skos:broader"})}
# Cells that name something of one of several tables.
_PARTICIPANTS = ("entities", "groups")
_REFERENCES: dict[tuple[str, str], tuple[str, ...]] = {
    ("relations", "subject"): _PARTICIPANTS,
    ("relations", "object"): (*_PARTICIPANTS, "periods"),
    ("figures", "entity"): _PARTICIPANTS,
    ("figures", "whole_entity"): _PARTICIPANTS,
}
# Tables whose rows are named by their place in the text.
_PLACED = frozenset({"sentences", "mentions", "groups", "relations", "figures"})
_PLACE_ID = re.compile(r"(\d+-\d+)(?:-\d+)?")
_READING = re.compile(
    r"(inherited|supplied)|((subject|object|entity|indicator|period|condition):(inherited|supplied)( |$))+"
)
_DECIMAL = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)", re.ASCII)
_FORMULA = re.compile(r"[=@]|\+(?!\d)|-(?![-\d])")
"""What a spreadsheet takes for the beginning of a formula."""
_PROSE = frozenset({"note"})
"""Columns that may hold several lines."""
_LINE_ENDS = str.maketrans("\n\t", "  ")
_HANDED_ON = frozenset({"http", "https", "urn", "mailto", "doi"})
"""Schemes of addresses that a description may name."""
_SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]*):")
_TITLES = {"zh": "技术创新服务体系事实表", "en": "Facts of a technology-innovation service system"}


# ── reading ────────────────────────────────────────────────────────────────────────────────


def read_tables(folder: str | Path) -> Tables:
    """Read and check a folder of tables.

    Raises:
        InputError: if there is no such folder, or its description cannot be read.
        TableError: if cells break the description; it carries every problem with file and row.

    """
    folder = Path(folder)
    if not folder.is_dir():
        message = f"{folder}: no such folder; expected one with {METADATA} and the tables that it describes"
        raise InputError(message, zh=f"{folder}：没有这个目录；应是含有 {METADATA} 及其所述表格的目录")
    metadata = _read_metadata(folder / METADATA)
    files: dict[str, list[_Line]] = {}
    problems: list[Problem] = []
    for table in _ROWS:
        if table in _OPTIONAL and not (folder / f"{table}.csv").exists():
            files[table] = [(1, _columns(table))]
            continue
        files[table], found = _read_file(folder / f"{table}.csv", table)
        problems += found
    unreadable = {problem.file for problem in problems}
    raw, found = _read_cells({table: lines for table, lines in files.items() if f"{table}.csv" not in unreadable})
    problems += found
    problems += _check_characters(raw)
    problems += _check_terms(raw)
    problems += _check_keys(raw)
    problems += _check_references(raw, unreadable)
    problems += _check_offsets(raw)
    if problems:
        count = len(problems)
        message = f"{folder}: {count} problem{'s' if count > 1 else ''} in the tables"
        raise TableError(message, sorted(set(problems), key=lambda p: (p.file, p.row or 0, p.message)))
    rows: dict[str, Any] = {
        table: tuple(_row(_ROWS[table], record) for _, record in records) for table, records in raw.items()
    }
    return Tables(name=folder.resolve().name, metadata=metadata, **rows)


def _read_metadata(path: Path) -> tuple[tuple[str, str], ...]:
    try:
        described = json.loads(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        message = f"{path}: missing; copy it from another chapter's folder, it describes the tables"
        raise InputError(message) from None
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        message = f"{path}: not a JSON document in UTF-8 ({error}); restore it from another chapter's folder"
        raise InputError(message) from error
    if not isinstance(described, dict) or not _is_agreed(described.get("tables")):
        message = f"{path}: does not describe the agreed tables; copy `tables` from another chapter's {METADATA}"
        raise InputError(message)
    said = {key: str(value) for key, value in described.items() if key.startswith("dc:")}
    for key, value in said.items():
        scheme = _SCHEME.match(value)
        if scheme and scheme[1].casefold() not in _HANDED_ON:
            message = f"{path}: {key} {value!r} is an address of the scheme {scheme[1]}; expected http or https"
            raise InputError(message)
        if unfit := describe_unfit(value):
            message = f"{path}: {key} holds {unfit}; take the character out"
            raise InputError(message)
    return tuple(sorted(said.items()))


def _is_agreed(tables: object) -> bool:
    """Whether a description is that of the agreed tables, as they are or as they were before optional ones came in."""
    agreed = describe_tables(())["tables"]
    return tables == agreed or _without_optional(tables) == _without_optional(agreed)


def _without_optional(tables: Any) -> list[Any] | None:  # noqa: ANN401 - whatever a user's file holds
    """A description without optional tables and columns, and without what may be left empty since."""
    try:
        kept = [each for each in tables if each["url"].removesuffix(".csv") not in _OPTIONAL]
        return [
            {
                "url": each["url"],
                "columns": [
                    {key: value for key, value in column.items() if (each["url"], column["name"]) not in _LOOSENED}
                    for column in each["tableSchema"]["columns"]
                    if column["name"] not in _optional_columns(each["url"].removesuffix(".csv"))
                ],
                "primaryKey": each["tableSchema"]["primaryKey"],
            }
            for each in kept
        ]
    except (AttributeError, KeyError, TypeError):
        return None


_LOOSENED = frozenset({("documents.csv", "base_year")})
"""Cells that had to be filled once: a document's year, before it could stay open."""


def _read_file(path: Path, table: str) -> tuple[list[_Line], list[Problem]]:
    """The lines of a file, the header first; or what keeps it from being read as a table at all."""
    if not path.is_file():
        return [], [Problem(path.name, None, "missing; a table without rows still needs its header line")]
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        return [], [Problem(path.name, row, f"not UTF-8 (byte {error.start}); save the file as UTF-8")]
    with _large_cells():
        try:
            lines = _tidy(csv.reader(io.StringIO(text, newline=""), strict=True))
        except csv.Error as error:
            remedy = "quote cells that hold commas, quotes or line ends"
            return [], [Problem(path.name, None, f"not CSV ({error}); {remedy}")]
    if not lines:
        return [], [Problem(path.name, None, f"empty; expected the header {','.join(_columns(table))}")]
    header = lines[0][1]
    decimals = [index for index, column in enumerate(header) if "Decimal" in _annotations(table).get(column, "")]
    return lines, [
        *_check_header(path.name, table, header),
        *(problem for line in lines[1:] for problem in _check_shape(path.name, line, len(header))),
        *(problem for line in lines[1:] for problem in _check_numbers(path.name, header, decimals, line)),
    ]


def _check_numbers(file: str, header: list[str], decimals: Iterable[int], line: _Line) -> Iterator[Problem]:
    """Numbers that are none: CSVW reads 20% as 0.2, and takes INF and NaN for decimals."""
    number, row = line
    for index in decimals:
        if index < len(row) and row[index] and not _DECIMAL.fullmatch(row[index]):
            expected = "expected a plain decimal number such as -1.5; a percentage is 20 with the unit percent"
            yield Problem(file, number, f"{header[index]} {row[index]!r} is no number; {expected}")


def _tidy(rows: Iterable[list[str]]) -> list[_Line]:
    """Rows without what a spreadsheet adds: blank rows, empty columns at the end, Windows line ends in cells.

    A spreadsheet may also leave out empty cells at the end of a row; they are put back.
    """
    lines = [(number, [cell.replace("\r\n", "\n") for cell in row]) for number, row in enumerate(rows, 1) if any(row)]
    width = len(_trimmed(lines[0][1], 0)) if lines else 0
    return [(number, _trimmed(row, width) + [""] * (width - len(row))) for number, row in lines]


def _trimmed(row: list[str], width: int) -> list[str]:
    """A row up to its last cell that is not empty, but no shorter than the table is wide."""
    end = len(row)
    while end > width and not row[end - 1]:
        end -= 1
    return row[:end]


def _check_header(file: str, table: str, header: list[str]) -> Iterator[Problem]:
    known = _columns(table)
    optional = _optional_columns(table)
    if len(header) == 1 and (mark := next((mark for mark in ";\t" if mark in header[0]), None)):
        yield Problem(file, 1, f"the columns are separated by {mark!r}; save the file with commas between them")
        return
    for name in header:
        if name not in known:
            yield Problem(file, 1, f"unknown column {name!r}; the columns are {', '.join(known)}")
    for name in known:
        if name not in header and name not in optional:
            yield Problem(file, 1, f"column {name!r} is missing; add it, empty where there is nothing to say")
    for name, times in Counter(header).items():
        if times > 1:
            yield Problem(file, 1, f"column {name!r} stands {times} times; keep one")


def _check_shape(file: str, line: _Line, width: int) -> Iterator[Problem]:
    number, row = line
    if len(row) > width:
        yield Problem(file, number, f"{len(row)} cells; the header names {width} columns")
    for cell in row:
        if len(cell) > MAX_CELL:
            yield Problem(file, number, f"a cell of {len(cell):,} characters; at most {MAX_CELL:,} are allowed")


class _large_cells:  # noqa: N801 - used like a function in a with statement
    """Lets the csv module read large cells, so that their size can be reported; restores its limit."""

    def __enter__(self) -> None:
        self._limit = csv.field_size_limit(1 << 30)

    def __exit__(self, *_: object) -> None:
        csv.field_size_limit(self._limit)


def _read_cells(files: Mapping[str, list[_Line]]) -> tuple[_Cells, list[Problem]]:
    """Typed cells by table, each row with its number, and what the CSVW description found wrong with them."""
    log = logging.Logger("kg.tables")  # noqa: LOG001 - private to this call, so that two never mix
    rows = {table: _row_numbers(lines) for table, lines in files.items()}
    collected = _Collector(rows)
    log.addHandler(collected)
    raw: _Cells = {}
    with warnings.catch_warnings(), TemporaryDirectory() as place:
        warnings.simplefilter("ignore")  # csvw warns beside logging; the log has it all
        folder = Path(place)  # csvw reads files, and these are tidier than the user's
        described = {**describe_tables(()), "dialect": {"commentPrefix": None}}  # a name may begin with #
        (folder / METADATA).write_text(json.dumps(described), encoding="utf-8")
        for name, lines in files.items():
            _write_csv(folder / f"{name}.csv", [cells for _, cells in lines])
        group = TableGroup.from_file(str(folder / METADATA))
        group.tables[:] = [table for table in group.tables if str(table.url).removesuffix(".csv") in files]
        for table in group.tables:
            name = str(table.url).removesuffix(".csv")
            found = table.iterdicts(log=log, with_metadata=True)
            raw[name] = [(rows[name][line], record) for _, line, record in found]
    return raw, collected.problems


def _row_numbers(lines: list[_Line]) -> dict[int, int]:
    """From the line of text at which a row ends in the tidied file, to the number of the row in the user's."""
    numbers: dict[int, int] = {}
    end = 0
    for number, cells in lines:
        end += 1 + sum(cell.count("\n") for cell in cells)
        numbers[end] = number
    return numbers


class _Collector(logging.Handler):
    """Turns what csvw logs into problems with file and row."""

    _PLACE = re.compile(r"(?:.*/)?(?P<file>[\w-]+\.csv):(?P<row>\d+)(?::\d+)? (?P<text>.*)", re.DOTALL)

    def __init__(self, rows: Mapping[str, Mapping[int, int]]) -> None:
        super().__init__()
        self._rows = rows
        self.problems: list[Problem] = []

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        place = self._PLACE.match(message)
        if place is None:
            self.problems.append(Problem(METADATA, None, message))
            return
        line = int(place["row"])
        row = self._rows[place["file"].removesuffix(".csv")].get(line, line)
        self.problems.append(Problem(place["file"], row, _remedy(place["text"].strip())))


def _remedy(text: str) -> str:
    return re.sub(r"\s*\(\)$", "", text)


def _check_keys(raw: _Cells) -> Iterator[Problem]:
    """Primary keys that stand twice; csvw could say it too, by reading every file once more for each key."""
    for table, records in raw.items():
        key, seen = _PRIMARY.get(table, ("id",)), set()
        for row, record in records:
            value = tuple(record.get(column) for column in key)
            if value in seen:
                said = ", ".join(map(str, value))
                yield Problem(f"{table}.csv", row, f"the id {said} stands twice; ids are unique within a table")
            seen.add(value)


def unfit_cells(tables: Tables) -> tuple[Problem, ...]:
    """The rows of tables whose cells hold what no name may: they could be written, and never read back."""
    raw = {
        table: [
            (number, {column: getattr(row, _attribute(column)) for column in _columns(table)})
            for number, row in enumerate(getattr(tables, table), 2)
        ]
        for table in _ROWS
    }
    return tuple(_check_characters(raw))


def _check_characters(raw: _Cells) -> Iterator[Problem]:
    """Cells with characters that cannot be seen or written elsewhere, or that a spreadsheet would carry out."""
    for table, records in raw.items():
        for row, record in records:
            for column, value in record.items():
                if not isinstance(value, str):
                    continue
                if column in _PROSE:
                    value = value.translate(_LINE_ENDS)  # noqa: PLW2901 - what a note may hold besides
                unfit = None if value.isascii() and value.isprintable() else describe_unfit(value)
                if unfit:
                    yield Problem(f"{table}.csv", row, f"{column} holds {unfit}; take the character out")
                elif _FORMULA.match(value):
                    yield Problem(
                        f"{table}.csv",
                        row,
                        f"{column} {value!r} begins as a formula of a spreadsheet; write it without",
                    )


def _check_terms(raw: _Cells) -> Iterator[Problem]:
    known = vocabulary()
    allowed = {place: known[kind] | _OTHER_TERMS.get(place, frozenset()) for place, kind in _TERMS.items()} | _WORDS
    for (table, column), words in allowed.items():
        for row, record in raw.get(table, []):
            value = record.get(column)
            if value is not None and value not in words:
                source = "a term of the ontology" if (table, column) in _TERMS else f"one of {', '.join(sorted(words))}"
                yield Problem(f"{table}.csv", row, f"{column} {value!r} is not {source}{_nearest(value, words)}")
    for table in ("relations", "figures"):
        for row, record in raw.get(table, []):
            reading = record.get("reading")
            if reading is not None and not _READING.fullmatch(reading):
                expected = "inherited, supplied, or fields such as `period:inherited subject:supplied`"
                yield Problem(f"{table}.csv", row, f"reading {reading!r} is not understood; expected {expected}")


def _check_references(raw: _Cells, unreadable: set[str]) -> Iterator[Problem]:
    single = {place: (target,) for place, target in _FOREIGN.items()}
    for (table, column), targets in (single | _REFERENCES).items():
        if unreadable.intersection(f"{target}.csv" for target in targets):
            continue
        known = {str(record.get("id")) for target in targets for _, record in raw.get(target, [])}
        for row, record in raw.get(table, []):
            value = record.get(column)
            if value is not None and value not in known:
                where = " or ".join(f"{target}.csv" for target in targets)
                yield Problem(
                    f"{table}.csv", row, f"{column} {value!r} is not an id of {where}{_nearest(value, known)}"
                )


def _check_offsets(raw: _Cells) -> Iterator[Problem]:
    bounds = {record["id"]: record for _, record in raw.get("sentences", []) if "id" in record}
    for table in ("sentences", "mentions", "groups", "relations", "figures", "periods", "exclusions"):
        for row, record in raw.get(table, []):
            begin, end = record.get("begin"), record.get("end")
            if begin is None or end is None or isinstance(begin, str) or isinstance(end, str):
                continue
            if end < begin or (end == begin and table != "periods"):
                yield Problem(f"{table}.csv", row, f"end {end} is not after begin {begin}; the end is exclusive")
            if table in _PLACED and not _stands_at(str(record.get("id")), begin, end):
                yield Problem(
                    f"{table}.csv",
                    row,
                    f"id {record.get('id')!r} is not {begin}-{end}, its place (a spreadsheet makes dates of ids "
                    "unless it reads the column as text)",
                )
            sentence = bounds.get(record.get("sentence"))
            if sentence and not sentence["begin"] <= begin < end <= sentence["end"]:
                yield Problem(
                    f"{table}.csv",
                    row,
                    f"[{begin}, {end}) lies outside its sentence [{sentence['begin']}, {sentence['end']})",
                )
    for row, record in raw.get("figures", []):
        single, ranged = record.get("value"), (record.get("lower"), record.get("upper"))
        if (single is None) == (None in ranged):
            yield Problem("figures.csv", row, "needs either a value, or both lower and upper")


def _stands_at(id_: str, begin: int, end: int) -> bool:
    """Whether an id is that of a place: ``begin-end``, and a number behind it where several stand there."""
    found = _PLACE_ID.fullmatch(id_)
    return found is not None and found[1] == f"{begin}-{end}"


def _nearest(value: object, known: Iterable[str]) -> str:
    import difflib  # noqa: PLC0415 - needed only when something is wrong

    near = difflib.get_close_matches(str(value), list(known), n=3, cutoff=0.6)
    return f"; did you mean {' or '.join(near)}?" if near else ""


def _row(cls: type[Any], record: dict[str, Any]) -> object:
    names = {field.name for field in fields(cls)}
    values = {_attribute(column): value for column, value in record.items() if _attribute(column) in names}
    # csvw reads a date as midnight of that day
    return cls(**{name: value.date() if isinstance(value, datetime) else value for name, value in values.items()})


# ── writing ────────────────────────────────────────────────────────────────────────────────


def write_tables(tables: Tables, folder: str | Path, beside: Mapping[str, str] | None = None) -> None:
    """Write tables as CSV with their CSVW description; the folder is replaced as a whole.

    Args:
        tables: what to write.
        folder: where; made if it is not there.
        beside: what to write beside them, by the name of the file: :data:`TEXT` or :data:`UNREAD`.

    Raises:
        InputError: if the folder holds anything else, which would be lost.

    """
    folder = Path(folder)
    if folder.is_dir():
        ours = {METADATA, TEXT, UNREAD, *(f"{table}.csv" for table in _ROWS)}
        others = sorted(path.name for path in folder.iterdir() if path.name not in ours)
        if others:
            message = f"{folder}: holds {others[0]}, which is no table and would be lost; name another folder"
            raise InputError(message)
    with replaced_directory(folder) as fresh:
        description = json.dumps(describe_tables(tables.metadata), ensure_ascii=False, indent=2)
        (fresh / METADATA).write_text(description + "\n", encoding="utf-8")
        for name, text in (beside or {}).items():
            (fresh / name).write_text(text, encoding="utf-8", newline="")
        for table in _ROWS:
            rows = getattr(tables, table)
            columns = [
                column
                for column in _columns(table)
                if column not in _optional_columns(table) or any(getattr(row, column) is not None for row in rows)
            ]
            cells = [[_cell(getattr(row, _attribute(column))) for column in columns] for row in rows]
            _write_csv(fresh / f"{table}.csv", [columns, *cells])


def start_tables(folder: str | Path, title: str) -> Tables:
    """Write tables without rows for another chapter, and return them.

    Raises:
        InputError: if something is there already.

    """
    folder = Path(folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        message = f"{folder}: there is something here already; name a folder that is new or empty with -o"
        raise InputError(message, zh=f"{folder}：这里已有内容；请用 -o 另指一个新目录或空目录")
    tables = Tables(name=folder.resolve().name, metadata=(("dc:language", "zh"), ("dc:title", title)))
    write_tables(tables, folder)
    return tables


def _write_csv(path: Path, rows: Iterable[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(rows)


def _cell(value: object) -> str:
    if value is None:
        return ""
    return format(value, "f") if isinstance(value, Decimal) else str(value)


# ── the description ────────────────────────────────────────────────────────────────────────


def describe_tables(metadata: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """The CSVW description of a folder of tables, with what is known of the whole as ``dc:`` terms."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        **dict(metadata),
        "tables": [_describe_table(table) for table in _ROWS],
    }


def _describe_table(table: str) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "columns": [_describe_column(table, column) for column in _columns(table)],
        "primaryKey": list(_PRIMARY.get(table, ("id",))),
    }
    foreign = [
        {
            "columnReference": [column],
            "reference": {"resource": f"{target}.csv", "columnReference": ["id"]},
        }
        for (source, column), target in _FOREIGN.items()
        if source == table
    ]
    if foreign:
        schema["foreignKeys"] = foreign
    return {"url": f"{table}.csv", "tableSchema": schema}


def _describe_column(table: str, column: str) -> dict[str, Any]:
    annotation = _annotations(table)[column]
    described: dict[str, Any] = {"name": column, "datatype": _datatype(annotation, column)}
    if "None" not in annotation:
        described["required"] = True
    return described


def _datatype(annotation: str, column: str) -> str | dict[str, str]:
    kind = annotation.split(" | ", maxsplit=1)[0]
    if kind == "str":
        return {"base": "string", "format": "[0-9a-f]{64}"} if column == "sha256" else "string"
    if kind == "int":
        return "integer" if column in {"base_year", "report_year"} else "nonNegativeInteger"
    return {"Decimal": "decimal", "date": "date"}[kind]


def _attribute(column: str) -> str:
    return "class_" if column == "class" else column


@lru_cache
def _annotations(table: str) -> dict[str, str]:
    return {field.name.rstrip("_"): str(field.type) for field in fields(_ROWS[table])}


def _columns(table: str) -> list[str]:
    return list(_annotations(table))


@lru_cache
def _optional_columns(table: str) -> frozenset[str]:
    return frozenset(field.name for field in fields(_ROWS[table]) if field.default is not MISSING)

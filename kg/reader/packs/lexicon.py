"""Packs -> a lexicon: what the reader knows beforehand, as data that anyone can add to.

A pack is a folder with ``pack.toml`` (its name, and lists of cue words) and any of ``names.csv``, ``places.csv``,
``heads.csv``, ``words.csv``, ``frequencies.csv`` and ``units.csv``; other CSV files are kept as raw rows, and so are
the tables of other TOML files (``patterns.toml``, ``document.toml``). Packs stack: a row of a later one replaces
the row of an earlier one that has the same key.
"""

from __future__ import annotations

import csv
import io
import re
import tomllib
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import InputError, TableError
from kg.model import Problem
from kg.reader.values import Head, Lexicon, Name, Place
from kg.resources import data_path
from kg.text.quantities import load_units

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

__all__ = ["GENERAL_PACKS", "SHAPES", "available_packs", "choose_packs", "load_packs"]

GENERAL_PACKS = ("base", "cn-st")
"""The packs that serve any chapter."""

SHAPES = {
    "open": "a name begins at a place, an organisation or a level, else behind the nearest word that ends a phrase",
    "anchored": "a name begins at a place, an organisation or a level",
    "quoted": "a name begins with a quoted phrase: “X”工程",
    "programme": "as anchored, or quoted",
    "product": "as open, but short",
    "brand": "two or three characters and a trade, a phrase by itself: 以岭药业",
    "member": "as brand, in a list: 平安科技、迈瑞医疗",
    "house": "as anchored, else as brand: 西宁孵化器, 启航孵化器",
    "policy": "as open, with at least four characters before the head",
    "title": "the last word within 《》",
    "group": "no name: what a group is called",
    "none": "no name and no group, but it can stand for what was named before",
}
WORD_KINDS = {
    "break": "no name reaches across it: 推进",
    "join": "a name reaches across it if it is whole only then: 与",
    "word": "holds a character that would else break a name: 对 in 对外",
    "whole": "holds what would else be a name: 中央 in 中央企业",
}
FREQUENT_KINDS = ("verb", "adverb", "word")
NAME_KINDS = frozenset({"full", "short", "alias"})
_COLUMNS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "names": (("entity", "form", "class", "kind"), ("en", "function", "code")),
    "places": (("code", "zh", "en", "class"), ("forms", "local")),
    "heads": (("form", "class", "group", "shape"), ("reported", "en", "unless", "example", "expect")),
    "words": (("form", "kind"), ()),
    "frequencies": (("kind", "count", "forms"), ()),
}
_UNITS = "units.csv"
_SHORTEST = 2
"""Characters that a name has at least."""

Row = dict[str, str]


def available_packs() -> tuple[str, ...]:
    """The names of the packs that come with this installation."""
    return tuple(sorted(path.parent.name for path in data_path("lexicon").glob("*/pack.toml")))


def choose_packs(text: str) -> tuple[str, ...]:
    """The general packs, and each pack whose texts have the words that its ``pack.toml`` names (``[applies]``)."""
    specific = [name for name in available_packs() if name not in GENERAL_PACKS and _applies(name, text)]
    return (*GENERAL_PACKS, *specific)


def _applies(name: str, text: str) -> bool:
    words = _read_toml(data_path("lexicon", name, "pack.toml")).get("applies", {}).get("words", [])
    return bool(words) and all(word in text for word in words)


def load_packs(packs: Sequence[str | Path]) -> Lexicon:
    """Load and stack packs, each given by the name of one that is installed, or by its folder.

    Raises:
        InputError: if there is no such pack, or its ``pack.toml`` cannot be read.
        TableError: if rows are not as expected; it carries every problem with file and row.

    """
    folders = tuple(map(_find_pack, packs))
    changed = (max(path.stat().st_mtime_ns for path in (folder, *folder.iterdir())) for folder in folders)
    return _load(folders, tuple(changed))


@lru_cache(maxsize=4)
def _load(folders: tuple[Path, ...], _changed: tuple[int, ...]) -> Lexicon:
    """Packs as they were last changed: reading them takes as long as reading a chapter."""
    stack = _Stack()
    for folder in folders:
        _stack_pack(stack, folder)
    if stack.problems:
        message = f"{len(stack.problems)} problem(s) in the packs {', '.join(folder.name for folder in folders)}"
        raise TableError(message, sorted(stack.problems, key=lambda each: (each.file, each.row or 0, each.message)))
    units = load_units(*(folder / _UNITS for folder in folders if (folder / _UNITS).is_file()))
    return Lexicon(
        packs=tuple(folder.name for folder in folders),
        names=tuple(stack.names.values()),
        places=tuple(stack.places.values()),
        words=stack.words,
        frequencies=stack.frequencies,
        leading=frozenset(stack.leading),
        heads=tuple(stack.heads.values()),
        units=units,
        cues={key: tuple(words) for key, words in stack.cues.items()},
        patterns={key: tuple(rows) for key, rows in stack.patterns.items()},
        tables={key: tuple(rows) for key, rows in stack.tables.items()},
    )


@dataclass
class _Stack:
    """What has been read so far."""

    names: dict[str, Name] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    frequencies: dict[str, int] = field(default_factory=dict)
    leading: set[str] = field(default_factory=set)
    heads: dict[tuple[str, bool], Head] = field(default_factory=dict)
    cues: dict[str, list[str]] = field(default_factory=dict)
    patterns: dict[str, list[Mapping[str, Any]]] = field(default_factory=dict)
    tables: dict[str, list[Row]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def _find_pack(pack: str | Path) -> Path:
    if str(pack) in available_packs():
        return data_path("lexicon", str(pack))
    folder = Path(pack)
    if not (folder / "pack.toml").is_file():
        message = f"{pack}: no such pack; give a folder with a pack.toml, or one of {', '.join(available_packs())}"
        raise InputError(message)
    return folder


def _stack_pack(stack: _Stack, folder: Path) -> None:
    for key, words in _read_toml(folder / "pack.toml").get("cues", {}).items():
        if not isinstance(words, list) or not all(isinstance(word, str) and word for word in words):
            stack.problems.append(Problem(str(folder / "pack.toml"), None, f"cues.{key} is not a list of words"))
            continue
        known = stack.cues.setdefault(key, [])
        known += [word for word in words if word not in known]
    readers: dict[str, Callable[[_Stack, Row], str | None]] = {
        "names": _add_name,
        "places": _add_place,
        "heads": _add_head,
        "words": _add_word,
        "frequencies": _add_frequencies,
    }
    for path in sorted(folder.glob("*.csv")):
        if path.name == _UNITS:
            continue
        rows = _read_rows(path, stack.problems)
        if path.stem not in readers:
            stack.tables.setdefault(path.stem, []).extend(rows)
            continue
        for number, row in rows_numbered(rows):
            problem = readers[path.stem](stack, row)
            if problem:
                stack.problems.append(Problem(str(path), number, problem))
    for path in sorted(folder.glob("*.toml")):
        if path.name != "pack.toml":
            _add_patterns(stack, path)


def rows_numbered(rows: Iterable[Row]) -> Iterable[tuple[int, Row]]:
    """Rows of a table with their numbers in the file; the header is row 1."""
    return enumerate(rows, 2)


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        message = f"{path}: cannot be read ({error}); expected TOML in UTF-8"
        raise InputError(message) from error


def _read_rows(path: Path, problems: list[Problem]) -> list[Row]:
    """The rows of a CSV file, each with its source; problems with the file as a whole are noted."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        problems.append(Problem(str(path), None, f"cannot be read ({error}); expected CSV in UTF-8"))
        return []
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    required, optional = _COLUMNS.get(path.stem, ((), tuple(reader.fieldnames or ())))
    header = tuple(reader.fieldnames or ())
    wrong = [name for name in required if name not in header] + [
        name for name in header if name not in required + optional
    ]
    if wrong:
        columns = ",".join(required + optional)
        problems.append(Problem(str(path), 1, f"missing or unknown columns: {', '.join(wrong)}; expected {columns}"))
        return []
    rows = []
    try:
        for number, row in rows_numbered(reader):
            if None in row or None in row.values():
                problems.append(Problem(str(path), number, f"not {len(header)} cells, as the header names them"))
                continue
            rows.append({key: value.strip() for key, value in row.items()} | {"source": f"{path}, row {number}"})
    except csv.Error as error:
        problems.append(Problem(str(path), reader.line_num, f"not CSV ({error})"))
    return rows


def _add_name(stack: _Stack, row: Row) -> str | None:
    entity, form, kind = row["entity"], row["form"], row["kind"]
    if not entity or not form or (len(form) < _SHORTEST and kind != "alias") or not row["class"]:
        given = f"entity {entity!r}, form {form!r}, class {row['class']!r}"
        return f"{given}: expected all three, the form of two characters or more (or alias)"
    if kind not in NAME_KINDS:
        return f"kind {kind!r} is not one of {', '.join(sorted(NAME_KINDS))}"
    full = entity.partition("--")[0]
    stack.names[form] = Name(
        form, entity, full, row["class"], kind, row.get("en", ""), row.get("function", ""), row.get("code", "")
    )
    return None


def _add_place(stack: _Stack, row: Row) -> str | None:
    if len(row["zh"]) < _SHORTEST or not row["class"] or not row["en"]:
        return f"zh {row['zh']!r}, en {row['en']!r}, class {row['class']!r}: expected all three"
    if row["code"] and not re.fullmatch(r"[0-9]{6}", row["code"]):
        return f"code {row['code']!r} is not six digits"
    stack.places[row["code"] or row["zh"]] = Place(
        row["code"], row["zh"], row["en"], row["class"], _split(row.get("forms")), _split(row.get("local"))
    )
    return None


def _add_head(stack: _Stack, row: Row) -> str | None:
    form, shape = row["form"], row["shape"]
    reported = row.get("reported") or shape
    if not form or reported not in SHAPES or shape not in {*SHAPES, ""}:
        return f"form {form!r} of shape {shape or reported!r}; expected a form, and a shape out of {', '.join(SHAPES)}"
    if not row["class"] and not {shape, reported} <= {"group", "none", ""}:
        return f"{form}: a name with this head needs a class"
    if bool(row.get("example")) != bool(row.get("expect")) or (row.get("expect") or "") not in (
        row.get("example") or ""
    ):
        return f"{form}: expect is not a part of the example"
    stack.heads[form, shape == "title"] = Head(
        form,
        row["class"],
        row["group"],
        shape,
        row.get("en", ""),
        _split(row.get("unless")),
        row.get("example", ""),
        row.get("expect", ""),
        reported,
    )
    return None


def _add_word(stack: _Stack, row: Row) -> str | None:
    if not row["form"] or row["kind"] not in WORD_KINDS:
        return (
            f"form {row['form']!r} of kind {row['kind']!r}; expected a form, and a kind out of {', '.join(WORD_KINDS)}"
        )
    stack.words[row["form"]] = row["kind"]
    return None


def _add_frequencies(stack: _Stack, row: Row) -> str | None:
    if not row["count"].isdigit() or row["kind"] not in FREQUENT_KINDS:
        return f"kind {row['kind']!r} of count {row['count']!r}; expected a number, one of {', '.join(FREQUENT_KINDS)}"
    forms = row["forms"].split()
    stack.frequencies.update(dict.fromkeys(forms, int(row["count"])))
    if row["kind"] != "word":
        stack.leading.update(forms)
    return None


def _add_patterns(stack: _Stack, path: Path) -> None:
    for key, rows in _read_toml(path).items():
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            stack.problems.append(Problem(str(path), None, f"{key} is not an array of tables; write [[{key}]]"))
            continue
        found = [{**row, "source": f"{path}, {key} {number}"} for number, row in enumerate(rows, 1)]
        stack.patterns.setdefault(key, []).extend(found)


def _split(cell: str | None) -> tuple[str, ...]:
    return tuple(form for form in (cell or "").split("|") if form)

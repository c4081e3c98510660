"""The forms of ``document.toml``: rows with placeholders -> regular expressions over a text's shadow."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from kg.errors import InputError
from kg.text.numerals import parse_numeral

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.reader.values import Lexicon

__all__ = ["YEAR", "Form", "counted", "counted_year", "forms_of", "group", "year_in", "year_of"]

_DIGITS = {character: str(digit) for digit, character in enumerate("零一二三四五六七八九")} | {"O": "0", "o": "0"}
YEAR = r"(?:19|20)[0-9]{2}|[一二][零Oo九][零Oo一二三四五六七八九]{2}"
"""A year as its digits write it."""
_PLACEHOLDERS = {
    "{Y}": rf"(?P<Y>{YEAR})",
    "{X}": r"(?P<X>[\u4e00-\u9fff]{2,24}?)",
    "{N}": r"(?P<N>[一二三四五六七八九十0-9]{1,3})",
    "{M}": r"(?P<M>[一二三四五六七八九十0-9]{1,3})",
}
_AS_IN_SHADOW = str.maketrans("“”", '""')
"""Texts are read by their shadow, in which quotation marks are all alike."""
_PLACEHOLDER = re.compile(r"\{[YXNM]\}")


@dataclass(frozen=True, slots=True)
class Form:
    """One row: its name, where it is looked for, its pattern, and what else the row says."""

    name: str
    where: str
    regex: re.Pattern[str]
    says: Mapping[str, Any]


@lru_cache(maxsize=64)
def _compile(form: str) -> re.Pattern[str]:
    """A form as a regular expression; a placeholder that occurs again keeps no group of its own."""
    seen: dict[str, int] = {}

    def expand(match: re.Match[str]) -> str:
        name = match[0]
        seen[name] = seen.get(name, 0) + 1
        pattern = _PLACEHOLDERS[name]
        return pattern if seen[name] == 1 else pattern.replace(f"(?P<{name[1]}>", f"(?P<{name[1]}{seen[name]}>")

    return re.compile(_PLACEHOLDER.sub(expand, form.translate(_AS_IN_SHADOW)))


@lru_cache(maxsize=64)
def forms_of(lexicon: Lexicon, key: str) -> tuple[Form, ...]:
    """The rows of one kind, in order.

    Raises:
        InputError: if a row has no name or form, or the form is no regular expression.

    """
    return tuple(_form(row) for row in lexicon.patterns.get(key, ()))


def _form(row: Mapping[str, Any]) -> Form:
    try:
        return Form(row["name"], row.get("where", ""), _compile(row["form"]), row)
    except KeyError as error:
        message = f"{row.get('source', 'document.toml')}: the key {error} is missing"
        raise InputError(message) from error
    except re.error as error:
        message = f"{row['source']}: {row['form']!r} is no regular expression: {error}"
        raise InputError(message) from error


def group(match: re.Match[str], name: str) -> tuple[str, int, int] | None:
    """What a placeholder matched, with its place; the first of several that took part."""
    for key in (name, *(f"{name}{n}" for n in range(2, 9))):
        if key in match.re.groupindex and match[key] is not None:
            return match[key], match.start(key), match.end(key)
    return None


def year_in(match: re.Match[str]) -> int | None:
    """The year that {Y} matched."""
    found = group(match, "Y")
    return year_of(found[0]) if found else None


def year_of(form: str) -> int:
    """The year that four digits write, Chinese ones too."""
    return int("".join(_DIGITS.get(each, each) for each in form))


def counted_year(form: Form, match: re.Match[str]) -> int | None:
    """The year that {N} and {M} count; None if they count none, or less than the row asks for."""
    number, session = counted(match), counted(match, "M")
    if (number is None and session is None) or (number or 0) < form.says.get("from", 0):
        return None
    says = form.says
    return int(says["plus"]) + int(says.get("times", 0)) * (number or 0) + int(says.get("each", 0)) * (session or 0)


def counted(match: re.Match[str], name: str = "N") -> int | None:
    """The number that {N}, or another placeholder, matched."""
    found = group(match, name)
    value = parse_numeral(found[0]) if found else None
    return int(value) if value is not None else None

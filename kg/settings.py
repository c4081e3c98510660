"""What the user set in ``kg.toml``; command-line options go before it."""

from __future__ import annotations

import math
import re
import tomllib
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from kg.errors import InputError
from kg.namespaces import BASE

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Settings", "read_settings"]

_BASE = re.compile(r"https?://[A-Za-z0-9.-]+(?::[0-9]+)?(?:/[^\s<>\"{}|\\^`?#]*)?[/#]")
"""Where IRIs begin: an absolute address behind which a name can be set."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Defaults of the command line.

    ``base`` is where IRIs begin, ``build`` the folder of the built dataset, ``lang`` the reader's
    language, ``timeout`` the seconds that a query may take.
    """

    base: str = BASE
    build: str = "build"
    lang: str = "zh"
    timeout: float = 60.0


def read_settings(path: Path) -> Settings:
    """Settings from a file, or the defaults if there is none.

    Raises:
        InputError: if the file is not TOML, or has a key or a type that is not known.

    """
    if not path.is_file():
        return Settings()
    try:
        given = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        message = f'{path}: not TOML ({error}); expected lines such as lang = "en"'
        raise InputError(message) from error
    known = {field.name: field for field in fields(Settings)}
    for key, value in given.items():
        if key not in known:
            message = f"{path}: unknown key {key!r}; the keys are {', '.join(known)}"
            raise InputError(message)
        default = getattr(Settings(), key)
        if isinstance(value, int) and isinstance(default, float):
            given[key] = float(value)
        elif not isinstance(value, type(default)):
            message = f"{path}: {key} = {value!r} is of the wrong type; expected something like {default!r}"
            raise InputError(message)
    if not _BASE.fullmatch(given.get("base", BASE)):
        expected = f"expected an http address that ends with / or #, its host in ASCII, such as {BASE!r}"
        message = f"{path}: base = {given['base']!r} is no beginning of IRIs; {expected}"
        raise InputError(message)
    if not 0 < given.get("timeout", 1) < math.inf:
        message = f"{path}: timeout = {given['timeout']!r} is no time; expected seconds above 0, such as 60"
        raise InputError(message)
    if given.get("lang", "zh") not in ("zh", "en"):
        message = f'{path}: lang = {given["lang"]!r} is not known; expected "zh" or "en"'
        raise InputError(message)
    return Settings(**given)

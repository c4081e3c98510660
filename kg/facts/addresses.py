"""Addresses as people paste them: IRIs, encoded or not, in angle brackets, shortened, or as a server shows them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kg.namespaces import PREFIXES, from_wire

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["MOUNT", "read_address"]

MOUNT: Final = "/id/"
"""The path below which a server of ours shows every thing of the dataset."""

_URL = re.compile(r"(?i)https?://[^/\s]+(?P<path>/[^?#]*)")
_ENDING = re.compile(r"\.(html|ttl|nt|rdf|jsonld|trig|nq)$")
_LONGEST: Final = 4096


def read_address(text: str, base: str) -> tuple[str, ...]:
    """The IRIs that a pasted address may stand for, the likeliest first; none if it is no address.

    Args:
        text: an IRI in full or with a prefix (``entity:``, ``tis:`` …), percent-encoded or not, perhaps in angle
            brackets; or the address at which a server of ours shows a thing, in whatever format.
        base: where IRIs of the dataset begin.

    """
    given = text.strip().removeprefix("<").removesuffix(">").strip()
    return tuple(dict.fromkeys(_readings(given, base))) if 0 < len(given) <= _LONGEST else ()


def _readings(given: str, base: str) -> Iterator[str]:
    prefix, colon, local = given.partition(":")
    known = {**PREFIXES, "entity": f"{base}entity/"}
    if colon and prefix.casefold() in known and not local.startswith("//"):
        namespace = known[prefix.casefold()]
        yield from _ours(local, namespace) if namespace.startswith(base) else [namespace + local]
        return
    if not (url := _URL.match(given)):
        return
    scheme, _, rest = given.partition("://")
    for possible in (f"{scheme.lower()}://{rest}", f"https://{rest}", f"http://{rest}"):
        if possible.startswith(base):
            yield from _ours(re.split(r"[?#]", possible.removeprefix(base))[0], base)
    if MOUNT in url["path"]:
        yield from _ours(url["path"].partition(MOUNT)[2], base)
    yield given


def _ours(path: str, base: str) -> Iterator[str]:
    """The IRIs of ours that a path below a base stands for: as it is, decoded, and without the ending of a format."""
    yield base + path
    for each in dict.fromkeys((path, path.rstrip("/"), _ENDING.sub("", path))):
        try:
            yield str(from_wire(base, each.encode()))
        except UnicodeDecodeError:  # percent-encoded, but not UTF-8: it is what it is
            continue

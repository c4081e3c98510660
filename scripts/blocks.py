"""Parts of a page that a command writes: what stands between ``<!-- name: … -->`` and ``<!-- end -->``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def fill(text: str, made: Mapping[str, str]) -> str:
    """The page with what stands between each named pair of markers made anew."""
    for name, content in made.items():
        block = re.compile(rf"(<!-- {name}: [^>]*-->\n).*?(<!-- end -->)", re.DOTALL)
        text, count = block.subn(lambda found, content=content: f"{found[1]}\n{content}\n\n{found[2]}", text)  # type: ignore[misc]
        if not count:
            message = f"no place for {name!r} in the page"
            raise ValueError(message)
    return text

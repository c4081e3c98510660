from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

PAGES = sorted([ROOT / "README.md", ROOT / "README.zh.md", *(ROOT / "docs").rglob("*.md")])
PICTURES = sorted((ROOT / "docs" / "explorer").glob("*.png"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_picture_that_a_page_shows_is_there_and_says_what_it_shows(page: Path) -> None:
    for tag in re.findall(r"<img [^>]*>", page.read_text(encoding="utf-8")):
        source, described = re.search(r'src="([^"]+)"', tag), re.search(r'alt="([^"]+)"', tag)
        assert source, tag
        assert described, tag
        assert (page.parent / source[1]).is_file(), source[1]


def test_every_picture_of_the_explorer_is_shown_at_a_desk_and_on_a_phone_and_is_small() -> None:
    shown = (ROOT / "docs" / "explorer.md").read_text(encoding="utf-8")
    names = {path.stem for path in PICTURES}
    assert {f"{name}-phone" for name in names if not name.endswith("-phone")} == {
        n for n in names if n.endswith("-phone")
    }
    for path in PICTURES:
        assert f'src="explorer/{path.name}"' in shown, path.name
        assert path.stat().st_size <= 200_000, path.name

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from kg.web.pool import Limits
from kg.web.source import LocalSource

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("rows", [10, 300, 500, 900, 2000, 9000])
def test_an_answer_comes_whole_whatever_its_size(small_built: Path, rows: int) -> None:
    """From some size on it goes through a file, which must not be read before all is written."""

    async def ask() -> int:
        async with LocalSource(small_built, limits=Limits(workers=1)) as source:
            return len(await source.select(f"SELECT ?a ?b WHERE {{ ?a ?p ?o . ?b ?q ?r }} LIMIT {rows}"))

    assert asyncio.run(ask()) == rows


def test_workers_that_start_at_once_answer_each_for_itself(small_built: Path) -> None:
    async def ask() -> list[int]:
        async with LocalSource(small_built, limits=Limits(workers=4)) as source:
            asking = (
                source.select(f"SELECT ?a ?b WHERE {{ ?a ?p ?o . ?b ?q ?r }} LIMIT {n}") for n in (3000, 3001, 3002)
            )
            return [len(rows) for rows in await asyncio.gather(*asking)]

    assert asyncio.run(ask()) == [3000, 3001, 3002]

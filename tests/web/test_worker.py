from __future__ import annotations

import io
import json
import resource
from typing import TYPE_CHECKING, Any

import pytest

from kg.errors import StoppedError
from kg.triplestore import index, open_store
from kg.web import worker
from kg.web.worker import INLINE, Sink

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("length", [10, 560, 575, 700, 6000])
def test_an_answer_is_whole_when_the_reply_tells_of_it(length: int, small_built: Path, tmp_path: Path) -> None:
    spool = tmp_path / "spool"
    seen: list[int] = []

    class Target(io.BytesIO):
        def write(self, data: Any, /) -> int:
            seen.append(spool.stat().st_size if spool.exists() else 0)
            return super().write(data)

    target, limits = Target(), resource.getrlimit(resource.RLIMIT_CPU)
    query = f"SELECT ?x {{ {{ SELECT * {{ ?s ?p ?o }} LIMIT 40 }} BIND('{'中' * length}' AS ?x) }}"
    job = {"text": query, "spool": str(spool), "timeout": 60, "max_rows": 100_000, "max_bytes": 10**8, "accept": ""}
    worker._answer(  # noqa: SLF001 - the moment between answer and reply is what is tested
        open_store(index(small_built)), {**job, "default_graphs": [], "named_graphs": [], "prefixes": {}}, target
    )
    assert resource.getrlimit(resource.RLIMIT_CPU) == limits, "it would end the process that runs the tests"
    content = target.getvalue()
    head = int.from_bytes(content[:4], "big")
    reply = json.loads(content[4 : 4 + head])
    assert reply["size"] > 120 * length
    assert reply["spooled"] is (reply["size"] > INLINE)
    assert (seen[0] if reply["spooled"] else len(content) - 4 - head) == reply["size"]


def test_a_sink_takes_no_more_than_allowed(tmp_path: Path) -> None:
    with Sink(tmp_path / "spool", 200_000) as sink:
        sink.write(b"x" * 100_000)
        assert sink.content() == b"x" * 100_000
        with pytest.raises(StoppedError, match="larger than 200,000 bytes"):
            sink.write(b"x" * 100_001)

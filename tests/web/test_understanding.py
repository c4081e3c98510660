from __future__ import annotations

import asyncio
import html
import re
import time
from typing import TYPE_CHECKING
from urllib.parse import quote

import httpx
import pytest
from starlette.testclient import TestClient

from kg.descriptions import describe
from kg.namespaces import BASE
from kg.web.app import create_app
from kg.web.source import LocalSource

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rdflib import Dataset

BANK = f"{BASE}entity/江城银行"
FORMS = {"/questions/finance_for": "actor", "/figures": "subject", "/paths": "from", "/why": "s"}


@pytest.fixture(scope="module")
def client(small_built: Path) -> Iterator[TestClient]:
    with TestClient(create_app(LocalSource(small_built)), headers={"Accept": "text/html"}) as found:
        yield found


def words(client: TestClient, path: str, **parameters: str) -> str:
    content = client.get(path, params={"lang": "en", **parameters}).text
    return " ".join(re.sub(r"<[^>]+>", " ", content.partition("<main")[2]).split())


@pytest.mark.parametrize("path", FORMS)
def test_where_several_may_be_meant_a_form_offers_them_and_answers_nothing(path: str, client: TestClient) -> None:
    shown = words(client, path, **{FORMS[path]: "江城"}, **({"p": "supports", "o": BANK} if path == "/why" else {}))
    assert "It may be" in shown
    assert "Bank of Jiangcheng" in shown
    assert not re.search(r"\b[1-9]\d* (rows?|figures?|found|paths?)\b", shown)


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize(
    "given", ["江城銀行", "jcyh", BANK, f"<{BANK}>", BASE + quote("entity/江城银行"), "entity:江城银行"]
)
def test_every_form_understands_a_name_in_any_form_and_a_pasted_address(
    path: str, given: str, client: TestClient
) -> None:
    shown = words(client, path, **{FORMS[path]: given}, **({"p": "supports", "o": BANK} if path == "/why" else {}))
    assert "nothing is called" not in shown
    assert "It may be" not in shown


def test_what_was_understood_is_said_with_the_reason(client: TestClient) -> None:
    shown = words(client, "/figures", subject="机床")
    assert "Understood as" in shown
    assert "name: contains it" in shown or "a word of it begins with it" in shown


def test_figures_of_a_measure_typed_as_a_subject_are_not_all_figures(client: TestClient) -> None:
    content = client.get("/figures", params={"subject": "loans granted", "lang": "en"}).text
    assert "indicator=" in content
    assert "0 figures" in content
    assert client.get("/figures.csv", params={"subject": "loans granted"}).text.count("\n") == 1


def test_a_choice_that_a_list_does_not_have_is_said_and_not_replaced(client: TestClient) -> None:
    assert "nothing is called “nonsense”" in words(client, "/figures", indicator="nonsense")
    shown = words(client, "/questions/bridges", first="nonsense")
    assert "“nonsense” is not in the list" in shown
    assert "Download" not in shown


@pytest.mark.parametrize("path", ["/search?q=", "/complete?q=", "/paths?from=", "/figures?subject=", "/nowhere/"])
@pytest.mark.parametrize("text", ["中" * 3000, "江城" * 400, "e\u0301" * 2000, "😀𠀀" * 700])
def test_what_is_too_long_is_answered_at_once(path: str, text: str, client: TestClient) -> None:
    response = client.get(path + quote(text)[:30_000])
    assert response.elapsed.total_seconds() < 2


def test_a_query_that_was_cut_says_so(client: TestClient) -> None:
    assert "only the first 100 characters" in words(client, "/search", q="江城银行" * 200)
    assert "only its first 100 characters" in words(client, "/paths", **{"from": "江城银行" * 200})


def test_search_takes_a_pasted_address_to_its_thing(client: TestClient) -> None:
    assert "1 found" in words(client, "/search", q=f"<{BASE}{quote('entity/江城银行')}>")
    assert "This is an address" in words(client, "/search", q=f"{BASE}jiangcheng-2015/sentence/39-80")


def test_traditional_characters_find_what_simplified_ones_find(client: TestClient) -> None:
    def found(text: str) -> list[dict[str, str]]:
        return list(client.get("/complete", params={"q": text}).json())

    assert found("江城銀行") == found("江城银行") != []
    assert found("創業") == found("创业") != []


def test_a_page_says_of_a_thing_what_the_command_line_says(client: TestClient, small_closed: Dataset) -> None:
    for lang in ("zh", "en"):
        found = describe(small_closed, "种子贷款", lang)
        content = client.get("/id/entity/" + quote("种子贷款"), params={"lang": lang}).text
        shown = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", content)).split())
        for each in found.statements:
            assert {each.other, *each.qualifiers} <= {part for part in (each.other, *each.qualifiers) if part in shown}
            assert each.inferred or each.property in shown
        for line in found.figures:
            assert all(part in shown for part in (line.indicator, line.value, line.period, *line.qualifiers))


def test_hostile_names_do_not_keep_another_client_waiting(small_built: Path) -> None:
    """Each parameter that takes a name gets each kind of text, while somebody else asks the smallest of queries."""
    texts = [
        "中" * 3000,
        "江城科技" * 500,
        "e\u0301" * 2000,
        "😀𠀀" * 1000,
        "\ufdfa" * 1000,
        "a b " * 900,
        "ｊｃ\u200d" * 900,
    ]
    paths = ["/search?q=", "/complete?q=", "/paths?from=", "/paths?to=", "/figures?subject=", "/figures?indicator="]
    paths += ["/questions/finance_for?actor=", "/questions/bridges?first=", "/why?s=", "/why?p=", "/why?o="]

    async def measure() -> list[float]:
        waits: list[float] = []
        async with LocalSource(small_built) as source:
            app = create_app(source)
            transport = httpx.ASGITransport(app)
            async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
                await client.get("/search", params={"q": "x"})

                async def ask() -> None:
                    while True:
                        start = time.monotonic()
                        response = await client.get("/sparql", params={"query": "ASK {}"})
                        assert response.status_code == 200
                        waits.append(time.monotonic() - start)

                asking = asyncio.create_task(ask())
                for path in paths:
                    found = await asyncio.gather(*(client.get(path + quote(text)) for text in texts))
                    assert {response.status_code for response in found} <= {200, 400}
                asking.cancel()
        return sorted(waits)

    waits = asyncio.run(measure())
    assert waits[len(waits) // 2] < 0.1
    assert waits[-1] < 2

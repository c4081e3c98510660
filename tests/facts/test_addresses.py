from __future__ import annotations

from urllib.parse import quote

import pytest

from kg.facts.addresses import read_address
from kg.namespaces import BASE, TIS

BANK = f"{BASE}entity/江城银行"


@pytest.mark.parametrize(
    "text",
    [
        BANK,
        f"<{BANK}>",
        f"  <{BANK}> ",
        BASE + quote("entity/江城银行"),
        BASE + quote("entity/江城银行").lower(),
        f"<{BASE + quote('entity/江城银行')}>",
        BANK.replace("https", "http"),
        BANK.replace("https", "HTTPS"),
        "entity:江城银行",
        "entity:" + quote("江城银行"),
        "http://127.0.0.1:8000/id/entity/江城银行",
        "http://127.0.0.1:8000/id/" + quote("entity/江城银行") + "?lang=en",
        "https://example.org/kg/id/entity/江城银行.ttl",
        "http://localhost:8000/id/entity/江城银行.html#top",
        f"{BANK}/",
    ],
)
def test_an_address_is_read_however_it_was_pasted(text: str) -> None:
    assert BANK in read_address(text, BASE)


def test_entity_honours_the_base_of_the_dataset() -> None:
    assert read_address("entity:江城银行", "http://x.org/") == ("http://x.org/entity/江城银行",)
    assert "http://x.org/entity/江城银行" in read_address("http://localhost/id/entity/江城银行", "http://x.org/")


def test_a_name_that_ends_like_a_format_is_kept_before_it_is_cut() -> None:
    found = read_address(f"{BASE}entity/readme.ttl", BASE)
    assert found.index(f"{BASE}entity/readme.ttl") < found.index(f"{BASE}entity/readme")


def test_a_prefixed_term_is_read() -> None:
    assert read_address("tis:Bank", BASE) == (f"{TIS}Bank",)


@pytest.mark.parametrize("text", ["", "江城银行", "nowhere:x", "a: b", "http:", "<>", "比:例", "http://" + "x" * 5000])
def test_what_is_no_address_is_none(text: str) -> None:
    assert read_address(text, BASE) == ()


def test_what_is_not_utf8_stays_as_it_is() -> None:
    assert read_address(f"{BASE}entity/%FF", BASE)[0] == f"{BASE}entity/%FF"

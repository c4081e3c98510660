from __future__ import annotations

import pytest

from kg.facts.index import How, Index, build_index
from kg.facts.values import Thing, Words
from kg.text.folding import fold

THINGS = [
    ("江城高新区", "Jiangcheng Hi-Tech Zone", ("高新区",), 30),
    ("江城银行", "Bank of Jiangcheng", (), 20),
    ("种子贷款", "seed loan", (), 10),
    ("科技金融信息服务平台", "Tech-finance Information Platform", ("金融平台",), 40),
    ("专家", "experts", (), 1),
    ("重庆大学", "Chongqing University", (), 5),
]


@pytest.fixture(scope="module")
def index() -> Index:
    return build_index(
        Thing(zh, Words(zh, en), names, (), "Organisation", "", weight) for zh, en, names, weight in THINGS
    )


def best(index: Index, query: str) -> str:
    hits = index.find(query)
    return hits[0].thing.words.zh if hits else ""


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("江城银行", "江城银行"),
        ("高新", "江城高新区"),
        ("jiangchengyinhang", "江城银行"),
        ("jcyh", "江城银行"),
        ("jcgxq", "江城高新区"),
        ("Jiang Cheng Yin Hang", "江城银行"),
        ("BANK OF", "江城银行"),
        ("ｓｅｅｄ　ｌｏａｎ", "种子贷款"),
        ("platform finance", "科技金融信息服务平台"),
        ("kjjr", "科技金融信息服务平台"),
        ("科技平台", "科技金融信息服务平台"),
        ("chongqing", "重庆大学"),
    ],
)
def test_a_thing_is_found_by_chinese_english_pinyin_and_initials(index: Index, query: str, found: str) -> None:
    assert best(index, query) == found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("jiangchenyinhang", "江城银行"),
        ("Jiangcehng Hi-Tech Zone", "江城高新区"),
        ("种籽贷款", "种子贷款"),
        ("将成银行", "江城银行"),
        ("虫情大学", "重庆大学"),
        ("青年种子贷款计划", "种子贷款"),
        ("tech finanse platform", "科技金融信息服务平台"),
        ("universty", "重庆大学"),
    ],
)
def test_a_slip_of_the_finger_is_forgiven(index: Index, query: str, found: str) -> None:
    assert best(index, query) == found


def test_where_nothing_is_like_a_query_what_shares_its_rarer_words_is_offered(index: Index) -> None:
    found = index.find("Jiangcheng savings bank plc")
    assert found[0].thing.words.zh == "江城银行"
    assert found[0].guessed


@pytest.mark.parametrize("query", ["", "   ", "？！", "火星飞船基地", "qqqqzzzz"])
def test_nothing_is_found_where_nothing_fits(index: Index, query: str) -> None:
    assert index.find(query) == []


def test_a_whole_name_comes_before_a_beginning_and_among_equals_what_more_is_said_of() -> None:
    things = [
        Thing(zh, Words(zh, ""), (), (), "Place", "", weight)
        for zh, weight in (("江城东区", 1), ("江城西区", 9), ("江城", 0))
    ]
    assert [hit.thing.iri for hit in build_index(things).find("江城")] == ["江城", "江城西区", "江城东区"]


def test_keys_that_the_graph_gives_are_searched_too() -> None:
    index = build_index([Thing("x", Words("某物", ""), (), ("muowu",), "Place", "", 0)])
    assert best(index, "muowu") == "某物"


def test_a_name_borne_by_two_finds_both() -> None:
    index = build_index(Thing(iri, Words("同名", ""), (), (), "Place", "", 0) for iri in ("one", "two"))
    assert [(hit.thing.iri, hit.how) for hit in index.find("同名")] == [("one", How.WHOLE), ("two", How.WHOLE)]


def test_width_case_accents_and_punctuation_do_not_count() -> None:
    assert fold("“Ｔｅｃｈ-Ｆｉｎａｎｃｅ” É") == "techfinancee"

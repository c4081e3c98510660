from __future__ import annotations

import time
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from kg.errors import UnknownNameError
from kg.facts.directory import Directory, directory_of
from kg.facts.index import LONGEST, Index, build_index
from kg.facts.resolution import find, resolve
from kg.facts.values import Thing, Words
from kg.namespaces import BASE

if TYPE_CHECKING:
    from rdflib import Dataset


@pytest.fixture(scope="module")
def directory(small_closed: Dataset) -> Directory:
    return directory_of(small_closed)


def names(*given: tuple[str, str, tuple[str, ...]]) -> Directory:
    things = {f"{BASE}{local}": Thing(f"{BASE}{local}", Words(zh, ""), other, (), "Bank") for local, zh, other in given}
    return Directory(BASE, things, frozenset(things), {}, {}, {}, {})


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ("江城银行", "the name"),
        ("江城銀行", "the name"),
        ("bank of JIANGCHENG", "the name"),
        ("Bank-of-Jiangcheng", "the name"),
        ("jiangchengyinhang", "pinyin: the same"),
        ("jcyh", "initials: the same"),
        ("entity:江城银行", "the address"),
        (BASE + quote("entity/江城银行"), "the address"),
        ("http://127.0.0.1:8000/id/entity/" + quote("江城银行"), "the address"),
    ],
)
def test_what_bears_a_name_is_meant_and_the_reason_is_said(given: str, reason: str, directory: Directory) -> None:
    found = resolve(directory, given)
    assert found.thing
    assert found.thing.words.zh == "江城银行"
    assert found.certain
    assert found.candidates[0].reason.en == reason


def test_the_only_thing_with_a_text_in_its_name_is_understood_but_not_certain(directory: Directory) -> None:
    found = resolve(directory, "机床")
    assert found.thing
    assert (found.thing.words.zh, found.certain) == ("江城机床厂", False)


def test_where_several_fit_none_is_chosen_and_all_are_offered(directory: Directory) -> None:
    found = resolve(directory, "江城")
    assert found.thing is None
    assert len(found.candidates) == len(found.others) > 2


def test_a_slip_is_suggested_and_never_taken_for_granted(directory: Directory) -> None:
    found = resolve(directory, "江成银行")
    assert found.thing is None
    assert found.candidates[0].thing.words.zh == "江城银行"


def test_a_name_borne_by_two_is_asked_back() -> None:
    both = names(("entity/a", "同名", ()), ("entity/b", "另名", ("同名",)))
    found = resolve(both, "同名")
    assert found.thing is None
    assert {each.thing.iri for each in found.candidates} == set(both.things)
    assert str(found.explain()) == f"'同名' names 2 things; say which: {BASE}entity/a or {BASE}entity/b"


def test_a_thing_comes_before_groups_of_its_name_and_the_spelling_given_before_others() -> None:
    assert resolve(names(("entity/a", "同名", ()), ("x/group/1-2", "同名", ())), "同名").thing
    found = resolve(names(("entity/a", "A+B", ()), ("entity/b", "AB", ())), "AB").thing
    assert found
    assert found.iri.endswith("b")


def test_what_is_of_another_kind_is_said_and_not_taken(directory: Directory) -> None:
    found = resolve(directory, "江城银行", "Indicator")
    assert found.thing is None
    assert found.candidates[0].thing.words.zh == "江城银行"


def test_what_is_called_so_and_of_another_kind_comes_before_what_is_only_like_it(directory: Directory) -> None:
    found = resolve(directory, "loans granted", "Participant")
    assert found.thing is None
    assert found.candidates[0].thing.class_ == "Indicator"


def test_an_unknown_name_means_nothing(directory: Directory) -> None:
    found = resolve(directory, "火星飞船基地")
    assert (found.thing, found.candidates) == (None, ())


@pytest.mark.parametrize("given", ["江城銀行", "江城银行 ", "ＪＣＹＨ"])
def test_find_gives_the_thing_or_says_what_is_near(given: str, small_closed: Dataset) -> None:
    assert str(find(small_closed, given)) == f"{BASE}entity/江城银行"
    with pytest.raises(UnknownNameError, match="did you mean 江城机床厂"):
        find(small_closed, "机床")


def test_what_is_too_long_is_cut_with_a_word_about_it(directory: Directory) -> None:
    found = resolve(directory, "江城银行" * 1000)
    assert found.cut
    assert found.thing is None
    assert found.remark
    assert str(LONGEST) in found.remark.en
    assert len(str(found.explain())) < 400


_HOSTILE = {
    "one character": "中" * 3000,
    "two characters": "江城" * 2000,
    "what all names have": "科技" * 50,
    "pinyin of one": "shang" * 20,
    "astral": "𠀀😀" * 2000,
    "combining": "e" + "\u0301" * 5000,
    "confusable": "ｊｃＹＨ\u200d" * 1000,
    "expanding": "\ufdfa" * 3000,
    "words": "a b " * 1000,
    "address": "http://127.0.0.1/id/" + "%E4%B8%AD" * 2000,
}


@pytest.fixture(scope="module")
def crowded() -> Index:
    """Ten thousand things of like names, which is some twenty chapters."""
    parts = ("江城", "科技", "中小企业", "服务", "中心", "中中", "创新", "金融", "平台", "协会")
    return build_index(
        Thing(f"{BASE}entity/{n}", Words("".join(parts[int(digit)] for digit in f"{n:04}"), f"centre {n}"))
        for n in range(10_000)
    )


@pytest.mark.parametrize("kind", _HOSTILE)
def test_what_a_search_costs_is_bounded_whatever_is_looked_for(kind: str, crowded: Index) -> None:
    start = time.process_time()
    crowded.find(_HOSTILE[kind])
    assert time.process_time() - start < 1.0

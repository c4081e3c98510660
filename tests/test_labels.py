from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.errors import UnknownNameError
from kg.labels import find, kindred

if TYPE_CHECKING:
    from rdflib import Dataset


def test_the_nearest_names_are_spelt_as_their_bearers_spell_them(small_closed: Dataset) -> None:
    with pytest.raises(UnknownNameError, match="did you mean Bank of Jiangcheng"):
        find(small_closed, "bank jiangchen")


def test_an_unknown_name_is_answered_in_both_languages(small_closed: Dataset) -> None:
    with pytest.raises(UnknownNameError) as caught:
        find(small_closed, "江成银行")
    assert caught.value.say("en") == "nothing is called '江成银行'; did you mean 江城银行?"
    assert caught.value.say("zh") == "没有名为 '江成银行' 的对象；是不是 江城银行？"


def test_what_shares_a_rarer_word_is_nearer() -> None:
    texts = {"a": "Who lends to a company?", "b": "Who trains a company?", "c": "Who lends and trains and taxes?"}
    assert kindred("taxes of companies", texts) == ["c"]
    assert kindred("谁在贷款", {"lend": "谁向谁贷款", "train": "谁培训谁", "hold": "谁持有什么"}) == ["lend"]


def test_what_stands_in_most_texts_makes_nothing_near() -> None:
    assert kindred("who", dict.fromkeys("abc", "Who is it?")) == []

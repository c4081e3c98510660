from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from kg.errors import UnknownNameError
from kg.facts.resolution import find
from kg.labels import kindred, phrase
from kg.resources import ontology_path

if TYPE_CHECKING:
    from rdflib import Dataset

    from kg.model import Tables


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


def test_every_role_of_the_reviewed_tables_is_said_in_english(tables: Tables) -> None:
    roles = {row.role for row in tables.relations if row.role}
    assert [role for role in sorted(roles) if phrase(role, "en") == role] == []
    assert all(phrase(role, "zh") == role for role in roles)


def test_phrases_are_said_in_english_without_chinese_and_once() -> None:
    with ontology_path("phrases.csv").open(encoding="utf-8", newline="") as file:
        rows = [*csv.DictReader(file)]
    assert len({row["zh"] for row in rows}) == len(rows)
    assert [row for row in rows if not row["en"].isascii() or not row["en"].strip()] == []


def test_a_phrase_that_is_not_known_stays_as_the_chapter_has_it() -> None:
    assert phrase("前所未见", "en") == "前所未见"

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.model import Document
from kg.reader import read_mentions, tabulate
from kg.reader.packs.lexicon import GENERAL_PACKS, load_packs
from kg.reader.proposals import Proposal, draft_pack, propose
from kg.reader.values import Options
from kg.text.decoding import fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def proposals_of(text: str, **recognisers: object) -> list[Proposal]:
    reading = read_mentions(Document("t", text, fingerprint(text)), GENERAL_PACKS, Options(year=2015))
    return list(propose(reading, tabulate(reading), recognisers))  # type: ignore[arg-type]


def test_a_name_that_no_pack_lists_is_proposed_once_with_its_class_and_contexts() -> None:
    text = "温州市鞋革检测研究院挂牌。温州市鞋革检测研究院服务企业20家。"
    (found,) = [each for each in proposals_of(text) if each.kind == "name"]
    assert (found.form, found.guess, found.count) == ("温州市鞋革检测研究院", "ResearchInstitute", 2)
    assert found.contexts[0].startswith("[温州市鞋革检测研究院]")


def test_a_listed_name_is_not_proposed() -> None:
    assert [each for each in proposals_of("浙江大学与工商银行合作。") if each.kind == "name"] == []


def test_a_reference_to_nothing_is_proposed() -> None:
    assert [(each.kind, each.form) for each in proposals_of("该平台服务企业。")] == [("anaphor", "平台")]


def test_an_ambiguous_short_form_is_proposed_with_what_it_could_mean() -> None:
    text = "大连船舶检测有限公司与大连船用检测有限公司签约。船检公司获奖。"
    (found,) = [each for each in proposals_of(text) if each.kind == "short"]
    assert found.form == "船检公司"
    assert set(found.guess.split("|")) == {"大连船舶检测有限公司", "大连船用检测有限公司"}


def test_a_recogniser_only_adds_what_nothing_else_found() -> None:
    text = "浙江大学与阿尔法公社合作。"

    def recognise(_: str) -> Iterator[tuple[int, int, str]]:
        yield 0, 4, "ORG"
        yield 5, 10, "ORG"
        yield 90, 99, "ORG"

    assert [(each.form, each.guess) for each in proposals_of(text, toy=recognise) if each.kind == "recognised"] == [
        ("阿尔法公社", "ORG (toy)")
    ]


def test_a_drafted_pack_can_be_loaded(tmp_path: Path) -> None:
    for name, text in draft_pack(proposals_of("温州市鞋革检测研究院挂牌。"), "温州").items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert [name.form for name in load_packs([tmp_path]).names] == ["温州市鞋革检测研究院"]

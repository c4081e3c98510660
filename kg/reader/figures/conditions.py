"""What limits a figure to some of what it counts (首批, 国家级, 除…外), and what a part is called beside its whole."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.reader.figures.drafts import Case, Draft, Phrase

__all__ = ["LEVEL", "is_kept", "is_level", "name_part", "read_condition", "split_level"]

_FROM = re.compile(r"[从由][^，。；]{0,10}?$")
_TO = re.compile(r"[^，。；]{0,8}?(?P<verb>[增扩发压缩减提降升上下拓攀跃][\u4e00-\u9fff]{0,2}?)(?:到|至|为)")
_BEFORE_CHANGE = "变动前"
_BATCH = re.compile(
    r"首[批期轮届笔]|(?<![一二三四五六七八九十第分])[一二三四五六]期(?!间)|第 ?[0-9一二三四五六七八九十]+ ?[批期轮届]"
)
_KEPT = re.compile(r"首批|第.+")
"""Batches that a sentence goes on about, once it has named one."""
_EXCEPT = re.compile(r"除(?P<what>[^，。；]{2,16}?)(?:以?外)")
_FOR_THOSE = re.compile(r"(?:对于?|凡|针对)(?P<what>[^，。；]{4,40}?)的")
_LONG_CONDITION = 24
# Of each of which something holds: 单个项目不超过…, 每年….
_EACH = re.compile(
    r"(?P<each>(?:单[户个只家](?:企业|项目|子基金|基金|园区|机构)?|同一企业|每[家户]企业|每[个名](?:团队|项目|人才|单位|园区))(?:每年)?)"
)
_EACH_TIME = re.compile(r"(?:^|(?<=..))(?P<each>每[月人])(?!平?均)(?=$|资助|补贴|奖励|补助)")
# Those who are rewarded, without their noun: 重新认定的奖励10万元.
_REWARDED = re.compile(r"(?P<what>[^，。；、的]{2,12})的(?:一次性)?(?:给予|奖励|补贴|补助|资助|补偿|奖补)")
_ADDRESSED = re.compile(r"(?<![针面核相应])对(?P<what>[^，。；、的对]{2,20})的(?!给予|奖励|补贴)")
_OPENING = re.compile(r"^(?:其中|对|给予|的|[，, ])*")
_HAVING = re.compile(
    r"(?P<what>(?:拥有|具有|具备|获得|获|符合|处于|通过|享受|从事|参加|取得|承担|持有)[^，。；、的]{2,16})的(?=..)"
)
LEVEL = re.compile(
    r"(?P<level>(?:国家|省部|部委|世界|国际|自治区|[省市区县校部])(?:[、和及]?(?:国家|省部|部委|[省市区县校部])){0,2}级(?:及?以上)?)的?"
)
_AROUND = frozenset("级内外上")
_STEM = 2


def read_condition(case: Case, phrase: Phrase) -> str:
    """What limits the figure to some of what it counts, in the words of the text: 首批, 除…外; "" if nothing does."""
    clause, quantity = phrase.draft.clause, phrase.draft.quantity
    before = case.text[clause.begin : quantity.begin]
    batch = _BATCH.search(phrase.lead) or _BATCH.match(case.text[quantity.end : quantity.end + 6])
    if batch:
        return batch.group().replace(" ", "")
    excepted = _EXCEPT.search(before)
    if excepted:
        return f"除{excepted['what']}外"
    to = _TO.match(case.text, quantity.end) if _FROM.search(before) else None
    dated = any(clause.begin <= each.begin and each.end <= quantity.begin for each in case.times)
    if to and not dated:
        return f"{to['verb']}前" if len(to["verb"]) > 1 else _BEFORE_CHANGE
    return (
        _find_modifier(case, phrase)
        or _find_addressed(case, phrase)
        or _find_those(case, phrase)
        or _find_kept(phrase.drafts, phrase.draft)
    )


def _find_modifier(case: Case, phrase: Phrase) -> str:
    """What modifies the noun before a number: 获得融资的项目12个, 单个项目不超过…."""
    having = _HAVING.search(phrase.lead)
    if having and not case.words.core(phrase.lead[: having.start()]):
        return having["what"]
    lead = _OPENING.sub("", phrase.lead)
    per = _EACH.match(lead) or _EACH_TIME.search(lead)
    if per:
        return per["each"]
    rewarded = _REWARDED.match(lead)
    return rewarded["what"] if rewarded else ""


def _find_addressed(case: Case, phrase: Phrase) -> str:
    """Which ones money or a limit is for: 对首次认定的企业奖励20万元, 以专利质押的，质押率不得高于…."""
    clause, begin = phrase.draft.clause, phrase.draft.quantity.begin
    addressed = _ADDRESSED.search(case.text, clause.begin, begin)
    if addressed and any(each.begin in {addressed.end(), addressed.start("what")} for each in case.mentions):
        return addressed["what"]
    before = next((each for each in case.clauses if each.end + 1 == clause.begin and each.part == clause.part), None)
    if before is None or not case.text.startswith("的", before.end - 1):
        return ""
    what = _OPENING.sub("", case.text[before.begin : before.end - 1])
    limit = phrase.draft.quantity.approximation in ("atMost", "atLeast")
    return what if limit and _STEM < len(what) <= _LONG_CONDITION else ""


def _find_those(case: Case, phrase: Phrase) -> str:
    """For whom a limit holds, by the clause before it: 对于销售额2亿元以上的企业."""
    clause, quantity = phrase.draft.clause, phrase.draft.quantity
    begin = next(each.begin for each in case.clauses if each.part == clause.part)
    those = _FOR_THOSE.search(case.text[begin : clause.begin])
    if those and quantity.approximation in ("atMost", "atLeast") and len(those["what"]) <= _LONG_CONDITION:
        return those["what"]
    return ""


def _find_kept(drafts: Sequence[Draft], draft: Draft) -> str:
    """The batch that an earlier figure of the same part of the sentence is about."""
    for each in reversed(drafts):
        if each.clause.part == draft.clause.part and is_kept(each.condition):
            return each.condition
    return ""


def is_kept(condition: str) -> bool:
    """Whether a condition holds on in the clauses behind its own."""
    return bool(_KEPT.fullmatch(condition))


def split_level(noun: str) -> tuple[str, str]:
    """The level of what is counted, which limits it, and the noun without it: 国家级 and 孵化器; "" if it has none."""
    found = LEVEL.match(noun)
    if found is None or 0 < len(noun) - found.end() < _STEM:
        return "", noun
    return found["level"], noun[found.end() :]


def is_level(noun: str) -> bool:
    """Whether a word is only a level: 国家级."""
    return bool(LEVEL.fullmatch(noun))


def name_part(noun: str, whole: str) -> str:
    """What a part is called beside its whole: 软件 of 软件企业 beside 企业, but 技术开发合同 beside 技术合同."""
    level, _ = split_level(noun)
    if level:
        return level
    rest = noun[:-_STEM].removesuffix("类").removesuffix("的")
    interleaved = rest[:_STEM] in whole or not whole.endswith(noun[-_STEM:])
    short = len(rest) <= _STEM and rest[-1:] not in _AROUND and noun[-_STEM:] != "企业"
    return noun if interleaved or short or not rest else rest

"""Parts of a whole: what stands behind 其中 or in a bracket has the measure of its whole, and a condition."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.reader.figures.conditions import is_level, name_part
from kg.reader.figures.measures import MONEY, PERSONS, Measure, stem_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.reader.figures.drafts import Case, Draft, Phrase

__all__ = ["BODIES", "find_whole", "is_part", "read_part"]

_KINDRED = re.compile(r"成员|会员|加盟|合作|在孵|入驻|共建|签约|注册")
_COUNTED_BODIES = frozenset({"家", "个", "所", "户"})
_PRIZE = re.compile(r"(?:获|荣获|获得)?(?P<prize>(?:特等|[一二三]等|金|银|铜|优秀|优胜)奖)$")
_OF_THEM = re.compile(
    r"(?:(?:其中|含)[，, ：:]?|^)(?P<what>[^，。；、：]{2,24}?)(?:的|者)(?:有|约|近|超过|逾|达|共| )*$"
)
_JOINTLY = re.compile(
    r"(?:^|其中|、)(?P<what>[与同][^，。；、0-9]{1,12}(?:合作|共建|联合|共同举办|合办))(?:的|有|共|约| )*$"
)
_SORT = 3
BODIES = (
    "企业", "机构", "高校", "院校", "院所", "公司", "银行", "单位", "项目", "平台", "中心", "基地", "专利", "商标",
        "团队", "学校", "园区", "协会", "联盟", "基金", "大学", "标准", "学会", "商会", "合同", "成果",
)  # fmt: skip
"""Nouns of two characters that name a thing of their own; another short noun is a sort of the whole: 外资, 民营."""
_ALIKE, _AMOUNT_ALIKE = 2, 4
"""Characters at the end of a noun that a part shares with its whole: 企业; of amounts more, as 收入 is of any."""


def read_part(case: Case, phrase: Phrase, measure: Measure, condition: str) -> tuple[Measure, str]:
    """The measure of a part: that of the whole with a condition (技术开发合同), or like it (成员企业)."""
    draft, noun = phrase.draft, measure.noun
    kin = phrase.drafts[-1] if phrase.drafts and is_level(noun) else None
    if kin is not None and is_level(kin.condition) and kin.quantity.unit == draft.quantity.unit:
        return kin.measure, noun
    return _read_nested(case, phrase, measure, condition) if draft.nested else (measure, condition)


def _read_nested(case: Case, phrase: Phrase, measure: Measure, condition: str) -> tuple[Measure, str]:
    """The measure of what stands behind 其中 or in a bracket."""
    draft, noun = phrase.draft, measure.noun
    of_them = _OF_THEM.search(case.text[draft.clause.begin : draft.quantity.begin])
    whole = find_whole(case, phrase.drafts, draft, noun)
    of_them = _JOINTLY.search(case.text[draft.clause.begin : draft.quantity.begin]) or of_them
    if of_them and whole is not None and whole.quantity.unit == draft.quantity.unit:
        return whole.measure, of_them["what"].removeprefix("其中")
    if whole is None or not noun:
        return measure, condition
    if noun == whole.measure.noun:
        return _read_pair(case, phrase, measure, whole, condition)
    if is_part(noun, whole, draft.quantity.unit) and not (measure.verb and _is_deed(case, phrase, measure)):
        return whole.measure, _name_sort(noun, whole, condition)
    kind = _KINDRED.match(whole.measure.noun)
    if kind and draft.quantity.unit in _COUNTED_BODIES and not noun.startswith(kind.group()) and not measure.verb:
        return case.words.make("", kind.group() + noun, draft.quantity.unit), condition
    return measure, condition


def _name_sort(noun: str, whole: Draft, level: str) -> str:
    """What the part is called: a prize by its grade, persons in full, other things without the noun of the whole."""
    if whole.quantity.unit in PERSONS:
        return (level if is_level(level) else "") + noun
    prize = _PRIZE.search(noun)
    return prize["prize"] if prize else name_part(noun, stem_of(whole.measure.label))


def _read_pair(case: Case, phrase: Phrase, measure: Measure, whole: Draft, condition: str) -> tuple[Measure, str]:
    """What a part has, too, as its whole has: 其中开发合同30项，成交额4亿元: its measure, with the condition."""
    if not phrase.drafts:  # a sentence that is all bracket: its whole stands in the one before
        return whole.measure, condition
    before = phrase.drafts[-1]
    if measure.verb and measure.verb != whole.measure.verb and not case.words.is_act(measure.verb):
        return whole.measure, name_part(measure.verb + measure.noun, stem_of(whole.measure.label))
    paired = before.nested and before.quantity.unit != phrase.draft.quantity.unit and not condition
    return (whole.measure, before.condition) if paired else (measure, condition)


def _is_deed(case: Case, phrase: Phrase, measure: Measure) -> bool:
    """Whether a part does something of its own (其中获批…), rather than only going on with the verb of its whole."""
    return measure.verb not in {each.measure.verb for each in phrase.drafts} and case.words.is_act(measure.verb)


def is_part(noun: str, whole: Draft, unit: str) -> bool:
    """Whether a noun names some of what a whole counts: 软件企业 of 放款企业, 博士 of 职工, 发明专利 of 专利申请量."""
    if whole.quantity.unit != unit:
        return False
    if unit in MONEY:
        return len(noun) > _AMOUNT_ALIKE and whole.measure.noun.endswith(noun[-_AMOUNT_ALIKE:])
    sort = len(noun) <= _SORT and stem_of(noun)[-_ALIKE:] not in BODIES
    if is_level(noun) or stem_of(noun).endswith("类") or unit in PERSONS or _PRIZE.search(noun) or sort:
        return True
    stem = stem_of(whole.measure.label)
    return stem.endswith(noun[-_ALIKE:]) or stem.removesuffix("申请").removesuffix("授权").endswith(noun[-_ALIKE:])


def find_whole(case: Case, drafts: Sequence[Draft], draft: Draft, noun: str) -> Draft | None:
    """The figure that a part belongs to: the last one that is no part itself, rather with the noun of the part."""
    tops = [each for each in (*case.before, *drafts) if each.is_plain and not each.nested]
    same = [each for each in tops if each.quantity.unit == draft.quantity.unit]
    alike = [each for each in same if noun and is_part(noun, each, draft.quantity.unit)]
    return next(reversed(alike or same or tops), None)

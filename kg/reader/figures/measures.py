"""What a figure measures: the phrase around the number, brought to a normal form, and the indicator it names.

The normal form is that of the reviewed tables: verb and noun with what is counted, 受理企业申请319家次 →
受理企业申请数, 获得2亿元的贷款 → 获得贷款额. An indicator that a pack lists (``indicators.csv``: ``id,zh,en,forms``)
has an id of its own; any other is called by its normal form. The words come from ``measure-words.csv``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from kg.errors import InputError
from kg.model import ConceptRow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from kg.reader.values import Lexicon

__all__ = [
    "GROWTH_RATE",
    "MONEY",
    "PERSONS",
    "TRADED",
    "Measure",
    "MeasureWords",
    "measure_words",
    "quoted",
    "stem_of",
    "tidy",
    "used",
]


@dataclass(frozen=True, slots=True)
class Measure:
    """What is measured: the verb, the noun, and the normal form that they make with the unit."""

    verb: str
    noun: str
    label: str


MONEY = frozenset({"CNY", "USD", "EUR", "HKD", "JPY", "GBP", "KRW", "CAD", "AUD", "CHF", "TWD", "RUB", "1"})
_RATES = frozenset({"percent", "permille", "percentagePoint"})
_SUFFIXES = {
    "倍": "倍数",
    "平方米": "面积",
    "亩": "面积",
    "人次": "人次",
    "场": "场次",
    "场次": "场次",
    "期": "场次",
    "次": "次数",
    "次（项）": "次数",
    "批": "批次",
    "笔": "笔数",
    "批次": "批次",
    "册": "册数",
    "小时": "小时数",
    "机时": "机时数",
    "课时": "课时数",
    "学时": "学时数",
    "工作日": "时间",
    "类": "类数",
    "种": "种数",
    "户": "户数",
    "米": "长度",
    "吨": "量",
    "立方米": "量",
    "千瓦时": "量",
    "瓦": "功率",
}
_MEASURED = frozenset({"面积", "长度", "量", "功率"})
"""Suffixes for what is measured and not counted."""
_HOUSEHOLDS = re.compile(r"(?:户|企业|主体|家庭|单位|公司)$")
PERSONS = frozenset({"人", "名", "位", "人次"})
_HEADCOUNTS = frozenset({"人", "名", "位"})
_BARE_NOUNS = {"人": "人数", "名": "人数", "位": "人数", "家": "企业数", "户": "户数", "家次": "家次"}
_TOTALS = (("总数量", "数"), ("总数", "数"), ("数量", "数"), ("总金额", "金额"), ("总额", "额"))
_COUNTED = re.compile(r"(?:数|额|率|量|次|值|比|度|费|规模|能力|寿命|年龄)$")
_BARE_HEADS = re.compile(r"的(?=(?:总?数量?|总?量|总?额|总?规模|总?面积|比例|比重|数目|金额|增加值|总?产值|总?收入)$)")
# Words of one character that end a noun, but not as the beginning or end of longer words: 中心, 经济, 对外, 参与.
_STOP = (
    r"[，。；、：（）()！？!?;,\s《》]|和(?![美谐平睦田])|[及或]|(?<!参)与(?!会)|并(?!购)|而|且|也|又|将|均|都|是|被|占(?!地)|仅|还|约(?!束)|(?<![附最就])近(?![郊海代岸])"
    r"|(?<![其集高国华初])中(?![心小介试医药国外型级期央层试间共学关])|内(?![部容资外地衣科])|在(?![沪京校读线册库园孵建研职编岗华])|对(?![接外口])"
    r"|向(?!上)|由|因(?![素特])|经(?![济营费纪验])|于|为(?!主)|(?<![创使])以(?!上海)|从(?![业事])|有(?![限色机关效资])|获|以[上下内]"
)
# Words of one character that only open a phrase, but not as the beginning of longer words: 共性, 现代, 再生.
_YEARS = (
    r"(?:过去|近|这|前|后)?[一二三四五六七八九十两]+年(?:来|间|内)?"
    r"(?!行动|计划|规划|滚动|存活|[期级度以制贷生上下多])"
)
# 中 that ends what stands before it, and does not begin a word: 中部, 中学.
_AMONG = r"其?中(?![间介心小央国部东西南医药学外型级期式高欧层成职])"
_MARKS_BEFORE = r"[ ,，：:◎（(、—–•·●◆■-]"
_OPENERS = (
    r"共(?![性享建同青用])|现(?![代行场金状货])|再(?![生制就])|近(?![海代郊岸])|超(?![级高算过市导声大])|并(?![购网轨])|更(?!新)"
    r"|全(?![自息职球程民科面新社资要口体])|届时可?|还(?![款贷])|将(?!军)|已(?!授权|建)|均(?![衡价])|都(?![市江])|约(?!束)|就(?!业)|各(?!类|种|项|级|地|区|县)"
    r"|要(?![素闻点求件职务塞])|只|才|又|也|仅|且|而|则|今|拟|亦|逾|了|着|使|让"
)
# Words that begin with a light verb of one character, and words that end with a link of one: 有效, 设备; 通过, 创业者.
_NOT_LIGHT = (
    r"有[效限色机关]|设[备计施立置]|计[算划]|共(?:[同享有性]|建(?![设成立有]))"
    r"|安排(?:资金|经费)$|提供(?:资金|经费)$|完成投资$"
)
_UNLINKED = r"(?<!通(?=过))(?<![创患消费使用作学业记读究发观参志投选](?=者))(?<!圆(?=满))(?<!其(?=中))"
_BRACKETED = re.compile(r"[（(](?:以?下|又|简|亦|原|即|含|包括|其中|业内|俗|英文)[^（）()]*[）)]")
_HAS_VERB = re.compile(r"(?:带来|实现|取得|获得|形成|产生|完成)")
# With whom one trades belongs to what is measured: 对东盟进出口.
TRADED = re.compile(r"对[^，。；、]{2,14}?(?:进出口|出口|进口|贸易|投资)(?:总?额)?(?=$|同比|比上年|增|下降|占)")
# What is only intended says nothing of what is measured: 中央财政拟安排教育支出, 财政将投入.
_INTENDED = re.compile(
    r"(?<=..)拟?安排(?=..)|(?<=..)[将拟](?=投入|支出|安排|补助|发行)|(?<=..)预期(?=增长)|(?<=增长)预?期?目标$"
)
_JOINT = re.compile(r"^(?:、|和|与|及|以及)+")
_MOST = re.compile(r"(?:最高|最多|至多|最低|最少|至少)(?=.)")
_BEHIND = re.compile(r"^(?:以上|以下|左右|以内|多|余)?的?")
_ATTRIBUTIVE = re.compile(r"^(?:以上|以下|左右|以内|多|余)?的")
_RATED = re.compile(r"(?P<head>税率|利率|费率|比例|比率|速度)(?!提|增|下)")
_ADVERB = re.compile(r"已(?!授权)|均(?![衡价])|先后|成功|正在|分别|共同|陆续|将(?!军)")
# Persons who are counted, before what is theirs: 300名学生的学费.
_PERSONS_OF = re.compile(r"(?:群众|居民|职工|学生|农民|老人|儿童|人口|人员|干部|教师|农户|工人)$")
_SIZED = re.compile(r"(?P<head>额度|规模|面积|资金|总量|人口)的")
_MARKS = "，。；、：（）()！？和及或与并而且也又将均都是被占仅还约近以为在向由于从因"
_ET_CETERA = re.compile(r"等(?:各类|各种|各项|类型|多种|多个)?(?!级|待|效|院校|教育|学)(?=.{2,})")
_FOR_YEARS = re.compile(r"(?<=..)[一二三四五六七八九十两]+年(?:来|间|内)?$")
_DONE = re.compile(r"(?<=[值额量入资出税率速])完成$")
# Whom a deed helps is not what is measured: 帮助企业解决技术难题.
_HELPED = re.compile(
    r"(?:协助|帮助|支持|扶持|助推|推动|促成)(?:[^，的]{0,4}企业|农户|农民)(?=获得|实现|解决|申请|取得|节约|融资|申报)"
)
_ACHIEVED = re.compile(r".{1,10}(?:实现|完成(?!投资$))(?=.{2,})")
# What money is for says more of a measure than that it is money: 用于职业教育的支出.
_SPENT = re.compile(r"用于[^，。；的]{2,20}的(?:资金|支出|经费|投入|贷款|补助|补贴)$")
_TITLE_MARKS = "《》"
_ANY_KIND = re.compile(r"(?:行业)?各(?:类|种|项)")
# A deed that brings money, rather than its amount: 发放贷款, 风险补贴.
_BARE_OBJECT = re.compile(r"(?:贷款|放款|担保|授信|补贴|奖励|资助|创汇|融资|放贷|投放|补偿)$")
_RATE = re.compile(r"(?:率|比例|比重|占比|幅|幅度|速|度|比|上限|下限|标准|水平|覆盖面|安全感|贡献|增长|上涨)$")
_GROWTH = re.compile(r"(?:年均|平均每年|每年平均|年平均)(?:分别)?(?:实际|名义)?(?:增长|递增|增幅|增速)(?:速度|率|速)?$")
GROWTH_RATE = "年均增长率"
_HEADS_ALONE = frozenset({"值", "额", "量", "率", "数", "费", "款"})
_LONGEST_NOUN = 24
_LONGEST_VERB = 5
_LONGEST = 24
_SAYS_MORE = 4


@dataclass(frozen=True)
class MeasureWords:
    """The words by which phrases are taken apart, and the indicators that packs list."""

    words: Mapping[str, frozenset[str]]
    indicators: tuple[Mapping[str, str], ...]

    def _pattern(self, kind: str) -> str:
        return "|".join(map(re.escape, sorted(self.words.get(kind, ()), key=lambda word: (-len(word), word)))) or "(?!)"

    @cached_property
    def opener(self) -> re.Pattern[str]:
        """Words that may stand before the measure and are no part of it: 其中, 累计, 先后."""
        return re.compile(rf"(?:{self._pattern('opener')}|{_OPENERS}|{_MARKS_BEFORE}|{_YEARS}|{_AMONG})+")

    @cached_property
    def link(self) -> re.Pattern[str]:
        """Words between the measure and its number: 达到, 为, 共."""
        return re.compile(rf"(?:{_UNLINKED}(?:{self._pattern('link')})[ 了]?|[ ：:])+$")

    @cached_property
    def light(self) -> re.Pattern[str]:
        """Verbs that the normal form leaves out: 实现, 拥有."""
        return re.compile(rf"(?!{_NOT_LIGHT})(?:{self._pattern('light')})了?(?=.)")

    preposition = re.compile(
        r"按照|通过|依托|面向|围绕|针对|利用|根据|随着|经过|凭借|联合|会同|携手|对于|关于|鼓励和支持|支持和鼓励"
        r"|为(?!主)|对(?![外接口])|向(?!上)|与(?!会)|在(?![线册库园孵建研校读职编岗])|从(?![业事])|由|以|按(?!揭)|同(?![比期步])|据"
        r"|经(?![济营费纪验])|自(?![主动贸有建筹治身然来愿])|除"
    )

    @cached_property
    def verb(self) -> re.Pattern[str]:
        """Verbs of the genre, of which many also begin a noun: 服务, 检测."""
        return re.compile(rf"(?:{self._pattern('verb')})")

    @cached_property
    def cut(self) -> re.Pattern[str]:
        """What ends a noun behind a number: a verb, a preposition, punctuation."""
        return re.compile(f"{_STOP}|(?<=...)(?:19|20)[0-9]{{2}}年|{self._pattern('cut')}")

    @cached_property
    def head(self) -> re.Pattern[str]:
        """Nouns that say by themselves what is measured: 收入, 面积."""
        return re.compile(rf"(?:{self._pattern('head')})$")

    @cached_property
    def shared_head(self) -> re.Pattern[str]:
        """The noun at the end of a list that is said of each of its items: 产量 of 粮食、蔬菜产量."""
        heads = "|".join(sorted((word for word in self.words.get("head", ()) if len(word) > 1), key=len, reverse=True))
        done = f"(?:{self._pattern('verb')})?(?:{heads or '(?!)'})"
        known = rf"{done}|进?出口|进口"
        return re.compile(rf"(?:{known}|(?!.{{1,2}}(?:{known})$)[^、]{{2}}[额量率费值数])$")

    @cached_property
    def rhetorical(self) -> re.Pattern[str]:
        """What is only counted to list it: 四个方面, 两大功能."""
        return re.compile(rf"[^，。；、的]{{0,6}}?(?:{self._pattern('rhetorical')})(?=$|{self._pattern('cut')})")

    @cached_property
    def _known(self) -> dict[str, ConceptRow]:
        found: dict[str, ConceptRow] = {}
        for row in self.indicators:
            concept = ConceptRow(row["id"], row["zh"], row["en"] or row["zh"], None)
            for form in (row["zh"], *row["forms"].split()):
                if "*" not in form:
                    found[form] = concept
        return found

    @cached_property
    def _ids(self) -> frozenset[str]:
        return frozenset(row["id"] for row in self.indicators)

    @cached_property
    def _shapes(self) -> tuple[tuple[re.Pattern[str], ConceptRow], ...]:
        return tuple(
            (re.compile(re.escape(form).replace(r"\*", ".{0,12}")), ConceptRow(row["id"], row["zh"], row["en"], None))
            for row in reversed(self.indicators)
            for form in row["forms"].split()
            if "*" in form
        )

    @cached_property
    def concept(self) -> Callable[[str], ConceptRow]:
        """The indicator that a normal form names: a known one, else one of that name."""
        return lru_cache(maxsize=1024)(self._concept)

    def _concept(self, label: str) -> ConceptRow:
        plain = re.sub(r"[“”]", "", label)
        known = self._known.get(plain)
        if known is None:
            known = next((concept for shape, concept in self._shapes if shape.fullmatch(plain)), None)
        return known or ConceptRow(label, label, label, None)

    # ── taking phrases apart ───────────────────────────────────────────────────────────────

    @cached_property
    def core(self) -> Callable[[str], str]:
        """Of the phrase before a number what names the measure; several rules ask it of the same phrase."""
        return lru_cache(maxsize=1024)(self._core)

    def _core(self, lead: str) -> str:
        text = _BRACKETED.sub("", lead)
        while True:
            shorter = _DONE.sub("", _FOR_YEARS.sub("", self.link.sub("", text)))
            opening = self.opener.match(shorter)
            if opening:
                shorter = shorter[opening.end() :]
            shorter = _JOINT.sub("", shorter)
            shorter = self._without_adverbial(shorter)
            if shorter == text:
                break
            text = shorter
        text = re.sub(r"(?<=.)(?:[一二三四五六七八九十两]+年)?累计", "", _BARE_HEADS.sub("", text))
        text = self._without_modifiers(text)
        text = re.sub(r"[、共已]+(?=完成投资$)", "", text)
        acts = None if text.endswith("完成投资") else self._acts.search(text)
        if acts:
            text = text[acts.start("verb") :]
        helped = _HELPED.match(text)
        if helped:
            text = text[helped.end() :]
        achieved = _ACHIEVED.match(text)
        if achieved:
            text = text[achieved.end() :]
        text = _INTENDED.sub("", text)
        text = quoted(_QUALIFIER.sub("", _MOST.sub("", _ANY_KIND.sub("", text).strip(_TITLE_MARKS))))
        if len(text) > _LONGEST:
            verbs = [match.start() for match in self.verb.finditer(text) if len(text) - match.end() > 1]
            text = text[next((place for place in verbs if len(text) - place <= _LONGEST), _shorten(text)) :]
        return text

    def _without_modifiers(self, text: str) -> str:
        """The phrase without what modifies its noun, but with its verb: 引进油茶等新品种 → 引进新品种."""
        verb = self.verb.match(text)
        place = text.rfind("的", 0, -2)
        if place >= 0 and _SPENT.search(text):
            place = -1
        if place >= 0:
            text = (verb.group() if verb and verb.group() in self.words.get("bringing", ()) else "") + text[place + 1 :]
        listed = _ET_CETERA.search(text)
        if listed:
            rest = text[listed.end() :]
            kept = verb is not None and text.startswith(verb.group()) and verb.end() <= listed.start()
            text = verb.group() + rest if verb and kept and not _HAS_VERB.match(rest) else rest
        return text

    @cached_property
    def _acts(self) -> re.Pattern[str]:
        """The verb behind an adverb that a subject stands before: 政策培训模式共举办…."""
        return re.compile(
            rf".*(?:(?<!公)共(?![同享]|建(?![设成立有]))|累计|已经?|先后|分别|陆续)(?P<verb>{self._pattern('verb')})(?=..|$)"
        )

    def _without_adverbial(self, text: str) -> str:
        """The phrase without a preposition's: 为中小企业提供服务 → 提供服务."""
        preposition = self.preposition.match(text)
        if not preposition or TRADED.match(text):
            return text
        verb = self.verb.search(text, preposition.end() + 1)
        return (
            text[verb.start() :] if verb else text[preposition.end() :] if len(text) > preposition.end() + 2 else text
        )

    def split(self, core: str) -> tuple[str, str]:
        """The verb that begins a phrase, and the rest; light verbs (实现, 有) are dropped."""
        light = self.light.match(core)
        while light:
            core = core[light.end() :]
            light = self.light.match(core)
        verb = self.verb.match(core)
        if verb and core[verb.end() :] not in _HEADS_ALONE:
            rest = core[verb.end() :]
            return verb.group(), rest.removeprefix("了")
        return "", core

    def is_act(self, verb: str) -> bool:
        """Whether a word is a verb and not also the beginning of a noun, as 检测 is of 检测中心."""
        return verb in self.words.get("cut", ())

    def deed(self, measure: Measure) -> str:
        """The verbs that a list goes on with: 参与制定 of 参与制定国家标准, but 新增 of 新增检测中心."""
        begun = [each for each in self.words.get("second", ()) if measure.noun.startswith(each)]
        second = max(begun, key=len, default="")
        return measure.verb + (second if len(measure.noun) > len(second) + 2 else "")

    def ending_verb(self, core: str) -> str:
        """The verb that a phrase ends with, directly before the number; light verbs do not count."""
        stem = core.removesuffix("了")
        found = next((stem[-n:] for n in range(_LONGEST_VERB, 0, -1) if stem[-n:] in self.words.get("verb", ())), "")
        return "" if found in self.words.get("light", ()) else found

    def noun_behind(self, tail: str) -> str:
        """The noun that a number stands before: what follows up to a verb or a mark."""
        attributive = bool(_ATTRIBUTIVE.match(tail))
        tail = _BEHIND.sub("", tail)
        sized = _SIZED.match(tail) or _RATED.match(tail)
        if _ADVERB.match(tail):
            return ""
        if sized:
            return sized["head"]
        first = self.cut.match(tail)
        if first and (len(first.group()) > 1 or first.group() in _MARKS) and not attributive:
            return ""
        end = self.cut.search(tail, first.end() if first and attributive else 1)
        noun = tail[: end.start()] if end else tail
        place = noun.rfind("的", 0, -1)
        if place > 1 and _PERSONS_OF.search(noun[:place]):
            return tidy(noun[noun.rfind("的", 0, place) + 1 : place])
        if place > 1 and self._deed_of.fullmatch(noun[place + 1 :]):
            noun = noun[:place] + noun[place + 1 :]
            place = noun.rfind("的", 0, -1)
        return tidy(noun[place + 1 :].rstrip("的"))[-_LONGEST_NOUN:]

    @cached_property
    def _deed_of(self) -> re.Pattern[str]:
        """What is done to the things counted, in the place of their noun: 8条道路的综合改造, 900户的搬迁任务."""
        return re.compile(rf".{{0,2}}(?:{self._pattern('deed')})(?:任务|工作)?")

    @cached_property
    def tasks(self) -> re.Pattern[str]:
        """The word for the task of a deed: 任务 of 改造任务."""
        return re.compile(rf"(?P<deed>{self._pattern('deed')})(?:任务|工作)+$")

    def make(self, verb: str, noun: str, unit: str) -> Measure:
        """The measure of a verb and a noun, counted or weighed in a unit."""
        return Measure(verb, noun, self._label(verb, noun, unit))

    def name(self, core: str) -> Measure:
        """The measure that a phrase names where a percentage is said of it: a count only if a pack lists it as one."""
        verb, noun = self.split(core)
        counted = self.make(verb, noun, "个")
        if not self.head.search(core) and self.concept(counted.label).id in self._ids:
            return counted
        return Measure(verb, noun, core if self.head.search(core) else verb + noun)

    def _label(self, verb: str, noun: str, unit: str) -> str:
        stem = verb + noun
        if unit in MONEY and stem.endswith(("额总数", "额总量")):
            return stem[:-2]
        for written, plain in _TOTALS:
            if written == "总额" and self.concept(stem.removesuffix(written) + plain).id not in self._ids:
                continue
            if stem.endswith(written) and len(stem) > len(written):
                return stem.removesuffix(written) + plain
        if unit in _RATES:
            return self._rate_label(stem)
        if unit in MONEY:
            return self._money_label(stem)
        return self._count_label(stem, noun, unit)

    def _money_label(self, stem: str) -> str:
        """The normal form of an amount: with 额, unless its noun means money."""
        if stem in self.words.get("funding", ()):
            return f"{stem}资金"
        amount = f"{stem}额"
        if self.head.search(stem) and not _BARE_OBJECT.search(stem):
            return stem
        means = len(stem) >= _SAYS_MORE and self.money.search(stem) and self.concept(amount).id not in self._ids
        return stem if means else amount

    @cached_property
    def money(self) -> re.Pattern[str]:
        """Nouns that mean money: 资金, 补贴, 债券."""
        return re.compile(rf"(?:{self._pattern('money')})$")

    def _rate_label(self, stem: str) -> str:
        """The normal form of a percentage: a growth rate, another rate, or the share of those that are so."""
        if _GROWTH.search(stem):
            return _GROWTH.sub(GROWTH_RATE, stem)
        return stem if _RATE.search(stem) else f"{stem}比例"

    def _count_label(self, stem: str, noun: str, unit: str) -> str:
        """The normal form of what is counted, or measured in another unit than money: with 数 or as the unit asks."""
        suffix = self._suffix(noun, unit)
        if noun and self.head.search(noun) and (_COUNTED.search(noun) or suffix in _MEASURED):
            return stem.removesuffix("人数") + "人次" if unit == "人次" else stem
        timed = suffix == "时间" and stem.endswith(("时", "时限", "期限", "周期"))
        return stem if stem.endswith(suffix) or timed else stem + suffix

    def _suffix(self, noun: str, unit: str) -> str:
        """What says that something is counted: households where the noun names none, persons behind what they do."""
        if not noun:
            return _SUFFIXES.get(unit, _BARE_NOUNS.get(unit, "数"))
        if unit == "户" and _HOUSEHOLDS.search(noun):
            return "数"
        if unit in _HEADCOUNTS and (self._deed_at_end.search(noun) or _BARE_OBJECT.search(noun)):
            return "人数"
        return _SUFFIXES.get(unit, "数")

    @cached_property
    def _deed_at_end(self) -> re.Pattern[str]:
        return re.compile(rf"(?:{self._pattern('verb')})$")


_QUALIFIER = re.compile(
    r"[\[［][0-9]{1,3}[\]］]"
    r"|^(?:首[批期轮届笔]|[一二三四五六]期(?:工程|项目)?|第 ?[0-9一二三四五六七八九十]+ ?[批期轮届]"
    r"|(?:19|20)[0-9]{2}年度?)+(?=..)"
)


def tidy(noun: str) -> str:
    """A noun without what says which ones are counted: 首批, a year, quotation marks."""
    return quoted(_QUALIFIER.sub("", noun))


def quoted(text: str) -> str:
    """A text with its quotation marks in pairs; one that lost its other is left out."""
    text = text.replace("“", '"').replace("”", '"')
    if text.count('"') % 2:
        text = text.replace('"', "", 1) if text.count('"') > 1 and not text.startswith('"') else text.replace('"', "")
    return re.sub(r'"([^"]*)"', r"“\1”", text)


def _shorten(text: str) -> int:
    """Where the last items of a list that is too long begin; if it is none, where too long a phrase is cut."""
    marks = (match.end() for match in re.finditer(r"[、，]", text))
    return next((place for place in marks if _LONGEST >= len(text) - place > 1), len(text) - _LONGEST)


_SAID_BY_UNIT = re.compile(r"(?:总?(?:数量|[数量额])|人数|笔数|家次|人次)$")


def stem_of(label: str) -> str:
    """A label without what only says that something is counted: 放款企业 of 放款企业数."""
    return _SAID_BY_UNIT.sub("", label)


@lru_cache(maxsize=8)
def measure_words(lexicon: Lexicon) -> MeasureWords:
    """The words and indicators of a lexicon's packs; a later pack's indicators are looked up first.

    Raises:
        InputError: if a row of ``measure-words.csv`` or ``indicators.csv`` lacks a cell; it names file and row.

    """
    words: dict[str, set[str]] = {}
    for row in _checked(lexicon, "measure-words", ("form", "kind")):
        words.setdefault(row["kind"], set()).add(row["form"])
    indicators = tuple(_checked(lexicon, "indicators", ("id", "zh", "en")))
    return MeasureWords({kind: frozenset(forms) for kind, forms in words.items()}, indicators)


def _checked(lexicon: Lexicon, table: str, columns: tuple[str, ...]) -> Iterator[Mapping[str, str]]:
    for row in lexicon.tables.get(table, ()):
        missing = [column for column in columns if not row.get(column)]
        if missing:
            message = f"{row.get('source', table)}: no {', '.join(missing)}; expected {','.join(columns)} in each row"
            raise InputError(message)
        yield {"forms": "", **row}


def used(concepts: Iterable[ConceptRow]) -> tuple[ConceptRow, ...]:
    """Concepts, each once, in the order of their ids."""
    return tuple(sorted({each.id: each for each in concepts}.values(), key=lambda row: row.id))

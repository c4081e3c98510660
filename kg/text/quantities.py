"""Quantities: numbers and ranges with their units, and how exactly they are meant.

Which forms are units, and which only look like a number with a unit, is data
(``data/lexicon/base/units.csv``); which words make a number approximate is a table below. A number without
unit counts only if it has a scale (75.7亿), and then its unit is that of the noun behind it if this is always counted
alike (9亿劳动力), that of the next number of its list (10万、3万公里), or :data:`UNIT_LEFT_OUT`.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from kg.errors import InputError
from kg.model import Quantity
from kg.resources import data_path
from kg.text.mending import MINUS, mend
from kg.text.numerals import CHINESE, NUMBER, SCALE, parse_numeral
from kg.text.shadow import shadow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["UNIT_LEFT_OUT", "Unit", "Units", "as_change", "base_units", "find_quantities", "is_decline", "load_units"]

UNIT_LEFT_OUT = "1"
"""The unit of a number whose unit the text leaves out."""

# ── units ──────────────────────────────────────────────────────────────────────────────────

_KINDS = {
    "measure": "after any number: 公里, 万美元, 倍",
    "strict": "after digits and numbers with a scale only: 三元 is a word, 三十元 a price",
    "counter": "a classifier: after any number but 一 (一个 is an article) and 二 (二期 is an ordinal)",
    "noun": "a noun that counts itself, below a hundred: 两国, 12省市; but not 2012市",
    "group": "as a counter, up to ten: 七大; 十八大 is a congress",
    "fold": "how often something doubled, behind 翻: 翻两番",
    "grade": "ranks (三级), and counts only where the levels are listed before it: 省、市两级",
    "whole": "as strict, but no number with a point has it: 3.0版 names one",
    "prefix": "a sign of money before its number: US$3亿",
    "counted": "a noun that is always counted by that unit, behind a number with a scale: 9亿劳动力",
    "word": "a longer word or a calendar unit, behind which no number is a quantity: 项目, 年",
    "name": "a fixed expression that begins like a number: 七台河",
}
_NO_UNIT = frozenset({"word", "name"})
_BEHIND_DIGITS = frozenset({"strict", "whole"})
_NOT_BEHIND = frozenset({"name", "prefix", "counted"})
"""Kinds of forms that are no unit behind a number."""
_MOST = {"noun": 99, "group": 10}


@dataclass(frozen=True, slots=True)
class Unit:
    """What a form stands for: the id of a unit, the factor to that unit, and how the form is used."""

    id: str
    factor: Decimal
    kind: str


_LEFT_OUT = Unit(UNIT_LEFT_OUT, Decimal(1), "counter")


@dataclass(frozen=True)
class Units:
    """Units by the forms in which they are written."""

    forms: dict[str, Unit]

    @cached_property
    def ids(self) -> frozenset[str]:
        """All unit ids, and that of a unit left out."""
        return frozenset({unit.id for unit in self.forms.values()} - {""} | {UNIT_LEFT_OUT})

    @cached_property
    def patterns(self) -> tuple[re.Pattern[str], re.Pattern[str]]:
        """What finds a number with its unit in a mended text, and what finds the rest of a range behind it."""
        behind = _alternatives(form for form, unit in self.forms.items() if unit.kind not in _NOT_BEHIND)
        names = _alternatives(form for form, unit in self.forms.items() if unit.kind == "name")
        unit = rf"(?: ?(?P<unit>{behind})"
        digits = (
            rf"{_START}(?:(?P<times>[1-9][0-9]?) ?[×xX] ?(?={NUMBER}))?(?P<number>{NUMBER})(?: ?(?P<more>{_MORE}))?"
            rf"(?:(?P<gap>个)(?=[万亿]))?(?: ?(?P<scale>{_LARGE_SCALE}))?(?: ?(?P<more2>[多余]))?{unit})?"
        )
        part = (
            rf"(?:(?P<part>[百千]分之) ?(?P<share>{NUMBER}|{CHINESE})"
            rf"|{_CHINESE_START}(?P<whole>[二三四五六七八九十]{{1,3}})分之(?P<portion>[一二两三四五六七八九十]{{1,3}})"
            rf"|(?P<half>(?<=[近约超过逾占])半(?=数?(?:以上)?(?:[，。；、为的是]|企业|项目|人|单位|来自|集中|用于|$)|数)"
            rf"|(?<=[近约超过逾占到为少短缩减])一半|一半(?=以上|左右)|(?<![{_CHINESE_DIGITS}大多对减折])半数(?![据字码学值控]))"
            rf"|(?<=[的占约近达超过逾为少减缩简低短])(?P<slash>(?P<over>[1-9][0-9]?)/(?P<under>[1-9][0-9]?))(?![0-9/]))"
        )
        chinese = (
            rf"{_CHINESE_START}(?!{names})(?P<chinese>{CHINESE})(?P<more3>{_MORE})?(?P<scale3>{_LARGE_SCALE})?"
            rf"{unit.replace('<unit>', '<unit3>')}|(?<=[万亿])|(?={_LINK_OF_RANGE}{CHINESE}))"
        )
        number = re.compile(  # most of a text begins none
            rf"(?=[半负{MINUS}0-9]|{CHINESE})(?:(?P<sign>{_SIGN}) ?)?(?:{part}|{digits}|{chinese})"
        )
        rest = re.compile(
            rf"(?P<link>{_LINK_OF_RANGE})(?P<minus>[{MINUS}负](?=[0-9]))?(?P<last>{NUMBER}|{CHINESE}){unit}|(?<=[万亿]))"
        )
        return number, rest

    @cached_property
    def currencies(self) -> re.Pattern[str]:
        """What finds the name or sign of a currency just before a number: 港币2亿元, US$3亿."""
        money = (form for form, unit in self.forms.items() if unit.kind == "prefix" or _IS_CURRENCY.fullmatch(unit.id))
        return re.compile(
            rf"(?P<currency>{_alternatives(form for form in money if form != '元')})(?:约|近|超过|超|逾|达|为|计)? ?$"
        )

    @cached_property
    def counted_before(self) -> re.Pattern[str]:
        """What finds such a noun before the number that says how many it is: 参保人数增加7359万, 用户达3亿."""
        times = {form for form in self.forms if form.endswith("次") and form != "次"}
        nouns = _alternatives(form for form, unit in self.forms.items() if unit.kind == "counted" or form in times)
        return re.compile(rf"(?P<noun>{nouns}){_SAYING}$")

    @cached_property
    def counted(self) -> re.Pattern[str]:
        """What finds a noun, with what describes it, that tells the unit of the number before it."""
        nouns = _alternatives(form for form, unit in self.forms.items() if unit.kind == "counted")
        return re.compile(rf"(?:以上|左右)?(?:{_MODIFIER}){{0,10}}?(?P<noun>{nouns})")


# A number starts behind no digit, and behind no letter that makes it a code (A3); behind an acronym it may (SCI300篇).
_START = r"(?:(?<![0-9A-Za-z×])|(?<=[A-Z]{2}))(?<![0-9][.,])"
# A Chinese number starts behind no other, and behind no word that leaves it without value: 数十, 几百.
_CHINESE_DIGITS = "零一二两三四五六七八九十百千万亿"
_CHINESE_START = rf"(?<![{_CHINESE_DIGITS}数几好])(?<!分之)(?<![{_CHINESE_DIGITS}]点)"
_MORE = r"[多余来几]"
_LARGE_SCALE = r"[十百千]?(?:万亿|[万亿])"
_LINK_OF_RANGE = r" ?(?:-{1,2}|至|到) ?"
# What makes a number negative; 减负, 税负 and 担负 are words.
_SIGN = rf"{MINUS}|(?:(?<=[为达是到至于长速幅比率润差益额值约近超现得，、和：:（(])|(?<![一-鿿]))负|零下"
_IS_CURRENCY = re.compile("[A-Z]{3}")
# What says of a noun how many it is.
_SAYING = (
    r"(?:已|共|总数|总量|规模|净|再|比上年|分别|累计|今年|去年)*(?:增加|减少|增长|下降|扩大|上升|新增|[增减升降])?"
    r"(?:达到?|为|有|[由从到至]|突破|超过|接近|将近|[约近超逾过])*了? ?"
)
# What may describe a noun: no mark, no digit, and nothing that makes a verb of it (解决, 带动, 用于).
_ACTS = "解决|带动|帮助|惠及|支持|用于|实现|补助|补贴|资助|发放|培训|培育|救助|安置|改善|建设|提高|提供|服务|元"
_MODIFIER = rf"(?!{_ACTS})[一-鿿](?<![在为对给向把被让使了的是与及])"


def _alternatives(forms: Iterator[str]) -> str:
    """A pattern for any of the forms, the longest first; brackets in either width, no letter behind letters."""
    parts = []
    for form in sorted(forms, key=lambda form: (-len(form), form)):
        part = re.escape(form).replace(r"\(", "[（(]").replace(r"\)", "[）)]")
        parts.append(f"{part}(?![A-Za-z])" if form[-1].isascii() and form[-1].isalpha() else part)
    return "|".join(parts) or r"(?!)"


@lru_cache(maxsize=1)
def base_units() -> Units:
    """The units of ``data/lexicon/base``."""
    return load_units(data_path("lexicon", "base", "units.csv"))


def load_units(*paths: Path) -> Units:
    """Units from CSV files with the columns ``form,unit,factor,kind``; a later row replaces an earlier one.

    ``factor`` is the number of base units in one unit. The kinds are *measure*, *strict*, *whole*, *counter*, *noun*,
    *group*, *fold*, *grade*, *prefix* and *counted*, and, without unit and factor, *word* and *name*.

    Raises:
        InputError: if a file is missing, or a row is not of that form; it names file and row.

    """
    forms: dict[str, Unit] = {}
    for path in paths:
        try:
            with path.open(encoding="utf-8-sig", newline="") as stream:
                rows = list(csv.DictReader(stream))
        except (OSError, UnicodeDecodeError) as error:
            message = f"{path}: cannot be read ({error}); expected CSV in UTF-8 with the columns form,unit,factor,kind"
            raise InputError(message) from error
        for number, row in enumerate(rows, 2):
            forms[_with_narrow_brackets(row.get("form") or "")] = _read_unit(row, f"{path}, row {number}")
    return Units(forms)


def _read_unit(row: dict[str, str], where: str) -> Unit:
    form, kind = row.get("form"), row.get("kind")
    if not form or kind not in _KINDS:
        message = f"{where}: form {form!r} of kind {kind!r}; expected a form, and a kind out of {', '.join(_KINDS)}"
        raise InputError(message)
    if kind in _NO_UNIT:
        return Unit("", Decimal(1), kind)
    try:
        factor = Decimal(row.get("factor") or "")
    except ArithmeticError:
        factor = Decimal(0)
    if not row.get("unit") or not factor.is_finite() or factor <= 0:
        given = f"unit {row.get('unit')!r} and factor {row.get('factor')!r}"
        message = f"{where}: {form} has {given}; expected an id and a number above 0"
        raise InputError(message)
    return Unit(row["unit"], factor, kind)


@lru_cache(maxsize=4096)
def _with_narrow_brackets(form: str) -> str:
    return shadow(form).replace("（", "(").replace("）", ")")


# ── approximation ──────────────────────────────────────────────────────────────────────────

# What stands before a number: the first that fits decides (近200亿元左右 is nearly). A word that merely ends
# in the same character is no cue: 签约, 附近, 技术突破.
_VERB = (
    r"达到|达|为|有|给予|予以|资助|奖励|补助|补贴|支持|提供|获得|获|享受|申请|申领|申报|领取|不超过"
    r"|引进|引育|培育|新增|建成|建设|配备|聘用|招收|举办|开展|完成|投入|安排|选派|派出|拥有|持有"
)
_LINK = rf"可?(?:{_VERB}|占(?:全?[国省市区县])?(?:总[数量额])?的?)?[了过]?(?:人民币)? ?$"
_OF_WHOLE = r"[^，。；、：0-9]{1,12}的 ?$"
_OF_TIMES = r"[^，。；、：0-9]{1,12}$"
_WINDOW = 24

_LIMITS = (
    ("atMost", r"(?:不|未|没有|不得|不能)(?:超过|突破|超出|高于|大于|多于)|(?<!不)(?:低于|少于|小于)"),
    ("atLeast", r"(?:不|不得|不能)(?:低于|少于|小于|亚于)"),
    ("moreThan", r"(?<!不)(?<!未)(?<!没有)(?:超过|高于|大于|多于|超出)"),
)
_SHORT_OF = r"接近于?|将近|(?<!满)不足|(?<!达)(?<!用)不到|不及|未满"
_BEFORE = (
    *_LIMITS,
    ("atMost", r"最高|最多|至多|上限|(?<!不)控制在"),
    ("atLeast", r"至少|最少|最低|起码|下限"),
    ("nearly", rf"{_SHORT_OF}|(?<![附邻临最靠亲相就远新])近"),
    ("about", r"(?<![签节预履制条契违特续缔邀])(?<!订合)约|大概|估计"),
    (
        "moreThan",
        r"(?<!技术)(?<!取得)(?<!关键)(?<!重大)(?<!瓶颈)(?<!实现)(?<!难题)突破|(?<![赶反高])超|逾|(?:跨|迈|越)(?:越|过)",
    ),
)
_BEFORE_PATTERNS = tuple((approximation, re.compile(rf"(?:{cues}){_LINK}")) for approximation, cues in _BEFORE)
_BEFORE_WHOLE = tuple(
    (approximation, re.compile(rf"(?:{cues}){_OF_WHOLE}")) for approximation, cues in (*_LIMITS, ("nearly", _SHORT_OF))
)
_BEFORE_TIMES = tuple((approximation, re.compile(rf"(?:{cues}){_OF_TIMES}")) for approximation, cues in _LIMITS[:2])
_OF_A_WHOLE = {"percent": _BEFORE_WHOLE, "permille": _BEFORE_WHOLE, "倍": (*_BEFORE_WHOLE, *_BEFORE_TIMES)}
"""For a share also 不超过销售额的10%; for a multiple also 不超过资本金10倍."""
_CUE_BEFORE = re.compile("|".join(cues for _, cues in _BEFORE))

# What stands behind the unit.
_STOP = r"(?=[的，。；、！？）):,;]|$)"
_INCLUDED = r"[（(]含[^（）()，。；]{0,12}[）)]"
_BEHIND = (
    ("atLeast", rf"{_INCLUDED}以上|[及或和]?以上|起{_STOP}"),
    ("atMost", rf"{_INCLUDED}(?:以下|以内)|[及或和]?(?:以下|以内|之内|为限)|封顶"),
    ("about", r"左右|上下(?![游级班联])"),
    ("moreThan", rf"[多余强]{_STOP}|有余"),
)
_BEHIND_PATTERNS = tuple((approximation, re.compile(rf" ?(?:{cues})")) for approximation, cues in _BEHIND)

# What makes a scale alone a number: 近千家, 上万人; without it, 百家 and 千人 are rhetoric or names.
_BARE = (
    ("atLeast", re.compile(r"(?<!成千)上$")),
    ("moreThan", re.compile(r"(?:过|破)$")),
    ("exactly", re.compile(r"(?:近|约|逾|超|达|达到)$")),
)

# ── what is no quantity ────────────────────────────────────────────────────────────────────

_ORDINAL = re.compile(rf"第 ?(?:(?:[0-9]{{1,4}}|{CHINESE})(?:、|和|至|到|-))?$")
_RANK = re.compile(r"(?<![目之以此提当先空])前 ?$")
_RANKED = frozenset({"名", "位"})
_LENGTH = "米"
"""What two numbers with a sign of multiplication measure as two sides: 60×40米; any other is a product."""
# Which sitting of a body: 十四届人大四次会议; what is held, is counted: 召开四次会议.
_SITTING_OF = re.compile(r"(?:人大|政协|人民代表大会|[届委])[^，。；、]{0,8}(?<![开行办了])$")
_FOLDED = re.compile(r"翻(?:了|上)?$")
_BARE_SCALES = "百千万亿"
# Sums of money that are a scale alone, where something is done with them: 投入千万元; but 千亿元产业 is a slogan.
_SPENT = re.compile(
    r"(?:投入|投资|出资|融资|筹资|拨款|拨付|安排|筹措|筹集|募集|补贴|补助|奖励|资助|贷款|捐赠|捐|获|获得|给予|节约|节省|增收|支出"
    r"|投了?|花费|耗资|斥资|为|资金|经费)了?(?:资金|经费)?$"
)
_SLOGAN = re.compile(
    r"(?:级|产业|企业|集群|大关|台阶|工程|项目|园区|规模|俱乐部|户|村|镇|县|市|以上(?:的)?(?:企业|项目|产业|园区))"
)
_LEVELS = re.compile(r"(?:国家|[省市区县州盟乡镇村校院系部局])[、和]?(?:国家|[省市区县州盟旗乡镇村校院系所科局])$")
_FROM = re.compile(r"[从由][^，。；、0-9]{0,12}$")
_SPREADS = re.compile(r"不等|之间|[的这]?(?:区间|范围)")

# ── units left to others ───────────────────────────────────────────────────────────────────

_LARGE = re.compile("[万亿]")
_AND = re.compile(r"(?:、|和|及|与|以及)(?:近|约|超)?")
_LONGEST_LIST = 12
_SHARED = frozenset({"measure", "strict", "counter"})
# What is counted in 个亿 without a unit, where the text says of money how much of it: 额度每满5个亿.
_OF_LENDING = re.compile(r"(?:额度?|资金|投资|投入|产值|贷款|税收|利润|销售|规模)[^，。；、]{0,4}$")
_OF_MONEY = re.compile(r"(?:投资|投入|资金|产值|收入|贷款|税收|支出|经费|利润|销售|总值|金额)[^，。；、]{0,4}$")

# ── signs and currencies ───────────────────────────────────────────────────────────────────

_YUAN = "CNY"
_PREFIX_WINDOW = 8
_PER = re.compile(r"每(立方米|平方公里|公顷|小时|升|亩) ?$")

# ── decline ────────────────────────────────────────────────────────────────────────────────

_DECLINE = re.compile(
    r"(?:(?:下降|减少|降低|下滑|回落|下跌|缩减|压减|缩短|收窄|萎缩|负增长|压缩|精简|削减|裁减|调减|核减|递减|缩小|下调|压降|调低|减产|减收|减亏"
    r"|降幅|跌幅|减幅)(?:幅度)?(?:为|达到|达)?|(?<![升降增加涨])[降跌减])"
    r"了?(?:超过|约|近|逾)?"
    rf"(?:{NUMBER}(?:%|个百分点)(?:、|和|及|与|以及)(?:约|近)?)*$"
)
_GROWTH = re.compile(r"(?:增长率?|增速|增幅|变动|变化|同比)(?:为|达到|达|是)?了?(?:约|近)?$")
_DECLINE_WINDOW = 48


def find_quantities(text: str, units: Units | None = None) -> tuple[Quantity, ...]:
    """All quantities of a text, in order, disjoint; offsets are those of the text given.

    Dates and durations in years, months or days hold none: these are temporal expressions. 一 before a counter is
    an article (一个, 一批), 二 an ordinal (二级); a number behind 第 is an ordinal too, and a number with a scale but
    without unit that fills a quotation a name (“100万”). Two neighbouring digits (三五家) are a range that is *about*
    meant; other ranges take the approximation of the words around them, as single numbers do.
    """
    mended = mend(text)
    found = tuple(_find(mended.text, units or base_units()))
    if mended.places is None:
        return found
    return tuple(replace(each, begin=mended.begin(each.begin), end=mended.end(each.end)) for each in found)


def is_decline(text: str, quantity: Quantity) -> bool:
    """Whether the verb directly before a quantity, or before those that it is listed with, says that something fell.

    下降到 does not count: what follows it is the level reached, not the change.
    """
    before = mend(text[max(0, quantity.begin - _DECLINE_WINDOW) : quantity.begin]).text
    most = quantity.upper if quantity.value is None else quantity.value
    negative = most is not None and most < 0
    return bool(_DECLINE.search(before) or (negative and _GROWTH.search(before)))


def as_change(text: str, quantity: Quantity) -> Quantity:
    """A quantity as a change: below zero where the text says that something fell, however it says so."""
    if not is_decline(text, quantity):
        return quantity
    if quantity.value is not None:
        return replace(quantity, value=-abs(quantity.value))
    ends = [-abs(end) for end in (quantity.lower, quantity.upper) if end is not None]
    return replace(quantity, lower=min(ends), upper=max(ends))


def _find(text: str, units: Units) -> Iterator[Quantity]:
    pattern, rest = units.patterns
    place = 0
    while match := pattern.search(text, place):
        last = rest.match(text, match.end())
        found = _read_range(text, match, last, units) if last and not _is_change(text, match, last) else None
        if found is None:
            found = _read_special(text, match) if _is_special(match) else _read_single(text, match, units)
        low, place = place, found.end if found else match.end()
        if found:
            yield _with_prefix(text, low, found, match, units)


def _with_prefix(text: str, low: int, found: Quantity, match: re.Match[str], units: Units) -> Quantity:
    """A quantity with the part of its unit that stands before it: 港币2亿元, US$3亿, 每立方米35微克."""
    form, begin = match["unit"] or match["unit3"], max(low, found.begin - _PREFIX_WINDOW)
    if form in (None, "元") and found.unit in (_YUAN, UNIT_LEFT_OUT):
        name = units.currencies.search(text, begin, found.begin)
        if not name:
            return found
        unit = units.forms[_with_narrow_brackets(name["currency"])].id
        joined = unit != _YUAN and name.end("currency") == found.begin
        return replace(found, unit=unit, begin=name.start() if joined else found.begin)
    per = _PER.search(text, begin, found.begin)
    rate = units.forms.get(f"{form}/{per[1]}") if per else None
    if per is None or rate is None or found.value is None:
        return found
    factor = rate.factor / units.forms[form].factor
    return replace(found, unit=rate.id, value=_plain(found.value * factor), begin=per.start())


def _unit_of(units: Units, form: str | None) -> Unit | None:
    return units.forms[_with_narrow_brackets(form)] if form else None


def _is_change(text: str, match: re.Match[str], last: re.Match[str]) -> bool:
    """Whether two numbers are what something changed from and to, not a range: 由3家到5家."""
    if "-" in last["link"] or _SPREADS.match(text, last.end()):
        return False
    return bool(_FROM.search(text, max(0, match.start() - _WINDOW), match.start()))


def _read_range(text: str, match: re.Match[str], last: re.Match[str], units: Units) -> Quantity | None:
    """The range that two numbers bound; the first takes the scale and the unit of the second if it has none."""
    unit = _unit_of(units, last["unit"]) or _LEFT_OUT
    first_unit = _unit_of(units, match["unit"] or match["unit3"])
    if _is_special(match) or unit.kind in _NO_UNIT | {"grade"} or (first_unit and first_unit.id != unit.id):
        return None
    if _ORDINAL.search(text, max(0, match.start() - _WINDOW), match.start()):
        return None
    first = _value(match)
    upper = _parse(last["last"])
    if first is None or upper is None:
        return None
    scale = re.search(rf"{SCALE}$", last["last"])
    if scale and not first_unit and not match["chinese"] and not re.search(SCALE, match["number"]):
        first *= parse_numeral("1" + scale.group())
    lower = first * (first_unit or unit).factor
    upper *= -unit.factor if last["minus"] else unit.factor
    if lower > upper and last["minus"] and match["sign"]:
        lower, upper = upper, lower
    if lower > upper:
        return None
    begin, end = match.start(), last.end()
    return Quantity(begin, end, None, _plain(lower), _plain(upper), unit.id, _approximate(text, begin, end, unit.id))


def _is_special(match: re.Match[str]) -> bool:
    return bool(match["part"] or match["whole"] or match["slash"] or match["half"])


def _read_special(text: str, match: re.Match[str]) -> Quantity | None:
    """What has no unit behind it: 百分之五, 三分之一, 近半."""
    if match["part"]:
        return _read_part(text, match)
    begin, end = match.span()
    if match["half"]:
        over = "moreThan" if text.endswith("过", 0, begin) else _approximate(text, begin, end, "percent")
        return Quantity(begin, end, Decimal(50), None, None, "percent", over)
    part = parse_numeral(match["portion"] or match["over"])
    whole = parse_numeral(match["whole"] or match["under"])
    if part >= whole:
        return None
    value = _signed(match, _plain((100 * part / whole).quantize(_FRACTION)))
    return Quantity(begin, end, value, None, None, "percent", _approximate(text, begin, end, "percent"))


_FRACTION = Decimal("0.01")
"""A fraction is a percentage, to two places: 三分之一 is 33.33."""


_UPPER_PART = re.compile(
    rf"{_LINK_OF_RANGE}(?:[百千]分之)?(?P<last>{NUMBER}|{CHINESE})(?![{_CHINESE_DIGITS}0-9年月日号个家项万亿])"
)
"""The other end of 百分之八至九."""


def _read_part(text: str, match: re.Match[str]) -> Quantity | None:
    """百分之五, 百分之八至九."""
    value = Decimal(100) if match["share"] == "百" else _parse(match["share"])
    if value is None:
        return None
    unit = "percent" if match["part"][0] == "百" else "permille"
    begin, end = match.span()
    upper = _UPPER_PART.match(text, end)
    most = _parse(upper["last"]) if upper else None
    if upper and most is not None and most > value:
        last = upper.end()
        return Quantity(begin, last, None, value, most, unit, _approximate(text, begin, last, unit))
    return Quantity(begin, end, _signed(match, value), None, None, unit, _approximate(text, begin, end, unit))


def _read_single(text: str, match: re.Match[str], units: Units) -> Quantity | None:
    begin, end = match.span()
    unit = _unit_of(units, match["unit"] or match["unit3"]) or _unit_around(text, match, units)
    if unit is None:
        if not (_counts_alone(text, match) or units.currencies.search(text, max(0, begin - _PREFIX_WINDOW), begin)):
            return None
        unit = _LEFT_OUT
    if unit.kind in _NO_UNIT or _ORDINAL.search(text, max(0, begin - _WINDOW), begin):
        return None
    if match["times"] and unit.id == _LENGTH:
        return None
    spread = _spread(match["chinese"])
    if spread:
        lower, upper = (each * unit.factor * _scale(match["scale3"]) for each in spread)
        return Quantity(begin, end, None, _plain(lower), _plain(upper), unit.id, "about")
    value = _value(match)
    if value is None or not _quantifies(text, match, value, unit):
        return None
    return Quantity(begin, end, _plain(value * unit.factor), None, None, unit.id, _approximation(text, match, unit.id))


def _unit_around(text: str, match: re.Match[str], units: Units) -> Unit | None:
    """The unit of a number that leaves it to the next of its list, or to a noun that is always counted alike."""
    unit = _unit_of_list(text, match, units)
    if unit or not _LARGE.search(match.group()):
        return unit
    before = text[max(0, match.start() - _WINDOW) : match.start()]
    if match["gap"] and _OF_LENDING.search(before):
        return units.forms["元"]
    noun = units.counted.match(text, match.end())
    if noun and not _OF_MONEY.search(before):
        return _unit_of_noun(text, noun, units)
    stated = units.counted_before.search(before)
    return _unit_of_noun(text, stated, units) if stated else None


def _unit_of_list(text: str, match: re.Match[str], units: Units) -> Unit | None:
    """The unit of the number behind in a list whose last has it for all: 10.6万、3.8万平方公里, 4.2和0.7个百分点."""
    pattern, _ = units.patterns
    next_ = match
    for _ in range(_LONGEST_LIST):
        link = _AND.match(text, next_.end())
        found = pattern.match(text, link.end()) if link else None
        if found is None or not found["number"]:
            return None
        unit = _unit_of(units, found["unit"])
        if unit:
            alike = _is_large(match) and _is_large(found)
            shared = unit.id in _OF_A_WHOLE or unit.id == "percentagePoint" or "." in match.group()
            return unit if unit.kind in _SHARED and (alike or shared) else None
        next_ = found
    return None


def _is_large(match: re.Match[str]) -> bool:
    return bool(_LARGE.search(match.group()))


def _unit_of_noun(text: str, noun: re.Match[str], units: Units) -> Unit:
    """The unit of a noun; where one describes another, of the last: 贫困家庭学生."""
    while further := units.counted.match(text, noun.end()):
        if further.start("noun") != noun.end():
            break
        noun = further
    return units.forms[noun["noun"]]


def _counts_alone(text: str, match: re.Match[str]) -> bool:
    """Whether a number without unit is a quantity: one with a scale, unless it fills a quotation, or 100余."""
    if match["chinese"]:
        return len(match["chinese"]) > 1 and match.group()[-1] in "万亿"
    begin, end = match.span()
    if text[max(0, begin - 1) : begin] == '"' and text[end : end + 1] == '"':
        return False
    return bool(match["scale"] or match["more"] == "余" or match["more2"] or re.search(SCALE, match["number"]))


def _quantifies(text: str, match: re.Match[str], value: Decimal, unit: Unit) -> bool:
    """Whether a number with that unit says how many, rather than which."""
    before = text[max(0, match.start() - _WINDOW) : match.start()]
    if value > _MOST.get(unit.kind, value) or _says_which(text, match, unit, before):
        return False
    if unit.kind == "fold":
        return bool(_FOLDED.search(before))
    chinese = match["chinese"]
    if not chinese:
        return True
    if chinese[0] in _BARE_SCALES:
        spent = unit.id == _YUAN and len(chinese) > 1 and _SPENT.search(before) and not _SLOGAN.match(text, match.end())
        return bool(match["more3"] or spent or any(pattern.search(before) for _, pattern in _BARE))
    counts = value != 0 and (unit.kind not in _BEHIND_DIGITS or len(chinese) > 1)
    return counts and (unit.kind == "measure" or chinese not in ("一", "二"))


def _says_which(text: str, match: re.Match[str], unit: Unit, before: str) -> bool:
    """Whether a number is a rank, a level, a sitting of a body or an edition: 前10名, 三级医院, 3.0版."""
    return bool(
        (unit.id in _RANKED and _RANK.search(before))
        or (unit.id == "次" and text.startswith("会议", match.end()) and _SITTING_OF.search(before))
        or (unit.kind == "whole" and "." in match.group())
        or (unit.kind == "grade" and match["chinese"] != "两" and not _LEVELS.search(before))
    )


_NEIGHBOURS = re.compile(r"(十|[二三四五六七八九]十)?([一二两三四五六七八])([二三四五六七八九])([十百千万亿]*)")


def _spread(chinese: str | None) -> tuple[Decimal, Decimal] | None:
    """The two numbers that 两三, 三五, 十七八 or 二三十 run together."""
    match = _NEIGHBOURS.fullmatch(chinese or "")
    if not match:
        return None
    tens, first, second, scale = match.groups(default="")
    step = int(parse_numeral(second) - parse_numeral(first))
    if step != 1 and (first, second) != ("三", "五"):
        return None
    lower, upper = _parse(tens + first + scale), _parse(tens + second + scale)
    return None if lower is None or upper is None else (lower, upper)


def _value(match: re.Match[str]) -> Decimal | None:
    """The number that a match holds, with its sign and scale; that of 2×35万 is the product."""
    value, scale = _parse(match["chinese"] or match["number"]), match["scale3"] if match["chinese"] else match["scale"]
    return None if value is None else _signed(match, value * _scale(scale) * int(match["times"] or 1))


def _signed(match: re.Match[str], value: Decimal) -> Decimal:
    return -value if match["sign"] else value


def _parse(form: str) -> Decimal | None:
    try:
        return parse_numeral(form)
    except ValueError:
        return None


def _scale(form: str | None) -> Decimal:
    return parse_numeral("1" + form) if form else Decimal(1)


def _plain(value: Decimal) -> Decimal:
    """The value without the zeros that a multiplication leaves: 19080000, not 19080000.00."""
    return Decimal(int(value)) if value == int(value) else value.normalize()


def _approximation(text: str, match: re.Match[str], unit: str) -> str:
    """How exactly a single number is meant: words around it come before 多 and 余 in it."""
    around = _approximate(text, match.start(), match.end(), unit)
    if around == "exactly" and (match["chinese"] or "")[:1] in tuple(_BARE_SCALES):
        before = text[max(0, match.start() - _WINDOW) : match.start()]
        around = next((name for name, pattern in _BARE if pattern.search(before)), around)
    more = match["more"] or match["more2"] or match["more3"]
    if around in ("exactly", "about") and more in ("多", "余", "几"):
        return "moreThan"
    return "about" if around == "exactly" and more == "来" else around


def _approximate(text: str, begin: int, end: int, unit: str) -> str:
    """How exactly what stands between two places is meant, by the words before it, then by those behind."""
    before = text[max(0, begin - _WINDOW) : begin]
    if _CUE_BEFORE.search(before):  # seldom: then it is worth asking which, and whether it belongs to the number
        for approximation, pattern in (*_BEFORE_PATTERNS, *_OF_A_WHOLE.get(unit, ())):
            if pattern.search(before):
                return approximation
    for approximation, pattern in _BEHIND_PATTERNS:
        if pattern.match(text, end):
            return approximation
    return "exactly"

"""Temporal expressions, resolved against the year that a document is about, and the year in which it speaks.

Each form of expression is one entry of :data:`_FORMS`: a pattern, and the function that reads it. The first
form that fits at a place wins, so longer forms stand before shorter ones.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from kg.model import TimeExpression
from kg.text.mending import mend
from kg.text.numerals import parse_numeral

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from kg.model import Precision, Quantity

    Interval = tuple[date | None, date]
    Groups = dict[str, str | None]
    _Reader = Callable[[Groups, "_Context"], "_Resolved | None"]

__all__ = ["deal", "find_times"]

T = TypeVar("T", "TimeExpression", "Quantity")

# ── vocabulary ─────────────────────────────────────────────────────────────────────────────

_CHINESE = "零一二两三四五六七八九十"
_YEAR = (
    r"(?:(?:19|20)[0-9]{2}|[一二][零九O][零一二三四五六七八九O]{2}"
    # an older one only where it is no number of years: 1800年历史, 距今1700年
    r"|(?<![今约近超过])(?:1[6-8][0-9]{2}|一[六七八][零一二三四五六七八九]{2})"
    r"(?= ?年(?! ?的?(?:历史|传统|[来间内前多余])))"
    r"|(?<![0-9.,:/-])'?(?:8[0-9]|9[0-9]|0[0-9])(?=年(?![来间内前后多余])))"
)
# 元月 is January, unless an amount stands before it: 500元月租.
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]|(?<![0-9零一二两三四五六七八九十百千万亿多余几美欧日港])元)"
_DAY = r"(?:3[01]|[12][0-9]|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_COUNT = rf"(?:[1-9][0-9]?|[{_CHINESE}]{{1,3}})"
_QUARTER = r"[1-4一二三四]"
_TO = r" ?(?:-{1,2}|至|到) ?"
_AND = r" ?(?:、|和|及|与|以及|或) ?"

_DISTANCES = {"今年": 0, "本年": 0, "去年": -1, "前年": -2, "明年": 1, "后年": 2}
"""Words for years, by their distance from the year in which the text speaks, which may be after the document's."""
_DISTANCES_IN_FORCE = {"当年": 0, "同年": 0, "上年": -1, "上一年": -1, "次年": 1, "翌年": 1, "下一年": 1, "下年": 1}
"""Words for years, by their distance from the year of the expression before them."""
# A longer word that merely contains one of them is none: 以上年产值, 目前年产值, 透明年报, 成本年均, 合同年限.
_RELATIVE = (
    r"(?:今年|(?<![基日成文样])本年|(?<!过)去年|(?<![以线网路海])上一?年|(?<![目之以此提空年])前年"
    r"|(?<![以之今此其先最])后年(?![度均])|(?<![光透声说证表阐])明年|(?<!相)当年|(?<![共合不相如等])同年|(?<![逐首历每层])次年|翌年|(?<![以之])下一?年(?!级))"
)
_WHOLE_YEAR = r"(?<![安健齐完保])全年"
_IN_YEAR = rf"(?:(?:(?P<year>{_YEAR}) ?年|(?P<relative>{_RELATIVE}))度?(?:的(?=[上下第前头1-9一二三四]))? ?)?"

# 2012年初步建成, 年底层: a word that begins like a point of time.
_END = r"(?:底(?!层)|末(?![端位]))"
_BEGIN = r"初(?![步级期次中衷始选试]|创(?![建办立])|审(?!议)|评(?![审选估]))"
_THIRDS = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31)}
_EVERY = ("每年", "历年", "往年", "逐年", "每年的", "历年的")
"""What makes a month or a day one of every year: 每年3月."""
_OF_YEARS = r"[两二三四五2-5]个?年(?:度|间)?"
_COMING = r"来(?![自华访沪京])"

_COMPARING = ("比", "较", "较之")
_UNTIL = re.compile(r"截(?:至|止|止至|止到|至到|到) ?$")
_UNTIL_WINDOW = 4
_FOLLOWS = re.compile(rf"{_AND}|[,，]")
# What makes an expression the beginning of a period: 以来, 起 (but not 起草), 至今, 成立以来. Only 以来 is in the span.
_SINCE = re.compile(r"(?P<written>以来)|起(?![草步源到飞点动诉因初家伏])|至今|(?=[^，。；：、,;0-9\s]{1,10}以来)")

# ── forms ──────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Context:
    """What an expression is resolved against: the document's year, the year and days in force, the year of speaking.

    ``coming`` is the first of the years to come: that of a report given at its beginning, else the one after.
    """

    base_year: int
    year: int
    last: Interval | None
    speaking_year: int
    coming: int

    def year_of(self, groups: Groups) -> int:
        """The year that an expression names, absolutely or by its distance; else the one in force."""
        written, word = groups.get("year"), groups.get("relative")
        if written:
            return _year_number(written)
        if word in _DISTANCES_IN_FORCE:
            return (self.last[1].year if self.last else self.base_year) + _DISTANCES_IN_FORCE[word]
        return self.speaking_year + _DISTANCES[word] if word else self.year


@dataclass(frozen=True, slots=True)
class _Resolved:
    """The days of an expression, how precisely it was written, and what sort of expression it is."""

    first: date | None
    last: date
    precision: Precision
    instant: bool = False
    same_period: bool = False
    now: bool = False


def _days(first: date | None, last: date, precision: Precision) -> _Resolved | None:
    return None if first and first > last else _Resolved(first, last, precision)


def _instant(day: date, precision: Precision) -> _Resolved:
    return _Resolved(day, day, precision, instant=True)


def _months(year: int, first: int, last: int) -> _Resolved:
    return _Resolved(date(year, first, 1), _end_of_month(year, last), "month")


def _read_iso_day(groups: Groups, _: _Context) -> _Resolved | None:
    day = date(_read(groups, "year"), _read(groups, "month"), _read(groups, "day"))
    return _Resolved(day, day, "day")


def _read_day(groups: Groups, context: _Context) -> _Resolved | None:
    day = date(context.year_of(groups), _read(groups, "month"), _read(groups, "day"))
    return _Resolved(day, day, "day")


def _read_days(groups: Groups, context: _Context) -> _Resolved | None:
    year, month = context.year_of(groups), _read(groups, "month")
    to_month = _read(groups, "to_month") if groups.get("to_month") else month
    first = date(year, month, _read(groups, "day"))
    return _days(first, date(_end_year(groups, year), to_month, _read(groups, "to_day")), "day")


def _read_coordinated_day(groups: Groups, context: _Context) -> _Resolved | None:
    """The 9日 of 5月8日、9日."""
    if context.last is None:
        return None
    day = context.last[1].replace(day=_read(groups, "day"))
    return _Resolved(day, day, "day")


def _read_month(groups: Groups, context: _Context) -> _Resolved | None:
    year, month = context.year_of(groups), _read(groups, "month")
    found = _months(year, month, month)
    third = groups.get("third")
    if third:
        begin, end = _THIRDS[third]
        return _Resolved(date(year, month, begin), date(year, month, min(end, found.last.day)), "day")
    return _read_tail(groups, found, context)


def _read_dotted_months(groups: Groups, _: _Context) -> _Resolved | None:
    """2013.6—2014.5."""
    last = _end_of_month(_read(groups, "to_year"), _read(groups, "to_month"))
    return _days(date(_read(groups, "year"), _read(groups, "month"), 1), last, "month")


def _read_dotted_month(groups: Groups, _: _Context) -> _Resolved | None:
    """2012.6, as a date."""
    month = _read(groups, "month")
    return _months(_read(groups, "year"), month, month)


def _read_months_to_end(groups: Groups, context: _Context) -> _Resolved | None:
    """6月至年底, 年初至9月, 年初至年末."""
    year = context.year_of(groups)
    first = _read(groups, "month") if groups.get("month") else 1
    last = _read(groups, "to_month") if groups.get("to_month") else 12
    return _days(date(year, first, 1), _end_of_month(year, last), "month")


def _read_months(groups: Groups, context: _Context) -> _Resolved | None:
    year = context.year_of(groups)
    last = _end_of_month(_end_year(groups, year), _read(groups, "to_month"))
    return _days(date(year, _read(groups, "month"), 1), last, "month")


def _end_year(groups: Groups, year: int) -> int:
    """The year in which a range ends: its own, or the one after where 次年 says so."""
    written = groups.get("to_year")
    return _year_number(written) if written else year + bool(groups.get("next"))


def _read_first_part(groups: Groups, context: _Context) -> _Resolved | None:
    """前三季度, 前5个月."""
    quarters = groups.get("quarters")
    return _months(context.year_of(groups), 1, 3 * _number(quarters) if quarters else _read(groups, "months"))


def _read_quarters(groups: Groups, context: _Context) -> _Resolved | None:
    first, last = _read(groups, "quarter"), _read(groups, "to_quarter")
    return _months(context.year_of(groups), 3 * first - 2, 3 * last) if first < last else None


def _read_quarter(groups: Groups, context: _Context) -> _Resolved | None:
    quarter = _read(groups, "quarter")
    return _read_tail(groups, _months(context.year_of(groups), 3 * quarter - 2, 3 * quarter), context)


def _read_school_year(groups: Groups, context: _Context) -> _Resolved | None:
    """A school year, which begins in September: 2015—2016学年, 2015学年."""
    first = context.year_of(groups)
    last = _year_number(groups.get("to_year") or "") if groups.get("to_year") else first + 1
    return _days(date(first, 9, 1), date(last, 8, 31), "month")


def _read_half(groups: Groups, context: _Context) -> _Resolved | None:
    first, last = (1, 6) if groups.get("half") == "上" else (7, 12)
    return _read_tail(groups, _months(context.year_of(groups), first, last), context)


def _read_years(groups: Groups, _: _Context) -> _Resolved | None:
    first, last = _year_number(groups.get("year") or ""), _year_number(groups.get("to_year") or "")
    begin = date(first, 12, 31) if groups.get("from_end") else date(first, 1, 1)
    return _days(begin, date(last, 12, 31), "year")


def _read_plan(groups: Groups, context: _Context) -> _Resolved | None:
    """A five-year plan: the n-th began in 1951 + 5 n (from the sixth on, which is the first that a text names so)."""
    first = 1951 + 5 * _number(groups.get("quoted") or groups.get("plain") or groups.get("named") or "")
    if groups.get("opening") or groups.get("closing"):
        year = first + (4 if groups.get("closing") else 0)
        return _Resolved(date(year, 1, 1), date(year, 12, 31), "year")
    return _read_tail(groups, _Resolved(date(first, 1, 1), date(first + 4, 12, 31), "year"), context)


def _read_decade(groups: Groups, context: _Context) -> _Resolved | None:
    century, decade = groups.get("century"), _number(groups.get("decade") or "零")
    if groups.get("year"):
        first = _read(groups, "year")
    elif century and century not in ("上", "本"):
        first = 100 * (_number(century) - 1) + decade
    else:
        first = context.base_year // 100 * 100 + decade
        first -= 100 if century == "上" or first > context.base_year else 0
    return _Resolved(date(first, 1, 1), date(first + 9, 12, 31), "year")


_CENTURIES = {"上": -1, "本": 0, "下": 1}
_NEW_CENTURY = "21"


def _read_century(groups: Groups, context: _Context) -> _Resolved | None:
    """The end, the middle or the beginning of a century, or all of it: 本世纪末, 新世纪以来."""
    name = groups.get("century")
    if name in _CENTURIES:
        number = (context.base_year - 1) // 100 + 1 + _CENTURIES[name]
    else:
        number = _number(name or _NEW_CENTURY)
    first = 100 * (number - 1) + 1
    if groups.get("middle"):
        return _instant(date(first + 49, 12, 31), "year")
    found = _Resolved(date(first, 1, 1), date(first + 99, 12, 31), "year")
    return _read_tail({**groups, "begin": groups.get("begin") or groups.get("newbegin")}, found, context)


def _read_year(groups: Groups, context: _Context) -> _Resolved | None:
    year = context.year_of(groups)
    if groups.get("same"):
        relative = groups.get("relative") in ("去年", "上年", "上一年") and context.last
        return _same_period(context, context.last[1].year - 1 if relative and context.last else year)
    return _read_tail(groups, _Resolved(date(year, 1, 1), date(year, 12, 31), "year"), context)


def _read_tail(groups: Groups, found: _Resolved, context: _Context) -> _Resolved:
    """A period as what stands behind it narrows it: its end (底), its beginning (初), or its like (同期)."""
    if groups.get("end"):
        return _instant(found.last, found.precision)
    if groups.get("begin"):
        return _instant(found.first or found.last, found.precision)
    if groups.get("same"):
        named = groups.get("year") or groups.get("relative")
        year = found.last.year if named else context.year - 1
        return replace(
            found, first=_in_year(found.first or found.last, year), last=_in_year(found.last, year), same_period=True
        )
    return found


def _read_bare_month(groups: Groups, context: _Context) -> _Resolved | None:
    """月底, 月初, 当月: of the month in force; nothing if none is."""
    if context.last is None:
        return None
    day = context.last[1]
    return _read_tail(groups, _months(day.year, day.month, day.month), context)


def _read_that_day(groups: Groups, context: _Context) -> _Resolved | None:
    """当天, 次日: of the day in force; nothing if none is."""
    if context.last is None or context.last[0] != context.last[1]:
        return None
    day = context.last[1] + (date.resolution if groups.get("following") else 0 * date.resolution)
    return _Resolved(day, day, "day")


def _read_years_ago(groups: Groups, context: _Context) -> _Resolved | None:
    """近3年, 5年来: they end with the document's year, or the last one that is over.

    The beginning of 20多年来 and 三年多来 is unknown.
    """
    count = _number(groups.get("recent") or groups.get("past") or groups.get("told") or "")
    last = min(context.base_year, context.coming - 1)
    first = None if groups.get("more") or groups.get("over") else date(last - count + 1, 1, 1)
    return _days(first, date(last, 12, 31), "year")


def _read_now(_: Groups, context: _Context) -> _Resolved:
    """The 目前 of 截至目前: the document's year, without a day."""
    year = context.base_year
    return _Resolved(date(year, 1, 1), date(year, 12, 31), "year", now=True)


def _read_years_ahead(groups: Groups, context: _Context) -> _Resolved | None:
    last = date(context.coming + _read(groups, "ahead") - 1, 12, 31)
    return _days(date(context.coming, 1, 1), last, "year")


def _read_same_period(_: Groups, context: _Context) -> _Resolved | None:
    return _same_period(context, (context.last[1].year if context.last else context.base_year) - 1)


def _same_period(context: _Context, year: int) -> _Resolved:
    """The days in force, in another year; the whole year if none are."""
    if context.last is None:
        return _Resolved(date(year, 1, 1), date(year, 12, 31), "year", same_period=True)
    first, last = context.last
    moved = _in_year(last, year)
    begin = _in_year(first, first.year + year - last.year) if first else None
    return _Resolved(begin, moved, _precision(begin, moved), same_period=True)


_TAIL = rf"(?: ?(?:(?P<end>{_END})|(?P<begin>{_BEGIN})|(?P<same>同期)))?"
_OTHER_MONTH = rf"(?:(?P<to_year>{_YEAR}) ?年 ?|(?P<next>次年|翌年) ?)?(?P<to_month>{_MONTH}) ?月"
_DAY_MARK = r" ?[日号]"
_WEEKDAY = r"(?: ?[（(](?:星期|周)[一二三四五六日天][）)])?"


def _form(reader: _Reader, *parts: str) -> tuple[str, _Reader]:
    """How one form of expression is read, and its pattern, in parts."""
    return "".join(parts), reader


# The order matters: at one place, the first that fits wins.
_FORMS = (
    # 2012-03-05
    _form(
        _read_iso_day,
        rf"(?P<year>(?:19|20)[0-9]{{2}})[-./](?P<month>1[0-2]|0?[1-9])[-./](?P<day>{_DAY})(?![0-9])",
    ),
    # 3月5日—8日, 2012年3月5日至4月2日
    _form(
        _read_days,
        rf"{_IN_YEAR}(?P<month>{_MONTH}) ?月 ?(?P<day>{_DAY})(?:{_DAY_MARK}{_WEEKDAY})?{_TO}",
        rf"(?:{_OTHER_MONTH} ?)?(?P<to_day>{_DAY}){_DAY_MARK}{_WEEKDAY}",
    ),
    # 3月5日, and the 3月5 of 3月5、6日
    _form(
        _read_day,
        rf"{_IN_YEAR}(?P<month>{_MONTH}) ?月 ?(?P<day>{_DAY})(?:{_DAY_MARK}|(?={_AND}{_DAY}{_DAY_MARK}))",
    ),
    # 2013.6—2014.5
    _form(
        _read_dotted_months,
        rf"(?P<year>(?:19|20)[0-9]{{2}})\.(?P<month>1[0-2]|0?[1-9]){_TO}",
        r"(?P<to_year>(?:19|20)[0-9]{2})\.(?P<to_month>1[0-2]|0?[1-9])(?![0-9.])",
    ),
    # （2012.6）, 2012.6成立: where nothing makes it a number
    _form(
        _read_dotted_month,
        r"(?:(?<=[（(\[：:；;自从于至\s])|^)(?P<year>(?:19|20)[0-9]{2})\.(?P<month>1[0-2]|0?[1-9])(?![0-9.])",
        r"(?=$|[\s）)\]，。；、,;-]|起|至|成立|设立|建成|开工|竣工|投产|启动|发布|印发|出台)(?! ?[%万亿千百元家个])",
    ),
    # 1—11月, 2011年12月至2012年3月底
    _form(
        _read_months,
        rf"{_IN_YEAR}(?P<month>{_MONTH})(?: ?月份?)?{_TO}{_OTHER_MONTH}份?(?:{_END})?",
    ),
    # 2009年6月至年底, 年初至年末
    _form(
        _read_months_to_end,
        rf"{_IN_YEAR}(?P<month>{_MONTH}) ?月份?{_TO}(?:同年|当年)?年?{_END}",
        rf"|年初{_TO}(?:年{_END}|(?P<to_month>{_MONTH}) ?月份?(?:{_END})?)",
    ),
    # 5月, 2012年5月底, 去年5月下旬
    _form(_read_month, rf"{_IN_YEAR}(?P<month>{_MONTH}) ?月份?(?:(?P<third>[上中下]旬)|{_TAIL})"),
    # the 4 of 4、6月; not at the head of a line, where it counts paragraphs
    _form(
        _read_month,
        rf"(?:(?P<year>{_YEAR}) ?年 ?|(?P<relative>{_RELATIVE})|(?<=\S))(?P<month>{_MONTH})",
        rf"(?=(?:{_AND}{_MONTH}){{0,11}}{_AND}{_MONTH} ?月(?! ?{_DAY}{_DAY_MARK}))",
    ),
    # 前三季度, 前11个月
    _form(
        _read_first_part,
        rf"(?:(?:(?P<year>{_YEAR}) ?年|(?P<relative>{_RELATIVE})) ?|(?<![目之以此提当先带牵口]))[前头] ?",
        r"(?:(?P<quarters>[二两三23])个?季度|(?P<months>1[01]|[2-9]|十一?|[两二三四五六七八九]) ?个月)",
    ),
    # 一至三季度
    _form(_read_quarters, rf"{_IN_YEAR}第?(?P<quarter>{_QUARTER})(?:季度)?{_TO}第?(?P<to_quarter>{_QUARTER})季度"),
    # the 三 of 三、四季度; not at the head of a line, where it counts paragraphs
    _form(
        _read_quarter,
        rf"(?:(?P<year>{_YEAR}) ?年 ?第?|(?P<relative>{_RELATIVE})第?|(?<=\S)第?|^第)(?P<quarter>{_QUARTER})",
        rf"(?=(?:{_AND}第?{_QUARTER}){{1,3}} ?季度)",
    ),
    _form(_read_quarter, rf"{_IN_YEAR}第?(?P<quarter>{_QUARTER}) ?季度{_TAIL}"),
    _form(_read_half, rf"{_IN_YEAR}(?<!以)(?P<half>[上下])半年{_TAIL}"),
    # 2015—2016学年, 2015学年
    _form(_read_school_year, rf"(?P<year>{_YEAR}) ?年?(?:{_TO}(?P<to_year>{_YEAR}) ?)?学年度?"),
    # 2007—2013年, 2008年底至2013年末, and in brackets or titles 2007—2013
    _form(
        _read_years,
        rf"(?P<year>{_YEAR}) ?(?:(?:年度?(?:初|(?P<from_end>[底末]))?)?{_TO}|/(?=(?:19|20)[0-9]{{2}}年度))",
        rf"(?P<to_year>{_YEAR}) ?(?:年度?(?:{_END})?|(?=[)）》\"]))",
    ),
    # 06—10年: two digits, the first of them a zero, are no duration
    _form(
        _read_years,
        rf"(?<![0-9.,:/-])(?P<year>0[0-9]|9[0-9](?=年)) ?年?{_TO}(?P<to_year>[019][0-9]) ?年(?![来间内前后多余])",
    ),
    # “十二五”期间, 十二五, 九五期间
    _form(
        _read_plan,
        r"(?:\"(?P<quoted>十[一二三四五六七八九]?|[六七八九])五\"",
        rf"|(?<![{_CHINESE}百千])(?:(?P<plain>十[一二三四五六七八九])五",
        r"|(?P<named>十|[六七八九])五(?=(?:规划|计划)?(?:期间|时期|[末初]期?))))",
        r"(?:(?:规划|计划)?(?:期间|时期|(?P<end>期?末期?)|(?P<begin>期?初期?)|的?(?:(?P<opening>(?:开局|起步|开启|首|头|第一)之?年)",
        r"|(?P<closing>(?:收官|收尾|最后一|末)之?年))))?",
    ),
    # 20世纪90年代
    _form(
        _read_decade,
        r"(?:(?P<year>(?:19|20)[0-9]0)|(?:(?P<century>19|20|21|十九|二十一?|上|本)世纪)?",
        r"(?P<decade>[1-9]0|[一二三四五六七八九]十))年代",
        r"(?:[初末]期?|[中前后]期)?",
    ),
    # 本世纪末, 21世纪初, 新世纪以来
    _form(
        _read_century,
        r"(?:(?P<century>19|20|21|十九|二十一?|[上本下])世纪(?:(?P<end>末)|(?P<begin>初)|(?P<middle>中叶)|(?=以来))",
        r"|(?P<new>新)世纪(?:(?P<newbegin>初)|(?=以来)))",
    ),
    # 2012年度, 去年底, 上年同期
    _form(
        _read_year, rf"(?:(?P<year>{_YEAR}) ?年|(?P<relative>{_RELATIVE}))(?:度?全年|度|年(?=[底末初])|财年)?{_TAIL}"
    ),
    _form(_read_year, rf"(?P<year>{_YEAR}) ?财年"),
    # the 2010 of 2010、2011年
    _form(_read_year, rf"(?P<year>{_YEAR})(?=(?:{_AND}{_YEAR}){{0,9}}{_AND}{_YEAR} ?(?:{_OF_YEARS}|年))"),
    # the 2011 of 2010、2011两年
    _form(_read_year, rf"(?<=[、和及与])(?P<year>{_YEAR})(?={_OF_YEARS})"),
    # 年底, 年内, 全年
    _form(
        _read_year,
        rf"(?<![{_CHINESE}0-9每历逐多几数半整近])年(?:(?P<end>{_END})|(?P<begin>{_BEGIN})|内(?!蒙))",
        rf"|{_WHOLE_YEAR}",
    ),
    # 月底, 当月
    _form(
        _read_bare_month,
        rf"(?<![{_CHINESE}0-9每逐个多几数])月(?:(?P<end>{_END})|(?P<begin>{_BEGIN}))|(?<![相共合])[当同]月",
    ),
    # 近3年, 过去两年来, 5年来, 五年间，…; but 5年内 is a condition, or lies ahead
    _form(
        _read_years_ago,
        rf"(?:(?:最近|过去的?|(?<!再)连续|(?<![附邻临])近)(?P<recent>{_COUNT})",
        rf"|(?<![{_CHINESE}0-9第.])(?P<past>{_COUNT})(?=[多余几]? ?年多?(?:以来|{_COMING}))"
        rf"|(?<![^，。；])(?P<told>{_COUNT})(?= ?年间，))",
        rf"(?P<more>[多余几])? ?年(?:(?P<over>多)?(?:以来|{_COMING})|间|内(?!蒙)|中(?![国央]))?",
    ),
    # 当天, 次日
    _form(_read_that_day, r"(?<![相])(?:当[天日]|同日|(?P<following>次日|翌日))"),
    # 未来5年
    _form(_read_years_ahead, rf"(?:未来|今后|此后)的?(?P<ahead>{_COUNT}) ?年(?:间|内(?!蒙)|中(?![国央]))?"),
    # the 目前 of 截至目前
    _form(_read_now, r"(?<=截至)(?:目前|现在)|(?<=截止)目前|(?<=截止到)目前"),
    _form(_read_same_period, r"(?<![合不相共])同期(?![限声])"),
)
_COORDINATED_DAY = re.compile(rf"(?P<day>{_DAY}){_DAY_MARK}")
_COMPILED = tuple((re.compile(pattern), reader) for pattern, reader in _FORMS)
_LINKS = "、和及与以或至到-"
_BEGINNING = (
    rf"(?=[0-9{_CHINESE}O']+ ?[年月季学财世多余几个五/.{_LINKS}]|[前头第近\"] ?[0-9{_CHINESE}]|元 ?[月{_LINKS}]"
    r"|[今本去上前明当同全次翌后下]年|[上下][一半]|[本上下新]世|最近|过去|连续|[目现][前在]|[未今此][来后]|[当同次翌][月天日期]|[年月][底末初内])"
)
"""What an expression begins with: most of a text, and most of its numbers, are passed over without trying each form."""
_ALL = "|".join(
    f"(?P<form{number}>{re.sub(r'[(][?]P<[^>]+>', '(?:', pattern)})" for number, (pattern, _) in enumerate(_FORMS)
)
_ANY = re.compile(f"{_BEGINNING}(?:{_ALL})")

# ── finding ────────────────────────────────────────────────────────────────────────────────


def find_times(
    text: str, base_year: int, previous: Interval | None = None, *, speaking_year: int | None = None
) -> tuple[TimeExpression, ...]:
    """All temporal expressions of a text, in order, disjoint; offsets are those of the text given.

    A month without a year takes ``base_year``, or the year of an expression with which it is coordinated
    (2011年4月、6月). 同期 means the days in force in another year: those of the expression before it in the text,
    ``previous`` (first and last day) at the beginning; without either, the whole year. The span leaves out a cue
    before the expression (截至, 自, 到) and holds what belongs to it (以来, 底, 同期, 期间).

    ``kind`` is *cumulativeUntil* behind 截至 (and where the beginning is unknown), *asOf* for points in time
    (年底, 3月初), *since* for what lasts from then to the end of ``base_year``, else *during*. A date that does
    not exist (2月30日) is no expression.

    ``speaking_year`` is the year in which the text speaks, if it is another than ``base_year``: a report given in 2026
    looks back on 2025, and its 今年 is 2026, its 去年 2025, its 今后五年 are those from 2026 on.
    """
    mended = mend(text)
    found = _find(mended.text, base_year, previous, speaking_year)
    if mended.places is None:
        return tuple(found)
    return tuple(replace(each, begin=mended.begin(each.begin), end=mended.end(each.end)) for each in found)


def _find(text: str, base_year: int, previous: Interval | None, speaking_year: int | None) -> Iterator[TimeExpression]:
    spoken, coming = (base_year, base_year + 1) if speaking_year is None else (speaking_year, speaking_year)
    place, last = 0, None
    while found := _search(text, place, last):
        match, reader = found
        follows = last is not None and _follows(text, last, match.start())
        context = _Context(base_year, last.last.year if follows and last else base_year, previous, spoken, coming)
        blocked = _is_part_of_number(text, match.start()) or text.endswith(_EVERY, 0, match.start())
        resolved = None if blocked else _resolve(reader, match.groupdict(), context)
        if resolved is None:
            place, last = match.start() + 1 if _is_part_of_number(text, match.start()) else match.end(), None
            continue
        last = _express(text, match, resolved, base_year)
        yield last
        place = last.end
        if not resolved.same_period and not _is_compared_with(text, match):
            previous = (last.first, last.last)


def _is_compared_with(text: str, match: re.Match[str]) -> bool:
    """Whether an expression only says what is compared with: behind 比上年末, 当年 is still the year before it."""
    return bool(match.groupdict().get("relative")) and text.endswith(_COMPARING, 0, match.start())


def _search(text: str, place: int, last: TimeExpression | None) -> tuple[re.Match[str], _Reader] | None:
    """The next expression from a place on, and how to read it."""
    follows = _FOLLOWS.match(text, place) if last and last.precision == "day" else None
    day = _COORDINATED_DAY.match(text, follows.end()) if follows else None
    if day:
        return day, _read_coordinated_day
    match = _ANY.search(text, place)
    if match is None or match.lastgroup is None:
        return None
    form, reader = _COMPILED[int(match.lastgroup.removeprefix("form"))]
    named = form.match(text, match.start())
    return None if named is None else (named, reader)


def _follows(text: str, last: TimeExpression, begin: int) -> bool:
    """Whether only 、 or 和 stands between an expression and the next."""
    return bool(_FOLLOWS.fullmatch(text, last.end, begin))


def _is_part_of_number(text: str, begin: int) -> bool:
    """Whether the digits at a place belong to a longer number: 12012年, 3.5月, 二十五月."""
    before = text[begin - 1 : begin]
    if text[begin] in "0123456789":
        return before in (*"0123456789", ".")
    return text[begin] in _CHINESE and bool(before) and before in _CHINESE


def _resolve(reader: _Reader, groups: Groups, context: _Context) -> _Resolved | None:
    """What an expression means; None if there is no such day or number."""
    try:
        return reader(groups, context)
    except ValueError:
        return None


def _express(text: str, match: re.Match[str], resolved: _Resolved, base_year: int) -> TimeExpression:
    begin, end = match.span()
    first, last = resolved.first, resolved.last
    since = _SINCE.match(text, end)
    if resolved.now:
        kind = "cumulativeUntil"
    elif _UNTIL.search(text[max(0, begin - _UNTIL_WINDOW) : begin]):
        first, kind = None, "cumulativeUntil"
    elif first is None:
        kind = "cumulativeUntil"
    elif since:
        last, kind = max(first, date(base_year, 12, 31)), "since"
        end = since.end() if since["written"] else end
    else:
        kind = "asOf" if resolved.instant else "during"
    return TimeExpression(begin, end, first, last, resolved.precision, kind)


# ── what is said respectively ──────────────────────────────────────────────────────────────

_LISTED_TIMES = re.compile(_AND)
_LISTED_NUMBERS = re.compile(r"(?:以上|左右|多|余)?(?:、|和|及|与|以及)(?:约|近|超过)?")
_RESPECTIVELY = re.compile(r"[^。；]{0,30}分别[^。；0-9]{0,16}")


def deal(text: str, times: Sequence[TimeExpression], quantities: Sequence[Quantity]) -> dict[int, TimeExpression]:
    """The time of each quantity, by its index, where times are said respectively: 2011年、2012年分别新增20家、35家."""
    dealt: dict[int, TimeExpression] = {}
    lists = [run for run in _runs(times, text, _LISTED_TIMES) if len(run) > 1]
    for numbers in _runs(quantities, text, _LISTED_NUMBERS) if lists else ():
        first = numbers[0].begin
        of = next((run for run in reversed(lists) if run[-1].end <= first), [])
        if len(of) == len(numbers) and _RESPECTIVELY.fullmatch(text, of[-1].end, first):
            index = quantities.index(numbers[0])
            dealt |= {index + number: time for number, time in enumerate(of)}
    return dealt


def _runs(placed: Sequence[T], text: str, link: re.Pattern[str]) -> list[list[T]]:
    """What stands in a row, with nothing but a link between one and the next."""
    runs: list[list[T]] = []
    for each in placed:
        if runs and link.fullmatch(text, runs[-1][-1].end, each.begin):
            runs[-1].append(each)
        else:
            runs.append([each])
    return runs


# ── days ───────────────────────────────────────────────────────────────────────────────────


def _in_year(day: date, year: int) -> date:
    """The day in another year; the last day of a month stays the last."""
    length = calendar.monthrange(day.year, day.month)[1]
    return _end_of_month(year, day.month) if day.day == length else date(year, day.month, day.day)


def _end_of_month(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _precision(first: date | None, last: date) -> Precision:
    """How precise the bounds of an interval are: whole years, whole months, or days."""
    if last != _end_of_month(last.year, last.month) or (first and first.day != 1):
        return "day"
    whole_years = (last.month, last.day) == _LAST_DAY and (first is None or (first.month, first.day) == _FIRST_DAY)
    return "year" if whole_years else "month"


_FIRST_DAY, _LAST_DAY = (1, 1), (12, 31)


def _read(groups: Groups, name: str) -> int:
    form = groups.get(name) or ""
    return 1 if form == "元" else _number(form)


def _year_number(form: str) -> int:
    """A year as written, with two digits from 1980 to 2009: 98年, '08年."""
    year = _number(form.removeprefix("'").replace("O", "零"))
    return year if year >= _CENTURY else year + (1900 if year >= _EIGHTIES else 2000)


_CENTURY, _EIGHTIES = 100, 80


def _number(form: str) -> int:
    return int(parse_numeral(form))

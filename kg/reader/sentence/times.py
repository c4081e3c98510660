"""When a figure holds: its own temporal expression, one that holds on, one inherited, the document's year.

The order is that of ``docs/annotation.md``. An expression that only says what something is compared with (比2011年)
is no figure's period; one that belongs to a noun (近3年的年均增长率) does not hold on behind its clause.
"""

from __future__ import annotations

import calendar
import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.model import PeriodRow, TimeExpression
from kg.text.anchors import anchor_of, resolve_times
from kg.text.numerals import parse_numeral
from kg.text.segmentation import clauses
from kg.text.temporal import deal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.model import Precision, Quantity, Sentence
    from kg.reader.values import DocumentContext, Scope

__all__ = [
    "UNKNOWN",
    "Clause",
    "Period",
    "Timed",
    "find_clauses",
    "find_document_times",
    "inheritable",
    "period_of",
    "period_row",
    "time_figures",
]


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a sentence between commas; ``part`` counts the semicolons before it."""

    begin: int
    end: int
    part: int


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days that a figure is about, both inclusive; ``first`` is "" where the beginning is unknown."""

    first: date | None
    last: date

    @property
    def id(self) -> str:
        """The id that the tables use: ``2012-01-01--2012-12-31``, ``--2012-11-30``."""
        return _id_of(self.first, self.last)

    def a_year_before(self) -> Period:
        """The same days one year earlier (同比)."""
        return Period(_a_year_before(self.first) if self.first else None, _a_year_before(self.last))

    def before(self) -> Period:
        """The period of the same length just before (环比); a year earlier where the beginning is unknown."""
        if self.first is None:
            return self.a_year_before()
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
        if self.first.day != 1 or self.last != _end_of_month(self.last):
            return Period(self.first - (self.last - self.first) - date.resolution, self.first - date.resolution)
        last = self.first - date.resolution
        index = self.first.year * 12 + self.first.month - 1 - months
        return Period(date(max(index // 12, 1), index % 12 + 1, 1), last)


UNKNOWN = Period(None, date.max)
"""The period of what nothing dates."""


@dataclass(frozen=True, slots=True)
class Timed:
    """The period of a figure, its kind, whether the sentence states it, and whether the reader made it of others."""

    period: Period
    kind: str
    stated: bool
    supplied: bool = False


@lru_cache(maxsize=1024)
def _id_of(first: date | None, last: date) -> str:
    return f"{first.isoformat() if first else ''}--{last.isoformat()}"


def _a_year_before(day: date) -> date:
    if day == _end_of_month(day):
        return _end_of_month(date(max(day.year - 1, 1), day.month, 1))
    return day.replace(year=max(day.year - 1, 1))


def _next_year(day: date) -> date:
    return date(day.year + 1, 1, 1)


def _end_of_month(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


# ── clauses and expressions ────────────────────────────────────────────────────────────────


def find_clauses(text: str, sentence: Sentence) -> tuple[Clause, ...]:
    """The clauses of a sentence, each with the number of semicolons before it."""
    found: list[Clause] = []
    part, end = 0, sentence.begin
    for begin, last in clauses(text, sentence):
        part += "；" in text[end:begin] or ";" in text[end:begin]
        found.append(Clause(begin, last, part))
        end = last
    return tuple(found)


def find_document_times(
    text: str, sentences: Sequence[Sentence], scopes: Sequence[Scope], context: DocumentContext
) -> tuple[tuple[TimeExpression, ...], ...]:
    """The temporal expressions of each sentence; each paragraph is resolved as a whole, as ``kg verify`` does."""
    starts = [sentence.begin for sentence in sentences]
    found: list[list[TimeExpression]] = [[] for _ in sentences]
    for begin, end, scope in _paragraphs(sentences, scopes):
        anchor = anchor_of(scope.first, scope.last, context.base_year, context.report_year)
        for each in resolve_times(text[begin:end], anchor, context.base_year, context.report_year):
            moved = replace(each, begin=each.begin + begin, end=each.end + begin)
            found[bisect_right(starts, moved.begin) - 1].append(moved)
    return tuple(tuple(each) for each in found)


def period_of(scope: Scope) -> Period:
    """The period of what stands in a section and names none itself."""
    return UNKNOWN if scope.last is None else Period(scope.first, scope.last)


def _paragraphs(sentences: Sequence[Sentence], scopes: Sequence[Scope]) -> Iterator[tuple[int, int, Scope]]:
    spans: dict[int, tuple[int, int, Scope]] = {}
    for each, scope in zip(sentences, scopes, strict=True):
        begin, end, first = spans.get(each.paragraph, (each.begin, each.end, scope))
        spans[each.paragraph] = (min(begin, each.begin), max(end, each.end), first)
    yield from spans.values()


# ── which one is whose ─────────────────────────────────────────────────────────────────────

# What an expression is compared with: 比2011年, 与上年相比, 是2010年的2倍, 为上年决算数的104%.
_BASE_BEFORE = re.compile(
    r"(?:比|较|相较于?|对比|高于|低于|多于|少于|快于|优于)(?:[^，。；、0-9]{0,4})?$|按照?(?:其|企业)?$"
)
_BASE_WITH = re.compile(r"(?:与|同|和|跟)$")
_BASE_IN = re.compile(r"在$")
_BASE_BEHIND = re.compile(r"[^，。；]{0,16}?(?:相比|比较|持平)")
_BASE_OF = re.compile(r"[^，。；0-9]{0,16}基础上")
_BASE_RATIO = re.compile(r"(?:是|为|达|达到|相当于|占)$")
_RATIO_BEHIND = re.compile(
    r"[^，。；0-9]{0,12}的 ?(?:近|约|逾|超过)?[0-9零一二两三四五六七八九十百.]+ ?(?:%|倍|成|分之)"
)
_OF_NOUN = re.compile(r"的(?!时候)")
_FISCAL = re.compile(r"年度$")
_CHANGED = re.compile(
    r"(?:增长|增加|提高|提升|上升|扩大|增[收产]?|下降|减少|降低|压减|缩减|翻)了?(?:约|近|超过|超|逾)?(?:[0-9.%]+(?:、|和))?$"
)
_STOCK = re.compile(r"有|在线|在册|在库|在园|余额|存量|保有|库存|入驻|达|建立|建成|合作|累计|总")
# A point of time without a date; 现有 and 目前 date nothing (docs/annotation.md).
_NOW = re.compile(r"至此|迄今|至今")
_UNTIL_NOW = re.compile(r"截[至止]目前|截至今(?!年)|截至现在")
_OF_YEAR = re.compile(r"当年|全年|年内|今年|本年|新增|新认定|年均|每年|同比|目前|现有")
_PRESENT = re.compile(r"目前|现有|现拥有|现已")
_SUM = re.compile(r"累计")
_SPAN = re.compile(r"(?:[0-9]{1,2}|[一二两三四五六七八九十]{1,3})年(?:内|中|间)$")
_YEARLY = re.compile(r"[^，。；0-9]{0,8}(?:年均|年平均|年复合|(?P<count>[两二三四五六七八九])年间?(?:累计|合计|共))")
_GROWN_TO = re.compile(r"(?:左右|多|余)?[增扩发提上攀跃减降][^，。；、0-9]{0,3}(?:到|至|为)(?:近|约|了)?")
_GROWN_FROM = re.compile(r"[从由自]$")
_TO = re.compile(r"[^，。；]{0,8}?(?:到|至|为)")
_FOUNDED = re.compile(
    r"设立|成立|批复|批准|创建|创办|始建|组建|建成|启动|建立|落成|奠基|开业|开园|启用|投用|投入使用|投入运营|揭牌|升格|升级为|更名"
)
_ISSUED = re.compile(r"(?:印发|出台|颁布|发布|下发|公布|通过|制定)[^，。；]{0,12}《")
_REACHED = re.compile(
    r"(?:[达增升加高降少扩大展强](?:到|至|为)|达|突破|超过?|稳定在|保持在|居|[为占](?:全|总)|比重|占比|覆盖率|普及率|[化盖及率]率)"
    r"[^，。；0-9]{0,4}$"
)
_REACH = 14
_SET = re.compile(r"(?:所?(?:确定|提出|制定|设定|下达|预定|签订|批准)了?)?的")
"""What makes an expression say when a goal was set, or whose something is, rather than when it was reached."""
_IN_A_ROW = ("连续", "连")
"""What begins an expression that says how long something has been so (连续五年), and dates nothing else."""
_YEARS_OF_REVIEW = 5
"""No review goes back further; what began before only says since when (自1996年以来)."""
_EVENT = 30
_TITLE = 40
_WINDOW = 32


@dataclass(frozen=True, slots=True)
class Frame:
    """A sentence as the timing of its figures needs it.

    ``text`` is that of the whole document, ``period`` what holds by the section, :data:`UNKNOWN` if nothing does;
    ``sectioned`` is whether a heading has said so.
    """

    text: str
    clauses: tuple[Clause, ...]
    times: tuple[TimeExpression, ...]
    quantities: tuple[Quantity, ...]
    period: Period
    sectioned: bool = False

    @property
    def base_year(self) -> int:
        """The last year that the section is about."""
        return self.period.last.year

    @property
    def free(self) -> list[TimeExpression]:
        """The expressions that can be the period of a figure."""
        return [
            each
            for each in self.times
            if not is_base(self.text, each)
            and not _is_in_name(each, self.quantities)
            and not _is_in_title(self.text, each)
            and (self._is_told(each) or not _SPAN.match(self.text, each.begin, each.end))
        ]

    def _is_told(self, time: TimeExpression) -> bool:
        """Whether a span opens a clause of a report as the time that it tells of: 五年间，…; else it is how long."""
        opens = any(clause.begin == time.begin for clause in self.clauses)
        return self.sectioned and opens and self.text.startswith("间", time.end - 1)


def time_figures(frame: Frame, carried: TimeExpression | None) -> tuple[list[Timed], TimeExpression | None]:
    """The period of each quantity of a sentence, and the expression that holds on behind the sentence.

    ``carried`` is what holds on from the sentences before in the paragraph.
    """
    free = frame.free
    initial: TimeExpression | None = None
    current: TimeExpression | None = None
    found: list[Timed] = []
    part = 0
    for clause in frame.clauses:
        if clause.part != part:
            part, current = clause.part, initial if initial and not _is_day(initial) else None
        inside = [each for each in frame.quantities if clause.begin <= each.begin < clause.end]
        own = [each for each in free if clause.begin <= each.begin < clause.end]
        holding = [
            each
            for each in own
            if _holds_in_sentence(frame, clause, each, inside)
            and not _is_long_since(each, frame)
            and not frame.text.startswith(_IN_A_ROW, each.begin)
            and not _SET.match(frame.text, each.end)
            and not _SET.match(frame.text, each.end)
        ]
        if holding and initial is None and not found:
            initial = holding[0]
        for each in inside:
            time = _find_time(frame, each, own, current)
            time = _end_of_growth(frame, clause, each, time)
            stated = time is not None
            if time is None and initial is None and carried is not None and _applies(frame, clause, carried):
                time = carried
            found.append(_timed(frame, clause, each, time, stated=stated))
        current = holding[-1] if holding else current
    found = _mark(frame, _deal(frame, _stretch(frame, _since_base(frame, _hold_sum(frame, found)))), carried)
    lasting = [
        each
        for each in (initial, current)
        if each is not None
        and _holds_on(each, found, frame.base_year)
        and not _is_before(each, frame)
        and not _is_one_of_several(each, frame)
        and not frame.text.startswith(_IN_A_ROW, each.begin)
    ]
    return found, max(lasting, key=lambda each: _reach(each, frame.base_year), default=carried)


def _is_before(time: TimeExpression, frame: Frame) -> bool:
    """Whether an expression is of years before those that its section is about: 1996年以来 dates no later sentence."""
    first = frame.period.first
    if not frame.sectioned or first is None:
        return False
    return time.last < first or _is_long_since(time, frame)


def _is_long_since(time: TimeExpression, frame: Frame) -> bool:
    """Whether an expression goes back from the section's years to long before them: 30年来首次达到…."""
    first = frame.period.first
    if not frame.sectioned or first is None or time.first is None or time.last < first:
        return False
    return time.first.year < first.year - _YEARS_OF_REVIEW


def _mark(frame: Frame, found: Sequence[Timed], carried: TimeExpression | None) -> list[Timed]:
    """The figures, each with how its period is known: stated in the sentence, inherited, or made of others here."""
    stated = {Period(each.first, each.last) for each in frame.times}
    inherited = {frame.period} | ({Period(carried.first, carried.last)} if carried else set())
    return [
        replace(each, stated=each.period in stated and each.stated, supplied=each.period not in stated | inherited)
        for each in found
    ]


def _is_one_of_several(time: TimeExpression, frame: Frame) -> bool:
    """Whether an expression is of one year of the several that its section is about: it dates its own sentence only."""
    first, last = frame.period.first, frame.period.last
    if not frame.sectioned or first is None or first.year == last.year or time.first is None:
        return False
    return first <= time.first and time.last <= last and time.first.year == time.last.year


def _hold_sum(frame: Frame, found: list[Timed]) -> list[Timed]:
    """The figures of a sentence whose first is a sum (累计引进…，吸纳…): what follows in its part is a sum, too."""
    if not found or found[0].kind != "cumulativeUntil":
        return found
    clauses_of = [
        next(clause for clause in frame.clauses if clause.begin <= each.begin < clause.end) for each in frame.quantities
    ]
    first = clauses_of[0]
    return [
        replace(timed, kind="cumulativeUntil", period=found[0].period)
        if timed.kind in ("during", "since", "asOf")
        and (timed.period == found[0].period or (timed.kind == "asOf" and timed.period.last == found[0].period.last))
        and clause.part == first.part
        and not _OF_YEAR.search(frame.text, clause.begin, clause.end)
        else timed
        for timed, clause in zip(found, clauses_of, strict=True)
    ]


def _since_base(frame: Frame, found: list[Timed]) -> list[Timed]:
    """The figures, of which changes from a year long before go back to it: 2015年比2010年增长58% is of 2011 to 2015.

    So in reports with sections, which tell what came about in several years; a yearbook compares two of them.
    """
    since = list(found)
    for index, (quantity, timed) in enumerate(zip(frame.quantities, found, strict=True) if frame.sectioned else ()):
        first, last = timed.period.first, timed.period.last
        if first is None or (first, last) != _year(last.year):
            continue
        clause = next(each for each in frame.clauses if each.begin <= quantity.begin < each.end)
        begin = next(each.begin for each in frame.clauses if each.part == clause.part)
        base = _base_before(frame, begin, quantity)
        ratio = base is not None and base.begin >= clause.begin and quantity.unit == "倍"
        changed = ratio or _CHANGED.search(frame.text, clause.begin, quantity.begin)
        if base is not None and changed and base.last.year < last.year - 1:
            since[index] = replace(timed, period=Period(_next_year(base.last), last), stated=False)
    return since


def _base_before(frame: Frame, begin: int, quantity: Quantity) -> TimeExpression | None:
    """The year that a change is counted from: the last expression before it, if that says what is compared with."""
    before = [each for each in frame.times if begin <= each.begin and each.end <= quantity.begin]
    last = before[-1] if before else None
    whole = last is not None and last.first is not None and (last.first, last.last) == _year(last.last.year)
    return last if last is not None and whole and is_base(frame.text, last) else None


def _stretch(frame: Frame, found: list[Timed]) -> list[Timed]:
    """An average or sum behind a growth holds for its years: 从2010年的8亿元增加到2014年的12亿元，年均增长…."""
    stretched = list(found)
    for index, quantity in enumerate(frame.quantities):
        clause = next(each for each in frame.clauses if each.begin <= quantity.begin < each.end)
        begin = next(each.begin for each in frame.clauses if each.part == clause.part)
        years = [each for each in frame.times if begin <= each.begin < clause.begin and each.first is not None]
        average = _YEARLY.match(frame.text, clause.begin, quantity.begin)
        own = any(clause.begin <= each.begin < quantity.begin for each in frame.times)
        grown = [each for each in years if _GROWN_FROM.search(frame.text, begin, each.begin)]
        dated = len({each.last.year for each in years})
        if average and average["count"] and dated == parse_numeral(average["count"]):
            grown = years  # 2017年…，2018年…，2019年…，三年共…
        if average and grown and not own and years[-1].last > grown[0].last:
            period = Period(grown[0].first, years[-1].last)
            if frame.sectioned and frame.period.last == period.last and frame.period.first == _next_year(grown[0].last):
                period = frame.period  # from 2010 to 2015, said of the years 2011 to 2015
            stretched[index] = replace(found[index], period=period)
    return stretched


def _deal(frame: Frame, found: list[Timed]) -> list[Timed]:
    """The figures, of which some are said respectively of listed times: 2011年、2012年分别新增20家、35家."""
    dealt = list(found)
    for index, time in deal(frame.text, frame.times, frame.quantities).items():
        dealt[index] = replace(dealt[index], period=Period(time.first, time.last), stated=True)
    return dealt


def _find_time(
    frame: Frame, quantity: Quantity, own: Sequence[TimeExpression], current: TimeExpression | None
) -> TimeExpression | None:
    """The expression of the sentence that a quantity is about: beside it, before it, one that holds on, behind it."""
    beside = _beside(frame.text, quantity, frame.times)
    if beside is not None:
        return beside
    inside = [each for each in frame.quantities if own and own[0].begin <= each.begin]
    before = [each for each in own if each.end <= quantity.begin and not _is_start(frame.text, each, quantity, inside)]
    return (
        _joined(frame.text, before, quantity) if before else current or _behind(frame.text, quantity, own, frame.free)
    )


def _joined(text: str, times: Sequence[TimeExpression], quantity: Quantity) -> TimeExpression:
    """The last of some expressions, with the year before it that 和 joins: 2011年和2012年又引进7家; not 分别."""
    last = times[-1]
    if len(times) == 1 or "分别" in text[last.end : quantity.begin]:
        return last
    first = times[-2]
    years = first.first is not None and last.first is not None and {first.precision, last.precision} == {"year"}
    both = years and {first.kind, last.kind} == {"during"} and first.last < last.last
    return replace(last, first=first.first) if both and text[first.end : last.begin] in ("和", "及", "与") else last


def _applies(frame: Frame, clause: Clause, carried: TimeExpression) -> bool:
    """Whether an expression of an earlier sentence holds in a clause: that of a point in time only for stocks.

    What there is now (目前, 现有) is not what came about since some year.
    """
    begin = next(each.begin for each in frame.clauses if each.part == clause.part)
    if carried.kind == "since" and _PRESENT.search(frame.text, begin, clause.end):
        return False
    return carried.kind != "asOf" or bool(_STOCK.search(frame.text, clause.begin, clause.end))


def _timed(frame: Frame, clause: Clause, quantity: Quantity, time: TimeExpression | None, *, stated: bool) -> Timed:
    begin = max(clause.begin, quantity.begin - _WINDOW)
    period = Period(time.first, time.last) if time else _by_section(frame, clause, quantity)
    kind = time.kind if time else "during"
    if time is None and _is_until_now(frame, clause, quantity):
        kind = "cumulativeUntil"
    elif kind == "asOf" and _SUM.search(frame.text, begin, quantity.begin):
        kind, period = "cumulativeUntil", Period(None, period.last)
    elif kind == "during" and _SUM.search(frame.text, begin, quantity.begin):
        kind = "cumulativeUntil"
    elif kind == "during" and _NOW.search(frame.text, begin, quantity.begin):
        kind = "asOf"
    elif kind == "during" and time and frame.text.startswith("来", time.end - 1):
        kind = "since"
    return Timed(
        period,
        kind,
        stated,
        supplied=time is None and period.last == frame.period.last != UNKNOWN.last and period != frame.period,
    )


def _by_section(frame: Frame, clause: Clause, quantity: Quantity) -> Period:
    """The period that a section gives: of several years the last for what was reached in them (达到66%)."""
    first, last = frame.period.first, frame.period.last
    several = first is not None and first.year < last.year
    begin = max(clause.begin, quantity.begin - _REACH)
    reached = _REACHED.search(frame.text, begin, quantity.begin)
    if several and reached and not _SUM.search(frame.text, begin, quantity.begin):
        return Period(date(last.year, 1, 1), last)
    return frame.period


def _end_of_growth(
    frame: Frame, clause: Clause, quantity: Quantity, time: TimeExpression | None
) -> TimeExpression | None:
    """The last year of a span in which something grew from a year's number: 五年来由2010年的38家发展到112家."""
    if time is None or time.first is None or time.first.year == time.last.year or time.kind == "asOf":
        return time
    for each in frame.quantities:
        if clause.begin <= each.begin and each.end <= quantity.begin and each.unit == quantity.unit:
            before = _beside(frame.text, each, frame.times)
            if before is not None and _GROWN_TO.fullmatch(frame.text, each.end, quantity.begin):
                # Without the 来 of 五年来, which would make it a span again.
                return replace(time, end=time.begin, first=date(time.last.year, 1, 1), kind="during")
    return time


def _is_until_now(frame: Frame, clause: Clause, quantity: Quantity) -> bool:
    """Whether 截至目前 stands before a quantity in its part, and nothing of a year between them."""
    begin = next(each.begin for each in frame.clauses if each.part == clause.part)
    found = _UNTIL_NOW.search(frame.text, begin, quantity.begin)
    return found is not None and not _OF_YEAR.search(frame.text, found.end(), quantity.begin)


def _holds_in_sentence(frame: Frame, clause: Clause, time: TimeExpression, inside: Sequence[Quantity]) -> bool:
    """Whether an expression holds on in the clauses behind its own: not that of a noun, not that of a mere event."""
    start = _GROWN_FROM.search(frame.text, max(0, time.begin - 1), time.begin)
    if time.kind in ("during", "asOf") and (start or _OF_NOUN.match(frame.text, time.end)):
        return False
    return bool(inside) or not _is_event(frame.text, clause, time, frame.base_year)


def _holds_on(time: TimeExpression, found: Sequence[Timed], base_year: int) -> bool:
    """Whether an expression holds on in the next sentence; a year long past only if a figure is about it."""
    if not inheritable(time) or time.last.year > base_year:
        return False
    recent = time.last.year >= base_year and (time.first is None or time.first.year >= base_year)
    return recent or any(each.period == Period(time.first, time.last) for each in found)


def _reach(time: TimeExpression, base_year: int) -> tuple[bool, bool]:
    """How likely an expression holds on in the next sentence: the present before the past, the year before a part."""
    recent = time.last.year >= base_year
    return recent, recent and (time.kind != "during" or (time.first, time.last) == _year(base_year))


def _year(of: int) -> tuple[date, date]:
    return date(of, 1, 1), date(of, 12, 31)


def _is_in_name(time: TimeExpression, quantities: Sequence[Quantity]) -> bool:
    """Whether an expression only qualifies what is counted: 13个2011年协同创新中心."""
    return any(each.end == time.begin for each in quantities)


def _is_in_title(text: str, time: TimeExpression) -> bool:
    """Whether an expression stands within a title: 《甲市2016—2020年科技规划》 dates no number."""
    opened = text.rfind("《", max(0, time.begin - _TITLE), time.begin)
    return opened >= 0 and text.find("》", opened, time.begin) < 0 <= text.find("》", time.end, time.end + _TITLE)


def _beside(text: str, quantity: Quantity, times: Sequence[TimeExpression]) -> TimeExpression | None:
    """The expression directly before a quantity, also in a comparison: 比2010年度的2813家增加."""
    for each in times:
        if each.end <= quantity.begin and text[each.end : quantity.begin] in ("", "的", "为", "的约"):
            ratio = _BASE_RATIO.search(text, max(0, each.begin - 8), each.begin)
            return None if ratio and quantity.unit in ("倍", "percent") else each
    return None


def _is_start(text: str, time: TimeExpression, quantity: Quantity, inside: Sequence[Quantity]) -> bool:
    """Whether an expression belongs to the number that another started from: 年初的186家扩大到241家."""
    for each in inside:
        if each.end <= quantity.begin and text[time.end : each.begin] in ("", "的", "为", "的约"):
            return bool(_TO.match(text, each.end))
    return False


def _is_day(time: TimeExpression) -> bool:
    """Whether an expression is the day of an event."""
    return time.precision == "day" and time.kind == "during"


def _is_event(text: str, clause: Clause, time: TimeExpression, base_year: int) -> bool:
    """Whether an expression only dates a founding long ago or the issue of a paper: no later number is about it."""
    within = text[clause.begin : max(clause.end, time.end + _EVENT)]
    if time.kind != "during" or time.first is None:
        return False
    if _ISSUED.search(within) and _is_day(time):
        return True
    return time.last.year < base_year and bool(_FOUNDED.search(within))


def is_base(text: str, time: TimeExpression) -> bool:
    """Whether an expression only says what a figure is compared with."""
    before = text[max(0, time.begin - 8) : time.begin]
    if _BASE_BEFORE.search(before):
        return True
    if _BASE_WITH.search(before) and _BASE_BEHIND.match(text, time.end):
        return True
    if _BASE_IN.search(before) and _BASE_OF.match(text, time.end):
        return True
    return bool(_BASE_RATIO.search(before) and _RATIO_BEHIND.match(text, time.end))


def inheritable(time: TimeExpression) -> bool:
    """Whether an expression holds on in the next sentence: a year, a range, 截至…; not the day of an event."""
    if time.kind != "during" or time.first is None:
        return True
    return (time.last - time.first).days > calendar.monthrange(time.first.year, time.first.month)[1]


def _behind(
    text: str, quantity: Quantity, own: Sequence[TimeExpression], free: Sequence[TimeExpression]
) -> TimeExpression | None:
    """An expression behind a quantity that is about it too: 5家企业获2011年度国家科技进步奖."""
    for each in own:
        if each.begin >= quantity.end and (_FISCAL.search(text[each.begin : each.end]) or each.kind == "during"):
            return each
    later = [each for each in free if each.begin >= quantity.end]
    if len(free) == 1 and later and _FISCAL.search(text[later[0].begin : later[0].end]):
        return later[0]
    return None


# ── rows ───────────────────────────────────────────────────────────────────────────────────


def period_row(period: Period) -> PeriodRow:
    """The row of a period, with the label that a reader would write."""
    precision, label = _describe(period)
    return PeriodRow(period.id, period.first, period.last, precision, label)


def _describe(period: Period) -> tuple[Precision, str]:
    first, last = period.first, period.last
    whole_months = last == _end_of_month(last) and (first is None or first.day == 1)
    end = f"{last.year}年{last.month}月" + ("" if whole_months else f"{last.day}日")
    if first is None:
        return ("month" if whole_months else "day"), f"截至{end}"
    if first == last:
        return "day", f"{last.year}年{last.month}月{last.day}日"
    if not whole_months:
        return "day", f"{first.year}年{first.month}月{first.day}日—{last.year}年{last.month}月{last.day}日"
    if (first.month, last.month) == (1, 12):
        return "year", f"{last.year}年" if first.year == last.year else f"{first.year}—{last.year}年"
    if first.year != last.year:
        return "month", f"{first.year}年{first.month}月—{end}"
    return "month", end if first.month == last.month else f"{first.year}年{first.month}—{last.month}月"


def period_rows(periods: Iterable[Period]) -> tuple[PeriodRow, ...]:
    """The rows of periods, each once, in the order of their ids."""
    return tuple(sorted((period_row(each) for each in set(periods)), key=lambda row: row.id))

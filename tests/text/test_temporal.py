from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.text.shadow import shadow
from kg.text.temporal import _ALL, _ANY, find_times

YEAR = 2016


def read(text: str) -> list[tuple[str, str, str]]:
    return [
        (text[each.begin : each.end], f"{each.first or ''}--{each.last}", each.kind) for each in find_times(text, YEAR)
    ]


@pytest.mark.parametrize(
    ("text", "form", "days", "kind"),
    [
        ("2014年，", "2014年", "2014-01-01--2014-12-31", "during"),
        ("2014年度计划", "2014年度", "2014-01-01--2014-12-31", "during"),
        ("二〇一四年", "二〇一四年", "2014-01-01--2014-12-31", "during"),
        ("2014年3月", "2014年3月", "2014-03-01--2014-03-31", "during"),
        ("4月24日成立", "4月24日", "2016-04-24--2016-04-24", "during"),
        ("2014年1月17日", "2014年1月17日", "2014-01-17--2014-01-17", "during"),
        ("1—11月", "1—11月", "2016-01-01--2016-11-30", "during"),
        ("1月至8月", "1月至8月", "2016-01-01--2016-08-31", "during"),
        ("2011—2014年", "2011—2014年", "2011-01-01--2014-12-31", "during"),
        ("截至11月，", "11月", "--2016-11-30", "cumulativeUntil"),
        ("截至2月底", "2月底", "--2016-02-29", "cumulativeUntil"),
        ("截至2014年底", "2014年底", "--2014-12-31", "cumulativeUntil"),
        ("截至年底", "年底", "--2016-12-31", "cumulativeUntil"),
        ("年底建成", "年底", "2016-12-31--2016-12-31", "asOf"),
        ("去年底", "去年底", "2015-12-31--2015-12-31", "asOf"),
        ("去年立项", "去年", "2015-01-01--2015-12-31", "during"),
        ("上半年", "上半年", "2016-01-01--2016-06-30", "during"),
        ("2014年下半年", "2014年下半年", "2014-07-01--2014-12-31", "during"),
        ("第三季度", "第三季度", "2016-07-01--2016-09-30", "during"),
        ("2009年以来", "2009年以来", "2009-01-01--2016-12-31", "since"),
        ("近3年", "近3年", "2014-01-01--2016-12-31", "during"),
        ("近两年来", "近两年来", "2015-01-01--2016-12-31", "during"),
        ("过去2年内", "过去2年内", "2015-01-01--2016-12-31", "during"),
        ("5年来", "5年来", "2012-01-01--2016-12-31", "during"),
        ("“十二五”期间", "“十二五”期间", "2011-01-01--2015-12-31", "during"),
        ("比2015年同期", "2015年同期", "2015-01-01--2015-12-31", "during"),
    ],
)  # fmt: skip
def test_an_expression_is_resolved_against_the_documents_year(text: str, form: str, days: str, kind: str) -> None:
    assert read(text) == [(form, days, kind)]


@pytest.mark.parametrize(
    ("text", "form", "days", "kind"),
    [
        ("2014 年 3 月 5 日", "2014 年 3 月 5 日", "2014-03-05--2014-03-05", "during"),
        ("二○一四年十二月三十一日", "二○一四年十二月三十一日", "2014-12-31--2014-12-31", "during"),
        ("2014-03-05", "2014-03-05", "2014-03-05--2014-03-05", "during"),
        ("3月5日—8日", "3月5日—8日", "2016-03-05--2016-03-08", "during"),
        ("3月5日至4月2日", "3月5日至4月2日", "2016-03-05--2016-04-02", "during"),
        ("2014年12月至2015年3月", "2014年12月至2015年3月", "2014-12-01--2015-03-31", "during"),
        ("11月至次年3月", "11月至次年3月", "2016-11-01--2017-03-31", "during"),
        ("１～６月份", "１～６月份", "2016-01-01--2016-06-30", "during"),
        ("今年5月", "今年5月", "2016-05-01--2016-05-31", "during"),
        ("去年12月底", "去年12月底", "2015-12-31--2015-12-31", "asOf"),
        ("截至今年6月底", "今年6月底", "--2016-06-30", "cumulativeUntil"),
        ("截止2014年6月30日", "2014年6月30日", "--2014-06-30", "cumulativeUntil"),
        ("3月初", "3月初", "2016-03-01--2016-03-01", "asOf"),
        ("2月下旬", "2月下旬", "2016-02-21--2016-02-29", "during"),
        ("前三季度", "前三季度", "2016-01-01--2016-09-30", "during"),
        ("2014年前11个月", "2014年前11个月", "2014-01-01--2014-11-30", "during"),
        ("一至三季度", "一至三季度", "2016-01-01--2016-09-30", "during"),
        ("一季度末", "一季度末", "2016-03-31--2016-03-31", "asOf"),
        ("去年上半年", "去年上半年", "2015-01-01--2015-06-30", "during"),
        ("（2011—2014）", "2011—2014", "2011-01-01--2014-12-31", "during"),
        ("2014年全年", "2014年全年", "2014-01-01--2014-12-31", "during"),
        ("全年举办", "全年", "2016-01-01--2016-12-31", "during"),
        ("年内建成", "年内", "2016-01-01--2016-12-31", "during"),
        ("年初", "年初", "2016-01-01--2016-01-01", "asOf"),
        ("2014年初步建成", "2014年", "2014-01-01--2014-12-31", "during"),
        ("2014年内蒙古", "2014年", "2014-01-01--2014-12-31", "during"),
        ("2009年成立以来", "2009年", "2009-01-01--2016-12-31", "since"),
        ("2014年5月1日起施行", "2014年5月1日", "2014-05-01--2016-12-31", "since"),
        ("2014年起草", "2014年", "2014-01-01--2014-12-31", "during"),
        ("最近三年", "最近三年", "2014-01-01--2016-12-31", "during"),
        ("20多年来", "20多年来", "--2016-12-31", "cumulativeUntil"),
        ("未来5年", "未来5年", "2017-01-01--2021-12-31", "during"),
        ("十一五", "十一五", "2006-01-01--2010-12-31", "during"),
        ("“十三五”规划", "“十三五”", "2016-01-01--2020-12-31", "during"),
        ("“九五”末", "“九五”末", "2000-12-31--2000-12-31", "asOf"),
        ("十五期间", "十五期间", "2001-01-01--2005-12-31", "during"),
        ("20世纪90年代", "20世纪90年代", "1990-01-01--1999-12-31", "during"),
        ("上世纪八十年代", "上世纪八十年代", "1980-01-01--1989-12-31", "during"),
        ("2010年代", "2010年代", "2010-01-01--2019-12-31", "during"),
        ("同期", "同期", "2015-01-01--2015-12-31", "during"),
    ],
)
def test_an_expression_of_the_genre_at_large_is_resolved(text: str, form: str, days: str, kind: str) -> None:
    assert read(text) == [(form, days, kind)]


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("2014年", "year"),
        ("去年底", "year"),
        ("近3年", "year"),
        ("“十二五”期间", "year"),
        ("5月", "month"),
        ("截至5月底", "month"),
        ("1—11月", "month"),
        ("下半年", "month"),
        ("三季度", "month"),
        ("5月8日", "day"),
        ("5月上旬", "day"),
    ],
)
def test_precision_is_that_of_what_is_written(text: str, precision: str) -> None:
    assert [each.precision for each in find_times(text, YEAR)] == [precision]


def test_coordinated_days_share_their_month() -> None:
    assert [days[:10] for _, days, _ in read("5月8、9日")] == ["2016-05-08", "2016-05-09"]
    assert [days[:10] for _, days, _ in read("2014年5月8日、12日和6月1日")] == [
        "2014-05-08",
        "2014-05-12",
        "2014-06-01",
    ]


def test_coordinated_years_and_months_may_share_the_last_ones_mark() -> None:
    assert [days[:10] for _, days, _ in read("2013、2014和2015年")] == ["2013-01-01", "2014-01-01", "2015-01-01"]
    assert [days[:10] for _, days, _ in read("于4、6、9月")] == ["2016-04-01", "2016-06-01", "2016-09-01"]


def test_number_of_a_paragraph_is_no_month() -> None:
    assert [form for form, *_ in read("1、5月20日启用")] == ["5月20日"]


def test_words_for_the_year_of_the_expression_before_follow_it() -> None:
    assert [days[:4] for _, days, _ in read("2009年设立，当年盈利")] == ["2009", "2009"]
    assert [days[:4] for _, days, _ in read("2014年增长，上年下降")] == ["2014", "2013"]
    assert [days for _, days, _ in read("5月开工，月底停工")][1] == "2016-05-31--2016-05-31"
    assert read("月底停工") == []


def test_a_list_of_months_is_resolved_one_by_one() -> None:
    assert [days[:10] for _, days, _ in read("4月、6月和9月")] == ["2016-04-01", "2016-06-01", "2016-09-01"]


def test_coordinated_months_share_the_year_that_the_first_names() -> None:
    assert [days[:7] for _, days, _ in read("2014年3月、5月，7月")] == ["2014-03", "2014-05", "2014-07"]
    assert [days[:7] for _, days, _ in read("2014年3月开工。5月建成")] == ["2014-03", "2016-05"]


def test_the_same_period_a_year_earlier_follows_the_expression_in_force() -> None:
    assert read("1—9月完成，比2015年同期增长")[1][1] == "2015-01-01--2015-09-30"
    (same,) = find_times("同期", YEAR, (date(2016, 1, 1), date(2016, 2, 29)))
    assert (same.first, same.last) == (date(2015, 1, 1), date(2015, 2, 28))


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("上半年增长，比上年同期多", "2015-01-01--2015-06-30"),
        ("截至9月共有，比去年同期多", "--2015-09-30"),
        ("2月5日至2月29日，去年同期", "2015-02-05--2015-02-28"),
        ("1—9月增长，同期", "2015-01-01--2015-09-30"),
        ("1—9月，比2013年同期", "2013-01-01--2013-09-30"),
    ],
)
def test_same_period_has_the_days_of_the_expression_before_it(text: str, days: str) -> None:
    assert read(text)[1][1] == days


def test_same_period_does_not_itself_come_into_force() -> None:
    assert [days for _, days, _ in read("1—9月，比2015年同期增长，比同期计划多")][1:] == ["2015-01-01--2015-09-30"] * 2


def test_same_period_is_cumulative_where_the_period_in_force_is() -> None:
    (same,) = find_times("同期", YEAR, (None, date(2016, 9, 30)))
    assert (same.first, same.last, same.precision, same.kind) == (None, date(2015, 9, 30), "month", "cumulativeUntil")


@pytest.mark.parametrize(
    "text",
    [
        "2月30日",
        "12012年度",
        "3.5月",
        "万年",
        "5年期",
        "11月—3月",
        "近三千年",
        "3—5年",
        "每年底",
        "几年来",
        "近年来",
        "目前3个月",
        "8万元以上年产值",
        "目前年产值",
        "日本年会",
        "过去年均",
        "合同期限",
        "安全年检",
        "二十五家",
        "5年来自海外",
        "5年内建成",
        "成立5年内",
        "每年3月",
        "500元月租",
        "2005—2008",
        "1999",
    ],
)
def test_what_is_no_date_is_not_read_as_one(text: str) -> None:
    assert read(text) == []


@given(st.text(alphabet="0123456789年月日底初截至—、和今去上下半年度第一二三四季同期以来近过“”五十期间", max_size=40))
def test_expressions_stand_where_they_say_and_end_after_they_begin(text: str) -> None:
    end = 0
    for each in find_times(text, YEAR):
        assert end <= each.begin < each.end <= len(text)
        assert each.first is None or each.first <= each.last
        end = each.end


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)), st.integers(1950, 2099))
def test_every_date_is_read_back_in_each_spelling(day: date, base_year: int) -> None:
    chinese = str.maketrans("0123456789", "〇一二三四五六七八九")
    full = str.maketrans("0123456789", "０１２３４５６７８９")
    written = f"{day.year}年{day.month}月{day.day}日"
    spellings = (
        written,
        written.translate(full),
        f"{str(day.year).translate(chinese)}年{day.month}月{day.day}日",
        f"{day}",
    )
    for spelling in spellings:
        (found,) = find_times(f"于{spelling}，", base_year)
        assert (found.first, found.last, found.precision, found.kind) == (day, day, "day", "during")
        assert (found.begin, found.end) == (1, 1 + len(spelling))


@given(st.integers(1, 12), st.integers(1, 12), st.integers(1950, 2099))
def test_a_range_of_months_runs_forward_within_its_year(first: int, last: int, year: int) -> None:
    found = find_times(f"{first}—{last}月", year)
    assert [(each.first, each.last.year, each.last.month) for each in found] == (
        [(date(year, first, 1), year, last)] if first <= last else []
    )


@given(st.integers(6, 19))
def test_five_year_plans_follow_each_other_without_gap(number: int) -> None:
    names = "零一二三四五六七八九十"
    name = names[number] if number <= 10 else f"十{names[number - 10]}"
    (plan,) = find_times(f"“{name}五”期间", YEAR)
    assert (plan.first, plan.last) == (date(1951 + 5 * number, 1, 1), date(1955 + 5 * number, 12, 31))


@given(st.text(), st.integers(1, 9999))
def test_no_text_and_no_year_makes_it_fail(text: str, year: int) -> None:
    assert all(text[each.begin : each.end].strip() for each in find_times(text, year))


@pytest.mark.parametrize(
    ("unit", "size"),
    [("船", 10**6), ("渔港的码头已经修好。", 10**6), *((unit, 30_000) for unit in ("近", "2012-", "3月、", "第"))],
)
def test_a_long_text_is_read_without_blowing_up(unit: str, size: int) -> None:
    text = unit * (size // len(unit)) + "。1987年"
    assert find_times(text, YEAR)[-1].first == date(1987, 1, 1)


@pytest.mark.parametrize(
    ("text", "form", "first", "last"),
    [
        ("98年成立", "98年", "1998-01-01", "1998-12-31"),
        ("08年底", "08年底", "2008-12-31", "2008-12-31"),
        ("'09年立项", "'09年", "2009-01-01", "2009-12-31"),
        ("2010年开工，次年投产", "次年", "2011-01-01", "2011-12-31"),
        ("2010年开工，翌年3月投产", "翌年3月", "2011-03-01", "2011-03-31"),
        ("2010年立项，下一年度验收", "下一年度", "2011-01-01", "2011-12-31"),
    ],
)
def test_short_years_and_the_year_after_are_resolved(text: str, form: str, first: str, last: str) -> None:
    found = find_times(text, 2012)[-1]
    assert (text[found.begin : found.end], str(found.first), str(found.last)) == (form, first, last)


@pytest.mark.parametrize("text", ["98年来", "逐次年检", "年龄108年", "3.98年"])
def test_durations_are_no_short_years(text: str) -> None:
    assert not any(each.last.year in (1998, 2008) for each in find_times(text, 2012))


def unmark(line: str) -> tuple[str, list[tuple[int, int, str]]]:
    """A line of ``times.txt``: pieces between ``|``; ``form=first..last`` is an expression and its days."""
    text, expressions = "", []
    for piece in line.split("|"):
        form, marked, days = piece.partition("=")
        if marked:
            expressions.append((len(text), len(text) + len(form), days))
        text += form
    return text, expressions


PROSE = [
    line
    for line in (Path(__file__).parent / "times.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize("line", PROSE)
def test_prose_holds_just_the_expressions_that_are_marked(line: str) -> None:
    text, expected = unmark(line)
    found = find_times(text, YEAR)
    assert [(each.begin, each.end, f"{each.first or ''}..{each.last}") for each in found] == expected


PIECES = (
    "2012 1998 08 '08 二〇一二 12 3 十 两 五 20世纪 90年代 元 第 前 头 近 今年 去年 上一年 次年 翌年 当年 同期 全年 当月 当天 "
    "翌日 未来 过去的 最近 家 年 年度 财年 学年 年底 月 月份 日 季度 上半年 下旬 底 初 内 个月 个 多 余 来 — 至 到 、 和 以及 "
    "或 / . “ ” ） 期间 时期 规划 开局之年 末 以来"
)


@settings(max_examples=2000)
@given(st.lists(st.sampled_from([*PIECES.split(), " "]), min_size=1, max_size=8))
def test_what_is_passed_over_begins_no_expression(pieces: list[str]) -> None:
    text = shadow("".join(pieces))
    every, quick = re.compile(_ALL).search(text), _ANY.search(text)
    assert (quick and (quick.span(), quick.lastgroup)) == (every and (every.span(), every.lastgroup))


@pytest.mark.parametrize(
    ("text", "form", "days", "kind"),
    [
        ("8月1日(星期一)至8月5日", "8月1日(星期一)至8月5日", "2016-08-01--2016-08-05", "during"),
        ("8月1日（周一）—5日（周五）", "8月1日（周一）—5日（周五）", "2016-08-01--2016-08-05", "during"),
        ("1896年4月8日", "1896年4月8日", "1896-04-08--1896-04-08", "during"),
        ("一八九六年", "一八九六年", "1896-01-01--1896-12-31", "during"),
        ("1840年以来", "1840年以来", "1840-01-01--2016-12-31", "since"),
        ("（2012.6）", "2012.6", "2012-06-01--2012-06-30", "during"),
        ("成立时间：2012.06", "2012.06", "2012-06-01--2012-06-30", "during"),
        ("自2012.6起", "2012.6", "2012-06-01--2016-12-31", "since"),
        ("连续5年", "连续5年", "2012-01-01--2016-12-31", "during"),
        ("连续五年增长", "连续五年", "2012-01-01--2016-12-31", "during"),
        ("过去五年", "过去五年", "2012-01-01--2016-12-31", "during"),
        ("今后五年", "今后五年", "2017-01-01--2021-12-31", "during"),
        ("“十五五”末", "“十五五”末", "2030-12-31--2030-12-31", "asOf"),
        ("到2035年", "2035年", "2035-01-01--2035-12-31", "during"),
        ("截至目前", "目前", "2016-01-01--2016-12-31", "cumulativeUntil"),
        ("本世纪末", "本世纪末", "2100-12-31--2100-12-31", "asOf"),
        ("上世纪末", "上世纪末", "2000-12-31--2000-12-31", "asOf"),
        ("20世纪初", "20世纪初", "1901-01-01--1901-01-01", "asOf"),
        ("本世纪中叶", "本世纪中叶", "2050-12-31--2050-12-31", "asOf"),
        ("新世纪以来", "新世纪以来", "2001-01-01--2016-12-31", "since"),
        ("1 9 9 7 年", "1 9 9 7 年", "1997-01-01--1997-12-31", "during"),
        ("1 2 月2 0 日", "1 2 月2 0 日", "2016-12-20--2016-12-20", "during"),
        ("19 97年", "19 97年", "1997-01-01--1997-12-31", "during"),
        ("２０１２年６月", "２０１２年６月", "2012-06-01--2012-06-30", "during"),
        ("20\u200b12年", "20\u200b12年", "2012-01-01--2012-12-31", "during"),
    ],
)
def test_dates_and_spans_in_every_spelling_are_resolved(text: str, form: str, days: str, kind: str) -> None:
    assert read(text) == [(form, days, kind)]


@pytest.mark.parametrize(
    "text",
    [
        "渔村有1800年历史",
        "距今1700年",
        "增长到2012.6，",
        "产值2012.6万元",
        "港区2012.6公顷",
        "跨世纪工程",
        "21世纪海上丝绸之路",
        "不连续年份",
        "目前有船3艘",
        "再连续三年安排",
    ],
)
def test_what_only_looks_like_such_a_date_is_none(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "plain", "speaking"),
    [
        ("今年", 2025, 2026),
        ("本年", 2025, 2026),
        ("去年", 2024, 2025),
        ("前年", 2023, 2024),
        ("明年", 2026, 2027),
        ("后年", 2027, 2028),
        ("今年5月", 2025, 2026),
        ("截至去年底", 2024, 2025),
        ("上年", 2024, 2024),
        ("全年", 2025, 2025),
        ("年底", 2025, 2025),
        ("上半年", 2025, 2025),
        ("5月", 2025, 2025),
    ],
)
def test_words_for_years_are_those_of_the_year_in_which_the_text_speaks(text: str, plain: int, speaking: int) -> None:
    for year, expected in ((None, plain), (2025, plain), (2026, speaking)):
        (found,) = find_times(text, 2025, speaking_year=year)
        assert found.last.year == expected


def test_the_year_before_follows_a_year_in_which_the_text_speaks() -> None:
    this, before = find_times("今年开工，上年立项", 2025, speaking_year=2026)
    assert (this.last.year, before.last.year) == (2026, 2025)

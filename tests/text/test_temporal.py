from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text.temporal import find_times

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


def test_a_list_of_months_is_resolved_one_by_one() -> None:
    assert [days[:10] for _, days, _ in read("4月、6月和9月")] == ["2016-04-01", "2016-06-01", "2016-09-01"]


def test_coordinated_months_share_the_year_that_the_first_names() -> None:
    assert [days[:7] for _, days, _ in read("2014年3月、5月，7月")] == ["2014-03", "2014-05", "2014-07"]
    assert [days[:7] for _, days, _ in read("2014年3月开工。5月建成")] == ["2014-03", "2016-05"]


def test_the_same_period_a_year_earlier_follows_the_expression_in_force() -> None:
    assert read("1—9月完成，比2015年同期增长")[1][1] == "2015-01-01--2015-09-30"
    (same,) = find_times("同期", YEAR, (date(2016, 1, 1), date(2016, 2, 29)))
    assert (same.first, same.last) == (date(2015, 1, 1), date(2015, 2, 28))


@pytest.mark.parametrize("text", ["2月30日", "12012年度", "3.5月", "万年", "5年期"])
def test_what_is_no_date_is_not_read_as_one(text: str) -> None:
    assert read(text) == []


@given(st.text(alphabet="0123456789年月日底初截至—、和今去上下半年度第一二三四季同期以来近过“”五十期间", max_size=40))
def test_expressions_stand_where_they_say_and_end_after_they_begin(text: str) -> None:
    end = 0
    for each in find_times(text, YEAR):
        assert end <= each.begin < each.end <= len(text)
        assert each.first is None or each.first <= each.last
        end = each.end

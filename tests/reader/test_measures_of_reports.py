"""What figures measure in sentences as the reports of governments write them; all prose is invented."""

from __future__ import annotations

import pytest
from support.marked import read


def labels(text: str) -> list[str]:
    """What each figure of a text measures, in order."""
    bound, _ = read(text)
    names = {row.id: row.zh for row in bound.indicators}
    return [names[row.indicator] for row in bound.figures]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("地区生产总值达到320亿元，年均增长6.1%。", ["地区生产总值", "地区生产总值年均增长率"]),
        ("国内生产总值增长5%，达到90万亿元。", ["国内生产总值", "国内生产总值"]),
        ("财政收入增长3%，总额突破60亿元。", ["财政收入", "财政收入"]),
        ("参保率稳步提高，达到97%。", ["参保率"]),
        ("农村居民人均纯收入，由2016年的9000元增加到2020年的1.3万元。", ["农村居民人均纯收入"] * 2),
        ("工业总产值2019年达到88亿元。", ["工业总产值"]),
        ("贡献率上升2个百分点，达到41%。", ["贡献率", "贡献率"]),
    ],
)
def test_a_measure_that_is_left_out_is_that_of_the_value_before(text: str, expected: list[str]) -> None:
    assert labels(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("水产品、水果产量分别增长2%和3%。", ["水产品产量", "水果产量"]),
        ("进口货值、过境旅客、离岸贸易额分别增长8%、9%、10%。", ["进口货值", "过境旅客", "离岸贸易额"]),
        ("城乡居民人均可支配收入分别增长5%和7%。", ["城镇居民人均可支配收入", "农村居民人均可支配收入"]),
        ("能源、水利领域投资额分别达20亿元、30亿元。", ["能源投资额", "水利领域投资额"]),
        ("渔业产值和林业产值年均分别增长4%和6%。", ["渔业产值年均增长率", "林业产值年均增长率"]),
    ],
)
def test_each_of_several_measures_gets_its_own_number(text: str, expected: list[str]) -> None:
    assert labels(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("主要预期目标是：城镇新增就业80万人。", "城镇新增就业人数"),
        ("经济增长预期目标定为6%。", "经济增长"),
        ("城镇登记失业率控制到3.2%。", "城镇登记失业率"),
        ("五年新增就业6万人。", "新增就业人数"),
        ("财政赤字率全年控制在3%以内。", "财政赤字率"),
        ("中央财政拟安排教育补助资金30亿元。", "中央财政教育补助资金"),
        ("——近岸海域水质优良率达95%。", "近岸海域水质优良率"),
        ("4张“负面清单”［2］、6项政策落地。", "“负面清单”数"),
    ],
)
def test_aims_times_marks_and_verbs_of_reaching_are_no_part_of_a_measure(text: str, expected: str) -> None:
    assert labels(text)[0] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("投资2亿元的滨河大道建成通车。", "投资"),
        ("滨河绿化完成投资3亿元。", "滨河绿化完成投资"),
        ("筹措5亿元实施安居工程。", "安居工程筹措资金"),
        ("发放创业贷款5000万元。", "发放创业贷款"),
        ("用于职业教育的支出12亿元。", "用于职业教育的支出"),
        ("社会消费品零售总额150亿元。", "社会消费品零售总额"),
    ],
)
def test_money_is_called_by_its_noun_or_by_what_it_is_for(text: str, expected: str) -> None:
    assert labels(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("完成9条道路的综合改造。", "道路综合改造数"),
        ("完成600户的搬迁任务。", "搬迁户数"),
        ("铺设供水管线40公里。", "铺设供水管线长度"),
        ("解决了500户农民的住房问题，安置农民300户。", "安置农民户数"),
        ("3所中学入选全国“绿色校园”名单。", "入选全国“绿色校园”名单的中学数"),
        ("建成5个示范区、40个和美乡村。", "建成和美乡村数"),
        ("新建的6个便民超市全部投入使用。", "新建便民超市数"),
        ("村小学由12所整合为7所。", "村小学数"),
        ("对非洲进出口增长8%。", "对非洲进出口"),
    ],
)
def test_what_is_counted_is_named_whole(text: str, expected: str) -> None:
    assert labels(text)[-1] == expected

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.marked import lexicon, read

from kg.errors import InputError
from kg.reader.figures.measures import measure_words
from kg.text.segmentation import segment

if TYPE_CHECKING:
    from kg.model import FigureRow


def figure(marked: str, written: str, year: int = 2015) -> FigureRow:
    bound, text = read(marked, year)
    rows = [row for row in bound.figures if text[row.begin : row.end] == written]
    assert rows, [text[row.begin : row.end] for row in bound.figures]
    return rows[-1]


def label(marked: str, written: str) -> str:
    bound, text = read(marked)
    ids = {row.id: row.zh for row in bound.indicators}
    return next(ids[row.indicator] for row in bound.figures if text[row.begin : row.end] == written)


# ── what is measured ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "written", "expected"),
    [
        ("全市实现高新技术产业产值3200亿元。", "3200亿元", "高新技术产业产值"),
        ("园区实现营业收入512.6亿元。", "512.6亿元", "营业收入"),
        ("全年完成固定资产投资88亿元。", "88亿元", "固定资产投资"),
        ("出口创汇总额达1.2亿美元。", "1.2亿美元", "出口创汇额"),
        ("累计发放贷款9.6亿元。", "9.6亿元", "发放贷款额"),
        ("企业获得3000万元的贷款。", "3000万元", "获得贷款额"),
        ("收集技术需求212项。", "212项", "收集技术需求数"),
        ("走访企业1200家。", "1200家", "走访企业数"),
        ("举办各类培训班36期。", "36期", "开展培训次数"),
        ("组织专场对接会15场次。", "15场次", "组织专场对接会场次"),
        ("全年参加人次3200人次。", "3200人次", "参加人次"),
        ("发布人才需求信息4500条。", "4500条", "发布人才需求信息数"),
        ("引进高层次人才86名。", "86名", "引进人才数"),
        ("新增国家级孵化器3家。", "3家", "新增孵化器数"),
        ("共有注册用户12万个。", "12万个", "注册用户数"),
        ("从业人员达到2.3万人。", "2.3万人", "从业人员数"),
        ("拥有发明专利1500件。", "1500件", "发明专利数"),
        ("占地面积35万平方米。", "35万平方米", "占地面积"),
        ("给予5%的风险补贴。", "5%", "补贴比例"),
        ("减按15%的税率征收。", "15%", "税率"),
        ("研发投入强度达到3.1%。", "3.1%", "研发投入强度"),
        ("登记技术合同2100项。", "2100项", "登记技术合同数"),
        ("技术合同成交额突破60亿元。", "60亿元", "技术合同成交额"),
        ("专利申请量和授权量分别达到8000件和5200件。", "8000件", "专利申请量"),
        ("网站访问量达300万次。", "300万次", "门户网站访问量"),
        ("受理企业申请96家次。", "96家次", "受理企业申请数"),
        ("主营业务收入8.5亿元。", "8.5亿元", "主营业务收入"),
        ("户均授信80万元。", "80万元", "户均授信额"),
        ("注册资本2亿元。", "2亿元", "注册资本"),
        ("开展技术培训42次。", "42次", "开展技术培训次数"),
        ("聚集了300多家软件企业。", "300多家", "聚集软件企业数"),
        ("为160家企业提供检测服务。", "160家", "服务企业数"),
        ("19家企业挂牌。", "19家", "挂牌企业数"),
        ("5家企业获国家科学技术进步奖。", "5家", "获奖企业数"),
        ("与12家银行建立合作关系。", "12家", "合作银行数"),
        ("20个联盟完成考核验收。", "20个", "完成考核验收的联盟数"),
        ("组建了一支80人的创业导师队伍。", "80人", "创业导师队伍人数"),
    ],
)
def test_the_phrase_around_a_number_names_the_measure(text: str, written: str, expected: str) -> None:
    assert label(text, written) == expected


@pytest.mark.parametrize(
    ("text", "written", "expected"),
    [
        ("转化激光器件等成果63项。", "63项", "转化成果数"),
        ("引进国外知名企业的研发机构6个。", "6个", "引进研发机构数"),
        ("累计放贷29笔1.08亿元。", "1.08亿元", "发放贷款额"),
        ("放款96家、金额2.9亿元，户均300万元。", "2.9亿元", "发放贷款额"),
        ("放款96家、金额2.9亿元，户均300万元。", "300万元", "户均放款金额"),
        ("在孵企业300家，其中26家成长为瞪羚企业，4家在“新三板”挂牌。", "26家", "瞪羚企业数"),
        ("在孵企业300家，其中26家成长为瞪羚企业，4家在“新三板”挂牌。", "4家", "挂牌企业数"),
        ("386个项目报名，18个晋级总决赛。", "18个", "晋级总决赛项目数"),
        ("净增高企91家，总数达到276家。", "276家", "高新技术企业数"),
        ("为13家企业发放贷款1.8亿元。", "13家", "放款企业数"),
        ("对企业按投入增量的10%给予奖补。", "10%", "奖补比例"),
        ("对企业补贴保费的60%。", "60%", "补贴比例"),
        ("质押贷款1亿元，是上年全年的2.3倍。", "2.3倍", "质押贷款与上年之比"),
        ("会员由年初的186家扩大到241家。", "186家", "会员数"),
        ("会员由年初的186家扩大到241家。", "241家", "会员数"),
        ("{某中心|ServiceAgency}（又称“科创中心”）引进项目194个。", "194个", "引进项目数"),
        ("工业增加值同比增长14%。", "14%", "工业增加值"),
        ("{贴息资金|Fund}总规模3亿元。", "3亿元", "基金规模"),
        ("服务创业者1200人。", "1200人", "服务创业者数"),
        ("组织培训审批通过61家次。", "61家次", "组织培训审批通过数"),
        ("三次产业结构优化，服务业增加值90亿元。", "90亿元", "服务业增加值"),
    ],
)
def test_a_phrase_that_leans_on_another_is_completed_by_it(text: str, written: str, expected: str) -> None:
    assert label(text, written) == expected


def test_items_of_a_list_share_the_verb_of_the_first() -> None:
    bound, _ = read("集聚研发机构12个、检测中心5个、企业总部3家。")
    assert [row.indicator for row in bound.figures] == ["集聚研发机构数", "集聚检测中心数", "集聚企业总部数"]


def test_a_verb_alone_takes_the_noun_of_the_figure_before() -> None:
    assert label("拥有创新平台86个，新增12个。", "12个") == "新增创新平台数"


def test_an_indicator_of_a_pack_has_its_id_and_english_label() -> None:
    bound, _ = read("实现净利润3亿元。")
    assert [(row.id, row.en) for row in bound.indicators] == [("net-profit", "net profit")]


def test_an_indicator_of_no_pack_is_called_by_its_normal_form() -> None:
    bound, _ = read("开展海洋牧场巡查26次。")
    assert [(row.id, row.zh) for row in bound.indicators] == [("开展海洋牧场巡查次数",) * 2]


# ── when ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "written", "period", "kind"),
    [
        ("2014年，全市立项120项。", "120项", "2014-01-01--2014-12-31", "during"),
        ("截至6月底，累计培训500人。", "500人", "--2015-06-30", "cumulativeUntil"),
        ("截至2014年底，共有企业230家。", "230家", "--2014-12-31", "cumulativeUntil"),
        ("1—9月，登记合同300项。", "300项", "2015-01-01--2015-09-30", "during"),
        ("上半年，新增企业40家。", "40家", "2015-01-01--2015-06-30", "during"),
        ("一季度，实现产值9亿元。", "9亿元", "2015-01-01--2015-03-31", "during"),
        ("年末，贷款余额7亿元。", "7亿元", "2015-12-31--2015-12-31", "asOf"),
        ("2010—2012年，服务企业600家。", "600家", "2010-01-01--2012-12-31", "during"),
        ("“十二五”期间，建成平台22个。", "22个", "2011-01-01--2015-12-31", "during"),
        ("2011年以来，资助项目77项。", "77项", "2011-01-01--2015-12-31", "since"),
        ("近3年，引进人才31名。", "31名", "2013-01-01--2015-12-31", "during"),
        ("全年举办沙龙8场。", "8场", "2015-01-01--2015-12-31", "during"),
        ("资助项目5项。", "5项", "2015-01-01--2015-12-31", "during"),
        ("累计资助项目5项。", "5项", "2015-01-01--2015-12-31", "cumulativeUntil"),
        ("至此共有驿站9个。", "9个", "2015-01-01--2015-12-31", "asOf"),
        ("2013年立项10项，次年验收8项。", "8项", "2014-01-01--2014-12-31", "during"),
        ("5月，中心揭牌，首批签约企业6家。", "6家", "2015-05-01--2015-05-31", "during"),
        ("08年，立项13项。", "13项", "2008-01-01--2008-12-31", "during"),
    ],
)
def test_the_expression_of_a_sentence_is_the_period_of_its_figures(
    text: str, written: str, period: str, kind: str
) -> None:
    row = figure(text, written)
    assert (row.period, row.period_kind) == (period, kind)


@pytest.mark.parametrize(
    ("text", "written", "kind"),
    [
        ("现有驿站9个。", "9个", "during"),
        ("5年来共走访企业90家。", "90家", "since"),
        ("累计服务企业90家，其中中小企业70家。", "70家", "cumulativeUntil"),
        ("累计服务企业90家，开展活动12次。", "12次", "cumulativeUntil"),
        ("累计服务企业90家，全年开展活动12次。", "12次", "during"),
    ],
)
def test_a_kind_of_period_is_that_of_the_words_that_hold(text: str, written: str, kind: str) -> None:
    assert figure(text, written).period_kind == kind


def test_a_period_without_expression_is_marked_as_inherited() -> None:
    assert figure("资助项目5项。", "5项").reading == "entity:inherited period:inherited"
    assert figure("2015年，{某市|City}资助项目5项。", "5项").reading is None


@pytest.mark.parametrize(
    ("text", "written", "period"),
    [
        ("2014年，立项20项。资助经费3亿元。", "3亿元", "2014-01-01--2014-12-31"),
        ("截至10月，立项20项。资助经费3亿元。", "3亿元", "--2015-10-31"),
        ("3月8日，平台启动，20家企业入驻。服务企业600家。", "600家", "2015-01-01--2015-12-31"),
        ("平台2008年成立。服务企业600家。", "600家", "2015-01-01--2015-12-31"),
        ("2014年，立项20项。\n服务企业600家。", "600家", "2015-01-01--2015-12-31"),
        ("2014年立项20项，其中2013年结转5项；资助经费3亿元。", "3亿元", "2014-01-01--2014-12-31"),
        ("产值20亿元，近3年的年均增长率12%，员工300人。", "300人", "2015-01-01--2015-12-31"),
        ("6家企业获2014年度科技进步奖。", "6家", "2014-01-01--2014-12-31"),
        ("会员由年初的60家扩大到90家。", "90家", "2015-01-01--2015-12-31"),
        ("预算数为2014年决算数的104%。", "104%", "2015-01-01--2015-12-31"),
    ],
)
def test_a_year_or_range_holds_on_and_the_day_of_an_event_does_not(text: str, written: str, period: str) -> None:
    assert figure(text, written).period == period


# ── changes ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "written", "value", "kind", "comparison"),
    [
        ("产值9亿元，同比增长8.1%。", "8.1%", "8.1", "relativeChange", "2014-01-01--2014-12-31"),
        ("产值9亿元，比上年增长8.1%。", "8.1%", "8.1", "relativeChange", "2014-01-01--2014-12-31"),
        ("产值9亿元，较2013年下降3%。", "3%", "-3", "relativeChange", "2013-01-01--2013-12-31"),
        ("二季度产值9亿元，环比增长2%。", "2%", "2", "relativeChange", "2015-01-01--2015-03-31"),
        ("占比提高2.5个百分点。", "2.5个百分点", "2.5", "absoluteChange", "2014-01-01--2014-12-31"),
        ("支出9亿元，比上年增加1.1亿元。", "1.1亿元", "110000000", "absoluteChange", "2014-01-01--2014-12-31"),
        ("企业80家，比上年减少6家。", "6家", "-6", "absoluteChange", "2014-01-01--2014-12-31"),
        ("合同60项，增幅15%。", "15%", "15", "relativeChange", "2014-01-01--2014-12-31"),
        ("收入实现20%以上增长。", "20%", "20", "relativeChange", "2014-01-01--2014-12-31"),
        ("产值较2010年翻一番。", "一番", "1", "relativeChange", "2010-01-01--2010-12-31"),
        ("与2014年同期相比，产值增长1.2倍。", "1.2倍", "1.2", "relativeChange", "2014-01-01--2014-12-31"),
        ("1—5月立项30项，同比增长20%。", "20%", "20", "relativeChange", "2014-01-01--2014-05-31"),
        ("截至8月，上缴税收5亿元，同比增长9%。", "9%", "9", "relativeChange", "--2014-08-31"),
        ("每吨成本下降320元。", "320元", "-320", "absoluteChange", "2014-01-01--2014-12-31"),
    ],
)
def test_a_change_has_its_kind_sign_and_comparison_period(
    text: str, written: str, value: str, kind: str, comparison: str
) -> None:
    row = figure(text, written)
    assert (row.value, row.change_kind, row.comparison_period) == (Decimal(value), kind, comparison)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("会员增加到60家。", "60家"),
        ("新增企业30家。", "30家"),
        ("年均增长率20%以上。", "20%"),
        ("这一比例高达83%。", "83%"),
        ("不良率比全行平均水平高1.5个百分点。", "1.5个百分点"),
        ("增幅超过20%的部分，奖励提高。", "20%"),
        ("提高贷款额度至500万元。", "500万元"),
    ],
)
def test_a_level_or_a_difference_between_things_is_no_change(text: str, written: str) -> None:
    assert figure(text, written).change_kind is None


def test_a_change_is_of_the_figure_before_it_or_of_what_it_names() -> None:
    bound, _ = read("合同300项，成交额20亿元，合同数增长12%，成交额增长30%。")
    assert [row.indicator for row in bound.figures][2:] == [row.indicator for row in bound.figures][:2]


def test_a_stated_base_is_compared_with() -> None:
    bound, _ = read("2015年减免税收9亿元，比2014年8亿元增长12.5%。")
    _, base, change = bound.figures
    assert base.period == "2014-01-01--2014-12-31"
    assert change.compared_with == base.id


# ── shares and parts ───────────────────────────────────────────────────────────────────────


def test_a_share_without_a_name_is_of_the_whole_that_its_part_belongs_to() -> None:
    whole, part, share = read("立项200项，其中重点项目50项，占25%。")[0].figures
    assert (share.share_of, share.whole_indicator) == (whole.id, whole.indicator)
    assert (share.indicator, share.condition) == (part.indicator, part.condition)


def test_a_share_names_its_whole() -> None:
    row = figure("产值90亿元，占{全省|Province}工业总产值的12%。", "12%")
    assert (row.whole_entity, row.whole_indicator) == ("全省", "gross-industrial-output")
    assert row.share_of is None


def test_a_part_with_the_noun_of_the_whole_has_its_measure_and_a_condition() -> None:
    whole, part, other = read("登记技术合同900项，其中技术开发合同600项；技术服务合同300项。")[0].figures[:3]
    assert part.indicator == whole.indicator == other.indicator
    assert (whole.condition, part.condition, other.condition) == (None, "技术开发合同", "技术服务合同")


def test_a_limit_is_a_share_of_what_it_limits() -> None:
    row = figure("对于年销售额2亿元以上的企业，贷款额度不超过销售额的20%。", "20%")
    assert (row.approximation, row.whole_indicator) == ("atMost", "sales")
    assert row.condition == "年销售额2亿元以上"


@pytest.mark.parametrize(
    ("text", "value", "approximation"),
    [
        ("占总数的三分之一。", "33.33", "exactly"),
        ("近七成企业受益。", "70", "nearly"),
        ("约两成项目完成验收。", "20", "about"),
        ("不到一成。", "10", "nearly"),
        ("过半企业通过认定。", "50", "moreThan"),
        ("四分之一强。", "25", "moreThan"),
        ("约占全国的17%。", "17", "about"),
    ],
)
def test_fractions_and_tenths_are_percentages(text: str, value: str, approximation: str) -> None:
    row = read(text)[0].figures[0]
    assert (row.value, row.unit, row.approximation) == (Decimal(value), "percent", approximation)


# ── 分别 ───────────────────────────────────────────────────────────────────────────────────


def test_changes_said_respectively_go_to_the_figures_in_order() -> None:
    rows = read("合同成交额60亿元，净利润4亿元，同比分别提高7%和近11%。")[0].figures
    assert [row.indicator for row in rows[2:]] == [row.indicator for row in rows[:2]]
    assert [row.change_kind for row in rows] == [None, None, "relativeChange", "relativeChange"]


def test_mixed_changes_said_respectively_find_the_figures_of_their_units() -> None:
    rows = read("选派特派员412名，服务企业298家，较上年分别增加57名和33家。")[0].figures
    assert [row.indicator for row in rows[2:]] == [row.indicator for row in rows[:2]]


def test_numbers_said_respectively_go_to_the_names_in_order() -> None:
    rows = read("{东区|Park}、{西区|Park}分别实现产值30亿元和20亿元。")[0].figures
    assert [row.entity for row in rows] == ["东区", "西区"]


def test_measures_said_respectively_go_to_the_numbers_in_order() -> None:
    rows = read("发明专利、实用新型专利和外观设计专利分别为120件、300件和50件。")[0].figures
    assert [row.indicator for row in rows] == ["invention-patents", "utility-models", "外观设计专利数"]


# ── who ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "written", "entity"),
    [
        ("2015年，{临港基地|Park}实现产值30亿元，上缴税收2亿元。", "2亿元", "临港基地"),
        ("{甲园|Park}引进企业5家；{乙园|Park}引进企业9家。", "9家", "乙园"),
        ("{众创中心|ServiceAgency}正式运营。全年举办沙龙12场。", "12场", "众创中心"),
        ("{蓝天基金|Fund}规模3亿元。其中，政府出资1亿元。", "1亿元", "蓝天基金"),
        ("◎{西湖园|Park} 环境优美。现有企业66家。", "66家", "西湖园"),
        ("{产业基金|Fund}\n规模3亿元。", "3亿元", "产业基金"),
        ("{市科委|GovernmentBody}出台《{惠企十条|PolicyDocument}》，共10条。", "10条", "惠企十条"),
        ("{某银行|Bank}推出{税易贷|FinancialProduct}，累计放款3亿元。", "3亿元", "税易贷"),
        ("举办{科普沙龙|PublicService}6期，参加300人次。", "300人次", "科普沙龙"),
        ("{某市|City}共有<13所高校>完成项目40个。", "40个", "4-9"),
        ("<24家公司>平均利润300万元。", "300万元", "0-5"),
        ("{某市|City}资助项目5项，带动投资3亿元。", "3亿元", "某市"),
        ("对<首次认定的企业>给予20万元奖励。", "20万元", "1-8"),
        ("作为试点之一的{滨江区|District}，2010年以来帮助企业60家。", "60家", "滨江区"),
        ("西部第一家支行——{科技支行|Bank}开业，编制28人。", "28人", "科技支行"),
        ("位于南部的{海洋园|Park}累计引进项目90个。", "90个", "海洋园"),
        ("{甲公司|Company}、{乙公司|Company}等3家企业获奖。", "3家", "某市"),
        ("《{办法|PolicyDocument}》规定，额度不超过50万元。", "50万元", "某市"),
        ("{市科委|GovernmentBody}印发《{意见|PolicyDocument}》，提出孵化器达到60家。", "60家", "某市"),
        ("《{意见|PolicyDocument}》允许<担保公司>按注册资本的10倍放大。", "10倍", "6-10"),
        ("{甲公司|Company}与{乙大学|University}研发的{淬火技术|Technology}，使能耗下降9%。", "9%", "淬火技术"),
        ("由{甲大学|University}组建的{新材料院|ResearchInstitute}落户{滨江区|District}，累计转化成果30项。", "30项", "新材料院"),
        ("在孵的{乙公司|Company}研制出新药，获得2000万元融资。", "2000万元", "乙公司"),
        ("{某部门|GovernmentBody}发放{科技券|FinancialProduct}2亿元，兑现率60%。", "60%", "科技券"),
        ("{税务局|GovernmentBody}为<30家企业>办理{加计扣除|PolicyMeasure}5亿元。", "30家", "加计扣除"),
        ("{滨海园|Park}快速发展。每万人专利申请量是全国平均水平的3倍。", "3倍", "滨海园"),
        ("{联席会|Mechanism}的3次会商。", "3次", "联席会"),
        ("{软件园|Park}引进项目90个，其中<外资机构>占30%，吸纳人才2万人。", "2万人", "软件园"),
        ("{意大利|Country}甲集团、瑞典乙集团等17家企业入驻。", "17家", "某市"),
        ("对<首次入选的企业>奖励20万元；每家最高50万元。", "50万元", "1-8"),
        ("首批资助20个项目，其中{甲市|City}方、{乙市|City}方分别承担3亿元和2亿元。", "3亿元", "某市"),
        ("{传感器热点|Hotspot}<成员单位>从15家增加到20家。", "20家", "传感器热点"),
        ("{软件园|Park}集聚<检测机构60家>，从业人员1800人，年收入3亿元。", "3亿元", "5-12"),
        ("{市科委|GovernmentBody}出台政策。首次认定的<小巨人企业>，可获得30万元补助。", "30万元", "13-18"),
        ("{甲研究所|ResearchInstitute}（{甲所|ResearchInstitute}）、{乙公司|Company}等5家单位开放设备20台。", "5家", "某市"),
        ("{甲研究所|ResearchInstitute}与{乙大学|University}合建实验室2个。", "2个", "甲研究所"),
    ],
)  # fmt: skip
def test_a_figure_describes_the_actor_of_its_clause_or_the_topic_that_holds_on(
    text: str, written: str, entity: str
) -> None:
    assert figure(text, written).entity == entity


def test_the_size_of_a_group_describes_what_the_group_belongs_to() -> None:
    assert figure("{软件园|Park}运行良好。<24家公司>平均利润300万元。", "24家").entity == "软件园"


def test_an_entity_of_another_sentence_is_marked_as_inherited() -> None:
    row = figure("{软件园|Park}扩建。2015年集聚企业90家。", "90家")
    assert (row.entity, row.reading) == ("软件园", "entity:inherited")


# ── modality, conditions ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("园区将引进企业30家。", "planned"),
        ("园区拟引进企业30家。", "planned"),
        ("力争引进企业30家。", "aim"),
        ("筹建企业30家。", "inPreparation"),
        ("试点服务企业30家。", "trial"),
        ("鼓励引进企业30家。", "permittedOrEncouraged"),
        ("引进企业30家。", "asserted"),
        ("培育干将企业30家。", "asserted"),
        ("为鼓励创新引进企业30家。", "asserted"),
    ],
)
def test_what_is_not_yet_so_has_its_modality(text: str, modality: str) -> None:
    assert figure(text, "30家").modality == modality


@pytest.mark.parametrize(
    ("text", "written", "condition"),
    [
        ("首批19家企业挂牌。", "19家", "首批"),
        ("资助第3批30个项目。", "30个", "第3批"),
        ("除软件业外引进企业30家。", "30家", "除软件业外"),
        ("会员从9家增加到21家。", "9家", "增加前"),
        ("审批用时由20个工作日压缩到12个工作日。", "20个工作日", "压缩前"),
        ("新增国家级孵化器3家。", "3家", "国家级"),
        ("新增省、市级研发中心8家。", "8家", "省、市级"),
        ("首期到位资金3亿元。", "3亿元", "首期"),
        ("第三届大赛报名项目60个，18个晋级决赛。", "18个", "第三届"),
        ("拥有发明专利的项目18个。", "18个", "拥有发明专利"),
        ("员工300人，其中博士20人。", "20人", "博士"),
        ("入驻机构72家（含外资8家）。", "8家", "外资"),
        ("企业90家，其中年收入过亿元的17家。", "17家", "年收入过亿元"),
        ("人才1.9万人，其中博士占11%。", "11%", "博士"),
        ("获科技进步奖6项，其中一等奖1项。", "1项", "一等奖"),
        ("孵化器30家，其中国家级9家、省级12家。", "12家", "省级"),
        ("单个项目不超过100万元。", "100万元", "单个项目"),
        ("重新认定的奖励10万元。", "10万元", "重新认定"),
        ("以商标权质押的，质押率不高于40%。", "40%", "以商标权质押"),
        ("对<首次认定的企业>奖励20万元。", "20万元", "首次认定"),
        ("首批成员28家，其中高校6家。", "6家", "首批"),
        ("不良率比全行平均水平高1.5个百分点。", "1.5个百分点", "高于全行平均水平"),
    ],
)
def test_what_limits_a_figure_is_its_condition(text: str, written: str, condition: str) -> None:
    assert figure(text, written).condition == condition


# ── what is no figure ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("从管理、服务两个方面推进。", "rhetorical count"),
        ("围绕三大目标开展工作。", "rhetorical count"),
        ("实施“3个10亿”计划。", "slogan"),
        ("{中关村100家|Programme}启动。", "part of a name"),
        ("市、区两级联动。", "levels, not a count"),
        ("甲、乙两市共建。", "names summed up, not a count"),
    ],
)
def test_numbers_that_count_nothing_are_excluded_with_the_reason(text: str, reason: str) -> None:
    bound, _ = read(text)
    assert bound.figures == ()
    assert {row.reason for row in bound.exclusions} == {reason}


def test_money_whose_unit_is_left_out_takes_that_of_the_figure_it_is_compared_with() -> None:
    assert figure("减免税收9亿元，比2014年8亿增长12%。", "8亿").unit == "CNY"


# ── laws ───────────────────────────────────────────────────────────────────────────────────

_PIECES = st.sampled_from(
    "2014年 截至6月底 ， 。 ； 、 （ ） 《 》 “ ” 其中 占 同比 增长 比上年 下降 分别 和 30% 5亿元 12家 三成 企业 的 "
    "第3批 首批 从 到 对 给予 每 为 与 等 专利 产值 "
    "{园区|Park} <9家公司> {某市|City} 20～30个 1.5倍 两个 百分点 \n ◎ 将 一番 三分之二 人 次".split(" ")
)


@given(st.lists(_PIECES, max_size=40).map("".join))
def test_any_text_is_read_and_each_figure_stands_where_it_says(marked: str) -> None:
    bound, text = read(marked)
    sentences = {f"{each.begin}-{each.end}": each for each in segment(text)}
    ids = [row.id for row in bound.figures]
    assert len(ids) == len(set(ids))
    for row in bound.figures:
        home = sentences[row.sentence]
        assert home.begin <= row.begin < row.end <= home.end
        assert row.id == f"{row.begin}-{row.end}"
        assert row.compared_with is None or row.compared_with in ids
        assert row.share_of is None or row.share_of in ids
        assert (row.change_kind is None) == (row.comparison_period is None)
        assert (row.whole_entity is None) == (row.whole_indicator is None)
    assert {row.period for row in bound.figures} <= {row.id for row in bound.periods}
    assert {row.indicator for row in bound.figures} <= {row.id for row in bound.indicators}
    assert {row.unit for row in bound.figures} <= {row.id for row in bound.units}


def test_the_same_text_is_read_in_the_same_way() -> None:
    text = "2014年，{甲园|Park}产值9亿元，同比增长8%，占{全省|Province}的5%。"
    assert read(text) == read(text)


@pytest.mark.parametrize(
    ("table", "row"), [("indicators", {"id": "x", "zh": "", "en": "x"}), ("measure-words", {"form": "达"})]
)
def test_a_row_of_a_pack_without_what_it_needs_is_named(table: str, row: dict[str, str]) -> None:
    broken = replace(lexicon(), tables={**lexicon().tables, table: ({**row, "source": "pack.csv, row 7"},)})
    with pytest.raises(InputError, match=r"pack\.csv, row 7: no .*expected"):
        measure_words(broken)


def test_a_share_may_be_of_what_a_group_has() -> None:
    row = figure("<9家高新企业>营业收入占<24家挂牌企业>营业收入的57%。", "57%")
    assert (row.entity, row.whole_entity, row.whole_indicator) == ("0-6", "11-18", "revenue")


def test_a_nested_part_belongs_to_the_whole_with_its_noun() -> None:
    whole, _, part, share = read("认定项目300项，涉及单位90家，其中重点项目60个，占20%。")[0].figures
    assert (share.share_of, share.indicator) == (whole.id, part.indicator)

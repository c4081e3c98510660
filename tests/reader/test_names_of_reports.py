"""Names as the reports of governments write them."""

from __future__ import annotations

import pytest
from support.names import LEXICON
from support.names import named as named_elsewhere
from support.names import named_in_report as named
from support.names import read_report as read

from kg.reader.names.boundaries import Boundaries


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("本市打造服务平台中心区域。", "台中"),
        ("各地隆重庆祝节日。", "重庆"),
        ("推动沿海南部开放。", "海南"),
        ("企业要赶上海洋经济的浪潮。", "上海"),
        ("这是一次重大连接。", "大连"),
        ("落实资源配置，扩大内需。", "资源"),
        ("鼓励中央企业到当地投资。", "中央"),
        ("广大党员干部带头。", "党"),
        ("培养“数字洛阳”的理念。", "洛阳"),
        ("认真办理政协提案。", "政协"),
    ],
)
def test_no_name_stands_where_its_characters_belong_to_words(text: str, form: str) -> None:
    assert form not in named(text)


def test_a_common_word_is_a_place_next_to_places() -> None:
    found = named("天津市发展。天津市南开、河西、红桥三个区领先。发展红桥文化要团结。")
    assert found.get("红桥") == "District"
    assert "团结" not in found


@pytest.mark.parametrize(
    ("text", "form", "class_"),
    [
        ("在党中央坚强领导下，各项工作开展。", "党中央", "GovernmentBody"),
        ("主动接受人大的监督。", "人大", "GovernmentBody"),
        ("听取工商联和妇联的意见。", "工商联", "Organisation"),
        ("我代表区政府报告工作。", "区政府", "GovernmentBody"),
        ("春晖路小学开工建设。", "春晖路小学", "Organisation"),
        ("第三幼儿园投入使用。", "第三幼儿园", "Organisation"),
        ("改造青松路、光华街等道路。", "青松路", "Place"),
        ("云锦大酒店开业。", "云锦大酒店", "Place"),
        ("白石河水利枢纽开工。", "白石河水利枢纽", "Place"),
        ("实施溪口、麻岭等灌区改造。", "麻岭", "Place"),
        ("促进西部地区开发，东北全面振兴。", "西部地区", "Region"),
        ("深入实施就业优先战略。", "就业优先战略", "Programme"),
        ("推进青石岭调蓄工程。", "青石岭调蓄工程", "Programme"),
        ("完成老城区管网改造一期工程。", "老城区管网改造一期工程", "Project"),
        ("打好柴油货车污染攻坚战。", "柴油货车污染攻坚战", "Programme"),
        ("落实食品安全责任制。", "食品安全责任制", "Programme"),
        ("依法执行民法典。", "民法典", "PolicyDocument"),
        ("实施培育壮大集体经济三年行动。", "培育壮大集体经济三年行动", "Programme"),
        ("建设平安洛阳建设示范点。", "平安洛阳建设", "Programme"),
    ],
)
def test_names_of_bodies_places_and_programmes(text: str, form: str, class_: str) -> None:
    assert named(text).get(form) == class_


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("深入落实“三进三退”战略。", "“三进三退”战略"),
        ("扎实推进“五个着力”。", "“五个着力”"),
        ("开展“晨光读书”、“晚风阅读”等活动。", "“晚风阅读”"),
        ("实施牧区“户户通电”工程。", "牧区“户户通电”工程"),
        ("学校入选国家“新芽计划”。", "国家“新芽计划”"),
    ],
)
def test_a_quoted_phrase_that_is_carried_out_names_a_programme(text: str, form: str) -> None:
    assert form in named(text)


@pytest.mark.parametrize(
    "text",
    [
        "发挥“压舱石”作用。",
        "树立“过苦日子”的思想。",
        "做好“三农”工作。",
        "推广“农户是主体，村里来组织”的经验。",
        "严肃查处银行违规行为。",
        "全面落实货币政策。",
        "发放生活补贴。",
    ],
)
def test_emphasis_and_kinds_name_nothing(text: str) -> None:
    assert not {form for form, class_ in named(text).items() if class_ != "Market"}


def test_a_session_is_not_the_body_that_holds_it() -> None:
    assert "区委" not in named("按照区委九届三次全会的部署。")
    assert "区委" in named("按照区委的部署。")


def test_two_bodies_are_two_names() -> None:
    assert set(named("在市委、市政府领导下。")) == {"市委", "市政府"}


def test_coined_names_of_companies_are_told_by_their_list() -> None:
    found = named("扶持麦禾堂、远昌、瑞丰源等加工企业。")
    assert {form for form, class_ in found.items() if class_ == "Company"} == {"麦禾堂", "远昌", "瑞丰源"}
    assert not named("支持光伏、风电等制造企业。")


def test_laboratories_in_a_list_are_no_places() -> None:
    assert named("推动太湖、钟山等实验室发展。").get("太湖") == "ResearchFacility"


def test_the_likeliest_division_is_that_of_common_words() -> None:
    boundaries = Boundaries(LEXICON.frequencies)
    assert boundaries.words("各地隆重庆祝节日") == ["各地", "隆重", "庆祝", "节日"]
    assert boundaries.divides("推动上海发展", 2, 4, 100)
    assert not boundaries.divides("赶上海洋时代", 1, 3, 100)


def test_names_keep_the_quotation_marks_they_are_written_with() -> None:
    text = "组织“新城英才培育计划”申报。"
    assert {text[each.begin : each.end] for each in read(text).mentions if each.class_ == "Programme"} == {
        "“新城英才培育计划”"
    }


@pytest.mark.parametrize(
    ("text", "form", "class_"),
    [
        ("持续推进实施渔船更新补贴政策的试点。", "渔船更新补贴政策", "PolicyMeasure"),
        ("湖鲜深加工产业集群以老码头为重点。", "湖鲜深加工产业集群", "Cluster"),
        ("渔易贷款推行力度不断增强。", "渔易贷款", "FinancialProduct"),
    ],
)
def test_a_yearbook_names_what_a_report_only_speaks_of(text: str, form: str, class_: str) -> None:
    assert named_elsewhere(text).get(form) == class_
    assert form not in named(text)


def test_a_listed_name_is_found_in_quotation_marks_where_a_place_is_not() -> None:
    found = named_elsewhere("武汉市打造“国家级孵化器”品牌，又提出“数字武汉”的总体定位。武汉市科委参与。")
    assert "国家级孵化器" in found
    assert [form for form in found if form == "武汉"] == []


@pytest.mark.parametrize(
    "text",
    [
        "——2026年1月5日在江苏省第十四届人民代表大会第三次会议上\n一、工作回顾\n迭代升级我省“渔港经济32条政策”。",
        "海阔公司渔船三期、、大湖渔网二期等项目开工。",
        "海阔公司渔船三期、（）等项目开工。",
    ],
)
def test_no_slip_of_the_pen_stops_the_reader(text: str) -> None:
    assert read(text).mentions

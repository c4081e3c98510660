from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from support.names import named, read


@pytest.mark.parametrize(
    ("text", "form", "class_"),
    [
        ("去年，柳州市汽车零部件检测中心投入使用。", "柳州市汽车零部件检测中心", "ServiceAgency"),
        ("支持绵阳科创担保有限公司扩大规模。", "绵阳科创担保有限公司", "GuaranteeCompany"),
        ("该项目由鲲鹏农业银行负责。", "鲲鹏农业银行", "Bank"),
        ("推进洛阳矿山机械工程设计研究院改制。", "洛阳矿山机械工程设计研究院", "ResearchInstitute"),
        ("在泉州软件园举办路演。", "泉州软件园", "Park"),
        ("由芜湖市机器人产业技术创新战略联盟组织。", "芜湖市机器人产业技术创新战略联盟", "Alliance"),
        ("两个团队获得昆明市科技进步奖。", "昆明市科技进步奖", "Award"),
    ],
)
def test_a_name_reaches_from_its_place_to_its_head(text: str, form: str, class_: str) -> None:
    assert named(text).get(form) == class_


def test_a_verb_ends_the_phrase_before_a_name_without_place() -> None:
    found = named("全市加快组建微电网控制协同创新中心，推进航空轮胎检测与评价服务平台建设。")
    assert found["微电网控制协同创新中心"] == "ResearchFacility"
    assert found["航空轮胎检测与评价服务平台"] == "Platform"


def test_names_that_and_joins_are_separate() -> None:
    found = named("苏州大学、常州大学和江苏省产业技术研究院共同参与。")
    assert set(found) == {"苏州大学", "常州大学", "江苏省产业技术研究院"}


def test_and_within_a_name_joins_what_it_is_about() -> None:
    assert "南开大学区域政策与创新研究中心" in named("报告由南开大学区域政策与创新研究中心完成。")


def test_a_body_that_acts_ends_its_name() -> None:
    assert set(named("市科技局联合市财政局制定细则。")) == {"市科技局", "市财政局"}


def test_a_country_is_no_part_of_a_foreign_company() -> None:
    found = named("引进德国施密特传动公司的设备。")
    assert found == {"德国": "Country", "施密特传动公司": "Company"}


def test_traditional_characters_are_read_as_simplified_ones() -> None:
    text = "臺州市與浙江大學共建模具檢測中心，推進創新。"
    reading = read(text)
    assert [text[each.begin : each.end] for each in reading.mentions if each.class_ == "University"] == ["浙江大學"]
    assert "浙江大学" in {row.id for row in reading.entities}


def test_a_kind_is_no_name() -> None:
    assert named("依托各类专业服务机构和公共服务平台，发展商业银行。") == {}


def test_what_is_counted_is_a_group_and_no_name() -> None:
    text = "新认定12家市级研发中心。"
    assert named(text) == {}
    assert [
        (text[each.begin : each.end], int(each.size or 0)) for each in read(text).mentions if each.kind == "group"
    ] == [("12家市级研发中心", 12)]


def test_what_a_place_has_a_number_of_is_no_name() -> None:
    assert named("柳州市众创空间累计达到14家。") == {"柳州市": "City"}
    assert "柳州市众创空间" in named("柳州市众创空间服务团队14个。")


def test_what_a_clause_launches_is_a_name_if_the_text_goes_on_about_it() -> None:
    found = named("全市推出知识贷款，当年发放3笔。知识贷款受到欢迎。设立专项资金，规模1亿元。设立晨星基金，用于奖励。")
    assert found["知识贷款"] == "FinancialProduct"
    assert found["晨星基金"] == "Fund"
    assert "专项资金" not in found


def test_a_programme_that_gives_something_ends_before_its_verb() -> None:
    assert named("“腾飞人才计划”资助团队21个。") == {"“腾飞人才计划”": "Programme"}


def test_titles_are_atomic_and_classed_by_their_last_word() -> None:
    found = named("《宜昌市专利资助办法（试行）》和《宜昌科技报告》先后印发。")
    assert found["《宜昌市专利资助办法（试行）》"] == "PolicyDocument"
    assert found["《宜昌科技报告》"] == "Publication"


def test_a_list_tells_what_its_items_are() -> None:
    found = named("园区引进了启明芯、蓝鲸药和远帆机床等3家企业。")
    assert {form for form, class_ in found.items() if class_ == "Company"} == {"启明芯", "蓝鲸药", "远帆机床"}


def test_a_quoted_name_goes_with_its_head() -> None:
    assert named("实施“滴水”工程。")["“滴水”工程"] == "Programme"


def test_a_short_place_counts_only_where_its_area_is_the_subject() -> None:
    inside = named("辽宁省朝阳市的科技企业在朝阳集聚。朝阳市财政支持。")
    assert "朝阳" in inside
    outside = named("成都市的企业朝阳光方向发展，成都加快布局。")
    assert "朝阳" not in outside


def test_a_place_does_not_end_within_a_word() -> None:
    found = named("天津市场规模扩大，天津区域优势明显。天津市很大。")
    assert "天津市场" not in found
    assert "天津" in found


def test_the_whole_town_is_the_town() -> None:
    text = "长沙市研发投入增长。全市企业增多，长沙领先。"
    reading = read(text)
    assert {each.entity for each in reading.mentions if text[each.begin : each.end] in {"全市", "长沙", "长沙市"}} == {
        "长沙市"
    }


def test_a_district_of_the_same_name_is_that_of_the_documents_city() -> None:
    reading = read("福州市加快发展。福州市鼓楼区新建园区。")
    assert {row.id: row.code for row in reading.entities}["鼓楼区"] == "350102"


def test_a_district_of_several_cities_has_no_code_where_none_is_near() -> None:
    reading = read("鼓楼区新建园区。")
    assert {row.id: row.code for row in reading.entities}.get("鼓楼区") is None


@settings(max_examples=150)
@given(
    st.lists(
        st.sampled_from(
            "上海市 南京 鼓楼区 科技 技术 创新 中心 大学 研究院 有限公司 平台 政策 《 》 “ ” （ ） 以下简称 、 和 与 ， 。 15家 "
            "企业 "
            "银行 3.5亿元 该 各类 的 联合 推进 \r\n \n ◎ 第一节 2012年 等5家 計劃 A ０ 　 \ufeff".split(" ")
        )
    ).map("".join)
)
@example("")
@example("》《”“）（")
def test_any_text_is_read_with_valid_places(text: str) -> None:
    reading = read(text)
    for each in reading.mentions:
        assert 0 <= each.begin < each.end <= len(text)
        home = reading.sentences[each.sentence]
        assert home.begin <= each.begin
        assert each.end <= home.end
    spans = sorted((each.begin, each.end) for each in reading.mentions if each.kind != "group")
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    known = {row.id for row in reading.entities} | {row.id for row in reading.groups}
    assert {each.entity for each in reading.mentions} <= known
    forms = {row.form for row in reading.names}
    assert all(
        text[each.begin : each.end] in forms for each in reading.mentions if each.kind not in {"group", "anaphor"}
    )


@settings(max_examples=60)
@given(st.text(max_size=200))
def test_arbitrary_characters_are_read(text: str) -> None:
    for each in read(text).mentions:
        assert text[each.begin : each.end]

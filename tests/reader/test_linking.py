from __future__ import annotations

from support.names import read

from kg.model import Document
from kg.reader import read_mentions
from kg.reader.packs.lexicon import GENERAL_PACKS


def entities_of(text: str, form: str) -> set[str]:
    return {each.entity for each in read(text).mentions if text[each.begin : each.end] == form}


def test_an_alias_in_a_bracket_means_the_name_before_it() -> None:
    text = "宁波市新材料测试服务中心（以下简称“新测”）挂牌。新测服务企业30家。"
    assert entities_of(text, "新测") == {"宁波市新材料测试服务中心"}


def test_a_short_form_means_the_one_name_that_it_is_part_of() -> None:
    text = "赣州市稀土新材料检测有限公司落户。稀土检测公司投入2000万元。"
    assert entities_of(text, "稀土检测公司") == {"赣州市稀土新材料检测有限公司"}


def test_an_ambiguous_short_form_is_not_resolved() -> None:
    text = "大连船舶检测有限公司与大连船用检测有限公司签约。船检测公司获奖。"
    assert entities_of(text, "船检测公司") <= {"船检测公司"}


def test_this_platform_is_the_nearest_platform() -> None:
    text = "汕头市玩具设计服务平台建成。该平台服务企业60家。平台还开放仪器12台。"
    assert entities_of(text, "平台") == {"汕头市玩具设计服务平台"}


def test_a_bare_head_is_not_linked_across_a_section() -> None:
    text = "第一节 平台\n汕头市玩具设计服务平台建成。\n第二节 其他\n该平台很好。"
    assert entities_of(text, "平台") == set()


def test_a_word_for_a_document_that_lays_something_down_means_the_document_named_last() -> None:
    text = "市政府印发《株洲市科技人才引进实施办法》。新政明确，对领军人才资助50万元。措施得力，效果好。"
    assert entities_of(text, "新政") == {"《株洲市科技人才引进实施办法》"}
    assert entities_of(text, "措施") == set()


def test_an_alias_in_a_bracket_is_made_of_the_name_whatever_it_ends_in() -> None:
    text = "太原重型电站设备集团公司（太电集团）、煤炭工业第三〇八研究所（308所）签约。太电集团与308所合作。"
    assert entities_of(text, "太电集团") == {"太原重型电站设备集团公司"}
    assert entities_of(text, "308所") == {"煤炭工业第三〇八研究所"}


def test_a_body_with_the_name_of_its_city_is_the_same_body() -> None:
    text = "合肥市财政局拨款。市财政局还审核了项目。合肥很好。"
    assert len(entities_of(text, "合肥市财政局") | entities_of(text, "市财政局")) == 1


def test_a_districts_bureau_belongs_to_the_district_named_before() -> None:
    text = "青岛市崂山区推出新举措，区科技局组织实施。青岛市。"
    assert entities_of(text, "区科技局") == {"区科技局--崂山区"}


def test_a_short_title_means_the_title_it_shortens() -> None:
    text = "《株洲市科技人才引进实施办法》出台。《实施办法》明确了补贴。"
    assert entities_of(text, "《实施办法》") == {"《株洲市科技人才引进实施办法》"}


def test_an_entity_keeps_its_standard_name_by_code() -> None:
    reading = read("厦门的企业很多，厦门发展快。")
    (row,) = [each for each in reading.entities if each.class_ == "City"]
    assert (row.id, row.code, row.en) == ("厦门市", "350200", "Xiamen")


def test_the_year_is_the_one_most_often_named() -> None:
    text = "2009年启动，2010年扩大，2010年完成。"
    assert read_mentions(Document("t", text, ""), GENERAL_PACKS).context.base_year == 2010


def test_a_year_aimed_at_or_in_a_title_is_not_the_documents() -> None:
    text = "2013年，投入增长。《规划（2018—2020年）》出台，到2020年建成。《2020年目标》和到2020年的任务分解到区。截至2013年底完成。"
    assert read_mentions(Document("t", text, ""), GENERAL_PACKS).context.base_year == 2013


def test_a_year_that_sentences_begin_with_outweighs_one_that_they_compare_with() -> None:
    text = "2014年，产值比2013年增长，专利比2013年增加。\n2014年，企业较2013年增多。"
    assert read_mentions(Document("t", text, ""), GENERAL_PACKS).context.base_year == 2014

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InputError
from kg.text.quantities import base_units, find_quantities, is_decline, load_units

if TYPE_CHECKING:
    from pathlib import Path


def read(text: str) -> list[tuple[str, str, str, str]]:
    found = []
    for each in find_quantities(text):
        value = f"{each.value.normalize():f}" if each.value is not None else f"{each.lower:f}..{each.upper:f}"
        found.append((text[each.begin : each.end], value, each.unit, each.approximation))
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("设立12家中心", ("12家", "12", "家", "exactly")),
        ("投入2.5亿元", ("2.5亿元", "250000000", "CNY", "exactly")),
        ("出口３０万美元", ("３０万美元", "300000", "USD", "exactly")),
        ("增长18.4%", ("18.4%", "18.4", "percent", "exactly")),
        ("提高3个百分点", ("3个百分点", "3", "percentagePoint", "exactly")),
        ("服务300多项", ("300多项", "300", "项", "moreThan")),
        ("有60余人", ("60余人", "60", "人", "moreThan")),
        ("培训2000多万人次", ("2000多万人次", "20000000", "人次", "moreThan")),
        ("接近500条", ("500条", "500", "条", "nearly")),
        ("近20亿元左右", ("20亿元", "2000000000", "CNY", "nearly")),
        ("约30家", ("30家", "30", "家", "about")),
        ("30家左右", ("30家", "30", "家", "about")),
        ("突破了40万家", ("40万家", "400000", "家", "moreThan")),
        ("超过200万元", ("200万元", "2000000", "CNY", "moreThan")),
        ("通过1个平台", ("1个", "1", "个", "exactly")),
        ("80家以上", ("80家", "80", "家", "atLeast")),
        ("不少于5所", ("5所", "5", "所", "atLeast")),
        ("最高不超过50万元", ("50万元", "500000", "CNY", "atMost")),
        ("额度不超过投资额的30%", ("30%", "30", "percent", "atMost")),
        ("10家以内", ("10家", "10", "家", "atMost")),
        ("达到7次", ("7次", "7", "次", "exactly")),
        ("收入3000万元—1亿元", ("3000万元—1亿元", "30000000..100000000", "CNY", "exactly")),
        ("占10%～15%", ("10%～15%", "10..15", "percent", "exactly")),
        ("3至5家", ("3至5家", "3..5", "家", "exactly")),
        ("3—5万元", ("3—5万元", "30000..50000", "CNY", "exactly")),
        ("设备101台（套）", ("101台（套）", "101", "台（套）", "exactly")),
        ("三所高校", ("三所", "3", "所", "exactly")),
        ("十余家", ("十余家", "10", "家", "moreThan")),
        ("百分之二十", ("百分之二十", "20", "percent", "exactly")),
        ("定为百分之八至九。", ("百分之八至九", "8..9", "percent", "exactly")),
        ("增长百分之三到百分之五", ("百分之三到百分之五", "3..5", "percent", "exactly")),
        ("去年9.5亿增长", ("9.5亿", "950000000", "1", "exactly")),
        ("每满3个亿", ("3个亿", "300000000", "1", "exactly")),
        ("授信额度每满3个亿", ("3个亿", "300000000", "CNY", "exactly")),
    ],
)  # fmt: skip
def test_a_quantity_has_its_value_unit_and_approximation(text: str, expected: tuple[str, str, str, str]) -> None:
    assert read(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "2015年",
        "3月5日",
        "近3年",
        "第4批",
        "一个平台",
        "一批企业",
        "二级市场",
        "数十家",
        "几十个",
        "“863”计划",
        "进一步",
        "统一",
        "A12个",
    ],
)
def test_dates_ordinals_articles_and_words_are_no_quantities(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "form", "value"),
    [
        ("投入3亿5000万元建港", "3亿5000万元", 350000000),
        ("产值1,234.5万元", "1,234.5万元", 12345000),
        ("投入三千六百万元", "三千六百万元", 36000000),
        ("二十多万元", "二十多万元", 200000),
        ("100多个亿", "100多个亿", 10**10),
        ("引资30万英镑", "30万英镑", 300000),
        ("港区4平方公里", "4平方公里", 4000000),
        ("仓库2万㎡", "2万㎡", 20000),
        ("航道五公里", "五公里", 5000),
        ("装机20MW", "20MW", 20000000),
        ("占六成", "六成", 60),
        ("百分之百", "百分之百", 100),
        ("发表SCI30篇", "30篇", 30),
        ("15 家码头", "15 家", 15),
        ("3.5 亿元", "3.5 亿元", 350000000),
        ("船舶9艘,渔民", "9艘", 9),
    ],
)
def test_value_is_in_base_units_however_it_is_written(text: str, form: str, value: int) -> None:
    (found,) = find_quantities(text)
    assert (text[found.begin : found.end], found.value) == (form, Decimal(value))


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("6个（家）", "个（家）"),
        ("6个(家)", "个（家）"),
        ("40万人次", "人次"),
        ("8场次", "场次"),
        ("8场", "场"),
        ("7百分点", "percentagePoint"),
        ("7‰", "permille"),
        ("千分之七", "permille"),
        ("9万港币", "HKD"),
        ("9万日元", "JPY"),
        ("9万元人民币", "CNY"),
        ("五部委", "部委"),
        ("两市", "市"),
        ("12省市", "省市"),
        ("5级台阶", None),
        ("90例", "例"),
        ("9.5万亿", "1"),
        ("200余企业", "1"),
    ],
)
def test_the_longest_form_decides_the_unit(text: str, unit: str | None) -> None:
    assert [each.unit for each in find_quantities(text)] == ([unit] if unit else [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("接近3成", "nearly"),
        ("将近30家", "nearly"),
        ("不足30家", "nearly"),
        ("附近30家", "exactly"),
        ("邻近30家", "exactly"),
        ("大约30家", "about"),
        ("签约30家", "exactly"),
        ("节约30万元", "exactly"),
        ("预约30人", "exactly"),
        ("30人上下", "about"),
        ("30家上下游企业", "exactly"),
        ("20来家", "about"),
        ("逾30家", "moreThan"),
        ("取得技术突破30项", "exactly"),
        ("渔船突破30艘", "moreThan"),
        ("超过总数的30%", "moreThan"),
        ("超过本市的30家企业", "exactly"),
        ("30元多，", "moreThan"),
        ("30家多媒体公司", "exactly"),
        ("高达30亿元", "exactly"),
        ("至少有30家", "atLeast"),
        ("不低于30%", "atLeast"),
        ("低于30%", "atMost"),
        ("30万元（含）以上", "atLeast"),
        ("30人及以上", "atLeast"),
        ("30元起。", "atLeast"),
        ("30家起草单位", "exactly"),
        ("最高给予30万元", "atMost"),
        ("未超过30家", "atMost"),
        ("30万元封顶", "atMost"),
        ("30家以下", "atMost"),
        ("在港口上30家", "exactly"),
        ("每户至多申领30张", "atMost"),
        ("至少引进30个团队", "atLeast"),
        ("不足预期的三成", "nearly"),
        ("不及去年的三成", "nearly"),
        ("不超过注册资本30倍", "atMost"),
        ("高于同行水平30倍", "exactly"),
        ("30万元（含30万）以下", "atMost"),
        ("接近于30%", "nearly"),
        ("新近30家", "exactly"),
    ],
)
def test_words_around_a_number_decide_how_exactly_it_is_meant(text: str, expected: str) -> None:
    found, *_ = find_quantities(text)
    assert (found.value in (30, 20, 300000, 3 * 10**9), found.approximation) == (True, expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("近千家", ("千家", "1000", "家", "nearly")),
        ("上万人次", ("万人次", "10000", "人次", "atLeast")),
        ("百余项", ("百余项", "100", "项", "moreThan")),
        ("产值过亿元", ("亿元", "100000000", "CNY", "moreThan")),
    ],
)
def test_scale_alone_is_a_number_behind_an_approximating_word(text: str, expected: tuple[str, str, str, str]) -> None:
    assert read(text) == [expected]


@pytest.mark.parametrize("text", ["百家争鸣", "千人渔村", "成千上万家", "万户"])
def test_scale_alone_is_rhetoric_without_such_a_word(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("三到五家", ("三到五家", "3..5", "家", "exactly")),
        ("300～500万元", ("300～500万元", "3000000..5000000", "CNY", "exactly")),
        ("3万-5万", ("3万-5万", "30000..50000", "1", "exactly")),
        ("不超过10%—15%", ("10%—15%", "10..15", "percent", "atMost")),
        ("约3—5家", ("3—5家", "3..5", "家", "about")),
        ("两三家", ("两三家", "2..3", "家", "about")),
        ("二三十项", ("二三十项", "20..30", "项", "about")),
        ("十七八个", ("十七八个", "17..18", "个", "about")),
        ("从3万元到5万元不等", ("3万元到5万元", "30000..50000", "CNY", "exactly")),
        ("由3家至5家之间", ("3家至5家", "3..5", "家", "exactly")),
    ],
)
def test_a_range_has_two_bounds_and_the_approximation_around_it(text: str, expected: tuple[str, str, str, str]) -> None:
    assert read(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("从3家到5家", ["3家", "5家"]),
        ("由21%至35%", ["21%", "35%"]),
        ("5家-3人", ["5家", "3人"]),
        ("9%—4%", ["9%", "4%"]),
    ],
)
def test_from_and_to_of_a_change_are_two_quantities(text: str, expected: list[str]) -> None:
    assert [form for form, *_ in read(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("七大领域", ["七大"]),
        ("二十大报告", []),
        ("三级医院", []),
        ("省、市、县三级", ["三级"]),
        ("市区两级", ["两级"]),
        ("第3、4批", []),
        ("第 3 批", []),
        ("前10名", []),
        ("目前10名", ["10名"]),
        ("三期工程", []),
        ("三期培训", ["三期"]),
        ("四位一体", []),
        ("863项目", []),
        ("3个月", []),
        ("3个工作日", ["3个工作日"]),
        ("三元", []),
        ("增长一倍", ["一倍"]),
        ("“200万”行动", []),
        ("七台河渔港", []),
        ("十五期间", []),
        ("2012市场", []),
    ],
)
def test_ordinals_ranks_names_and_longer_words_are_no_quantities(text: str, expected: list[str]) -> None:
    assert [form for form, *_ in read(text)] == expected


def test_quantities_stand_in_the_order_of_the_text() -> None:
    assert [form for form, *_ in read("15家银行、8家公司共23家，投放1.2亿元")] == ["15家", "8家", "23家", "1.2亿元"]


@pytest.mark.parametrize(
    ("text", "falls"),
    [
        ("成本下降8%", True),
        ("减少了约3家", True),
        ("同比回落0.4个百分点", True),
        ("降幅达8%", True),
        ("同比增长-8%", True),
        ("增长8%", False),
        ("8%", False),
        ("下降到8%", False),
        ("降低渔民负担8万元", False),
    ],
)
def test_a_verb_before_the_number_says_that_it_fell(text: str, falls: bool) -> None:  # noqa: FBT001 - a table
    assert is_decline(text, find_quantities(text)[0]) is falls


def test_a_decline_holds_for_all_numbers_that_are_listed_behind_it() -> None:
    text = "分别下降6%、约7%和8%，增长9%"
    assert [is_decline(text, each) for each in find_quantities(text)] == [True, True, True, False]


@given(st.text(alphabet="0123456789.,万亿千百十一二三两多余个家元%—至约近超过以上年月日第（）套台", max_size=40))
def test_quantities_stand_where_they_say(text: str) -> None:
    end = 0
    for each in find_quantities(text):
        assert end <= each.begin < each.end <= len(text)
        assert (each.value is None) == (each.lower is not None) == (each.upper is not None)
        end = each.end


@pytest.mark.parametrize(
    ("unit", "size", "found"),
    [
        ("渔港的码头已经修好。", 10**6, 0),
        ("1", 10**6, 0),
        ("一", 10**6, 0),
        ("不超过的", 100_000, 0),
        ("1,234", 50_000, 0),
        ("12家", 15_000, 5_000),
        ("第3、", 30_000, 0),
    ],
)
def test_a_long_text_is_read_without_blowing_up(unit: str, size: int, found: int) -> None:
    text = unit * (size // len(unit)) + "。渔船7艘"
    assert len(find_quantities(text)) == found + 1


def test_units_can_be_added_by_a_table(tmp_path: Path) -> None:
    path = tmp_path / "units.csv"
    path.write_text("form,unit,factor,kind\n箱,箱,1,counter\n", encoding="utf-8")
    (found,) = find_quantities("三箱", load_units(path))
    assert (found.value, found.unit) == (Decimal(3), "箱")
    assert "CNY" in base_units().ids


def test_a_later_table_of_units_replaces_forms_of_an_earlier_one(tmp_path: Path) -> None:
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    first.write_text("form,unit,factor,kind\n箱,箱,1,counter\n元,CNY,1,strict\n", encoding="utf-8-sig")
    second.write_text("form,unit,factor,kind\n箱,瓶,12,counter\n三箱镇,,,name\n", encoding="utf-8")
    units = load_units(first, second)
    assert [(each.value, each.unit) for each in find_quantities("三箱镇有五箱，8元", units)] == [
        (Decimal(60), "瓶"),
        (Decimal(8), "CNY"),
    ]
    assert units.ids == {"瓶", "CNY", "1"}


@pytest.mark.parametrize(
    "row", ["箱,箱,many,counter", "箱,箱,0,counter", "箱,,1,counter", "箱,箱,1,box", ",箱,1,counter", "箱"]
)
def test_a_bad_table_of_units_is_named_with_its_row(tmp_path: Path, row: str) -> None:
    path = tmp_path / "units.csv"
    path.write_text(f"form,unit,factor,kind\n元,CNY,1,strict\n{row}\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"units\.csv, row 3: .*expected"):
        load_units(path)


def test_a_missing_table_of_units_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.csv: cannot be read"):
        load_units(tmp_path / "none.csv")


@given(
    st.integers(1, 10**6),
    st.sampled_from([("家", "家", 1), ("万元", "CNY", 10**4), ("亿美元", "USD", 10**8), ("%", "percent", 1)]),
    st.sampled_from(
        [
            ("约", "", "about"),
            ("近", "", "nearly"),
            ("", "以上", "atLeast"),
            ("不超过", "", "atMost"),
            ("", "", "exactly"),
        ]
    ),
)
def test_every_number_is_found_with_its_unit_between_any_words(
    number: int, unit: tuple[str, str, int], words: tuple[str, str, str]
) -> None:
    text = f"港口，{words[0]}{number}{unit[0]}{words[1]}。"
    (found,) = find_quantities(text)
    assert text[found.begin : found.end] == f"{number}{unit[0]}"
    assert (found.value, found.unit, found.approximation) == (Decimal(number * unit[2]), unit[1], words[2])


@given(st.text())
def test_no_text_makes_it_fail(text: str) -> None:
    assert all(text[each.begin : each.end].strip() for each in find_quantities(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("占总数的三分之一", ("三分之一", "33.33", "percent", "exactly")),
        ("约四分之三的企业", ("四分之三", "75", "percent", "about")),
        ("四分之一强", ("四分之一", "25", "percent", "moreThan")),
        ("占1/3", ("1/3", "33.33", "percent", "exactly")),
        ("近半企业", ("半", "50", "percent", "nearly")),
        ("过半数", ("半", "50", "percent", "moreThan")),
        ("产值翻一番", ("一番", "1", "番", "exactly")),
        ("翻了两番", ("两番", "2", "番", "exactly")),
        ("不到三成", ("三成", "30", "percent", "nearly")),
        ("跨越100亿元", ("100亿元", "10000000000", "CNY", "moreThan")),
        ("约占全国的17%", ("17%", "17", "percent", "about")),
        ("受理案件37起", ("37起", "37", "起", "exactly")),
        ("增资1.2亿股", ("1.2亿股", "120000000", "股", "exactly")),
    ],
)
def test_fractions_halves_and_doublings_are_quantities(text: str, expected: tuple[str, str, str, str]) -> None:
    assert read(text) == [expected]


@pytest.mark.parametrize("text", ["一番努力", "半导体企业", "占1/3/5", "三分之五", "近半年", "5起步"])
def test_words_like_a_fraction_or_a_doubling_are_none(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "approximation"),
    [("接近一半", "nearly"), ("超过一半的企业", "moreThan"), ("占到一半", "exactly"), ("约半数企业", "about")],
)
def test_half_is_fifty_percent(text: str, approximation: str) -> None:
    (found,) = find_quantities(text)
    assert (found.value, found.unit, found.approximation) == (Decimal(50), "percent", approximation)


def test_half_within_other_words_is_no_number() -> None:
    assert find_quantities("事倍功半，一半是海水。半年后另有半导体。") == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("合同价壹拾万叁仟肆佰伍拾叁元", ("壹拾万叁仟肆佰伍拾叁元", "103453", "CNY", "exactly")),
        ("渔港补助叁佰万元整", ("叁佰万元", "3000000", "CNY", "exactly")),
        ("渔获八点八万吨", ("八点八万吨", "88000", "吨", "exactly")),
        ("提高零点五个百分点", ("零点五个百分点", "0.5", "percentagePoint", "exactly")),
        ("增长百分之一点五七", ("百分之一点五七", "1.57", "percent", "exactly")),
        ("占千分之一点二", ("千分之一点二", "1.2", "permille", "exactly")),
        ("新建船坞廿五座", ("廿五座", "25", "座", "exactly")),
        ("渔村卅户", ("卅户", "30", "户", "exactly")),
        ("渔船1千零20艘", ("1千零20艘", "1020", "艘", "exactly")),
        ("渔民3万4000人", ("3万4000人", "34000", "人", "exactly")),
        ("渔民2万5千人", ("2万5千人", "25000", "人", "exactly")),
        ("装机三千千瓦", ("三千千瓦", "3000000", "瓦", "exactly")),
        ("供电三千千瓦时", ("三千千瓦时", "3000", "千瓦时", "exactly")),
        ("装机2×35万千瓦", ("2×35万千瓦", "700000000", "瓦", "exactly")),
        ("泊位3×1000吨", ("3×1000吨", "3000", "吨", "exactly")),
        ("投入千万元", ("千万元", "10000000", "CNY", "exactly")),
        ("筹集了百万元，", ("百万元", "1000000", "CNY", "exactly")),
        ("半数渔船", ("半数", "50", "percent", "exactly")),
        ("半数以上渔船", ("半数", "50", "percent", "atLeast")),
        ("精简一半以上", ("一半", "50", "percent", "atLeast")),
        ("减少1/3以上", ("1/3", "33.33", "percent", "atLeast")),
        ("精简1／4，", ("1／4", "25", "percent", "exactly")),
        ("下降0.5—1个百分点", ("0.5—1个百分点", "0.5..1", "percentagePoint", "exactly")),
        ("十几家渔行", ("十几家", "10", "家", "moreThan")),
        ("运送70多万人次", ("70多万人次", "700000", "人次", "moreThan")),
    ],
)
def test_numbers_in_every_spelling_are_quantities(text: str, expected: tuple[str, str, str, str]) -> None:
    assert read(text) == [expected]


@pytest.mark.parametrize(
    ("text", "form", "value", "unit"),
    [
        ("浓度28.3微克/立方米", "28.3微克/立方米", "28.3", "微克/立方米"),
        ("浓度为每立方米35微克", "每立方米35微克", "35", "微克/立方米"),
        ("浓度0.5mg/m³", "0.5mg/m³", "500", "微克/立方米"),
        ("泊区5.2万m2", "5.2万m2", "52000", "平方米"),
        ("泊区300m²", "300m²", "300", "平方米"),
        ("海域12km²", "12km²", "12000000", "平方米"),
        ("海域3 km2", "3 km2", "3000000", "平方米"),
        ("仓储2万㎡", "2万㎡", "20000", "平方米"),
        ("仓储2万平米", "2万平米", "20000", "平方米"),
        ("滩涂30hm2", "30hm2", "300000", "平方米"),
        ("储能9兆瓦时", "9兆瓦时", "9000", "千瓦时"),
        ("渔获3亿斤", "3亿斤", "300000000", "斤"),
        ("投资港币2亿元", "港币2亿元", "200000000", "HKD"),
        ("投资港元2.5亿", "港元2.5亿", "250000000", "HKD"),
        ("投资美元3亿元", "美元3亿元", "300000000", "USD"),
        ("投资欧元30万", "欧元30万", "300000", "EUR"),
        ("投资US$3亿", "US$3亿", "300000000", "USD"),
        ("投资港币约2亿元", "2亿元", "200000000", "HKD"),
        ("投资人民币2亿元", "2亿元", "200000000", "CNY"),
        ("投资2亿元港币", "2亿元港币", "200000000", "HKD"),
    ],
)
def test_the_unit_is_that_which_is_written(text: str, form: str, value: str, unit: str) -> None:
    (found,) = find_quantities(text)
    assert (text[found.begin : found.end], found.value, found.unit) == (form, Decimal(value), unit)


def test_a_currency_behind_one_number_is_not_that_of_the_next() -> None:
    assert [unit for _, _, unit, _ in read("1美元6.8元")] == ["USD", "CNY"]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("全国9亿劳动力", "人"),
        ("帮助20多万无电人口", "人"),
        ("资助2万贫困家庭学生", "人"),
        ("服务3万农村沼气用户", "户"),
        ("参保人数增加7万", "人"),
        ("渔业人口达到2.5亿", "人"),
        ("旅游人次由8300万增加", "人次"),
        ("拨款5亿解决渔民饮水", "1"),
        ("约8万纳税人", "1"),
        ("产值突破3万亿", "1"),
        ("收入5亿农民", "1"),
    ],
)
def test_only_a_noun_that_is_always_counted_alike_tells_a_unit_left_out(text: str, unit: str) -> None:
    (found,) = find_quantities(text)
    assert found.unit == unit


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("减少10万、8万、3万公里", ["100000000 米", "80000000 米", "30000000 米"]),
        ("分别提高4.2和0.7个百分点", ["4.2 percentagePoint", "0.7 percentagePoint"]),
        ("惠及3500万、2300万人次", ["35000000 人次", "23000000 人次"]),
        ("渔民3万、渔船5艘", ["30000 1", "5 艘"]),
    ],
)
def test_the_last_of_a_list_has_the_unit_of_all(text: str, expected: list[str]) -> None:
    assert [f"{value} {unit}" for _, value, unit, _ in read(text)] == expected


@pytest.mark.parametrize(
    ("text", "form", "value"),
    [
        ("利润为−200万元", "−200万元", -2000000),
        ("净资产−2亿元", "−2亿元", -200000000),
        ("净利润为负1.1亿元", "负1.1亿元", -110000000),
        ("增长负3.9%", "负3.9%", "-3.9"),
        ("增速为-1.5%", "-1.5%", "-1.5"),
        ("同比－3%", "－3%", -3),
        ("气温为零下20摄氏度", "零下20摄氏度", -20),
        ("增长负百分之三", "负百分之三", -3),
        ("利润约为-200万元", "-200万元", -2000000),
        ("企业减负200亿元", "200亿元", 20000000000),
        ("降低税负30亿元", "30亿元", 3000000000),
        ("目标——200家", "200家", 200),
        ("正负3%", "3%", 3),
    ],
)
def test_a_minus_makes_a_number_negative(text: str, form: str, value: int | str) -> None:
    (found,) = find_quantities(text)
    assert (text[found.begin : found.end], found.value) == (form, Decimal(value))


@pytest.mark.parametrize(
    ("text", "bounds"),
    [("增长−5%至−3%", (-5, -3)), ("增长-5%～5%", (-5, 5)), ("增长−3%至−5%", (-5, -3)), ("增长3%−5%", (3, 5))],
)
def test_each_end_of_a_range_has_its_own_sign(text: str, bounds: tuple[int, int]) -> None:
    (found,) = find_quantities(text)
    assert (found.lower, found.upper) == tuple(map(Decimal, bounds))


@pytest.mark.parametrize(
    "text",
    [
        "实现两位数增长",
        "达到三位数",
        "发布3.0版",
        "自贸区3.0版",
        "8.6代线",
        "5G网络",
        "4K画质",
        "Web3.0",
        "十八届三中全会",
        "二十届四中全会",
        "市委十二届十一次全会",
        "四次全会",
        "十四届人大三次会议",
        "数十亿",
        "几十亿元",
        "打造千亿元产业集群",
        "亿元村",
        "千万元以上企业",
        "60×40米",
        "大陆万家灯火",
        "收拾家园",
        "一半数据",
        "半数据化",
        "下午三点五十分",
    ],
)
def test_what_only_looks_like_a_quantity_is_none(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(("text", "form"), [("召开四次会议", "四次"), ("举办两届", "两届"), ("订阅5版", "5版")])
def test_what_is_held_or_printed_is_counted(text: str, form: str) -> None:
    assert [found for found, *_ in read(text)] == [form]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("产值7 4 7 亿元", ("7 4 7 亿元", "74700000000", "CNY")),
        ("增长8 ．8 ％", ("8 ．8 ％", "8.8", "percent")),
        ("渔船2\u200b0艘", ("2\u200b0艘", "20", "艘")),
        ("增长12.\n5%", ("12.\n5%", "12.5", "percent")),
        ("占$80 \\%$", ("80 \\%", "80", "percent")),
        ("产值1，234.5亿元", ("1，234.5亿元", "123450000000", "CNY")),
        ("渔民１，２３４人", ("１，２３４人", "1234", "人")),
    ],
)
def test_a_torn_number_is_read_whole_in_its_place(text: str, expected: tuple[str, str, str]) -> None:
    assert [found[:3] for found in read(f"约为，{text}")] == [expected]


@pytest.mark.parametrize(
    "text",
    ["压缩70%", "精简80%", "削减三成", "压降8%", "下调0.25个百分点", "同比降3%", "减3家", "增长−3%", "增长−5%至−3%"],
)
def test_every_verb_of_decline_is_known(text: str) -> None:
    (found,) = find_quantities(text)
    assert is_decline(text, found)


@pytest.mark.parametrize("text", ["利润为−200万元", "增减3%", "升降5米"])
def test_a_negative_level_is_no_decline(text: str) -> None:
    (found,) = find_quantities(text)
    assert not is_decline(text, found)


def test_a_minus_belongs_to_its_own_number_of_a_list() -> None:
    text = "分别增长-3%、5%"
    assert [(value, is_decline(text, each)) for each in find_quantities(text) for value in [each.value]] == [
        (Decimal(-3), True),
        (Decimal(5), False),
    ]

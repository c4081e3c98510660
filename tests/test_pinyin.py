from __future__ import annotations

import pytest

from kg.pinyin import search_keys


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("江城大学", ("jiangchengdaxue", "jcdx")),
        ("绿色银行", ("lvseyinhang", "lsyh")),
        ("“3个10亿”政策（A股）", ("3ge10yizhengceagu", "3g10yzcag")),
        ("TD-LTE联盟", ("tdltelianmeng", "tdltelm")),
        ("鄂", ("e",)),
        ("Bank of Jiangcheng", ()),
        ("", ()),
    ],
)
def test_a_name_has_its_pinyin_and_its_initials_as_keys(name: str, keys: tuple[str, ...]) -> None:
    assert search_keys(name) == keys


@pytest.mark.parametrize(
    ("name", "pinyin"),
    [
        ("重庆银行", "chongqingyinhang"),
        ("重点行业", "zhongdianhangye"),
        ("会计中心", "kuaijizhongxin"),
        ("长宁区", "changningqu"),
        ("行长与校长", "hangzhangyuxiaozhang"),
        ("长三角成长性企业", "changsanjiaochengzhangxingqiye"),
        ("厦门市", "xiamenshi"),
    ],
)
def test_a_character_with_several_readings_is_read_by_its_phrase(name: str, pinyin: str) -> None:
    assert search_keys(name)[0] == pinyin

"""Names whose begin, end or being follows from the phrase around them."""

from __future__ import annotations

import pytest
from support.names import named_in_report as named


@pytest.mark.parametrize(
    ("text", "form", "class_"),
    [
        ("抓好长江上游的治理。", "长江上游", "Region"),
        ("江高铁路由此经过，加快沪昆高铁贵州段建设。", "沪昆高铁贵州段", "Place"),
        ("加快昆明新机场、昆明邮轮港建设。", "昆明新机场", "Place"),
        ("加快昆明新机场、昆明邮轮港建设。", "昆明邮轮港", "Place"),
        ("打造春晖大街—柳泉路—青石路一线。", "柳泉路", "Place"),
        ("推进麦禾镇生态养殖基地建设。", "麦禾镇生态养殖基地", "Place"),
        ("加快晋冀鲁豫交界地区发展。", "晋冀鲁豫交界地区", "Region"),
        ("推进中蒙合作先导区建设。", "中蒙合作先导区", "Park"),
        ("加强与东盟的合作。", "东盟", "Organisation"),
        ("并请省政协委员提出意见。", "省政协", "GovernmentBody"),
        ("云杉大众旗舰店开业，落实规划。柳河港三期、青石港二期等项目开工。", "柳河港三期", "Project"),
        ("实施优化办税环境行动。", "优化办税环境行动", "Programme"),
        ("实施整顿和规范招标秩序专项行动。", "整顿和规范招标秩序专项行动", "Programme"),
        ("启动实施老城更新提升行动。", "老城更新提升行动", "Programme"),
        ("落实第三期托育服务三年行动计划。", "第三期托育服务三年行动计划", "Programme"),
        ("贯彻“分类施策、分步推进”的方针。", "“分类施策、分步推进”的方针", "Programme"),
        ("推进平安云南、法治云南建设。", "法治云南", "Programme"),
        ("推进“2468”制造业产业链补短板攻关专项行动。", "“2468”制造业产业链补短板攻关专项行动", "Programme"),
    ],
)
def test_a_name_reaches_as_far_as_its_phrase(text: str, form: str, class_: str) -> None:
    assert named(text).get(form) == class_


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("改造沿河两岸的景观。", "两岸"),
        ("昆明马拉松成功举办。", "昆明"),
        ("谱写新云南建设新篇章。", "云南"),
        ("巩固拓展脱贫攻坚成果。", "脱贫攻坚"),
        ("入选美丽城市先行区。", "美丽城市先行区"),
        ("建设法治政府。", "法治政府"),
        ("支持中部市县发展。", "中部"),
        ("推动省创新实验室提质增效。", "省创新实验室"),
    ],
)
def test_what_is_but_a_word_of_its_phrase_is_no_name(text: str, form: str) -> None:
    assert form not in named(text)

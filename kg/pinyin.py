"""Chinese names as they are typed on a Latin keyboard, for search."""

from __future__ import annotations

from pypinyin import Style, lazy_pinyin, load_single_dict

__all__ = ["search_keys"]

# Names of places and measures read 长 as cháng (长宁, 长三角, 长效); pypinyin's phrases know the rest (行长, 成长).
load_single_dict({ord("长"): "cháng,zhǎng"})


def search_keys(name: str) -> tuple[str, ...]:
    """The keys under which a name is searched: its pinyin without tones, then its initials.

    Syllables run on as in an input method, ``ü`` is ``v``; Latin letters and digits stay, in lower
    case; all else is dropped. A character with several readings is read as pypinyin's dictionary of
    phrases has it. A name without a Chinese character has no keys.
    """
    if not any("\u3400" <= character <= "\u9fff" for character in name):
        return ()
    return tuple(dict.fromkeys(_key(name, style) for style in (Style.NORMAL, Style.FIRST_LETTER)))


def _key(name: str, style: Style) -> str:
    typed = "".join(lazy_pinyin(name, style=style))
    return "".join(character for character in typed if character.isalnum()).casefold()

"""Chinese names as they are typed on a Latin keyboard, for search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pypinyin import Style, lazy_pinyin, load_single_dict

if TYPE_CHECKING:
    from collections.abc import Iterable

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
    # What has no pinyin is kept whole behind a space, which is dropped in the end.
    syllables = lazy_pinyin(name, style=Style.NORMAL, errors=" {}".format)
    initials = (syllable if syllable.startswith(" ") else syllable[:1] for syllable in syllables)
    return tuple(dict.fromkeys((_key(syllables), _key(initials))))


def _key(parts: Iterable[str]) -> str:
    return "".join(character for character in "".join(parts) if character.isalnum()).casefold()

"""Radicals that stand for characters: fonts in PDF files give ⽣ (U+2F63) and ⻓ (U+2ED3) where 生 and 长 are meant.

The Kangxi radicals have compatibility decompositions in Unicode; those of the CJK Radicals Supplement that are whole
characters are listed here after Unicode's ``EquivalentUnifiedIdeograph.txt``.
"""

from __future__ import annotations

import unicodedata

__all__ = ["RADICALS"]

_KANGXI = range(0x2F00, 0x2FD6)
_SUPPLEMENT = (
    "⺁厂⺊卜⺌小⺍小⺎兀⺒巳⺓幺⺟母⺠民⺩王⺪疋⺫目⺬示⺮竹⺶羊⺷羊⺹耂⻁虎⻄西⻅见⻆角⻉贝⻋车⻍辶⻎辶⻑長⻓长⻔门⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾"
    "⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)

RADICALS: dict[int, str] = {
    **{code: unicodedata.normalize("NFKC", chr(code)) for code in _KANGXI},
    **{ord(radical): whole for radical, whole in zip(_SUPPLEMENT[::2], _SUPPLEMENT[1::2], strict=True)},
}
"""By code point, the character that is meant; a table for :meth:`str.translate`."""

"""Tables -> sentences: each figure says what the heads of its row and its column say.

``2012年，浦东新区地区生产总值为123.4亿元。`` reads as any sentence does, so nothing else has to know about tables.
Of the heads of a cell, one that is a time comes first; then what the figure is of; then the measure, which is the head
with the unit; the unit stands behind the number. What holds no number becomes a line of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.text.shadow import shadow

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Grid = Sequence[Sequence[str]]

__all__ = ["Caption", "read_caption", "sentences_of"]

_NUMBER = re.compile(
    r"(?P<sign>[-▲△+]?) ?(?P<digits>[0-9][0-9,]*(?:\.[0-9]+)?) ?(?P<unit>%|‰|[^\W\d_]{1,6}(?:/[^\W\d_]{1,3})?)?"
)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}年?")
_TIME = re.compile(
    r"(?:(?:19|20)[0-9]{2}年?|今年|本年|去年|上年|当年)?"
    r"(?:[0-9一二三四]{1,2}(?:-[0-9]{1,2})?月(?:份|底|末)?|第?[一二三四1-4]季度|[上下]半年|前[一二三四1-4]季度|全年|年末|年底|末|底)?(?:累计)?"
)
_UNIT = re.compile(r"[（(【\[](?:单位[：:])?([^（）()【】\[\]]{1,10})[）)】\]]$")
_UNITS_OF = re.compile(r"(?:计量)?单位")
_SERIAL = re.compile(r"序号|编号|行次|代码|№|No\.?")
_CHANGE = re.compile(
    r"(?P<base>(?:比|较)(?:上年|去年|上年同期|去年同期)(?:同期)?|同比|环比)?(?P<word>±|增长|增减|增速|增幅|增长率|增长速度|增长幅度|增减率)"
    r"(?:±)?(?:幅度|率|速度)?"
)
_OF = re.compile(
    r"^(?:其中[：:]?|[#＃]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十0-9]{1,3}[)）]|[0-9]{1,2}[.．、])\s*"
)
_PLACE = re.compile(r"(?:[省市区县州盟旗国镇乡]|全国|公司|大学|集团)$")
_TOTAL = frozenset({
    "合计", "总计", "数值", "绝对数", "绝对值", "指标", "指标名称", "项目", "数量", "总量", "完成", "实绩",
    "地区", "名称", "年份", "年度", "时间", "区县", "县区", "城市", "省份", "单位名称", "类别", "分类", "行业",
})  # fmt: skip
"""Heads that add nothing to what the other head says."""
_MISSING = re.compile(r"[-—－–…·*]+")
_ENDED = re.compile(r"[。！？；：]$")
_PERCENT = "%"
_MOST_HEADS = 3


@dataclass(frozen=True, slots=True)
class Caption:
    """What stands above a table and holds for all of it."""

    unit: str = ""
    time: str = ""


def read_caption(line: str) -> Caption:
    """The unit and the year that the lines above a table give."""
    unit = re.search(r"单位[：:] ?([^\s、，；,/）)（(]{1,8})(?=[\s）)]|$)", line)
    years = re.findall(r"(?<![0-9])(?:19|20)[0-9]{2}年", shadow(line))
    return Caption(unit[1] if unit else "", years[0] if len(set(years)) == 1 else "")


def sentences_of(grid: Grid, caption: Caption | None = None) -> Iterator[str]:
    """The lines of a table, given as its rows, with merged cells repeated."""
    rows = [[_clean(cell) for cell in row] for row in grid if any(cell.strip() for cell in row)]
    heads = _count_heads(rows)
    if not any(_number(cell) for row in rows[heads:] for cell in row):
        yield from _texts(rows)
        return
    yield from _Table(rows, heads, caption or Caption()).lines()


def _clean(cell: str) -> str:
    return re.sub(r"\s+", " ", cell).strip()


def _number(cell: str) -> re.Match[str] | None:
    return _NUMBER.fullmatch(shadow(cell).replace("−", "-"))


def _count_heads(rows: Grid) -> int:
    """How many rows at the top hold heads: words, years, nothing else."""
    for count, row in enumerate(rows[:_MOST_HEADS]):
        if any(_MISSING.fullmatch(cell) or (_number(cell) and not _YEAR.fullmatch(shadow(cell))) for cell in row):
            return count
        if count and not any(row[1:]):  # a section of the table
            return count
    return min(len(rows), 1)


def _texts(rows: Grid) -> Iterator[str]:
    """A table without numbers: rows of heads and values, or, if its cells are prose, paragraphs."""
    heads = rows[0] if rows else ()
    is_prose = len(heads) == 1 or any(_ENDED.search(cell) for row in rows for cell in row)
    for row in rows if is_prose else rows[1:]:
        cells = list(dict.fromkeys(cell for cell in row if cell))
        if is_prose or len(cells) == 1:
            yield from cells
        else:
            named = zip(heads, row, strict=False)
            yield "，".join(f"{head}：{cell}" if head and head != cell else cell for head, cell in named if cell) + "。"


@dataclass(frozen=True)
class _Table:
    """A table with numbers: its rows, how many of them are heads, and what holds for all."""

    rows: Grid
    heads: int
    caption: Caption

    def lines(self) -> Iterator[str]:
        """A sentence for each number; a line for what else its row holds."""
        first = self._first_column()
        for row in self.rows[self.heads :]:
            stem = [row[column] for column in range(min(first, len(row))) if self._is_stem(column)]
            if not any(_number(cell) for cell in row[first:]):
                yield "，".join(dict.fromkeys(cell for cell in row if cell))
                continue
            for column in range(first, len(row)):
                if row[column] and self._is_stem(column):
                    yield self._line(stem, column, row)

    def _first_column(self) -> int:
        """The first column of figures, behind those that say what the row is about."""
        below = self.rows[self.heads :]
        width = max(map(len, self.rows))
        for column in range(width):
            cells = [row[column] for row in below if column < len(row) and row[column]]
            numbers = sum(bool(_number(cell)) for cell in cells)
            years = sum(bool(_YEAR.fullmatch(shadow(cell))) for cell in cells)
            if numbers > years and self._is_stem(column):
                return max(column, 1 if self.heads == 0 else 0)
        return width

    def _is_stem(self, column: int) -> bool:
        return not any(_SERIAL.fullmatch(head) or _UNITS_OF.fullmatch(head) for head in self._heads_of(column))

    def _heads_of(self, column: int) -> list[str]:
        return list(dict.fromkeys(row[column] for row in self.rows[: self.heads] if column < len(row) and row[column]))

    def _unit_of(self, row: Sequence[str]) -> str:
        """What the column 单位 says."""
        for column, cell in enumerate(row):
            if any(_UNITS_OF.fullmatch(head) for head in self._heads_of(column)):
                return cell
        return ""

    def _line(self, stem: Sequence[str], column: int, row: Sequence[str]) -> str:
        heads = _Heads.of([*stem], self._heads_of(column), self._heads_of(0))
        if heads.change and not heads.times:  # 比上年 of the year beside it
            beside = (_Heads.of([], self._heads_of(left), []).times for left in range(column - 1, -1, -1))
            heads = replace(heads, times=next(filter(None, beside), ()))
        found = _number(row[column])
        if found is None:
            return "，".join(part for part in (*stem, *self._heads_of(column)) if part) + "：" + row[column]
        row_unit = "" if heads.change else self._unit_of(row)
        return heads.say(found, self.caption, row_unit)


@dataclass(frozen=True, slots=True)
class _Heads:
    """What the heads of a cell say, in the order of a sentence."""

    times: tuple[str, ...]
    things: tuple[str, ...]
    unit: str
    change: str

    @classmethod
    def of(cls, stem: Sequence[str], heads: Sequence[str], corner: Sequence[str]) -> _Heads:
        """Times apart from things, and the measure, which is no place, behind what it is of.

        Where neither head has a measure, it is what stands in the corner.
        """
        found = cls._of((*stem, *heads))
        return cls._of((*stem, *heads, *corner)) if all(map(_PLACE.search, found.things)) else found

    @classmethod
    def _of(cls, heads: Sequence[str]) -> _Heads:
        times, units, change = [], "", ""
        things: list[tuple[bool, str]] = []
        for written in heads:
            unit = _UNIT.search(written)
            word = _OF.sub("", written[: unit.start()] if unit else written).strip()
            grown = _CHANGE.fullmatch(shadow(word))
            if grown:
                change, units = grown["base"] or "比上年", unit[1] if unit else _PERCENT
            elif _TIME.fullmatch(shadow(word)):
                times.append(shadow(word) + ("年" if shadow(word)[-1:].isdigit() else ""))
            else:
                units = units or (unit[1] if unit else "")
                things += [(not _PLACE.search(word), word)] if word and word not in _TOTAL else []
        ordered = [word for _, word in sorted(things, key=lambda each: each[0])]
        return cls(tuple(time for time in times if time), tuple(dict.fromkeys(ordered)), units, change)

    def say(self, number: re.Match[str], caption: Caption, row_unit: str) -> str:
        """The sentence of a figure."""
        unit = number["unit"] or self.unit or row_unit or caption.unit
        time = "".join(self.times) or caption.time
        before = f"{time}，" if time else ""
        falls = number["sign"] not in ("", "+")
        if self.change:
            verb = f"{self.change}{'下降' if falls else '增长'}"
            return f"{before}{''.join(self.things)}{verb}{number['digits']}{unit}。"
        sign = "-" if falls else ""
        return f"{before}{''.join(self.things)}为{sign}{number['digits']}{unit}。"

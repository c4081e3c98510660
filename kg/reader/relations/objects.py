"""What a verb takes: the noun phrases behind it, each with the sort of thing that it names.

A phrase is known by its last word (``nouns.csv``), by a name that ends there, or by the quotation marks that close it.
What stands behind that and belongs to the verb is cut off: 建设 of 推进甲园建设, 实施 of 推动乙工程实施, a number that
counts what is named before it. Phrases in coordination are one each if each can stand for itself, else one together:
甲路、乙桥, but 财政、税收等体制改革.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kg.reader.packs.valency import Noun
from kg.reader.relations.heads import FIELD, Headed, behind_light, ending_of, framed, head_of, summary_of
from kg.reader.relations.line import SHORTEST, Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.reader.packs.valency import Frame
    from kg.reader.relations.line import Line

__all__ = ["read_main_fields", "read_phrases", "read_topics"]

_AND = re.compile(r"以及|及其|和|与|及|暨")
_SUCH_AS = re.compile(r"等(?!级|等|于|候|待)")
_UNFIT = re.compile(r"[和与及的]|这|该|此|上述|其")
"""What no noun phrase begins with, or one that only points back."""
_MODIFYING = re.compile(r"(?:面向|覆盖|以|由|具有|用于|涵盖|包括|针对|服务|集|融|共|与)[^，。；：]{2,}的")
"""A modifier before a noun phrase that may hold a list."""
_FIELDS = re.compile(r"[^，。；：、]{0,10}(?:产业|领域|行业|业态|服务业|方向)(?:集群)?")
"""What sums up a list of fields."""
_TOPICS = re.compile(
    r"(?:面向|聚焦|围绕)?([^，。；：的]{2,40}?、[^，。；：的]{2,40}?)等[^，。；：、]{0,8}?(?:领域|产业|行业)"
)
"""A list of fields at the beginning of what is called by them."""
_MAINLY = re.compile(
    r"(?:形成|打造|构建|培育|建成|发展)(?:了|起)?(?:一批)?以([^，。；：]{2,60}?)等?(?:产业|行业)?为"
    r"(?:主|主导|支柱|龙头|重点|骨干|支撑|特色)(?:的|、[^，。；]{0,16}的)[^，。；]{0,14}(?:产业|经济|工业|集群)"
)
_ABOUT = frozenset({"facility", "zone", "technology", "cluster", "organisation", "fund"})
"""Sorts of things that are for the fields by which they are called."""
_SHARED = frozenset({"actors", "organisation", "programme", "city", "event", "housing"})
"""Sorts of things that a word may sum up which are otherwise unknown."""
_BUILDING = "building"
_WORK = re.compile("工程$|项目$")
_STANDING = frozenset({"facility", "road", "zone", "housing"})
"""Sorts of things that are built."""
_ONE = re.compile("工程$|计划$|行动$|培训$|体系$|一体化|发展$|试点$")
"""What is one for all things of a list."""
_ITEM = 16
"""Characters that a thing of a list has at most which is known only by what sums it up."""
_CALLED = 6
"""Characters that a mere kind has at most: 道路 of 甲路、乙路等道路 says no more than what is listed."""


def read_phrases(line: Line, begin: int, end: int, verbs: Sequence[str]) -> tuple[list[Phrase], int]:
    """The noun phrases from a place on that a verb takes, and where they end; ``verbs`` are the groups of the verb."""
    if _UNFIT.match(line.text, begin, end) and not _MODIFYING.match(line.text, begin, end):
        return [], begin
    pieces: list[tuple[int, int]] = []
    for first, last in line.pieces(begin, end, _behind_modifier(line, begin, end) or begin):
        if pieces and _begins_anew(line, first, last):
            break
        pieces.append((first, last))
    listed = _List(line, verbs)
    for piece in pieces:
        for part in _parts(line, *piece):
            listed.add(*part)
    return listed.phrases(), pieces[-1][1] if pieces else begin


def read_topics(line: Line, phrase: Phrase) -> list[Phrase]:
    """The fields that a described thing is for: those of 甲、乙等产业创新平台, of 面向甲、乙等领域的大模型."""
    match = _TOPICS.match(line.text, phrase.begin, phrase.end)
    found = _frame_of_fields(line, ("topic",), "")
    if match is None or found is None or phrase.mention or phrase.noun.sort not in _ABOUT:
        return []
    return list(_listed_fields(line, *match.span(1), found))


def read_main_fields(line: Line, begin: int, end: int) -> list[Phrase]:
    """The fields that somebody builds on: those of 形成以甲、乙等为主的产业格局."""
    match = _MAINLY.search(line.text, begin, end)
    found = _frame_of_fields(line, ("topic",), "")
    return list(_listed_fields(line, *match.span(1), found)) if match and found else []


# ── lists ──────────────────────────────────────────────────────────────────────────────────


@dataclass
class _List:
    """A list of noun phrases as it is read, part by part.

    ``heads`` are those that wait for what may sum them up, ``unknown`` is where parts begin of which nothing is known:
    they belong to the next one that has a head. The list ``is_over`` where a predicate follows.
    """

    line: Line
    verbs: Sequence[str]
    heads: list[Headed] = field(default_factory=list)
    unknown: int | None = None
    done: list[Phrase] = field(default_factory=list)
    is_over: bool = False

    def phrases(self) -> list[Phrase]:
        """The phrases that the verb takes; an ending of the last one is that of all."""
        ending = self.heads[-1].ending if self.heads else ""
        return [*self.done, *(each for head in self.heads for each in framed(self.line, head, self.verbs, ending))]

    def add(self, begin: int, end: int) -> None:
        """Read one more part."""
        if self.is_over:
            return
        such = _such_as(self.line, begin, end)
        if such and self._sum_up(begin, *such, end):
            return
        head = head_of(self.line, begin, end, self.verbs)
        if head is None:
            self.unknown = begin if self.unknown is None else self.unknown
            return
        if self.unknown is not None:
            head = replace(head, begin=min(self.unknown, head.begin), mention=None)
            self.unknown = None
        self.heads.append(head)
        self.is_over = not head.ending and head.last == head.end and end - head.end >= SHORTEST

    def _sum_up(self, begin: int, before: int, rest: int, end: int) -> bool:
        """Read a part that closes a list: 丙等H; False if it does not."""
        own, whole = head_of(self.line, begin, before), summary_of(self.line, rest, end)
        ending = ending_of(self.line, rest, end)
        if ending and (own or self.heads):
            return self._close(begin, before, own, ending)
        first = min([begin if self.unknown is None else self.unknown, *(each.begin for each in self.heads)])
        if whole and _FIELDS.fullmatch(self.line.text, rest, whole.end):
            frame = _frame_of_fields(self.line, self.verbs, whole.ending)
            self.done += _listed_fields(self.line, first, before, frame) if frame else ()
            self.heads, self.unknown = [], None
            return True
        about = own and whole and _is_about([*self.heads, own], whole)
        if own and not about and self.unknown is None and self._takes_each([*self.heads, own], whole):
            heads = [*self.heads, own]
            if whole:
                ending = _ending_for(heads, whole)
                heads = [replace(each, nouns=(*each.nouns, *whole.nouns), ending=ending) for each in heads]
                heads += [whole] if whole.counted else []
            self.heads = heads
            return True
        if whole and not about and self.heads and self.unknown is None and self._takes_each(self.heads, None):
            return True
        shared = self._share(first, before, whole) if whole and not about else []
        if whole:
            self.heads, self.unknown = shared or [replace(whole, begin=first, mention=None)], None
            return True
        return False

    def _share(self, begin: int, end: int, whole: Headed) -> list[Headed]:
        """The things of a list that are known only by what sums them up: 甲、乙等企业; none if that is one thing."""
        nouns = tuple(noun for noun in whole.nouns if noun.sort in _SHARED and not _ONE.search(noun.form))
        pieces = [half for piece in self.line.pieces(begin, end, begin) for half in _halves(self.line, *piece)]
        if not nouns or whole.counted or whole.begin + _CALLED < whole.end - len(whole.nouns[0].form):
            return []
        if not all(
            SHORTEST <= last - first <= _ITEM and "的" not in self.line.text[first:last] for first, last in pieces
        ):
            return []
        return [
            Headed(first, last, nouns, whole.ending, self.line.mention_before(last, first), None, last)
            for first, last in pieces
        ]

    def _close(self, begin: int, before: int, own: Headed | None, ending: str) -> bool:
        """Read a part that 等 and what belongs to the verb close: 甲路、乙桥等建设."""
        if own is None:
            own = replace(self.heads[-1], begin=begin, end=before, mention=None, counted=None, last=before)
        if self.unknown is not None:
            own = replace(own, begin=min(self.unknown, own.begin), mention=None)
            self.unknown = None
        self.heads = [replace(each, ending=ending) for each in (*self.heads, own)]
        self.is_over = True
        return True

    def _takes_each(self, heads: Sequence[Headed], whole: Headed | None) -> bool:
        """Whether the verb takes each thing of a list that 等 closes: those of 甲路、乙桥等道路."""
        ending = _ending_for(heads, whole) if whole else ""
        if whole and not whole.counted and whole.begin + _CALLED < whole.end:
            return all(each.mention and any(framed(self.line, each, self.verbs, ending)) for each in heads)
        return all(any(framed(self.line, each, self.verbs, ending)) for each in heads)


def _ending_for(heads: Sequence[Headed], whole: Headed) -> str:
    """What belongs to the verb behind a list: that the things in it are built, in 甲路、乙桥等道路工程."""
    built = _WORK.search(whole.nouns[0].form) and all(each.nouns[0].sort in _STANDING for each in heads)
    return whole.ending or (_BUILDING if built else "")


def _is_about(heads: Sequence[Headed], whole: Headed) -> bool:
    """Whether a list of fields says what the thing is about that closes it: 甲、乙等创新平台."""
    fields = all(each.nouns[0].sort == FIELD for each in heads)
    return fields and whole.nouns[0].sort in _ABOUT


def _begins_anew(line: Line, begin: int, end: int) -> bool:
    """Whether a piece of a list is a verb with what it takes: 做强甲、培育乙."""
    place = line.behind_adverbials(begin, end)
    size = line.verb_at(place, end)
    if not size:
        return False
    verbs = line.valency.verbs.values[line.text[place : place + size]]
    head = head_of(line, place + size, end, verbs) if place + size < end else None
    return place > begin or (head is not None and any(framed(line, head, verbs)))


def _behind_modifier(line: Line, begin: int, end: int) -> int:
    """Where a phrase goes on behind a modifier that may hold a list; 0 if it begins with none."""
    modifier = _MODIFYING.match(line.text, begin, end)
    return modifier.end() if modifier else 0


def _parts(line: Line, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """A piece of a list, split where 和 and the like stand between two phrases that can stand for themselves."""
    for joint in _AND.finditer(line.text, _behind_modifier(line, begin, end) or begin + SHORTEST, end - 1):
        if line.depth(begin, joint.start()) or _is_within_noun(line, begin, *joint.span(), end):
            continue
        left = head_of(line, begin, joint.start())
        if left and joint.start() - left.begin >= SHORTEST and head_of(line, joint.end(), end, whole=False):
            yield begin, joint.start()
            yield from _parts(line, joint.end(), end)
            return
    yield begin, end


def _is_within_noun(line: Line, begin: int, joint: int, behind: int, end: int) -> bool:
    """Whether 和 belongs to a noun: 国家和地区."""
    last = min(behind + SHORTEST, end)
    return line.valency.nouns.size_before(line.text, last, begin) > last - joint


def _such_as(line: Line, begin: int, end: int) -> tuple[int, int] | None:
    """Where 等 stands in a part of a list outside of quotations, and where what sums the list up begins."""
    for match in _SUCH_AS.finditer(line.text, begin + 1, end):
        if not line.depth(begin, match.start()):
            return match.start(), match.end()
    return None


# ── fields ─────────────────────────────────────────────────────────────────────────────────


def _frame_of_fields(line: Line, verbs: Sequence[str], ending: str) -> Frame | None:
    found = line.valency.frame(verbs, (Noun("", FIELD, ""),), ending)
    return found[0] if found else None


def _listed_fields(line: Line, begin: int, end: int, frame: Frame) -> Iterator[Phrase]:
    """The fields of a list, whether a word tells that they are fields or not."""
    for piece in line.pieces(begin, end, begin):
        for half, last in _halves(line, *piece):
            first = behind_light(line, half, last)
            if last - first >= SHORTEST:
                yield Phrase(first, last, Noun("", FIELD, ""), frame, line.mention_before(last, first))


def _halves(line: Line, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """A piece of a list of fields, split at 和 and the like."""
    joint = _AND.search(line.text, begin + SHORTEST, end - SHORTEST)
    if joint and not line.depth(begin, joint.start()):
        yield begin, joint.start()
        yield joint.end(), end
    else:
        yield begin, end

"""What a verb takes: the noun phrases behind it, each with the sort of thing that it names.

A phrase is known by its last word (``nouns.csv``), by a name that ends there, or by the quotation marks that close it.
What stands behind that and belongs to the verb is cut off: 建设 of 推进甲园建设, 实施 of 推动乙工程实施, a number that
counts what is named before it. Phrases in coordination are one each if each can stand for itself, else one together:
甲路、乙桥, but 财政、税收等体制改革.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from kg.reader.packs.valency import Noun

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.model import Quantity, Schema
    from kg.reader.packs.valency import Frame, Valency
    from kg.reader.values import Mention

__all__ = ["Line", "Phrase", "read_main_fields", "read_phrases", "read_topics"]

_OPENING, _CLOSING = "“‘「『《（(〔［[", "”’」』》）)〕］]"
_QUOTED = "”』」"
_LIGHT = re.compile(
    r"(?:了|好|对(?![外口标俄台内])|起|出|完)*(?:\s|一批批?|一大批|一系列|更多|更好|若干|各项|各类|各种|多种|一个个?|一座|一支|一条|多个|多项|一项|这些|所有"
    r"|部分|有关|相关|新一轮|一揽子|具体|这项|这些|那些)*的?"
)
"""What stands before a noun phrase and tells nothing of it."""
_UNFIT = re.compile(r"[和与及的]|这|该|此|上述|其")
"""What no noun phrase begins with, or one that only points back."""
_MODIFYING = re.compile(r"(?:面向|覆盖|以|由|具有|用于|涵盖|包括|针对|服务|集|融|共|与)[^，。；：]{2,}的")
"""A modifier before a noun phrase that may hold a list."""
_PIVOTS = frozenset({"support", "encourage", "attract", "benefit"})
"""Groups of verbs behind whose objects may stand what these do: 支持甲研发乙."""
_URGED = frozenset({"support", "encourage"})
_ACTORS = frozenset({"actors", "people", "organisation"})
_AROUND = re.compile(r"(?:约|近|超过|超|逾|共|累计|共计|各|总数|以上|余)*$")
_NOTE = re.compile(r"[［\[]\d+[］\]]|（[^（）]*）|\([^()]*\)")
_AND = re.compile(r"以及|及其|和|与|及|暨")
_SUCH_AS = re.compile(r"等(?!级|等|于|候|待)")
_FOLLOWS = re.compile(r"[在向到以于从进参走做成加提扩创增入上赴就投办返来回转兴]")
"""What may begin a predicate behind a noun phrase, besides verbs and what stands before them."""
_EMPTY = re.compile(
    r"(?:各项?|有关|相关|重大|重要|一系列|具体|全部|这些|系列|配套|其他|上述|多项|全面|深化|的|重点|关键|主要|国家|各级|创新|工作|新的?|好|有效|得力|改革"
    r"|发展|建设)*"
)
"""Modifiers that do not tell which programme, policy or document is meant."""
_DEFINITE = frozenset({"programme", "works", "policy", "document", "system", "mechanism", "service", "technology"})
"""Sorts of things that are only named by a noun with a modifier: 推进改革 names none."""
_GENERIC = re.compile(r"[^，。；：、]{0,10}(?:产业|领域|行业|业态|服务业|方向)(?:集群)?")
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
_LONGEST = 64
_SHORTEST = 2
_VAGUE = frozenset({"改革", "体系", "机制", "任务", "攻关", "治理"})
"""Nouns that need a longer modifier to tell what is meant."""
_TELLING = 4
_QUOTE = 4
"""Characters that a quotation with its marks has at most that is no name: “三农”."""
_MADE = frozenset({"document", "technology"})
"""Sorts of things that a long noun tells by itself: 研究出台扶持政策."""
_OF_WHOM = frozenset({"service", "training", "team"})
"""Endings that are no longer the verb's behind 的: 保障甲的权益 does not say that 甲 is supported."""
_FIELD, _NAMED, _NOTHING = "field", "named", "none"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase that a verb takes: where it stands, what it names, and what it says that the verb takes it.

    ``mention`` is the participant whose mention it is, if there is one; ``counted`` the number of what it names, within
    ``begin`` and ``end``.
    """

    begin: int
    end: int
    noun: Noun
    frame: Frame
    mention: Mention | None = None
    counted: Quantity | None = None


@dataclass(frozen=True, slots=True)
class _Headed:
    """A stretch whose last word is known: what it may name, and what was cut off behind it."""

    begin: int
    end: int
    nouns: tuple[Noun, ...]
    ending: str
    mention: Mention | None
    counted: Quantity | None
    last: int


@dataclass(frozen=True)
class Line:
    """A sentence, and what is known of it: the mentions and the quantities in it, what verbs take."""

    text: str
    mentions: Sequence[Mention]
    quantities: Sequence[Quantity]
    valency: Valency
    schema: Schema
    sorts: Sequence[tuple[str, str]]

    @cached_property
    def _ending(self) -> Mapping[int, Mention]:
        """The longest mention that ends at each place."""
        return {each.end: each for each in sorted(self.mentions, key=lambda each: -each.begin)}

    @cached_property
    def _counts(self) -> Mapping[int, Quantity]:
        return {each.begin: each for each in self.quantities} | {-each.end: each for each in self.quantities}

    def mention_before(self, place: int, floor: int) -> Mention | None:
        """The mention that ends at a place."""
        found = self._ending.get(place)
        return found if found and found.begin >= floor - 1 else None

    def quantity_at(self, place: int) -> Quantity | None:
        """The quantity that begins at a place."""
        return self._counts.get(place)

    def quantity_before(self, place: int) -> Quantity | None:
        """The quantity that ends at a place."""
        return self._counts.get(-place)

    def sorts_of(self, mention: Mention) -> tuple[str, ...]:
        """The sorts of things that a mention may name, by its class or the nearest class above that is listed."""
        above = self.schema.ancestors.get(mention.class_, frozenset())
        own = tuple(sort for class_, sort in self.sorts if class_ == mention.class_)
        return own or next(((sort,) for class_, sort in self.sorts if class_ in above), ())


def read_phrases(line: Line, begin: int, end: int, verbs: Sequence[str]) -> tuple[list[Phrase], int]:
    """The noun phrases from a place on that a verb takes, and where they end; ``verbs`` are the groups of the verb."""
    pieces = []
    stop = begin
    if _UNFIT.match(line.text, begin, end) and not _MODIFYING.match(line.text, begin, end):
        return [], begin
    for number, (first, last) in enumerate(_pieces(line, begin, end)):
        if number and _begins_anew(line, first, last):
            break
        pieces.append((first, last))
        stop = last
    parts = [part for piece in pieces for part in _parts(line, *piece)]
    return _phrases(line, parts, verbs), stop


def _begins_anew(line: Line, begin: int, end: int) -> bool:
    """Whether a piece of a list is a verb with what it takes: 做强甲、培育乙."""
    place = begin
    while size := line.valency.adverbials.size_at(line.text, place, end):
        place += size
    size = line.valency.verbs.size_at(line.text, place, end)
    if size < _SHORTEST or line.valency.nouns.size_at(line.text, place, end) > size:
        return False
    verbs = line.valency.verbs.values[line.text[place : place + size]]
    head = _head(line, place + size, end, verbs=verbs) if place + size < end else None
    return place > begin or (head is not None and any(_framed(line, head, verbs, "")))


def _pieces(line: Line, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches between the marks 、 and ； that stand outside of brackets and quotations."""
    depth, start = 0, begin
    modifier = _MODIFYING.match(line.text, begin, end)
    for place in range(modifier.end() if modifier else begin, end):
        sign = line.text[place]
        if sign in _OPENING:
            depth += 1
        elif sign in _CLOSING:
            depth = max(0, depth - 1)
        elif sign == "、" and not depth:
            yield start, place
            start = place + 1
    if start < end:
        yield start, end


def _parts(line: Line, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """A piece of a list, split where 和 and the like stand between two phrases that can stand for themselves."""
    modifier = _MODIFYING.match(line.text, begin, end)
    for joint in _AND.finditer(line.text, modifier.end() if modifier else begin + _SHORTEST, end - 1):
        if _depth(line.text, begin, joint.start()):
            continue
        left = _head(line, begin, joint.start())
        if left and joint.start() - left.begin >= _SHORTEST and _head(line, joint.end(), end, whole=False):
            yield begin, joint.start()
            yield from _parts(line, joint.end(), end)
            return
    yield begin, end


def _depth(text: str, begin: int, end: int) -> int:
    stretch = text[begin:end]
    return sum(map(stretch.count, _OPENING)) - sum(map(stretch.count, _CLOSING))


def _phrases(line: Line, parts: Sequence[tuple[int, int]], verbs: Sequence[str]) -> list[Phrase]:
    """The phrases of a list; parts that nothing is known of belong to the next one that has a head."""
    found: list[Phrase] = []
    waiting: list[_Headed] = []
    unknown: int | None = None
    for begin, end in parts:
        such = _such_as(line, begin, end)
        if such:
            before, rest = such
            own = _head(line, begin, before)
            summed = _summary(line, before, rest, end)
            fields = bool(summed) and _GENERIC.fullmatch(line.text, rest, summed.end) is not None
            if fields:
                found += _fields(line, [*((w.begin, w.end) for w in waiting), (begin, before)], unknown, summed, verbs)
                waiting, unknown = [], None
                continue
            if own and unknown is None and _takes_each(line, [*waiting, own], summed, verbs):
                heads = [*waiting, own]
                if summed:
                    heads = [replace(each, nouns=(*each.nouns, *summed.nouns), ending=summed.ending) for each in heads]
                    heads += [summed] if summed.counted else []
                waiting, unknown = heads, None
                continue
            if summed:
                first = unknown if unknown is not None else min([begin, *(each.begin for each in waiting)])
                waiting, unknown = [replace(summed, begin=first, mention=None)], None
                continue
        head = _head(line, begin, end, verbs=verbs)
        if head is None:
            unknown = begin if unknown is None else unknown
            continue
        if unknown is not None:
            head = replace(head, begin=min(unknown, head.begin), mention=None if unknown < head.begin else head.mention)
            unknown = None
        waiting.append(head)
    ending = waiting[-1].ending if waiting else ""
    for head in waiting:
        found += _framed(line, head, verbs, ending)
    return found


def _such_as(line: Line, begin: int, end: int) -> tuple[int, int] | None:
    """Where 等 stands in a part of a list outside of quotations, and where what sums the list up begins."""
    for match in _SUCH_AS.finditer(line.text, begin + 1, end):
        if not _depth(line.text, begin, match.start()):
            return match.start(), match.end()
    return None


def _summary(line: Line, before: int, rest: int, end: int) -> _Headed | None:
    return _head(line, rest, end, whole=False, bare=True) if rest < end else None


def _takes_each(line: Line, heads: Sequence[_Headed], summed: _Headed | None, verbs: Sequence[str]) -> bool:
    """Whether each thing of a list that 等 closes is taken by the verb: those of 甲路、乙桥等道路 are."""
    ending = summed.ending if summed else ""
    if summed and not summed.counted and summed.begin + 6 < summed.end:
        return all(each.mention is not None for each in heads)
    return all(any(_framed(line, each, verbs, ending)) for each in heads)


def _fields(
    line: Line, parts: Sequence[tuple[int, int]], unknown: int | None, summed: _Headed, verbs: Sequence[str]
) -> Iterator[Phrase]:
    """The fields of a list that 等产业 closes."""
    noun = Noun("", _FIELD, "")
    found = line.valency.frame(verbs, (noun,), summed.ending)
    if found is None:
        return
    first = min(begin for begin, _ in parts) if unknown is None else min(unknown, *(begin for begin, _ in parts))
    for begin, end in _pieces(line, first, parts[-1][1]):
        for start, stop in _halves(line, begin, end):
            start = _skip(line, start, stop)[0]
            if stop - start >= _SHORTEST:
                yield Phrase(start, stop, noun, found[0], line.mention_before(stop, start))


def read_topics(line: Line, phrase: Phrase) -> list[Phrase]:
    """The fields that a described thing is for: those of 甲、乙等产业创新平台, of 面向甲、乙等领域的大模型."""
    match = _TOPICS.match(line.text, phrase.begin, phrase.end)
    found = line.valency.frame(("topic",), (Noun("", _FIELD, ""),), "")
    if match is None or found is None or phrase.mention or phrase.noun.sort not in _ABOUT:
        return []
    return list(_listed_fields(line, match.span(1), found[0]))


def read_main_fields(line: Line, begin: int, end: int) -> list[Phrase]:
    """The fields that somebody builds on: those of 形成以甲、乙等为主的产业格局."""
    match = _MAINLY.search(line.text, begin, end)
    found = line.valency.frame(("topic",), (Noun("", _FIELD, ""),), "")
    return list(_listed_fields(line, match.span(1), found[0])) if match and found else []


def _listed_fields(line: Line, span: tuple[int, int], frame: Frame) -> Iterator[Phrase]:
    for begin, end in _pieces(line, *span):
        for first, last in _halves(line, begin, end):
            if last - first >= _SHORTEST:
                yield Phrase(first, last, Noun("", _FIELD, ""), frame, line.mention_before(last, first))


def _halves(line: Line, begin: int, end: int) -> Iterator[tuple[int, int]]:
    joint = _AND.search(line.text, begin + _SHORTEST, end - _SHORTEST)
    if joint and not _depth(line.text, begin, joint.start()):
        yield begin, joint.start()
        yield joint.end(), end
    else:
        yield begin, end


# ── one phrase ─────────────────────────────────────────────────────────────────────────────


def _head(
    line: Line, begin: int, end: int, verbs: Sequence[str] = (), *, whole: bool = True, bare: bool = False
) -> _Headed | None:
    """What a stretch names, by its last word; if not ``whole``, a predicate may follow."""
    begin, counted = _skip(line, begin, end)
    end, behind = _trim(line, begin, end)
    counted = counted or (behind[1] if behind else None)
    last = behind[0] if behind else end
    if end - begin < (1 if bare else _SHORTEST) or end - begin > _LONGEST:
        return None
    if verbs and not _URGED.isdisjoint(verbs):
        pivot = _pivot(line, begin, end, counted, verbs)
        if pivot:
            return pivot
    options = list(_options(line, begin, end, counted, last))
    for each in options:
        if not verbs or any(_framed(line, each, verbs, "")):
            return each
    if options and not verbs:
        return options[0]
    followed = _followed(line, begin, end, counted, verbs) if verbs or not whole else None
    return followed or (options[0] if options else None)


def _skip(line: Line, begin: int, end: int) -> tuple[int, Quantity | None]:
    """Where a phrase begins behind what tells nothing of it, and the number of what it names."""
    light = _LIGHT.match(line.text, begin, end)
    place = light.end() if light else begin
    found = line.quantity_at(place)
    if found is None or found.end >= end:
        return place, None
    if _is_count(found):
        return place, found
    rest = found.end + (line.text[found.end] == "的")
    return rest, None


def _trim(line: Line, begin: int, end: int) -> tuple[int, tuple[int, Quantity | None] | None]:
    """Where a phrase ends before notes, 等 and a number that counts it; and that number."""
    found = None
    while True:
        note = next((each for each in _NOTE.finditer(line.text, begin, end) if each.end() == end), None)
        if note:
            end = note.start()
            continue
        if line.text[end - 1 : end] in ("等", " ", "\u3000"):
            end -= 1
            continue
        quantity = line.quantity_before(end)
        if quantity is None or quantity.begin <= begin + 1 or found:
            return end, found
        found = (end, quantity if _is_count(quantity) else None)
        around = _AROUND.search(line.text, begin, quantity.begin)
        end = around.start() if around else quantity.begin


def _is_count(quantity: Quantity) -> bool:
    return quantity.value is not None and quantity.unit not in _MEASURES


_MEASURES = frozenset(
    {"米", "平方米", "立方米", "吨", "瓦", "瓦时", "亩", "CNY", "USD", "EUR", "percent", "percentagePoint", "倍", "番"}
)


def _options(
    line: Line, begin: int, end: int, counted: Quantity | None, last: int, ending: str = ""
) -> Iterator[_Headed]:
    """The ways to read a stretch: by the word that it ends with, then without an ending that belongs to the verb."""
    head = _named(line, begin, end, counted, last, ending)
    if head:
        yield head
    size = line.valency.endings.size_before(line.text, end, begin + 1)
    while size and not ending:
        for value in line.valency.endings.values[line.text[end - size : end]]:
            if value in _OF_WHOM and line.text[end - size - 1] == "的":
                continue
            yield from _options(line, begin, end - size - (line.text[end - size - 1] == "的"), counted, last, value)
        size = next((n for n in range(size - 1, 1, -1) if line.text[end - n : end] in line.valency.endings.values), 0)


def _named(line: Line, begin: int, end: int, counted: Quantity | None, last: int, ending: str) -> _Headed | None:
    if end - begin < _SHORTEST:
        return None
    closed = line.text[end - 1] in _CLOSING
    mention = line.mention_before(end, begin) or (line.mention_before(end - 1, begin) if closed else None)
    nouns = _nouns(line, begin, end - closed)
    if mention:
        nouns += tuple(Noun("", sort, "") for sort in line.sorts_of(mention))
    if line.text[end - 1] in _QUOTED:
        nouns += (Noun("", _NAMED, "projectKind"),) if end - begin > _QUOTE else ()
    elif line.text[end - 1] == "》":
        nouns += (Noun("", "document", "documentKind"),)
    if not nouns:
        return None
    return _Headed(begin, end, nouns, ending, mention, counted, last)


def _nouns(line: Line, begin: int, end: int) -> tuple[Noun, ...]:
    """What the words that end at a place name, the longest first: 综合试点, then 试点."""
    found: list[Noun] = []
    size = line.valency.nouns.size_before(line.text, end, begin)
    while size:
        found += line.valency.sorts[line.text[end - size : end]]
        if found[-1].sort == _NOTHING:
            break
        size = line.valency.nouns.size_before(line.text, end, end - size + 1)
    return tuple(found)


def _followed(line: Line, begin: int, end: int, counted: Quantity | None, verbs: Sequence[str]) -> _Headed | None:
    """The first phrase behind which a predicate begins: 甲实验室 of 支持甲实验室进入…."""
    for place in range(begin + _SHORTEST, end - 1):
        if line.text[place - 1] not in _QUOTED and _depth(line.text, begin, place):
            continue
        head = _named(line, begin, place, counted, place, "")
        if (
            head
            and _is_predicate(line, place, end, pivot=not verbs or not _PIVOTS.isdisjoint(verbs))
            and (not verbs or any(_framed(line, head, verbs, "")))
        ):
            return head
    return None


def _pivot(line: Line, begin: int, end: int, counted: Quantity | None, verbs: Sequence[str]) -> _Headed | None:
    """Who is helped or urged, if what they do follows with a verb and an object: 企业 in 支持企业引进人才."""
    for place in range(begin + _SHORTEST, end - _TELLING + 1):
        head = _named(line, begin, place, counted, place, "")
        if head is None or not _ACTORS.intersection(noun.sort for noun in head.nouns):
            continue
        size = line.valency.verbs.size_at(line.text, place, end)
        rest = place + size
        if size < _SHORTEST or rest + 1 >= end or line.valency.nouns.size_at(line.text, place, end) > size:
            continue
        if line.text[place:rest] in line.valency.endings.values or _depth(line.text, begin, place):
            continue
        if any(_framed(line, head, verbs, "")):
            return head
    return None


def _is_predicate(line: Line, place: int, end: int, *, pivot: bool) -> bool:
    """Whether a predicate begins at a place: what happens, or behind who is helped or urged, what these do."""
    words = line.valency
    if words.happenings.size_at(line.text, place, end) >= _SHORTEST:
        return True
    return pivot and bool(
        any(
            forms.size_at(line.text, place, end) >= _SHORTEST
            for forms in (words.verbs, words.happenings, words.adverbials)
        )
        or (_FOLLOWS.match(line.text, place, end) and words.nouns.size_at(line.text, place, end) < _SHORTEST)
    )


def _framed(line: Line, head: _Headed, verbs: Sequence[str], inherited: str) -> Iterator[Phrase]:
    """A stretch as a phrase that the verb takes; with the ending of the last one of its list if it has none."""
    nouns = tuple(noun for noun in head.nouns if _is_told(line, head, noun))
    for ending in dict.fromkeys((head.ending or inherited, head.ending)):
        found = line.valency.frame(verbs, nouns, ending)
        if found:
            frame, noun = found
            begin = head.begin
            yield Phrase(
                begin, max(head.end, head.last if head.counted else 0), noun, frame, head.mention, head.counted
            )
            return


def _is_told(line: Line, head: _Headed, noun: Noun) -> bool:
    """Whether a phrase tells which thing it means, where its last word alone does not."""
    if head.mention or head.counted or noun.sort == _NAMED:
        return True
    closed = line.text[head.end - 1] in _CLOSING
    modifier = line.text[head.begin : head.end - len(noun.form) - closed]
    if noun.sort == "award":
        return True
    if noun.form in _VAGUE:
        return len(modifier) >= _TELLING
    if noun.sort in _MADE and len(noun.form) >= _TELLING:
        return True
    if noun.sort in _DEFINITE:
        return len(modifier) >= _SHORTEST and _EMPTY.fullmatch(modifier) is None
    if noun.sort == _FIELD and len(noun.form) <= _SHORTEST:
        return len(modifier) >= _SHORTEST or (len(noun.form) == 1 and bool(modifier))
    return bool(modifier) or len(noun.form) > _SHORTEST or head.last > head.end or noun.sort in ("people", "actors")

"""Quantities -> figures: each with whom it describes, what it measures, when, and what it is compared with.

The sentence is read from left to right, clause by clause. What a clause leaves out (subject, measure, period) is taken
from what stands before it, and marked in ``reading``. The conventions are those of ``docs/annotation.md``.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from kg.model import ConceptRow, ExclusionRow, FigureRow
from kg.ontology import schema
from kg.reader.figures.actors import (
    Actors,
    advance_topics,
    choose_entity,
    enter_clause,
    find_acting,
    leave_clause,
    pass_figure,
    yield_to_policy,
)
from kg.reader.figures.bearers import bearers_of, settle_bearers
from kg.reader.figures.changes import read_change, share_out
from kg.reader.figures.counts import BEHIND_UNIT, read_plain
from kg.reader.figures.differences import read_difference, read_ratio
from kg.reader.figures.drafts import RATES, Case, Draft, Phrase, find_group, make_id, read_lead
from kg.reader.figures.exclusions import why_no_figure
from kg.reader.figures.measures import MONEY, PERSONS, TRADED, measure_words, used
from kg.reader.figures.shares import read_share
from kg.reader.figures.subjects import Topics, clause_actor, is_topic
from kg.reader.sentence.modality import FIGURES, Judge, compile_cues
from kg.reader.sentence.times import (
    UNKNOWN,
    Clause,
    Frame,
    Period,
    Timed,
    find_clauses,
    period_of,
    period_rows,
    time_figures,
)
from kg.reader.values import WHOLE, Bound
from kg.text.quantities import UNIT_LEFT_OUT, as_change
from kg.text.segmentation import quotations
from kg.text.shadow import shadow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.model import Quantity, Sentence, TimeExpression
    from kg.reader.figures.measures import MeasureWords
    from kg.reader.values import Mention, Reading

__all__ = ["bind"]

_LIST_ITEM = re.compile(r" ?(?:以上|以下|左右|多|余)?[^，。；、]{0,12}?(?:、|和|及|与|以及)")
# A number, and the next item of its list: what is so marked is no group.
_LISTING = re.compile(r"[0-9.,万亿零一二两三四五六七八九十百千余多]{1,10}[^，。；、0-9]{1,4}、")
_AMONG = re.compile(r"其中|包括|含(?![量义])|分别是")
_SUMMING = re.compile(r"累计|总数|总量|合计|共有|至此")
_AMONG_ALONE = re.compile(r"其中[，, ：:]?$")
_DISTRIBUTED = re.compile(r"分布(?:情况|看|来看)|构成(?:情况|看|来看)|按[^，。；]{1,10}(?:划分|分(?:类|布)?|来看|看)")
# The number that something grew from: 会员由年初的186家扩大到…; what grew stands before 由.
_START = re.compile(r"^(?P<what>[^，。；]*?)(?:由|从|自)[^，。；由从自]{0,14}?(?:约|近|的|为| )*$")
_TO = re.compile(r"(?:左右|多|余)?[^，。；、]{0,4}?[增扩发压缩减提降升上下拓攀跃调合并][^，。；、]{0,2}?(?:到|至|为)")
_COUNTED_WITHIN = 10
_TITLED = 2
_TITLES = frozenset({"Park", "IndustrialBase", "UniversitySciencePark", "University", "ResearchInstitute"})
_PREPOSED = frozenset("到至在于从由自、和与及截的")
_ADDRESSING = ("对", "向", "给", "从")
# What only says what kind of thing the subject is: 创新券政策惠及企业….
_TOOL = re.compile(
    r"^(?:政策|产品|业务|计划|制度|活动|工作|项目)(?=(?:已|共|累计|全年|先后)*(?:惠及|服务|支持|资助|覆盖|带动|受理|发放|实施|兑现|吸引|帮助|促成|扶持))"
)
_BARE_MEASURES = ((MONEY, "金额"), (RATES, "比例"), (PERSONS, "人数"))
"""What a number measures by its unit, where the text does not say."""
_NUMBER = "数量"
_SURE, _LIKELY, _GUESS = Decimal("0.9"), Decimal("0.7"), Decimal("0.5")


def bind(reading: Reading) -> Bound:
    """Read the figures of a document: rows of ``figures`` and of the tables that they refer to, and exclusions."""
    text = shadow(reading.document.text)
    words = measure_words(reading.lexicon)
    by_sentence: list[list[Mention]] = [[] for _ in reading.sentences]
    for mention in reading.mentions:
        if mention.kind != "group" or not _LISTING.match(text, mention.begin, mention.end):
            by_sentence[mention.sentence].append(mention)
    quoted = quotations(reading.document.text)
    classes = {each.entity: each.class_ for each in reading.mentions}
    figures: list[FigureRow] = []
    drafts: list[Draft] = []
    exclusions: list[ExclusionRow] = []
    topics = Topics(place=_title_topic(reading, by_sentence) or reading.place)
    cues = compile_cues(reading.lexicon)
    bearers = bearers_of(reading.lexicon, reading.context.kind, _around(reading), schema())
    before: tuple[Draft, ...] = ()
    carried: TimeExpression | None = None
    paragraph = -1
    starts = [each.begin for each in reading.quantities]
    every = zip(reading.sentences, reading.scopes, reading.times, by_sentence, strict=True)
    for sentence, scope, times, mentions in every:
        if sentence.paragraph != paragraph:
            paragraph, carried, before, topics = sentence.paragraph, None, (), topics.in_new_paragraph()
        if sentence.kind != "sentence":
            topic = _heading(sentence, mentions)
            topics = replace(topics, heading=topic, paragraph=topic if sentence.kind == "item" else "")
            continue
        inside = reading.quantities[bisect_left(starts, sentence.begin) : bisect_left(starts, sentence.end)]
        kept = []
        for each in inside:
            reason = why_no_figure(text, each, mentions, quoted, words)
            if reason:
                exclusions.append(ExclusionRow(each.begin, each.end, reason))
            else:
                kept.append(each)
        parts = find_clauses(reading.document.text, sentence)
        timed, carried = time_figures(
            Frame(text, parts, times, tuple(kept), period_of(scope), scope.rule != WHOLE), carried
        )
        case = Case(
            text,
            sentence,
            parts,
            tuple(kept),
            tuple(timed),
            times,
            tuple(mentions),
            words,
            topics,
            before,
            classes,
            bearers,
        )
        judge = Judge(text, sentence, parts, mentions, times, scope, reading.context.base_year, cues)
        found, topics = _read_sentence(case, judge)
        if bearers is not None:
            found = settle_bearers(case, found, bearers)
        before = tuple(found) or before
        found = [_with_measure(each, words) for each in found]
        unitless = _without_unit(found)
        exclusions += [ExclusionRow(each.quantity.begin, each.quantity.end, "unit left out") for each in unitless]
        vague = [each for each in found if each not in unitless and _is_vague(each)]
        exclusions += [ExclusionRow(each.quantity.begin, each.quantity.end, _is_vague(each)) for each in vague]
        found = [each for each in found if each not in unitless and each not in vague]
        figures += _rows(case, found)
        drafts += found
    return Bound(
        figures=tuple(figures),
        periods=period_rows(_periods(drafts)),
        indicators=used(_indicators(drafts)),
        units=_named_alike(each.quantity.unit for each in drafts),
        conditions=_named_alike(each.condition for each in drafts if each.condition),
        exclusions=tuple(exclusions),
    )


def _around(reading: Reading) -> frozenset[str]:
    """The document's own place, and those that it lies in."""
    place = reading.context.place
    if place is None:
        return frozenset()
    codes = {f"{place.code[:4]}00", f"{place.code[:2]}0000"} if place.code else set()
    return frozenset({place.zh, "中国", *(each.zh for each in reading.lexicon.places if each.code in codes)})


def _with_measure(draft: Draft, words: MeasureWords) -> Draft:
    """The figure with what its unit alone says that it measures, where the text says no more; marked as a guess."""
    label = next((label for units, label in _BARE_MEASURES if draft.quantity.unit in units), _NUMBER)
    if draft.whole_indicator is not None and not draft.whole_indicator.id:
        draft = replace(draft, whole_indicator=words.concept(label))
    return draft if draft.indicator.id else replace(draft, indicator=words.concept(label), measure_guessed=True)


def _is_vague(draft: Draft) -> str:
    """Why a figure cannot be stated, "" if it can: nobody says whom it describes, or when."""
    if not draft.entity:
        return "subject not told"
    return "period not told" if draft.timed.period == UNKNOWN else ""


def _without_unit(drafts: Sequence[Draft]) -> list[Draft]:
    """The figures whose unit the text leaves out and nothing tells, if no other is compared with them."""
    named = {name for each in drafts for name in (each.compared_with, each.share_of)}
    return [each for each in drafts if each.quantity.unit == UNIT_LEFT_OUT and make_id(each) not in named]


def _named_alike(words: Iterable[str]) -> tuple[ConceptRow, ...]:
    """Concepts that are called by their ids."""
    return used(ConceptRow(word, word, word, None) for word in set(words))


def _periods(drafts: Sequence[Draft]) -> Iterator[Period]:
    for each in drafts:
        yield each.timed.period
        if each.comparison:
            yield each.comparison


def _indicators(drafts: Sequence[Draft]) -> Iterator[ConceptRow]:
    for each in drafts:
        yield each.indicator
        if each.whole_indicator:
            yield each.whole_indicator


def _heading(sentence: Sentence, mentions: Sequence[Mention]) -> str:
    """The entity that a heading consists of, apart from a number or a mark."""
    longest = max(mentions, key=lambda each: each.end - each.begin, default=None)
    if longest is None or not is_topic(longest) or (longest.end - longest.begin) * 2 < sentence.end - sentence.begin:
        return ""
    return longest.entity


def _title_topic(reading: Reading, by_sentence: Sequence[Sequence[Mention]]) -> str:
    """The park or institute that a document calls itself by, which its paragraphs mean by 全区 or 全校.

    A title is a first heading that another heading follows; it consists of the name, or begins with it.
    """
    first = reading.sentences[:2]
    if len(first) < _TITLED or any(each.kind != "heading" for each in first):
        return ""
    named = _heading(first[0], by_sentence[0])
    return next(
        (
            each.entity
            for each in by_sentence[0]
            if each.class_ in _TITLES and (each.entity == named or each.begin == first[0].begin)
        ),
        "",
    )


def _read_sentence(case: Case, judge: Judge) -> tuple[list[Draft], Topics]:
    """The figures of a sentence, clause by clause, and the topics behind it."""
    drafts: list[Draft] = []
    actors = Actors()
    for clause in case.clauses:
        head = clause_actor(case.text, clause, case.mentions, case.times, case.words.opener)
        actors, head = enter_clause(case, clause, actors, head)
        for quantity, timed in zip(case.quantities, case.timed, strict=True):
            if clause.begin <= quantity.begin < clause.end:
                acting = find_acting(case, clause, quantity, head)
                served = yield_to_policy(case, clause, find_group(case, quantity), quantity, actors)
                if served != actors:
                    actors, acting = served, None
                begin, bracketed = _begin(case, clause, quantity)
                nested = bracketed or _is_nested(case, clause, quantity, drafts)
                draft = Draft(
                    quantity=quantity,
                    clause=clause,
                    timed=_as_whole(timed, drafts) if nested else timed,
                    entity=choose_entity(case, actors, acting=acting is not None),
                    ellipted=(actors.actor or actors.owner) in {"", case.topics.place},
                    modality=judge.modality_of(quantity.begin, quantity.end, timed.period.last, FIGURES),
                    nested=nested,
                    bracketed=bracketed,
                )
                drafts.append(_read_figure(case, draft, begin, head, tuple(drafts)))
                actors = pass_figure(case, clause, drafts[-1], acting, actors)
        actors = leave_clause(case, clause, actors)
    drafts = share_out(case, drafts)
    return drafts, advance_topics(case, actors, drafts)


def _as_whole(timed: Timed, drafts: Sequence[Draft]) -> Timed:
    """When a part holds: as the whole before it does, if both are of the same period."""
    whole = next((each for each in reversed(drafts) if each.is_plain and not each.nested), None)
    if whole is not None and timed.kind == "during" and timed.period == whole.timed.period:
        return replace(timed, kind=whole.timed.kind)
    return timed


def _read_figure(case: Case, draft: Draft, begin: int, head: Mention | None, drafts: tuple[Draft, ...]) -> Draft:
    """What a figure measures, and what it is a change or a share of.

    Its phrase starts at ``begin``; ``head`` is the subject of its clause.
    """
    clause, quantity = draft.clause, draft.quantity
    lead = read_lead(case, begin, quantity.begin)
    if head is not None and begin <= head.begin and head.end <= quantity.begin:
        rest = _TOOL.sub("", read_lead(case, head.end, quantity.begin).removeprefix("的"))
        if _is_subject(case, head) and not TRADED.match(lead):
            lead = rest if case.words.core(rest) or not _is_noun(head) else lead
    lead = _around_time(case, lead, begin, quantity.begin)
    lead = lead if TRADED.match(lead) else _behind_favoured(case, lead, quantity.begin)
    limit = min([each.begin for each in case.quantities if each.begin >= quantity.end] + [clause.end])
    last = drafts[-1] if drafts and drafts[-1].clause == clause else None
    listed = last is not None and bool(_LIST_ITEM.match(case.text, last.quantity.end, quantity.begin))
    tail = case.text[quantity.end : limit]
    start = _START.search(case.text[max(begin, head.end if head is not None else 0) : quantity.begin])
    if start and _TO.match(tail):
        lead, tail = start["what"], ""
    elif last is not None and _TO.fullmatch(lead) and _START.search(case.text[clause.begin : last.quantity.begin]):
        lead = ""
    elif last is not None and last.rule == "noun-behind" and not listed:
        lead = _behind_counted(lead, last)
    phrase = Phrase(draft, lead, tail, listed, drafts)
    return (
        read_ratio(case, phrase)
        or read_difference(case, phrase)
        or read_change(case, phrase)
        or read_share(case, phrase)
        or read_plain(case, phrase)
    )


def _is_subject(case: Case, head: Mention) -> bool:
    """Whether a clause's figures describe what heads it: in a report, what can bear them, or the document's place."""
    bearers = case.bearers
    return bearers is None or bearers.may_bear(head) or head.entity in bearers.above


def _around_time(case: Case, lead: str, begin: int, end: int) -> str:
    """The text before a number, with the noun before a time if none stands behind it: 产值2015年达到…."""
    if case.words.core(lead):
        return lead
    time = next((each for each in case.times if begin < each.begin and each.end + len(lead) == end), None)
    if time is None or case.text[time.begin - 1] in _PREPOSED:
        return lead
    return case.text[begin : time.begin] + lead


def _behind_favoured(case: Case, lead: str, end: int) -> str:
    """The text before a number behind whom the clause addresses: 对初创企业一次性奖励…."""
    begin = end - len(lead)
    for each in reversed(case.mentions):
        addressed = begin < each.begin and each.end < end and case.text.startswith(_ADDRESSING, each.begin - 1)
        if addressed and not case.text.startswith("的", each.end):
            rest = case.text[each.end : end]
            return rest if case.words.core(rest) else lead
    return lead


def _behind_counted(lead: str, last: Draft) -> str:
    """The text before a number without the noun that the number before it counts: 以12件商标获得贷款…."""
    noun, place = last.measure.noun, lead.find(last.measure.noun)
    if not noun or place < 0 or place > _COUNTED_WITHIN:
        return lead
    rest = lead[place + len(noun) :]
    return lead if rest.startswith("的") else rest


def _is_noun(head: Mention) -> bool:
    """Whether the subject of a clause is no name, so that it may name the measure too."""
    return head.kind == "group" or head.class_ == ""


def _is_nested(case: Case, clause: Clause, quantity: Quantity, drafts: Sequence[Draft]) -> bool:
    """Whether a number is a part of one before it: 其中, and what is listed behind it."""
    before = case.text[clause.begin : quantity.begin]
    among = _AMONG.search(before) or _AMONG_ALONE.search(case.text, max(0, clause.begin - 4), clause.begin)
    if among or _DISTRIBUTED.search(case.text, case.sentence.begin, clause.begin):
        return True
    last = next((each for each in reversed(drafts) if each.is_plain), None)
    if last is None or not last.nested:
        return False
    verb, noun = case.words.split(case.words.core(before))
    top = next((each for each in reversed(drafts) if each.is_plain and not each.nested), None)
    if top is not None and len(noun) > len(top.measure.noun) > 1 and noun.endswith(top.measure.noun[-2:]):
        return top.quantity.unit == quantity.unit
    whole = case.text.startswith("其中", case.sentence.begin)
    if (last.clause.part != clause.part and not whole) or (last.clause != clause and _SUMMING.match(before)):
        return False
    alike = [each for each in drafts if each.is_plain and each.quantity.unit == quantity.unit]
    kin = not verb and any(each.nested and each.clause.part == clause.part for each in alike)
    return last.clause == clause or whole or kin or any(noun and each.measure.noun == noun for each in alike)


def _begin(case: Case, clause: Clause, quantity: Quantity) -> tuple[int, bool]:
    """Where the phrase of a quantity begins: behind the quantity before it, and inside its bracket."""
    begin = clause.begin
    for each in case.quantities:
        if clause.begin <= each.begin and each.end <= quantity.begin:
            group = find_group(case, each)
            begin = max(each.end, group.end if group is not None and group.end <= quantity.begin else 0)
            more = BEHIND_UNIT.match(case.text, begin, quantity.begin)
            begin = more.end() if more else begin
    opened = max(
        case.text.rfind("（", clause.begin, quantity.begin), case.text.rfind("(", clause.begin, quantity.begin)
    )
    closed = max(
        case.text.rfind("）", clause.begin, quantity.begin), case.text.rfind(")", clause.begin, quantity.begin)
    )
    if opened > closed:
        return max(begin, opened + 1), True
    summed = any(opened < each.begin < closed for each in case.quantities)
    return (closed + 1 if summed and closed >= begin else begin), False


def _rows(case: Case, drafts: Sequence[Draft]) -> Iterator[FigureRow]:
    present = {each.entity for each in case.mentions}
    sentence = f"{case.sentence.begin}-{case.sentence.end}"
    for each in drafts:
        quantity = as_change(case.text, each.quantity) if each.change else each.quantity
        marks = []
        if each.entity not in present:
            marks.append("entity:inherited")
        if each.measure_guessed:
            marks.append("indicator:supplied")
        elif not each.measure_read:
            marks.append("indicator:inherited")
        if not each.timed.stated:
            marks.append("period:supplied" if each.timed.supplied else "period:inherited")
        yield FigureRow(
            id=make_id(each),
            sentence=sentence,
            begin=quantity.begin,
            end=quantity.end,
            entity=each.entity,
            indicator=each.indicator.id,
            value=quantity.value,
            lower=quantity.lower,
            upper=quantity.upper,
            unit=quantity.unit,
            approximation=quantity.approximation,
            period=each.timed.period.id,
            period_kind=each.timed.kind,
            change_kind=each.change or None,
            comparison_period=each.comparison.id if each.comparison else None,
            compared_with=each.compared_with or None,
            whole_entity=each.whole_entity or None if each.whole_indicator else None,
            whole_indicator=each.whole_indicator.id if each.whole_indicator else None,
            share_of=each.share_of or None,
            condition=each.condition or None,
            modality=each.modality,
            reading=" ".join(marks) or None,
            note=None,
            rule=f"{each.rule}; subject by {each.subject_by}" if each.subject_by else each.rule,
            confidence=_SURE if not marks else _LIKELY if len(marks) == 1 else _GUESS,
        )

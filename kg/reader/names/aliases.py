"""A name once found is found everywhere: its other places, its aliases in brackets, its short forms."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.reader.names.scanning import keep_longest
from kg.reader.names.values import Candidate
from kg.reader.packs.index import Index

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.reader.names.cases import Case

__all__ = ["find_ambiguous", "is_short_for", "spread_names"]

_BRACKET = re.compile(r"[（(]([^（）()，。；]{2,24})[）)]")
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9&-]{1,11}")
_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_QUOTES = "\"'《》 "
_FORMAL = re.compile(r"(?:集团|控股|股份|有限|责任|（集团）|\(集团\))*公司$")
_SHORTEST_BRAND = 4
_TAIL = 2
"""Characters that a short form shares with the end of its full form."""
_KINDS = frozenset({"PolicyMeasure", "Project"})
"""Classes whose heads alone are kinds, however long: 政策措施."""
_TELLING = 4
"""A head of so many characters can be a short form by itself: 引导基金."""
_LONGEST_SHORT = 12


def spread_names(case: Case, candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Add what the names of the whole document let one find: their other places, their aliases, their short forms."""
    own = {
        case.found.text[each.begin : each.end]: each
        for each in sorted(candidates, key=lambda each: each.confidence)
        if not each.entity and each.kind != "title"
    }
    aliases = dict(_find_aliases(case, candidates))
    repeated = [
        replace(each, begin=begin, end=end, rule=f"repeated:{each.rule}" if begin != each.begin else each.rule)
        for begin, end, each in Index({**own, **aliases}).find(case.found.text)
    ]
    with_repeats = keep_longest([*candidates, *repeated, *_find_brands(case, candidates)], len(case.text))
    shorts = [each for each, bodies in _find_shorts(case, with_repeats) if len(bodies) == 1]
    return keep_longest([*with_repeats, *shorts], len(case.text))


def _find_aliases(case: Case, candidates: Iterable[Candidate]) -> Iterator[tuple[str, Candidate]]:
    """Aliases that stand in a bracket behind a name: （以下简称“X”）, （EEN）, or a short form of it."""
    cues = sorted(case.lexicon.cues.get("alias", ()), key=len, reverse=True)
    for each in candidates:
        match = _BRACKET.match(case.found.text, each.end)
        if match is None or each.class_ not in case.classes:
            continue
        inner = match[1]
        cue = next((cue for cue in cues if inner.startswith(cue)), "")
        form = inner.removeprefix(cue).strip(_QUOTES + "：:为")
        name = case.found.text[each.begin : each.end]
        if len(form) > 1 and (cue or _LATIN.fullmatch(form) or _abbreviates(form, name)):
            key = each.entity or case.text[each.begin : each.end]
            yield form, replace(each, entity=key, kind="short", rule="alias", confidence=0.9)


def _find_brands(case: Case, candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    """Companies by the beginning of their formal names, without place and form.

    X市远帆机器人自动化有限公司 is 远帆机器人 for short.

    Such a short form ends in the trade of a brand, stands where a phrase begins, and means one company only.
    """
    found = case.found
    trades = tuple(
        head.form for head in case.lexicon.heads if head.shape in {"brand", "member"} and head.class_ == "Company"
    )
    places = {each.begin: each.end for each in found.anchors}
    meant: dict[str, Candidate | None] = {}
    for each in candidates:
        name = found.text[each.begin : each.end]
        form = _FORMAL.search(name)
        if each.class_ != "Company" or form is None:
            continue
        core = found.text[places.get(each.begin, each.begin) : each.begin + form.start()]
        key = each.entity or case.text[each.begin : each.end]
        short = replace(each, entity=key, kind="short", rule="brand", confidence=0.6)
        for end in range(_SHORTEST_BRAND, len(core) + 1):
            if core[:end].endswith(trades) and core[:end] not in case.listed:
                known = meant.setdefault(core[:end], short)
                if known is not None and known.entity != key:
                    meant[core[:end]] = None
    for begin, end, one in Index({form: each for form, each in meant.items() if each}).find(found.text):
        if begin in found.break_set and one:
            yield replace(one, begin=begin, end=end)


def find_ambiguous(case: Case, candidates: Sequence[Candidate]) -> tuple[tuple[Candidate, tuple[str, ...]], ...]:
    """Short forms that could stand for several names, with those; they are never resolved in silence."""
    known = {(each.begin, each.end) for each in candidates if each.entity or "open:" not in each.rule}
    return tuple(
        (each, bodies)
        for each, bodies in _find_shorts(case, candidates)
        if len(bodies) > 1 and (each.begin, each.end) not in known
    )


def _find_shorts(case: Case, candidates: Sequence[Candidate]) -> Iterator[tuple[Candidate, tuple[str, ...]]]:
    """Short forms, and the names that they can stand for.

    A short form ends in the head of a name, stands where a name may, and is a subsequence of the name.
    """
    found = case.found
    known: dict[str, Candidate] = {}
    for each in candidates:
        if each.class_ in case.classes and each.kind in {"name", "quoted"} and each.end - each.begin > _TAIL + 1:
            known.setdefault(found.text[each.begin : each.end], each)
    by_parts: dict[str, list[str]] = {}
    for name in known:
        for character in set(name):
            by_parts.setdefault(character + name[-_TAIL:], []).append(name)
    for begin, end, head in found.heads:
        if head.shape in {"group", "title", "policy", "brand", "member"} or not head.class_:
            continue
        floor = found.floor(begin)
        joins = found.joins_between(floor, begin)
        start = joins[-1][1] if joins else floor
        form = found.text[start:end]
        alone = start == begin and (head.group or len(form) < _TELLING or head.class_ in _KINDS)
        if alone or not _TELLING <= len(form) <= _LONGEST_SHORT or form in case.listed or start in found.counted:
            continue
        names = [name for name in by_parts.get(form[0] + form[-_TAIL:], ()) if is_short_for(form, name)]
        bodies = dict.fromkeys(known[name].entity or name for name in names)
        own = form in known and "open:" not in known[form].rule
        if bodies and not own:
            each = known[names[0]]
            key = each.entity or case.text[each.begin : each.end]
            yield Candidate(start, end, each.class_, "short", "subsequence", 0.75, key), tuple(bodies)


def _abbreviates(form: str, name: str) -> bool:
    """Whether a form in a bracket is made of the name before it, whatever it ends in: 哈电集团, 204所."""
    rest = iter(name.translate(_DIGITS))
    return len(form) < len(name) and all(character in rest for character in form.translate(_DIGITS))


def is_short_for(form: str, name: str) -> bool:
    """Whether the characters of a form stand in a name in the same order, and both end alike."""
    rest = iter(name)
    return len(form) < len(name) and form[-1] == name[-1] and all(character in rest for character in form)

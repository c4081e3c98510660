"""Candidates -> whom they mean: entities, aliases, short forms, what points back, groups."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.model import EntityRow, GroupRow, NameRow
from kg.reader.names.aliases import find_ambiguous, is_short_for, spread_names
from kg.reader.names.anaphors import point_back
from kg.reader.names.cases import Case
from kg.reader.names.groups import find_groups
from kg.reader.names.mentions import find_candidates
from kg.reader.names.places import forms_of_places
from kg.reader.names.scanning import keep_longest, scan
from kg.reader.packs.index import Index
from kg.reader.values import Mention, Unresolved
from kg.text.shadow import shadow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.model import Document, Quantity, Sentence
    from kg.reader.names.values import Candidate
    from kg.reader.values import DocumentContext, Lexicon, Name

__all__ = ["Names", "read_names"]

_BARE_TITLE = 2
"""A title of so many characters is a mere kind: 《办法》 means the title before it."""
_TITLES = 40
"""Different titles that a short title looks back."""
_FUNCTION = "function_"
_TITLE_WEIGHT = 4
"""How much a word in the title of a section weighs against one in its other headings."""
_LOCAL = ("区", "县")
"""What the bodies of a district are called by: 区科委."""


@dataclass(frozen=True, slots=True)
class Names:
    """Who and what a document mentions: mentions in order of the text, and the rows of the tables."""

    mentions: tuple[Mention, ...]
    entities: tuple[EntityRow, ...]
    names: tuple[NameRow, ...]
    groups: tuple[GroupRow, ...]
    quantities: tuple[Quantity, ...]
    unresolved: tuple[Unresolved, ...]


@lru_cache(maxsize=8)
def _listed(lexicon: Lexicon) -> tuple[Mapping[str, Name], Index[Name]]:
    """The names that packs list, by the shadows of their forms, and what finds them."""
    listed = {shadow(name.form): name for name in lexicon.names}
    return listed, Index(listed)


def read_names(
    document: Document, sentences: tuple[Sentence, ...], context: DocumentContext, lexicon: Lexicon
) -> Names:
    """Find who and what is mentioned in a document, and which mentions mean the same.

    ``context`` says which place the document is about, and whether it is a government's own report.
    """
    home = context.place
    text = document.text
    matched = shadow(text)
    places = forms_of_places(matched, lexicon, home)
    listed, index = _listed(lexicon)
    found = scan(text, index, places, context, lexicon)
    case = Case(text, found, sentences, lexicon, home, places, listed)
    candidates = spread_names(case, keep_longest(find_candidates(case.found), len(text)))
    mentions = _resolve(case, candidates)
    pointing = list(point_back(case, mentions))
    mentions = sorted([*mentions, *(each for each in pointing if each.entity)], key=lambda each: each.begin)
    groups = _make_groups(case, mentions)
    entities, names, mentions = _make_rows(case, _outside_groups(mentions, groups))
    everything = sorted([*mentions, *(mention for mention, _ in groups)], key=lambda each: (each.begin, -each.end))
    return Names(
        mentions=tuple(everything),
        entities=entities,
        names=names,
        groups=tuple(row for _, row in groups),
        quantities=case.found.quantities,
        unresolved=(
            *(Unresolved(each.begin, each.end, "anaphor", ()) for each in pointing if not each.entity),
            *(Unresolved(each.begin, each.end, "short", bodies) for each, bodies in find_ambiguous(case, candidates)),
        ),
    )


# ── who is meant ───────────────────────────────────────────────────────────────────────────


def _resolve(case: Case, candidates: Iterable[Candidate]) -> list[Mention]:
    """Mentions with the ids of their entities; candidates that cross a sentence end are dropped."""
    mentions: list[Mention] = []
    district = ""
    paragraph = -1
    shorts: dict[str, str] = {}
    for each in candidates:
        sentence = case.sentence_at(each.begin, each.end)
        if sentence is None:
            continue
        if case.sentences[sentence].paragraph != paragraph:
            paragraph, district = case.sentences[sentence].paragraph, ""
        form = case.text[each.begin : each.end]
        if each.class_ == "District" and each.entity:
            district = each.entity
        key = each.entity or _merge(case, form)
        if each.class_ == "GovernmentBody" and form.startswith(_LOCAL) and district and "--" not in key:
            key = f"{form}--{district}"
        if each.kind == "title":
            key = _merge_title(form, shorts)
        kind = "target" if each.class_ == "TargetGroup" else each.kind
        mentions.append(Mention(each.begin, each.end, sentence, each.class_, key, kind, each.rule, each.confidence))
    return mentions


def _merge(case: Case, form: str) -> str:
    """The id of a name that begins with the document's own place: 上海市科委 is the 市科委 that a pack lists."""
    if case.home:
        for prefix in sorted((case.home.zh, *case.home.forms), key=len, reverse=True):
            rest = form.removeprefix(prefix)
            if rest != form:
                for known in (rest, f"{case.home.zh[-1]}{rest}"):
                    if known in case.listed:
                        return case.listed[known].entity
    return form


def _merge_title(form: str, known: dict[str, str]) -> str:
    """The id of a title: that of the one title before it that it is a short form of, else its own."""
    if form not in known:
        inner = form[1:-1]
        recent = list(dict.fromkeys(list(known.values())[-_TITLES:]))
        longer = [full for full in recent if is_short_for(inner, _untried(full))]
        known[form] = longer[-1] if longer and (len(longer) == 1 or len(inner) == _BARE_TITLE) else form
    return known[form]


def _untried(title: str) -> str:
    """A title without 《》 and without a bracket at its end: （试行）."""
    return re.sub(r"[（(][^（）()]*[）)]$", "", title[1:-1])


# ── rows ───────────────────────────────────────────────────────────────────────────────────


def _make_rows(
    case: Case, mentions: Sequence[Mention]
) -> tuple[tuple[EntityRow, ...], tuple[NameRow, ...], list[Mention]]:
    """Entities and names in the order of the text, and the mentions with the final ids.

    An id is the full name if it stands in the text (or is the standard name of a code), else the longest form there.
    """
    forms: dict[str, dict[str, str]] = {}
    classes: dict[str, str] = {}
    for each in mentions:
        classes.setdefault(each.entity, each.class_)
        form = case.text[each.begin : each.end]
        known = forms.setdefault(each.entity, {}) if each.kind != "anaphor" else forms.get(each.entity, {})
        if each.kind != "anaphor" or not any(other.endswith(form) for other in known):  # 园区 for a park named …园
            known.setdefault(form, each.kind)
    sections = {each.entity: case.sentences[each.sentence].section for each in reversed(mentions)}
    functions = _functions(case)
    fallback = next(iter(case.lexicon.cues.get("default_function", ())), "")
    served = frozenset(case.lexicon.cues.get("served_classes", ()))
    listed = {name.entity: name for name in case.lexicon.names if name.kind == "full"}
    places = {place.zh: place for place in case.places.values()}
    ids: dict[str, str] = {}
    entities, names = [], []
    for key, written in forms.items():
        full, _, qualifier = key.partition("--")
        place = places.get(key) if classes[key] == getattr(places.get(key), "class_", None) else None
        standard = place is not None and bool(place.code)
        zh = full if standard or shadow(full) in map(shadow, written) else max(written, key=len)
        ids[key] = f"{zh}--{qualifier}" if qualifier else zh
        name = listed.get(key)
        en = place.en if place else (name.en if name and name.en else f"{zh} ({_words(classes[key])})")
        function = (name.function if name else "") or functions.get(sections[key], fallback)
        entities.append(
            EntityRow(
                id=ids[key],
                class_=classes[key],
                zh=_normal(zh),
                en=en,
                function=(function or None) if classes[key] in served else None,
                code=place.code if place and place.code else None,
                note=None,
            )
        )
        names.append(NameRow(ids[key], zh, "zh", "full"))
        names += [NameRow(ids[key], form, "zh", _name_kind(form, zh)) for form in written if form != zh]
    kept = [each for each in mentions if ids.get(each.entity)]
    final = [each if ids[each.entity] == each.entity else replace(each, entity=ids[each.entity]) for each in kept]
    return tuple(entities), tuple(names), final


def _normal(form: str) -> str:
    return unicodedata.normalize("NFC", form)


def _words(class_: str) -> str:
    """A class in words: service agency for ServiceAgency."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", class_).lower()


def _name_kind(form: str, full: str) -> str:
    rest = iter(full)
    return "short" if all(character in rest for character in form) else "alias"


def _functions(case: Case) -> dict[int, str]:
    """The service function of each section, by the words that its headings hold most of."""
    headings: dict[int, str] = {}
    for each in case.sentences:
        if each.kind != "sentence":
            headings[each.section] = headings.get(each.section, "") + case.text[each.begin : each.end] + "\n"
    found = {}
    for section, text in headings.items():
        title = text.partition("\n")[0]
        weights = {
            key.removeprefix(_FUNCTION): sum(text.count(word) + _TITLE_WEIGHT * title.count(word) for word in words)
            for key, words in case.lexicon.cues.items()
            if key.startswith(_FUNCTION)
        }
        best = max(weights, key=lambda key: weights[key], default="")
        if best and weights[best]:
            found[section] = best
    return found


def _outside_groups(mentions: Iterable[Mention], groups: Iterable[tuple[Mention, GroupRow]]) -> list[Mention]:
    """Mentions without the target groups that a group makes its own: 企业 in 企业20家."""
    spans = sorted((mention.begin, mention.end) for mention, _ in groups)
    begins = [begin for begin, _ in spans]
    kept = []
    for each in mentions:
        index = bisect_right(begins, each.begin) - 1
        within = index >= 0 and each.end <= spans[index][1]
        if not (within and each.class_ == "TargetGroup"):
            kept.append(each)
    return kept


def _make_groups(case: Case, mentions: Sequence[Mention]) -> list[tuple[Mention, GroupRow]]:
    """Groups as mentions and as rows; a kind without number that stands for something named is none."""
    meant = {(each.begin, each.end) for each in mentions}
    rows = []
    seen: Counter[str] = Counter()
    for group in find_groups(case.found):
        sentence = case.sentence_at(group.begin, group.end)
        if sentence is None:
            continue
        home = case.sentences[sentence]
        if group.size is None and (home.kind == "heading" or (group.begin, group.end) in meant):
            continue
        stem = f"{group.begin}-{group.end}"
        seen[stem] += 1
        key = stem if seen[stem] == 1 else f"{stem}-{seen[stem]}"
        mention = Mention(group.begin, group.end, sentence, "ActorGroup", key, "group", group.rule, 0.8, group.size)
        place = f"{home.begin}-{home.end}"
        rows.append(
            (mention, GroupRow(key, group.kind, group.size, group.approximation, None, place, group.begin, group.end))
        )
    return rows

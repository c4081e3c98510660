"""Candidates -> whom they mean: entities, aliases, short forms, what points back, groups."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from kg.extraction.groups import find_groups
from kg.extraction.mentions import Candidate, Index, find_candidates, keep_longest, scan
from kg.extraction.places import forms_of_places, home_of
from kg.extraction.values import Mention, Reading
from kg.model import EntityRow, GroupRow, NameRow
from kg.text.segmentation import segment
from kg.text.shadow import shadow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.extraction.mentions import Scan
    from kg.extraction.values import Lexicon, Name, Place
    from kg.model import Document, Sentence

__all__ = ["read_names"]

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})年")
_BRACKET = re.compile(r"[（(]([^（）()，。；]{2,24})[）)]")
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9&-]{1,11}")
_QUOTES = "\"'《》 "
_TAIL = 2
"""Characters that a short form shares with the end of its full form."""
_TELLING = 4
"""A head of so many characters can be a short form by itself: 引导基金."""
_LONGEST_SHORT = 12
_TITLES = 40
"""Different titles that a short title looks back."""
_REACH = 3
"""Paragraphs that a bare head looks back."""
_DEFAULT_YEAR = 2000
_PLACED = frozenset({"Park", "IndustrialBase", "UniversitySciencePark", "Cluster"})
"""Classes whose bare head points back wherever it stands as a phrase: 在集群."""
_FUNCTION = "function_"
_TITLE_WEIGHT = 4
"""How much a word in the title of a section weighs against one in its other headings."""
_LOCAL = ("区", "县")
"""What the bodies of a district are called by: 区科委."""


def read_names(document: Document, lexicon: Lexicon, base_year: int | None = None) -> Reading:
    """Find who and what is mentioned in a document, and which mentions mean the same.

    Without ``base_year`` it is the year that the text names most often.
    """
    text = document.text
    matched = shadow(text)
    home = home_of(matched, lexicon)
    places = forms_of_places(matched, lexicon, home)
    listed = {shadow(name.form): name for name in lexicon.names}
    case = _Case(text, scan(text, Index(listed), places, home, lexicon), segment(text), lexicon, home, places, listed)
    candidates = _spread(case, keep_longest(find_candidates(case.found), len(text)))
    mentions = _resolve(case, candidates)
    mentions = sorted([*mentions, *_point_back(case, mentions)], key=lambda each: each.begin)
    groups = _make_groups(case, mentions)
    entities, names, mentions = _make_rows(case, _outside_groups(mentions, groups))
    everything = sorted([*mentions, *(mention for mention, _ in groups)], key=lambda each: (each.begin, -each.end))
    years = Counter(_YEAR.findall(matched))
    return Reading(
        document=document,
        base_year=base_year or (int(years.most_common(1)[0][0]) if years else _DEFAULT_YEAR),
        place=home.zh if home else "",
        lexicon=lexicon,
        sentences=case.sentences,
        mentions=tuple(everything),
        entities=entities,
        names=names,
        groups=tuple(row for _, row in groups),
    )


@dataclass(frozen=True)
class _Case:
    """A document as scanned, with what all steps look up."""

    text: str
    found: Scan
    sentences: tuple[Sentence, ...]
    lexicon: Lexicon
    home: Place | None
    places: Mapping[str, Place]
    listed: Mapping[str, Name]

    @cached_property
    def begins(self) -> list[int]:
        return [each.begin for each in self.sentences]

    @cached_property
    def classes(self) -> frozenset[str]:
        """Classes whose names are linked by their short forms: bodies and what they run, not fields or target groups."""
        return frozenset({head.class_ for head in self.lexicon.heads if head.class_})

    def sentence_at(self, begin: int, end: int) -> int | None:
        """The index of the sentence that holds a span."""
        index = bisect_right(self.begins, begin) - 1
        return index if index >= 0 and end <= self.sentences[index].end else None


# ── a name once found is found everywhere ──────────────────────────────────────────────────


def _spread(case: _Case, candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
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
    with_repeats = keep_longest([*candidates, *repeated], len(case.text))
    shorts = _find_shorts(case, with_repeats)
    return keep_longest([*with_repeats, *shorts], len(case.text))


def _find_aliases(case: _Case, candidates: Iterable[Candidate]) -> Iterator[tuple[str, Candidate]]:
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
        if len(form) > 1 and (cue or _LATIN.fullmatch(form) or (len(form) < len(name) and _is_short_for(form, name))):
            key = each.entity or case.text[each.begin : each.end]
            yield form, replace(each, entity=key, kind="short", rule="alias", confidence=0.9)


def _find_shorts(case: _Case, candidates: Sequence[Candidate]) -> Iterator[Candidate]:
    """Short forms: what ends in the head of a name, stands where a name may, and is a subsequence of just that name."""
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
        if head.shape in {"group", "title", "policy"} or not head.class_:
            continue
        floor = found.floor(begin)
        joins = found.joins_between(floor, begin)
        start = joins[-1][1] if joins else floor
        form = found.text[start:end]
        alone = start == begin and (head.group or len(form) < _TELLING)
        if alone or not _TELLING <= len(form) <= _LONGEST_SHORT or form in case.listed or start in found.counted:
            continue
        names = [name for name in by_parts.get(form[0] + form[-_TAIL:], ()) if _is_short_for(form, name)]
        bodies = {known[name].entity or name for name in names}
        own = form in known and "open:" not in known[form].rule
        if len(bodies) == 1 and not own:
            each = known[names[0]]
            key = each.entity or case.text[each.begin : each.end]
            yield Candidate(start, end, each.class_, "short", "subsequence", 0.75, key)


def _is_short_for(form: str, name: str) -> bool:
    """Whether the characters of a form stand in a name in the same order, and both end alike."""
    rest = iter(name)
    return len(form) < len(name) and form[-1] == name[-1] and all(character in rest for character in form)


# ── who is meant ───────────────────────────────────────────────────────────────────────────


def _resolve(case: _Case, candidates: Iterable[Candidate]) -> list[Mention]:
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


def _merge(case: _Case, form: str) -> str:
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
        longer = [full for full in recent if _is_short_for(inner, _untried(full))]
        known[form] = longer[-1] if longer and (len(longer) == 1 or len(inner) == _TAIL) else form
    return known[form]


def _untried(title: str) -> str:
    """A title without 《》 and without a bracket at its end: （试行）."""
    return re.sub(r"[（(][^（）()]*[）)]$", "", title[1:-1])


def _point_back(case: _Case, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Bare heads that stand for the nearest name with that head: 该平台; 平台 at the beginning of a clause."""
    found = case.found
    pointing = tuple(case.lexicon.cues.get("demonstrative", ()))
    taken = bytearray(len(case.text))
    for each in mentions:
        taken[each.begin : each.end] = b"\1" * (each.end - each.begin)
    named = [each for each in mentions if each.class_ in case.classes | set(case.lexicon.cues.get("place_classes", ())) and each.kind != "title"]
    ends = [each.end for each in named]
    yield from _point_by_that(case, named, ends)
    for begin, end, head in found.heads:
        if not head.class_ or end - begin < _TAIL or end - begin > _TAIL + 2 or taken.find(1, begin, end) >= 0:
            continue
        sentence = case.sentence_at(begin, end)
        pointed = found.text.endswith(pointing, max(0, begin - 3), begin)
        opens = begin == 0 or found.text[begin - 1] in "，。；：！？\n\r◎"
        opens = opens and head.shape not in {"programme", "policy", "product"} and begin not in found.counted
        opens = opens or (
            head.class_ in _PLACED
            and begin not in found.counted
            and begin in found.break_set
            and (end in found.break_set or found.text[end : end + 1] in "内外中的")
        )
        if sentence is None or not (pointed or opens):
            continue
        other = _antecedent(case, named, ends, begin, sentence, case.text[begin:end])
        if other:
            confidence = 0.7 if pointed else 0.55
            yield Mention(begin, end, sentence, other.class_, other.entity, "anaphor", "bare-head", confidence)


def _point_by_that(case: _Case, named: Sequence[Mention], ends: Sequence[int]) -> Iterator[Mention]:
    """该市, 该院: the nearest name that ends in the same character; the form becomes an alias of it."""
    classes = {*case.lexicon.cues.get("place_classes", ()), *case.lexicon.cues.get("organisation_classes", ())}
    pointed = "".join(case.lexicon.cues.get("pointed", ()))
    if not pointed:
        return
    for match in re.finditer(rf"该[{pointed}](?!\w{{0,1}}(?:长|级|域|场))", case.found.text):
        begin, end = match.span()
        sentence = case.sentence_at(begin, end)
        if sentence is None:
            continue
        other = _antecedent(case, named, ends, begin, sentence, match[0][-1])
        if other and other.class_ in classes:
            yield Mention(begin, end, sentence, other.class_, other.entity, "short", "that", 0.6)


def _antecedent(
    case: _Case, named: Sequence[Mention], ends: Sequence[int], begin: int, sentence: int, form: str
) -> Mention | None:
    """The nearest mention before a place, in the same section and not many paragraphs away, that ends in a form."""
    home = case.sentences[sentence]
    for index in range(bisect_right(ends, begin) - 1, -1, -1):
        other = named[index]
        where = case.sentences[other.sentence]
        if where.section != home.section or home.paragraph - where.paragraph > _REACH:
            return None
        if case.text[other.begin : other.end].endswith(form):
            return other
    return None


# ── rows ───────────────────────────────────────────────────────────────────────────────────


def _make_rows(
    case: _Case, mentions: Sequence[Mention]
) -> tuple[tuple[EntityRow, ...], tuple[NameRow, ...], list[Mention]]:
    """Entities and names in the order of the text, and the mentions with the final ids.

    An id is the full name if that stands in the text (or is the standard name of a code), else the longest form that does.
    """
    forms: dict[str, dict[str, str]] = {}
    classes: dict[str, str] = {}
    for each in mentions:
        classes.setdefault(each.entity, each.class_)
        if each.kind != "anaphor":
            forms.setdefault(each.entity, {}).setdefault(case.text[each.begin : each.end], each.kind)
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
        zh = full if standard or full in written else max(written, key=len)
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
    final = [replace(each, entity=ids.get(each.entity, "")) for each in mentions]
    return tuple(entities), tuple(names), [each for each in final if each.entity]


def _normal(form: str) -> str:
    return unicodedata.normalize("NFC", form)


def _words(class_: str) -> str:
    """A class in words: service agency for ServiceAgency."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", class_).lower()


def _name_kind(form: str, full: str) -> str:
    rest = iter(full)
    return "short" if all(character in rest for character in form) else "alias"


def _functions(case: _Case) -> dict[int, str]:
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


def _make_groups(case: _Case, mentions: Sequence[Mention]) -> list[tuple[Mention, GroupRow]]:
    """Groups as mentions and as rows; a kind without number that stands for something named is none."""
    meant = {(each.begin, each.end) for each in mentions}
    rows = []
    seen: Counter[str] = Counter()
    for group in find_groups(case.found):
        sentence = case.sentence_at(group.begin, group.end)
        if sentence is None or (group.size is None and (group.begin, group.end) in meant):
            continue
        home = case.sentences[sentence]
        stem = f"{group.begin}-{group.end}"
        seen[stem] += 1
        key = stem if seen[stem] == 1 else f"{stem}-{seen[stem]}"
        mention = Mention(group.begin, group.end, sentence, "ActorGroup", key, "group", group.rule, 0.8, group.size)
        place = f"{home.begin}-{home.end}"
        rows.append(
            (mention, GroupRow(key, group.kind, group.size, group.approximation, None, place, group.begin, group.end))
        )
    return rows

"""Whose document it is, of which kind, which year it looks back on and in which it speaks.

Each answer is a *finding* with the words that it rests on. The forms that are tried are rows of ``document.toml``:
``[[kind]]`` (``looks_back``: how many years before the one in its title a document of the kind looks back on;
``planned``: whether what it says is to come), ``[[owner]]`` ({X} is the name; group C a word for China) and
``[[year]]`` (``says``: whether the form gives the ``report`` year, the ``base`` year, or one that the kind decides
about; ``plus``, ``times`` and ``each`` turn {N} and {M} into a year). ``where`` is ``head`` (the lines before the
first numbered heading), ``title`` (of these, the one that names the document), ``heading``, ``opening`` (the first
part of the text) or ``file`` (the file's name).

What nothing says stays open. Only where no form fits is the place named most often taken, and marked as a guess.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import InputError
from kg.reader.document.forms import YEAR, counted_year, forms_of, group, year_in, year_of
from kg.reader.names.places import choose_bearer, named_most, unlisted_place
from kg.reader.packs.index import Index
from kg.reader.values import DocumentContext, Finding
from kg.text.segmentation import titles
from kg.text.shadow import shadow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.model import Document, Sentence
    from kg.reader.document.forms import Form
    from kg.reader.values import Lexicon, Options, Place

__all__ = ["find_context"]

_NUMBERED = re.compile(r"(?:第?[一二三四五六七八九十]+[、章节部]|[（(][一二三四五六七八九十]+[）)])")
_NAMES_ITSELF = re.compile(r"报告|公报|年鉴|规划|计划|方案|总结|要点|纲要|意见|办法|概况|综述")
_HEAD = 2000
"""Characters in which what stands before the first numbered heading is a document's head."""
_OPENING = 4000
_LONGEST_TITLE = 60
_SPACE = re.compile(r"\s+")
_COUNTRY = "中国"
_OF_COUNTRY = re.compile(r"我国")
_OF_PLACE = re.compile(r"(?:我|代表)(?:省|市|区|县|旗|州|自治区)")
_COUNTRY_AT_LEAST = 3
_KINDS_OF_PLACES = frozenset("省市县区旗州盟")
_SHORTEST = 3
"""Characters that the name of an unlisted place has at least, its kind included."""
_NAMED_AT_LEAST = 2
"""A place that is named once is not taken for the document's own."""
_CHARACTERS_PER_NAME = 2000
"""A place that is named more seldom than once in 2,000 characters is not taken for the document's own."""
_MOST_OFTEN = "named most often (a guess)"
_YEAR = re.compile(rf"(?<!\d)({YEAR})年")
_HEADING_WEIGHT, _OPENING_WEIGHT = 6, 3
_CHARACTERS_PER_WEIGHT = 2000
"""A year that is named more seldom is not taken for the document's own: one in a note at the end."""
_LONGEST_HEADING = 40
_PLANNED = re.compile(r"[^。；\r\n]{0,10}(?:将|拟(?!合)|力争|预计|计划(?:于|在|建|投|新))")
_UNTIL_NOW = ("截至", "截止", "止至", "止到", "至到")
_GOES_ON = re.compile(r"以来|起|至今|成立|同期")


@dataclass(frozen=True, slots=True)
class _Line:
    """A stretch of the document without its spaces, and where it stands."""

    text: str
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class _Parts:
    """What forms are tried on, by the name of the place (``where``)."""

    lines: dict[str, tuple[_Line, ...]]
    text: str

    @classmethod
    def of(cls, document: Document, sentences: Sequence[Sentence]) -> _Parts:
        """Divide a document into head, title, headings and opening."""
        text = shadow(document.text)
        lines = [_line(text, each.begin, each.end) for each in sentences]
        numbered = [index for index, line in enumerate(lines) if _NUMBERED.match(line.text)]
        first = next((lines[index].begin for index in numbered), _HEAD)
        head = tuple(line for line in lines if line.begin < min(first, _HEAD))
        head = (*head, *(_Line(one.text + two.text, one.begin, two.end) for one, two in pairwise(head)))
        headings = tuple(
            line
            for index, line in enumerate(lines)
            if sentences[index].kind != "sentence" or _NUMBERED.match(line.text)
        )
        lines_of_head = [line for line in headings if line in head and len(line.text) <= _LONGEST_TITLE]
        naming = [line for line in lines_of_head if _NAMES_ITSELF.search(line.text)] or lines_of_head[:1]
        opening = tuple(line for line in lines if line.begin < _OPENING)
        name = _Line(shadow(Path(document.name).stem), 0, 0)
        return cls(
            {"head": head, "title": tuple(naming), "heading": headings, "opening": opening, "file": (name,)}, text
        )


def _line(text: str, begin: int, end: int) -> _Line:
    return _Line(_SPACE.sub("", text[begin:end]), begin, end)


def find_context(
    document: Document, sentences: Sequence[Sentence], lexicon: Lexicon, options: Options
) -> DocumentContext:
    """Find whose document it is, its kind and its years.

    Args:
        document: as read.
        sentences: its units, in order.
        lexicon: holds the places that are known, and the forms.
        options: what the user says of it; it comes before what the text says.

    Returns:
        The context; a year or a place that nothing tells is None.

    Raises:
        InputError: if the place that the user names is neither known nor ends as the name of a place does.

    """
    parts = _Parts.of(document, sentences)
    kind, kind_form = _find_kind(parts, lexicon)
    looks_back = kind_form.says.get("looks_back", 0) if kind_form else 0
    findings = [kind] if kind else []
    place, found = _find_place(parts, lexicon, options)
    findings += found
    years = _find_years(parts, lexicon, options, looks_back)
    findings += years
    base, report = _settle_years(years, looks_back)
    return DocumentContext(
        kind=kind.value if kind else "",
        place=place,
        base_year=base,
        report_year=report,
        published=options.published,
        planned=bool(kind_form and kind_form.says.get("planned")),
        findings=tuple(findings),
    )


def _settle_years(years: Sequence[Finding], looks_back: int) -> tuple[int | None, int | None]:
    """The year looked back on and the year of the report.

    In documents that look back each follows from the other, so that all findings speak of one year: the one that most
    of them agree on is taken, of equals the one found first, which is the surest; what the user says decides.
    """
    said: dict[str, int] = {}
    for each in years:
        if each.field != "published":
            said.setdefault(each.field, int(each.value))
    base, report = said.get("base_year"), said.get("report_year")
    if not looks_back:
        return base if base is not None else report, report
    votes = Counter[int]()
    for each in years:
        if each.field != "published":
            votes[int(each.value) + (looks_back if each.field == "base_year" else 0)] += 1
    given = next((each for each in years if each.rule == "option" and each.field != "published"), None)
    if given is not None:
        year = int(given.value) + (looks_back if given.field == "base_year" else 0)
    elif votes:
        year = max(votes, key=lambda each: votes[each])
    else:
        return None, None
    return year - looks_back, year


def _find_kind(parts: _Parts, lexicon: Lexicon) -> tuple[Finding | None, Form | None]:
    for form in forms_of(lexicon, "kind"):
        for line in parts.lines[form.where] if form.where else (*parts.lines["title"], *parts.lines["head"]):
            match = form.regex.search(line.text)
            if match:
                return Finding("kind", form.name, line.begin, line.end, form.name), form
    return None, None


# ── whose ──────────────────────────────────────────────────────────────────────────────────


def _find_place(parts: _Parts, lexicon: Lexicon, options: Options) -> tuple[Place | None, list[Finding]]:
    known = _known_places(lexicon)
    if options.place:
        place = _resolve(shadow(options.place), parts, lexicon, known)
        if place is None:
            message = f"--place {options.place}: no such place; give its full name, such as 江苏省 or 海拉尔区"
            raise InputError(message, zh=f"--place {options.place}：没有这个地方；请给出全称，如江苏省、海拉尔区")
        return place, [Finding("place", place.zh, 0, 0, "option")]
    for form in forms_of(lexicon, "owner"):
        for line in parts.lines[form.where]:
            match = form.regex.search(line.text)
            place = _owner(match, parts, lexicon, known) if match else None
            if place is not None:
                return place, [Finding("place", place.zh, line.begin, line.end, form.name)]
    return _guess_place(parts, lexicon)


def _owner(match: re.Match[str], parts: _Parts, lexicon: Lexicon, known: Index[Place]) -> Place | None:
    country = match.re.groupindex.get("C")
    if country and match[country] is not None:
        return next((place for place in lexicon.places if place.zh == _COUNTRY), None)
    found = group(match, "X")
    if found is None:
        return None
    name, begin, end = found
    kind = match.string[end : end + 1]
    if kind in _KINDS_OF_PLACES and kind != name[-1]:  # 云州 of 云州市2014年统计公报, not 广东省 of 广东省省长
        name = match.string[begin : end + 1]
    elif end == match.end():  # nothing bounds it: the longest name of a place that stands there
        name = next((match.string[begin:last] for first, last, _ in known.find(match.string) if first == begin), "")
    return _resolve(name, parts, lexicon, known) if name else None


@lru_cache(maxsize=8)
def _known_places(lexicon: Lexicon) -> Index[Place]:
    forms: dict[str, Place] = {}
    for kind in ("local", "forms"):
        forms |= {form: place for place in lexicon.places for form in getattr(place, kind)}
    return Index(forms | {place.zh: place for place in lexicon.places})


def _resolve(name: str, parts: _Parts, lexicon: Lexicon, known: Index[Place]) -> Place | None:
    """The place that a name means: the last known one that it ends with, else one that is called so."""
    places = [
        place
        for begin, end, place in known.find(name)
        if end == len(name) and (not begin or name[begin - 1] in _KINDS_OF_PLACES or _is_known(name[:begin], known))
    ]
    within = [place for _, end, place in known.find(name) if end < len(name)]
    if places:
        place = max(places, key=lambda each: len(each.zh))
        return choose_bearer(place, within, parts.text, lexicon)
    rest = name
    for place in within:
        for form in (place.zh, *place.forms, *place.local):
            stripped = rest.removeprefix(form)
            rest = stripped if len(stripped) >= _SHORTEST else rest  # 云阳 of 云阳市 is no place that the city lies in
    return unlisted_place(rest)


def _is_known(name: str, known: Index[Place]) -> bool:
    """Whether a name ends with that of a place: 广西 before 南宁市, not 澜 before 沙市."""
    return any(end == len(name) for _, end, _ in known.find(name))


def _guess_place(parts: _Parts, lexicon: Lexicon) -> tuple[Place | None, list[Finding]]:
    """A place in the file's name, else the country or the place that the text speaks of most often."""
    named = next((place for line in parts.lines["file"] for place in _named_in(line.text, lexicon)), None)
    if named is not None:
        return named, [Finding("place", named.zh, 0, 0, "file-name")]
    place, often = named_most(parts.text, lexicon)
    country = list(_OF_COUNTRY.finditer(parts.text))
    if len(country) >= _COUNTRY_AT_LEAST and len(country) > often and not _OF_PLACE.search(parts.text):
        own = next((each for each in lexicon.places if each.zh == _COUNTRY), None)
        if own is not None:
            return own, [Finding("place", own.zh, *country[0].span(), "speaks of the country")]
    if place is None or often < max(_NAMED_AT_LEAST, len(parts.text) // _CHARACTERS_PER_NAME):
        return None, []
    begin = max(parts.text.find(place.zh), 0)
    return place, [Finding("place", place.zh, begin, begin + len(place.zh), _MOST_OFTEN)]


def _named_in(name: str, lexicon: Lexicon) -> Iterator[Place]:
    """Places whose Chinese or English name is a word of a file's name."""
    words = {word for word in re.split(r"[^A-Za-z\u4e00-\u9fff]+", name.casefold()) if word}
    bearers = Counter(place.en.casefold() for place in lexicon.places)
    for place in lexicon.places:
        english = place.en.casefold()
        short = english.rsplit(" ", 1)[0] if english.endswith((" province", " city", " district")) else english
        if words & {place.zh, *place.forms} or (bearers[english] == 1 and short in words):
            yield place


# ── when ───────────────────────────────────────────────────────────────────────────────────


def _find_years(parts: _Parts, lexicon: Lexicon, options: Options, looks_back: int) -> list[Finding]:
    """The years that are found, the surest of each kind first."""
    found = []
    if options.published:
        found.append(Finding("published", options.published.isoformat(), 0, 0, "option"))
        found.append(Finding("report_year", str(options.published.year), 0, 0, "option"))
    if options.year is not None:
        found.insert(0, Finding("base_year", str(options.year), 0, 0, "option"))
        if looks_back and not options.published:
            found.append(Finding("report_year", str(options.year + looks_back), 0, 0, "option"))
    for form in forms_of(lexicon, "year"):
        found += _years_by(form, parts.lines[form.where], looks_back)
    if not any(each.field == "base_year" or (each.field == "report_year" and looks_back) for each in found):
        found += _guess_year(parts)
    return found


def _years_by(form: Form, lines: Iterable[_Line], looks_back: int) -> Iterator[Finding]:
    for line in lines:
        match = form.regex.search(line.text)
        if match is None:
            continue
        year = year_in(match)
        if year is None:
            year = counted_year(form, match)
        if year is None:
            continue
        says = form.says["says"]
        field = "report_year" if says == "report" or (says == "title" and looks_back) else "base_year"
        yield Finding(field, str(year), line.begin, line.end, form.name)
        return


def _guess_year(parts: _Parts) -> list[Finding]:
    """The year that a text names most often, of equals the first; none if it names none.

    A year in the first line or at the beginning of a sentence, or behind 截至, counts for more than one; one in a
    title, one that something goes on from, and one that is planned or aimed at (到2020年) for nothing. A text that
    names a year but once in many pages tells nothing of its own.
    """
    text, weights = parts.text, Counter[int]()
    first: dict[int, tuple[int, int]] = {}
    heading = text.lstrip("\ufeff \r\n").partition("\n")[0]
    if len(heading) <= _LONGEST_HEADING:
        weights.update({year_of(year): _HEADING_WEIGHT for year in _YEAR.findall(heading)})
    spans = titles(text)
    begins = [begin for begin, _ in spans]
    for match in _YEAR.finditer(text):
        year = year_of(match[1])
        first.setdefault(year, match.span())
        index = bisect_right(begins, match.start()) - 1
        if index >= 0 and match.start() < spans[index][1]:
            continue
        before = text[max(0, match.start() - 2) : match.start()]
        opens = not before or before[-1] in "\r\n。；◎" or before in _UNTIL_NOW
        aside = _GOES_ON.match(text, match.end()) or (before[-1:] in "到至" and before not in _UNTIL_NOW)
        planned = _PLANNED.match(text, match.end())
        weights[year] += 0 if planned or (aside and before) else _OPENING_WEIGHT if opens else 2
    best = max(weights, key=lambda year: weights[year], default=None)
    if best is None or weights[best] * _CHARACTERS_PER_WEIGHT < len(text):
        return []
    return [Finding("base_year", str(best), *first[best], _MOST_OFTEN)]

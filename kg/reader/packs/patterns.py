"""Relation patterns: rows of ``patterns.toml`` -> regular expressions over clauses with signs for participants.

A pattern row has

``name``
    what the rows that it makes say as their ``rule``;
``form``
    how a clause must read: a regular expression in which

    - ``{S}`` and ``{O}``, each at most once in an alternative, stand for the subject and the object: a participant, or
      several in coordination. ``{O}`` must end its noun phrase; ``{O+}`` may be followed by anything (支持{O+} also
      reads 支持企业发展). Without ``{S}`` the subject is that of the clause: whom it begins with, or one carried over;
    - ``{P}`` is a participant that takes no part in the relation;
    - ``{V}`` is one of ``triggers``, the words without which the pattern cannot fit, and not before 的, which
      ``{V+}`` allows;
    - ``{B}`` is the beginning of the clause, behind words that link or date it, ``{T}`` a time;
    - ``~`` skips a few characters, ``&`` but no phrase that 向, 在 and the like open and no further verb, ``@`` also a
      modifier that ends in 的, with the participants in it; none crosses a participant outside a modifier. ``%``
      crosses those as well;
    - ``(?P<role>…)`` marks words that become the role;
``triggers``
    the words that ``{V}`` stands for;
``property``
    a relation of the ontology; with ``object = "period"`` its object is the time that the clause states;
``subject``, ``object``
    the classes that the ends may have, a subclass of any of them counts; a group of actors fits any class of
    participants. Left out, whatever the ontology allows;
``inherit``
    the classes that a subject may have which the sentence does not name; an empty list allows none, left out it is
    ``subject``;
``place``
    true if the place that the document is about acts where nobody is named (推进…建设 in a chapter on a city): of
    public acts only, since whoever lends, serves or hosts is some body that the text has named;
``swap``
    true if the clause's subject is the object of the relation, and what stands at ``{S}`` its subject;
``scope``
    ``"sentence"`` for a form that reads across clauses;
``modality``
    if it is always the same; else the sentence is judged (:mod:`kg.reader.sentence.modality`);
``role``, ``amount``, ``confidence``
    the role; whether money in the clause is the amount of the relation; how far the pattern is to be trusted (0 to 1);
``test``, ``expect``
    prose of our own that the pattern reads, and what it finds there: ``subject > object`` for each row.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from typing import TYPE_CHECKING, Any

from kg.errors import InputError
from kg.reader.packs.index import Index

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.model import Schema
    from kg.reader.values import Lexicon

__all__ = [
    "FIRST",
    "LAST",
    "LEAD",
    "RELATIVE",
    "TIME",
    "Cue",
    "Grammar",
    "Part",
    "Pattern",
    "compile_grammar",
    "find_triggers",
    "slot",
]

FIRST, LAST = "\U000f0000", "\U000ffffd"
"""The private-use characters that stand for participants in a masked sentence, in order."""
TIME = "\ue000"
"""The character that stands for a time."""

_ITEM = f"[{FIRST}-{LAST}]"
_PLAIN = f"[^{FIRST}-{LAST}，；。：]"
_ENDS = r"(?=$|[、，。；：,;/（）()\s\d]|等|并|和|与|及|以及|同|共|正|来|在|为|[以达][及]?)"
# What introduces a modifier of its own kind: behind it comes no object of the verb before.
_OPENS = "具备|包括|包含|面向|针对|有利于|以|为|对|向|与"
LEAD = (
    rf"(?:{TIME}|年?度|同时|此外|另外|其中|目前|至此|至今|截至|截止|随后|当年|全年|年内|当日|据统计|据悉|近年来|多年来"
    r"|一方面|另一方面|因此|由此|并且|并|而|另|先后|期间|以来|◎|●|◆|[一二三四五六七八九十]+是|该|本|上述|各|首批|首届|其"
    r"|(?:在建|新建|拟建|规划)的|据[^，]{1,8}统计|例如|比如|[^，—]{1,24}——)"
)
"""What may stand before the subject of a clause: times, and words that link or date the clause."""
_SORT = "(?:多个|重点|优势)?(?:领域|行业|产业|类型|类)的?"
"""Behind the fields of whom a verb takes: 汇聚甲、乙等领域的企业."""
RELATIVE = (
    "研发|研制|开发|提供|推出|生产|牵头|组建|建设|创办|创立|设立|发布|提出"
    "|承担|主办|研究|申报|完成|孵化|培育|参加|运营|管理|资助|承建|共建|发起"
)
"""Verbs by which a clause before a noun is known to be one about it: 甲公司研发的乙系统."""
_SLOTS = {
    "{B}": f"^{LEAD}*(?:[^，；。：]{{1,30}}(?:{RELATIVE})的)?",
    "%": f"(?:[^并，；。：]{{0,40}}的)?(?:(?!{_OPENS})[^，；。：]){{0,20}}?",
    "{S}": f"(?P<S%d>{_ITEM})",
    "{O}": f"(?P<O%d>{_ITEM}){_ENDS}",
    "{O+}": f"(?P<O%d>{_ITEM})",
    "{P}": _ITEM,
    "{T}": TIME,
    "~": f"{_PLAIN}{{0,10}}?",
    "&": f"(?:(?!{_OPENS}|在|设立|建立|开展|组建|成立|创办|加大|实施){_PLAIN}){{0,10}}?",
    "@": f"(?:[^并，；。：]{{0,40}}的)?(?:{_ITEM}等?{_SORT})?(?:(?!{_OPENS}){_PLAIN}){{0,10}}?",
}
_SLOT = re.compile(r"\{[SPTB]\}|\{O\+?\}|[~@%&]")
_KEYS = {
    "name": str,
    "form": str,
    "triggers": list,
    "property": str,
    "subject": list,
    "object": (list, str),
    "inherit": list,
    "scope": str,
    "place": bool,
    "swap": bool,
    "modality": str,
    "role": str,
    "amount": bool,
    "confidence": (float, int),
    "test": str,
    "expect": list,
    "source": str,
}
_NEEDED = ("name", "form", "triggers", "property", "test", "expect")
_PERIOD = "period"


@dataclass(frozen=True, slots=True)
class Pattern:
    """One pattern, compiled. ``subject`` and ``object`` are the classes that the ends may have."""

    name: str
    regex: re.Pattern[str]
    triggers: tuple[str, ...]
    property: str
    subject: frozenset[str]
    object: frozenset[str]
    inherit: frozenset[str]
    whole: bool
    by_place: bool
    swap: bool
    of_period: bool
    modality: str
    role: str
    amount: bool
    confidence: float


@dataclass(frozen=True, slots=True)
class Cue:
    """Words before a participant that tell the modality of what it is to do: 鼓励银行…."""

    modality: str
    regex: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Part:
    """A row of ``[[in_name]]``: what it means that a name of one class stands within a name of another.

    ``place`` is "begin" or "end" if it must stand there, "topic" if it must be what the whole is about: behind the
    place that a name begins with, and not the beginning of a longer word (新能源 in 新能源汽车集群 is not).
    """

    name: str
    property: str
    whole: frozenset[str]
    part: frozenset[str]
    place: str


@dataclass(frozen=True, slots=True)
class Grammar:
    """All patterns of a lexicon. ``triggers`` are the words, each with the patterns that it serves.

    ``modalities`` are the cues of a modality, in order of precedence; ``parts`` what a name inside a name says.
    """

    patterns: tuple[Pattern, ...]
    triggers: Index[tuple[int, ...]]
    modalities: tuple[Cue, ...]
    parts: tuple[Part, ...]


def find_triggers(text: str, grammar: Grammar) -> list[tuple[int, int]]:
    """Where triggers begin in a text, in order, each with the index of a pattern that it may serve."""
    return [
        (place, index)
        for place, words in grammar.triggers.all(text).items()
        for _, indexes in words
        for index in indexes
    ]


@lru_cache(maxsize=8)
def compile_grammar(lexicon: Lexicon, schema: Schema) -> Grammar:
    """The patterns of ``[[relation]]`` and the cues of ``[[modality]]``, ready to be matched.

    Raises:
        InputError: if a row has an unknown or missing key, a form that is no regular expression, a property or a class
            that the ontology does not have.

    """
    patterns = tuple(_compile(row, schema) for row in lexicon.patterns.get("relation", ()))
    serves: dict[str, list[int]] = {}
    for index, pattern in enumerate(patterns):
        for trigger in pattern.triggers:
            serves.setdefault(trigger, []).append(index)
    return Grammar(
        patterns,
        Index({trigger: tuple(found) for trigger, found in serves.items()}),
        tuple(_compile_cue(row) for row in lexicon.patterns.get("modality", ())),
        tuple(_compile_part(row, schema) for row in lexicon.patterns.get("in_name", ())),
    )


def _compile(row: Mapping[str, Any], schema: Schema) -> Pattern:
    _check_keys(row)
    property_ = row["property"]
    if property_ not in schema.domain:
        raise _error(row, f"no relation {property_!r} in the ontology")
    of_period = row.get("object") == _PERIOD
    ends = []
    for side, demanded in (("subject", schema.domain), ("object", schema.range)):
        classes = row.get(side, [])
        if isinstance(classes, str):
            classes = [] if classes == _PERIOD else [classes]
        for class_ in classes:
            if class_ not in schema.ancestors:
                raise _error(row, f"no class {class_!r} in the ontology")
        ends.append(frozenset(classes or [demanded[property_]]))
    words = "(?:" + "|".join(map(re.escape, row["triggers"])) + ")"
    form = row["form"].replace("{V}", f"{words}(?!的)").replace("{V+}", words)
    return Pattern(
        name=row["name"],
        regex=_regex(row, form),
        triggers=tuple(row["triggers"]),
        property=property_,
        subject=ends[0],
        object=ends[1],
        inherit=ends[0] if row.get("inherit") is None else frozenset(row["inherit"]),
        whole=row.get("scope") == "sentence",
        by_place=row.get("place", False),
        swap=row.get("swap", False),
        of_period=of_period,
        modality=row.get("modality", ""),
        role=row.get("role", ""),
        amount=row.get("amount", False),
        confidence=float(row.get("confidence", 0.8)),
    )


def _compile_cue(row: Mapping[str, Any]) -> Cue:
    return Cue(row["value"], _regex(row, row["cue"]))


def _compile_part(row: Mapping[str, Any], schema: Schema) -> Part:
    for class_ in (*row["whole"], *row["part"]):
        if class_ not in schema.ancestors:
            raise _error(row, f"no class {class_!r} in the ontology")
    return Part(
        row["name"],
        row["property"],
        frozenset(row["whole"]),
        frozenset(row["part"]),
        row.get("at", ""),
    )


def _check_keys(row: Mapping[str, Any]) -> None:
    missing = [key for key in _NEEDED if key not in row]
    if missing:
        raise _error(row, f"a pattern needs {', '.join(missing)}")
    for key, value in row.items():
        if key not in _KEYS:
            raise _error(row, f"no key {key!r} in a pattern; expected {', '.join(sorted(_KEYS))}")
        if not isinstance(value, _KEYS[key]):  # type: ignore[arg-type]
            raise _error(row, f"{key} = {value!r} is of the wrong type")
    if not row["triggers"] or not all(row["triggers"]):
        raise _error(row, "triggers must be words, at least one")


@lru_cache(maxsize=1024)
def _expand(form: str) -> re.Pattern[str]:
    numbers = count()
    return re.compile(
        _SLOT.sub(lambda slot: _SLOTS[slot[0]] % next(numbers) if slot[0][1:2] in ("S", "O") else _SLOTS[slot[0]], form)
    )


def slot(match: re.Match[str], name: str) -> tuple[str, int] | None:
    """The sign that filled ``{S}`` or ``{O}`` in a match of a pattern, and its place; None if nothing did."""
    for group, sign in match.groupdict().items():
        if sign is not None and group[0] == name and group[1:].isdigit():
            return sign, match.start(group)
    return None


def _regex(row: Mapping[str, Any], form: str) -> re.Pattern[str]:
    try:
        return _expand(form)
    except re.error as error:
        raise _error(row, f"{form!r} is no regular expression: {error}") from error


def _error(row: Mapping[str, Any], message: str) -> InputError:
    return InputError(f"{row.get('source', 'patterns.toml')}: pattern {row.get('name', '?')!r}: {message}")

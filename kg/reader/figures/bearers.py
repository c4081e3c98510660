"""Whom a figure of a report describes: the document's own place, unless the clause has another topic.

A government's report changes its topic with every clause, so that nobody who was only named goes on
to bear figures. A mention takes over where it heads the clause of the figure (甲园区引进企业8家), where the
figure is an attribute of it (投资3亿元的乙工程), or where it headed a clause before in the same part of the
sentence, nobody else came between, and the clause of the figure has no subject of its own. Which
classes can bear figures, and in which kinds of documents, is data (``[[bearer]]`` of
``document.toml``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.model import Quantity, Schema
    from kg.reader.figures.drafts import Case, Draft
    from kg.reader.sentence.times import Clause
    from kg.reader.values import Lexicon, Mention

__all__ = ["Bearers", "bearers_of", "settle_bearers"]

BY_DOCUMENT, BY_HEAD, BY_ATTRIBUTE, BY_TOPIC = "document", "clause-head", "attribute", "topic"
"""How the bearer of a figure was decided."""
_ATTRIBUTE = re.compile(r"(?:以上|左右|多|余)?(?:实施|建设|打造)?的")
_LISTED = re.compile(r"[^，。；]{0,24}?等(?:[0-9一二两三四五六七八九十百]+|多|地|县|市|区|国|省|一批)|[、和与及]")
_NO_SUBJECT = re.compile(r"(?:[的等中内外上下]|以[上下]|的?[^，。；]{0,4}(?:工作|任务|要求|精神))")
_WHOLE = re.compile(r"(?:全|我|本)(?:国|省|市|区|县|旗|州|自治区)")
_CURRENCIES = frozenset({"CNY", "USD", "HKD", "EUR", "JPY", "GBP"})
_SIZES = frozenset({"平方米", "米", "立方米", "瓦", "吨", "亩", "张", "个床位"})


@dataclass(frozen=True, slots=True)
class Bearers:
    """Which mentions can bear figures in a document: by class, apart from the document's place and what holds it."""

    classes: frozenset[str]
    keeps: frozenset[str]
    above: frozenset[str]

    def may_bear(self, mention: Mention) -> bool:
        """Whether a figure can describe what is mentioned."""
        named = mention.kind not in {"group", "target"} and bool(mention.entity)
        return named and mention.class_ in self.classes and mention.entity not in self.above


def bearers_of(lexicon: Lexicon, kind: str, above: frozenset[str], schema: Schema) -> Bearers | None:
    """What can bear figures in documents of a kind; None if their subjects are read otherwise.

    Args:
        lexicon: holds the rows.
        kind: that of the document, "" if unknown.
        above: the document's own place, and those that it lies in.
        schema: the classes of the ontology.

    Raises:
        InputError: if a row names a class that the ontology does not have.

    """
    for row in lexicon.patterns.get("bearer", ()):
        if kind in row["kinds"]:
            return Bearers(
                _below(row, "classes", schema) - _below(row, "except", schema), _below(row, "keeps", schema), above
            )
    return None


def _below(row: Mapping[str, Sequence[str]], key: str, schema: Schema) -> frozenset[str]:
    """The classes that a row names, and all below them."""
    for class_ in row[key]:
        if class_ not in schema.ancestors:
            message = f"{row['source']}: {key}: no class {class_!r} in the ontology"
            raise InputError(message)
    roots = frozenset(row[key])
    return frozenset(class_ for class_, ancestors in schema.ancestors.items() if ancestors & roots or class_ in roots)


def settle_bearers(case: Case, drafts: Sequence[Draft], bearers: Bearers) -> list[Draft]:
    """The figures of a sentence, each with whom it describes and how that was decided."""
    settled: list[Draft] = []
    for draft in drafts:
        bearer, how = _find_bearer(case, draft, bearers)
        entity = bearer.entity if bearer is not None else case.topics.place
        whole = draft.whole_entity
        if whole and draft.whole_entity == draft.entity:
            whole = entity
        settled.append(replace(draft, entity=entity, whole_entity=whole, subject_by=how))
    return settled


def _find_bearer(case: Case, draft: Draft, bearers: Bearers) -> tuple[Mention | None, str]:
    quantity, clause = draft.quantity, draft.clause
    attribute = _find_attributed(case, quantity, clause, bearers)
    if attribute is not None:
        return attribute, BY_ATTRIBUTE
    head = _find_head(case, clause, bearers, quantity.begin)
    if head is not None:
        return head, BY_HEAD
    if not _has_own_subject(case, clause, quantity):
        topic = _find_topic(case, clause, bearers)
        if topic is not None:
            return topic, BY_TOPIC
    return None, BY_DOCUMENT


def _find_attributed(case: Case, quantity: Quantity, clause: Clause, bearers: Bearers) -> Mention | None:
    """What a size is an attribute of: 投资3.3亿元的机场快速路, 23万平方米的建材城."""
    if quantity.unit not in _CURRENCIES and quantity.unit not in _SIZES:
        return None
    link = _ATTRIBUTE.match(case.text, quantity.end, clause.end)
    if link is None:
        return None
    return next(
        (each for each in case.mentions if each.begin == link.end() and bearers.may_bear(each)),
        None,
    )


def _find_head(case: Case, clause: Clause, bearers: Bearers, before: int) -> Mention | None:
    """The mention that a clause begins with, behind words that only open it; of several in a list, none."""
    place = clause.begin
    while True:
        time = next((each for each in case.times if each.begin == place), None)
        opening = case.words.opener.match(case.text, place, clause.end)
        here = [each for each in case.mentions if each.begin == place and each.end <= min(clause.end, before)]
        mention = max((each for each in here if bearers.may_bear(each)), key=lambda each: each.end, default=None)
        if mention is not None:
            listed = _LISTED.match(case.text, mention.end, clause.end)
            return None if listed or _NO_SUBJECT.match(case.text, mention.end, clause.end) else mention
        if time is not None and time.end > place:
            place = time.end
        elif opening and opening.end() > place:
            place = opening.end()
        else:
            return None


def _has_own_subject(case: Case, clause: Clause, quantity: Quantity) -> bool:
    """Whether a clause speaks of the whole place, or begins with somebody else than the topic."""
    if _WHOLE.search(case.text, clause.begin, quantity.begin):
        return True
    return any(
        each.begin == clause.begin and each.kind not in {"group", "target"} and bool(each.entity)
        for each in case.mentions
    )


def _find_topic(case: Case, clause: Clause, bearers: Bearers) -> Mention | None:
    """What heads a clause before, in the same part of the sentence, and stays the topic."""
    found: Mention | None = None
    for each in case.clauses:
        if each.part != clause.part or each.begin >= clause.begin:
            continue
        head = _find_head(case, each, bearers, each.end)
        if head is not None:
            found = head if head.class_ in bearers.keeps else None
        elif _WHOLE.search(case.text, each.begin, each.end):
            found = None
    return found

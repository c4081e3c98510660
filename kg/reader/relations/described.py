"""Participants that a text describes rather than names: what verbs take, as groups, fields, target groups, titles.

A phrase that a mention ends is that participant. Any other is a *group* of the kind that its noun names, local to its
sentence, unless the relation is to a field or a designation, or whoever is meant is a kind of people or bodies that
policies address.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.model import EntityRow, GroupRow, NameRow
from kg.reader.values import Mention

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.model import Schema, Sentence
    from kg.reader.relations.line import Phrase
    from kg.reader.values import MentionKind, Reading

__all__ = ["Described"]

_CONCEPTS = {"Field": "field", "Designation": "designation", "TargetGroup": "target group"}
_ADDRESSED = frozenset({"people", "actors"})
_ANY = "organisationKind"
_JOINED = re.compile("[、的和与及]")
_MODIFIER = 6
"""Characters before the last word of a field that make a narrower one of it."""
_NAMED_LIKE = 20
"""Characters that the name of a field, a title or a target group has at most."""


@dataclass
class Described:
    """What has been made so far of the phrases of a document; rows to be added to its tables."""

    reading: Reading
    schema: Schema
    groups: dict[str, GroupRow] = field(default_factory=dict)
    entities: dict[str, EntityRow] = field(default_factory=dict)
    names: list[NameRow] = field(default_factory=list)
    mentions: dict[tuple[int, int], Mention] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._known = {row.id: row for row in self.reading.entities}
        self._groups = {(row.begin, row.end): row.id for row in self.reading.groups}

    def participant(self, phrase: Phrase, index: int, inside: Sequence[Mention]) -> str:
        """The id of the participant that a phrase of a sentence names; "" if it may not be told.

        ``index`` is that of the sentence, ``inside`` are its mentions.
        """
        demanded = self.schema.range[phrase.frame.property]
        mention = phrase.mention
        fitting = mention is not None and demanded in self.schema.ancestors.get(mention.class_, ())
        if mention and fitting and mention.kind != "group" and not self._is_narrower(phrase, mention):
            return mention.entity
        if mention and mention.kind == "group" and demanded not in _CONCEPTS:
            return mention.entity
        if demanded in _CONCEPTS:
            return self._concept(phrase, demanded, index, inside)
        addressed = self._concept(phrase, "TargetGroup", index, inside) if self._is_addressed(phrase) else ""
        return addressed or self._group(phrase, index)

    def bearer(self, phrase: Phrase, index: int, inside: Sequence[Mention]) -> str:
        """The id of the participant that a phrase names if it acts, or bears a title."""
        mention = phrase.mention
        if mention and "Participant" in self.schema.ancestors.get(mention.class_, ()):
            return mention.entity
        return (
            self._concept(phrase, "TargetGroup", index, inside) if self._is_addressed(phrase) else ""
        ) or self._group(phrase, index)

    def _is_addressed(self, phrase: Phrase) -> bool:
        return phrase.noun.sort in _ADDRESSED and phrase.counted is None

    def _group(self, phrase: Phrase, index: int) -> str:
        known = self._groups.get((phrase.begin, phrase.end))
        if known:
            return known
        id_ = f"{phrase.begin}-{phrase.end}"
        home = self.reading.sentences[index]
        counted = phrase.counted
        self.groups[id_] = GroupRow(
            id=id_,
            kind=phrase.noun.kind or _ANY,
            size=counted.value if counted else None,
            approximation=counted.approximation if counted else None,
            subgroup_of=None,
            sentence=_home(home),
            begin=phrase.begin,
            end=phrase.end,
        )
        return id_

    def _concept(self, phrase: Phrase, class_: str, index: int, inside: Sequence[Mention]) -> str:
        """A field, a title or a target group by its own words; "" if another name stands in them."""
        begin, end = phrase.begin, phrase.end
        read = any(each.kind != "group" and (each.begin, each.end) == (begin, end) for each in inside)
        if read and not any(
            (each.begin, each.end) == (begin, end) and class_ in self.schema.ancestors.get(each.class_, ())
            for each in inside
        ):
            return ""  # it has been read as something else
        for each in sorted(inside, key=lambda each: each.begin):
            if each.kind == "group" or each.end <= begin or each.begin >= end:
                continue
            same = class_ in self.schema.ancestors.get(each.class_, ())
            if same and (each.begin == begin or (each.end == end and not self._is_narrower(phrase, each))):
                return each.entity
            if class_ == "TargetGroup":
                return ""
        form = self.reading.document.text[begin:end]
        if not 1 < len(form) <= _NAMED_LIKE or any(each in form for each in "\r\n，。"):
            return ""
        zh = unicodedata.normalize("NFC", form)
        known = self._known.get(zh) or self.entities.get(zh)
        id_ = zh if known is None or known.class_ == class_ else f"{zh}--{_CONCEPTS[class_].replace(' ', '-')}"
        if id_ not in self._known and id_ not in self.entities:
            self.entities[id_] = EntityRow(id_, class_, zh, f"{zh} ({_CONCEPTS[class_]})", None, None, None)
            self.names.append(NameRow(id_, form, "zh", "full"))
        if (begin, end) not in self.mentions:
            kind: MentionKind = "target" if class_ == "TargetGroup" else "name"
            self.mentions[begin, end] = Mention(begin, end, index, class_, id_, kind, f"taken:{phrase.noun.sort}", 0.6)
        return id_

    def _is_narrower(self, phrase: Phrase, tail: Mention) -> bool:
        """Whether a phrase is a narrower field than that which its last word names: 生态农业."""
        modifier = self.reading.document.text[phrase.begin : tail.begin]
        field_ = "Field" in self.schema.ancestors.get(tail.class_, ())
        return field_ and 0 < len(modifier) <= _MODIFIER and not _JOINED.search(modifier)


def _home(sentence: Sentence) -> str:
    return f"{sentence.begin}-{sentence.end}"

"""What a clause begins with that is no mention: words that only open it, or a noun phrase that nobody has read.

A clause whose subject is a name that the reader does not know must not be given the subject of the clause before: of
``甲大学成立，风险池与乙银行合作`` nothing is known about ``甲大学`` and ``乙银行``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.reader.packs.patterns import FIRST, LAST, LEAD, RELATIVE, TIME

if TYPE_CHECKING:
    from kg.reader.packs.patterns import Grammar
    from kg.reader.values import Lexicon

__all__ = ["Nouns", "Opener"]

_OPENING = re.compile(rf"{LEAD}*")
_NOUN_VERBS = ("研发", "服务", "孵化", "检测", "培训", "合作", "创业", "投资", "担保", "交易", "创新", "转化")
"""Verbs that with a head directly behind them are more often a noun: 研发平台全面…."""
_COMPOUND = 4
_RELATED = re.compile(
    rf"{LEAD}*[{FIRST}-{LAST}][^，、{FIRST}-{LAST}]{{0,6}}(?:{RELATIVE})的([^，、的{FIRST}-{LAST}]{{2,6}})"
)
_STRETCH = 14
_LONGEST_HEAD = 6
_SHORTEST = 2
_NO_NOUN = re.compile(
    "[获得为以在与和同对向从把将由经据按至到于比较除就如凭被使让给随依不有是其]|通过|面向|针对|根据|利用|借助|围绕|随着|作为|由于|结合"
)
_PREDICATE = re.compile(
    rf"[{TIME}与和同将已也还现共在为向对以由是于拟按]|累计|全面|进一步|积极|继续|着力|持续|重点|大力|通过|先后|主动|正在|逐步|不断|另"
)
_WITH = re.compile(rf"[与和同][{FIRST}-{LAST}]")
_BY = re.compile("由|被")
_COUNTED = re.compile(r"\d+[多余]?[家个名所户]")
_CLOSES = re.compile(rf"[，。；：、的等{FIRST}-{LAST}]|$")
_NO_PART = re.compile(rf"[{FIRST}-{LAST}{TIME}，；。：、\d的了较有]")


@dataclass(frozen=True, slots=True)
class Opener:
    """A noun phrase at the beginning of a clause, and where it ends in the clause."""

    phrase: str
    end: int

    def may_mean(self, name: str) -> bool:
        """Whether the phrase may be a short form of a name: 集群 of 甲产业集群, 园区 of 甲科技园."""
        full = name.partition("--")[0]
        rest = iter(full)
        short = all(character in rest for character in self.phrase)
        return short or (len(self.phrase) == _SHORTEST and self.phrase[0] in full[-_SHORTEST:])


@dataclass(frozen=True, slots=True)
class Nouns:
    """The words by which a noun phrase is known: the heads that end the names of actors, the verbs that begin none.

    ``verbs`` may also begin the predicate behind it; ``others`` are all words that no noun phrase holds.
    """

    heads: frozenset[str]
    verbs: frozenset[str]
    others: frozenset[str]

    @classmethod
    def of(cls, lexicon: Lexicon, grammar: Grammar) -> Nouns:
        """The heads and verbs of packs; one that names the members of a group (企业) says nothing of who is meant."""
        return cls(
            frozenset(
                head.form for head in lexicon.heads if head.class_ and head.shape not in {"group", "none", "title"}
            ).union(lexicon.cues.get("noun", ())),
            frozenset(
                word for pattern in grammar.patterns for word in pattern.triggers if len(word) >= _SHORTEST
            ).union(lexicon.cues.get("leading", ())),
            frozenset(word for word, use in lexicon.words.items() if use == "break" and len(word) >= _SHORTEST),
        )

    def opener(self, clause: str) -> Opener | None:
        """The noun phrase that a clause begins with, if its head is known and a predicate follows."""
        related = _RELATED.match(clause)
        if related:
            return Opener(related[1], related.end())
        opening = _OPENING.match(clause)
        return self._phrase(clause, opening.end() if opening else 0)

    def goes_on(self, text: str, place: int) -> bool:
        """Whether a noun phrase that begins with a place's name is that of somebody unread: 重庆 of 重庆研究院."""
        if _COUNTED.match(text, place):
            return True
        if _NO_PART.match(text, place) or _CLOSES.match(text, place):
            return False
        found = self._phrase(text, place)
        if found is None:
            limit = _CLOSES.search(text, place, place + _LONGEST_HEAD + 1)
            rest = text[place : limit.start()] if limit else ""
            return len(rest) >= _SHORTEST and rest in self.heads
        return True

    def _phrase(self, clause: str, begin: int) -> Opener | None:
        """The noun phrase that begins at a place, if a predicate follows."""
        stretch = clause[begin : begin + _STRETCH]
        limit = _NO_PART.search(stretch)
        words = stretch[: limit.start()] if limit else stretch
        verb = _begins(words, 0, self.verbs) or _begins(words, 0, self.others)
        if _NO_NOUN.match(words) or (verb and not words.startswith(_NOUN_VERBS)):
            return None
        size = self._compound(clause, begin, words) if verb else self._noun(clause, begin, words)
        return Opener(words[:size], begin + size) if size else None

    def _noun(self, clause: str, begin: int, words: str) -> int:
        """How long a noun phrase is: up to 与 before a participant, to 由, or to a head that a predicate follows."""
        if len(words) > _SHORTEST and _WITH.match(clause, begin + len(words) - 1):
            return len(words) - 1
        passive = _BY.search(words, _SHORTEST)
        return passive.start() if passive else self._headed(clause, begin, words)

    def _compound(self, clause: str, begin: int, words: str) -> int:
        """How long a noun phrase is that begins with a verb: 研发平台."""
        return self._headed(clause, begin, words[:_COMPOUND])

    def _headed(self, clause: str, begin: int, words: str) -> int:
        for end in range(_SHORTEST, len(words) + 1):
            shortest = 1 if end > _SHORTEST else _SHORTEST  # 组团 is no team, 风险池 is a pool
            headed = any(words[end - size : end] in self.heads for size in range(shortest, min(end, _LONGEST_HEAD) + 1))
            if headed and self._is_predicate(clause, begin + end):
                return end
        return 0

    def _is_predicate(self, text: str, place: int) -> bool:
        return (
            bool(_PREDICATE.match(text, place)) or _begins(text, place, self.verbs) or _begins(text, place, self.others)
        )


def _begins(text: str, place: int, words: frozenset[str]) -> bool:
    """Whether one of some words stands at a place."""
    return any(text[place : place + size] in words for size in range(_SHORTEST, _LONGEST_HEAD))

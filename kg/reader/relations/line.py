"""A sentence as those see it who look for what verbs take, and the noun phrases that they find in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.model import Quantity, Schema
    from kg.reader.packs.valency import Frame, Noun, Valency
    from kg.reader.values import Mention

__all__ = ["CLOSING", "SHORTEST", "Line", "Phrase", "is_count"]

OPENING, CLOSING = "“‘「『《（(〔［[", "”’」』》）)〕］]"
_SETTLED = "村屯镇乡"
"""What ends the names of places that nobody builds."""
_OPENING_QUOTES, _CLOSING_QUOTES = "“‘「『《", "”’」』》"
_BRACKET = re.compile(f"[{re.escape(OPENING + CLOSING)}]")
SHORTEST = 2
"""Characters that a noun phrase, or a verb that takes one, has at least."""
_MEASURES = frozenset(
    {"米", "平方米", "立方米", "吨", "瓦", "瓦时", "亩", "CNY", "USD", "EUR", "percent", "percentagePoint", "倍", "番"}
)


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


@dataclass(frozen=True)
class Line:
    """A sentence of a text, and what is known of it: the mentions and the quantities in it, what verbs take.

    ``sorts`` are the sorts of things that mentions name, each with a class.
    """

    text: str
    mentions: Sequence[Mention]
    quantities: Sequence[Quantity]
    valency: Valency
    schema: Schema

    @cached_property
    def _by_end(self) -> Mapping[int, Mention]:
        """The longest mention that ends at each place."""
        return {each.end: each for each in sorted(self.mentions, key=lambda each: -each.begin)}

    @cached_property
    def _opening(self) -> Mapping[int, Quantity]:
        return {each.begin: each for each in self.quantities}

    @cached_property
    def _closing(self) -> Mapping[int, Quantity]:
        return {each.end: each for each in self.quantities}

    def mention_before(self, place: int, floor: int) -> Mention | None:
        """The mention that ends at a place and does not begin before the floor, but for a quotation mark."""
        found = self._by_end.get(place)
        return found if found and found.begin >= floor - 1 else None

    def quantity_at(self, place: int) -> Quantity | None:
        """The quantity that begins at a place."""
        return self._opening.get(place)

    def quantity_before(self, place: int) -> Quantity | None:
        """The quantity that ends at a place."""
        return self._closing.get(place)

    def sorts_of(self, mention: Mention) -> tuple[str, ...]:
        """The sorts of things that a mention may name, by its class or the first above it that is listed."""
        if self.text[mention.end - 1] in _SETTLED:
            return ("place",)
        sorts = self.valency.classes
        above = self.schema.ancestors.get(mention.class_, frozenset())
        return sorts.get(mention.class_) or next((found for class_, found in sorts.items() if class_ in above), ())

    def quoted(self, begin: int, end: int) -> tuple[int, int]:
        """A stretch with the marks that open or close a quotation or a title at its ends."""
        while begin and self.text[begin - 1] in _OPENING_QUOTES:
            begin -= 1
        while self.text[end : end + 1] and self.text[end] in _CLOSING_QUOTES:
            end += 1
        return begin, end

    def depth(self, begin: int, end: int) -> int:
        """How many brackets and quotations that open in a stretch it leaves open."""
        if not _BRACKET.search(self.text, begin, end):
            return 0
        stretch = self.text[begin:end]
        return sum(map(stretch.count, OPENING)) - sum(map(stretch.count, CLOSING))

    def pieces(self, begin: int, end: int, start: int) -> Iterator[tuple[int, int]]:
        """The stretches between the marks 、 that stand behind ``start`` and outside of brackets and quotations."""
        depth = 0
        first = begin
        for place in range(start, end):
            sign = self.text[place]
            if sign in OPENING:
                depth += 1
            elif sign in CLOSING:
                depth = max(0, depth - 1)
            elif sign == "、" and not depth:
                yield first, place
                first = place + 1
        if first < end:
            yield first, end

    def verb_at(self, place: int, end: int) -> int:
        """How long the verb of two characters or more is that begins at a place; 0 if a longer noun does, or none."""
        size = self.valency.verbs.size_at(self.text, place, end)
        if size < SHORTEST or self.valency.nouns.size_at(self.text, place, end) > size:
            return 0
        return size

    def behind_adverbials(self, place: int, end: int) -> int:
        """Where what stands behind the adverbials at a place begins."""
        while size := self.valency.adverbials.size_at(self.text, place, end):
            place += size
        return place


def is_count(quantity: Quantity) -> bool:
    """Whether a quantity counts things (9家) rather than measures one (9公里)."""
    return quantity.value is not None and quantity.unit not in _MEASURES

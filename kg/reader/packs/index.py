"""Many forms sought in one pass over a text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from ahocorasick import Automaton

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["Index"]

T = TypeVar("T")


class Index(Generic[T]):
    """Forms and what they stand for, found by an Aho-Corasick automaton in one pass over a text.

    It reads text and forms backwards: names differ more in their first characters than in their last (市, 区, 所), and
    at each character that goes on no form the automaton tries one after the other those that begin one.
    """

    def __init__(self, forms: Mapping[str, T]) -> None:
        self._automaton = Automaton()
        for form, value in forms.items():
            self._automaton.add_word(form[::-1], (len(form), value))
        if forms:
            self._automaton.make_automaton()

    def all(self, text: str) -> dict[int, list[tuple[int, T]]]:
        """By each place where forms stand, in order, their ends and values, the longest last."""
        found: dict[int, list[tuple[int, T]]] = {}
        for begin, end, value in self._backwards(text):
            found.setdefault(begin, []).append((end, value))
        for forms in found.values():
            forms.reverse()
        return dict(reversed(found.items()))

    def find(self, text: str) -> list[tuple[int, int, T]]:
        """The longest form at each place of a text, in order; they may overlap."""
        longest: dict[int, tuple[int, T]] = {}
        for begin, end, value in self._backwards(text):
            longest.setdefault(begin, (end, value))
        return [(begin, *longest[begin]) for begin in reversed(longest)]

    def _backwards(self, text: str) -> Iterator[tuple[int, int, T]]:
        """Where forms stand, from the end of a text, at each place the longest first."""
        if len(self._automaton):
            for last, (size, value) in self._automaton.iter(text[::-1]):
                begin = len(text) - 1 - last
                yield begin, begin + size, value

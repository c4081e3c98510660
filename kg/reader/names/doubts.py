"""Which listed names do not stand where their characters do: they cross words, or are words themselves.

台中 in 平台中 crosses a word, 中央 in 中央企业 is a part of one, and 资源 is a county only among other places.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from kg.reader.names.boundaries import Boundaries
from kg.reader.packs.index import Index

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.reader.names.values import Candidate
    from kg.reader.values import Lexicon, Place

    Span = tuple[int, int]

__all__ = ["stand_alone"]

_DOUBTFUL = 3
"""A name of at most so many characters may be made of the ends of words."""
_COMMON = 100
"""How common a name is taken to be that no pack knows the frequency of."""
_OWN = 3000
"""And the name of the document's own place."""
_PLACES = frozenset({"place", "afar"})
_PHRASE = re.compile(r'"[^，。；：！？"]{3,24}"')
"""A quoted phrase, in which a place is but a word: “数字江城”."""
_LEVELS = ("省", "市", "县", "区", "州", "旗")
_BESIDE = frozenset("、和与及")


def stand_alone(
    text: str, names: Iterable[Candidate], lexicon: Lexicon, home: Place | None, quoted: Sequence[Span]
) -> Iterator[Candidate]:
    """The names that are no parts of words, of events or of quoted phrases, and no words themselves."""
    boundaries = Boundaries(_without_wholes(lexicon))
    own = frozenset((home.zh, *home.forms, *home.local)) if home else frozenset()
    words_that_hold = _Spans([(begin, end) for begin, end, _ in _whole_words(lexicon).find(text)])
    phrases = _Spans([span for span in quoted if _PHRASE.fullmatch(text, *span)])
    words = frozenset(lexicon.cues.get("words_and_places", ())) - own
    names = tuple(names)
    places = frozenset(place for each in names if each.rule in _PLACES for place in range(each.begin, each.end))
    kept = []
    for each in names:
        form = text[each.begin : each.end]
        if words_that_hold.hold(each) or (each.rule in _PLACES and phrases.hold(each)):
            continue
        common = _OWN if form in own else _COMMON
        doubtful = len(form) <= _DOUBTFUL and each.class_ not in {"Field", "TargetGroup"}
        if each.rule not in _PLACES and each.begin in places:  # X省委: 省委
            doubtful = False
        if each.class_ == "GovernmentBody" and len(form) == _DOUBTFUL and form.startswith(_LEVELS):  # 省政协
            doubtful = False
        context = text[: each.end] if form.endswith(_LEVELS) else text  # X省委: X省
        if not doubtful or boundaries.divides(context, each.begin, each.end, common):
            kept.append(each)
    return _among_places(text, kept, words)


class _Spans:
    """Spans that do not overlap, in which names are looked for."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = sorted(spans)
        self._begins = [begin for begin, _ in self._spans]

    def hold(self, name: Candidate) -> bool:
        """Whether one of them holds a name, and more."""
        index = bisect_right(self._begins, name.begin) - 1
        if index < 0 or name.end > self._spans[index][1]:
            return False
        begin, end = self._spans[index]
        return name.end - name.begin < end - begin


def _without_wholes(lexicon: Lexicon) -> dict[str, int]:
    """How common words are, but those that a pack says to hold names: 政协委员 is no reason to doubt 省政协."""
    found = dict(lexicon.frequencies)
    for form, kind in lexicon.words.items():
        if kind == "whole":
            found.pop(form, None)
    return found


def _whole_words(lexicon: Lexicon) -> Index[str]:
    return Index({form: form for form, kind in lexicon.words.items() if kind == "whole"})


def _among_places(text: str, names: Sequence[Candidate], words: frozenset[str]) -> Iterator[Candidate]:
    """The names without those that are common words, unless another place stands directly before or beside them."""
    sure = [each for each in names if each.rule in _PLACES and text[each.begin : each.end] not in words]
    ends = {each.end for each in sure}
    begins = {each.begin for each in sure}
    for each in names:
        if each.rule in _PLACES and text[each.begin : each.end] in words:
            before = text[each.begin - 1 : each.begin] in _BESIDE and each.begin - 1 in ends
            behind = text[each.end : each.end + 1] in _BESIDE and each.end + 1 in begins
            if not (before or behind or each.begin in ends):
                continue
        yield each

"""From what a person types or pastes to the thing that it means: never in silence.

A :class:`Resolution` has every candidate with the reason why it is one. A thing is taken for granted only where one
alone bears the name, or is the only one that has it in its name; whoever renders says what was understood, and
offers the others.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rdflib import URIRef

from kg.errors import UnknownNameError
from kg.facts.addresses import read_address
from kg.facts.directory import directory_of
from kg.facts.index import LONGEST, Hit, How, Kind
from kg.facts.values import Words
from kg.namespaces import BASE
from kg.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rdflib import Dataset

    from kg.facts.directory import Directory
    from kg.facts.values import Thing

__all__ = ["Candidate", "Resolution", "find", "resolve"]

_SHOWN: Final = 6
"""Candidates that a reader is offered."""
_NAMED_IN_ERROR: Final = 3
_PASTED: Final = Words("地址", "the address")
_BORNE: Final = Words("名称相同", "the name")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A thing that may be meant, the form of its name that matched, and why it may be meant."""

    thing: Thing
    form: str
    reason: Words


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a text means.

    Attributes:
        given: the text, as it was given.
        thing: what it means, if that can be told.
        certain: whether the text is all of a name, its pinyin or initials, or an address: nothing was guessed.
        candidates: what it may mean, the likeliest first; ``thing`` is the first if it is there.
        cut: whether the text was too long, and only its beginning was looked for.

    """

    given: str
    thing: Thing | None
    certain: bool
    candidates: tuple[Candidate, ...] = ()
    cut: bool = False

    @property
    def others(self) -> tuple[Candidate, ...]:
        """The candidates beside the one that was taken."""
        return self.candidates[1:] if self.thing else self.candidates

    @property
    def bearers(self) -> tuple[Candidate, ...]:
        """The candidates that are called just so."""
        return tuple(each for each in self.candidates if each.reason is _BORNE)

    @property
    def shown(self) -> str:
        """The text as a message repeats it."""
        return f"{self.given[:LONGEST]}…" if self.cut else self.given

    @property
    def remark(self) -> Words | None:
        """A word about a text that was cut."""
        if not self.cut:
            return None
        zh = f"输入过长，只按前 {LONGEST} 个字查找"
        return Words(zh, f"too long: only its first {LONGEST} characters were looked for")

    @property
    def problem(self) -> Words:
        """Why no thing was taken, where the candidates are shown beside."""
        if self.bearers:
            zh = f"“{self.shown}”不止一个，请选择"
            return Words(zh, f"more than one thing is called “{self.shown}”; choose one")
        if self.candidates:
            zh = f"没有恰好叫“{self.shown}”的对象，请选择，或换一个名称"
            return Words(zh, f"nothing is called “{self.shown}” as it stands; choose, or try another name")
        return Words(f"没有找到“{self.shown}”，请换一个名称", f"nothing is called “{self.shown}”; try another name")

    def explain(self) -> UnknownNameError:
        """Say why no thing was taken, and what may be meant."""
        near = [each.form for each in self.candidates[:_NAMED_IN_ERROR]]
        same = self.bearers
        cut = f" ({self.remark.en})" if self.remark else ""
        cut_zh = f"（{self.remark.zh}）" if self.remark else ""
        if len(same) > 1:
            which = [each.form if each.form != self.given else each.thing.iri for each in same[:_SHOWN]]
            return UnknownNameError(
                f"{self.shown!r} names {len(same)} things; say which: {' or '.join(which)}",
                zh=f"{self.shown!r} 指 {len(same)} 个对象；请说明是哪一个：{'、'.join(which)}",
            )
        hint = f"did you mean {' or '.join(near)}?" if near else "`kg query entities` lists the names"
        hint_zh = f"是不是 {'、'.join(near)}？" if near else "`kg query entities` 列出全部名称"
        return UnknownNameError(
            f"nothing is called {self.shown!r}{cut}; {hint}", zh=f"没有名为 {self.shown!r} 的对象{cut_zh}；{hint_zh}"
        )


def resolve(directory: Directory, given: str, kind: str = "") -> Resolution:
    """What a text means among the things of a directory.

    Args:
        directory: the things that there are.
        given: an address (see :mod:`kg.facts.addresses`), a name in any form, or something like a name.
        kind: the class that the thing has to have unless its address is given; ``Participant`` for any participant.

    """
    given = given.strip()
    for iri in read_address(given, directory.base):
        if iri in directory.things:
            thing = directory.things[iri]
            return Resolution(given, thing, certain=True, candidates=(Candidate(thing, given, _PASTED),))
    cut = len(given) > LONGEST
    if not cut and (
        borne := [each for each in directory.bearers.get(fold(given), ()) if directory.is_a(each[0].iri, kind)]
    ):
        return _among(borne, given, directory)
    hits = directory.index.find(given, _SHOWN, keep=lambda thing: directory.is_a(thing.iri, kind))
    if kind and all(hit.guessed for hit in hits):  # what is called so may be of another kind: said, and never taken
        others = [
            hit for hit in directory.index.find(given, _SHOWN, keep=directory.is_sought) if not (hit.guessed and hits)
        ]
        if others or not hits:
            known = [hit for hit in hits if hit.thing not in [other.thing for other in others]]
            candidates = tuple(map(_candidate, [*others, *known][:_SHOWN]))
            return Resolution(given, None, certain=False, candidates=candidates, cut=cut)
    only = None if cut else _only(hits)
    candidates = tuple(map(_candidate, sorted(hits, key=lambda hit: hit is not only)))
    certain = only is not None and only.how is How.WHOLE
    return Resolution(given, only.thing if only else None, certain, candidates, cut)


def find(dataset: Dataset, name: str, base: str = BASE) -> URIRef:
    """The thing of ours that bears a name (full, short or alias, in any language or script, by pinyin), or has an IRI.

    Raises:
        UnknownNameError: if nothing bears it (suggests the nearest), or more than one thing does.

    """
    directory = directory_of(dataset, base)
    found = resolve(directory, name)
    if found.thing and found.certain:
        return URIRef(found.thing.iri)
    for iri in read_address(name, base):
        if iri.startswith(base) and (URIRef(iri), None, None) in dataset:
            return URIRef(iri)
    raise found.explain()


def _among(borne: Sequence[tuple[Thing, str]], given: str, directory: Directory) -> Resolution:
    """The one thing that bears a name: spelt just so rather than nearly, named itself rather than a group so called."""
    spelling = unicodedata.normalize("NFKC", given)
    left = [each for each in borne if unicodedata.normalize("NFKC", each[1]) == spelling] or list(borne)
    left = [each for each in left if each[0].iri.startswith(f"{directory.base}entity/")] or left
    meant = left[0][0] if len(left) == 1 else None
    ranked = sorted(
        left if meant is None else borne, key=lambda each: (each[0] is not meant, -each[0].weight, each[0].iri)
    )
    candidates = tuple(Candidate(thing, form, _BORNE) for thing, form in ranked)
    return Resolution(given, meant, meant is not None, candidates)


def _candidate(hit: Hit) -> Candidate:
    thing = hit.thing
    form = thing.words.of("zh") if hit.form in thing.keys else hit.form  # a mere key is no name to suggest
    return Candidate(thing, form, hit.reason)


def _only(hits: Sequence[Hit]) -> Hit | None:
    """The only thing whose pinyin or initials a text is, or in whose name it stands; a slip never decides."""
    for kind in (Kind.PINYIN, Kind.INITIALS):
        if whole := [hit for hit in hits if hit.how is How.WHOLE and hit.kind is kind]:
            return whole[0] if len(whole) == 1 else None
    sure = [hit for hit in hits if hit.how in (How.BEGINNING, How.WORD, How.INSIDE)]
    return sure[0] if len(sure) == 1 else None

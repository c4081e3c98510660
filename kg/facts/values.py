"""What the questions of this package give back: words, places and things."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Place", "Thing", "Words"]


@dataclass(frozen=True, slots=True)
class Words:
    """The same in Chinese and in English."""

    zh: str
    en: str

    def of(self, lang: str) -> str:
        """Give what a reader of a language sees; the other language if there is nothing in theirs."""
        return (self.zh or self.en) if lang == "zh" else (self.en or self.zh)


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A sentence of a document; offsets are characters, the end exclusive."""

    document: str
    begin: int
    end: int
    section: int
    paragraph: int
    sha256: str
    iri: str
    kind: str = "sentence"

    def __str__(self) -> str:
        return f"§{self.section} ¶{self.paragraph} [{self.begin}, {self.end})"


@dataclass(frozen=True, slots=True)
class Thing:
    """A participant, or another thing of a chapter that has a name.

    Attributes:
        iri: what identifies it.
        words: its preferred names.
        names: its other names.
        keys: forms that only a search uses, such as pinyin.
        class_: its class, as a local name of the ontology; empty if it has none of ours.
        function: the service function it belongs to, as a local name; empty if none.
        weight: how many statements and figures are about it.

    """

    iri: str
    words: Words
    names: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    class_: str = ""
    function: str = ""
    weight: int = 0

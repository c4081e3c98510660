"""What the steps of naming exchange."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.reader.values import MentionKind

__all__ = ["Candidate"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span that may be a mention: what it would be, by which rule, and the id of the entity if that is known."""

    begin: int
    end: int
    class_: str
    kind: MentionKind
    rule: str
    confidence: float
    entity: str = ""

"""Content negotiation by the Accept header: https://www.rfc-editor.org/rfc/rfc9110#name-accept."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["choose"]


def choose(accept: str, offers: Sequence[str]) -> str | None:
    """The offer that a client likes best, the earlier of two that it likes alike; None if it accepts none.

    Of the ranges that match an offer, the most specific one counts. A header that says nothing accepts everything.
    """
    ranges = [_parse(part) for part in accept.split(",") if part.strip()] or [("*/*", 1.0)]
    liked = {offer: _quality(offer, ranges) for offer in offers}
    best = max(offers, key=lambda offer: liked[offer])
    return best if liked[best] > 0 else None


def _parse(part: str) -> tuple[str, float]:
    media_range, *parameters = (piece.strip().lower() for piece in part.split(";"))
    quality = 1.0
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                quality = min(max(float(value), 0.0), 1.0)
            except ValueError:
                quality = 0.0
    return media_range, quality


def _quality(offer: str, ranges: Sequence[tuple[str, float]]) -> float:
    matching = (offer, f"{offer.partition('/')[0]}/*", "*/*")
    for pattern in matching:
        found = [quality for media_range, quality in ranges if media_range == pattern]
        if found:
            return max(found)
    return 0.0

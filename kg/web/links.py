"""Where this server shows the things of the dataset."""

from __future__ import annotations

from kg.facts.addresses import MOUNT
from kg.namespaces import to_wire

__all__ = ["MOUNT", "local_path"]


def local_path(iri: str, base: str) -> str:
    """Where this server shows a thing of ours, percent-encoded; an IRI that is not ours is left as it is."""
    return MOUNT + to_wire(base, iri) if iri.startswith(base) else iri

"""What follows from a dataset, why, through whom, and what would be lost without it."""

from kg.reasoning.closure import Reasoned, infer, reason

__all__ = ["Reasoned", "infer", "reason"]

"""The closure of a dataset under the ontology."""

from kg.reasoning.closure import infer

__all__ = ["infer"]

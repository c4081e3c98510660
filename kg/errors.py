"""What can go wrong, as one tree. Only the command line catches these.

KgError
├── InputError              what the user gave cannot be used (exit status 2)
│   ├── DecodingError       bytes that are not text
│   ├── TableError          tables that break their description; carries all problems
│   ├── OntologyError       an ontology, shape or scheme file that cannot be used
│   ├── QueryError          a query that cannot be parsed or is refused
│   ├── UnknownNameError    a name that nothing bears; suggests the nearest
│   ├── UnprovenError       a statement to be explained that does not hold
│   ├── FormatError         a format that an answer does not come in
│   └── DatasetError        a built dataset that is missing or damaged
├── ServiceError            a sound request that was not answered
│   ├── StoppedError        a query that ran into a limit of time, memory or size
│   └── BusyError           too many queries at once; says when to come again
└── CheckError              the input was readable, and a check of it failed (exit status 1)
    ├── VerificationError   rows that do not stand where they say they stand
    ├── ValidationError     a graph that breaks a shape
    └── InconsistencyError  facts that contradict the ontology or each other
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.model import Problem

__all__ = [
    "BusyError",
    "CheckError",
    "DatasetError",
    "DecodingError",
    "FormatError",
    "InconsistencyError",
    "InputError",
    "KgError",
    "OntologyError",
    "QueryError",
    "ServiceError",
    "StoppedError",
    "TableError",
    "UnknownNameError",
    "UnprovenError",
    "ValidationError",
    "VerificationError",
]


class KgError(Exception):
    """The root: catch this to catch everything that this package raises on purpose.

    The message is English; ``zh`` says the same in Chinese where somebody who types names and questions meets it.
    """

    def __init__(self, message: str = "", *, zh: str = "") -> None:
        self.zh = zh
        super().__init__(message)

    def say(self, lang: str) -> str:
        """The message in the reader's language, if there is one in it."""
        return (self.zh if lang == "zh" else "") or str(self)


class InputError(KgError):
    """What the user gave cannot be used; the message says what was expected and how to mend it."""


class DecodingError(InputError):
    """Bytes that are neither UTF-8 nor another encoding that the reader knows."""


class _ProblemsError(KgError):
    """An error that carries every problem found, so that all can be mended in one go."""

    def __init__(self, summary: str, problems: Sequence[Problem]) -> None:
        self.summary = summary
        self.problems = tuple(problems)
        super().__init__("\n".join([summary, *(f"  {problem}" for problem in self.problems)]))


class TableError(_ProblemsError, InputError):
    """Tables that break their description."""


class OntologyError(InputError):
    """An ontology, shape or scheme file that cannot be parsed or lacks a term that is needed."""


class QueryError(InputError):
    """A query that cannot be parsed, is refused, or got a parameter that it does not have."""


class UnknownNameError(InputError):
    """A name that nothing in the graph bears."""


class UnprovenError(InputError):
    """A statement to be explained that does not hold; the message says what is missing."""


class FormatError(InputError):
    """A format that an answer does not come in."""


class DatasetError(InputError):
    """A built dataset that is missing or cannot be read."""


class ServiceError(KgError):
    """A sound request that was not answered."""


class StoppedError(ServiceError):
    """A query that ran into a limit of time, memory or size."""


class BusyError(ServiceError):
    """Too many queries at once.

    ``retry_after`` is the number of seconds after which another try makes sense.
    """

    def __init__(self, message: str, retry_after: int) -> None:
        self.retry_after = retry_after
        super().__init__(message)


class CheckError(KgError):
    """The input could be read, and a check of it failed."""


class VerificationError(_ProblemsError, CheckError):
    """Rows that do not stand where they say they stand."""


class ValidationError(_ProblemsError, CheckError):
    """A graph that breaks a shape."""


class InconsistencyError(_ProblemsError, CheckError):
    """Facts that contradict the ontology or each other."""

"""Rules as nested Python loops.

Rules of the same shape (most are: hierarchies, domains, ranges, chains) share one compiled function; what differs, the
relations that it runs over and the constants, is bound to its names when a rule is put to use.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from types import CodeType

__all__ = ["CONSTANT", "Need", "Pattern", "Program", "member", "pair", "program"]

CONSTANT = -1


class Pattern(NamedTuple):
    """The shape of an atom: whether it is of a class, and its terms as numbers of variables, or :data:`CONSTANT`."""

    of_class: bool
    subject: int
    object: int


def member(subject: int) -> Pattern:
    """The pattern of a class."""
    return Pattern(of_class=True, subject=subject, object=CONSTANT)


def pair(subject: int, object_: int) -> Pattern:
    """The pattern of a predicate."""
    return Pattern(of_class=False, subject=subject, object=object_)


class Need(NamedTuple):
    """What a name in a program stands for.

    ``kind`` is ``forward``, ``backward`` or ``members`` (an index of the relation of an atom), ``subject`` or
    ``object`` (a constant of it); ``atom`` is a position in the body, or -1 for the head.
    """

    name: str
    kind: str
    atom: int


@dataclass(frozen=True, slots=True)
class Program:
    """Code that defines ``f``, and what must be bound to its names first."""

    code: CodeType
    needs: tuple[Need, ...]


@lru_cache(maxsize=1024)
def program(head: Pattern | None, body: tuple[Pattern, ...], position: int | None) -> Program:
    """The loops of a rule.

    With a position, ``f`` takes fresh facts of the body atom there and returns the heads that they make (or, of a rule
    without a head, what the variables are bound to). Without one, it takes a head and yields what the variables are
    bound to.
    """
    writer = _Writer()
    variables = sorted({term for each in body for term in each[1:] if term != CONSTANT})
    binding = "".join(f"v{variable}, " for variable in variables)
    left = list(enumerate(body))
    if position is None:
        assert head is not None  # noqa: S101 - only heads are explained
        writer.open("def f(given):")
        writer.take(head, -1)
    else:
        writer.open("def f(batch):")
        writer.write("out = []")
        writer.open("for given in batch:")
        index, atom = left.pop(position)
        writer.take(atom, index)
    while left:
        index, atom = max(left, key=lambda each: (writer.boundness(each[1]), -each[0]))
        left.remove((index, atom))
        writer.join(atom, index)
    if position is None:
        writer.write(f"yield ({binding})")
    else:
        made = f"({binding})" if head is None else writer.key(head, -1)
        writer.write(f"out.append({made})")
        writer.lines.append("    return out")
    return Program(compile("\n".join(writer.lines), "<rule>", "exec"), tuple(writer.needs))


@dataclass
class _Writer:
    """Lines of code, how deep they are nested, and which variables are bound so far."""

    lines: list[str] = field(default_factory=list)
    needs: list[Need] = field(default_factory=list)
    bound: set[int] = field(default_factory=set)
    depth: int = 0

    def write(self, text: str) -> None:
        self.lines.append("    " * self.depth + text)

    def open(self, text: str) -> None:
        self.write(text)
        self.depth += 1

    def need(self, kind: str, atom: int) -> str:
        name = f"{kind}{len(self.needs)}"
        self.needs.append(Need(name, kind, atom))
        return name

    def value(self, term: int, kind: str, atom: int) -> str:
        return self.need(kind, atom) if term == CONSTANT else f"v{term}"

    def is_bound(self, term: int) -> bool:
        return term == CONSTANT or term in self.bound

    def boundness(self, atom: Pattern) -> int:
        """How well an atom is bound: the better, the earlier it is joined."""
        if atom.of_class:
            return 3 if self.is_bound(atom.subject) else 0
        return 2 * self.is_bound(atom.subject) + 2 * self.is_bound(atom.object)

    def key(self, atom: Pattern, index: int) -> str:
        subject = self.value(atom.subject, "subject", index)
        return subject if atom.of_class else f"({subject}, {self.value(atom.object, 'object', index)})"

    def take(self, atom: Pattern, index: int) -> None:
        """Take a key apart into the variables of its atom, and go on only if it fits."""
        if atom.of_class:
            self.match(atom.subject, "given", "subject", index)
            return
        self.write("left, right = given")
        self.match(atom.subject, "left", "subject", index)
        self.match(atom.object, "right", "object", index)

    def match(self, term: int, given: str, kind: str, index: int) -> None:
        value = self.value(term, kind, index)
        if self.is_bound(term):
            self.open(f"if {given} == {value}:")
        else:
            self.write(f"{value} = {given}")
            self.bound.add(term)

    def join(self, atom: Pattern, index: int) -> None:
        """Go through the facts that fit what is bound."""
        subject = self.value(atom.subject, "subject", index)
        has_subject, has_object = self.is_bound(atom.subject), self.is_bound(atom.object)
        self.bound |= {term for term in atom[1:] if term != CONSTANT}
        if atom.of_class:
            self.open(f"{'if' if has_subject else 'for'} {subject} in {self.need('members', index)}:")
            return
        object_ = self.value(atom.object, "object", index)
        if has_subject:
            self.open(f"{'if' if has_object else 'for'} {object_} in {self.need('forward', index)}.get({subject}, ()):")
        elif has_object:
            self.open(f"for {subject} in {self.need('backward', index)}.get({object_}, ()):")
        else:
            self.open(f"for {subject}, others in {self.need('forward', index)}.items():")
            self.open(f"{'if' if subject == object_ else 'for'} {object_} in others:")

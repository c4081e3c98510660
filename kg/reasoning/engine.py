"""Semi-naive evaluation of Datalog rules over dictionary-encoded triples.

Terms become integers; every predicate is a relation of its own, and so is every class (``rdf:type`` with its object).
Each rule becomes, for each atom of its body, a Python function made of nested loops that joins fresh facts of that
atom with the relations of the others: only what is new is ever joined again (Bancilhon and Ramakrishnan 1986, "An
amateur's introduction to recursive query processing strategies"). Facts are retracted by over-deleting what hangs on
them and deriving again what still holds (DRed; Gupta, Mumick and Subrahmanian 1993, "Maintaining views incrementally").
"""

from __future__ import annotations

import gc
from collections import defaultdict
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rdflib import OWL, RDF, BNode, Literal, URIRef, Variable

from kg.reasoning.loops import Pattern, member, pair, program
from kg.reasoning.protocol import Derivation
from kg.reasoning.rules import Atom, Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from rdflib.term import Node

    Triple = tuple[Node, Node, Node]
    Key = int | tuple[int, int]  # of a fact in its relation: a member of a class, or a pair
    Fact = tuple["Relation", Key]
    Fire = Callable[[list[Any]], list[Any]]
    Name = str | tuple[str, ...]  # of a term, as a key of dictionaries

__all__ = ["Closure"]

_MANY = 8
"""From how many neighbours on a tuple becomes a set: small tuples take a quarter of a set's memory."""


class Relation:
    """The facts of one predicate (pairs, indexed by subject and, where a join needs it, by object) or of one class."""

    __slots__ = ("backward", "class_", "derived", "forward", "members", "number", "predicate")

    def __init__(self, number: int, predicate: Node, class_: Node | None) -> None:
        self.number = number
        self.predicate = predicate
        self.class_ = class_
        self.members: set[int] = set()
        self.forward: dict[int, Any] = {}
        self.backward: dict[int, Any] | None = None
        self.derived: set[Key] = set()

    def __contains__(self, key: Key) -> bool:
        if self.class_ is not None:
            return key in self.members
        subject, object_ = key  # type: ignore[misc]  # a relation of pairs
        return object_ in self.forward.get(subject, ())

    def __iter__(self) -> Iterator[Key]:
        if self.class_ is not None:
            return iter(self.members)
        return ((subject, object_) for subject, objects in self.forward.items() for object_ in objects)

    def insert(self, keys: Iterable[Key]) -> list[Key]:
        """Add facts; those that were not known come back, in order."""
        if self.class_ is not None:
            fresh = [key for key in dict.fromkeys(keys) if key not in self.members]
            self.members.update(fresh)  # type: ignore[arg-type]  # keys of a class are single
            return fresh
        forward, fresh = self.forward, []
        for key in keys:
            subject, object_ = key  # type: ignore[misc]
            known = forward.get(subject)
            if known is None:
                forward[subject] = (object_,)
            elif object_ in known:
                continue
            elif type(known) is set:
                known.add(object_)
            else:
                forward[subject] = (*known, object_) if len(known) < _MANY else {*known, object_}
            fresh.append(key)
        if self.backward is not None:
            _invert(self.backward, fresh)
        return fresh

    def remove(self, keys: Iterable[Key]) -> None:
        """Take facts away."""
        for key in keys:
            self.derived.discard(key)
            if self.class_ is not None:
                self.members.discard(key)
                continue
            subject, object_ = key  # type: ignore[misc]
            _drop(self.forward, subject, object_)
            if self.backward is not None:
                _drop(self.backward, object_, subject)

    def index(self) -> None:
        """Make the index by object, if there is none."""
        if self.backward is None:
            self.backward = {}
            _invert(self.backward, self)


def _invert(backward: dict[int, Any], keys: Iterable[Key]) -> None:
    for key in keys:
        subject, object_ = key  # type: ignore[misc]
        known = backward.get(object_)
        if known is None:
            backward[object_] = (subject,)
        elif type(known) is set:
            known.add(subject)
        else:
            backward[object_] = (*known, subject) if len(known) < _MANY else {*known, subject}


def _drop(index: dict[int, Any], one: int, other: int) -> None:
    known = index.get(one, ())
    if type(known) is set:
        known.discard(other)
        left: Any = known
    else:
        left = tuple(each for each in known if each != other)
    if left:
        index[one] = left
    else:
        index.pop(one, None)


class Closure:
    """Facts, and all that follows from them under rules.

    Facts can be added and retracted; what follows is brought up to date. ``contradictions`` holds a derivation for
    each body of a headless rule that is satisfied.
    """

    def __init__(self, rules: Iterable[Rule], facts: Iterable[Triple] = ()) -> None:
        self.rules = tuple(rules)
        self._terms: list[Node] = []
        self._numbers: dict[Name, int] = {}
        self._relations: dict[tuple[Name, Name], Relation] = {}
        self._triggers: dict[int, list[tuple[Relation | None, int, int]]] = defaultdict(list)  # head, rule, position
        self._makers: dict[int, list[int]] = defaultdict(list)  # rules by the relation of their head
        self._grounded: list[Rule] = []
        self._loops: dict[tuple[int, int | None], Callable[..., Any]] = {}  # written when first used
        self._broken: dict[tuple[int, tuple[int, ...]], None] = {}
        self._open = tuple(rule for rule in self.rules if _is_open(rule))
        self._equal = self._relation(OWL.sameAs, None)
        self._equality = False
        axioms: list[Triple] = []
        for rule in self.rules:
            if rule.head is not None and not rule.body:
                axioms.append(rule.head)
            elif not _is_open(rule):
                self._compile(rule)
        self._insert((*axioms, *facts))

    # ── what holds ──

    def __contains__(self, triple: object) -> bool:
        fact = self._find(triple)  # type: ignore[arg-type]
        return fact is not None and fact[1] in fact[0]

    def __len__(self) -> int:
        return sum(1 for relation in self._relations.values() for _ in relation)

    def asserts(self, triple: Triple) -> bool:
        """Whether a triple was given, not derived."""
        fact = self._find(triple)
        return fact is not None and fact[1] in fact[0] and fact[1] not in fact[0].derived

    def derived(self) -> Iterator[Triple]:
        """The triples that were not given."""
        for relation in self._relations.values():
            for key in relation.derived:
                yield self._triple(relation, key)

    def triples(self) -> Iterator[Triple]:
        """All triples."""
        for relation in self._relations.values():
            for key in relation:
                yield self._triple(relation, key)

    def objects(self, subject: Node, predicate: Node) -> list[Node]:
        """Whom a thing is linked to by a predicate."""
        relation, number = self._relations.get((_key(predicate), _NO_CLASS)), self._numbers.get(_key(subject))
        return [] if relation is None or number is None else [self._terms[o] for o in relation.forward.get(number, ())]

    def subjects(self, predicate: Node, object_: Node) -> list[Node]:
        """Who is linked to a thing by a predicate."""
        relation, number = self._relations.get((_key(predicate), _NO_CLASS)), self._numbers.get(_key(object_))
        if relation is None or number is None:
            return []
        relation.index()
        return [self._terms[s] for s in (relation.backward or {}).get(number, ())]

    def instances(self, class_: Node) -> list[Node]:
        """The members of a class."""
        relation = self._relations.get((_TYPE, _key(class_)))
        return [] if relation is None else [self._terms[number] for number in relation.members]

    @property
    def contradictions(self) -> tuple[Derivation, ...]:
        """The satisfied bodies of rules without a head."""
        return tuple(self._derivation(index, binding) for index, binding in self._broken)

    def derivations(self, triple: Triple) -> Iterator[Derivation]:
        """Every way in which one application of a rule gives a triple, lazily."""
        fact = self._find(triple)
        if fact is None:
            return
        relation, key = fact
        for index in self._makers[relation.number]:
            for binding in self._function(index, None)(key):
                yield self._derivation(index, binding)

    # ── change ──

    def add(self, facts: Iterable[Triple]) -> list[Triple]:
        """Add facts; whatever holds now and did not before comes back, the facts included."""
        return [self._triple(relation, key) for relation, key in self._insert(facts)]

    def _insert(self, facts: Iterable[Triple]) -> list[Fact]:
        grown: dict[Relation, list[Key]] = {}
        with _without_collector():
            for relation, keys in self._encode(facts).items():
                relation.derived.difference_update(keys)
                fresh = relation.insert(keys)
                if fresh:
                    grown[relation] = fresh
            return self._propagate(grown)

    def retract(self, facts: Iterable[Triple]) -> list[Triple]:
        """Take facts away; whatever no longer holds comes back."""
        doomed = self._dependents(facts)
        for relation, keys in doomed.items():
            relation.remove(keys)
        again: dict[Relation, list[Key]] = {}
        for relation, keys in doomed.items():
            back = [key for key in keys if self._holds(relation, key)]
            if back:
                again[relation] = relation.insert(back)
                relation.derived.update(back)
        self._propagate(again)
        self._broken = {each: None for each in self._broken if self._still_broken(*each)}
        return [self._triple(relation, key) for relation, keys in doomed.items() for key in keys if key not in relation]

    def affected(self, facts: Iterable[Triple]) -> list[Triple]:
        """The derived triples that some proof makes from any of these facts."""
        given = set(facts)
        doomed = self._dependents(given)
        found = (self._triple(relation, key) for relation, keys in doomed.items() for key in keys)
        return [triple for triple in found if triple not in given]

    def _dependents(self, facts: Iterable[Triple]) -> dict[Relation, dict[Key, None]]:
        """Stated facts, and all that some derivation makes from them, in order."""
        doomed: dict[Relation, dict[Key, None]] = defaultdict(dict)
        for triple in facts:
            fact = self._find(triple)
            if fact is not None and self.asserts(triple):
                doomed[fact[0]][fact[1]] = None
        todo = {relation: list(keys) for relation, keys in doomed.items()}
        while todo:
            relation, batch = todo.popitem()
            for head, index, position in self._triggers[relation.number]:
                if head is None:
                    continue
                known, made = doomed[head], self._function(index, position)(batch)
                hit = [key for key in dict.fromkeys(made) if key in head.derived and key not in known]
                if hit:
                    known.update(dict.fromkeys(hit))
                    todo[head] = [*todo.get(head, ()), *hit]
        return doomed

    def _propagate(self, grown: dict[Relation, list[Key]]) -> list[Fact]:
        """Fire the rules on fresh facts until nothing new comes; all fresh facts, the given ones first."""
        found: list[Fact] = [(relation, key) for relation, keys in grown.items() for key in keys]
        while grown:
            relation, batch = grown.popitem()
            if relation is self._equal and not self._equality:
                self._equality = True
                for each in list(self._relations.values()):
                    self._ground(each)
            for head, index, position in self._triggers[relation.number]:
                made = self._function(index, position)(batch)
                if not made:
                    continue
                if head is None:
                    self._broken.update({(index, binding): None for binding in made})
                    continue
                fresh = head.insert(made)
                if fresh:
                    head.derived.update(fresh)
                    found += [(head, key) for key in fresh]
                    if head in grown:
                        grown[head] += fresh
                    else:
                        grown[head] = fresh
        return found

    def _holds(self, relation: Relation, key: Key) -> bool:
        return any(next(self._function(index, None)(key), None) is not None for index in self._makers[relation.number])

    def _still_broken(self, index: int, binding: tuple[int, ...]) -> bool:
        return all(premise in self for premise in self._derivation(index, binding).premises)

    # ── terms and numbers ──

    def _number(self, term: Node) -> int:
        name = _key(term)
        number = self._numbers.get(name)
        if number is None:
            number = self._numbers[name] = len(self._terms)
            self._terms.append(term)
        return number

    def _relation(self, predicate: Node, class_: Node | None) -> Relation:
        name = (_key(predicate), _NO_CLASS if class_ is None else _key(class_))
        relation = self._relations.get(name)
        if relation is None:
            relation = self._relations[name] = Relation(len(self._relations), predicate, class_)
            if getattr(self, "_equality", False):
                self._ground(relation)
        return relation

    def _encode(self, facts: Iterable[Triple]) -> dict[Relation, list[Key]]:
        """Facts as keys of their relations, the relations in the order in which they come."""
        # Most terms are IRIs: to call no function for those is what keeps these loops fast.
        groups: dict[Name, list[Triple]] = {}
        for triple in facts:
            predicate = triple[1]
            name = _plain(predicate) if type(predicate) is URIRef else _key(predicate)
            group = groups.get(name)
            if group is None:
                group = groups[name] = []
            group.append(triple)
        found: dict[Relation, list[Key]] = defaultdict(list)
        members: dict[Name, list[Key]] = {}
        number, get = self._number, self._numbers.get
        for triples in groups.values():
            predicate = triples[0][1]
            if predicate == RDF.type:
                for subject, _, class_ in triples:
                    name = _plain(class_) if type(class_) is URIRef else _key(class_)
                    keys = members.get(name)
                    if keys is None:
                        keys = members[name] = found[self._relation(predicate, class_)]
                    known = get(_plain(subject) if type(subject) is URIRef else _key(subject))
                    keys.append(number(subject) if known is None else known)
            else:
                keys = found[self._relation(predicate, None)]
                for subject, _, object_ in triples:
                    left = get(_plain(subject) if type(subject) is URIRef else _key(subject))
                    right = get(_plain(object_) if type(object_) is URIRef else _key(object_))
                    if left is None:
                        left = number(subject)
                    if right is None:
                        right = number(object_)
                    keys.append((left, right))
        return found

    def _find(self, triple: Triple) -> Fact | None:
        subject, predicate, object_ = map(_key, triple)
        number = self._numbers.get(subject)
        if predicate == _TYPE:
            relation = self._relations.get((predicate, object_))
            return None if relation is None or number is None else (relation, number)
        relation, other = self._relations.get((predicate, _NO_CLASS)), self._numbers.get(object_)
        return None if relation is None or number is None or other is None else (relation, (number, other))

    def _triple(self, relation: Relation, key: Key) -> Triple:
        if relation.class_ is not None:
            return self._terms[key], relation.predicate, relation.class_  # type: ignore[index]
        subject, object_ = key  # type: ignore[misc]
        return self._terms[subject], relation.predicate, self._terms[object_]

    # ── rules as loops ──

    def _ground(self, relation: Relation) -> None:
        """Give a relation the rules of equality, once two things are the same."""
        for rule in self._open:
            grounded = _for_relation(rule, relation)
            if grounded is not None:
                self._compile(grounded)

    def _compile(self, rule: Rule) -> None:
        index = len(self._grounded)
        self._grounded.append(rule)
        head = None
        if rule.head is not None:
            head = self._atom_relation(rule.head)
            self._makers[head.number].append(index)
        for position, atom in enumerate(rule.body):
            self._triggers[self._atom_relation(atom).number].append((head, index, position))

    def _function(self, index: int, position: int | None) -> Callable[..., Any]:
        found = self._loops.get((index, position))
        if found is None:
            rule = self._grounded[index]
            plain = None if position is None else _projection(rule)
            found = self._loops[index, position] = plain or self._bind(rule, position)
        return found

    def _bind(self, rule: Rule, position: int | None) -> Callable[..., Any]:
        """The loops of a rule over the relations of its atoms."""
        head, body = rule.shape
        loops = program(head, body, position)
        scope: dict[str, Any] = {}
        for name, kind, place in loops.needs:
            atom = rule.body[place] if place >= 0 or rule.head is None else rule.head
            if kind in ("subject", "object"):
                scope[name] = self._number(getattr(atom, kind))
            else:
                relation = self._atom_relation(atom)
                if kind == "backward":
                    relation.index()
                scope[name] = getattr(relation, kind)
        exec(loops.code, scope)  # noqa: S102 - loops over integers; no text from outside gets into them
        function: Callable[..., Any] = scope["f"]
        return function

    def _atom_relation(self, atom: Atom) -> Relation:
        return self._relation(atom.predicate, atom.object if atom.predicate == RDF.type else None)

    def _derivation(self, index: int, binding: Sequence[int]) -> Derivation:
        rule = self._grounded[index]
        values: dict[Node, Node] = dict(zip(rule.variables, (self._terms[number] for number in binding), strict=True))
        premises = tuple(
            (values.get(atom.subject, atom.subject), atom.predicate, values.get(atom.object, atom.object))
            for atom in rule.body
        )
        return Derivation(rule, premises)


_TYPE = str(RDF.type)


_NO_CLASS = ("no class",)

_plain = str.__str__
"""An IRI as a plain string, which hashes and compares without a detour through Python."""


def _key(term: Node) -> Name:
    """What tells a term from every other term: the text of an IRI, and more than text of any other.

    Raises:
        TypeError: if it is no IRI, blank node, literal or variable.

    """
    if isinstance(term, URIRef):
        return _plain(term)
    if isinstance(term, Literal):
        # an absent datatype is not the empty one
        return ("literal", _plain(term), term.language or "", *([] if term.datatype is None else [str(term.datatype)]))
    if isinstance(term, BNode | Variable):
        return (type(term).__name__, _plain(term))
    message = f"{term!r} is no RDF term"
    raise TypeError(message)


def _is_open(rule: Rule) -> bool:
    return any(isinstance(atom.predicate, Variable) for atom in rule.body)


def _for_relation(rule: Rule, relation: Relation) -> Rule | None:
    """A rule with a variable predicate, for one relation; none for the places that a class does not have."""
    assert rule.head is not None  # noqa: S101 - the rules of equality that have a variable predicate have heads
    is_object = rule.code == "eq-rep-o"
    if relation.class_ is not None and is_object:
        return None

    def put(atom: Atom) -> Atom:
        if not isinstance(atom.predicate, Variable):
            return atom
        return Atom(atom.subject, relation.predicate, atom.object if relation.class_ is None else relation.class_)

    return Rule(rule.name, rule.code, put(rule.head), tuple(map(put, rule.body)), rule.zh, rule.en)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Hold back the cycle collector: nothing here has cycles, and it would walk the growing heap again and again."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


_PROJECTIONS: dict[tuple[Pattern, Pattern], Fire] = {
    (member(0), member(0)): lambda batch: batch,
    (pair(0, 1), pair(0, 1)): lambda batch: batch,
    (pair(0, 1), pair(1, 0)): lambda batch: [(o, s) for s, o in batch],
    (pair(0, 1), member(0)): lambda batch: [s for s, _ in batch],
    (pair(0, 1), member(1)): lambda batch: [o for _, o in batch],
}
"""What most rules do: hierarchies, inverses, domains and ranges only rename or project one fact."""


def _projection(rule: Rule) -> Fire | None:
    """The function of a rule with one atom that needs no loops; None for other rules."""
    head, body = rule.shape
    return _PROJECTIONS.get((body[0], head)) if len(body) == 1 and head is not None else None

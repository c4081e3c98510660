"""What would be lost: without somebody or something stated (what if), and on whom and what most support rests."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from kg.errors import InputError
from kg.namespaces import RDF, TIS
from kg.reasoning.proofs import Proof, why

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from rdflib.term import Node

    from kg.reasoning.closure import Reasoned
    from kg.reasoning.protocol import Reasoner

    Triple = tuple[Node, Node, Node]

__all__ = ["Change", "Critical", "change_without", "critical", "facts_about"]

LINKS = (TIS.supports, TIS.indirectlySupports, TIS.collaboratesWith)
"""The links whose loss people ask about."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a removal does to links: which vanish, and which survive although a proof of theirs is broken.

    A link that is itself taken away is among them: it may still follow from what is left. Where all removed facts
    mention one thing, the links between others come first: they are what others lose.
    """

    removed: tuple[Triple, ...]
    vanished: tuple[Triple, ...]
    survived: tuple[Proof, ...]


Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Critical(Generic[Item]):
    """A participant or a fact, and the links that have it in every proof."""

    item: Item
    links: tuple[Triple, ...]


def facts_about(closure: Reasoner, thing: Node) -> tuple[Triple, ...]:
    """The stated facts that mention a thing."""
    return tuple(sorted(each for each in closure.triples() if thing in (each[0], each[2]) and closure.asserts(each)))


def change_without(reasoned: Reasoned, facts: Iterable[Triple]) -> Change:
    """What happens to links if stated facts are taken away.

    The closure is brought up to date, compared, and brought back: it is the same afterwards.

    Raises:
        InputError: if none of them is stated, or nothing would be left.

    """
    closure = reasoned.closure
    taken = {each for each in facts if closure.asserts(each)}
    removed = tuple(sorted(taken))
    if not removed:
        message = "nothing of that is stated, so nothing can be taken away; `kg show NAME` lists what is"
        raise InputError(message)
    if not any(closure.asserts(each) for each in closure.triples() if each not in taken and _is_link(each)):
        message = "that would take away every stated link; name fewer things or facts"
        raise InputError(message)
    affected = _once({each for each in (*closure.affected(removed), *removed) if each[1] in LINKS})
    closure.retract(removed)
    try:
        named = set.intersection(*({subject, object_} for subject, _, object_ in removed))
        gone = [each for each in affected if each not in closure]
        vanished = tuple(sorted(gone, key=lambda each: (len(named.intersection(each)), each)))
        survived = tuple(why(closure, each) for each in sorted(set(affected).difference(vanished)))
    finally:
        closure.add(removed)
    return Change(removed, vanished, survived)


def critical(
    reasoned: Reasoned, predicates: Collection[Node] = (TIS.indirectlySupports,)
) -> tuple[tuple[Critical[Node], ...], tuple[Critical[Triple], ...]]:
    """The participants and the facts that stand in every proof of most links, the most loaded first.

    The two ends of a link are in each of its proofs and are not counted for it.
    """
    closure = reasoned.closure
    links = sorted(each for each in closure.triples() if each[1] in predicates and each[0] != each[2])
    derivations = _cone(closure, links)

    def mentioned(fact: Triple) -> frozenset[object]:
        return frozenset(each for each in (fact[0], fact[2]) if str(each).startswith(reasoned.base))

    in_all_facts = _in_every_proof(closure, derivations, lambda fact: frozenset([fact]))
    in_all_things = _in_every_proof(closure, derivations, mentioned)
    facts: dict[Any, list[Triple]] = defaultdict(list)
    things: dict[Any, list[Triple]] = defaultdict(list)
    for link in links:
        for fact in in_all_facts[link]:
            if fact != link:
                facts[fact].append(link)
        for thing in in_all_things[link]:
            if thing not in (link[0], link[2]):
                things[thing].append(link)
    return _most(things), _most(facts)


def _most(found: dict[Any, list[Triple]]) -> tuple[Critical[Any], ...]:
    ordered = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(Critical(item, tuple(links)) for item, links in ordered)


def _is_link(triple: Triple) -> bool:
    return triple[1] != RDF.type


def _once(links: Collection[Triple]) -> set[Triple]:
    """Links between two, each once: who collaborates with one another is not said from both ends."""
    return {
        (subject, predicate, object_)
        for subject, predicate, object_ in links
        if subject != object_
        and not (
            predicate == TIS.collaboratesWith and str(object_) < str(subject) and (object_, predicate, subject) in links
        )
    }


def _cone(closure: Reasoner, goals: Iterable[Triple]) -> dict[Triple, list[tuple[Triple, ...]]]:
    """Every triple that some proof of a goal may use, with the premises of each of its derivations."""
    found: dict[Triple, list[tuple[Triple, ...]]] = {}
    todo = list(goals)
    while todo:
        triple = todo.pop()
        if triple not in found:
            found[triple] = [derivation.premises for derivation in closure.derivations(triple)]
            todo += [premise for premises in found[triple] for premise in premises if premise not in found]
    return found


def _in_every_proof(
    closure: Reasoner,
    derivations: dict[Triple, list[tuple[Triple, ...]]],
    of_fact: Callable[[Triple], frozenset[object]],
) -> dict[Triple, frozenset[object]]:
    """What stands in every proof of each triple: the greatest solution of these equations.

    What is in every proof of a triple is in every proof of some premise, whichever derivation is taken; the proof of a
    stated fact may be the fact alone. (The same equations give the dominators of a flow graph.)
    """
    found: dict[Triple, frozenset[object] | None] = dict.fromkeys(derivations)  # None stands for everything
    users: dict[Triple, list[Triple]] = defaultdict(list)
    for head, bodies in derivations.items():
        for premise in {premise for premises in bodies for premise in premises}:
            users[premise].append(head)
    todo = dict.fromkeys(derivations)
    while todo:
        triple, _ = todo.popitem()
        options = [of_fact(triple)] if closure.asserts(triple) else []
        for premises in derivations[triple]:
            known = [found[premise] for premise in premises]
            if all(each is not None for each in known):
                options.append(frozenset().union(*(each for each in known if each is not None)))
        if options:
            value = frozenset.intersection(*options)
            if value != found[triple]:
                found[triple] = value
                todo.update(dict.fromkeys(users[triple]))
    return {triple: value if value is not None else frozenset() for triple, value in found.items()}

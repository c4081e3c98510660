"""What names say by where they stand: in a list that a group sums up, beside each other, one within another."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction.links import Link, fits
from kg.extraction.patterns import FIRST, LAST

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.extraction.links import Context, Subject
    from kg.extraction.masking import Item, Masked
    from kg.extraction.values import Mention

__all__ = ["network_of", "read_lists", "read_names"]

_WITHIN = (
    ("Field", "targetsField"),
    ("Designation", "recognisedAs"),
    ("Programme", "participatesIn"),
    ("Place", "locatedIn"),
)
"""What it says of a group that a thing of some class stands within it."""
_NETWORKS = frozenset({"InnovationNetwork", "Association", "Platform", "ServiceNetwork"})
_AREAS = frozenset({"districtKind", "provinceKind"})
_MEMBERS = "memberOrganisationKind"
_COUNTING = frozenset({"members", "neighbours"})
_AMONG = re.compile(r"其中")
_REACH = 40
"""Characters behind 其中 in which the kinds of members stand."""
_ANY = "organisationKind"
"""A group of 3家单位 says nothing of its members."""


def read_lists(masked: Masked, before: Sequence[Subject], network: str, context: Context) -> list[Link]:
    """What lists and adjacent names say: 甲、乙等3家企业, 上海高校, the fields of a group.

    ``before`` are those that the sentence, and the ones before it, are about; ``network`` is the id of whose members
    the sentence before counts, "" if it counts none.
    """
    links = [link for item in masked.items for link in _read_item(item, before, context)]
    return links + _read_kinds_of_members(masked, network_of(links) or network, context)


def network_of(links: Sequence[Link]) -> str:
    """Whose members are counted, "" if nobody's are."""
    return next((link.object for link in links if link.property == "memberOf" and link.rule in _COUNTING), "")


def _read_kinds_of_members(masked: Masked, network: str, context: Context) -> list[Link]:
    """The members of a network by their kinds: 成员53家，其中企业41家、高校8家."""
    among = _AMONG.search(masked.text)
    if among is None or not network:
        return []
    here = {member.entity for item in masked.items for member in item.members}
    reading = "" if network in here else "object:inherited"
    return [
        Link(member, "memberOf", network, member.begin, member.end, "member-kinds", reading=reading)
        for sign in masked.text[among.end() : among.end() + _REACH]
        if FIRST <= sign <= LAST
        for member in masked.item(sign).members
        if member.kind == "group" and context.kinds.get(member.entity) != _MEMBERS
    ]


def _read_item(item: Item, before: Sequence[Subject], context: Context) -> Iterator[Link]:
    """What one item says by itself."""
    if item.whole is not None and context.kinds.get(item.whole.entity, _ANY) != _ANY:
        for each in item.listed:
            yield Link(each, "partOf", item.whole.entity, each.begin, item.end, "list")
    for modifier, head in item.modifiers:
        property_ = _of_neighbours(modifier, head, context)
        if property_:
            yield Link(head, property_, modifier.entity, modifier.begin, head.end, "neighbours")
    for outer, inner in item.inner:
        ancestors = context.schema.ancestors.get(inner.class_, frozenset())
        property_ = next((found for class_, found in _WITHIN if class_ in ancestors), "")
        if outer.kind == "group" and property_ and inner not in item.members:
            yield Link(outer, property_, inner.entity, outer.begin, outer.end, "within")
    yield from _read_membership(item, before, context)


def _of_neighbours(modifier: Mention, head: Mention, context: Context) -> str:
    """What it says that one name stands directly before another."""
    before, after = (context.schema.ancestors.get(each.class_, frozenset()) for each in (modifier, head))
    if "Place" in before and context.kinds.get(head.entity) in _AREAS:
        return "partOf"
    if "Place" in before and (head.kind == "group" or "Organisation" in after):
        return "locatedIn"
    if before & _NETWORKS and head.kind == "group":
        return "memberOf"
    if "Organisation" in before and after & {"Organisation", "Platform"}:
        return "partOf"
    return ""


def _read_membership(item: Item, before: Sequence[Subject], context: Context) -> Iterator[Link]:
    """Members that are counted without a word on whose they are: those of the network that is spoken of."""
    heads = {head.entity for _, head in item.modifiers}
    for member in item.members:
        if context.kinds.get(member.entity) == _MEMBERS and member.entity not in heads:
            for subject in before:
                for network in subject.members:
                    if fits(network, _NETWORKS, context.schema):
                        yield Link(
                            member,
                            "memberOf",
                            network.entity,
                            member.begin,
                            member.end,
                            "members",
                            reading=subject.reading.replace("subject", "object"),
                        )


def read_names(mentions: Sequence[Mention], named: set[str], context: Context) -> Iterator[Link]:
    """What the names say that no sentence before has: the field of an alliance, the university of a centre.

    ``named`` are the entities mentioned before; those of ``mentions`` are added to it.
    """
    here = {mention.entity for mention in mentions}
    for mention in mentions:
        if mention.entity in named or mention.kind == "group":
            continue
        named.add(mention.entity)
        for part in context.grammar.parts:
            if fits(mention, part.whole, context.schema):
                inner = _find_within(mention.entity.partition("--")[0], context.parts[part.name], part.place)
                if inner:
                    reading = "" if inner in here else "object:inherited"
                    yield Link(mention, part.property, inner, mention.begin, mention.end, part.name, reading=reading)


def _find_within(full: str, known: Mapping[str, str], place: str) -> str:
    """The longest known name within a longer one, at its beginning or end if so demanded; "" if there is none."""
    for length in range(len(full) - 1, 0, -1):
        last = len(full) - length
        starts = {"begin": (0,), "end": (last,)}.get(place, range(last + 1))
        for start in starts:
            if full[start : start + length] in known:
                return known[full[start : start + length]]
    return ""

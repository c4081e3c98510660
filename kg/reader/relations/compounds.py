"""What names say by where they stand: in a list that a group sums up, beside each other, one within another."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.reader.packs.patterns import FIRST, LAST
from kg.reader.relations.links import PASSING, Link, fits

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.reader.packs.patterns import Part
    from kg.reader.relations.links import Context, Subject
    from kg.reader.relations.masking import Item, Masked
    from kg.reader.values import Mention

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
_MEMBER = re.compile(r"成员|会员|盟员|入网|加盟|理事")
"""Words in what a group is called that make it one of members: 80个加盟机构, 入网单位9家."""
_USER = re.compile(r"用户")
_SITED = re.compile(r"(?:位于|地处|坐落于|坐落在|落户|设在)$")
_OF = "的"
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
    links += _read_owned_members(masked, context)
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
    if item.whole is not None and (
        item.whole.kind not in PASSING or context.kinds.get(item.whole.entity, _ANY) != _ANY
    ):
        examples = bool(context.reading.context.kind) and item.whole.size is None  # 甲、乙等企业 in a report
        for each in () if examples else item.listed:
            if each.kind == "group":  # 研发机构、检测中心等公共平台 lists kinds, not members
                continue
            yield Link(each, "partOf", item.whole.entity, each.begin, item.end, "list")
    for modifier, head in item.modifiers:
        property_ = _of_neighbours(modifier, head, context)
        if not property_ and _SITED.search(context.reading.document.text, max(0, item.begin - 5), item.begin):
            property_ = "locatedIn"
        if property_ and _are_listed(head, item, context):
            yield Link(modifier, "partOf", head.entity, modifier.begin, head.end, "neighbours")
        elif property_:
            yield Link(head, property_, modifier.entity, modifier.begin, head.end, "neighbours")
    for outer, inner in item.inner:
        ancestors = context.schema.ancestors.get(inner.class_, frozenset())
        property_ = next((found for class_, found in _WITHIN if class_ in ancestors), "")
        if outer.kind == "group" and property_ and inner not in item.members:
            yield Link(outer, property_, inner.entity, outer.begin, outer.end, "within")
    yield from _read_membership(item, before, context)


def _read_owned_members(masked: Masked, context: Context) -> Iterator[Link]:
    """Members that are said to be a network's: 甲平台的80个加盟机构."""
    for network, group in pairwise(masked.items):
        whole, member = network.members[0], group.members[0]
        owned = context.reading.document.text[network.end : group.begin] == _OF and len(network.members) == 1
        counted = member.kind == "group" and _MEMBER.search(_text(member, context))
        if owned and counted and fits(whole, _NETWORKS, context.schema):
            yield Link(member, "memberOf", whole.entity, network.begin, group.end, "neighbours")


def _are_listed(head: Mention, item: Item, context: Context) -> bool:
    """Whether the places before a number of areas are those that it counts: 甲、乙两市."""
    before = [modifier for modifier, each in item.modifiers if each == head]
    return len(before) > 1 and context.kinds.get(head.entity) in _AREAS and head.size in {None, len(before)}


def _of_neighbours(modifier: Mention, head: Mention, context: Context) -> str:
    """What it says that one name stands directly before another."""
    before, after = (context.schema.ancestors.get(each.class_, frozenset()) for each in (modifier, head))
    if "Place" in before and context.kinds.get(head.entity) in _AREAS:
        return "partOf"
    if "Place" in before and (head.kind == "group" or "Organisation" in after):
        return "locatedIn"
    if before & _NETWORKS and head.kind == "group":
        return "uses" if _USER.search(_text(head, context)) else "memberOf"
    if "Organisation" in before and after & {"Organisation", "Platform"}:
        return "partOf"
    return ""


def _text(mention: Mention, context: Context) -> str:
    return context.reading.document.text[mention.begin : mention.end]


def _read_membership(item: Item, before: Sequence[Subject], context: Context) -> Iterator[Link]:
    """Members that are counted without a word on whose they are: those of the network that is spoken of."""
    heads = {head.entity for _, head in item.modifiers}
    for member in item.members:
        counted = member.kind == "group" and member.size is not None and _MEMBER.search(_text(member, context))
        if (counted or context.kinds.get(member.entity) == _MEMBERS) and member.entity not in heads:
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
                for inner in _find_parts(mention.entity.partition("--")[0], part, context):
                    reading = "" if inner in here else "object:inherited"
                    yield Link(mention, part.property, inner, mention.begin, mention.end, part.name, reading=reading)


def _find_parts(full: str, part: Part, context: Context) -> tuple[str, ...]:
    """The ids of what stands in a name, as a row of ``[[in_name]]`` demands."""
    known = context.parts[part.name]
    if part.place == "topic":
        return context.topics.find(full, known)
    inner = _find_within(full, known, part.place)
    return (inner,) if inner else ()


def _find_within(full: str, known: Mapping[str, str], place: str) -> str:
    """The longest known name within a longer one, at its beginning or end if so demanded; "" if there is none."""
    for length in range(len(full) - 1, 0, -1):
        last = len(full) - length
        starts = {"begin": (0,), "end": (last,)}.get(place, range(last + 1))
        for start in starts:
            if full[start : start + length] in known:
                return known[full[start : start + length]]
    return ""

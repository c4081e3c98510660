"""Who does what a pattern says in a clause: who stands in its form, acts within the clause, or is spoken of."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.reader.packs.patterns import LEAD, slot
from kg.reader.relations.clauses import ITEM, is_purpose
from kg.reader.relations.links import Subject, fits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.model import Schema
    from kg.reader.packs.patterns import Pattern
    from kg.reader.relations.clauses import Clause
    from kg.reader.values import Mention

__all__ = ["BRINGING", "subject_of"]

# Who does together with the subject what the clause says: 与乙、丙合作推出…, 联合乙建立….
_COMPANY = re.compile(
    rf"{LEAD}*(?:积极|还|也|又)?(?:(?:与|和|同)({ITEM})[^，]{{0,4}}?(?:合作|共建|共同|联合|携手|联手|合力|合办|合建)"
    rf"|(?:会同|联合|携手|联手)({ITEM}))"
)
_WITH = re.compile(rf"(?:与|和|同|联合|会同|携手)({ITEM})")
_JOINTLY = re.compile("联合|会同|共同")

BRINGING = frozenset({"establishes", "offers", "issues", "implements", "develops"})
"""What brings forth something that the clauses behind may be about."""
_HELPING = frozenset({"supports", "benefits", "encourages"})
_LENDING, _SERVICE, _SITE, _TOPIC = "lendsTo", "providesServiceTo", "locatedIn", "targetsField"
_OF_PLACES = frozenset({"hosts", "incubates", _SITE})
_OF_FUNDS = frozenset({"collaboratesWith", "offers"})
_FUNDS = frozenset({"Fund"})
_PROGRAMMES = frozenset({"Programme"})
_ACTING = frozenset({"Programme", "FinancialProduct", "Team"})
"""What goes on to act by itself once somebody has brought it forth: 设立基金，支持…."""
_SERVING = _ACTING | {"Service"}
_MEANS = frozenset({"PublicService", "InformationSystem", "Publication", "Mechanism"})
"""What an actor uses rather than what acts."""
_HOSTS = frozenset({"Park", "IndustrialBase", "UniversitySciencePark", "InnovationNetwork", "ServiceAgency"})
_UNREAD = frozenset("区局委厅院司园")
"""What ends the name of a body: directly before what is done, that body does it, and nobody has read who it is."""
_GROUNDS = frozenset({"Park", "IndustrialBase", "UniversitySciencePark", "Organisation"})
"""What has a place of its own, which the clause behind its foundation may speak of: 建设甲园，引进企业9家."""


def subject_of(pattern: Pattern, match: re.Match[str], embedded: str, clause: Clause, schema: Schema) -> Subject | None:
    """The first candidate that the pattern allows; ``embedded`` is the sign of who acts within the clause, or ""."""
    own, other = slot(match, "S"), slot(match, "O")
    item = clause.masked.item
    if pattern.swap:
        known = (*clause.subjects, *clause.behind)
        others = tuple(each for each in known if own and item(own[0]).members != each.members)
        return _choose(_unless_opened(others, match, clause), pattern.object, pattern.object, pattern, schema)
    if own:
        candidates: tuple[Subject, ...] = (Subject(item(own[0]).members, "", 1.0),)
    elif embedded:
        candidates = (Subject(_embedded(embedded, pattern, clause), "", 0.8),)
    else:
        happening = other is not None and bool(clause.subjects) and item(other[0]).members == clause.subjects[0].members
        candidates = clause.behind if happening else _candidates(pattern, match, clause, schema)
        candidates = _unless_opened(candidates, match, clause)
    return _choose(candidates, pattern.subject, pattern.inherit, pattern, schema)


def _candidates(pattern: Pattern, match: re.Match[str], clause: Clause, schema: Schema) -> tuple[Subject, ...]:
    """Whom a clause may be about: what was just brought forth if that acts by itself, then whoever is spoken of."""
    spoken = _with_company(match, pattern, clause, clause.subjects)
    acting = tuple(each for each in clause.fresh if _acts(each, pattern, clause, schema))
    if acting and _helps(pattern.property, schema):
        return (Subject(acting, "", 0.7), *spoken)
    if _is_of_recent(pattern, clause, schema):
        made = Subject(clause.recent or clause.fresh, "", 0.7)
        return _with_company(match, pattern, clause, (made, *clause.subjects))
    if acting and not clause.is_ellipted:
        return (*spoken, Subject(acting, "", 0.7))
    if clause.product and pattern.property == _LENDING and clause.is_ellipted:
        return (Subject(clause.product, "subject:inherited", 0.75), *spoken)
    return spoken


def _embedded(sign: str, pattern: Pattern, clause: Clause) -> tuple[Mention, ...]:
    """Who acts in a clause within the clause, with those that do so together: 鼓励高校与企业共建…."""
    members = clause.masked.item(sign).members
    company = _WITH.match(clause.text, clause.text.index(sign) + 1)
    if company and pattern.property in BRINGING:
        return (*members, *clause.masked.item(company[1]).members)
    return members


def _with_company(
    match: re.Match[str], pattern: Pattern, clause: Clause, candidates: tuple[Subject, ...]
) -> tuple[Subject, ...]:
    """The candidates, the first with those that the clause says act together with it: 与乙合作推出…."""
    company = _COMPANY.match(clause.text)
    if company is None or not candidates or pattern.property not in BRINGING or match.start() < company.end() - 2:
        return candidates
    members = clause.masked.item(company[1] or company[2]).members
    first = candidates[0]
    together = tuple(each for each in members if each.entity not in {member.entity for member in first.members})
    return (replace(first, members=(*first.members, *together)), *candidates[1:])


def _unless_opened(candidates: tuple[Subject, ...], match: re.Match[str], clause: Clause) -> tuple[Subject, ...]:
    """Candidates but those that the noun phrase at the head of the clause cannot mean, if it is its subject."""
    if _JOINTLY.search(clause.text, 0, match.start() + 1):  # several bodies, none of them named
        candidates = tuple(each for each in candidates if not each.is_place)
    if clause.text[max(0, match.start() - 1) : match.start()] in _UNREAD:
        candidates = tuple(each for each in candidates if not each.is_place)
    opener = clause.opener
    if opener is None or match.end() <= opener.end:
        return candidates
    return tuple(each for each in candidates if any(opener.may_mean(member.entity) for member in each.members))


def _choose(
    candidates: Sequence[Subject], named: frozenset[str], inherited: frozenset[str], pattern: Pattern, schema: Schema
) -> Subject | None:
    """The first candidate with a member of the classes, less its other members."""
    for each in candidates:
        if each.is_place and not pattern.by_place:
            continue
        classes = inherited if each.reading else named
        fitting = tuple(member for member in each.members if fits(member, classes, schema))
        if fitting:
            return Subject(fitting, each.reading, each.certainty)
    return None


def _acts(made: Mention, pattern: Pattern, clause: Clause, schema: Schema) -> bool:
    """Whether what was brought forth is who helps: that for which a purpose is given, or what acts by itself."""
    if is_purpose(clause.text):
        return made.class_ not in _MEANS
    serves = pattern.property == _SERVICE and made in clause.recent and made.class_ not in _MEANS
    return fits(made, _SERVING if serves else _ACTING, schema)


def _is_of_recent(pattern: Pattern, clause: Clause, schema: Schema) -> bool:
    """Whether a clause is about what the one before founded: a fund that works with banks, a park that hosts firms.

    Who is a ground itself goes on to speak of itself.
    """
    if pattern.property == _TOPIC and any(fits(each, _PROGRAMMES, schema) for each in clause.fresh):
        return True
    if pattern.property in _OF_FUNDS:
        return any(fits(each, _FUNDS, schema) for each in clause.recent)
    if pattern.property not in _OF_PLACES or not any(fits(each, _GROUNDS, schema) for each in clause.recent):
        return False
    known = clause.subjects[0].members if clause.subjects else ()
    return pattern.property == _SITE or not any(fits(each, _HOSTS, schema) for each in known)


def _helps(property_: str, schema: Schema) -> bool:
    return property_ not in _OF_PLACES and (property_ in _HELPING or "supports" in schema.above.get(property_, ()))

"""Statements about a thing: what sentences state, what follows, and in which order a reader meets it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from rdflib import Literal, URIRef

from kg.facts.numbers import format_number
from kg.facts.source import local
from kg.facts.values import Words
from kg.labels import phrase
from kg.namespaces import OWL, RDF, RDFS, TIS
from kg.ontology import load_ontology

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.facts.directory import Directory
    from kg.facts.source import Record
    from kg.facts.values import Place

__all__ = [
    "INFERRED",
    "Group",
    "Statement",
    "Theme",
    "arrange",
    "inferred_of",
    "inferred_query",
    "say_property",
    "stated_of",
    "stated_query",
    "statements_query",
    "unstated",
]

INFERRED: Final = ("indirectlySupports", "collaboratesWith")
"""What is inferred and worth a line of its own; the rest only restates what is stated, in other terms."""

_FACTUAL = frozenset({"", "asserted", "trial"})


@dataclass(frozen=True, slots=True)
class Statement:
    """A link between two things, seen from one of them.

    Attributes:
        subject: IRI of the one that the statement is about.
        predicate: local name of the property.
        object: IRI of the other.
        forward: whether the reader stands at the subject.
        modality: local name; empty if it simply holds.
        qualifiers: role, amount, condition and period, in the reader's words, as pairs of languages.
        fact: IRI of the fact; empty for what is inferred.
        places: the sentences that state it.
        span: first and last character of the words that state it.
        row: which row of which table it comes from.
        supplied: whether a reader inherited or supplied a part of it.

    """

    subject: str
    predicate: str
    object: str
    forward: bool
    modality: str = ""
    qualifiers: tuple[Words, ...] = ()
    fact: str = ""
    places: tuple[Place, ...] = ()
    span: tuple[int, int] = (0, 0)
    row: str = ""
    note: str = ""
    supplied: bool = False

    @property
    def other(self) -> str:
        """The thing at the other end."""
        return self.object if self.forward else self.subject

    @property
    def inferred(self) -> bool:
        """Whether no sentence states it."""
        return not self.fact


def statements_query(pattern: str) -> str:
    """Build the query for the facts that a pattern binds to ``?fact``."""
    return f"""
SELECT DISTINCT ?fact ?subject ?property ?object ?modality ?role ?amount ?currency ?condition ?period ?reading ?row
       ?note ?begin ?end ?place WHERE {{
  {pattern}
  ?fact tis:factSubject ?subject ; tis:factProperty ?property ; tis:factObject ?object ; tis:modality ?modality ;
        tis:statedAt ?mention .
  ?mention nif:beginIndex ?begin ; nif:endIndex ?end ; dcterms:isPartOf ?place .
  OPTIONAL {{ ?fact tis:role ?role }}
  OPTIONAL {{ ?fact tis:amount ?amount }} OPTIONAL {{ ?fact tis:currency ?currency }}
  OPTIONAL {{ ?fact tis:condition ?condition }} OPTIONAL {{ ?fact tis:period ?period }}
  OPTIONAL {{ ?fact tis:reading ?reading }} OPTIONAL {{ ?fact tis:tableRow ?row }} OPTIONAL {{ ?fact tis:note ?note }}
}}"""


def stated_query(thing: str) -> str:
    """Build the query for what sentences state of a thing, from either end."""
    iri = URIRef(thing).n3()
    return statements_query(f"{{ ?fact tis:factSubject {iri} }} UNION {{ ?fact tis:factObject {iri} }}")


def stated_of(rows: Iterable[Record], directory: Directory, thing: str = "") -> list[Statement]:
    """Turn the rows of a statements query into statements seen from a thing, in the order of the text."""
    found: dict[tuple[str, str], Statement] = {}
    for row in rows:
        statement = _statement(row, directory, forward=not thing or row["subject"] == thing)
        found.setdefault((statement.fact, ""), statement)
    return sorted(found.values(), key=lambda each: (each.places, each.span, each.predicate, each.other, each.fact))


def _statement(row: Record, directory: Directory, *, forward: bool) -> Statement:
    place = directory.places.get(row["place"])
    modality = local(row["modality"])
    return Statement(
        subject=row["subject"],
        predicate=local(row["property"]),
        object=row["object"],
        forward=forward,
        modality="" if modality == "asserted" else modality,
        qualifiers=tuple(_qualifiers(row, directory)),
        fact=row["fact"],
        places=(place,) if place else (),
        span=(int(row["begin"]), int(row["end"])),
        row=row.get("row", ""),
        note=row.get("note", ""),
        supplied="reading" in row,
    )


def _qualifiers(row: Record, directory: Directory) -> Iterable[Words]:
    if row.get("role"):
        yield Words(row["role"], phrase(row["role"], "en"))
    if "amount" in row:
        amount = Literal(Decimal(row["amount"]))
        unit = row.get("currency", "")
        yield Words(
            f"{format_number(amount, 'zh')}{directory.name(unit, 'zh')}",
            f"{format_number(amount, 'en')} {directory.name(unit, 'en')}".strip(),
        )
    for key in ("condition", "period"):
        if row.get(key):
            iri = row[key]
            yield Words(directory.name(iri, "zh"), directory.name(iri, "en"))


_INFERRED = """
SELECT DISTINCT ?subject ?property ?object WHERE {{
  VALUES ?property {{ {properties} }}
  GRAPH <{base}graph/inferred> {{
    {{ BIND ({thing} AS ?subject) {thing} ?property ?object }}
    UNION {{ BIND ({thing} AS ?object) ?subject ?property {thing} }}
  }}
}}"""


def inferred_query(thing: str, base: str) -> str:
    """Build the query for what follows about a thing: indirect support and collaboration."""
    properties = " ".join(f"tis:{name}" for name in INFERRED)
    return _INFERRED.format(base=base, thing=URIRef(thing).n3(), properties=properties)


def inferred_of(rows: Iterable[Record], directory: Directory, thing: str) -> list[Statement]:
    """Turn the rows of an inferred query into statements seen from a thing, the best known others first."""
    found = {(row["subject"], local(row["property"]), row["object"]) for row in rows if row["subject"] != row["object"]}
    statements = [Statement(*triple, forward=triple[0] == thing) for triple in found]
    once = {
        (each.predicate, each.other if each.predicate == "collaboratesWith" else each.forward, each.other): each
        for each in sorted(statements, key=lambda each: not each.forward)
    }
    return sorted(once.values(), key=lambda each: (each.predicate, each.forward, _prominence(directory, each.other)))


def unstated(inferred: Iterable[Statement], stated: Iterable[Statement]) -> list[Statement]:
    """Leave out what follows and is stated as a fact as well, in the same or in more special terms."""
    known = {(name, each.other) for each in stated if each.modality in _FACTUAL for name in _generals(each.predicate)}
    return [each for each in inferred if (each.predicate, each.other) not in known]


def _prominence(directory: Directory, iri: str) -> tuple[int, str]:
    thing = directory.things.get(iri)
    return (-thing.weight if thing else 0, iri)


# ── the order in which a reader meets them ─────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Theme:
    """What belongs together on a page: properties as seen from their subject and from their object."""

    key: str
    words: Words
    outgoing: tuple[str, ...] = ()
    incoming: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """The statements of a theme: those that sentences state, by property, and those that follow."""

    theme: Theme
    stated: tuple[tuple[Words, tuple[Statement, ...]], ...]
    inferred: tuple[Statement, ...]

    def __len__(self) -> int:
        return sum(len(statements) for _, statements in self.stated) + len(self.inferred)


_RUNS = ("operates", "leads", "offers", "establishes", "issues", "implements", "develops")
_RUN_BY = ("operatedBy", "ledBy", "offeredBy", "establishedBy", "issuedBy", "approvedBy")

_THEMES: Final = (
    Theme(
        "supporters",
        Words("谁支持它", "Who supports it"),
        outgoing=("supportedBy",),
        incoming=("supports", "indirectlySupports"),
    ),
    Theme(
        "behind",
        Words("谁推动它、它依靠谁", "Who is behind it"),
        outgoing=(*_RUN_BY, "reliesOn"),
        incoming=(*_RUNS, "reliedOnBy", "participatesIn"),
    ),
    Theme(
        "supported",
        Words("它支持谁", "Whom it supports"),
        outgoing=("supports", "indirectlySupports"),
        incoming=("supportedBy",),
    ),
    Theme("meant", Words("它面向谁", "Whom it is meant for"), outgoing=("benefits", "encourages")),
    Theme("open", Words("面向它的政策与服务", "What is meant for it"), incoming=("benefits", "encourages", "covers")),
    Theme(
        "work",
        Words("它做什么", "What it does"),
        outgoing=(*_RUNS, "reliedOnBy", "uses", "evaluates", "appliesFor", "participatesIn", "covers"),
        incoming=(*_RUN_BY, "reliesOn"),
    ),
    Theme("with", Words("它与谁合作", "With whom it works"), ("collaboratesWith",), ("collaboratesWith",)),
    Theme(
        "belonging",
        Words("组成与归属", "Parts and membership"),
        ("partOf", "hasPart", "memberOf", "hasMember"),
        ("partOf", "hasPart", "memberOf", "hasMember"),
    ),
    Theme(
        "circumstances",
        Words("地点、时间、领域与资格", "Where, when, in which field, recognised as what"),
        ("locatedIn", "targetsField", "recognisedAs", "startedIn", "issuedIn", "completedIn"),
    ),
)
_OTHER: Final = Theme("other", Words("其他陈述", "Other statements"))
_PLANS: Final = Theme(
    "plans", Words("计划、筹备、目标或许可（尚非事实）", "Planned, in preparation, aimed at or permitted")
)


def arrange(statements: Iterable[Statement]) -> tuple[Group, ...]:
    """Put statements into groups, in reading order. What is not yet a fact comes last, apart."""
    sorted_in: dict[Theme, list[Statement]] = {theme: [] for theme in (*_THEMES, _OTHER, _PLANS)}
    for statement in statements:
        sorted_in[_theme_of(statement)].append(statement)
    direct = {
        (theme, statement.other)
        for theme, members in sorted_in.items()
        for statement in members
        if not statement.inferred
    }
    groups = []
    for theme, members in sorted_in.items():
        by_property: dict[Words, list[Statement]] = {}
        for statement in members:
            if not statement.inferred:
                by_property.setdefault(say_property(statement.predicate, forward=statement.forward), []).append(
                    statement
                )
        stated = tuple((words, tuple(each)) for words, each in by_property.items())
        inferred = tuple(each for each in members if each.inferred and (theme, each.other) not in direct)
        if stated or inferred:
            groups.append(Group(theme, stated, inferred))
    return tuple(groups)


def _theme_of(statement: Statement) -> Theme:
    if statement.modality not in _FACTUAL:
        return _PLANS
    known = _generals(statement.predicate)
    for name in known:
        for theme in _THEMES:
            if name in (theme.outgoing if statement.forward else theme.incoming):
                return theme
    return _OTHER


@lru_cache(maxsize=256)
def _generals(property_: str) -> tuple[str, ...]:
    """A property and those above it, the nearest first, as local names."""
    above = load_ontology().transitive_objects(URIRef(f"{TIS}{property_}"), RDFS.subPropertyOf)
    return tuple(local(str(term)) for term in above)


@lru_cache(maxsize=512)
def say_property(property_: str, *, forward: bool) -> Words:
    """A property in words, as the reader meets it: from its object, by the name of its inverse, or a broader one's."""
    ontology = load_ontology()
    term = URIRef(f"{TIS}{property_}")
    plain = _labels(term)
    if forward or (term, RDF.type, OWL.SymmetricProperty) in ontology:
        return plain
    for general in ontology.transitive_objects(term, RDFS.subPropertyOf):
        inverse = ontology.value(general, OWL.inverseOf) or ontology.value(None, OWL.inverseOf, general)
        if inverse is not None:
            words = _labels(URIRef(str(inverse)))
            return words if general == term else Words(f"{words.zh}（{plain.zh}）", f"{words.en} ({plain.en})")
    return Words(f"…{plain.zh}它", f"… {plain.en} it")  # the other stands in front


def _labels(term: URIRef) -> Words:
    texts: Mapping[str | None, str] = {
        text.language: str(text) for text in load_ontology().objects(term, RDFS.label) if isinstance(text, Literal)
    }
    return Words(texts.get("zh", ""), texts.get("en", "")) if texts else Words(local(str(term)), local(str(term)))

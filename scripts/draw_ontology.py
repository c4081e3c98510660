"""Draw ``docs/model.svg`` from the ontology: classes as trees, properties by what they join, in Chinese and English.

Usage: ``python scripts/draw_ontology.py`` (or ``make docs``); ``tests/test_docs.py`` keeps it current.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from rdflib import OWL, RDF, RDFS, URIRef

from kg.labels import label
from kg.namespaces import TIS
from kg.ontology import load_ontology

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TARGET = Path(__file__).resolve().parent.parent / "docs" / "model.svg"
FONTS = "'Noto Sans CJK SC','Source Han Sans SC','PingFang SC','Microsoft YaHei',sans-serif"
LINE, HEAD, GAP, WIDTH = 21, 34, 16, 268

ONTOLOGY = load_ontology()

CORE = (
    (TIS.Fact, "#0b6e4f"),
    (TIS.Participant, "#0b5a8a"),
    (TIS.Figure, "#5b3a8c"),
    (TIS.ClassificationConcept, "#4a5560"),
)
"""The classes of the strip on top, from left to right, and their colours."""
ARROWS = (
    (0, 1, (TIS.factSubject, TIS.factObject)),
    (2, 1, (TIS.observedEntity, TIS.wholeEntity)),
    (2, 3, (TIS.indicator, TIS.condition)),
)
"""From which of them an arrow leads to which, and the properties above and below it."""
STRIP, NODE, STEP = 112, 210, 398


@dataclass(frozen=True)
class Line:
    """A term in a box: how deep it stands below the head, and what is said behind its labels."""

    depth: int
    term: URIRef
    more: str = ""


@dataclass(frozen=True)
class Box:
    """Terms below a head, in one colour."""

    zh: str
    en: str
    colour: str
    lines: tuple[Line, ...]

    @property
    def height(self) -> int:
        """In pixels, as its width is."""
        return HEAD + LINE * len(self.lines) + 8


def in_order(terms: Iterable[object]) -> list[URIRef]:
    """Terms of ours by their English labels."""
    ours = {URIRef(str(term)) for term in terms if str(term).startswith(str(TIS))}
    return sorted(ours, key=lambda term: label(ONTOLOGY, term, "en"))


def tree(term: URIRef, relation: URIRef, depth: int = 0) -> Iterator[Line]:
    """Everything below a term."""
    for below in in_order(ONTOLOGY.subjects(relation, term)):
        yield Line(depth, below)
        yield from tree(below, relation, depth + 1)


def classes(term: URIRef, colour: str) -> Box:
    """A class with all classes below it."""
    return Box(*names_of(term), colour, tuple(tree(term, RDFS.subClassOf)))


def properties(term: URIRef, colour: str) -> Box:
    """A property with all properties below it."""
    return Box(*names_of(term), colour, tuple(tree(term, RDFS.subPropertyOf)))


def links(domain: URIRef | None, *, inside: bool | None = None) -> tuple[Line, ...]:
    """Object properties by domain, each with its inverse or its range.

    ``inside`` keeps those whose range is a participant, or those whose range is not.
    """
    participants = set(ONTOLOGY.transitive_subjects(RDFS.subClassOf, TIS.Participant))
    domains = set(ONTOLOGY.transitive_subjects(RDFS.subClassOf, domain)) if domain else {None}
    found = []
    for term in in_order(ONTOLOGY.subjects(RDF.type, OWL.ObjectProperty)):
        target, inverse = ONTOLOGY.value(term, RDFS.range), ONTOLOGY.value(term, OWL.inverseOf)
        is_inverse = (None, OWL.inverseOf, term) in ONTOLOGY
        is_below = (term, RDFS.subPropertyOf, None) in ONTOLOGY
        if ONTOLOGY.value(term, RDFS.domain) not in domains or is_inverse or is_below:
            continue
        if inside is not None and (target in participants) is not inside:
            continue
        more = f"⇄ {label(ONTOLOGY, inverse, 'zh')}" if inverse else ""
        if target and not inside:
            more = f"→ {label(ONTOLOGY, target, 'zh').partition(':')[2] or label(ONTOLOGY, target, 'zh')}"
        found.append(Line(0, term, more))
    return tuple(found)


def boxes() -> tuple[tuple[Box, ...], ...]:
    """The columns of the picture, from left to right."""
    values = tuple(Line(0, term) for term in in_order(ONTOLOGY.subjects(RDF.type, OWL.DatatypeProperty)))
    participants = [classes(each, "#0b5a8a") for each in (TIS.Actor, TIS.Place, TIS.Service, TIS.Programme)]
    actor, place, service, programme = participants
    others = Box("参与者之间的联系", "links among them", "#8a3b0b", links(TIS.Participant, inside=True))
    outward = Box("参与者与概念、时期", "from participants", "#8a3b0b", links(TIS.Participant, inside=False))
    fact = classes(TIS.Fact, "#0b6e4f")
    parts = Box("事实的组成", "parts of a fact", "#0b6e4f", links(TIS.Fact))
    figure = classes(TIS.Figure, "#5b3a8c")
    measured = Box("数据的组成", "parts of a figure", "#5b3a8c", links(TIS.Figure))
    shared = Box("其他关系", "of facts and figures", "#4a5560", links(None))
    literal = Box("字面值", "values", "#4a5560", values)
    concepts = classes(TIS.ClassificationConcept, "#4a5560")
    return (
        (actor, programme),
        (service, place, figure, measured),
        (properties(TIS.supports, "#8a3b0b"), others),
        (outward, fact, parts),
        (concepts, shared, literal),
    )


def draw() -> str:
    """The picture as SVG, the same bytes every time; no script, no outside font."""
    columns = boxes()
    width = GAP + (WIDTH + GAP) * len(columns)
    height = STRIP + max(GAP + sum(box.height + GAP for box in column) for column in columns)
    title = "技术创新服务体系本体的类与关系 Classes and properties of the TIS ontology"
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" font-family="{FONTS}">',
        f"<title>{title}</title>",
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        *draw_strip(),
    ]
    for number, column in enumerate(columns):
        top = STRIP + GAP
        for box in column:
            parts += draw_box(box, GAP + number * (WIDTH + GAP), top)
            top += box.height + GAP
    return "\n".join([*parts, "</svg>", ""])


def draw_strip() -> Iterator[str]:
    """How the main classes hang together."""
    middle = STRIP // 2 + 14
    for number, (term, colour) in enumerate(CORE):
        x = GAP + number * STEP
        yield f'<rect x="{x}" y="{middle - 20}" width="{NODE}" height="40" rx="6" fill="{colour}"/>'
        yield write(x + 12, middle + 5, names_of(term), ("#fff", "#fff"), 15)
    for source, target, terms in ARROWS:
        left = GAP + min(source, target) * STEP + NODE
        begin, end, tip = (left, left + STEP - NODE, -9) if source < target else (left + STEP - NODE, left, 9)
        yield f'<path d="M{begin} {middle}H{end}m{tip} -5l{-tip} 5l{tip} 5" fill="none" stroke="#52606d"/>'
        for term, y in zip(terms, (middle - 9, middle + 19), strict=True):
            yield write(left + 14, y, names_of(term), ("#1c2733", "#52606d"), 13)
    x, y = GAP + STEP + 40, middle - 20
    yield f'<path d="M{x} {y}c0 -34 60 -34 60 0m-7 -7l7 7l5 -8" fill="none" stroke="#52606d"/>'
    for term, above in ((TIS.supports, 24), (TIS.collaboratesWith, 7)):
        yield write(x + 74, y - above, names_of(term), ("#1c2733", "#52606d"), 13)


def names_of(term: URIRef) -> tuple[str, str]:
    return label(ONTOLOGY, term, "zh"), label(ONTOLOGY, term, "en")


def draw_box(box: Box, left: int, top: int) -> Iterator[str]:
    yield (
        f'<rect x="{left}" y="{top}" width="{WIDTH}" height="{box.height}" rx="6" fill="#fff" stroke="{box.colour}"/>'
        f'<path d="M{left} {top + HEAD - 6}V{top + 6}q0 -6 6 -6h{WIDTH - 12}q6 0 6 6V{top + HEAD - 6}z" '
        f'fill="{box.colour}"/>'
    )
    yield write(left + 10, top + 19, (box.zh, box.en), ("#fff", "#fff"), 15)
    for number, line in enumerate(box.lines):
        names = names_of(line.term)
        more = f" {line.more}" if line.more else ""
        x, y = left + 12 + 14 * line.depth, top + HEAD + 14 + LINE * number
        yield write(x, y, (names[0], names[1] + more), ("#1c2733", "#52606d"), 13)


def write(x: int, y: int, names: tuple[str, str], colours: tuple[str, str], size: int) -> str:
    return (
        f'<text x="{x}" y="{y}" font-size="{size}" fill="{colours[0]}">{escape(names[0])} '
        f'<tspan font-size="11" fill="{colours[1]}">{escape(names[1])}</tspan></text>'
    )


def main() -> None:
    TARGET.write_text(draw(), encoding="utf-8")


if __name__ == "__main__":
    main()

"""Proofs and paths in words, and as JSON, RDF and SVG, each stated fact with its sentence."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from rdflib import Graph, Literal, URIRef, Variable

from kg.errors import UnprovenError
from kg.evidence import Evidence, evidence_of, rows_of
from kg.labels import label
from kg.namespaces import DCTERMS, PROV, RDF, RDFS, TIS, bind_prefixes, mint
from kg.ontology import load_ontology
from kg.reasoning.impact import Change, change_without
from kg.reasoning.names import facts_of, statement_of
from kg.reasoning.proofs import Proofs, minimal_proofs, missing
from kg.reasoning.proofs import why as find_proof

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib.term import Node

    from kg.reasoning.closure import Reasoned
    from kg.reasoning.paths import Path, Step
    from kg.reasoning.proofs import Proof
    from kg.reasoning.rules import Rule

    Triple = tuple[Node, Node, Node]

__all__ = [
    "Argument",
    "argue",
    "draw_argument",
    "name",
    "path_as_json",
    "proof_as_graph",
    "proof_as_json",
    "proof_as_svg",
    "proofs",
    "prove",
    "say",
    "say_rule",
    "say_step",
    "whatif",
    "why",
]


@dataclass(frozen=True, slots=True)
class Argument:
    """A proof in words: a statement, the rule in a sentence and by name, its premises; or where it is stated."""

    statement: str
    rule: str
    rule_name: str
    evidence: tuple[Evidence, ...]
    rows: tuple[str, ...]
    premises: tuple[Argument, ...]
    lang: str

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def _repr_svg_(self) -> str:
        """What a notebook shows."""
        return draw_argument(self)

    def lines(self, indent: str = "") -> Iterator[str]:
        """The statement, the rule, and the premises below, as indented lines."""
        where = "; ".join(map(str, self.evidence)) or "; ".join(self.rows)
        yield f"{indent}{self.statement}" + (f"  [{where}]" if where else "")
        if self.premises:
            yield f"{indent}  ∵ {self.rule}"
        for premise in self.premises:
            yield from premise.lines(f"{indent}  ")


def name(reasoned: Reasoned, term: Node, lang: str) -> str:
    """The label of a thing of the dataset or a term of the ontology."""
    if reasoned.ontology is not None:
        source = reasoned.ontology if (term, None, None) in reasoned.ontology else reasoned.dataset
    else:
        source = load_ontology() if str(term).startswith(str(TIS)) else reasoned.dataset
    if term == RDF.type:
        return "是" if lang == "zh" else "is a"
    return label(source, term, lang)


def say(reasoned: Reasoned, triple: Triple, lang: str) -> str:
    """A triple as a short sentence."""
    return " ".join(name(reasoned, term, lang) for term in triple)


def say_step(reasoned: Reasoned, step: Step, lang: str) -> str:
    """A step of a path as it is walked: what links one participant to the next."""
    arrow = "←" if step.backwards else "→"
    return f"{arrow} {name(reasoned, step.triple[1], lang)}"


def prove(reasoned: Reasoned, triple: Triple, lang: str = "zh") -> Proof:
    """The shortest proof of a triple.

    Raises:
        UnprovenError: if it does not hold; it says how near the rules come, and which premise fails.

    """
    if triple in reasoned.closure:
        return find_proof(reasoned.closure, triple)
    statement = say(reasoned, triple, lang)
    nearest = missing(reasoned.closure, triple)
    if nearest is None:
        ending = "原文没有陈述，也没有规则能推出" if lang == "zh" else "it is not stated, and no rule could give it"
        message = f"{statement}: {ending}"
        raise UnprovenError(message)
    failed = " ".join("…" if isinstance(term, Variable) else name(reasoned, term, lang) for term in nearest.failed)
    held = "; ".join(say(reasoned, each, lang) for each in nearest.held)
    if lang == "zh":
        known = f"已知：{held}；" if held else ""
        message = f"{statement}：不成立。最接近的规则：{say_rule(nearest.rule, lang)}；{known}缺少：{failed}"
    else:
        known = f"known: {held}; " if held else ""
        message = f"{statement}: does not hold. Nearest rule: {say_rule(nearest.rule, lang)}; {known}missing: {failed}"
    raise UnprovenError(message)


def why(
    reasoned: Reasoned, subject: str | Node, predicate: str | Node, object_: str | Node, *, lang: str = "zh"
) -> Proof:
    """The shortest proof of a statement, by names, prefixed names, IRIs or RDF terms.

    Raises:
        UnknownNameError: if a name stands for nothing.
        UnprovenError: if the statement does not hold; it says what is missing.

    """
    return prove(reasoned, statement_of(reasoned, subject, predicate, object_), lang)


def proofs(reasoned: Reasoned, subject: str | Node, predicate: str | Node, object_: str | Node) -> Proofs:
    """All minimal proofs of a statement, up to 100 or as many as two seconds allow.

    Raises:
        UnknownNameError: if a name stands for nothing.
        UnprovenError: if the statement does not hold; it says what is missing.

    """
    triple = statement_of(reasoned, subject, predicate, object_)
    prove(reasoned, triple)
    return minimal_proofs(reasoned.closure, triple)


def whatif(reasoned: Reasoned, *without: str) -> Change:
    """What vanishes and what survives without things, rows or statements (``S | P | O``).

    Raises:
        UnknownNameError: if a name stands for nothing.
        InputError: if nothing of that is stated, or nothing would be left.

    """
    return change_without(reasoned, facts_of(reasoned, without))


def argue(reasoned: Reasoned, proof: Proof, lang: str) -> Argument:
    """A proof in words."""
    statement = say(reasoned, proof.triple, lang)
    if proof.rule is None:
        evidence = evidence_of(reasoned.dataset, proof.triple, reasoned.base)
        rows = rows_of(reasoned.dataset, proof.triple)
        return Argument(statement, "", "", evidence, rows, (), lang)
    premises = tuple(argue(reasoned, premise, lang) for premise in proof.premises)
    return Argument(statement, say_rule(proof.rule, lang), proof.rule.name, (), (), premises, lang)


def say_rule(rule: Rule, lang: str) -> str:
    """A rule as a sentence, or its name if it has none."""
    return (rule.zh if lang == "zh" else rule.en) or rule.name


def proof_as_json(reasoned: Reasoned, proof: Proof) -> dict[str, Any]:
    """A proof as nested objects: IRIs, labels in both languages, the rule, and the sentences of what is stated."""
    subject, predicate, object_ = proof.triple
    found: dict[str, Any] = {
        "subject": str(subject),
        "predicate": str(predicate),
        "object": str(object_),
        "zh": say(reasoned, proof.triple, "zh"),
        "en": say(reasoned, proof.triple, "en"),
    }
    if proof.rule is None:
        places = evidence_of(reasoned.dataset, proof.triple, reasoned.base)
        found["evidence"] = [_place(each) for each in places]
        found["rows"] = list(rows_of(reasoned.dataset, proof.triple))
    else:
        rule = proof.rule
        found["rule"] = {"name": rule.name, "code": rule.code, "zh": rule.zh, "en": rule.en}
        found["premises"] = [proof_as_json(reasoned, premise) for premise in proof.premises]
    return found


def path_as_json(reasoned: Reasoned, path: Path) -> dict[str, Any]:
    """A path with its steps and their sentences."""
    return {
        "source": str(path.source),
        "target": str(path.target),
        "length": len(path.steps),
        "strength": path.strength,
        "eligible_through": None if path.group is None else str(path.group),
        "nodes": [
            {"iri": str(node), "zh": name(reasoned, node, "zh"), "en": name(reasoned, node, "en")}
            for node in path.nodes
        ],
        "steps": [
            {
                **{key: str(term) for key, term in zip(("subject", "predicate", "object"), step.triple, strict=True)},
                "zh": say(reasoned, step.triple, "zh"),
                "en": say(reasoned, step.triple, "en"),
                "backwards": step.backwards,
                "evidence": [_place(each) for each in step.evidence],
            }
            for step in path.steps
        ],
    }


def _place(evidence: Evidence) -> dict[str, Any]:
    return {
        "document": evidence.document,
        "section": evidence.section,
        "paragraph": evidence.paragraph,
        "begin": evidence.begin,
        "end": evidence.end,
        "sha256": evidence.sha256,
        "supplied": evidence.supplied,
    }


def proof_as_graph(reasoned: Reasoned, proofs: tuple[Proof, ...]) -> Graph:
    """Proofs in PROV: statements that were derived from statements by an activity whose plan is the rule.

    What is stated was derived from its sentences. Statements are ``rdf:Statement``, named by a hash of their terms.
    """
    graph = Graph()
    bind_prefixes(graph, reasoned.base)
    for proof in proofs:
        _add_proof(reasoned, graph, proof)
    return graph


def _add_proof(reasoned: Reasoned, graph: Graph, proof: Proof) -> URIRef:
    base = reasoned.base
    statement = mint(base, "statement", _digest(proof.triple))
    for part, term in zip((RDF.subject, RDF.predicate, RDF.object), proof.triple, strict=True):
        graph.add((statement, part, term))
    graph.add((statement, RDF.type, RDF.Statement))
    graph.add((statement, RDF.type, PROV.Entity))
    for lang in ("zh", "en"):
        graph.add((statement, RDFS.label, Literal(say(reasoned, proof.triple, lang), lang)))
    if proof.rule is None:
        for _, _, _, source in reasoned.dataset.quads((*proof.triple, None)):
            if source is not None and str(source).startswith(f"{base}graph/"):
                graph.add((statement, PROV.wasDerivedFrom, URIRef(source)))
        return statement
    premises = [_add_proof(reasoned, graph, premise) for premise in proof.premises]
    key = _digest((proof.triple, proof.rule.name, *premises))
    activity, association = mint(base, "inference", key), mint(base, "inference", key, "association")
    plan = mint(base, "rule", proof.rule.name)
    graph.add((activity, RDF.type, PROV.Activity))
    graph.add((statement, PROV.wasGeneratedBy, activity))
    for premise in premises:
        graph.add((activity, PROV.used, premise))
        graph.add((statement, PROV.wasDerivedFrom, premise))
    graph.add((activity, PROV.qualifiedAssociation, association))
    graph.add((association, RDF.type, PROV.Association))
    graph.add((association, PROV.hadPlan, plan))
    graph.add((plan, RDF.type, PROV.Plan))
    graph.add((plan, DCTERMS.identifier, Literal(proof.rule.name)))
    for lang, text in (("zh", proof.rule.zh), ("en", proof.rule.en)):
        if text:
            graph.add((plan, RDFS.label, Literal(text, lang)))
    return statement


def _digest(value: object) -> str:
    return hashlib.sha256(repr(value).encode()).hexdigest()[:16]


# ── a picture ──────────────────────────────────────────────────────────────────────────────

_FONTS = "'Noto Sans CJK SC','Source Han Sans SC','PingFang SC','Microsoft YaHei',sans-serif"
_LINE, _INDENT, _PAD, _UNIT = 46, 34, 12, 7.2


def proof_as_svg(reasoned: Reasoned, proof: Proof, lang: str = "zh") -> str:
    """A proof as a picture."""
    return draw_argument(argue(reasoned, proof, lang))


def draw_argument(argument: Argument) -> str:
    """SVG: an indented tree from the conclusion down to what is stated; no script, no outside font."""
    rows = [(depth, row, _texts(row)) for depth, row in _rows(argument, 0)]
    width = max(_PAD * 2 + depth * _INDENT + 22 + max(map(_width, texts)) for depth, _, texts in rows)
    height = _PAD * 2 + len(rows) * _LINE
    size = f'width="{width:.0f}" height="{height}" viewBox="0 0 {width:.0f} {height}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" font-family="{_FONTS}">',
        f"<title>{escape(rows[0][2][0])}</title>",
        f'<rect width="{width:.0f}" height="{height}" fill="#fff"/>',
    ]
    last: dict[int, float] = {}
    for index, (depth, row, texts) in enumerate(rows):
        x, y = _PAD + depth * _INDENT + 8.0, _PAD + index * _LINE + 16.0
        if depth:
            line = f"M{x - _INDENT:.0f} {last[depth - 1] + 7:.0f}V{y:.0f}H{x - 7:.0f}"
            parts.append(f'<path d="{line}" fill="none" stroke="#9aa5b1"/>')
        last[depth] = y
        parts += [
            f'<circle cx="{x:.0f}" cy="{y:.0f}" r="6" fill="#1f4e9d"/>'
            if row.premises
            else f'<rect x="{x - 6:.0f}" y="{y - 6:.0f}" width="12" height="12" fill="#0b6e4f"/>',
            f'<text x="{x + 14:.0f}" y="{y + 5:.0f}" font-size="14" fill="#1c2733">{escape(texts[0])}</text>',
            f'<text x="{x + 14:.0f}" y="{y + 22:.0f}" font-size="11.5" fill="#52606d">{escape(texts[1])}</text>',
        ]
    return "\n".join([*parts, "</svg>", ""])


def _rows(argument: Argument, depth: int) -> Iterator[tuple[int, Argument]]:
    yield depth, argument
    for premise in argument.premises:
        yield from _rows(premise, depth + 1)


def _texts(row: Argument) -> tuple[str, str]:
    if row.premises:
        return row.statement, row.rule
    stated = "原文陈述" if row.lang == "zh" else "stated"
    places = "; ".join(map(str, row.evidence)) or "; ".join(row.rows)
    return row.statement, f"{stated} {places}"


def _width(text: str) -> float:
    """How wide a text is drawn, in pixels: wide characters count twice."""
    return sum(2 * _UNIT if ord(character) > 0x2E7F else _UNIT for character in text)  # noqa: PLR2004 - CJK begins here

"""The axioms of an OWL 2 RL ontology as Datalog rules: plain data, apart from any engine.

Each axiom gives the rules that the RL profile gives it (OWL 2 Profiles, section 4.3, tables 4 to 8), with the axiom's
own terms in place of the rule's variables, so that a proof can say which axiom it used. The schema rules (table 9)
are done here, while compiling, as far as something about data follows from them that the others miss.
``docs/reasoning.md`` says of each rule of the specification where it is done, or why not.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from rdflib import OWL, RDF, RDFS, SKOS, BNode, Literal, Variable

from kg.reasoning.loops import CONSTANT, Pattern, member, pair
from kg.reasoning.profile import Note, notes_on
from kg.reasoning.schema import derived_subclasses, members

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from rdflib import Graph
    from rdflib.term import Node

    Label = Callable[[Graph, Node, str], str]  # of a term of the ontology, in a language

__all__ = ["Atom", "Rule", "RuleSet", "compile_rules", "label_of"]

X, Y, Z, W = (Variable(name) for name in "xyzw")
"""The variables of compiled rules."""


class Atom(NamedTuple):
    """A triple pattern; a :class:`rdflib.Variable` is a variable, anything else a constant."""

    subject: Node
    predicate: Node
    object: Node


@dataclass(frozen=True, slots=True)
class Rule:
    """If the body holds, so does the head; without a head, the body is a contradiction.

    ``name`` is unique and readable; ``code`` is the rule of the specification (``prp-spo2``) or ``user``; ``zh`` and
    ``en`` say the rule as a sentence. ``variables`` are those of the body, in order, and ``shape`` is the rule without
    its names: the pattern of its head, if it has one, and those of its body.
    """

    name: str
    code: str
    head: Atom | None
    body: tuple[Atom, ...]
    zh: str = ""
    en: str = ""
    variables: tuple[Variable, ...] = field(init=False, repr=False, compare=False)
    shape: tuple[Pattern | None, tuple[Pattern, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        terms = (term for atom in self.body for term in (atom.subject, atom.object))
        variables = tuple(dict.fromkeys(term for term in terms if isinstance(term, Variable)))
        numbers: dict[Node, int] = {variable: number for number, variable in enumerate(variables)}

        def pattern(atom: Atom) -> Pattern:
            subject, object_ = (numbers.get(term, CONSTANT) for term in (atom.subject, atom.object))
            return member(subject) if atom.predicate == RDF.type else pair(subject, object_)

        head = None if self.head is None else pattern(self.head)
        object.__setattr__(self, "variables", variables)
        object.__setattr__(self, "shape", (head, tuple(map(pattern, self.body))))


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Compiled rules, and what of the ontology they do not cover."""

    rules: tuple[Rule, ...]
    notes: tuple[Note, ...] = ()


EQUALITY = (
    Rule("eq-sym", "eq-sym", Atom(Y, OWL.sameAs, X), (Atom(X, OWL.sameAs, Y),), "“同一”是对称的", "sameness is mutual"),
    Rule(
        "eq-trans",
        "eq-trans",
        Atom(X, OWL.sameAs, Z),
        (Atom(X, OWL.sameAs, Y), Atom(Y, OWL.sameAs, Z)),
        "与同一者同一者，亦为同一",
        "what is the same as the same is the same",
    ),
    Rule(
        "eq-rep-s",
        "eq-rep-s",
        Atom(Y, W, Z),
        (Atom(X, OWL.sameAs, Y), Atom(X, W, Z)),
        "对一者成立的，对其同一者也成立",
        "what holds of one holds of the same",
    ),
    Rule(
        "eq-rep-o",
        "eq-rep-o",
        Atom(Z, W, Y),
        (Atom(X, OWL.sameAs, Y), Atom(Z, W, X)),
        "指向一者的，也指向其同一者",
        "what points to one points to the same",
    ),
    Rule(
        "eq-diff1",
        "eq-diff1",
        None,
        (Atom(X, OWL.sameAs, Y), Atom(X, OWL.differentFrom, Y)),
        "同一者不能相异",
        "the same cannot be different",
    ),
    Rule(
        "eq-diff1: reflexive",
        "eq-diff1",
        None,
        (Atom(X, OWL.differentFrom, X),),
        "任何事物不异于自身",
        "nothing is different from itself",
    ),
)
"""The rules of table 4 that have meaning for data; ``eq-rep`` has a variable for its predicate."""

_SENTENCES: Mapping[str, tuple[str, str]] = {
    "cax-sco": ("{0}是一种{1}", "{0}: a kind of {1}"),
    "cax-eqc": ("{0}即{1}", "{0} is the same class as {1}"),
    "cax-dw": ("{0}与{1}互斥", "nothing is both {0} and {1}"),
    "prp-dom": ("凡“{0}”者，是{1}", "whatever “{0}” something: {1}"),
    "prp-rng": ("被“{0}”者，是{1}", "what something “{0}”: {1}"),
    "prp-spo1": ("“{0}”是“{1}”的一种", "“{0}” is a way of “{1}”"),
    "prp-eqp": ("“{0}”即“{1}”", "“{0}” is the same as “{1}”"),
    "prp-inv": ("“{0}”反过来即“{1}”", "“{0}” read backwards is “{1}”"),
    "prp-symp": ("“{0}”是相互的", "“{0}” is mutual"),
    "prp-trp": ("“{0}”可传递", "“{0}” is transitive"),
    "prp-spo2": ("{0}，合为“{1}”", "{0} make “{1}”"),
    "prp-fp": ("“{0}”只有一个值", "“{0}” has one value"),
    "prp-ifp": ("“{0}”的值只属于一者", "a value of “{0}” belongs to one thing"),
    "prp-irp": ("“{0}”不指向自身", "nothing “{0}” itself"),
    "prp-asyp": ("“{0}”不能互相成立", "“{0}” does not hold both ways"),
    "prp-pdw": ("“{0}”与“{1}”互斥", "“{0}” and “{1}” exclude each other"),
    "prp-key": ("{0}由“{1}”确定", "{0} is identified by “{1}”"),
    "prp-npa": ("明言不成立：{0}", "stated not to hold: {0}"),
}


def compile_rules(graph: Graph, label: Label | None = None) -> RuleSet:
    """Compile the rules of an ontology, sorted by name, with notes on what they do not cover.

    Args:
        graph: The axioms.
        label: What a term is called in the sentences of rules; :func:`label_of` if none is given.

    Raises:
        OntologyError: if a list of the ontology (a chain, an intersection …) is broken or empty.

    """
    compiler = _Compiler(graph, label or label_of)
    rules: dict[str, Rule] = {}
    for rule in (*EQUALITY, *compiler.rules()):
        _file(rules, rule)
    return RuleSet(tuple(rules[name] for name in sorted(rules)), notes_on(graph))


def _file(rules: dict[str, Rule], rule: Rule) -> None:
    """Put a rule under its name; under a numbered one if another rule has it.

    Names are made of local names, and two vocabularies may share those.
    """
    name, number = rule.name, 1
    while name in rules and (rules[name].head, rules[name].body) != (rule.head, rule.body):
        number += 1
        name = f"{rule.name} ({number})"
    rules[name] = replace(rule, name=name)


def label_of(graph: Graph, term: Node, lang: str) -> str:
    """What an ontology calls a term: its label in a language, else one in none, else its local name."""
    texts = {
        text.language: str(text)
        for key in (SKOS.prefLabel, RDFS.label)
        for text in graph.objects(term, key)
        if isinstance(text, Literal)
    }
    return texts.get(lang) or texts.get(None) or _local(term)


def _local(term: Node) -> str:
    """The end of an IRI, or the label of an anonymous class."""
    return f"_:{term}" if isinstance(term, BNode) else str(term).rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def _is(term: Node) -> tuple[Node, Node]:
    return RDF.type, term


_CHARACTERISTICS: Mapping[Node, tuple[str, Callable[[Node], tuple[Atom | None, ...]]]] = {
    OWL.SymmetricProperty: ("prp-symp", lambda p: (Atom(Y, p, X), Atom(X, p, Y))),
    OWL.TransitiveProperty: ("prp-trp", lambda p: (Atom(X, p, Z), Atom(X, p, Y), Atom(Y, p, Z))),
    OWL.FunctionalProperty: ("prp-fp", lambda p: (Atom(Y, OWL.sameAs, Z), Atom(X, p, Y), Atom(X, p, Z))),
    OWL.InverseFunctionalProperty: ("prp-ifp", lambda p: (Atom(X, OWL.sameAs, Z), Atom(X, p, Y), Atom(Z, p, Y))),
    OWL.IrreflexiveProperty: ("prp-irp", lambda p: (None, Atom(X, p, X))),
    OWL.AsymmetricProperty: ("prp-asyp", lambda p: (None, Atom(X, p, Y), Atom(Y, p, X))),
}
"""Kinds of property, each with the head and the body of its rule."""


class _Compiler:
    """One pass over a graph of axioms."""

    def __init__(self, graph: Graph, label: Label) -> None:
        self.graph = graph
        self.label = label

    def rules(self) -> Iterator[Rule]:
        yield from self._class_axioms()
        yield from self._expressions()
        yield from self._property_axioms()
        yield from self._chains_and_keys()
        yield from self._negations()

    # ── helpers ──

    def pairs(self, predicate: Node) -> Iterator[tuple[Node, Node]]:
        return ((s, o) for s, o in sorted(self.graph.subject_objects(predicate), key=str))

    def typed(self, class_: Node) -> list[Node]:
        return sorted(self.graph.subjects(RDF.type, class_), key=str)

    def name(self, term: Node) -> str:
        """A short name for rule names: the local name, or the canonical label of an anonymous class."""
        return _local(term)

    def say(self, code: str, *terms: Node | tuple[str, str]) -> tuple[str, str]:
        """A rule as a sentence, in Chinese and in English."""
        zh, en = _SENTENCES.get(code, ("", ""))
        words = [(t, t) if isinstance(t, str) and not t.strip() else t for t in terms]
        named = [
            each if isinstance(each, tuple) else tuple(self.label(self.graph, each, lang) for lang in ("zh", "en"))
            for each in words
        ]
        return zh.format(*(each[0] for each in named)), en.format(*(each[1] for each in named))

    def rule(self, code: str, title: str, head: Atom | None, *body: Atom, words: tuple[str, str] = ("", "")) -> Rule:
        return Rule(f"{code}: {title}", code, head, body, *words)

    # ── classes ──

    def _class_axioms(self) -> Iterator[Rule]:
        name = self.name
        for sub, sup in sorted({*self.pairs(RDFS.subClassOf), *derived_subclasses(self.graph)}, key=str):
            if sup in (sub, OWL.Thing):
                continue
            yield self.rule(
                "cax-sco",
                f"{name(sub)} ⊑ {name(sup)}",
                Atom(X, *_is(sup)),
                Atom(X, *_is(sub)),
                words=self.say("cax-sco", sub, sup),
            )
        for one, other in self.pairs(OWL.equivalentClass):
            for a, b in ((one, other), (other, one)):
                yield self.rule(
                    "cax-eqc",
                    f"{name(a)} ≡ {name(b)}",
                    Atom(X, *_is(b)),
                    Atom(X, *_is(a)),
                    words=self.say("cax-eqc", a, b),
                )
        disjoint = [("cax-dw", one, other) for one, other in self.pairs(OWL.disjointWith)]
        for node in self.typed(OWL.AllDisjointClasses):
            for list_ in self.graph.objects(node, OWL.members):
                parts = members(self.graph, list_, "owl:AllDisjointClasses")
                disjoint += [("cax-adc", one, other) for one, other in combinations(parts, 2)]
        for code, one, other in disjoint:
            yield self.rule(
                code,
                f"{name(one)} ⊓ {name(other)} = ∅",
                None,
                Atom(X, *_is(one)),
                Atom(X, *_is(other)),
                words=self.say("cax-dw", one, other),
            )
        yield self.rule("cls-nothing2", "Nothing", None, Atom(X, *_is(OWL.Nothing)))

    def _expressions(self) -> Iterator[Rule]:
        name = self.name
        for class_, list_ in self.pairs(OWL.intersectionOf):
            parts = members(self.graph, list_, f"{name(class_)} owl:intersectionOf")
            named = " ⊓ ".join(map(name, parts))
            body = tuple(Atom(X, *_is(part)) for part in parts if part != OWL.Thing)
            if body:  # of owl:Thing alone it would make everything a member
                yield self.rule("cls-int1", f"{named} ⊑ {name(class_)}", Atom(X, *_is(class_)), *body)
            for part in parts:
                yield self.rule(
                    "cls-int2", f"{name(class_)} ⊑ {name(part)}", Atom(X, *_is(part)), Atom(X, *_is(class_))
                )
        for class_, list_ in self.pairs(OWL.unionOf):
            for part in members(self.graph, list_, f"{name(class_)} owl:unionOf"):
                yield self.rule("cls-uni", f"{name(part)} ⊑ {name(class_)}", Atom(X, *_is(class_)), Atom(X, *_is(part)))
        for class_, other in self.pairs(OWL.complementOf):
            yield self.rule(
                "cls-com", f"{name(class_)} = ¬{name(other)}", None, Atom(X, *_is(class_)), Atom(X, *_is(other))
            )
        for class_, list_ in self.pairs(OWL.oneOf):
            for each in members(self.graph, list_, f"{name(class_)} owl:oneOf"):
                yield self.rule("cls-oo", f"{name(each)} ∈ {name(class_)}", Atom(each, *_is(class_)))
        for class_, predicate in self.pairs(OWL.onProperty):
            yield from self._restriction(class_, predicate)

    def _restriction(self, class_: Node, p: Node) -> Iterator[Rule]:
        name, value = self.name, self.graph.objects
        me, link = Atom(X, *_is(class_)), Atom(X, p, Y)
        for filler in value(class_, OWL.someValuesFrom):
            if filler == OWL.Thing:
                yield self.rule("cls-svf2", f"∃{name(p)} ⊑ {name(class_)}", me, link)
            elif not _is_datatype(filler):
                body = (link, Atom(Y, *_is(filler)))
                yield self.rule("cls-svf1", f"∃{name(p)}.{name(filler)} ⊑ {name(class_)}", me, *body)
        for filler in value(class_, OWL.allValuesFrom):
            if not _is_datatype(filler):
                head = Atom(Y, *_is(filler))
                yield self.rule("cls-avf", f"{name(class_)} ⊑ ∀{name(p)}.{name(filler)}", head, me, link)
        for filler in value(class_, OWL.hasValue):
            if not isinstance(filler, Literal):
                held = Atom(X, p, filler)
                yield self.rule("cls-hv1", f"{name(class_)} ⊑ {name(p)}={name(filler)}", held, me)
                yield self.rule("cls-hv2", f"{name(p)}={name(filler)} ⊑ {name(class_)}", me, held)
        yield from self._limit(class_, p)

    def _limit(self, class_: Node, p: Node) -> Iterator[Rule]:
        """At most none, or at most one value (of a class)."""
        me, link, other = Atom(X, *_is(class_)), Atom(X, p, Y), Atom(X, p, Z)
        for key, codes in (
            (OWL.maxCardinality, ("cls-maxc1", "cls-maxc2")),
            (OWL.maxQualifiedCardinality, ("cls-maxqc1", "cls-maxqc3")),
        ):
            for number in self.graph.objects(class_, key):
                filler = self.graph.value(class_, OWL.onClass)
                guard = [] if filler is None or filler == OWL.Thing else [filler]
                ys, zs = [Atom(Y, *_is(each)) for each in guard], [Atom(Z, *_is(each)) for each in guard]
                named = f"{self.name(p)}{''.join(f'.{self.name(each)}' for each in guard)}"
                title = f"{self.name(class_)} ⊑ ≤{number} {named}"
                if str(number) == "0":
                    yield self.rule(codes[0], title, None, me, link, *ys)
                elif str(number) == "1":
                    yield self.rule(codes[1], title, Atom(Y, OWL.sameAs, Z), me, link, *ys, other, *zs)

    # ── properties ──

    def _property_axioms(self) -> Iterator[Rule]:
        yield from self._typings()
        for key, code, sign in (
            (RDFS.subPropertyOf, "prp-spo1", "⊑ {}"),
            (OWL.equivalentProperty, "prp-eqp", "≡ {}"),
            (OWL.inverseOf, "prp-inv", "≡ {}⁻"),
        ):
            for one, other in self.pairs(key):
                both = ((one, other),) if key == RDFS.subPropertyOf else ((one, other), (other, one))
                for p, q in both:
                    head = Atom(Y, q, X) if key == OWL.inverseOf else Atom(X, q, Y)
                    title = f"{self.name(p)} {sign.format(self.name(q))}"
                    if head != Atom(X, p, Y):
                        yield self.rule(code, title, head, Atom(X, p, Y), words=self.say(code, p, q))
        for class_, (code, shape) in _CHARACTERISTICS.items():
            for p in self.typed(class_):
                if (p, RDF.type, OWL.DatatypeProperty) not in self.graph:
                    made, *body = shape(p)
                    yield self.rule(code, self.name(p), made, *filter(None, body), words=self.say(code, p))

    def _typings(self) -> Iterator[Rule]:
        """Domains and ranges."""
        for key, code, end in ((RDFS.domain, "prp-dom", X), (RDFS.range, "prp-rng", Y)):
            for p, class_ in self.pairs(key):
                if class_ != OWL.Thing and not _is_datatype(class_):
                    head, title = Atom(end, *_is(class_)), f"{self.name(p)} → {self.name(class_)}"
                    yield self.rule(code, title, head, Atom(X, p, Y), words=self.say(code, p, class_))

    def _chains_and_keys(self) -> Iterator[Rule]:
        name = self.name
        texts = self._annotations()
        for p, list_ in self.pairs(OWL.propertyChainAxiom):
            steps = members(self.graph, list_, f"{name(p)} owl:propertyChainAxiom")
            nodes = [Variable(f"x{index}") for index in range(len(steps) + 1)]
            body = tuple(Atom(nodes[index], step, nodes[index + 1]) for index, step in enumerate(steps))
            title = f"{' ∘ '.join(map(name, steps))} ⊑ {name(p)}"
            zh = "、".join(f"“{self.label(self.graph, step, 'zh')}”" for step in steps)
            en = ", then ".join(f"“{self.label(self.graph, step, 'en')}”" for step in steps)
            words = texts.get((p, list_)) or self.say("prp-spo2", (zh, en), p)
            yield self.rule("prp-spo2", title, Atom(nodes[0], p, nodes[-1]), *body, words=words)
        for class_, list_ in self.pairs(OWL.hasKey):
            keys = members(self.graph, list_, f"{name(class_)} owl:hasKey")
            shared = [Variable(f"z{index}") for index in range(len(keys))]
            atoms = [Atom(X, *_is(class_)), Atom(Y, *_is(class_))]
            for key, variable in zip(keys, shared, strict=True):
                atoms += [Atom(X, key, variable), Atom(Y, key, variable)]
            named = ", ".join(map(name, keys))
            words = self.say("prp-key", class_, keys[0])
            yield self.rule("prp-key", f"{name(class_)} ({named})", Atom(X, OWL.sameAs, Y), *atoms, words=words)

    def _annotations(self) -> dict[tuple[Node, Node], tuple[str, str]]:
        """What the ontology itself says of its chains, in words (annotated axioms)."""
        found = {}
        for axiom in self.graph.subjects(OWL.annotatedProperty, OWL.propertyChainAxiom):
            source, target = self.graph.value(axiom, OWL.annotatedSource), self.graph.value(axiom, OWL.annotatedTarget)
            texts = {
                text.language: str(text) for text in self.graph.objects(axiom, RDFS.label) if isinstance(text, Literal)
            }
            if source is not None and target is not None:
                found[source, target] = (texts.get("zh", ""), texts.get("en", ""))
        return found

    # ── what must not be ──

    def _negations(self) -> Iterator[Rule]:
        name = self.name
        disjoint = [("prp-pdw", one, other) for one, other in self.pairs(OWL.propertyDisjointWith)]
        for node in self.typed(OWL.AllDisjointProperties):
            for list_ in self.graph.objects(node, OWL.members):
                parts = members(self.graph, list_, "owl:AllDisjointProperties")
                disjoint += [("prp-adp", one, other) for one, other in combinations(parts, 2)]
        for code, p, q in disjoint:
            words = self.say("prp-pdw", p, q)
            yield self.rule(code, f"{name(p)} ⊓ {name(q)} = ∅", None, Atom(X, p, Y), Atom(X, q, Y), words=words)
        for node in self.typed(OWL.NegativePropertyAssertion):
            keys = (OWL.sourceIndividual, OWL.assertionProperty, OWL.targetIndividual)
            stated = [value for key in keys if (value := self.graph.value(node, key)) is not None]
            if len(stated) == len(keys):
                text = " ".join(map(name, stated))
                yield self.rule("prp-npa1", text, None, Atom(*stated), words=self.say("prp-npa", (text, text)))
        for node in self.typed(OWL.AllDifferent):
            for key in (OWL.members, OWL.distinctMembers):
                for list_ in self.graph.objects(node, key):
                    for one, other in combinations(members(self.graph, list_, "owl:AllDifferent"), 2):
                        body = Atom(one, OWL.sameAs, other)
                        yield self.rule("eq-diff2", f"{name(one)} ≠ {name(other)}", None, body)


def _is_datatype(term: Node) -> bool:
    return str(term).startswith(("http://www.w3.org/2001/XMLSchema#", str(RDFS.Literal), str(RDF.langString)))

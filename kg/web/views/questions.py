"""The named questions as forms, and answers as tables whose cells are links."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from rdflib import RDF, Literal, URIRef

from kg.facts.addresses import read_address
from kg.facts.answers import Table, ask
from kg.facts.directory import participant_classes
from kg.facts.index import LONGEST
from kg.facts.resolution import Resolution, resolve
from kg.facts.source import local
from kg.facts.values import Words
from kg.namespaces import BASE, TIS
from kg.ontology import load_ontology
from kg.queries import list_questions, list_topics, put_values
from kg.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rdflib.term import Node

    from kg.facts.directory import Directory
    from kg.facts.source import Source
    from kg.queries import Caption, Parameter, Question

__all__ = ["Field", "Form", "by_topic", "make_form", "run_question"]

_COMPLETED: Final = {"entity": "", "indicator": "Indicator"}
"""Kinds of parameters that have too many values for a list, and the class that completion looks in."""
_CODED: Final = {"function": TIS.ServiceFunction, "kind": TIS.Kind}
_NAMED: Final = {"designation": "Designation", "field": "Field", "unit": "Unit"}


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form: its label, the text in it, the thing that the text means, what it may hold."""

    name: str
    label: Words
    kind: str
    value: str
    iri: str = ""
    choices: tuple[tuple[str, Words], ...] = ()
    problem: Words | None = None
    meant: Resolution | None = None

    @property
    def completes(self) -> bool:
        """Whether names are completed as they are typed."""
        return self.kind in _COMPLETED

    @property
    def class_(self) -> str:
        """The class that completion looks in; empty for all."""
        return _COMPLETED.get(self.kind, "")

    @property
    def term(self) -> Node | None:
        """What stands for the parameter in the query."""
        if self.iri:
            return URIRef(self.iri)
        if self.completes or self.choices:
            return None
        number = self.kind == "number" and self.value.isdecimal()
        return Literal(int(self.value)) if number else Literal(self.value)


@dataclass(frozen=True, slots=True)
class Form:
    """A question as a form that has been filled in; ``query`` is the SPARQL that asks it."""

    question: Question
    fields: tuple[Field, ...]
    query: str

    @property
    def ready(self) -> bool:
        """Whether every field holds something that the question can be asked about."""
        return all(field.term is not None and not field.problem for field in self.fields)

    def heads(self, lang: str) -> dict[str, str]:
        """What readers see over each column of the answer."""
        return {each.name: each.zh if lang == "zh" else each.en for each in self.question.columns}


def by_topic() -> list[tuple[Caption, list[Question]]]:
    """All questions under their topics."""
    questions = list_questions()
    return [(topic, [each for each in questions if each.topic == topic.name]) for topic in list_topics()]


def make_form(directory: Directory, question: Question, given: Mapping[str, str], lang: str) -> Form:
    """Fill in a form with what the reader gave; what is missing has the example of the question."""
    fields = []
    for parameter in question.parameters:
        example = next(iter(question.examples[parameter.name]), "").replace(BASE, directory.base)
        fields.append(_field(directory, parameter, given.get(parameter.name, "").strip(), example, lang))
    terms = {field.name: field.term for field in fields if field.term is not None}
    return Form(question, tuple(fields), put_values(question, terms, directory.base))


async def run_question(source: Source, form: Form) -> Table:
    """Ask a filled form's question."""
    return await ask(source, form.query)


def _field(directory: Directory, parameter: Parameter, given: str, example: str, lang: str) -> Field:
    label, kind = Words(parameter.zh, parameter.en), parameter.kind
    if kind == "number":
        value = given or example
        problem = None if value.isdecimal() else Words("须是一个数", "it has to be a number")
        return Field(parameter.name, label, kind, value, problem=problem)
    if kind in _COMPLETED:
        return _named(directory, Field(parameter.name, label, kind, given), example, lang)
    choices = _choices(directory, kind, lang)
    if not choices:
        return Field(parameter.name, label, kind, given or example)
    chosen = _choose(choices, given, directory.base) if given else example
    if not chosen:
        problem = Words(
            f"没有“{given[:LONGEST]}”这一项，请从列表中选择", f"“{given[:LONGEST]}” is not in the list; choose from it"
        )
        return Field(parameter.name, label, kind, given, choices=choices, problem=problem)
    return Field(parameter.name, label, kind, chosen, chosen, choices)


def _choose(choices: Iterable[tuple[str, Words]], given: str, base: str) -> str:
    """The choice that a reader means by its IRI or a name; empty if there is none."""
    wanted, addresses = fold(given[:LONGEST]), read_address(given, base)
    for iri, words in choices:
        if iri in addresses or wanted in (fold(words.zh), fold(words.en), fold(local(iri))):
            return iri
    return ""


def _named(directory: Directory, field: Field, example: str, lang: str) -> Field:
    """Fill a field that is typed into: with the thing that the text means, else with the example if it is here."""
    if not field.value:
        iri = example if example in directory.things else ""
        return replace(field, value=directory.name(iri, lang), iri=iri)
    meant = resolve(directory, field.value, field.class_)
    if meant.thing is None:
        return replace(field, value=meant.shown, problem=meant.problem, meant=meant)
    return replace(field, value=meant.thing.words.of(lang), iri=meant.thing.iri, meant=meant)


def _choices(directory: Directory, kind: str, lang: str) -> tuple[tuple[str, Words], ...]:
    """What a list offers, by name."""
    if kind == "class":
        found = [f"{TIS}{name}" for name in participant_classes()]
    elif kind in _CODED:
        found = [str(term) for term in load_ontology().subjects(RDF.type, _CODED[kind])]
    else:
        found = [iri for iri, thing in directory.things.items() if thing.class_ == _NAMED.get(kind)]
    named = [(iri, directory.words(iri) or Words("", "")) for iri in found]
    return tuple(sorted(named, key=lambda each: each[1].of(lang)))

"""The named questions as forms, and answers as tables whose cells are links."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rdflib import Literal, URIRef

from kg.errors import UnknownNameError
from kg.namespaces import TIS
from kg.queries import list_questions, with_terms
from kg.web.directory import Words, participant_classes
from kg.web.reading import local
from kg.web.views.answers import Table, ask
from kg.web.views.home import functions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rdflib.term import Node

    from kg.queries import Parameter, Question
    from kg.web.directory import Directory
    from kg.web.source import Source

__all__ = ["Field", "Form", "make_form", "run_question", "titles"]

_KINDS: Final = {"entity": "Participant", "indicator": "Indicator"}


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form: its label, the text in it, the thing that the text names, and what it may hold."""

    name: str
    label: Words
    value: str
    iri: str
    complete: str
    choices: tuple[tuple[str, Words], ...]
    problem: Words | None


@dataclass(frozen=True, slots=True)
class Form:
    """A question as a form that has been filled in; ``query`` is the SPARQL that asks it."""

    question: Question
    fields: tuple[Field, ...]
    query: str

    @property
    def ready(self) -> bool:
        """Whether every field names something."""
        return all(field.iri or not (field.complete or field.choices) for field in self.fields)


def titles() -> tuple[Question, ...]:
    """All questions, those about one thing first."""
    return tuple(sorted(list_questions(), key=lambda question: (not question.parameters, question.name)))


def make_form(directory: Directory, question: Question, given: Mapping[str, str], lang: str) -> Form:
    """Fill in a form with what the reader gave; what is missing keeps the example of the question."""
    examples = question.examples
    fields = tuple(
        _field(directory, parameter, given.get(parameter.name, ""), examples.get(parameter.name, ""), lang)
        for parameter in question.parameters
    )
    values: dict[str, Node] = {
        field.name: URIRef(field.iri) if field.iri else Literal(field.value)
        for field in fields
        if field.iri or field.value
    }
    return Form(question, fields, with_terms(question, values, directory.base))


async def run_question(source: Source, form: Form) -> Table:
    """Ask a filled form's question."""
    return await ask(source, form.query)


def _field(directory: Directory, parameter: Parameter, given: str, example: str, lang: str) -> Field:
    label = Words(parameter.zh, parameter.en)
    kind = _KINDS.get(parameter.kind, "")
    choices = _choices(parameter, directory)
    if choices:
        chosen = given if any(given == key for key, _ in choices) else local(example)
        return Field(parameter.name, label, chosen, f"{TIS}{chosen}", "", choices, None)
    if not kind:
        return Field(parameter.name, label, given or example, "", "", (), None)
    if not given:
        known = example if example in directory.things else ""
        return Field(parameter.name, label, directory.name(known, lang) if known else "", known, kind, (), None)
    try:
        iri = directory.resolve(given, kind)
    except UnknownNameError as error:
        return Field(parameter.name, label, given, "", kind, (), Words(*error.args))
    return Field(parameter.name, label, directory.name(iri, lang), iri, kind, (), None)


def _choices(parameter: Parameter, directory: Directory) -> tuple[tuple[str, Words], ...]:
    if parameter.kind == "function":
        names = functions()
    elif parameter.kind == "class":
        names = tuple(sorted(participant_classes()))
    else:
        return ()
    return tuple((name, Words(directory.term(name, "zh"), directory.term(name, "en"))) for name in names)

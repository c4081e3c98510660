"""SPARQL on a dataset, and the named competency questions.

Queries only read. What a query could reach outside the dataset is refused before it runs:
``SERVICE``, and a ``FROM`` that names no graph of the dataset (rdflib would fetch it).
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rdflib import Graph, Literal, URIRef
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

from kg.errors import InputError, QueryError, UnknownNameError
from kg.labels import find
from kg.namespaces import BASE, PREFIXES, TIS, mint
from kg.resources import ontology_path
from kg.sparql import outline

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from rdflib import Dataset
    from rdflib.plugins.sparql.sparql import Query
    from rdflib.query import Result
    from rdflib.term import Node

    Row = dict[str, Node | None]

__all__ = [
    "Parameter",
    "Question",
    "ask",
    "construct",
    "defaults",
    "fill",
    "list_questions",
    "prepare",
    "read_question",
    "run",
    "select",
]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a question: the variable that it sets, and what it may hold."""

    name: str
    kind: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Question:
    """A named competency question; ``text`` is SPARQL that runs as it stands, with default values."""

    name: str
    zh: str
    en: str
    parameters: tuple[Parameter, ...]
    text: str

    @property
    def examples(self) -> dict[str, str]:
        """The value that each parameter has in the text as it stands: an IRI, or the text of a literal."""
        found = {}
        for parameter in self.parameters:
            example = re.search(rf"VALUES\s+\?{parameter.name}\s*\{{\s*(\S+)\s*\}}", self.text)
            if example:
                value = example[1].strip('<>"')
                found[parameter.name] = f"{TIS}{value.removeprefix('tis:')}" if value.startswith("tis:") else value
        return found


def list_questions() -> tuple[Question, ...]:
    """All named questions, by name."""
    return tuple(_parse_question(path) for path in sorted(ontology_path("questions").glob("*.rq")))


def read_question(name: str) -> Question:
    """One named question.

    Raises:
        UnknownNameError: if there is none of that name; it lists the names.

    """
    questions = {question.name: question for question in list_questions()}
    if name not in questions:
        near = difflib.get_close_matches(name, questions, n=1, cutoff=0.6)
        hint = f"did you mean {near[0]}? `kg questions` lists them all" if near else f"there are {', '.join(questions)}"
        message = f"no question is called {name!r}; {hint}"
        raise UnknownNameError(message)
    return questions[name]


def defaults(query: str, given: Collection[str]) -> dict[str, str]:
    """The parameters of a named question that were not given, with the example value that then stands for them."""
    if not re.fullmatch(r"[\w-]+", query):
        return {}
    examples = read_question(query).examples
    return {name: re.split("[/#]", value)[-1] for name, value in examples.items() if name not in given}


def select(dataset: Dataset, query: str, *, base: str = BASE, **parameters: str) -> list[Row]:
    """Rows of a SELECT: SPARQL text, a file, or the name of a question with its parameters.

    Every variable of the head is a key of every row; an unbound one is None.
    """
    result = run(dataset, query, base=base, **parameters)
    if result.type != "SELECT":
        message = f"expected a SELECT, got {result.type}; use kg.ask or kg.construct"
        raise QueryError(message)
    names = [str(variable) for variable in result.vars or ()]
    return [{name: row.get(name) for name in names} for row in _bindings(result)]


def ask(dataset: Dataset, query: str, *, base: str = BASE, **parameters: str) -> bool:
    """The answer of an ASK."""
    result = run(dataset, query, base=base, **parameters)
    if result.type != "ASK":
        message = f"expected an ASK, got {result.type}; use kg.select or kg.construct"
        raise QueryError(message)
    return bool(result.askAnswer)


def construct(dataset: Dataset, query: str, *, base: str = BASE, **parameters: str) -> Graph:
    """The graph of a CONSTRUCT or DESCRIBE."""
    result = run(dataset, query, base=base, **parameters)
    if result.graph is None:
        message = f"expected a CONSTRUCT or DESCRIBE, got {result.type}; use kg.select or kg.ask"
        raise QueryError(message)
    return result.graph


def run(dataset: Dataset, query: str, *, base: str = BASE, **parameters: str) -> Result:
    """Run a query of any form after its checks.

    Raises:
        QueryError: if it cannot be parsed, is refused, or has no such parameter.
        UnknownNameError: if a parameter names something that is not in the dataset.

    """
    prepared = prepare(_text_of(dataset, query, base, parameters), dataset)
    return dataset.query(prepared)


def prepare(text: str, dataset: Dataset) -> Query:
    """Parse a query and refuse what reaches outside the dataset."""
    namespaces = {**PREFIXES, "entity": f"{BASE}entity/"}
    outline(text, namespaces)
    try:
        parsed = parseQuery(text)
        query = translateQuery(parsed, initNs=namespaces)
    except RecursionError:
        message = "the query is nested too deeply; write it flatter"
        raise QueryError(message) from None
    except Exception as error:  # rdflib raises bare Exception for unknown prefixes, pyparsing its own tree
        message = f"not a SPARQL query: {_first_line(error)}"
        raise QueryError(message) from error
    for part in _parts(query.algebra):  # rdflib resolves \\u escapes in a way of its own, which tokens do not show
        if part.name == "ServiceGraphPattern":
            message = "SERVICE is refused: queries stay within the dataset; remove it"
            raise QueryError(message)
    known = {graph.identifier for graph in dataset.graphs() if len(graph)}
    for clause in query.algebra.get("datasetClause") or ():
        name = clause.default or clause.named
        if name not in known:
            message = f"FROM <{name}> is refused: the dataset has no such graph, and nothing is fetched"
            raise QueryError(message)
    return query


def _text_of(dataset: Dataset, query: str, base: str, parameters: Mapping[str, str]) -> str:
    if re.fullmatch(r"[\w-]+", query):
        return _fill(read_question(query), dataset, base, parameters)
    if query.endswith((".rq", ".sparql")) and "\n" not in query:
        path = Path(query)
        if not path.is_file():
            message = f"{path}: no such file; give SPARQL text, a .rq file or the name of a question"
            raise InputError(message)
        return _fill(_parse_question(path), dataset, base, parameters)
    if parameters:
        message = f"SPARQL text has no parameters, got {', '.join(parameters)}; write the values into it"
        raise QueryError(message)
    return query


def fill(question: Question, terms: Mapping[str, Node], base: str = BASE) -> str:
    """The text of a question with terms in the VALUES blocks of its parameters."""
    text = question.text.replace(f"<{BASE}", f"<{base}") if base != BASE else question.text
    for name, term in terms.items():
        block = re.compile(rf"(VALUES\s+\?{name}\s*\{{)[^}}]*\}}")
        text = block.sub(lambda found, term=term: f"{found[1]} {term.n3()} }}", text)  # type: ignore[misc]
    return text


def _fill(question: Question, dataset: Dataset, base: str, parameters: Mapping[str, str]) -> str:
    """The text of a question with what the user's values name."""
    known = {parameter.name: parameter for parameter in question.parameters}
    for name in parameters:
        if name not in known:
            possible = ", ".join(known) or "none"
            message = f"question {question.name} has no parameter {name!r}; it has: {possible}"
            raise QueryError(message)
    terms = {name: _value(dataset, known[name], value, base) for name, value in parameters.items()}
    return fill(question, terms, base)


def _value(dataset: Dataset, parameter: Parameter, value: str, base: str) -> Node:
    match parameter.kind:
        case "entity":
            return find(dataset, value, base)
        case "indicator":
            return _indicator(dataset, value, base)
        case "function" | "class" | "property":
            return _term(parameter, value)
        case _:
            return Literal(value)


def _term(parameter: Parameter, value: str) -> URIRef:
    try:
        return URIRef(getattr(TIS, value.removeprefix("tis:")))
    except AttributeError:
        message = f"{value!r} is not a {parameter.kind} of the ontology; see ontology/*.ttl"
        raise UnknownNameError(message) from None


def _indicator(dataset: Dataset, value: str, base: str) -> URIRef:
    term = mint(base, "indicator", value)
    if (term, None, None) not in dataset:
        message = f"no indicator is called {value!r}; `kg query indicators` lists them"
        raise UnknownNameError(message)
    return term


def _parse_question(path: Path) -> Question:
    text = path.read_text(encoding="utf-8")
    header: dict[str, str] = {}
    parameters: list[Parameter] = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        key, _, value = line.lstrip("# ").partition(":")
        if key.startswith("param "):
            kind, zh, en = (part.strip() for part in value.split("|"))
            parameters.append(Parameter(key.removeprefix("param ").strip(), kind, zh, en))
        else:
            header[key.strip()] = value.strip()
    return Question(path.stem, header.get("zh", path.stem), header.get("en", path.stem), tuple(parameters), text)


def _parts(algebra: object) -> Iterator[CompValue]:
    """Every node of a query's algebra, without recursion."""
    waiting: list[object] = [algebra]
    while waiting:
        part = waiting.pop()
        if isinstance(part, CompValue):
            yield part
            waiting.extend(part.values())
        elif isinstance(part, (list, tuple, set)):
            waiting.extend(part)


def _bindings(result: Result) -> Iterator[dict[str, Any]]:
    for binding in result.bindings:
        yield {str(variable): term for variable, term in binding.items()}


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__

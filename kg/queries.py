"""SPARQL on a dataset, and the named competency questions.

Queries only read. What a query could reach outside the dataset is refused before it runs:
``SERVICE``, and a ``FROM`` that names no graph of the dataset (rdflib would fetch it).
"""

from __future__ import annotations

import csv
import difflib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rdflib import Graph, Literal, URIRef
from rdflib.paths import Path as PropertyPath
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

from kg.errors import InputError, QueryError, UnknownNameError
from kg.facts.addresses import read_address
from kg.facts.index import LONGEST
from kg.facts.resolution import find
from kg.labels import kindred, label
from kg.namespaces import BASE, OWL, PREFIXES, RDF, RDFS, SKOS, TIS
from kg.resources import ontology_path
from kg.sparql import outline
from kg.text.encodings import decode_text
from kg.text.folding import plain

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from rdflib import Dataset
    from rdflib.plugins.sparql.sparql import Query
    from rdflib.query import Result
    from rdflib.term import Node

    Row = dict[str, Node | None]

__all__ = [
    "Caption",
    "Parameter",
    "Question",
    "ask",
    "construct",
    "defaults",
    "fill",
    "find_questions",
    "list_questions",
    "list_topics",
    "prepare",
    "put_values",
    "read_heads",
    "read_question",
    "run",
    "select",
    "unknown_terms",
]

_MANY = 12
"""How many possible values are listed in full; of more, only the nearest."""

_FORM = re.compile(r"\b(SELECT|ASK|CONSTRUCT|DESCRIBE|INSERT|DELETE|LOAD|CLEAR|DROP)\b|[{}]", re.IGNORECASE)
_WORDS = re.compile(r"(?=.*\w)(?!.*\.(rq|sparql)$).{1,300}")
"""A line that asks in words, if nothing in it has the form of a query; the name of a file is none."""

_KINDS = {
    "class": OWL.Class,
    "designation": TIS.Designation,
    "field": TIS.Field,
    "function": TIS.ServiceFunction,
    "indicator": TIS.Indicator,
    "kind": TIS.Kind,
    "property": OWL.ObjectProperty,
    "unit": TIS.Unit,
}
"""Kinds of parameters whose values are the things of one class; an ``entity`` is any thing that has a name."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a question: the variable that it sets, and what it may hold.

    ``kind`` is ``entity``, ``number``, or a kind of coded value (function, field, indicator, class …).
    """

    name: str
    kind: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Caption:
    """A name in code, and what readers see for it: the head of a column, or a topic that questions are listed under."""

    name: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Question:
    """A named competency question; ``text`` is SPARQL that runs as it stands, with default values.

    ``needs`` says what the question cannot do without: inference, figures, evidence.
    """

    name: str
    zh: str
    en: str
    parameters: tuple[Parameter, ...]
    text: str
    topic: str = ""
    needs: tuple[str, ...] = ()
    columns: tuple[Caption, ...] = ()

    @property
    def examples(self) -> dict[str, tuple[str, ...]]:
        """The values that each parameter has in the text as it stands: IRIs, or the text of literals."""
        found = {}
        for parameter in self.parameters:
            block = re.search(rf"VALUES\s+\?{parameter.name}\s*\{{([^}}]*)\}}", self.text)
            values = (value.strip('<>"') for value in block[1].split()) if block else ()
            found[parameter.name] = tuple(re.sub("^tis:", str(TIS), value) for value in values)
        return found


def list_topics() -> tuple[Caption, ...]:
    """The topics of the named questions, in the order in which they are listed."""
    with ontology_path("questions", "topics.csv").open(encoding="utf-8", newline="") as file:
        return tuple(Caption(**row) for row in csv.DictReader(file))


def list_questions() -> tuple[Question, ...]:
    """All named questions, by name."""
    return tuple(_parse_question(path) for path in sorted(ontology_path("questions").glob("*.rq")))


def read_question(name: str) -> Question:
    """One named question.

    Raises:
        UnknownNameError: if there is none of that name; it says which is nearest, by its name or by what it asks.

    """
    questions = {question.name: question for question in list_questions()}
    if name not in questions:
        near = difflib.get_close_matches(name, questions, n=1, cutoff=0.6)
        near = near or kindred(name, {key: f"{each.zh} {each.en}" for key, each in questions.items()})
        hint = f"did you mean {' or '.join(near)}? " if near else ""
        hint_zh = f"是不是 {'、'.join(near)}？" if near else ""
        message = f"no question is called {name!r}; {hint}`kg questions` lists them all"
        raise UnknownNameError(message, zh=f"没有名为 {name!r} 的问题；{hint_zh}`kg questions` 列出全部问题")
    return questions[name]


def find_questions(word: str) -> tuple[Question, ...]:
    """The named questions that have a word in their name, their topic or what they ask, in either language.

    Raises:
        UnknownNameError: if there are none; it says which are nearest.

    """
    topics = {each.name: f"{each.zh} {each.en}" for each in list_topics()}
    found = tuple(
        each
        for each in list_questions()
        if plain(word) in plain(f"{each.name} {each.zh} {each.en} {topics.get(each.topic, '')}")
    )
    if not found:
        near = kindred(word, {each.name: f"{each.zh} {each.en}" for each in list_questions()})
        hint = f"; the nearest: {', '.join(near)}" if near else ""
        hint_zh = f"；相近的：{'、'.join(near)}" if near else ""
        message = f"no question is about {word!r}{hint}; `kg questions` lists them all"
        raise UnknownNameError(message, zh=f"没有关于 {word!r} 的问题{hint_zh}；`kg questions` 列出全部问题")
    return found


def defaults(dataset: Dataset, query: str, given: Collection[str], lang: str = "en") -> dict[str, str]:
    """The parameters of a named question that were not given, with the label of the example that stands for them."""
    question = _question(query)
    if question is None:
        return {}
    return {
        name: ", ".join(label(dataset, URIRef(value), lang) if ":" in value else value for value in values)
        for name, values in question.examples.items()
        if name not in given and values
    }


def read_heads(query: str, names: Sequence[str], lang: str) -> dict[str, str]:
    """What a table says over each variable of a query's answer: the column's name in a language, else the variable."""
    question = _question(query)
    columns = {each.name: each.zh if lang == "zh" else each.en for each in question.columns} if question else {}
    return {name: columns.get(name, name) for name in names}


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
    return dataset.query(prepare(fill(dataset, query, parameters, base), dataset))


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
    for part in _nodes(query.algebra):  # rdflib resolves \\u escapes in a way of its own, which tokens do not show
        if isinstance(part, CompValue) and part.name == "ServiceGraphPattern":
            message = "SERVICE is refused: queries stay within the dataset; remove it"
            raise QueryError(message)
    known = {graph.identifier for graph in dataset.graphs() if len(graph)}
    for clause in query.algebra.get("datasetClause") or ():
        name = clause.default or clause.named
        if name not in known:
            message = f"FROM <{name}> is refused: the dataset has no such graph, and nothing is fetched"
            raise QueryError(message)
    return query


def unknown_terms(query: Query) -> dict[str, str]:
    """Terms of our namespace that a query uses and the ontology does not have, each with the nearest that it has.

    Such a query is valid SPARQL and finds nothing; the nearest term is "" where none is near.
    """
    known = set(TIS.__annotations__)
    used = {str(node) for node in _nodes(query.algebra) if isinstance(node, URIRef) and node.startswith(str(TIS))}
    found: dict[str, str] = {}
    for name in sorted(iri.removeprefix(str(TIS)) for iri in used):
        if name not in known:
            near = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.6)
            found[f"tis:{name}"] = f"tis:{near[0]}" if near else ""
    return found


def fill(
    dataset: Dataset, query: str, parameters: Mapping[str, str] | None = None, base: str = BASE, lang: str = "en"
) -> str:
    """The SPARQL of a query: the text itself, that of a file, or that of a named question, with its parameters' values.

    Raises:
        InputError: if there is no such file.
        QueryError: if there is no such parameter; in the reader's language, with those there are.
        UnknownNameError: if there is no such question or value; with the nearest, or all, there are.

    """
    question = _question(query)
    if question is not None:
        return _fill(question, dataset, parameters or {}, base, lang)
    if parameters:
        message = f"SPARQL text has no parameters, got {', '.join(parameters)}; write the values into it"
        raise QueryError(message)
    return query


def _question(query: str) -> Question | None:
    """The question that a name or a file stands for; SPARQL text is none.

    Text without any form of SPARQL is taken for the name of a question: people ask in words.
    """
    if re.fullmatch(r"[\w-]+", query) or (_WORDS.fullmatch(query) and not _FORM.search(query)):
        return read_question(query)
    if not query.endswith((".rq", ".sparql")) or "\n" in query:
        return None
    path = Path(query)
    if not path.is_file():
        message = f"{path}: no such file; give SPARQL text, a .rq file or the name of a question"
        raise InputError(message)
    return _parse_question(path)


def _fill(question: Question, dataset: Dataset, parameters: Mapping[str, str], base: str, lang: str) -> str:
    """The text of a question with values in the VALUES blocks of its parameters."""
    known = {parameter.name: parameter for parameter in question.parameters}
    for name in parameters:
        if name not in known:
            raise QueryError(_no_parameter(question, name, lang))
    terms = {name: _value(dataset, known[name], value, base, lang) for name, value in parameters.items()}
    return put_values(question, terms, base)


def put_values(question: Question, terms: Mapping[str, Node], base: str = BASE) -> str:
    """The text of a question with terms in the VALUES blocks of its parameters."""
    text = question.text.replace(f"<{BASE}", f"<{base}") if base != BASE else question.text
    for name, term in terms.items():
        block = re.compile(rf"(VALUES\s+\?{name}\s*\{{)[^}}]*\}}")
        text = block.sub(lambda found, term=term: f"{found[1]} {term.n3()} }}", text)  # type: ignore[misc]
    return text


def _no_parameter(question: Question, name: str, lang: str) -> str:
    if lang == "zh":
        possible = "、".join(f"{each.name}（{each.zh}）" for each in question.parameters) or "没有参数"
        return f"问题 {question.name} 没有参数 {name!r}；它的参数：{possible}"
    possible = ", ".join(f"{each.name} ({each.en})" for each in question.parameters) or "none"
    return f"question {question.name} has no parameter {name!r}; it has: {possible}"


def _value(dataset: Dataset, parameter: Parameter, value: str, base: str, lang: str) -> Node:
    match parameter.kind:
        case "entity":
            return find(dataset, value, base)
        case "number" if not re.fullmatch(r"[0-9]{1,9}", value):
            message = {
                "zh": f"参数 {parameter.name}（{parameter.zh}）须是数，得到的是 {value!r}",
                "en": f"{parameter.name} ({parameter.en}) must be a number, got {value!r}",
            }[lang]
            raise QueryError(message)
        case kind if kind in _KINDS:
            return _choose(dataset, parameter, value, base, lang)
        case _:
            return Literal(value)


def _choose(dataset: Dataset, parameter: Parameter, value: str, base: str, lang: str) -> URIRef:
    """The thing of a parameter's class that a value names: by a label in any language, its local name or its IRI."""
    names: dict[str, URIRef] = {}
    for term in sorted(set(dataset.subjects(RDF.type, _KINDS[parameter.kind])), key=str):
        if isinstance(term, URIRef) and str(term).startswith((str(TIS), base)):
            local = re.split(r"[/#]", term)[-1]
            labels = [str(text) for key in (SKOS.prefLabel, RDFS.label) for text in dataset.objects(term, key)]
            names.update((plain(name), term) for name in (str(term), f"tis:{local}", local, *labels))
    wanted = plain(value[:LONGEST])
    for spelling in (wanted, *map(plain, read_address(value, base))):
        if spelling in names:
            return names[spelling]
    near = sorted(
        names, key=lambda name: (wanted not in name, -difflib.SequenceMatcher(None, wanted, name).ratio(), name)
    )
    possible = list(dict.fromkeys(label(dataset, names[name], lang) for name in near))
    shown = possible if len(possible) <= _MANY else [*possible[:5], "…"]
    if lang == "zh":
        those = f"{len(possible)} 个，近似者在前：{'、'.join(shown)}"
        message = f"参数 {parameter.name}（{parameter.zh}）没有值 {value[:LONGEST]!r}；可选 {those}"
    else:
        those = f"{len(possible)} values, the nearest first: {', '.join(shown)}"
        message = f"{parameter.name} ({parameter.en}) cannot be {value[:LONGEST]!r}; of {those}"
    raise UnknownNameError(message)


def _parse_question(path: Path) -> Question:
    text = decode_text(path.read_bytes(), str(path))
    header: dict[str, str] = {}
    parameters: list[Parameter] = []
    columns: list[Caption] = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        key, _, value = line.lstrip("# ").partition(":")
        what, _, name = key.strip().partition(" ")
        parts = [part.strip() for part in value.split("|")]
        form = {"param": "# param name: kind | zh | en", "column": "# column name: zh | en"}.get(what)
        if form and len(parts) != form.count("|") + 1:
            message = f"{path}: {line!r} is not of the form {form!r}"
            raise QueryError(message)
        if what == "param":
            parameters.append(Parameter(name.strip(), *parts))
        elif what == "column":
            columns.append(Caption(name.strip(), *parts))
        else:
            header[key.strip()] = value.strip()
    return Question(
        name=path.stem,
        zh=header.get("zh", path.stem),
        en=header.get("en", path.stem),
        parameters=tuple(parameters),
        text=text,
        topic=header.get("topic", ""),
        needs=tuple(header.get("needs", "").split()),
        columns=tuple(columns),
    )


def _nodes(algebra: object) -> Iterator[object]:
    """Every part and every IRI of a query's algebra, without recursion."""
    waiting: list[object] = [algebra]
    while waiting:
        part = waiting.pop()
        if isinstance(part, (CompValue, URIRef)):
            yield part
        if isinstance(part, dict):
            waiting.extend(part.values())
        elif isinstance(part, (list, tuple, set)):
            waiting.extend(part)
        elif isinstance(part, PropertyPath):
            waiting.extend(vars(part).values())


def _bindings(result: Result) -> Iterator[dict[str, Any]]:
    for binding in result.bindings:
        yield {str(variable): term for variable, term in binding.items()}


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__

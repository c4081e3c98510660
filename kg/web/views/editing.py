"""Free queries: run within limits, shown as a table, a chart or text; examples; terms to complete."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rdflib import OWL, RDF

from kg.facts.answers import Table
from kg.facts.source import local
from kg.facts.values import Words
from kg.namespaces import PREFIXES, TIS
from kg.ontology import load_ontology
from kg.web.source import JSON, Term

if TYPE_CHECKING:
    from kg.facts.directory import Directory
    from kg.web.source import Source

__all__ = ["EXAMPLES", "FORMATS", "MOST_ROWS", "Example", "Outcome", "list_terms", "run"]

MOST_ROWS: Final = 1000
"""Rows that a page shows; a download has them all."""
_MOST_TEXT: Final = 200_000
_ACCEPT: Final = f"{JSON}, text/turtle;q=0.9"


@dataclass(frozen=True, slots=True)
class Example:
    """A query to start from."""

    words: Words
    query: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a query: a table, a yes or no, or triples as Turtle; ``cut`` if there was more than is shown."""

    table: Table | None
    truth: bool | None
    text: str
    cut: bool

    @property
    def formats(self) -> tuple[str, ...]:
        """The formats that the answer can be downloaded in."""
        return tuple(_GRAPH_FORMATS if self.text else _RESULT_FORMATS if self.table else ("json", "xml"))


_RESULT_FORMATS: Final = {
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "json": JSON,
    "xml": "application/sparql-results+xml",
}
_GRAPH_FORMATS: Final = {"ttl": "text/turtle", "nt": "application/n-triples", "jsonld": "application/ld+json"}
FORMATS: Final = {**_RESULT_FORMATS, **_GRAPH_FORMATS}
"""The formats of downloads, by the ending of their file."""


async def run(source: Source, query: str) -> Outcome:
    """Run a query of any form.

    Raises:
        KgError: if it is not SPARQL, is refused, or was stopped at a limit.

    """
    answer = await source.query(query, accept=_ACCEPT, max_rows=MOST_ROWS + 1)
    content = b"".join([chunk async for chunk in answer.body])
    if answer.media_type != JSON:
        text = content.decode("utf-8", errors="replace")
        return Outcome(None, None, text[:_MOST_TEXT], len(text) > _MOST_TEXT)
    found = json.loads(content)
    if "boolean" in found:
        return Outcome(None, found["boolean"], "", cut=False)
    rows = tuple(
        {
            name: Term(term["value"], term["type"], term.get("xml:lang", ""), term.get("datatype", ""))
            for name, term in binding.items()
        }
        for binding in found["results"]["bindings"]
    )
    return Outcome(Table(tuple(found["head"]["vars"]), rows[:MOST_ROWS]), None, "", len(rows) > MOST_ROWS)


def list_terms(directory: Directory) -> list[dict[str, str]]:
    """What the editor completes: classes, properties and codes of the ontology with their labels, and prefixes."""
    ontology = load_ontology()
    kinds = {str(term): "class" for term in ontology.subjects(RDF.type, OWL.Class)}
    for kind in (OWL.ObjectProperty, OWL.DatatypeProperty):
        kinds.update({str(term): "property" for term in ontology.subjects(RDF.type, kind)})
    terms = [
        {"name": f"tis:{local(term)}", "kind": kinds.get(term, "code"), "iri": term, "zh": words.zh, "en": words.en}
        for term, words in sorted(directory.terms.items())
        if term.startswith(str(TIS))
    ]
    namespaces = {**PREFIXES, "entity": f"{directory.base}entity/"}
    prefixes = [
        {"name": f"{prefix}:", "kind": "prefix", "iri": namespace, "zh": "", "en": namespace}
        for prefix, namespace in sorted(namespaces.items())
    ]
    return [*terms, *prefixes]


def _example(zh: str, en: str, body: str) -> Example:
    used = [prefix for prefix in PREFIXES if f"{prefix}:" in body]
    prologue = "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in used)
    return Example(Words(zh, en), f"{prologue}\n{body.strip()}\n")


EXAMPLES: Final = (
    _example(
        "各类对象的数量",
        "How many things of each class",
        """
SELECT ?class (COUNT(DISTINCT ?thing) AS ?count) WHERE {
  GRAPH ?catalogue { ?thing a ?class ; skos:prefLabel ?name }
  ?class rdfs:subClassOf* tis:Participant .
}
GROUP BY ?class ORDER BY DESC(?count)
LIMIT 20
""",
    ),
    _example(
        "谁直接支持得最多",
        "Who directly supports the most",
        """
SELECT ?supporter (COUNT(DISTINCT ?supported) AS ?count) WHERE {
  ?supporter tis:supports ?supported .
}
GROUP BY ?supporter ORDER BY DESC(?count) ?supporter
LIMIT 15
""",
    ),
    _example(
        "三步之内的间接支持",
        "Support through up to three others",
        """
SELECT DISTINCT ?from ?to WHERE {
  ?from tis:supports/tis:supports?/tis:supports ?to .
  FILTER (?from != ?to)
}
ORDER BY ?from ?to
LIMIT 50
""",
    ),
    _example(
        "金额最大的数据",
        "The largest amounts of money",
        """
SELECT ?who ?indicator ?value ?period ?evidence WHERE {
  GRAPH ?evidence { ?figure tis:statedAt ?place }
  ?figure tis:observedEntity ?who ; tis:indicator ?indicator ; tis:period ?period ;
          sdmx-measure:obsValue ?value ; sdmx-attribute:unitMeasure ?unit .
  ?unit skos:prefLabel "元"@zh .
}
ORDER BY DESC(?value)
LIMIT 15
""",
    ),
    _example(
        "哪些句子陈述得最多",
        "Which sentences state the most",
        """
SELECT ?sentence (COUNT(DISTINCT ?fact) AS ?count) WHERE {
  ?fact tis:factProperty ?property ; tis:statedAt ?words .
  ?words dcterms:isPartOf ?sentence .
}
GROUP BY ?sentence ORDER BY DESC(?count)
LIMIT 15
""",
    ),
)
"""Queries to start from: each shows something that a reader would not find on the other pages."""

"""What follows is worked out from: the facts of a source as a dataset for the reasoner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdflib import RDF, SKOS, Dataset, URIRef

from kg.facts.source import read_quads
from kg.namespaces import NIF, OWL, PROV, TIS
from kg.ontology import load_ontology

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rdflib import Graph

    from kg.facts.source import Quad, Source

__all__ = ["gather", "read_facts"]


async def read_facts(source: Source, base: str) -> list[Quad]:
    """Read from a source all that reasoning and the network need: links, types, names, rows and sentences.

    :func:`gather` makes a dataset of them, which takes longer: where many share an event loop, not in it.
    """
    catalogued = f'FILTER (STRSTARTS(STR(?g), "{base}graph/catalogue/"))'
    return [
        *await read_quads(source, base, (*_links(), *_NAMING)),
        *await read_quads(source, base, (RDF.type,), catalogued),
        *await read_quads(source, base, _PLACING, "?s a nif:Sentence ."),
    ]


_NAMING = (
    *(SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel, SKOS.broader, OWL.sameAs),
    *(PROV.wasDerivedFrom, TIS.tableRow),
)
_PLACING = (NIF.beginIndex, NIF.endIndex, NIF.referenceContext, TIS.section, TIS.paragraph, TIS.sentenceHash)
_APART = frozenset(
    {
        *(TIS.statedAt, TIS.mentionOf, TIS.approximation, TIS.periodKind, TIS.changeKind, TIS.condition),
        *(TIS.observedEntity, TIS.indicator, TIS.period, TIS.comparisonPeriod, TIS.currency, TIS.reading),
    }
)
"""Properties of facts and figures, of which there are many and from which nothing follows."""


def _links() -> list[URIRef]:
    """The properties of the ontology that link things, and those of facts that say what they state."""
    properties = (URIRef(str(each)) for each in load_ontology().subjects(RDF.type, OWL.ObjectProperty))
    return [each for each in properties if each.startswith(str(TIS)) and each not in _APART]


def gather(quads: Iterable[Quad]) -> Dataset:
    """A dataset of quads, whose default graph is the union of its graphs."""
    dataset = Dataset(default_union=True)
    graphs: dict[URIRef, Graph] = {}
    for subject, predicate, object_, name in quads:
        if name not in graphs:
            graphs[name] = dataset.graph(name)
        graphs[name].add((subject, predicate, object_))
    return dataset

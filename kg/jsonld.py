"""A dataset as JSON-LD that a person can read and a program can use without knowing RDF.

Things of ours stand relative to the base, terms of ours bare, and properties go by their local names.
The context, made from what the dataset holds, says the rest: labels are maps from language to text,
and values have their datatype from there. A value unlike the others of its property stands in full,
under the property's IRI; so do all of a property whose local name is not its own. rdflib's serialiser
does without the base and has no stable order.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rdflib import BNode, Literal, URIRef

from kg.labels import shorten
from kg.namespaces import BASE, PREFIXES, RDF, TIS, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rdflib import Dataset
    from rdflib.term import Node

__all__ = ["to_jsonld"]

_LABEL, _TERM, _THING, _TEXT = "label", "term", "thing", "text"  # kinds of values beside the datatypes
_WHOLE = frozenset({str(XSD.integer), str(XSD.nonNegativeInteger)})


def to_jsonld(dataset: Dataset, base: str = BASE) -> bytes:
    """A dataset as one JSON-LD 1.1 document in UTF-8, a node object for each subject of each graph."""
    quads = sorted(dataset.quads(), key=lambda quad: (str(quad[3] or ""), str(quad[0]), str(quad[1]), quad[2].n3()))
    names = _Names.of(((predicate, object_) for _, predicate, object_, _ in quads), base)
    graphs: dict[str, dict[str, dict[str, Any]]] = {}
    for subject, predicate, object_, graph in quads:
        nodes = graphs.setdefault(names.thing(graph) if graph else "", {})
        iri = names.thing(subject)
        names.state(nodes.setdefault(iri, {"@id": iri}), predicate, object_)
    unnamed = [*graphs.pop("", {}).values()]
    named = [{"@id": graph, "@graph": [*nodes.values()]} for graph, nodes in graphs.items()]
    document = {"@context": names.context(), "@graph": [*unnamed, *named]}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


@dataclass(frozen=True)
class _Names:
    """What properties and things are called in a document, and the usual kind of a property's values."""

    base: str
    keys: Mapping[str, str]
    kinds: Mapping[str, str]

    @classmethod
    def of(cls, uses: Iterable[tuple[Node, Node]], base: str) -> _Names:
        counts: dict[str, Counter[str]] = {}
        for predicate, object_ in uses:
            counts.setdefault(str(predicate), Counter())[_kind(object_)] += 1
        others = Counter(_local(iri) for iri in counts if not iri.startswith(str(TIS)))
        taken = {"", *PREFIXES, *(name for name, times in others.items() if times > 1 or name in TIS)}
        keys = {iri: _local(iri) if iri.startswith(str(TIS)) or _local(iri) not in taken else iri for iri in counts}
        kinds = {
            iri: _THING if _THING in found else max(sorted(found), key=found.__getitem__)
            for iri, found in counts.items()
        }
        return cls(base, keys, kinds)

    def context(self) -> dict[str, Any]:
        """The context of the document."""
        named = {iri: key for iri, key in self.keys.items() if key != iri and iri != str(RDF.type)}
        terms = {key: _define(iri, self.kinds[iri]) for iri, key in named.items()}
        return {"@version": 1.1, "@base": self.base, "@vocab": str(TIS), **PREFIXES, **dict(sorted(terms.items()))}

    def thing(self, node: Node) -> str:
        """The name of a thing: relative to the base, unless it could then be taken for something else."""
        if isinstance(node, BNode):
            return f"_:{node}"
        path = str(node).removeprefix(self.base)
        relative = path != str(node) and ":" not in path and not {"", ".", ".."} & {*path.split("/")}
        return path if relative else shorten(node)

    def state(self, node: dict[str, Any], predicate: Node, object_: Node) -> None:
        """Add a statement to the node object of its subject."""
        iri, kind = str(predicate), _kind(object_)
        key, usual = self.keys[iri], self.kinds[iri]
        if predicate == RDF.type:
            _append(node, "@type", _local(str(object_)) if kind == _TERM else self.thing(object_))
        elif key == iri or (kind != usual and {kind, usual} != {_THING, _TERM}):
            _append(node, iri, self._in_full(object_))
        elif usual == _THING:
            _append(node, key, self.thing(object_))
        elif kind == _LABEL and isinstance(object_, Literal):
            _append(node.setdefault(key, {}), str(object_.language), str(object_))
        elif kind == _TERM:
            _append(node, key, _local(str(object_)))
        else:
            whole = kind in _WHOLE and str(object_) == str(int(str(object_)))
            _append(node, key, int(str(object_)) if whole else str(object_))

    def _in_full(self, object_: Node) -> dict[str, str]:
        if not isinstance(object_, Literal):
            return {"@id": self.thing(object_)}
        more = {"@language": object_.language, "@type": object_.datatype and str(object_.datatype)}
        return {"@value": str(object_), **{key: value for key, value in more.items() if value}}


def _kind(object_: Node) -> str:
    """What kind of value this is: a label, a plain text, a term of ours, another thing, or its datatype."""
    if not isinstance(object_, Literal):
        return _TERM if isinstance(object_, URIRef) and object_.startswith(str(TIS)) else _THING
    return _LABEL if object_.language else str(object_.datatype or _TEXT)


def _define(iri: str, kind: str) -> dict[str, str]:
    coercion = {
        _LABEL: {"@container": "@language"},
        _TERM: {"@type": "@vocab"},
        _THING: {"@type": "@id"},
        _TEXT: {},
    }
    return {"@id": shorten(URIRef(iri)), **coercion.get(kind, {"@type": shorten(URIRef(kind))})}


def _local(iri: str) -> str:
    return iri.replace("#", "/").rsplit("/", 1)[-1]


def _append(node: dict[str, Any], key: str, value: object) -> None:
    """Set a value, or make a list of the one that is there and this."""
    if key not in node:
        node[key] = value
    elif isinstance(node[key], list):
        node[key].append(value)
    else:
        node[key] = [node[key], value]

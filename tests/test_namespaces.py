from __future__ import annotations

import os
from pathlib import Path

import pytest
import rdflib
from rdflib import URIRef

from kg import terms
from kg.namespaces import BASE, PREFIXES, TIS, mint, term
from kg.ontology import NAMESPACE, load_ontology, load_shapes, render_terms
from kg.resources import ontology_path

VOCAB = Path(os.environ.get("KG_VOCAB", Path(__file__).resolve().parents[2] / "shared" / "vocab"))
# Published vocabularies of which the machine holds no original.
WITHOUT_ORIGINAL = ("http://purl.org/vocab/vann/", "http://www.w3.org/ns/shacl#")


def test_terms_are_generated_from_the_ontology() -> None:
    assert Path(terms.__file__).read_text(encoding="utf-8") == render_terms(load_ontology()), "run `make terms`"


def test_a_misspelt_term_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError):
        _ = TIS.suports
    assert term("supports") == URIRef(NAMESPACE + "supports") == TIS.supports


@pytest.mark.parametrize(
    ("segment", "expected"),
    [
        ("上海市", "上海市"),
        ("“3个10亿”政策", "“3个10亿”政策"),
        ("a b", "a%20b"),
        ("a/b#c?d", "a%2Fb%23c%3Fd"),
        ("100%", "100%25"),
        ("<x>", "%3Cx%3E"),
        ("e\u0301", "é"),
        ("a\nb", "a%0Ab"),
    ],
)
def test_an_iri_is_nfc_and_escapes_only_what_an_iri_may_not_hold(segment: str, expected: str) -> None:
    assert mint(BASE, "entity", segment) == URIRef(f"{BASE}entity/{expected}")


def external_terms() -> set[str]:
    used = {
        str(node)
        for graph in (load_ontology(), load_shapes())
        for triple in graph
        for node in triple
        if isinstance(node, URIRef)
    }
    built_in = (NAMESPACE, "https://w3id.org/", "http://www.w3.org/2001/XMLSchema#", PREFIXES["rdf"], PREFIXES["rdfs"])
    return {
        iri
        for iri in used
        if not iri.startswith((*built_in, PREFIXES["owl"], *WITHOUT_ORIGINAL)) and "creativecommons" not in iri
        and "apache.org" not in iri
    }  # fmt: skip


def test_each_external_term_stands_in_its_original() -> None:
    if not VOCAB.is_dir():
        if "KG_VOCAB" in os.environ:
            pytest.fail(f"KG_VOCAB={VOCAB} is no folder")
        pytest.skip("the originals of the vocabularies are not part of the project; set KG_VOCAB to their folder")
    known: set[str] = set()
    for path in sorted(VOCAB.glob("*.ttl")):
        known |= {str(s) for s in rdflib.Graph().parse(path, format="turtle").subjects()}
    for path in sorted(VOCAB.glob("*.nq")):
        dataset = rdflib.Dataset()
        dataset.parse(path, format="nquads")
        known |= {str(s) for s, _, _, _ in dataset.quads()}
    assert external_terms() <= known, sorted(external_terms() - known)


def test_every_ontology_file_is_loaded_or_is_the_shapes() -> None:
    assert {path.name for path in ontology_path().glob("*.ttl")} == {
        "tis.ttl",
        "schemes.ttl",
        "cube.ttl",
        "alignments.ttl",
        "shapes.ttl",
    }

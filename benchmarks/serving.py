"""How fast and how steadily `kg serve` answers, beside bare Oxigraph and rdflib-endpoint, on the same data, in one run.

    python benchmarks/serving.py                      # 1 chapter, ten queries, then the load test
    python benchmarks/serving.py --chapters 1 10 100  # other sizes; rdflib-endpoint stops at 10
    python benchmarks/serving.py --load-seconds 60    # 0 leaves the load test out

It needs the extras `web` and `bench`. N chapters are N copies of the built dataset, each with entities and sentences
of its own, over one ontology. A query is asked over one open connection by a client in this process, for SPARQL JSON,
and read to its end; the median of 21 counts (of 3 for rdflib-endpoint), asked in turn so that other work on the machine
meets all alike. Rows are compared between the servers. Pages are those of participants that a chapter names, drawn by
a fixed seed, asked for after the ten queries as a browser does. In the load test the server and its workers are held to
one core; 50 clients each ask the short queries one after the other, first alone, then beside a query every second that
never ends by itself.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import itertools
import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from kg.mapping import build
from kg.namespaces import PREFIXES
from kg.reasoning import infer
from kg.resources import data_path
from kg.store import dump_nquads
from kg.tables import read_tables
from kg.triplestore import index

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

REPEATS, RDFLIB_REPEATS, RDFLIB_MOST = 21, 3, 10
CLIENTS = 50
PAGES = 200
ENTITY = "<https://w3id.org/tis/id/entity/科技型中小企业>"
QUERIES = {
    "star": "SELECT * { ?o a qb:Observation ; tis:observedEntity ?e ; tis:indicator ?i ; tis:period ?t ; "
    "sdmx-measure:obsValue ?v } LIMIT 500",
    "one thing": f"SELECT ?p ?o {{ {ENTITY} ?p ?o }}",
    "three hops": "SELECT ?o ?e ?l { ?o tis:observedEntity ?e . ?e tis:serviceFunction ?f . ?f skos:prefLabel ?l } "
    "LIMIT 500",
    "property path": f"SELECT DISTINCT ?a {{ ?a tis:supports+ {ENTITY} }}",
    "aggregate": "SELECT ?c (COUNT(?s) AS ?n) { ?s a ?c } GROUP BY ?c ORDER BY DESC(?n) ?c",
    "optional": "SELECT ?e ?zh ?f { ?e a tis:Bank ; skos:prefLabel ?zh OPTIONAL { ?e skos:altLabel ?f } } LIMIT 500",
    "filter": "SELECT ?o ?v { ?o sdmx-measure:obsValue ?v FILTER(?v > 100000000) } LIMIT 500",
    "text": 'SELECT ?e ?l { ?e skos:prefLabel ?l FILTER(CONTAINS(STR(?l), "科技")) } LIMIT 500',
    "evidence": "SELECT ?g ?s ?o { GRAPH ?g { ?s tis:lendsTo ?o } } LIMIT 500",
    "everything of a kind": "SELECT ?s ?p ?o { ?s a tis:Fact ; ?p ?o } LIMIT 5000",
}
SHORT = ("one thing", "property path", "evidence", "optional")
HOSTILE = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
USED = "".join(f"PREFIX {name}: <{PREFIXES[name]}> " for name in ("tis", "qb", "sdmx-measure", "skos"))


def write_chapters(number: int, path: Path) -> None:
    """So many copies of the built dataset of Shanghai 2012, as N-Quads."""
    lines = dump_nquads(infer(build(read_tables(data_path("shanghai-2012"))))).decode().splitlines(keepends=True)
    with path.open("w", encoding="utf-8") as stream:
        stream.writelines(lines)
        for copy in range(1, number):
            for line in lines:
                if "/graph/ontology>" not in line:
                    renamed = line.replace("shanghai-2012", f"shanghai-2012-{copy}")
                    stream.write(re.sub(r"(/id/entity/[^>]*)>", rf"\1--{copy}>", renamed))


class Server:
    """A server in a process of its own, and a connection to it."""

    def __init__(
        self, name: str, command: Sequence[str], port: int, path: str, *, cores: set[int] | None = None
    ) -> None:
        def hold() -> None:
            if cores:
                os.sched_setaffinity(0, cores)

        self.name, self.port, self.path = name, port, path
        root = str(Path(__file__).resolve().parent.parent)
        self.process = subprocess.Popen(
            command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            preexec_fn=hold,  # noqa: PLW1509 - nothing here runs in threads yet
            env={**os.environ, "PYTHONPATH": root},
        )
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
        begin = time.monotonic()
        while True:
            try:
                self.ask("ASK {}")
            except (OSError, http.client.HTTPException):
                self.connection.close()
                if self.process.poll() is not None or time.monotonic() > begin + 1800:
                    raise
                time.sleep(0.5)
            else:
                break

    def ask(self, query: str) -> bytes:
        """The answer, read to its end."""
        try:
            return ask(self.connection, self.path, query)[1]
        except (BrokenPipeError, http.client.RemoteDisconnected):  # idle for too long beside a slow peer
            self.connection.close()
            return ask(self.connection, self.path, query)[1]

    def memory(self) -> float:
        """The memory of the server and its workers, in MB."""
        listing = ["/bin/ps", "-eo", "pid=,ppid=,rss="]
        shown = subprocess.run(listing, capture_output=True, text=True, check=True).stdout
        rows = [tuple(map(int, line.split())) for line in shown.splitlines()]
        return sum(rss for pid, parent, rss in rows if self.process.pid in (pid, parent)) / 1024

    def stop(self) -> None:
        """End the process."""
        self.connection.close()
        self.process.terminate()
        self.process.wait(30)


def ask(connection: http.client.HTTPConnection, path: str, query: str) -> tuple[int, bytes]:
    """The status and the content of an answer."""
    body = f"query={quote(USED + query)}"
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/sparql-results+json"}
    connection.request("POST", path, body, headers)
    response = connection.getresponse()
    return response.status, response.read()


def ours(folder: Path, port: int, timeout: float = 60, cores: set[int] | None = None) -> Server:
    """`kg serve`."""
    program = "from kg.cli import main; main()"
    options = ["serve", "--build", str(folder), "--port", str(port), "--timeout", str(timeout)]
    return Server("kg serve", [sys.executable, "-W", "ignore", "-c", program, *options], port, "/sparql", cores=cores)


@contextlib.contextmanager
def servers(folder: Path, *, with_rdflib: bool) -> Iterator[list[Server]]:
    """The servers that are compared."""
    programs = Path(sys.executable).parent
    dataset = folder / "dataset.nq"
    bare = [
        *(str(programs / "oxigraph"), "serve-read-only", "--location", str(index(dataset))),
        *("--bind", "127.0.0.1:8571", "--union-default-graph", "--timeout-s", "60"),
    ]
    started = [Server("oxigraph", bare, 8571, "/query"), ours(folder, 8572)]
    if with_rdflib:
        peer = [str(programs / "rdflib-endpoint"), "serve", "--host", "127.0.0.1", "--port", "8573", str(dataset)]
        started.append(Server("rdflib-endpoint", peer, 8573, "/"))
    try:
        yield started
    finally:
        for server in started:
            server.stop()


def rows_of(content: bytes) -> int:
    """The rows of an answer in SPARQL JSON."""
    return len(json.loads(content)["results"]["bindings"])


def compare(chapters: int, folder: Path) -> None:
    """Ask each server the ten queries in turn, and print the medians."""
    with servers(folder, with_rdflib=chapters <= RDFLIB_MOST) as started:
        quads = sum(1 for _ in (folder / "dataset.nq").open(encoding="utf-8"))
        print(f"\n{chapters} chapters, {quads:,} quads")
        await_names(started[1])
        print(
            f"{'query':22}{'rows':>6}"
            + "".join(f"{server.name:>17}" for server in started)
            + "   ours - bare   ours / bare   rdflib / ours"
        )
        medians: dict[str, list[float]] = {server.name: [] for server in started}
        for name, query in QUERIES.items():
            times: dict[str, list[float]] = {server.name: [] for server in started}
            rows = {rows_of(server.ask(query)) for server in started}
            for turn in range(REPEATS):
                for server in started:
                    if server.name != "rdflib-endpoint" or turn < RDFLIB_REPEATS:
                        begin = time.perf_counter()
                        server.ask(query)
                        times[server.name].append((time.perf_counter() - begin) * 1000)
            found = [statistics.median(times[server.name]) for server in started]
            for server, median in zip(started, found, strict=True):
                medians[server.name].append(median)
            peer = f"{found[2] / found[1]:>15.1f}" if len(found) > 2 else ""  # noqa: PLR2004
            count = "/".join(map(str, sorted(rows)))
            print(
                f"{name:22}{count:>6}"
                + "".join(f"{value:>17.2f}" for value in found)
                + f"{found[1] - found[0]:>14.2f}{found[1] / found[0]:>14.2f}{peer}"
            )
        if "rdflib-endpoint" in medians:
            ratio = [peer / own for peer, own in zip(medians["rdflib-endpoint"], medians["kg serve"], strict=True)]
            print(f"rdflib-endpoint takes {statistics.median(ratio):.1f} times as long as kg serve on the median query")
        show_pages(started[1], chapters)


def await_names(server: Server) -> None:
    """Wait until all names are read, which the server does when it starts; until then it has other work."""
    begin = time.monotonic()
    server.connection.close()  # idle for too long beside a slow peer
    server.connection.request("GET", "/search?q=zj")
    server.connection.getresponse().read()
    seconds = time.monotonic() - begin
    print(f"kg serve has read all names {seconds:.1f} s after it answered first; milliseconds, medians:")


def show_pages(server: Server, chapters: int) -> None:
    """Ask for pages of participants, and print how long they take."""
    named = server.ask("SELECT DISTINCT ?e { ?e a tis:Participant ; skos:prefLabel ?l } ORDER BY ?e")
    paths = [row["e"]["value"] for row in json.loads(named)["results"]["bindings"]]
    paths = [urlsplit(iri).path for iri in paths if "/id/entity/" in iri]
    chosen = random.Random(1).sample(paths, min(PAGES, len(paths)))  # noqa: S311 - a sample, not a secret
    times = []
    for path in chosen:
        begin = time.perf_counter()
        server.connection.request("GET", quote(path[path.index("/id/") :], safe="/%-"), headers={"Accept": "text/html"})
        response = server.connection.getresponse()
        response.read()
        if response.status != http.client.OK:
            sys.exit(f"{path}: {response.status}")
        times.append((time.perf_counter() - begin) * 1000)
    times.sort()
    p50, p95 = times[len(times) // 2], times[int(len(times) * 0.95)]
    shown = f"p50 {p50:.1f} ms, p95 {p95:.1f} ms, max {times[-1]:.1f} ms"
    print(f"{len(times)} pages of participants, {chapters} chapters: {shown}")


def load(folder: Path, seconds: float) -> None:
    """Fifty clients against a server on one core, without and with hostile queries."""
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[1:] or {0})
    server = ours(folder, 8574, timeout=20, cores={0})
    print(f"\n{CLIENTS} clients for {seconds:g} s, the server held to one core; a hostile query has 20 s")
    print(f"{'':12}{'answers':>9}{'errors':>8}{'p50 ms':>9}{'p95 ms':>9}   memory in MB, at five moments")
    quiet = _run_load(server, seconds, hostile=False)
    pressed = _run_load(server, seconds, hostile=True)
    server.stop()
    print(f"p95 under attack is {pressed / quiet:.2f} times that of the quiet run")


def _run_load(server: Server, seconds: float, *, hostile: bool) -> float:
    times: list[float] = []
    statuses: list[int] = []
    turned: list[int] = []
    memory: list[float] = []
    end = time.monotonic() + seconds

    def client(first: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
        for name in itertools.islice(itertools.cycle(SHORT), first, None):
            if time.monotonic() > end:
                break
            begin = time.perf_counter()
            statuses.append(ask(connection, server.path, QUERIES[name])[0])
            times.append((time.perf_counter() - begin) * 1000)
        connection.close()

    def attack() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
        turned.append(ask(connection, server.path, HOSTILE)[0])
        connection.close()

    threads = [threading.Thread(target=client, args=(number,)) for number in range(CLIENTS)]
    if hostile:
        threads += [threading.Timer(second, attack) for second in range(int(seconds))]
    for thread in threads:
        thread.start()
    for _ in range(5):
        time.sleep(seconds / 5)
        memory.append(server.memory())
    for thread in threads:
        thread.join()
    times.sort()
    p50, p95 = times[len(times) // 2], times[int(len(times) * 0.95)]
    errors = sum(status != http.client.OK for status in statuses)
    shown = " ".join(f"{each:.0f}" for each in memory)
    print(f"{'hostile' if hostile else 'quiet':12}{len(times):>9}{errors:>8}{p50:>9.1f}{p95:>9.1f}   {shown}")
    if hostile:
        counted = ", ".join(f"{turned.count(status)} times {status}" for status in sorted(set(turned)))
        print(f"{'':12}hostile queries: {counted}")
    return p95


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--chapters", type=int, nargs="+", default=[1])
    parser.add_argument("--load-seconds", type=float, default=60)
    options = parser.parse_args()
    for position, chapters in enumerate(options.chapters):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            write_chapters(chapters, folder / "dataset.nq")
            begin = time.perf_counter()
            index(folder / "dataset.nq")
            print(f"indexed {chapters} chapters in {time.perf_counter() - begin:.1f} s")
            compare(chapters, folder)
            if position == 0 and options.load_seconds:
                load(folder, options.load_seconds)


if __name__ == "__main__":
    main()

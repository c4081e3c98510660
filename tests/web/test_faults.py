"""Faults of machines, processes and connections, against a server that runs as a user starts it."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING
from urllib.parse import quote

import httpx
import pytest

from kg.files import replaced_directory
from kg.triplestore import index

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.slow

QUICK = "ASK { ?s tis:lendsTo ?o }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
LARGE = f"SELECT ?x {{ ?a ?b ?c BIND('{'x' * 20_000}' AS ?x) }} LIMIT 1000"


class Server:
    """`kg serve` in a process of its own."""

    def __init__(self, build: Path, *arguments: str, setup: str = "") -> None:
        program = f"{setup}\nfrom kg.cli import main\nmain()"
        options = ["serve", "--port", "0", "--build", str(build), "--lang", "en", *arguments]
        temporary = build.parent / "tmp"
        temporary.mkdir(exist_ok=True)
        self.temporary = temporary
        self.process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", program, *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=build.parent,
            env={**os.environ, "TMPDIR": str(temporary)},
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        found = re.match(r"http://127\.0\.0\.1:(\d+)/", line)
        if not found:
            raise RuntimeError(line + self.process.communicate(timeout=10)[1])
        self.port = int(found[1])
        self.url = f"http://127.0.0.1:{self.port}"
        self.log: list[str] = []
        threading.Thread(target=self._read_log, daemon=True).start()

    def _read_log(self) -> None:
        with contextlib.suppress(ValueError):
            for line in self.process.stderr or ():
                self.log.append(line)

    def ask(self, query: str, timeout: float = 30) -> httpx.Response:
        return httpx.post(f"{self.url}/sparql", data={"query": query}, timeout=timeout, trust_env=False)

    def ask_later(self, query: str, answers: list[httpx.Response]) -> threading.Thread:
        def ask() -> None:
            with contextlib.suppress(httpx.HTTPError):  # some servers are killed
                answers.append(self.ask(query, timeout=120))

        thread = threading.Thread(target=ask, daemon=True)
        thread.start()
        return thread

    def connect(self, data: bytes) -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=40)
        connection.sendall(data)
        return connection

    def workers(self) -> list[int]:
        shown = subprocess.run(["ps", "-eo", "pid,ppid,args"], capture_output=True, text=True, check=True).stdout
        rows = [line.split(None, 2) for line in shown.splitlines() if "kg.web.worker" in line]
        return [int(pid) for pid, parent, _ in rows if int(parent) == self.process.pid]

    def stop(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        code = self.process.wait(timeout=15)
        for stream in (self.process.stdout, self.process.stderr):
            if stream:
                stream.close()
        return code


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    shown = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True, check=False
    ).stdout
    return not shown.startswith("Z")


def expensive(server: Server) -> list[str]:
    """The states (T: paused) of the workers whose query has used up its slice, which is what lowers their priority."""
    command = ["ps", "-o", "stat=,ni=", "--ppid", str(server.process.pid)]
    shown = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    rows = [line.split() for line in shown.splitlines()]
    return sorted(state[0] for state, nice in rows if nice == "19" and state[0] != "Z")


def becomes(condition: Callable[[], bool], seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return condition()


@pytest.fixture(scope="module")
def build(small_built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("served") / "build"
    folder.mkdir()
    shutil.copy(small_built, folder / "dataset.nq")
    return folder


@pytest.fixture(scope="module")
def server(build: Path) -> Iterator[Server]:
    server = Server(build, "--timeout", "4")
    yield server
    if server.process.poll() is None:
        server.stop()


@pytest.fixture
def own_build(build: Path, tmp_path: Path) -> Path:
    return shutil.copytree(build, tmp_path / "build")


@pytest.fixture
def own(own_build: Path) -> Iterator[Server]:
    """A server that the test may kill."""
    server = Server(own_build, "--timeout", "20")
    yield server
    if server.process.poll() is None:
        server.stop(signal.SIGKILL)


def well(server: Server) -> bool:
    return bool(server.ask(QUICK).json()["boolean"])


# ── clients ────────────────────────────────────────────────────────────────────────────────


def test_a_head_that_never_ends_is_hung_up_on(server: Server) -> None:
    begin = time.monotonic()
    connection = server.connect(b"GET / HTTP/1.1\r\nHost: localhost\r\n")
    with connection, contextlib.suppress(OSError):
        while time.monotonic() < begin + 30:
            connection.sendall(b"X-Slow: 1\r\n")
            connection.settimeout(1)
            with contextlib.suppress(TimeoutError):
                if not connection.recv(100):
                    break
    assert 5 < time.monotonic() - begin < 15
    assert well(server)


def test_a_connection_that_says_nothing_is_hung_up_on(server: Server) -> None:
    begin = time.monotonic()
    with server.connect(b"") as connection:
        assert connection.recv(100) == b""
    assert time.monotonic() - begin < 15


def test_a_body_that_never_ends_is_a_timeout(server: Server) -> None:
    head = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\nContent-Length: 99\r\n\r\n"
    with server.connect(head + b"ASK") as connection:
        assert b" 408 " in connection.recv(1000)


def test_a_client_that_does_not_read_keeps_nobody_waiting(own: Server) -> None:
    begin = time.monotonic()
    body = f"query={quote(LARGE)}".encode()
    head = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    request = head + b"Content-Length: %d\r\n\r\n" % len(body) + body
    lazy = []
    for _ in range(3):
        connection = socket.socket()
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.connect(("127.0.0.1", own.port))
        connection.sendall(request)
        lazy.append(connection)
    for connection in lazy:  # each answer has begun, and is read no further
        connection.settimeout(30)
        assert connection.recv(1, socket.MSG_PEEK)
    for _ in range(20):
        assert well(own)
    assert becomes(lambda: sum(" 499 " in line for line in own.log) >= 3, 60), own.log[-5:]
    assert time.monotonic() - begin < 80
    for connection in lazy:
        connection.close()


def test_three_hundred_idle_connections_keep_nobody_waiting(server: Server) -> None:
    idle = [server.connect(b"GET /sparql HTTP/1.1\r\n") for _ in range(300)]
    begin = time.monotonic()
    assert well(server)
    assert time.monotonic() - begin < 2
    for connection in idle:
        connection.close()


@pytest.mark.parametrize(
    "request_",
    [
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX: a\r\n b\x00\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\xff" * 200,
        b"GET /\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X: y\r\n" * 20_000 + b"\r\n",
        b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET http://169.254.169.254/latest/meta-data HTTP/1.1\r\nHost: 169.254.169.254\r\n\r\n",
        b"CONNECT 169.254.169.254:80 HTTP/1.1\r\nHost: localhost\r\n\r\n",
    ],
    ids=lambda request: repr(request[:30]),
)
def test_what_is_not_http_is_refused(request_: bytes, server: Server) -> None:
    with server.connect(request_) as connection:
        with contextlib.suppress(OSError):
            connection.shutdown(socket.SHUT_WR)
        try:
            reply = connection.recv(1000)
        except ConnectionResetError:
            reply = b""
    assert not reply or re.match(rb"HTTP/1\.1 (400|404|405|408|413|414|415|431) ", reply), reply
    assert well(server)


def test_chinese_stands_raw_in_the_request_line_as_curl_sends_it(server: Server) -> None:
    request = "GET /id/entity/江城银行 HTTP/1.1\r\nHost: localhost\r\nAccept: text/turtle\r\nConnection: close\r\n\r\n"
    for split in (len(request.encode()), 20):
        data = request.encode()
        with server.connect(data[:split]) as connection:
            time.sleep(0.2)
            connection.sendall(data[split:])
            assert connection.recv(100).startswith(b"HTTP/1.1 200 ")


def test_each_request_is_one_line_of_the_log_whatever_it_asks(server: Server) -> None:
    httpx.get(f"{server.url}/id/entity/%0a%0dforged%1b%5b2J", trust_env=False)
    httpx.get(f"{server.url}/id/entity/afterwards", trust_env=False)
    assert becomes(lambda: any("afterwards" in line for line in server.log))
    (line,) = (line for line in server.log if "forged" in line)
    assert re.fullmatch(r"\S+ GET /id/entity/\S+ 404 \d+ \d+\.\d ms\n", line)


# ── queries ────────────────────────────────────────────────────────────────────────────────


def test_a_query_is_stopped_at_its_limit_and_its_process_is_gone(server: Server) -> None:
    begin = time.monotonic()
    response = server.ask(ENDLESS)
    assert response.status_code == 504
    assert response.text == "stopped after 4 seconds; narrow the query, or add LIMIT\n"
    assert 3.5 < time.monotonic() - begin < 8
    assert becomes(lambda: len(server.workers()) <= 3, 3)


def test_expensive_queries_run_one_at_a_time_and_never_stop_the_others(own: Server) -> None:
    answers: list[httpx.Response] = []
    threads = [own.ask_later(ENDLESS, answers) for _ in range(9)]
    # One runs, four are paused, the rest are turned away. A signal takes effect only when the process is next scheduled,
    # which at the lowest priority on a busy machine can be seconds: so it is waited for.
    assert becomes(lambda: len(expensive(own)) == 5 and expensive(own).count("T") == 4, 15), expensive(own)
    begin = time.monotonic()
    for _ in range(10):
        assert well(own)
    assert time.monotonic() - begin < 15
    for thread in threads:
        thread.join(120)
    assert sorted({answer.status_code for answer in answers}) == [503, 504]
    turned_away = [answer for answer in answers if answer.status_code == 503]
    assert all(int(answer.headers["retry-after"]) > 0 for answer in turned_away)
    assert all(len(answer.text.splitlines()) == 1 for answer in answers)


def test_a_client_that_hangs_up_takes_its_query_along(own: Server) -> None:
    body = f"query={quote(ENDLESS)}".encode()
    head = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    connection = own.connect(head + b"Content-Length: %d\r\n\r\n" % len(body) + body)
    assert becomes(lambda: len(expensive(own)) == 1, 15)
    busy = own.workers()
    connection.close()
    assert becomes(lambda: any(not is_running(worker) for worker in busy), 3)
    assert well(own)


def test_a_worker_that_is_killed_costs_one_query(own: Server) -> None:
    answers: list[httpx.Response] = []
    thread = own.ask_later(ENDLESS, answers)
    assert becomes(lambda: len(expensive(own)) == 1, 15)
    killed = own.workers()
    for worker in killed:
        os.kill(worker, signal.SIGKILL)
    assert becomes(lambda: not any(map(is_running, killed)))
    thread.join(30)
    assert answers[0].status_code == 504
    assert well(own)


# ── starting, stopping, reloading ──────────────────────────────────────────────────────────


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_server_stops_cleanly_also_in_the_middle_of_a_query(number: int, own: Server) -> None:
    own.ask_later(ENDLESS, [])
    assert becomes(lambda: len(expensive(own)) == 1, 15)
    workers = own.workers()
    assert workers
    begin = time.monotonic()
    own.stop(number)
    assert time.monotonic() - begin < 10
    assert becomes(lambda: not any(map(is_running, workers)), 2)
    assert list(own.temporary.iterdir()) == []
    assert "Traceback" not in "".join(own.log)


def test_a_server_that_is_killed_leaves_no_process(own: Server) -> None:
    for _ in range(3):
        own.ask_later(ENDLESS, [])
    assert becomes(lambda: "T" in expensive(own), 15)
    workers = own.workers()
    assert len(workers) >= 3
    own.stop(signal.SIGKILL)
    assert becomes(lambda: not any(map(is_running, workers)), 25)


def test_two_servers_share_a_store(own: Server, own_build: Path) -> None:
    other = Server(own_build)
    try:
        assert well(own)
        assert well(other)
    finally:
        other.stop()


def test_a_rebuild_disturbs_nobody_and_is_seen_by_the_next_query(own: Server, own_build: Path) -> None:
    failures: list[str] = []
    stop = threading.Event()

    def keep_asking() -> None:
        while not stop.is_set():
            response = own.ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
            if response.status_code != 200:
                failures.append(response.text)

    asking = threading.Thread(target=keep_asking)
    asking.start()
    quads = (own_build / "dataset.nq").read_text(encoding="utf-8")
    for number in range(5):
        added = f'<urn:new> <urn:number> "{number}" <urn:g> .\n'
        with replaced_directory(own_build) as fresh:
            (fresh / "dataset.nq").write_text(quads + added, encoding="utf-8")
        assert becomes(lambda number=number: own.ask(f"ASK {{ ?s ?p '{number}' }}").json()["boolean"])  # type: ignore[misc]
    stop.set()
    asking.join()
    assert failures == []
    assert len(list(own_build.glob("store-*"))) == 1


def test_a_rebuild_that_is_damaged_leaves_the_dataset_before_it(own: Server, own_build: Path) -> None:
    (own_build / "dataset.nq").write_text("<a> <b>\n", encoding="utf-8")
    for _ in range(3):
        assert well(own)
    assert becomes(
        lambda: any("damaged" in line and "answering from the dataset before it" in line for line in own.log)
    )


def test_a_store_that_is_damaged_is_one_clear_line(own_build: Path) -> None:
    store = index(own_build / "dataset.nq")
    (store / "CURRENT").write_text("x", encoding="utf-8")
    with pytest.raises(RuntimeError, match="delete this folder and start again") as error:
        Server(own_build)
    assert "Traceback" not in str(error.value)
    shutil.rmtree(store)
    server = Server(own_build)
    assert well(server)
    server.stop()


def test_a_store_that_is_damaged_behind_the_servers_back_is_said(own_build: Path) -> None:
    store = index(own_build / "dataset.nq")
    for path in store.glob("*.sst"):
        content = bytearray(path.read_bytes())
        if len(content) > 10_000:  # what is read when the store is opened stands at the end
            content[100:1000] = bytes(900)
            path.write_bytes(content)
    server = Server(own_build)
    response = server.ask("SELECT * { ?s ?p ?o }")
    assert response.status_code == 500
    assert "damaged" in response.text
    assert str(own_build) not in response.text
    server.stop()


@pytest.mark.skipif(sys.platform != "linux", reason="only there a limit of file size stands for a full disk")
def test_a_full_disk_stops_large_answers_only(own_build: Path) -> None:
    index(own_build / "dataset.nq")
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (1_500_000, 1_500_000))"
    server = Server(own_build, setup=limit)
    response = server.ask(LARGE)
    assert response.status_code == 504
    assert "no room" in response.text
    assert well(server)
    server.stop()


def test_a_clock_that_jumps_neither_stops_nor_frees_a_query(own_build: Path) -> None:
    jumps = "import time, itertools\nsteps = itertools.cycle([0, 1e7, -1e7])\nnow = time.time\ntime.time = lambda: now() + next(steps)"
    server = Server(own_build, "--timeout", "2", setup=jumps)
    assert well(server)
    begin = time.monotonic()
    assert server.ask(ENDLESS).status_code == 504
    assert 1.5 < time.monotonic() - begin < 6
    server.stop()


def test_a_port_that_is_taken_is_one_clear_line(server: Server, own_build: Path) -> None:
    with pytest.raises(RuntimeError, match="Address already in use; choose another"):
        Server(own_build, "--port", str(server.port))


def test_options_that_cannot_stand_together_are_refused(own_build: Path) -> None:
    with pytest.raises(RuntimeError, match="cannot stand together"):
        Server(own_build, "--endpoint", "http://127.0.0.1:9/")


# ── another server ─────────────────────────────────────────────────────────────────────────


def test_any_sparql_endpoint_can_stand_behind_the_server(own: Server, tmp_path: Path) -> None:
    front = tmp_path / "front"
    front.mkdir()
    program = "from kg.cli import main\nmain()"
    command = [sys.executable, "-W", "ignore", "-c", program, "serve", "--port", "0", "--lang", "en"]
    process = subprocess.Popen(
        [*command, "--endpoint", f"{own.url}/sparql"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=front,
    )
    assert process.stdout is not None
    url = process.stdout.readline().split()[0]
    try:
        asked = {"data": {"query": QUICK}, "trust_env": False, "timeout": 20}
        assert httpx.post(f"{url}sparql", **asked).json()["boolean"]  # type: ignore[arg-type]
        refused = httpx.post(f"{url}sparql", data={"query": "SELECT * { SERVICE <urn:x> {} }"}, trust_env=False)
        assert refused.status_code == 400
        thing = httpx.get(
            f"{url}id/entity/江城银行", headers={"Accept": "application/ld+json"}, trust_env=False, timeout=20
        )
        assert json.loads(thing.text)
        assert thing.headers["etag"]
        own.stop()
        gone = httpx.post(f"{url}sparql", **asked)  # type: ignore[arg-type]
        assert gone.status_code == 503
        assert "cannot be reached" in gone.text
    finally:
        process.terminate()
        process.wait(10)
        process.stdout.close()

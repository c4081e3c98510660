"""Many files in one call: each is read by a process of its own accord, and one that fails stops no other."""

from __future__ import annotations

import gc
import hashlib
import json
import multiprocessing
import signal
import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import __version__
from kg.errors import InputError, KgError

if TYPE_CHECKING:
    from kg.drafting import Draft

__all__ = ["RECORD", "Order", "Outcome", "draft_into", "find_inputs", "read_all", "read_one", "to_do"]

RECORD = "extract.json"
"""What was read into a folder, from what, and how: ``--resume`` compares with it."""
_ABOUT = frozenset({"changelog", "license", "readme"})
"""Files of a folder that tell about it."""
_AT_ONCE = 2
"""How many files wait for each process: enough to keep it busy, few enough to hold in memory."""


@dataclass(frozen=True, slots=True)
class Order:
    """What to read, where to write its tables, and how: the arguments of :func:`kg.extract`."""

    path: Path
    folder: Path
    packs: tuple[str, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one file; ``error`` says why nothing did."""

    path: Path
    folder: Path
    error: str = ""
    resumed: bool = False
    place: str = ""
    year: str = ""
    sentences: int = 0
    figures: int = 0
    relations: int = 0
    unread: int = 0
    seconds: float = 0.0

    def cells(self, lang: str) -> list[str]:
        """The cells of its row in the summary."""
        counts = (f"{count:,}" for count in (self.sentences, self.figures, self.relations, self.unread))
        unchanged = "unchanged" if lang == "en" else "未变"
        return [self.path.name, self.place, self.year, *counts, unchanged if self.resumed else f"{self.seconds:.1f}"]


# ── what to read ───────────────────────────────────────────────────────────────────────────


def find_inputs(paths: Sequence[Path], output: Path) -> dict[str, Path]:
    """The files to read, by the name of the folder that each is read into; of folders, all that may hold a report.

    Raises:
        InputError: if there is no such file, nothing in a folder, or two files would be read into one folder.

    """
    found: dict[str, Path] = {}
    for path in dict.fromkeys(file for given in paths for file in _files_of(given, output)):
        other = next((each for name, each in found.items() if name.casefold() == path.stem.casefold()), None)
        if other and other.resolve() != path.resolve():
            message = f"{other} and {path} would both be read into {output / path.stem}; rename one, or read them apart"
            raise InputError(message, zh=f"{other} 与 {path} 会写入同一目录 {output / path.stem}；请改名或分别读取")
        found.setdefault(path.stem, path)
    return found


def _files_of(path: Path, output: Path) -> list[Path]:
    from kg.text.decoding import SUFFIXES

    if not path.is_dir():
        if not path.is_file():
            message = f"{path}: no such file; give the path of the chapter's text"
            raise InputError(message, zh=f"{path}：没有这个文件；请给出原文文本文件的路径")
        return [path]
    inside = output.resolve()
    files = [
        file
        for file in sorted(path.rglob("*"))
        if file.suffix.lower() in SUFFIXES
        and file.is_file()
        and file.stem.lower() not in _ABOUT
        and not any(part.startswith((".", "~$")) for part in file.relative_to(path).parts)
        and not (path.resolve() in inside.parents and inside in file.resolve().parents)
    ]
    if not files:
        message = f"{path}: holds no text; expected files that end in {', '.join(sorted(SUFFIXES))}"
        raise InputError(message, zh=f"{path}：目录中没有可读的文件（{'、'.join(sorted(SUFFIXES))}）")
    return files


# ── what was read before ───────────────────────────────────────────────────────────────────


def to_do(orders: Sequence[Order], output: Path) -> tuple[list[Order], list[Outcome]]:
    """The orders that are still to be carried out, and what came of those that were before, in the same way."""
    before = _read_record(output)
    left, done = [], []
    for order in orders:
        entry = before.get(order.folder.name)
        if entry and entry["signature"] == signature(order) and _has_tables(order.folder):
            told = {**entry["outcome"], "path": order.path, "folder": order.folder, "resumed": True}
            done.append(Outcome(**told))
        else:
            left.append(order)
    return left, done


def _has_tables(folder: Path) -> bool:
    from kg.tables import METADATA

    return (folder / METADATA).is_file()


def signature(order: Order) -> str:
    """A digest of all that tables depend on: the file, the options, the packs and the version of the reader."""
    digest = hashlib.sha256()
    options = {name: str(value) for name, value in sorted(order.options.items()) if value is not None}
    digest.update(json.dumps([__version__, list(order.packs), options, str(order.path)], ensure_ascii=False).encode())
    digest.update(hashlib.sha256(order.path.read_bytes()).digest())
    for path in _pack_files(order.packs):
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _pack_files(packs: Sequence[str]) -> Iterator[Path]:
    """The files of the packs that are installed, and of those given by folder."""
    from kg.resources import data_path

    for folder in (data_path("lexicon"), *(Path(pack) for pack in packs if Path(pack).is_dir())):
        yield from (path for path in sorted(folder.rglob("*")) if path.is_file())


def _read_record(output: Path) -> dict[str, Any]:
    try:
        record = json.loads((output / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


class _Record:
    """The record of a folder, written anew after each file, so that nothing is lost if the rest is stopped."""

    def __init__(self, output: Path) -> None:
        self._path = output / RECORD
        self._entries = _read_record(output)

    def add(self, order: Order, outcome: Outcome) -> None:
        from kg.files import write_bytes

        if outcome.error:
            self._entries.pop(order.folder.name, None)
        else:
            told = {name: value for name, value in asdict(outcome).items() if name not in ("path", "folder", "resumed")}
            self._entries[order.folder.name] = {"signature": signature(order), "outcome": told}
        text = json.dumps(self._entries, ensure_ascii=False, indent=1, sort_keys=True)
        write_bytes(self._path, f"{text}\n".encode())


# ── reading ────────────────────────────────────────────────────────────────────────────────


def read_one(order: Order) -> Outcome:
    """Read one file into its folder; whatever goes wrong is told, not raised."""
    start = time.monotonic()
    try:
        outcome = _read(order)
    except KgError as error:
        return Outcome(order.path, order.folder, error=str(error))
    except OSError as error:
        return Outcome(order.path, order.folder, error=f"{error.filename or order.path}: {error.strerror or error}")
    except Exception as error:  # noqa: BLE001 - a file that breaks the reader must not stop the others
        return Outcome(order.path, order.folder, error=f"{order.path}: {type(error).__name__}: {error}")
    return Outcome(order.path, order.folder, **outcome, seconds=round(time.monotonic() - start, 2))


def _read(order: Order) -> dict[str, Any]:
    draft = draft_into(order.path, order.folder, order.packs, order.options)
    row = draft.tables.documents[0]
    return {
        "place": row.place or "",
        "year": str(row.base_year or ""),
        "sentences": sum(each.kind == "sentence" for each in draft.tables.sentences),
        "figures": len(draft.tables.figures),
        "relations": len(draft.tables.relations),
        "unread": sum(count for kind, count in draft.unread_by_kind.items() if kind.endswith("numeral")),
    }


def draft_into(path: Path, folder: Path, packs: Sequence[str], options: Mapping[str, Any]) -> Draft:
    """Read a file into tables, and write them with what was left out and, of another format, the text."""
    from kg.drafting import draft as read
    from kg.tables import TEXT, UNREAD, write_tables
    from kg.text.decoding import is_plain, read_document

    document = read_document(path)
    draft = read(document, packs, **options)
    beside = {UNREAD: draft.listing} | ({} if is_plain(path) else {TEXT: document.text})
    write_tables(draft.tables, folder, beside)
    return draft


def read_all(
    orders: Sequence[Order], output: Path, jobs: int, *, keep_going: bool = True
) -> Generator[Outcome, None, None]:
    """Read files in so many processes; outcomes come as they are ready. Without ``keep_going``, none after an error."""
    output.mkdir(parents=True, exist_ok=True)
    record = _Record(output)
    by_path = {order.path: order for order in orders}
    source = _in_turn(orders) if jobs == 1 or len(orders) < 2 else _in_processes(orders, jobs)  # noqa: PLR2004
    try:
        for outcome in source:
            record.add(by_path[outcome.path], outcome)
            yield outcome
            if outcome.error and not keep_going:
                return
    finally:
        source.close()


def _in_turn(orders: Sequence[Order]) -> Generator[Outcome, None, None]:
    yield from map(read_one, orders)


def _in_processes(orders: Sequence[Order], jobs: int) -> Generator[Outcome, None, None]:
    """A process that dies takes the files that were waiting for it along; the rest is read by new ones."""
    waiting = list(reversed(orders))
    while waiting:
        with _pool(min(jobs, len(waiting))) as pool:
            running: dict[Future[Outcome], Order] = {}
            died: list[Order] = []
            while (waiting and not died) or running:
                while waiting and not died and len(running) < jobs * _AT_ONCE:
                    order = waiting.pop()
                    running[pool.submit(read_one, order)] = order
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    order = running.pop(future)
                    try:
                        yield future.result()
                    except BrokenProcessPool:
                        died.append(order)
        yield from (outcome for order in died for outcome in _alone(order))


def _alone(order: Order) -> Generator[Outcome, None, None]:
    """Read what stood beside the file that killed its process, and find out which that was."""
    with _pool(1) as pool:
        try:
            yield pool.submit(read_one, order).result()
        except BrokenProcessPool:
            reason = "the process that read it was ended (out of memory?); split it, or read it with --jobs 1"
            yield Outcome(order.path, order.folder, error=f"{order.path}: {reason}")


@contextmanager
def _pool(jobs: int) -> Iterator[ProcessPoolExecutor]:
    """Processes that start from nothing, the same on all systems, and end with the block, however it ends."""
    pool = ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn"), initializer=_start)
    try:
        yield pool
    except BaseException:
        for process in list((getattr(pool, "_processes", None) or {}).values()):
            process.kill()
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    pool.shutdown()


def _start() -> None:
    """In a new process: leave Ctrl-C to the one that asked; collect garbage seldom, as the command line does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(50_000, 20, 20)

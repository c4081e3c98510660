"""The explorer: pages for people. Each handler reads what a page shows, in :mod:`kg.web.views`, and renders it."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from kg.errors import BusyError, KgError, StoppedError, UnknownNameError
from kg.facts import figure_lists, overview, premises, search
from kg.facts.directory import Directory, read_directory
from kg.facts.index import LONGEST
from kg.facts.resolution import resolve
from kg.facts.source import local
from kg.facts.things import About, read_thing
from kg.queries import read_question
from kg.reasoning import reason
from kg.reasoning.names import property_of
from kg.web.protocol import explain, respond
from kg.web.rendering import SECURITY, Visit, language_of, render
from kg.web.views import answers, editing, network, questions, reasons, things
from kg.web.views.bars import chart_page

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request
    from starlette.routing import BaseRoute

    from kg.model import Document
    from kg.reasoning import Reasoned
    from kg.web.source import Source

    Handler = Callable[[Request], Awaitable[Response]]
    Page = Callable[["Explorer", Visit], Awaitable[Response]]

__all__ = ["Explorer", "routes", "show_error", "show_thing"]


_SIMILAR: Final = 6
"""Names that the page of a missing thing offers."""


class Explorer:
    """What the pages share: the source, the user's copy of the text, and the names in the graph as of its version."""

    def __init__(self, source: Source, base: str, document: Document | None = None) -> None:
        self.source = source
        self.base = base
        self.document = document
        self._directory: Directory | None = None
        self._version = ""
        self._reading = asyncio.Lock()
        self._drawing = asyncio.Lock()
        self._pictures: dict[tuple[str, str], str] = {}
        self._reasoned: tuple[str, Reasoned] | None = None
        self._reasoning = asyncio.Lock()

    async def directory(self) -> Directory:
        """The names in the graph; read again when the data have changed."""
        version = self.source.version
        if self._directory is None or version != self._version:
            async with self._reading:
                if self._directory is None or version != self._version:
                    directory = await read_directory(self.source, self.base)
                    await asyncio.to_thread(lambda: directory.index)
                    self._directory, self._version = directory, version
        return self._directory

    async def reasoned(self) -> Reasoned:
        """The facts of the source and what follows from them; worked out again when the data have changed."""
        version = self.source.version
        async with self._reasoning:
            if self._reasoned is None or self._reasoned[0] != version:
                quads = await premises.read_facts(self.source, self.base)
                facts = await asyncio.to_thread(premises.gather, quads)
                self._reasoned = (version, await asyncio.to_thread(reason, facts, self.base))
        return self._reasoned[1]

    async def picture(self, lang: str) -> str:
        """The page of the network; drawn once for each version of the data and each language."""
        key = (self.source.version, lang)
        facts = (await self.reasoned()).dataset
        async with self._drawing:
            if key not in self._pictures:
                self._pictures = {kept: page for kept, page in self._pictures.items() if kept[0] == key[0]}
                self._pictures[key] = await asyncio.to_thread(network.draw, facts, self.base, lang)
        return self._pictures[key]

    async def visit(self, request: Request) -> Visit:
        """Receive a reader who wants to know something."""
        return Visit(request, await self.directory(), self.document, language_of(request))

    def greet(self, request: Request) -> Visit:
        """Receive a reader without asking the source anything."""
        return Visit(request, self._directory or Directory.empty(self.base), self.document, language_of(request))


# ── the pages ──────────────────────────────────────────────────────────────────────────────


async def _home(explorer: Explorer, visit: Visit) -> Response:
    return render(visit, "home.html", overview=await overview.read_overview(explorer.source, visit.directory))


async def _search(_: Explorer, visit: Visit) -> Response:
    asked = {key: visit.request.query_params.get(key, "") for key in ("q", "class", "function")}
    findings = await asyncio.to_thread(search.find, visit.directory, asked["q"], asked["class"], asked["function"])
    part = visit.request.query_params.get("part") == "findings"
    return render(visit, "findings.html" if part else "search.html", asked=asked, findings=findings)


async def _complete(_: Explorer, visit: Visit) -> Response:
    asked = visit.request.query_params
    found = await asyncio.to_thread(
        search.complete, visit.directory, asked.get("q", ""), visit.lang, asked.get("kind", "")
    )
    rows = [{**row, "href": visit.thing(row["iri"])} for row in found]
    return JSONResponse(rows, headers=SECURITY)


async def _questions(_: Explorer, visit: Visit) -> Response:
    return render(visit, "questions.html", topics=questions.by_topic())


async def _question(explorer: Explorer, visit: Visit) -> Response:
    try:
        question = read_question(visit.request.path_params["name"])
    except UnknownNameError:
        return _missing(visit, "没有这个问题", "There is no such question")
    given = visit.request.query_params
    form = await asyncio.to_thread(questions.make_form, visit.directory, question, given, visit.lang)
    table, problem = None, ""
    if form.ready:
        try:
            table = await questions.run_question(explorer.source, form)
        except KgError as error:
            problem = _say(visit, error)
    return render(visit, "question.html", form=form, table=table, problem=problem, answers=answers)


async def _figures(explorer: Explorer, visit: Visit) -> Response:
    asked = visit.request.query_params
    meant = await asyncio.to_thread(figure_lists.understand, visit.directory, asked)
    page = await figure_lists.read_page(explorer.source, visit.directory, meant, asked, visit.lang)
    return render(visit, "figures.html", page=page, charts=chart_page(page, visit.directory, visit.lang))


async def _figures_csv(explorer: Explorer, visit: Visit) -> Response:
    asked = visit.request.query_params
    meant = await asyncio.to_thread(figure_lists.understand, visit.directory, asked)
    found = await figure_lists.read_chosen(explorer.source, visit.directory, meant, asked, visit.lang)
    content = figure_lists.to_csv(found, visit.directory, visit.lang)
    headers = {**SECURITY, "Content-Disposition": 'attachment; filename="figures.csv"'}
    return Response("\ufeff" + content, media_type="text/csv; charset=utf-8", headers=headers)


async def _why(explorer: Explorer, visit: Visit) -> Response:
    asked = visit.request.query_params
    given = {key: asked.get(key, "").strip() for key in "spo"}
    meant = {key: await asyncio.to_thread(resolve, visit.directory, given[key]) for key in "so"}
    subject, object_ = meant["s"].thing, meant["o"].thing
    statement = (given["s"], given["p"], given["o"])
    found: tuple[reasons.Reason, ...] = ()
    problem, status = "", 200
    try:
        if subject and object_:
            statement = (subject.iri, local(property_of(given["p"])), object_.iri)
            reasoned = await explorer.reasoned()
            found = await asyncio.to_thread(reasons.explain, reasoned, visit.directory, statement, visit.lang)
        else:
            status = 400
    except KgError as error:
        problem, status = error.say(visit.lang), explain(error)[0]
    return render(visit, "why.html", status, statement=statement, reasons=found, problem=problem, meant=meant)


async def _paths(explorer: Explorer, visit: Visit) -> Response:
    asked = {key: visit.request.query_params.get(key, "").strip() for key in ("from", "to")}
    ways = None
    meant = {
        key: await asyncio.to_thread(resolve, visit.directory, name, "Participant")
        for key, name in asked.items()
        if name
    }
    named = {key: each.thing.iri if (each := meant.get(key)) and each.thing else "" for key in asked}
    if meant and all(each.thing for each in meant.values()):
        reasoned = await explorer.reasoned()
        ways = await asyncio.to_thread(reasons.find_ways, reasoned, visit.directory, named["from"], named["to"])
    examples = () if meant else await overview.read_supported(explorer.source, visit.directory)
    values = {"asked": asked, "named": named, "meant": meant, "search": ways, "examples": examples}
    return render(visit, "paths.html", **values)


async def _network(_: Explorer, visit: Visit) -> Response:
    return render(visit, "network.html")


async def _picture(explorer: Explorer, visit: Visit) -> Response:
    page = await explorer.picture(visit.lang)
    return Response(page, media_type="text/html", headers={**SECURITY, "Content-Security-Policy": network.policy(page)})


async def _editor(explorer: Explorer, visit: Visit) -> Response:
    query = visit.request.query_params.get("query", "")
    outcome, problem, status = None, "", 200
    if query.strip():
        try:
            outcome = await editing.run(explorer.source, query)
        except KgError as error:
            problem, status = _say(visit, error), explain(error)[0]
    values = {"query": query, "outcome": outcome, "problem": problem, "examples": editing.EXAMPLES, "answers": answers}
    return render(visit, "editor.html", status, **values)


async def _download(explorer: Explorer, visit: Visit) -> Response:
    asked = visit.request.query_params
    ending = asked.get("format", "csv")
    if ending not in editing.FORMATS:
        return _missing(visit, "没有这种格式", "There is no such format")
    response = respond(await explorer.source.query(asked.get("query", ""), accept=editing.FORMATS[ending]))
    response.headers["Content-Disposition"] = f'attachment; filename="answer.{ending}"'
    response.headers.update(SECURITY)
    return response


async def _terms(_: Explorer, visit: Visit) -> Response:
    return JSONResponse(editing.list_terms(visit.directory), headers=SECURITY)


_PAGES: dict[str, Page] = {
    "/": _home,
    "/search": _search,
    "/complete": _complete,
    "/questions": _questions,
    "/questions/{name}": _question,
    "/figures": _figures,
    "/figures.csv": _figures_csv,
    "/why": _why,
    "/paths": _paths,
    "/network": _network,
    "/network/picture": _picture,
    "/editor": _editor,
    "/editor/download": _download,
    "/terms": _terms,
}


def routes(explorer: Explorer) -> list[BaseRoute]:
    """The routes of the pages; ``/editor?query=…`` is where the endpoint sends browsers."""
    pages = [Route(path, _received(explorer, page)) for path, page in _PAGES.items()]
    return [*pages, Mount("/static", _Static(packages=[("kg.web", "static")]))]


class _Static(StaticFiles):
    """Files whose address changes with their content: whoever has one need never ask again."""

    def file_response(self, *arguments: Any, **options: Any) -> Response:  # noqa: ANN401 - handed on as it comes
        response = super().file_response(*arguments, **options)
        scope = arguments[2] if len(arguments) > 2 else options["scope"]  # noqa: PLR2004 - its place there
        if b"v=" in scope["query_string"]:
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


async def show_thing(request: Request, source: Source, iri: str, base: str) -> Response:
    """The page of one thing that the graph speaks of; :mod:`kg.web.linked_data` has found that it exists."""
    del base
    visit = await _explorer(request).visit(request)
    found = await read_thing(source, visit.directory, str(iri))
    view = things.present(found, visit.directory, visit.lang, visit.thing) if isinstance(found, About) else found
    return render(visit, f"{type(view).__name__.lower()}.html", view=view, iri=str(iri))


async def show_error(request: Request, status: int, message: str) -> Response:
    """A page for a browser that asked for something that is not there or went wrong; it asks nothing of the source.

    For what is not there it offers things whose names are like the end of the address.
    """
    visit = _explorer(request).greet(request)
    missing = status == HTTPStatus.NOT_FOUND
    wanted = unquote(request.url.path.rstrip("/").rpartition("/")[2]) if missing else ""
    directory = visit.directory
    similar = await asyncio.to_thread(lambda: directory.index.find(wanted, _SIMILAR, directory.is_sought))
    return render(visit, "error.html", status, status=status, message=message, wanted=wanted[:LONGEST], similar=similar)


def _explorer(request: Request) -> Explorer:
    explorer: Explorer = request.app.state.explorer
    return explorer


def _missing(visit: Visit, zh: str, en: str) -> Response:
    return render(visit, "error.html", 404, status=404, message=visit.say(zh, en), wanted="", similar=[])


def _say(visit: Visit, error: KgError) -> str:
    """What went wrong with a query, in the reader's language as far as it is ours to say."""
    match error:
        case StoppedError():
            kind = "查询超出限制，已停止"
        case BusyError():
            kind = "服务器正忙，请稍后再试"
        case _:
            kind = "查询有误，或不被允许"
    return visit.say(f"{kind}：{error}", str(error))


def _received(explorer: Explorer, page: Page) -> Handler:
    async def handle(request: Request) -> Response:
        visit = await explorer.visit(request)
        return await page(explorer, visit)

    return handle

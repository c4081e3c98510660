"""From values to pages: the reader's language, links that keep it, quotations, and the templates."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from kg.facts.directory import participant_classes
from kg.facts.overview import functions
from kg.facts.source import local
from kg.facts.vocabulary import define
from kg.text.decoding import fingerprint
from kg.web.charts import clip
from kg.web.links import local_path

if TYPE_CHECKING:
    from starlette.requests import Request

    from kg.facts.directory import Directory
    from kg.facts.values import Place
    from kg.model import Document

__all__ = ["LANGUAGES", "SECURITY", "Quotation", "Visit", "language_of", "render"]

LANGUAGES: Final = ("zh", "en")

SECURITY: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}
"""What every page forbids: anything that does not come from here, and any script or style in the page itself."""


_NAVIGATION: Final = (
    ("/search", "搜索", "Search"),
    ("/questions", "问题", "Questions"),
    ("/figures", "数据", "Figures"),
    ("/paths", "路径", "Paths"),
    ("/network", "网络", "Network"),
    ("/editor", "SPARQL", "SPARQL"),
)


@dataclass(frozen=True, slots=True)
class Quotation:
    """A sentence of the user's own copy; ``said`` is the part that states the fact."""

    before: str
    said: str
    after: str


@dataclass(frozen=True, slots=True)
class Visit:
    """One reader at one page: the request, the names of things, and the language."""

    request: Request
    directory: Directory
    document: Document | None
    lang: str

    def say(self, zh: str, en: str) -> str:
        """Say it in the reader's language."""
        return zh if self.lang == "zh" else en

    def name(self, iri: str) -> str:
        """The name of a thing or term, in the reader's language."""
        return self.directory.name(iri, self.lang)

    def url(self, path: str, **parameters: str | int | None) -> str:
        """A link within the site that keeps the language, if the reader chose one."""
        kept = {key: value for key, value in parameters.items() if value not in {None, ""}}
        if "lang" in self.request.query_params:
            kept.setdefault("lang", self.lang)
        return f"{path}?{urlencode(kept)}" if kept else path

    def thing(self, iri: str, suffix: str = "") -> str:
        """The link to the page of a thing; empty for a term that has none, and an IRI of others is its own address.

        A class of participants or a service function leads to the things that belong to it.
        """
        name = local(iri)
        if name != iri:
            facet = "class" if name in participant_classes() else "function" if name in functions() else ""
            return self.url("/search", **{facet: name}) if facet else ""
        path = local_path(iri, self.directory.base)
        if path == iri:
            return iri if iri.startswith(("http://", "https://")) else ""
        return path + suffix if suffix else self.url(path)

    def term(self, name: str) -> str:
        """The link to the definition of a term of the ontology, by its local name."""
        return f"{self.url(local_path(f'{self.directory.base}graph/ontology', self.directory.base))}#{name}"

    def switched(self, lang: str) -> str:
        """The link to this page in another language."""
        return self._changed("lang", lang)

    def turned(self, number: int) -> str:
        """The link to another page of the same table."""
        return self._changed("page", str(number))

    def meaning(self, key: str, iri: str) -> str:
        """The link to this page with a thing chosen for one of its fields."""
        return self._changed(key, iri, "page")

    def ordered(self, by: str) -> str:
        """The link to the same table in another order, from its first page on."""
        return self._changed("sort", by, "page")

    def _changed(self, key: str, value: str, *dropped: str) -> str:
        kept = [each for each in self.request.query_params.multi_items() if each[0] not in {key, *dropped}]
        return f"{self.request.url.path}?{urlencode([*kept, (key, value)])}"

    def quote(self, place: Place, span: tuple[int, int] = (0, 0)) -> Quotation | None:
        """Quote a sentence from the user's copy; None without one, or if it is another text."""
        if self.document is None:
            return None
        text = self.document.text[place.begin : place.end]
        if fingerprint(text) != place.sha256:
            return None
        begin, end = (max(min(each - place.begin, len(text)), 0) for each in span)
        return Quotation(text[:begin], text[begin:end], text[end:])

    def number(self, count: int) -> str:
        """A count as people write it."""
        return f"{count:,}"


def language_of(request: Request) -> str:
    """The language that the reader chose, else the first that the browser accepts; Chinese if it says nothing."""
    chosen = request.query_params.get("lang", "")
    if chosen in LANGUAGES:
        return chosen
    accepted = []
    for place, part in enumerate(request.headers.get("accept-language", "").split(",")):
        tag, _, quality = part.strip().partition(";q=")
        language = tag.partition("-")[0].lower()
        if language in LANGUAGES and re.fullmatch(r"|[01](\.\d{0,3})?", quality):
            accepted.append((-float(quality or 1), place, language))
    return min(accepted, default=(0, 0, LANGUAGES[0]))[2]


def render(visit: Visit, template: str, status: int = 200, /, **values: object) -> HTMLResponse:
    """Render a template for a visit."""
    pages = [(path, visit.say(zh, en)) for path, zh, en in _NAVIGATION]
    page = _environment().get_template(template).render(visit=visit, t=visit.say, url=visit.url, pages=pages, **values)
    return HTMLResponse(page, status, headers={**SECURITY, "Content-Language": visit.lang, "Vary": "Accept-Language"})


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("kg.web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals["static"] = _static
    environment.globals["built"] = _built
    environment.globals["define"] = define
    environment.filters["clip"] = clip
    return environment


@lru_cache(maxsize=64)
def _static(name: str) -> str:
    """The address of a file of ours, which changes with its content."""
    content = files("kg.web").joinpath("static", name).read_bytes()
    return f"/static/{name}?v={hashlib.sha256(content).hexdigest()[:12]}"


def _built(name: str) -> str:
    """The address of a file that npm builds (``make editor``); empty where it was not: the page does without."""
    return _static(name) if files("kg.web").joinpath("static", name).is_file() else ""

"""Every IRI of ours answers: a page for people, RDF for programs, by Accept or by suffix.

Things below ``base`` are shown below ``/id/``, and also at their own path if ``base`` has another. What is said of a
thing are all quads in which it is subject or object, and the content of a graph if it names one.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kg.namespaces import PREFIXES, from_wire, mint
from kg.negotiation import choose
from kg.triplestore import GRAPH_TYPES, write_quads
from kg.web import pages
from kg.web.links import MOUNT, local_path

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request

    from kg.web.source import Source

__all__ = ["SUFFIXES", "routes"]

SUFFIXES = {
    ".html": "text/html",
    ".ttl": "text/turtle",
    ".nt": "application/n-triples",
    ".rdf": "application/rdf+xml",
    ".jsonld": "application/ld+json",
    ".trig": "application/trig",
    ".nq": "application/n-quads",
}
"""The ending of a path that asks for a media type, whatever the Accept header says."""

_MAX_PATH = 4096
_SAID = """SELECT ?g ?s ?p ?o {{
  {{ GRAPH ?g {{ <{0}> ?p ?o }} BIND(<{0}> AS ?s) }} UNION
  {{ GRAPH ?g {{ ?s ?p <{0}> }} BIND(<{0}> AS ?o) }} UNION
  {{ GRAPH <{0}> {{ ?s ?p ?o }} BIND(<{0}> AS ?g) }}
}}"""
_KNOWN = """SELECT ?known {{
  {{ GRAPH ?g {{ <{0}> ?p ?known }} }} UNION {{ GRAPH ?g {{ ?known ?p <{0}> }} }} UNION
  {{ GRAPH <{0}> {{ ?known ?p ?o }} }}
}} LIMIT 1"""


def routes(source: Source, base: str) -> list[Route]:
    """The routes of things; they go behind all others, since ``base`` may be the root of this server."""

    async def thing(request: Request) -> Response:
        path, suffix = _split(request.scope["raw_path"], mounts)
        try:
            iri = from_wire(base, path)
        except UnicodeDecodeError as error:
            raise HTTPException(400, "the path is not UTF-8") from error
        accept = SUFFIXES[suffix] if suffix else ",".join(request.headers.getlist("accept"))
        media_type = choose(accept, ("text/turtle", "text/html", *GRAPH_TYPES))
        if media_type is None:
            raise HTTPException(406, f"a thing comes as text/html, {', '.join(GRAPH_TYPES)}")
        await source.refresh()
        if media_type == "text/html":
            if not await source.select(_KNOWN.format(iri)):
                raise _missing(iri)
            response = _validated(request, await pages.show_thing(request, source, iri, base))
        else:
            response = await _data(request, source, iri, media_type)
        response.headers.update(_links(local_path(iri, base), media_type))
        response.headers["Vary"] = ", ".join(filter(None, ["Accept", response.headers.get("Vary")]))
        return response

    async def vocabulary(request: Request) -> Response:
        """The ontology; the part of a term's IRI behind # never reaches a server."""
        graph = local_path(mint(base, "graph", "ontology"), base)
        return RedirectResponse(graph + request.path_params.get("suffix", ""), 303)

    mounts = sorted({MOUNT, urlsplit(base).path or "/"}, key=len, reverse=True)
    return [
        Route("/ontology", vocabulary, methods=["GET"]),
        Route("/ontology{suffix}", vocabulary, methods=["GET"]),
        *(Route(f"{mount}{{path:path}}", thing, methods=["GET"]) for mount in mounts),
    ]


async def _data(request: Request, source: Source, iri: str, media_type: str) -> Response:
    # The same data always give the same bytes: their version is a strong validator, known before any query.
    tag = f'"{source.version}{media_type.partition("/")[2]}"' if source.version else ""
    if tag and _has(request, tag):
        return Response(status_code=304, headers=_cached(tag))
    rows = await source.select(_SAID.format(iri))
    if not rows:
        raise _missing(iri)
    content = write_quads(rows, media_type, PREFIXES)
    tag = tag or f'"{hashlib.sha256(content).hexdigest()[:16]}"'
    if _has(request, tag):
        return Response(status_code=304, headers=_cached(tag))
    return Response(content, media_type=GRAPH_TYPES[media_type].media_type, headers=_cached(tag))


def _validated(request: Request, page: Response) -> Response:
    """A page with the tag of its content, or the word that the client has it."""
    tag = f'"{hashlib.sha256(bytes(page.body)).hexdigest()[:16]}"'
    if _has(request, tag):
        kept = {name: value for name, value in page.headers.items() if name not in {"content-length", "content-type"}}
        page = Response(status_code=304, headers=kept)
    page.headers.update({"ETag": tag, "Cache-Control": "no-cache"})
    return page


def _has(request: Request, tag: str) -> bool:
    """Whether the client has this version: https://www.rfc-editor.org/rfc/rfc9110#name-if-none-match."""
    tags = [each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(",")]
    return tag in tags or "*" in tags


def _cached(tag: str) -> dict[str, str]:
    return {"ETag": tag, "Cache-Control": "public, no-cache"}


def _split(path: bytes, mounts: Sequence[str]) -> tuple[bytes, str]:
    """The path below a mount without its suffix, and the suffix."""
    if len(path) > _MAX_PATH:
        raise HTTPException(414, f"an IRI of more than {_MAX_PATH:,} bytes")
    mount = next((mount.encode() for mount in mounts if path.startswith(mount.encode())), b"/")
    suffix = next((suffix for suffix in SUFFIXES if path.endswith(suffix.encode())), "")
    return path.removeprefix(mount).removesuffix(suffix.encode()), suffix


def _links(path: str, media_type: str) -> dict[str, str]:
    """Where this form of a thing has an address of its own, and where its others are."""
    own = next(suffix for suffix, each in SUFFIXES.items() if GRAPH_TYPES.get(each) == GRAPH_TYPES.get(media_type))
    others = (f'<{path}{suffix}>; rel="alternate"; type="{each}"' for suffix, each in SUFFIXES.items())
    return {"Content-Location": path + own, "Link": ", ".join(others)}


def _missing(iri: str) -> HTTPException:
    return HTTPException(404, f"nothing is said here of {iri}")

"""What a SPARQL query says about itself, read from its tokens before anything runs it.

No engine of ours can forbid ``SERVICE``, so queries that reach outside the dataset are refused here. Comments, strings
and IRIs are understood (https://www.w3.org/TR/sparql11-query/#grammar); where parsers may disagree about what a piece
of text is, every reading of it must be harmless.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin

from kg.errors import QueryError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["MAX_QUERY", "Outline", "Term", "has_rows", "limit_rows", "outline"]

MAX_QUERY = 100_000
"""Characters that a query may have."""

MAX_DEPTH = 200
"""How deep brackets may be nested; Oxigraph's parser overruns its stack between 1,000 and 10,000."""

FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
UPDATES = frozenset({"LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "INSERT", "DELETE", "WITH"})

_TOKEN = re.compile(
    r"""(?P<skip>[\s\ufeff]++|\#[^\n\r]*+)
    |(?P<iri><(?:[^\x00-\x20<>"{}|^`\\]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*+>)
    |(?P<string>\"{3}(?:\"{0,2}(?:[^"\\]|\\.))*+\"{3}|'{3}(?:'{0,2}(?:[^'\\]|\\.))*+'{3}
        |"(?:[^"\\\n\r]|\\.)*+"|'(?:[^'\\\n\r]|\\.)*+')
    |(?P<open>["'])
    |(?P<variable>[?$]\w++)
    |(?P<language>@[A-Za-z0-9-]++)
    |(?P<name>(?:[^\W\d_][\w.·-]{0,100}+|_)?:(?:[\w:·.-]|%[0-9A-Fa-f]{2}|\\.)*+)
    |(?P<word>[^\W\d]\w*+)
    |(?P<number>\d++)
    |(?P<mark>.)""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


class Term(NamedTuple):
    """An RDF term as the SPARQL 1.1 results formats have it; ``type`` is ``uri``, ``literal`` or ``bnode``."""

    value: str
    type: str = "uri"
    lang: str = ""
    datatype: str = ""


class _Token(NamedTuple):
    kind: str
    text: str
    begin: int
    depth: int


@dataclass(frozen=True, slots=True)
class Outline:
    """The form of a query, and the dataset that it names (``FROM``, ``FROM NAMED``), as absolute IRIs.

    ``undeclared`` are the prefixes, with their namespaces, that it uses without declaring them.
    """

    form: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    undeclared: Mapping[str, str] = field(default_factory=dict)


def outline(text: str, prefixes: Mapping[str, str] | None = None) -> Outline:
    """The outline of a query that stays within the dataset; ``prefixes`` it need not declare.

    Raises:
        QueryError: if it is too long or too deep, is an update, calls a service, or is no query at all.

    """
    if len(text) > MAX_QUERY:
        message = f"a query of {len(text):,} characters; at most {MAX_QUERY:,} are allowed"
        raise QueryError(message)
    known = {f"{prefix}:": namespace for prefix, namespace in (prefixes or {}).items()}
    found = _read(text, known)
    # The standard resolves \u escapes before anything else, Oxigraph only inside strings and IRIs.
    if "\\" in text and _read(_ESCAPE.sub(_unescape, text), known) != found:
        message = r"the query changes its meaning by \u escapes; write the characters themselves"
        raise QueryError(message)
    return found


def limit_rows(text: str, rows: int) -> str:
    """A SELECT that gives at most so many rows."""
    tokens = list(_tokens(text))
    body = next((n for n, token in enumerate(tokens) if token.text == "}" and token.depth == 0), len(tokens))
    after = [token for token in tokens[body + 1 :] if token.depth == 0]
    words = [token.text.upper() if token.kind == "word" else "" for token in after]
    if "LIMIT" not in words:
        # VALUES stands last; what it joins is counted too. A line of its own ends a comment.
        place = after[words.index("VALUES")].begin if "VALUES" in words else len(text)
        return f"{text[:place]}\nLIMIT {rows} {text[place:]}"
    number = after[words.index("LIMIT") + 1 :][:1]
    if not number or number[0].kind != "number" or int(number[0].text) <= rows:
        return text
    begin = number[0].begin
    return f"{text[:begin]}{rows}{text[begin + len(number[0].text) :]}"


def has_rows(content: bytes, media_type: str, rows: int) -> bool:
    """Whether the answer to a SELECT has at least so many solutions; literals may hold anything."""
    match media_type.partition(";")[0]:
        case "application/sparql-results+json":
            if content.count(b"},{") + 1 < rows:  # what stands in literals can only make it more
                return False
            bare = re.sub(rb'"(?:[^"\\]|\\.)*"', b"", content).partition(b"[")[2].partition(b"[")[2]
            return bare.count(b"},{") + bare.startswith(b"{") >= rows
        case "application/sparql-results+xml":
            return content.count(b"<result>") + content.count(b"<result/>") >= rows
        case "text/csv":
            return sum(part.count(b"\n") for part in content.split(b'"')[::2]) > rows
    return content.count(b"\n") > rows


def _read(text: str, known: Mapping[str, str]) -> Outline:
    form, base = "", ""
    prefixes, declared, used = dict(known), set[str](), set[str]()
    graphs: dict[bool, list[str]] = {False: [], True: []}
    tokens = list(_tokens(text))
    for token, second, third in zip(tokens, [*tokens[1:], _END], [*tokens[2:], _END, _END], strict=False):
        _check(token)
        word = token.text.upper() if token.kind == "word" else ""
        if token.kind == "name":
            used.add(token.text.partition(":")[0] + ":")
        if form:
            if word == "FROM" and token.depth == 0:
                named = second.text.upper() == "NAMED"
                graphs[named].append(_resolve(third if named else second, base, prefixes))
        elif word in UPDATES:
            message = f"{word} is refused: the dataset is only read here; ask with SELECT, ASK, CONSTRUCT or DESCRIBE"
            raise QueryError(message)
        elif word in FORMS:
            form = word
        elif word == "BASE" and second.kind == "iri":
            base = urljoin(base, second.text[1:-1])
        elif word == "PREFIX" and third.kind == "iri":
            prefixes[second.text] = urljoin(base, third.text[1:-1])
            declared.add(second.text)
    if not form:
        message = "not a SPARQL query: there is no SELECT, ASK, CONSTRUCT or DESCRIBE"
        raise QueryError(message)
    undeclared = {name: known[name] for name in sorted(used - declared) if name in known}
    return Outline(form, tuple(graphs[False]), tuple(graphs[True]), undeclared)


def _check(token: _Token) -> None:
    if token.depth > MAX_DEPTH:
        message = f"the query is nested too deeply (more than {MAX_DEPTH} brackets); write it flatter"
        raise QueryError(message)
    if _may_call(token):
        message = "SERVICE is refused: queries stay within the dataset; remove it (nor may a prefix be called so)"
        raise QueryError(message)


def _may_call(token: _Token) -> bool:
    """Whether some parser may read SERVICE here.

    A parser without a lexer reads ``1e5SERVICE:x{`` as a number and a call, and ``?a<?b)SERVICE?c#>`` as the end of a
    filter, a call and a comment, where a lexer sees a prefixed name and an IRI. Oxigraph has none.
    """
    text = token.text.upper()
    match token.kind:
        case "word":
            return "SERVICE" in text
        case "name":
            return "SERVICE" in text.partition(":")[0]
        case "iri":
            return "#" in text and text.find("SERVICE", text.find(")") + 1 or len(text)) >= 0
    return False


def _tokens(text: str) -> Iterator[_Token]:
    depth = 0
    for found in _TOKEN.finditer(text):
        kind = found.lastgroup or ""
        if kind == "skip":
            continue
        if kind == "open":
            message = f"not a SPARQL query: a string is not closed: {text[found.start() :][:20]}"
            raise QueryError(message)
        if found[0] in ("}", ")"):
            depth -= 1
        yield _Token(kind, found[0], found.start(), depth)
        if found[0] in ("{", "("):
            depth += 1


_END = _Token("mark", "", 0, 0)


def _resolve(token: _Token, base: str, prefixes: Mapping[str, str]) -> str:
    if token.kind == "iri":
        return urljoin(base, token.text[1:-1])
    prefix, colon, local = token.text.partition(":")
    if token.kind != "name" or prefix + colon not in prefixes:
        message = f"not a SPARQL query: FROM is followed by {token.text!r}, which is no IRI"
        raise QueryError(message)
    return prefixes[prefix + colon] + local.replace("\\", "")


def _unescape(found: re.Match[str]) -> str:
    point = int(found[1] or found[2], 16)
    return chr(point) if point <= sys.maxunicode else found[0]

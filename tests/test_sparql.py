from __future__ import annotations

import time

import pytest

from kg.errors import QueryError
from kg.negotiation import choose
from kg.sparql import MAX_QUERY, Outline, has_rows, limit_rows, outline

JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT * { ?s ?p ?o }", Outline("SELECT")),
        ("# SELECT\nPREFIX ask: <urn:x> aSk {}", Outline("ASK")),
        ("BASE <http://e/a/> PREFIX g: <b/> CONSTRUCT FROM g:c WHERE {}", Outline("CONSTRUCT", ("http://e/a/b/c",))),
        ("DESCRIBE <urn:x> FROM <urn:a> FROM NAMED <urn:b> FROM NAMED <urn:c>", Outline("DESCRIBE", ("urn:a",), ("urn:b", "urn:c"))),
        (r"PREFIX g: <urn:> SELECT * FROM g:a\,b {}", Outline("SELECT", ("urn:a,b",))),
        ("SELECT * { ?s ?p 'FROM <urn:x>' } # FROM <urn:y>", Outline("SELECT")),
        ("SELECT * { ?from ?p <urn:FROM> }", Outline("SELECT")),
    ],
)  # fmt: skip
def test_an_outline_tells_the_form_and_the_dataset(text: str, expected: Outline) -> None:
    assert outline(text) == expected


def test_known_prefixes_need_not_be_declared() -> None:
    found = outline(
        "PREFIX b: <urn:mine:> SELECT * FROM a:g { ?s b:p c:o }", {"a": "urn:a:", "b": "urn:b:", "d": "urn:d:"}
    )
    assert found.default_graphs == ("urn:a:g",)
    assert found.undeclared == {"a:": "urn:a:"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "there is no SELECT"),
        ("DROP ALL", "DROP is refused"),
        ("SELECT * { SERVICE <urn:x> {} }", "SERVICE is refused"),
        ("SELECT * FROM g:x {}", "'g:x', which is no IRI"),
        ("SELECT * { ?s ?p 'x }", "a string is not closed"),
        ("SELECT *" + "{" * 300, "nested too deeply"),
        ("#" * (MAX_QUERY + 1), "at most 100,000"),
        (r"SELECT * \u0046ROM <urn:x> {}", r"by \\u escapes"),
    ],
)
def test_what_is_refused_is_refused_with_a_reason(text: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        outline(text)


@pytest.mark.parametrize(
    "text",
    ["'" + "\\'" * 49_999, "ab.-" * 25_000, "<a" * 50_000, "a:" + "\\" * 99_990, '"""' + 'a""' * 33_000, ":a%4" * 25_000, "<)#" * 33_000],
)  # fmt: skip
def test_no_text_takes_long_to_read(text: str) -> None:
    begin = time.process_time()
    with pytest.raises(QueryError):
        outline(text)
    assert time.process_time() - begin < 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT * { ?s ?p ?o } # no more", "SELECT * { ?s ?p ?o } # no more\nLIMIT 7 "),
        ("SELECT * { ?s ?p ?o } LIMIT 5", "SELECT * { ?s ?p ?o } LIMIT 5"),
        ("SELECT * { ?s ?p ?o } OFFSET 3 limit 500", "SELECT * { ?s ?p ?o } OFFSET 3 limit 7"),
        ("SELECT * { { SELECT * {} LIMIT 99 } }", "SELECT * { { SELECT * {} LIMIT 99 } }\nLIMIT 7 "),
        ("SELECT (EXISTS {} AS ?x) {} VALUES ?y { 1 }", "SELECT (EXISTS {} AS ?x) {} \nLIMIT 7 VALUES ?y { 1 }"),
        ("SELECT ?limit { ?limit ?p 'LIMIT 9' }", "SELECT ?limit { ?limit ?p 'LIMIT 9' }\nLIMIT 7 "),
    ],
)
def test_a_limit_stands_where_the_grammar_wants_it(text: str, expected: str) -> None:
    assert limit_rows(text, 7) == expected


@pytest.mark.parametrize(
    ("media_type", "content", "rows"),
    [
        (JSON, b'{"head":{"vars":["a"]},"results":{"bindings":[]}}', 0),
        (JSON, b'{"head":{"vars":["a"]},"results":{"bindings":[{}]}}', 1),
        (JSON, b'{"head":{"vars":["a","[{"]},"results":{"bindings":[{"a":{"value":"\\"},{"}},{"a":{"value":"},{"}}]}}', 2),
        (XML, b"<sparql><results><result/><result><binding>&lt;result></binding></result></results></sparql>", 2),
        ("text/csv; charset=utf-8", b'a,b\r\n"x\r\n""y""\r\n",1\r\n', 1),
        ("text/tab-separated-values", b'?a\n"x\\ny"\n<urn:z>\n', 2),
    ],
)  # fmt: skip
def test_rows_are_counted_whatever_literals_hold(media_type: str, content: bytes, rows: int) -> None:
    assert has_rows(content, media_type, rows)
    assert not has_rows(content, media_type, rows + 1)


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("", "a/x"),
        ("*/*", "a/x"),
        ("b/*", "b/z"),
        ("a/y, a/x;q=0.9", "a/y"),
        ("a/*;q=0.5, a/x;q=0, */*;q=0.1", "a/y"),
        ("A/Y", "a/y"),
        ("a/y;level=1;q=0.3, b/z;q=0.4", "b/z"),
        ("c/c", None),
        ("a/x;q=0, a/y;q=0, b/z;q=0", None),
        (";;;,/,=", None),
    ],
)
def test_the_offer_is_chosen_that_the_client_likes_best(accept: str, expected: str | None) -> None:
    assert choose(accept, ("a/x", "a/y", "b/z")) == expected

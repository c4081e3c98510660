from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from rdflib import URIRef

from kg.errors import InputError, QueryError, UnknownNameError
from kg.labels import label
from kg.namespaces import BASE, TIS
from kg.ontology import load_ontology
from kg.queries import ask, construct, find_questions, list_questions, select

if TYPE_CHECKING:
    from pathlib import Path

    from rdflib import Dataset
    from rdflib.term import Node


EVIDENCE = f"{BASE}graph/evidence/jiangcheng-2015/"


def said(dataset: Dataset, term: Node | None) -> str:
    """A term as the expected answers below write it: its label, a literal's text, or the tail of an IRI."""
    if term is None:
        return ""
    if not isinstance(term, URIRef):
        return str(term)
    text = str(term)
    if text.startswith(f"{BASE}graph/") or text == f"{BASE}jiangcheng-2015":
        return text.removeprefix(BASE).removeprefix("graph/").replace("jiangcheng-2015", "…")
    if text.startswith(str(TIS)):
        return text.removeprefix(str(TIS))
    return label(dataset, term, "zh")


def answer(dataset: Dataset, question: str, *columns: str, **parameters: str) -> list[tuple[str, ...]]:
    return [tuple(said(dataset, row[name]) for name in columns) for row in select(dataset, question, **parameters)]


# ── the named questions, on the invented chapter ───────────────────────────────────────────

ANSWERS: dict[str, tuple[dict[str, str], tuple[str, ...], list[tuple[str, ...]]]] = {
    "who_supports": (
        {"actor": "{base}jiangcheng-2015/group/55-64"},
        ("supporter", "how", "evidence"),
        [("江城银行", "lendsTo", "evidence/…/39-80")],
    ),
    "who_supports_indirectly": (
        {"actor": "科技小微企业"},
        ("supporter",),
        [("江城创业中心",), ("江城银行",)],
    ),
    "whom_does_it_reach": (
        {"actor": "江城银行"},
        ("reached", "directness"),
        [("企业（40）", "supports"), ("科技小微企业", "indirectlySupports")],
    ),
    "collaborators": (
        {"actor": "Jiangcheng University"},
        ("partner", "stated"),
        [("江城机床厂", "false")],
    ),
    "lenders_and_limits": (
        {},
        ("lender", "borrower", "amount", "period", "evidence"),
        [("江城银行", "企业（40）", "120000000", "截至2015年9月", "evidence/…/39-80")],
    ),
    "policies_issued": ({}, ("policy",), []),
    "planned": (
        {},
        ("subject", "property", "object", "modality", "evidence"),
        [
            ("中试基地", "单项补助额", "500000", "planned", "evidence/…/150-173"),
            ("智能制造联盟", "establishes", "中试基地", "planned", "evidence/…/150-173"),
            ("江城创业中心", "辅导企业数", "60", "planned", "evidence/…/80-114"),
            ("江城创业中心", "advises", "企业（60）", "planned", "evidence/…/80-114"),
        ],
    ),
    "figures_of": (
        {"actor": "种子贷款"},
        ("indicator", "value", "unit", "approximation", "change", "period"),
        [
            ("放款企业数", "40", "家", "exactly", "", "截至2015年9月"),
            ("发放贷款额", "20", "%", "exactly", "relativeChange", "截至2015年9月"),
            ("发放贷款额", "120000000", "元", "exactly", "", "截至2015年9月"),
        ],
    ),
    "changes": (
        {},
        ("who", "indicator", "value", "unit", "period", "comparison", "evidence"),
        [("种子贷款", "发放贷款额", "20", "%", "截至2015年9月", "截至2014年9月", "evidence/…/39-80")],
    ),
    "shares": ({}, ("part",), []),
    "where_said": (
        {"actor": "智能制造联盟"},
        ("begin", "end"),
        [("127", "133"), ("145", "147"), ("150", "152")],
    ),
    "by_function": (
        {"function": "collaborativeInnovation"},
        ("member", "class"),
        [("智能制造联盟", "Alliance"), ("中试基地", "IndustrialBase")],
    ),
    "entities": (
        {},
        ("entity", "class"),
        [
            ("智能制造联盟", "Alliance"),
            ("江城银行", "Bank"),
            ("江城市", "City"),
            ("江城机床厂", "Company"),
            ("种子贷款", "FinancialProduct"),
            ("江城市科技局", "GovernmentBody"),
            ("中试基地", "IndustrialBase"),
            ("江城创业中心", "ServiceAgency"),
            ("科技小微企业", "TargetGroup"),
            ("江城大学", "University"),
        ],
    ),
    "indicators": (
        {},
        ("indicator", "figures"),
        [("发放贷款额", "2"), ("放款企业数", "1"), ("辅导企业数", "1"), ("单项补助额", "1")],
    ),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_a_question_gives_its_expected_answer(name: str, small_closed: Dataset) -> None:
    parameters, columns, expected = ANSWERS[name]
    filled = {key: value.replace("{base}", BASE) for key, value in parameters.items()}
    assert answer(small_closed, name, *columns, **filled) == expected


def test_the_platform_directly_supports_technology_smes(closed: Dataset) -> None:
    rows = select(closed, "who_supports", actor="科技型中小企业")
    found = {(said(closed, row["supporter"]), said(closed, row["how"])) for row in rows}
    assert ("上海市科技金融信息服务平台", "providesServiceTo") in found


def test_the_joint_product_makes_its_makers_collaborate(closed: Dataset) -> None:
    rows = select(closed, "collaborators", actor="浦发银行")
    stated = {said(closed, row["partner"]): str(row["stated"]) for row in rows}
    assert stated["上海市再担保有限公司"] == "false"
    assert stated["区科委"] == "true"


def test_policies_are_listed_with_their_month(closed: Dataset) -> None:
    rows = answer(closed, "policies_issued", "when", "policy")
    months = {policy: when for when, policy in rows}
    assert months["《上海市小型微型企业信贷风险补偿办法》"] == "2012年6月"


def test_what_is_planned_is_not_support(closed: Dataset) -> None:
    planned = [row for row in select(closed, "planned") if str(row["property"]).endswith("supports")]
    assert planned
    for row in planned:
        assert (row["subject"], TIS.supports, row["object"]) not in closed


# ── how queries behave ─────────────────────────────────────────────────────────────────────


def test_every_variable_of_the_head_is_in_every_row_bound_or_not(small_closed: Dataset) -> None:
    rows = select(small_closed, "lenders_and_limits")
    assert rows[0]["condition"] is None
    assert list(rows[0])[:4] == ["lender", "borrower", "modality", "amount"]


def test_queries_see_the_union_of_all_graphs(small_closed: Dataset) -> None:
    assert ask(small_closed, "ASK { ?b tis:lendsTo ?g ; tis:supports ?g . ?d a nif:Context }")


def test_a_query_that_names_a_dataset_sees_only_that(small_closed: Dataset) -> None:
    where = "{ entity:江城银行 tis:lendsTo ?g . entity:江城银行 tis:supports ?g }"
    assert ask(small_closed, f"ASK {where}")
    assert not ask(small_closed, f"ASK FROM <{EVIDENCE}39-80> {where}")
    assert ask(small_closed, f"ASK FROM <{EVIDENCE}39-80> {{ entity:江城银行 tis:lendsTo ?g }}")
    assert not ask(small_closed, f"ASK FROM NAMED <{EVIDENCE}39-80> {{ entity:江城银行 tis:lendsTo ?g }}")


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p ?o { SELECT * { SERVICE SILENT <http://127.0.0.1:9/> { ?s ?p ?o } } } }",
        "ASK { ?s ?p ?o FILTER EXISTS { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } } }",
        "SELECT * { ?s ?p ?o OPTIONAL { service ?s { ?s ?p ?o } } }",
        "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
        "SELECT * FROM NAMED <http://127.0.0.1:9/x> { GRAPH ?g { ?s ?p ?o } }",
        "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
        "LOAD <file:///etc/passwd>",
        "DROP ALL",
    ],
)
def test_a_query_that_reaches_out_or_changes_something_is_refused(query: str, small_closed: Dataset) -> None:
    before = set(small_closed.quads())
    with pytest.raises(QueryError):
        select(small_closed, query)
    assert set(small_closed.quads()) == before


@pytest.mark.parametrize("query", ["SELECT *", "SELECT * WHERE { ?s ?p }", "SELECT * { ?s nope:x ?o }", "(" * 60_000])
def test_a_query_that_cannot_be_parsed_is_an_error_of_one_line(query: str, small_closed: Dataset) -> None:
    with pytest.raises(QueryError) as caught:
        select(small_closed, query)
    assert "\n" not in str(caught.value)


def test_an_enormous_query_is_refused(small_closed: Dataset) -> None:
    with pytest.raises(QueryError, match="characters"):
        select(small_closed, "SELECT * { ?s ?p ?o } #" + "x" * 200_000)


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("who_suports", r"did you mean who_supports\?"),
        ("Who lends to small firms?", "did you mean lenders_and_limits"),
        ("哪些政策是谁发布的", "did you mean policies_issued"),
        ("nonsense", "'nonsense'; `kg questions` lists them all"),
    ],
)
def test_an_unknown_question_is_answered_with_the_nearest_by_name_or_by_what_it_asks(
    asked: str, answer: str, small_closed: Dataset
) -> None:
    with pytest.raises(UnknownNameError, match=answer):
        select(small_closed, asked)


def test_questions_are_found_by_a_word_in_either_language() -> None:
    assert "covers_all_districts" in {each.name for each in find_questions("区县")}
    assert {each.name for each in find_questions("Districts")} == {"covers_all_districts"}
    assert find_questions("") == list_questions()


def test_an_unknown_parameter_is_answered_with_those_there_are(small_closed: Dataset) -> None:
    with pytest.raises(QueryError, match="it has: actor"):
        select(small_closed, "who_supports", who="江城市")


def test_an_unknown_name_is_answered_with_the_nearest(small_closed: Dataset) -> None:
    with pytest.raises(UnknownNameError, match="did you mean 江城银行"):
        select(small_closed, "who_supports", actor="江成银行")


@pytest.mark.parametrize("value", ["nonsense", "tis:nonsense", "} DROP ALL {"])
def test_an_unknown_term_of_the_ontology_is_refused(value: str, small_closed: Dataset) -> None:
    with pytest.raises(UnknownNameError):
        select(small_closed, "by_function", function=value)


def test_plain_sparql_has_no_parameters(small_closed: Dataset) -> None:
    with pytest.raises(QueryError, match="has no parameters"):
        select(small_closed, "SELECT * { ?s ?p ?o }", actor="江城市")


def test_a_question_in_a_file_takes_its_parameters_too(tmp_path: Path, small_closed: Dataset) -> None:
    path = tmp_path / "mine.rq"
    path.write_text(
        "# zh: 谁？\n# en: Who?\n# param who: entity | 谁 | who\n"
        f"SELECT ?class {{ VALUES ?who {{ <{BASE}entity/x> }} ?who a ?class }}",
        encoding="utf-8",
    )
    assert TIS.Bank in {row["class"] for row in select(small_closed, str(path), who="江城银行")}


@pytest.mark.parametrize("line", ["# param who: entity | who", "# column who: 谁 | who | what"])
def test_a_header_that_is_not_of_its_form_is_an_error_of_one_line(
    line: str, tmp_path: Path, small_closed: Dataset
) -> None:
    path = tmp_path / "mine.rq"
    path.write_text(f"{line}\nSELECT ?who {{ ?who a tis:Bank }}", encoding="utf-8")
    with pytest.raises(QueryError, match=r"mine\.rq: .* is not of the form"):
        select(small_closed, str(path))


def test_a_number_is_a_number(small_closed: Dataset) -> None:
    with pytest.raises(QueryError, match="must be a number"):
        select(small_closed, "paragraph", number="three")


def test_a_missing_file_is_an_input_error(small_closed: Dataset) -> None:
    with pytest.raises(InputError, match="no such file"):
        select(small_closed, "nowhere.rq")


def test_the_wrong_form_of_query_says_which_function_to_use(small_closed: Dataset) -> None:
    with pytest.raises(QueryError, match=r"kg\.ask"):
        select(small_closed, "ASK { ?s ?p ?o }")
    with pytest.raises(QueryError, match=r"kg\.select"):
        ask(small_closed, "SELECT * { ?s ?p ?o }")
    with pytest.raises(QueryError, match=r"kg\.select"):
        construct(small_closed, "SELECT * { ?s ?p ?o }")


def test_construct_and_describe_give_graphs(small_closed: Dataset) -> None:
    assert len(construct(small_closed, "CONSTRUCT { ?a tis:lendsTo ?b } WHERE { ?a tis:lendsTo ?b }")) == 1
    assert len(construct(small_closed, "DESCRIBE entity:江城银行")) > 1


def test_questions_use_only_terms_of_the_ontology() -> None:
    known = {str(s) for s in load_ontology().subjects()}
    for question in list_questions():
        for name in re.findall(r"\btis:(\w+)", question.text):
            assert f"{TIS}{name}" in known, (question.name, name)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_query_file_may_be_in_any_encoding_that_a_text_may_be_in(
    encoding: str, small_closed: Dataset, tmp_path: Path
) -> None:
    file = tmp_path / "question.rq"
    text = '# question: 谁在这里？\nSELECT DISTINCT ?it WHERE { ?it ?says "江城银行"@zh }\n'
    file.write_bytes(text.encode(encoding))
    assert len(select(small_closed, str(file))) == 1


def test_a_query_file_in_another_encoding_is_one_clear_error(small_closed: Dataset, tmp_path: Path) -> None:
    file = tmp_path / "question.rq"
    file.write_bytes("SELECT * WHERE { ?s ?p ?o }".encode("utf-16"))
    with pytest.raises(InputError, match="UTF-16"):
        select(small_closed, str(file))

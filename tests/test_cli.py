from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from conftest import GOLDEN
from typer.testing import CliRunner

from kg import __version__
from kg.cli import app
from kg.publication import FORMATS
from kg.reasoning.closure import load_rules
from kg.reasoning.profile import Note

if TYPE_CHECKING:
    from pathlib import Path

COMMANDS = [command.callback.__name__ for command in app.registered_commands if command.callback]
TABLES = GOLDEN / "jiangcheng" / "tables"
CHAPTER = GOLDEN / "jiangcheng" / "chapter.txt"


def kg(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command line as a user does."""
    command = [sys.executable, "-W", "ignore", "-c", "from kg.cli import main; main()", *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=cwd, check=False)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a built dataset of the invented chapter."""
    folder = tmp_path_factory.mktemp("work")
    done = kg("build", str(TABLES), "--lang", "en", cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder


def test_build_leaves_other_files_of_its_folder_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("irreplaceable", encoding="utf-8")
    assert kg("build", str(TABLES), "-o", str(tmp_path), cwd=tmp_path).returncode == 0
    assert (tmp_path / "letter.txt").read_text(encoding="utf-8") == "irreplaceable"


def test_the_agreed_commands_are_there() -> None:
    agreed = {"init", "build", "verify", "validate", "query", "questions", "show", "centrality", "draw", "export"}
    assert agreed <= set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_with_an_example_and_a_language(command: str) -> None:
    shown = CliRunner().invoke(app, [command, "--help"])
    assert shown.exit_code == 0
    assert f"Example: kg {command}" in shown.output
    assert "--lang" in shown.output


def test_the_list_of_commands_says_in_both_languages_what_each_does() -> None:
    listed = CliRunner().invoke(app, ["--help"], terminal_width=200).output.split("Commands:")[1]
    lines = {line.split()[0]: line for line in listed.splitlines() if re.match(r"  \w", line)}
    assert [name for name in COMMANDS if not re.search(r"[\u4e00-\u9fff].*。 [A-Z]", lines[name])] == []


def test_init_starts_tables_and_says_what_to_fill_first(tmp_path: Path) -> None:
    done = kg("init", "wuhan-2014", "--lang", "en", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "documents.csv" in done.stdout
    assert "documents.csv" in kg("init", "wuhan-2015", "-o", "data/w", cwd=tmp_path).stdout
    again = kg("init", "wuhan-2014", cwd=tmp_path)
    assert (again.returncode, again.stderr.count("\n")) == (2, 1)
    built = kg("build", "wuhan-2014", "--lang", "en", cwd=tmp_path)
    assert built.returncode == 2
    assert "documents.csv has no row" in built.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "wuhan-2014"]


def test_build_shows_progress_and_what_the_graph_holds(tmp_path: Path) -> None:
    done = kg("build", str(TABLES), "-o", "out", "--lang", "en", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "[1/5]" in done.stderr
    assert "[5/5]" in done.stderr
    assert "named entities" in done.stdout
    assert (tmp_path / "out" / "dataset.nq").is_file()


def test_two_builds_write_the_same_bytes(place: Path, tmp_path: Path) -> None:
    assert kg("build", str(TABLES), cwd=tmp_path).returncode == 0
    assert (tmp_path / "build" / "dataset.nq").read_bytes() == (place / "build" / "dataset.nq").read_bytes()


def test_a_failed_build_leaves_the_dataset_that_stood_there(small_folder: Path) -> None:
    folder = small_folder.parent
    assert kg("build", "tables", cwd=folder).returncode == 0
    before = (folder / "build" / "dataset.nq").read_bytes()
    entities = small_folder / "entities.csv"
    good = entities.read_text(encoding="utf-8")
    for damage, status in ((("Bank,", "Bnak,"), 2), (("techFinance", ""), 1)):
        entities.write_text(good.replace(*damage), encoding="utf-8")
        done = kg("build", "tables", cwd=folder)
        assert done.returncode == status, done.stderr
        assert "entities.csv" in done.stderr
        assert (folder / "build" / "dataset.nq").read_bytes() == before
    assert sorted(path.name for path in folder.iterdir()) == ["build", "tables"]


def test_verify_reports_coverage_and_says_that_all_is_well() -> None:
    done = kg("verify", str(TABLES), str(CHAPTER), "--lang", "en")
    assert done.returncode == 0, done.stderr
    assert "rows verified, no error" in done.stdout


def test_verify_fails_with_status_1_when_a_row_is_wrong(small_folder: Path) -> None:
    figures = small_folder / "figures.csv"
    figures.write_text(figures.read_text(encoding="utf-8").replace("120000000", "130000000"), encoding="utf-8")
    done = kg("verify", str(small_folder), str(CHAPTER))
    assert done.returncode == 1
    assert "figures.csv, row 3" in done.stderr


def test_verify_with_another_text_is_bad_input(tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("另一篇文章。", encoding="utf-8")
    done = kg("verify", str(TABLES), str(other))
    assert done.returncode == 2
    assert "not the text" in done.stderr


def test_validate_says_that_the_dataset_conforms(place: Path) -> None:
    done = kg("validate", "--lang", "en", cwd=place)
    assert (done.returncode, done.stdout) == (
        0,
        "the dataset conforms to its shapes and to the Data Cube constraints\n",
    )


def test_a_question_is_answered_in_the_readers_language(place: Path) -> None:
    assert "Bank of Jiangcheng" in kg("query", "lenders_and_limits", "--lang", "en", cwd=place).stdout
    assert "江城银行" in kg("query", "lenders_and_limits", cwd=place).stdout


def test_evidence_is_shown_as_section_paragraph_and_offsets(place: Path) -> None:
    assert "§1 ¶3 [39, 80)" in kg("query", "lenders_and_limits", cwd=place).stdout


def test_an_answer_comes_as_sparql_json_or_csv_for_scripts(place: Path) -> None:
    answer = json.loads(kg("query", "lenders_and_limits", "--format", "json", cwd=place).stdout)
    assert answer["head"]["vars"][0] == "lender"
    assert answer["results"]["bindings"][0]["amount"] == {
        "type": "literal",
        "value": "120000000",
        "datatype": "http://www.w3.org/2001/XMLSchema#decimal",
    }
    rows = list(csv.DictReader(io.StringIO(kg("query", "lenders_and_limits", "-f", "csv", cwd=place).stdout)))
    assert rows[0]["amount"] == "120000000"


def test_csv_has_a_label_after_each_column_that_is_not_of_literals(place: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(kg("query", "lenders_and_limits", "-f", "csv", cwd=place).stdout)))
    assert rows[0]["lender"].startswith("https://")
    assert rows[0]["lender_label"] == "江城银行"
    assert rows[0]["evidence_label"] == "§1 ¶3 [39, 80)"
    assert rows[0]["condition_label"] == ""
    assert "amount_label" not in rows[0]
    english = kg("query", "lenders_and_limits", "-f", "csv", "--lang", "en", cwd=place).stdout
    assert "Bank of Jiangcheng" in english


def test_the_heads_of_a_table_are_in_the_readers_language(place: Path) -> None:
    assert kg("query", "lenders_and_limits", cwd=place).stdout.split()[:2] == ["贷款方", "借款方"]
    assert kg("query", "lenders_and_limits", "--lang", "en", cwd=place).stdout.split()[:2] == ["lender", "borrower"]
    assert kg("query", "SELECT ?a { ?a a tis:Bank }", cwd=place).stdout.split()[0] == "a"


def test_a_table_says_yes_and_no_in_the_readers_language(place: Path) -> None:
    assert "否" in kg("query", "collaborators", "-p", "actor=江城大学", cwd=place).stdout
    assert " no" in kg("query", "collaborators", "-p", "actor=江城大学", "--lang", "en", cwd=place).stdout


@pytest.mark.parametrize(
    ("lang", "param", "message"),
    [
        ("zh", "who=江城市", "它的参数：actor（受支持的对象）"),
        ("en", "who=江城市", "it has: actor (who is supported)"),
    ],
)
def test_an_unknown_parameter_is_answered_with_those_there_are(
    lang: str, param: str, message: str, place: Path
) -> None:
    assert message in kg("query", "who_supports", "-p", param, "--lang", lang, cwd=place).stderr


@pytest.mark.parametrize(
    ("lang", "message"),
    [
        ("zh", "可选 5 个，近似者在前：科技金融、"),
        ("en", "of 5 values, the nearest first: tech finance, "),
    ],
)
def test_an_unknown_value_is_answered_with_the_nearest_first(lang: str, message: str, place: Path) -> None:
    asked = "function=金融" if lang == "zh" else "function=finance"
    done = kg("query", "by_function", "-p", asked, "--lang", lang, cwd=place)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr


def test_of_many_values_only_the_nearest_are_shown(place: Path) -> None:
    message = kg("query", "class_members", "-p", "class=Banc", "--lang", "en", cwd=place).stderr
    assert "the nearest first: bank, " in message
    assert message.endswith("…\n")


def test_an_example_value_is_announced_in_the_readers_language(place: Path) -> None:
    assert kg("query", "by_function", cwd=place).stderr == "以 function=科技金融 为例；用 --param function=… 另选\n"
    assert "example with function=tech finance;" in kg("query", "by_function", "--lang", "en", cwd=place).stderr
    assert kg("query", "by_function", "-p", "function=科技金融", cwd=place).stderr == ""


def test_a_term_that_the_ontology_does_not_have_is_warned_of(place: Path) -> None:
    query = "PREFIX t: <https://w3id.org/tis/ontology#> SELECT * { ?a t:suports+ ?b . ?b a t:Bank, <urn:x> }"
    done = kg("query", query, "--lang", "en", cwd=place)
    assert done.returncode == 0
    assert done.stderr == "the ontology has no tis:suports; did you mean tis:supports?\n"


def test_the_version_is_that_of_the_package() -> None:
    assert kg("--version").stdout == f"kg {__version__}\n"


@pytest.mark.parametrize(
    ("words", "completed"),
    [
        ("kg query who_sup", ["who_supports", "who_supports_indirectly"]),
        ("kg query who_supports --param ", ["actor="]),
        ("kg query breakdown --lang en -p i", ["indicator="]),
        ("kg query nonsense --param ", []),
    ],
)
def test_the_shell_completes_questions_and_their_parameters(words: str, completed: list[str]) -> None:
    environment = {"_KG_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))}
    shown = CliRunner().invoke(app, [], prog_name="kg", env=environment)
    assert shown.output.split() == completed


def test_the_shell_completion_can_be_installed() -> None:
    assert "--install-completion" in CliRunner().invoke(app, ["--help"]).output


def test_construct_gives_turtle_and_ask_gives_an_answer(place: Path) -> None:
    made = kg("query", "CONSTRUCT WHERE { ?a tis:lendsTo ?b }", "--format", "ttl", cwd=place)
    assert "tis:lendsTo" in made.stdout
    assert kg("query", "ASK { ?a tis:lendsTo ?b }", cwd=place).stdout == "true\n"


def test_a_query_that_takes_too_long_is_stopped(place: Path) -> None:
    done = kg("query", "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", "--timeout", "1", cwd=place)
    assert done.returncode == 2
    assert "stopped after 1 seconds" in done.stderr


def test_quotations_come_from_the_users_own_copy(place: Path) -> None:
    done = kg("show", "江城银行", "--chapter", str(CHAPTER), cwd=place)
    assert "江城银行通过种子贷款，截至9月" in done.stdout
    assert "江城银行通过种子贷款，截至9月" not in kg("show", "江城银行", cwd=place).stdout


@pytest.mark.parametrize("question", ["lenders_and_limits", "where_said"])
def test_an_answer_quotes_the_sentences_of_its_evidence_once(question: str, place: Path) -> None:
    parameters = ("-p", "actor=江城银行") if question == "where_said" else ()
    done = kg("query", question, *parameters, "--chapter", str(CHAPTER), cwd=place)
    assert done.stdout.count("江城银行通过种子贷款，截至9月") == 1


def test_quotations_from_another_text_are_refused(place: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text(CHAPTER.read_text(encoding="utf-8").replace("9月", "8月"), encoding="utf-8")
    done = kg("show", "江城银行", "--chapter", str(other), "--lang", "en", cwd=place)
    assert done.returncode == 2
    assert "not the text that the tables were made from" in done.stderr


def test_show_is_read_by_scripts_as_json_and_csv(place: Path) -> None:
    found = json.loads(kg("show", "江城银行", "--format", "json", cwd=place).stdout)
    rows = list(csv.DictReader(io.StringIO(kg("show", "江城银行", "--format", "csv", cwd=place).stdout)))
    assert [row["of"] for row in rows] == [
        *(each["other"] for each in found["statements"]),
        *(each["value"] for each in found["figures"]),
    ]
    assert {row["kind"] for row in rows} >= {"stated", "inferred"}
    assert all("[" in row["evidence"] for row in rows if row["kind"] == "stated")


def test_what_the_rules_leave_out_of_an_ontology_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = replace(load_rules(), notes=(Note("owl:oneOf", "x:Colour", "a colour is one of three"),))
    monkeypatch.setattr("kg.reasoning.closure.load_rules", lambda: rules)
    done = CliRunner().invoke(app, ["build", str(TABLES), "-o", str(tmp_path / "built")])
    assert "ontology: x:Colour: owl:oneOf is ignored: a colour is one of three\n" in done.stderr


def test_show_describes_a_thing_in_both_languages(place: Path) -> None:
    assert "is operated by" in kg("show", "seed loan", "--lang", "en", cwd=place).stdout
    assert "由…运营" in kg("show", "种子贷款", cwd=place).stdout


def test_centrality_lists_all_measures_or_the_one_that_ranks(place: Path) -> None:
    measures = ["degree", "betweenness", "closeness", "eigenvector", "pagerank", "strength"]
    about = ["rank", "iri", "zh", "en", "class", "class_zh", "class_en", "function", "function_zh", "function_en"]
    records = json.loads(kg("centrality", "--top", "3", "-f", "json", cwd=place).stdout)
    assert [list(record) for record in records] == [[*about, *measures]] * 3
    rows = list(
        csv.reader(io.StringIO(kg("centrality", "--by", "degree", "--top", "2", "-f", "csv", cwd=place).stdout))
    )
    assert rows[0] == [*about, "degree"]
    assert len(rows) == 3
    head = kg("centrality", "--lang", "en", cwd=place).stdout.splitlines()[0]
    assert head.split() == ["rank", "name", "class", "function", *measures]


@pytest.mark.parametrize(("lang", "limit"), [("en", "not who has money, power or success"), ("zh", "不说明谁更有资金")])
def test_centrality_says_what_the_network_is_not(lang: str, limit: str, place: Path) -> None:
    for arguments in (("--lang", lang), ("--help",)):
        shown = kg("centrality", *arguments, cwd=place).stdout
        assert limit.replace(" ", "") in "".join(shown.split())


def test_questions_are_listed_with_their_parameters(place: Path) -> None:
    shown = kg("questions", "--lang", "en", cwd=place).stdout
    assert "who_supports_indirectly" in shown
    assert "--param actor=" in shown


def test_questions_stand_under_their_topics_in_the_readers_language(place: Path) -> None:
    english = kg("questions", "--lang", "en", cwd=place).stdout
    assert english.index("\ntech finance ") < english.index("lenders_and_limits") < english.index("\nR&D and transfer ")
    chinese = kg("questions", cwd=place).stdout
    assert chinese.index("\n科技金融 ") < chinese.index("谁向谁贷款") < chinese.index("\n研发与转化 ")


@pytest.mark.parametrize(
    "arguments",
    [("-f", "turtle", "-o", "out"), ("-o", "out.jsonld"), ("-o", "out.gexf"), ("-f", "csv", "-o", "out")],
    ids=" ".join,
)
def test_export_writes_the_format_that_is_named_or_that_the_suffix_says(
    arguments: tuple[str, ...], place: Path, tmp_path: Path
) -> None:
    done = kg("export", *arguments, "--build", str(place / "build"), cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert any("种子贷款" in path.read_text(encoding="utf-8") for path in written)


def test_export_help_names_every_format() -> None:
    shown = CliRunner().invoke(app, ["export", "--help"]).output
    assert [name for name in FORMATS if name not in shown] == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("build", "nowhere"), "nowhere: no such folder"),
        (("verify", "nowhere", "x"), "nowhere: no such folder"),
        (("verify", str(TABLES), "nowhere.txt"), "nowhere.txt: no such file"),
        (("query", "SELECT * WHERE {"), "not a SPARQL query"),
        (("query", "who_suports"), "no question is called 'who_suports'; did you mean who_supports?"),
        (("query", "who lends to whom?"), "did you mean lenders_and_limits"),
        (("query", "who_supports", "--param", "actor"), "not of the form name=value"),
        (("query", "who_supports", "--param", "base=x"), "not of the form name=value"),
        (("query", "SELECT * { ?s ?p ?o }", "--format", "ttl"), "goes with CONSTRUCT"),
        (("questions", "zeppelin"), "no question is about 'zeppelin'; `kg questions` lists them all"),
        (("show", "江成银行"), "did you mean 江城银行"),
        (("show", "bank jiangcheng"), "did you mean Bank of Jiangcheng"),
        (("centrality", "--by", "importance"), "no measure is called 'importance'"),
        (("export", "--format", "word", "-o", "x"), "no format is called 'word'"),
        (("export", "--format", "csv", "-o", "x.csv"), "csv is three files in a folder; write --format csv -o x"),
        (("draw", "--build", "nowhere"), "no built dataset here"),
    ],
)
def test_bad_input_is_one_clear_line_and_status_2(arguments: tuple[str, ...], message: str, place: Path) -> None:
    done = kg(*arguments, "--lang", "en", cwd=place)
    assert done.returncode == 2
    assert message in done.stderr
    assert done.stderr.startswith(("kg: ", "[1/5]"))
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("build", "nowhere"), "没有这个目录"),
        (("query", "who_suports"), "没有名为 'who_suports' 的问题；是不是 who_supports？"),
        (("query", "谁向谁贷款？"), "是不是 lenders_and_limits"),
        (("query", "who_supports", "--param", "actor"), "应写作 参数名=值"),
        (("questions", "飞艇"), "没有关于 '飞艇' 的问题"),
        (("show", "江成银行"), "没有名为 '江成银行' 的对象；是不是 江城银行？"),
        (("show", "种子贷款", "--chapter", "nowhere.txt"), "没有这个文件"),
        (("paths",), "请给出两个名称"),
        (("paths", "--to", "火星飞船"), "也可以写类别（银行）"),
        (("export", "--format", "csv", "-o", "x.csv"), "请写 --format csv -o x"),
        (("draw", "--build", "nowhere"), "这里没有建好的图"),
    ],
)
def test_what_a_newcomer_gets_wrong_is_answered_in_chinese_unless_english_is_asked_for(
    arguments: tuple[str, ...], message: str, place: Path
) -> None:
    done = kg(*arguments, cwd=place)
    assert done.returncode == 2
    assert message in done.stderr


def test_support_that_is_only_planned_is_named_where_no_path_is_found(place: Path) -> None:
    found = kg("paths", "--to", "60 enterprises", "--lang", "en", cwd=place)
    assert found.returncode == 0
    assert "0 rows" in found.stdout
    assert re.search(r"No fact, .*\n.*advises +60 enterprises +planned +§1 ¶3 \[80, 114\)", found.stdout)
    assert "不算路径" in kg("paths", "江城银行", "企业（60）", cwd=place).stdout
    assert "不算路径" not in kg("paths", "--to", "科技小微企业", cwd=place).stdout


def test_columns_that_say_only_what_goes_without_saying_are_left_out_of_a_table(place: Path) -> None:
    table = kg("query", "lenders_and_limits", "--lang", "en", cwd=place).stdout
    assert "120 million" in table
    assert "modality" not in table
    assert "modality" in kg("query", "lenders_and_limits", "--format", "csv", cwd=place).stdout


def test_questions_about_a_word_are_listed_alone(place: Path) -> None:
    listed = kg("questions", "DISTRICTS", "--lang", "en", cwd=place).stdout
    assert "covers_all_districts" in listed
    assert "who_supports" not in listed
    assert listed.endswith("1 question\n")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('lang = "fr"', 'expected "zh" or "en"'),
        ("colour = 1", "unknown key 'colour'"),
        ("lang = ", "not TOML"),
        ("base = 3", "of the wrong type"),
        ('base = ""', "no beginning of IRIs"),
        ('base = "not an iri"', "no beginning of IRIs"),
        ('base = "http://x.org/id"', "ends with / or #"),
        ('base = "http://例子.中国/id/"', "its host in ASCII"),
        ("timeout = inf", "expected seconds above 0"),
        ("timeout = nan", "expected seconds above 0"),
        ("timeout = 0", "expected seconds above 0"),
    ],
)
def test_a_bad_kg_toml_is_bad_input(content: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_text(content, encoding="utf-8")
    done = kg("questions", cwd=tmp_path)
    assert done.returncode == 2
    assert message in done.stderr


def test_kg_toml_sets_defaults_that_options_override(place: Path) -> None:
    (place / "kg.toml").write_text('lang = "en"\n', encoding="utf-8")
    try:
        assert "seed loan" in kg("show", "种子贷款", cwd=place).stdout.splitlines()[0]
        assert kg("show", "种子贷款", "--lang", "zh", cwd=place).stdout.startswith("种子贷款")
    finally:
        (place / "kg.toml").unlink()


def test_a_full_disk_or_a_closed_folder_is_one_clear_line(place: Path) -> None:
    done = kg("export", "-o", "/proc/nowhere/x.nq", cwd=place)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [("show", "种子贷款"), ("show", "江城市"), ("query", "planned"), ("centrality", "--top", "20")],
    ids=" ".join,
)
def test_what_is_printed_does_not_hang_on_the_order_of_hashes(
    arguments: tuple[str, ...], place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed = set()
    for seed in "123":
        monkeypatch.setenv("PYTHONHASHSEED", seed)
        printed.add(kg(*arguments, cwd=place).stdout)
    assert len(printed) == 1


@pytest.mark.parametrize("seconds", ["nan", "inf", "0", "-1"])
@pytest.mark.parametrize("command", ["query", "serve"])
def test_a_time_limit_that_is_none_is_refused(command: str, seconds: str) -> None:
    refused = CliRunner().invoke(
        app, [command, "--timeout", seconds, *(["who_supports"] if command == "query" else [])]
    )
    assert refused.exit_code == 2
    assert "is no time" in refused.output


def test_the_package_runs_as_a_module() -> None:
    done = subprocess.run([sys.executable, "-m", "kg", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("kg ")


def test_a_hyphen_writes_an_export_to_the_standard_output(place: Path) -> None:
    done = kg("export", "-o", "-", "--format", "nquads", cwd=place)
    assert done.stdout.count("\n") > 1000
    assert "wrote" not in done.stdout
    assert not (place / "-").exists()

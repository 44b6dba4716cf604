"""`privlineage check` as the contract has it: every task, in the order of the data, decided before anything runs."""

import json
from textwrap import dedent

# First, so that Airflow keeps the home of this test session.
import airflow  # noqa: F401
import pytest

LOCK = {"wh": {"public.customers": {"id": "integer", "email": "text", "phone": "text", "age": "integer"}}}
LOCK["wh"]["public.orders"] = {"id": "integer", "x": "text"}
HEAD = """\
from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator
from airflow.sdk import DAG, task
from privlineage.airflow import moves, purpose, reads, writes


def sql(task_id, text, **more):
    return SQLExecuteQueryOperator(task_id=task_id, conn_id="wh_prod", sql=text, **more)


"""
EXPORT = """
    @task
    @moves("wh.mart.stage[email]", to="s3://ads-partner/daily.csv")
    def export():
        raise AssertionError("a check runs nothing")

    export()
"""


@pytest.fixture
def check(run, bundle, tmp_path):
    """Check DAGs, given as bodies of `with DAG("d")`, by file name."""
    (tmp_path / "lock.json").write_text(json.dumps(LOCK))
    folder = tmp_path / "dags"
    folder.mkdir()

    def checking(*options, **bodies):
        for name, body in bodies.items():
            text = f'{HEAD}with DAG("{name}") as dag:\n    pass\n{body}' if not body.startswith("#") else body
            (folder / f"{name}.py").write_text(text)
        paths = [] if "--only" in options else ["dags"]
        given = [option for option in options if option != "--only"]
        return run("check", "--bundle", bundle, "--schemas", "lock.json", "--format", "json", *given, *paths)

    return checking


def by_task(answer) -> dict[str, dict[str, object]]:
    return {entry["task_id"]: entry for entry in answer.json["tasks"]}


def outcomes(answer) -> dict[str, str]:
    return {entry["task_id"]: entry["verdict"] for entry in answer.json["tasks"]}


STAGE = '    sql("stage", "CREATE TABLE mart.stage AS SELECT email, age FROM customers")\n'


def test_a_block_has_its_rule_its_reason_and_a_witness_from_the_tag_to_the_sink(check):
    answer = check(d=STAGE + EXPORT)
    assert 1 == answer.code
    assert {
        "dag_id": "d",
        "task_id": "export",
        "verdict": "block",
        "would": "block",
        "rules": ["no-contact-to-ads"],
        "witnesses": [
            {
                "rule": "no-contact-to-ads",
                "path": ["wh.public.customers#email", "wh.mart.stage#email", "s3://ads-partner/daily.csv#email"],
            }
        ],
    } == {key: value for key, value in by_task(answer)["export"].items() if key != "reasons"}
    assert by_task(answer)["export"]["reasons"]


def test_every_task_is_listed_and_what_is_not_governed_is_allowed(check):
    answer = check(
        d=STAGE
        + "    sql('elsewhere', 'SELECT 1', ) .conn_id = 'other'\n    @task\n    def plain(): ...\n    plain()\n"
    )
    assert {"stage": "allow", "elsewhere": "allow", "plain": "allow"} == outcomes(answer)
    assert {"rules": [], "reasons": [], "witnesses": [], "would": "allow"} == {
        key: by_task(answer)["plain"][key] for key in ("rules", "reasons", "witnesses", "would")
    }
    assert 0 == answer.code


def test_tasks_come_in_the_order_of_their_data_whatever_their_names_files_and_dependencies(check):
    first = '    sql("z_stage", "CREATE TABLE mart.stage AS SELECT email FROM customers")\n'
    second = '    sql("m_more", "CREATE TABLE mart.more AS SELECT email FROM mart.stage")\n'
    third = (
        '    sql("a_last", "CREATE TABLE mart.last AS SELECT email FROM mart.more")\n    sql("b_free", "SELECT 1")\n'
    )
    answer = check(a_dag=third, z_dag=first, m_dag=second)
    assert ["b_free", "z_stage", "m_more", "a_last"] == [entry["task_id"] for entry in answer.json["tasks"]]


def test_schemas_that_earlier_tasks_make_are_known_to_later_ones(check):
    star = '    sql("after", "CREATE TABLE mart.copy AS SELECT * FROM mart.stage")\n'
    export = EXPORT.replace("wh.mart.stage[email]", "wh.mart.copy[email]")
    answer = check(d=STAGE + star + export)
    assert {"stage": "allow", "after": "allow", "export": "block"} == outcomes(answer)
    assert [
        "wh.public.customers#email",
        "wh.mart.stage#email",
        "wh.mart.copy#email",
        "s3://ads-partner/daily.csv#email",
    ] in [witness["path"] for witness in by_task(answer)["export"]["witnesses"]]


def test_what_a_blocked_task_would_have_written_does_not_exist(check, bundle):
    policy = bundle / "policy.yml"
    policy.write_text(policy.read_text().replace('"s3://ads-partner/**"', '"s3://ads-partner/**", "wh.ads.**"'))
    blocked = '    sql("b_blocked", "CREATE TABLE ads.copy AS SELECT email FROM customers")\n'
    after = '    sql("c_after", "CREATE TABLE mart.more AS SELECT email FROM ads.copy")\n'
    answer = check(d=blocked + after)
    assert "block" == outcomes(answer)["b_blocked"]
    assert "wh.public.customers#email" not in json.dumps(by_task(answer)["c_after"])
    assert "unknown-table" in " ".join(by_task(answer)["c_after"]["reasons"])


def test_declared_reads_and_writes_are_every_column_to_every_column(check):
    body = """
    @task
    @reads("wh.public.customers[email]")
    @writes("s3://ads-partner/x.csv")
    def both(): ...

    both()
"""
    assert [
        {"rule": "no-contact-to-ads", "path": ["wh.public.customers#email", "s3://ads-partner/x.csv#*"]}
    ] == by_task(check(d=body))["both"]["witnesses"]


def test_a_declassified_column_may_go(check):
    stage = '    sql("stage", "CREATE TABLE mart.stage AS SELECT sha256(email) AS email FROM customers")\n'
    assert {"stage": "allow", "export": "allow"} == outcomes(check(d=stage + EXPORT))


def test_in_observe_mode_nothing_is_enforced_and_what_would_be_is_said(check, bundle):
    policy = bundle / "policy.yml"
    policy.write_text(policy.read_text().replace("mode: enforce", "mode: observe"))
    answer = check(d=STAGE + EXPORT)
    export = by_task(answer)["export"]
    assert (0, "allow", "block", ["no-contact-to-ads"]) == (
        answer.code,
        export["verdict"],
        export["would"],
        export["rules"],
    )


MAPPED = """
    @task
    def statements():
        return ["SELECT 1", "SELECT 2"]

    SQLExecuteQueryOperator.partial(task_id="open", conn_id="wh_prod").expand(sql=statements())
"""


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ('    sql("open", "INSERT INTO ads.t SELECT {{ params.column }} FROM orders")\n', "jinja"),
        ('    sql("open", "INSERT INTO ads.t SELECT x FROM nowhere")\n', "unknown-table"),
        (MAPPED, "mapped"),
    ],
)
def test_what_is_known_at_run_time_only_is_undetermined_with_the_reason(check, bundle, body, reason):
    policy = bundle / "policy.yml"
    policy.write_text(policy.read_text().replace('"s3://ads-partner/**"', '"s3://ads-partner/**", "wh.ads.**"'))
    answer = check(d=body)
    assert (1, "undetermined") == (answer.code, outcomes(answer)["open"])
    assert reason in " ".join(by_task(answer)["open"]["reasons"])
    assert 0 == check("--undetermined", "warn").code


WHERE = '    sql("open", "CREATE TABLE ads.t AS SELECT email FROM customers WHERE age > {{ params.age }}")\n'
COLUMN = '    sql("open", "CREATE TABLE ads.t AS SELECT {{ params.column }} AS c FROM customers")\n'
AFTER = '    sql("after", "CREATE TABLE ads.u AS SELECT c FROM ads.t")\n'


@pytest.mark.parametrize(("body", "outcome"), [(WHERE, "block"), (COLUMN, "undetermined")])
def test_what_is_known_already_can_block_and_a_guess_cannot(check, bundle, body, outcome):
    policy = bundle / "policy.yml"
    policy.write_text(policy.read_text().replace('"s3://ads-partner/**"', '"s3://ads-partner/**", "wh.ads.**"'))
    assert outcome == outcomes(check(d=body))["open"]


def test_what_may_flow_is_followed_into_the_tasks_below(check, bundle):
    policy = bundle / "policy.yml"
    policy.write_text(policy.read_text().replace('"s3://ads-partner/**"', '"s3://ads-partner/**", "wh.ads.**"'))
    assert "allow" != outcomes(check(d=COLUMN + AFTER))["after"]


def test_without_a_lock_everything_that_reads_a_table_is_undetermined(check, bundle, run, tmp_path):
    policy = bundle / "policy.yml"
    policy.write_text(policy.read_text().replace('"s3://ads-partner/**"', '"s3://ads-partner/**", "wh.ads.**"'))
    check(d='    sql("open", "CREATE TABLE ads.t AS SELECT email FROM customers")\n')
    answer = run("check", "--bundle", bundle, "--format", "json", "dags")
    assert (1, {"open": "undetermined"}) == (answer.code, outcomes(answer))


def test_a_dag_file_that_fails_is_an_error_with_its_line_and_the_others_go_on(check):
    answer = check(d=STAGE, broken="# airflow dag\nimport nothing_of_that_name\n")
    assert (2, {"stage": "allow"}) == (answer.code, outcomes(answer))
    (error,) = answer.json["errors"]
    assert ("PL002", "dags/broken.py", 2) == (error["code"], error["file"], error["line"])
    assert "PL002 dags/broken.py:2: the DAG file cannot be imported: ModuleNotFoundError" in answer.err


@pytest.mark.parametrize("line", ["raise SystemExit(3)", "def (", "raise ValueError('ann@example.org')"])
def test_whatever_a_dag_file_raises_is_told_without_its_values(check, line):
    answer = check(broken=f"# airflow dag\n{line}\n")
    assert (2, []) == (answer.code, answer.json["tasks"])
    assert "ann@example.org" not in answer.out + answer.err


def test_what_a_dag_file_prints_stays_out_of_the_json(check):
    assert {"stage": "allow"} == outcomes(check(d=STAGE + "    print('hello')\n"))


def test_a_wrong_declaration_is_a_block_as_at_run_time(check):
    body = """
    @task
    @moves("wh.mart.stage[email", to="s3://ads-partner/daily.csv")
    def export(): ...

    export()
"""
    answer = check(d=body)
    assert answer.code in (1, 2)
    assert "allow" not in outcomes(answer).values()


def test_a_file_of_sql_is_a_task_named_by_its_path(check, tmp_path):
    (tmp_path / "report.sql").write_text("CREATE TABLE ads.report AS SELECT email FROM customers")
    answer = check("--only", "--source", "wh", "report.sql")
    assert [("report.sql", "report", "allow")] == [
        (entry["dag_id"], entry["task_id"], entry["verdict"]) for entry in answer.json["tasks"]
    ]


def test_sql_that_does_not_parse_is_named_with_its_place_and_fails_the_check(check, tmp_path):
    (tmp_path / "report.sql").write_text("SELECT 1;\nINSERT INTO mart.t SELECT FROM WHERE;\n")
    answer = check("--only", "--source", "wh", "report.sql")
    assert 1 == answer.code
    assert "syntax" in " ".join(by_task(answer)["report"]["reasons"])


def test_tasks_that_feed_each_other_are_decided_until_nothing_changes(check):
    body = (
        '    sql("a_first", "INSERT INTO mart.one SELECT email FROM mart.two")\n'
        '    sql("b_second", "INSERT INTO mart.two SELECT email FROM mart.one")\n'
        '    sql("c_third", "INSERT INTO mart.two SELECT email FROM customers")\n'
    )
    export = EXPORT.replace("wh.mart.stage[email]", "wh.mart.one[email]")
    assert "block" == outcomes(check(d=body + export))["export"]


HASHED = "sha256(email) AS email, age"
OVER_ITSELF = f'    sql("t_clean", "CREATE OR REPLACE TABLE mart.stage AS SELECT {HASHED} FROM mart.stage")\n'
OVER_OTHERS = f'    sql("t_clean", "CREATE OR REPLACE TABLE mart.stage AS SELECT {HASHED} FROM customers")\n'


def test_content_that_a_task_after_it_replaces_is_gone(check):
    assert "no-contact-to-ads" not in by_task(check(d=STAGE + OVER_ITSELF + EXPORT))["export"]["rules"]


def test_of_two_that_replace_each_other_in_no_known_order_both_count(check):
    assert "block" == outcomes(check(d=STAGE + OVER_OTHERS + EXPORT))["export"]
    assert "block" == outcomes(check(d=STAGE.replace("stage", "z_stage", 1) + OVER_OTHERS + EXPORT))["export"]


def test_a_swap_carries_labels_along(check):
    clean = '    sql("t_clean", "CREATE TABLE mart.clean AS SELECT sha256(email) AS email FROM mart.stage")\n'
    swap = '    sql("u_swap", "DROP TABLE mart.stage; ALTER TABLE mart.clean RENAME TO stage")\n'
    assert "allow" == outcomes(check(d=STAGE + clean + swap + EXPORT))["export"]


def test_templates_beside_the_dag_are_read_as_the_operator_reads_them(check, tmp_path):
    (tmp_path / "dags" / "stage.sql").write_text("CREATE TABLE mart.stage AS SELECT email FROM customers")
    answer = check(d='    sql("stage", "stage.sql")\n' + EXPORT)
    assert {"stage": "allow", "export": "block"} == outcomes(answer)


def test_two_dags_of_the_same_name_lose_no_task(check):
    text = f'{HEAD}with DAG("same") as dag:\n    pass\n{STAGE}'
    answer = check(one="#\n" + text, two="#\n" + text)
    assert [("same", "stage"), ("same", "stage")] == [
        (entry["dag_id"], entry["task_id"]) for entry in answer.json["tasks"]
    ]


def test_sarif_and_github_name_the_file_and_the_rule(check, run, bundle):
    check(d=STAGE + EXPORT, broken="# airflow dag\nimport nothing_of_that_name\n")
    common = ("check", "--bundle", bundle, "--schemas", "lock.json", "dags")
    sarif = run(*common, "--format", "sarif").json
    assert ("2.1.0", ["PL201/no-contact-to-ads", "PL002"]) == (
        sarif["version"],
        [r["ruleId"] for r in sarif["runs"][0]["results"]],
    )
    place = sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert {"uri": "dags/d.py"} == place
    lines = run(*common, "--format", "github").out.splitlines()
    assert lines[0].startswith("::error file=dags/broken.py,line=2,title=PL002::")
    assert lines[1].startswith(
        "::error file=dags/d.py,line=16,title=PL201 a task was blocked by policy::d.export: block by no-"
    )


def test_text_shows_a_table_and_the_messages(check, run, bundle):
    check(d=STAGE + EXPORT)
    answer = run("check", "--bundle", bundle, "--schemas", "lock.json", "dags")
    lines = answer.out.splitlines()
    assert ["task", "verdict", "if", "enforced", "rules"] == lines[0].split()
    assert ["d.export", "block", "block", "no-contact-to-ads"] == lines[2].split()
    assert "PL201 blocked: `d.export` would move personal data to a forbidden sink" in lines
    assert "2 tasks: 1 allow, 1 block" == lines[-1]


@pytest.mark.parametrize(
    ("text", "code"),
    [("[]", "PL103"), ("oops", "PL103"), ('{"wh": {"t": ["email"]}}', "PL103"), ('{"wh": 1}', "PL103")],
)
def test_a_lock_that_is_none_is_an_error(check, tmp_path, text, code):
    check(d=STAGE)
    (tmp_path / "lock.json").write_text(text)
    answer = check()
    assert (2, "", code) == (answer.code, answer.out, answer.err.split()[0])


def test_a_wider_spelling_of_a_name_in_a_lock_is_the_same_table(check, tmp_path):
    (tmp_path / "lock.json").write_text(json.dumps({"wh": {"BANK.public.Customers": {"Email": "text"}}}))
    body = dedent(
        """
        sql("stage", "CREATE TABLE mart.stage AS SELECT * FROM customers")
        """
    )
    answer = check(d="    " + body.strip() + "\n" + EXPORT)
    assert {"stage": "allow", "export": "block"} == outcomes(answer)


def test_dags_are_found_however_they_are_made_and_import_what_lies_beside_them(check, tmp_path):
    (tmp_path / "dags" / "names_of_tables.py").write_text('STAGE = "mart.stage"\n')
    (tmp_path / "dags" / "ignored").mkdir()
    (tmp_path / "dags" / ".airflowignore").write_text("ignored\n")
    (tmp_path / "dags" / "ignored" / "x.py").write_text("# airflow dag\nraise ValueError\n")
    decorated = """#
from airflow.sdk import dag, task
from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator
from names_of_tables import STAGE

@dag
def decorated():
    text = f"CREATE TABLE {STAGE} AS SELECT email FROM customers"
    SQLExecuteQueryOperator(task_id="stage", conn_id="wh_prod", sql=text)

decorated()
"""
    assigned = """#
from airflow.sdk import DAG
from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator

the_dag = DAG("assigned")
statement = "CREATE TABLE m.t AS SELECT * FROM mart.stage"
SQLExecuteQueryOperator(task_id="after", dag=the_dag, conn_id="wh_prod", sql=statement)
"""
    answer = check(decorated=decorated, assigned=assigned)
    assert [("decorated", "stage"), ("assigned", "after")] == [
        (entry["dag_id"], entry["task_id"]) for entry in answer.json["tasks"]
    ]
    assert (0, []) == (answer.code, answer.json["errors"])

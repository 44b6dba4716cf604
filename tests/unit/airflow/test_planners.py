"""Operators of every kind become plans; no Airflow runs, but the operators are real ones."""

import pytest
from airflow.providers.common.sql.operators.generic_transfer import GenericTransfer
from airflow.providers.common.sql.operators.sql import (
    BaseSQLOperator,
    BranchSQLOperator,
    SQLColumnCheckOperator,
    SQLExecuteQueryOperator,
    SQLInsertRowsOperator,
    SQLIntervalCheckOperator,
)
from airflow.providers.common.sql.sensors.sql import SqlSensor
from airflow.providers.standard.operators.bash import BashOperator
from airflow.providers.standard.operators.python import PythonOperator
from airflow.sdk import DAG, Asset, BaseOperator, task
from airflow.sdk.definitions._internal.types import SET_DURING_EXECUTION

from privlineage.airflow import asset, moves, purpose, reads, writes
from privlineage.airflow.planners.planning import Planning
from privlineage.airflow.planners.plans import plan_of
from privlineage.airflow.planners.touches import is_governed, may_be_governed
from privlineage.airflow.planners.view import OperatorView
from privlineage.core.plan import Job
from privlineage.core.schema import Schema
from privlineage.core.sources import Source
from privlineage.service.deciding.decider import Governance

GOVERNANCE = Governance(
    "h",
    (
        Source("wh", "postgres://wh:5432", database="bank", dialect="postgres", conn_ids=("wh_prod",)),
        Source("mart", "postgres://wh:5432", database="mart", dialect="postgres"),
        Source("lite", "sqlite://lite", dialect="sqlite", conn_ids=("lite_db",)),
        Source("lake", "s3://lake", conn_ids=("lake_s3",)),
    ),
    ("s3://ads/**", "conn:ads_api", "xcom:d.published.*"),
)
TABLES = {"public.customers": ["id", "email"], "public.t": ["a", "b"], "public.target": ["x"]}


class Known:
    def __init__(self):
        self.cache = {}

    def schema(self, source, words=None):
        tables = TABLES if source == "wh" else {"people": ["name", "mail"]}
        return Schema({name: dict.fromkeys(columns, "text") for name, columns in tables.items()})

    def cached_plan(self, key):
        return self.cache.get(key)

    def cache_plan(self, key, text):
        self.cache[key] = text


PLANNING = Planning(GOVERNANCE, Known(), "CN")


@pytest.fixture(autouse=True)
def dag():
    with DAG("d", schedule=None) as made:
        yield made


def view_of(operator, rendered=True):
    operator = getattr(operator, "operator", operator)
    return OperatorView.of(operator, rendered=rendered)


def plan_for(operator, rendered=True):
    return plan_of(view_of(operator, rendered), PLANNING)


def values(plan):
    return sorted((str(fact.input), str(fact.output)) for fact in plan.facts if fact.strength == 3)


def sinks(plan):
    return sorted(str(sink.dataset) for sink in plan.sinks)


def unresolved(plan):
    return [(entry.code, str(entry.sink or entry.source)) for entry in plan.unresolved]


def sql(statement, **more):
    return SQLExecuteQueryOperator(task_id="t", sql=statement, **{"conn_id": "wh_prod", **more})


class Loader(BaseSQLOperator):
    """As SQLBulkLoadOperator, which older providers do not have, names its attributes."""

    def __init__(self, *, table, tmp_file, **kwargs):
        super().__init__(**kwargs)
        self.table, self.tmp_file = table, tmp_file

    def execute(self, context):
        return None


class Sql2S3(BaseOperator):
    """As the providers' SqlToS3Operator names its attributes."""

    def __init__(self, *, query, sql_conn_id, s3_bucket, s3_key, aws_conn_id="aws_default", **kwargs):
        super().__init__(**kwargs)
        self.query, self.sql_conn_id, self.aws_conn_id = query, sql_conn_id, aws_conn_id
        self.s3_bucket, self.s3_key = s3_bucket, s3_key

    def execute(self, context):
        return None


class Sql2Api(BaseOperator):
    """Sends what it selects to another connection."""

    def __init__(self, *, sql, sql_conn_id, http_conn_id, **kwargs):
        super().__init__(**kwargs)
        self.sql, self.sql_conn_id, self.http_conn_id = sql, sql_conn_id, http_conn_id

    def execute(self, context):
        return None


class Fixed(BaseOperator):
    """Its connection is the class's, its SQL a property."""

    conn_id = "wh_prod"

    def __init__(self, *, column, **kwargs):
        super().__init__(**kwargs)
        self.column = column

    @property
    def sql(self):
        return f"INSERT INTO target SELECT {self.column} FROM customers"

    def execute(self, context):
        return None


class Caller(BaseOperator):
    """Has a connection and nothing else."""

    def __init__(self, *, http_conn_id, **kwargs):
        super().__init__(**kwargs)
        self.http_conn_id = http_conn_id

    def execute(self, context):
        return None


def test_an_insert_is_planned_by_its_own_source():
    plan = plan_for(sql("INSERT INTO target SELECT email FROM customers"))
    assert [("wh.public.customers#email", "wh.public.target#x")] == values(plan)
    assert (["wh.public.target"], (), False, False) == (sinks(plan), plan.unresolved, plan.opaque, plan.through_worker)
    assert Job("d", "t", "airflow") == plan.job


def test_a_list_of_statements_is_one_script():
    plan = plan_for(
        sql(["CREATE TEMP TABLE tmp AS SELECT email FROM customers;", "INSERT INTO target SELECT email FROM tmp"])
    )
    assert ("wh.public.customers#email", "wh.public.target#x") in values(plan)


def test_rows_that_are_fetched_go_to_the_xcom():
    plan = plan_for(sql("SELECT email AS e FROM customers"))
    assert [("wh.public.customers#email", "xcom:d.t.return_value#e")] == values(plan)
    assert (True, "CN") == (plan.through_worker, plan.location)


@pytest.mark.parametrize("more", [{"do_xcom_push": False}, {"handler": None}])
def test_rows_that_nobody_keeps_go_nowhere(more):
    plan = plan_for(sql("SELECT email FROM customers", **more))
    assert ([], [], ()) == (values(plan), sinks(plan), plan.unresolved)


@pytest.mark.parametrize(
    "make",
    [
        lambda: SqlSensor(task_id="t", conn_id="wh_prod", sql="SELECT email FROM customers"),
        lambda: BranchSQLOperator(
            task_id="t",
            conn_id="wh_prod",
            sql="SELECT email FROM customers",
            follow_task_ids_if_true=[],
            follow_task_ids_if_false=[],
        ),
        lambda: SQLColumnCheckOperator(
            task_id="t", conn_id="wh_prod", table="customers", column_mapping={"email": {"null_check": {"equal_to": 0}}}
        ),
    ],
)
def test_an_operator_that_only_looks_moves_nothing(make):
    plan = plan_for(make())
    assert ([], [], ()) == (values(plan), sinks(plan), plan.unresolved)
    assert ["wh.public.customers"] == [str(ref) for ref in plan.reads]


def test_an_interval_check_is_planned_by_its_two_rendered_statements():
    operator = SQLIntervalCheckOperator(
        task_id="t", conn_id="wh_prod", table="customers", metrics_thresholds={"count(*)": 2}
    )
    operator.sql1, operator.sql2 = "SELECT count(*) FROM customers", "SELECT count(*) FROM customers"
    assert () == plan_for(operator).unresolved


def test_a_transfer_has_two_ends():
    plan = plan_for(
        GenericTransfer(
            task_id="t",
            source_conn_id="wh_prod",
            destination_conn_id="lite_db",
            sql="SELECT id, email FROM customers",
            destination_table="people",
        )
    )
    assert [
        ("wh.public.customers#email", "lite.people#mail"),
        ("wh.public.customers#id", "lite.people#name"),
    ] == values(plan)
    assert (["lite.people"], True) == (sinks(plan), plan.through_worker)


def test_what_a_transfer_runs_before_runs_at_its_destination():
    plan = plan_for(
        GenericTransfer(
            task_id="t",
            source_conn_id="wh_prod",
            destination_conn_id="lite_db",
            sql="SELECT email FROM customers",
            destination_table="people",
            preoperator="INSERT INTO copies SELECT mail FROM people",
        )
    )
    assert "lite.copies" in sinks(plan)


def test_a_transfer_from_an_undeclared_source_brings_whatever_is_there():
    plan = plan_for(
        GenericTransfer(
            task_id="t",
            source_conn_id="other",
            destination_conn_id="lite_db",
            sql="SELECT x FROM y",
            destination_table="people",
        )
    )
    assert [("conn:other#*", "lite.people#*")] == values(plan)


def test_a_select_into_a_bucket_ends_there():
    operator = Sql2S3(
        task_id="t", query="SELECT email FROM customers", sql_conn_id="wh_prod", s3_bucket="ads", s3_key="a/b.csv"
    )
    assert [("wh.public.customers#email", "s3://ads/a/b.csv#email")] == values(plan_for(operator))


def test_a_select_for_another_connection_ends_there():
    operator = Sql2Api(task_id="t", sql="SELECT email FROM customers", sql_conn_id="wh_prod", http_conn_id="ads_api")
    assert [("wh.public.customers#email", "conn:ads_api#email")] == values(plan_for(operator))


def test_an_operator_with_its_own_connection_and_made_up_sql_is_planned():
    assert [("wh.public.customers#email", "wh.public.target#x")] == values(plan_for(Fixed(task_id="f", column="email")))


def test_another_database_of_the_same_server_is_its_own_source():
    plan = plan_for(sql("CREATE TABLE x AS SELECT 1 AS one", database="mart"))
    assert ["mart.public.x"] == sinks(plan)


def test_inserted_rows_come_from_the_xcom_they_were_handed():
    select = sql("SELECT email FROM customers")
    insert = SQLInsertRowsOperator(
        task_id="insert", conn_id="wh_prod", table_name="t", columns=["a"], rows=select.output
    )
    assert [("xcom:d.t.return_value#*", "wh.public.t#a")] == values(plan_for(insert))


def test_inserted_rows_of_unknown_origin_are_unresolved():
    insert = SQLInsertRowsOperator(task_id="insert", conn_id="wh_prod", table_name="t", rows=[("x", "y")])
    assert [("source", "wh.public.t")] == unresolved(plan_for(insert))


def test_a_bulk_load_reads_its_file():
    load = Loader(task_id="load", conn_id="wh_prod", table="t", tmp_file="/data/x.tsv")
    assert ["wh.public.t"] == sinks(plan_for(load))
    assert 1 == len(plan_for(load).facts)


def test_parameters_are_no_syntax_errors():
    operator = sql(
        "INSERT INTO t (a, b) SELECT email, %(b)s FROM customers WHERE id = %(id)s", parameters={"b": 1, "id": 2}
    )
    assert () == plan_for(operator).unresolved


def test_parameters_from_an_xcom_may_be_in_what_is_written():
    select = sql("SELECT email FROM customers")
    insert = SQLExecuteQueryOperator(
        task_id="i", conn_id="wh_prod", sql="INSERT INTO t (a) VALUES (%s)", parameters=[select.output]
    )
    assert ("xcom:d.t.return_value#*", "wh.public.t#*") in values(plan_for(insert))


def test_sql_that_does_not_parse_is_unresolved_and_stays_so():
    assert "syntax" in [code for code, _ in unresolved(plan_for(sql("INSERT INTO INTO")))]


def test_what_a_procedure_does_its_author_may_declare():
    call = sql("CALL refresh_mart()")
    assert ["procedure"] == [code for code, _ in unresolved(plan_for(call))]
    explained = plan_for(moves("wh.customers[email]", to="wh.target[x]")(call))
    assert ((), [("wh.public.customers#email", "wh.public.target#x")]) == (explained.unresolved, values(explained))
    assert 1 == len(explained.notes)


def test_no_declaration_explains_away_sql_that_does_not_parse():
    explained = plan_for(moves("wh.customers[email]", to="wh.target[x]")(sql("INSERT INTO INTO")))
    assert "syntax" in [code for code, _ in unresolved(explained)]


def test_sql_made_by_the_task_waits_for_it_and_is_unresolved_before_run_time():
    made = sql(SET_DURING_EXECUTION)
    assert None is plan_for(made)
    assert [("mapped", "wh")] == unresolved(plan_for(made, rendered=False))


def test_sql_that_is_mapped_at_run_time_is_unresolved_before():
    made = PythonOperator(task_id="make", python_callable=list)
    mapped = SQLExecuteQueryOperator.partial(task_id="m", conn_id="wh_prod").expand(sql=made.output)
    assert [("mapped", "wh")] == unresolved(plan_for(mapped, rendered=False))


@pytest.mark.parametrize("how", ["expand", "expand_kwargs"])
def test_sql_that_is_mapped_in_the_dag_file_is_planned_before_run_time(how):
    statements = ["SELECT 1", "INSERT INTO target SELECT email FROM customers"]
    partial = SQLExecuteQueryOperator.partial(task_id="m", conn_id="wh_prod")
    mapped = (
        partial.expand(sql=statements)
        if how == "expand"
        else partial.expand_kwargs([{"sql": one} for one in statements])
    )
    assert ("wh.public.customers#email", "wh.public.target#x") in values(plan_for(mapped, rendered=False))


@pytest.mark.parametrize(
    "make",
    [
        lambda: sql("INSERT INTO target SELECT email FROM customers", conn_id="{{ var.value.where }}"),
        lambda: SQLExecuteQueryOperator.partial(task_id="m", sql="SELECT 1").expand(conn_id=["other", "wh_prod"]),
    ],
)
def test_a_connection_known_at_run_time_only_is_unresolved_before(make):
    view = view_of(make(), rendered=False)
    assert is_governed(view, PLANNING)
    assert [("jinja", "")] == unresolved(plan_of(view, PLANNING))


def test_a_bucket_known_at_run_time_only_is_unresolved_before():
    operator = Sql2S3(
        task_id="t",
        query="SELECT email FROM customers",
        sql_conn_id="wh_prod",
        s3_bucket="{{ var.value.b }}",
        s3_key="k",
    )
    assert ("jinja", "") in unresolved(plan_for(operator, rendered=False))


def test_a_mapped_operator_with_one_statement_is_planned_before_run_time():
    mapped = SQLExecuteQueryOperator.partial(
        task_id="m", conn_id="wh_prod", sql="INSERT INTO target SELECT email FROM customers"
    ).expand(parameters=[{"a": 1}])
    assert [("wh.public.customers#email", "wh.public.target#x")] == values(plan_for(mapped, rendered=False))


def test_sql_on_an_undeclared_connection_that_a_zone_names_is_unresolved_in_it():
    plan = plan_for(sql("INSERT INTO a SELECT 1", conn_id="ads_api"))
    assert [("unsupported", "conn:ads_api")] == unresolved(plan)


def test_sql_on_an_undeclared_connection_that_names_a_governed_place_is_unresolved_in_it():
    plan = plan_for(sql("COPY t TO 's3://ads/x.csv'", conn_id="other"))
    assert [("unsupported", "s3://ads/x.csv")] == unresolved(plan)


def test_a_python_task_is_planned_by_its_decorators():
    @task
    @purpose("finance")
    @moves("wh.customers[email]", to="s3://ads/x.csv")
    def export():
        return None

    plan = plan_for(export())
    assert [("wh.public.customers#email", "s3://ads/x.csv#email")] == values(plan)
    assert (("finance",), True, "CN") == (plan.purposes, plan.through_worker, plan.location)


def test_a_whole_table_moves_by_its_known_columns():
    plan = plan_for(PythonOperator(task_id="p", python_callable=moves("wh.customers", to="s3://ads/x")(lambda: None)))
    assert [("wh.public.customers#email", "s3://ads/x#email"), ("wh.public.customers#id", "s3://ads/x#id")] == values(
        plan
    )


def test_assets_in_inlets_and_outlets_say_the_same():
    plan = plan_for(
        BashOperator(
            task_id="b",
            bash_command="true",
            inlets=[asset("wh.customers", columns=["email"])],
            outlets=[asset("s3://ads/x")],
        )
    )
    assert [("wh.public.customers#email", "s3://ads/x#*")] == values(plan)


def test_others_assets_count_where_they_name_a_governed_dataset():
    governed = BashOperator(task_id="b", bash_command="true", outlets=[Asset("s3://ads/x.csv")])
    other = BashOperator(task_id="c", bash_command="true", outlets=[Asset("s3://elsewhere/x.csv"), Asset("a-name")])
    assert [True, False] == [is_governed(view_of(one), PLANNING) for one in (governed, other)]
    assert [("source", "s3://ads/x.csv")] == unresolved(plan_for(governed))


def test_an_asset_that_sql_writes_anyway_says_nothing_new():
    operator = sql(
        "INSERT INTO target SELECT email FROM customers", outlets=[Asset("postgres://wh:5432/bank/public/target")]
    )
    assert () == plan_for(operator).unresolved


def test_a_task_that_writes_what_it_was_handed_is_made_from_it():
    @task
    def take():
        return None

    @task
    @writes("s3://ads/x.csv")
    def give(rows):
        return None

    plan = plan_for(give(take()))
    assert [("xcom:d.take.return_value#*", "s3://ads/x.csv#*")] == values(plan)
    assert () == plan.unresolved


def test_a_task_that_reads_takes_governed_xcoms_in_addition():
    select = sql("SELECT email FROM customers")

    @task
    @reads("wh.t[a]")
    @writes("s3://ads/x.csv[y]")
    def give(rows, path):
        return None

    @task
    def path():
        return "p"

    expected = [("wh.public.t#a", "s3://ads/x.csv#y"), ("xcom:d.t.return_value#*", "s3://ads/x.csv#y")]
    assert expected == values(plan_for(give(select.output, path())))


def test_reading_alone_is_unresolved():
    assert [("sink", "")] == unresolved(
        plan_for(PythonOperator(task_id="p", python_callable=reads("wh.t")(lambda: None)))
    )


def test_a_governed_connection_and_nothing_else_is_opaque():
    assert plan_for(Caller(task_id="c", http_conn_id="lake_s3")).opaque


def test_a_connection_that_a_zone_names_is_a_sink_of_unknown_content():
    plan = plan_for(Caller(task_id="c", http_conn_id="ads_api"))
    assert ([("source", "conn:ads_api")], ["conn:ads_api"], False) == (unresolved(plan), sinks(plan), plan.opaque)


GOVERNED = {
    "sql on a declared connection": (lambda: sql("SELECT 1"), True),
    "sql on another connection": (lambda: sql("SELECT 1", conn_id="other"), False),
    "sql elsewhere that names a zone's place": (lambda: sql("COPY t TO 's3://ads/x'", conn_id="other"), True),
    "a zone's connection": (lambda: Caller(task_id="c", http_conn_id="ads_api"), True),
    "a bucket in a zone": (
        lambda: Sql2S3(task_id="t", query="SELECT 1", sql_conn_id="other", s3_bucket="ads", s3_key="k"),
        True,
    ),
    "a bucket elsewhere": (
        lambda: Sql2S3(task_id="t", query="SELECT 1", sql_conn_id="other", s3_bucket="x", s3_key="k"),
        False,
    ),
    "declared lineage between governed ends": (
        lambda: moves("wh.t", to="s3://x/y")(BashOperator(task_id="b", bash_command="true")),
        True,
    ),
    "declared lineage elsewhere": (
        lambda: moves("s3://x/z", to="s3://x/y")(BashOperator(task_id="b", bash_command="true")),
        False,
    ),
    "a purpose alone": (lambda: purpose("finance")(BashOperator(task_id="b", bash_command="true")), False),
    "bash": (lambda: BashOperator(task_id="b", bash_command="psql -c 'SELECT 1'"), False),
    "python": (lambda: PythonOperator(task_id="p", python_callable=lambda: None), False),
}


@pytest.mark.parametrize("case", GOVERNED)
def test_governed_or_not(case):
    make, expected = GOVERNED[case]
    assert expected == is_governed(view_of(make()), PLANNING)


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (lambda: sql("SELECT 1", conn_id="other"), True),
        (lambda: moves("a.b", to="c.d")(BashOperator(task_id="b", bash_command="true")), True),
        (lambda: BashOperator(task_id="b", bash_command="true", outlets=[asset("wh.t")]), True),
        (lambda: BashOperator(task_id="b", bash_command="true", outlets=[Asset("s3://ads/x")]), False),
        (lambda: purpose("finance")(BashOperator(task_id="b", bash_command="true")), False),
        (lambda: PythonOperator(task_id="p", python_callable=lambda: None), False),
        (lambda: SQLExecuteQueryOperator.partial(task_id="m", conn_id="c").expand(sql=["SELECT 1"]), True),
    ],
)
def test_what_may_be_governed_when_nobody_knows(make, expected):
    assert expected == may_be_governed(view_of(make()))


def test_a_script_seen_before_is_not_parsed_again():
    """In a process of its own, which tells what was imported."""
    import subprocess
    import sys

    known = Known()
    planning = Planning(GOVERNANCE, known)
    operator = sql("INSERT INTO target SELECT email FROM customers WHERE day = '2026-01-01'")
    first = plan_of(view_of(operator), planning)
    code = f"""
import sys
from privlineage.core.codec import from_json
from privlineage.core.schema import Schema
from privlineage.airflow.planners.planning import Planning
from privlineage.airflow.planners.resolved import resolved
from privlineage.service.deciding.decider import Governance
class Known:
    def schema(self, source, words=None):
        tables = {TABLES!r} if source == "wh" else {{"people": ["name", "mail"]}}
        return Schema({{name: dict.fromkeys(columns, "text") for name, columns in tables.items()}})
    def cached_plan(self, key): return {known.cache!r}.get(key)
planning = Planning(from_json(Governance, {_governance_json()!r}), Known())
text = "INSERT INTO target SELECT email FROM customers WHERE day = '2026-02-02'"
plan = resolved(text, planning.source_of("wh_prod"), planning)
print([(str(f.input), str(f.output)) for f in plan.facts if f.strength == 3], "sqlglot" in sys.modules)
"""
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert f"{values(first)} False" == answer.stdout.splitlines()[-1]


def _governance_json():
    from privlineage.core.codec import to_json

    return to_json(GOVERNANCE)

"""A script's plan: canonical references, generations, openings, sinks, and what is not known."""

import pytest

from privlineage.core.facts import Confidence, FunctionStep
from privlineage.core.labels import Strength
from privlineage.core.plan import Job, Opening, WriteMode
from privlineage.core.refs import DatasetRef
from privlineage.core.schema import Schema
from privlineage.core.sources import Source, Sources
from privlineage.lineage.sql.plan import ROWS, plan_sql

WH = Source("wh", "postgres://wh:5432", database="bank", default_schema="public", dialect="postgres")
SOURCES = Sources([WH, Source("lake", "s3://lake")])
SCHEMA = Schema(
    {
        "public.customers": {"id": "int", "email": "text", "phone": "text"},
        "public.people": {"id": "int", "mail": "text"},
        "mart.out": {"id": "int", "mail": "text"},
    }
)
JOB = Job("d", "t")


def planned(sql, **more):
    return plan_sql(sql, WH, SOURCES, SCHEMA, JOB, **more)


def shown(plan):
    """Facts as short texts: output, generation, arrow, input, generation."""
    return [
        f"{f.output}@{f.output_generation} {'=' if f.strength is Strength.VALUE else f.strength.name.lower()} "
        f"{f.input}@{f.input_generation}"
        for f in plan.facts
    ]


def opened(plan):
    return [(str(o.dataset), o.generation, o.creates) for o in plan.openings]


def test_tables_become_canonical_references():
    plan = planned("INSERT INTO mart.out SELECT id, email FROM BANK.public.Customers")
    assert ["wh.mart.out#id@0 = wh.public.customers#id@0", "wh.mart.out#mail@0 = wh.public.customers#email@0"] == shown(
        plan
    )
    assert (DatasetRef("wh", "public.customers", declared=True),) == plan.reads
    assert [("wh.mart.out", WriteMode.APPEND, ("id", "mail"))] == [
        (str(s.dataset), s.mode, s.columns) for s in plan.sinks
    ]
    assert () == plan.openings


def test_a_fact_keeps_functions_strength_and_place():
    plan = planned("\nINSERT INTO mart.out (mail) SELECT hmac(phone, 'k') FROM customers WHERE id > 3", place="a.sql")
    value, row = sorted(plan.facts, key=lambda fact: -fact.strength)
    assert (FunctionStep("hmac", 0, ((1, "k"),), "postgres"),) == value.path
    assert ("transformation", Confidence.PARSED, "a.sql:2") == (value.transform, value.confidence, value.place)
    assert (Strength.ROW, "wh.mart.out#*", "wh.public.customers#id") == (row.strength, str(row.output), str(row.input))


def test_what_shapes_a_column_is_column_influence():
    plan = planned("INSERT INTO mart.out (mail) SELECT CASE WHEN id = 1 THEN 'x' END FROM customers")
    assert ["wh.mart.out#mail@0 column wh.public.customers#id@0"] == shown(plan)


def test_a_new_table_opens_its_first_generation():
    plan = planned(
        "CREATE TABLE stage AS SELECT email FROM customers; INSERT INTO mart.out (mail) SELECT email FROM stage"
    )
    assert [("wh.public.stage", 1, True)] == opened(plan)
    assert [
        "wh.mart.out#mail@0 = wh.public.stage#email@1",
        "wh.public.stage#email@1 = wh.public.customers#email@0",
    ] == shown(plan)


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("CREATE TABLE x AS SELECT id FROM customers", [("wh.public.x", 1, True)]),
        ("CREATE OR REPLACE TABLE people AS SELECT id FROM customers", [("wh.public.people", 1, False)]),
        ("CREATE TABLE IF NOT EXISTS people AS SELECT id FROM customers", []),
        ("TRUNCATE people", [("wh.public.people", 1, False)]),
        ("DELETE FROM people", [("wh.public.people", 1, False)]),
        ("DELETE FROM people WHERE id = 1", []),
        ("UPDATE people SET mail = 'x'", []),
        ("DROP TABLE people", [("wh.public.people", 1, False)]),
        ("TRUNCATE people; INSERT INTO people (id) SELECT id FROM customers", [("wh.public.people", 1, False)]),
        (
            "DROP TABLE IF EXISTS people; CREATE TABLE people AS SELECT id FROM customers",
            [("wh.public.people", 1, False)],
        ),
        ("CREATE TEMP TABLE x AS SELECT id FROM customers", []),
    ],
)
def test_only_what_begins_a_content_anew_opens_a_generation(sql, expected):
    assert expected == opened(planned(sql))


def test_what_was_read_before_an_overwrite_is_the_old_content():
    plan = planned(
        """
        CREATE TEMP TABLE keep AS SELECT id, mail FROM people;
        TRUNCATE people;
        INSERT INTO people SELECT id, mail FROM keep;
        INSERT INTO mart.out SELECT id, mail FROM people;
        """
    )
    assert [
        "wh.mart.out#id@0 = wh.public.people#id@1",
        "wh.mart.out#mail@0 = wh.public.people#mail@1",
        "wh.public.people#id@1 = wh.public.people#id@0",
        "wh.public.people#mail@1 = wh.public.people#mail@0",
    ] == shown(plan)
    assert ["wh.public.people", "wh.mart.out"] == [str(sink.dataset) for sink in plan.sinks]


def test_a_view_reads_what_is_there_when_it_is_read():
    plan = planned(
        """
        CREATE VIEW v AS SELECT mail FROM people;
        TRUNCATE people;
        INSERT INTO people (mail) SELECT email FROM customers;
        INSERT INTO mart.out (mail) SELECT mail FROM v;
        """
    )
    assert "wh.mart.out#mail@0 = wh.public.people#mail@1" in shown(plan)
    assert "wh.mart.out#mail@0 = wh.public.people#mail@0" not in shown(plan)


def test_a_rename_carries_the_content_to_the_new_name():
    plan = planned("ALTER TABLE people RENAME TO persons; INSERT INTO mart.out SELECT id, mail FROM persons")
    assert [
        "wh.mart.out#id@0 = wh.public.persons#id@1",
        "wh.mart.out#mail@0 = wh.public.persons#mail@1",
        "wh.public.persons#id@1 = wh.public.people#id@0",
        "wh.public.persons#mail@1 = wh.public.people#mail@0",
    ] == shown(plan)
    assert [("wh.public.people", 1, False), ("wh.public.persons", 1, True)] == opened(plan)


def test_two_tables_swapped_through_a_third_name_change_contents():
    plan = planned(
        """
        ALTER TABLE people RENAME TO aside;
        ALTER TABLE mart.out RENAME TO kept;
        """
    )
    assert {"wh.public.aside#mail@1 = wh.public.people#mail@0", "wh.mart.kept#mail@1 = wh.mart.out#mail@0"} <= set(
        shown(plan)
    )


def test_one_dataset_under_two_names_never_loses_what_is_written():
    plan = planned("TRUNCATE unknown; INSERT INTO public.unknown (a) SELECT email FROM customers")
    assert [] == opened(plan)
    assert ["wh.public.unknown#a@0 = wh.public.customers#email@0"] == shown(plan)


def test_files_are_datasets_of_their_own_system():
    plan = planned("COPY customers TO 's3://lake/daily/x.csv'; COPY people (mail) TO '/tmp/people.csv'")
    assert [("lake.daily/x.csv", WriteMode.EXIT), ("file:///tmp/people.csv", WriteMode.EXIT)] == [
        (str(sink.dataset), sink.mode) for sink in plan.sinks
    ]


def test_rows_of_a_bare_select_go_where_the_caller_says():
    sql = "SELECT email FROM customers"
    assert (("rows:``#email@0 = wh.public.customers#email@0",), (ROWS,)) == (
        tuple(shown(planned(sql, rows=ROWS))),
        tuple(sink.dataset for sink in planned(sql, rows=ROWS).sinks),
    )
    assert ((), (), 1) == (planned(sql).facts, planned(sql).sinks, len(planned(sql).reads))


def test_what_is_not_known_names_its_sink_or_its_source():
    plan = planned("INSERT INTO mart.out (mail) SELECT nope FROM customers;\nSELECT x FROM elsewhere;\nCALL p()")
    assert [
        ("unknown-column", "wh.mart.out", "", 1),
        ("unknown-table", "None", "wh", 2),
        ("procedure", "None", "wh", 3),
    ] == [(u.code, str(u.sink), u.source, u.line) for u in plan.unresolved]
    assert "wh.mart.out#*@0 = wh.public.customers#*@0" in shown(plan)


@pytest.mark.parametrize("sql", ["EXPORT customers TO somewhere", "-- why\nfrobnicate mart.out using customers"])
def test_what_does_not_even_read_like_a_query_may_write_anywhere(sql):
    rows = DatasetRef("xcom", "d.t.return_value")
    unresolved = planned(sql, rows=rows).unresolved
    assert {(rows, ""), (None, "wh")} == {(entry.sink, entry.source) for entry in unresolved}


@pytest.mark.parametrize("sql", ["SELECT email FROM customers WHERE ((", "(SELECT email FROM customers WHERE (("])
def test_a_query_that_cannot_be_read_hands_its_rows_to_whoever_asked(sql):
    rows = DatasetRef("xcom", "d.t.return_value")
    assert {rows} == {entry.sink for entry in planned(sql, rows=rows).unresolved}


def test_an_overwrite_opens_even_when_it_reads_itself():
    plan = plan_sql(
        "INSERT OVERWRITE TABLE people SELECT id, upper(mail) FROM people",
        Source("wh", "hive://h", default_schema="public", dialect="spark"),
        SOURCES,
        SCHEMA,
        JOB,
    )
    assert (Opening(DatasetRef("wh", "public.people", declared=True), 1),) == plan.openings
    assert [
        "wh.public.people#id@1 = wh.public.people#id@0",
        "wh.public.people#mail@1 = wh.public.people#mail@0",
    ] == shown(plan)


def test_what_is_computed_from_no_column_derives_from_a_constant_and_plain_values_from_nothing():
    counted = planned("INSERT INTO mart.out SELECT count(*), max(email) FROM customers")
    assert ["wh.mart.out#id@0 = constant:literal#*@0", "wh.mart.out#mail@0 = wh.public.customers#email@0"] == shown(
        counted
    )
    assert [] == shown(planned("INSERT INTO mart.out VALUES (1, 'ann@example.org')"))


def test_making_a_procedure_adds_and_opens_nothing():
    """Its body will begin tables anew, drop and rename some; until somebody calls it, every content stays."""
    body = (
        "TRUNCATE mart.out; INSERT INTO mart.out SELECT id, email FROM customers; DROP TABLE people; "
        "CREATE TABLE mart.n AS SELECT phone FROM customers; CREATE TEMP TABLE held AS SELECT id FROM customers; "
        "ALTER TABLE mart.n RENAME TO m;"
    )
    plan = planned(f"CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN {body} END $$")
    assert () == plan.openings
    assert () == plan.tables
    assert {WriteMode.APPEND} == {sink.mode for sink in plan.sinks}
    assert {
        "wh.mart.out#id@0 = wh.public.customers#id@0",
        "wh.mart.out#mail@0 = wh.public.customers#email@0",
        "wh.mart.n#phone@0 = wh.public.customers#phone@0",
    } <= set(shown(plan))
    assert set() == {"wh.public.held", "wh.held"} & {str(sink.dataset) for sink in plan.sinks}
    assert () == plan.unresolved


def test_the_script_behind_a_procedure_does_not_see_what_it_will_do():
    made = (
        "CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN DROP TABLE people; "
        "CREATE TEMP TABLE mart.out AS SELECT phone FROM customers; SET search_path = mart; END $$; "
    )
    after = "INSERT INTO mart.out SELECT id, mail FROM people"
    assert shown(planned(after)) == shown(planned(made + after))


def test_what_a_procedure_will_add_outlasts_what_the_script_begins_anew():
    plan = planned(
        "CREATE PROCEDURE p() LANGUAGE sql AS $$ INSERT INTO mart.out (mail) SELECT email FROM customers $$; "
        "TRUNCATE mart.out; INSERT INTO mart.out (mail) SELECT phone FROM customers"
    )
    assert [("wh.mart.out", 1, False)] == opened(plan)
    assert [
        "wh.mart.out#mail@1 = wh.public.customers#email@0",
        "wh.mart.out#mail@1 = wh.public.customers#phone@0",
    ] == shown(plan)


def test_a_procedure_in_another_language_is_not_known_and_concerns_the_source():
    plan = planned("CREATE PROCEDURE p() LANGUAGE plpython3u AS $$ x $$")
    assert [("procedure", "wh")] == [(entry.code, entry.source) for entry in plan.unresolved]


def test_an_anonymous_block_runs_where_it_stands_and_retires_nothing_for_sure():
    plan = planned(
        "DO $$ BEGIN TRUNCATE mart.out; INSERT INTO mart.out SELECT id, email FROM customers; END $$; "
        "SELECT mail FROM mart.out",
        rows=ROWS,
    )
    assert () == plan.openings
    assert "rows:``#mail@0 = wh.mart.out#mail@0" in shown(plan)
    assert "wh.mart.out#mail@0 = wh.public.customers#email@0" in shown(plan)

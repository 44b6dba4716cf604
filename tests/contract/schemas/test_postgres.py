"""Schemas of a real PostgreSQL: everything that holds columns, under the names SQL uses, in a few queries."""

import time

from sqlalchemy import event
from sqlalchemy.engine import Engine

from privlineage.core.schema import Schema
from privlineage.core.sources import Source
from privlineage.lineage.schemas import pull_schemas
from privlineage.lineage.sql.resolve import resolve

WH = Source("wh", "postgres://wh:5432", database="bank", dialect="postgres")


def pulled(url):
    found = pull_schemas(WH, url)
    assert () == found.unread
    return {table.dataset.name: dict(table.columns) for table in found.tables}


def views(url):
    return {table.dataset.name: table.view for table in pull_schemas(WH, url).tables if table.view}


def test_every_kind_of_table_is_there_and_nothing_of_the_system(postgres):
    url = postgres(
        "CREATE TABLE customers (id int GENERATED ALWAYS AS IDENTITY, email text, mail text GENERATED ALWAYS AS"
        " (lower(email)) STORED, payload jsonb, tags varchar(20)[])",
        "ALTER TABLE customers DROP COLUMN tags",
        "CREATE TABLE events (at date, who int) PARTITION BY RANGE (at)",
        "CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
        "CREATE SCHEMA mart",
        "CREATE VIEW mart.mails AS SELECT email FROM customers",
        "CREATE MATERIALIZED VIEW mart.counted AS SELECT count(*) AS n FROM customers",
        "CREATE FOREIGN DATA WRAPPER nothing",
        "CREATE SERVER far FOREIGN DATA WRAPPER nothing",
        "CREATE FOREIGN TABLE mart.remote (phone text) SERVER far",
        "CREATE TABLE mart.empty ()",
        "CREATE TYPE mart.mood AS ENUM ('ann@example.org')",
        "CREATE TABLE mart.moods (m mart.mood, c char(3), n numeric(10, 2), t timestamptz)",
        "CREATE TEMP TABLE here (x int)",
    )
    assert {
        "public.customers": {"id": "integer", "email": "text", "mail": "text", "payload": "jsonb"},
        "public.events": {"at": "date", "who": "integer"},
        "public.events_2026": {"at": "date", "who": "integer"},
        "mart.mails": {"email": "text"},
        "mart.counted": {"n": "bigint"},
        "mart.remote": {"phone": "text"},
        "mart.empty": {},
        "mart.moods": {
            "m": "mart.mood",
            "c": "character(3)",
            "n": "numeric(10,2)",
            "t": "timestamp with time zone",
        },
    } == pulled(url)


def test_names_in_quotes_keep_their_columns_and_tables_that_differ_only_in_case_are_one(postgres):
    url = postgres(
        'CREATE TABLE "Customers" (id int, "E-Mail" text, "eMail" text)',
        "CREATE TABLE customers (id int, phone text)",
        'CREATE SCHEMA "Mart"',
        'CREATE TABLE "Mart"."Odd Name" ("a b" int)',
    )
    assert {
        "public.customers": {"id": "integer", "E-Mail": "text", "eMail": "text", "phone": "text"},
        "mart.odd name": {"a b": "integer"},
    } == pulled(url)


def test_composite_types_have_their_fields_also_in_arrays_domains_and_row_types(postgres):
    url = postgres(
        "CREATE TYPE place AS (street text, zip varchar(9))",
        "CREATE TYPE contact AS (email text, home place)",
        "CREATE DOMAIN checked_place AS place",
        "CREATE TABLE people (id int, c contact, past place[], now checked_place)",
        "CREATE TABLE copies (p people, ps people[])",
    )
    place = "STRUCT(street text, zip character varying(9))"
    contact = f"STRUCT(email text, home {place})"
    people = f"STRUCT(id integer, c {contact}, past {place}[], now {place})"
    tables = pulled(url)
    assert {"id": "integer", "c": contact, "past": f"{place}[]", "now": place} == tables["public.people"]
    assert {"p": people, "ps": f"{people}[]"} == tables["public.copies"]
    lineage = resolve("SELECT (c).home.street AS s FROM people", "postgres", Schema(tables))
    assert [("public.people", "c.home.street")] == [
        (one.table, one.column) for one in lineage.statements[0].outputs[""]["s"]
    ]


def test_names_in_views_are_full_and_literals_are_not_kept(postgres):
    url = postgres(
        "CREATE SCHEMA mart",
        "CREATE TABLE t (email text, a int)",
        "CREATE TABLE mart.t (phone text, a int)",
        "CREATE FUNCTION mart.mask(text) RETURNS text LANGUAGE sql AS 'SELECT $1'",
        "SET search_path = mart",
        "CREATE VIEW v AS SELECT mart.mask(phone) AS p FROM t WHERE phone <> '+49 170' AND a > 4711",
        "CREATE VIEW public.w (q) AS SELECT email FROM public.t",
        "CREATE RECURSIVE VIEW public.up (n) AS SELECT a FROM public.t UNION ALL SELECT n + 1 FROM up WHERE n < 9",
    )
    found = views(url)
    assert {"mart.v", "public.w", "public.up"} == found.keys()
    assert "FROM mart.t" in found["mart.v"]
    assert not any(text in found["mart.v"] for text in ("170", "4711"))
    schema = Schema(pulled(url), found)
    reads = {}
    for view in found:
        statement = resolve(f"SELECT * FROM {view}", "postgres", schema, default_schema="public").statements[0]
        assert () == tuple(statement.unresolved)
        reads[view] = sorted((one.table, one.column) for c, o in statement.outputs[""].items() if c != "*" for one in o)
    assert {
        "mart.v": [("mart.t", "phone")],
        "public.w": [("public.t", "email")],
        "public.up": [("public.t", "a")],
    } == reads


def test_a_role_without_rights_sees_the_columns_all_the_same(server, postgres):
    url = postgres(
        "CREATE SCHEMA shut",
        "CREATE TABLE shut.salaries (who text, pay int)",
        "CREATE VIEW shut.v AS SELECT who FROM shut.salaries",
        "REVOKE ALL ON SCHEMA shut, public FROM PUBLIC",
    )
    as_reader = url.replace("//postgres:", "//reader:")
    assert as_reader != url
    server.execute("CREATE ROLE reader LOGIN")
    try:
        assert {"shut.salaries": {"who": "text", "pay": "integer"}, "shut.v": {"who": "text"}} == pulled(as_reader)
        assert ["shut.v"] == list(views(as_reader))
    finally:
        server.execute("DROP ROLE reader")


def test_two_thousand_tables_take_a_handful_of_queries_and_seconds(postgres):
    url = postgres(
        "DO $$ BEGIN FOR i IN 1..1900 LOOP EXECUTE format('CREATE TABLE t%%s (id int, email text, c2 int, c3 int)', i);"
        " IF i <= 100 THEN EXECUTE format('CREATE VIEW v%%s AS SELECT email FROM t%%s', i, i); END IF; END LOOP; END $$"
    )
    sent = []

    def count(*arguments):
        sent.append(arguments[2])

    event.listen(Engine, "before_cursor_execute", count)
    began = time.monotonic()
    try:
        found = pull_schemas(WH, url)
    finally:
        event.remove(Engine, "before_cursor_execute", count)
    assert 2000 == len(found.tables)
    assert len(sent) < 20
    assert time.monotonic() - began < 20


def test_check_sees_through_the_views_of_a_lock_as_the_gate_does(run, bundle, store, postgres, tmp_path):
    url = postgres(
        "CREATE TABLE customers (id int, email text, phone text, age int)",
        "CREATE SCHEMA mart",
        "CREATE VIEW mart.mails AS SELECT email AS e FROM customers",
        "CREATE VIEW mart.over AS SELECT upper(e) AS f FROM mart.mails",
    )
    assert 0 == run("schemas", "pull", "--source", "wh", "--url", url, "-o", "lock.json").code
    (tmp_path / "export.sql").write_text("COPY (SELECT f FROM mart.over) TO 's3://ads-partner/daily.csv'")
    answer = run(
        "check", "--bundle", bundle, "--schemas", "lock.json", "--source", "wh", "--format", "json", "export.sql"
    )
    (task,) = answer.json["tasks"]
    assert (1, "block", ["no-contact-to-ads"]) == (answer.code, task["verdict"], task["rules"])
    assert [["wh.public.customers#email", "s3://ads-partner/daily.csv#f"]] == [w["path"] for w in task["witnesses"]]


def test_the_store_forgets_tables_that_are_gone(run, store, postgres):
    url = postgres("CREATE TABLE old (gone_column int)", "CREATE TABLE t (a int)")
    assert 0 == run("schemas", "pull", "--source", "wh", "--url", url).code
    assert ["wh.public.old#gone_column"] == run("names", "gone_column", "--format", "json").json["matches"]
    again = postgres("CREATE TABLE t (a int)")
    assert 0 == run("schemas", "pull", "--source", "wh", "--url", again).code
    assert [] == [m for m in run("names", "gone_column", "--format", "json").json["matches"] if "gone" in m]

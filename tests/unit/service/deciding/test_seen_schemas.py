"""What the store learns of tables from statements that ran and from events, and what it decides with that."""

import io
import json
from dataclasses import replace

import pytest

from privlineage.core.plan import Job
from privlineage.core.schema import UNREADABLE, words_of
from privlineage.core.verdict import Attempt, Outcome
from privlineage.lineage.sql.plan import plan_sql
from privlineage.service.ingest import ingest_events
from privlineage.store.protocol import SchemaRecord
from tests.unit.service.world import world

PULLED = {
    "public.customers": {"id": "int", "email": "text"},
    "mart.stage": {"a": "int", "b": "text"},
}


@pytest.fixture
def decider():
    """The world's, with two tables pulled at the beginning of time."""
    made = world()
    wh = made.bundle().sources.get("wh")
    made.store.put_schemas(
        [SchemaRecord(wh.dataset(name), tuple(columns.items()), at="") for name, columns in PULLED.items()]
    )
    return made


def planned(decider, sql):
    bundle = decider.bundle()
    wh = bundle.sources.get("wh")
    kept = bundle.weakening.kept_literals
    return plan_sql(sql, wh, bundle.sources, decider.schema("wh", words_of(sql)), Job("d", sql[:40]), kept=kept)


def ran(decider, sql, *, succeeds=True):
    """A task ran this SQL."""
    attempt = Attempt(sql)
    verdict = decider.decide(planned(decider, sql), attempt)
    assert verdict.outcome in (Outcome.ALLOW, Outcome.WARN)
    (decider.succeeded if succeeds else decider.failed)(attempt)


def known(decider):
    return {record.dataset.name: dict(record.columns) for record in decider.store.schemas("wh")}


@pytest.mark.parametrize(
    ("sql", "left"),
    [
        ("CREATE TABLE mart.n (X int, y varchar(9))", {"mart.n": {"X": "INT", "y": "VARCHAR(9)"}}),
        ("CREATE TABLE mart.n AS SELECT email FROM customers", {"mart.n": {"email": ""}}),
        ("DROP TABLE mart.stage; CREATE TABLE mart.stage (c int)", {"mart.stage": {"c": "INT"}}),
        ("ALTER TABLE mart.stage ADD COLUMN c date", {"mart.stage": {"a": "int", "b": "text", "c": "DATE"}}),
        ("ALTER TABLE mart.stage DROP COLUMN a", {"mart.stage": {"b": "text"}}),
        ("ALTER TABLE mart.stage RENAME COLUMN a TO c", {"mart.stage": {"c": "int", "b": "text"}}),
        ("ALTER TABLE mart.stage RENAME TO other", {"mart.stage": None, "mart.other": {"a": "int", "b": "text"}}),
        ("DROP TABLE mart.stage", {"mart.stage": None}),
        ("DROP TABLE IF EXISTS mart.stage, mart.never", {"mart.stage": None}),
        ("CREATE TABLE mart.n (LIKE mart.stage)", {"mart.n": {"a": "int", "b": "text"}}),
        ("CREATE TABLE IF NOT EXISTS mart.n (x int)", {"mart.n": {"x": "INT"}}),
        ("INSERT INTO mart.n (x) SELECT id FROM customers", {"mart.n": {"x": ""}}),
        ("CREATE TEMP TABLE n (x int)", {}),
        ("TRUNCATE mart.stage", {}),
        ("SELECT 1", {}),
    ],
)
def test_tables_that_a_statement_makes_alters_renames_or_drops_are_known_after_its_success_alone(decider, sql, left):
    ran(decider, sql, succeeds=False)
    assert PULLED == known(decider)
    ran(decider, sql + " ")
    expected = {name: columns for name, columns in {**PULLED, **left}.items() if columns is not None}
    assert expected == known(decider)


def test_a_table_of_which_some_columns_are_not_known_says_so_and_a_script_that_rolls_back_leaves_nothing(decider):
    (left,) = planned(decider, "CREATE TABLE mart.n AS SELECT 1 AS one, * FROM nowhere").tables
    assert ("mart.n", (("one", ""), ("*", ""))) == (left.dataset.name, left.columns)
    assert () == planned(decider, "BEGIN; ALTER TABLE mart.stage ADD COLUMN c int; ROLLBACK").tables


def test_a_view_that_a_statement_makes_is_seen_through_without_its_literals(decider):
    ran(
        decider,
        "CREATE VIEW mart.v AS SELECT email AS e, hmac(email, 'k', 'sha256') AS h FROM customers WHERE id > 4711",
    )
    (view,) = [record for record in decider.store.schemas("wh") if record.view]
    assert (
        "CREATE VIEW mart.v AS SELECT email AS e, HMAC(email, '?', 'sha256') AS h FROM customers WHERE id > 0",
        (("e", ""), ("h", "")),
    ) == (view.view, view.columns)
    export = planned(decider, "COPY (SELECT e, h FROM mart.v) TO 's3://ads-partner/daily.csv'")
    assert ["wh.public.customers"] == [str(dataset) for dataset in export.reads]
    verdict = decider.decide(export, Attempt("export"))
    assert (Outcome.BLOCK, ("no-contact-to-ads",)) == (verdict.outcome, verdict.decision.rules)
    assert {"e"} == {
        finding.witnesses[0].columns[-1].path for finding in verdict.decision.findings if finding.witnesses
    }


def test_a_view_over_a_table_that_is_made_anew_later_leads_to_the_new_content(decider):
    ran(decider, "CREATE TABLE mart.base AS SELECT id AS x FROM customers")
    ran(decider, "CREATE VIEW mart.v AS SELECT x FROM mart.base")
    ran(decider, "CREATE OR REPLACE TABLE mart.base AS SELECT email AS x FROM customers")
    verdict = decider.decide(
        planned(decider, "COPY (SELECT x FROM mart.v) TO 's3://ads-partner/daily.csv'"), Attempt("e")
    )
    assert (Outcome.BLOCK, ("no-contact-to-ads",)) == (verdict.outcome, verdict.decision.rules)


def test_a_view_whose_names_lead_where_only_its_script_knows_is_not_opened(decider):
    ran(decider, "SET search_path = mart; CREATE VIEW public.v AS SELECT a FROM stage")
    assert [UNREADABLE] == [record.view for record in decider.store.schemas("wh") if record.view]
    assert ["syntax"] == [e.code for e in planned(decider, "COPY (SELECT a FROM v) TO 's3://x/y.csv'").unresolved]


def test_rows_written_into_a_view_leave_it_a_view(decider):
    ran(decider, "CREATE VIEW mart.v AS SELECT a FROM mart.stage")
    ran(decider, "INSERT INTO mart.v (a) SELECT 1")
    assert ["CREATE VIEW mart.v AS SELECT a FROM mart.stage"] == [r.view for r in decider.store.schemas("wh") if r.view]


def test_a_pull_that_began_before_a_statement_ended_does_not_undo_what_it_made(decider):
    ran(decider, "ALTER TABLE mart.stage ADD COLUMN c int")
    stage = decider.bundle().sources.get("wh").dataset("mart.stage")
    decider.store.put_schemas([SchemaRecord(stage, (("a", "int"),), at="")])
    assert ["a", "b", "c"] == list(known(decider)["mart.stage"])
    decider.store.put_schemas([SchemaRecord(stage, (("a", "int"),), at="9999")])
    assert ["a"] == list(known(decider)["mart.stage"])


def told(decider, name, **columns):
    fields = [{"name": column, "type": kind} for column, kind in columns.items()]
    dataset = {"namespace": "postgres://wh:5432", "name": f"bank.{name}", "facets": {"schema": {"fields": fields}}}
    event = {"eventType": "COMPLETE", "job": {"namespace": "etl", "name": "j"}, "inputs": [dataset], "outputs": []}
    ingest_events(decider.store, io.BytesIO(json.dumps(event).encode()), "e", lambda: "5", on_remark=lambda _: None)


def test_an_event_adds_the_columns_it_tells_of_and_takes_none_away(decider):
    told(decider, "public.customers", Email="varchar", phone="varchar")
    assert {"id": "int", "email": "text", "phone": "varchar"} == known(decider)["public.customers"]
    told(decider, "mart.new", a="int")
    told(decider, "mart.new", b="int")
    assert {"a": "int", "b": "int"} == known(decider)["mart.new"]
    ran(decider, "DROP TABLE IF EXISTS mart.new; CREATE TABLE mart.new (z int)")
    assert {"z": "INT"} == known(decider)["mart.new"]
    told(decider, "mart.new", b="int")
    assert {"z": "INT", "b": "int"} == known(decider)["mart.new"]


def test_a_decision_loads_the_tables_its_script_names_and_what_is_behind_views_alone(decider):
    wh = decider.bundle().sources.get("wh")
    decider.store.put_schemas(
        [
            SchemaRecord(wh.dataset("mart.v"), (("a", ""),), "SELECT a FROM mart.w"),
            SchemaRecord(wh.dataset("mart.w"), (("a", ""),), "SELECT a FROM mart.stage"),
            SchemaRecord(wh.dataset("mart.w2"), (("a", ""),), "SELECT a FROM mart.stage"),
        ]
    )
    schema = decider.schema("wh", words_of("SELECT a FROM v"))
    assert {"mart.v", "mart.w", "mart.stage"} == schema.tables.keys()
    assert {"mart.v", "mart.w"} == schema.views.keys()
    assert 5 == len(decider.schema("wh").tables)
    assert 5 == len(decider.schema("wh", words_of("SELECT a FROM `s_*`")).tables)


@pytest.mark.parametrize(("path", "expected"), [("e", Outcome.BLOCK), ("*", Outcome.BLOCK), ("other", Outcome.ALLOW)])
def test_a_tag_on_a_column_of_a_view_counts_beside_what_the_view_reads(decider, path, expected):
    ran(decider, "CREATE VIEW mart.v AS SELECT id AS e, id AS other FROM customers")
    view = decider.bundle().sources.get("wh").dataset("mart.v")
    tag = next(tag for tag in decider.bundle().tags if tag.column.path == "email")
    decider.store.add_tags([replace(tag, column=view.column(path), by="person")])
    export = planned(decider, "COPY (SELECT e FROM mart.v) TO 's3://partner/daily.csv'")
    sources = {str(fact.input) for fact in export.facts}
    assert {"wh.public.customers#id", *(["wh.mart.v#e"] if path != "other" else [])} == sources
    to_ads = planned(decider, "COPY (SELECT e FROM mart.v) TO 's3://ads-partner/daily.csv'")
    verdict = decider.decide(to_ads, Attempt("export"))
    rules = verdict.decision.rules
    assert (expected is Outcome.BLOCK) == ("no-contact-to-ads" in rules)

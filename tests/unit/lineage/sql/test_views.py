"""Views are opened through their SQL, from where they were made, in bounded time, and never silently passed over."""

import time

import pytest

from privlineage.core.schema import UNREADABLE, Schema
from privlineage.lineage.sql.resolve import resolve

TABLES = {"public.t": {"email": "text", "a": "int"}, "mart.t": {"email": "text", "phone": "text"}}


def answer(sql, views, tables=TABLES, dialect="postgres", **more):
    """Sources of every output of the last statement, and the codes of what is unresolved."""
    statement = resolve(sql, dialect, Schema(tables, views), **more).statements[-1]
    (outputs,) = statement.outputs.values()
    found = {
        column: sorted(f"{one.table}.{one.column}{'' if one.confidence == 'parsed' else '?'}" for one in sources)
        for column, sources in outputs.items()
    }
    return found, [entry.code for entry in statement.unresolved]


@pytest.mark.parametrize(
    ("views", "codes"),
    [
        ({"public.v": "SELECT email FROM v"}, ["unsupported"]),
        ({"public.v": "SELECT email FROM w", "public.w": "SELECT email FROM v"}, ["unsupported"]),
        ({"public.v": "SELECT email FROM missing"}, ["unknown-table"]),
        ({"public.v": "SELECT FROM WHERE ((("}, ["syntax"]),
        ({"public.v": UNREADABLE}, ["syntax"]),
        ({"public.v": "nonsense"}, ["syntax"]),
        ({"public.v": "SELECT nowhere AS email FROM public.t"}, ["unknown-column"]),
    ],
)
def test_what_cannot_be_opened_is_told_to_every_statement_that_reads_it(views, codes):
    sql = "CREATE TABLE one AS SELECT email FROM v;\n\nCREATE TABLE two AS SELECT email FROM v"
    statements = resolve(sql, "postgres", Schema({**TABLES, "public.v": {"email": "text"}}, views)).statements
    assert [codes, codes] == [[entry.code for entry in statement.unresolved] for statement in statements]
    assert [1, 3] == [statement.unresolved[0].line for statement in statements]
    assert all("(in the definition of `public." in entry.detail for each in statements for entry in each.unresolved)


@pytest.mark.parametrize("length", [25, 200, 2000])
def test_a_long_chain_of_views_leads_to_its_end(length):
    views = {f"public.v{n}": f"CREATE VIEW public.v{n} AS SELECT email FROM v{n - 1}" for n in range(1, length)}
    views["public.v0"] = "SELECT email FROM public.t"
    began = time.monotonic()
    assert ({"email": ["public.t.email"]}, []) == answer(f"SELECT email FROM v{length - 1}", views)
    assert time.monotonic() - began < 20


def test_a_long_chain_of_views_that_a_script_makes_leads_to_its_end():
    made = [f"CREATE VIEW v{n} AS SELECT email FROM v{n - 1}" for n in range(1, 200)]
    between = "INSERT INTO public.t (a) VALUES (1)"
    script = ";".join(["CREATE VIEW v0 AS SELECT email FROM public.t", *made, between, "SELECT email FROM v199"])
    assert ({"email": ["public.t.email"]}, []) == answer(script, {})


def test_views_that_each_read_the_next_twice_are_opened_once_each():
    views = {f"v{n}": f"SELECT l.e, r.e AS f FROM v{n + 1} l CROSS JOIN v{n + 1} r" for n in range(60)}
    views["v60"] = "SELECT email AS e FROM public.t"
    began = time.monotonic()
    assert ({"e": ["public.t.email"]}, []) == answer("SELECT e FROM v0", views)
    assert time.monotonic() - began < 10


def test_views_that_all_read_each_other_end():
    names = [f"v{n}" for n in range(40)]
    views = {name: " UNION ALL ".join(f"SELECT email FROM {other}" for other in names) for name in names}
    began = time.monotonic()
    _, codes = answer("SELECT email FROM v0", views)
    assert "unsupported" in codes
    assert time.monotonic() - began < 10


def test_a_cycle_beside_a_good_view_spoils_only_what_reads_it():
    views = {"v": "SELECT email FROM v", "w": "SELECT email FROM public.t"}
    assert ({"email": ["public.t.email"]}, []) == answer("SELECT email FROM w", views)


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        ("CREATE VIEW mart.v (x, y) AS SELECT phone, upper(email) FROM mart.t", {"x": "phone", "y": "email"}),
        ("SELECT phone AS x, email AS y FROM mart.t", {"x": "phone", "y": "email"}),
        ("SELECT phone, email FROM mart.t", {"x": "phone", "y": "email"}),
        ("SELECT email AS y, phone AS x FROM mart.t", {"x": "phone", "y": "email"}),
    ],
)
def test_listed_columns_name_a_views_columns_by_name_where_they_agree_and_by_position_where_they_do_not(view, expected):
    tables = {**TABLES, "mart.v": {"x": "text", "y": "text"}}
    found, codes = answer("SELECT x, y FROM mart.v", {"mart.v": view}, tables)
    assert ({name: [f"mart.t.{column}"] for name, column in expected.items()}, []) == (found, codes)


def test_a_view_with_more_columns_than_its_sql_is_known_to_give_does_not_lose_them():
    tables = {**TABLES, "public.v": {"email": "text", "a": "int", "id_no": "text"}}
    found, codes = answer("SELECT * FROM v", {"public.v": "SELECT * FROM public.t"}, tables)
    assert ({"email": ["public.t.email"], "a": ["public.t.a"], "id_no": ["public.t.*?"]}, ["star"]) == (found, codes)


def test_a_table_whose_columns_are_listed_in_part_gives_what_is_asked_and_says_so_of_a_star():
    tables = {"public.p": {"id": "int", "*": ""}}
    assert ({"id": ["public.p.id"]}, []) == answer("SELECT id FROM p", {}, tables)
    found, codes = answer("SELECT * FROM p", {}, tables)
    assert ["public.p.id"] == found["id"]
    assert ["public.p.*?"] == found["*"]
    assert ["star"] == codes
    found, codes = answer("SELECT email FROM p", {}, tables)
    assert ["public.p.email?"] == found["email"]


@pytest.mark.parametrize("script", ["", "SET search_path = public;", "USE public;"])
def test_bare_names_in_a_view_mean_its_own_schema_whatever_the_reader_uses(script):
    views = {"mart.v": "SELECT email, phone FROM t", "public.w": "SELECT email FROM t"}
    sql = f"{script}SELECT v.phone AS p, w.email AS e FROM mart.v, public.w"
    for placed in (False, True):
        found, codes = answer(sql, views, default_schema="public", placed=placed)
        assert ({"p": ["mart.t.phone"], "e": ["public.t.email"]}, []) == (found, codes)


def test_a_bare_name_that_is_not_beside_a_view_means_the_default_schema():
    views = {"other.v": "SELECT email FROM t"}
    found, codes = answer(
        "SET search_path = mart; SELECT email FROM other.v", views, default_schema="public", placed=True
    )
    assert ({"email": ["public.t.email"]}, []) == (found, codes)


def test_names_in_a_view_of_a_full_name_stay_in_its_database():
    tables = {"a.s.t": {"x": "int"}, "b.s.t": {"x": "int"}}
    views = {"b.s.v": "SELECT x FROM s.t", "a.s.v": "SELECT x FROM t"}
    found, codes = answer("SELECT b.s.v.x AS p, a.s.v.x AS q FROM b.s.v, a.s.v", views, tables, "snowflake")
    assert ({"p": ["b.s.t.x"], "q": ["a.s.t.x"]}, []) == ({k.lower(): v for k, v in found.items()}, codes)


def test_a_view_that_a_script_makes_sees_names_from_where_it_was_made():
    script = "SET search_path = mart; CREATE VIEW public.v AS SELECT email FROM t; SET search_path = public;"
    found, codes = answer(f"{script} SELECT email FROM v", {}, default_schema="public", placed=True)
    assert ({"email": ["mart.t.email"]}, []) == (found, codes)
    again = f"{script} INSERT INTO mart.t (email) VALUES ('x'); SELECT email FROM v"
    assert ({"email": ["mart.t.email"]}, []) == answer(again, {}, default_schema="public", placed=True)


def test_common_tables_of_the_reader_are_not_seen_by_a_view():
    views = {"public.v": "SELECT email FROM t"}
    found, codes = answer(
        "WITH t AS (SELECT phone AS email FROM mart.t) SELECT v.email FROM v, t", views, default_schema="public"
    )
    assert ({"email": ["public.t.email"]}, []) == (found, codes)


def test_a_recursive_view_leads_to_what_it_starts_from():
    views = {
        "public.up": "WITH RECURSIVE up(n) AS (SELECT a FROM public.t UNION ALL SELECT n + 1 FROM up WHERE n < 9) "
        "SELECT n FROM up",
    }
    found, codes = answer("SELECT n FROM up", views)
    assert (["public.t.a"], []) == (found["n"], codes)


def test_a_view_is_opened_again_when_what_it_reads_was_altered():
    views = {"public.v": "SELECT * FROM public.t", "public.w": "SELECT * FROM v"}
    script = "SELECT * FROM w; ALTER TABLE public.t ADD COLUMN phone text; SELECT phone FROM w"
    assert ({"phone": ["public.t.phone"]}, []) == answer(script, views)


def test_a_listed_view_that_the_script_replaces_is_the_new_one():
    views = {"public.v": "SELECT email FROM public.t", "public.w": "SELECT email FROM public.v"}
    script = "SELECT email FROM w; CREATE OR REPLACE VIEW public.v AS SELECT phone AS email FROM mart.t;"
    assert ({"email": ["mart.t.phone"]}, []) == answer(f"{script} SELECT email FROM w", views)


def test_a_view_longer_than_the_budget_is_not_resolved():
    views = {"public.v": "SELECT " + "email, " * 200_000 + "email FROM public.t"}
    began = time.monotonic()
    found, codes = answer("SELECT email FROM v", views, {**TABLES, "public.v": {"email": "text"}})
    assert (["public.v.email"], ["unsupported"]) == (found["email"], codes)
    assert time.monotonic() - began < 5

"""What tells one unresolved statement from another, and what makes no difference."""

import pytest

from privlineage.core.plan import Job
from privlineage.core.schema import Schema
from privlineage.core.shape import shape_of
from privlineage.core.sources import Source, Sources
from privlineage.lineage.sql.plan import plan_sql
from privlineage.lineage.sql.statement_digest import statement_digest

WAREHOUSE = Source("wh", "postgres://wh:5432", database="bank", default_schema="public", dialect="postgres")


def shape(text):
    return shape_of(plan_sql(text, WAREHOUSE, Sources([WAREHOUSE]), Schema({}), Job("dag", "task")))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("INSERT INTO mart.x SELEC email FROM customers", "INSERT INTO mart.x SELEC email, id_no FROM customers"),
        ("INSERT INTO mart.x SELEC email FROM customers", "INSERT INTO mart.x SELEC email FROM staff"),
        ("CREATE RULE a AS ON INSERT TO x DO ALSO y", "CREATE RULE a AS ON INSERT TO x DO ALSO z"),
        (
            "DO $$ begin execute 'insert into mart.x ' || a; end $$",
            "DO $$ begin execute 'insert into mart.x ' || b; end $$",
        ),
    ],
)
def test_an_exemption_for_a_statement_that_is_not_resolved_is_not_one_for_another(one, other):
    assert shape(one) != shape(other)


@pytest.mark.parametrize(
    "other",
    [
        "INSERT INTO mart.x_20260302\n  SELEC email FROM customers WHERE day = '2026-03-02' AND id IN (4)",
        "-- daily\nINSERT INTO mart.x_20260302 SELEC email FROM customers /* all */ WHERE day = '' AND id IN (5, 6)",
    ],
)
def test_the_statement_of_the_next_day_is_the_same(other):
    first = "INSERT INTO mart.x_20260301 SELEC email FROM customers WHERE day = '2026-03-01' AND id IN (1, 2, 3)"
    assert shape(first) == shape(other)


@pytest.mark.parametrize("text", ["", "'", "$$", "$a$ ' $a$", "{{ x", "/*", "\ud800", "a" * 100_000, "(" * 10_000])
def test_any_text_has_a_digest(text):
    assert 64 == len(statement_digest(text, "postgres"))

"""The shape of a plan: the same on every day, another one for everything that moves other data."""

from dataclasses import replace

import pytest

from privlineage.core.exemption import Carried
from privlineage.core.facts import Confidence, Fact, FunctionStep
from privlineage.core.labels import Atom, Strength
from privlineage.core.plan import Job, Opening, Plan, Sink, TableState, Unresolved, WriteMode
from privlineage.core.refs import DatasetRef
from privlineage.core.shape import shape_of, steady

RAW, OUT = DatasetRef("wh", "public.raw", declared=True), DatasetRef("s3://partner", "daily.csv")
PLAN = Plan(
    Job("dag", "export", "ann"),
    (
        Fact(OUT.column("email"), RAW.column("email"), place="export.sql:3"),
        Fact(OUT.column("day"), RAW.column("day"), place="export.sql:4"),
    ),
    (Opening(OUT),),
    (Sink(OUT, WriteMode.OVERWRITE, ("email", "day")),),
    (RAW,),
    (Unresolved("dynamic", "EXECUTE of a text", OUT, place="export.sql", line=9, column=1),),
    notes=("a remark",),
    tables=(TableState(OUT, (("email", "text"),)),),
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a/2026-03-01/x.csv", "a/2026-12-31/x.csv"),
        ("a/20260301/x.csv", "a/20261231/x.csv"),
        ("a/2026/03/01/05/x.csv", "a/2026/12/31/23/x.csv"),
        ("a/2026/03/01/x.csv", "a/2026/12/31/x.csv"),
        ("dt=2026-03-01/hour=5/x", "dt=2026-12-31/hour=17/x"),
        ("year=2026/month=3/day=1/x", "year=2027/month=12/day=31/x"),
        ("mart.stage_20260301", "mart.stage_20261231"),
        ("mart.stage_2026_03_01", "mart.stage_2026_12_31"),
        ("x_20260301T050000.csv", "x_20261231T235959.csv"),
        ("x_20260301050000.csv", "x_20261231235959.csv"),
        ("x/2026-03-01T05:00:00+00:00/y", "x/2026-12-31T23:59:59.123456+00:00/y"),
        ("x/scheduled__2026-03-01T05:00:00+00:00.csv", "x/scheduled__2026-12-31T05:00:00+00:00.csv"),
        ("x/manual__2026-03-01T05:00:00.123+00:00_aBc1/y", "x/manual__2026-12-31T05:00:00+00:00/y"),
        ("x/manual__2026-03-01T05:00:00+00:00_Zk3bQw9x/y", "x/manual__2026-12-31T05:00:00.5+00:00_abcdefg1/y"),
        ("t_manual__20260301T050000", "t_manual__20261231T235959"),
        ("x/scheduled__2026-03-01T05%3A00%3A00%2B00%3A00/y", "x/scheduled__2026-12-31T17%3A30%3A00%2B00%3A00/y"),
        ("x/2026-03.csv", "x/2026-12.csv"),
        ("x/2026-W09", "x/2026-W52"),
        ("x/1767225600/y", "x/1798675199123/y"),
        ("x/0b0f8d4c-97a5-4b0f-8a5e-1f2a3b4c5d6e", "x/FFFFFFFF-97a5-4b0f-8a5e-1f2a3b4c5d6e"),
    ],
)
def test_names_that_differ_by_when_they_were_written_are_the_same(one, other):
    assert steady(one) == steady(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ads1/x.csv", "ads2/x.csv"),
        ("ads-01/x.csv", "ads-02/x.csv"),
        ("v2/x", "v3/x"),
        ("bucket-123456789012/x", "bucket-123456789013/x"),
        ("a/2026-03-01/x.csv", "a/2026-03-01/y.csv"),
        ("a/2026-03-01/x.csv", "b/2026-03-01/x.csv"),
        ("a/20261301/x.csv", "a/20261401/x.csv"),
        ("t_99999999", "t_88888888"),
        ("customer=17/x", "customer=18/x"),
        ("y/2026", "y/2027"),
        ("wh:5432", "wh:5433"),
        ("mart.backfill__customers2", "mart.backfill__staff2"),
        ("x/manual__2026-03-01T05:00:00+00:00_customers.csv", "x/manual__2026-03-01T05:00:00+00:00_staff.csv"),
        ("x/scheduled__2026-03-01T05:00:00+00:00-a/y", "x/scheduled__2026-03-01T05:00:00+00:00-b/y"),
    ],
)
def test_names_that_differ_otherwise_are_not(one, other):
    assert steady(one) != steady(other)


def test_a_steady_name_stays_as_it_is():
    for name in ("dt=2026-03-01/hour=05/x", "scheduled__2026-03-01T05:00:00+00:00", "a/2026/03/01/05/x", "plain"):
        assert steady(steady(name)) == steady(name)


@pytest.mark.parametrize(
    "change",
    [
        {"facts": tuple(replace(fact, place="export.sql:77") for fact in reversed(PLAN.facts))},
        {"facts": tuple(replace(fact, confidence=Confidence.DECLARED, transform="identity") for fact in PLAN.facts)},
        {"facts": PLAN.facts * 2},
        {"job": Job("dag", "export", "bob")},
        {"notes": ()},
        {"tables": ()},
        {"unresolved": tuple(replace(entry, line=10, column=3, place="other.sql") for entry in PLAN.unresolved)},
    ],
)
def test_what_changes_while_the_task_stays_the_same_makes_no_other_shape(change):
    assert shape_of(PLAN) == shape_of(replace(PLAN, **change))


HMAC = FunctionStep("hmac", 0, ((2, "sha256"),), "postgres")


@pytest.mark.parametrize(
    "change",
    [
        {"facts": (*PLAN.facts, Fact(OUT.column("phone"), RAW.column("phone")))},
        {"facts": (*PLAN.facts, Fact(OUT.column("email"), RAW.column("phone")))},
        {"facts": PLAN.facts[:1]},
        {"facts": tuple(replace(fact, strength=Strength.COLUMN) for fact in PLAN.facts)},
        {"facts": tuple(replace(fact, path=(HMAC,)) for fact in PLAN.facts)},
        {"facts": tuple(replace(fact, input_generation=1) for fact in PLAN.facts)},
        {"sinks": (Sink(OUT, WriteMode.APPEND, ("email", "day")),)},
        {"sinks": (Sink(OUT, WriteMode.OVERWRITE, ("email", "day", "phone")),)},
        {"sinks": (*PLAN.sinks, Sink(DatasetRef("s3://partner", "other.csv")))},
        {"openings": ()},
        {"reads": (RAW, OUT)},
        {"unresolved": ()},
        {"unresolved": tuple(replace(entry, code="procedure") for entry in PLAN.unresolved)},
        {"unresolved": tuple(replace(entry, sink=RAW) for entry in PLAN.unresolved)},
        {"unresolved": tuple(replace(entry, statement="0f") for entry in PLAN.unresolved)},
        {"opaque": True},
        {"purposes": ("finance",)},
        {"through_worker": True},
        {"location": "SG"},
    ],
)
def test_what_moves_other_data_or_moves_it_otherwise_is_another_shape(change):
    assert shape_of(PLAN) != shape_of(replace(PLAN, **change))


def test_a_bucket_with_another_date_in_its_name_is_another_bucket():
    plans = [Plan(PLAN.job, sinks=(Sink(DatasetRef(f"s3://ads-2026030{day}", "x.csv")),)) for day in (1, 2)]
    assert shape_of(plans[0]) != shape_of(plans[1])


def test_a_label_behind_a_table_that_is_read_as_a_whole_makes_another_shape():
    email, phone = (Carried(RAW.column(name), Atom(f"user.contact.{name}")) for name in ("email", "phone_number"))
    assert shape_of(PLAN, [email, phone]) == shape_of(PLAN, [phone, email])
    assert 3 == len({shape_of(PLAN), shape_of(PLAN, [email]), shape_of(PLAN, [email, phone])})

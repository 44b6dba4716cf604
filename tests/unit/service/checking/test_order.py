"""The order of a check, and what tasks leave for those after them."""

from hypothesis import given
from hypothesis import strategies as st

from privlineage.core.facts import Fact
from privlineage.core.plan import Job, Opening, Plan, Sink
from privlineage.core.refs import WHOLE, DatasetRef
from privlineage.service.checking.order import order_of, read_by, written_by
from privlineage.service.checking.schemas import CheckKnowledge
from privlineage.service.schemas.made import MadeTable, made_tables
from privlineage.store.protocol import SchemaRecord


def table(name: str) -> DatasetRef:
    return DatasetRef("wh", name, declared=True)


def plan(reads: str = "", writes: str = "") -> Plan:
    return Plan(
        Job("d", "t"),
        reads=tuple(table(name) for name in reads.split()),
        sinks=tuple(Sink(table(name)) for name in writes.split()),
    )


def keys(*names: str) -> tuple[tuple[str, str, str], ...]:
    return tuple((name, "d", "d.py") for name in names)


def groups(**plans: Plan) -> list[str]:
    order = order_of({key: plans[key[0]] for key in keys(*plans)})
    return ["+".join(key[0] for key in group) for group in order.groups]


def test_producers_come_before_consumers_and_ties_fall_by_task_id():
    chain = {"z": plan("", "a"), "m": plan("a", "b"), "a": plan("b", "c"), "b": plan(), "y": plan()}
    assert ["b", "y", "z", "m", "a"] == groups(**chain)


def test_tasks_that_feed_each_other_stand_together_and_one_that_feeds_itself_alone():
    assert ["s", "a+b", "c"] == groups(a=plan("x y", "y"), b=plan("y", "x"), c=plan("x", "z"), s=plan("r", "r y"))


NAMES = st.lists(st.sampled_from("pqrst"), max_size=3).map(" ".join)


@given(st.lists(st.tuples(NAMES, NAMES), max_size=7))
def test_every_task_stands_once_and_after_everything_it_reads_unless_they_feed_each_other(pairs):
    plans = {(f"t{number}", "d", "d.py"): plan(*pair) for number, pair in enumerate(pairs)}
    order = order_of(plans)
    place = {key: index for index, group in enumerate(order.groups) for key in group}
    assert sorted(plans) == sorted(key for group in order.groups for key in group)
    for reader, read in plans.items():
        for writer, written in plans.items():
            if read_by(read) & written_by(written) and reader != writer:
                assert place[writer] <= place[reader]
                assert place[writer] < place[reader] or reader in order.before[writer]


def test_a_later_writer_is_known_to_be_later_only_by_the_data():
    ours, theirs, third = keys("ours", "theirs", "third")
    order = order_of({ours: plan("a", "x"), theirs: plan("b", "x"), third: plan("x", "x")})
    assert [True, False, True] == [
        order.comes_after(ours, [table("x")], []),
        order.comes_after(theirs, [table("x")], [ours]),
        order.comes_after(third, [table("x")], [ours, theirs]),
    ]


def fact(output: str, path: str = "a") -> Fact:
    return Fact(table(output).column(path), table("source").column("a"))


def test_a_table_has_the_columns_of_its_sink_else_those_that_facts_write():
    listed = Plan(
        Job("d", "t"), sinks=(Sink(table("x"), columns=("a", "b")),), openings=(Opening(table("x"), 1, True),)
    )
    assert [MadeTable(table("x"), ("a", "b"), anew=True)] == list(made_tables(listed))
    written = Plan(Job("d", "t"), (fact("x", "b"), fact("x", "c.d")), sinks=(Sink(table("x")),))
    assert [MadeTable(table("x"), ("b", "c"), anew=False)] == list(made_tables(written))


def test_where_a_fact_writes_the_table_as_a_whole_its_columns_are_not_known():
    assert [] == list(made_tables(Plan(Job("d", "t"), (fact("x", "b"), fact("x", WHOLE)), sinks=(Sink(table("x")),))))


def test_files_and_remote_ends_have_no_schema():
    sink = Sink(DatasetRef("s3://b", "x"), columns=("a",))
    assert [] == list(made_tables(Plan(Job("d", "t"), sinks=(sink,))))


def test_a_table_made_anew_has_its_new_columns_and_any_other_keeps_those_it_had():
    knowledge = CheckKnowledge([SchemaRecord(table("x"), (("A", "int"), ("b", "text")))])
    knowledge.record(Plan(Job("d", "t"), sinks=(Sink(table("x"), columns=("b", "c")),)))
    assert {"A": "int", "b": "text", "c": ""} == dict(knowledge.schema("wh").columns("x"))
    anew = Sink(table("x"), columns=("a", "z"))
    knowledge.record(Plan(Job("d", "t"), sinks=(anew,), openings=(Opening(table("x"), 1, creates=True),)))
    assert {"a": "int", "z": ""} == dict(knowledge.schema("wh").columns("x"))

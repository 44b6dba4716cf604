"""Placing plans: which epochs are read, grown, opened and retired, case by case."""

import itertools
from dataclasses import dataclass, field

import pytest

from privlineage.core.facts import Fact, FunctionStep
from privlineage.core.plan import Job, Opening, Plan
from privlineage.core.refs import ColumnRef, DatasetRef
from privlineage.graph.content import EpochFacts, facts_by_epoch
from privlineage.graph.epochs import place

S, T, U = (DatasetRef("wh", f"public.{name}", declared=True) for name in "stu")
HASH = (FunctionStep("sha256"),)


def fact(output, source, path=(), *, to=0, of=0, column="a", place=""):
    return Fact(
        ColumnRef(output, "a"),
        ColumnRef(source, column),
        path=path,
        output_generation=to,
        input_generation=of,
        place=place,
    )


def overwrite(output, *sources, path=()):
    return Plan(Job("d", "task"), tuple(fact(output, source, path, to=1) for source in sources), (Opening(output),))


def append(output, *sources, column="a"):
    return Plan(Job("d", "task"), tuple(fact(output, source, column=column) for source in sources))


def rename(old, new):
    return Plan(Job("d", "task"), (fact(new, old, to=1),), (Opening(new), Opening(old)))


@dataclass
class Graph:
    """Epochs by short names: `t1` is the first epoch made for T."""

    edges: set = field(default_factory=set)
    open: dict = field(default_factory=dict)
    ids: object = field(default_factory=itertools.count)

    def run(self, plan, *, succeeds=True, external=False):
        facts = facts_by_epoch(self.edges)
        known = [EpochFacts(ref, facts.get(ref, frozenset()), is_open) for ref, is_open in self.open.items()]
        placement = place(plan, known, lambda: str(next(self.ids)), external=external)
        self.edges |= set(placement.edges)
        self.open |= dict.fromkeys(placement.opens, True)
        if succeeds:
            self.open |= dict.fromkeys(placement.retires, False)
        return placement

    def name(self, epoch):
        own = [other for other in self.open if other.dataset == epoch.dataset]
        return f"{epoch.dataset.name[-1]}{own.index(epoch) + 1}"

    def shown(self):
        arrows = sorted(f"{self.name(edge.output.epoch)}<{self.name(edge.input.epoch)}" for edge in self.edges)
        return " ".join(sorted(self.name(epoch) for epoch, is_open in self.open.items() if is_open)), " ".join(arrows)


@pytest.mark.parametrize(
    ("plans", "open_now", "edges"),
    [
        pytest.param([append(T, S)], "s1 t1", "t1<s1", id="an append to the unknown makes a base epoch"),
        pytest.param([append(T, S), append(T, U)], "s1 t1 u1", "t1<s1 t1<u1", id="an append adds in place"),
        pytest.param([append(T, S)] * 3, "s1 t1", "t1<s1", id="the same append is one"),
        pytest.param([overwrite(T, S)], "s1 t2", "t2<s1", id="an overwrite leaves the base epoch behind"),
        pytest.param([overwrite(T, S)] * 3, "s1 t2", "t2<s1", id="a repeated overwrite reopens its epoch"),
        pytest.param(
            [overwrite(T, S), overwrite(T, U)], "s1 t3 u1", "t2<s1 t3<u1", id="other inputs open another epoch"
        ),
        pytest.param([overwrite(T, S), overwrite(T, S, path=HASH)], "s1 t3", "t2<s1 t3<s1", id="so do other functions"),
        pytest.param(
            [overwrite(T, S), overwrite(T, U), overwrite(T, S)],
            "s1 t2 u1",
            "t2<s1 t3<u1",
            id="an older epoch is reopened as well",
        ),
        pytest.param(
            [overwrite(S, U), overwrite(T, S), overwrite(S, U, path=HASH), overwrite(T, S)],
            "s3 t3 u1",
            "s2<u1 s3<u1 t2<s2 t3<s3",
            id="a reader of new content opens a new epoch",
        ),
        pytest.param([overwrite(T, T)] * 3, "t2", "t2<t1 t2<t2", id="content made from itself goes round in its epoch"),
        pytest.param(
            [overwrite(T, T), overwrite(T, T, path=HASH), overwrite(T, T)],
            "t4",
            "t2<t1 t3<t2 t4<t3",
            id="what was cleaned in between is not soiled by going round",
        ),
        pytest.param(
            [overwrite(T, S), append(T, U)] * 3,
            "s1 t2 u1",
            "t2<s1 t2<u1 t3<s1",
            id="overwrite and append alternate between two epochs",
        ),
        pytest.param([append(T, T)] * 2, "t1", "t1<t1", id="an append from itself is a self-loop"),
        pytest.param(
            [overwrite(T, S), rename(T, U)], "s1 t1 u2", "t2<s1 u2<t2", id="a rename carries on what was there"
        ),
    ],
)
def test_where_plans_land(plans, open_now, edges):
    graph = Graph()
    for plan in plans:
        graph.run(plan)
    assert (open_now, edges) == graph.shown()


def test_before_success_old_and_new_are_open():
    graph = Graph()
    graph.run(overwrite(T, S))
    graph.run(overwrite(T, U), succeeds=False)
    assert "s1 t2 t3 u1" == graph.shown()[0]


def test_a_reader_reads_every_epoch_that_may_be_there():
    graph = Graph()
    graph.run(overwrite(T, S))
    graph.run(overwrite(T, S, path=HASH), succeeds=False)
    graph.run(append(U, T))
    assert "t2<s1 t3<s1 u1<t2 u1<t3" == graph.shown()[1]


def test_an_event_from_outside_adds_and_retires_nothing():
    graph = Graph()
    graph.run(overwrite(T, S))
    placement = graph.run(overwrite(T, U), external=True)
    assert ((), "s1 t2 u1", "t2<s1 t2<u1") == (placement.retires, *graph.shown())


def test_a_dataset_that_is_created_has_no_past():
    graph = Graph()
    graph.run(Plan(Job("d", "task"), (fact(T, S, to=1),), (Opening(T, creates=True),)))
    assert ("s1 t1", "t1<s1") == graph.shown()


def test_of_several_openings_the_last_stays_open():
    graph = Graph()
    facts = (fact(T, S, to=1), fact(T, T, HASH, to=2, of=1))
    placement = graph.run(Plan(Job("d", "task"), facts, (Opening(T, 1), Opening(T, 2))))
    assert ("s1 t3", "t2<s1 t3<t2") == graph.shown()
    assert ["t1", "t2"] == sorted(graph.name(epoch) for epoch in placement.retires)
    assert ["t3"] == [graph.name(epoch) for epoch in placement.keeps]


def test_staging_and_renaming_every_day_goes_round_in_few_epochs():
    facts = (fact(U, T, HASH, to=1), fact(T, U, to=1, of=1))
    daily = Plan(Job("d", "task"), facts, (Opening(U, 1), Opening(T, 1), Opening(U, 2)))
    graph = Graph()
    counts = []
    for _ in range(10):
        graph.run(daily)
        counts.append((len(graph.open), len(graph.edges)))
    assert [counts[-1]] * 7 == counts[3:]


def test_two_datasets_that_swap_carry_their_content_along():
    swap = Plan(Job("d", "task"), (fact(T, U, to=1), fact(U, T, to=1)), (Opening(T), Opening(U)))
    graph = Graph()
    graph.run(overwrite(T, S))
    graph.run(swap)
    assert "t2<s1 t3<u1 u2<t2" == graph.shown()[1]


def test_the_same_facts_from_another_place_are_the_same_content():
    def moved(place):
        return Plan(Job("d", "task"), (fact(T, S, to=1, place=place),), (Opening(T),))

    graph = Graph()
    first, second = graph.run(moved("stage.sql:3")), graph.run(moved("stage.sql:4"))
    assert () == second.creates
    assert ["stage.sql:3", "stage.sql:4"] == sorted(edge.via for edge in graph.edges)
    assert [edge.output for edge in first.edges] == [edge.output for edge in second.edges]


def test_a_fact_without_a_place_names_its_task():
    assert {"task"} == {edge.via for edge in Graph().run(append(T, S)).edges}


def test_placing_is_the_same_whatever_the_order_of_facts():
    plan = overwrite(T, S, U)
    turned = Plan(plan.job, plan.facts[::-1], plan.openings)
    assert Graph().run(plan) == Graph().run(turned)


def test_a_thousand_temporary_tables_in_one_script_are_no_matter():
    tables = [DatasetRef("wh", f"public.tmp{number}", declared=True) for number in range(1500)]
    facts = tuple(fact(after, before, to=1, of=1) for before, after in itertools.pairwise(tables))
    plan = Plan(Job("d", "task"), facts, tuple(Opening(table) for table in tables))
    ids = itertools.count()
    placement = place(plan, [], lambda: str(next(ids)))
    assert 1499 == len(placement.edges)
    assert len(placement.creates) == len({epoch.id for epoch in placement.creates})

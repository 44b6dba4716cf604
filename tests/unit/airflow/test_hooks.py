"""Other packages may teach the gate operators, and only add."""

import pytest
from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator
from airflow.sdk import DAG

from privlineage.airflow.hooks import hookimpl, plugins
from privlineage.airflow.planners.planning import Planning
from privlineage.airflow.planners.plans import plan_of
from privlineage.airflow.planners.view import OperatorView
from privlineage.core.facts import Fact
from privlineage.core.plan import Opening, Plan, Sink, Unresolved
from privlineage.core.refs import DatasetRef
from privlineage.core.schema import Schema
from privlineage.core.sources import Source
from privlineage.service.deciding.decider import Governance

GOVERNANCE = Governance("h", (Source("wh", "sqlite://wh", dialect="sqlite", conn_ids=("wh_prod",)),))
TABLE, PARTNER = DatasetRef("wh", "t", declared=True), DatasetRef("s3://partner", "x")


class Known:
    def schema(self, source, words=None):
        return Schema({"t": {"a": "text"}, "u": {"a": "text"}})

    def cached_plan(self, key):
        return None

    def cache_plan(self, key, text):
        pass


class Teacher:
    """A plugin that knows of one more sink."""

    @hookimpl
    def plan_task(self, operator, planning):
        fact = Fact(PARTNER.column("a"), TABLE.column("a"), output_generation=1)
        return Plan(operator.job, (fact,), (Opening(PARTNER),), (Sink(PARTNER),))


class Silent:
    """A plugin that does not know the operator."""

    @hookimpl
    def plan_task(self, operator, planning):
        return None


@pytest.fixture
def taught():
    def plan(statement, *teachers):
        for teacher in teachers:
            plugins().register(teacher)
        try:
            with DAG("d", schedule=None):
                operator = SQLExecuteQueryOperator(task_id="t", conn_id="wh_prod", sql=statement)
            return plan_of(OperatorView.of(operator, rendered=True), Planning(GOVERNANCE, Known()))
        finally:
            for teacher in teachers:
                plugins().unregister(teacher)

    return plan


def test_what_a_plugin_knows_is_added(taught):
    alone = taught("INSERT INTO u SELECT a FROM t")
    both = taught("INSERT INTO u SELECT a FROM t", Teacher())
    assert set(alone.facts) < set(both.facts)
    assert {sink.dataset for sink in alone.sinks} | {PARTNER} == {sink.dataset for sink in both.sinks}


def test_a_plugin_retires_nothing(taught):
    assert () == taught("INSERT INTO u SELECT a FROM t", Teacher()).openings


def test_a_plugin_takes_nothing_unknown_away(taught):
    alone, both = taught("INSERT INTO INTO"), taught("INSERT INTO INTO", Teacher(), Silent())
    assert alone.unresolved == both.unresolved != ()
    assert all(isinstance(entry, Unresolved) for entry in both.unresolved)


def test_a_plugin_that_knows_nothing_changes_nothing(taught):
    assert taught("INSERT INTO u SELECT a FROM t") == taught("INSERT INTO u SELECT a FROM t", Silent())

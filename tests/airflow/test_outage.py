"""The store is gone: governed tasks are blocked in time, the others never notice."""

import pytest

pytestmark = pytest.mark.airflow


def test_governed_tasks_are_blocked_and_others_run(outage):
    expected = {"governed": "failed", "declared": "failed", "ungoverned": "success", "elsewhere": "success"}
    assert expected == outage.states()


@pytest.mark.parametrize("task_id", ["governed", "declared"])
def test_the_block_is_on_the_first_try_and_names_what_is_wrong(outage, task_id):
    log = outage.log(task_id)
    assert 1 == outage.tries(task_id)
    assert f"PL203 blocked: no decision could be made about `outage.{task_id}`" in log
    assert "PL501" in log


@pytest.mark.parametrize("task_id", ["governed", "declared"])
def test_the_block_comes_within_the_gates_timeout(outage, task_id):
    # And the start of the task's own process, on a machine that may be busy.
    assert outage.seconds(task_id) < 8 + 30


def test_nothing_of_a_governed_task_ran(site, outage):
    assert 0 == site.rows("warehouse", "ads_outage")
    assert site.trace("outage.declared") is None
    assert site.trace("outage.ungoverned") is not None

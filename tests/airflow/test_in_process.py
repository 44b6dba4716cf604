"""`dag.test()` asks the gate as well."""

import pytest

pytestmark = pytest.mark.airflow


def test_dag_test_blocks_and_allows_as_a_scheduler_would(site):
    assert ["allowed", "success", "forbidden", "failed"] == site.trace("in_process.states"), site.printed_in_process[
        -3000:
    ]


def test_dag_test_shows_the_message_where_its_author_looks(site):
    assert "PL201 blocked: `in_process.forbidden`" in site.printed_in_process


def test_dag_test_lets_no_forbidden_statement_through(site):
    assert 0 == site.rows("warehouse", "ads_in_process")

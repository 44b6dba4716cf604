"""Ordinary DAGs leave the same behind with us and without us, to the row."""

import json

import pytest

pytestmark = pytest.mark.deployment

OUR_LOGGERS = "privlineage"


def test_every_task_ends_in_the_same_state_after_as_many_tries(pair):
    for without, with_us in pair.rounds():
        assert without.states() == with_us.states()
    assert len(pair.with_us[0].states()) >= 190
    assert {"success", "failed", "skipped", "upstream_failed"} == {
        state for state, _ in pair.with_us[0].states().values()
    }


@pytest.mark.parametrize("number", [1, 2])
def test_every_row_of_the_metadata_database_is_the_same(pair, number):
    without, with_us = pair.rounds()[number - 1]
    assert without.tables.keys() == with_us.tables.keys()
    for table, rows in without.tables.items():
        assert rows == with_us.tables[table], table
    for full in ("task_instance", "task_instance_history", "xcom", "rendered_task_instance_fields", "asset_event"):
        assert without.tables[full]


def test_every_dag_keeps_its_serialized_hash_and_its_one_version(pair):
    for without, with_us in pair.rounds():
        assert without.versions == with_us.versions
    assert {1} == {versions for _, versions in pair.with_us[1].versions.values()}
    assert len(pair.with_us[1].versions) >= 30


def test_the_audit_log_of_airflow_tells_the_same(pair):
    for without, with_us in pair.rounds():
        assert without.audit == with_us.audit


@pytest.mark.parametrize("kind", ["connections", "variables", "configs"])
def test_the_secrets_backend_of_the_site_is_asked_as_often_for_the_same(pair, kind):
    for without, with_us in pair.rounds():
        assert without.noted[kind] == with_us.noted[kind]


def test_the_api_server_is_asked_as_often_for_the_same(pair):
    for without, with_us in pair.rounds():
        assert without.noted["requests"] == with_us.noted["requests"]
    assert any("/execution/connections/in_database" in request for request in pair.with_us[1].noted["requests"])


@pytest.mark.parametrize("kind", ["called_back", "dag_called_back", "listened", "post_execute", "tried"])
def test_callbacks_listeners_and_hooks_of_the_site_are_called_as_often(pair, kind):
    for without, with_us in pair.rounds():
        assert without.noted[kind] == with_us.noted[kind]
    assert pair.with_us[0].noted[kind]


def test_the_context_variables_of_the_site_are_asked_for_as_often(pair):
    for without, with_us in pair.rounds():
        assert without.noted["context_vars"] == with_us.noted["context_vars"]
    assert sum(pair.with_us[0].noted["context_vars"].values()) >= 150


def test_bash_children_see_the_same_environment(pair):
    for without, with_us in pair.rounds():
        assert without.environments == with_us.environments
    assert any("AIRFLOW_CTX_SITE_SAYS=hello environment" in lines for lines in pair.with_us[0].environments.values())


def test_databases_hold_the_same_afterwards(pair):
    for without, with_us in pair.rounds():
        assert without.data == with_us.data
    assert pair.with_us[0].data["warehouse"] != pair.with_us[1].data["warehouse"]


def test_task_logs_hold_the_same_lines_but_for_ours_which_only_governed_tasks_have(pair):
    for without, with_us in pair.rounds():
        assert without.logs.keys() == with_us.logs.keys()
        for path, lines in with_us.logs.items():
            ours = {key for key in lines if key[1].startswith(OUR_LOGGERS)}
            assert without.logs[path] == {key: count for key, count in lines.items() if key not in ours}, path
            assert not ours or path.startswith("dag_id=governed/"), path
            assert {level for level, _ in ours} <= {"info"}, path


def test_a_process_looks_the_same_from_inside_a_task_governed_or_not(pair):
    def processes(record):
        seen = [json.loads(row) for row in record.tables["xcom"]]
        return {f"{one['task_id']} {one['run_id']}": one["value"] for one in seen if "watched" in str(one["value"])}

    for without, with_us in pair.rounds():
        assert processes(without) == processes(with_us)
    assert {"ungoverned round-1", "ungoverned round-2", "described round-1", "described round-2"} == processes(
        pair.with_us[1]
    ).keys()
    assert {"levels", "signals", "threads", "environment"} <= processes(pair.with_us[1])["described round-2"].keys()


def test_the_governed_dag_was_really_decided_on(pair):
    governed = [lines for path, lines in pair.with_us[0].logs.items() if path.startswith("dag_id=governed/")]
    decided = [lines for lines in governed if any(logger == "privlineage.airflow.gate" for _, logger in lines)]
    assert len(decided) >= 12

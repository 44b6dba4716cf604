"""A real scheduler runs tasks of every kind: the allowed ones succeed, the forbidden ones move nothing."""

import pytest

from tests.airflow.site import TABLES

pytestmark = pytest.mark.airflow

ALLOWED = [
    "stage", "country", "select", "sensor", "transfer_country", "noted", "retried", "mapped[0]", "deferred",
    "taskflow_country", "hashed", "isolated", "made_country", "site", "plain", "elsewhere",
    "with_email", "replaced", "kept_email",
]  # fmt: skip
FORBIDDEN_SQL = {
    "classic": "ads_classic",
    "template_file": "ads_file",
    "swapped": "ads_swapped",
    "mapped[1]": "ads_mapped",
    "deferred_email": "ads_later",
    "made_statement": "ads_made",
}
FORBIDDEN_PYTHON = ["below", "above", "each_to_each", "bash", "by_asset", "around", "python"]
FILLED = ["ads_country", "ads_exempted"]
"""Sinks of what is allowed, or becomes so for a while by an exemption."""
SPOILT = ["spoilt"]
"""Allowed, and failed by themselves."""
FORBIDDEN = [*FORBIDDEN_SQL, *FORBIDDEN_PYTHON, "transfer", "expanded[0]", "expanded[1]"]


def split(name: str) -> tuple[str, int]:
    task_id, _, index = name.partition("[")
    return task_id, int(index.rstrip("]")) if index else -1


def test_every_task_has_its_expected_end(gate):
    expected = {**dict.fromkeys(ALLOWED, "success"), **dict.fromkeys([*FORBIDDEN, *SPOILT], "failed")}
    assert expected == gate.states()


@pytest.mark.parametrize("name", FORBIDDEN)
def test_a_forbidden_task_fails_on_its_first_try_with_the_whole_message_in_its_log(gate, name):
    task_id, map_index = split(name)
    log = gate.log(task_id, map_index)
    assert 1 == gate.tries(task_id)
    assert f"PL201 blocked: `gate.{task_id}`" in log
    assert "no-contact-to-ads (policy.yml:" in log
    assert "The ads agreement covers no contact data in the clear." in log
    assert "user.contact.email, identified" in log


@pytest.mark.parametrize("name", FORBIDDEN)
def test_the_message_shows_the_path_from_the_tagged_column(gate, name):
    assert "wh.customers#email ─ " in gate.log(*split(name))


def test_no_database_saw_a_statement_of_a_forbidden_task(site, gate):
    forbidden = {split(name)[0] for name in FORBIDDEN} - {"mapped"}
    assert [] == [(task, text) for task, text in site.statements() if task in forbidden]
    # The record is one: what was allowed is in it.
    assert "stage" in {task for task, _ in site.statements()}


@pytest.mark.parametrize(
    "table", [name for name in TABLES["warehouse"] if name.startswith("ads_") and name not in FILLED]
)
def test_the_sink_of_a_forbidden_statement_is_as_it_was(site, gate, table):
    assert [] == [text for _, text in site.statements() if f"INSERT INTO {table} " in text]
    assert 0 == site.rows("warehouse", table)


def test_the_partners_database_got_what_was_allowed_alone(site, gate):
    assert (0, 1) == (site.rows("partner", "contacts"), site.rows("partner", "countries"))


@pytest.mark.parametrize("name", FORBIDDEN_PYTHON)
def test_no_line_of_a_forbidden_python_task_ran(site, gate, name):
    assert site.trace(name) is None


@pytest.mark.parametrize("name", ["taskflow_country", "hashed", "plain", "isolated"])
def test_an_allowed_python_task_ran_once(site, gate, name):
    assert 1 == len(site.trace(name))


def test_a_users_own_hooks_run_as_before(site, gate):
    assert ["1"] == site.trace("noted.pre_execute")
    assert ["1"] == site.trace("noted.post_execute")


def test_what_a_users_pre_execute_makes_of_a_task_is_decided_on(site, gate):
    assert ["1"] == site.trace("swapped.pre_execute")
    assert "failed" == gate.states()["swapped"]


def test_a_task_that_fails_by_itself_is_retried_and_decided_on_anew(site, gate):
    assert ["1", "2"] == site.trace("retried.pre_execute")
    assert 2 == gate.tries("retried")


def test_a_deferrable_task_is_decided_on_before_it_defers(site, gate):
    assert site.trace("deferred_email.deferred") is None
    assert site.trace("deferred.deferred") is not None


def test_a_resume_after_deferral_is_no_new_decision(site, gate):
    from privlineage.store.open import open_store
    from privlineage.store.protocol import VerdictQuery

    store = open_store(site.store_url)
    try:
        verdicts = store.verdicts(VerdictQuery(dag_id="gate", task_id="deferred"))
    finally:
        store.close()
    assert len({(v.attempt.instance, v.attempt.try_number) for v in verdicts}) == len(verdicts)


def test_the_sites_own_context_vars_still_reach_its_tasks(site, gate):
    assert ["the-site-speaks"] == site.trace("site")


def test_an_ungoverned_task_leaves_nothing_in_the_store(site, gate):
    from privlineage.store.open import open_store
    from privlineage.store.protocol import VerdictQuery

    store = open_store(site.store_url)
    try:
        decided = {verdict.job.task_id for verdict in store.verdicts(VerdictQuery(dag_id="gate"))}
    finally:
        store.close()
    assert set() == decided & {"site", "plain", "elsewhere"}
    assert {split(name)[0] for name in [*ALLOWED, *FORBIDDEN, *SPOILT]} - {"site", "plain", "elsewhere"} == decided


def test_no_dag_got_a_new_version_by_running(site, gate):
    assert 1 == len(site.get("dags/gate/dagVersions")["dag_versions"])


def carried(site, ref):
    import privlineage

    with privlineage.connect(site.store_url) as lineage:
        return {label.atom.category for label in lineage.labels(ref)}


def test_a_successful_try_lets_go_of_what_it_replaced(site, gate):
    assert "user.contact.email" not in carried(site, "wh.mart_swapped#email")


def test_a_failed_try_lets_go_of_nothing(site, gate):
    assert "user.contact.email" in carried(site, "wh.mart_spoilt#email")

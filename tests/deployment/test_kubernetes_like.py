"""Tasks in pods that reach nothing but Airflow's API server: decisions are taken there, and about the right task."""

import json
import os
import threading
import time

import pytest

import privlineage
from privlineage.core.codec import to_json
from privlineage.core.plan import Job, Plan
from privlineage.core.verdict import Attempt, Outcome
from privlineage.store.open import open_store
from privlineage.store.protocol import VerdictQuery
from tests.airflow.site import FINISHED
from tests.deployment.kubernetes_like.pod import tried

pytestmark = pytest.mark.deployment

ALLOWED = [
    "stage", "country", "retried", "deferred", "mapped[0]", "resolves", "asks_without_saying", "asks_for_another",
    "pretends", "large", "plain", "elsewhere",
]  # fmt: skip
FORBIDDEN = {"email": -1, "below": -1, "mapped": 1}
PARTS_OF_A_BLOCK = [
    "user.contact.email, identified",
    "path  wh.customers#email ─ stage:1 → wh.mart_stage#email",
    "rule  no-contact-to-ads (policy.yml:",
    "fix   Send a keyed hash",
    "no data was moved",
]
CONNECTIONS = [
    "wh_prod", "WH_Prod", "wh%5Fprod", "wh%255Fprod", "/wh_prod", "wh_prod/", "wh_prod%20", "x/../wh_prod", "ads_api",
]  # fmt: skip


@pytest.fixture(scope="session")
def site(pods):
    return pods


@pytest.fixture(scope="session")
def run(pods_run):
    return pods_run


@pytest.fixture(scope="session")
def running(site, run):
    """The id of a task instance that is running, of a task that nothing was decided about."""
    made = site.post("dags/waiting/dagRuns", {"logical_date": None})["dag_run_id"]
    path = f"dags/waiting/dagRuns/{made}/taskInstances"

    def instance():
        return site.get(path)["task_instances"][0]

    while (state := instance()["state"]) != "running":
        assert state not in FINISHED
        time.sleep(0.3)
    yield {"id": instance()["id"], "run_id": made, "job": Job("waiting", "waits"), "try_number": 1}
    (site.pod("waiting", "waits") / "go").touch()


def own(running):
    """A try as the task itself names it."""
    return to_json(Attempt(running["id"], running["try_number"], running["run_id"]))


def test_allowed_tasks_run_and_forbidden_ones_are_blocked(site, run):
    forbidden = [name if index < 0 else f"{name}[{index}]" for name, index in FORBIDDEN.items()]
    expected = {**dict.fromkeys(ALLOWED, "success"), **dict.fromkeys(forbidden, "failed")}
    assert expected == run.states()


def test_a_block_stands_in_the_log_of_its_pod_from_the_first_to_the_last_line(site, run):
    for task_id, index in FORBIDDEN.items():
        log = site.pod_log("pods", task_id, index)
        assert f"PL201 blocked: `pods.{task_id}` would move personal data to a forbidden sink" in log
        assert [] == [part for part in PARTS_OF_A_BLOCK if part not in log]


def test_a_block_is_no_reason_to_try_again(site, run):
    assert [] == [task_id for task_id in FORBIDDEN if run.tries(task_id) > 1]
    assert 2 == run.tries("retried")


def test_what_was_allowed_has_run_and_nothing_else(site, run):
    traces = {path.name.partition("trace.")[2] for path in site.pods.glob("*/trace.*")}
    assert {"resolves", "asks_for_another", "pretends", "large", "plain"} == traces


def test_every_pod_reached_the_api_server_alone(site, run):
    outside = {json.dumps(probe): tried(probe) for probe in site.probes}
    assert {"reached"} == set(outside.values())
    seen = site.seen()
    assert len(run.instances) < len(seen)  # A retry and a resume have pods of their own.
    for pod, saw in seen.items():
        assert outside.keys() == saw["tried"].keys()
        assert "reached" not in saw["tried"].values(), pod
        assert ["lo"] == saw["interfaces"]
        assert ["1"] == saw["processes"]
        assert ["dags/pods.py"] == saw["home"]


def test_no_pod_was_told_of_a_database_or_a_secret(site, run):
    for saw in site.seen().values():
        assert "airflow:" == saw["environment"]["AIRFLOW__PRIVLINEAGE__STORE"]
        told = " ".join(f"{name}={value}" for name, value in saw["environment"].items()).lower()
        assert [] == [word for word in ("postgres", "sql_alchemy", "jwt", str(site.database_port)) if word in told]


def test_labels_went_along_and_stopped_where_the_data_did(site, run):
    with privlineage.connect(site.store_url) as lineage:
        names = ("wh.mart_stage#email", "wh.ads_country#country", "wh.ads_classic#email")
        found = [{label.atom.category for label in lineage.labels(name)} & {"user.contact.email"} for name in names]
    assert [{"user.contact.email"}, set(), set()] == found


def test_every_verdict_is_about_a_try_that_airflow_knows(site, run):
    store = open_store(site.store_url)
    try:
        verdicts = store.verdicts(VerdictQuery(dag_id="pods"))
    finally:
        store.close()
    known = {(one["task_id"], one["map_index"]) for one in run.instances}
    assert {"stage", "country", "retried", "deferred", "mapped", "resolves", "large", "email", "below"} == {
        verdict.job.task_id for verdict in verdicts
    }
    assert {run.run_id} == {verdict.attempt.run_id for verdict in verdicts}
    assert set() == {(verdict.job.task_id, verdict.attempt.map_index) for verdict in verdicts} - known
    blocked = {verdict.job.task_id for verdict in verdicts if verdict.outcome is Outcome.BLOCK}
    assert set(FORBIDDEN) == blocked
    assert {1, 2} == {verdict.attempt.try_number for verdict in verdicts if verdict.job.task_id == "retried"}


def test_nothing_of_a_plan_is_in_airflow_or_in_its_servers_log(site, run):
    assert [] == site.get("variables")["variables"]
    log = (site.root / "api-server.log").read_text()
    assert "privlineage_question_" in log
    assert [] == [word for word in ("mart_stage", "ads_classic", "INSERT") if word in log]


def test_a_task_that_declares_nothing_gets_no_governed_connection(site, run):
    printed = site.pod_log("pods", "asks_without_saying")
    assert 4 == printed.count("refused: ")
    assert "`pods.asks_without_saying` asks for `ads_api`" in (site.root / "api-server.log").read_text()


def test_no_spelling_of_a_path_gets_a_governed_connection(site, running):
    token = site.task_token(running["id"])
    for name in CONNECTIONS:
        for method in ("GET", "HEAD", "POST"):
            status, body = site.call(method, f"execution/connections/{name}", token)
            assert (status, "s3cr3t" in body) != (200, True), (method, name)
            assert status in (403, 404, 405), (method, name)
    assert 200 == site.call("GET", "execution/connections/other_db", token)[0]


def test_only_the_token_of_a_running_task_is_answered(site, run, running):
    finished = next(one["id"] for one in run.instances if one["task_id"] == "plain")
    unsigned = site.task_token(running["id"]).rsplit(".", 1)[0] + "."
    wrong = {
        "nobody": "",
        "nonsense": "abc",
        "forged": site.task_token(running["id"], secret="f" * 80),
        "unsigned": unsigned,
        "expired": site.task_token(running["id"], exp=int(time.time()) - 60),
        "another audience": site.task_token(running["id"], aud="urn:other"),
        "no audience": site.task_token(running["id"], aud=None),
        "a workload": site.task_token(running["id"], scope="workload"),
        "a user": site.token,
        "finished": site.task_token(finished),
        "unheard of": site.task_token("01a20db1-fbed-7790-a317-d2367f58b2ee"),
        "no id": site.task_token("running"),
    }
    answers = {name: site.ask_as(token, "governance") for name, token in wrong.items()}
    assert set() == {name for name, answer in answers.items() if answer not in (401, 403)}, answers
    assert "result" in site.ask_as(site.task_token(running["id"]), "governance")
    tickets = {
        name: site.call("GET", "execution/connections/privlineage_ticket", token)[0] for name, token in wrong.items()
    }
    assert set() == {name for name, status in tickets.items() if status not in (401, 403)}, tickets


def test_a_task_is_answered_about_itself_alone(site, run, running):
    token = site.task_token(running["id"].upper())
    mine, other = Plan(running["job"]), Plan(Job("pods", "stage"))
    foreign = to_json(Attempt(next(one["id"] for one in run.instances if one["task_id"] == "plain"), 1, run.run_id))
    decided = site.ask_as(token, "decide", plan=to_json(mine), attempt=own(running))
    assert "allow" == decided["result"]["decision"]["outcome"]
    refused = [
        site.ask_as(token, "decide", plan=to_json(other), attempt=own(running)),
        site.ask_as(token, "decide", plan=to_json(mine), attempt=foreign),
        site.ask_as(token, "decide", plan=to_json(mine), attempt=None),
        site.ask_as(token, "decide", plan=to_json(mine), attempt={**own(running), "try_number": 2}),
    ]
    assert ["PL205"] * 4 == [answer["error"]["code"] for answer in refused]
    assert 403 == site.ask_as(token, "succeeded", attempt=own(running))  # It is running still.


def test_an_answer_is_found_whichever_server_process_is_asked_for_it(site, running):
    token = site.task_token(running["id"])
    answers = []

    def ask():
        answers.extend(site.ask_as(token, "schema", source="wh", words=["customers"]) for _ in range(8))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 32 == len(answers)
    assert [] == [answer for answer in answers if "result" not in answer]


def test_an_answer_is_for_whoever_asked(site, run, running):
    question = {"val": "eA"}
    token = site.task_token(running["id"])
    assert 201 == site.call("PUT", "execution/variables/privlineage_question_mine", token, question)[0]
    assert 200 == site.call("GET", "execution/variables/privlineage_answer_mine", token)[0]
    assert 404 == site.call("GET", "execution/variables/privlineage_answer_other", token)[0]
    finished = site.task_token(next(one["id"] for one in run.instances if one["task_id"] == "plain"))
    assert 200 != site.call("GET", "execution/variables/privlineage_answer_mine", finished)[0]


def test_our_api_in_airflow_knows_airflows_users_and_nobody_else(site, running):
    path = "privlineage/v1/governance"
    assert 401 == site.call("GET", path)[0]
    assert 401 == site.call("GET", path, site.task_token(running["id"]))[0]
    assert 401 == site.call("GET", path, site.token[:-4])[0]
    assert 200 == site.call("GET", path, site.user_token("vi"))[0]
    asked = {"call": "failed", "arguments": {"attempt": own(running)}}
    status, body = site.call("POST", "privlineage/v1/decider", site.user_token("vi"), asked)
    assert (403, "PL205") == (status, json.loads(body)["error"]["code"])


def test_governed_tasks_wait_for_nobody_while_the_server_has_no_store_and_others_run(site, running):
    with site.without_database():
        run = site.run("outage")
    assert {"governed": "failed", "ungoverned": "success"} == run.states()
    log = site.pod_log("outage", "governed")
    assert "PL203 blocked: no decision could be made about `outage.governed`" in log
    assert "PL504" in log
    assert 1 == run.tries("governed")
    # And it is there again.
    assert "result" in site.ask_as(site.task_token(running["id"]), "governance")


def test_the_pods_were_made_by_whoever_ran_the_test(site, run):
    owners = {path.stat().st_uid for path in site.pods.glob("*/seen.json")}
    assert {os.getuid()} == owners

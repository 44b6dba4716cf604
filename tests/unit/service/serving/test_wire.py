"""The Decider's calls as JSON: who may ask for what, and what comes back of a request that is none."""

import json
import logging
from dataclasses import replace

import pytest

from privlineage.core.codec import to_json
from privlineage.core.errors import PrivlineageError
from privlineage.core.verdict import Attempt, Outcome
from privlineage.service.people.caller import Caller
from privlineage.service.serving.wire import VERSION, answer
from tests.unit.service.world import copy, world

MINE = Attempt("0190C0DE-AAAA", 2, "run", -1)
TASK = Caller(
    "task",
    "dag.copy",
    how="airflow",
    instance="0190c0de-aaaa",
    dag_id="dag",
    task_id="copy",
    run_id="run",
    try_number=2,
)
READER = Caller("person", "ann", ("reader",))
WORKER = Caller("service", "fleet", ("worker",))


def ask(decider, caller, call, **arguments):
    request = json.loads(json.dumps({"call": call, "arguments": arguments, "version": VERSION}))
    return json.loads(json.dumps(answer(decider, request, caller)))


def code(found):
    return found["error"]["code"]


@pytest.fixture
def decider():
    return world()


@pytest.fixture
def plan(decider):
    return to_json(copy(decider, "wh.public.customers", "wh.public.stage", {"email": "email"}))


@pytest.mark.parametrize("caller", [TASK, WORKER])
def test_a_task_and_a_trusted_worker_may_do_all_that_a_gate_does(decider, plan, caller):
    attempt = to_json(MINE)
    assert "bundle" in ask(decider, caller, "governance")["result"]
    assert {} == ask(decider, caller, "schema", source="wh", words=["stage"])["result"]["tables"]
    assert None is ask(decider, caller, "cached_plan", key="k")["result"]
    assert None is ask(decider, caller, "cache_plan", key="k", text="{}")["result"]
    assert "{}" == ask(decider, caller, "cached_plan", key="k")["result"]
    verdict = ask(decider, caller, "decide", plan=plan, attempt=attempt)["result"]
    assert {"email": ""} == (
        ask(decider, caller, "succeeded", attempt=attempt, verdict=verdict["id"])["result"]
        and ask(decider, caller, "schema", source="wh", words=["stage"])["result"]["tables"]["public.stage"]
    )
    assert False is ask(decider, caller, "failed", attempt=attempt)["result"]


@pytest.mark.parametrize(
    "other",
    [
        Attempt("0190c0de-bbbb", 2, "run"),
        Attempt("", 2, "run"),
        Attempt(MINE.instance, 1, "run"),
        Attempt(MINE.instance, 2, "another run"),
    ],
)
@pytest.mark.parametrize("call", ["decide", "succeeded", "failed"])
def test_a_task_that_acts_for_another_try_is_refused(decider, plan, other, call):
    assert "PL205" == code(ask(decider, TASK, call, plan=plan, attempt=to_json(other)))
    assert {} == decider._plans


def test_a_task_whose_instance_is_not_known_acts_for_nobody(decider, plan):
    nobody = Caller("task", "?", dag_id="dag", task_id="copy")
    assert "PL205" == code(ask(decider, nobody, "decide", plan=plan, attempt=to_json(Attempt(""))))


def test_a_task_that_brings_the_plan_of_another_task_is_refused(decider):
    foreign = to_json(copy(decider, "wh.public.customers", "wh.public.stage", {"email": "email"}, task="export"))
    assert "PL205" == code(ask(decider, TASK, "decide", plan=foreign, attempt=to_json(MINE)))


def test_a_task_gets_no_dry_decision_for_that_would_leave_no_record(decider, plan):
    assert "PL205" == code(ask(decider, TASK, "decide", plan=plan, attempt=None))
    assert "PL205" == code(ask(decider, WORKER, "decide", plan=plan, attempt=None))
    assert "V-0001" == ask(decider, READER, "decide", plan=plan, attempt=None)["result"]["id"]


def test_what_a_try_did_is_kept_under_the_id_that_was_proven_however_it_writes_its_own(decider, plan):
    verdict = ask(decider, TASK, "decide", plan=plan, attempt=to_json(MINE))["result"]
    assert TASK.instance == verdict["attempt"]["instance"]
    again = replace(MINE, instance=MINE.instance.lower())
    assert verdict["id"] == ask(decider, TASK, "decide", plan=plan, attempt=to_json(again))["result"]["id"]


def test_a_ticket_is_for_deciding_and_proves_no_success(decider, plan):
    with_ticket = replace(TASK, how="ticket")
    assert (
        "allow"
        == ask(decider, with_ticket, "decide", plan=plan, attempt=to_json(MINE))["result"]["decision"]["outcome"]
    )
    assert "PL205" == code(ask(decider, with_ticket, "succeeded", attempt=to_json(MINE)))
    # Nothing took effect by the refused call: the first who may say so is believed, and then nothing waits any more.
    believed = [ask(decider, TASK, "succeeded", attempt=to_json(MINE))["result"] for _ in range(2)]
    assert [True, False] == believed


def test_what_one_task_keeps_in_the_cache_of_plans_is_not_given_to_another(decider):
    other = Caller("task", "dag.export", how="ticket", instance="x", dag_id="dag", task_id="export")
    ask(decider, other, "cache_plan", key="k", text='{"poisoned": true}')
    assert None is ask(decider, TASK, "cached_plan", key="k")["result"]
    assert '{"poisoned": true}' == ask(decider, other, "cached_plan", key="k")["result"]


def test_a_reader_acts_for_no_task_and_a_caller_without_a_role_gets_nothing(decider, plan):
    for call in ("decide", "succeeded", "failed"):
        assert "PL205" == code(ask(decider, READER, call, plan=plan, attempt=to_json(MINE)))
    assert "PL205" == code(ask(decider, READER, "cached_plan", key="k"))
    assert "PL205" == code(ask(decider, Caller("person", "bo"), "governance"))


def test_a_task_that_calls_itself_a_worker_is_still_a_task(decider, plan):
    sly = Caller("task", "dag.copy", ("worker", "reader"), instance="another")
    assert "PL205" == code(ask(decider, sly, "decide", plan=plan, attempt=to_json(MINE)))
    assert "PL205" == code(ask(decider, sly, "decide", plan=plan, attempt=None))


def test_a_verdict_of_another_try_tells_nothing_of_tables(decider, plan):
    theirs = Attempt("theirs", 1)
    verdict = ask(decider, WORKER, "decide", plan=plan, attempt=to_json(theirs))["result"]
    ask(decider, TASK, "decide", plan=plan, attempt=to_json(MINE))
    decider._plans.clear()
    assert ask(decider, TASK, "succeeded", attempt=to_json(MINE), verdict=verdict["id"])["result"]
    assert {} == ask(decider, TASK, "schema", source="wh")["result"]["tables"]


def test_governance_known_already_is_not_sent_again(decider):
    found = ask(decider, TASK, "governance")["result"]
    assert None is ask(decider, TASK, "governance", known=found["bundle"])["result"]
    assert found == ask(decider, TASK, "governance", known="another")["result"]


@pytest.mark.parametrize(
    "request_",
    [
        None,
        [],
        "decide",
        {},
        {"call": "governance", "version": VERSION + 1},
        {"call": "governance", "version": "1"},
        {"call": ["governance"]},
        {"call": "drop"},
        {"call": "governance", "arguments": []},
        {"call": "decide"},
        {"call": "decide", "arguments": {"plan": {}, "attempt": {}}},
        {"call": "decide", "arguments": {"plan": "x", "attempt": {"instance": "i"}}},
        {"call": "decide", "arguments": {"plan": {"job": {"dag_id": 1, "task_id": 2}}, "attempt": None}},
        {"call": "schema", "arguments": {"source": 1}},
        {"call": "schema", "arguments": {"source": "wh", "words": "stage"}},
        {"call": "cached_plan", "arguments": {}},
        {"call": "succeeded", "arguments": {"attempt": {"instance": "i"}, "verdict": 7}},
    ],
)
def test_what_is_no_request_gets_a_coded_error(decider, request_):
    assert "PL207" == code(answer(decider, request_, WORKER))


def test_an_unexpected_error_is_told_without_its_text_and_is_no_outage(decider, plan, caplog, monkeypatch):
    def fail(*_):
        raise RuntimeError("secret@example.org")

    monkeypatch.setattr(decider.store, "verdict_of", fail)
    with caplog.at_level(logging.ERROR):
        found = ask(decider, TASK, "decide", plan=plan, attempt=to_json(MINE))
    assert "PL000" == code(found)
    assert "secret" not in json.dumps(found) + caplog.text
    assert "RuntimeError" in caplog.text


def test_where_the_servers_store_is_stays_on_the_server(decider, monkeypatch):
    def fail():
        raise PrivlineageError("PL504", "the store `postgresql+psycopg://me@db/privlineage` cannot be reached")

    monkeypatch.setattr(decider.store, "active_bundle", fail)
    found = ask(decider, TASK, "governance")
    assert "PL504" == code(found)
    assert "postgresql" not in json.dumps(found)


def test_an_error_of_ours_crosses_whole():
    decider = world()
    decider.store.__init__()
    found = ask(decider, TASK, "governance")
    assert {
        "code": "PL506",
        "message": "the store holds no bundle",
        "hint": "publish one with `privlineage apply DIR`",
    } == (found["error"])


def test_a_block_comes_back_with_its_reasons(decider):
    plan = copy(decider, "wh.public.customers", "s3://ads-partner/d.csv", {"email": "email"}, through_worker=True)
    found = ask(decider, TASK, "decide", plan=to_json(plan), attempt=to_json(MINE))["result"]
    assert (Outcome.BLOCK, "no-contact-to-ads") == (
        found["decision"]["outcome"],
        found["decision"]["findings"][0]["rule"],
    )


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (
            PrivlineageError("PL504", "the store `a`b` is locked by another process"),
            "the server's store is locked by another process",
        ),
        (PrivlineageError("PL504", "the verdict id `V-1` is taken"), "the verdict id `V-1` is taken"),
        (PrivlineageError("PL501", "there is no store at `secret.db`"), "the server cannot use its store"),
        (PrivlineageError("PL502", "`secret.db` is empty"), "the server cannot use its store"),
    ],
)
def test_what_is_wrong_with_the_servers_store_is_told_but_not_its_place(decider, monkeypatch, error, told):
    def fail():
        raise error

    monkeypatch.setattr(decider.store, "active_bundle", fail)
    assert (error.code, told) == (code(found := ask(decider, TASK, "governance")), found["error"]["message"])

"""Questions of tasks and their answers, over a store in memory."""

from types import SimpleNamespace

import pytest

from privlineage.airflow.packing import packed, unpacked
from privlineage.airflow.server.answering import Answering
from privlineage.airflow.server.asked import Asked
from privlineage.airflow.server.identity import OVER, Refused, Try
from privlineage.core.codec import to_json
from privlineage.core.errors import PrivlineageError
from privlineage.core.plan import Job, Plan
from privlineage.core.verdict import Attempt
from privlineage.service.deciding.local import LocalDecider
from privlineage.store.memory.store import MemoryStore
from tests.contract.store.world import at, publish

INSTANCE = "01a20db1-fbed-7790-a317-d2367f58b2ee"
MINE = Attempt(INSTANCE, 1, "run", -1)
JOB = Job("dag", "task")


def who(state="running", instance=INSTANCE):
    return Try(instance, "dag", "task", "run", -1, 1, state)


@pytest.fixture
def answering():
    store = MemoryStore()
    publish(store)
    decider = LocalDecider(store, lambda: at(1), lambda: "V-1")
    told = []
    backend = SimpleNamespace(decider=lambda: decider, store=lambda: store, told=told)
    backend.let_go_when_lost = lambda _, answer: told.append(answer)
    return Answering(backend)


def asked(answering, call, who=who(), **arguments):  # noqa: B008  # frozen
    """The answer to a question that is brought and fetched."""
    question = packed({"call": call, "arguments": arguments})
    status, _ = answering.respond(Asked("question", "q", "name"), question, who)
    assert 201 == status
    status, body = answering.respond(Asked("answer", "privlineage_answer_name", "name"), "", who)
    return unpacked(body["value"]) if status == 200 else status


def test_a_question_is_answered_to_whoever_brought_it(answering):
    assert {"result": None} == asked(answering, "cached_plan", key="k")
    other = who(instance="f" * 32)
    assert 404 == answering.respond(Asked("answer", "a", "name"), "", other)[0]


def test_whoever_keeps_the_store_hears_of_every_answer_for_it_may_tell_that_the_store_is_lost(answering):
    assert [asked(answering, "cached_plan", key="k")] == answering.backend.told


def test_a_call_in_a_name_is_answered_at_once(answering):
    question = packed({"call": "cached_plan", "arguments": {"key": "k"}})
    status, body = answering.respond(Asked("call", "name", question), "", who())
    assert (200, "name", {"result": None}) == (status, body["key"], unpacked(body["value"]))


def test_a_resolution_is_kept_without_an_answer_that_waits(answering):
    assert 404 == asked(answering, "cache_plan", key="k", text="{}")
    assert {"result": "{}"} == asked(answering, "cached_plan", key="k")


@pytest.mark.parametrize(
    "attempt", [Attempt("f" * 32, 1, "run"), Attempt(INSTANCE, 2, "run"), Attempt(INSTANCE, 1, "x"), None]
)
def test_a_task_decides_about_its_own_try_alone(answering, attempt):
    found = asked(answering, "decide", plan=to_json(Plan(JOB)), attempt=to_json(attempt))
    assert "PL205" == found["error"]["code"]


def test_a_task_brings_no_plan_of_another(answering):
    found = asked(answering, "decide", plan=to_json(Plan(Job("dag", "other"))), attempt=to_json(MINE))
    assert "PL205" == found["error"]["code"]


@pytest.mark.parametrize(
    "state", ["success", "failed", "queued", "scheduled", "deferred", "up_for_retry", "removed", "", OVER]
)
def test_a_try_that_is_not_running_decides_nothing(answering, state):
    for call in ("governance", "schema", "cached_plan", "decide", "nonsense"):
        with pytest.raises(Refused):
            asked(answering, call, who(state))


@pytest.mark.parametrize(
    ("call", "states"),
    [("succeeded", {"success"}), ("failed", {"running", "failed", "up_for_retry", OVER})],
)
def test_the_end_of_a_try_is_believed_when_airflow_says_so(answering, call, states):
    for state in ("running", "success", "failed", "up_for_retry", "deferred", "queued", OVER):
        if state in states:
            assert {"result": False} == asked(answering, call, who(state), attempt=to_json(MINE))
        else:
            with pytest.raises(Refused):
                asked(answering, call, who(state), attempt=to_json(MINE))


@pytest.mark.parametrize(
    "question",
    [
        "",
        "nonsense",
        packed([]),
        packed("decide"),
        packed({"call": ["decide"]}),
        packed({}),
        packed({"call": "cached_plan", "arguments": {"key": "a\0b"}}),
        packed([{}] * 3_000_000),
    ],
    ids=lambda question: question[:12],
)
def test_a_question_that_cannot_be_read_is_answered_so(answering, question):
    assert 201 == answering.respond(Asked("question", "q", "name"), question, who())[0]
    status, body = answering.respond(Asked("answer", "a", "name"), "", who())
    assert (200, "PL207") == (status, unpacked(body["value"])["error"]["code"])


def test_a_server_without_a_store_says_so_and_shares_nothing(answering):
    def gone():
        raise PrivlineageError("PL501", "the store `/secret/place` is not there")

    answering.backend.decider = answering.backend.store = gone
    found = asked(answering, "governance")
    assert "PL501" == found["error"]["code"]
    assert "/secret/place" not in str(found)
    answering.share(Asked("question", "q", "name"), INSTANCE)

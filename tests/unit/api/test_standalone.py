"""The server by itself: whom it knows by which token or ticket, and what its log tells of a request."""

import logging
import time

import pytest

from privlineage.api.access_log import PathOnly
from privlineage.api.app import create_app
from privlineage.api.standalone import Standalone, app_of_environment, by_bearer, everybody_here
from privlineage.core.errors import PrivlineageError
from privlineage.core.verdict import Attempt, Outcome
from privlineage.service.clock import utc_now
from privlineage.service.people.caller import Caller
from privlineage.service.serving.over_http import HttpTransport
from privlineage.service.serving.remote import RemoteDecider
from privlineage.service.serving.tickets import issue
from privlineage.service.serving.tokens import TokenFile, new_token
from tests.serving import CLIENT, served
from tests.unit.service.world import copy, world

KEY = b"k" * 32
TASK = Caller("task", "dag.copy", how="ticket", instance="0190-mine", dag_id="dag", task_id="copy")


@pytest.fixture(scope="module")
def local():
    return world()


@pytest.fixture(scope="module")
def tokens(tmp_path_factory):
    return TokenFile(tmp_path_factory.mktemp("tokens") / "tokens.json", utc_now)


@pytest.fixture(scope="module")
def url(local, tokens):
    with served(create_app(lambda: local.store, by_bearer(tokens, [KEY]))) as url:
        yield url


@pytest.fixture
def shown(url):
    """A decider that shows a token or a ticket."""
    transports = []

    def showing(text):
        transports.append(HttpTransport(url, lambda: text))
        return RemoteDecider(transports[-1], lambda: 5.0)

    yield showing
    for transport in transports:
        transport.close()


def refused(code, call, *arguments):
    with pytest.raises(PrivlineageError) as caught:
        call(*arguments)
    assert code == caught.value.code


def plan(local, task="copy"):
    return copy(local, "wh.public.customers", "wh.mart.made", {"email": "email"}, new=True, task=task)


def test_a_ticket_lets_its_task_be_decided_about_and_nobody_else(local, shown):
    decider = shown(issue(KEY, TASK, time.time()))
    mine, theirs = Attempt("0190-MINE"), Attempt("0190-theirs")
    assert Outcome.ALLOW is decider.decide(plan(local), mine).outcome
    refused("PL205", decider.succeeded, mine)
    refused("PL205", decider.decide, plan(local), theirs)
    refused("PL205", decider.decide, plan(local, "other"), mine)
    refused("PL205", decider.failed, theirs)
    refused("PL205", decider.decide, plan(local), None)


@pytest.mark.parametrize(
    "ticket",
    [
        lambda now: "",
        lambda now: "a.b.c",
        lambda now: issue(b"o" * 32, TASK, now),
        lambda now: issue(KEY, TASK, now - 400, 300),
        lambda now: issue(KEY, TASK, now + 400),
        lambda now: issue(KEY, TASK, now)[:-2],
    ],
)
def test_a_ticket_that_is_none_or_out_of_date_is_nobodys(shown, ticket):
    refused("PL206", shown(ticket(time.time())).governance)


def test_a_token_lets_its_owner_in_until_it_is_withdrawn(tokens, shown):
    text, kept = new_token("fleet", ["worker"], at=utc_now())
    decider = shown(text)
    refused("PL206", decider.governance)
    tokens.add(kept)
    assert decider.governance().bundle
    tokens.withdraw(kept.id)
    decider.known = None
    refused("PL206", decider.governance)


def test_a_broken_file_of_tokens_lets_nobody_in_and_tells_the_caller_nothing_of_it(url, tokens, shown):
    tokens.path.write_text("{")
    answer = CLIENT.get(f"{url}/v1/governance", headers={"authorization": "Bearer pl_a_b"})
    assert (401, "PL206", False) == (
        answer.status_code,
        answer.json()["error"]["code"],
        str(tokens.path) in answer.text,
    )
    tokens.path.unlink()


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8642", 200),
        ("localhost", 200),
        ("[::1]:1", 200),
        ("evil.example", 401),
        ("127.0.0.1.evil.example", 401),
    ],
)
def test_a_page_elsewhere_under_a_name_that_leads_here_is_nobody(local, host, status):
    with served(create_app(lambda: local.store, everybody_here)) as url:
        assert status == CLIENT.get(f"{url}/v1/governance", headers={"host": host}).status_code


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "Via", "x-real-ip"])
def test_who_comes_through_a_proxy_on_this_machine_is_not_of_this_machine(local, header):
    with served(create_app(lambda: local.store, everybody_here)) as url:
        assert 401 == CLIENT.get(f"{url}/v1/governance", headers={header: "127.0.0.1"}).status_code


def test_a_file_of_tokens_that_cannot_be_read_is_told_at_the_start_though_there_are_keys_for_tickets(tmp_path):
    key, tokens = tmp_path / "key", tmp_path / "tokens.json"
    key.write_bytes(KEY)
    tokens.write_text("nonsense")
    refused("PL103", Standalone("sqlite:///s.db", str(tokens), str(key)).authenticate)


def test_settings_reach_the_worker_processes_whole(tmp_path, monkeypatch):
    monkeypatch.setenv("PRIVLINEAGE_SERVED", "")
    key = tmp_path / "key"
    key.write_bytes(KEY)
    Standalone(f"sqlite:///{tmp_path}/no.db", ticket_key=str(key)).hand_on()
    with served(app_of_environment()) as url:
        headers = {"authorization": f"Bearer {issue(KEY, TASK, time.time())}"}
        answer = CLIENT.get(f"{url}/v1/governance", headers=headers)
        assert (500, "PL501", False) == (answer.status_code, answer.json()["error"]["code"], "no.db" in answer.text)
        assert 401 == CLIENT.get(f"{url}/v1/governance").status_code


def test_the_log_tells_of_a_request_without_its_query():
    arguments = ("127.0.0.1:1", "GET", "/v1/labels?ref=wh.public.customers%23email", "1.1", 200)
    record = logging.LogRecord("uvicorn.access", logging.INFO, "", 0, '%s - "%s %s HTTP/%s" %d', arguments, None)
    assert PathOnly().filter(record)
    assert '127.0.0.1:1 - "GET /v1/labels HTTP/1.1" 200' == record.getMessage()

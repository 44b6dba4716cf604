"""The server's routes over real HTTP: who is let in, what is no request, and that nothing of an accident leaks."""

import json
import logging
from copy import copy as copied
from itertools import count

import pytest

from privlineage.api.app import create_app
from privlineage.core.codec import to_json
from privlineage.core.errors import PrivlineageError
from privlineage.core.verdict import Attempt, Outcome
from privlineage.service.people.caller import Caller
from privlineage.service.serving.over_http import HttpTransport
from privlineage.service.serving.remote import RemoteDecider
from tests.serving import CLIENT, served
from tests.unit.service.world import copy, world

JSON = {"content-type": "application/json"}
CALLERS = {
    "reader": Caller("person", "ann", ("reader",)),
    "worker": Caller("service", "fleet", ("worker",)),
    "task": Caller("task", "dag.copy", how="ticket", instance="mine", dag_id="dag", task_id="copy"),
}


def authenticate(request):
    token = request.headers.get("authorization", "").removeprefix("Bearer ")
    if token == "raise":
        raise RuntimeError("secret@example.org")
    return CALLERS.get(token)


@pytest.fixture(scope="module")
def local():
    return world()


@pytest.fixture(scope="module")
def app(local):
    return create_app(lambda: local.store, authenticate)


@pytest.fixture(scope="module")
def url(app):
    with served(app) as url:
        yield url


def post(url, path="/v1/decider", token="task", content=b"{}", **more):
    return CLIENT.post(f"{url}{path}", content=content, headers={**JSON, "authorization": f"Bearer {token}"}, **more)


def test_decisions_over_http_are_those_in_process(local, url):
    transport = HttpTransport(url, lambda: "worker")
    remote = RemoteDecider(transport)
    plan = copy(local, "wh.public.customers", "s3://ads-partner/d.csv", {"email": "email"}, through_worker=True)
    there = remote.decide(plan, Attempt("over http"))
    here = local.decide(plan, Attempt("in process"))
    assert Outcome.BLOCK is there.outcome
    assert (here.decision, here.movement) == (there.decision, there.movement)
    remote.rest()
    assert local.governance() == remote.governance()
    transport.close()


def test_every_route_but_the_probes_refuses_who_is_not_known(app, url):
    routes = {(route.path, method) for route in app.routes for method in route.methods}
    assert {("/v1/decider", "POST"), ("/v1/governance", "GET"), ("/v1/health", "GET")} <= routes
    for path, method in sorted(routes):
        for headers in ({}, {"authorization": "Bearer nobody"}, {"authorization": "Basic dGFzazo="}):
            answer = CLIENT.request(method, url + path.replace("{", "").replace("}", ""), headers=headers)
            expected = {"/v1/health": 200, "/v1/ready": 200}.get(path, 401)
            assert (path, expected) == (path, answer.status_code)
            if expected == 401:
                assert ("PL206", "Bearer") == (answer.json()["error"]["code"], answer.headers["www-authenticate"])


@pytest.mark.parametrize(
    "path", ["/docs", "/redoc", "/openapi.json", "/v1/docs", "/v1/openapi.json", "/", "/v1/nothing"]
)
def test_docs_and_schema_are_not_served(url, path):
    answer = CLIENT.get(url + path)
    assert (404, "PL207") == (answer.status_code, answer.json()["error"]["code"])


def test_a_task_that_acts_for_another_is_refused_with_403(local, url):
    plan = to_json(copy(local, "wh.public.customers", "wh.public.stage", {"email": "email"}))
    call = {"call": "decide", "arguments": {"plan": plan, "attempt": {"instance": "theirs"}}}
    answer = post(url, content=json.dumps(call))
    assert (403, "PL205") == (answer.status_code, answer.json()["error"]["code"])


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        b"\x00\xff\xfe",
        b"[]",
        b"null",
        b"7",
        b"{" * 100_000,
        b"[" * 100_000,
        b'{"call": "\\ud800"}',
        b'{"call": "a\\u0000b"}',
        '{"call": "governance"}'.encode("utf-16"),
        b'{"call": ' + b"9" * 10_000 + b"}",
        b'{"call": "governance", "version": 99}',
        b'{"call": "decide", "arguments": {"plan": 1}}',
    ],
)
def test_what_is_no_request_is_a_coded_400(url, content):
    answer = post(url, content=content)
    assert (400, "PL207") == (answer.status_code, answer.json()["error"]["code"])


def test_a_body_over_the_limit_is_a_coded_413_whether_it_says_its_length_or_not(url, monkeypatch):
    monkeypatch.setattr("privlineage.api.decisions.MAX_REQUEST", 1000)
    chunks = (b"x" * 100 for _ in range(11))
    for content in (b"x" * 1001, chunks):
        answer = post(url, content=content)
        assert (413, "PL207") == (answer.status_code, answer.json()["error"]["code"])


def test_a_body_that_a_page_in_a_browser_could_send_unasked_is_refused(url):
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""):
        answer = CLIENT.post(
            f"{url}/v1/decider",
            content=b'{"call": "governance"}',
            headers={"authorization": "Bearer task", "content-type": kind},
        )
        assert (415, "PL207") == (answer.status_code, answer.json()["error"]["code"])


def test_an_error_while_a_caller_is_looked_up_lets_nobody_in_and_tells_nothing(url, caplog):
    with caplog.at_level(logging.WARNING):
        answer = post(url, token="raise")
    assert (401, "PL206") == (answer.status_code, answer.json()["error"]["code"])
    assert "secret" not in answer.text + caplog.text


def test_an_unexpected_error_is_a_coded_500_without_a_traceback(app, url, caplog, monkeypatch):
    async def fail(_):
        raise RuntimeError("secret@example.org")

    monkeypatch.setattr(app.state.backend, "run", fail)
    with caplog.at_level(logging.DEBUG):
        answer = post(url)
    assert (500, "PL000") == (answer.status_code, answer.json()["error"]["code"])
    assert "secret" not in answer.text + caplog.text


def test_the_governance_is_sent_again_only_when_it_changed(url):
    headers = {"authorization": "Bearer worker"}
    first = CLIENT.get(f"{url}/v1/governance", headers=headers)
    assert first.json()["result"]["bundle"] == first.headers["etag"].strip('"')
    for known in (first.headers["etag"], f"W/{first.headers['etag']}", f'"other", {first.headers["etag"]}'):
        again = CLIENT.get(f"{url}/v1/governance", headers={**headers, "if-none-match": known})
        assert (304, b"") == (again.status_code, again.content)
    assert 200 == CLIENT.get(f"{url}/v1/governance", headers={**headers, "if-none-match": '"other"'}).status_code


def test_a_store_that_is_down_is_503_and_opened_anew_afterwards(local):
    tries = count()

    def opening():
        if next(tries) == 0:
            raise PrivlineageError("PL504", "the store `sqlite:///secret.db` cannot be reached")
        return local.store

    with served(create_app(opening, authenticate)) as url:
        call = json.dumps({"call": "governance"})
        down = post(url, content=call)
        assert (503, "PL504") == (down.status_code, down.json()["error"]["code"])
        assert "secret" not in down.text
        assert 200 == post(url, content=call).status_code


def test_a_store_that_was_lost_is_opened_anew_for_the_next_decision(local):
    opened = count()

    def opening():
        if next(opened) > 0:
            return local.store
        lost = copied(local.store)
        lost.active_bundle = gone
        return lost

    def gone():
        raise PrivlineageError("PL502", "`sqlite:///secret.db` is another store")

    with served(create_app(opening, authenticate)) as url:
        call = json.dumps({"call": "governance"})
        assert [500, 200] == [post(url, content=call).status_code for _ in range(2)]


def test_a_probe_tells_whether_the_store_answers_and_no_more(local):
    def down():
        raise PrivlineageError("PL504", "secret")

    with served(create_app(down, authenticate)) as url:
        assert (200, {"result": "alive"}) == fetched(f"{url}/v1/health")
        assert (503, {"result": "not ready"}) == fetched(f"{url}/v1/ready")
    with served(create_app(lambda: local.store, authenticate)) as url:
        assert (200, {"result": "ready"}) == fetched(f"{url}/v1/ready")


def fetched(url):
    answer = CLIENT.get(url)
    return answer.status_code, answer.json()

"""The middleware: what is not ours passes whatever state we are in, what is ours is denied when anything goes wrong."""

import asyncio
import json

import pytest

from privlineage.airflow.server import middleware
from privlineage.airflow.server.middleware import TaskApi

OURS = "/execution/variables/privlineage_call_eJ"


class Site:
    """Airflow, as far as it hears of a request."""

    def __init__(self):
        self.heard = []

    async def __call__(self, scope, receive, send):
        self.heard.append(scope["path"])
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"airflow"})


def sent(path, method="GET", headers=(), app=None, body=b""):
    """Status and body of what a request gets, and what Airflow heard of it."""
    site, messages = Site(), []

    async def receive():
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message):
        messages.append(message)

    scope = {"type": "http", "method": method, "path": path, "root_path": "", "headers": list(headers), "app": app}
    asyncio.run(TaskApi(site)(scope, receive, send))
    return messages[0]["status"], messages[1]["body"], site.heard


@pytest.fixture
def broken(monkeypatch):
    """A state in which nothing of ours works."""
    from privlineage.airflow.server import identity

    async def fail(scope):
        raise MemoryError("out of everything")

    monkeypatch.setattr(identity, "validated", fail)


@pytest.mark.parametrize("path", ["/", "/execution/variables/a", "/execution/task-instances/x/run", "/api/v2/dags"])
def test_others_requests_pass_untouched_even_when_we_are_broken(path, broken):
    assert (200, b"airflow", [path]) == sent(path)
    assert (200, b"airflow", [path]) == sent(path, "PUT", body=b"x")


def test_what_is_ours_is_denied_when_we_are_broken_and_never_reaches_airflow(broken):
    status, body, heard = sent(OURS)
    assert (403, []) == (status, heard)
    assert "MemoryError" not in body.decode()


@pytest.mark.parametrize("headers", [[], [(b"authorization", b"Basic abc")], [(b"authorization", b"Bearer ")]])
def test_whoever_shows_no_token_is_nobody(headers):
    status, body, heard = sent(OURS, headers=headers)
    assert (401, []) == (status, heard)
    assert {"detail": "privlineage refuses this request"} == json.loads(body)


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "HEAD", "PATCH", "OPTIONS"])
def test_only_the_methods_of_the_sdk_are_answered(method):
    assert (405, []) == sent(OURS, method)[::2]


def test_an_api_server_without_a_task_api_answers_nobody():
    class App:
        routes = ()

    token = [(b"authorization", b"Bearer abc")]
    assert (403, []) == sent(OURS, headers=token, app=App())[::2]


def test_a_question_that_is_too_large_is_refused_before_it_is_read(monkeypatch):
    from privlineage.airflow.server import identity

    async def known(scope):
        return "0" * 32

    monkeypatch.setattr(identity, "validated", known)
    monkeypatch.setattr(middleware, "MOST_BODY", 10)
    path = "/execution/variables/privlineage_question_ab"
    assert (413, []) == sent(path, "PUT", body=b"x" * 11)[::2]
    monkeypatch.setattr(middleware, "MOST_BODY", 1000)
    for body in (b"", b"[]", b"{", b'{"val": 3}', b'{"other": "a"}'):
        assert (422, []) == sent(path, "PUT", body=body)[::2]


def test_what_is_no_http_passes():
    seen = []

    async def site(scope, receive, send):
        seen.append(scope["type"])

    asyncio.run(TaskApi(site)({"type": "lifespan"}, None, None))
    assert ["lifespan"] == seen


@pytest.fixture
def half_installed(monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "privlineage.airflow.server.asked", None)


@pytest.mark.parametrize(
    "path", ["/execution/task-instances/x/run", "/execution/variables/a", "/execution/connections/c"]
)
def test_where_a_file_of_ours_is_missing_the_site_goes_on(half_installed, path):
    assert (200, b"airflow", [path]) == sent(path)


def test_where_a_file_of_ours_is_missing_what_is_ours_or_guarded_is_denied(half_installed, monkeypatch):
    assert (403, []) == sent(OURS)[::2]
    monkeypatch.setenv("AIRFLOW__PRIVLINEAGE__GUARD_CONNECTIONS", "True")
    assert (403, []) == sent("/execution/connections/c")[::2]


def test_what_airflow_raises_stays_airflows():
    async def site(scope, receive, send):
        raise KeyError("of the site")

    scope = {"type": "http", "method": "GET", "path": "/execution/variables/a", "root_path": "", "headers": []}
    with pytest.raises(KeyError, match="of the site"):
        asyncio.run(TaskApi(site)(scope, None, None))

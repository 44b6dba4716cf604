"""Random bytes, JSON and paths as requests: a clear error with a code, never an accident, never an allow."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privlineage.api.app import create_app
from privlineage.core.codec import to_json
from privlineage.service.people.caller import ROLES, Caller
from privlineage.store.http.methods import METHODS
from tests import strategies as some
from tests.serving import CLIENT, served
from tests.unit.service.world import world

EVERYTHING = Caller("service", "everything", ROLES)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["call", "arguments", "version", "plan", "attempt", "job", "dag_id", "source", "datasets", "tags"]
            )
            | st.text(max_size=3),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)
calls = st.sampled_from(["governance", "schema", "cached_plan", "cache_plan", "decide", "succeeded", "failed"])


@pytest.fixture(scope="module")
def url():
    local = world()
    with served(create_app(lambda: local.store, lambda _: EVERYTHING)) as url:
        yield url


def send(url, path, content):
    return CLIENT.post(f"{url}{path}", content=content, headers={"content-type": "application/json"})


def is_told(answer):
    assert answer.status_code < 500
    body = answer.json()
    if answer.status_code == 200:
        assert {"result"} == set(body)
    else:
        assert body["error"]["code"].startswith("PL")
        assert "Traceback" not in answer.text
    return body


@given(content=st.binary(max_size=200))
def test_random_bytes_are_no_request(url, content):
    for path in ("/v1/decider", "/v1/store/state"):
        assert 400 == send(url, path, content).status_code


@given(call=calls, arguments=values)
def test_a_call_with_random_arguments_decides_nothing(url, call, arguments):
    answer = is_told(send(url, "/v1/decider", json.dumps({"call": call, "arguments": arguments})))
    assert call not in ("decide", "succeeded", "failed") or "error" in answer


@given(data=values)
def test_random_json_is_no_request(url, data):
    is_told(send(url, "/v1/decider", json.dumps(data)))


@given(method=st.sampled_from(sorted(METHODS)), arguments=values)
def test_a_method_with_random_arguments_is_a_coded_error_or_a_call(url, method, arguments):
    is_told(send(url, f"/v1/store/{method}", json.dumps({"arguments": arguments})))


@given(plan=some.plans(), name=st.sampled_from(["job", "facts", "sinks", "openings", "unresolved"]), wrong=values)
def test_a_plan_with_one_random_part_is_decided_about_or_refused(url, plan, name, wrong):
    arguments = {"plan": {**to_json(plan), name: wrong}, "attempt": None}
    is_told(send(url, "/v1/decider", json.dumps({"call": "decide", "arguments": arguments})))


@given(path=st.text(max_size=30))
def test_random_paths_are_not_there(url, path):
    from urllib.parse import quote

    answer = CLIENT.get(f"{url}/v1/verdicts/{quote(path)}")
    assert answer.status_code in (200, 400, 404, 307)

"""Which try is asking: Airflow's own validator over tokens of every kind."""

import asyncio
import time
from types import SimpleNamespace

import jwt
import pytest
import svcs
from airflow.api_fastapi.auth.tokens import JWTValidator
from starlette.applications import Starlette
from starlette.routing import Mount

from privlineage.airflow.server.identity import Refused, validated

SECRET = "a-secret-that-is-long-enough-for-the-algorithm-of-the-tokens-that-airflow-makes"
AUDIENCE = "urn:airflow.apache.org:task"
INSTANCE = "01a20db1-fbed-7790-a317-d2367f58b2ee"


def token(secret=SECRET, algorithm="HS512", **claims):
    now = int(time.time())
    made = {"sub": INSTANCE, "aud": AUDIENCE, "iat": now, "nbf": now, "exp": now + 60, "scope": "execution", **claims}
    return jwt.encode({name: value for name, value in made.items() if value is not None}, secret, algorithm=algorithm)


def identified(*tokens):
    """The instance that a request with these tokens comes from."""
    required = frozenset({"aud", "exp", "iat"})
    registry = svcs.Registry()
    registry.register_value(JWTValidator, JWTValidator(secret_key=SECRET, audience=AUDIENCE, required_claims=required))
    task_api = Starlette()
    task_api.state.svcs_registry = registry
    app = SimpleNamespace(routes=[Mount("/ui", Starlette()), Mount("/execution", task_api)])
    headers = [(b"authorization", f"Bearer {one}".encode()) for one in tokens]
    return asyncio.run(validated({"app": app, "headers": headers}))


def test_a_token_of_a_task_names_its_instance_in_lower_case():
    assert INSTANCE == identified(token()) == identified(token(sub=INSTANCE.upper()))


def test_the_tokens_of_airflow_3_1_have_no_scope():
    assert INSTANCE == identified(token(scope=None))


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": 1},
        {"exp": None},
        {"iat": None},
        {"nbf": int(time.time()) + 3600},
        {"aud": "apache-airflow"},
        {"aud": None},
        {"scope": "workload"},
        {"scope": ""},
        {"scope": ["execution"]},
        {"sub": None},
        {"sub": "admin"},
        {"sub": ""},
    ],
    ids=str,
)
def test_what_is_no_token_of_a_task_at_work_is_refused(claims):
    with pytest.raises(Refused) as caught:
        identified(token(**claims))
    assert 403 == caught.value.status
    assert INSTANCE not in caught.value.why


@pytest.mark.parametrize(
    "wrong", [token(secret="f" * 80), token(algorithm="HS256"), token().rsplit(".", 1)[0] + ".", "x"]
)
def test_a_token_that_airflow_did_not_sign_is_refused(wrong):
    with pytest.raises(Refused):
        identified(wrong)


def test_of_several_tokens_the_first_counts():
    assert INSTANCE == identified(token(), "x")
    with pytest.raises(Refused):
        identified("x", token())

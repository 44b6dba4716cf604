"""Tickets: a task's proof of identity is good for that task, for a while, and cannot be made without the key."""

import base64
import json

import jwt
import pytest

from privlineage.core.errors import PrivlineageError
from privlineage.service.people.caller import Caller
from privlineage.service.serving.tickets import LONGEST, SKEW, issue, read_keys, verify

KEY, OTHER = b"k" * 32, b"o" * 32
NOW = 1_800_000_000.0
TASK = Caller("task", "dag.t", (), "ticket", "0190-AB", "dag", "t", "run 1", 2, 5)
CLAIMS = {"iss": "privlineage", "aud": "privlineage-decider", "sub": "x", "iat": NOW, "exp": NOW + 60}


def refused(text, now=NOW, keys=(KEY,)):
    with pytest.raises(PrivlineageError) as caught:
        verify(keys, text, now)
    assert text not in str(caught.value)
    return caught.value.code


@pytest.mark.parametrize("caller", [TASK, Caller("task", "", how="ticket", instance="only that")])
def test_a_ticket_names_the_task_it_was_made_for(caller):
    assert caller == verify([KEY], issue(KEY, caller, NOW), NOW + 10)


def test_a_ticket_gives_no_role_and_no_other_kind_whatever_its_maker_was():
    assert TASK == verify([KEY], issue(KEY, TASK, NOW), NOW)
    sly = jwt.encode({**CLAIMS, "roles": ["publisher"], "kind": "service", "name": "n"}, KEY, algorithm="HS256")
    assert Caller("task", "n", how="ticket", instance="x") == verify([KEY], sly, NOW)


def test_a_ticket_is_good_for_its_time_and_some_skew_of_clocks():
    text = issue(KEY, TASK, NOW, 60)
    assert TASK == verify([KEY], text, NOW - SKEW + 1) == verify([KEY], text, NOW + 59)
    assert "PL206" == refused(text, NOW - SKEW - 1) == refused(text, NOW + 60)


def test_a_key_can_be_replaced_while_tickets_of_the_old_one_are_about():
    text = issue(OTHER, TASK, NOW)
    assert TASK == verify([KEY, OTHER], text, NOW)
    assert "PL206" == refused(text) == refused(text, keys=())


@pytest.mark.parametrize(
    "forged",
    [
        "x",
        "a.b.c",
        "é" * 40,
        jwt.encode(CLAIMS, OTHER, algorithm="HS256"),
        jwt.encode(CLAIMS, "", algorithm="none"),
        jwt.encode(CLAIMS, KEY * 2, algorithm="HS512"),
        jwt.encode({**CLAIMS, "iss": "airflow"}, KEY, algorithm="HS256"),
        jwt.encode({**CLAIMS, "aud": "airflow"}, KEY, algorithm="HS256"),
        jwt.encode({**CLAIMS, "sub": ""}, KEY, algorithm="HS256"),
        jwt.encode({**CLAIMS, "try": "2"}, KEY, algorithm="HS256"),
        jwt.encode({**CLAIMS, "try": True}, KEY, algorithm="HS256"),
        jwt.encode({**CLAIMS, "dag": 7}, KEY, algorithm="HS256"),
        jwt.encode({**CLAIMS, "exp": NOW + LONGEST + 1}, KEY, algorithm="HS256"),
        jwt.encode({**CLAIMS, "exp": "later"}, KEY, algorithm="HS256"),
        jwt.encode({**CLAIMS, "exp": float("inf")}, KEY, algorithm="HS256"),
        jwt.encode({key: value for key, value in CLAIMS.items() if key != "exp"}, KEY, algorithm="HS256"),
        jwt.encode({key: value for key, value in CLAIMS.items() if key != "sub"}, KEY, algorithm="HS256"),
    ],
)
def test_a_ticket_that_is_forged_unsigned_or_for_somebody_else_is_refused(forged):
    assert "PL206" == refused(forged)


def test_a_ticket_whose_task_was_changed_is_refused():
    head, body, signature = issue(KEY, TASK, NOW).split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=="))
    changed = base64.urlsafe_b64encode(json.dumps({**claims, "sub": "another"}).encode()).rstrip(b"=").decode()
    assert "PL206" == refused(f"{head}.{changed}.{signature}")


@pytest.mark.parametrize(
    ("caller", "lifetime"),
    [
        (Caller("service", "s", instance="x"), 60),
        (Caller("task", "t"), 60),
        (TASK, 0),
        (TASK, LONGEST + 1),
    ],
)
def test_no_ticket_is_made_that_a_server_would_not_take(caller, lifetime):
    with pytest.raises(ValueError, match="ticket"):
        issue(KEY, caller, NOW, lifetime)


def test_keys_are_read_one_a_line_and_a_short_one_is_none(tmp_path):
    path = tmp_path / "key"
    path.write_bytes(KEY + b"\n\n" + OTHER + b"\n")
    assert [KEY, OTHER] == read_keys(path)
    for content in (b"", b"\n", b"short", KEY + b"\nshort\n"):
        path.write_bytes(content)
        with pytest.raises(PrivlineageError, match="PL001") as caught:
            read_keys(path)
        assert "kkkk" not in str(caught.value)
    with pytest.raises(PrivlineageError, match="PL002"):
        read_keys(tmp_path / "none")

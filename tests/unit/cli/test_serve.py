"""`privlineage serve`: when it refuses to start, and the tokens it accepts."""

import json
from pathlib import Path

import pytest

from privlineage.service.clock import utc_now
from privlineage.service.serving.tokens import TokenFile


@pytest.fixture
def started(monkeypatch):
    """What uvicorn was told to run; nothing is served."""
    calls = []
    monkeypatch.setattr("uvicorn.run", lambda app, **options: calls.append((app, options)))
    monkeypatch.delenv("PRIVLINEAGE_SERVED", raising=False)
    monkeypatch.delenv("PRIVLINEAGE_TOKENS", raising=False)
    return calls


def test_nobody_can_use_a_server_without_tokens_and_keys_so_it_does_not_start(run, store, started):
    Path("none.json").write_text('{"tokens": []}')
    for given in ((), ("--tokens", "none.json"), ("--tokens", "missing.json")):
        answer = run("serve", *given)
        assert (2, True) == (answer.code, answer.err.startswith("PL001 no token and no ticket key"))
    assert [] == started


@pytest.mark.parametrize("host", ["0.0.0.0", "10.0.0.1", "server.corp", "::"])
def test_a_server_without_authentication_is_for_this_machine_alone(run, store, started, host):
    answer = run("serve", "--insecure-loopback", "--host", host)
    assert (2, []) == (answer.code, started)
    assert f"`{host}` is not this machine alone" in answer.err


def test_whoever_insists_may_try_a_server_out_on_this_machine(run, store, started):
    assert 0 == run("serve", "--insecure-loopback").code
    ((app, options),) = started
    assert ("privlineage.api.standalone:app_of_environment", "127.0.0.1", 8642, 1) == (
        app,
        options["host"],
        options["port"],
        options["workers"],
    )


def test_a_missing_store_a_short_key_and_a_server_behind_a_server_are_told_at_once(run, store, started, tmp_path):
    (tmp_path / "key").write_text("short")
    assert "PL501" in run("serve", "--insecure-loopback", "--store", f"sqlite:///{tmp_path}/no.db").err
    assert "PL001" in run("serve", "--ticket-key", "key").err
    assert "PL002" in run("serve", "--ticket-key", "nothing").err
    assert "PL001 a server keeps a database" in run("serve", "--insecure-loopback", "--store", "https://host").err
    assert [] == started


def test_a_token_is_printed_once_alone_and_lets_its_owner_in(run, store, started):
    made = run("serve", "token", "--name", "ci", "--roles", "publisher, reader", "--tokens", "t.json", "--days", "30")
    text = made.out.strip()
    assert (0, 1) == (made.code, len(made.out.splitlines()))
    caller = TokenFile(Path("t.json"), utc_now).caller(text)
    assert ("service", "ci", ("publisher", "reader")) == (caller.kind, caller.name, caller.roles)
    assert TokenFile(Path("t.json"), lambda: "2999-01-01T00:00:00Z").caller(text) is None
    assert 0 == run("serve", "--tokens", "t.json").code
    assert 1 == len(started)


def test_tokens_are_listed_without_what_they_are_and_withdrawn_by_their_id(run, monkeypatch):
    monkeypatch.setenv("PRIVLINEAGE_TOKENS", "t.json")
    made = run("serve", "token", "--name", "ann", "--roles", "approver", "--kind", "person").out.strip()
    listed = run("serve", "tokens", "--format", "json")
    (entry,) = listed.json
    assert ("ann", "person", ["approver"], "") == (entry["name"], entry["kind"], entry["roles"], entry["expires_at"])
    secret = made.split("_", 2)[2]
    assert secret not in listed.out + run("serve", "tokens").out
    gone = run("serve", "revoke", entry["id"])
    assert (0, f"withdrew token {entry['id']} of ann\n") == (gone.code, gone.out)
    assert [] == json.loads(run("serve", "tokens", "--format", "json").out)
    assert 2 == run("serve", "revoke", entry["id"]).code


def test_a_token_with_a_wrong_role_or_for_no_file_is_bad_usage(run, monkeypatch):
    monkeypatch.delenv("PRIVLINEAGE_TOKENS", raising=False)
    assert "PL001 `root` is no role" in run("serve", "token", "--name", "x", "--roles", "root", "--tokens", "t").err
    assert "PL001 no file of tokens is named" in run("serve", "token", "--name", "x", "--roles", "reader").err
    assert "PL001" in run("serve", "token", "--roles", "reader", "--tokens", "t").err
    assert not Path("t").exists()


def test_a_served_store_is_not_moved_or_mended_from_afar(run):
    for command in (("check",), ("export",), ("migrate",), ("propagate",)):
        answer = run("store", *command, "--store", "https://server.corp")
        assert (2, True) == (answer.code, answer.err.startswith("PL001 a server's store is made and mended where it"))
    assert 2 == run("init", "--no-bundle", "--store", "https://server.corp").code

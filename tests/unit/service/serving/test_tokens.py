"""Tokens of people and services: shown once, kept as a hash, gone when withdrawn."""

import json
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from privlineage.core.errors import PrivlineageError
from privlineage.service.people.caller import Caller
from privlineage.service.serving.tokens import TokenFile, new_token

AT, LATER = "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z"


@pytest.fixture
def file(tmp_path):
    return TokenFile(tmp_path / "tokens.json", lambda: AT)


def test_who_shows_a_token_is_whom_it_was_made_for(file):
    ci, kept = new_token("ci", ["publisher", "reader"], at=AT)
    ann, other = new_token("ann", ["approver"], at=AT, kind="person")
    file.add(kept)
    file.add(other)
    assert Caller("service", "ci", ("publisher", "reader")) == file.caller(ci)
    assert Caller("person", "ann", ("approver",)) == file.caller(ann)


def test_the_file_holds_no_token_and_is_for_its_owner_alone(file):
    text, kept = new_token("ci", ["reader"], at=AT)
    file.add(kept)
    secret = text.split("_", 2)[2]
    content = file.path.read_text()
    assert (secret in content, kept.id in content) == (False, True)
    assert 0o600 == stat.S_IMODE(file.path.stat().st_mode)


@pytest.mark.parametrize(
    "change", ["", "x", "pl_", "pl__", "pl_{id}", "pl_{id}_", "pl_{id}_{secret}x", "xx_{id}_{secret}"]
)
def test_any_other_text_is_nobody(file, change):
    text, kept = new_token("ci", ["reader"], at=AT)
    file.add(kept)
    _, number, secret = text.split("_", 2)
    assert file.caller(change.format(id=number, secret=secret)) is None
    other, _ = new_token("ci", ["reader"], at=AT)
    assert file.caller(f"pl_{number}_{other.split('_', 2)[2]}") is None
    assert file.caller(f"pl_{number}_{kept.hash}") is None


def test_a_token_that_was_withdrawn_by_another_process_is_nobodys_at_once(file):
    text, kept = new_token("ci", ["reader"], at=AT)
    file.add(kept)
    assert file.caller(text) is not None
    assert "ci" == TokenFile(file.path, lambda: AT).withdraw(kept.id).name
    assert file.caller(text) is None
    with pytest.raises(PrivlineageError, match="PL001"):
        file.withdraw(kept.id)


def test_a_token_ends_at_its_time(file, tmp_path):
    text, kept = new_token("ci", ["reader"], at=AT, expires_at=LATER)
    file.add(kept)
    assert file.caller(text) is not None
    assert TokenFile(file.path, lambda: LATER).caller(text) is None


def test_the_same_secret_twice_has_two_hashes():
    one, other = (new_token("ci", ["reader"], at=AT)[1] for _ in range(2))
    assert one.salt != other.salt
    assert one.hash != other.hash


@pytest.mark.parametrize(
    ("name", "roles"), [("ci", []), ("ci", ["root"]), ("ci", ["task"]), ("", ["reader"]), (" ", ["reader"])]
)
def test_a_token_needs_a_name_and_roles_that_are_some(name, roles):
    with pytest.raises(PrivlineageError, match="PL001"):
        new_token(name, roles, at=AT)


def test_no_file_holds_no_token_and_a_broken_one_is_an_error_and_not_an_empty_one(file):
    assert [] == file.tokens()
    for content in ("", "[]", "{}", '{"tokens": [{}]}', '{"tokens": 1}'):
        file.path.write_text(content)
        with pytest.raises(PrivlineageError, match="PL103"):
            file.caller("pl_a_b")


def test_an_entry_that_claims_to_be_a_task_is_nobody(file):
    text, kept = new_token("ci", ["reader"], at=AT)
    file.add(kept)
    file.path.write_text(json.dumps(json.loads(file.path.read_text())).replace('"service"', '"task"'))
    assert file.caller(text) is None


def test_of_tokens_that_are_made_and_withdrawn_at_once_none_is_lost_and_none_comes_back(file):
    made = [new_token(str(number), ["reader"], at=AT)[1] for number in range(40)]
    for token in made[:20]:
        file.add(token)
    changes = [lambda each=each: TokenFile(file.path, lambda: AT).withdraw(each.id) for each in made[:20]]
    changes += [lambda each=each: TokenFile(file.path, lambda: AT).add(each) for each in made[20:]]
    with ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(change) for change in changes]:
            done.result()
    assert {token.id for token in made[20:]} == {token.id for token in file.tokens()}


def test_the_file_keeps_the_mode_by_which_a_server_of_another_user_may_read_it(file):
    file.add(new_token("one", ["reader"], at=AT)[1])
    file.path.chmod(0o640)
    file.add(new_token("two", ["reader"], at=AT)[1])
    assert 0o640 == stat.S_IMODE(file.path.stat().st_mode)


@pytest.mark.parametrize("ends", ["never", "31.12.2025", "2025-12-31", " "])
def test_an_end_that_is_no_time_is_no_end_that_never_comes(file, ends):
    text, kept = new_token("ci", ["reader"], at=AT, expires_at=ends)
    file.add(kept)
    with pytest.raises(PrivlineageError, match="PL103"):
        file.caller(text)

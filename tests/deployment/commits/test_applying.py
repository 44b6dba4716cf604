"""`apply` from a repository of signed commits, as CI does it, over both kinds of store."""

import getpass

import pytest

from privlineage.core.errors import PrivlineageError
from privlineage.core.people import Identity
from privlineage.service.approving.applying import apply_folder
from privlineage.service.approving.proposals import Proposals
from privlineage.store.open import open_store
from tests.commands import run

pytestmark = pytest.mark.deployment

__all__ = ["run"]


EACH = pytest.mark.parametrize("store", ["sqlite", "postgres"], indirect=True)


@pytest.fixture
def store(request, run, tmp_path, monkeypatch):
    """A store nobody used yet; commands use it without being told."""
    if getattr(request, "param", "sqlite") == "sqlite":
        url = f"sqlite:///{tmp_path}/store.db"
        monkeypatch.setenv("PRIVLINEAGE_STORE", url)
        assert 0 == run("init", "--no-bundle").code
        yield url
        return
    with request.getfixturevalue("server").database("applied") as url:
        monkeypatch.setenv("PRIVLINEAGE_STORE", url)
        assert 0 == run("init", "--no-bundle").code
        yield url


@pytest.fixture
def apply(run, store, work):
    """Apply the folder; the bundle of the first commit is in force already."""
    assert 0 == run("apply", work.folder).code

    def applying(*options):
        answer = run("apply", work.folder, "--format", "json", *options)
        return answer.code, answer.json

    return applying


def in_force(url):
    opened = open_store(url)
    try:
        return opened.active_bundle()
    finally:
        opened.close()


@EACH
def test_a_signed_loosening_waits_until_an_approver_signs_its_hash(work, store, apply, run):
    first = in_force(store).hash
    work.policy("warn")
    work.commit(by="cy")
    code, told = apply("--reason", "quarter end")
    assert (1, False, first) == (code, told["published"], in_force(store).hash)
    assert [{"name": "cy@corp.example", "how": "commit", "verified": True}] == told["proposal"]["authors"]
    assert ("open", "quarter end", True) == (
        told["proposal"]["state"],
        told["proposal"]["reason"],
        told["identity_verified"],
    )
    text = run("apply", work.folder).out
    assert f"{told['proposal']['id']} waits for approval; nothing was changed   (approver: privacy)" in text
    assert f"Privlineage-Approve: {told['bundle']}" in text
    work.approve(told["bundle"], by="ana")
    code, done = apply()
    assert (0, True, told["proposal"]["id"]) == (code, done["published"], done["proposal"]["id"])
    assert ["ana@corp.example"] == [each["by"]["name"] for each in done["proposal"]["statements"]]
    assert (told["bundle"], "cy@corp.example") == (in_force(store).hash, in_force(store).author)
    assert (0, "nothing waits for approval\n") == (
        (answer := run("proposals", "list")).code,
        answer.out,
    )


def test_an_approval_may_name_the_proposal(work, store, apply):
    work.policy("warn")
    work.commit(by="cy")
    told = apply()[1]
    work.approve(told["proposal"]["id"], by="bo")
    assert (0, told["bundle"]) == (apply()[0], in_force(store).hash)


def test_nobody_approves_their_own_change_by_a_second_commit(work, store, apply, run):
    first = in_force(store).hash
    work.policy("warn")
    work.commit(by="ana")
    work.approve(work.bundle.hash, by="ana")
    answer = run("apply", work.folder)
    assert (1, first) == (answer.code, in_force(store).hash)
    assert "`ana@corp.example` may be who made it" in answer.err
    work.approve(work.bundle.hash, by="bo")
    assert (0, work.bundle.hash) == (apply()[0], in_force(store).hash)


def test_a_signature_of_somebody_who_is_no_approver_approves_nothing(work, store, apply, run):
    first = in_force(store).hash
    work.policy("warn")
    work.commit(by="ana")
    work.approve(work.bundle.hash, by="cy")
    answer = run("apply", work.folder)
    assert (1, first) == (answer.code, in_force(store).hash)
    assert "`cy@corp.example` is none of the approvers (privacy)" in answer.err


def test_who_lists_their_own_key_in_the_new_bundle_proves_and_approves_nothing(work, store, apply, signer, teams):
    first = in_force(store).hash
    work.write(teams.replace('signers: ["', f'signers: ["{signer("eve")}", "', 1))
    work.commit(by="eve")
    work.approve(work.bundle.hash, by="eve")
    code, told = apply()
    assert (1, first) == (code, in_force(store).hash)
    assert [False] * len(told["proposal"]["authors"]) == [each["verified"] for each in told["proposal"]["authors"]]


@pytest.mark.parametrize("by", [(), ("--by", "ana@corp.example"), ("--by", "somebody")])
def test_an_unsigned_loosening_takes_two_approvers_whoever_it_says_it_is_by(work, store, apply, run, by):
    first = in_force(store).hash
    work.policy("warn")
    work.commit(by="cy", key="")
    code, told = apply(*by)
    names = [each["name"] for each in told["proposal"]["authors"]]
    assert (1, first, True) == (code, in_force(store).hash, {getpass.getuser(), "cy@corp.example"} <= set(names))
    wrong = run("proposals", "approve", told["proposal"]["id"], "--by", "bo@corp.example")
    assert (2, True) == (wrong.code, "it was not verified who `bo@corp.example` is" in wrong.err)
    work.approve(told["bundle"], by="bo")
    assert (1, first) == (apply(*by)[0], in_force(store).hash)
    work.approve(told["bundle"], by="ana")
    code, done = apply(*by)
    expected = 1 if "ana@corp.example" in by else 0
    assert (expected, told["bundle"] if expected == 0 else first) == (code, in_force(store).hash)
    assert expected == 0 or done["proposal"]["state"] == "open"


@EACH
def test_what_tightens_is_published_at_once_under_the_name_of_its_signer(work, store, apply):
    (work.folder / "tags.yml").write_text("datasets: {s3://lake/people: {columns: {name: user.name}}}\n")
    work.commit(by="cy")
    code, told = apply()
    assert (0, True, None, True) == (code, told["published"], told["proposal"], told["identity_verified"])
    assert (told["bundle"], "cy@corp.example") == (in_force(store).hash, in_force(store).author)


def test_a_proposal_of_a_bundle_that_was_overtaken_is_out_of_date(work, store, apply, run):
    work.policy("warn")
    work.commit(by="cy")
    told = apply()[1]
    work.policy("enforce")
    (work.folder / "tags.yml").write_text("datasets: {s3://lake/people: {columns: {name: user.name}}}\n")
    work.commit(by="cy")
    assert 0 == apply()[0]
    (listed,) = run("proposals", "list", "--format", "json").json
    assert (told["proposal"]["id"], True) == (listed["id"], listed["out_of_date"])
    shown = run("proposals", "show", listed["id"]).out
    assert "open, but another bundle came into force: apply it again" in shown
    assert "  loosens   the default `mode` goes from enforce to warn" in shown
    assert 2 == run("proposals", "reject", listed["id"], "--by", "ana@corp.example").code


def test_whom_commits_name_may_not_approve_though_a_program_applies_them(work, store, apply, run):
    """In PostgreSQL without listed keys, or through a server, CI is who applies; the author stays the author."""
    work.write("teams: {privacy: {members: [cy, bo]}}")
    work.commit(by="ana")
    work.approve(work.bundle.hash, by="bo")
    assert 0 == apply()[0]
    work.policy("warn")
    work.commit(by="cy", key="")
    opened = open_store(store)
    served = Proposals(opened, lambda: "2026-03-01", is_served=True)
    found = apply_folder(served, work.folder, (Identity("ci", (), "token"),))
    assert ("ci", "cy@corp.example") == tuple(author.name for author in found.submitted.proposal.authors)
    with pytest.raises(PrivlineageError, match="PL822"):
        served.approve(found.submitted.proposal.id, Identity("cy", (), "airflow"))
    assert served.approve(found.submitted.proposal.id, Identity("bo", (), "airflow")).done
    opened.close()

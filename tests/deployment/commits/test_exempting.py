"""An exemption is approved by a signed commit that names it, over both kinds of store."""

import pytest

from privlineage.core.verdict import Attempt
from privlineage.service.connect import open_decider
from tests.deployment.commits.test_applying import EACH, apply, run, store
from tests.unit.service.world import POLICY, SOURCES, TAGS, copy

pytestmark = pytest.mark.deployment

__all__ = ["apply", "run", "store"]


@pytest.fixture
def asked(run, work, teams, store):
    """A blocked export of e-mail addresses, and what an exemption from it is called."""
    work.write(teams, sources=SOURCES, tags=TAGS, policy=POLICY)
    work.commit("the policy", by="ana")
    assert 0 == run("apply", work.folder).code

    def deciding(name):
        decider = open_decider(store)
        plan = copy(decider, "wh.public.customers", "s3://ads-partner/daily.csv", {"email": "email"}, task="export")
        verdict = decider.decide(plan, Attempt(name))
        decider.store.close()
        return verdict

    made = run("exempt", "request", deciding("monday").id, "--reason", "a campaign", "--by", "cy", "--format", "json")
    return made.json["id"], lambda name: deciding(name).outcome.value


@EACH
def test_a_signed_commit_of_an_approver_approves_it(run, work, asked):
    name, outcome = asked
    work.approve(name.lower(), by="bo")
    answer = run("exempt", "approve", name, "--commits", work.folder, "--format", "json")
    assert ("bo@corp.example", "commit", True) == tuple(
        answer.json["approved"][key] for key in ("by", "how", "identity_verified")
    )
    assert "allow" == outcome("tuesday")


def test_a_signed_tag_approves_it_too(run, work, asked):
    name, outcome = asked
    work.git("tag", "-a", "-m", f"Fine\n\nPrivlineage-Approve: {name}", "fine", by="ana")
    assert 0 == run("exempt", "approve", name, "--commits", work.folder).code
    assert "allow" == outcome("tuesday")


@pytest.mark.parametrize(
    ("signed", "says"),
    [
        (("eve", None), "no signed commit in"),
        (("bo", ""), "no signed commit in"),
        (("bo", "eve"), "no signed commit in"),
        (("cy", None), "was asked for by `cy`, who may not approve it"),
    ],
)
def test_what_an_approver_did_not_sign_approves_nothing(run, work, asked, signed, says):
    name, outcome = asked
    work.approve(name, *signed)
    answer = run("exempt", "approve", name, "--commits", work.folder)
    assert (2, True, True) == (answer.code, answer.err.startswith("PL812 "), says in answer.err)
    assert "block" == outcome("tuesday")


def test_another_exemption_and_another_folder_approve_nothing(run, work, asked, tmp_path):
    name, outcome = asked
    work.approve("E-0000000000", by="bo")
    codes = [run("exempt", "approve", name, "--commits", folder).code for folder in (work.folder, tmp_path)]
    assert ([2, 2], "block") == (codes, outcome("tuesday"))


def test_a_word_of_mouth_does_not_do_where_keys_are_listed(run, asked):
    name, outcome = asked
    answer = run("exempt", "approve", name, "--by", "bo@corp.example")
    assert (2, True) == (answer.code, "nobody knows whether this is `bo@corp.example`" in answer.err)
    assert "block" == outcome("tuesday")

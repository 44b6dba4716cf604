"""A claim that waits is approved by signed commits that name it, over both kinds of store."""

import pytest

from tests.deployment.commits.test_applying import EACH, apply, run, store
from tests.unit.service.world import POLICY, SOURCES, TAGS

pytestmark = pytest.mark.deployment

__all__ = ["apply", "run", "store"]


@pytest.fixture
def waiting(run, work, teams, store):
    """A claim that nothing personal is there, whose author nobody knows: it takes two approvers."""
    work.write(teams, sources=SOURCES, tags=TAGS, policy=POLICY)
    work.commit("the policy", by="ana")
    assert 0 == run("apply", work.folder).code
    answer = run("tag", "wh.public.partly#note", "none", "--by", "cy", "--format", "json")
    assert (1, False) == (answer.code, answer.json["done"])
    return answer.json["proposal"]["id"]


@EACH
def test_signed_commits_of_two_approvers_approve_what_an_unknown_author_proposed(run, work, waiting):
    work.approve(waiting, by="bo")
    once = run("proposals", "approve", waiting, "--commits", work.folder, "--format", "json")
    again = run("proposals", "approve", waiting, "--commits", work.folder)
    work.approve(waiting.lower(), by="ana")
    twice = run("proposals", "approve", waiting, "--commits", work.folder, "--format", "json")
    assert ([1, "open", False], 2, [0, "approved", True]) == (
        [once.code, once.json["state"], once.json["done"]],
        again.code,
        [twice.code, twice.json["state"], twice.json["done"]],
    )
    assert ["bo@corp.example", "ana@corp.example"] == [each["by"]["name"] for each in twice.json["statements"]]


@pytest.mark.parametrize("signed", [("eve", None), ("bo", ""), ("bo", "eve")])
def test_what_an_approver_did_not_sign_approves_nothing(run, work, waiting, signed):
    work.approve(waiting, *signed)
    answer = run("proposals", "approve", waiting, "--commits", work.folder)
    assert (2, True) == (answer.code, answer.err.startswith("PL822 no signed commit in "))
    assert "open" == run("proposals", "show", waiting, "--format", "json").json["state"]


def test_the_line_to_sign_is_told(run, work, waiting):
    told = run("tag", "wh.public.partly#note", "none", "--by", "cy").out
    assert f"Privlineage-Approve: {waiting}   (then: --commits DIR)" in told

"""In PostgreSQL a loosening waits, whoever says that they publish it; in one SQLite file it does not."""

import pytest

from tests.commands import bundle, run

__all__ = ["bundle", "run"]


@pytest.fixture
def published(run, bundle, request):
    """The bundle in force in a store of a kind, with somebody to approve; its policy file."""

    def publishing(kind):
        url = request.getfixturevalue(f"{kind}_url" if kind == "postgres" else "url")
        policy = bundle / "policy.yml"
        policy.write_text(policy.read_text() + "exemptions: {approvers: [privacy]}\n")
        assert 0 == run("apply", bundle, "--store", url).code
        policy.write_text(policy.read_text().replace("mode: enforce", "mode: observe"))
        return url

    return publishing


@pytest.mark.parametrize("by", [(), ("--by", "privacy"), ("--by", "somebody@corp.example")])
def test_in_postgres_a_loosening_waits_for_whom_nobody_can_pretend_to_be(run, bundle, published, by):
    url = published("postgres")
    waiting = run("apply", bundle, "--store", url, "--format", "json", *by)
    assert (1, False, False) == (waiting.code, waiting.json["published"], waiting.json["identity_verified"])
    name = waiting.json["proposal"]["id"]
    for pretended in ("privacy", "ana", "root"):
        answer = run("proposals", "approve", name, "--by", pretended, "--store", url)
        assert (2, True) == (answer.code, answer.err.startswith("PL822 "))
    assert waiting.json["before"] == run("apply", "--plan", bundle, "--store", url, "--format", "json").json["before"]
    text = run("apply", bundle, "--store", url, *by)
    assert f"{name} waits for approval; nothing was changed   (approver: privacy)" in text.out
    assert "identity not verified" in text.out


def test_in_postgres_claims_of_nothing_and_untags_wait_too(run, published):
    url = published("postgres")
    assert 0 == run("tag", "wh.public.orders#note", "user.contact", "--store", url).code
    waiting = [
        run("tag", "wh.public.orders#size", "none", "--store", url, "--format", "json"),
        run("untag", "wh.public.orders#note", "--store", url, "--format", "json"),
    ]
    assert [(1, False), (1, False)] == [(each.code, each.json["done"]) for each in waiting]
    kinds = [each["kind"] for each in run("proposals", "list", "--store", url, "--format", "json").json]
    assert ["untag", "tag"] == kinds
    withdrawn = run("proposals", "withdraw", waiting[1].json["proposal"]["id"], "--store", url)
    assert (0, True) == (withdrawn.code, withdrawn.out.endswith(" is withdrawn\n"))


def test_in_one_file_a_loosening_happens_and_says_that_nobody_is_verified(run, bundle, published):
    url = published("sqlite")
    answer = run("apply", bundle, "--store", url)
    assert (0, True) == (answer.code, "identities are not verified" in answer.err)

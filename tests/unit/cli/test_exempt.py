"""`privlineage exempt`: from a blocked task to one that passes, and what every line says of who said it."""

import pytest

from privlineage.core.verdict import Attempt
from privlineage.service.connect import open_decider
from tests.unit.service.world import copy


@pytest.fixture
def asked(run, bundle, store):
    """A store whose policy names who may approve, and what an export of e-mail addresses gets there."""
    policy = bundle / "policy.yml"
    policy.write_text(policy.read_text() + "exemptions: {approvers: [privacy], max_days: 30}\n")
    assert 0 == run("apply", bundle).code

    def asking(name):
        decider = open_decider(store)
        plan = copy(decider, "wh.public.customers", "s3://ads-partner/daily.csv", {"email": "email"}, task="export")
        verdict = decider.decide(plan, Attempt(name))
        decider.store.close()
        return verdict

    return asking


def request(run, verdict, *more):
    return run("exempt", "request", verdict.id, "--reason", "a campaign", "--by", "ana", "--format", "json", *more)


def test_a_blocked_task_passes_after_somebody_else_approved(run, asked):
    blocked = asked("monday")
    made = request(run, blocked, "--days", "7").json
    assert ("requested", "dag", "export", ["no-contact-to-ads"], 7) == tuple(
        made[key] for key in ("state", "dag_id", "task_id", "rules", "days")
    )
    assert ("block", 0, "allow") == (
        asked("tuesday").outcome.value,
        run("exempt", "approve", made["id"], "--by", "bo").code,
        asked("wednesday").outcome.value,
    )
    [listed] = run("exempt", "list", "--format", "json").json
    assert ("approved", 1, "bo", False) == (
        listed["state"],
        listed["uses"],
        listed["approved"]["by"],
        listed["approved"]["identity_verified"],
    )
    assert 0 == run("exempt", "revoke", made["id"], "--reason", "it is over", "--by", "ana").code
    assert ("block", "revoked") == (
        asked("thursday").outcome.value,
        run("exempt", "list", "--format", "json").json[0]["state"],
    )


def test_every_line_says_that_the_identity_is_not_verified(run, asked):
    blocked = asked("monday")
    answer = run("exempt", "request", blocked.id, "--reason", "a campaign", "--days", "1", "--by", "ana")
    lines = answer.out.splitlines()
    made = lines[0].split()[0]
    assert lines[:3] == [
        f"{made} requested: `dag.export`",
        "  rule      no-contact-to-ads (zone ads) into s3://ads-partner/daily.csv",
        "            email [user.contact.email, identified]",
    ]
    assert lines[3].startswith("  asked     by ana (identity not verified) at ")
    assert lines[3].endswith(" UTC for 1 day: a campaign")
    ending = "Nothing changes before somebody else approves it: privlineage exempt approve"
    assert f"{ending} {made}   (approver: privacy)" == lines[-1]
    told = "identity not verified: anyone who can write this store could have said so\n"
    assert told == answer.err == run("exempt", "approve", made, "--by", "bo").err
    assert "bo (identity not verified)" in run("exempt", "list").out


def test_who_asked_may_not_approve_and_is_told(run, asked):
    made = request(run, asked("monday")).json["id"]
    answer = run("exempt", "approve", made, "--by", "Ana")
    expected = (
        f"PL812 `{made}` was asked for by `ana`, who may not approve it\n  help: somebody else has to approve it\n"
    )
    assert (2, expected) == (answer.code, answer.err)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["request", "V-", "--days", "7"], "PL811"),
        (["request", "V-", "--reason", "x", "--days", "31"], "PL811"),
        (["request", "V-", "--reason", "x", "--rule", "other"], "PL811"),
        (["request", "V-Z", "--reason", "x"], "PL802"),
        (["approve", "E-Z"], "PL810"),
        (["revoke", "E-Z"], "PL810"),
        (["approve"], "PL001"),
        (["list", "--state", "forgotten"], "PL001"),
    ],
)
def test_what_cannot_be_done_exits_2_with_its_code(run, asked, arguments, code):
    blocked = asked("monday")
    arguments = [blocked.id if argument == "V-" else argument for argument in arguments]
    answer = run("exempt", *arguments)
    assert (2, code) == (answer.code, answer.err.split()[0])


def test_several_are_approved_at_once_and_listed_by_state_and_dag(run, asked):
    blocked = asked("monday")
    ids = [request(run, blocked).json["id"] for _ in range(2)]
    approved = run("exempt", "approve", *ids, "--by", "bo", "--format", "json").json
    assert ids == [each["id"] for each in approved]

    def listed(*arguments):
        return len(run("exempt", "list", "--format", "json", *arguments).json)

    assert [2, 0, 2, 0] == [
        listed("--state", "approved"),
        listed("--state", "requested"),
        listed("--dag", "dag"),
        listed("--dag", "other"),
    ]
    assert "no exemptions\n" == run("exempt", "list", "--state", "expired").out


def test_explain_names_the_exemption_a_verdict_rests_on(run, asked):
    made = request(run, asked("monday")).json["id"]
    run("exempt", "approve", made, "--by", "bo")
    passed = asked("tuesday")
    assert [made] == run("explain", passed.id, "--format", "json").json["exempted"]
    assert f" by {made}\n" in run("explain", passed.id).out


def test_nobody_puts_an_approval_into_the_words_of_a_request(run, asked):
    forged = "a campaign\n  approved  by bo (token) at 2026-03-01 05:00 UTC"
    answer = run("exempt", "request", asked("monday").id, "--reason", forged, "--by", "ana\n  approved  by bo")
    assert not [line for line in answer.out.splitlines() if line.startswith("  approved")]
    assert 2 == len(run("exempt", "list").out.splitlines())


def test_an_empty_id_approves_nothing(run, asked):
    request(run, asked("monday"))
    assert [2, 2, 2] == [
        run("exempt", *words).code for words in (("approve", ""), ("revoke", ""), ("request", "", "--reason", "r"))
    ]


def test_what_was_done_is_shown_though_the_next_cannot_be_done(run, asked):
    made = request(run, asked("monday")).json["id"]
    answer = run("exempt", "approve", made, "E-0000000000", "--by", "bo")
    assert (2, True) == (answer.code, answer.out.startswith(f"{made} approved until "))
    assert "PL810 " in answer.err
    answer = run("exempt", "revoke", made, made, "--by", "bo", "--format", "json")
    assert (2, "revoked") == (answer.code, answer.json["state"])

"""`privlineage review`: what people decide about suggestions, what follows, and what a later scan makes of it."""

import json

import pytest

MAILS = [f"person{number}@mail{number % 7}.example" for number in range(60)]
ADDRESSES = [f"10.{number % 7}.{number}.{number * 3 % 250}" for number in range(60)]
AMOUNTS = [f"{number * 7 % 900}.50" for number in range(60)]

TABLE = "c.jsonl"


@pytest.fixture
def scanned(run, store, tmp_path):
    """Scans a file with these columns, and gives what waits then, by column."""

    def scanning(*options, **columns):
        if columns:
            rows = (dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True))
            (tmp_path / TABLE).write_text("\n".join(map(json.dumps, rows)))
        assert 0 == run("scan", TABLE, *options).code
        return waiting(run)

    return scanning


def waiting(run, *options):
    found = run("review", "list", "--format", "json", *options).json
    return {each["column"].rpartition("#")[2]: each for each in found}


def column(tmp_path, name):
    return f"file://{tmp_path}/{TABLE}#{name}"


def test_an_accepted_suggestion_becomes_a_tag_with_who_and_why(run, scanned, tmp_path):
    found = scanned(c1=MAILS, c2=AMOUNTS)
    assert ["c1"] == list(found)
    answer = run("review", "accept", found["c1"]["id"], "--by", "ana", "--reason", "I looked", "--format", "json")
    assert (0, "accepted", "user.contact.email", "ana", "I looked") == (
        answer.code,
        answer.json[0]["state"],
        *(answer.json[0]["said"][0][key] for key in ("category", "by", "reason")),
    )
    assert {} == waiting(run)
    assert "user.contact.email" in run("labels", column(tmp_path, "c1")).out
    entries = run("audit", "list").out
    assert "review" in entries
    assert "ana" in entries
    assert 0 == run("store", "check").code


def test_a_rejected_one_is_reviewed_as_nothing_personal(run, scanned, tmp_path):
    found = scanned(c1=MAILS)
    answer = run("review", "reject", found["c1"]["id"], "--by", "ana")
    assert (0, True) == (answer.code, "tagged none" in answer.out)
    assert {} == scanned("--again")
    assert "none" in run("scan", TABLE).out + run("audit", "list").out


def test_a_decision_stands_until_the_content_changes(run, scanned):
    scanned(c1=MAILS)
    run("review", "reject", "--all", "--by", "ana")
    assert {} == scanned(c1=[f"other{mail}" for mail in MAILS])
    found = scanned(c1=ADDRESSES)
    assert "changed since ana rejected user.contact.email" in found["c1"]["note"]


def test_never_holds_whatever_the_column_will_hold(run, scanned):
    scanned(c1=MAILS)
    assert "never" in run("review", "never", "--all").out
    assert {} == scanned(c1=ADDRESSES)


def test_what_somebody_tagged_meanwhile_waits_no_longer(run, scanned, tmp_path):
    scanned(c1=MAILS)
    run("tag", column(tmp_path, "c1"), "user.contact.email")
    assert {} == scanned("--again")
    assert ["gone"] == [each["state"] for each in waiting(run, "--state", "all").values()]


def test_a_tag_that_says_otherwise_is_never_overturned_but_shown(run, scanned, tmp_path):
    scanned(c1=AMOUNTS)
    run("tag", column(tmp_path, "c1"), "user.name")
    found = scanned(c1=MAILS)
    assert ("contradicts", "user.contact.email") == (found["c1"]["kind"], found["c1"]["category"])
    run("review", "reject", found["c1"]["id"])
    assert {} == scanned("--again")
    assert "user.name" in run("labels", column(tmp_path, "c1")).out


def test_many_are_decided_at_once_by_filters(run, scanned, tmp_path):
    scanned(c1=MAILS, c2=ADDRESSES, c3=MAILS)
    assert ["c1", "c3"] == sorted(waiting(run, "--category", "user.contact"))
    assert [] == list(waiting(run, "--source", "wh"))
    assert ["c1", "c2", "c3"] == sorted(waiting(run, "--table", f"file://{tmp_path}/*"))
    assert 0 == run("review", "accept", "--above", "0.5", "--category", "user.contact", "--table", "file:///**").code
    assert ["c2"] == list(waiting(run))
    assert "nothing waits" in run("review", "accept", "--above", "0.5", "--category", "user.contact").out
    assert 0 == run("review", "never", "--all").code
    assert "nothing waits" in run("review", "list").out


def test_a_suggestion_may_be_accepted_as_something_else(run, scanned, tmp_path):
    scanned(c1=MAILS)
    assert 0 == run("review", "accept", column(tmp_path, "c1"), "--as", "user.account.username").code
    assert "user.account.username" in run("labels", column(tmp_path, "c1")).out
    assert {} == scanned("--again")


def test_an_unknown_category_decides_nothing(run, scanned):
    found = scanned(c1=MAILS)
    assert "PL104" in run("review", "accept", found["c1"]["id"], "--as", "user.contact.e_mail").err
    assert ["c1"] == list(waiting(run))


def test_the_same_is_not_decided_twice_and_an_acceptance_is_taken_back_by_untag(run, scanned, tmp_path):
    found = scanned(c1=MAILS)["c1"]["id"]
    assert [0, 0, 2] == [run("review", each, found).code for each in ("never", "accept", "reject")]
    refused = run("review", "accept", found)
    assert (2, True) == (refused.code, "PL906" in refused.err)
    assert f"privlineage untag {column(tmp_path, 'c1')} user.contact.email" in refused.err


@pytest.mark.parametrize("arguments", [["S-0000000000"], [], ["S-1", "--all"], ["S-1", "--above", "0.9"], ["x#y"]])
def test_what_means_no_suggestion_is_said(run, store, arguments):
    found = run("review", "accept", *arguments)
    assert (2, "PL") == (found.code, found.err[:2])


def test_one_is_shown_with_its_reasons_its_sample_and_what_was_decided(run, scanned):
    found = scanned(c1=MAILS)["c1"]["id"]
    run("review", "reject", found, "--by", "ana", "--reason", "test data")
    told = run("review", "show", found[:5]).out
    for text in (found, "rejected", "because", "60 rows", "ana", "test data", "user.contact.email"):
        assert text in told
    assert MAILS[3] not in told


def test_what_needs_approval_waits_for_it_and_says_so(run, bundle, scanned, monkeypatch, tmp_path):
    from privlineage.service.approving import proposals

    found = scanned(c1=MAILS)["c1"]["id"]
    policy = bundle / "policy.yml"
    policy.write_text(policy.read_text() + "exemptions: {approvers: [privacy]}\n")
    assert 0 == run("apply", str(bundle)).code
    monkeypatch.setattr(proposals, "identities_are_real", lambda store, bundle: True)
    answer = run("review", "reject", found, "--by", "ana")
    assert (1, True) == (answer.code, "waits for approval" in answer.out)
    assert 1 == len(run("proposals", "list", "--format", "json").json)
    told = run("review", "show", found, "--format", "json").json
    assert told["said"][0]["proposal"] == run("proposals", "list", "--format", "json").json[0]["id"]

"""What a team asks for on the command line is its own."""

import pytest

from privlineage.core.verdict import Outcome
from privlineage.service.clock import utc_now
from privlineage.store.open import open_store
from tests.unit.service.people.owned import FILES, IN_ADS, IN_OPEN, LOANS, PLACES, verdict


@pytest.fixture
def stored(run, tmp_path, monkeypatch):
    """A store with teams' verdicts, and the same bundle in a folder."""
    url = f"sqlite:///{tmp_path}/store.db"
    monkeypatch.setenv("PRIVLINEAGE_STORE", url)
    (tmp_path / "bundle").mkdir()
    for name, text in FILES.items():
        (tmp_path / "bundle" / name).write_text(text)
    assert 0 == run("init", "--no-bundle").code
    assert 0 == run("apply", tmp_path / "bundle").code
    store = open_store(url)
    now = utc_now()
    for each in (
        verdict(IN_OPEN, LOANS, number=1, at=now),
        verdict(IN_ADS, PLACES, number=2, at=now, outcome=Outcome.BLOCK),
        verdict(IN_ADS, LOANS, number=3, at=now, outcome=Outcome.WARN),
        verdict(IN_OPEN, PLACES, number=4, at=now),
        verdict(IN_OPEN, PLACES, "lending", number=5, at="2020-01-01T00:00:00.000000Z"),
    ):
        store.record_verdict(each)
    store.close()
    return url


def listed(run, *options):
    answer = run("verdicts", "--format", "json", *options)
    assert 0 == answer.code
    return [int(each["id"][2:]) for each in answer.json]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ((), [4, 3, 2, 1]),
        (("--team", "lending"), [3, 1]),
        (("--team", "ads"), [3, 2]),
        (("--team", "lending", "--days", "3650"), [3, 1, 5]),
        (("--outcome", "block"), [2]),
        (("--would", "warn", "--team", "ads"), [3]),
        (("--dag", "dag", "--task", "task4"), [4]),
        (("--dag", "other"), []),
        (("--team", "ads", "--limit", "1"), [3]),
    ],
)
def test_verdicts_are_listed_newest_first_by_team_outcome_and_task(run, stored, options, expected):
    assert expected == listed(run, *options)


def test_a_listed_verdict_says_what_was_decided_of_what(run, stored):
    (first,) = run("verdicts", "--outcome", "block", "--format", "json").json
    expected = {"dag_id": "dag", "task_id": "task2", "verdict": "block", "would": "block", "sinks": [str(IN_ADS)]}
    assert expected == {key: first[key] for key in expected}
    assert "V-0002" in run("verdicts", "--team", "ads").out
    assert "no such verdict in the last 7 days\n" == run("verdicts", "--dag", "other").out


def test_a_team_nobody_has_is_an_error_with_the_known_ones(run, stored):
    for command in ("verdicts", "doctor"):
        answer = run(command, "--team", "adz")
        assert (2, True) == (answer.code, "nothing is known of the team `adz`" in answer.err)
        assert "known: ads, lending, privacy, somebody" in answer.err


def test_doctor_counts_a_team_alone(run, stored):
    counts = {team: run("doctor", "--format", "json", *team).json["activity"] for team in ((), ("--team", "ads"))}
    assert [4, 2] == [each["verdicts"] for each in counts.values()]
    assert {"allow": 0, "warn": 1, "block": 1} == counts["--team", "ads"]["outcomes"]


def test_names_of_a_team_alone(run, stored):
    found = [run("names", "wh.", *team, "--format", "json").json["matches"] for team in ((), ("--team", "lending"))]
    assert {"wh.loans", "wh.clicks", "wh.places"} <= set(found[0])
    assert ["wh.loans", "wh.loans#income"] == found[1]

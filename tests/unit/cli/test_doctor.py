"""`doctor`: whether the gate is active in this Airflow, and what it decided."""

# First, so that Airflow keeps the home of this test session.
import airflow  # noqa: F401
import pytest

from privlineage.airflow.config import settings
from privlineage.api.app import create_app
from privlineage.core.labels import Strength
from privlineage.core.movement import Movement, UnreviewedFlow, Witness, WitnessStep
from privlineage.core.plan import Job, Unresolved
from privlineage.core.refs import DatasetRef
from privlineage.core.verdict import Attempt, Decision, Outcome, Verdict
from privlineage.service.answering.doctor import activity_of, store_checks
from privlineage.service.people.caller import Caller
from privlineage.store.memory.store import MemoryStore
from privlineage.store.open import open_store
from tests.serving import served

NOW = "2026-03-08T12:00:00.000000Z"


@pytest.fixture
def configured(store, monkeypatch):
    """Airflow configured with the store, read anew."""
    monkeypatch.setenv("AIRFLOW__PRIVLINEAGE__STORE", store)
    settings.cache_clear()
    yield store
    settings.cache_clear()


def standing(answer) -> dict[str, str]:
    return {check["name"]: check["standing"] for check in answer.json["checks"]}


def test_an_active_gate_is_said_to_be_active(configured, run):
    answer = run("doctor", "--format", "json")
    assert {
        "entry points": "good",
        "policy hook": "good",
        "plugin": "good",
        "provider": "good",
        "configuration": "good",
        "store": "good",
        "bundle": "good",
        "zones": "good",
        "contents": "good",
    } == {name: found for name, found in standing(answer).items() if name != "cached governance"}
    assert (0, True) == (answer.code, answer.json["active"])
    zones = next(check for check in answer.json["checks"] if check["name"] == "zones")
    assert "ads enforce, elsewhere enforce" == zones["detail"]


def test_text_is_one_screen(configured, run):
    answer = run("doctor")
    assert "The gate is active" == answer.out.splitlines()[0]
    assert "Last 7 days: 0 verdicts (0 allow, 0 warn, 0 block)" in answer.out
    assert len(answer.out.splitlines()) <= 24


def test_a_gate_that_is_switched_off_is_a_finding(configured, run, monkeypatch):
    monkeypatch.setenv("AIRFLOW__PRIVLINEAGE__ENABLED", "False")
    settings.cache_clear()
    answer = run("doctor", "--format", "json")
    assert (1, False, "bad") == (answer.code, answer.json["active"], standing(answer)["configuration"])


def test_without_a_store_in_airflows_configuration_the_gate_is_not_active_even_if_we_see_one(store, run, monkeypatch):
    monkeypatch.delenv("AIRFLOW__PRIVLINEAGE__STORE", raising=False)
    settings.cache_clear()
    answer = run("doctor", "--format", "json")
    assert (1, "bad", "good") == (answer.code, standing(answer)["configuration"], standing(answer)["store"])


def test_a_store_that_is_gone_is_said_on_the_screen_and_by_the_exit_code(configured, run, tmp_path, monkeypatch):
    (tmp_path / "privlineage.db").unlink()
    answer = run("doctor", "--format", "json")
    assert (2, "bad", None) == (answer.code, standing(answer)["store"], answer.json["activity"])


def verdict(
    number: int, outcome: Outcome, *, task: str = "t", at: str = "2026-03-07T12:00:00.000000Z", **more
) -> Verdict:
    job = Job("d", task)
    movement = Movement(job, **{key: value for key, value in more.items() if key != "would"})
    decision = Decision(outcome, more.get("would", outcome))
    return Verdict(f"V-{number:04X}", at, job, Attempt(f"i{number}"), decision, movement, "b" * 64, "p" * 64)


def test_the_last_days_are_counted_by_outcome_and_by_task():
    store = MemoryStore()
    wh = DatasetRef("wh", "t", declared=True)
    unreviewed = (UnreviewedFlow(wh.column("a"), wh, Strength.VALUE, Witness((WitnessStep(wh.column("a")),))),)
    for made in (
        verdict(1, Outcome.BLOCK),
        verdict(2, Outcome.ALLOW, would=Outcome.BLOCK, task="b"),
        verdict(3, Outcome.ALLOW, would=Outcome.BLOCK, task="b"),
        verdict(4, Outcome.WARN, would=Outcome.BLOCK, task="a"),
        verdict(5, Outcome.ALLOW, opaque=True),
        verdict(6, Outcome.ALLOW, unresolved=(Unresolved("star", "…"),), unresolved_zones=((),)),
        verdict(7, Outcome.ALLOW, unreviewed=unreviewed),
        verdict(8, Outcome.BLOCK, at="2026-02-01T12:00:00.000000Z"),
    ):
        store.record_verdict(made)
    activity = activity_of(store, 7, NOW)
    assert (7, {"allow": 5, "warn": 1, "block": 1}) == (activity.verdicts, activity.outcomes)
    assert (("d.b", 2), ("d.a", 1)) == activity.would_block
    assert [(("d.t", 1),)] * 3 == [activity.opaque, activity.unresolved, activity.unreviewed]


def test_a_store_without_a_bundle_is_a_finding():
    assert [("store", "good"), ("bundle", "bad")] == [
        (check.name, check.standing.value) for check in store_checks(MemoryStore(), NOW)
    ]


@pytest.mark.parametrize(("role", "code", "told"), [("worker", 0, "a server decides, under bundle"), ("", 2, "PL205")])
def test_a_worker_whose_token_may_decide_and_not_read_is_well(store, run, monkeypatch, *, role, code, told):
    opened = open_store(store)
    caller = Caller("service", "fleet", (role,) if role else ())
    with served(create_app(lambda: opened, lambda _: caller)) as url:
        monkeypatch.setenv("AIRFLOW__PRIVLINEAGE__STORE", url)
        settings.cache_clear()
        answer = run("doctor", "--store", url)
    settings.cache_clear()
    assert (code, True) == (answer.code, told in answer.out)

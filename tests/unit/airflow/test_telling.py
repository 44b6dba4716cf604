"""Who hears of a decision beside the task's log; a real StatsD line and a real notifier, no real Airflow run."""

import logging
import time
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from airflow.sdk import DAG, BaseNotifier
from airflow.sdk.bases.operator import BaseOperator

from privlineage.airflow import hooks, metrics
from privlineage.airflow import telling as telling_module
from privlineage.airflow.config import Settings
from privlineage.airflow.telling import Telling
from privlineage.core.movement import Movement
from privlineage.core.plan import Job, Unresolved
from privlineage.core.verdict import Decision, Outcome, Verdict

JOB = Job("d", "t", "lending")
HEARD: list[str] = []


class Remembering(BaseNotifier):
    template_fields = ("text",)

    def __init__(self, text):
        super().__init__()
        self.text = text

    def notify(self, context):
        HEARD.append(self.text)


class Broken(BaseNotifier):
    def notify(self, context):
        HEARD.append("broken")
        raise ValueError("secret@example.org")


class Slow(BaseNotifier):
    def notify(self, context):
        time.sleep(60)


ready = Remembering("{{ privlineage.outcome }} {{ privlineage.verdict }} {{ privlineage.task_id }}")
no_notifier = "just text"


def made():
    return Remembering("{{ privlineage.message.splitlines()[0] }}")


def verdict(outcome=Outcome.BLOCK, would=None, number=1, **movement):
    decision = Decision(outcome, would or outcome)
    return Verdict(f"V-{number}", "2026-01-01T00:00:00Z", JOB, None, decision, Movement(JOB, **movement), "b1", "p1")


def telling(*notifiers, on=("block",), context=None):
    with DAG("d", schedule=None) as dag:
        BaseOperator(task_id="t")
    names = tuple(f"{__name__}.{name}" if "." not in name else name for name in notifiers)
    return Telling(Settings(store="sqlite:////s", notify=names, notify_on=on), context or {"dag": dag})


@pytest.fixture(autouse=True)
def importable(monkeypatch):
    import sys

    HEARD.clear()
    monkeypatch.setitem(sys.modules, __name__, SimpleNamespace(**globals()))


@pytest.fixture
def sent(monkeypatch):
    """What OpenTelemetry receives from Airflow's own logger: (value, attributes) by name."""
    from opentelemetry.sdk.metrics import MeterProvider
    from opentelemetry.sdk.metrics.export import InMemoryMetricReader

    reader = InMemoryMetricReader()
    logger = otel_logger().SafeOtelLogger(MeterProvider(metric_readers=[reader]))
    monkeypatch.setattr(metrics, "_stats", lambda: logger)

    def points():
        scopes = reader.get_metrics_data().resource_metrics[0].scope_metrics
        named = [
            (metric.name, point) for scope in scopes for metric in scope.metrics for point in metric.data.data_points
        ]
        return {name: (getattr(point, "value", None) or point.sum, dict(point.attributes)) for name, point in named}

    return points


def otel_logger():
    try:
        from airflow.sdk._shared.observability.metrics import otel_logger as found
    except ImportError:
        from airflow.metrics import otel_logger as found
    return found


TAGS = {"dag_id": "d", "task_id": "t"}


def test_a_decision_is_counted_by_its_outcome_and_by_what_was_not_known(sent):
    unknown = (Unresolved("syntax", "it does not parse"),)
    metrics.count_decision(verdict(Outcome.WARN, Outcome.BLOCK, unresolved=unknown, opaque=True))
    expected = ["warn", "would_block", "opaque", "unresolved"]
    assert {f"airflow.privlineage.decisions.{name}": (1, TAGS) for name in expected} == sent()


def test_the_gates_time_and_the_bundles_age_are_sent(sent):
    metrics.time_gate(JOB, 0.0042, governed=True)
    metrics.time_bundle("2026-01-01T00:00:00.000000Z", datetime(2026, 1, 2, tzinfo=UTC))
    metrics.count_no_decision(JOB, "PL504")
    assert {
        "airflow.privlineage.gate.governed.duration": (pytest.approx(4.2), TAGS),
        "airflow.privlineage.bundle.age": (86400.0, {}),
        "airflow.privlineage.no_decision.pl504": (1, TAGS),
    } == sent()


def test_the_metrics_are_airflows_own_in_this_release():
    assert {"incr", "gauge", "timing"} <= set(dir(metrics._stats()))


def test_a_broken_metrics_backend_stops_nothing(monkeypatch):
    monkeypatch.setattr(metrics, "_stats", lambda: 1 / 0)
    metrics.count_decision(verdict())


def test_a_notifier_hears_of_a_block_with_the_message_of_the_log():
    telling("ready", "made").verdict(verdict(), "")
    assert ["block V-1 t", "PL201 blocked: `d.t` would move personal data to a forbidden sink"] == HEARD


def test_the_configured_notifier_itself_stays_unrendered():
    telling("ready").verdict(verdict(), "")
    telling("ready").verdict(verdict(number=2), "")
    assert ["block V-1 t", "block V-2 t"] == HEARD


def test_people_hear_of_the_outcomes_they_asked_for():
    told = telling("ready", on=("warn",))
    told.verdict(verdict(Outcome.ALLOW, number=1), "")
    told.verdict(verdict(Outcome.WARN, number=2), "")
    told.verdict(verdict(Outcome.BLOCK, number=3), "")
    assert ["warn V-2 t"] == HEARD


def test_the_same_verdict_is_told_once():
    told = telling("ready")
    told.verdict(verdict(), "")
    told.verdict(verdict(), "")
    assert ["block V-1 t"] == HEARD


def test_a_try_that_comes_back_from_deferral_tells_only_of_a_block():
    resumed = SimpleNamespace(_ti_context_from_server=SimpleNamespace(next_method="execute_complete"))
    with DAG("d", schedule=None) as dag:
        told = telling("ready", on=("block", "warn"), context={"dag": dag, "ti": resumed})
    told.verdict(verdict(Outcome.WARN, number=1), "")
    told.verdict(verdict(Outcome.BLOCK, number=2), "")
    assert ["block V-2 t"] == HEARD


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("no_notifier", "neither an Airflow notifier nor makes one"),
        ("nowhere.to.be.found", "cannot be imported"),
        ("missing", "cannot be imported"),
    ],
)
def test_what_is_no_notifier_is_said_in_the_log_and_the_others_still_hear(name, said, caplog):
    with caplog.at_level(logging.WARNING):
        telling(name, "ready").verdict(verdict(), "")
    assert ["block V-1 t"] == HEARD
    assert said in caplog.text


def test_a_notifier_that_fails_or_hangs_holds_nobody_up(monkeypatch, caplog):
    monkeypatch.setattr(telling_module, "PATIENCE", 0.2)
    with caplog.at_level(logging.WARNING):
        telling("Broken", "ready").verdict(verdict(), "")
        telling("Slow").verdict(verdict(), "")
    assert ["broken", "block V-1 t"] == HEARD
    assert "it took longer than 0.2 seconds" in caplog.text


def test_another_packages_hook_hears_and_cannot_change_the_verdict(monkeypatch, caplog):
    heard = []

    class Plugin:
        @hooks.hookimpl
        def on_verdict(self, verdict):
            heard.append(verdict.id)
            raise RuntimeError

    import pluggy

    manager = pluggy.PluginManager(hooks.PROJECT)
    manager.add_hookspecs(hooks)
    manager.register(Plugin())
    monkeypatch.setattr(hooks, "plugins", lambda: manager)
    telling().verdict(verdict(), "")
    assert ["V-1"] == heard
    assert "the verdict stands" in caplog.text

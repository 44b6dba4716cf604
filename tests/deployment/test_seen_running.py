"""What a site sees of the gate in a real run: its OpenTelemetry metrics, its notifier, and `doctor` as a task."""

import gzip
import http.server
import json
import shutil
import threading
import time
from collections import Counter
from pathlib import Path

import pytest
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest

from tests.airflow.site import Site

pytestmark = pytest.mark.deployment
FILES = Path(__file__).resolve().parent / "seen_running"


class Collector(http.server.BaseHTTPRequestHandler):
    """As much of an OpenTelemetry collector as keeps what it is sent."""

    received: list[ExportMetricsServiceRequest]

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        self.server.received.append(ExportMetricsServiceRequest.FromString(body))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args):
        pass


class ObservedSite(Site):
    collector_port = 0

    @property
    def environment(self):
        return {
            **super().environment,
            "AIRFLOW__PRIVLINEAGE__NOTIFY": "site_alerts.privacy_channel",
            "AIRFLOW__METRICS__OTEL_ON": "True",
            "AIRFLOW__METRICS__OTEL_HOST": "127.0.0.1",
            "AIRFLOW__METRICS__OTEL_PORT": str(self.collector_port),
            "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT": f"http://127.0.0.1:{self.collector_port}/v1/metrics",
            "OTEL_EXPORTER_OTLP_PROTOCOL": "http/protobuf",
        }


@pytest.fixture(scope="module")
def collected():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Collector)
    server.received = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def site(tmp_path_factory, collected):
    made = ObservedSite(tmp_path_factory.mktemp("observed"))
    made.collector_port = collected.server_address[1]
    for dag in (made.home / "dags").iterdir():
        dag.unlink()
    shutil.copy(FILES / "observed.py", made.home / "dags")
    shutil.copy(FILES / "site_alerts.py", made.home / "config")
    try:
        made.start()
        yield made
    finally:
        made.stop()


@pytest.fixture(scope="module")
def run(site):
    return site.run("observed")


def counted(collected) -> Counter:
    """Sums by name and task."""
    found = Counter()
    for request in list(collected.received):
        for scope in (scope for resource in request.resource_metrics for scope in resource.scope_metrics):
            for metric in scope.metrics:
                if metric.WhichOneof("data") == "sum":
                    for point in metric.sum.data_points:
                        tags = {one.key: one.value.string_value for one in point.attributes}
                        found[metric.name, tags.get("task_id")] += point.as_int or point.as_double
    return found


def names(collected) -> set[str]:
    requests = list(collected.received)
    return {
        metric.name
        for request in requests
        for resource in request.resource_metrics
        for scope in resource.scope_metrics
        for metric in scope.metrics
    }


def test_every_task_has_its_expected_end(run):
    expected = {"allowed": "success", "forbidden": "failed", "doctor": "success", "strict": "failed"}
    assert expected == run.states()


def test_opentelemetry_counts_the_decisions_by_outcome_and_task(run, collected):
    end = time.monotonic() + 30
    while ("airflow.privlineage.decisions.block", "forbidden") not in counted(collected) and time.monotonic() < end:
        time.sleep(0.2)
    decisions = {key: count for key, count in counted(collected).items() if ".privlineage.decisions." in key[0]}
    assert {
        ("airflow.privlineage.decisions.allow", "allowed"): 1,
        ("airflow.privlineage.decisions.block", "forbidden"): 1,
    } == decisions


def test_the_gates_time_and_the_bundles_age_arrive_too(run, collected):
    ours = {name.removeprefix("airflow.privlineage.") for name in names(collected) if ".privlineage." in name}
    assert {"gate.governed.duration", "gate.ungoverned.duration", "bundle.age"} <= ours


def test_the_sites_notifier_hears_of_the_block_once_with_the_text_of_the_log(site, run):
    heard = (site.traces / "heard").read_text().split("--\n")
    assert [""] == heard[1:]
    owner, task_id, rules, message = heard[0].split("|", 3)
    assert ("airflow", "forbidden", "no-contact-to-ads") == (owner, task_id, rules)
    assert json.dumps(message.strip().splitlines()[0])[1:-1] in run.log("forbidden")
    assert "a@example.org" not in heard[0]


def test_doctor_says_in_the_workers_log_which_connections_go_past_the_server(run):
    log = run.log("doctor")
    assert "`get_airflow_context_vars` is registered and asked first" in log
    assert "in the task, with the store's own credential" in log
    assert (
        "past any guard on the server: partner_db (EnvironmentVariablesBackend), wh_prod (EnvironmentVariablesBackend)"
        in log
    )


def test_doctor_fails_its_task_where_it_was_told_to_be_strict(run):
    assert "privlineage is not as it should be in this worker" in run.log("strict")

"""What `doctor` says of the API server, by what a request without a token gets there."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from privlineage.airflow.config import settings
from privlineage.airflow.task_api_check import matters_here, task_api
from privlineage.service.answering.doctor import Standing


@pytest.fixture
def answering(monkeypatch):
    """Let the API server give an answer."""
    servers = []

    def start(status, body):
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(status)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        server = HTTPServer(("127.0.0.1", 0), Handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        configure(monkeypatch, f"http://127.0.0.1:{server.server_port}/execution/")

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()
    settings.cache_clear()


def configure(monkeypatch, url):
    monkeypatch.setenv("AIRFLOW__PRIVLINEAGE__STORE", "airflow:")
    monkeypatch.setenv("AIRFLOW__CORE__EXECUTION_API_SERVER_URL", url)
    settings.cache_clear()


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (401, json.dumps({"detail": "privlineage refuses this request"}), Standing.GOOD),
        (401, json.dumps({"detail": "Missing auth token"}), Standing.BAD),
        (404, "", Standing.BAD),
        (200, "[]", Standing.BAD),
    ],
)
def test_who_refuses_tells_whether_we_are_there(answering, status, body, expected):
    answering(status, body.encode())
    assert matters_here()
    assert expected == task_api()[0]


def test_a_server_that_cannot_be_reached_is_no_proof(monkeypatch, answering):
    configure(monkeypatch, "http://127.0.0.1:1/execution/")
    assert Standing.WARNING == task_api()[0]


def test_a_server_of_the_task_api_alone_loads_nothing_of_ours(monkeypatch):
    monkeypatch.setenv("AIRFLOW_API_APPS", "execution")
    assert matters_here()
    assert (Standing.BAD, True) == (task_api()[0], "--apps execution" in task_api()[1])

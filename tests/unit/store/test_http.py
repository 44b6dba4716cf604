"""Speaking to a server: which URLs name one, which token it is shown, and what each trouble on the way becomes."""

import contextlib
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from privlineage.core.errors import PrivlineageError
from privlineage.store.http.address import address_of, is_server, token_of_environment
from privlineage.store.http.channel import Channel
from privlineage.store.http.retrying import TransportFault, retried
from privlineage.store.open import open_store

SECRET = "4f9a-secret-value"


def refused(code, call, *arguments):
    with pytest.raises(PrivlineageError) as caught:
        call(*arguments)
    error = caught.value
    assert (code, False) == (error.code, SECRET in str(error))
    return error


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://host", "https://host"),
        ("https://Host:8642/", "https://host:8642"),
        ("https://host/airflow/privlineage/", "https://host/airflow/privlineage"),
        ("http://localhost:8642", "http://localhost:8642"),
        ("http://127.0.0.1", "http://127.0.0.1"),
        ("http://127.9.9.9:1/x", "http://127.9.9.9:1/x"),
        ("http://[::1]:8642", "http://[::1]:8642"),
        ("https://[2001:db8::1]/x", "https://[2001:db8::1]/x"),
    ],
)
def test_a_url_names_a_server(url, address):
    assert address == address_of(url).url
    assert is_server(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://host",
        "http://localhost.corp",
        "http://127.0.0.1.corp",
        "http://10.0.0.1:8642",
        f"https://me:{SECRET}@host",
        f"https://{SECRET}@host",
        f"https://host/?token={SECRET}",
        f"https://host/#{SECRET}",
        "https://",
        "https:///path",
        "https://host:port",
        "https://[::1",
    ],
)
def test_a_url_that_holds_a_secret_or_would_carry_one_in_the_clear_is_bad_usage(url):
    refused("PL001", address_of, url)
    refused("PL001", open_store, url)


def test_plain_http_is_spoken_where_somebody_says_that_the_way_is_encrypted(monkeypatch):
    monkeypatch.setenv("PRIVLINEAGE_PLAIN_HTTP", "1")
    assert "http://server.mesh:8642" == address_of("http://server.mesh:8642").url


def test_a_database_is_no_server():
    assert [False] * 3 == [is_server(url) for url in ("sqlite:///x.db", "postgresql+psycopg://h/d", "airflow:")]


def test_the_token_comes_from_the_environment_or_from_a_file_that_may_be_renewed(monkeypatch, tmp_path):
    for name in ("PRIVLINEAGE_TOKEN", "PRIVLINEAGE_TOKEN_FILE"):
        monkeypatch.delenv(name, raising=False)
    assert "" == token_of_environment()
    file = tmp_path / "token"
    monkeypatch.setenv("PRIVLINEAGE_TOKEN_FILE", str(file))
    refused("PL002", token_of_environment)
    for text in ("one", "two"):
        file.write_text(f"{text}\n")
        assert text == token_of_environment()
    monkeypatch.setenv("PRIVLINEAGE_TOKEN", "three")
    assert "three" == token_of_environment()


@pytest.fixture
def answering():
    """A server that gives one answer, and the requests it got."""
    running = []

    def start(status, body=b"", **headers):
        requests = []

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                requests.append((self.path, self.headers.get("authorization")))
                self.rfile.read(int(self.headers["content-length"]))
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        server = HTTPServer(("127.0.0.1", 0), Handler)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        channel = Channel(f"http://127.0.0.1:{server.server_port}/prefix", lambda: SECRET)
        running.append((server, thread, channel))
        return channel, requests

    yield start
    for server, thread, channel in running:
        channel.close()
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_request_goes_below_the_prefix_with_the_token(answering):
    channel, requests = answering(200, b'{"result": 1}')
    assert {"result": 1} == channel.post("/v1/decider", {"a": 1}, 5)
    assert [("/prefix/v1/decider", f"Bearer {SECRET}")] == requests


def test_a_coded_answer_counts_whatever_its_status(answering):
    assert {"error": {"code": "PL205"}} == answering(403, b'{"error": {"code": "PL205"}}')[0].post("/", {}, 5)


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_busy_server_may_be_asked_again(answering, status):
    with pytest.raises(TransportFault) as caught:
        answering(status, b"<html>busy</html>")[0].post("/", {}, 5)
    assert ("PL504", False) == (caught.value.error.code, caught.value.lost)


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (401, b"", "PL206"),
        (401, b'{"error": "invalid_token"}', "PL206"),
        (403, b'{"error": {"code": 403, "message": "denied"}}', "PL205"),
        (403, b'{"result": "denied"}', "PL205"),
        (407, b"", "PL206"),
        (403, b"<html>", "PL205"),
        (404, b"", "PL502"),
        (200, b"<html>hello</html>", "PL502"),
        (200, b"[]", "PL502"),
        (200, b'"\xff"', "PL502"),
        (200, b'{"other": 1}', "PL502"),
        (200, b'{"error": null}', "PL502"),
        (200, b"[" * 100_000, "PL502"),
        (302, b'{"result": {"outcome": "allow"}}', "PL502"),
        (500, b"Internal Server Error", "PL504"),
    ],
)
def test_what_answers_instead_of_a_server_of_ours_is_final(answering, status, body, code):
    channel, _ = answering(status, body)
    refused(code, channel.post, "/", {}, 5)


def test_a_redirect_is_not_followed_with_the_token(answering):
    elsewhere, requests = answering(200, b'{"result": 1}')
    channel, _ = answering(307, location=f"{elsewhere.address.url}/v1/decider")
    refused("PL502", channel.post, "/", {}, 5)
    assert [] == requests


def test_a_token_that_cannot_stand_in_a_header_is_told_without_it(answering):
    channel, requests = answering(200, b'{"result": 1}')
    channel._token = lambda: f"{SECRET}\nx-other: y"
    refused("PL001", channel.post, "/", {}, 5)
    channel._token = lambda: f"{SECRET}é☃"
    refused("PL001", channel.post, "/", {}, 5)
    assert [] == requests


def fault(port, seconds=5.0):
    channel = Channel(f"http://127.0.0.1:{port}")
    with pytest.raises(TransportFault) as caught:
        channel.post("/", {}, seconds)
    channel.close()
    return caught.value


def test_nobody_at_the_door_was_not_asked_and_a_silent_server_may_have_acted():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        assert ("PL504", True) == ((silent := fault(port, 0.05)).error.code, silent.lost)
    assert ("PL504", False) == ((gone := fault(port)).error.code, gone.lost)


def test_a_server_that_breaks_off_may_have_acted():
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def hang_up():
            connection, _ = listener.accept()
            connection.recv(65536)
            connection.close()

        thread = threading.Thread(target=hang_up)
        thread.start()
        found = fault(listener.getsockname()[1])
        thread.join()
    assert ("PL504", True) == (found.error.code, found.lost)


def test_a_server_whose_answer_trickles_is_read_no_longer_than_one_that_is_silent():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        sent = []

        def trickle():
            connection, _ = listener.accept()
            connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n")
            with connection, contextlib.suppress(OSError):
                while len(sent) < 1000:
                    connection.sendall(b" ")
                    sent.append(1)
                    time.sleep(0.02)

        thread = threading.Thread(target=trickle)
        thread.start()
        found = fault(listener.getsockname()[1], 0.2)
        thread.join()
    assert ("PL504", True) == (found.error.code, found.lost)
    assert len(sent) < 1000


def test_an_answer_without_an_end_is_not_read_to_it(answering, monkeypatch):
    monkeypatch.setattr("privlineage.store.http.channel.MOST_ANSWER", 1000)
    assert "without an end" in refused("PL504", answering(200, b" " * 2000)[0].post, "/", {}, 5).message


def test_what_must_not_happen_twice_is_not_asked_for_again_once_it_may_have_happened():
    tried = []

    def work(lost):
        tried.append(lost)
        raise TransportFault(PrivlineageError("PL504", "x"), lost=lost)

    refused("PL504", lambda: retried(lambda: work(lost=True), 5, repeatable=False))
    assert [True] == tried
    tries = iter([TransportFault(PrivlineageError("PL504", "x")), None])

    def second():
        if error := next(tries):
            raise error
        return "done"

    assert "done" == retried(second, 5, repeatable=False)

"""A real server process, and the program and the library as its clients."""

import os
import re
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager

import httpx
import pytest

import privlineage
from privlineage.core.errors import PrivlineageError
from privlineage.core.facts import Fact
from privlineage.core.plan import Job, Plan, Sink
from privlineage.core.refs import DatasetRef
from privlineage.core.verdict import Outcome
from privlineage.store.http.retrying import TransportFault, retried
from tests.conftest import ROOT
from tests.serving import CLIENT

PROGRAM = "import sys; from privlineage.cli.main import main; sys.exit(main())"


@contextmanager
def serving(*arguments):
    """A server as a process, its URL, and afterwards what it wrote."""
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "serve", *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    lines = []
    try:
        for line in process.stdout:
            lines.append(line)
            if found := re.search(r"running on (http://\S+)", line):
                break
        yield found[1], lines
        process.send_signal(signal.SIGTERM)
        lines += process.stdout.readlines()
        assert process.wait(20) in (0, -signal.SIGTERM)
    finally:
        process.kill()
        process.stdout.close()
        process.wait()


@pytest.fixture
def token(run, monkeypatch):
    def making(*roles):
        text = run("serve", "token", "--name", "ann", "--roles", ",".join(roles), "--tokens", "t.json").out.strip()
        monkeypatch.setenv("PRIVLINEAGE_TOKEN", text)
        return text

    return making


def test_commands_and_the_library_work_the_same_through_a_server(run, filled, bundle, token, monkeypatch):
    token("reader")
    commands = [
        ("labels", "s3://ads-partner/daily.csv#address"),
        ("why", "s3://ads-partner/daily.csv#address", "user.contact.email"),
        ("trace", "s3://ads-partner/daily.csv#address", "--up"),
        ("trace", "wh.public.customers#email", "--down"),
        ("names", "stage"),
        ("apply", "--plan", str(bundle)),
    ]
    here = [run(*command, "--format", "json") for command in commands]
    plan = Plan(
        Job("d", "t"),
        (
            Fact(
                DatasetRef("s3://ads-partner", "x.csv").column("e"),
                DatasetRef("wh", "public.customers", True).column("email"),
            ),
        ),
        sinks=(Sink(DatasetRef("s3://ads-partner", "x.csv")),),
    )
    with privlineage.connect(filled) as local:
        decided = local.decide(plan)
    with serving("--store", filled, "--tokens", "t.json", "--port", "0") as (url, log):
        monkeypatch.setenv("PRIVLINEAGE_STORE", url)
        there = [run(*command, "--format", "json") for command in commands]
        assert [(answer.code, answer.out) for answer in here] == [(answer.code, answer.out) for answer in there]
        with privlineage.connect(url) as lineage:
            assert ["user.contact.email"] == [
                label.atom.category for label in lineage.labels("s3://ads-partner/daily.csv#address")
            ]
            assert 3 == len(lineage.upstream("s3://ads-partner/daily.csv#address"))
            answer = lineage.decide(plan)
            assert (Outcome.BLOCK, decided.decision, decided.movement) == (
                answer.outcome,
                answer.decision,
                answer.movement,
            )
            with pytest.raises(PrivlineageError, match="PL205"):
                lineage.tag("wh.public.customers#phone", "none")
        token("operator")
        assert 0 == run("tag", "wh.public.customers#age", "user.demographic.gender", "--by", "somebody else").code
        with privlineage.connect(url) as lineage:
            assert "none" != lineage.tag("wh.public.orders#note", "user.contact").atom
            assert 1 == lineage.untag("wh.public.orders#note")
        assert 2 == run("apply", str(bundle)).code
        token("publisher")
        assert 0 == run("apply", str(bundle)).code
        monkeypatch.setenv("PRIVLINEAGE_TOKEN", "pl_none_none")
        assert "PL206" in run("labels", "wh.public.customers#email").err
    text = "".join(log)
    assert "POST /v1/store/state" in text
    assert "ads-partner" not in text
    assert "Traceback" not in text


def test_two_worker_processes_share_one_store(run, filled, token):
    secret = token("reader")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    with serving("--store", filled, "--tokens", "t.json", "--workers", "2", "--port", port) as (_, log):
        retried(lambda: is_ready(f"http://127.0.0.1:{port}"), 30)
        headers = {"authorization": f"Bearer {secret}"}
        answers = {CLIENT.get(f"http://127.0.0.1:{port}/v1/governance", headers=headers).text for _ in range(20)}
        assert [True] == ['"bundle"' in answer for answer in answers]
    assert 2 == sum("Started server process" in line for line in log)


def is_ready(url):
    try:
        assert 200 == CLIENT.get(f"{url}/v1/ready").status_code
    except httpx.TransportError:
        raise TransportFault(PrivlineageError("PL504", "not yet")) from None

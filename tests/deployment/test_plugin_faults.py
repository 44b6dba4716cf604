"""What can be wrong with the installation: registered twice, half installed, broken below, beside a site's own trouble.

Each is a Python environment of its own with a real Airflow in it, and `dag.test()` of the same DAG.
"""

import ast
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.airflow.site import Site
from tests.deployment.environments import make_environment

pytestmark = pytest.mark.deployment
FILES = Path(__file__).resolve().parent / "plugin_faults"
BLOCKED = {"forbidden": "failed", "allowed": "success", "other_sql": "success", "bash": "success"}
CLOSED = {**BLOCKED, "allowed": "failed"}
OPEN = {**BLOCKED, "forbidden": "success"}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    made = Site(tmp_path_factory.mktemp("faulty"))
    for dag in (made.home / "dags").iterdir():
        dag.unlink()
    shutil.copy(FILES / "faulty.py", made.home / "dags")
    return made


class Installation:
    """One environment with our wheel in it."""

    def __init__(self, site, environment):
        self.site, self.environment = site, environment
        self.ours = environment.packages / "privlineage"
        self.metadata = next(environment.packages.glob("privlineage-*.dist-info"))
        self.printed = ""

    def airflow(self, *command, **more):
        variables = {**self.site.environment, **more, "PYTHONDONTWRITEBYTECODE": "1"}
        variables["PATH"] = f"{self.environment.python.parent}:{variables['PATH']}"
        return subprocess.run(
            [self.environment.python, *command],
            env=variables,
            cwd=self.site.root,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )

    def states(self, **more) -> dict[str, str]:
        """What becomes of the DAG's tasks."""
        left = self.site.root / "states"
        left.unlink(missing_ok=True)
        file = self.site.home / "dags" / "faulty.py"
        self.printed = self.airflow(file, FAULTY_STATES=str(left), **more).stdout
        assert left.exists(), self.printed[-3000:]
        return ast.literal_eval(left.read_text())

    def doctor(self) -> dict[str, str]:
        """Standing and detail by check, from the command line."""
        done = self.airflow(self.environment.home / "bin" / "privlineage", "doctor", "--format", "json")
        found = json.loads(done.stdout[done.stdout.index("{") :])
        return {check["name"]: f"{check['standing']}: {check['detail']}" for check in found["checks"]}


@pytest.fixture
def installed(site, wheel, tmp_path):
    environment = make_environment(tmp_path / "environment")
    environment.install(wheel)
    made = Installation(site, environment)
    if not (site.home / "airflow.db").exists():
        made.airflow("-m", "airflow", "db", "migrate")
        made.airflow("-m", "airflow", "dags", "reserialize")
        # As on a site where it worked until today: a copy of the governance is there.
        assert BLOCKED == made.states()
        assert "PL201 blocked: `faulty.forbidden`" in made.printed
    return made


def test_registered_twice_it_decides_once_and_doctor_says_so(installed):
    shutil.copytree(installed.metadata, installed.metadata.with_name("privlineage-0.0.9.dist-info"))
    assert BLOCKED == installed.states()
    assert 1 == installed.printed.count("PL201 blocked: `faulty.forbidden` would")
    assert installed.doctor()["entry points"].startswith("bad: found more than once")


def test_half_installed_without_its_entry_points_nothing_of_us_runs_and_doctor_says_so(installed):
    """What is not registered cannot act; that is why `doctor` also runs as a task."""
    entries = installed.metadata / "entry_points.txt"
    text = entries.read_text()
    entries.write_text(text.replace("[airflow.policy]", "[airflow.policy.not]"))
    assert OPEN == installed.states()
    assert installed.doctor()["entry points"].startswith("bad: not installed: airflow.policy")


def test_half_installed_with_files_missing_governed_tasks_are_blocked_and_others_run(installed):
    (installed.ours / "core" / "refs.py").unlink()
    assert CLOSED == installed.states()
    assert "privlineage cannot be loaded here: ModuleNotFoundError" in installed.printed


def test_a_broken_package_below_us_blocks_governed_tasks_alone(installed):
    for folder in installed.environment.packages.glob("sqlglot*"):
        folder.unlink()
    assert CLOSED == installed.states()
    assert "the gate failed with ModuleNotFoundError" in installed.printed


def test_beside_a_sites_own_hook_that_raises_its_task_fails_as_it_did_before(installed):
    """The site's function is asked after ours and fails the tasks it wants to fail, no others."""
    settings = installed.site.home / "config" / "airflow_local_settings.py"
    before = settings.read_text()
    settings.write_text(
        "def get_airflow_context_vars(context):\n"
        "    if context['ti'].task_id == 'bash':\n"
        "        raise ValueError('the site does not like this one')\n"
        "    return {'SITE_VAR': '1'}\n"
    )
    try:
        assert {**BLOCKED, "bash": "failed"} == installed.states()
    finally:
        settings.write_text(before)


def test_beside_a_secrets_backend_that_is_down_everything_is_decided_as_before(installed):
    (installed.environment.packages / "site_vault.py").write_text(
        "from airflow.secrets import BaseSecretsBackend\n\n\n"
        "class Vault(BaseSecretsBackend):\n"
        "    def get_connection(self, conn_id, **more):\n"
        "        raise OSError('the vault is sealed')\n\n"
        "    get_variable = get_config = get_connection\n"
    )
    assert BLOCKED == installed.states(AIRFLOW__SECRETS__BACKEND="site_vault.Vault")


def test_two_versions_at_once_read_what_the_other_left(installed):
    """A newer plugin in another worker of the same home: its copy of the governance, with things we know nothing of."""
    copy = installed.site.home / "privlineage" / "governance.json"
    data = json.loads(copy.read_text())
    copy.write_text(json.dumps({**data, "governance": {**data["governance"], "of_the_future": [1]}, "more": True}))
    assert BLOCKED == installed.states()

"""What the deployment tests share: our wheel, and environments with and without it."""

import shutil
import subprocess

import pytest

from tests.deployment.environments import build_wheel, make_environment
from tests.deployment.kubernetes_like.site import PodSite
from tests.postgres import postgres_server


@pytest.fixture(scope="session")
def server():
    """One PostgreSQL for all who keep databases of their own in it."""
    with postgres_server() as running:
        yield running


@pytest.fixture(scope="session")
def wheel(tmp_path_factory):
    return build_wheel(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="session")
def without_us(tmp_path_factory):
    return make_environment(tmp_path_factory.mktemp("without") / "env")


@pytest.fixture(scope="session")
def with_us(tmp_path_factory, wheel):
    made = make_environment(tmp_path_factory.mktemp("with") / "env")
    made.install(wheel)
    return made


@pytest.fixture(scope="session")
def pods(tmp_path_factory):
    """An Airflow whose tasks run in namespaces that reach its API server alone."""
    order = ["unshare", "--user", "--map-root-user", "--net", "--mount", "--pid", "--fork", "--mount-proc", "true"]
    assert shutil.which("unshare"), "this test needs `unshare`: install util-linux"
    done = subprocess.run(order, capture_output=True, text=True, check=False)
    assert 0 == done.returncode, (
        f"this machine lets nobody make namespaces ({done.stderr.strip()}): allow them with "
        "`sysctl kernel.unprivileged_userns_clone=1 user.max_user_namespaces=1000`, or, in a container, run it with "
        "`--security-opt seccomp=unconfined --cap-add SYS_ADMIN`"
    )
    with postgres_server() as postgres:
        made = PodSite(tmp_path_factory.mktemp("pods"), postgres)
        try:
            made.start()
            yield made
        finally:
            made.stop()


@pytest.fixture(scope="session")
def pods_run(pods):
    """A finished run of the DAG `pods`."""
    return pods.run("pods", timeout=600)

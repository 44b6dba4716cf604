"""What the deployment tests share: our wheel, and environments with and without it."""

import pytest

from tests.deployment.environments import build_wheel, make_environment
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

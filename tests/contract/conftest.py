"""One PostgreSQL for all who keep databases of their own in it, gone afterwards."""

import pytest

from tests.postgres import postgres_server


@pytest.fixture(scope="session")
def server():
    with postgres_server() as running:
        yield running

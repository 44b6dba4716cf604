"""The engines, each once for a run, and what the golden cases showed on them."""

import pytest

from tests.contract.sql import running
from tests.contract.sql.duckdb_engine import DuckDb
from tests.contract.sql.engines import Sqlite


@pytest.fixture(scope="session", autouse=True)
def quiet():
    with running.quiet():
        yield


@pytest.fixture(scope="session")
def postgres():
    with running.own_postgres() as engine:
        yield engine


@pytest.fixture(scope="session")
def sqlite():
    engine = Sqlite()
    yield engine
    engine.connection.close()


@pytest.fixture(scope="session")
def duckdb():
    engine = DuckDb()
    yield engine
    engine.connection.close()


@pytest.fixture(scope="session")
def shown(postgres, sqlite, duckdb):
    """By engine, what each golden case showed on it."""
    return {engine.name: running.every_case(engine) for engine in (duckdb, postgres, sqlite)}

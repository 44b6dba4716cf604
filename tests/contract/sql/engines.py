"""Engines that carry statements out: a table is made, filled, a script runs, what came out is read, all is undone."""

import contextlib
import hashlib
import sqlite3
from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["Engine", "Failed", "Postgres", "Sqlite"]


class Failed(Exception):
    """The engine refused a statement."""


MEMORY = 64_000_000
"""Bytes SQLite may hold."""
STEPS = 300
"""Thousands of SQLite's instructions that one statement may take."""


def quoted(name):
    return ".".join(f'"{part.lower()}"' for part in name.split("."))


class Engine:
    """One connection; subclasses say how it speaks.

    Attributes:
        name: the dialect its scripts are written in.
    """

    name = ""
    mark = ""
    types: Mapping[str, str] = MappingProxyType({})

    def prepare(self, schema, unique):
        """Make the tables, in a transaction that `undo` ends."""
        self.execute("BEGIN")
        for table, kinds in schema.items():
            if "." in table:
                self.execute(f"CREATE SCHEMA IF NOT EXISTS {quoted(table.rsplit('.', 1)[0])}")
            columns = ", ".join(
                f"{quoted(column)} {self.types[kind]}{' UNIQUE' if column in unique.get(table, ()) else ''}"
                for column, kind in kinds.items()
            )
            self.execute(f"CREATE TABLE {quoted(table)} ({columns})")

    def undo(self):
        """End the transaction that `prepare` began; a script may have ended it itself."""
        with contextlib.suppress(Failed):
            self.execute("ROLLBACK")

    def run(self, tables, statements, outputs):
        """Fill the tables, run the statements, and return {output: {column: values}}; everything is undone after.

        Raises:
            Failed: when the engine refuses a statement.
        """
        self.execute("SAVEPOINT filled")
        try:
            for table, columns in tables.items():
                names = ", ".join(quoted(column) for column in columns)
                marks = ", ".join([self.mark] * len(columns))
                for row in zip(*columns.values(), strict=True):
                    self.execute(f"INSERT INTO {quoted(table)} ({names}) VALUES ({marks})", row)
            shown = {}
            for statement in statements:
                found = self.execute(statement)
                if found is not None:
                    shown = found
            after = {"": shown} if "" in outputs else {}
            for name in outputs:
                if name and self.has(name):
                    after[name] = self.execute(f"SELECT * FROM {quoted(name)}") or {}
            return after
        finally:
            self.execute("ROLLBACK TO SAVEPOINT filled")

    def has(self, name):
        self.execute("SAVEPOINT looked")
        try:
            self.execute(f"SELECT 1 FROM {quoted(name)} LIMIT 0")
        except Failed:
            self.execute("ROLLBACK TO SAVEPOINT looked")
            return False
        return True

    @staticmethod
    def table(description, rows):
        """Values by column; two columns of one name are kept together, as the resolver does."""
        found = {}
        for index, column in enumerate(description):
            found.setdefault(column[0].lower(), []).append([row[index] for row in rows])
        return found


class Sqlite(Engine):
    """The library's own SQLite, with the functions the cases use."""

    name = "sqlite"
    mark = "?"
    types = MappingProxyType(
        {
            "int": "INTEGER",
            "number": "REAL",
            "text": "TEXT",
            "date": "TEXT",
            "time": "TEXT",
            "bool": "INTEGER",
            "json": "TEXT",
        }
    )

    def __init__(self):
        self.connection = sqlite3.connect(":memory:", isolation_level=None)
        self.connection.execute(f"PRAGMA hard_heap_limit = {MEMORY}")
        self.connection.set_progress_handler(self._tick, 1000)
        self.ticks = 0
        for name in ("sha256", "md5", "hmac", "concat"):
            self.connection.create_function(name, -1, _digest, deterministic=True)

    def _tick(self):
        """Stop a statement that goes on and on: a recursion over values that make a circle."""
        self.ticks += 1
        return self.ticks > STEPS

    def execute(self, statement, row=()):
        self.ticks = 0
        try:
            cursor = self.connection.execute(
                statement, [str(value) if hasattr(value, "year") else value for value in row]
            )
            return self.table(cursor.description, cursor.fetchall()) if cursor.description else None
        except (sqlite3.Error, sqlite3.Warning, OverflowError, MemoryError) as error:
            raise Failed(str(error)) from None


def _digest(*values):
    return None if None in values else hashlib.sha256(repr(values).encode()).hexdigest()


class Postgres(Engine):
    """A PostgreSQL of our own."""

    name = "postgres"
    mark = "%s"
    types = MappingProxyType(
        {
            "int": "int",
            "number": "numeric",
            "text": "text",
            "date": "date",
            "time": "timestamp",
            "bool": "boolean",
            "json": "jsonb",
            "ints": "int[]",
            "texts": "text[]",
        }
    )
    functions = """
        CREATE FUNCTION sha256(anyelement) RETURNS text IMMUTABLE LANGUAGE sql AS $$ SELECT md5('s' || $1::text) $$;
        CREATE FUNCTION hmac(text, text) RETURNS text IMMUTABLE LANGUAGE sql AS $$ SELECT md5($1 || '-' || $2) $$;
        CREATE FUNCTION hmac(text, text, text) RETURNS text IMMUTABLE LANGUAGE sql AS $$ SELECT md5($1 || '-' || $2) $$;
        CREATE FUNCTION digest(bytea, text) RETURNS text IMMUTABLE LANGUAGE sql AS $$ SELECT md5($1) $$;
    """

    def __init__(self, uri):
        import psycopg

        self.refusal = psycopg.Error
        self.connection = psycopg.connect(uri, autocommit=True, prepare_threshold=None)
        self.connection.execute("SET client_min_messages = error")
        self.connection.execute("SET statement_timeout = '300ms'")
        self.connection.execute("SET temp_file_limit = '64MB'")
        self.connection.execute(self.functions)

    def execute(self, statement, row=None):
        try:
            cursor = self.connection.execute(statement, row)
            return self.table(cursor.description, cursor.fetchall()) if cursor.description else None
        except self.refusal as error:
            raise Failed(str(error)) from None

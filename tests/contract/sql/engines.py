"""Engines that carry statements out: a table is made, filled, a script runs, what came out is read, all is undone."""

import contextlib
import datetime as dt
import hashlib
import sqlite3
from collections.abc import Iterable, Mapping
from types import MappingProxyType

__all__ = ["Engine", "Failed", "Postgres", "Sqlite", "quoted"]


class Failed(Exception):
    """The engine refused a statement.

    Attributes:
        final: whether it would refuse it over any content of the tables.
    """

    def __init__(self, message, *, final=False):
        super().__init__(message)
        self.final = final


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
        speaks: dialects whose text it is given as it stands; text in others is translated.
        types: its types for what a column may hold; a list has its own way (`type_of`).
        places: dotted names of tables that the script makes; the schemas they lie in are made beforehand.
    """

    name = ""
    mark = ""
    speaks: frozenset[str] = frozenset()
    types: Mapping[str, str] = MappingProxyType({})
    places: Iterable[str] = ()

    def learn(self, refusal):  # an engine that can, does
        """Whether it can do from now on what it refused."""
        return False

    def type_of(self, kind):
        """The engine's type for what a column holds, None where it has none."""
        return self.types.get(kind) if isinstance(kind, str) else None

    def prepare(self, schema, unique, views):
        """Make the tables and views, in a transaction that `undo` ends."""
        self.execute("BEGIN")
        for statement in self.definitions(schema, unique, views):
            self.execute(statement)

    def definitions(self, schema, unique, views):
        """The statements that make tables and views."""
        for name in dict.fromkeys(name.rsplit(".", 1)[0] for name in [*schema, *self.places] if "." in name):
            yield f"CREATE SCHEMA IF NOT EXISTS {quoted(name)}"
        for table, kinds in schema.items():
            columns = ", ".join(
                f"{quoted(column)} {self.type_of(kind)}{' UNIQUE' if column in unique.get(table, ()) else ''}"
                for column, kind in kinds.items()
            )
            yield f"CREATE TABLE {quoted(table)} ({columns})"
        yield from views

    def undo(self):
        """End the transaction that `prepare` began; a script may have ended it itself."""
        with contextlib.suppress(Failed):
            self.execute("ROLLBACK")

    def run(self, kinds, tables, statements, outputs):
        """Fill the tables, run the statements, and return {output: {column: values}}; everything is undone after.

        Raises:
            Failed: when the engine refuses a statement.
        """
        self.execute("SAVEPOINT filled")
        try:
            for table, columns in tables.items():
                self.fill(table, kinds[table], columns)
            return self.outcome(statements, outputs)
        finally:
            self.execute("ROLLBACK TO SAVEPOINT filled")

    def fill(self, table, _kinds, columns):
        """Insert rows, given by column."""
        names = ", ".join(quoted(column) for column in columns)
        rows = list(zip(*columns.values(), strict=True))
        marks = ", ".join([f"({', '.join([self.mark] * len(columns))})"] * len(rows))
        self.execute(f"INSERT INTO {quoted(table)} ({names}) VALUES {marks}", [value for row in rows for value in row])

    def outcome(self, statements, outputs):
        """The rows last shown, and the content of every table written."""
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
    speaks = frozenset({"", "postgres", "sqlite"})
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
    final = ("near ", "no such", "unrecognized", "syntax", "misuse", "not unique", "wrong number", "unsupported")

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
        values = [str(value) if isinstance(value, dt.date) else value for value in row]
        try:
            cursor = self.connection.execute(statement, values)
            return self.table(cursor.description, cursor.fetchall()) if cursor.description else None
        except (sqlite3.Error, sqlite3.Warning, OverflowError, MemoryError) as error:
            raise Failed(str(error), final=any(word in str(error) for word in self.final)) from None


def _digest(*values):
    return None if None in values else hashlib.sha256(repr(values).encode()).hexdigest()


class Postgres(Engine):
    """A PostgreSQL of our own, as somebody who may touch no file and no program."""

    name = "postgres"
    mark = "%s"
    speaks = frozenset({"", "postgres", "redshift"})
    types = MappingProxyType(
        {
            "int": "int",
            "number": "numeric",
            "text": "text",
            "date": "date",
            "time": "timestamp",
            "bool": "boolean",
            "json": "jsonb",
        }
    )
    final = ("42", "0A", "57014")
    """Classes of errors where what is written is at fault, not what the tables hold; and one that took too long."""
    functions = """
        CREATE FUNCTION sha256(anyelement) RETURNS text IMMUTABLE LANGUAGE sql AS $$ SELECT md5('s' || $1::text) $$;
        CREATE FUNCTION hmac(text, text) RETURNS text IMMUTABLE LANGUAGE sql AS $$ SELECT md5($1 || '-' || $2) $$;
        CREATE FUNCTION hmac(text, text, text) RETURNS text IMMUTABLE LANGUAGE sql AS $$ SELECT md5($1 || '-' || $2) $$;
        CREATE FUNCTION digest(bytea, text) RETURNS text IMMUTABLE LANGUAGE sql AS $$ SELECT md5($1) $$;
        CREATE ROLE guest NOSUPERUSER;
        GRANT ALL ON DATABASE postgres TO guest;
        GRANT ALL ON SCHEMA public TO guest;
    """

    def __init__(self, uri):
        import psycopg

        self.refusal = psycopg.Error
        self.connection = psycopg.connect(uri, autocommit=True, prepare_threshold=None)
        self.connection.execute("SET client_min_messages = error")
        self.connection.execute("SET statement_timeout = '300ms'")
        self.connection.execute("SET temp_file_limit = '64MB'")
        self.connection.execute(self.functions)
        self.connection.execute("SET SESSION AUTHORIZATION guest")

    def type_of(self, kind):
        if isinstance(kind, tuple) and kind[0] == "list" and isinstance(kind[1], str):
            return f"{self.types[kind[1]]}[]"
        return super().type_of(kind)

    def run(self, kinds, tables, statements, outputs):
        try:
            return super().run(kinds, tables, statements, outputs)
        finally:
            # Prepared statements outlast what is rolled back.
            self.connection.execute("DEALLOCATE ALL")

    def execute(self, statement, row=None):
        try:
            cursor = self.connection.execute(statement, row)
            return self.table(cursor.description, cursor.fetchall()) if cursor.description else None
        except self.refusal as error:
            raise Failed(str(error), final=(error.sqlstate or "").startswith(self.final)) from None

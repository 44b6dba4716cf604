"""DuckDB as an engine: every run has a database of its own, in memory, that is thrown away."""

import contextlib
import re
import threading
import time
from types import MappingProxyType

import duckdb

from tests.contract.sql.engines import Engine, Failed, quoted

__all__ = ["DuckDb"]

SECONDS = 1
"""How long one run may take."""
FINAL = (
    duckdb.BinderException,
    duckdb.CatalogException,
    duckdb.InterruptException,
    duckdb.NotImplementedException,
    duckdb.ParserException,
    duckdb.PermissionException,
    duckdb.SyntaxException,
)
"""Refusals that hold over any content of the tables; what takes too long over one mostly does over all."""
RESERVED = {"main", "memory", "system", "temp"}
"""Names of databases that are there already."""
UNKNOWN = re.compile(r"Scalar Function with name (\w+) does not exist")


class Watch:
    """Interrupts what takes longer than it may; one thread for all, since a timer for each would cost more than it."""

    def __init__(self):
        self.cursor, self.deadline = None, None
        threading.Thread(target=self._look, daemon=True).start()

    @contextlib.contextmanager
    def over(self, cursor, seconds):
        """Watch what a cursor does inside."""
        self.cursor, self.deadline = cursor, time.monotonic() + seconds
        try:
            yield
        finally:
            self.deadline = None

    def _look(self):
        while True:
            time.sleep(0.05)
            deadline = self.deadline
            if deadline is not None and time.monotonic() > deadline:
                self.cursor.interrupt()


class DuckDb(Engine):
    """DuckDB without files, network and extensions of others, with the functions the cases use."""

    name = "duckdb"
    speaks = frozenset({"", "duckdb", "postgres"})
    types = MappingProxyType(
        {
            "int": "BIGINT",
            "number": "DECIMAL(18, 4)",
            "text": "VARCHAR",
            "date": "DATE",
            "time": "TIMESTAMP",
            "bool": "BOOLEAN",
            "json": "JSON",
        }
    )
    functions = (
        "CREATE MACRO hmac(a, b) AS md5(concat(a, '-', b)), (a, b, c) AS md5(concat(a, '-', b, c))",
        "CREATE MACRO digest(a, b) AS md5(concat(a, b))",
    )

    def __init__(self):
        limits = {"threads": 1, "memory_limit": "256MB", "autoinstall_known_extensions": False}
        self.connection = duckdb.connect(":memory:", config=limits)
        for function in self.functions:
            self.connection.execute(function)
        self.connection.execute("SET enable_external_access = false")
        # A table it does not know is no variable of ours.
        self.connection.execute("SET python_enable_replacements = false")
        self.watch = Watch()
        self.cursor = self.connection
        self.made = []
        self.places, self.catalogs = [], []
        self.stand_ins = set()

    def type_of(self, kind):
        if isinstance(kind, str):
            return self.types[kind]
        form, *parts = kind
        if form == "struct":
            return f"STRUCT({', '.join(f'{quoted(name)} {self.type_of(inner)}' for name, inner in parts)})"
        inner = [self.type_of(part) for part in parts]
        return f"{inner[0]}[]" if form == "list" else f"MAP({', '.join(inner)})"

    def prepare(self, schema, unique, views):
        """Note how the tables and views are made: each run makes them anew."""
        self.made = list(self.definitions(schema, unique, views))
        catalogs = {name.split(".")[0].lower() for name in [*schema, *self.places] if name.count(".") == 2}
        self.catalogs = sorted(catalogs - RESERVED)

    def undo(self):
        """Nothing is left of a run."""
        self.catalogs = []

    def learn(self, refusal):
        """Let a function that it has not be one that mixes all of its arguments; whether that may help."""
        missing = UNKNOWN.search(str(refusal))
        if missing is None or missing[1].lower() in self.stand_ins:
            return False
        name = missing[1].lower()
        self.stand_ins.add(name)
        forms = []
        for count in range(1, 8):
            names = [f"a{number}" for number in range(count)]
            forms.append(f"({', '.join(names)}) AS md5(concat_ws('|', '{name}', {', '.join(names)}))")
        self.connection.execute(f'CREATE MACRO "{name}"{", ".join(forms)}')
        return True

    @contextlib.contextmanager
    def database(self):
        """A database and a session of its own for what is inside."""
        attached = ["case_at_hand", *self.catalogs]
        for catalog in attached:
            self.connection.execute(f"ATTACH ':memory:' AS {quoted(catalog)}")
        self.cursor = self.connection.cursor()
        try:
            self.execute("SET search_path = 'case_at_hand,memory'")
            yield
        finally:
            with contextlib.suppress(duckdb.Error):
                self.cursor.execute("ROLLBACK")
            self.cursor.close()
            for catalog in attached:
                self.connection.execute(f"DETACH {quoted(catalog)}")

    def run(self, kinds, tables, statements, outputs):
        with self.database(), self.watch.over(self.cursor, SECONDS):
            for statement in self.made:
                self.execute(statement)
            for table, columns in tables.items():
                self.fill(table, kinds[table], columns)
            return self.outcome(statements, outputs)

    def fill(self, table, kinds, columns):
        names = ", ".join(quoted(column) for column in columns)
        rows = ", ".join(
            f"({', '.join(self.literal(kind, value) for kind, value in zip(kinds.values(), row, strict=True))})"
            for row in zip(*columns.values(), strict=True)
        )
        self.execute(f"INSERT INTO {quoted(table)} ({names}) VALUES {rows}")

    def literal(self, kind, value):
        """A value as text of a statement."""
        if value is None:
            return "NULL"
        if isinstance(kind, str):
            return str(value) if kind in ("int", "number", "bool") else "'" + str(value).replace("'", "''") + "'"
        form, *parts = kind
        if form == "struct":
            inner = ", ".join(f"'{name}': {self.literal(part, value[name])}" for name, part in parts)
            return f"CAST({{{inner}}} AS {self.type_of(kind)})"
        if form == "list":
            inner = ", ".join(self.literal(parts[0], one) for one in value)
            return f"CAST([{inner}] AS {self.type_of(kind)})"
        inner = ", ".join(f"{self.literal(parts[0], key)}: {self.literal(parts[1], one)}" for key, one in value.items())
        return f"CAST(MAP {{{inner}}} AS {self.type_of(kind)})"

    def has(self, name):
        table = name.rsplit(".", 1)[-1].lower()
        listing = (
            "SELECT 1 AS there FROM information_schema.tables WHERE lower(table_name) = ? "
            f"AND table_catalog IN ({', '.join('?' * (len(self.catalogs) + 2))})"
        )
        return bool(self.execute(listing, [table, "case_at_hand", "temp", *self.catalogs])["there"][0])

    def execute(self, statement, row=None):
        try:
            found = self.cursor.execute(statement, row) if row else self.cursor.execute(statement)
            if not found.description:
                return None
            return self.table(found.description, found.fetchall())
        except (duckdb.Error, ValueError) as error:
            raise Failed(str(error), final=isinstance(error, FINAL)) from None

"""TPC-H and TPC-DS on small tables of our own: keys that meet, and values that each query's conditions ask for."""

import contextlib
import datetime as dt
import random
import re

from privlineage.core.schema import Schema
from privlineage.lineage.sql.resolve import resolve
from tests.contract.sql.engines import Failed
from tests.contract.sql.kinds import kind_of
from tests.contract.sql.perturbation import Findings, differing, judged
from tests.contract.sql.reach import reach
from tests.contract.sql.tables import Pools, changed, mixed
from tests.golden.tpc.queries import queries, tables

__all__ = ["try_query"]

FACTS = re.compile(r"_sales|_returns|inventory|lineitem|orders|partsupp|^customer$")
MANY, FEW = 120, 9
"""Rows of a table of facts, and of one of dimensions."""
KEYS = re.compile(r"(_sk|key|_number|_id)$")
SECONDS = 5
"""How long one query may take over one content."""
HOW = ("fresh", "fresh", "anew", "order")
"""Ways to change a column: one row, or none at all, would seldom be among those shown."""
CONTENTS = 400
"""Contents tried until one gives the query rows to show."""


class KeyedPools(Pools):
    """Values for tables of facts and dimensions: keys from a small range, the rest mostly what the query asks for."""

    nothing = 0.03

    def __init__(self, text, kinds):
        super().__init__(text, "duckdb")
        self.kinds = kinds
        self.named = self.compared
        self.span, self.amounts = FEW, (1, 400)
        days = [value for values in self.named.values() for value in values if isinstance(value, dt.date)]
        self.days = days or self.days

    def begin(self, rng):
        """Another content: how often conditions are met, on how many values, and how often keys and amounts meet."""
        self.chosen = rng.choice([0.5, 0.7, 0.9, 0.97])
        self.span = rng.choice([1, 2, 3, FEW, FEW, 2 * FEW, 4 * FEW])
        self.amounts = rng.choice([(1, 400), (100, 108)])
        size = rng.choice([1, 2, 6])
        self.compared = {name: rng.sample(values, min(size, len(values))) for name, values in self.named.items()}

    def _int(self, rng, fresh=False):
        return rng.randrange(self.span, 90) if fresh else rng.randrange(self.span)

    def _number(self, rng, fresh=False):
        return rng.randrange(500, 900) / 4 if fresh else rng.randrange(*self.amounts) / 4

    def _date(self, rng, _fresh=False):
        return rng.choice(self.days) + dt.timedelta(days=rng.randrange(40))

    def column(self, table, name, kind, rng):
        """The values of one column of a new table; the key of a dimension holds each value once."""
        rows = MANY if FACTS.search(table) else FEW
        if rows == FEW and kind == "int" and name not in self.named and self.is_first_key(table, name):
            return rng.sample(range(rows), rows)
        values = [self.value(name, kind, rng) for _ in range(rows)]
        # Conditions like `a > 2 * (b + c)` are met where one column is of another size.
        scale = rng.choice((1, 1, 40)) if kind == "number" and name not in self.named else 1
        return [value * scale if scale > 1 and value else value for value in values]

    def is_first_key(self, table, name):
        """Whether a column is the key by which the others know its table."""
        return bool(KEYS.search(name)) and name == next(key for key in self.kinds[table] if KEYS.search(key))


def try_query(suite, number, engine, *, rounds=1, seed=0):
    """What one query shows on DuckDB, with every column it names changed in turn.

    Returns:
        The findings, and how many rows the query showed over the last content.
    """
    text = queries(suite)[number]
    words = set(re.findall(r"\w+", text.lower()))
    schema = {table: columns for table, columns in tables(suite).items() if table in words}
    lineage = resolve(text, "duckdb", Schema(schema))
    trial = _Trial(text, words, schema, reach(lineage, schema), random.Random(f"{seed} {suite} {number}"))
    with engine.database():
        for _ in range(rounds):
            with contextlib.suppress(Failed):
                trial.round(engine)
    trial.findings.still -= trial.findings.moved
    return trial.findings, trial.shown


class _Trial:
    def __init__(self, text, words, schema, outputs, rng):
        self.text, self.words, self.outputs, self.rng = text, words, outputs, rng
        self.kinds = {
            table: {name: kind_of(declared, "duckdb") for name, declared in columns.items()}
            for table, columns in schema.items()
        }
        self.pools = KeyedPools(text, self.kinds)
        self.findings = Findings()
        self.shown = 0

    def round(self, engine):
        """Find a content over which the query shows something, then change one column after the other."""
        held, before = self._content(engine)
        self.shown = max(map(len, next(iter(before[""].values()))))
        chance = self._by_order(engine, held, before)
        for table, columns in self.kinds.items():
            for name, kind in columns.items():
                if name in self.words:
                    how = self.rng.choice(HOW)
                    other = changed(name, kind, held[table][name], self.pools, self.rng, how=how)
                    others = {**held, table: {**held[table], name: other}}
                    self._fill(engine, table, others[table])
                    # A query whose inner query must show one row is refused where it shows several.
                    with contextlib.suppress(Failed):
                        after = self._run(engine)
                        found = judged((table, name), differing(before, after) - chance, before, self.outputs)
                        if found.missed:
                            chance |= self._by_order(engine, others, after)
                            found = judged((table, name), differing(before, after) - chance, before, self.outputs)
                        self.findings.add(found)
            self._fill(engine, table, held[table])

    def _content(self, engine):
        best = None
        for _ in range(CONTENTS):
            self.pools.begin(self.rng)
            held = {
                table: {name: self.pools.column(table, name, kind, self.rng) for name, kind in columns.items()}
                for table, columns in self.kinds.items()
            }
            for table, columns in held.items():
                self._fill(engine, table, columns)
            with contextlib.suppress(Failed):
                before = self._run(engine)
                rows = next(iter(before[""].values()))[0]
                if best is None or rows:
                    best = held, before
                if len(rows) > 1 or (rows and any(value for columns in before[""].values() for value in columns[0])):
                    break
        for table, columns in best[0].items():
            self._fill(engine, table, columns)
        return best

    def _by_order(self, engine, held, before):
        """What differs when the same rows come in another order; the tables hold them as before afterwards."""
        for table, columns in held.items():
            self._fill(engine, table, mixed(columns, self.rng))
        found = differing(before, self._run(engine))
        for table, columns in held.items():
            self._fill(engine, table, columns)
        return found

    def _fill(self, engine, table, columns):
        kinds = self.kinds[table]
        types = ", ".join(f'"{name}" {engine.type_of(kind)}' for name, kind in kinds.items())
        engine.execute(f'CREATE OR REPLACE TABLE "{table}" ({types})')
        engine.fill(table, kinds, columns)

    def _run(self, engine):
        with engine.watch.over(engine.cursor, SECONDS):
            return {"": engine.execute(self.text)}

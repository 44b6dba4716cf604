"""Small random tables for a schema, with values that the conditions of a statement can meet."""

import datetime as dt
import json
import re

from tests.contract.sql.literals import compared, ordering

__all__ = ["HOW", "ROWS", "Pools", "changed", "mixed", "new_table", "untied"]

HOW = ("anew", "fresh", "one", "order", "none")
"""Ways to change a column."""
ROWS = 6
WORD = re.compile(r"^[A-Za-z_][\w]*$")
DISTINCT = {
    "int": int,
    "number": int,
    "text": "u{}".format,
    "date": lambda number: dt.date(2024, 1, 1) + dt.timedelta(days=number),
    "time": lambda number: dt.datetime(2024, 1, 1) + dt.timedelta(days=number),  # noqa: DTZ001  # as the engines hold it
}
"""By kind, how to make a value that no other number makes."""


class Pools:
    """Values to draw from: some small ones, so that joins meet, and those the statement itself names.

    Attributes:
        chosen: how often a column holds what the statement compares it with, where it does.
        nothing: how often it holds nothing.
    """

    chosen = 0.6
    nothing = 0.1

    def __init__(self, text, dialect=None):
        strings = [found.replace("''", "'") for found in re.findall(r"'((?:[^']|'')*)'", text)]
        self.texts = ["a", "b", "ab", "x@y.z", "z-1", *strings]
        self.ints = [0, 1, 2, 3, 4, *(int(found) for found in re.findall(r"\b\d{1,6}\b", text))]
        keys = [string for string in strings if WORD.match(string)]
        paths = [key for key in re.findall(r"[.:$](\w+)", text) if WORD.match(key)]
        self.keys = list(dict.fromkeys([*keys, *paths]))[:8] or ["k"]
        self.holds_json = re.search(r"::\s*json|json_|JSON", text) is not None
        self.days = [dt.date(2024, 1, 1) + dt.timedelta(days=40 * step) for step in range(6)]
        self.compared = compared(text, dialect)
        self.ordering = ordering(text, dialect)

    def value(self, name, kind, rng, *, fresh=False):
        """One value of a column; a fresh one is none that the statement names."""
        if rng.random() < self.nothing:
            return None
        fitting = [] if fresh else self._fitting(name, kind)
        return rng.choice(fitting) if fitting and rng.random() < self.chosen else self.of(kind, rng, fresh)

    def of(self, kind, rng, fresh):
        """One value of a kind."""
        if isinstance(kind, str):
            return getattr(self, f"_{kind}")(rng, fresh)
        form, *parts = kind
        if form == "list":
            return [self.of(parts[0], rng, fresh) for _ in range(rng.randrange(3))]
        if form == "struct":
            return {name: self.of(inner, rng, fresh) for name, inner in parts}
        return {self._key(parts[0], key): self.of(parts[1], rng, fresh) for key in self.keys if rng.random() < 0.8}

    def _key(self, kind, key):
        return key if kind == "text" else self.keys.index(key)

    def _fitting(self, name, kind):
        """The values the statement compares a column with, as its kind has them."""
        values = self.compared.get(name, ())
        if kind == "int":
            return [int(value) + step for value in values if isinstance(value, float) for step in (0, 0, 1, -1)]
        if kind == "number":
            return [value + step for value in values if isinstance(value, float) for step in (0, 0.5, -0.5)]
        if kind == "text":
            return [str(value) for value in values if not isinstance(value, float)]
        if kind in ("date", "time"):
            days = [
                value + dt.timedelta(days=step)
                for value in values
                if isinstance(value, dt.date)
                for step in (0, 1, -1, 12)
            ]
            return days if kind == "date" else [dt.datetime.combine(day, dt.time(3)) for day in days]
        return []

    def _int(self, rng, fresh=False):
        return rng.randrange(5, 90) if fresh else rng.choice(self.ints)

    def _number(self, rng, _fresh=False):
        return rng.randrange(1, 400) / 4

    def _text(self, rng, fresh=False):
        if self.holds_json:
            return json.dumps(self._document(rng, 1))
        return f"{rng.choice('pqrs')}{rng.randrange(1000)}" if fresh else rng.choice(self.texts)

    def _date(self, rng, _fresh=False):
        return rng.choice(self.days) + dt.timedelta(days=rng.randrange(3))

    def _time(self, rng, _fresh=False):
        return dt.datetime.combine(self._date(rng), dt.time(rng.randrange(24)))

    def _bool(self, rng, _fresh=False):
        return rng.random() < 0.5

    def _json(self, rng, _fresh=False):
        return json.dumps(self._document(rng, 2))

    def _document(self, rng, depth):
        leaf = {key: rng.choice([*self.texts[:5], *self.ints[:4]]) for key in self.keys}
        if not depth:
            return leaf
        inner = {key: self._document(rng, depth - 1) for key in self.keys if rng.random() < 0.6}
        return {**leaf, **inner, "items": [self._document(rng, 0)]}


def new_column(name, kind, pools, rng, *, rows=ROWS, unique=False, fresh=False):
    """The values of one column."""
    if unique:
        first = 100 if fresh else 0
        numbers = rng.sample(range(first, first + rows + 3), rows)
        if kind in DISTINCT:
            return [DISTINCT[kind](number) for number in numbers]
    return [pools.value(name, kind, rng, fresh=fresh) for _ in range(rows)]


def new_table(kinds, pools, rng, unique=()):
    """A table as a list of values for each column."""
    return {name: new_column(name, kind, pools, rng, unique=name in unique) for name, kind in kinds.items()}


def changed(name, kind, held, pools, rng, *, how, unique=False):
    """Other values for a column: all anew, all fresh, one row, the same ones in another order, or nothing at all."""
    if how == "none" and not unique:
        return [None] * len(held)
    if how == "order":
        return rng.sample(held, len(held))
    if how == "one" and not unique:
        row = rng.randrange(len(held))
        return [pools.value(name, kind, rng, fresh=True) if index == row else value for index, value in enumerate(held)]
    return new_column(name, kind, pools, rng, rows=len(held), unique=unique, fresh=how == "fresh")


def mixed(columns, rng):
    """The same rows in another order."""
    rows = len(next(iter(columns.values())))
    order = rng.sample(range(rows), rows)
    return {name: [values[at] for at in order] for name, values in columns.items()}


def untied(values, kind, *, tied):
    """Values of which no two are alike: the second of two is another one; as they are, where they may be alike."""
    if not tied or kind not in DISTINCT:
        return values
    return [DISTINCT[kind](300 + row) if value in values[:row] else value for row, value in enumerate(values)]

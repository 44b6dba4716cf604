"""Small random tables for a schema, with values that the conditions of a statement can meet."""

import datetime as dt
import json
import re

__all__ = ["HOW", "ROWS", "Pools", "changed", "kind_of", "new_table"]

HOW = ("anew", "fresh", "one", "order", "none")
"""Ways to change a column."""
ROWS = 6
WORD = re.compile(r"^[A-Za-z_][\w]*$")


def kind_of(declared):
    """What a column of a declared type holds, None where no engine here has such a type."""
    plain = declared.lower().split("(")[0].strip()
    for kind, names in {
        "int": ("int", "integer", "bigint", "smallint", "int64", "number"),
        "number": ("numeric", "decimal", "float", "double", "real", "double precision"),
        "text": ("text", "varchar", "char", "string", "character varying"),
        "date": ("date",),
        "time": ("timestamp", "timestamptz", "datetime"),
        "bool": ("bool", "boolean"),
        "json": ("jsonb", "json"),
        "ints": ("int[]", "integer[]"),
        "texts": ("text[]", "varchar[]"),
    }.items():
        if plain in names:
            return kind
    return None


class Pools:
    """Values to draw from: some small ones, so that joins meet, and those the statement itself names."""

    def __init__(self, text):
        strings = [found.replace("''", "'") for found in re.findall(r"'((?:[^']|'')*)'", text)]
        self.texts = ["a", "b", "ab", "x@y.z", "z-1", *strings]
        self.ints = [0, 1, 2, 3, 4, *(int(found) for found in re.findall(r"\b\d{1,6}\b", text))]
        self.keys = [string for string in strings if WORD.match(string)] or ["k"]
        self.holds_json = re.search(r"::\s*json|json_|JSON", text) is not None
        self.days = [dt.date(2024, 1, 1) + dt.timedelta(days=40 * step) for step in range(6)]

    def value(self, kind, rng, *, fresh=False):
        """One value; a fresh one is none that the statement names."""
        return None if rng.random() < 0.1 else getattr(self, f"_{kind}")(rng, fresh)

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

    def _ints(self, rng, fresh=False):
        return [self._int(rng, fresh) for _ in range(rng.randrange(3))]

    def _texts(self, rng, fresh=False):
        return [self._text(rng, fresh) for _ in range(rng.randrange(3))]

    def _json(self, rng, _fresh=False):
        return json.dumps(self._document(rng, 2))

    def _document(self, rng, depth):
        leaf = {key: rng.choice([*self.texts[:5], *self.ints[:4]]) for key in self.keys}
        if not depth:
            return leaf
        inner = {key: self._document(rng, depth - 1) for key in self.keys if rng.random() < 0.6}
        return {**leaf, **inner, "items": [self._document(rng, 0)]}


def new_column(kind, pools, rng, *, unique=False, fresh=False):
    """The values of one column."""
    if unique:
        first = 100 if fresh else 0
        numbers = rng.sample(range(first, first + ROWS + 3), ROWS)
        return numbers if kind in ("int", "number") else [f"u{number}" for number in numbers]
    return [pools.value(kind, rng, fresh=fresh) for _ in range(ROWS)]


def new_table(kinds, pools, rng, unique=()):
    """A table as a list of values for each column."""
    return {name: new_column(kind, pools, rng, unique=name in unique) for name, kind in kinds.items()}


def changed(kind, held, pools, rng, how, *, unique=False):
    """Other values for a column: all anew, all fresh, one row, the same ones in another order, or nothing at all."""
    if how == "none" and not unique:
        return [None] * len(held)
    if how == "order":
        return rng.sample(held, len(held))
    if how == "one" and not unique:
        row = rng.randrange(len(held))
        return [pools.value(kind, rng, fresh=True) if index == row else value for index, value in enumerate(held)]
    return new_column(kind, pools, rng, unique=unique, fresh=how == "fresh")

"""What is known of tables: their columns, in order, with types, and the text of views.

A schema is a value: equal content has an equal fingerprint, wherever it came from (lock file, DDL, catalog, events).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from types import MappingProxyType

from privlineage.core.errors import PrivlineageError

__all__ = ["UNREADABLE", "Schema", "last_word", "name_parts", "words_of"]

UNREADABLE = "?"
"""Stands for the SQL of a view that nobody could read: no SQL itself, so that a reader is told, and never takes the
view for a table."""

_WORD = re.compile(r"[^\W\d][\w$]*")
_QUOTES = {'"': '"', "`": "`", "[": "]"}


def name_parts(name: str) -> tuple[str, ...]:
    """The parts of a dotted name; a quoted part may hold dots.

    >>> name_parts('db."my.schema".t')
    ('db', 'my.schema', 't')
    """
    if not any(quote in name for quote in _QUOTES):
        return tuple(name.split("."))
    parts: list[str] = []
    current = ""
    closing = ""
    for character in name:
        if closing:
            if character == closing:
                closing = ""
            else:
                current += character
        elif character in _QUOTES and not current:
            closing = _QUOTES[character]
        elif character == ".":
            parts.append(current)
            current = ""
        else:
            current += character
    return (*parts, current)


def last_word(name: str) -> str:
    """The word of a script that can mean a table: the last part of its name, empty where that is not one word.

    >>> last_word("db.public.Customers"), last_word('public."odd name"')
    ('customers', '')
    """
    last = name_parts(name)[-1].lower()
    return last if _WORD.fullmatch(last) else ""


def words_of(text: str) -> frozenset[str] | None:
    """The words of a script that can mean tables, in lower case; None where it can mean any (BigQuery's `events_*`)."""
    return None if "*`" in text else frozenset(word.lower() for word in _WORD.findall(text))


class Schema:
    """Tables with their columns and types, and views with their SQL; immutable.

    Args:
        tables: table name, dotted, to column name to type (an empty string where the type is not known).
        views: view name to the query or CREATE VIEW statement behind it.
        home: the database left out of the names: a full name with another one means none of these.
        levels: how many parts a full name has.
        foreign: those of the tables that lie in other databases: only their full name means them.
        claimed: of views, the columns (or `*`) that somebody tagged: whoever reads those reads the view, too.

    Attributes:
        kept: room for what a reader computes from one table alone, by table; no part of the value.

    >>> schema = Schema({"bank.public.customers": {"email": "text"}})
    >>> schema.find(("Customers",)), dict(schema.columns("bank.public.customers"))
    (('bank.public.customers',), {'email': 'text'})
    """

    __slots__ = (
        "_by_last",
        "_lower",
        "_odd",
        "_prints",
        "claimed",
        "foreign",
        "home",
        "kept",
        "levels",
        "tables",
        "views",
    )

    def __init__(
        self,
        tables: Mapping[str, Mapping[str, str]] | None = None,
        views: Mapping[str, str] | None = None,
        *,
        home: str = "",
        levels: int = 0,
        foreign: Iterable[str] = (),
        claimed: Mapping[str, AbstractSet[str]] | None = None,
    ) -> None:
        self.home, self.levels = home.lower(), levels
        self.foreign = frozenset(foreign)
        self.claimed: Mapping[str, AbstractSet[str]] = MappingProxyType(dict(claimed or {}))
        self.tables: Mapping[str, Mapping[str, str]] = MappingProxyType(
            {name: MappingProxyType(dict(columns)) for name, columns in (tables or {}).items()}
        )
        self.views: Mapping[str, str] = MappingProxyType(dict(views or {}))
        self._by_last: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._lower: dict[str, tuple[str, ...]] = {}
        self._odd: dict[frozenset[str], list[str]] = {}
        self._prints: dict[str, str] = {}
        self.kept: dict[str, object] = {}
        for name in dict.fromkeys((*self.tables, *self.views)):
            parts = name_parts(name)
            self._lower[name] = tuple(part.lower() for part in parts)
            self._by_last.setdefault(parts[-1].lower(), []).append((parts, name))
            words = frozenset(_WORD.findall(parts[-1].lower()))
            if words != {parts[-1].lower()}:
                self._odd.setdefault(words, []).append(name)

    @classmethod
    def from_contract(cls, data: object, views: Mapping[str, str] | None = None) -> Schema:
        """A schema from `{"table": {"column": "type"}}`.

        Raises:
            PrivlineageError: PL103, when the data has another form.
        """
        if not isinstance(data, Mapping):
            raise PrivlineageError(
                "PL103", "a schema must be an object of tables", hint='{"table": {"column": "type"}}'
            )
        for table, columns in data.items():
            if not isinstance(columns, Mapping) or not all(isinstance(kind, str | None) for kind in columns.values()):
                raise PrivlineageError(
                    "PL103",
                    f"the table `{table}` must map column names to types",
                    hint='{"table": {"column": "type"}}',
                )
        return cls({str(t): {str(c): k or "" for c, k in columns.items()} for t, columns in data.items()}, views)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Schema):
            return NotImplemented
        return self.fingerprint() == other.fingerprint()

    def __hash__(self) -> int:
        return hash(self.fingerprint())

    def __repr__(self) -> str:
        return f"Schema({len(self.tables)} tables, {len(self.views)} views)"

    def columns(self, table: str) -> Mapping[str, str]:
        """Column name to type, in the table's order; empty for a view whose columns nobody listed."""
        return self.tables.get(table, MappingProxyType({}))

    def find(
        self, parts: Sequence[str], *, folded: Sequence[str] | None = None, default_schema: str | None = None
    ) -> tuple[str, ...]:
        """The tables a reference may mean: none, one, or several where it is ambiguous.

        A reference means the table whose dotted name ends with it, case aside; a name of equal length wins over a
        longer one, and one in `default_schema` over others. Tables that differ only in case are told apart by the exact
        spelling, then by `folded`, the spelling as the dialect folds it. A reference longer than every name (a
        database nobody wrote into the schema) means the longest name it ends with.
        """
        wanted = tuple(part.lower() for part in parts)
        entries = self._by_last.get(wanted[-1], []) if wanted else []
        if self.foreign:
            entries = [entry for entry in entries if entry[1] not in self.foreign or self._lower[entry[1]] == wanted]
        ending = [(own, name) for own, name in entries if self._lower[name][-len(wanted) :] == wanted]
        if not ending and not self._is_elsewhere(wanted):
            shorter = [(own, name) for own, name in entries if wanted[-len(own) :] == self._lower[name]]
            longest = max((len(own) for own, _ in shorter), default=0)
            ending = [(own, name) for own, name in shorter if len(own) == longest]
        elif len(ending) > 1:
            ending = self._nearest(ending, wanted, default_schema)
        if len(ending) > 1:
            ending = _exact(ending, parts) or _exact(ending, folded or parts) or ending
        return tuple(name for _, name in ending)

    def _is_elsewhere(self, wanted: tuple[str, ...]) -> bool:
        """Whether a full name leads into another database."""
        return bool(self.home) and len(wanted) >= self.levels and wanted[0] != self.home

    def _nearest(
        self, ending: list[tuple[tuple[str, ...], str]], wanted: tuple[str, ...], default_schema: str | None
    ) -> list[tuple[tuple[str, ...], str]]:
        same = [(own, name) for own, name in ending if len(own) == len(wanted)]
        if same or not default_schema:
            return same or ending
        inside = (*(part.lower() for part in name_parts(default_schema)), *wanted)
        return [(own, name) for own, name in ending if self._lower[name][-len(inside) :] == inside] or ending

    def named(self, words: AbstractSet[str]) -> frozenset[str]:
        """The tables and views whose last name, in lower case, is among the words."""
        smaller, larger = sorted((words, self._by_last.keys()), key=len)
        hits = [word for word in smaller if word in larger]
        odd = [name for last, entries in self._odd.items() for name in entries if last & words]
        return frozenset((*(name for word in hits for _, name in self._by_last[word]), *odd))

    def with_tables(self, tables: Mapping[str, Mapping[str, str]]) -> Schema:
        """This schema with tables added or replaced."""
        return Schema(
            {**self.tables, **tables},
            self.views,
            home=self.home,
            levels=self.levels,
            foreign=self.foreign,
            claimed=self.claimed,
        )

    def fingerprint(self, tables: Iterable[str] | None = None) -> str:
        """A hash of the content, of the named tables and views alone where given; unknown names count as absent."""
        chosen = sorted(set(self._lower if tables is None else tables) & self._lower.keys())
        text = json.dumps([[name, self._print(name)] for name in chosen], ensure_ascii=False, separators=(",", ":"))
        return _hash(text)

    def _print(self, name: str) -> str:
        """The hash of one table's or view's content, kept: keys are made from it for every statement."""
        known = self._prints.get(name)
        if known is None:
            columns = list(self.tables[name].items()) if name in self.tables else None
            content = [columns, self.views.get(name), *sorted(self.claimed.get(name, ()))]
            text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
            known = self._prints[name] = _hash(text)
        return known


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _exact(entries: list[tuple[tuple[str, ...], str]], parts: Sequence[str]) -> list[tuple[tuple[str, ...], str]]:
    spelled = tuple(parts)
    return [(own, name) for own, name in entries if own[-len(spelled) :] == spelled]

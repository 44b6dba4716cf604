"""Schema locks: what `schemas pull -o` writes, and `check` reads in a pull request.

A lock is `{"wh": {"public.customers": {"email": "text"}}}` (contracts.md): source, table, column, type. A column `*`
says that the table has others nobody listed. What is behind views stands beside the sources, in the same shape, under
a key that no source can have: `{"$views": {"wh": {"mart.mails": "SELECT email FROM public.customers"}}}`. A view
whose SQL nobody could read has `?` there.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from privlineage.core.errors import Place, PrivlineageError
from privlineage.core.json_files import read_object
from privlineage.core.refs import WHOLE, DatasetRef
from privlineage.core.schema import Schema
from privlineage.core.sources import Source, Sources
from privlineage.lineage.schemas import PulledTable, kept_view
from privlineage.lineage.sql_literals import KeptLiterals
from privlineage.store.protocol import SchemaRecord

__all__ = ["Lock", "differences", "read_lock"]

Tables: TypeAlias = Mapping[str, Mapping[str, str]]
VIEWS = "$views"
_FORM = '{"wh": {"public.customers": {"email": "text"}}}'
_VIEW_FORM = '{"$views": {"wh": {"public.v": "select …"}}}'


@dataclass(frozen=True, slots=True)
class Lock:
    """A schema lock.

    Attributes:
        tables: source to table or view to column to type.
        views: source to view to its SQL.
    """

    tables: Mapping[str, Tables] = field(default_factory=dict)
    views: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def with_source(self, source: str, pulled: Iterable[PulledTable], unread: Iterable[str] = ()) -> Lock:
        """This lock with one source's part replaced, but for tables that could not be read now."""
        kept = set(unread)
        tables = {name: columns for name, columns in self.tables.get(source, {}).items() if _is_among(name, kept)}
        views = {name: text for name, text in self.views.get(source, {}).items() if _is_among(name, kept)}
        for table in pulled:
            tables[table.dataset.name] = dict(table.columns)
            if table.view:
                views[table.dataset.name] = table.view
        tables = {name: tables[name] for name in sorted(tables)}
        return Lock({**self.tables, source: tables}, {**self.views, source: views})

    def with_tables(self, source: str, found: Iterable[PulledTable]) -> Lock:
        """This lock with some tables of a source added or replaced; columns known in part replace no full list."""
        tables, views = dict(self.tables.get(source, {})), dict(self.views.get(source, {}))
        for table in found:
            name = table.dataset.name
            before = tables.get(name, {})
            columns = dict(table.columns)
            is_part = WHOLE in columns or (table.view and not columns)
            tables[name] = before if is_part and before and WHOLE not in before else columns
            views.pop(name, None)
            if table.view:
                views[name] = table.view
        tables = {name: tables[name] for name in sorted(tables)}
        return Lock({**self.tables, source: tables}, {**self.views, source: views})

    def part(self, source: Source, kept: KeptLiterals = frozenset()) -> list[PulledTable]:
        """One source's part, under canonical names; a person may have written literals into its views (law 10)."""
        records = self.only([source.name]).records(Sources([source]), "")
        return [
            PulledTable(record.dataset, record.columns, kept_view(record.view, source.dialect, kept))
            for record in records
        ]

    def only(self, sources: Iterable[str]) -> Lock:
        """The part of some sources."""
        chosen = set(sources)
        return Lock(
            {name: tables for name, tables in self.tables.items() if name in chosen},
            {name: views for name, views in self.views.items() if name in chosen},
        )

    def to_json(self) -> dict[str, Any]:
        """Its form in a file: sorted by source; `$views` only where there are any."""
        views = {name: dict(self.views[name]) for name in sorted(self.views) if self.views[name]}
        tables = {name: self.tables[name] for name in sorted(self.tables)}
        return {VIEWS: views, **tables} if views else tables

    def fingerprint(self, source: str) -> str:
        """A hash of one source's part: equal for equal columns, types and views."""
        content = [self.tables.get(source, {}), self.views.get(source, {})]
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

    def records(self, sources: Sources, at: str) -> list[SchemaRecord]:
        """Its tables and views under canonical names; spellings of one table are joined."""
        found: dict[DatasetRef, SchemaRecord] = {}
        for source, name in self._names():
            dataset = _dataset(sources, source, name)
            before = found.get(dataset)
            columns = self.tables.get(source, {}).get(name, {})
            columns = {**dict(before.columns if before else ()), **columns}
            view = self.views.get(source, {}).get(name, "") or (before.view if before else "")
            if columns or view:
                found[dataset] = SchemaRecord(dataset, tuple(columns.items()), view, origin="pulled", at=at)
        return list(found.values())

    def _names(self) -> Iterator[tuple[str, str]]:
        for source in dict.fromkeys((*self.tables, *self.views)):
            for name in dict.fromkeys((*self.tables.get(source, {}), *self.views.get(source, {}))):
                yield source, name


def _is_among(name: str, unread: set[str]) -> bool:
    """Whether a table, or the whole schema it is in, could not be read."""
    return name in unread or f"{name.rpartition('.')[0]}.*" in unread


def _dataset(sources: Sources, source: str, name: str) -> DatasetRef:
    declared = sources.get(source)
    return declared.dataset(name) if declared else sources.from_openlineage(source, name)


def read_lock(path: str | Path) -> Lock:
    """A schema lock.

    Raises:
        PrivlineageError: PL002 when it cannot be read, PL103 when it has another form.
    """
    place = Place(str(path))
    data = read_object(path, "a schema lock is an object of sources", _FORM)
    # What other keys of ours a newer version writes is no table.
    plain = {name: tables for name, tables in data.items() if not name.startswith("$")}
    for source, tables in plain.items():
        try:
            Schema.from_contract(tables)
        except PrivlineageError as error:
            raise PrivlineageError("PL103", f"under `{source}`: {error.message}", hint=_FORM, place=place) from None
    return Lock(
        {
            source: {
                table: {column: kind or "" for column, kind in columns.items()} for table, columns in tables.items()
            }
            for source, tables in plain.items()
        },
        _views(data.get(VIEWS, {}), place),
    )


def _views(data: object, place: Place) -> dict[str, dict[str, str]]:
    if not isinstance(data, dict) or not all(
        isinstance(views, dict) and all(isinstance(text, str) for text in views.values()) for views in data.values()
    ):
        message = f"`{VIEWS}` must map sources to views with their SQL"
        raise PrivlineageError("PL103", message, hint=_VIEW_FORM, place=place)
    return data


def differences(before: Lock, now: Lock, source: str) -> list[str]:
    """What has changed in one source since a lock was written: a sign, a name, and the types where they are another.

    >>> old = Lock({"wh": {"t": {"a": "int", "b": "int"}}})
    >>> differences(old, Lock({"wh": {"t": {"a": "text", "c": "int"}}}), "wh")
    ['~ wh.t#a int → text', '- wh.t#b int', '+ wh.t#c int']
    """
    old, new = before.tables.get(source, {}), now.tables.get(source, {})
    old_views, new_views = before.views.get(source, {}), now.views.get(source, {})
    found = []
    for table in sorted(old.keys() | new.keys()):
        shown = f"{source}.{table}"
        if table not in new or table not in old:
            found.append(f"{'+' if table in new else '-'} {shown}")
            continue
        found += _changed_columns(shown, old[table], new[table])
        found += _changed_view(shown, old_views.get(table), new_views.get(table))
    return found


def _changed_view(table: str, old: str | None, new: str | None) -> list[str]:
    if old == new:
        return []
    return [f"~ {table} is {'a view' if old is None else 'no view any more' if new is None else 'another view'}"]


def _changed_columns(table: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[str]:
    for column in sorted(old.keys() | new.keys()):
        if column not in new:
            yield f"- {table}#{column} {old[column]}".rstrip()
        elif column not in old:
            yield f"+ {table}#{column} {new[column]}".rstrip()
        elif old[column] != new[column]:
            yield f"~ {table}#{column} {old[column]} → {new[column]}"

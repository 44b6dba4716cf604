"""What is known of tables and views."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from privlineage.core.refs import DatasetRef
from privlineage.store.precedence import combined
from privlineage.store.protocol import SchemaRecord
from privlineage.store.schema_words import ANY, word_of
from privlineage.store.sql import tables as t
from privlineage.store.sql.interning import chunks, dataset_numbers
from privlineage.store.sql.plain import fetch, fetch_in

__all__ = ["follow_names", "merge", "of_source", "put"]

_RECORDS = """
SELECT d.source, d.name, d.declared, s.columns, s.view, s.origin, s.at
FROM dataset_schema s JOIN dataset d ON d.id = s.dataset_id
"""
_ALL = select(t.dataset, t.dataset_schema).join(t.dataset_schema)


def put(connection: Connection, records: Sequence[SchemaRecord]) -> None:
    """Take records into what is known, one after the other."""
    numbers = dataset_numbers(connection, {record.dataset for record in records})
    known = _known(connection, numbers.values())
    now: dict[int, SchemaRecord | None] = dict(known)
    for record in records:
        number = numbers[record.dataset]
        now[number] = combined(record, now.get(number))
    _write(connection, {number: record for number, record in now.items() if record != known.get(number)})


def _write(connection: Connection, changed: dict[int, SchemaRecord | None]) -> None:
    for numbers in chunks(changed):
        connection.execute(delete(t.dataset_schema).where(t.dataset_schema.c.dataset_id.in_(numbers)))
    rows = [
        {
            "dataset_id": number,
            "word": word_of(record.dataset),
            "columns": json.dumps(record.columns, ensure_ascii=False),
            "view": record.view,
            "origin": record.origin,
            "at": record.at,
        }
        for number, record in changed.items()
        if record is not None
    ]
    if rows:
        connection.execute(insert(t.dataset_schema), rows)


def _known(connection: Connection, numbers: Iterable[int]) -> dict[int, SchemaRecord]:
    found = {}
    for some in chunks(numbers):
        for row in connection.execute(_ALL.where(t.dataset.c.id.in_(some))):
            found[row.id] = _record(row)
    return found


def of_source(connection: Connection, source: str, words: Collection[str] | None = None) -> list[SchemaRecord]:
    """The schemas of a source, by dataset: all, or those of tables that such words can name."""
    if words is None:
        rows = fetch(connection, f"{_RECORDS} WHERE d.source = ?", source)
    else:
        # Without the source: a database without statistics would rather look through all of it than use the words.
        near = fetch_in(connection, f"{_RECORDS} WHERE s.word IN (??)", sorted({*words, ANY}))
        rows = [row for row in near if row[0] == source]
    return sorted(map(_from_plain, rows), key=lambda record: record.dataset)


def _record(row: Any) -> SchemaRecord:
    return _from_plain((row.source, row.name, row.declared, row.columns, row.view, row.origin, row.at))


def _from_plain(row: Sequence[Any]) -> SchemaRecord:
    source, name, declared, columns, view, origin, at = row
    read = tuple((column, kind) for column, kind in json.loads(columns))
    return SchemaRecord(DatasetRef(source, name, bool(declared)), read, view, origin, at)


def follow_names(connection: Connection, numbers: Iterable[int]) -> None:
    """Datasets have other names: so have the words that lead to their schemas."""
    rows = [
        {"number": row.id, "word_now": word_of(DatasetRef(row.source, row.name, row.declared))}
        for some in chunks(numbers)
        for row in connection.execute(select(t.dataset).where(t.dataset.c.id.in_(some)))
    ]
    if rows:
        here = t.dataset_schema.c.dataset_id == bindparam("number")
        connection.execute(update(t.dataset_schema).where(here).values(word=bindparam("word_now")), rows)


def merge(connection: Connection, gone: int, kept: int) -> None:
    """Two datasets are one: what is known of both, the older first."""
    known = _known(connection, [gone, kept])
    if gone not in known:
        return
    first, *rest = sorted(known.values(), key=lambda record: record.at)
    result: SchemaRecord | None = first
    for record in rest:
        result = combined(record, result)
    _write(connection, {gone: None, kept: result})

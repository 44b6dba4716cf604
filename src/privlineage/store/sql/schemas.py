"""What is known of tables and views."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import Connection, delete, insert, select, update

from privlineage.core.refs import DatasetRef
from privlineage.store.precedence import replaces
from privlineage.store.protocol import SchemaRecord
from privlineage.store.sql import tables as t
from privlineage.store.sql.interning import dataset_numbers

__all__ = ["merge", "of_source", "put"]


def put(connection: Connection, records: Sequence[SchemaRecord]) -> None:
    """Add or replace schemas."""
    datasets = dataset_numbers(connection, {record.dataset for record in records})
    row = t.dataset_schema.c
    for record in records:
        here = row.dataset_id == datasets[record.dataset]
        known = connection.execute(select(row.origin).where(here)).scalar_one_or_none()
        if known is not None and not replaces(record.origin, known):
            continue
        values = {
            "columns": json.dumps(record.columns, ensure_ascii=False),
            "view": record.view,
            "origin": record.origin,
            "at": record.at,
        }
        if known is None:
            connection.execute(insert(t.dataset_schema).values(dataset_id=datasets[record.dataset], **values))
        else:
            connection.execute(update(t.dataset_schema).where(here).values(**values))


def of_source(connection: Connection, source: str) -> list[SchemaRecord]:
    """Every schema of a source, by dataset."""
    statement = select(t.dataset, t.dataset_schema).join(t.dataset_schema).where(t.dataset.c.source == source)
    records = [
        SchemaRecord(
            DatasetRef(row.source, row.name, row.declared),
            tuple((name, kind) for name, kind in json.loads(row.columns)),
            row.view,
            row.origin,
            row.at,
        )
        for row in connection.execute(statement)
    ]
    return sorted(records, key=lambda record: record.dataset)


def merge(connection: Connection, gone: int, kept: int) -> None:
    """Two datasets are one: keep the schema that would replace the other, the newer one of equals."""
    row = t.dataset_schema.c
    both = select(row.dataset_id, row.origin, row.at).where(row.dataset_id.in_([gone, kept]))
    found = {entry.dataset_id: entry for entry in connection.execute(both)}
    if gone not in found:
        return
    if kept in found:
        ours, theirs = found[kept], found[gone]
        better = replaces(theirs.origin, ours.origin) and (
            not replaces(ours.origin, theirs.origin) or theirs.at > ours.at
        )
        connection.execute(delete(t.dataset_schema).where(row.dataset_id == (kept if better else gone)))
        if not better:
            return
    connection.execute(update(t.dataset_schema).where(row.dataset_id == gone).values(dataset_id=kept))

"""The rows the audit speaks of, as they are stored: what a digest is taken of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Select, Table, select

from privlineage.store.audit.chain import digest_of_row, digest_of_rows
from privlineage.store.claims import BUNDLE
from privlineage.store.sql import tables as t

__all__ = ["AUDITED", "BUNDLE_TAGS", "bundle_tags_digest", "digest_of", "every_digest"]

AUDITED: dict[str, str] = {
    "verdict": "id",
    "bundle": "hash",
    "active_bundle": "id",
    "tag": "id",
    "exemption": "id",
    "exemption_use": "id",
    "proposal": "id",
    "review": "id",
}
"""The tables of which every row has an entry, and the column that names a row."""

BUNDLE_TAGS = "bundle"
"""The key under which all tags of bundles, past ones too, are one record: they come and go with their bundle."""

_PORTIONS = {"yield_per": 500}

# A tag's row names its column and label by number: what they stand for counts, not the number alone. A number may have
# been made to name nothing.
_TAG = (
    select(
        t.tag,
        t.dataset.c.source.label("dataset_source"),
        t.dataset.c.name.label("dataset_name"),
        t.dataset.c.declared.label("dataset_declared"),
        t.atom.c.text.label("atom"),
    )
    .select_from(t.tag)
    .outerjoin(t.dataset, t.dataset.c.id == t.tag.c.dataset_id)
    .outerjoin(t.atom, t.atom.c.id == t.tag.c.atom_id)
)


def digest_of(connection: Connection, table: Table, key: object) -> str:
    """The digest of a row as it is stored now."""
    if (table.name, key) == (t.tag.name, BUNDLE_TAGS):
        return bundle_tags_digest(connection)
    found = connection.execute(_rows(table).where(table.c[AUDITED[table.name]] == key)).mappings().one()
    return digest_of_row(table.name, dict(found))


def every_digest(connection: Connection, table: Table) -> Iterator[tuple[str, str]]:
    """Key and digest of every row that has an entry of its own."""
    named = AUDITED[table.name]
    rows = _rows(table)
    if table is t.tag:
        rows = rows.where(t.tag.c.by != BUNDLE)
    found = connection.execute(rows.order_by(*table.primary_key), execution_options=_PORTIONS)
    for row in found.mappings():
        yield str(row[named]), digest_of_row(table.name, dict(row))


def bundle_tags_digest(connection: Connection) -> str:
    """The digest of every tag of a bundle, in force or past."""
    rows = _TAG.where(t.tag.c.by == BUNDLE).order_by(t.tag.c.id)
    found = connection.execute(rows, execution_options=_PORTIONS)
    return digest_of_rows(t.tag.name, (dict(row) for row in found.mappings()))


def _rows(table: Table) -> Select[Any]:
    return _TAG if table is t.tag else select(table)

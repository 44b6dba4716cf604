"""Taking records into the audit that no entry speaks of yet: those a store had before it kept one."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select

from privlineage.store.sql import tables as t
from privlineage.store.sql.auditing import AUDITED, first_heads, note

__all__ = ["adopt"]


def adopt(connection: Connection, at: str) -> None:
    """Begin the audit of a store that has records and no audit: each counts as it is found now."""
    connection.execute(insert(t.audit_head), first_heads())
    for name, key in AUDITED.items():
        table = t.metadata.tables[name]
        for found in connection.execute(select(table.c[key]).order_by(*table.primary_key)).scalars().all():
            note(connection, "adopted", str(found), "", at, (table, found))

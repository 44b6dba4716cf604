"""Taking records into the audit that no entry speaks of yet: those a store had before it kept one."""

from __future__ import annotations

from sqlalchemy import Connection, insert

from privlineage.store.auditing import AuditKind
from privlineage.store.sql import tables as t
from privlineage.store.sql.audit.auditing import first_heads, note
from privlineage.store.sql.audit.rows import AUDITED, BUNDLE_TAGS, bundle_tags_digest, every_digest

__all__ = ["adopt"]


def adopt(connection: Connection, at: str) -> None:
    """Begin the audit of a store that has records and no audit: each counts as it is found now."""
    connection.execute(insert(t.audit_head), first_heads())
    for name in AUDITED:
        table = t.metadata.tables[name]
        for key, digest in every_digest(connection, table):
            note(connection, AuditKind.ADOPTED, key, "", at, (table, key), digest=digest)
    digest = bundle_tags_digest(connection)
    note(connection, AuditKind.ADOPTED, BUNDLE_TAGS, "", at, (t.tag, BUNDLE_TAGS), digest=digest)

"""Published bundles: their text, their declassifiers, and which one is in force."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from privlineage.core.codec import from_text, to_text
from privlineage.core.declassify import Weakening
from privlineage.core.labels import Tag
from privlineage.core.sources import Source, Sources
from privlineage.store.auditing import AuditKind
from privlineage.store.protocol import BundleRecord
from privlineage.store.sql import labels, renaming
from privlineage.store.sql import tables as t
from privlineage.store.sql import tags as tag_rows
from privlineage.store.sql.audit import auditing, tag_audit
from privlineage.store.sql.plain import fetch
from privlineage.store.sql.suggesting import rename_scanned

__all__ = ["InForce", "active_hash", "find", "in_force", "publish", "weakening_in_force"]

_WHOLE = """
SELECT b.hash, b.files, b.weakening, b.author, b.at
FROM active_bundle a JOIN bundle b ON b.hash = a.hash WHERE a.valid_to IS NULL
"""
_WEAKENING = """
SELECT b.weakening FROM active_bundle a JOIN bundle b ON b.hash = a.hash WHERE a.valid_to IS NULL
"""
_IN_FORCE = select(t.active_bundle).where(t.active_bundle.c.valid_to.is_(None))
_ACTIVE = select(t.bundle).join(t.active_bundle).where(t.active_bundle.c.valid_to.is_(None))


@dataclass(frozen=True, slots=True)
class InForce:
    """The bundle in force, None before any was published, and what its functions do to labels."""

    record: BundleRecord | None = None
    weakening: Weakening = field(default_factory=Weakening)


def active_hash(connection: Connection) -> str | None:
    """The hash of the bundle in force: whether what was read before still holds."""
    rows = fetch(connection, "SELECT hash FROM active_bundle WHERE valid_to IS NULL")
    return rows[0][0] if rows else None


def in_force(connection: Connection) -> InForce:
    """The bundle in force and what its functions do."""
    rows = fetch(connection, _WHOLE)
    if not rows:
        return InForce()
    name, files, weakening, author, at = rows[0]
    return InForce(BundleRecord(name, _files(files), author, at), _weakening(weakening))


def find(connection: Connection, hash_prefix: str) -> BundleRecord | None:
    """The one bundle whose hash starts so."""
    starts = func.substr(t.bundle.c.hash, 1, len(hash_prefix)) == hash_prefix
    rows = connection.execute(select(t.bundle).where(starts).limit(2)).all()
    return _record(rows[0]) if len(rows) == 1 else None


def weakening_in_force(connection: Connection) -> Weakening:
    """What the functions of the bundle in force do; nothing where there is no bundle."""
    rows = fetch(connection, _WEAKENING)
    return _weakening(rows[0][0]) if rows else Weakening()


@lru_cache(maxsize=8)
def _weakening(text: str) -> Weakening:
    return from_text(Weakening, text)


def publish(
    connection: Connection, record: BundleRecord, sources: Sources, tags: Sequence[Tag], weakening: Weakening
) -> None:
    """Make a bundle the one in force, and bring names, tags and labels in line with it."""
    before, claims = _sources_in_force(connection), tag_audit.claims(connection)
    _put(connection, record, sources, weakening)
    renaming.rename(connection, before, sources, record.at)
    rename_scanned(connection, before, sources)
    tag_rows.replace_bundle_tags(connection, tags, record.at)
    tag_audit.note_published(connection, claims, record)
    labels.recompute(connection, weakening, record.at)


def _sources_in_force(connection: Connection) -> Sources:
    text = connection.execute(_ACTIVE.with_only_columns(t.bundle.c.sources)).scalar_one_or_none()
    return Sources(from_text(tuple[Source, ...], text)) if text else Sources()


def _put(connection: Connection, record: BundleRecord, sources: Sources, weakening: Weakening) -> None:
    if not connection.execute(select(t.bundle.c.hash).where(t.bundle.c.hash == record.hash)).first():
        connection.execute(
            insert(t.bundle).values(
                hash=record.hash,
                files=json.dumps(record.files, ensure_ascii=False),
                sources=to_text(tuple(sources)),
                weakening=to_text(weakening),
                author=record.author,
                at=record.at,
            )
        )
        _note(connection, record, (t.bundle, record.hash), "published")
    in_force = connection.execute(_IN_FORCE).one_or_none()
    if in_force is not None and in_force.hash == record.hash:
        return
    if in_force is not None:
        ended = update(t.active_bundle).where(t.active_bundle.c.id == in_force.id)
        connection.execute(ended.values(valid_to=record.at))
        _note(connection, record, (t.active_bundle, in_force.id), "ended the one before")
    begun = insert(t.active_bundle).values(hash=record.hash, valid_from=record.at)
    number = connection.execute(begun.returning(t.active_bundle.c.id)).scalar_one()
    _note(connection, record, (t.active_bundle, number), "in force")


def _note(connection: Connection, record: BundleRecord, row: auditing.Record, what: str) -> None:
    auditing.note(connection, AuditKind.BUNDLE, record.hash, record.author, record.at, row, body={"what": what})


def _record(row: Row[Any]) -> BundleRecord:
    return BundleRecord(row.hash, _files(row.files), row.author, row.at)


def _files(text: str) -> tuple[tuple[str, str], ...]:
    return from_text(tuple[tuple[str, str], ...], text)

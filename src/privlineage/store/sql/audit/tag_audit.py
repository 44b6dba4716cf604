"""What the audit says of tags: each claim of people by itself, those of a bundle together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, func, select

from privlineage.core.labels import Tag
from privlineage.core.refs import ColumnRef, DatasetRef
from privlineage.store.auditing import AuditKind
from privlineage.store.claims import NONE
from privlineage.store.protocol import BundleRecord
from privlineage.store.sql import tables as t
from privlineage.store.sql.audit.auditing import note
from privlineage.store.sql.audit.rows import BUNDLE_TAGS, every_digest

__all__ = ["claims", "newest", "note_added", "note_published", "note_withdrawn"]


def claims(connection: Connection) -> dict[str, str]:
    """Every claim of people, in force or past: its number, and its digest."""
    return dict(every_digest(connection, t.tag))


def newest(connection: Connection) -> int:
    """The number of the newest claim."""
    number: int = connection.execute(select(func.coalesce(func.max(t.tag.c.id), 0))).scalar_one()
    return number


def note_added(connection: Connection, tags: Iterable[Tag], after: int) -> None:
    """People claimed this: the rows after `after`, in the order of `tags`."""
    numbers = connection.execute(select(t.tag.c.id).where(t.tag.c.id > after).order_by(t.tag.c.id)).scalars()
    for tag, number in zip(tags, numbers, strict=True):
        said = {"label": NONE if tag.atom is None else str(tag.atom), "by": tag.by}
        note(connection, AuditKind.TAG, str(tag.column), tag.author, tag.at, (t.tag, number), body=said)


def note_withdrawn(
    connection: Connection, column: ColumnRef, numbers: Iterable[int], *, author: str, at: str, reason: str
) -> None:
    """Somebody withdrew these claims."""
    for number in numbers:
        note(connection, AuditKind.UNTAG, str(column), author, at, (t.tag, number), body={"reason": reason})


def note_published(connection: Connection, before: Mapping[str, str], bundle: BundleRecord) -> None:
    """A bundle brought its tags, and gave what people claimed other names.

    Args:
        connection: of the transaction that publishes.
        before: `claims` before it.
        bundle: the bundle.
    """
    said = {"bundle": bundle.hash, "what": "renamed by a bundle"}
    for number, digest in claims(connection).items():
        if before.get(number) != digest:
            subject = str(_column(connection, int(number)))
            note(connection, AuditKind.TAG, subject, bundle.author, bundle.at, (t.tag, int(number)), body=said)
    record = (t.tag, BUNDLE_TAGS)
    note(connection, AuditKind.BUNDLE, bundle.hash, bundle.author, bundle.at, record, body={"what": "its tags"})


def _column(connection: Connection, number: int) -> ColumnRef:
    of_row = select(t.dataset.c.source, t.dataset.c.name, t.dataset.c.declared, t.tag.c.path)
    row = connection.execute(of_row.join(t.tag, t.tag.c.dataset_id == t.dataset.c.id).where(t.tag.c.id == number)).one()
    return ColumnRef(DatasetRef(row.source, row.name, row.declared), row.path)

"""What scans found and people decided, as rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, func, insert, or_, select, update

from privlineage.core.codec import from_text, to_text
from privlineage.core.refs import DatasetRef
from privlineage.core.sources import Sources
from privlineage.store.auditing import AuditKind
from privlineage.store.canonical import canonical
from privlineage.store.sql import tables as t
from privlineage.store.sql.audit.auditing import note
from privlineage.store.sql.interning import chunks
from privlineage.store.sql.opening import Database
from privlineage.store.suggesting import (
    Review,
    ScannedTable,
    ScanRecord,
    SuggestionRecord,
    SuggestionState,
    not_reviewable,
)

__all__ = ["SqlSuggesting", "rename_scanned"]


class SqlSuggesting:
    """The part of a store that keeps what scans found, as `store.suggesting.Suggesting` has it."""

    _database: Database

    def put_scan(self, scan: ScanRecord) -> None:
        """Keep a scan that began or ended."""
        values = {"key": scan.key, "what": scan.what, "began": scan.began, "ended": scan.ended}
        with self._database.write() as connection:
            if not connection.execute(update(t.scan).where(t.scan.c.id == scan.id).values(**values)).rowcount:
                connection.execute(insert(t.scan).values(id=scan.id, **values))

    def scans(self, key: str = "", limit: int = 100) -> list[ScanRecord]:
        """Scans, newest first."""
        rows = select(t.scan).order_by(t.scan.c.seq.desc()).limit(limit)
        rows = rows.where(t.scan.c.key == key) if key else rows
        with self._database.read() as connection:
            return [ScanRecord(row.id, row.key, row.what, row.began, row.ended) for row in connection.execute(rows)]

    def put_scanned(self, scanned: ScannedTable, found: Sequence[SuggestionRecord]) -> None:
        """Keep a look at a table, with what it suggests."""
        with self._database.write() as connection:
            _put_look(connection, scanned)
            waiting = {
                (each.column, each.kind): each
                for each in _suggestions(connection, SuggestionState.WAITING, [scanned.dataset])
            }
            for record in found:
                known = waiting.pop((record.column, record.kind), None)
                if known is not None:
                    _put(connection, known.found_again(record), is_new=False)
                elif not connection.execute(select(t.suggestion.c.seq).where(t.suggestion.c.id == record.id)).first():
                    _put(connection, record.begun(), is_new=True)
            for left in waiting.values():
                _put(connection, replace(left, state=SuggestionState.GONE), is_new=False)

    def scanned(self, datasets: Sequence[DatasetRef] | None = None) -> list[ScannedTable]:
        """The last looks at tables."""
        with self._database.read() as connection:
            found = [
                from_text(ScannedTable, body) for body in _of(connection, t.scanned_table, datasets, lambda rows: rows)
            ]
        return sorted(found, key=lambda each: each.dataset)

    def suggestion(self, id_prefix: str) -> SuggestionRecord | None:
        """A suggestion by id or unique prefix."""
        wanted = id_prefix.upper()
        column = t.suggestion.c.id
        starts = func.substr(column, 1, len(wanted)) == wanted
        with self._database.read() as connection:
            rows = select(column, t.suggestion.c.body).where(starts).order_by(column).limit(2)
            found = connection.execute(rows).all()
        exact = [row.body for row in found if row.id == wanted]
        bodies = exact or ([found[0].body] if len(found) == 1 and wanted else [])
        return from_text(SuggestionRecord, bodies[0]) if bodies else None

    def suggestions(self, state: str = "", datasets: Sequence[DatasetRef] | None = None) -> list[SuggestionRecord]:
        """Suggestions, oldest first."""
        with self._database.read() as connection:
            return _suggestions(connection, state, datasets)

    def review(self, reviews: Sequence[Review]) -> None:
        """Keep decisions."""
        with self._database.write() as connection:
            for review in reviews:
                _review(connection, review)


def _review(connection: Connection, review: Review) -> None:
    rows = select(t.suggestion.c.body).where(t.suggestion.c.id == review.suggestion).with_for_update()
    body = connection.execute(rows).scalar_one_or_none()
    known = from_text(SuggestionRecord, body) if body else None
    problem = not_reviewable(known, review)
    if problem is not None or known is None:
        raise problem or AssertionError("a suggestion that is not known is not reviewable")
    said = replace(review, column=str(known.column))
    _put(connection, known.after(said), is_new=False)
    values = {"suggestion_id": said.suggestion, "at": said.at, "state": said.state.value, "actor": str(said.by)}
    row = insert(t.review).values(**values, body=to_text(said)).returning(t.review.c.id)
    number = connection.execute(row).scalar_one()
    words = {"suggestion": said.suggestion, "state": said.state.value, "category": said.category, "reason": said.reason}
    note(connection, AuditKind.REVIEW, said.column, str(said.by), said.at, (t.review, number), body=words)


def rename_scanned(connection: Connection, before: Sources, after: Sources) -> None:
    """Call what scans found by its name under new sources; of two looks at what is one table now, the newer stays."""
    looks: dict[DatasetRef, ScannedTable] = {}
    changed = False
    for body in _of(connection, t.scanned_table, None, lambda rows: rows.order_by(t.scanned_table.c.at)):
        look = from_text(ScannedTable, body)
        name = canonical(look.dataset, before, after)
        changed = changed or name != look.dataset
        looks[name] = replace(look, dataset=name)
    if changed:
        connection.execute(t.scanned_table.delete())
        for look in looks.values():
            _put_look(connection, look)
    for record in _suggestions(connection, "", None):
        dataset = canonical(record.column.dataset, before, after)
        column = after.field(dataset, record.column.path)
        if column != record.column:
            _put(connection, replace(record, column=column), is_new=False)


def _put_look(connection: Connection, scanned: ScannedTable) -> None:
    values: dict[str, Any] = {"scan_id": scanned.scan, "at": scanned.at, "body": to_text(scanned)}
    same = _is(t.scanned_table, scanned.dataset)
    if not connection.execute(update(t.scanned_table).where(same).values(**values)).rowcount:
        connection.execute(insert(t.scanned_table).values(**_named(scanned.dataset), **values))


def _put(connection: Connection, record: SuggestionRecord, *, is_new: bool) -> None:
    values = {
        **_named(record.column.dataset),
        "path": record.column.path,
        "kind": record.kind.value,
        "category": record.category,
        "confidence": record.confidence,
        "state": record.state.value,
        "at": record.at,
        "body": to_text(record),
    }
    if is_new:
        connection.execute(insert(t.suggestion).values(id=record.id, **values))
    else:
        connection.execute(update(t.suggestion).where(t.suggestion.c.id == record.id).values(**values))


def _suggestions(connection: Connection, state: str, datasets: Sequence[DatasetRef] | None) -> list[SuggestionRecord]:
    def narrowed(rows: Any) -> Any:
        rows = rows.order_by(t.suggestion.c.seq)
        return rows.where(t.suggestion.c.state == str(state)) if state else rows

    return [from_text(SuggestionRecord, body) for body in _of(connection, t.suggestion, datasets, narrowed)]


def _of(
    connection: Connection, table: Table, datasets: Sequence[DatasetRef] | None, narrowed: Callable[[Any], Any]
) -> list[str]:
    """The bodies of a table's rows about some datasets, in the order they were put in; or about all, as narrowed."""
    rows = narrowed(select(*table.primary_key.columns, table.c.body))
    if datasets is None:
        return [body for _, body in connection.execute(rows)]
    found: list[tuple[int, str]] = []
    for part in chunks(dict.fromkeys(datasets)):
        about = or_(*(_is(table, dataset) for dataset in part))
        found += ((number, body) for number, body in connection.execute(rows.where(about)))
    return [body for _, body in sorted(found)]


def _is(table: Table, dataset: DatasetRef) -> ColumnElement[bool]:
    named = _named(dataset)
    condition: ColumnElement[bool] = table.c.name == named.pop("name")
    for column, value in named.items():
        condition &= table.c[column] == value
    return condition


def _named(dataset: DatasetRef) -> dict[str, Any]:
    return {"source": dataset.source, "name": dataset.name, "declared": dataset.declared}

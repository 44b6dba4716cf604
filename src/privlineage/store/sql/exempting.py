"""Exemptions as rows, and each use of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from privlineage.core.codec import from_text, to_text
from privlineage.core.errors import PrivlineageError
from privlineage.core.verdict import Verdict
from privlineage.store.exempting import (
    APPROVED,
    ExemptionEntry,
    ExemptionQuery,
    ExemptionRecord,
    Said,
    no_longer_in_force,
)
from privlineage.store.sql import tables as t
from privlineage.store.sql.audit.auditing import note
from privlineage.store.sql.opening import Database
from privlineage.store.sql.plain import fetch

__all__ = ["SqlExempting", "count_uses"]

_IN_FORCE = """
SELECT body FROM exemption
WHERE dag_id = ? AND task_id = ? AND state = ? AND valid_from <= ? AND valid_to > ?
ORDER BY id
"""


class SqlExempting:
    """The part of a store that keeps exemptions, as `store.exempting.Exempting` has it."""

    _database: Database

    def add_exemption(self, record: ExemptionRecord) -> None:
        """Keep a new request."""
        with self._database.write() as connection:
            if connection.execute(select(t.exemption.c.seq).where(t.exemption.c.id == record.id)).first():
                raise PrivlineageError("PL504", f"the exemption id `{record.id}` is taken", hint="ask again")
            connection.execute(insert(t.exemption).values(id=record.id, **_columns(record)))
            _note(connection, record, record.requested)

    def change_exemption(self, record: ExemptionRecord, was: str) -> bool:
        """Keep an exemption's next state."""
        row = t.exemption.c
        with self._database.write() as connection:
            same = (row.id == record.id) & (row.state == was)
            if not connection.execute(update(t.exemption).where(same).values(**_columns(record))).rowcount:
                return False
            _note(connection, record, record.revoked or record.approved or record.requested)
            return True

    def exemption(self, id_prefix: str) -> ExemptionEntry | None:
        """An exemption by id or unique prefix."""
        wanted = id_prefix.upper()
        starts = func.substr(t.exemption.c.id, 1, len(wanted)) == wanted
        with self._database.read() as connection:
            found = _entries(connection, ExemptionQuery(limit=2), starts)
        exact = [entry for entry in found if entry.record.id == wanted]
        return exact[0] if exact else found[0] if wanted and len(found) == 1 else None

    def exemptions(self, query: ExemptionQuery) -> list[ExemptionEntry]:
        """Exemptions, newest request first."""
        with self._database.read() as connection:
            return _entries(connection, query)

    def exemptions_in_force(self, dag_id: str, task_id: str, at: str) -> Sequence[ExemptionRecord]:
        """Those that hold for a task at a moment."""
        with self._database.read() as connection:
            return [_record(body) for (body,) in fetch(connection, _IN_FORCE, dag_id, task_id, APPROVED, at, at)]


def count_uses(connection: Connection, verdict: Verdict) -> None:
    """Count the exemptions a verdict rests on, once for each try.

    Raises:
        PrivlineageError: PL813, when one of them does not hold any more.
    """
    ids, attempt = verdict.decision.exempted, verdict.attempt
    if not ids or attempt is None:
        return
    row, use = t.exemption.c, t.exemption_use.c
    holding = (row.state == APPROVED) & (row.valid_from <= verdict.at) & (row.valid_to > verdict.at)
    held = set(connection.execute(select(row.id).where(row.id.in_(ids), holding)).scalars())
    gone = [name for name in ids if name not in held]
    if gone:
        raise no_longer_in_force(gone)
    same_try = (use.instance == attempt.instance) & (use.try_number == attempt.try_number)
    counted = set(connection.execute(select(use.exemption_id).where(use.exemption_id.in_(ids), same_try)).scalars())
    for name in ids:
        if name in counted:
            continue
        values = {"exemption_id": name, "verdict_id": verdict.id, "at": verdict.at}
        made = insert(t.exemption_use).values(instance=attempt.instance, try_number=attempt.try_number, **values)
        number = connection.execute(made.returning(use.id)).scalar_one()
        record = (t.exemption_use, number)
        note(connection, "exemption-used", name, str(verdict.job), verdict.at, record, body={"verdict": verdict.id})


def _columns(record: ExemptionRecord) -> dict[str, Any]:
    first = record.scope[0]
    return {
        "state": record.state,
        "rule": ", ".join(record.rules),
        "dag_id": first.dag_id,
        "task_id": first.task_id,
        "plan": first.plan,
        "requested_at": record.requested.at,
        "valid_from": record.approved.at if record.approved else None,
        "valid_to": record.valid_to or None,
        "body": to_text(record),
    }


def _note(connection: Connection, record: ExemptionRecord, said: Said) -> None:
    body = {"how": said.who.how, "rules": list(record.rules), "reason": said.why}
    kind = f"exemption-{record.state}"
    note(connection, kind, record.id, said.who.name, said.at, (t.exemption, record.id), body=body)


def _entries(connection: Connection, query: ExemptionQuery, *conditions: Any) -> list[ExemptionEntry]:
    row, use = t.exemption.c, t.exemption_use.c
    uses = (
        select(use.exemption_id, func.count().label("uses"), func.max(use.at).label("last"))
        .group_by(use.exemption_id)
        .subquery()
    )
    statement = (
        select(row.body, func.coalesce(uses.c.uses, 0).label("uses"), func.coalesce(uses.c.last, "").label("last"))
        .join_from(t.exemption, uses, uses.c.exemption_id == row.id, isouter=True)
        .where(*conditions)
        .order_by(row.requested_at.desc(), row.seq.desc())
        .limit(query.limit)
    )
    for name in ("state", "dag_id", "task_id"):
        wanted = getattr(query, name)
        if wanted:
            statement = statement.where(row[name] == wanted)
    return [_entry(found) for found in connection.execute(statement)]


def _entry(row: Any) -> ExemptionEntry:
    return ExemptionEntry(_record(row.body), row.uses, row.last)


def _record(body: str) -> ExemptionRecord:
    return from_text(ExemptionRecord, body)

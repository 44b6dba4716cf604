"""Verdicts: written once, found by id, by try, or newest first."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from privlineage.core.codec import from_text
from privlineage.core.errors import PrivlineageError
from privlineage.core.verdict import Attempt, Verdict
from privlineage.store.audit.chain import digest_of_row
from privlineage.store.auditing import AuditKind
from privlineage.store.protocol import VerdictQuery
from privlineage.store.sql import tables as t
from privlineage.store.sql.audit import auditing
from privlineage.store.sql.exempting import count_uses
from privlineage.store.sql.plain import fetch

__all__ = ["find", "newest", "of_attempt", "record"]


_INSERT = """
INSERT INTO verdict (id, at, dag_id, task_id, outcome, would, instance, try_number, plan, bundle, body)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING RETURNING seq
"""
_COLUMNS = "seq id at dag_id task_id outcome would instance try_number plan bundle body".split()
_OF_ATTEMPT = """
SELECT body FROM verdict WHERE instance = ? AND try_number = ? AND plan = ? AND bundle = ? ORDER BY seq DESC LIMIT 1
"""


def record(connection: Connection, verdict: Verdict, body: str) -> bool:
    """Store a verdict, once; whether it was new.

    Args:
        connection: a transaction that writes.
        verdict: what was decided.
        body: its text (`to_text`), made before the lock was taken.

    Raises:
        PrivlineageError: PL504, when another verdict has that id; PL813, when an exemption it rests on is over.
    """
    attempt, decision = verdict.attempt, verdict.decision
    try_of = (attempt.instance, attempt.try_number) if attempt else (None, None)
    outcome = (decision.outcome.value, decision.would.value)
    who = (verdict.id, verdict.at, verdict.job.dag_id, verdict.job.task_id)
    values = (*who, *outcome, *try_of, verdict.plan, verdict.bundle, body)
    for (number,) in fetch(connection, _INSERT, *values):
        _note(connection, verdict, digest_of_row(t.verdict.name, dict(zip(_COLUMNS, (number, *values), strict=True))))
        count_uses(connection, verdict)
        return True
    ((known,),) = fetch(connection, "SELECT body FROM verdict WHERE id = ?", verdict.id)
    if known != body:
        raise PrivlineageError("PL504", f"the verdict id `{verdict.id}` is taken", hint="decide again")
    return False


def _note(connection: Connection, verdict: Verdict, digest: str) -> None:
    job, decision = verdict.job, verdict.decision
    auditing.note(
        connection,
        AuditKind.VERDICT,
        verdict.id,
        f"{job.dag_id}.{job.task_id}",
        verdict.at,
        (t.verdict, verdict.id),
        body={"outcome": decision.outcome.value, "rules": decision.rules, "bundle": verdict.bundle},
        digest=digest,
    )


def find(connection: Connection, id_prefix: str) -> Verdict | None:
    """The verdict of that id, or the one whose id starts so."""
    wanted = id_prefix.upper()
    exact = connection.execute(select(t.verdict.c.body).where(t.verdict.c.id == wanted)).scalar_one_or_none()
    if exact is not None:
        return _verdict(exact)
    starts = func.substr(t.verdict.c.id, 1, len(wanted)) == wanted
    bodies = connection.execute(select(t.verdict.c.body).where(starts).limit(2)).scalars().all()
    return _verdict(bodies[0]) if wanted and len(bodies) == 1 else None


def of_attempt(connection: Connection, attempt: Attempt, plan: str, bundle: str) -> Verdict | None:
    """The last verdict of that try, plan and bundle."""
    rows = fetch(connection, _OF_ATTEMPT, attempt.instance, attempt.try_number, plan, bundle)
    return _verdict(rows[0][0]) if rows else None


def newest(connection: Connection, query: VerdictQuery) -> list[Verdict]:
    """Verdicts that the query means, newest first."""
    row = t.verdict.c
    statement = select(row.body).order_by(row.at.desc(), row.seq.desc()).limit(query.limit).offset(query.skip)
    if query.since:
        statement = statement.where(row.at >= query.since)
    if query.dag_id:
        statement = statement.where(row.dag_id == query.dag_id)
    if query.task_id:
        statement = statement.where(row.task_id == query.task_id)
    if query.instance:
        statement = statement.where(row.instance == query.instance)
    return [_verdict(body) for body in connection.execute(statement).scalars()]


def _verdict(body: str) -> Verdict:
    return from_text(Verdict, body)

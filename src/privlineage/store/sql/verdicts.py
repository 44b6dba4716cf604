"""Verdicts: written once, found by id, by try, or newest first."""

from __future__ import annotations

import json

from sqlalchemy import Connection, func, insert, select

from privlineage.core.codec import from_json
from privlineage.core.errors import PrivlineageError
from privlineage.core.verdict import Attempt, Verdict
from privlineage.store.protocol import VerdictQuery
from privlineage.store.sql import tables as t
from privlineage.store.sql.interning import to_text

__all__ = ["find", "newest", "of_attempt", "record"]


def record(connection: Connection, verdict: Verdict) -> None:
    """Store a verdict, once.

    Raises:
        PrivlineageError: PL504, when another verdict has that id.
    """
    body = to_text(verdict)
    known = connection.execute(select(t.verdict.c.body).where(t.verdict.c.id == verdict.id)).scalar_one_or_none()
    if known is not None:
        if known != body:
            raise PrivlineageError("PL504", f"the verdict id `{verdict.id}` is taken", hint="decide again")
        return
    attempt = verdict.attempt
    connection.execute(
        insert(t.verdict).values(
            id=verdict.id,
            at=verdict.at,
            dag_id=verdict.job.dag_id,
            task_id=verdict.job.task_id,
            outcome=verdict.decision.outcome.value,
            would=verdict.decision.would.value,
            instance=attempt.instance if attempt else None,
            try_number=attempt.try_number if attempt else None,
            plan=verdict.plan,
            bundle=verdict.bundle,
            body=body,
        )
    )


def find(connection: Connection, id_prefix: str) -> Verdict | None:
    """The verdict of that id, or the one whose id starts so."""
    wanted = id_prefix.upper()
    exact = connection.execute(select(t.verdict.c.body).where(t.verdict.c.id == wanted)).scalar_one_or_none()
    if exact is not None:
        return _verdict(exact)
    starts = func.substr(t.verdict.c.id, 1, len(wanted)) == wanted
    bodies = connection.execute(select(t.verdict.c.body).where(starts).limit(2)).scalars().all()
    return _verdict(bodies[0]) if len(bodies) == 1 else None


def of_attempt(connection: Connection, attempt: Attempt, plan: str, bundle: str) -> Verdict | None:
    """The first verdict of that try, plan and bundle."""
    row = t.verdict.c
    same = (row.instance == attempt.instance) & (row.try_number == attempt.try_number)
    statement = select(row.body).where(same, row.plan == plan, row.bundle == bundle).order_by(row.seq).limit(1)
    body = connection.execute(statement).scalar_one_or_none()
    return _verdict(body) if body is not None else None


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
    return [_verdict(body) for body in connection.execute(statement).scalars()]


def _verdict(body: str) -> Verdict:
    return from_json(Verdict, json.loads(body))

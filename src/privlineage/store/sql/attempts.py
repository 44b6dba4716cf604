"""Tries: their additions take effect when they are planned, their retirements when they succeed (law 4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from operator import attrgetter

from sqlalchemy import Connection, func, insert, select, update

from privlineage.core.declassify import Weakening
from privlineage.core.plan import Job, Plan
from privlineage.core.refs import DatasetRef
from privlineage.core.verdict import Attempt
from privlineage.graph.epochs import Placement
from privlineage.graph.model import EpochRef
from privlineage.store.auditing import AuditKind
from privlineage.store.retiring import Touch, may_close, must_reopen, supersedes
from privlineage.store.sql import auditing, edges, epochs, labels, plans, version
from privlineage.store.sql import tables as t
from privlineage.store.sql.plain import change, fetch
from privlineage.store.touching import Role, roles

__all__ = ["abandon", "add", "confirm", "plan_once", "retire"]


_STANDING = """
SELECT (SELECT coalesce(max(id), 0) FROM attempt),
       graph_version,
       (SELECT max(id) FROM attempt WHERE plan = ? AND unchanged_at = graph_version),
       (SELECT id FROM attempt WHERE instance = ? AND try_number = ? AND plan = ?)
FROM store_identity
"""
"""The newest try, the version of the graph, a try whose plan is placed there already, and this one."""
_RELATED = """
SELECT id, instance, try_number, run_id, map_index, dag_id, task_id FROM attempt
WHERE (instance = ? OR (dag_id = ? AND task_id = ? AND run_id = ?)) AND ended_after IS NULL
"""
_INSERT = """
INSERT INTO attempt (id, instance, try_number, plan, run_id, map_index, dag_id, task_id, at, unchanged_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_COPY_ROLES = """
INSERT INTO attempt_epoch (attempt_id, epoch_id, appends, opens, keeps, retires)
SELECT ?, epoch_id, appends, opens, keeps, retires FROM attempt_epoch WHERE attempt_id = ?
"""


def add(connection: Connection, plan: Plan, weakening: Weakening, at: str, *, external: bool) -> Placement:
    """Put a plan's facts and openings into effect, retiring nothing."""
    placement = epochs.placed(connection, plan, external=external)
    epochs.create(connection, placement.creates, at)
    new = edges.add(connection, placement.edges, at)
    epochs.open_again(connection, {*placement.opens, *placement.creates}, at)
    labels.refresh(connection, {edge.output for edge in new}, weakening, at)
    return placement


def plan_once(connection: Connection, plan: Plan, attempt: Attempt, weakening: Weakening, at: str) -> None:
    """Put a try's plan into effect, once."""
    fingerprint, job = plan.fingerprint, plan.job
    mine = (attempt.instance, attempt.try_number, fingerprint)
    ((newest, before, twin, known),) = fetch(connection, _STANDING, fingerprint, *mine)
    if known:
        return
    plans.keep(connection, plan, fingerprint)
    _end_superseded(connection, attempt, job, newest)
    number = newest + 1
    placement = None if twin else add(connection, plan, weakening, at, external=False)
    same = placement is None or version.current(connection) == before
    who = (attempt.run_id, attempt.map_index, job.dag_id, job.task_id)
    change(connection, _INSERT, number, *mine, *who, at, before if same else None)
    if placement is None:
        # The same plan was placed on the same graph: it does to each epoch what it did then.
        change(connection, _COPY_ROLES, number, twin)
    else:
        _put_roles(connection, number, roles(plan, placement))


def _put_roles(connection: Connection, number: int, found: Mapping[EpochRef, Role]) -> None:
    rows = [
        {
            "attempt_id": number,
            "epoch_id": edges.number_of(epoch),
            "appends": role.appends,
            "opens": role.opens,
            "keeps": role.keeps,
            "retires": role.retires,
        }
        for epoch, role in found.items()
    ]
    if rows:
        connection.execute(insert(t.attempt_epoch), rows)


def confirm(connection: Connection, attempt: Attempt, at: str) -> bool:
    """Put the retirements of a try into effect; False when none waits."""
    number = _end(connection, attempt, confirmed_at=at)
    if number is None:
        return False
    of_mine = (
        select(t.epoch.c.id, t.epoch.c.is_open, t.dataset.c.source, t.dataset.c.name, t.dataset.c.declared)
        .add_columns(t.attempt_epoch.c.keeps, t.attempt_epoch.c.retires)
        .select_from(t.attempt_epoch)
        .join(t.epoch, t.epoch.c.id == t.attempt_epoch.c.epoch_id)
        .join(t.dataset, t.dataset.c.id == t.epoch.c.dataset_id)
        .where(t.attempt_epoch.c.attempt_id == number)
        .order_by(t.epoch.c.id)
    )
    reopen, retire = [], []
    for row in connection.execute(of_mine).all():
        epoch = EpochRef(DatasetRef(row.source, row.name, row.declared), str(row.id))
        if row.keeps and not row.is_open and must_reopen(number, _closed_by(connection, row.id)):
            reopen.append(epoch)
        if row.retires and row.is_open and may_close(number, at, _others(connection, row.id, number)):
            retire.append(epoch)
    epochs.open_again(connection, reopen, at)
    epochs.close(connection, retire, at, number)
    _note_retired(connection, number, attempt, retire, at)
    return True


def _note_retired(connection: Connection, number: int, attempt: Attempt, retired: Iterable[EpochRef], at: str) -> None:
    found = sorted(retired)
    if not found:
        return
    job = connection.execute(select(t.attempt.c.dag_id, t.attempt.c.task_id).where(t.attempt.c.id == number)).one()
    for dataset, mine in groupby(found, key=attrgetter("dataset")):
        auditing.note(
            connection,
            AuditKind.RETIREMENT,
            str(dataset),
            f"{job.dag_id}.{job.task_id}",
            at,
            body={"epochs": [epoch.id for epoch in mine], "run": attempt.run_id, "try": attempt.try_number},
        )


def retire(connection: Connection, dataset: DatasetRef, *, author: str, at: str, reason: str) -> int:
    """Close what a dataset holds, because somebody says that it is gone; what a running try may write stays."""
    newest: int = connection.execute(select(func.coalesce(func.max(t.attempt.c.id), 0))).scalar_one()
    after = newest + 1
    found = [
        epoch
        for epoch in epochs.epochs_of(connection, [dataset], only_open=True)
        if may_close(after, at, _others(connection, edges.number_of(epoch), after))
    ]
    epochs.close(connection, found, at, after)
    if found:
        body = {"epochs": [epoch.id for epoch in found], "reason": reason}
        auditing.note(connection, AuditKind.RETIREMENT, str(dataset), author, at, body=body)
    return len(found)


def abandon(connection: Connection, attempt: Attempt, at: str) -> bool:
    """A try ended without success; False when none waits."""
    return _end(connection, attempt, abandoned_at=at) is not None


def _end(connection: Connection, attempt: Attempt, **when: str) -> int | None:
    row = t.attempt.c
    waiting = (row.instance == attempt.instance) & (row.try_number == attempt.try_number) & row.ended_after.is_(None)
    number: int | None = connection.execute(select(row.id).where(waiting)).scalar_one_or_none()
    if number is not None:
        newest = connection.execute(select(func.max(row.id))).scalar_one()
        connection.execute(update(t.attempt).where(row.id == number).values(ended_after=newest, **when))
    return number


def _end_superseded(connection: Connection, attempt: Attempt, job: Job, newest: int) -> None:
    related = fetch(connection, _RELATED, attempt.instance, job.dag_id, job.task_id, attempt.run_id)
    for number, instance, try_number, run_id, map_index, dag_id, task_id in related:
        if supersedes(attempt, job, Attempt(instance, try_number, run_id, map_index), Job(dag_id, task_id)):
            change(connection, "UPDATE attempt SET ended_after = ? WHERE id = ?", newest, number)


def _others(connection: Connection, epoch: int, number: int) -> list[Touch]:
    statement = (
        select(t.attempt.c.id, t.attempt.c.at, t.attempt.c.ended_after, t.attempt_epoch.c.opens)
        .join(t.attempt, t.attempt.c.id == t.attempt_epoch.c.attempt_id)
        .where(t.attempt_epoch.c.epoch_id == epoch, t.attempt.c.id != number)
        .where(t.attempt_epoch.c.opens | t.attempt_epoch.c.appends)
        .where(t.attempt.c.ended_after.is_(None) | (t.attempt.c.ended_after >= number))
    )
    return [Touch(row.id, row.at, row.opens, row.ended_after) for row in connection.execute(statement)]


def _closed_by(connection: Connection, epoch: int) -> int | None:
    statement = select(t.opening.c.closed_by).where(t.opening.c.epoch_id == epoch).order_by(t.opening.c.id.desc())
    return connection.execute(statement.limit(1)).scalar_one_or_none()

"""Tries: their additions take effect when they are planned, their retirements when they succeed (law 4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from operator import attrgetter

from sqlalchemy import Connection, func, select

from privlineage.core.declassify import Weakening
from privlineage.core.plan import Job, Plan
from privlineage.core.refs import DatasetRef
from privlineage.core.verdict import Attempt
from privlineage.graph.epochs import Placement
from privlineage.graph.model import EpochRef
from privlineage.store.auditing import AuditKind
from privlineage.store.retiring import Touch, may_close, must_reopen, supersedes
from privlineage.store.sql import edges, epochs, labels, plans, version
from privlineage.store.sql import tables as t
from privlineage.store.sql.audit import auditing
from privlineage.store.sql.plain import change, change_each, fetch
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
_INSERT_ROLES = """
INSERT INTO attempt_epoch (attempt_id, epoch_id, appends, opens, keeps, retires) VALUES (?, ?, ?, ?, ?, ?)
"""
_WAITING = """
SELECT id, (SELECT max(id) FROM attempt) FROM attempt WHERE instance = ? AND try_number = ? AND ended_after IS NULL
"""
_MINE = """
SELECT e.id, e.is_open, d.source, d.name, d.declared, r.keeps, r.retires
FROM attempt_epoch r JOIN epoch e ON e.id = r.epoch_id JOIN dataset d ON d.id = e.dataset_id
WHERE r.attempt_id = ? ORDER BY e.id
"""
_OTHERS = """
SELECT a.id, a.at, a.ended_after, r.opens FROM attempt_epoch r JOIN attempt a ON a.id = r.attempt_id
WHERE r.epoch_id = ? AND a.id <> ? AND (r.opens OR r.appends) AND (a.ended_after IS NULL OR a.ended_after >= ?)
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
        (number, edges.number_of(epoch), role.appends, role.opens, role.keeps, role.retires)
        for epoch, role in found.items()
    ]
    change_each(connection, _INSERT_ROLES, rows)


def confirm(connection: Connection, attempt: Attempt, at: str) -> bool:
    """Put the retirements of a try into effect; False when none waits."""
    number = _end(connection, attempt, "confirmed_at", at)
    if number is None:
        return False
    reopen, close = [], []
    for epoch_id, is_open, source, name, declared, keeps, retires in fetch(connection, _MINE, number):
        epoch = EpochRef(DatasetRef(source, name, bool(declared)), str(epoch_id))
        if keeps and not is_open and must_reopen(number, _closed_by(connection, epoch_id)):
            reopen.append(epoch)
        if retires and is_open and may_close(number, at, _others(connection, epoch_id, number)):
            close.append(epoch)
    epochs.open_again(connection, reopen, at)
    epochs.close(connection, close, at, number)
    _note_retired(connection, number, attempt, close, at)
    return True


def _note_retired(connection: Connection, number: int, attempt: Attempt, retired: Iterable[EpochRef], at: str) -> None:
    found = sorted(retired)
    if not found:
        return
    ((dag_id, task_id),) = fetch(connection, "SELECT dag_id, task_id FROM attempt WHERE id = ?", number)
    for dataset, mine in groupby(found, key=attrgetter("dataset")):
        auditing.note(
            connection,
            AuditKind.RETIREMENT,
            str(dataset),
            f"{dag_id}.{task_id}",
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
    return _end(connection, attempt, "abandoned_at", at) is not None


def _end(connection: Connection, attempt: Attempt, when: str, at: str) -> int | None:
    """End a waiting try, and say when in the column `when`; None where none waits."""
    waiting = fetch(connection, _WAITING, attempt.instance, attempt.try_number)
    if not waiting:
        return None
    number, newest = waiting[-1]
    statement = f"UPDATE attempt SET ended_after = ?, {when} = ? WHERE id = ?"  # noqa: S608  # one of our columns
    change(connection, statement, newest, at, number)
    return int(number)


def _end_superseded(connection: Connection, attempt: Attempt, job: Job, newest: int) -> None:
    related = fetch(connection, _RELATED, attempt.instance, job.dag_id, job.task_id, attempt.run_id)
    for number, instance, try_number, run_id, map_index, dag_id, task_id in related:
        if supersedes(attempt, job, Attempt(instance, try_number, run_id, map_index), Job(dag_id, task_id)):
            change(connection, "UPDATE attempt SET ended_after = ? WHERE id = ?", newest, number)


def _others(connection: Connection, epoch: int, number: int) -> list[Touch]:
    rows = fetch(connection, _OTHERS, epoch, number, number)
    return [Touch(other, at, bool(opens), ended_after) for other, at, ended_after, opens in rows]


def _closed_by(connection: Connection, epoch: int) -> int | None:
    rows = fetch(connection, "SELECT closed_by FROM opening WHERE epoch_id = ? ORDER BY id DESC LIMIT 1", epoch)
    return rows[0][0] if rows else None

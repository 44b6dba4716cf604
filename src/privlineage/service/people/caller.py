"""Who asks a server, as the server has proven it, and what each kind of caller may ask for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from privlineage.core.errors import PrivlineageError
from privlineage.core.plan import Job
from privlineage.core.verdict import Attempt

__all__ = ["ROLES", "Caller", "refused"]

ROLES = ("reader", "operator", "publisher", "approver", "worker")
"""What a person or a service may be: `reader` asks; `operator` tags and takes in events and schemas; `publisher`
publishes bundles; `approver` approves; `worker` decides for tasks whose identity nobody proved. All but it may read."""

_READING = frozenset({"reader", "operator", "publisher", "approver"})


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks. What is not known of a task is empty, or None.

    Attributes:
        kind: a task that proved which one it is, a person, or a service with a token.
        name: for records and messages.
        roles: some of `ROLES`; a task needs none.
        how: how the name was proven: `token`, `airflow`, `ticket`.
        instance: of a task: its task instance's id.
        dag_id: of a task.
        task_id: of a task.
        run_id: of a task.
        try_number: of a task.
        map_index: of a task.
    """

    kind: Literal["task", "person", "service"]
    name: str
    roles: tuple[str, ...] = ()
    how: str = "token"
    instance: str = ""
    dag_id: str = ""
    task_id: str = ""
    run_id: str = ""
    try_number: int | None = None
    map_index: int | None = None

    @property
    def is_task(self) -> bool:
        """Whether this is one try of one task, which may ask for itself alone."""
        return self.kind == "task"

    @property
    def may_read(self) -> bool:
        """Whether labels, verdicts and bundles may be shown."""
        return not self.is_task and not _READING.isdisjoint(self.roles)

    def has(self, role: str) -> bool:
        """Whether the caller has a role; no task has any."""
        return not self.is_task and role in self.roles

    def owns(self, attempt: Attempt) -> bool:
        """Whether a try is the caller's own. Ids are compared whatever their case: UUIDs are written both ways."""
        return (
            self.is_task
            and bool(self.instance)
            and self.instance.casefold() == attempt.instance.casefold()
            and self.try_number in (None, attempt.try_number)
            and self.map_index in (None, attempt.map_index)
            and self.run_id in ("", attempt.run_id)
        )

    def is_job(self, job: Job) -> bool:
        """Whether a plan's job is the caller's own task, as far as that is known."""
        return self.is_task and self.dag_id in ("", job.dag_id) and self.task_id in ("", job.task_id)


def refused(what: str, caller: Caller, *, needs: str = "") -> PrivlineageError:
    """PL205: the caller is known, and may not.

    Args:
        what: the thing asked for, to stand after "may not".
        caller: who asked.
        needs: a role that would do.
    """
    hint = f"it takes the role `{needs}`" if needs else "a task may ask for its own try alone"
    return PrivlineageError("PL205", f"{caller.kind} `{caller.name}` may not {what}", hint=hint)

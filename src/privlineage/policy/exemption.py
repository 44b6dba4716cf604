"""Exemptions as the engine sees them: in force. Who approved them, and until when, is the caller's business."""

from __future__ import annotations

from dataclasses import dataclass

from privlineage.core.plan import Job
from privlineage.core.refs import DatasetRef

__all__ = ["Exemption"]


@dataclass(frozen=True, slots=True, order=True)
class Exemption:
    """A scoped permission; an empty field sets no limit, except `rule`, which is always one.

    Attributes:
        id: its name in records.
        rule: what it lifts: a rule's id, `default:<name>` or `zone:<zone>:default`.
        dag_id: the DAG it is for.
        task_id: the task it is for.
        zone: the zone it is for.
        sink: the dataset it is for.
        columns: columns of the sink it is for.
    """

    id: str
    rule: str
    dag_id: str = ""
    task_id: str = ""
    zone: str = ""
    sink: DatasetRef | None = None
    columns: tuple[str, ...] = ()

    def covers(self, rule: str, job: Job, zone: str, sink: DatasetRef | None, column: str | None = None) -> bool:
        """Whether it lifts that rule there; limited to columns, it never covers what has no column."""
        return (
            self.rule == rule
            and self.dag_id in ("", job.dag_id)
            and self.task_id in ("", job.task_id)
            and self.zone in ("", zone)
            and self.sink in (None, sink)
            and (not self.columns or column in self.columns)
        )

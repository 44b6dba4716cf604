"""When the success of a try may close an epoch, while other tries write the same dataset (law 4).

Plans are numbered in the order they were made; nobody knows in which order tasks then write. A try may close an epoch
only if nobody else can have put content there after it wrote: that would make what is really there look like nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from privlineage.core.plan import Job
from privlineage.core.verdict import Attempt

__all__ = ["Touch", "may_close", "must_reopen", "supersedes"]

ABANDONED_AFTER = timedelta(days=7)
"""A try that never reported its success does not hold epochs open for ever; tasks do not run that long."""


@dataclass(frozen=True, slots=True)
class Touch:
    """Another try that writes the epoch.

    Attributes:
        number: its place in the order of planning.
        at: when it was planned.
        opens: whether the epoch is content of its own, rather than something it appends to.
        ended_after: the newest number when it ended; None while it may still write.
    """

    number: int
    at: str
    opens: bool
    ended_after: int | None


def may_close(number: int, now: str, others: Iterable[Touch]) -> bool:
    """Whether the success of try `number` may close an epoch that these other tries write.

    A try that had ended before ours was planned wrote before us. Of the others, one that opened the epoch may have
    written last. One that appends may too, but if it was planned after us, its facts went to our new epoch as well.
    """
    return not any((other.opens or other.number < number) and not _wrote_before(other, number, now) for other in others)


def must_reopen(number: int, closed_by: int | None) -> bool:
    """Whether the success of try `number` opens an epoch it keeps again, which try `closed_by` closed meanwhile.

    Only where the other was planned later, taking ours for abandoned; else its new epoch holds our facts too.
    """
    return closed_by is not None and closed_by > number


def supersedes(attempt: Attempt, job: Job, earlier: Attempt, its_job: Job) -> bool:
    """Whether planning one try means that an earlier plan is not being carried out any more.

    It is the same try planned anew, or an earlier try of the same task in the same run: Airflow starts no second try
    beside a running one. Airflow 3 gives every try of a task instance an id of its own, so the id alone does not tell.
    """
    if earlier.try_number > attempt.try_number:
        return False
    if earlier.instance == attempt.instance:
        return True
    run, its_run = (attempt.run_id, attempt.map_index), (earlier.run_id, earlier.map_index)
    return bool(attempt.run_id) and run == its_run and (job.dag_id, job.task_id) == (its_job.dag_id, its_job.task_id)


def _wrote_before(other: Touch, number: int, now: str) -> bool:
    if other.ended_after is not None:
        return other.ended_after < number
    try:
        return datetime.fromisoformat(now) - datetime.fromisoformat(other.at) > ABANDONED_AFTER
    except (ValueError, TypeError):
        return False

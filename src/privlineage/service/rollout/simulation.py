"""What a changed bundle would do, counted: by task, by DAG, by owner and by rule."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from privlineage.core.plan import Job
from privlineage.core.verdict import Decision, Finding, Outcome
from privlineage.policy.model import Bundle

__all__ = ["Open", "Simulation", "Step", "TaskChange"]


@dataclass(frozen=True, slots=True, order=True)
class Step:
    """From one answer to another: as enforced, and as if everything were in enforce."""

    before: Outcome
    after: Outcome
    would_before: Outcome
    would_after: Outcome

    @property
    def is_change(self) -> bool:
        """Whether the answer differs."""
        return self.before is not self.after or self.would_before is not self.would_after

    @property
    def newly_blocks(self) -> bool:
        """Whether a task that ran would be stopped."""
        return self.after is Outcome.BLOCK and self.before is not Outcome.BLOCK

    @property
    def weight(self) -> tuple[int, int, int]:
        """What a reader wants to see first: what is newly stopped, what else gets stricter, what is let go."""
        return (
            -int(self.newly_blocks),
            -(self.after.rank - self.before.rank),
            -(self.would_after.rank - self.would_before.rank),
        )

    @staticmethod
    def between(before: Decision, after: Decision) -> Step:
        """From one decision to another."""
        return Step(before.outcome, after.outcome, before.would, after.would)


@dataclass(slots=True)
class TaskChange:
    """One task whose verdicts change.

    Attributes:
        job: the task.
        owners: its owner, and those of the datasets and zones that what changes touches.
        verdicts: how many verdicts of it were replayed.
        steps: how often each change occurs.
        examples: a verdict for each change, the newest.
        fired: findings that are new or weigh otherwise, of the example of the heaviest change.
        gone: rules that no longer fire, likewise.
    """

    job: Job
    owners: tuple[str, ...] = ()
    verdicts: int = 0
    steps: Counter[Step] = field(default_factory=Counter)
    examples: dict[Step, str] = field(default_factory=dict)
    fired: tuple[Finding, ...] = ()
    gone: tuple[str, ...] = ()

    @property
    def heaviest(self) -> Step:
        """The change a reader wants to see first."""
        return min(self.steps, key=lambda step: step.weight)


@dataclass(frozen=True, slots=True)
class Open:
    """A task some of whose verdicts cannot be replayed.

    Attributes:
        job: the task.
        why: why not.
        times: how many of its verdicts.
        example: the newest of them.
        now: what would change for its plan on what the store holds now; None where that is not known either.
    """

    job: Job
    why: str
    times: int
    example: str
    now: Step | None = None


@dataclass(slots=True)
class Simulation:
    """What a changed bundle would do.

    Attributes:
        bundle: the changed bundle.
        before: the bundle in force, which it is compared with.
        verdicts: how many verdicts were replayed.
        unchanged: how many get the same answer.
        other_rules: how many of these by other rules.
        changed: tasks with verdicts that change, what is newly blocked first.
        open: tasks with verdicts that cannot be replayed.
        by_dag: counts of each kind of change by DAG.
        by_owner: likewise by owner; the empty name is nobody.
        by_rule: likewise by the rules that newly fire or no longer do.
        notes: what a replay cannot see.
    """

    bundle: Bundle
    before: Bundle
    verdicts: int = 0
    unchanged: int = 0
    other_rules: int = 0
    changed: list[TaskChange] = field(default_factory=list)
    open: list[Open] = field(default_factory=list)
    by_dag: dict[str, Counter[str]] = field(default_factory=dict)
    by_owner: dict[str, Counter[str]] = field(default_factory=dict)
    by_rule: dict[str, Counter[str]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def steps(self) -> Counter[Step]:
        """How many verdicts take each step."""
        return sum((change.steps for change in self.changed), Counter())

    @property
    def newly_blocked(self) -> int:
        """How many verdicts that let a task run would stop it."""
        return sum(times for step, times in self.steps.items() if step.newly_blocks)

    @property
    def undetermined(self) -> int:
        """How many verdicts cannot be replayed."""
        return sum(one.times for one in self.open)

    @property
    def is_finding(self) -> bool:
        """Whether something would newly be blocked: then, or on what the store holds now."""
        return bool(self.newly_blocked) or any(one.now and one.now.newly_blocks for one in self.open)

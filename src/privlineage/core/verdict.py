"""Verdicts: allow, warn, block or (before run time only) undetermined, with every rule that fired and its witnesses."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from privlineage.core.errors import Place
from privlineage.core.exemption import Exemption
from privlineage.core.movement import Movement, Witness
from privlineage.core.plan import Job
from privlineage.core.refs import DatasetRef

__all__ = ["Attempt", "Counts", "Decision", "Finding", "Outcome", "Verdict"]


class Outcome(StrEnum):
    """What happens to the task; a verdict is the strongest of its findings."""

    ALLOW = "allow"
    WARN = "warn"
    UNDETERMINED = "undetermined"
    BLOCK = "block"

    @property
    def rank(self) -> int:
        """0 for allow up to 3 for block."""
        return list(Outcome).index(self)

    @staticmethod
    def strongest(*outcomes: Outcome) -> Outcome:
        """The strongest of several; allow of none."""
        return max(outcomes, key=lambda outcome: outcome.rank, default=Outcome.ALLOW)


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule or default that fired.

    Attributes:
        rule: a rule's id, `default:<name>` or `zone:<zone>:default`.
        zone: the zone the data would enter.
        sink: the sink, None where it is not known.
        mode: observe, warn or enforce: what held for this finding.
        outcome: what it does under that mode.
        would: what it would do under enforce.
        reason: one sentence: why it fired; no data values.
        because: the policy's own words.
        fix: the policy's fix, present only when it would work.
        place: where the rule stands.
        exemptible: whether an exemption could cover it.
        atoms: the atoms it fired on, as text.
        witnesses: one minimal path per offending column.
    """

    rule: str
    zone: str
    mode: str
    outcome: Outcome
    would: Outcome
    sink: DatasetRef | None = None
    reason: str = ""
    because: str = ""
    fix: str = ""
    place: Place | None = None
    exemptible: bool = True
    atoms: tuple[str, ...] = ()
    witnesses: tuple[Witness, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """What the engine answers: pure, without identity or time.

    Attributes:
        outcome: as enforced.
        would: as if everything were in enforce.
        findings: every rule that fired, in the order of the decision.
        notes: remarks, such as an ignored `@purpose`.
        undetermined: why it cannot be decided before run time; empty at run time.
        exempted: ids of the exemptions without which a rule would have fired.
        approvers: who may approve an exemption under the bundle.
        days: for how many days one is worth asking for.
    """

    outcome: Outcome
    would: Outcome
    findings: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()
    undetermined: tuple[str, ...] = ()
    exempted: tuple[str, ...] = ()
    approvers: tuple[str, ...] = ()
    days: int = 7

    @property
    def rules(self) -> tuple[str, ...]:
        """Ids of the rules that fired, each once, in order."""
        return tuple(dict.fromkeys(finding.rule for finding in self.findings))


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try of one task instance: what a decision is memoised by, and what a success refers to.

    Attributes:
        instance: the task instance's id (Airflow's UUID), or any unique text.
        try_number: 1 for the first.
        run_id: the DAG run, for people.
        map_index: -1 when not mapped.
    """

    instance: str
    try_number: int = 1
    run_id: str = ""
    map_index: int = -1


@dataclass(frozen=True, slots=True)
class Counts:
    """The figures in a verdict's last line."""

    columns: int = 0
    resolved: int = 0
    unreviewed: int = 0
    unresolved: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """A decision with its identity and everything needed to replay it (law 8).

    Attributes:
        id: `V-` and an upper-case hex number.
        at: ISO 8601, UTC.
        job: who acts.
        attempt: which try, None for a dry decision.
        decision: what was decided.
        movement: what was consulted.
        bundle: the bundle's hash.
        plan: the plan's fingerprint.
        counts: figures.
        exemptions: those in force for the task, all of which were consulted; `decision.exempted` says which counted.
    """

    id: str
    at: str
    job: Job
    attempt: Attempt | None
    decision: Decision
    movement: Movement
    bundle: str
    plan: str
    counts: Counts = Counts()
    exemptions: tuple[Exemption, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """The decision's outcome, as enforced."""
        return self.decision.outcome

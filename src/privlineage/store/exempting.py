"""What a store keeps of exemptions: who asked, who approved, who revoked, and how often they counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from privlineage.core.errors import PrivlineageError
from privlineage.core.exemption import Exemption
from privlineage.core.people import Identity

__all__ = [
    "APPROVED",
    "REQUESTED",
    "REVOKED",
    "Exempting",
    "ExemptionEntry",
    "ExemptionQuery",
    "ExemptionRecord",
    "Said",
    "no_longer_in_force",
]

REQUESTED, APPROVED, REVOKED = "requested", "approved", "revoked"


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody said, and when.

    Attributes:
        who: their identity.
        at: when, ISO 8601 in UTC.
        why: their reason.
    """

    who: Identity
    at: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class ExemptionRecord:
    """One request for an exemption, and what became of it.

    Attributes:
        id: `E-` and an upper-case hex number.
        scope: what it lifts, one entry for each rule and sink; all of one task and one plan.
        verdict: the verdict it was asked for.
        bundle: the hash of the bundle that verdict was given under.
        days: for how many days.
        requested: who asked, when, and why.
        beside: who else asked, as far as nobody proved it: the user of the machine where `--by` named another.
        approved: who approved it, and when.
        revoked: who revoked it, when, and why.
        valid_to: when it ends, ISO 8601 in UTC; empty before it is approved.
    """

    id: str
    scope: tuple[Exemption, ...]
    verdict: str
    bundle: str
    days: int
    requested: Said
    beside: tuple[Identity, ...] = ()
    approved: Said | None = None
    revoked: Said | None = None
    valid_to: str = ""

    @property
    def state(self) -> str:
        """`requested`, `approved` or `revoked`. Whether an approved one is over is a matter of the clock."""
        if self.revoked is not None:
            return REVOKED
        return REQUESTED if self.approved is None else APPROVED

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules and defaults it lifts."""
        return tuple(dict.fromkeys(part.rule for part in self.scope))

    def holds(self, at: str) -> bool:
        """Whether it is in force at a moment: approved before it, not over, never revoked."""
        return self.state == APPROVED and self.approved is not None and self.approved.at <= at < self.valid_to


@dataclass(frozen=True, slots=True)
class ExemptionEntry:
    """An exemption with how often it counted.

    Attributes:
        record: the exemption.
        uses: tries that a rule would have stopped, or warned of, without it.
        last_used: when the last of them was, empty before the first.
    """

    record: ExemptionRecord
    uses: int = 0
    last_used: str = ""


@dataclass(frozen=True, slots=True)
class ExemptionQuery:
    """Which exemptions: newest request first.

    Attributes:
        state: of that state alone.
        dag_id: of that DAG alone.
        task_id: of tasks of that id alone.
        limit: how many at most.
    """

    state: str = ""
    dag_id: str = ""
    task_id: str = ""
    limit: int = 1000


class Exempting(Protocol):
    """The part of a store that keeps exemptions.

    A verdict that an exemption let pass counts as a use of it in the transaction that stores the verdict, once for each
    try. Where such an exemption is in force no longer, storing the verdict raises PL813 and stores nothing.
    """

    def add_exemption(self, record: ExemptionRecord) -> None:
        """Keep a new request."""

    def change_exemption(self, record: ExemptionRecord, was: str) -> bool:
        """Keep an exemption's next state; False, and no change, when its state is not `was` any more."""

    def exemption(self, id_prefix: str) -> ExemptionEntry | None:
        """An exemption by id or unique prefix."""

    def exemptions(self, query: ExemptionQuery) -> list[ExemptionEntry]:
        """Exemptions, newest request first."""

    def exemptions_in_force(self, dag_id: str, task_id: str, at: str) -> Sequence[ExemptionRecord]:
        """Those that hold for a task at a moment, by index, in the order of their ids."""


def no_longer_in_force(ids: Sequence[str]) -> PrivlineageError:
    """The error of a verdict that comes too late for the exemptions it rests on."""
    names = ", ".join(f"`{name}`" for name in ids)
    return PrivlineageError("PL813", f"the exemption {names} is no longer in force", hint="decide again")

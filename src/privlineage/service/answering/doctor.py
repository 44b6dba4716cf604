"""What `doctor` says of a store: the bundle in force, and what was decided in the last days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from privlineage.core.errors import PrivlineageError
from privlineage.core.times import days_after
from privlineage.core.verdict import Outcome, Verdict
from privlineage.policy.load import load_files
from privlineage.policy.model import Bundle
from privlineage.service.answering.listing import listed
from privlineage.service.people.identity import identities_are_real
from privlineage.store.protocol import Store, VerdictQuery

__all__ = ["Activity", "Check", "Standing", "activity_of", "store_checks"]

SHOWN = 5
"""How many tasks are named at most."""

_MOST = 100_000


class Standing(StrEnum):
    """How something is; `unknown` is nothing to worry about yet."""

    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Check:
    """One look at something.

    Attributes:
        name: what was looked at.
        standing: how it is.
        detail: in words.
    """

    name: str
    standing: Standing
    detail: str

    def to_json(self) -> dict[str, str]:
        """As `doctor --format json` prints it."""
        return {"name": self.name, "standing": self.standing.value, "detail": self.detail}


@dataclass(frozen=True, slots=True)
class Activity:
    """What was decided in some days.

    Attributes:
        days: how many.
        verdicts: how many verdicts.
        outcomes: how many by outcome.
        opaque: tasks whose sinks nobody knows, with how often.
        unresolved: tasks with lineage that could not be resolved, likewise.
        unreviewed: tasks that move columns nobody reviewed, likewise.
        would_block: tasks that enforcing everything would have blocked and that were not, likewise.
    """

    days: int
    verdicts: int
    outcomes: dict[str, int]
    opaque: tuple[tuple[str, int], ...]
    unresolved: tuple[tuple[str, int], ...]
    unreviewed: tuple[tuple[str, int], ...]
    would_block: tuple[tuple[str, int], ...]

    def to_json(self) -> dict[str, Any]:
        """As `doctor --format json` prints it."""
        named = {
            "opaque": self.opaque,
            "unresolved": self.unresolved,
            "unreviewed": self.unreviewed,
            "would_block": self.would_block,
        }
        listed = {
            key: {"tasks": len(tasks), "top": [{"task": task, "verdicts": count} for task, count in tasks[:SHOWN]]}
            for key, tasks in named.items()
        }
        return {"days": self.days, "verdicts": self.verdicts, "outcomes": self.outcomes, **listed}


def store_checks(store: Store, now: str) -> list[Check]:
    """Looks at a store that opened: its identity, its bundle, the modes of its zones."""
    identity = store.identity
    found = [Check("store", Standing.GOOD, f"opens; id {identity.id[:12]}, schema version {identity.version}")]
    record = store.active_bundle()
    if record is None:
        return [*found, Check("bundle", Standing.BAD, "none is published: privlineage apply DIR")]
    age = _age(record.at, now)
    detail = f"{record.hash[:12]}, published {age} ago by {record.author or 'somebody'}"
    found.append(Check("bundle", Standing.GOOD, detail))
    try:
        bundle = load_files(dict(record.files))
    except PrivlineageError as error:
        return [*found, Check("zones", Standing.BAD, f"the stored bundle cannot be read: {error.code}")]
    found += [Check("zones", Standing.GOOD, _modes(bundle)), _contents(bundle)]
    return [*found, *_approval(store, bundle)]


def activity_of(store: Store, days: int, now: str, team: str = "") -> Activity:
    """What was decided in the last days, of every task or of what is a team's.

    Raises:
        PrivlineageError: PL302, for a team that the bundle in force does not have.
    """
    since = days_after(now, -days)
    found = listed(store, VerdictQuery(since=since, limit=_MOST), team=team)
    verdicts = [verdict for verdict in found if verdict.attempt]
    return Activity(
        days=days,
        verdicts=len(verdicts),
        outcomes={
            outcome.value: sum(1 for verdict in verdicts if verdict.outcome is outcome)
            for outcome in (Outcome.ALLOW, Outcome.WARN, Outcome.BLOCK)
        },
        opaque=_tasks(verdict for verdict in verdicts if verdict.movement.opaque),
        unresolved=_tasks(verdict for verdict in verdicts if verdict.movement.unresolved),
        unreviewed=_tasks(verdict for verdict in verdicts if verdict.movement.unreviewed),
        would_block=_tasks(
            verdict
            for verdict in verdicts
            if verdict.decision.would is Outcome.BLOCK and verdict.outcome is not Outcome.BLOCK
        ),
    )


def _tasks(verdicts: Iterable[Verdict]) -> tuple[tuple[str, int], ...]:
    """Tasks and how often they occur, most often first, ties by name."""
    counted = Counter(str(verdict.job) for verdict in verdicts)
    return tuple(sorted(counted.items(), key=lambda item: (-item[1], item[0])))


def _modes(bundle: Bundle) -> str:
    modes = [f"{zone.name} {bundle.policy.mode_in(zone)}" for zone in bundle.policy.zones]
    return ", ".join([*modes, f"elsewhere {bundle.policy.defaults.mode}"])


def _contents(bundle: Bundle) -> Check:
    sources, tags = len(bundle.sources), len(bundle.tags)
    detail = f"{sources} sources, {tags} tags, {len(bundle.policy.rules)} rules"
    if not sources or not tags:
        return Check("contents", Standing.WARNING, f"{detail}: nothing is followed without sources and tags")
    return Check("contents", Standing.GOOD, detail)


def _approval(store: Store, bundle: Bundle) -> list[Check]:
    """Who approves what loosens, where people can prove who they are; nothing to say elsewhere."""
    if not identities_are_real(store, bundle):
        return []
    approvers = bundle.policy.exemptions.approvers
    if not approvers:
        return [Check("approval", Standing.WARNING, "nobody is named: what loosens happens at once")]
    waiting = len(store.proposals("open"))
    more = f"; {waiting} wait{'s' if waiting == 1 else ''}: privlineage proposals list" if waiting else ""
    return [Check("approval", Standing.GOOD, f"what loosens waits for {', '.join(approvers)}{more}")]


def _time(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return datetime.fromtimestamp(0, UTC)


def _age(at: str, now: str) -> str:
    seconds = max(int((_time(now) - _time(at)).total_seconds()), 0)
    for unit, length in (("days", 86_400), ("hours", 3_600), ("minutes", 60)):
        if seconds >= 2 * length:
            return f"{seconds // length} {unit}"
    return f"{seconds} seconds"

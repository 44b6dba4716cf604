"""The Decider: all the gate talks to, in process or on a server."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from privlineage.core.patterns import Pattern
from privlineage.core.plan import Plan
from privlineage.core.refs import DatasetRef
from privlineage.core.schema import Schema
from privlineage.core.sources import Source, Sources
from privlineage.core.verdict import Attempt, Verdict

__all__ = ["Decider", "Governance", "Resting"]


@dataclass(frozen=True, slots=True)
class Governance:
    """What tells governed tasks from others, and what a planner must know: small, cacheable, no tags, no rules.

    Attributes:
        bundle: the bundle's hash.
        sources: the declared sources.
        zone_patterns: every zone's patterns.
        kept_literals: function and argument position of literals a stored plan may keep (law 10).
        redefinable: names of the bundle's declassifiers and reverses, whose redefinition in a script is unresolved.
        published_at: when the bundle was published, ISO 8601, UTC; empty where nobody published it.
    """

    bundle: str
    sources: tuple[Source, ...] = ()
    zone_patterns: tuple[str, ...] = ()
    kept_literals: tuple[tuple[str, int], ...] = ()
    redefinable: tuple[str, ...] = ()
    published_at: str = ""

    def resolver(self) -> Sources:
        """The sources as a resolver of references."""
        return Sources(self.sources)

    def governs(self, ref: DatasetRef, sources: Sources) -> bool:
        """Whether a dataset or sink is in a declared source or matches a zone pattern."""
        return sources.of(ref) is not None or any(Pattern(text).matches(ref, sources) for text in self.zone_patterns)


class Decider(Protocol):
    """Labels, decides and records.

    Raises `PrivlineageError` PL501 to PL506 when it cannot, and on a server PL205 and PL206 when the caller may not.
    """

    def governance(self) -> Governance:
        """The active bundle's part that planners need."""

    def schema(self, source: str, words: Collection[str] | None = None) -> Schema:
        """Known tables and views of a declared source, keyed by name within the source.

        Args:
            source: which.
            words: of a script, in lower case (`core.schema.words_of`); tables that none of them can mean may be left
                out. None for all.
        """

    def cached_plan(self, key: str) -> str | None:
        """A resolution kept under a plan-cache key."""

    def cache_plan(self, key: str, text: str) -> None:
        """Keep a resolution under its key."""

    def decide(self, plan: Plan, attempt: Attempt | None) -> Verdict:
        """Label, decide, record, and put an allowed plan's additions into effect; memoised by attempt, plan and bundle.

        Without an attempt nothing is stored: a dry decision.
        """

    def succeeded(self, attempt: Attempt, verdict: str = "") -> bool:
        """The try succeeded: put its retirements into effect.

        Args:
            attempt: the try.
            verdict: the id of the verdict that let it run, where another process may have decided.
        """

    def failed(self, attempt: Attempt) -> bool:
        """The try ended without success: what it added stays, until others replace that content."""


@runtime_checkable
class Resting(Protocol):
    """A store or Decider that holds something between questions which others may need."""

    def rest(self) -> None:
        """Let go of it until the next question."""

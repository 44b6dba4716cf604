"""Which verdicts were given: newest first, by outcome and by team."""

from __future__ import annotations

from privlineage.core.verdict import Outcome, Verdict
from privlineage.service.people.teams import bundle_with_team, of_team
from privlineage.store.every_verdict import every_verdict
from privlineage.store.protocol import Store, VerdictQuery

__all__ = ["listed"]


def listed(
    store: Store, query: VerdictQuery, *, outcome: Outcome | None = None, would: Outcome | None = None, team: str = ""
) -> list[Verdict]:
    """The verdicts a query means, newest first; its `limit` counts those that are kept.

    Args:
        store: where they are.
        query: since when, of which DAG and task, and how many.
        outcome: as enforced, None for every one.
        would: as if everything were enforced, None for every one.
        team: those of a team alone: its tasks, and what touches its datasets and zones.

    Raises:
        PrivlineageError: PL302, for a team that the bundle in force does not have.
    """
    bundle = bundle_with_team(store, team) if team else None
    found = []
    for verdict in every_verdict(store, query):
        if outcome not in (None, verdict.outcome) or would not in (None, verdict.decision.would):
            continue
        if bundle is None or of_team(bundle, verdict, team):
            found.append(verdict)
        if len(found) == query.limit:
            break
    return found

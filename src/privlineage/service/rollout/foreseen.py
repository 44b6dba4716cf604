"""What publishing a bundle would change, by the verdicts of the last days: the second half of a plan."""

from __future__ import annotations

from privlineage.core.times import days_after
from privlineage.service.approving.publish import Publication
from privlineage.service.rollout.simulate import simulate
from privlineage.service.rollout.simulation import Simulation
from privlineage.store.protocol import Store, VerdictQuery

__all__ = ["DAYS", "foreseen"]

DAYS = 7
"""How far back a plan looks."""


def foreseen(store: Store, publication: Publication, now: str) -> tuple[str, Simulation] | None:
    """Since when, and what would change; None where no bundle is in force or the plan changes nothing.

    Args:
        store: holds the verdicts.
        publication: what would be published.
        now: ISO 8601 in UTC.
    """
    if not publication.active or not publication.is_new:
        return None
    since = days_after(now, -DAYS)
    return since, simulate(store, publication.bundle, VerdictQuery(since=since))

"""Reviews on the server's side: decided as the caller, at the server's time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from privlineage.core.people import Identity
from privlineage.store.protocol import Store
from privlineage.store.suggesting import Review

__all__ = ["GUARDED_REVIEWS", "GuardedReviews"]

GUARDED_REVIEWS = ("review",)
"""The methods of a store that a server answers by `GuardedReviews` instead of by its store."""


@dataclass(frozen=True, slots=True)
class GuardedReviews:
    """The deciding method of `store.suggesting.Suggesting`, for one caller.

    What a decision does (a tag, or a proposal of one) is asked for by itself and judged by `service.serving.guarded`.

    Attributes:
        store: the server's store.
        identity: who decides, proven.
        clock: the time, ISO 8601 in UTC.
    """

    store: Store
    identity: Identity
    clock: Callable[[], str]

    def review(self, reviews: Sequence[Review]) -> None:
        """Decide as the caller.

        Raises:
            PrivlineageError: PL905 and PL906, as `store.suggesting.Suggesting.review`.
        """
        at = self.clock()
        self.store.review([replace(review, by=self.identity, at=at) for review in reviews])

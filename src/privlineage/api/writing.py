"""What a caller does with the store: writes under the name the server knows, and reads what is their team's to see."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from privlineage.service.clock import utc_now
from privlineage.service.people.caller import Caller
from privlineage.service.people.identity import identity_of
from privlineage.service.serving.guarded import GUARDED, Guarded
from privlineage.service.serving.guarded_exemptions import GUARDED_EXEMPTIONS, GuardedExemptions
from privlineage.service.serving.guarded_reviews import GUARDED_REVIEWS, GuardedReviews
from privlineage.service.serving.scoped import SCOPED, scoped
from privlineage.store.protocol import Store

__all__ = ["Writing"]


@dataclass(frozen=True)
class Writing:
    """Methods of the store for one caller after the other.

    Attributes:
        clock: the time, ISO 8601 in UTC.
        store_url: the store's URL, for the marker beside a SQLite file.
        is_engine: whether callers are decision engines, which may call every method.
    """

    clock: Callable[[], str] = utc_now
    store_url: str = ""
    is_engine: bool = False

    def call(self, store: Store, caller: Caller, method: str, arguments: dict[str, Any]) -> Any:
        """Carry a method out as its caller."""
        answering: Any = store
        if method in GUARDED:
            answering = Guarded(store, identity_of(caller), self.clock, self.store_url)
        elif method in GUARDED_EXEMPTIONS:
            answering = GuardedExemptions(store, identity_of(caller), self.clock)
        elif method in GUARDED_REVIEWS:
            answering = GuardedReviews(store, identity_of(caller), self.clock)
        elif method in SCOPED:
            answering = scoped(store, identity_of(caller))
        elif method == "retain":
            arguments = {**arguments, "actor": caller.name, "at": self.clock()}
        elif method == "audit_head":
            arguments = {**arguments, "at": self.clock()}
        return getattr(answering, method)(**arguments)

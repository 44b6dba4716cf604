"""What the routes work with: one store and one decider per process, opened when first needed, used by a few threads."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast

from anyio import CapacityLimiter, to_thread

from privlineage.core.errors import STORE_DOWN, PrivlineageError
from privlineage.service.clock import new_verdict_id, utc_now
from privlineage.service.deciding.local import LocalDecider
from privlineage.service.people.caller import Caller
from privlineage.service.serving.wire import answer, safely
from privlineage.store.protocol import Store

__all__ = ["Backend"]

THREADS = 10
"""How many requests are worked on at once: a store's pool has 15 connections, and Airflow's API server its own work."""

T = TypeVar("T")


class Backend:
    """A store that is opened when first asked for, and anew after it was lost.

    Args:
        open_store: opens it.
    """

    def __init__(self, open_store: Callable[[], Store]) -> None:
        self._open_store = open_store
        self._lock = threading.Lock()
        self._decider: LocalDecider | None = None
        self._threads: CapacityLimiter | None = None

    def decider(self) -> LocalDecider:
        """The decider over the store; its `store` is the store.

        Raises:
            PrivlineageError: PL501 to PL504, when the store cannot be opened.
        """
        with self._lock:
            if self._decider is None:
                self._decider = LocalDecider(self._open_store(), utc_now, new_verdict_id)
            return self._decider

    async def run(self, work: Callable[[LocalDecider], Any]) -> dict[str, Any]:
        """The result of work in a thread, as `{"result": …}`, or its error as `{"error": …}`."""
        if self._threads is None:
            self._threads = CapacityLimiter(THREADS)
        return await to_thread.run_sync(lambda: safely(lambda: self._with_decider(work)), limiter=self._threads)

    async def answer(self, request: Mapping[str, Any], caller: Caller) -> dict[str, Any]:
        """The answer to one of the Decider's calls (`service.serving.wire`)."""

        def work(decider: LocalDecider) -> dict[str, Any]:
            found = answer(decider, request, caller)
            self.let_go_when_lost(decider, found)
            return found

        told = await self.run(work)
        return cast("dict[str, Any]", told.get("result", told))

    def let_go_when_lost(self, decider: LocalDecider, answer: Mapping[str, Any]) -> None:
        """Open the store anew next time, when an answer tells that it is lost."""
        if (answer.get("error") or {}).get("code") in STORE_DOWN:
            self._reopen(decider)

    def _with_decider(self, work: Callable[[LocalDecider], T]) -> T:
        decider = self.decider()
        try:
            return work(decider)
        except PrivlineageError as error:
            if error.code in STORE_DOWN:
                self._reopen(decider)
            raise

    def _reopen(self, lost: LocalDecider) -> None:
        """Open the store anew next time: a file that was restored from a backup is another file."""
        with self._lock:
            if self._decider is lost:
                self._decider = None
                lost.store.close()

    def close(self) -> None:
        """Let go of the store."""
        with self._lock:
            if self._decider is not None:
                self._decider.store.close()
                self._decider = None

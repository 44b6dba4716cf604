"""Answers that wait to be fetched: here, and in the store, where another API server finds them."""

from __future__ import annotations

import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from privlineage.core.errors import PrivlineageError
from privlineage.service.clock import utc_now
from privlineage.store.answering import KEPT_FOR, AnsweringStore

__all__ = ["Waiting"]

MOST = 32 << 20
"""Characters that wait in this process at most; the oldest go first, and are found in the store."""


class Waiting:
    """Answers by the instance that asked and the name it chose: nobody else can fetch them.

    Args:
        most: characters that wait in this process at most.
        clock: a monotonic clock.
    """

    def __init__(self, most: int = MOST, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._clock = clock
        self._lock = threading.Lock()
        self._held: OrderedDict[str, tuple[float, str]] = OrderedDict()
        self._size = 0

    def keep(self, instance: str, name: str, answer: str, store: object = None) -> None:
        """Let an answer wait.

        Raises:
            PrivlineageError: PL504, when the store that others would find it in cannot be written.
        """
        key = _key(instance, name)
        with self._lock:
            self._drop(key)
            self._held[key] = (self._clock() + KEPT_FOR, answer)
            self._size += len(answer)
            while self._held and (self._size > self._most or next(iter(self._held.values()))[0] < self._clock()):
                self._drop(next(iter(self._held)))
        if isinstance(store, AnsweringStore):
            try:
                store.keep_answer(key, answer, utc_now())
            except PrivlineageError:
                # What waits may be that the store is down; whoever comes back to this process hears it.
                if key not in self._held:
                    raise

    def fetch(self, instance: str, name: str, store: object = None) -> str | None:
        """The answer, None where none waits. It stays, since a client may have to ask again."""
        key = _key(instance, name)
        with self._lock:
            until, answer = self._held.get(key, (0.0, ""))
            if until >= self._clock() and answer:
                return answer
        return store.answer(key) if isinstance(store, AnsweringStore) else None

    def _drop(self, key: str) -> None:
        if key in self._held:
            self._size -= len(self._held.pop(key)[1])


def _key(instance: str, name: str) -> str:
    return hashlib.sha256(f"{instance}\n{name}".encode()).hexdigest()

"""Answers that wait to be fetched: here, and, when nobody comes at once, in the store, where another server finds them.

Whoever asks comes back over the same connection as a rule, and so to the same process: then nothing is written.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

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
        self._fetched: set[str] = set()
        self._size = 0

    def keep(self, instance: str, name: str, answer: str) -> None:
        """Let an answer wait in this process."""
        key = _key(instance, name)
        with self._lock:
            self._drop(key)
            self._held[key] = (self._clock() + KEPT_FOR, answer)
            self._size += len(answer)
            while self._held and (self._size > self._most or next(iter(self._held.values()))[0] < self._clock()):
                self._drop(next(iter(self._held)))

    def share(self, instance: str, name: str, store: object) -> None:
        """Put an answer where every server finds it, unless somebody has come for it.

        Raises:
            PrivlineageError: PL504, when the store cannot be written.
        """
        key = _key(instance, name)
        with self._lock:
            answer = None if key in self._fetched else self._held.get(key, (0.0, None))[1]
        if answer is not None and isinstance(store, AnsweringStore):
            store.keep_answer(key, answer, utc_now())

    def fetch(self, instance: str, name: str, store: object = None) -> str | None:
        """The answer, None where none waits. It stays, since a client may have to ask again."""
        key = _key(instance, name)
        with self._lock:
            until, answer = self._held.get(key, (0.0, ""))
            if until >= self._clock() and answer:
                self._fetched.add(key)
                return answer
        return store.answer(key) if isinstance(store, AnsweringStore) else None

    def _drop(self, key: str) -> None:
        if key in self._held:
            self._size -= len(self._held.pop(key)[1])
            self._fetched.discard(key)


def _key(instance: str, name: str) -> str:
    return hashlib.sha256(f"{instance}\n{name}".encode()).hexdigest()

"""Work that may hang, bounded: a store that does not answer must not hold a task forever."""

from __future__ import annotations

import contextvars
import threading
import time
from collections.abc import Callable
from typing import TypeVar

from privlineage.core.errors import PrivlineageError

__all__ = ["Deadline"]

T = TypeVar("T")


class Deadline:
    """A budget of seconds for several pieces of work.

    The work runs in a daemon thread, because a signal would not interrupt a database driver that waits in C. Work that
    is late is left behind: it can only add to the record, and its process ends with the task.

    Args:
        seconds: the budget.
        clock: a monotonic clock.
    """

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._end = clock() + seconds

    def run(self, work: Callable[[], T]) -> T:
        """The result of the work.

        Raises:
            PrivlineageError: PL504, when the budget is spent.
        """
        results: list[T] = []
        errors: list[BaseException] = []

        def carry_out() -> None:
            try:
                results.append(work())
            except BaseException as error:  # noqa: BLE001  # it is raised again below, in the caller's thread
                errors.append(error)

        context = contextvars.copy_context()
        thread = threading.Thread(target=context.run, args=(carry_out,), name="privlineage-gate", daemon=True)
        thread.start()
        thread.join(max(0.0, self._end - self._clock()))
        if errors:
            raise errors[0]
        if not results:
            raise PrivlineageError(
                "PL504",
                f"the store did not answer within {self._seconds:g} seconds",
                hint="look after the store, or raise [privlineage] gate_timeout",
            )
        return results[0]

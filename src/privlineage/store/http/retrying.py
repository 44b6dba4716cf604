"""Trying again, within a budget of seconds: only what never reached a server, or found it busy; never a refusal."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from privlineage.core.errors import PrivlineageError

__all__ = ["TransportFault", "retried"]

FIRST_WAIT, LONGEST_WAIT = 0.1, 2.0
"""Seconds of the bounds within which waits are drawn: a hundred tasks that met a restart do not come back at once."""

T = TypeVar("T")


class TransportFault(Exception):
    """A call that got no answer from the server itself; another try may.

    Args:
        error: what to say when no try gets one.
        lost: whether the server may have carried the call out and only its answer is missing.
    """

    def __init__(self, error: PrivlineageError, *, lost: bool = False) -> None:
        super().__init__(error.code)
        self.error = error
        self.lost = lost


def retried(work: Callable[[], T], seconds: float, *, repeatable: bool = True) -> T:
    """The result of work, tried again after transport faults: exponential backoff with full jitter.

    Args:
        work: raises `TransportFault` where another try may help.
        seconds: no try begins later than this.
        repeatable: whether the work may be done twice: else a lost answer is not asked for again.

    Raises:
        PrivlineageError: the last fault's error, once no further try fits.
    """
    # Every task process of Airflow has it in memory already.
    from tenacity import Retrying, retry_if_exception, stop_before_delay, wait_random_exponential

    retrying = Retrying(
        retry=retry_if_exception(lambda error: isinstance(error, TransportFault) and (repeatable or not error.lost)),
        wait=wait_random_exponential(multiplier=FIRST_WAIT, max=LONGEST_WAIT),
        stop=stop_before_delay(seconds),
        reraise=True,
    )
    try:
        return retrying(work)
    except TransportFault as fault:
        raise fault.error from None

"""The Decider this API server decides with: over its own store, opened on first use and kept."""

from __future__ import annotations

import threading
from typing import Any

from privlineage.airflow.config import Settings, settings
from privlineage.airflow.deciders import AIRFLOW
from privlineage.core.errors import PrivlineageError
from privlineage.service.decider import Decider

__all__ = ["Backend"]


class Backend:
    """The server's own store and what decides over it.

    Args:
        configured: the server's settings, those of this process when left out.
    """

    def __init__(self, configured: Settings | None = None) -> None:
        self._configured = configured
        self._lock = threading.Lock()
        self._decider: Decider | None = None

    @property
    def settings(self) -> Settings:
        """What is configured here."""
        return self._configured or settings()

    def decider(self) -> Decider:
        """The decider.

        Raises:
            PrivlineageError: PL003 when this server has no store of its own, PL501 to PL504 when it cannot be opened:
                the next call tries again.
        """
        with self._lock:
            if self._decider is None:
                self._decider = _opened(self.settings)
            return self._decider

    def store(self) -> Any:
        """The store below the decider, None where the decider has none of its own."""
        return getattr(self.decider(), "store", None)


def _opened(configured: Settings) -> Decider:
    from privlineage.service.connect import open_decider

    if not configured.enabled or not configured.store or configured.store.startswith(AIRFLOW):
        raise PrivlineageError(
            "PL003",
            "the API server has no store of its own",
            hint="set [privlineage] store in the API server's environment to the database's URL",
        )
    return open_decider(configured.store)

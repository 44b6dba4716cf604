"""The Decider this API server decides with: over its own store, opened on first use and shared with our API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from privlineage.airflow.config import Settings, settings
from privlineage.airflow.deciders import AIRFLOW
from privlineage.core.errors import PrivlineageError
from privlineage.service.deciding.local import LocalDecider
from privlineage.store.protocol import Store

__all__ = ["Backend", "store_url"]


def store_url(configured: Settings | None = None) -> str:
    """The URL of this server's own store.

    Raises:
        PrivlineageError: PL504, when it has none.
    """
    found = configured or settings()
    if not found.enabled or not found.store or found.store.startswith(AIRFLOW):
        raise PrivlineageError(
            "PL504",
            "the API server has no store of its own",
            hint="set [privlineage] store in the API server's environment to the database's URL",
        )
    return found.store


class Backend:
    """The server's own store and what decides over it; all of them in a process are one."""

    @property
    def settings(self) -> Settings:
        """What is configured here."""
        return settings()

    def decider(self) -> LocalDecider:
        """The decider.

        Raises:
            PrivlineageError: PL501 to PL504, when it has no store of its own or that cannot be opened: the next call
                tries again.
        """
        from privlineage.airflow.server.mounted import app

        store_url()
        found: LocalDecider = app().state.backend.decider()
        return found

    def let_go_when_lost(self, decider: LocalDecider, answer: Mapping[str, Any]) -> None:
        """Open the store anew next time, when an answer tells that it is lost."""
        from privlineage.airflow.server.mounted import app

        app().state.backend.let_go_when_lost(decider, answer)

    def store(self) -> Store:
        """The store below the decider.

        Raises:
            PrivlineageError: as `decider` does.
        """
        return self.decider().store

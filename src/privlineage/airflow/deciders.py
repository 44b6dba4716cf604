"""Who decides for this worker: the store itself, or a server in front of it, as `[privlineage] store` says."""

from __future__ import annotations

from privlineage.airflow.config import Settings
from privlineage.service.deciding.decider import Decider, Governance
from privlineage.store.http.address import is_server

__all__ = ["let_go", "open_for", "wait_for"]

AIRFLOW = "airflow:"


def open_for(settings: Settings, known: Governance | None = None) -> Decider:
    """The Decider a worker with these settings asks.

    Args:
        settings: what is configured here.
        known: the last governance seen, which a server need not send again.

    Raises:
        PrivlineageError: PL501 to PL504, when it cannot be reached or is not ours.
    """
    if settings.store.startswith(AIRFLOW):
        from privlineage.airflow.way_to_server import WayToServer
        from privlineage.service.serving.remote import RemoteDecider

        return RemoteDecider(WayToServer(settings.store), lambda: settings.gate_timeout, known)
    if is_server(settings.store):
        from privlineage.service.serving.over_http import decider_at

        return decider_at(settings.store, lambda: settings.gate_timeout, known)
    from privlineage.service.connect import open_decider

    return open_decider(settings.store)


def wait_for(settings: Settings) -> None:
    """Wait for questions of ours that are still under way where Airflow itself must speak next."""
    if settings.store.startswith(AIRFLOW):
        from privlineage.airflow.tunnel import settle

        settle()


def let_go(settings: Settings, decider: Decider | None) -> None:
    """Hold no connection to a database server while a task works: it has only so many, and tasks may take hours.

    A connection to a SQLite file costs nobody anything, and closing the last one would write the file anew.
    """
    store = getattr(decider, "store", None)
    if store is not None and settings.store.startswith("postgresql"):
        store.close()

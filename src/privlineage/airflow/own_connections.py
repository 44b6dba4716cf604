"""Which governed connections this worker can resolve by itself, without the API server ever being asked.

Airflow looks for a connection in a custom secrets backend, in the environment, and only then asks the API server. What
the first two hold, no guard on the server sees (see `docs/airflow.md`). Only names are looked at: a connection that a
backend hands out is dropped at once.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from typing import Any

from privlineage.service.deciding.decider import Governance

__all__ = ["governed_connections", "own_backends", "resolved_here"]

log = logging.getLogger(__name__)


def governed_connections(governance: Governance) -> list[str]:
    """Ids of the connections that a bundle names: those of its sources, and zone patterns that name one connection.

    >>> governed_connections(Governance("b", zone_patterns=("conn:ads_api", "conn:*", "wh.public.**")))
    ['ads_api']
    """
    declared = {conn_id for source in governance.sources for conn_id in source.conn_ids}
    named = (text.partition(":")[2] for text in governance.zone_patterns if text.startswith("conn:"))
    return sorted(declared | {conn_id for conn_id in named if "*" not in conn_id})


def own_backends() -> list[Any]:
    """The secrets backends of this process that do not ask the API server."""
    from airflow.sdk.execution_time.supervisor import ensure_secrets_backend_loaded

    return [backend for backend in ensure_secrets_backend_loaded() if not _asks_the_server(backend)]


def resolved_here(conn_ids: Iterable[str], backends: Sequence[Any]) -> dict[str, str]:
    """The connections that some backend here holds, each with the backend's name.

    A backend that fails is asked no further for that connection, as Airflow itself does.
    """
    found: dict[str, str] = {}
    for conn_id in conn_ids:
        for backend in backends:
            if _holds(backend, conn_id):
                found[conn_id] = type(backend).__name__
                break
    return found


def _holds(backend: Any, conn_id: str) -> bool:
    try:
        return backend.get_connection(conn_id=conn_id) is not None
    except Exception:  # a backend of the site may raise anything
        log.debug("%s could not be asked for a connection", type(backend).__name__, exc_info=True)
        return False


def _asks_the_server(backend: Any) -> bool:
    return type(backend).__name__ in ("ExecutionAPISecretsBackend", "SupervisorCommsSecretsBackend", "MetastoreBackend")

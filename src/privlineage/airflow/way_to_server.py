"""How a worker's questions get to Airflow's API server: through the task API, or to our own API there when too large.

The second way takes a ticket, which the first one gives out, and an address, which is the worker's own: never one that
came with an answer.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

from privlineage.airflow.deciders import AIRFLOW
from privlineage.airflow.tunnel import TooLarge, ask, ticket
from privlineage.core.errors import PrivlineageError
from privlineage.service.serving.over_http import HttpTransport

__all__ = ["WayToServer", "api_url"]


class WayToServer:
    """Carries requests for `service.serving.remote`.

    Args:
        store: the store's URL: `airflow:`, or `airflow:https://host/prefix` where our own API is elsewhere.
    """

    def __init__(self, store: str) -> None:
        self._store = store

    def __call__(self, request: dict[str, Any], timeout: float, /) -> Any:
        """The server's answer.

        Raises:
            TransportFault: when another try may get one.
            PrivlineageError: when none will.
        """
        try:
            # Airflow's supervisor has timeouts and retries of its own.
            return ask(request)
        except TooLarge:
            return self._api(request, timeout)

    @cached_property
    def _api(self) -> HttpTransport:
        return HttpTransport(api_url(self._store), ticket)


def api_url(store: str) -> str:
    """Where our own API is: where the store's URL says, else beside the task API.

    Raises:
        PrivlineageError: PL001, when neither says so.
    """
    told = store.removeprefix(AIRFLOW).strip()
    if told:
        return told
    from airflow.configuration import conf

    task_api = str(conf.get("core", "execution_api_server_url", fallback="") or "").rstrip("/")
    if not task_api:
        base = str(conf.get("api", "base_url", fallback="") or "").rstrip("/")
        task_api = f"{base}/execution" if base.startswith("http") else ""
    if not task_api.endswith("/execution"):
        raise PrivlineageError(
            "PL001",
            "the request is too large for Airflow's task API, and nothing says where privlineage's own is",
            hint="write [privlineage] store = airflow:https://HOST/privlineage in the worker",
        )
    return f"{task_api.removesuffix('/execution')}/privlineage"

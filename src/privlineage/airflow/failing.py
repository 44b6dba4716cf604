"""The exception that fails a task without retry, wherever this Airflow keeps it."""

from __future__ import annotations

from importlib import import_module
from typing import Any

__all__ = ["fail_exception"]


def fail_exception() -> type[Exception]:
    """Airflow's `AirflowFailException`: it moved to the task SDK after 3.1."""
    for home in ("airflow.sdk.exceptions", "airflow.exceptions"):
        found: Any = getattr(import_module(home), "AirflowFailException", None)
        if isinstance(found, type) and issubclass(found, Exception):
            return found
    raise ImportError("this Airflow has no AirflowFailException")

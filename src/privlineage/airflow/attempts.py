"""Which try of which task instance the gate is looking at."""

from __future__ import annotations

from typing import Any

from privlineage.core.verdict import Attempt

__all__ = ["attempt_of"]


def attempt_of(instance: Any) -> Attempt:
    """The attempt of a task instance; Airflow gives each retry and each mapped index an id of its own."""
    map_index = getattr(instance, "map_index", None)
    return Attempt(
        instance=str(instance.id),
        try_number=int(instance.try_number),
        run_id=str(getattr(instance, "run_id", "") or ""),
        map_index=-1 if map_index is None else int(map_index),
    )

"""What stands in for a gate that cannot be loaded: a file of ours or a package below us is missing or broken.

To tell what may be governed it needs nothing of ours: it goes by the copy of the governance in AIRFLOW_HOME, coarsely
and on the safe side, and fails that; everything else runs untouched. A half installed plugin neither lets governed
tasks through nor stops the whole site.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterable, Iterator
from typing import Any

__all__ = ["fail_what_may_be_governed"]

MARKER = "__privlineage__"
"""The attribute that our decorators leave (`markers.MARKER`, which may be what cannot be loaded)."""

log = logging.getLogger(__name__)


def fail_what_may_be_governed(context: Any, error: Exception) -> None:
    """Fail the task if it may be governed.

    Raises:
        AirflowFailException: PL203, where it may be.
    """
    task = getattr(context.get("ti"), "task", None) or context.get("task")
    if task is None or not _is_active() or not _may_be_governed(task):
        return
    from privlineage.airflow.failing import fail_exception

    log.error("privlineage cannot be loaded", exc_info=error)
    name = f"{getattr(task, 'dag_id', '')}.{getattr(task, 'task_id', '')}"
    raise fail_exception()(
        f"PL203 blocked: no decision could be made about `{name}`\n"
        f"  why   privlineage cannot be loaded here: {type(error).__name__}, see the log above\n"
        f"  fix   install it anew where tasks run, with what it needs; `privlineage doctor` says what is missing\n"
        f"  seen  no data was moved"
    )


def _is_active() -> bool:
    from airflow.configuration import conf

    enabled = str(conf.get("privlineage", "enabled", fallback="True")).strip().lower()
    store = str(conf.get("privlineage", "store", fallback="") or "").strip()
    return bool(store) and enabled not in ("false", "f", "0", "no", "off")


def _may_be_governed(task: Any) -> bool:
    if _is_marked(task) or _is_marked(getattr(task, "python_callable", None)):
        return True
    conn_ids, beginnings = _governed()
    connections = [getattr(task, name, None) for name in dir(type(task)) + list(vars(task)) if name.endswith("conn_id")]
    if conn_ids is None:
        # No bundle was ever seen here: what has SQL or a connection may be governed.
        return any([*connections, getattr(task, "sql", None)])
    texts = [*_texts(vars(task).values()), *_texts(connections), *_assets(task)]
    return any(text in conn_ids or any(beginning in text for beginning in beginnings) for text in texts)


def _is_marked(place: Any) -> bool:
    """Whether one of our decorators is on it, or on what it wraps."""
    for _ in range(100):
        if place is None or getattr(place, MARKER, None) is not None:
            return place is not None
        place = getattr(place, "__wrapped__", None) or getattr(place, "__func__", None) or getattr(place, "func", None)
    return True


def _governed() -> tuple[set[str] | None, list[str]]:
    """The connections of the last bundle seen, and how what lies in its sources and zones begins."""
    from airflow.configuration import get_airflow_home

    path = os.path.join(get_airflow_home(), "privlineage", "governance.json")  # noqa: PTH118  # pathlib is one import more
    try:
        with open(path, encoding="utf-8") as file:  # noqa: PTH123  # the same
            governance = json.load(file)["governance"]
        sources, patterns = governance.get("sources", []), governance.get("zone_patterns", [])
        conn_ids = {conn_id for source in sources for conn_id in source.get("conn_ids", [])}
        conn_ids |= {text.removeprefix("conn:") for text in patterns if text.startswith("conn:")}
        begins = [text.partition("*")[0] for text in patterns if "://" in text.partition("*")[0]]
        begins += [source["namespace"] for source in sources]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None, []
    return conn_ids, [begin for begin in begins if begin]


def _texts(values: Iterable[Any]) -> Iterator[str]:
    """Every text in the fields of an operator, as deep as templates reach; a list may hold itself."""
    seen: set[int] = set()
    left = list(values)
    while left:
        value = left.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict | list | tuple) and id(value) not in seen:
            seen.add(id(value))
            left += value.values() if isinstance(value, dict) else value


def _assets(task: Any) -> Iterator[str]:
    for asset in (*(getattr(task, "inlets", None) or ()), *(getattr(task, "outlets", None) or ())):
        yield str(getattr(asset, "uri", ""))

"""Looking again: at what happens to an operator between the gate and its work, and at how its try ends.

Everything here is put on the one operator object of this task process, never at parse time.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Generator
from typing import Any

__all__ = ["watch", "when_it_ends"]

_WATCHED = "_privlineage_watched"


def watch(task: Any, look_again: Callable[[], None]) -> None:
    """Call `look_again` after a user's `pre_execute`, and before an SQL operator reaches for its database.

    The user's own hooks run first, as they are, and see what they saw before. The last moment matters for operators
    that make their SQL inside `execute`, such as `@task.sql`.
    """
    if getattr(task, _WATCHED, False):
        return
    setattr(task, _WATCHED, True)
    task._pre_execute_hook = _then(getattr(task, "_pre_execute_hook", None), look_again)  # noqa: SLF001  # Airflow's slot
    from airflow.sdk import BaseOperator

    if type(task).pre_execute is not BaseOperator.pre_execute:
        task.pre_execute = _then(task.pre_execute, look_again)
    get_db_hook = getattr(task, "get_db_hook", None)
    if callable(get_db_hook):

        def get_db_hook_when_seen(*args: Any, **kwargs: Any) -> Any:
            look_again()
            return get_db_hook(*args, **kwargs)

        task.get_db_hook = get_db_hook_when_seen


def when_it_ends(task: Any, succeeded: Callable[[], None], failed: Callable[[], None]) -> None:
    """Call `succeeded` once the try has succeeded: after `execute`, `post_execute` and the XCom; `failed` if it fails.

    A post-execute hook would be too early: a later `post_execute` or a refused XCom still fails the try.
    """
    if getattr(task, "_privlineage_reports", False):
        return
    task._privlineage_reports = True  # noqa: SLF001  # our own mark
    for name, report in (
        ("on_success_callback", succeeded),
        ("on_failure_callback", failed),
        ("on_retry_callback", failed),
    ):
        callbacks = getattr(task, name, None) or []
        own = list(callbacks) if isinstance(callbacks, list | tuple) else [callbacks]
        setattr(task, name, [*own, _called_back(report)])


def _called_back(report: Callable[[], None]) -> Callable[[Any], None]:
    def reported(_context: Any) -> None:
        report()

    return reported


def _then(hook: Any, look_again: Callable[[], None]) -> Callable[..., Any]:
    if inspect.isgeneratorfunction(hook):

        def drained(*args: Any, **kwargs: Any) -> Generator[Any, Any, Any]:
            result = yield from hook(*args, **kwargs)
            look_again()
            return result

        return drained

    def called(*args: Any, **kwargs: Any) -> Any:
        result = hook(*args, **kwargs) if hook is not None else None
        look_again()
        return result

    return called

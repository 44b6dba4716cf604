"""Telling people of a verdict through the site's own Airflow notifiers.

`[privlineage] notify` names them by import path: notifiers, or functions that make one. They are called as a failure
callback would be, with the task's context and `privlineage` in it: a template may say `{{ privlineage.message }}`.
A notifier that fails or hangs is a line in the log: it neither lets a task through nor stops one.
"""

from __future__ import annotations

import copy
import logging
from collections.abc import Mapping
from importlib import import_module
from typing import Any

from privlineage.airflow.config import Settings
from privlineage.airflow.deadline import Deadline
from privlineage.core.errors import PrivlineageError
from privlineage.core.verdict import Verdict

__all__ = ["about", "notify"]

log = logging.getLogger(__name__)


def notify(settings: Settings, verdict: Verdict, context: Mapping[str, Any], patience: float) -> None:
    """Call every configured notifier, where the verdict's outcome is one that people want to hear of.

    Args:
        settings: which notifiers, and on which outcomes.
        verdict: what was decided.
        context: the task's context.
        patience: seconds that all of them together may take.
    """
    if not settings.notify or verdict.outcome.value not in settings.notify_on:
        return
    told = {**context, "privlineage": about(verdict)}
    deadline = Deadline(patience)
    for path in settings.notify:
        try:
            deadline.run(lambda path=path: _notifier(path)(told))  # type: ignore[misc]  # bound now, called now
        except PrivlineageError as error:
            late = f"it took longer than {patience:g} seconds" if error.code == "PL504" else error.message
            log.warning("privlineage could not notify through `%s`: %s", path, late)
        except Exception as error:  # noqa: BLE001  # a notifier of the site may raise anything
            log.warning("privlineage could not notify through `%s`: %s", path, type(error).__name__)


def about(verdict: Verdict) -> dict[str, Any]:
    """What a notifier's templates find under `privlineage`: names and counts, no data values.

    Returns:
        `verdict` (its id), `outcome`, `would`, `dag_id`, `task_id`, `owner`, `rules`, `zones`, `bundle`, and `message`,
        the text that the task's log shows.
    """
    from privlineage.service.answering.message import message

    return {
        "verdict": verdict.id,
        "outcome": verdict.outcome.value,
        "would": verdict.decision.would.value,
        "dag_id": verdict.job.dag_id,
        "task_id": verdict.job.task_id,
        "owner": verdict.job.owner,
        "rules": list(verdict.decision.rules),
        "zones": list(dict.fromkeys(finding.zone for finding in verdict.decision.findings)),
        "bundle": verdict.bundle,
        "message": message(verdict),
    }


def _notifier(path: str) -> Any:
    """A notifier that nobody has rendered yet: rendering writes into it."""
    from airflow.sdk import BaseNotifier

    found = _named(path)
    if isinstance(found, type) or not isinstance(found, BaseNotifier):
        made = found() if callable(found) else None
        if not isinstance(made, BaseNotifier):
            raise PrivlineageError("PL001", "it is neither an Airflow notifier nor makes one")
        return made
    return copy.deepcopy(found)


def _named(path: str) -> Any:
    module, dot, name = path.strip().rpartition(".")
    if not dot:
        raise PrivlineageError("PL001", "it is no import path such as `my_site.alerts.privacy`")
    try:
        return getattr(import_module(module), name)
    except (ImportError, AttributeError):
        raise PrivlineageError("PL001", "it cannot be imported in the task's process") from None

"""`doctor` as a task: what holds in a worker, which the command line on a person's machine cannot tell."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from airflow.sdk import BaseOperator

from privlineage.airflow.config import Settings
from privlineage.airflow.failing import fail_exception
from privlineage.core.errors import PrivlineageError
from privlineage.service.answering.doctor import Check, Standing
from privlineage.service.deciding.decider import Governance

__all__ = ["DoctorOperator"]

_RANKS = [Standing.GOOD, Standing.UNKNOWN, Standing.WARNING, Standing.BAD]


class DoctorOperator(BaseOperator):
    """Looks at the worker it runs on: which layers are active, and which governed connections go past the server.

    The result, also as XCom, is what `privlineage doctor --format json` prints under `checks`; it names connections and
    versions, never a credential or a value.

    Args:
        fail_on: the least standing that fails the task: `bad`, `warning`, or `never`.

    >>> DoctorOperator(task_id="doctor", fail_on="warning").fail_on
    'warning'
    """

    def __init__(self, *, fail_on: str = "bad", **more: Any) -> None:
        super().__init__(**more)
        if fail_on not in ("bad", "warning", "never"):
            raise PrivlineageError("PL001", f"`{fail_on}` is nothing to fail on", hint="bad, warning or never")
        self.fail_on = fail_on

    def execute(self, context: Any) -> list[dict[str, str]]:  # noqa: ARG002  # Airflow hands it over
        """Look, log what was found, and fail if it is bad enough.

        Raises:
            AirflowFailException: when something is as bad as `fail_on` says.
        """
        from privlineage.airflow.activation import airflow_checks

        checks = [*airflow_checks(), *worker_checks()]
        width = max(len(check.name) for check in checks)
        lines = [f"{check.standing.value:8}{check.name.ljust(width)}  {check.detail}" for check in checks]
        self.log.info("privlineage in this worker:\n%s", "\n".join(lines))
        wrong = [line for check, line in zip(checks, lines, strict=True) if self._fails(check)]
        if wrong:
            raise fail_exception()("privlineage is not as it should be in this worker:\n" + "\n".join(wrong))
        return [check.to_json() for check in checks]

    def _fails(self, check: Check) -> bool:
        return self.fail_on != "never" and _RANKS.index(check.standing) >= _RANKS.index(Standing(self.fail_on))


def worker_checks() -> list[Check]:
    """What a worker alone can tell."""
    from privlineage.airflow.activation import tried
    from privlineage.airflow.asking import governance_in_force
    from privlineage.airflow.config import settings

    configured = settings()
    if not configured.active:
        return []
    asked = cache(lambda: governance_in_force(configured))
    return [
        tried("decisions", lambda: _decisions(configured, asked())),
        tried("connections", lambda: _connections(asked())),
    ]


def _decisions(configured: Settings, governance: Governance) -> tuple[Standing, str]:
    """Where decisions are made, now that this worker has reached that place."""
    scheme = configured.store.partition(":")[0]
    bundle = f"bundle {governance.bundle[:12]}"
    if scheme in ("https", "http", "airflow"):
        return Standing.GOOD, f"on the server; {bundle}; no database credential here"
    return Standing.UNKNOWN, f"in the task, with the store's own credential; {bundle}: a guardrail for honest authors"


def _connections(governance: Governance) -> tuple[Standing, str]:
    """Which governed connections are found without the API server."""
    from privlineage.airflow.own_connections import governed_connections, own_backends, resolved_here

    named: Sequence[str] = governed_connections(governance)
    here = resolved_here(named, own_backends())
    if not here:
        return Standing.GOOD, f"{len(named)} governed ones are known to the API server alone"
    listed = ", ".join(f"{conn_id} ({where})" for conn_id, where in here.items())
    return Standing.WARNING, f"resolved in this worker, past any guard on the server: {listed}"

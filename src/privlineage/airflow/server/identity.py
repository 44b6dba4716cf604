"""Which try of which task is asking: proven by the token that Airflow gave its supervisor, and by Airflow's database.

Airflow's own validator looks at the token, so that keys, issuers and audiences are those of the site. A token outlives
the work it was made for; so the instance must be there still, in a state in which it may ask.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from privlineage.service.people.caller import Caller

__all__ = ["OVER", "Refused", "Try", "token_of", "try_of", "validated"]

OVER = "over"
"""State of a try that was replaced by the next one."""


class Refused(Exception):
    """Whoever asks is not who may.

    Args:
        status: of the HTTP answer.
        why: for the server's log; nothing of a token.
    """

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status
        self.why = why


@dataclass(frozen=True, slots=True)
class Try:
    """One try of a task instance, as Airflow's database has it.

    Attributes:
        instance: the task instance's id, a UUID in lower case.
        dag_id: its DAG.
        task_id: its task.
        run_id: its run.
        map_index: -1 when not mapped.
        try_number: 1 for the first.
        state: Airflow's word, or `OVER`.
    """

    instance: str
    dag_id: str
    task_id: str
    run_id: str
    map_index: int
    try_number: int
    state: str

    @property
    def caller(self) -> Caller:
        """Itself as the Decider knows it."""
        return Caller(
            kind="task",
            name=f"{self.dag_id}.{self.task_id}",
            how="airflow",
            instance=self.instance,
            dag_id=self.dag_id,
            task_id=self.task_id,
            run_id=self.run_id,
            try_number=self.try_number,
            map_index=self.map_index,
        )


def token_of(scope: Mapping[str, Any]) -> str:
    """The bearer token of a request: the first one, as for Airflow, whose own middleware may have added another.

    Raises:
        Refused: when there is none.
    """
    values = [value for name, value in scope.get("headers", ()) if bytes(name).lower() == b"authorization"]
    scheme, _, token = values[0].decode("latin-1").partition(" ") if values else ("", "", "")
    if scheme.lower() != "bearer" or not token.strip():
        raise Refused(401, "no bearer token")
    return str(token).strip()


async def validated(scope: Mapping[str, Any]) -> str:
    """The id of the task instance that a request's token was made for.

    Raises:
        Refused: when the token is not one of a task at work: forged, expired, of another audience or scope.
    """
    import svcs
    from airflow.api_fastapi.auth.tokens import JWTValidator

    token = token_of(scope)
    registry = _execution_app(scope["app"]).state.svcs_registry
    async with svcs.Container(registry) as services:
        validator: Any = await services.aget(JWTValidator)
        try:
            claims = await validator.avalidated_claims(token, {})
        except Exception as error:  # noqa: BLE001
            # As Airflow does: whatever is wrong with it, it is no token.
            raise Refused(403, f"the token is not valid ({type(error).__name__})") from None
    # Airflow 3.1 writes no scope into a task's token; a workload's, of later versions, is for starting one alone.
    if claims.get("scope", "execution") != "execution":
        raise Refused(403, "the token is not one of a task at work")
    try:
        return str(UUID(claims.get("sub")))
    except (ValueError, TypeError, AttributeError):
        raise Refused(403, "the token names no task instance") from None


def _execution_app(app: Any) -> Any:
    """The app of the task API inside Airflow's own."""
    from starlette.routing import Mount

    for route in app.routes:
        if isinstance(route, Mount) and route.path == "/execution":
            return route.app
    raise Refused(403, "this API server has no task API")


def try_of(instance: str) -> Try:
    """The try that an instance is at, from Airflow's database. Blocks: not for the event loop.

    A try that is `OVER` was replaced by its retry, which has an id of its own.

    Raises:
        Refused: when there never was such an instance, or it was cleared since.
    """
    from airflow.models.taskinstance import TaskInstance
    from airflow.models.taskinstancehistory import TaskInstanceHistory
    from airflow.utils.session import create_session

    now: Any = TaskInstance
    before: Any = TaskInstanceHistory
    with create_session(scoped=False) as session:
        found = _row(session, now, now.id, instance)
        past = None if found else _row(session, before, before.task_instance_id, instance)
    row = found or past
    if row is None:
        raise Refused(403, "there is no such task instance")
    return Try(
        instance=instance,
        dag_id=str(row.dag_id),
        task_id=str(row.task_id),
        run_id=str(row.run_id),
        map_index=int(row.map_index),
        try_number=int(row.try_number),
        state=str(getattr(row.state, "value", row.state) or "") if found else OVER,
    )


def _row(session: Any, table: Any, column: Any, instance: str) -> Any:
    from sqlalchemy import select

    wanted = select(table.dag_id, table.task_id, table.run_id, table.map_index, table.try_number, table.state)
    # Airflow 3.1 keeps ids as text, later versions as UUIDs.
    as_kept = UUID(instance) if column.type.python_type is UUID else instance
    return session.execute(wanted.where(column == as_kept)).first()

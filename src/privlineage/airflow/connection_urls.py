"""The database URL behind an Airflow connection, for commands that look at a source's schema."""

from __future__ import annotations

import warnings
from typing import Any

from privlineage.core.errors import PrivlineageError

__all__ = ["connection_url"]


def connection_url(conn_id: str, *, instead: str = "pass --url") -> str:
    """A SQLAlchemy URL for the database a connection leads to; it may hold a password, so show it to nobody.

    Args:
        conn_id: the connection.
        instead: what a person may do without it, for the error.

    Raises:
        PrivlineageError: PL001, when there is no such connection or it leads to no database.
    """
    from airflow.models.connection import Connection

    try:
        connection: Any = Connection.get_connection_from_secrets(conn_id)
        if connection.conn_type == "duckdb":
            # Its hook is in no provider of Airflow's own, and opening the file needs none.
            return f"duckdb:///{connection.host or connection.schema or ''}"
        with warnings.catch_warnings():
            # A provider's own deprecations are none of this command's business.
            warnings.simplefilter("ignore")
            hook = connection.get_hook()
    except Exception as error:  # noqa: BLE001  # what a provider's hook says may hold the connection's secrets
        if type(error).__name__ == "AirflowNotFoundException":
            what, hint = (
                f"Airflow knows no connection `{conn_id}`",
                f"run this where Airflow is configured, or {instead}",
            )
        else:
            what = f"the connection `{conn_id}` cannot be used ({type(error).__name__})"
            hint = f"is its provider installed? or {instead}"
        raise PrivlineageError("PL001", what, hint=hint) from None
    get_uri = getattr(hook, "get_uri", None)
    if get_uri is None:
        raise PrivlineageError("PL001", f"the connection `{conn_id}` leads to no database", hint=instead)
    return str(get_uri())

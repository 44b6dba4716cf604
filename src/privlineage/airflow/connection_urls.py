"""The database URL behind an Airflow connection, for commands that look at a source's schema."""

from __future__ import annotations

from privlineage.core.errors import PrivlineageError

__all__ = ["connection_url"]


def connection_url(conn_id: str) -> str:
    """A SQLAlchemy URL for the database a connection leads to; it may hold a password, so show it to nobody.

    Raises:
        PrivlineageError: PL001, when there is no such connection or it leads to no database.
    """
    from airflow.exceptions import AirflowNotFoundException
    from airflow.models.connection import Connection

    try:
        hook = Connection.get_connection_from_secrets(conn_id).get_hook()
    except AirflowNotFoundException:
        raise PrivlineageError(
            "PL001",
            f"Airflow knows no connection `{conn_id}`",
            hint="run this where Airflow is configured, or pass --url",
        ) from None
    except Exception as error:
        # What a provider's hook says may hold the connection's secrets.
        raise PrivlineageError(
            "PL001",
            f"the connection `{conn_id}` cannot be used ({type(error).__name__})",
            hint="is its provider installed? or pass --url",
        ) from None
    get_uri = getattr(hook, "get_uri", None)
    if get_uri is None:
        raise PrivlineageError("PL001", f"the connection `{conn_id}` leads to no database", hint="pass --url")
    return str(get_uri())

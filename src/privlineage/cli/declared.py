"""A declared source that a command names, and the way to its database."""

from __future__ import annotations

from privlineage.core.errors import PrivlineageError
from privlineage.core.sources import Source, Sources

__all__ = ["connection_of", "declared_source"]


def declared_source(name: str, sources: Sources) -> Source:
    """The declared source of that name.

    Raises:
        PrivlineageError: PL302, when there is none.
    """
    found = sources.get(name)
    if found is None:
        near = sources.suggest(name)
        hint = f"did you mean `{near}`?" if near else "declare it in sources.yml, and name the folder with --bundle"
        raise PrivlineageError("PL302", f"the source `{name}` is not declared", hint=hint)
    return found


def connection_of(source: Source) -> str:
    """The URL behind the first of the source's Airflow connections.

    Raises:
        PrivlineageError: PL001, when it names none.
    """
    if not source.conn_ids:
        raise PrivlineageError(
            "PL001",
            f"the source `{source.name}` names no connection",
            hint="pass --url, or add conn_ids in sources.yml",
        )
    from privlineage.airflow.connection_urls import connection_url

    return connection_url(source.conn_ids[0])

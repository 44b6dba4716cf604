"""`privlineage schemas pull`: columns and types of a source, into a lock file and into the store."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from privlineage.cli.files import write_text
from privlineage.cli.options import FormatOption, OutputFormat, StoreOption
from privlineage.cli.screen import say, show_json
from privlineage.cli.storage import optional_store_url
from privlineage.core.errors import PrivlineageError
from privlineage.core.sources import Source, Sources

if TYPE_CHECKING:
    from privlineage.lineage.schemas import PulledTable
    from privlineage.policy.model import Bundle
    from privlineage.service.schemas import Lock

__all__ = ["pull"]


def pull(
    *,
    source: Annotated[
        str | None, typer.Option("--source", help="The declared source to ask; else every one with a connection.")
    ] = None,
    out: Annotated[
        str | None, typer.Option("-o", "--output", metavar="FILE", help="The lock file to write; others in it stay.")
    ] = None,
    bundle: Annotated[
        Path | None, typer.Option("--bundle", metavar="DIR", help="The folder that declares the source.")
    ] = None,
    url: Annotated[
        str | None, typer.Option("--url", help="SQLAlchemy's URL; else the source's Airflow connection.")
    ] = None,
    store: StoreOption = None,
    output: FormatOption = OutputFormat.text,
) -> int:
    """Ask a database for its tables and views: into a lock file for `check`, and into the store for the gate."""
    from privlineage.service.clock import utc_now
    from privlineage.service.schemas import bundle_of, keep_schemas, lock_of, merged_lock, read_lock
    from privlineage.store.open import open_store

    where = optional_store_url(store)
    if out is None and where is None:
        raise PrivlineageError("PL001", "nowhere to put the schemas", hint="pass -o FILE, or a store, or both")
    lock: Lock = read_lock(out) if out is not None and Path(out).exists() else {}
    opened = open_store(where) if where is not None else None
    pulled = {}
    try:
        for declared, tables in _pulled(source, url, bundle_of(bundle, opened)):
            pulled[declared.name] = tables
            lock = merged_lock(lock, declared.name, lock_of(tables))
            if opened is not None:
                keep_schemas(opened, tables, utc_now())
    finally:
        if opened is not None:
            opened.close()
    if out is not None:
        write_text(out, json.dumps(lock, ensure_ascii=False, indent=2) + "\n")
    if output is OutputFormat.json:
        show_json({name: lock[name] for name in pulled})
    else:
        _show(pulled, " and ".join(place for place in (out, "the store" if opened is not None else None) if place))
    return 0


def _pulled(name: str | None, url: str | None, bundle: Bundle) -> Iterator[tuple[Source, list[PulledTable]]]:
    """Every source that is meant, with its tables."""
    from privlineage.lineage.schemas import pull_schemas

    if name is not None:
        chosen = [_declared(name, bundle.sources)]
    elif url is not None:
        raise PrivlineageError("PL001", "nobody says of which source the URL is", hint="pass --source")
    else:
        chosen = [source for source in bundle.sources if source.dotted and source.conn_ids]
        if not chosen:
            raise PrivlineageError("PL001", "no source declares a connection", hint="add conn_ids in sources.yml")
    for source in chosen:
        yield source, pull_schemas(source, url or _connection_url(source), bundle.weakening.kept_literals)


def _show(pulled: Mapping[str, list[PulledTable]], places: str) -> None:
    for name, tables in pulled.items():
        views = sum(1 for table in tables if table.view)
        columns = sum(len(table.columns) for table in tables)
        say(f"{name}: {len(tables)} tables with {columns} columns, {views} of them views → {places}")


def _declared(name: str, sources: Sources) -> Source:
    found = sources.get(name)
    if found is None:
        near = sources.suggest(name)
        hint = f"did you mean `{near}`?" if near else "declare it in sources.yml, and name the folder with --bundle"
        raise PrivlineageError("PL302", f"the source `{name}` is not declared", hint=hint)
    return found


def _connection_url(source: Source) -> str:
    """The URL behind the first of the source's Airflow connections."""
    if not source.conn_ids:
        raise PrivlineageError(
            "PL001",
            f"the source `{source.name}` names no connection",
            hint="pass --url, or add conn_ids in sources.yml",
        )
    from privlineage.airflow.connection_urls import connection_url

    return connection_url(source.conn_ids[0])

"""`privlineage schemas`: columns and types of a source, into a lock file and into the store, and what has changed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from privlineage.cli.files import write_text
from privlineage.cli.options import FormatOption, OutputFormat, StoreOption
from privlineage.cli.screen import note, say, show_json
from privlineage.cli.storage import optional_store_url
from privlineage.core.errors import PrivlineageError
from privlineage.core.sources import Source, Sources

if TYPE_CHECKING:
    from privlineage.lineage.schemas import Pulled, PulledTable
    from privlineage.policy.model import Bundle
    from privlineage.service.schema_lock import Lock
    from privlineage.store.protocol import Store

__all__ = ["diff", "pull"]

SourceOption = Annotated[
    str | None, typer.Option("--source", help="The declared source to ask; else every one with a connection.")
]
BundleOption = Annotated[
    Path | None, typer.Option("--bundle", metavar="DIR", help="The folder that declares the source.")
]
UrlOption = Annotated[str | None, typer.Option("--url", help="SQLAlchemy's URL; else the source's Airflow connection.")]
ManifestOption = Annotated[
    Path | None,
    typer.Option("--manifest", metavar="FILE", help="dbt's manifest.json instead of a database, and its catalog.json."),
]


def pull(
    *,
    source: SourceOption = None,
    out: Annotated[
        str | None, typer.Option("-o", "--output", metavar="FILE", help="The lock file to write; others in it stay.")
    ] = None,
    bundle: BundleOption = None,
    url: UrlOption = None,
    manifest: ManifestOption = None,
    store: StoreOption = None,
    output: FormatOption = OutputFormat.text,
) -> int:
    """Ask a database for its tables and views: into a lock file for `check`, and into the store for the gate."""
    from privlineage.service.clock import utc_now
    from privlineage.service.schema_lock import Lock, read_lock
    from privlineage.service.schemas import bundle_of, keep_schemas

    where = optional_store_url(store)
    if out is None and where is None:
        raise PrivlineageError("PL001", "nowhere to put the schemas", hint="pass -o FILE, or a store, or both")
    lock = read_lock(out) if out is not None and Path(out).exists() else Lock()
    opened = _opened(where)
    pulled: dict[str, tuple[PulledTable, ...]] = {}
    began = utc_now()
    try:
        loaded = bundle_of(bundle, opened)
        for declared, found in _found(loaded, source, url, manifest):
            pulled[declared.name] = found.tables
            lock = lock.with_source(declared.name, found.tables, (dataset.name for dataset in found.unread))
            if opened is not None:
                keep_schemas(opened, declared, found.tables, began, whole=manifest is None and not found.unread)
    finally:
        if opened is not None:
            opened.close()
    if out is not None:
        write_text(out, json.dumps(lock.to_json(), ensure_ascii=False, indent=2) + "\n")
    if output is OutputFormat.json:
        show_json(lock.only(pulled).to_json())
    else:
        places = " and ".join(place for place in (out, "the store" if opened is not None else None) if place)
        _show(pulled, lock, places)
    return 0


def diff(
    lock: Annotated[str, typer.Argument(metavar="LOCK", help="What `privlineage schemas pull -o` wrote.")],
    *,
    source: SourceOption = None,
    bundle: BundleOption = None,
    url: UrlOption = None,
    manifest: ManifestOption = None,
    store: StoreOption = None,
    output: FormatOption = OutputFormat.text,
) -> int:
    """Compare a lock file with the database: exit 1 and list what has changed when the lock is out of date."""
    from privlineage.service.schema_lock import differences, read_lock
    from privlineage.service.schemas import bundle_of

    before = read_lock(lock)
    opened = None if bundle is not None else _opened(optional_store_url(store))
    try:
        loaded = bundle_of(bundle, opened)
    finally:
        if opened is not None:
            opened.close()
    changes: dict[str, list[str]] = {}
    for declared, found in _found(loaded, source, url, manifest):
        now = before.with_source(declared.name, found.tables, (dataset.name for dataset in found.unread))
        changes[declared.name] = differences(before, now, declared.name)
    if output is OutputFormat.json:
        show_json({"changes": changes})
    else:
        for name, lines in changes.items():
            say(f"{name}: {f'{len(lines)} differences' if len(lines) != 1 else '1 difference'}")
            for line in lines:
                say(f"  {line}")
    return 1 if any(changes.values()) else 0


def _opened(url: str | None) -> Store | None:
    from privlineage.store.open import open_store

    return open_store(url) if url is not None else None


def _found(bundle: Bundle, name: str | None, url: str | None, manifest: Path | None) -> Iterator[tuple[Source, Pulled]]:
    """Every source that is meant, with its tables."""
    kept = bundle.weakening.kept_literals
    if manifest is not None:
        if url is not None:
            raise PrivlineageError("PL001", "a manifest is read without a database", hint="leave out --url")
        from privlineage.cli.manifest import found_in_manifest

        yield from found_in_manifest(manifest, bundle, _declared(name, bundle.sources) if name is not None else None)
        return
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
        found = pull_schemas(source, url or _connection_url(source), kept)
        _tell_unread(source, found)
        yield source, found


def _tell_unread(source: Source, found: Pulled) -> None:
    if found.unread:
        shown = ", ".join(f"`{name}`" for name in found.unread[:5]) + (" …" if len(found.unread) > 5 else "")
        note(f"{source.name}: {len(found.unread)} tables could not be read, and stay as they were known: {shown}")
    from privlineage.core.schema import UNREADABLE

    closed = sum(1 for table in found.tables if table.view == UNREADABLE)
    if closed:
        note(f"{source.name}: the SQL of {closed} views could not be read; whatever reads them is unresolved")


def _show(pulled: Mapping[str, tuple[PulledTable, ...]], lock: Lock, places: str) -> None:
    for name, tables in pulled.items():
        views = sum(1 for table in tables if table.view)
        columns = sum(len(table.columns) for table in tables)
        counts = f"{len(tables)} tables with {columns} columns, {views} of them views"
        say(f"{name}: {counts} → {places} (fingerprint {lock.fingerprint(name)[:12]})")


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

"""`privlineage schemas`: columns and types of a source, into a lock file and into the store, and what has changed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from privlineage.cli.declared import connection_of, declared_source
from privlineage.cli.files import write_text
from privlineage.cli.options import FormatOption, OutputFormat, StoreOption
from privlineage.cli.screen import note, say, show_json
from privlineage.cli.storage import optional_store_url
from privlineage.core.errors import PrivlineageError
from privlineage.core.sources import Source

if TYPE_CHECKING:
    from privlineage.lineage.schemas import Pulled
    from privlineage.policy.model import Bundle
    from privlineage.service.schemas.lock import Lock
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
FromOption = Annotated[Path | None, typer.Option("--from", metavar="LOCK", help="A lock file instead of a database.")]


def pull(
    *,
    source: SourceOption = None,
    out: Annotated[
        str | None, typer.Option("-o", "--output", metavar="FILE", help="The lock file to write; others in it stay.")
    ] = None,
    bundle: BundleOption = None,
    url: UrlOption = None,
    manifest: ManifestOption = None,
    lock: FromOption = None,
    store: StoreOption = None,
    output: FormatOption = OutputFormat.text,
) -> int:
    """Ask a database for its tables and views: into a lock file for `check`, and into the store for the gate."""
    from privlineage.service.clock import utc_now
    from privlineage.service.schemas.lock import Lock, read_lock
    from privlineage.service.schemas.pulled import bundle_of

    where = optional_store_url(store)
    if out is None and where is None:
        raise PrivlineageError("PL001", "nowhere to put the schemas", hint="pass -o FILE, or a store, or both")
    written = read_lock(out) if out is not None and Path(out).exists() else Lock()
    opened = _opened(where)
    pulled: dict[str, Pulled] = {}
    began = utc_now()
    origin = _Origin(source, url, manifest, lock)
    try:
        for declared, found in _found(bundle_of(bundle, opened), origin):
            pulled[declared.name] = found
            written = _with(written, declared, found, origin)
            if opened is not None:
                _keep(opened, declared, found, origin, began)
    finally:
        if opened is not None:
            opened.close()
    if out is not None:
        write_text(out, json.dumps(written.to_json(), ensure_ascii=False, indent=2) + "\n")
    if output is OutputFormat.json:
        show_json(written.only(pulled).to_json())
    else:
        places = " and ".join(place for place in (out, "the store" if opened is not None else None) if place)
        _show(pulled, written, places)
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
    from privlineage.service.schemas.lock import differences, read_lock
    from privlineage.service.schemas.pulled import bundle_of

    before = read_lock(lock)
    opened = None if bundle is not None else _opened(optional_store_url(store))
    try:
        loaded = bundle_of(bundle, opened)
    finally:
        if opened is not None:
            opened.close()
    origin = _Origin(source, url, manifest)
    changes = {
        declared.name: differences(before, _with(before, declared, found, origin), declared.name)
        for declared, found in _found(loaded, origin)
    }
    if output is OutputFormat.json:
        show_json({"changes": changes})
    else:
        for name, lines in changes.items():
            say(f"{name}: {f'{len(lines)} differences' if len(lines) != 1 else '1 difference'}")
            for line in lines:
                say(f"  {line}")
    return 1 if any(changes.values()) else 0


@dataclass(frozen=True, slots=True)
class _Origin:
    """Where schemas come from: a database, or a file that somebody names instead."""

    source: str | None
    url: str | None = None
    manifest: Path | None = None
    lock: Path | None = None

    def __post_init__(self) -> None:
        if sum(given is not None for given in (self.url, self.manifest, self.lock)) > 1:
            raise PrivlineageError("PL001", "several places to take schemas from", hint="name one of them")

    @property
    def is_file(self) -> bool:
        return self.manifest is not None or self.lock is not None


def _with(lock: Lock, source: Source, found: Pulled, origin: _Origin) -> Lock:
    """The lock with what was found: a database's own answer is all there is."""
    if origin.is_file:
        return lock.with_tables(source.name, found.tables)
    return lock.with_source(source.name, found.tables, (dataset.name for dataset in found.unread))


def _keep(store: Store, source: Source, found: Pulled, origin: _Origin, began: str) -> None:
    from privlineage.service.schemas.pulled import keep, keep_schemas

    if origin.manifest is not None:
        keep(store, found.tables, "declared", began)
    else:
        keep_schemas(store, source, found.tables, began, whole=not origin.is_file and not found.unread)


def _opened(url: str | None) -> Store | None:
    from privlineage.store.open import open_store

    return open_store(url) if url is not None else None


def _found(bundle: Bundle, origin: _Origin) -> Iterator[tuple[Source, Pulled]]:
    """Every source that is meant, with its tables."""
    only = declared_source(origin.source, bundle.sources) if origin.source is not None else None
    if origin.manifest is not None:
        from privlineage.cli.manifest import found_in_manifest

        yield from found_in_manifest(origin.manifest, bundle, only)
    elif origin.lock is not None:
        yield from _found_in_lock(origin.lock, bundle, only)
    else:
        yield from _asked(bundle, only, origin.url)


def _found_in_lock(path: Path, bundle: Bundle, only: Source | None) -> Iterator[tuple[Source, Pulled]]:
    from privlineage.lineage.schemas import Pulled
    from privlineage.service.schemas.lock import read_lock

    lock = read_lock(path)
    if only is not None and only.name not in lock.tables:
        raise PrivlineageError("PL302", f"`{path}` holds nothing of the source `{only.name}`", hint="see its keys")
    for name in lock.tables:
        if only is None or name == only.name:
            source = declared_source(name, bundle.sources)
            yield source, Pulled(tuple(lock.part(source, bundle.weakening.kept_literals)))


def _asked(bundle: Bundle, only: Source | None, url: str | None) -> Iterator[tuple[Source, Pulled]]:
    from privlineage.lineage.schemas import pull_schemas

    if only is not None:
        chosen = [only]
    elif url is not None:
        raise PrivlineageError("PL001", "nobody says of which source the URL is", hint="pass --source")
    else:
        chosen = [source for source in bundle.sources if source.dotted and source.conn_ids]
        if not chosen:
            raise PrivlineageError("PL001", "no source declares a connection", hint="add conn_ids in sources.yml")
    for source in chosen:
        found = pull_schemas(source, url or connection_of(source), bundle.weakening.kept_literals)
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


def _show(pulled: Mapping[str, Pulled], lock: Lock, places: str) -> None:
    for name, found in pulled.items():
        views = sum(1 for table in found.tables if table.view)
        columns = sum(len(table.columns) for table in found.tables)
        counts = f"{len(found.tables)} tables with {columns} columns, {views} of them views"
        say(f"{name}: {counts} → {places} (fingerprint {lock.fingerprint(name)[:12]})")

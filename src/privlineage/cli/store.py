"""`privlineage store`: what is done to a store as a whole: check, export, import, propagate, migrate."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from privlineage.cli.files import open_bytes, write_lines
from privlineage.cli.opened import opened_store
from privlineage.cli.options import FormatOption, OutputFormat, StoreOption
from privlineage.cli.screen import note, say, show_json
from privlineage.cli.storage import store_url
from privlineage.core.errors import PrivlineageError
from privlineage.store.passwords import without_password

__all__ = ["check", "export", "import_", "migrate", "propagate"]


def check(*, store: StoreOption = None, output: FormatOption = OutputFormat.text) -> int:
    """Look whether labels agree with tags and facts, rows with each other, and all with the audit; exit 1 when not."""
    from privlineage.store.maintain import check_store

    found = check_store(store_url(store))
    if output is OutputFormat.json:
        wrong = {"stale": list(found.stale), "dangling": found.dangling, "audit": list(found.audit)}
        show_json({"good": found.good, **wrong, "rows": found.rows})
        return 0 if found.good else 1
    say(f"{sum(found.rows.values()):,} rows in {len(found.rows)} tables")
    for column in found.stale:
        say(f"  ✗ the labels of {column} are not those that its facts and tags give")
    for table, count in found.dangling.items():
        say(f"  ✗ {count:,} rows of `{table}` name a row that is not there")
    for finding in found.audit:
        say(f"  ✗ {finding}")
    if found.stale:
        say("\nMend the labels with `privlineage store propagate`; they only follow from what is stored.")
    if found.dangling:
        say("\nRestore a backup, or export what is there with `privlineage store export` before anything else.")
    if found.audit:
        say("\nSomebody changed the store past privlineage: see `privlineage audit verify`, and docs/audit.md.")
    if found.good:
        say("  ✓ every label is the one its facts and tags give, and no row is missing")
        say("  ✓ every record is as the audit says")
    return 0 if found.good else 1


def export(
    *,
    out: Annotated[
        str, typer.Option("-o", "--output", metavar="FILE", help="Where to; `-` for standard output.")
    ] = "-",
    store: StoreOption = None,
) -> int:
    """Write the whole store as lines of JSON, for a backup or another database. Keep it as safe as the store."""
    from privlineage.store.maintain import export_store

    with export_store(store_url(store)) as lines:
        if out == "-":
            for line in lines:
                sys.stdout.write(f"{line}\n")
        else:
            write_lines(out, lines)
            say(f"exported the store to {out}")
    return 0


def import_(
    file: Annotated[str, typer.Argument(metavar="FILE", help="What `store export` wrote; `-` for standard input.")],
    *,
    store: StoreOption = None,
) -> int:
    """Create a store from an export: the same store in another place. Nothing may be there yet."""
    from privlineage.store.maintain import import_store

    url = store_url(store)
    try:
        with open_bytes(file) as stream:
            counts = import_store(url, (line.decode("utf-8") for line in stream), file)
    except UnicodeDecodeError:
        raise PrivlineageError("PL103", f"`{file}` is no export of a store", hint="export the store again") from None
    say(f"created the store {without_password(url)} with {sum(counts.values()):,} rows")
    with opened_store(url) as opened:
        report = opened.verify_audit()
    if not report.good:
        note("the export is not as its audit says: see `privlineage audit verify`")
    return 0 if report.good else 1


def propagate(*, store: StoreOption = None) -> int:
    """Recompute every label from tags and facts. In a healthy store nothing changes."""
    from privlineage.service.clock import utc_now
    from privlineage.store.maintain import propagate_store

    changed = propagate_store(store_url(store), utc_now())
    say(f"the labels of {changed:,} columns changed" if changed else "every label was right already")
    return 0


def migrate(*, store: StoreOption = None) -> int:
    """Bring the store to the schema version of this privlineage. Export it first: there is no way back."""
    from privlineage.service.clock import utc_now
    from privlineage.store.maintain import migrate_store

    before, now = migrate_store(store_url(store), utc_now())
    say(f"the store has schema version {now} already" if before == now else f"migrated from version {before} to {now}")
    return 0

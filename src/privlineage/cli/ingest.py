"""`privlineage ingest`: lineage from OpenLineage events."""

from __future__ import annotations

from typing import Annotated

import typer

from privlineage.cli.files import open_bytes
from privlineage.cli.options import FormatOption, OutputFormat, StoreOption
from privlineage.cli.screen import error_text, note, say, show_json
from privlineage.cli.storage import store_url

__all__ = ["ingest"]


def ingest(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="Events as NDJSON or a JSON array, - for standard input.")
    ],
    *,
    store: StoreOption = None,
    output: FormatOption = OutputFormat.text,
) -> int:
    """Take the lineage that OpenLineage events tell of; the same event twice is one.

    What is no event is reported with its line (exit 2), and all the others are kept.
    """
    from privlineage.service.clock import utc_now
    from privlineage.service.ingest import ingest_events
    from privlineage.store.open import open_store

    name = "<stdin>" if file == "-" else file
    opened = open_store(store_url(store))
    try:
        with open_bytes(file) as stream:
            report = ingest_events(opened, stream, name, utc_now, on_remark=lambda remark: note(error_text(remark)))
    finally:
        opened.close()
    if output is OutputFormat.json:
        show_json(report.to_json())
    else:
        say(f"{report.events} events: {report.facts} facts, {report.datasets} datasets, {report.schemas} schemas")
        if report.ignored:
            say(f"{report.ignored} parts of events were ignored (PL602)")
        if report.refused:
            say(f"{len(report.refused)} lines were no events (PL601): {', '.join(map(str, report.refused))}", "red")
    return 2 if report.refused else 0

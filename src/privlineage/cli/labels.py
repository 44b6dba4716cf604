"""`privlineage labels`: what a column carries, and what supports it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from privlineage.cli.opened import opened_catalog
from privlineage.cli.options import FormatOption, OutputFormat, StoreOption
from privlineage.cli.screen import say, show_json, table
from privlineage.core.labels import UNREVIEWED
from privlineage.core.refs import ColumnRef

if TYPE_CHECKING:
    from privlineage.service.answering.catalog import Label

__all__ = ["labels"]


def labels(
    ref: Annotated[str, typer.Argument(metavar="REF", help="A column, or a dataset for all its columns.")],
    *,
    store: StoreOption = None,
    output: FormatOption = OutputFormat.text,
) -> int:
    """Show the labels a column carries, each with the shortest path from the tag that put it there."""
    from privlineage.service.answering.as_json import known_columns, label_json
    from privlineage.service.answering.finding_column import known_column

    with opened_catalog(store) as catalog:
        column = known_column(catalog, ref)
        found = {each: catalog.labels(each) for each in known_columns(catalog, column)}
    if output is OutputFormat.json:
        listed = [{"ref": str(each), "labels": [label_json(label) for label in has]} for each, has in found.items()]
        show_json(listed if column.is_whole else listed[0])
        return 0
    rows = [_row(each, label) for each, has in found.items() for label in has]
    if rows:
        table(["column", "label", "identifiability", "how", "from"], rows)
    else:
        say(f"{ref} carries no label")
    return 0


def _row(column: ColumnRef, label: Label) -> list[str]:
    steps = len(label.support.steps) - 1
    support = f"{label.support.start} in {steps} step{'s' if steps > 1 else ''}" if steps else "tagged itself"
    if label.atom == UNREVIEWED and not steps:
        support = "nobody tagged or reviewed it"
    how = label.strength.name.lower()
    return [str(column), label.atom.category, label.atom.identifiability.value, how, support]

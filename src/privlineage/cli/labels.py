"""`privlineage labels`: what a column carries, and what supports it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from privlineage.cli.opened import known_column, opened_catalog
from privlineage.cli.options import FormatOption, OutputFormat, StoreOption
from privlineage.cli.screen import say, show_json, table
from privlineage.core.labels import UNREVIEWED
from privlineage.core.refs import WHOLE, ColumnRef

if TYPE_CHECKING:
    from privlineage.service.catalog import Catalog, Label

__all__ = ["label_json", "labels"]


def labels(
    ref: Annotated[str, typer.Argument(metavar="REF", help="A column, or a dataset for all its columns.")],
    *,
    store: StoreOption = None,
    output: FormatOption = OutputFormat.text,
) -> int:
    """Show the labels a column carries, each with the shortest path from the tag that put it there."""
    with opened_catalog(store) as catalog:
        column = known_column(catalog, ref)
        found = {each: catalog.labels(each) for each in _columns(catalog, column)}
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


def label_json(label: Label) -> dict[str, Any]:
    """A label as JSON."""
    atom = label.atom
    return {
        "category": atom.category,
        "identifiability": atom.identifiability.value,
        "origin": atom.origin,
        "uses": None if atom.uses is None else list(atom.uses),
        "subjects": list(atom.subjects),
        "controller": atom.controller,
        "strength": label.strength.name.lower(),
        "support": [str(step) for step in label.support.columns],
    }


def _columns(catalog: Catalog, column: ColumnRef) -> list[ColumnRef]:
    """The column; for a dataset every column of it that is known."""
    if not column.is_whole:
        return [column]
    dataset = column.dataset
    state = catalog.store.state([dataset])[dataset]
    paths = {slot.path for slot in (*state.labels, *state.derived)} | {tag.column.path for tag in state.tags}
    records = [record for record in catalog.store.schemas(dataset.source) if record.dataset == dataset]
    listed = [name for record in records for name, _ in record.columns if name != WHOLE]
    paths |= {catalog.sources.field(dataset, name).path for name in listed}
    return [dataset.column(path) for path in sorted(paths)] or [column]


def _row(column: ColumnRef, label: Label) -> list[str]:
    steps = len(label.support.steps) - 1
    support = f"{label.support.start} in {steps} step{'s' if steps > 1 else ''}" if steps else "tagged itself"
    if label.atom == UNREVIEWED and not steps:
        support = "nobody tagged or reviewed it"
    how = label.strength.name.lower()
    return [str(column), label.atom.category, label.atom.identifiability.value, how, support]

"""What is known of a dataset's columns when several tell of it."""

from __future__ import annotations

from dataclasses import replace

from privlineage.store.protocol import SchemaRecord

__all__ = ["combined"]

_COMPLETE = frozenset({"pulled", "ddl"})
"""Read from the database's own catalog, or seen to be made: all there is, at that time."""


def combined(new: SchemaRecord, known: SchemaRecord | None) -> SchemaRecord | None:
    """What is known of a dataset with one more record.

    - What was pulled from the database and what statements were seen to make are complete: the later one counts. One
      without columns and view says that the table is gone.
    - What somebody declared (dbt) counts where nothing was pulled or seen.
    - An event may tell of some columns only: it adds those that were not known, and types, and takes nothing away.

    Args:
        new: the record that comes.
        known: the record that is there.

    Returns:
        The record to keep; None where nothing is known.
    """
    is_empty = not new.columns and not new.view
    if new.origin in _COMPLETE:
        if known is not None and known.origin in _COMPLETE and new.at < known.at:
            return known
        return None if is_empty else new
    if is_empty:
        return known
    if known is None or (new.origin == "declared" and known.origin not in _COMPLETE):
        return new
    return known if new.origin == "declared" else _with_columns(known, new)


def _with_columns(known: SchemaRecord, new: SchemaRecord) -> SchemaRecord:
    """The known record with the columns and types it lacks."""
    if known.view:
        # The columns of a view follow from its SQL.
        return known
    types = {name.lower(): kind for name, kind in new.columns}
    columns = [(name, kind or types.get(name.lower(), "")) for name, kind in known.columns]
    listed = {name.lower() for name, _ in columns}
    columns += [(name, kind) for name, kind in new.columns if name.lower() not in listed]
    return (
        known if tuple(columns) == known.columns else replace(known, columns=tuple(columns), at=max(known.at, new.at))
    )

"""The tables a script leaves: those it made, altered, renamed or dropped, with the SQL of views."""

from __future__ import annotations

from collections.abc import Iterator

from privlineage.core.refs import WHOLE
from privlineage.core.schema import UNREADABLE
from privlineage.lineage.sql.catalog import Catalog, Kind, Table
from privlineage.lineage.sql.parsing import plain
from privlineage.lineage.sql.result import LeftTable

__all__ = ["left_tables"]


def left_tables(catalog: Catalog) -> Iterator[LeftTable]:
    """What is known of each, in order of names; tables of the session alone are left out."""
    for table in sorted(catalog.made(), key=lambda made: made.name):
        if table.kind not in (Kind.STORED, Kind.VIEW):
            continue
        columns = tuple((name, table.types.get(name, "")) for name in table.relation.names)
        view = _text(table, catalog) if table.definition is not None else ""
        others = ((WHOLE, ""),) if table.relation.open and not view else ()
        if columns or others or view:
            yield LeftTable(table.name, (*columns, *others), view)
    for name in sorted(catalog.dropped()):
        yield LeftTable(name)


def _text(view: Table, catalog: Catalog) -> str:
    """The SQL of a view, for readers who see its names from beside it."""
    if isinstance(view.definition, str):
        return view.definition
    if view.definition is None or (view.seat is not None and catalog.has_moved(view.seat)):
        # Its short names lead to where the script was, which its text does not say.
        return UNREADABLE
    try:
        return plain(view.definition.sql(dialect=catalog.dialect.name or None, comments=False))
    except Exception:  # noqa: BLE001  # a generator's bug must not end the resolver, nor make a table of a view
        return UNREADABLE

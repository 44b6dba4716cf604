"""Values of the tables that a masked column comes from: what its masking is tried on."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from privlineage.core.errors import PrivlineageError
from privlineage.core.refs import ColumnRef, DatasetRef
from privlineage.service.scanning.reader import Reader

__all__ = ["UPSTREAM_ROWS", "UpstreamSamples"]

UPSTREAM_ROWS = 20_000
"""Rows asked of a table that a masked column comes from: many, so that samples of both share some."""


class UpstreamSamples:
    """Values of the tables that a reader can reach, each sampled once; let go of it after the table it serves.

    Args:
        reader: the reader of the scan.
        tables: what it can reach.
        seed: of the samples.
        rows: how many rows are sampled of each.
    """

    def __init__(self, reader: Reader, tables: Collection[DatasetRef], seed: int, rows: int = UPSTREAM_ROWS) -> None:
        self._reader, self._tables, self._seed, self._rows = reader, tables, seed, rows
        self._sampled: dict[DatasetRef, dict[str, Sequence[str]]] = {}

    def __repr__(self) -> str:
        """Never a value."""
        return f"UpstreamSamples({len(self._sampled)} tables)"

    def __call__(self, column: ColumnRef) -> Sequence[str]:
        """The values of a column; none where its table cannot be read here."""
        table = column.dataset
        if table not in self._tables:
            return ()
        if table not in self._sampled:
            try:
                found = self._reader.sample(table, rows=self._rows, seed=self._seed)
            except PrivlineageError:
                self._sampled[table] = {}
            else:
                self._sampled[table] = {one.name: one.values for one in found.columns}
        return self._sampled[table].get(column.path, ())

"""A look at a table held against its labels: disagreements, as the queue of suggestions takes them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from privlineage.core.errors import PrivlineageError
from privlineage.core.refs import ColumnRef, DatasetRef
from privlineage.detect.finding import TableFinding
from privlineage.policy.model import Bundle
from privlineage.service.contents.examining import UpstreamValues, compare_table
from privlineage.service.contents.finding import ContentFinding, Disagreement
from privlineage.service.scanning.queueing import Disagreeing
from privlineage.service.scanning.reader import Reader, SampledTable
from privlineage.store.protocol import Store
from privlineage.store.suggesting import SuggestionKind

__all__ = ["UPSTREAM_ROWS", "UpstreamSamples", "disagreements"]

UPSTREAM_ROWS = 20_000
"""Rows asked of a table that a masked column comes from: many, so that samples of both share some."""

_KINDS = {
    Disagreement.DARK_FLOW: SuggestionKind.DARK_FLOW,
    Disagreement.FAKE_MASKING: SuggestionKind.FAKE_MASKING,
    Disagreement.CONTRADICTION: SuggestionKind.CONTRADICTS,
    Disagreement.STALE_LABEL: SuggestionKind.STALE_LABEL,
}


def disagreements(
    store: Store,
    bundle: Bundle,
    dataset: DatasetRef,
    sampled: SampledTable,
    finding: TableFinding,
    *,
    upstream: UpstreamValues = lambda _: (),
) -> dict[str, Disagreeing]:
    """Columns of a table whose labels say otherwise than their content, by path.

    Args:
        store: the store with the lineage and the tags.
        bundle: the bundle in force.
        dataset: the table.
        sampled: the sample that was examined.
        finding: what the detectors said of it.
        upstream: values of the columns it comes from, as `UpstreamSamples` gives them.
    """
    found = compare_table(store, bundle, dataset, sampled.columns, finding, upstream=upstream)
    return {one.column.path: _told(one) for one in found}


def _told(found: ContentFinding) -> Disagreeing:
    said = f"labelled {', '.join(found.labelled)}" if found.labelled else "nothing is labelled"
    way = " → ".join(str(column) for column in found.path) if len(found.path) > 1 else ""
    note = f"{found.severity}: {said}; {way}" if way else f"{found.severity}: {said}"
    return Disagreeing(_KINDS[found.kind], found.category, found.reasons, found.next_step, note)


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

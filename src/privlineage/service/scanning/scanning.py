"""Scanning: every table that is meant, one after the other, each kept as soon as it was looked at."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from privlineage.core.errors import PrivlineageError
from privlineage.core.refs import DatasetRef
from privlineage.policy.model import Bundle
from privlineage.service.contents.labelled import Labelled, labelled_columns
from privlineage.service.scanning.examining import Looked, detectors, look_at
from privlineage.service.scanning.queueing import Disagreeing, suggested
from privlineage.service.scanning.reader import ROWS, Reader
from privlineage.service.scanning.upstream import UpstreamSamples
from privlineage.store.protocol import Store
from privlineage.store.suggesting import ScannedTable, ScanRecord, SuggestionRecord

__all__ = ["Outcome", "Scan", "Settings", "TableOutcome", "begin"]


@dataclass(frozen=True, slots=True)
class Settings:
    """How a scan goes about it.

    Attributes:
        rows: how many rows of each table are looked at.
        seed: which ones.
        again: whether tables are looked at that are as they were.
        go_on: whether there is time for another table.
    """

    rows: int = ROWS
    seed: int = 0
    again: bool = False
    go_on: Callable[[], bool] = field(default=lambda: True)


@dataclass(frozen=True, slots=True)
class TableOutcome:
    """What became of one table.

    Attributes:
        dataset: which.
        look: what was found; None where it could not be read.
        waiting: what waits for a review about it now.
        read: whether it was read now, and not before.
        carried: the categories of the labels that its columns carry, by path.
        error: why it could not be read.
    """

    dataset: DatasetRef
    look: ScannedTable | None
    waiting: tuple[SuggestionRecord, ...] = ()
    read: bool = True
    carried: Mapping[str, Sequence[str]] = field(default_factory=dict)
    error: PrivlineageError | None = None


@dataclass
class Outcome:
    """How far a scan came.

    Attributes:
        tables: how many there are.
        done: how many were looked at, or known to be as they were.
        failed: how many could not be read.
    """

    tables: int = 0
    done: int = 0
    failed: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether every table was reached."""
        return self.done + self.failed >= self.tables


def begin(store: Store | None, key: str, what: str, at: str, *, resume: bool) -> ScanRecord:
    """A new scan, or the last one of the same things that was stopped.

    Args:
        store: where scans are kept; None for nowhere.
        key: the same for scans of the same things in the same way.
        what: what is scanned, for people.
        at: the time, ISO 8601 in UTC.
        resume: whether a stopped one is taken up.
    """
    if store is not None and resume:
        stopped = next((scan for scan in store.scans(key) if not scan.ended), None)
        if stopped is not None:
            return stopped
    made = ScanRecord(f"N-{secrets.token_hex(5).upper()}", key, what, at)
    if store is not None:
        store.put_scan(made)
    return made


@dataclass
class Scan:
    """One scan.

    Attributes:
        record: which.
        reader: what it reads from.
        settings: how.
        clock: the time, ISO 8601 in UTC.
        store: where its findings are kept; None for nowhere.
        bundle: the bundle in force, whose labels the content is held against.
        outcome: how far it came.
        tables: what the reader can reach, filled by `run`: masked columns are tried on the ones they come from.
    """

    record: ScanRecord
    reader: Reader
    settings: Settings
    clock: Callable[[], str]
    store: Store | None = None
    bundle: Bundle | None = None
    outcome: Outcome = field(default_factory=Outcome)
    tables: frozenset[DatasetRef] = frozenset()

    def run(self, tables: Sequence[DatasetRef]) -> Iterator[TableOutcome]:
        """Look at the tables. Each is kept when it is done, so a scan that is stopped loses at most one.

        What cannot be read is told and passed over.

        Raises:
            PrivlineageError: PL504, when the source or the store does not answer any more; PL901, when something is
                not installed.
        """
        self.outcome.tables = len(tables)
        self.tables = frozenset(tables)
        for table in tables:
            if not self.settings.go_on():
                return
            try:
                found = self._table(table)
            except PrivlineageError as error:
                if error.code in _ENDING:
                    raise
                self.outcome.failed += 1
                yield TableOutcome(table, None, error=error)
                continue
            self.outcome.done += 1
            yield found
        if self.store is not None:
            self.store.put_scan(replace(self.record, ended=self.clock()))

    def _table(self, table: DatasetRef) -> TableOutcome:
        mark = self._mark(table)
        known = self._known(table, mark)
        if known is not None and self.store is not None:
            waiting = tuple(self.store.suggestions("waiting", [table]))
            return TableOutcome(table, known, waiting, read=False, carried=_carried(self._labelled(known)))
        looked = look_at(self.reader, table, self.settings.rows, self.settings.seed, self._columns)
        # Where the time ran out meanwhile, the end of the table may not have been read: the next scan looks again.
        seen = mark if self.settings.go_on() else ""
        look = replace(looked.look, scan=self.record.id, at=self.clock(), mark=seen)
        labelled = self._labelled(look)
        return TableOutcome(table, look, tuple(self._kept(look, looked, labelled)), carried=_carried(labelled))

    def _mark(self, table: DatasetRef) -> str:
        """Changes when the table does, or when another sample of it is asked for."""
        of_table = self.reader.mark(table)
        return f"{of_table} rows={self.settings.rows} seed={self.settings.seed}" if of_table else ""

    def _known(self, table: DatasetRef, mark: str) -> ScannedTable | None:
        """The last look at a table, where it need not be read again."""
        if self.store is None:
            return None
        look = next(iter(self.store.scanned([table])), None)
        if look is None:
            return None
        if look.scan == self.record.id:
            return look  # this scan was stopped after it
        is_same = bool(mark) and look.mark == mark and look.model == detectors()
        return look if is_same and not self.settings.again else None

    def _columns(self, table: DatasetRef, name: str) -> str:
        return self.bundle.sources.field(table, name).path if self.bundle is not None else name

    def _kept(self, look: ScannedTable, looked: Looked, labelled: Mapping[str, Labelled]) -> list[SuggestionRecord]:
        if self.store is None:
            return []
        others = self._disagreements(labelled, looked)
        before = self.store.suggestions("", [look.dataset])
        found = suggested(look, self.store.tags([look.dataset]), before, others, _carried(labelled))
        self.store.put_scanned(look, found)
        return self.store.suggestions("waiting", [look.dataset])

    def _labelled(self, look: ScannedTable) -> dict[str, Labelled]:
        """What tags and lineage say of a table's columns; nothing where there is no store or no bundle to ask."""
        if self.store is None or self.bundle is None:
            return {}
        return labelled_columns(self.store, self.bundle, look.dataset, [each.path for each in look.columns])

    def _disagreements(self, labelled: Mapping[str, Labelled], looked: Looked) -> dict[str, Disagreeing]:
        if not labelled:
            return {}
        from privlineage.service.scanning.labels import disagreements

        return disagreements(labelled, looked, UpstreamSamples(self.reader, self.tables, self.settings.seed))


def _carried(labelled: Mapping[str, Labelled]) -> dict[str, tuple[str, ...]]:
    """The categories of labels by path, each once."""
    return {
        path: tuple(dict.fromkeys(atom.category for atom, _ in one.atoms))
        for path, one in labelled.items()
        if one.atoms
    }


_ENDING = frozenset({"PL501", "PL502", "PL503", "PL504", "PL205", "PL206", "PL901", "PL930"})
"""What ends a scan, rather than one table of it."""

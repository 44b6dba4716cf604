"""Files as something a scan reads from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from hashlib import sha256

from privlineage.core.refs import DatasetRef
from privlineage.core.sources import Sources
from privlineage.service.scanning.files.budget import Budget
from privlineage.service.scanning.files.folders import file_tables
from privlineage.service.scanning.files.recognising import Hints
from privlineage.service.scanning.files.sampling import sample_files
from privlineage.service.scanning.reader import SampledTable

__all__ = ["FileReader"]


class FileReader:
    """Files, folders and patterns, as `service.scanning.reader.Reader` has it.

    Args:
        named: what people named.
        sources: the declared sources.
        budget: how much is read of each table; its rows and seed are said for each sample.
        hints: what somebody knows of their form.

    Raises:
        PrivlineageError: PL904, where nothing is found.
    """

    def __init__(
        self,
        named: Sequence[str],
        sources: Sources | None = None,
        budget: Budget | None = None,
        hints: Hints | None = None,
    ) -> None:
        self._tables = {table.dataset: table for table in file_tables(named, sources)}
        self._budget = budget or Budget()
        self._hints = hints

    def tables(self) -> Iterable[DatasetRef]:
        """Every table there is."""
        return list(self._tables)

    def sample(self, table: DatasetRef, *, rows: int, seed: int) -> SampledTable:
        """A sample of one table.

        Raises:
            PrivlineageError: PL902 or PL903, where none of its files can be read.
        """
        found = self._tables[table]
        return sample_files(found.paths, replace(self._budget, rows=rows, seed=seed), self._hints, found.extras)

    def mark(self, table: DatasetRef) -> str:
        """The sizes and times of its files."""
        try:
            stats = [(path.name, path.stat()) for path in self._tables[table].paths]
        except OSError:
            return ""
        newest = max(stat.st_mtime_ns for _, stat in stats)
        names = _digest(name for name, _ in stats)
        return f"{len(stats)} files {sum(stat.st_size for _, stat in stats)} {newest} {names}"

    def close(self) -> None:
        """Nothing stays open."""


def _digest(names: Iterable[str]) -> str:
    return sha256("\0".join(names).encode(errors="surrogateescape")).hexdigest()[:16]

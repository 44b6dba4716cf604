"""A sample of one table that stands in one file or several."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from privlineage.core.errors import PrivlineageError
from privlineage.service.scanning.files.budget import Budget
from privlineage.service.scanning.files.columns import columns_of_records
from privlineage.service.scanning.files.recognising import Hints, table_file
from privlineage.service.scanning.files.reservoir import Reservoir
from privlineage.service.scanning.files.table_file import TableFile
from privlineage.service.scanning.reader import SampledTable

__all__ = ["sample_files"]

_MOST_FILES = 200
"""Of how many files of one table rows are drawn; of more of them, of so many from all over the list."""

_FIELD = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A row that was drawn, and what is known of its file."""

    file: TableFile
    row: Any
    extra: tuple[tuple[str, str], ...]


def sample_files(
    paths: Sequence[Path],
    budget: Budget,
    hints: Hints | None = None,
    extras: Sequence[tuple[tuple[str, str], ...]] = (),
) -> SampledTable:
    """A sample of the rows of some files, which are one table: each row with the same chance.

    Args:
        paths: the files.
        budget: how much is read of all of them, and how many rows are drawn.
        hints: what somebody knows of their form.
        extras: for each file, columns its path says: `("country", "de")` of `country=de/part-0.parquet`.

    Raises:
        PrivlineageError: PL902 or PL903, where none of them can be read.
    """
    chosen = _spread(list(zip(paths, extras or [()] * len(paths), strict=True)))
    share = replace(budget, bytes=_share(budget.bytes, len(chosen)))
    kept: Reservoir[_Drawn] = Reservoir(budget.rows, budget.seed, lambda drawn: drawn.file.size(drawn.row))
    opened: list[TableFile] = []
    warnings: list[str] = []
    failed: list[PrivlineageError] = []
    with _large_fields():
        for path, extra in chosen:
            try:
                file = table_file(path, share, hints or Hints())
                for row in file.rows():
                    kept.offer(_Drawn(file, row, extra))
            except PrivlineageError as error:
                failed.append(error)
                continue
            opened.append(file)
            warnings += [f"{path.name}: {text}" if len(chosen) > 1 else text for text in file.warnings]
    if failed and not opened:
        raise failed[0]
    return _sampled(kept, opened, [*(str(error) for error in failed), *warnings], missing=len(paths) - len(chosen))


def _sampled(kept: Reservoir[_Drawn], opened: Sequence[TableFile], warnings: list[str], missing: int) -> SampledTable:
    rows = kept.rows()
    types: dict[str, str] = {}
    for file in opened:
        for path, kind in file.types().items():
            types[path] = types.get(path) or kind
    records = [{**drawn.file.record(drawn.row), **{name: (text,) for name, text in drawn.extra}} for drawn in rows]
    if missing:
        warnings.append(f"{missing:,} more files of it were not read")
    whole = kept.seen == len(rows) and not missing and not any(file.is_cut for file in opened)
    method = " and ".join(dict.fromkeys(file.method for file in opened))
    return SampledTable(columns_of_records(records, types), len(rows), (), method, kept.seen, tuple(warnings), whole)


def _share(size: int, files: int) -> int:
    """How much is read of each of several files."""
    return size if files < 2 else max(1024 * 1024, size // files) if size else 0


def _spread(files: list[Any]) -> list[Any]:
    if len(files) <= _MOST_FILES:
        return files
    return [files[number * len(files) // _MOST_FILES] for number in range(_MOST_FILES)]


@contextmanager
def _large_fields() -> Iterator[None]:
    """Fields may be large; how large is a setting of the whole process."""
    before = csv.field_size_limit(_FIELD)
    try:
        yield
    finally:
        csv.field_size_limit(before)

"""A Parquet file: rows of row groups from all over it."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from typing import Any

from privlineage.core.errors import Place, PrivlineageError
from privlineage.service.scanning.files.arrow import arrow
from privlineage.service.scanning.files.budget import Budget
from privlineage.service.scanning.files.columns import Record
from privlineage.service.scanning.files.nesting import flattened
from privlineage.service.scanning.files.opening import Origin

__all__ = ["ParquetFile"]

_MOST_GROUPS = 16
"""Of how many row groups rows are drawn, where the budget does not allow all."""

_BATCH = 256


class ParquetFile:
    """Parquet, as `files.table_file.TableFile` has it.

    Args:
        origin: the file.
        budget: how much is read.

    Raises:
        PrivlineageError: PL901 without pyarrow, PL903 for a file that is no Parquet or is damaged.
    """

    def __init__(self, origin: Origin, budget: Budget) -> None:
        self._origin = origin
        self._budget = budget
        self._types: dict[str, str] = {}
        self.is_cut = False
        self.warnings: list[str] = []
        self.method = "rows of row groups"
        self._arrow = arrow()
        with origin.plain() as raw, self._readable():
            self._groups = self._opened(raw).metadata.num_row_groups

    def rows(self) -> Iterator[Any]:
        """Row by row, as mappings."""
        with self._origin.plain() as raw, self._readable():
            file = self._opened(raw)
            self._types = dict(_leaves(file.schema_arrow))
            for group in self._chosen(file):
                if not self._budget.go_on():
                    self.is_cut = True
                    return
                yield from self._of_group(file, group)

    def _of_group(self, file: Any, group: int) -> Iterator[Any]:
        for batch in file.iter_batches(batch_size=_BATCH, row_groups=[group], use_threads=False):
            yield from batch.to_pylist()
            if not self._budget.go_on():
                return

    def _chosen(self, file: Any) -> list[int]:
        """Row groups that fit into the budget, drawn from all over the file."""
        sizes = [file.metadata.row_group(number).total_byte_size for number in range(self._groups)]
        if not self._budget.bytes or sum(sizes) <= self._budget.bytes:
            return list(range(self._groups))
        order = list(range(self._groups))
        random.Random(self._budget.seed).shuffle(order)  # noqa: S311  # a sample, not a secret
        chosen: list[int] = []
        held = 0
        for number in order:
            if chosen and (held + sizes[number] > self._budget.bytes or len(chosen) >= _MOST_GROUPS):
                break
            chosen.append(number)
            held += sizes[number]
        self.is_cut = len(chosen) < self._groups
        if self.is_cut:
            self.warnings.append(f"{len(chosen)} of its {self._groups} row groups were read")
        return sorted(chosen)

    def size(self, row: Any) -> int:
        """About how many characters a row holds."""
        return len(str(row))

    def record(self, row: Any) -> Record:
        """The columns of a row."""
        return flattened(row)

    def types(self) -> Mapping[str, str]:
        """Every column, with its type."""
        return self._types

    def _opened(self, raw: Any) -> Any:
        import pyarrow.parquet as pq

        return pq.ParquetFile(raw)

    def _readable(self) -> _Readable:
        return _Readable(self._arrow, str(self._origin.path))


class _Readable:
    """Turns what pyarrow says of a damaged file into our own error, without its words."""

    def __init__(self, module: Any, path: str) -> None:
        self._errors = (module.ArrowException, OSError, ValueError)
        self._path = path

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if isinstance(error, self._errors) and not isinstance(error, PrivlineageError):
            text, hint = "it is damaged, or no Parquet file", "write it again"
            raise PrivlineageError("PL903", text, hint=hint, place=Place(self._path)) from None


def _leaves(schema: Any) -> Iterator[tuple[str, str]]:
    """Paths and types of every column, the fields of structures and lists too."""
    waiting = [(field.name, field.type) for field in schema][::-1]
    while waiting:
        path, kind = waiting.pop()
        while hasattr(kind, "value_type") and not hasattr(kind, "key_type") and hasattr(kind, "value_field"):
            kind = kind.value_type
        fields = [kind.field(number) for number in range(kind.num_fields)] if str(kind).startswith("struct") else []
        if fields:
            waiting += [(f"{path}.{field.name}", field.type) for field in reversed(fields)]
        else:
            yield path, str(kind)

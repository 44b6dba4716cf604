"""Data frames of Spark: a seeded share of the rows, cut and counted on the executors; only the sample comes back.

How many rows a frame has is not counted, for that would read it once more: its plan's statistics tell its size, and a
share that gave too few rows is raised. Fields of structs are columns of their own, with dots.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

from privlineage.core.errors import PrivlineageError
from privlineage.expectations.sampling.cells import column_of
from privlineage.expectations.sampling.request import Sample, SampleRequest
from privlineage.expectations.sampling.statement import Column

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

__all__ = ["frame_columns", "sample_spark"]

_SPREAD = 1.5
_TRIES = 4
_BYTES_PER_CELL = 16
_ENOUGH = 0.5


def sample_spark(frame: DataFrame, request: SampleRequest, only: Collection[str] = ()) -> Sample:
    """A sample of every column of a Spark data frame, or of some.

    Raises:
        PrivlineageError: PL910, when Spark does not carry it out.
    """
    failure: str | None = None
    try:
        return _sampled(frame, request, only)
    except Exception as error:  # noqa: BLE001  # Spark's own errors quote values, and come in many kinds
        failure = type(error).__name__
    raise PrivlineageError(
        "PL910", f"a sample could not be taken: Spark answers with `{failure}`", hint="see Spark's own log"
    )


def frame_columns(frame: DataFrame) -> tuple[Column, ...]:
    """The columns of a frame, fields of structs by their path."""
    return tuple(Column(".".join(path), kind) for path, kind in _leaves(frame.schema))


def _sampled(frame: DataFrame, request: SampleRequest, only: Collection[str]) -> Sample:
    leaves = [leaf for leaf in _leaves(frame.schema) if not only or ".".join(leaf[0]) in only]
    cut = frame.select(*(_cell(path, kind, request.cut).alias(f"c{at}") for at, (path, kind) in enumerate(leaves)))
    rows: list[Any] = []
    method, fetched, whole = "", 0, False
    for share in _shares(frame, len(leaves), request):
        chosen = cut if share >= 1 else cut.sample(withReplacement=False, fraction=share, seed=request.seed)
        found = (chosen.limit(request.rows) if request.rows else chosen).collect()
        fetched += len(found)
        if len(found) >= len(rows):
            rows, method = found, _told(share, request)
            whole = share >= 1 and (not request.rows or len(found) < request.rows)
        if len(rows) >= _ENOUGH * request.rows:
            break
    columns = tuple(
        column_of(".".join(path), (row[at] for row in rows), request.cut, kind)
        for at, (path, kind) in enumerate(leaves)
    )
    return Sample(columns, len(rows), method, fetched=fetched, whole=whole)


def _shares(frame: DataFrame, width: int, request: SampleRequest) -> Iterator[float]:
    """Growing shares of the rows; 1 is all of them, of which the first are kept."""
    if request.rows and request.method != "first":
        about = _size(frame) / (_BYTES_PER_CELL * max(1, width))
        share = _SPREAD * request.rows / about if about else 1.0
        for _ in range(_TRIES):
            if share >= 1:
                break
            yield share
            share *= 10
    yield 1.0


def _size(frame: DataFrame) -> float:
    """How many bytes Spark believes the frame to have; 0 where it has no idea."""
    try:
        plan: Any = frame._jdf  # noqa: SLF001  # there is no other way to the statistics
        told = float(str(plan.queryExecution().optimizedPlan().stats().sizeInBytes()))
    except Exception:  # noqa: BLE001  # a frame over Spark Connect has none
        return 0.0
    return told if told < 2**62 else 0.0


def _told(share: float, request: SampleRequest) -> str:
    return "first rows" if share >= 1 else f"sample({share:.3g}, seed {request.seed})"


def _leaves(schema: Any, above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    for field in schema.fields:
        path = (*above, field.name)
        if field.dataType.typeName() == "struct":
            yield from _leaves(field.dataType, path)
        else:
            yield path, field.dataType.simpleString()


def _cell(path: tuple[str, ...], kind: str, cut: int) -> Any:
    from pyspark.sql import functions as f

    column = f.col(".".join("`" + part.replace("`", "``") + "`" for part in path))
    text = f.to_json(column) if kind.startswith(("array", "map")) else column.cast("string")
    return f.substring(text, 1, cut)

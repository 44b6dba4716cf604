"""The metric of `expect_column_to_be_masked_as`: how a column's values look masked, and whether that can be undone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

from great_expectations.execution_engine.execution_engine import ExecutionEngine
from great_expectations.execution_engine.pandas_execution_engine import PandasExecutionEngine
from great_expectations.execution_engine.sparkdf_execution_engine import SparkDFExecutionEngine
from great_expectations.execution_engine.sqlalchemy_execution_engine import SqlAlchemyExecutionEngine
from great_expectations.expectations.metrics.metric_provider import metric_value
from great_expectations.expectations.metrics.table_metric_provider import TableMetricProvider

from privlineage.core.errors import PrivlineageError
from privlineage.detect.masking import examine_masking
from privlineage.expectations.metrics.batches import sample_batch
from privlineage.expectations.metrics.finding import SAMPLE_KEYS, failed, request_from
from privlineage.expectations.sampling.request import Sample

__all__ = ["MASKING", "ColumnMasking"]

MASKING = "privlineage.masking"


class ColumnMasking(TableMetricProvider):
    """How a column looks masked: plain JSON without any value, or why that cannot be said."""

    metric_name = MASKING
    value_keys: ClassVar[tuple[str, ...]] = (  # type: ignore[misc]  # as every metric of theirs has it
        *SAMPLE_KEYS,
        "masked_column",
        "candidates_columns",
        "candidates_file",
    )

    @metric_value(engine=PandasExecutionEngine)
    def _pandas(cls, execution_engine: Any, metric_domain_kwargs: Any, metric_value_kwargs: Any, **_: Any) -> Any:  # noqa: N805
        return _masking(execution_engine, metric_domain_kwargs, metric_value_kwargs)

    @metric_value(engine=SqlAlchemyExecutionEngine)
    def _sqlalchemy(cls, execution_engine: Any, metric_domain_kwargs: Any, metric_value_kwargs: Any, **_: Any) -> Any:  # noqa: N805
        return _masking(execution_engine, metric_domain_kwargs, metric_value_kwargs)

    @metric_value(engine=SparkDFExecutionEngine)
    def _spark(cls, execution_engine: Any, metric_domain_kwargs: Any, metric_value_kwargs: Any, **_: Any) -> Any:  # noqa: N805
        return _masking(execution_engine, metric_domain_kwargs, metric_value_kwargs)


def _masking(engine: ExecutionEngine[Any], domain: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    column = values["masked_column"]
    beside = list(values.get("candidates_columns") or ())
    try:
        request = request_from(values)
        sample = sample_batch(engine, domain, request, [column, *beside])
        report = examine_masking(
            sample.columns[0].values, candidates=_candidates(sample, values.get("candidates_file") or "")
        )
    except Exception as error:  # noqa: BLE001  # nothing may leave with a value in it
        return failed(error)
    return {
        "kind": report.kind,
        "holds": report.holds,
        "reasons": list(report.reasons),
        "tried": report.tried,
        "reversed_share": round(report.reversed_share, 4),
        "values": len(sample.columns[0].values),
        "empty": sample.columns[0].nulls,
        "sample": sample.stated(request),
    }


def _candidates(sample: Sample, path: str) -> Iterator[str]:
    """Clear values that may be behind the masked ones: of the same rows, and of a file with one in each line."""
    for column in sample.columns[1:]:
        yield from column.values
    if path:
        try:
            with Path(path).open(encoding="utf-8", errors="replace") as lines:
                yield from (line.rstrip("\r\n") for line in lines)
        except OSError as error:
            reason = error.strerror or "it cannot be opened"
            raise PrivlineageError("PL002", f"the candidates in `{path}` cannot be read: {reason}") from None

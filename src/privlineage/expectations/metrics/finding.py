"""The metric that all expectations about a batch share: what each of its columns seems to hold, from one sample.

Great Expectations computes a metric once however many expectations ask for it: fifty columns are one statement.
"""

from __future__ import annotations

from itertools import chain
from typing import Any, ClassVar

from great_expectations.execution_engine.execution_engine import ExecutionEngine
from great_expectations.execution_engine.pandas_execution_engine import PandasExecutionEngine
from great_expectations.execution_engine.sparkdf_execution_engine import SparkDFExecutionEngine
from great_expectations.execution_engine.sqlalchemy_execution_engine import SqlAlchemyExecutionEngine
from great_expectations.expectations.metrics.metric_provider import metric_value
from great_expectations.expectations.metrics.table_metric_provider import TableMetricProvider

from privlineage.core.errors import PrivlineageError
from privlineage.detect.column import ColumnSample
from privlineage.detect.examine import examine_table
from privlineage.detect.finding import Suggestion
from privlineage.detect.masking import MaskingReport, examine_masking
from privlineage.detect.masking.budget import TableTries
from privlineage.expectations.metrics.batches import name_of, sample_batch
from privlineage.expectations.sampling.request import Sample, SampleRequest
from privlineage.service.contents.beside import ClearColumns, behind, clear_columns, others

__all__ = ["FINDING", "SAMPLE_KEYS", "BatchFinding", "failed", "request_from"]

FINDING = "privlineage.finding"
SAMPLE_KEYS = ("sample_rows", "sample_method", "seed", "statement_seconds")


class BatchFinding(TableMetricProvider):
    """What the columns of a batch seem to hold: plain JSON without any value, or why that cannot be said."""

    metric_name = FINDING
    value_keys: ClassVar[tuple[str, ...]] = SAMPLE_KEYS  # type: ignore[misc]  # as every metric of theirs has it

    @metric_value(engine=PandasExecutionEngine)
    def _pandas(cls, execution_engine: Any, metric_domain_kwargs: Any, metric_value_kwargs: Any, **_: Any) -> Any:  # noqa: N805
        return _finding(execution_engine, metric_domain_kwargs, metric_value_kwargs)

    @metric_value(engine=SqlAlchemyExecutionEngine)
    def _sqlalchemy(cls, execution_engine: Any, metric_domain_kwargs: Any, metric_value_kwargs: Any, **_: Any) -> Any:  # noqa: N805
        return _finding(execution_engine, metric_domain_kwargs, metric_value_kwargs)

    @metric_value(engine=SparkDFExecutionEngine)
    def _spark(cls, execution_engine: Any, metric_domain_kwargs: Any, metric_value_kwargs: Any, **_: Any) -> Any:  # noqa: N805
        return _finding(execution_engine, metric_domain_kwargs, metric_value_kwargs)


def request_from(values: dict[str, Any]) -> SampleRequest:
    """How to sample, from a metric's own words for it."""
    return SampleRequest(
        rows=int(values["sample_rows"]),
        seed=int(values["seed"]),
        method=str(values["sample_method"]),
        seconds=float(values["statement_seconds"]),
    )


def failed(error: Exception) -> dict[str, Any]:
    """A metric that could not be computed. Raised, it would be tried three times, and its traceback kept."""
    if not isinstance(error, PrivlineageError):
        # Whatever it is, its text may quote a value.
        kind = type(error).__name__
        error = PrivlineageError("PL910", f"a sample could not be examined: `{kind}`", hint="please report it")
    return {"error": {"code": error.code, "message": error.message, "hint": error.hint}}


def _finding(engine: ExecutionEngine[Any], domain: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    try:
        request = request_from(values)
        sample = sample_batch(engine, domain, request)
        return {**_examined(sample, name_of(engine)), "sample": sample.stated(request)}
    except Exception as error:  # noqa: BLE001  # nothing may leave with a value in it
        return failed(error)


def _examined(sample: Sample, table: str) -> dict[str, Any]:
    found = examine_table(sample.columns, table)
    clear = clear_columns(sample.columns, found.columns)
    budget = TableTries()
    return {
        "columns": [
            _column(column, one, clear, budget) for column, one in zip(sample.columns, found.columns, strict=True)
        ],
        "quasi_identifiers": [list(group) for group in found.quasi_identifiers],
    }


def _column(column: ColumnSample, suggestion: Suggestion, clear: ClearColumns, budget: TableTries) -> dict[str, Any]:
    """One column, with how its values look masked: what lies in the clear beside them is tried on them."""
    near = chain.from_iterable(one.values for one in others(column.name, clear))
    masking = examine_masking(column.values, candidates=near, tries=budget.left)
    budget.spend(masking)
    return {
        "name": column.name,
        "category": suggestion.category,
        "confidence": round(suggestion.confidence, 4),
        "masked": suggestion.masked,
        "evidence": [[one.kind, one.text] for one in suggestion.evidence],
        "masking": masking.kind,
        "holds": masking.holds,
        "masking_reasons": list(masking.reasons) if masking.kind else [],
        "behind": _behind(column, masking, clear),
        "reversed_share": round(masking.reversed_share, 4),
        "values": len(column.values),
        "empty": column.nulls,
    }


def _behind(column: ColumnSample, masking: MaskingReport, clear: ClearColumns) -> str:
    """The category of what a masking was led back to; empty where it was not, or nobody knows to what."""
    if masking.holds is not False or not masking.reversed_share:
        return ""
    return behind(column, clear) or masking.content

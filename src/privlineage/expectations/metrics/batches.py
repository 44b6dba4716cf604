"""A sample of a batch of Great Expectations, whichever engine holds it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from great_expectations.execution_engine.execution_engine import ExecutionEngine
from great_expectations.execution_engine.pandas_execution_engine import PandasExecutionEngine
from great_expectations.execution_engine.sparkdf_execution_engine import SparkDFExecutionEngine
from great_expectations.execution_engine.sqlalchemy_execution_engine import SqlAlchemyExecutionEngine

from privlineage.core.errors import PrivlineageError
from privlineage.expectations.relations import columns_of, relation_of
from privlineage.expectations.sampling.request import Sample, SampleRequest
from privlineage.expectations.sampling.running import take_sample, why_not

__all__ = ["name_of", "sample_batch"]


def sample_batch(
    engine: ExecutionEngine[Any], domain: Mapping[str, Any], request: SampleRequest, only: Sequence[str] = ()
) -> Sample:
    """A sample of a batch.

    Args:
        engine: holds the batch.
        domain: which batch, and perhaps which of its rows, in Great Expectations' words.
        request: how to sample.
        only: these columns, each once; else all of them, in one statement.

    Raises:
        PrivlineageError: PL910 where it cannot be taken, PL911 where a column of `only` is not there.
    """
    records = engine.get_domain_records(dict(domain))
    if isinstance(engine, SqlAlchemyExecutionEngine):
        return _of_database(engine, records, request, only)
    if isinstance(engine, PandasExecutionEngine):
        from privlineage.expectations.sampling.frames import sample_frame

        _check(only, [str(name) for name in records.columns])
        return sample_frame(records[list(dict.fromkeys(only))] if only else records, request)
    if isinstance(engine, SparkDFExecutionEngine):
        from privlineage.expectations.sampling.spark import frame_columns, sample_spark

        _check(only, [column.name for column in frame_columns(records)])
        return sample_spark(records, request, tuple(dict.fromkeys(only)))
    raise PrivlineageError("PL910", f"a sample could not be taken: `{type(engine).__name__}` is no engine we know")


def name_of(engine: ExecutionEngine[Any]) -> str:
    """What the table in the engine's batch is called; an empty text where nobody says."""
    data = engine.batch_manager.active_batch_data
    name = getattr(data, "source_table_name", None)
    if name is None:
        asset = getattr(engine.batch_manager.active_batch, "data_asset", None)
        name = getattr(asset, "table_name", None) or getattr(asset, "name", None)
    return str(name or "")


def _of_database(
    engine: SqlAlchemyExecutionEngine, records: Any, request: SampleRequest, only: Sequence[str]
) -> Sample:
    failure: PrivlineageError | None = None
    try:
        with engine.get_connection() as connection:
            relation = relation_of(records, connection.dialect)
            known = columns_of(connection, relation, engine.get_inspector())
            _check(only, [column.name for column in known])
            wanted = [column for name in dict.fromkeys(only) for column in known if column.name == name] or known
            return take_sample(connection, relation, wanted, request)
    except PrivlineageError:
        raise
    except Exception as error:  # noqa: BLE001  # a connection fails in as many ways as there are drivers
        failure = why_not(error)
    raise failure


def _check(only: Sequence[str], known: Sequence[str]) -> None:
    """Refuse a column that is not there.

    Raises:
        PrivlineageError: PL911.
    """
    from difflib import get_close_matches

    for name in only:
        if name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f"did you mean `{near[0]}`?" if near else "names are compared as the database writes them"
            raise PrivlineageError("PL911", f"there is no column `{name}` in this batch", hint=hint)

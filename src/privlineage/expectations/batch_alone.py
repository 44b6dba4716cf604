"""A batch of Great Expectations without a project: an engine, the data in it, and a validator over both.

A context would replace the one that the process may have, and a data source would connect by itself, where a connection
is at hand already.
"""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from privlineage.core.errors import PrivlineageError
from privlineage.expectations.loading import load_great_expectations

if TYPE_CHECKING:
    from great_expectations.validator.validator import Validator

__all__ = ["sql_engine", "validator_over"]


@contextlib.contextmanager
def validator_over(data: Any, table: str | Sequence[str] = "") -> Iterator[tuple[str, Validator]]:
    """A validator over a table or a data frame, and what the table is called.

    Args:
        data: SQLAlchemy's URL or an engine of it; or a data frame of pandas or Spark.
        table: the table's name where `data` is a database.

    Raises:
        PrivlineageError: PL912 for data of another kind, PL914 where something is not installed.
    """
    load_great_expectations()
    from great_expectations.core.batch import Batch
    from great_expectations.validator.validator import Validator

    name = _parts(table)
    with contextlib.ExitStack() as stack, warnings.catch_warnings():
        # Great Expectations and its dependencies warn about themselves; none of it is for whoever audits a table.
        warnings.simplefilter("ignore")
        kind = type(data).__module__.partition(".")[0]
        if isinstance(data, str) or kind == "sqlalchemy":
            engine, held = stack.enter_context(_database(data, name))
        elif kind == "pandas":
            from great_expectations.execution_engine.pandas_execution_engine import PandasExecutionEngine

            engine, held = PandasExecutionEngine(), data
        elif kind == "pyspark":
            engine, held = _spark(data)
        else:
            raise PrivlineageError(
                "PL912", f"a `{type(data).__name__}` is no table", hint="a URL, an engine, or a data frame"
            )
        shown = ".".join(name) or "data frame"

        class Quiet(Validator):
            """Without a context to say otherwise it would draw a progress bar into the log."""

            def _determine_progress_bars(self) -> bool:
                return False

        yield shown, Quiet(execution_engine=engine, batches=[Batch(data=held)])


@contextlib.contextmanager
def sql_engine(data: Any) -> Iterator[Any]:
    """Great Expectations' engine over a database; one made here is let go of in the end.

    Raises:
        PrivlineageError: PL001 for a URL that cannot be used, PL504 for a database that cannot be opened, PL914 where
            its driver is not installed.
    """
    load_great_expectations()
    from great_expectations.execution_engine.sqlalchemy_execution_engine import SqlAlchemyExecutionEngine

    theirs = not isinstance(data, str) and not hasattr(data, "render_as_string")
    made = data if theirs else _created(data)
    engine: Any = None
    with contextlib.suppress(Exception):
        # For some databases it connects at once; what they say of it may hold a password.
        engine = SqlAlchemyExecutionEngine(engine=made)
    if engine is None:
        raise PrivlineageError("PL504", "the database cannot be opened", hint="check the URL, and that it is there")
    try:
        yield engine
    finally:
        # It keeps one connection to databases whose temporary tables end with it.
        held = getattr(engine, "_connection", None)
        if held is not None:
            held.close()
        if not theirs:
            made.dispose()


def _created(data: Any) -> Any:
    import sqlalchemy as sa

    missing = ""
    try:
        return sa.create_engine(_url(data))
    except (sa.exc.NoSuchModuleError, ModuleNotFoundError) as error:
        missing = getattr(error, "name", None) or str(data).partition("://")[0]
    raise PrivlineageError(
        "PL914",
        f"SQLAlchemy has no driver for `{missing}` here",
        hint="for DuckDB: pip install duckdb-engine; for others, what their SQLAlchemy dialect is called",
    )


@contextlib.contextmanager
def _database(data: Any, name: tuple[str, ...]) -> Iterator[tuple[Any, Any]]:
    from great_expectations.execution_engine.sqlalchemy_batch_data import SqlAlchemyBatchData

    if not name:
        raise PrivlineageError("PL912", "nobody says which table of the database", hint="name it")
    with sql_engine(data) as engine:
        schema = ".".join(name[:-1]) or None
        yield engine, SqlAlchemyBatchData(execution_engine=engine, table_name=name[-1], schema_name=schema)


def _spark(data: Any) -> tuple[Any, Any]:
    from great_expectations.execution_engine.sparkdf_execution_engine import SparkDFExecutionEngine

    # Persisting would read the whole frame, where a sample is all that is wanted.
    return SparkDFExecutionEngine(spark=data.sparkSession, persist=False), data


def _parts(table: str | Sequence[str]) -> tuple[str, ...]:
    if isinstance(table, str):
        return tuple(part for part in table.split(".") if part)
    return tuple(table)


def _url(data: Any) -> Any:
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        made = make_url(data)
    except (ArgumentError, ValueError):
        made = None
    if made is None:
        raise PrivlineageError("PL001", "the database URL cannot be read", hint="as in sqlite:////absolute/path.db")
    if made.get_backend_name() == "sqlite" and made.database and made.database != ":memory:":
        # SQLAlchemy would create an empty file for a missing one.
        made = made.set(database=f"file:{made.database}", query={"mode": "ro", "uri": "true"})
    return made

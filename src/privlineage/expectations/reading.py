"""Readers of databases and data frames for `scan`: tables by their references, and samples with their values.

They go through Great Expectations' engines, as its expectations do, and take the same samples.
"""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from privlineage.core.errors import PrivlineageError
from privlineage.core.refs import DatasetRef
from privlineage.core.sources import Source
from privlineage.expectations.sampling.request import Sample, SampleRequest
from privlineage.expectations.sampling.statement import Relation
from privlineage.service.scanning.reader import SampledTable

if TYPE_CHECKING:
    import pandas as pd
    from pyspark.sql import DataFrame

__all__ = ["FrameReader", "SparkReader", "SqlReader"]

_CLOSED = "check the URL, the connection's user, and that the database is up"


class SqlReader:
    """The tables and views of a database, through a SQL engine of Great Expectations.

    Args:
        source: the declared source, for canonical names.
        data: SQLAlchemy's URL or an engine of it; a file of SQLite is opened read-only.
        schemas: these schemas alone; else every one but the database's own.
        method: how to sample, `auto` or `first`.
        seconds: how long a statement may run.
    """

    def __init__(
        self,
        source: Source,
        data: Any,
        *,
        schemas: Iterable[str] = (),
        method: str = "auto",
        seconds: float = 60.0,
    ) -> None:
        from privlineage.expectations.batch_alone import sql_engine

        self._source = source
        self._schemas = tuple(schemas)
        self._method = method
        self._seconds = seconds
        self._names: dict[DatasetRef, tuple[str, ...]] = {}
        self._stack = contextlib.ExitStack()
        with _quiet():
            self._engine: Any = self._stack.enter_context(sql_engine(data))

    def tables(self) -> list[DatasetRef]:
        """Every table and view, by its canonical reference, sorted.

        Raises:
            PrivlineageError: PL504, when the database does not answer.
        """
        from privlineage.expectations.listing import tables_of

        found: list[tuple[str, ...]] | None = None
        with contextlib.suppress(Exception), self._engine.get_connection() as connection:
            found = tables_of(connection, self._schemas)
        if found is None:
            raise PrivlineageError("PL504", f"the database of `{self._source.name}` cannot be read", hint=_CLOSED)
        self._names = {self._source.dataset(".".join(name)): name for name in found}
        return sorted(self._names)

    def sample(self, table: DatasetRef, *, rows: int, seed: int) -> SampledTable:
        """A sample of one table.

        Raises:
            PrivlineageError: PL902, when the database does not give it.
        """
        from privlineage.expectations.relations import columns_of
        from privlineage.expectations.sampling.running import take_sample, why_not

        name = self._name(table)
        request = SampleRequest(rows=rows, seed=seed, method=self._method, seconds=self._seconds)
        failure: PrivlineageError | None = None
        try:
            with self._engine.get_connection() as connection:
                relation = Relation(name)
                columns = columns_of(connection, relation, self._engine.get_inspector())
                return _read(take_sample(connection, relation, columns, request))
        except PrivlineageError as error:
            failure = error
        except Exception as error:  # noqa: BLE001  # a connection fails in as many ways as there are drivers
            failure = why_not(error)
        raise PrivlineageError("PL902", f"the table `{table}` cannot be read: {failure.message}", hint=failure.hint)

    def mark(self, table: DatasetRef) -> str:
        """What changes with the table's content, where the database counts its writes; else an empty text."""
        from privlineage.expectations.listing import mark_of

        with contextlib.suppress(Exception), self._engine.get_connection() as connection:
            return mark_of(connection, self._name(table))
        return ""

    def close(self) -> None:
        """Let go of connections."""
        self._stack.close()

    def _name(self, table: DatasetRef) -> tuple[str, ...]:
        if table not in self._names:
            self.tables()
        if table not in self._names:
            raise PrivlineageError("PL902", f"the table `{table}` is not there", hint="see what `scan` lists")
        return self._names[table]


class FrameReader:
    """Data frames of pandas, by references of their own."""

    def __init__(self, frames: Mapping[DatasetRef, pd.DataFrame]) -> None:
        self._frames = dict(frames)

    def tables(self) -> list[DatasetRef]:
        """Every frame there is."""
        return sorted(self._frames)

    def sample(self, table: DatasetRef, *, rows: int, seed: int) -> SampledTable:
        """A sample of one frame."""
        from privlineage.expectations.sampling.frames import sample_frame

        return _read(sample_frame(self._frames[table], SampleRequest(rows=rows, seed=seed)))

    def mark(self, table: DatasetRef) -> str:
        """Nobody counts writes to a frame."""
        del table
        return ""

    def close(self) -> None:
        """Nothing is held open."""


class SparkReader:
    """Data frames of Spark, or tables of a Spark session, by references of their own."""

    def __init__(self, frames: Mapping[DatasetRef, DataFrame]) -> None:
        self._frames = dict(frames)

    @classmethod
    def of_tables(cls, session: Any, tables: Mapping[DatasetRef, str]) -> SparkReader:
        """Reads tables that a session knows by name."""
        return cls({ref: session.table(name) for ref, name in tables.items()})

    def tables(self) -> list[DatasetRef]:
        """Every frame there is."""
        return sorted(self._frames)

    def sample(self, table: DatasetRef, *, rows: int, seed: int) -> SampledTable:
        """A sample of one frame.

        Raises:
            PrivlineageError: PL902, when Spark does not give it.
        """
        from privlineage.expectations.sampling.spark import sample_spark

        failure: PrivlineageError | None = None
        try:
            return _read(sample_spark(self._frames[table], SampleRequest(rows=rows, seed=seed)))
        except PrivlineageError as error:
            failure = error
        raise PrivlineageError("PL902", f"the table `{table}` cannot be read: {failure.message}", hint=failure.hint)

    def mark(self, table: DatasetRef) -> str:
        """Spark counts no writes."""
        del table
        return ""

    def close(self) -> None:
        """The session is its owner's."""


def _read(sample: Sample) -> SampledTable:
    return SampledTable(
        columns=sample.columns,
        rows_seen=sample.rows,
        sql=sample.statements,
        method=sample.method,
        rows_read=sample.fetched,
        whole=sample.whole,
    )


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Great Expectations warns about itself when it is loaded; none of it is for whoever scans."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield

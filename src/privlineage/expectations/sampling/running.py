"""Sends sampled statements over a SQLAlchemy connection; a database's own words are never repeated.

Errors of a database may quote values. What leaves is our own error, raised where the database's is no longer handled:
no traceback carries it along.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from privlineage.core.errors import PrivlineageError
from privlineage.expectations.sampling.cells import column_of
from privlineage.expectations.sampling.dialects import dialect_named
from privlineage.expectations.sampling.request import Sample, SampleRequest
from privlineage.expectations.sampling.statement import (
    Column,
    Dialect,
    Facts,
    Relation,
    Statement,
    Way,
    first_rows,
)

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlalchemy.engine import Dialect as SqlalchemyDialect

__all__ = ["dialect_of", "take_sample", "why_not"]

_STOPPED = ("interrupt", "timeout", "timed out", "statement timeout", "canceling", "57014", "time limit")
_ENOUGH = 0.5
"""Of the rows wanted: with fewer the next way is tried, which may read more."""


def dialect_of(dialect: SqlalchemyDialect) -> Dialect:
    """How the database behind a SQLAlchemy dialect samples, with its own idea of how names are kept."""
    normalised = getattr(dialect, "requires_name_normalize", False)
    return dialect_named(dialect.name, dialect.denormalize_name if normalised else str)


def take_sample(
    connection: Connection, relation: Relation, columns: Sequence[Column], request: SampleRequest
) -> Sample:
    """A sample of a relation.

    Args:
        connection: open; where no transaction is under way, one is opened for reading and ended again.
        relation: what to sample.
        columns: which columns, in the order they come back.
        request: how.

    Raises:
        PrivlineageError: PL910 where the database refuses, does not answer, or is not done in time.
    """
    sampling = _Sampling(connection, dialect_of(connection.dialect), relation, columns, request)
    with _transaction(connection) as fresh:
        return sampling.sample(fresh)


class _Sampling:
    """One sample being taken."""

    def __init__(
        self,
        connection: Connection,
        dialect: Dialect,
        relation: Relation,
        columns: Sequence[Column],
        request: SampleRequest,
    ) -> None:
        self.connection = connection
        self.dialect = dialect
        self.relation = relation
        self.columns = columns
        self.request = request
        self.shown: list[str] = []
        self.fetched = 0

    def sample(self, fresh: bool) -> Sample:
        if fresh:
            for text in self.dialect.limits(self.request.seconds):
                self._limit(text)
        best: tuple[Way, Sequence[Sequence[object]]] | None = None
        for way in self._ways():
            rows = self._rows(way)
            if best is None or len(rows) > len(best[1]):
                best = (way, rows)
            if way.last or len(rows) >= _ENOUGH * self.request.rows:
                break
        way, rows = best if best is not None else (first_rows(), [])
        whole = way.last and (not self.request.rows or len(rows) < self.request.rows)
        return Sample(
            columns=tuple(
                column_of(column.name, (row[index] for row in rows), self.request.cut, column.declared_type)
                for index, column in enumerate(self.columns)
            ),
            rows=len(rows),
            method=way.method,
            statements=tuple(self.shown),
            fetched=self.fetched,
            whole=whole,
        )

    def _ways(self) -> Iterator[Way]:
        if self.request.method == "first":
            yield first_rows()
            return
        facts = Facts()
        if self.relation.name and self.request.rows:
            facts = self.dialect.facts(self._ask, self.relation)
        yield from self.dialect.ways(facts, self.relation, self.request)

    def _limit(self, text: str) -> None:
        # Not under a savepoint: what makes a transaction read-only there ends with it.
        with contextlib.suppress(Exception):
            self.connection.execution_options(no_parameters=True).exec_driver_sql(text)

    def _ask(self, text: str) -> Sequence[Sequence[object]]:
        """A question to the catalog; a refused one only costs the better way to sample."""
        point = self.connection.begin_nested() if self.connection.dialect.name == "postgresql" else None
        try:
            result = self.connection.execution_options(no_parameters=True).exec_driver_sql(text)
            rows = [tuple(row) for row in result.fetchall()] if result.returns_rows else []
        except Exception:  # noqa: BLE001  # every driver has errors of its own
            if point is not None:
                point.rollback()
            return []
        if point is not None:
            point.commit()
        return rows

    def _rows(self, way: Way) -> Sequence[Sequence[object]]:
        statement = self.dialect.statement(self.relation, self.columns, way, self.request)
        self.shown.append(statement.shown)
        failure: PrivlineageError | None = None
        try:
            rows = self._fetched(statement)
        except Exception as error:  # noqa: BLE001  # every driver has errors of its own
            failure = why_not(error)
            rows = []
        if failure is not None:
            raise failure
        self.fetched += len(rows)
        return rows

    def _fetched(self, statement: Statement) -> Sequence[Sequence[object]]:
        plain = not statement.parameters
        options = self.connection.execution_options(no_parameters=plain)
        with _stopped_after(self.connection, self.request.seconds):
            result = options.exec_driver_sql(statement.sql, statement.parameters or None)
            # The database keeps to the limit; were it not to, no more than that would be taken in.
            found = result.fetchmany(self.request.rows) if self.request.rows else result.fetchall()
            rows = [tuple(row) for row in found]
            result.close()
        return rows


@contextlib.contextmanager
def _transaction(connection: Connection) -> Iterator[bool]:
    """Whether a transaction could be opened for us; it ends without a trace."""
    if connection.in_transaction():
        yield False
        return
    with connection.begin() as transaction:
        try:
            yield True
        finally:
            if transaction.is_active:
                transaction.rollback()


@contextlib.contextmanager
def _stopped_after(connection: Connection, seconds: float) -> Iterator[None]:
    """Ends a statement that takes too long, for databases in our own process, which no server ends."""
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name == "sqlite" and hasattr(driver, "set_progress_handler"):
        end = time.monotonic() + seconds
        driver.set_progress_handler(lambda: time.monotonic() > end, 10_000)
        try:
            yield
        finally:
            driver.set_progress_handler(None, 0)
    elif connection.dialect.name == "duckdb" and hasattr(driver, "interrupt"):
        timer = threading.Timer(seconds, driver.interrupt)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
    else:
        yield


def why_not(error: Exception) -> PrivlineageError:
    """What is said of a database's error: its kind, never its text, which may quote a value."""
    text = f"{getattr(getattr(error, 'orig', None), 'sqlstate', '')} {error}".lower()
    if any(word in text for word in _STOPPED):
        return PrivlineageError(
            "PL910",
            "a sample could not be taken: the database was not done in time",
            hint="ask for fewer rows, for sample_method `first`, or give statement_seconds more",
        )
    kind = type(getattr(error, "orig", None) or error).__name__
    return PrivlineageError(
        "PL910",
        f"a sample could not be taken: the database answers with `{kind}`",
        hint="check that the table is there and that the connection's user may read it",
    )

"""One sampled SELECT, put together from what every dialect shares: cells, a relation, and a way to choose its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from privlineage.expectations.sampling.request import SampleRequest

__all__ = ["Ask", "Column", "Dialect", "Facts", "Relation", "Statement", "Way", "first_rows", "quoted_text"]

Ask = Callable[[str], Sequence[Sequence[object]]]
"""Sends a question to the database's catalog and gives the rows of its answer; nothing where it is refused."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column as its database describes it: its name, and its type where that is known."""

    name: str
    declared_type: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """What is sampled: a table or view, perhaps only some of its rows, or somebody's query.

    Attributes:
        name: the parts of its name, the outermost first; empty for a query.
        query: a SELECT instead of a name.
        conditions: SQL that a row must meet.
        shown_query: the query without the literals in it.
        shown_conditions: the conditions without the literals in them.
    """

    name: tuple[str, ...] = ()
    query: str = ""
    conditions: tuple[str, ...] = ()
    shown_query: str = ""
    shown_conditions: tuple[str, ...] = ()

    @property
    def shown(self) -> Relation:
        """The same relation as it is told to people."""
        return Relation(self.name, self.shown_query, self.shown_conditions)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the database says of a relation before it is sampled.

    Attributes:
        kind: `table` where its rows can be chosen by the database, else `view` or whatever it is.
        rows: about how many rows it has; None where nobody knows.
        pages: how many pages it lies on; None where nobody knows.
        key: what the dialect needs to find single rows.
        low: the lowest of those keys.
        high: the highest of those keys.
    """

    kind: str = ""
    rows: int | None = None
    pages: int | None = None
    key: str = ""
    low: int = 0
    high: int = -1


@dataclass(frozen=True, slots=True)
class Way:
    """One way to choose rows; where it gives too few of them, the next is tried.

    Attributes:
        method: what people are told.
        after: SQL right after the relation's name.
        where: a condition that chooses the rows.
        order: what to sort by before the first rows are kept.
        tail: SQL instead of a limit.
        parameters: of `where`.
        last: whether nothing better follows: few rows are then all there are.
    """

    method: str
    after: str = ""
    where: str = ""
    order: str = ""
    tail: str = ""
    parameters: tuple[object, ...] = ()
    last: bool = False


def first_rows() -> Way:
    """The rows that come first: all there is for views and queries, where choosing any would mean reading all."""
    return Way("first rows", last=True)


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement as it is sent, and as it is told to people: without a literal anybody wrote, without parameters."""

    sql: str
    shown: str
    parameters: tuple[object, ...] = ()


def quoted_text(text: str) -> str:
    """A text as a literal of standard SQL, for names of tables in questions to a catalog."""
    return "'" + text.replace("'", "''") + "'"


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one database samples; this one knows nothing but the first rows. Its subclasses say how theirs does it.

    Attributes:
        spelled: turns a name as SQLAlchemy tells it into the one the database keeps.
    """

    spelled: Callable[[str], str] = field(default=str)

    def quoted(self, name: str) -> str:
        """A name in quotes."""
        return '"' + self.spelled(name).replace('"', '""') + '"'

    def path(self, name: Sequence[str]) -> str:
        """A qualified name in quotes."""
        return ".".join(self.quoted(part) for part in name)

    def cell(self, column: Column, cut: int) -> str:
        """A column's value as text, cut by the database."""
        return f"SUBSTR(CAST({self.quoted(column.name)} AS VARCHAR(4000)), 1, {cut})"

    def facts(self, ask: Ask, relation: Relation) -> Facts:
        """What has to be known before ways can be offered; `relation` has a name."""
        del ask, relation
        return Facts()

    def ways(self, facts: Facts, relation: Relation, request: SampleRequest) -> Iterator[Way]:
        """Ways to choose rows, the best first; the last one always gives some if there are any."""
        del facts, relation, request
        yield first_rows()

    def limits(self, seconds: float) -> tuple[str, ...]:
        """Statements that hold the next one to reading and to its time, in the same transaction."""
        del seconds
        return ()

    def head(self, rows: int) -> str:
        """A limit right after SELECT, for dialects that have it there."""
        del rows
        return ""

    def limit(self, rows: int) -> str:
        """A limit at the end."""
        return f"LIMIT {rows}"

    def named_query(self, query: str) -> str:
        """A query as a relation."""
        return f"({query}\n) AS {self.quoted('batch')}"

    def statement(self, relation: Relation, columns: Sequence[Column], way: Way, request: SampleRequest) -> Statement:
        """The SELECT that takes a sample."""
        sent, shown = (self._text(one, columns, way, request) for one in (relation, relation.shown))
        return Statement(sent, shown, way.parameters)

    def _text(self, relation: Relation, columns: Sequence[Column], way: Way, request: SampleRequest) -> str:
        cells = ", ".join(self.cell(column, request.cut) for column in columns)
        source = self.path(relation.name) if relation.name else self.named_query(relation.query)
        where = " AND ".join(part for part in (way.where, *(f"({one})" for one in relation.conditions)) if part)
        limited = bool(request.rows) and not way.tail
        parts = (
            f"SELECT {self.head(request.rows) if limited else ''}".rstrip(),
            cells,
            f"FROM {source}",
            way.after,
            f"WHERE {where}" if where else "",
            f"ORDER BY {way.order}" if way.order else "",
            way.tail or (self.limit(request.rows) if limited else ""),
        )
        return " ".join(part for part in parts if part)

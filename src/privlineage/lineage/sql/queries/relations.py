"""Relations: what a table, a query or a table function offers to the query that reads it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from privlineage.lineage.sql.queries.flows import Flow, Influence, Origin, as_influences, merge
from privlineage.lineage.sql.text.dialects import Folding, Traits

__all__ = ["Column", "Name", "Relation", "base_relation", "joined"]


class Name(NamedTuple):
    """A name as a statement writes it.

    Attributes:
        text: without quotes.
        quoted: whether it was quoted.
    """

    text: str
    quoted: bool = False

    def folded(self, dialect: Traits) -> str:
        """The name as the dialect stores it."""
        if self.quoted or dialect.folding == Folding.NONE:
            return self.text
        return self.text.upper() if dialect.folding == Folding.UPPER else self.text.lower()


class Column(NamedTuple):
    """One column of a relation: its name and what it is made of."""

    name: str
    flow: Flow


class Relation:
    """Columns in order, and what holds for all its rows.

    Attributes:
        columns: the columns that are known.
        rows: what selects or multiplies its rows.
        open: tables whose columns are not known and are passed on by a star; their columns follow the known ones.
        assumed: tables that flow in somewhere, as far as is known (`*` origins).
        element: what every column of whatever name is made of (a table function whose columns nobody listed), or the
            element of an array whose fields may be named directly.
    """

    __slots__ = ("_index", "assumed", "columns", "element", "open", "rows")

    def __init__(
        self,
        columns: Sequence[Column] = (),
        rows: frozenset[Influence] = frozenset(),
        open_tables: tuple[str, ...] = (),
        assumed: frozenset[Origin] = frozenset(),
        element: Flow | None = None,
    ) -> None:
        self.columns = columns
        self.element = element
        self.rows = rows
        self.open = open_tables
        self.assumed = assumed
        self._index: dict[str, list[Column]] | None = None

    def __repr__(self) -> str:
        return f"Relation({[column.name for column in self.columns]}, open={self.open})"

    @property
    def names(self) -> tuple[str, ...]:
        """The known columns' names."""
        return tuple(column.name for column in self.columns)

    def find(self, name: Name, dialect: Traits) -> Column | None:
        """The column a name means: case aside, unless several differ only in case."""
        if self._index is None:
            self._index = {}
            for column in self.columns:
                self._index.setdefault(column.name.lower(), []).append(column)
        found = self._index.get(name.text.lower())
        if not found:
            return None
        if len(found) == 1:
            return found[0]
        for spelling in (name.text, name.folded(dialect)):
            exact = [column for column in found if column.name == spelling]
            if exact:
                found = exact
                break
        return Column(found[0].name, merge(column.flow for column in found))

    def renamed(self, names: Iterable[str]) -> Relation:
        """The same columns under other names; names beyond the list stay."""
        given = list(names)
        columns = [
            Column(given[index], column.flow) if index < len(given) else column
            for index, column in enumerate(self.columns)
        ]
        if self.open and len(given) > len(columns):
            # Names of columns that a star leaves unknown: each may hold anything behind it.
            anything = Flow(frozenset(Origin(table, "*", assumed=True) for table in self.open))
            columns.extend(Column(name, anything) for name in given[len(columns) :])
        return Relation(columns, self.rows, self.open, self.assumed, self.element)

    def row(self) -> Flow:
        """The value of a whole row: every column, with the fields still known."""
        everything = merge(column.flow for column in self.columns)
        if self.element is not None:
            everything = merge((everything, self.element))
        unlisted = frozenset(Origin(table, "*", assumed=True) for table in self.open)
        fields = {column.name: column.flow for column in self.columns} if not self.open else None
        return Flow(everything.values | unlisted, everything.shapes, fields)

    def influences(self) -> frozenset[Influence]:
        """Everything the relation depends on, as what a condition over it selects by."""
        unlisted = (Influence(table, "*", assumed=True) for table in self.open)
        return self.rows.union(as_influences(merge(column.flow for column in self.columns)), unlisted, self.existence())

    def existence(self) -> frozenset[Influence]:
        """What decides whether the relation has rows at all."""
        return self.rows.union(Influence(origin.table, origin.column, assumed=True) for origin in self.assumed)

    def with_rows(self, rows: Iterable[Influence]) -> Relation:
        """This relation with more that selects its rows."""
        added = self.rows.union(rows)
        return self if added == self.rows else Relation(self.columns, added, self.open, self.assumed, self.element)


def joined(parts: Sequence[Relation], order: Iterable[str] = (), *, any_case: bool = False) -> Relation:
    """Several relations as one: whatever is in any of them, the columns joined by name.

    Args:
        parts: the relations; of one alone, columns of the same name become one.
        order: names that come first, and are there even if no part has them.
        any_case: whether names that differ in case alone are one; it is shown as the first part spells it.
    """
    names: dict[str, str] = {}
    flows: dict[str, list[Flow]] = {name: [] for name in order}
    for part in parts:
        for column in part.columns:
            shown = names.setdefault(column.name.lower(), column.name) if any_case else column.name
            flows.setdefault(shown, []).append(column.flow)
    return Relation(
        [Column(name, merge(found)) for name, found in flows.items()],
        frozenset[Influence]().union(*(part.rows for part in parts)),
        tuple(dict.fromkeys(table for part in parts for table in part.open)),
        frozenset[Origin]().union(*(part.assumed for part in parts)),
    )


def base_relation(table: str, columns: Mapping[str, str]) -> Relation:
    """A stored table: every column comes from itself; one called `*` says that there are others nobody listed."""
    listed = [Column(name, Flow(frozenset((Origin(table, name),)))) for name in columns if name != "*"]
    return Relation(listed, open_tables=(table,) if "*" in columns else ())

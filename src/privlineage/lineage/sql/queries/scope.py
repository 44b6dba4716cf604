"""Scopes: which columns a name may mean at one place of a query."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlglot import exp

from privlineage.lineage.sql.catalog import Table
from privlineage.lineage.sql.guessing import mentioned
from privlineage.lineage.sql.queries.fields import access
from privlineage.lineage.sql.queries.flows import NOTHING, Flow, Influence, Origin, merge, table_of
from privlineage.lineage.sql.queries.relations import Name, Relation
from privlineage.lineage.sql.queries.structs import struct_fields
from privlineage.lineage.sql.session import Session

__all__ = ["Scope", "Source"]

_PSEUDO = frozenset(
    "_change_type _commit_timestamp _commit_version _file_name _partitiondate _partitiontime _rowid_ _table_suffix "
    "cmax cmin ctid level merge_action oid rowid rownum sysdate tableoid user xmax xmin $action "
    "$bucket $file_modified_time $file_size $path block__offset__inside__file grouping__id input__file__name".split()
)
"""Columns a system adds by itself: they hold nothing anybody put in."""
_METADATA = ("metadata$", "_table_suffix", "_partitiontime", "_partitiondate", "_file_name", "_change_")
"""Those that nobody can give to a column of his own."""


_QUERY = re.compile(r"\s*(?:SELECT|WITH)\b", re.IGNORECASE)

MANY = 16
"""Tables whose columns are not known and that a column is guessed to be of; of more, everything is assumed."""
_WITH_FIELDS = (
    "array", "json", "map", "nested", "object", "record", "row", "struct", "super", "tuple", "variant", "xml",
)  # fmt: skip
"""How types begin whose values have fields."""


@dataclass(slots=True)
class Source:
    """One item of a FROM clause.

    Attributes:
        alias: the name it goes by; empty when it has none.
        relation: what it offers.
        qualifier: the parts of its full name, in lower case, where it is a table without alias.
        visible: whether unqualified names and stars see it (the right side of a semi join they do not).
        table: the table it is, where it is one a statement may write to.
    """

    alias: Name
    relation: Relation
    qualifier: tuple[str, ...] = ()
    visible: bool = True
    table: Table | None = None


class Scope:
    """The names visible at one place: sources, common table expressions, merged columns, aliases, parameters."""

    def __init__(self, session: Session, parent: Scope | None = None) -> None:
        self.session = session
        self.parent = parent
        self.sources: list[Source] = []
        self.ctes: Mapping[str, Relation] = parent.ctes if parent else {}
        self.merged: dict[str, Flow] = {}
        self.aliases: dict[str, Flow] = {}
        self.parameters: dict[str, Flow] = {}
        self.pending: dict[str, exp.Expr] = {}
        self.windows: dict[str, exp.Expr] = {}
        self.rows: set[Influence] = set()
        self.assumed: set[Origin] = set()

    def cte(self, name: Name) -> Relation | None:
        """The common table expression of that name."""
        return self.ctes.get(name.text.lower())

    def define(self, name: Name, relation: Relation) -> None:
        """Make a common table expression visible here and below."""
        self.ctes = {**self.ctes, name.text.lower(): relation}

    def add(self, source: Source) -> None:
        """Put an item of FROM in scope."""
        twin = next((other for other in self.sources if self._are_twins(source, other)), None)
        if twin is not None:
            # Most databases refuse this; where one does not, the name may mean either.
            self.session.report_at("unsupported", f"two tables here go by the name `{source.alias.text}`", 0)
            for each in (twin, source):
                row = each.relation.row()
                self.assumed.update(Origin(origin.table, "*", assumed=True) for origin in row.values)
        self.sources.append(source)
        self.assumed |= source.relation.assumed
        self.rows |= source.relation.rows

    def _are_twins(self, one: Source, other: Source) -> bool:
        dialect = self.session.dialect
        named = bool(one.alias.text) and one.alias.folded(dialect) == other.alias.folded(dialect)
        # The same table under one name twice, as in a DELETE that lists its target again, cannot be mistaken.
        return named and one.qualifier == other.qualifier and one.relation.row().values != other.relation.row().values

    def source(self, name: Name) -> Source | None:
        """The item of FROM that goes by a name."""
        wanted = name.text.lower()
        found = [source for source in self.sources if source.alias.text.lower() == wanted]
        if len(found) > 1:
            dialect = self.session.dialect
            exact = [source for source in found if source.alias.folded(dialect) == name.folded(dialect)]
            found = exact or found
        return found[0] if found else None

    def lookup(self, parts: Sequence[Name], node: exp.Expr) -> Flow:
        """The flow of a column as the statement names it; what cannot be told is reported and widened."""
        maybe: list[str] = []
        scope: Scope | None = self
        while scope is not None:
            found = scope.local(parts, node)
            if found is not None:
                if not maybe:
                    return found
                return merge((found, self._guess(parts, maybe, node)))
            named = scope.source(parts[0]) is not None if len(parts) > 1 else None
            if named is not False or not scope.named_outside(parts[0]):
                maybe.extend(table for table in scope.open_for(parts) if table not in maybe)
            if named and maybe:
                # Its qualifier names an item of this very query: none around it is meant.
                break
            scope = scope.parent
        if maybe and not parts[-1].text.lower().startswith(_METADATA):
            return self._guess(parts, maybe, node)
        return self._unknown(parts, node)

    def outwards(self) -> Iterator[Scope]:
        """This scope and those around it, the nearest first."""
        scope: Scope | None = self
        while scope is not None:
            yield scope
            scope = scope.parent

    def named_outside(self, name: Name) -> bool:
        """Whether an item of a query around this one goes by a name."""
        return any(scope.source(name) is not None for scope in self.outwards() if scope is not self)

    def local(self, parts: Sequence[Name], node: exp.Expr) -> Flow | None:
        """The flow of a name that something of this very scope answers to."""
        first = parts[0]
        parameter = self.parameters.get(first.text.lower())
        if parameter is not None:
            return self._fields(parameter, parts[1:], node)
        return self._qualified(parts, node) or self._unqualified(parts, node)

    def _qualified(self, parts: Sequence[Name], node: exp.Expr) -> Flow | None:
        """`alias.column…`, or `schema.table.column…` of a table without alias."""
        if len(parts) < 2:
            return None
        source = self.source(parts[0])
        if source is not None:
            found = self._column_of(source.relation, parts[1:], node)
            if found is None and source.relation.element is not None:
                found = self._fields(source.relation.element, parts[1:], node)
            if found is not None:
                return found
        lower = tuple(part.text.lower() for part in parts)
        for candidate in self.sources:
            for size in range(2, min(len(candidate.qualifier), len(parts) - 1) + 1):
                if candidate.qualifier[-size:] == lower[:size]:
                    return self._column_of(candidate.relation, parts[size:], node)
        return None

    def _column_of(self, relation: Relation, parts: Sequence[Name], node: exp.Expr) -> Flow | None:
        column = relation.find(parts[0], self.session.dialect)
        if column is not None:
            return self._fields(column.flow, parts[1:], node)
        dotted = ".".join(part.text for part in parts)
        column = relation.find(Name(dotted, quoted=True), self.session.dialect) if len(parts) > 1 else None
        return column.flow if column is not None else None

    def _unqualified(self, parts: Sequence[Name], node: exp.Expr) -> Flow | None:
        first = parts[0]
        merged = self.merged.get(first.text.lower())
        if merged is not None:
            return self._fields(merged, parts[1:], node)
        found = [
            flow
            for source in self.sources
            if source.visible and (flow := self._column_of(source.relation, parts, node)) is not None
        ]
        if found and len(parts) > 1 and self._is_alias_around(parts, found):
            return None
        if not found:
            return self._row_or_alias(parts, node)
        if len(found) > 1 and any(flow is not found[0] for flow in found):
            self._ambiguous(first, node)
            return merge(found).assumed()
        return found[0]

    def _is_alias_around(self, parts: Sequence[Name], found: Sequence[Flow]) -> bool:
        """Whether `c.x` means the column of a `c` of a query around, rather than a field of a column `c` in here."""
        if any(flow.fields is not None or self._has_fields(parts, flow) for flow in found):
            return False
        around = (scope.source(parts[0]) for scope in self.outwards() if scope is not self)
        source = next((found for found in around if found is not None), None)
        if source is None:
            return False
        return bool(source.relation.open) or source.relation.find(parts[1], self.session.dialect) is not None

    def _has_fields(self, parts: Sequence[Name], flow: Flow) -> bool:
        """Whether the column behind a field is declared with a type that has fields."""
        root = parts[0].text.lower()
        kinds = (
            self.session.catalog.type_of(origin.table, origin.column.split(".")[0])
            for origin in flow.values
            if origin.column.split(".")[0].lower() == root
        )
        return any(kind.lower().startswith(_WITH_FIELDS) for kind in kinds)

    def _row_or_alias(self, parts: Sequence[Name], node: exp.Expr) -> Flow | None:
        alias = self.aliases.get(parts[0].text.lower())
        if alias is not None:
            return self._fields(alias, parts[1:], node)
        source = self.source(parts[0])
        if source is not None and len(parts) == 1:
            return source.relation.row()
        return self._element(parts, node)

    def _element(self, parts: Sequence[Name], node: exp.Expr) -> Flow | None:
        """A field of an unnested element named directly, or any column of a table function."""
        element = self._only_element(parts)
        if element is None:
            return None
        if not self._has_field(element, parts[0].text) and self.parent is not None and self.parent.answers(parts, node):
            return None
        return self._fields(element, parts, node)

    def _only_element(self, parts: Sequence[Name]) -> Flow | None:
        """The element that any name may be a field of, where there is one and the name can be nothing else here."""
        found = [source.relation.element for source in self.sources if source.visible and source.relation.element]
        return found[0] if len(found) == 1 and not self.open_for(parts[:1]) else None

    def _has_field(self, element: Flow, name: str) -> bool:
        """Whether an element is known to have a field of that name."""
        kinds = (self.session.catalog.type_of(origin.table, origin.column) for origin in element.values)
        declared = (field.lower() for kind in kinds for field in struct_fields(kind))
        return element.field(name) is not None or name.lower() in declared

    def answers(self, parts: Sequence[Name], node: exp.Expr) -> bool:
        """Whether something here, or of a query around this one, answers to a name."""
        # An element answers to any name nobody around does, so the question ends there: each scope is asked once.
        return any(
            scope._only_element(parts) is not None or scope.local(parts, node) is not None  # noqa: SLF001  # its own class
            for scope in self.outwards()
        )

    def open_for(self, parts: Sequence[Name]) -> list[str]:
        """Tables in scope whose columns are not known and that the name may belong to."""
        if len(parts) > 1:
            source = self.source(parts[0])
            if source is not None and source.relation.open:
                return list(source.relation.open)
            lower = tuple(part.text.lower() for part in parts)
            for candidate in self.sources:
                for size in range(2, len(parts)):
                    if candidate.relation.open and candidate.qualifier[-size:] == lower[:size]:
                        return list(candidate.relation.open)
            if source is not None:
                return []
        return [table for source in self.sources if source.visible for table in source.relation.open]

    def _guess(self, parts: Sequence[Name], tables: list[str], node: exp.Expr) -> Flow:
        """A column that only tables without known columns can have."""
        source = self.source(parts[0]) if len(parts) > 1 else None
        named = parts[1:] if source is not None else parts[-1:]
        if len(tables) > 1:
            shown = ", ".join(f"`{table_of(table)}`" for table in tables[:MANY])
            shown += f" and {len(tables) - MANY} more" if len(tables) > MANY else ""
            self.session.report("unknown-column", f"`{parts[-1].text}` may belong to any of {shown}", node)
        if len(tables) > MANY:
            return self.widen()
        column = ".".join(part.text for part in named)
        return Flow(frozenset(Origin(table, column, assumed=True) for table in tables))

    def _ambiguous(self, name: Name, node: exp.Expr) -> None:
        self.session.report("unknown-column", f"`{name.text}` is ambiguous: more than one table here has it", node)

    def _unknown(self, parts: Sequence[Name], node: exp.Expr) -> Flow:
        text = ".".join(part.text for part in parts)
        variable = self.session.variables.get(parts[0].text.lower())
        if variable is not None:
            return self._fields(variable, parts[1:], node)
        if parts[-1].text.lower() in _PSEUDO or parts[0].text.lower() == "_metadata":
            return NOTHING
        if parts[-1].text.lower().startswith("metadata$"):
            return NOTHING
        if text in self.session.placeholders or self.session.as_written(text) != text:
            return self.widen()
        if self._is_string(parts, node):
            return NOTHING
        self.session.report("unknown-column", f"`{text}` is in no table here", node)
        return self.widen()

    def _is_string(self, parts: Sequence[Name], node: exp.Expr) -> bool:
        """SQLite takes a name in double quotes that no column has for a string."""
        alone = len(parts) == 1 and parts[0].quoted and self.session.dialect.name == "sqlite"
        return alone and self.session.spelling(node.this if isinstance(node, exp.Column) else node)[:1] == '"'

    def widen(self) -> Flow:
        """Assume that everything in scope flows on (law 7)."""
        nearest = next((scope for scope in self.outwards() if scope.sources), None)
        if nearest is not None:
            for source in nearest.sources:
                row = source.relation.row()
                self.assumed.update(Origin(origin.table, "*", assumed=True) for origin in row.values)
            return NOTHING
        if _QUERY.match(self.session.text):
            # The query seems to read nothing: perhaps the word is two, or FROM is misspelt.
            self.assumed |= mentioned(self.session.text, self.session)
        return NOTHING

    def _fields(self, flow: Flow, names: Sequence[Name], node: exp.Expr) -> Flow:
        for name in names:
            flow = access(flow, name.text, self.session, node)
        return flow

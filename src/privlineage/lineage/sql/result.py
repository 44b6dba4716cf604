"""What the resolver says of SQL, and the JSON of it that `privlineage sql` prints (contracts.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

__all__ = [
    "FunctionUse",
    "LeftTable",
    "SourceColumn",
    "SqlLineage",
    "StatementLineage",
    "UnresolvedSql",
    "Write",
    "WriteKind",
]


class FunctionUse(NamedTuple):
    """One named function around a source column.

    A named tuple rather than a dataclass: paths are hashed for every column of every query level.

    Attributes:
        function: its name as the statement spells it, in lower case.
        argument: 0-based position of the argument the column came through.
        literals: literal arguments by position.
    """

    function: str
    argument: int = 0
    literals: tuple[tuple[int, str], ...] = ()

    def to_contract_json(self) -> dict[str, Any]:
        """The entry of a `path`."""
        literals = {str(position): text for position, text in self.literals}
        return {"function": self.function, "argument": self.argument, "literals": literals}


@dataclass(frozen=True, slots=True)
class SourceColumn:
    """One source of one output column.

    Attributes:
        table: the table, file or stage read.
        column: the column or field path, `*` for the table as a whole.
        kind: `value` or `influence`.
        transform: `identity`, `transformation` or `aggregation`; None for influence.
        path: the functions around this occurrence, innermost first.
        confidence: `parsed`, or `assumed` where the resolver widened.
        generation: how often the script had begun the table's content anew when it was read; not part of the contract.
    """

    table: str
    column: str
    kind: str = "value"
    transform: str | None = "identity"
    path: tuple[FunctionUse, ...] = ()
    confidence: str = "parsed"
    generation: int = 0

    def to_contract_json(self) -> dict[str, Any]:
        """The entry of an output column's list."""
        return {
            "table": self.table,
            "column": self.column,
            "kind": self.kind,
            "transform": self.transform,
            "path": [use.to_contract_json() for use in self.path],
            "confidence": self.confidence,
        }


@dataclass(frozen=True, slots=True)
class UnresolvedSql:
    """Something that could not be resolved.

    Attributes:
        code: syntax, unknown-table, unknown-column, star, dynamic, procedure, exit, jinja or unsupported.
        detail: what it is, for people.
        line: 1-based line in the file.
        column: 1-based column in the file.
    """

    code: str
    detail: str
    line: int = 1
    column: int = 1

    @property
    def reason(self) -> str:
        """Code and detail, as the contract has them."""
        return f"{self.code}: {self.detail}"

    def to_contract_json(self) -> dict[str, Any]:
        """The entry of `unresolved`."""
        return {"reason": self.reason, "line": self.line, "column": self.column}


class WriteKind(StrEnum):
    """What a statement does to what it writes."""

    CREATE = "create"
    REPLACE = "replace"
    APPEND = "append"
    OVERWRITE = "overwrite"
    PARTITION_OVERWRITE = "partition_overwrite"
    UPDATE = "update"
    MERGE = "merge"
    DELETE = "delete"
    TRUNCATE = "truncate"
    DROP = "drop"
    RENAME = "rename"
    SWAP = "swap"
    EGRESS = "egress"


@dataclass(frozen=True, slots=True)
class Write:
    """One effect of a statement on a table, file or remote end.

    Attributes:
        table: what is written, by the name `outputs` has.
        mode: how.
        temporary: whether it is a table of this session alone.
        new_name: the name after a rename, or the other table of a swap.
        columns: its columns afterwards, where they are known.
        guarded: whether the statement may do nothing (IF NOT EXISTS).
        generation: of the table's content it writes into, as for `SourceColumn`.
        begins: whether the content begins anew with this write.
    """

    table: str
    mode: WriteKind
    temporary: bool = False
    new_name: str | None = None
    columns: tuple[str, ...] = ()
    guarded: bool = False
    generation: int = 0
    begins: bool = False


@dataclass(frozen=True, slots=True)
class StatementLineage:
    """The lineage of one statement.

    Attributes:
        sql: the statement as it came.
        line: 1-based line of its start in the file.
        outputs: output table (`""` for a bare SELECT) to column (`*` for the whole output) to sources.
        unresolved: what could not be resolved.
        writes: its effects, in order.
        reads: names of the tables, files and stages it reads, temporary ones seen through.
        generations: for each output table, the generation of the content written; 0 where it is not there.
        later: output tables that nothing goes into before somebody calls what the statement makes.
    """

    sql: str
    line: int = 1
    outputs: Mapping[str, Mapping[str, tuple[SourceColumn, ...]]] = field(default_factory=dict)
    unresolved: tuple[UnresolvedSql, ...] = ()
    writes: tuple[Write, ...] = ()
    reads: tuple[str, ...] = ()
    generations: Mapping[str, int] = field(default_factory=dict)
    later: frozenset[str] = frozenset()

    def to_contract_json(self) -> dict[str, Any]:
        """The entry of `statements`."""
        return {
            "sql": self.sql,
            "outputs": {
                table: {
                    column: [source.to_contract_json() for source in sources] for column, sources in columns.items()
                }
                for table, columns in self.outputs.items()
            },
            "unresolved": [entry.to_contract_json() for entry in self.unresolved],
        }


class LeftTable(NamedTuple):
    """A table or view that a script made, altered, renamed or dropped, as it leaves it; not part of the contract.

    Attributes:
        name: as `outputs` has it.
        columns: name and type, in order; one named `*` says that there are others. Empty for one that is gone.
        view: the view's SQL with its literals; empty for tables.
    """

    name: str
    columns: tuple[tuple[str, str], ...] = ()
    view: str = ""


@dataclass(frozen=True, slots=True)
class SqlLineage:
    """The lineage of a file of statements, and the tables it leaves."""

    statements: tuple[StatementLineage, ...] = ()
    left: tuple[LeftTable, ...] = ()

    @property
    def unresolved(self) -> tuple[UnresolvedSql, ...]:
        """What could not be resolved, over all statements."""
        return tuple(entry for statement in self.statements for entry in statement.unresolved)

    def to_contract_json(self) -> dict[str, Any]:
        """What `privlineage sql --format json` prints."""
        return {"statements": [statement.to_contract_json() for statement in self.statements]}

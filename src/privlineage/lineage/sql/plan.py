"""The lineage of a script as a plan: facts with generations, openings, sinks, reads, and what is not known.

Everything that decides starts from a `Plan`; what SQL calls a table becomes the one canonical reference of its dataset
here, and nothing of sqlglot or of a statement's text goes further.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from privlineage.core.errors import PrivlineageError
from privlineage.core.facts import Confidence, Fact, FunctionStep
from privlineage.core.labels import Strength
from privlineage.core.plan import Job, Opening, Plan, Sink, TableState, Unresolved, WriteMode
from privlineage.core.refs import CONSTANT, WHOLE, ColumnRef, DatasetRef
from privlineage.core.schema import UNREADABLE, Schema
from privlineage.core.sources import Source, Sources
from privlineage.lineage.sql.result import LeftTable, SourceColumn, SqlLineage, StatementLineage, Write, WriteKind
from privlineage.lineage.sql.statement_digest import statement_digest
from privlineage.lineage.sql.statements.postponed import in_order
from privlineage.lineage.sql.text.dialects import traits
from privlineage.lineage.sql.text.lexing import scan
from privlineage.lineage.sql_literals import KeptLiterals, without_sql_literals

__all__ = ["ROWS", "plan_of", "plan_sql"]

ROWS = DatasetRef("rows", "")
"""Stands for the rows a bare SELECT hands to whoever asked, until the caller says where those go."""

_MODES = {
    WriteKind.CREATE: WriteMode.OVERWRITE,
    WriteKind.REPLACE: WriteMode.OVERWRITE,
    WriteKind.APPEND: WriteMode.APPEND,
    WriteKind.OVERWRITE: WriteMode.OVERWRITE,
    WriteKind.PARTITION_OVERWRITE: WriteMode.UPDATE,
    WriteKind.UPDATE: WriteMode.UPDATE,
    WriteKind.MERGE: WriteMode.UPDATE,
    WriteKind.DELETE: WriteMode.DELETE,
    WriteKind.TRUNCATE: WriteMode.DELETE,
    WriteKind.DROP: WriteMode.DROP,
    WriteKind.RENAME: WriteMode.DROP,
    WriteKind.SWAP: WriteMode.OVERWRITE,
    WriteKind.EGRESS: WriteMode.EXIT,
}
_UNREAD = frozenset({"syntax", "unsupported"})
"""Codes of statements of which words alone are known."""
_QUERIES = frozenset(
    {"DESC", "DESCRIBE", "EXPLAIN", "FROM", "PRAGMA", "SELECT", "SHOW", "TABLE", "TABLES", "VALUES", "WITH"}
)
"""What a statement begins with that hands rows to whoever asks; what else it does stands behind INTO."""
_SPACE = frozenset({"space", "comment", "jinja"})
_PATH = re.compile(
    r"^(?:\.{0,2}/|~/|[A-Za-z]:[\\/])|\.(?:avro|csv|gz|json|jsonl|orc|parquet|tsv|txt|xlsx)$", re.IGNORECASE
)


def plan_sql(
    text: str,
    source: Source,
    sources: Sources,
    schema: Schema,
    job: Job,
    *,
    place: str = "",
    rows: DatasetRef | None = None,
    kept: KeptLiterals = frozenset(),
) -> Plan:
    """Plan a script that runs in a declared source.

    Args:
        text: the script, rendered or not.
        source: where it runs.
        sources: all declared sources, for files and other systems it names.
        schema: the source's tables, keyed by their names within it.
        job: who runs it.
        place: what lines are counted in, for people: a file or a task.
        rows: where the rows of a bare SELECT go (`ROWS` to bind them later); None when nobody gets them.
        kept: function and argument position of literals that the SQL of views may keep.

    Returns:
        The plan. It never raises on account of the text.
    """
    from privlineage.lineage.sql.resolve import resolve

    lineage = resolve(text, source.dialect, schema, default_schema=source.schema or None, placed=True)
    return plan_of(lineage, source, sources, job, place=place, rows=rows, kept=kept)


def plan_of(
    lineage: SqlLineage,
    source: Source,
    sources: Sources,
    job: Job,
    *,
    place: str = "",
    rows: DatasetRef | None = None,
    kept: KeptLiterals = frozenset(),
) -> Plan:
    """The plan behind a script's lineage; see `plan_sql`."""
    return _Planning(source, sources, place, rows).plan(lineage, job, kept)


class _Planning:
    """One script on its way to a plan."""

    def __init__(self, source: Source, sources: Sources, place: str, rows: DatasetRef | None) -> None:
        self.source = source
        self.sources = sources
        self.place = place
        self.rows = rows
        self.temporary: set[str] = set()
        self.known: dict[str, DatasetRef] = {}
        self.facts: set[Fact] = set()
        self.openings: dict[Opening, None] = {}
        self.sinks: dict[DatasetRef, Sink] = {}
        self.reads: dict[DatasetRef, None] = {}
        self.unresolved: dict[Unresolved, None] = {}
        self.mixed: frozenset[DatasetRef] = frozenset()
        self.begun: set[DatasetRef] = set()

    def plan(self, lineage: SqlLineage, job: Job, kept: KeptLiterals = frozenset()) -> Plan:
        for statement in in_order(lineage.statements):
            self._statement(statement)
        undone = any(re.match(r"ROLLBACK\b", statement.sql, re.IGNORECASE) for statement in lineage.statements)
        one_name = self._without_mixed_names(undone=undone)
        return Plan(
            job,
            facts=tuple(sorted(map(one_name, self.facts))),
            openings=tuple(opening for opening in self.openings if opening.dataset not in self.mixed),
            sinks=tuple(self.sinks.values()),
            reads=tuple(sorted(self.reads)),
            unresolved=tuple(self.unresolved),
            tables=() if undone else self._tables(lineage.left, kept),
        )

    def _tables(self, left: tuple[LeftTable, ...], kept: KeptLiterals) -> tuple[TableState, ...]:
        """What the script leaves; where it names a table in several ways, one that is there counts before one gone."""
        found: dict[DatasetRef, TableState] = {}
        for table in left:
            dataset = self.dataset(table.name)
            view = without_sql_literals(table.view, self.source.dialect, kept) or UNREADABLE if table.view else ""
            if dataset.declared and (table.columns or view or dataset not in found):
                found[dataset] = TableState(dataset, table.columns, view)
        return tuple(found[dataset] for dataset in sorted(found))

    def _without_mixed_names(self, *, undone: bool) -> Callable[[Fact], Fact]:
        """Give up generations of a dataset that the script names in several ways.

        The resolver counts by name: TRUNCATE t and INSERT INTO public.t, with no schema to say they are one, would
        count apart, and what is inserted would retire with the old content. As one content that only grows it cannot.
        A script that rolls back may leave every old content in place, so there all datasets only grow.
        """
        spellings: dict[DatasetRef, int] = {}
        for dataset in self.known.values():
            spellings[dataset] = spellings.get(dataset, 0) + 1
        self.mixed = frozenset(opening.dataset for opening in self.openings if undone or spellings[opening.dataset] > 1)

        def one_name(fact: Fact) -> Fact:
            output = 0 if fact.output.dataset in self.mixed else fact.output_generation
            read = 0 if fact.input.dataset in self.mixed else fact.input_generation
            return replace(fact, output_generation=output, input_generation=read)

        return one_name if self.mixed else lambda fact: fact

    # -- names

    def dataset(self, name: str) -> DatasetRef:
        """The canonical reference of a table, file, stage or URL as a statement names it."""
        found = self.known.get(name)
        if found is None:
            found = self.known[name] = self._resolved(name)
        return found

    def _resolved(self, name: str) -> DatasetRef:
        try:
            if "://" in name or name.startswith("model:"):
                return self.sources.dataset(name)
            if _PATH.search(name):
                return self.sources.from_openlineage("file", name)
        except PrivlineageError:
            return DatasetRef("file", name)
        return self.sources.within(self.source, name)

    def column(self, dataset: DatasetRef, path: str) -> ColumnRef:
        return dataset.column(WHOLE) if path == WHOLE else self.sources.field(dataset, path)

    def target(self, table: str) -> DatasetRef | None:
        """Where an output lands; None for a temporary table, and for rows nobody gets."""
        if table == "":
            return self.rows
        return None if table in self.temporary else self.dataset(table)

    # -- statements

    def _statement(self, statement: StatementLineage) -> None:
        self.temporary |= {write.table for write in statement.writes if write.temporary}
        for write in statement.writes:
            self._write(write, statement)
        for table, columns in statement.outputs.items():
            output = self.target(table)
            if output is None:
                continue
            generation = statement.generations.get(table, 0)
            if table == "":
                names = tuple(self.column(output, name).path for name in columns if name != WHOLE)
                self.sinks.setdefault(output, Sink(output, WriteMode.APPEND, names))
            for column, found in columns.items():
                self.facts.update(self._facts(output, column, found, generation, statement.line))
                if not found and statement.reads and column != WHOLE:
                    # Computed from no column of what is read; where nothing is read (VALUES, DDL) it stays unknown.
                    place = f"{self.place}:{statement.line}"
                    written = self.column(output, column)
                    self.facts.add(Fact(written, CONSTANT, place=place, output_generation=generation))
        self.reads.update(dict.fromkeys(self.dataset(name) for name in statement.reads))
        self._unknown(statement)

    def _facts(
        self, output: DatasetRef, column: str, found: tuple[SourceColumn, ...], generation: int, line: int
    ) -> Iterator[Fact]:
        written = self.column(output, column)
        for one in found:
            influence = Strength.ROW if column == WHOLE else Strength.COLUMN
            yield Fact(
                written,
                self.column(self.dataset(one.table), one.column),
                strength=Strength.VALUE if one.kind == "value" else influence,
                path=tuple(
                    FunctionStep(use.function, use.argument, use.literals, self.source.dialect or "")
                    for use in one.path
                ),
                confidence=Confidence(one.confidence),
                transform=one.transform or "",
                place=f"{self.place}:{line}",
                output_generation=generation,
                input_generation=one.generation,
            )

    def _write(self, write: Write, statement: StatementLineage) -> None:
        if write.temporary:
            return
        self._sink(write.table, _MODES[write.mode], write.columns)
        if write.begins:
            self._open(write.table, write.generation, creates=write.mode is WriteKind.CREATE)
        if write.new_name is not None:
            self._sink(write.new_name, WriteMode.OVERWRITE, write.columns)
            generation = statement.generations.get(write.new_name, 1)
            self._open(write.new_name, generation, creates=write.mode is WriteKind.RENAME)

    def _open(self, table: str, generation: int, *, creates: bool) -> None:
        dataset = self.dataset(table)
        known = dataset in self.begun
        self.begun.add(dataset)
        self.openings[Opening(dataset, generation, creates and not known)] = None

    def _sink(self, table: str, mode: WriteMode, columns: tuple[str, ...]) -> None:
        dataset = self.dataset(table)
        names = tuple(self.column(dataset, name).path for name in columns if name != WHOLE)
        known = self.sinks.get(dataset)
        if known is not None and known.mode not in (WriteMode.DROP, WriteMode.DELETE):
            mode = mode if mode is WriteMode.DROP else known.mode
        self.sinks[dataset] = Sink(dataset, mode, names or (known.columns if known is not None else ()))

    def _unknown(self, statement: StatementLineage) -> None:
        """What is not known of a statement concerns each thing it writes; a temporary table may lead anywhere."""
        targets = [self.target(table) for table in statement.outputs if table or self.rows is not None]
        known = list(dict.fromkeys(targets)) or [None]
        # What does not even read like a query need not be one: its rows are the least of what it may do.
        perhaps = [*known, None] if known == [self.rows] and not _asks(statement.sql, self.source.dialect) else known
        for entry in statement.unresolved:
            for sink in perhaps if entry.code in _UNREAD else known:
                self.unresolved[
                    Unresolved(
                        entry.code,
                        entry.detail,
                        sink=sink,
                        source="" if sink is not None else self.source.name,
                        place=self.place,
                        line=entry.line,
                        column=entry.column,
                        statement=statement_digest(statement.sql, self.source.dialect),
                    )
                ] = None


def _asks(text: str, dialect: str | None) -> bool:
    """Whether a statement begins as a query does."""
    words = (piece.text for piece in scan(text, traits(dialect)) if piece.kind not in _SPACE and piece.text != "(")
    return next(words, "SELECT").upper() in _QUERIES

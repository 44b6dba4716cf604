"""What lasts while a script is resolved, and what one of its statements has found so far."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlglot import exp

from privlineage.lineage.sql.catalog import Catalog, Table
from privlineage.lineage.sql.queries.flows import NOTHING, Flow, merge, table_of
from privlineage.lineage.sql.queries.relations import Relation, joined
from privlineage.lineage.sql.result import UnresolvedSql, Write, WriteKind
from privlineage.lineage.sql.statements.texts import Text
from privlineage.lineage.sql.text.dialects import Traits
from privlineage.lineage.sql.text.jinja import TEMPLATE
from privlineage.lineage.sql.text.splitting import Piece, Places

if TYPE_CHECKING:
    from privlineage.lineage.sql.queries.scope import Scope
    from privlineage.lineage.sql.statements.procedures import Procedure
    from privlineage.lineage.sql.statements.routines import Routine

_BEGINNING = frozenset(
    {
        WriteKind.CREATE,
        WriteKind.REPLACE,
        WriteKind.OVERWRITE,
        WriteKind.TRUNCATE,
        WriteKind.DROP,
        WriteKind.RENAME,
        WriteKind.SWAP,
    }
)
"""Writes after which nothing of the table's former content is left."""

__all__ = ["BudgetError", "Effects", "Session", "offset_of"]

MAX_DEPTH = 400
"""Query levels inside one another; a statement nested deeper is unresolved."""
MAX_STEPS = 3_000_000
"""Expressions and columns visited for one statement; a statement that needs more is unresolved."""

MAX_REPORTS = 1_000
"""Entries kept of what could not be resolved in one statement."""


class BudgetError(Exception):
    """A statement asks for more work than the stated budget."""


def offset_of(node: exp.Expr | None) -> int:
    """Index in the statement of the first character that belongs to a node, as far as the parser kept it."""
    if node is None:
        return 0
    found = [start for start in (child.meta.get("start") for child in node.walk() if child._meta) if start is not None]  # noqa: SLF001  # `.meta` would build a dictionary for every node
    return min(found, default=0)


class Effects:
    """What a statement does, collected while it is resolved."""

    def __init__(self) -> None:
        self.outputs: dict[str, Relation] = {}
        self.writes: list[Write] = []
        self.reads: dict[str, None] = {}
        self.generations: dict[str, int] = {}
        self.unresolved: dict[UnresolvedSql, None] = {}
        self.later: set[str] = set()

    def output(self, table: str, relation: Relation) -> None:
        """Add what flows into an output; a second flow into the same one joins the first."""
        known = self.outputs.get(table)
        self.later.discard(table)
        self.outputs[table] = relation if known is None else joined((known, relation))


class Session:
    """State across the statements of one script.

    Attributes:
        dialect: how the script is written.
        catalog: the tables it sees at this point.
        variables: what its variables hold, by lower-case name.
        lasting: those of them that are the connection's, which outlive the body that gives them a value.
        texts: the SQL its variables hold as text, by lower-case name.
        outside: where the external tables the script makes keep their rows, by table.
        prepared: statements kept under a name, by lower-case name.
        row_types: the columns of the table types it makes, as they are written, by lower-case last name.
        cursors: what the cursors it declares read, by lower-case name.
        routines: the functions it defines whose body is known, by lower-case last name.
        procedures: the routines it makes whose body is known, by lower-case last name.
        running: those of them that are being followed.
        redefined: functions the script defines itself, by lower-case last name.
        inline: those of them that are there for this statement alone.
        settings: what SET gave to the variables that the text is rendered with, by lower-case name.
        placeholders: names that stand for Jinja, with its text.
        result: the rows the statement before showed, None where it is not in the script.
        effects: what the current statement has done so far.
    """

    def __init__(self, dialect: Traits, catalog: Catalog, places: Places) -> None:
        self.dialect = dialect
        self.catalog = catalog
        self.places = places
        self.variables: dict[str, Flow] = {}
        self.lasting: set[str] = set()
        self.texts: dict[str, Text] = {}
        self.redefined: set[str] = set()
        self.inline: set[str] = set()
        self.settings: dict[str, str] = {}
        self.outside: dict[str, str] = {}
        self.prepared: dict[str, str] = {}
        self.row_types: dict[str, str] = {}
        self.cursors: dict[str, Relation] = {}
        self.routines: dict[str, Routine] = {}
        self.procedures: dict[str, Procedure] = {}
        self.running: list[str] = []
        self.placeholders: Mapping[str, str] = {}
        self.result: Relation | None = None
        self.effects = Effects()
        self.piece = Piece("", 0)
        self.text = ""
        self.depth = 0
        self.folds = 0
        self.steps = 0
        self.shift = 0
        self.opening: list[str] = []
        self.query: Callable[[exp.Expr, Scope | None], Relation] = _no_engine
        self.statement: Callable[[exp.Expr, Scope | None], Relation] = _no_engine
        self.view: Callable[[Table], Relation] = _no_view
        self.inner: Callable[[str, int], None] = _no_inner

    def begin(self, piece: Piece, text: str) -> None:
        """Start on a statement; `text` is what is parsed for it (Jinja replaced)."""
        if self.piece.text:
            # What is no query shows counts, names or nothing.
            shown = self.effects.outputs.get("")
            self.result = shown if shown is not None else Relation((), element=NOTHING)
        self.piece = piece
        self.text = text
        self.effects = Effects()
        self.redefined -= self.inline
        self.inline.clear()
        self.folds = 0
        self.depth = 0
        self.steps = 0
        self.shift = 0

    def step(self, count: int = 1) -> None:
        """Count work.

        Raises:
            BudgetError: when the statement has used up its budget.
        """
        self.steps += count
        if self.steps > MAX_STEPS:
            raise BudgetError("the statement needs more work than the resolver's budget allows")

    def report(self, code: str, detail: str, node: exp.Expr | None = None) -> None:
        """Record that something could not be resolved, at the place of a node."""
        self.report_at(code, detail, offset_of(node))

    def report_at(self, code: str, detail: str, offset: int) -> None:
        """Record that something could not be resolved, at an offset of the statement."""
        if len(self.effects.unresolved) >= MAX_REPORTS:
            return
        if self.opening:
            line, column = self.places.of(self.piece.start)
            detail = f"{detail} (in the definition of `{self.opening[-1]}`)"
        else:
            line, column = self.places.of(max(self.piece.start, self.piece.start + self.shift + offset))
        self.effects.unresolved.setdefault(UnresolvedSql(code, self.as_written(detail), line, column))

    def as_written(self, text: str) -> str:
        """A text without our own names for templates, which may be part of a name: `users_{{ … }}`."""
        if TEMPLATE not in text:
            return text
        ours = sorted((name for name in self.placeholders if name.startswith(TEMPLATE)), key=len, reverse=True)
        return functools.reduce(lambda shown, name: shown.replace(name, "{{ … }}"), ours, text)

    def write(self, write: Write, *, empty: bool = False) -> None:
        """Record an effect, and which generation of the table's content it writes.

        Args:
            write: the effect, its generation not yet filled in.
            empty: whether nothing is in the table afterwards.
        """
        names = [write.table]
        if write.new_name is not None:
            names.append(write.new_name)
        begins = False
        if write.mode in _BEGINNING and not (write.guarded or write.temporary or self.piece.conditional):
            nothing = empty or write.mode in (WriteKind.TRUNCATE, WriteKind.DROP)
            begins = self.catalog.begin_anew(write.table, empty=nothing or write.mode is WriteKind.RENAME)
            if write.new_name is not None:
                self.catalog.begin_anew(write.new_name, empty=False)
        else:
            self.catalog.touched(write.table)
        for name in names:
            self.effects.generations[name] = self.catalog.generation(name)
        generation = self.catalog.generation(write.table)
        self.effects.writes.append(replace(write, generation=generation, begins=begins))

    def assign(self, name: str, flow: Flow, text: Text | None = None, *, lasting: bool = False) -> None:
        """Give a variable a value; in a branch or a loop it may as well keep the one it had.

        Args:
            name: the variable, without the sign before it.
            flow: what the value is made of.
            text: what is known of it where it is a text, which may be run as SQL later.
            lasting: whether it is the connection's, and outlives the body that gives it a value.
        """
        key = name.lower()
        if lasting:
            self.lasting.add(key)
        before = self.texts.pop(key, None)
        if self.piece.conditional:
            flow = merge((self.variables.get(key, NOTHING), flow))
            if before is not None:
                text = Text(f"{before.text} {text.text if text is not None else ''}", whole=False)
        self.variables[key] = flow
        if text is not None:
            self.texts[key] = text

    def assign_row(self, names: Iterable[str], relation: Relation) -> None:
        """Give variables the columns of a row, by position; one for which there is no column may hold any of them."""
        for position, name in enumerate(names):
            flow = relation.columns[position].flow if position < len(relation.columns) else relation.row()
            self.assign(name, flow.shaped_by(relation.rows))

    @contextmanager
    def own_variables(self) -> Iterator[None]:
        """Inside something whose variables end with it, but for the connection's; it sees those around it."""
        variables = self.variables
        self.variables = dict(variables)
        try:
            yield
        finally:
            inside, self.variables = self.variables, variables
            variables.update((name, inside[name]) for name in self.lasting if name in inside)

    @contextmanager
    def perhaps(self) -> Iterator[None]:
        """Inside something of which nobody knows whether all of it happens."""
        piece = self.piece
        self.piece = replace(piece, conditional=True)
        try:
            yield
        finally:
            self.piece = piece

    def unshown(self, perform: Callable[[], object]) -> Relation:
        """The rows that something would show, which nobody gets to see."""
        shown = self.effects.outputs.pop("", None)
        perform()
        found = self.effects.outputs.pop("", Relation())
        if shown is not None:
            self.effects.outputs[""] = shown
        return found

    def read(self, tables: Iterable[str]) -> None:
        """Record that stored tables are read."""
        self.effects.reads.update(dict.fromkeys(table_of(table) for table in tables))

    def spelling(self, node: exp.Expr) -> str:
        """The word of the statement at which a node begins, an empty string where the parser did not keep it."""
        meta = node._meta  # noqa: SLF001  # `.meta` would build a dictionary for every node
        if not meta or self.opening or meta.get("start") is None:
            return ""
        return self.text[meta["start"] : meta["end"] + 1]


def _no_engine(_node: exp.Expr, _scope: Scope | None) -> Relation:
    raise NotImplementedError("the session has no engine yet")


def _no_inner(_text: str, _offset: int) -> None:
    raise NotImplementedError("the session has no engine yet")


def _no_view(_table: Table) -> Relation:
    raise NotImplementedError("the session has no engine yet")

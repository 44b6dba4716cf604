"""MERGE: which rows meet is ON's doing; each branch assigns or inserts columns, or deletes rows."""

from __future__ import annotations

from sqlglot import exp

from privlineage.lineage.sql.guessing import guess
from privlineage.lineage.sql.parsing import name_of
from privlineage.lineage.sql.queries.expressions import influences_of
from privlineage.lineage.sql.queries.flows import Flow, Influence, as_influences, merge, table_of
from privlineage.lineage.sql.queries.from_items import add_item
from privlineage.lineage.sql.queries.queries import define_ctes
from privlineage.lineage.sql.queries.relations import Column, Name, Relation
from privlineage.lineage.sql.queries.scope import Scope, Source
from privlineage.lineage.sql.result import WriteKind
from privlineage.lineage.sql.session import Session
from privlineage.lineage.sql.statements.returning import returned
from privlineage.lineage.sql.statements.targets import Target, after, record, stored
from privlineage.lineage.sql.statements.updating import assignments, given_value, target_source

__all__ = ["merge_into"]


class _Merge:
    """The parts of one MERGE while its branches are read."""

    def __init__(self, node: exp.Merge, session: Session, outer: Scope | None) -> None:
        self.session = session
        self.scope = Scope(session, outer)
        define_ctes(node, self.scope)
        add_item(node.this, self.scope)
        self.own: Source | None = self.scope.sources[0] if self.scope.sources else None
        self.target: Target = target_source(self.own, node.this, session)
        before = len(self.scope.sources)
        using = node.args.get("using")
        if isinstance(using, exp.Expr):
            add_item(using, self.scope)
        self.given = self.scope.sources[before:]
        # Values to insert come from the source side alone: there is no row of the target yet.
        self.source_scope = Scope(session, self.scope)
        self.source_scope.sources = list(self.given)
        self.flows: dict[str, list[Flow]] = {}
        self.rows: set[Influence] = set()
        self.changes: list[set[str]] = []

    def branch(self, when: exp.Expr) -> None:
        condition = when.args.get("condition")
        self.rows |= influences_of(condition if isinstance(condition, exp.Expr) else None, self.scope)
        action = when.args.get("then")
        if when.args.get("matched") or when.args.get("source"):
            # What this branch does to stored rows: it assigns these columns, and leaves the others as they were.
            self.changes.append(set())
        if isinstance(action, exp.Update):
            self._update(action)
        elif isinstance(action, exp.Insert):
            self._insert(action)

    def _update(self, action: exp.Update) -> None:
        where = action.args.get("where")
        self.rows |= influences_of(where.this if isinstance(where, exp.Expr) else None, self.scope)
        given = action.args.get("expressions")
        for item in [given] if isinstance(given, exp.Star) else action.expressions:
            if isinstance(item, exp.Star):
                self._every_column()
            elif isinstance(item, (exp.EQ, exp.PropertyEQ)):
                for _, column, flow in assignments(item, (self.own, self.target), self.scope):
                    if self.changes:
                        self.changes[-1].add(column)
                    self.flows.setdefault(column, []).append(flow)
            else:
                self.session.report("syntax", "this is no assignment", item)
                guess(self.session.text, self.session)

    def _insert(self, action: exp.Insert) -> None:
        where = action.args.get("where")
        self.rows |= influences_of(where.this if isinstance(where, exp.Expr) else None, self.scope)
        listed = action.this
        if isinstance(listed, exp.Star) or name_of(listed).upper() == "ROW":
            self._every_column(by_position=not isinstance(listed, exp.Star))
            return
        bare = _bare_values(action)
        names = _names(listed) if isinstance(listed, exp.Expr) and bare is None else list(self.target.columns)
        items = _items(bare if bare is not None else action.expression)
        if not items and [name.upper() for name in names] != ["DEFAULT"]:
            self.session.report("unsupported", "what this branch inserts is not resolved", action)
            guess(self.session.text, self.session)
        if not names and items:
            self.session.report("unknown-table", f"nothing is known of the columns of `{self.target.name}`", action)
            names = [name_of(item) or f"column{index + 1}" for index, item in enumerate(items)]
        for column, item in zip(names, items, strict=False):
            flow = given_value(item, self.source_scope)
            self.flows.setdefault(self.target.spelled(column, self.session), []).append(flow)

    def _every_column(self, *, by_position: bool = False) -> None:
        """`UPDATE SET *`, `INSERT *` (by name) and `INSERT ROW` (by position)."""
        columns = [column for source in self.given for column in source.relation.columns]
        for index, column in enumerate(columns):
            name = self.target.spelled(column.name, self.session)
            if by_position and index < len(self.target.columns):
                name = self.target.columns[index]
            known = not self.target.columns or name in self.target.columns
            if known:
                self.flows.setdefault(name, []).append(column.flow)
        if any(source.relation.open for source in self.given):
            self.session.report("star", "the columns of this MERGE's source are not known")


def _bare_values(action: exp.Insert) -> exp.Tuple | None:
    """The values of `INSERT VALUES (…)`, which some dialects' parsers take for a list with a function in it."""
    listed = action.this.expressions if isinstance(action.this, exp.Tuple) and not action.expression else []
    call = listed[0] if len(listed) == 1 else None
    named = isinstance(call, exp.Anonymous) and name_of(call).upper() == "VALUES"
    return exp.Tuple(expressions=call.expressions) if named and call is not None else None


def _names(listed: exp.Expr) -> list[str]:
    if isinstance(listed, exp.Tuple):
        return [name_of(item.this if isinstance(item, exp.Column) else item) for item in listed.expressions]
    return [name_of(listed.this if isinstance(listed, exp.Paren) else listed)]


def _items(values: object) -> list[exp.Expr]:
    if isinstance(values, exp.Values) and values.expressions:
        values = values.expressions[0]
    if isinstance(values, exp.Tuple):
        return list(values.expressions)
    if isinstance(values, exp.Paren):
        return [values.this]
    return [values] if isinstance(values, exp.Expr) else []


def merge_into(node: exp.Merge, session: Session, outer: Scope | None) -> Relation:
    """MERGE INTO target USING source ON … WHEN …."""
    state = _Merge(node, session, outer)
    on = node.args.get("on")
    state.rows |= influences_of(on if isinstance(on, exp.Expr) else None, state.scope)
    for column in node.args.get("using_cond") or []:
        _both_sides(name_of(column), state)
    whens = node.args.get("whens")
    for when in whens.expressions if isinstance(whens, exp.Expr) else []:
        state.branch(when)
    rows = frozenset(state.scope.rows | state.rows)
    flows = {column: merge(found) for column, found in state.flows.items()}
    assumed = {origin for origin in state.scope.assumed if table_of(origin.table) != state.target.name}
    open_tables = tuple(table for source in state.given for table in source.relation.open) if not flows else ()
    relation = Relation([Column(column, flow) for column, flow in flows.items()], rows, open_tables, frozenset(assumed))
    record(state.target, relation, WriteKind.MERGE, session)
    old = stored(state.target, state.session) if state.target.table is not None else None
    partly = {column for column in flows if any(column not in changed for changed in state.changes)}
    new = after(state.target.table, flows, keep=True, partly=partly)
    return returned(node, new, old, state.target, rows=rows, around=state.scope)


def _both_sides(column: str, state: _Merge) -> None:
    for source in state.scope.sources:
        found = source.relation.find(Name(column), state.session.dialect)
        if found is not None:
            state.rows |= as_influences(found.flow)

"""Expressions to flows: what a value is made of, and what shapes it.

Each kind of expression has a handler in `HANDLERS`; functions and subqueries add theirs from their own files. What has
no handler is an operator: its value is made of everything in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from sqlglot import exp

from privlineage.lineage.sql.parsing import name_of
from privlineage.lineage.sql.queries.fields import access, named_part
from privlineage.lineage.sql.queries.flows import ELEMENT, NOTHING, Flow, Influence, Origin, as_influences, merge
from privlineage.lineage.sql.queries.relations import Name
from privlineage.lineage.sql.queries.scope import Scope

__all__ = [
    "HANDLERS",
    "Handler",
    "column_parts",
    "flow_of",
    "influences_of",
    "name",
    "operands",
    "operator_flow",
    "window_shapes",
]

Handler = Callable[[Any, Scope], Flow]

HANDLERS: dict[type[exp.Expr], Handler] = {}

_CHAINED = (exp.Binary, exp.Unary, exp.Between)


def name(node: object) -> Name:
    """The name an identifier, a variable or a string stands for."""
    return Name(name_of(node), isinstance(node, exp.Identifier) and bool(node.args.get("quoted")))


def flow_of(node: exp.Expr, scope: Scope) -> Flow:
    """What the value of an expression is made of."""
    handler = HANDLERS.get(type(node))
    if handler is None:
        handler = HANDLERS[exp.Func] if isinstance(node, exp.Func) else operator_flow
    return handler(node, scope)


def influences_of(node: exp.Expr | None, scope: Scope) -> frozenset[Influence]:
    """Everything a condition, a key or an order depends on.

    What a subquery in it can only assume counts as influence too, not as value.
    """
    if node is None:
        return frozenset()
    outer, scope.assumed = scope.assumed, set()
    try:
        found = as_influences(flow_of(node, scope))
        return found.union(Influence(origin.table, origin.column, assumed=True) for origin in scope.assumed)
    finally:
        scope.assumed = outer


def operands(node: exp.Expr) -> Iterable[exp.Expr]:
    """The direct children of a node."""
    for value in node.args.values():
        if isinstance(value, exp.Expr):
            yield value
        elif isinstance(value, list):
            for item in value:
                if isinstance(item, exp.Expr):
                    yield item


def operator_flow(node: exp.Expr, scope: Scope) -> Flow:
    """An operator: everything under it, without recursion along chains, which may be thousands of terms long."""
    flows: list[Flow] = []
    pending = list(operands(node))
    while pending:
        child = pending.pop()
        scope.session.step()
        if isinstance(child, exp.Paren) or (type(child) not in HANDLERS and isinstance(child, _CHAINED)):
            pending.extend(operands(child))
        else:
            flows.append(flow_of(child, scope))
    return merge(flows).transformed()


def _nothing(_node: exp.Expr, _scope: Scope) -> Flow:
    return NOTHING


def _inner(node: exp.Expr, scope: Scope) -> Flow:
    return flow_of(node.this, scope) if isinstance(node.this, exp.Expr) else NOTHING


def column_parts(node: exp.Expr) -> list[Name] | None:
    """The parts of a dotted name, or None when something other than names is in it."""
    parts: list[Name] = []
    while isinstance(node, exp.Dot):
        if not isinstance(node.expression, (exp.Identifier, exp.Var)):
            return None
        parts.append(name(node.expression))
        node = node.this
    if isinstance(node, exp.Column):
        parts.extend(name(part) for part in reversed(node.parts))
    elif isinstance(node, exp.Identifier):
        parts.append(name(node))
    else:
        return None
    parts.reverse()
    return parts


def _column(node: exp.Column, scope: Scope) -> Flow:
    scope.session.step()
    this = node.this
    if isinstance(this, exp.Star):
        return _whole_row(node, scope)
    if isinstance(this, exp.Parameter):
        return _positional(node, scope)
    return scope.lookup([name(part) for part in node.parts], node)


def _whole_row(node: exp.Column, scope: Scope) -> Flow:
    """`t.*` as one value."""
    return scope.lookup([name(part) for part in node.parts[:-1]], node)


def _positional(node: exp.Column, scope: Scope) -> Flow:
    """`t.$1`: a column by position, of a stage's file or of a table."""
    return _by_position(node.this, scope, node.args.get("table"))


def _parameter(node: exp.Parameter, scope: Scope) -> Flow:
    text = name_of(node.this).lower()
    if text.isdigit() and scope.session.dialect.name == "snowflake":
        return _by_position(node, scope, None)
    bound = _bound(text, scope)
    return bound if bound is not None else scope.session.variables.get(text, NOTHING)


def _placeholder(node: exp.Placeholder, scope: Scope) -> Flow:
    """`:x`: a variable of the script, where it set one."""
    return scope.session.variables.get(name_of(node.this).lower(), NOTHING) if node.this else NOTHING


def _by_position(node: exp.Expr, scope: Scope, table: exp.Expr | None) -> Flow:
    position = int(name_of(node.this) or 0) if name_of(node.this).isdigit() else 0
    sources = scope.sources
    if table is not None:
        found = scope.source(name(table))
        sources = [found] if found else []
    for source in sources:
        if position and position <= len(source.relation.columns):
            return source.relation.columns[position - 1].flow
        if source.relation.open:
            tables = source.relation.open
            return Flow(frozenset(Origin(table, f"${position}", assumed=True) for table in tables))
    return NOTHING


def _identifier(node: exp.Identifier, scope: Scope) -> Flow:
    """A bare identifier: a lambda's parameter, or a key word such as a date part."""
    bound = _bound(name_of(node).lower(), scope)
    return bound if bound is not None else scope.local([name(node)], node) or NOTHING


def _arrow(node: exp.Lambda, scope: Scope) -> Flow:
    """`x -> y` beside which no function takes a lambda: access into JSON, where x is a column that can be seen."""
    inner = Scope(scope.session, scope)
    flows = []
    for parameter in node.expressions:
        if isinstance(parameter, exp.Identifier) and not _is_seen(name(parameter), scope):
            inner.parameters[name_of(parameter).lower()] = NOTHING
        else:
            parts = [name(parameter)]
            flows.append(scope.lookup(parts, parameter) if parts[0].text else flow_of(parameter, scope))
    return merge([*flows, flow_of(node.this, inner)]).transformed()


def _is_seen(wanted: Name, scope: Scope) -> bool:
    node = exp.Identifier(this=wanted.text)
    return any(around.local([wanted], node) is not None or around.open_for([wanted]) for around in scope.outwards())


def _bound(wanted: str, scope: Scope) -> Flow | None:
    """What a parameter of a lambda or of a function around stands for."""
    return next((around.parameters[wanted] for around in scope.outwards() if wanted in around.parameters), None)


def _collate(node: exp.Collate, scope: Scope) -> Flow:
    return flow_of(node.this, scope).transformed()


def _dot(node: exp.Dot, scope: Scope) -> Flow:
    """More field names than a column node holds, or a field of something that is no name."""
    parts = column_parts(node)
    if parts is not None:
        return scope.lookup(parts, node)
    if isinstance(node.expression, exp.Star):
        return flow_of(node.this, scope)
    if isinstance(node.expression, exp.Func):
        # A schema before a function, or a method of a value; `functions` tells them apart.
        return HANDLERS[exp.Anonymous](node, scope)
    return access(flow_of(node.this, scope), name_of(node.expression), scope.session, node)


def _bracket(node: exp.Bracket, scope: Scope) -> Flow:
    """An element of an array, a map or a struct: the subscript chooses, it does not get into the value."""
    base = flow_of(node.this, scope)
    subscripts = node.expressions
    if len(subscripts) == 1 and isinstance(subscripts[0], exp.Literal) and subscripts[0].is_string:
        return named_part(base, subscripts[0].name, scope.session)
    shapes: set[Influence] = set()
    for subscript in subscripts:
        shapes |= influences_of(subscript, scope)
    return Flow(base.transformed(ELEMENT).values, base.shapes | shapes, base.fields)


def _case(node: exp.Case, scope: Scope) -> Flow:
    branches = [branch for branch in node.args.get("ifs") or [] if isinstance(branch, exp.Expr)]
    shapes = set(influences_of(node.this if isinstance(node.this, exp.Expr) else None, scope))
    for branch in branches:
        shapes |= influences_of(branch.this, scope)
    results = [branch.args["true"] for branch in branches if isinstance(branch.args.get("true"), exp.Expr)]
    default = node.args.get("default")
    if isinstance(default, exp.Expr):
        results.append(default)
    return merge(flow_of(result, scope) for result in results).transformed().shaped_by(shapes)


def _if(node: exp.If, scope: Scope) -> Flow:
    """A conditional written with an operator (`a ? b : c`)."""
    results = [node.args[key] for key in ("true", "false") if isinstance(node.args.get(key), exp.Expr)]
    flow = merge(flow_of(result, scope) for result in results).transformed()
    return flow.shaped_by(influences_of(node.this, scope))


def window_shapes(node: exp.Expr, scope: Scope) -> frozenset[Influence]:
    """What a window specification depends on: its partition, its order, its frame, and the named window it extends."""
    found: set[Influence] = set()
    for part in node.args.get("partition_by") or []:
        found |= influences_of(part, scope)
    order = node.args.get("order")
    for ordered in order.expressions if isinstance(order, exp.Expr) else []:
        found |= influences_of(ordered, scope)
    spec = node.args.get("spec")
    if isinstance(spec, exp.Expr):
        for key in ("start", "end"):
            bound = spec.args.get(key)
            if isinstance(bound, exp.Expr):
                found |= influences_of(bound, scope)
    named = node.args.get("alias")
    if isinstance(named, exp.Expr):
        found |= _named_window(name_of(named).lower(), scope)
    return frozenset(found)


def _named_window(wanted: str, scope: Scope) -> frozenset[Influence]:
    around = next((around for around in scope.outwards() if wanted in around.windows), None)
    if around is None:
        return frozenset()
    # Taken out while it is read, so that a window that extends itself ends.
    window = around.windows.pop(wanted)
    try:
        return window_shapes(window, around)
    finally:
        around.windows[wanted] = window


def _window(node: exp.Window, scope: Scope) -> Flow:
    return flow_of(node.this, scope).shaped_by(window_shapes(node, scope))


def _filter(node: exp.Filter, scope: Scope) -> Flow:
    condition = node.expression
    return flow_of(node.this, scope).shaped_by(influences_of(condition, scope))


def _ordered(node: exp.Expr, scope: Scope) -> Flow:
    """`x ORDER BY y` inside an aggregate, and what else may stand there."""
    flow = flow_of(node.this, scope) if isinstance(node.this, exp.Expr) else NOTHING
    for key in node.expressions:
        flow = flow.shaped_by(influences_of(key, scope))
    return flow


def _having_extreme(node: exp.HavingMax, scope: Scope) -> Flow:
    return flow_of(node.this, scope).shaped_by(influences_of(node.expression, scope))


def _alias(node: exp.Alias, scope: Scope) -> Flow:
    return flow_of(node.this, scope)


def _key_value(node: exp.Expr, scope: Scope) -> Flow:
    """`name => value`: the name is none of the data's."""
    return flow_of(node.expression, scope) if isinstance(node.expression, exp.Expr) else NOTHING


def _pair(node: exp.JSONKeyValue, scope: Scope) -> Flow:
    """`key: value` of a JSON object: both get into it."""
    return merge(flow_of(part, scope) for part in (node.this, node.expression) if isinstance(part, exp.Expr))


def _comprehension(node: exp.Comprehension, scope: Scope) -> Flow:
    """`[f(x) for x in list if condition]`."""
    inner = Scope(scope.session, scope)
    iterated = flow_of(node.args["iterator"], scope)
    inner.parameters[name_of(node.expression).lower()] = iterated.transformed(ELEMENT)
    if isinstance(node.args.get("position"), exp.Expr):
        inner.parameters[name_of(node.args["position"]).lower()] = NOTHING
    flow = flow_of(node.this, inner).shaped_by(as_influences(iterated) if node.this is not None else ())
    condition = node.args.get("condition")
    return flow.shaped_by(influences_of(condition, inner)) if isinstance(condition, exp.Expr) else flow


def _assignment(node: exp.Expr, scope: Scope) -> Flow:
    """`@v := x`: the value, which the variable keeps."""
    flow = flow_of(node.expression, scope)
    if isinstance(node.this, exp.Parameter):
        scope.session.assign(name_of(node.this.this), flow, lasting=True)
        return flow
    return merge((flow, flow_of(node.this, scope))).transformed() if isinstance(node.this, exp.Expr) else flow


def _cast(node: exp.Cast, scope: Scope) -> Flow:
    while isinstance(node.this, (exp.Cast, exp.TryCast)):
        node = node.this
    inner = flow_of(node.this, scope)
    fields = inner.fields
    target = node.args.get("to")
    if fields is not None and isinstance(target, exp.DataType):
        # `CAST(ROW(a, b) AS ROW(x …, y …))` names the fields by position.
        names = [name_of(item.this) for item in target.expressions if isinstance(item, exp.ColumnDef)]
        if len(names) == len(fields):
            renamed = dict(zip(names, fields.values(), strict=True))
            return Flow(inner.transformed().values, inner.shapes, renamed)
    return inner.transformed()


_SILENT = (
    exp.Literal, exp.Null, exp.Boolean, exp.NextValueFor, exp.DataType, exp.Var, exp.SessionParameter, exp.Star,
    exp.JSONPath, exp.National, exp.HexString, exp.BitString, exp.ByteString, exp.RawString, exp.Introducer,
    exp.CurrentDate, exp.CurrentTimestamp, exp.CurrentTime, exp.CurrentUser,
)  # fmt: skip

HANDLERS.update(dict.fromkeys(_SILENT, _nothing))
HANDLERS.update(
    {
        exp.Column: _column,
        exp.Identifier: _identifier,
        exp.Lambda: _arrow,
        exp.Dot: _dot,
        exp.Paren: _inner,
        exp.Alias: _alias,
        exp.Aliases: _alias,
        exp.Parameter: _parameter,
        exp.Placeholder: _placeholder,
        exp.PositionalColumn: lambda node, scope: _by_position(node, scope, None),
        exp.Bracket: _bracket,
        exp.Case: _case,
        exp.If: _if,
        exp.Window: _window,
        exp.Filter: _filter,
        exp.Where: _inner,
        exp.Order: _ordered,
        exp.Ordered: _inner,
        exp.IgnoreNulls: _inner,
        exp.RespectNulls: _inner,
        exp.HavingMax: _having_extreme,
        exp.PropertyEQ: _assignment,
        exp.Kwarg: _key_value,
        exp.Collate: _collate,
        exp.JSONKeyValue: _pair,
        exp.Comprehension: _comprehension,
        exp.Cast: _cast,
        exp.TryCast: _cast,
    }
)

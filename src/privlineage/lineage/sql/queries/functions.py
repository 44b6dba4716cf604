"""Function calls: the path a value takes through them, and the arguments that only shape the result."""

from __future__ import annotations

from collections.abc import Callable

from sqlglot import exp

from privlineage.lineage.sql.guessing import mentioned
from privlineage.lineage.sql.parsing import name_of, plain
from privlineage.lineage.sql.queries.arguments import (
    Argument,
    argument_flow,
    arguments_of,
    is_keyword,
    literal_of,
    literals_beside,
    spelled_name,
    use_of,
)
from privlineage.lineage.sql.queries.constructors import READERS, built, read_by_schema
from privlineage.lineage.sql.queries.expressions import (
    HANDLERS,
    column_parts,
    flow_of,
    influences_of,
    operands,
    operator_flow,
)
from privlineage.lineage.sql.queries.fields import EXPANDING
from privlineage.lineage.sql.queries.flows import (
    AGGREGATION,
    ELEMENT,
    NOTHING,
    TRANSFORMATION,
    Flow,
    Influence,
    as_influences,
    merge,
)
from privlineage.lineage.sql.queries.lambdas import with_lambda
from privlineage.lineage.sql.queries.records import as_record
from privlineage.lineage.sql.queries.scope import Scope
from privlineage.lineage.sql.queries.stateful import kept
from privlineage.lineage.sql.result import FunctionUse
from privlineage.lineage.sql.statements.routines import called
from privlineage.lineage.sql.text.function_names import (
    AGGREGATES,
    CHOICES,
    COUNTS,
    ENDPOINTS,
    EXITS,
    EXTREMES,
    GATHERING,
    LAMBDAS,
    METHODS,
    ORDERED_SETS,
    ORDERING,
    QUERYING,
    ROW_MAKERS,
    STRUCTS,
    plain_aggregate,
)

__all__ = ["call_name", "level_of"]


_ONE_VALUE = frozenset({"flatten", "regexp_matches"})
"""Makers of rows that in some dialects return one value."""
_WITH_ARRAYS = frozenset({"athena", "databricks", "duckdb", "hive", "presto", "spark", "spark2", "trino"})


def _leaves(function: str, scope: Scope) -> bool:
    """Whether a function hands what it is given to something outside the database."""
    return function in EXITS or (scope.session.dialect.name == "databricks" and function in ENDPOINTS)


def runs_text(function: str, arguments: list[Argument], scope: Scope, node: exp.Expr) -> None:
    """A function that carries out SQL given as text, or hands data to something outside the database."""
    if function not in QUERYING:
        scope.session.report("exit", f"`{function}` hands data to something outside the database", node)
    else:
        scope.session.report("dynamic", f"`{function}` carries out SQL given as text", node)
    for argument in arguments:
        text = literal_of(argument.node)
        if text is not None:
            scope.assumed.update(mentioned(text, scope.session))


def level_of(function: str) -> int:
    """Whether a function aggregates, takes elements out, or does something else."""
    last = function.rsplit(".", 1)[-1]
    if last not in AGGREGATES and plain_aggregate(last) in AGGREGATES:
        return AGGREGATION
    return (
        AGGREGATION
        if last in AGGREGATES or function in AGGREGATES
        else ELEMENT
        if last in EXPANDING
        else TRANSFORMATION
    )


def _call(function: str, given: list[exp.Expr], scope: Scope, node: exp.Expr) -> Flow:
    scope.session.step()
    last = function.rsplit(".", 1)[-1]
    arguments = arguments_of(given, scope)
    if last in scope.session.redefined:
        return _redefined(function, arguments, scope, node)
    if last in LAMBDAS and any(isinstance(argument.node, exp.Lambda) for argument in arguments):
        return with_lambda(function, arguments, scope)
    if last in STRUCTS and not isinstance(node, exp.Struct):
        return built(last, function, arguments, scope)
    if last in QUERYING or _leaves(last, scope):
        runs_text(last, arguments, scope, node)
    stored = kept(function, arguments, scope)
    if stored is not None:
        return stored
    if last in COUNTS:
        shapes: set[Influence] = set()
        for argument in arguments:
            if not isinstance(argument.node, exp.Star):
                shapes |= influences_of(argument.node, scope) | argument.shapes
        return NOTHING.shaped_by(shapes)
    flow = as_record(
        last, arguments, _passed(function, arguments, scope, _choosing(last, len(arguments), scope)), scope
    )
    if last in ROW_MAKERS and not (last in _ONE_VALUE and scope.session.dialect.name in _WITH_ARRAYS):
        scope.rows |= as_influences(flow)
    return flow


def _choosing(function: str, count: int, scope: Scope) -> frozenset[int]:
    """Positions of arguments that decide without getting into the result."""
    if function in EXTREMES:
        return frozenset({1})
    if function in CHOICES:
        return frozenset(CHOICES[function])
    if function == "decode" and count >= 3:
        # CASE-like: DECODE(x, search, result, …, default); with two arguments it decodes bytes.
        return frozenset({0, *range(1, count - (count % 2 == 0), 2)})
    if function == "multiif":
        return frozenset(range(0, count - 1, 2))
    if scope.session.dialect.name == "clickhouse":
        base = plain_aggregate(function)
        chosen = {1} if base in EXTREMES else set()
        return frozenset({*chosen, count - 1} if base != function and "if" in function[len(base) :] else chosen)
    return frozenset()


def _passed(function: str, arguments: list[Argument], scope: Scope, choosing: frozenset[int]) -> Flow:
    """Every argument's value through the function; those at the positions in `choosing` only shape it."""
    last = function.rsplit(".", 1)[-1]
    nodes = [argument.node for argument in arguments]
    level = level_of(function)
    literals = literals_beside(function, nodes)
    if last in ("max", "min") and len(arguments) > 1 and scope.session.dialect.name == "sqlite":
        # Of several values of one row.
        level = TRANSFORMATION
    flows: list[Flow] = []
    shapes: set[Influence] = set()
    for position, argument in enumerate(arguments):
        shapes |= argument.shapes
        node = argument.node
        if literal_of(node) is not None or is_keyword(last, position, node):
            continue
        if position in choosing:
            shapes |= influences_of(node, scope)
            continue
        flow = argument_flow(node, scope)
        if flow is not NOTHING:
            keeps = last in GATHERING or last in EXPANDING
            use = FunctionUse(function, position, literals)
            flows.append(flow.through(use, level, keeps_fields=keeps))
            if flow.fields and last in ORDERING:
                shapes |= as_influences(flow)
    found = merge(flows).shaped_by(shapes)
    return read_by_schema(found, arguments) if last in READERS else found


def _redefined(function: str, arguments: list[Argument], scope: Scope, node: exp.Expr) -> Flow:
    """A function the script itself defines: followed where its body is known, else not resolved (law 5)."""
    known = called(function, arguments, scope)
    if known is not None:
        return known
    scope.session.report("procedure", f"the function `{function}` is defined in this script", node)
    return merge(argument_flow(argument.node, scope) for argument in arguments).transformed().assumed()


# ---- the nodes calls come in ----


def call_name(node: exp.Expr) -> str:
    """The name of a call as written, in lower case."""
    if isinstance(node, exp.Anonymous):
        return plain(node.name).lower()
    return plain(str(node.this)).lower() if isinstance(node.this, str) else name_of(node.this).lower()


def _taken_apart(call: exp.Expr, scope: Scope) -> tuple[str, list[exp.Expr]]:
    """The name of a call inside another node, and its arguments."""
    if isinstance(call, exp.Anonymous):
        return call_name(call), call.expressions
    return spelled_name(call, scope), list(operands(call))


def _anonymous(node: exp.Expr, scope: Scope) -> Flow:
    if isinstance(node, exp.Dot):
        return _dotted_call(node, scope)
    if call_name(node) == "all" and len(node.expressions) == 1:
        # `x = ALL (array)` compares.
        return flow_of(node.expressions[0], scope).transformed()
    return _call(call_name(node), node.expressions, scope, node)


def _dotted_call(node: exp.Dot, scope: Scope) -> Flow:
    """`schema.f(x)`, or DuckDB's `x.f()`: a method when what stands before the dot is a column."""
    call = node.expression
    parts = column_parts(node.this)
    function, arguments = _taken_apart(call, scope)
    dialect = scope.session.dialect
    method = dialect.name == "duckdb" or (dialect.bare_batches and function in METHODS)
    if parts is None or (method and scope.answers(parts, node)):
        return _call(function, [node.this, *arguments], scope, node)
    return _call(".".join([*(part.text.lower() for part in parts), function]), arguments, scope, node)


def _known(node: exp.Func, scope: Scope) -> Flow:
    """A call sqlglot read itself because its name is a key word (`LEFT(x, 1)`, `DATE(x)`); operators have no word."""
    word = scope.session.spelling(node)
    if not word or not (word[0].isalpha() or word[0] == "_") or isinstance(node, exp.Connector):
        return operator_flow(node, scope)
    return _call(word.lower(), list(operands(node)), scope, node)


def _special(function: str, *keys: str) -> Callable[[exp.Expr, Scope], Flow]:
    """A call with a syntax of its own: its arguments in the order of the plain call it stands for."""

    def handle(node: exp.Expr, scope: Scope) -> Flow:
        given: list[exp.Expr] = []
        for key in keys:
            value = node.args.get(key)
            found = value if isinstance(value, list) else [value]
            given.extend(item for item in found if isinstance(item, exp.Expr))
        return _call(function, given, scope, node)

    return handle


def _group_concat(node: exp.GroupConcat, scope: Scope) -> Flow:
    """MySQL's GROUP_CONCAT; of several items the parser makes a CONCAT that nobody wrote."""
    order = node.this if isinstance(node.this, exp.Order) else None
    item = order.this if order is not None else node.this
    if isinstance(item, exp.Distinct) and len(item.expressions) == 1:
        item = item.expressions[0]
    given = item.expressions if isinstance(item, exp.Concat) else [item]
    separator = node.args.get("separator")
    flow = _call("group_concat", [*given, separator] if isinstance(separator, exp.Expr) else given, scope, node)
    for key in order.expressions if order is not None else []:
        flow = flow.shaped_by(influences_of(key, scope))
    return flow


def _within_group(node: exp.WithinGroup, scope: Scope) -> Flow:
    """`f(…) WITHIN GROUP (ORDER BY x)`: x is the value of an ordered-set aggregate, and mere order to the others."""
    flow = flow_of(node.this, scope)
    order = node.expression
    keys = order.expressions if isinstance(order, exp.Expr) else []
    function, given = _taken_apart(node.this, scope)
    if function.rsplit(".", 1)[-1] not in ORDERED_SETS:
        for key in keys:
            flow = flow.shaped_by(influences_of(key, scope))
        return flow
    found = [flow]
    for key in keys:
        use = use_of(function, len(given), given)
        found.append(flow_of(key, scope).through(use, AGGREGATION))
    return merge(found)


def _json_query(node: exp.JSONExtract, scope: Scope) -> Flow:
    """`json_query(x, 'path' WITH WRAPPER)`, of which the parser makes a path's operator."""
    if node.args.get("json_query"):
        return _call("json_query", [node.this, node.expression], scope, node)
    return _known(node, scope)


def _var_map(node: exp.VarMap, scope: Scope) -> Flow:
    """`map(key, value, key, value)`, whose arguments the parser sorts into keys and values."""
    keys, values = node.args.get("keys"), node.args.get("values")
    if not (isinstance(keys, exp.Array) and isinstance(values, exp.Array)):
        return operator_flow(node, scope)
    pairs = zip(keys.expressions, values.expressions, strict=False)
    return _call(spelled_name(node, scope), [item for pair in pairs for item in pair], scope, node)


def _prefixed(prefix: str) -> Callable[[exp.Expr, Scope], Flow]:
    """BigQuery's `SAFE.f(x)` and `NET.f(x)`, by the name as it is written."""

    def handle(node: exp.Expr, scope: Scope) -> Flow:
        function, given = _taken_apart(node.this, scope)
        return _call(f"{prefix}{function}", given, scope, node)

    return handle


def _parametric(node: exp.Expr, scope: Scope) -> Flow:
    """ClickHouse: `quantile(0.9)(x)`, `sumIf(x, condition)`."""
    given = [*node.expressions, *(node.args.get("params") or [])]
    return _call(call_name(node), given, scope, node)


HANDLERS.update(
    {
        exp.Func: _known,
        exp.Anonymous: _anonymous,
        exp.AnonymousAggFunc: _parametric,
        exp.CombinedAggFunc: _parametric,
        exp.ParameterizedAgg: _parametric,
        exp.CombinedParameterizedAgg: _parametric,
        exp.WithinGroup: _within_group,
        exp.Extract: _special("extract", "this", "expression"),
        exp.DecodeCase: _special("decode", "expressions"),
        exp.Trim: _special("trim", "this", "expression"),
        exp.Substring: _special("substring", "this", "start", "length"),
        exp.Overlay: _special("overlay", "this", "expression", "from_", "for_"),
        exp.StrPosition: _special("position", "substr", "this"),
        exp.GroupConcat: _group_concat,
        exp.NetFunc: _prefixed("net."),
        exp.SafeFunc: _prefixed("safe."),
        exp.JSONObject: _special("json_object", "expressions"),
        exp.JSONObjectAgg: _special("json_objectagg", "expressions"),
        exp.JSONArray: _special("json_array", "expressions"),
        exp.JSONArrayAgg: _special("json_arrayagg", "this", "order"),
        exp.JSONValue: _special("json_value", "this", "path"),
        exp.Map: _special("map", "keys", "values"),
        exp.JSONExtract: _json_query,
        exp.VarMap: _var_map,
        exp.XMLElement: _special("xmlelement", "expressions"),
    }
)

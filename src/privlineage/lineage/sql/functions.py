"""Function calls: the path a value takes through them, and the arguments that only shape the result."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from sqlglot import exp

from privlineage.lineage.sql.expressions import (
    HANDLERS,
    column_parts,
    flow_of,
    influences_of,
    name,
    operands,
    operator_flow,
)
from privlineage.lineage.sql.fields import EXPANDING
from privlineage.lineage.sql.flows import (
    AGGREGATION,
    ELEMENT,
    NOTHING,
    TRANSFORMATION,
    Flow,
    Influence,
    as_influences,
    merge,
)
from privlineage.lineage.sql.function_names import (
    AGGREGATES,
    CHOICES,
    COUNTS,
    DATE_PARTS,
    EXITS,
    EXTREMES,
    GATHERING,
    LAMBDAS,
    ORDERED_SETS,
    QUERYING,
    ROW_MAKERS,
    STRUCTS,
    UNIT_POSITIONS,
)
from privlineage.lineage.sql.guessing import mentioned
from privlineage.lineage.sql.parsing import name_of, plain
from privlineage.lineage.sql.result import FunctionUse
from privlineage.lineage.sql.scope import Scope

__all__ = ["call_name", "level_of", "literal_of", "use_of"]


class _Argument(NamedTuple):
    """One argument of a call: what it is, and what an ORDER BY or HAVING inside it adds."""

    node: exp.Expr
    shapes: frozenset[Influence]


def literal_of(node: exp.Expr) -> str | None:
    """The text of a literal argument, None for anything else; casts, signs and names of arguments are seen through."""
    if isinstance(node, (exp.Literal, exp.RawString, exp.National)):
        return node.name
    if isinstance(node, exp.Boolean):
        return "true" if node.this else "false"
    if isinstance(node, exp.Null):
        return "null"
    if isinstance(node, exp.Neg) and isinstance(node.this, exp.Literal):
        return f"-{node.this.name}"
    if isinstance(node, (exp.Cast, exp.TryCast, exp.Paren)):
        return literal_of(node.this)
    if isinstance(node, (exp.Kwarg, exp.PropertyEQ)):
        return literal_of(node.expression)
    if isinstance(node, exp.Var):
        return node.name
    return None


def level_of(function: str) -> int:
    """Whether a function aggregates, takes elements out, or does something else."""
    last = function.rsplit(".", 1)[-1]
    if last not in AGGREGATES and last.removesuffix("if").removesuffix("array").removesuffix("distinct") in AGGREGATES:
        # ClickHouse's combinators: sumIf, groupArrayDistinct.
        return AGGREGATION
    return AGGREGATION if last in AGGREGATES else ELEMENT if last in EXPANDING else TRANSFORMATION


def _unwrap(node: exp.Expr, scope: Scope) -> _Argument:
    """The argument behind DISTINCT, ORDER BY, IGNORE NULLS, HAVING MAX, LIMIT."""
    shapes: frozenset[Influence] = frozenset()
    while True:
        if isinstance(node, exp.Order):
            for key in node.expressions:
                shapes |= influences_of(key, scope)
        elif isinstance(node, exp.HavingMax):
            shapes |= influences_of(node.expression, scope)
        elif not isinstance(node, (exp.IgnoreNulls, exp.RespectNulls, exp.Limit, exp.Variadic)):
            return _Argument(node, shapes)
        if not isinstance(node.this, exp.Expr):
            return _Argument(node, shapes)
        node = node.this


def _arguments(given: list[exp.Expr], scope: Scope) -> list[_Argument]:
    found: list[_Argument] = []
    for node in given:
        argument = _unwrap(node, scope)
        if isinstance(argument.node, exp.Distinct):
            found.extend(_Argument(item, argument.shapes) for item in argument.node.expressions)
        else:
            found.append(argument)
    return found


def _is_keyword(function: str, position: int, node: exp.Expr) -> bool:
    """Whether an argument is a bare word such as a date part."""
    if isinstance(node, exp.Var):
        return True
    if position not in UNIT_POSITIONS.get(function, ()):
        return False
    return isinstance(node, exp.Column) and len(node.parts) == 1 and name_of(node.this).lower() in DATE_PARTS


def use_of(function: str, position: int, arguments: list[exp.Expr]) -> FunctionUse:
    """One use of a function, with the literal arguments beside the one the value came through."""
    literals = []
    for index, node in enumerate(arguments):
        text = literal_of(node)
        if text is None and _is_keyword(function.rsplit(".", 1)[-1], index, node):
            text = name_of(node)
        if text is not None:
            literals.append((index, text))
    return FunctionUse(function, position, tuple(literals))


def _call(function: str, given: list[exp.Expr], scope: Scope, node: exp.Expr) -> Flow:
    scope.session.step()
    last = function.rsplit(".", 1)[-1]
    arguments = _arguments(given, scope)
    if last in scope.session.redefined:
        return _redefined(function, arguments, scope, node)
    if last in LAMBDAS and any(isinstance(argument.node, exp.Lambda) for argument in arguments):
        return _with_lambda(function, arguments, scope)
    if last in STRUCTS and not isinstance(node, exp.Struct):
        return _built(last, function, arguments, scope)
    if last in EXITS or last in QUERYING:
        _runs_text(last, arguments, scope, node)
    if last in COUNTS:
        shapes: set[Influence] = set()
        for argument in arguments:
            if not isinstance(argument.node, exp.Star):
                shapes |= influences_of(argument.node, scope) | argument.shapes
        return NOTHING.shaped_by(shapes)
    flow = _passed(function, arguments, scope, _choosing(last, len(arguments), scope))
    if last in ROW_MAKERS:
        scope.rows |= as_influences(flow)
    return flow


def _built(kind: str, function: str, arguments: list[_Argument], scope: Scope) -> Flow:
    """A struct built by a function: its fields stay known, so that reading one of them reads only that one."""
    nodes = [argument.node for argument in arguments]
    fields: dict[str, Flow] = {}
    for position, node in enumerate(nodes):
        if kind == "named_struct":
            if position % 2 == 0:
                continue
            key = literal_of(nodes[position - 1]) or f"_{position}"
        elif isinstance(node, (exp.PropertyEQ, exp.Kwarg)):
            key = name_of(node.this)
        else:
            key = node.alias if isinstance(node, exp.Alias) else name_of(node) or f"_{position + 1}"
        if isinstance(node, exp.Star):
            fields.update(_every_column(function, position, scope))
        else:
            fields[key] = _argument_flow(node, scope).through(use_of(function, position, nodes), keeps_fields=True)
    whole = merge(fields.values())
    return Flow(whole.values, whole.shapes, fields)


def _every_column(function: str, position: int, scope: Scope) -> dict[str, Flow]:
    use = FunctionUse(function, position)
    return {
        column.name: column.flow.through(use)
        for source in scope.sources
        if source.visible
        for column in source.relation.columns
    }


def _runs_text(function: str, arguments: list[_Argument], scope: Scope, node: exp.Expr) -> None:
    """A function that carries out SQL given as text, or hands data to something outside the database."""
    if function in EXITS:
        scope.session.report("exit", f"`{function}` hands data to something outside the database", node)
    else:
        scope.session.report("dynamic", f"`{function}` carries out SQL given as text", node)
    for argument in arguments:
        text = literal_of(argument.node)
        if text is not None:
            scope.assumed.update(mentioned(text, scope.session))


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
    if function.endswith("if") and function[:-2] in AGGREGATES and scope.session.dialect.name == "clickhouse":
        return frozenset({count - 1})
    return frozenset()


def _passed(function: str, arguments: list[_Argument], scope: Scope, choosing: frozenset[int]) -> Flow:
    """Every argument's value through the function; those at the positions in `choosing` only shape it."""
    last = function.rsplit(".", 1)[-1]
    nodes = [argument.node for argument in arguments]
    level = level_of(function)
    flows: list[Flow] = []
    shapes: set[Influence] = set()
    for position, argument in enumerate(arguments):
        shapes |= argument.shapes
        node = argument.node
        if literal_of(node) is not None or _is_keyword(last, position, node):
            continue
        if position in choosing:
            shapes |= influences_of(node, scope)
            continue
        flow = _argument_flow(node, scope)
        if flow is not NOTHING:
            keeps = last in GATHERING or last in EXPANDING
            flows.append(flow.through(use_of(function, position, nodes), level, keeps_fields=keeps))
    return merge(flows).shaped_by(shapes)


def _argument_flow(node: exp.Expr, scope: Scope) -> Flow:
    if isinstance(node, exp.Star):
        return merge(source.relation.row() for source in scope.sources if source.visible)
    if isinstance(node, (exp.Kwarg, exp.PropertyEQ, exp.Alias)):
        inner = node.this if isinstance(node, exp.Alias) else node.expression
        return flow_of(inner, scope) if isinstance(inner, exp.Expr) else NOTHING
    return flow_of(node, scope)


def _redefined(function: str, arguments: list[_Argument], scope: Scope, node: exp.Expr) -> Flow:
    """A function the script itself defines: what it does to its arguments is not known (law 5)."""
    scope.session.report("procedure", f"the function `{function}` is defined in this script", node)
    return merge(_argument_flow(argument.node, scope) for argument in arguments).transformed().assumed()


def _with_lambda(function: str, arguments: list[_Argument], scope: Scope) -> Flow:
    nodes = [argument.node for argument in arguments]
    role = LAMBDAS[function.rsplit(".", 1)[-1]]
    elements = {
        position: flow_of(node, scope) for position, node in enumerate(nodes) if not isinstance(node, exp.Lambda)
    }
    arrays = [position for position, flow in elements.items() if flow.values]
    flows: list[Flow] = []
    shapes: frozenset[Influence] = frozenset()
    if role in ("keep", "both"):
        flows.extend(flow.through(use_of(function, position, nodes)) for position, flow in elements.items())
    for position, node in enumerate(nodes):
        if not isinstance(node, exp.Lambda):
            continue
        result = _lambda(node, list(elements.values()), scope, paired=role != "fold")
        if role == "keep":
            shapes |= as_influences(result)
        else:
            # The elements came through the array's position; with several arrays the lambda's own is the honest one.
            through = arrays[0] if len(arrays) == 1 else position
            flows.append(result.through(use_of(function, through, nodes)))
    return merge(flows).shaped_by(shapes)


def _lambda(node: exp.Lambda, elements: list[Flow], scope: Scope, *, paired: bool) -> Flow:
    inner = Scope(scope.session, scope)
    names = [name_of(parameter).lower() for parameter in node.expressions]
    given = merge(elements)
    paired = paired and len(names) == len(elements) and len(names) > 1
    for index, parameter in enumerate(names):
        inner.parameters[parameter] = elements[index] if paired else given
    return flow_of(node.this, inner)


# ---- the nodes calls come in ----


def call_name(node: exp.Expr) -> str:
    """The name of a call as written, in lower case."""
    if isinstance(node, exp.Anonymous):
        return plain(node.name).lower()
    return plain(str(node.this)).lower() if isinstance(node.this, str) else name_of(node.this).lower()


def _anonymous(node: exp.Expr, scope: Scope) -> Flow:
    if isinstance(node, exp.Dot):
        return _dotted_call(node, scope)
    return _call(call_name(node), node.expressions, scope, node)


def _dotted_call(node: exp.Dot, scope: Scope) -> Flow:
    """`schema.f(x)`, or DuckDB's `x.f()`: a method when what stands before the dot is a column."""
    call = node.expression
    parts = column_parts(node.this)
    function = call_name(call) if isinstance(call, exp.Anonymous) else _spelled(call, scope)
    arguments = call.expressions if isinstance(call, exp.Anonymous) else list(operands(call))
    if parts is None or (scope.session.dialect.name == "duckdb" and _is_column(node.this, scope)):
        return _call(function, [node.this, *arguments], scope, node)
    return _call(".".join([*(part.text.lower() for part in parts), function]), arguments, scope, node)


def _is_column(node: exp.Expr, scope: Scope) -> bool:
    current: Scope | None = scope
    wanted = name(node) if isinstance(node, exp.Identifier) else None
    while wanted is not None and current is not None:
        if any(source.relation.find(wanted, scope.session.dialect) for source in current.sources):
            return True
        current = current.parent
    return False


def _spelled(node: exp.Expr, scope: Scope) -> str:
    """The name of a call sqlglot knows, as the statement has it."""
    word = scope.session.spelling(node)
    if word and (word[0].isalpha() or word[0] == "_"):
        return word.lower()
    return type(node).sql_name().lower() if isinstance(node, exp.Func) else ""


def _known(node: exp.Func, scope: Scope) -> Flow:
    """A call sqlglot read itself because its name is a key word (`LEFT(x, 1)`, `DATE(x)`); operators have no word."""
    word = scope.session.spelling(node)
    if not word or not (word[0].isalpha() or word[0] == "_") or isinstance(node, exp.Connector):
        return operator_flow(node, scope)
    return _call(word.lower(), list(operands(node)), scope, node)


def _struct(node: exp.Struct, scope: Scope) -> Flow:
    """`STRUCT(a AS x)`, `ROW(a, b)`, or `{'x': a}`, which is no call."""
    word = _spelled(node, scope) if scope.session.spelling(node)[:1].isalpha() else ""
    fields: dict[str, Flow] = {}
    for position, item in enumerate(node.expressions):
        if isinstance(item, exp.Star):
            found = _every_column(word, position, scope) if word else {}
            fields.update(found)
            continue
        named = isinstance(item, (exp.PropertyEQ, exp.Kwarg))
        key = name_of(item.this) if named else item.alias if isinstance(item, exp.Alias) else ""
        flow = _argument_flow(item, scope)
        if word:
            flow = flow.through(use_of(word, position, node.expressions), keeps_fields=True)
        fields[key or (name_of(item) if isinstance(item, exp.Column) else f"_{position + 1}")] = flow
    whole = merge(fields.values()).transformed()
    return Flow(whole.values, whole.shapes, fields)


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


def _within_group(node: exp.WithinGroup, scope: Scope) -> Flow:
    """`f(…) WITHIN GROUP (ORDER BY x)`: x is the value of an ordered-set aggregate, and mere order to the others."""
    flow = flow_of(node.this, scope)
    order = node.expression
    keys = order.expressions if isinstance(order, exp.Expr) else []
    inner = node.this
    function = call_name(inner) if isinstance(inner, exp.Anonymous) else _spelled(inner, scope)
    if function.rsplit(".", 1)[-1] not in ORDERED_SETS:
        for key in keys:
            flow = flow.shaped_by(influences_of(key, scope))
        return flow
    given = inner.expressions if isinstance(inner, exp.Anonymous) else list(operands(inner))
    found = [flow]
    for key in keys:
        use = use_of(function, len(given), list(given))
        found.append(flow_of(key, scope).through(use, AGGREGATION))
    return merge(found)


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
        exp.Struct: _struct,
        exp.Extract: _special("extract", "this", "expression"),
        exp.Trim: _special("trim", "this", "expression"),
        exp.Substring: _special("substring", "this", "start", "length"),
        exp.Overlay: _special("overlay", "this", "expression", "from_", "for_"),
        exp.StrPosition: _special("position", "substr", "this"),
        exp.GroupConcat: _special("group_concat", "this", "separator"),
        exp.JSONObject: _special("json_object", "expressions"),
        exp.JSONObjectAgg: _special("json_objectagg", "expressions"),
        exp.JSONArray: _special("json_array", "expressions"),
        exp.JSONArrayAgg: _special("json_arrayagg", "this", "order"),
        exp.JSONValue: _special("json_value", "this", "path"),
        exp.XMLElement: _special("xmlelement", "expressions"),
    }
)

"""Structs built in place, by a literal or a function: their fields stay known, so that reading one reads that alone."""

from __future__ import annotations

from sqlglot import exp

from privlineage.lineage.sql.parsing import name_of
from privlineage.lineage.sql.queries.arguments import Argument, argument_flow, literal_of, literals_beside, spelled_name
from privlineage.lineage.sql.queries.expressions import HANDLERS, flow_of
from privlineage.lineage.sql.queries.flows import Flow, Origin, merge
from privlineage.lineage.sql.queries.scope import Scope
from privlineage.lineage.sql.queries.stars import expand, star_of
from privlineage.lineage.sql.queries.structs import struct_fields
from privlineage.lineage.sql.result import FunctionUse

__all__ = ["READERS", "built", "read_by_schema"]

READERS = frozenset({"from_csv", "from_json", "from_xml"})
"""Functions that read a text by the schema beside it."""


def built(kind: str, function: str, arguments: list[Argument], scope: Scope) -> Flow:
    """A struct built by a function: its fields stay known, so that reading one of them reads only that one."""
    nodes = [argument.node for argument in arguments]
    literals = literals_beside(function, nodes)
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
        if star_of(node) is not None:
            fields.update(_every_column(function, position, scope, node))
        else:
            use = FunctionUse(function, position, literals)
            fields[key] = argument_flow(node, scope).through(use, keeps_fields=True)
    whole = merge(fields.values())
    return Flow(whole.values, whole.shapes, fields)


def read_by_schema(flow: Flow, arguments: list[Argument]) -> Flow:
    """FROM_JSON(x, 'a STRING, b INT'): a struct of the fields that the literal lists, each made of the whole text."""
    schema = literal_of(arguments[1].node) if len(arguments) > 1 else None
    fields = struct_fields(schema or "") or struct_fields(f"struct<{schema}>")
    return Flow(flow.values, flow.shapes, dict.fromkeys(fields, flow)) if schema and fields else flow


def _every_column(function: str, position: int, scope: Scope, star: exp.Expr) -> dict[str, Flow]:
    """The columns a star in a struct stands for; those of an unlisted table as one."""
    relation = expand(star, scope)
    fields = {column.name: column.flow for column in relation.columns}
    if relation.open:
        fields["*"] = Flow(frozenset(Origin(table, "*", assumed=True) for table in relation.open))
    if not function:
        return fields
    use = FunctionUse(function, position)
    return {name: flow.through(use) for name, flow in fields.items()}


def _struct(node: exp.Struct, scope: Scope) -> Flow:
    """`STRUCT(a AS x)`, `ROW(a, b)`, or `{'x': a}`, which is no call."""
    word = spelled_name(node, scope) if scope.session.spelling(node)[:1].isalpha() else ""
    if not word and scope.session.dialect.name == "bigquery":
        # `STRUCT<a INT64>(x)`, of which the parser keeps no place; there is no other way to write a struct.
        word = "struct"
    literals = literals_beside(word, node.expressions)
    fields: dict[str, Flow] = {}
    for position, item in enumerate(node.expressions):
        if star_of(item) is not None:
            fields.update(_every_column(word, position, scope, item))
            continue
        named = isinstance(item, (exp.PropertyEQ, exp.Kwarg))
        key = name_of(item.this) if named else item.alias if isinstance(item, exp.Alias) else ""
        flow = argument_flow(item, scope)
        if word:
            flow = flow.through(FunctionUse(word, position, literals), keeps_fields=True)
        # The fields of ROW(a, b) have no names.
        own = name_of(item) if isinstance(item, exp.Column) and word != "row" else ""
        fields[key or own or f"_{position + 1}"] = flow
    whole = merge(fields.values()).transformed()
    return Flow(whole.values, whole.shapes, fields)


def _to_map(node: exp.ToMap, scope: Scope) -> Flow:
    """`MAP {key: value}`: keys are expressions, and part of the map as much as the values."""
    pairs = node.this.expressions if isinstance(node.this, exp.Struct) else []
    flows = [flow_of(part, scope) for pair in pairs for part in (pair.this, pair.expression)]
    return merge(flows).transformed() if pairs else flow_of(node.this, scope)


HANDLERS[exp.Struct] = _struct
HANDLERS[exp.ToMap] = _to_map

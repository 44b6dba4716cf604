"""Functions that make rows: which columns they have, and which argument or field each is made of."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from privlineage.lineage.sql.queries.arguments import literal_of, use_of
from privlineage.lineage.sql.queries.expressions import flow_of
from privlineage.lineage.sql.queries.flows import ELEMENT, NOTHING, Flow, merge
from privlineage.lineage.sql.queries.functions import call_name
from privlineage.lineage.sql.queries.relations import Column
from privlineage.lineage.sql.queries.scope import Scope
from privlineage.lineage.sql.queries.structs import struct_fields

__all__ = ["ONE_TO_ONE", "generated", "generator_of", "known_generator", "nth_field", "struct_fields_of"]

_COLUMNS = {
    "explode": ("col",), "explode_outer": ("col",), "flatten": ("seq", "key", "path", "index", "value", "this"),
    "generate_series": ("generate_series",), "json_array_elements": ("value",),
    "json_array_elements_text": ("value",), "json_each": ("key", "value"), "json_each_text": ("key", "value"),
    "json_object_keys": ("json_object_keys",), "json_tree": ("key", "value"), "jsonb_array_elements": ("value",),
    "jsonb_array_elements_text": ("value",), "jsonb_each": ("key", "value"), "jsonb_each_text": ("key", "value"),
    "jsonb_object_keys": ("jsonb_object_keys",), "jsonb_path_query": ("jsonb_path_query",),
    "openjson": ("key", "value", "type"), "posexplode": ("pos", "col"),
    "posexplode_outer": ("pos", "col"), "range": ("range",), "regexp_matches": ("regexp_matches",),
    "regexp_split_to_table": ("regexp_split_to_table",), "split_to_table": ("seq", "index", "value"),
    "string_split": ("value", "ordinal"), "string_to_table": ("string_to_table",),
    "strtok_split_to_table": ("seq", "index", "value"), "unnest": ("unnest",),
}  # fmt: skip
_SQLITE_JSON = ("key", "value", "type", "atom", "id", "parent", "fullkey", "path")
_COUNTERS = frozenset({"seq", "index", "pos", "type", "id", "parent", "ordinal"})
"""Columns that number the rows or name a type: no value of the argument gets into them."""
_IN_LISTS = frozenset(
    {"explode", "explode_outer", "inline", "inline_outer", "json_tuple", "posexplode", "posexplode_outer", "stack"}
)
"""Functions that make several columns of one item of a select list."""
ONE_TO_ONE = frozenset({"json_tuple", "parse_url_tuple", "stack"})
"""Functions that make as many rows of each row, whatever is in it."""
_WITHOUT_TABLES = frozenset(
    "generate_subscripts generator inline inline_outer json_populate_recordset json_to_record json_to_recordset "
    "json_tuple jsonb_populate_recordset jsonb_to_record jsonb_to_recordset numbers pg_input_error_info sequence stack "
    "generate_date_array generate_array generate_timestamp_array values zeros splitter repeat".split()
)


def known_generator(function: str) -> bool:
    """Whether a function in FROM is known to read nothing but its arguments."""
    return function in _COLUMNS or function in _WITHOUT_TABLES


def generator_of(item: exp.Expr) -> exp.Expr | None:
    """The call behind an item of a select list that makes several columns, None for all others."""
    return item if isinstance(item, exp.Anonymous) and call_name(item) in _IN_LISTS else None


def default_names(function: str, dialect: str) -> tuple[str, ...]:
    """The names a function gives to its columns."""
    if dialect == "sqlite" and function in ("json_each", "json_tree", "jsonb_each", "jsonb_tree"):
        return _SQLITE_JSON
    return _COLUMNS.get(function, ())


def struct_fields_of(flow: Flow, scope: Scope) -> dict[str, str]:
    """The fields of the structs a value or an array holds, where its type is declared."""
    origins = {(origin.table, origin.column) for origin in flow.values}
    if len(origins) != 1:
        return {}
    table, column = next(iter(origins))
    return struct_fields(scope.session.catalog.type_of(table, column))


def nth_field(flow: Flow, fields: Sequence[str], position: int, count: int) -> Flow:
    """The n-th of several names given to the elements of an array of structs: the n-th field."""
    if count > 1 and len(fields) == count:
        field = fields[position]
        known = flow.field(field)
        return known or flow.mapped(lambda origin: origin._replace(column=f"{origin.column}.{field}"))
    return flow


def generated(call: exp.Expr, given: Sequence[str], flow: Flow, scope: Scope) -> list[Column]:
    """The columns a call makes, under the given names or its own."""
    function = call_name(call).rsplit(".", 1)[-1] if isinstance(call, exp.Anonymous) else ""
    if function == "stack":
        return _stacked(call, given, scope)
    defaults = default_names(function, scope.session.dialect.name)
    fields = list(flow.fields) if flow.fields is not None else list(struct_fields_of(flow, scope))
    if function in ("inline", "inline_outer") and not given:
        given = fields
    if function == "json_tuple" and not given:
        given = [f"c{index}" for index in range(len(call.expressions) - 1)]
    if not given and _of_map(flow, scope) and defaults[-1:] == ("col",):
        defaults = (*defaults[:-1], "key", "value")
    names = list(given) or list(defaults) or ["col"]
    columns = []
    for position, name in enumerate(names):
        counts = position < len(defaults) and defaults[position] in _COUNTERS and len(names) == len(defaults)
        columns.append(Column(name, NOTHING if counts else nth_field(flow, fields, position, len(names))))
    return columns


def _of_map(flow: Flow, scope: Scope) -> bool:
    """Whether a value is a map by its declared type: EXPLODE makes a key and a value of each of its entries."""
    catalog = scope.session.catalog
    kinds = [catalog.type_of(origin.table, origin.column) for origin in flow.values if origin.transform <= ELEMENT]
    return bool(kinds) and all(kind.lower().startswith("map") for kind in kinds)


def _stacked(call: exp.Expr, given: Sequence[str], scope: Scope) -> list[Column]:
    """STACK(n, a, b, c, d): n rows of the values in turn, so every n-th value is of one column."""
    arguments = call.expressions
    rows = literal_of(arguments[0]) if arguments else None
    values = list(enumerate(arguments))[1:]
    width = -(-len(values) // int(rows)) if rows is not None and rows.isdigit() and int(rows) else len(values)
    names = list(given) or [f"col{index}" for index in range(width)]
    function = call_name(call)
    columns = []
    for index in range(width):
        own = [(position, node) for offset, (position, node) in enumerate(values) if offset % width == index]
        flows = [flow_of(node, scope).through(use_of(function, position, arguments)) for position, node in own]
        columns.append(Column(names[index] if index < len(names) else f"col{index}", merge(flows)))
    return columns

"""What a column of a declared type holds, in words that every engine has a type for."""

from sqlglot import exp
from sqlglot.errors import SqlglotError

__all__ = ["kind_of"]

DIALECTS = ("bigquery", "duckdb", "spark", "snowflake", "postgres", "redshift", "tsql")
"""Schemas are shared by cases of several dialects, so a type may be one of another than the case's."""
T = exp.DataType.Type
SCALARS = {
    "int": {*exp.DataType.INTEGER_TYPES, T.BIT},
    "number": {*exp.DataType.FLOAT_TYPES, T.DECIMAL, T.BIGDECIMAL, T.MONEY, T.UDECIMAL},
    "text": {*exp.DataType.TEXT_TYPES, T.UUID, T.BINARY, T.VARBINARY},
    "date": {T.DATE, T.DATE32},
    "time": {T.DATETIME, T.DATETIME2, T.TIMESTAMP, T.TIMESTAMPTZ, T.TIMESTAMPNTZ, T.TIMESTAMPLTZ, T.SMALLDATETIME},
    "bool": {T.BOOLEAN},
    "json": {T.JSON, T.JSONB, T.VARIANT, T.SUPER, T.OBJECT},
}


def kind_of(declared, dialect=None):
    """What a column of a declared type holds.

    Returns:
        A word, `("list", kind)`, `("map", kind, kind)`, `("struct", (name, kind), …)`, or None where we cannot tell.
    """
    for name in (dialect, *DIALECTS):
        try:
            found = _kind(exp.DataType.build(declared, dialect=name))
        except (SqlglotError, ValueError):
            continue
        if found is not None:
            return found
    return None


def _kind(built):
    inner = built.expressions
    if built.this in exp.DataType.ARRAY_TYPES:
        return _compound("list", [_kind(inner[0])]) if inner else ("list", "text")
    if built.this == T.MAP:
        return _compound("map", [_kind(part) for part in inner]) if inner else None
    if built.this in exp.DataType.STRUCT_TYPES and inner:
        if not all(isinstance(part, exp.ColumnDef) for part in inner):
            return None
        fields = [(part.name.lower(), _kind(part.kind)) for part in inner]
        return None if any(kind is None for _, kind in fields) else ("struct", *fields)
    return next((kind for kind, types in SCALARS.items() if built.this in types), None)


def _compound(form, parts):
    return None if None in parts else (form, *parts)

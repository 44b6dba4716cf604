"""Access into structs and JSON: a struct field is a field path of its own, a place inside a text is the base column."""

from __future__ import annotations

import re

from sqlglot import exp

from privlineage.lineage.sql.queries.flows import ELEMENT, TRANSFORMATION, Flow, Origin
from privlineage.lineage.sql.queries.structs import struct_fields
from privlineage.lineage.sql.session import Session

__all__ = ["EXPANDING", "access", "is_text_like", "named_part"]

EXPANDING = frozenset(
    "arrayjoin explode explode_outer flatten inline inline_outer jsonb_to_recordset json_to_recordset posexplode "
    "posexplode_outer unnest unnest_all".split()
)
"""Functions that make rows out of the elements of an array: a field of an element is a field of the column."""

_TEXT_LIKE = re.compile(
    r"^(json|jsonb|variant|object|super|text|string|varchar|character varying|char|nvarchar|nchar|clob|xml|map|hstore|"
    r"bson|long|int|integer|bigint|float|double|number|numeric|decimal|date|timestamp|bool|boolean|bytes|binary)\b",
    re.IGNORECASE,
)


def is_text_like(kind: str) -> bool:
    """Whether a column of this type has no fields of its own (JSON, text, maps, numbers).

    >>> is_text_like("jsonb"), is_text_like("STRUCT<a INT>"), is_text_like("")
    (True, False, False)
    """
    return bool(_TEXT_LIKE.match(kind.strip()))


def access(flow: Flow, name: str, session: Session, node: exp.Expr) -> Flow:  # noqa: ARG001  # a place to report from
    """The flow of one field of a value."""
    known = flow.field(name)
    if known is not None:
        return Flow(known.values, known.shapes | flow.shapes, known.fields)
    if not flow.values:
        return Flow(flow.values, flow.shapes)

    def into(origin: Origin) -> Origin:
        if origin.column == "*":
            return origin
        kind = session.catalog.type_of(origin.table, origin.column)
        if origin.transform > ELEMENT or is_text_like(kind):
            return origin._replace(transform=max(origin.transform, TRANSFORMATION))
        return origin._replace(column=f"{origin.column}.{name}")

    return flow.mapped(into)


def named_part(flow: Flow, name: str, session: Session) -> Flow:
    """`value['name']`: a field of a struct, else a key of a map or a document, which is the base column."""
    known = flow.field(name)
    if known is not None:
        return Flow(known.values, known.shapes | flow.shapes, known.fields)

    def into(origin: Origin) -> Origin:
        fields = struct_fields(session.catalog.type_of(origin.table, origin.column))
        if origin.transform <= ELEMENT and any(field.lower() == name.lower() for field in fields):
            return origin._replace(column=f"{origin.column}.{name}")
        return origin._replace(transform=max(origin.transform, TRANSFORMATION))

    return flow.mapped(into)

"""A table's name in a statement to the relation it means.

It may be a common table expression, a stored or temporary table, a view, a wildcard over shards, a file or a stage.
"""

from __future__ import annotations

import re

from sqlglot import exp

from privlineage.lineage.sql.catalog import Kind, Table
from privlineage.lineage.sql.parsing import name_of
from privlineage.lineage.sql.queries.expressions import name
from privlineage.lineage.sql.queries.flows import Origin
from privlineage.lineage.sql.queries.relations import Name, Relation, joined
from privlineage.lineage.sql.queries.scope import Scope, Source
from privlineage.lineage.sql.queries.shards import family, shards
from privlineage.lineage.sql.session import Session, offset_of

__all__ = ["alias_names", "open_table", "read_table", "reference", "table_text", "unknown_table"]

_FILE_FORMATS = frozenset({"parquet", "csv", "json", "orc", "avro", "delta", "text", "binaryfile", "iceberg"})
"""Before a quoted path, Spark's `parquet.`s3://…`` names a file."""
_PATH = re.compile(r"[/:*]|\.\w+$")


def reference(table: exp.Expr) -> list[Name]:
    """The parts of a table's name as written, outermost first."""
    parts = [name(table.args[key]) for key in ("catalog", "db") if isinstance(table.args.get(key), exp.Expr)]
    if len(parts) == 1 and table.args.get("db") == "":
        parts.append(Name(""))
    this: object = table.this
    inner: list[Name] = []
    while isinstance(this, exp.Dot):
        inner.append(name(this.expression))
        this = this.this
    last = Name(f"@{name(this.this).text}") if isinstance(this, exp.Parameter) else name(this)
    if isinstance(this, exp.Identifier) and not last.text.startswith("#"):
        last = Name(f"{_temporary(this)}{last.text}", last.quoted)
    if last.text.startswith("#"):
        # Wherever it is named from, it lies in tempdb.
        return [last]
    if len(parts) == 1 and last.quoted and parts[0].text.lower() in _FILE_FORMATS and _PATH.search(last.text):
        return [last]
    if last.text[:19].lower() == "information_schema.":
        # BigQuery's parser takes the two for one part.
        parts, last = [*parts, Name(last.text[:18])], Name(last.text[19:], last.quoted)
    return [*parts, last, *reversed(inner)]


def _temporary(identifier: exp.Identifier) -> str:
    """T-SQL's signs of a temporary table, which the parser keeps apart from its name."""
    return "##" if identifier.args.get("global_") else "#" if identifier.args.get("temporary") else ""


def table_text(parts: list[Name]) -> str:
    """A name as results show it."""
    return ".".join(part.text for part in parts if part.text)


def read_table(node: exp.Table, scope: Scope) -> Source:
    """What a table reference offers, without its alias."""
    parts = reference(node)
    qualifier = tuple(part.text.lower() for part in parts)
    own = Name(parts[-1].text)
    if len(parts) == 1:
        defined = scope.cte(parts[0])
        if defined is not None:
            return Source(own, defined, qualifier)
    session = scope.session
    found = session.catalog.find(parts)
    if not found and parts[-1].text.endswith("*"):
        every = shards(session.catalog, parts)
        if every:
            # Several shards read as one table.
            together = joined([open_table(shard, session) for shard in every], any_case=True)
            return Source(own, together, qualifier)
    found = found or family(session.catalog, parts)
    if len(found) == 1:
        return Source(own, open_table(found[0], session), qualifier, table=found[0])
    if len(found) > 1:
        return Source(own, _ambiguous(node, parts, found, session), qualifier)
    return Source(own, unknown_table(node, table_text(session.catalog.written(parts)), session), qualifier)


def open_table(table: Table, session: Session) -> Relation:
    """The relation of a known table; what is seen through leads to what is behind it."""
    if table.definition is not None:
        return session.view(table)
    if table.seen_through:
        session.read(sorted(table.reads))
        return table.relation
    if table.kind is not Kind.SYSTEM:
        session.read([table.name])
    return table.relation


def unknown_table(node: exp.Expr, text: str, session: Session) -> Relation:
    """A table nothing is known of: its columns are guessed by name, and it flows on as a whole, as an assumption."""
    if text in session.placeholders:
        text = session.placeholders[text]
    else:
        # A stage or a file is no identifier, and the parser keeps no place for it.
        offset = offset_of(node) or max(0, session.text.find(text))
        session.report_at("unknown-table", f"nothing is known of the columns of `{text}`", offset)
    session.read([text])
    content = session.catalog.content(text)
    return Relation((), open_tables=(content,), assumed=frozenset((Origin(content, "*", assumed=True),)))


def _ambiguous(node: exp.Expr, parts: list[Name], found: list[Table], session: Session) -> Relation:
    names = [session.catalog.content(table.name) for table in found]
    shown = ", ".join(f"`{table.name}`" for table in found)
    session.report("unknown-table", f"`{table_text(parts)}` may be any of {shown}", node)
    session.read(names)
    return Relation(
        (), open_tables=tuple(names), assumed=frozenset(Origin(name_, "*", assumed=True) for name_ in names)
    )


def alias_names(alias: exp.Expr | None) -> list[str]:
    """The column names an alias gives."""
    columns = alias.args.get("columns") if isinstance(alias, exp.Expr) else None
    return [name_of(column.this) if isinstance(column, exp.ColumnDef) else name_of(column) for column in columns or []]

"""Functions in FROM: arrays and JSON taken apart, files read in place, queries sent to another system."""

from __future__ import annotations

import re

from sqlglot import exp

from privlineage.lineage.sql.guessing import mentioned
from privlineage.lineage.sql.parsing import ParseFailure, name_of, parse
from privlineage.lineage.sql.queries.arguments import literal_of, use_of
from privlineage.lineage.sql.queries.expressions import column_parts, flow_of, operands
from privlineage.lineage.sql.queries.flows import ELEMENT, NOTHING, Flow, Origin, as_influences, merge
from privlineage.lineage.sql.queries.functions import call_name
from privlineage.lineage.sql.queries.generators import (
    ONE_TO_ONE,
    default_names,
    generated,
    known_generator,
    nth_field,
    struct_fields_of,
)
from privlineage.lineage.sql.queries.models import asked
from privlineage.lineage.sql.queries.records import RECORDS
from privlineage.lineage.sql.queries.relations import Column, Name, Relation, base_relation, joined
from privlineage.lineage.sql.queries.scope import Scope
from privlineage.lineage.sql.queries.structs import struct_fields
from privlineage.lineage.sql.queries.table_arguments import over_tables
from privlineage.lineage.sql.queries.tables import alias_names, open_table, unknown_table
from privlineage.lineage.sql.session import offset_of
from privlineage.lineage.sql.statements.routines import read_from

__all__ = ["call_relation", "unnest_relation"]

_FILES = frozenset(
    "read_csv read_csv_auto read_parquet parquet_scan read_json read_json_auto read_ndjson read_text read_blob s3 file "
    "url hdfs gcs azureblobstorage s3cluster deltalake iceberg iceberg_scan delta_scan cloud_files read_files".split()
)
_REMOTE = frozenset(
    "dblink external_query jdbc mongodb mysql mysql_query mysql_scan odbc opendatasource openquery openrowset "
    "postgres_query postgres_scan postgresql query remote remote_query remotesecure sqlite_query sqlite_scan".split()
)
_NAMING = frozenset({"dynamic_identifier", "identifier", "query_table"})
_ROWS_ONLY = frozenset({"generator", "sequence", "generate_series", "range", "numbers", "zeros"})


def _unwrapped(call: exp.Expr) -> exp.Expr:
    """The call inside `TABLE(…)`."""
    while isinstance(call, exp.Anonymous) and call_name(call) == "table" and len(call.expressions) == 1:
        call = call.expressions[0]
    return call


def call_relation(call: exp.Expr, item: exp.Expr, scope: Scope) -> tuple[Relation, str]:
    """What a function in FROM offers, and the name it goes by without an alias."""
    call = _unwrapped(call)
    function = _name(call, scope)
    last = function.rsplit(".", 1)[-1]
    named = _named(call, last, item, scope)
    if named is not None:
        return named, ""
    if last in _REMOTE:
        return _remote(call, function, item, scope), function
    if isinstance(call, (exp.JSONTable, exp.XMLTable, exp.OpenJSON)):
        return _listed(call, scope), function
    prefix = item.args.get("db")
    if isinstance(prefix, exp.Expr):
        function = f"{name_of(prefix).lower()}.{function}"
    followed = _followed(call, function, item, scope)
    if followed is not None:
        return followed, last
    flow = flow_of(call, scope)
    if last not in ONE_TO_ONE:
        scope.rows |= as_influences(flow)
    if not flow.values and not known_generator(last):
        # It may read tables of its own; with arguments from here, what it returns is at least made of those.
        scope.session.report("procedure", f"what the table function `{function}` reads is not known", call)
    return _elements(call, last, flow, item, scope), last


def _followed(call: exp.Expr, function: str, item: exp.Expr, scope: Scope) -> Relation | None:
    """The rows of a function of which more is known than its arguments: a model, given tables, a body in the script."""
    last = function.rsplit(".", 1)[-1]
    if isinstance(call, exp.Dot) and "information_schema" in _path(call):
        return Relation((), element=NOTHING)  # about tables and jobs, not of them
    fed = asked(call, function, scope)
    if fed is not None:
        return fed
    whole = over_tables(call, last, item, scope)
    return (
        whole if whole is not None else read_from(call.expression if isinstance(call, exp.Dot) else call, last, scope)
    )


def _named(call: exp.Expr, function: str, item: exp.Expr, scope: Scope) -> Relation | None:
    """A table, a file, a result or a query that is named or given by text; None for other functions."""
    if isinstance(call, (exp.Literal, exp.DynamicIdentifier)) or function in _NAMING:
        return _named_by_literal(call, item, scope)
    if function in _FILES:
        return _file(call, scope)
    if function == "query" and scope.session.dialect.name == "duckdb":
        return _own_query(call, scope)
    if function == "table_changes":
        return _changes(_named_by_literal(call, item, scope))
    return _result(call, scope) if function == "result_scan" else None


def _changes(relation: Relation) -> Relation:
    """Databricks' TABLE_CHANGES: the rows of a table with what befell them."""
    marks = [Column(name, NOTHING) for name in ("_change_type", "_commit_version", "_commit_timestamp")]
    return Relation([*relation.columns, *marks], relation.rows, relation.open, relation.assumed)


def _own_query(call: exp.Expr, scope: Scope) -> Relation | None:
    """DuckDB's `query('SELECT …')`: a query of this very database."""
    text = next((found for argument in operands(call) if (found := literal_of(argument)) is not None), None)
    try:
        tree = parse(text, scope.session.dialect) if text is not None else None
    except ParseFailure:
        tree = None
    if not isinstance(tree, exp.Query):
        return None
    scope.session.opening.append("query")
    try:
        return scope.session.query(tree, None)
    finally:
        scope.session.opening.pop()


def _path(call: exp.Dot) -> list[str]:
    """The names before a function, in lower case."""
    parts = column_parts(call.this)
    return [part.text.lower() for part in parts] if parts is not None else []


def _name(call: exp.Expr, scope: Scope) -> str:
    if isinstance(call, exp.Anonymous):
        return call_name(call)
    if isinstance(call, exp.Dot):
        return _name(call.expression, scope)
    if isinstance(call, exp.OpenJSON):
        return "openjson"
    return scope.session.spelling(call).lower() or (type(call).sql_name().lower() if isinstance(call, exp.Func) else "")


def _alias(item: exp.Expr) -> exp.Expr | None:
    alias = item.args.get("alias")
    return alias if isinstance(alias, exp.Expr) else None


def _names_column(alias: exp.Expr | None, scope: Scope) -> bool:
    """Whether an alias names the one column too; in DuckDB it names the row alone."""
    return alias is not None and isinstance(alias.this, exp.Expr) and scope.session.dialect.name != "duckdb"


def _elements(call: exp.Expr, function: str, flow: Flow, item: exp.Expr, scope: Scope) -> Relation:
    """The columns of a function that makes rows of its arguments."""
    if function in _ROWS_ONLY and not flow.values:
        flow = NOTHING
    alias = _alias(item)
    given = alias_names(alias)
    ordinality = bool(item.args.get("ordinality") or item.args.get("offset"))
    defaults = default_names(function, scope.session.dialect.name)
    names = given[:-1] if ordinality and len(given) > 1 else given
    if not given and len(defaults) == 1 and _names_column(alias, scope):
        # PostgreSQL: the alias of a function of one column names the column too.
        names = [name_of(item.args["alias"].this)] if defaults[0] == function else list(defaults)
    elif not given and not isinstance(call, exp.Anonymous):
        names = list(defaults)
    if not names and function in RECORDS:
        names = list(flow.fields or ())
    known = bool(names or defaults or function in ("inline", "stack", "json_tuple"))
    columns = generated(call, names, flow, scope) if known else []
    if not known and flow.values:
        # Whatever its columns are called; a star takes this one.
        columns = [Column("*", flow.assumed())]
    if ordinality:
        columns.append(Column(given[-1] if len(given) > 1 else "ordinality", NOTHING))
    element = flow if not given or struct_fields_of(flow, scope) else None
    rows = as_influences(flow) if function not in ONE_TO_ONE else frozenset()
    return Relation(columns, rows, element=element if flow.values or not columns else None)


def unnest_relation(node: exp.Unnest, item: exp.Expr, scope: Scope) -> Relation:
    """UNNEST of one or several arrays, or an array of an earlier item named in FROM."""
    spelled = _is_spelled(node, scope)
    arrays = list(node.expressions)
    flows = []
    for position, array in enumerate(arrays):
        flow = flow_of(array, scope)
        flows.append(
            flow.through(use_of("unnest", position, arrays), ELEMENT, keeps_fields=True)
            if spelled
            else Flow(flow.transformed(ELEMENT).values, flow.shapes, flow.fields)
        )
    whole = merge(flows)
    rows = as_influences(whole)
    scope.rows |= rows
    alias = _alias(item) or _alias(node)
    given = alias_names(alias)
    names = list(whole.fields or struct_fields_of(whole, scope)) if len(arrays) == 1 else []
    columns = [
        Column(
            column,
            flows[position]
            if len(arrays) > 1 and position < len(flows)
            else nth_field(whole, names, position, len(given)),
        )
        for position, column in enumerate(given)
    ]
    if not given and alias is not None and _names_column(alias, scope):
        columns = [Column(name_of(alias.this), whole)]
    elif not given and names:
        columns = [Column(field, nth_field(whole, names, index, len(names))) for index, field in enumerate(names)]
    elif not given:
        columns = [Column("unnest" if scope.session.dialect.name != "bigquery" else "f0_", whole)]
    offset = node.args.get("offset")
    if isinstance(offset, exp.Expr):
        columns.append(Column(name_of(offset), NOTHING))
    elif offset:
        columns.append(Column("ordinality" if scope.session.dialect.name != "bigquery" else "offset", NOTHING))
    return Relation(columns, rows, element=whole if len(arrays) == 1 and whole.values else None)


def _is_spelled(node: exp.Unnest, scope: Scope) -> bool:
    """Whether the statement says UNNEST, rather than naming an array in FROM."""
    offset = offset_of(node)
    before = scope.session.text[max(0, offset - 200) : offset]
    return (
        bool(re.search(r"unnest\s*\([^()]*$", before, re.IGNORECASE))
        or not node.expressions
        or bool(re.search(r"unnest\s*\(\s*(?:\w+\s*\(|\[|array)", before, re.IGNORECASE))
    )


def _listed(call: exp.Expr, scope: Scope) -> Relation:
    """JSON_TABLE, XMLTABLE, OPENJSON: the statement lists the columns; each is made of the document."""
    documents = [
        item for item in operands(call) if not isinstance(item, (exp.JSONSchema, exp.ColumnDef, exp.OpenJSONColumnDef))
    ]
    word = (
        "json_table"
        if isinstance(call, exp.JSONTable)
        else "xmltable"
        if isinstance(call, exp.XMLTable)
        else "openjson"
    )
    flows = [flow_of(item, scope).through(use_of(word, index, documents)) for index, item in enumerate(documents)]
    flow = merge(flows)
    rows = as_influences(flow)
    scope.rows |= rows
    definitions = call.find_all(exp.JSONColumnDef, exp.ColumnDef, exp.OpenJSONColumnDef)
    columns = [
        Column(name_of(definition.this), NOTHING if definition.args.get("ordinality") else flow)
        for definition in definitions
        if isinstance(definition.this, exp.Expr)
    ]
    if not columns and isinstance(call, exp.OpenJSON):
        columns = [Column("key", flow), Column("value", flow), Column("type", NOTHING)]
    return Relation(columns, rows)


def _named_by_literal(call: exp.Expr, item: exp.Expr, scope: Scope) -> Relation:
    """`IDENTIFIER('t')`, `TABLE('t')`: a table named by a string; by a variable, it is not known."""
    inner = call.expressions[0] if isinstance(call, exp.Anonymous) and call.expressions else call
    if isinstance(inner, exp.DynamicIdentifier):
        inner = inner.this
    text = literal_of(inner)
    if text is None:
        scope.session.report("dynamic", "the table is named by an expression", item)
        return Relation()
    found = scope.session.catalog.find([Name(part) for part in text.split(".")])
    return open_table(found[0], scope.session) if len(found) == 1 else unknown_table(item, text, scope.session)


def _result(call: exp.Expr, scope: Scope) -> Relation:
    """Snowflake's RESULT_SCAN: what the statement before showed, where it is that one's result that is asked for."""
    asked = call.expressions[0] if call.expressions else None
    number = literal_of(asked.expressions[0]) if isinstance(asked, exp.Anonymous) and asked.expressions else "-1"
    if not isinstance(asked, exp.Anonymous) or call_name(asked) != "last_query_id" or number != "-1":
        asked = None
    if asked is None or scope.session.result is None:
        scope.session.report("dynamic", "the statement whose result is read is not known", call)
        return Relation((), element=NOTHING)
    return scope.session.result


def _file(call: exp.Expr, scope: Scope) -> Relation:
    """A file read in place is a table of its own name."""
    for argument in operands(call):
        listed = argument.expressions if isinstance(argument, (exp.Array, exp.List, exp.Tuple)) else [argument]
        texts = [text for item in listed if (text := literal_of(item)) is not None]
        if texts and len(texts) == len(listed):
            return joined([_one_file(call, text, scope) for text in texts])
    scope.session.report("dynamic", "the file is named by an expression", call)
    return Relation()


def _one_file(call: exp.Expr, text: str, scope: Scope) -> Relation:
    if text in scope.session.catalog.schema.tables:
        return open_table(scope.session.catalog.find([Name(text, quoted=True)])[0], scope.session)
    listed = _schema(call)
    if listed:
        scope.session.read([text])
        return base_relation(scope.session.catalog.content(text), listed)
    return unknown_table(call, text, scope.session)


def _schema(call: exp.Expr) -> dict[str, str]:
    """The columns that Databricks' `read_files('x', schema => 'a INT, b STRING')` lists."""
    named = (item for item in operands(call) if isinstance(item, exp.Kwarg) and name_of(item.this).lower() == "schema")
    text = next((literal_of(item) for item in named), None)
    return struct_fields(f"struct<{text}>") if text else {}


def _remote(call: exp.Expr, function: str, item: exp.Expr, scope: Scope) -> Relation:
    """Another system asked by a query of its own: what it reads there is not known here."""
    scope.session.report("dynamic", f"`{function}` reads from another system by a query of its own", call)
    arguments = operands(call.expression if isinstance(call, exp.Dot) else call)
    given = next((text for argument in arguments if (text := literal_of(argument) or name_of(argument))), "")
    # A connection string may hold a password; only a plain name is shown.
    plain = re.fullmatch(r"[\w.\-]+", given) and function not in ("opendatasource", "openrowset")
    dotted = column_parts(call.this) if isinstance(call, exp.Dot) else None
    target = given if plain else ".".join([*(part.text for part in dotted or []), function])
    scope.session.read([target])
    whole = frozenset((Origin(target, "*", assumed=True),))
    if dotted:
        # Trino's query in the words of another system: the tables it names may be known here.
        whole |= mentioned(given, scope.session)
    names = alias_names(_alias(item))
    if names:
        return Relation([Column(name, Flow(whole)) for name in names], assumed=whole)
    return Relation((), open_tables=(target,), assumed=whole)
